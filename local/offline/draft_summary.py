"""Drafts a performance summary by rule: it arranges the computed facts and the evidence into plain sentences.

It reads what a real model reads: facts, evidence, background and transcripts between their marks. It writes references
in the place of numbers, as the prompt asks; the report says that this model wrote it.
"""

from __future__ import annotations

import json
import re
from typing import Any

from local.offline.texts import Line, fenced, lines_of

_TRANSCRIPT = re.compile(r"<transcript>\nevidence (E\d+)\n(.*?)\n?</transcript>", re.DOTALL)
_NUMBERISH = re.compile(r"[\d\"“”%<>{}\[\]|@]|https?:|www\.")
_MOST_QUOTED = 30
_MOST_QUOTED_CHARACTERS = 300
_LEAST_QUOTED = 6


def draft(system: str, prompt: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The input of `draft_summary`."""
    background: dict[str, list[str]] = json.loads(fenced(prompt, "background"))
    drafter = drafter_of(prompt)
    return {
        "highlights": drafter.highlights(),
        "areas_for_improvement": drafter.areas(),
        "trends": drafter.trends(),
        "examples": drafter.examples(),
        "strengths": drafter.strengths(),
        "development": drafter.development(),
        "talking_points": drafter.talking_points(background),
        "action_items": drafter.action_items(),
        "questions": drafter.questions(),
        "recommendations": drafter.recommendations(),
    }


def drafter_of(prompt: str) -> Drafter:
    """A drafter over the facts, the evidence and the transcripts of a prompt."""
    facts: list[dict[str, Any]] = json.loads(fenced(prompt, "facts"))
    evidence: list[dict[str, Any]] = json.loads(fenced(prompt, "evidence"))
    talks = {match[1]: lines_of(match[2]) for match in _TRANSCRIPT.finditer(prompt)}
    return Drafter(facts, [each for each in evidence if each["kind"] == "evaluation"], talks)


class Drafter:
    """What can be said of facts and evidence, part by part."""

    def __init__(
        self, facts: list[dict[str, Any]], evaluations: list[dict[str, Any]], talks: dict[str, list[Line]]
    ) -> None:
        self._facts = facts
        self._evaluations = evaluations
        self._talks = talks
        items = [fact for fact in facts if fact["kind"] == "line_item"]
        self._strong = _by_rate([fact for fact in items if fact.get("standing") == "strongest"], highest_first=True)
        self._weak = _by_rate([fact for fact in items if fact.get("standing") == "weakest"], highest_first=False)

    def highlights(self) -> list[str]:
        found = [f"{_cite(fact)} is among the strongest line items." for fact in self._strong[:2] if "value" in fact]
        found += [
            f"The {{{fact['id']}.name}} is {{{fact['id']}}}."
            for fact in self._facts
            if fact["kind"] == "average" and "value" in fact
        ]
        for name in ("Resolution Rate", "Customer Sentiment"):
            found += [
                f"{{{fact['id']}.name}} over the conversations stands at {{{fact['id']}}}."
                for fact in self._facts
                if fact["kind"] == "metric" and fact["name"] == name and "value" in fact
            ]
        return found[:4] or ["The data of this period names no highlight."]

    def areas(self) -> list[str]:
        found = [f"{_cite(fact)} leaves the most room to grow." for fact in self._weak[:2] if "value" in fact]
        return found or ["The data of this period names no area for improvement."]

    def trends(self) -> list[str]:
        changes = [fact for fact in self._facts if fact["kind"] == "change"]
        found = []
        for fact in changes:
            if fact["direction"] == "unclear":
                continue
            verb = "improved" if fact["direction"] == "up" else "declined"
            found.append(f"{{{fact['of']}.name}} {verb} against the period before: {{{fact['id']}}}.")
        if changes and not found:
            found = ["Against the period before, the data shows no clear change."]
        return found[:4] or ["There is too little data in the period before to compare with."]

    def strengths(self) -> dict[str, Any]:
        texts = [
            f"{{{fact['id']}.name}} is among the line items that pass most often."
            for fact in self._strong[:2]
            if "value" in fact
        ]
        texts = texts or ["No line item stands out as strong in this period."]
        return {"texts": texts, "chips": self._chips("met", self._strong, best_first=True)}

    def development(self) -> dict[str, Any]:
        texts = [
            f"{{{fact['id']}.name}} is among the line items that pass least often."
            for fact in self._weak[:2]
            if "value" in fact
        ]
        texts = texts or ["No line item stands out as weak in this period."]
        return {"texts": texts, "chips": self._chips("missed", self._weak, best_first=False)}

    def examples(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for evaluation in self._evaluations:
            for quote in evaluation.get("quotes", []):
                met = bool(evaluation.get("met")) and not evaluation.get("missed")
                says = "shows what works" if met else "is worth listening to together"
                found.append(
                    {
                        "text": f"Conversation {{{evaluation['id']}}} {says}.",
                        "quote": {"evidence": evaluation["id"], "turn": quote["turn"], "text": quote["text"]},
                    }
                )
                break
            if len(found) == 2:
                return found
        for evidence_id, lines in self._talks.items():
            line = _quotable(lines)
            if line is not None and len(found) < 2 and evidence_id not in {e["quote"]["evidence"] for e in found}:
                quote = {"evidence": evidence_id, "turn": line.index, "text": line.text}
                found.append(
                    {"text": f"Conversation {{{evidence_id}}} is worth listening to together.", "quote": quote}
                )
        return found

    def talking_points(self, background: dict[str, list[str]]) -> list[str]:
        found = [f"What makes {{{fact['id']}.name}} work so well." for fact in self._strong[:1]]
        found += [f"What gets in the way of {{{fact['id']}.name}}." for fact in self._weak[:2]]
        if background.get("feedback"):
            found.append("The feedback given in this period, and what came of it.")
        if background.get("actions of the previous 1-to-1"):
            found.append("How the actions from last time went.")
        return found or ["What the conversations of this period were like."]

    def action_items(self) -> list[str]:
        found = [f"Listen to a conversation together with {{{fact['id']}.name}} in mind." for fact in self._weak[:2]]
        return found or ["Listen to a conversation together."]

    def questions(self) -> list[str]:
        found = ["What went better than expected in this period?"]
        found += [f"What would make {{{fact['id']}.name}} easier?" for fact in self._weak[:1]]
        return [*found, "Which conversation would you like to talk about?"]

    def recommendations(self) -> list[dict[str, Any]]:
        return [
            {
                "area": f"{{{fact['id']}.name}}",
                "action": f"Practise {{{fact['id']}.name}} in the next conversations and review them together.",
                "rationale": f"{_cite(fact)} is among the lowest pass rates of the period."
                if "value" in fact
                else f"{{{fact['id']}.name}} is missed where it applies.",
                "line_item": fact["id"],
                "chips": self._chips("missed", [fact], best_first=False),
            }
            for fact in self._weak[:3]
        ]

    def _chips(self, side: str, facts: list[dict[str, Any]], *, best_first: bool) -> list[dict[str, Any]]:
        """The evaluations that bear the line items out: on the side that is asked for, the clearest scores first."""
        wanted = {fact["id"]: fact for fact in facts}
        found = []
        for evaluation in sorted(self._evaluations, key=_score, reverse=best_first):
            hit = next((each for each in evaluation.get(side, []) if each in wanted), None)
            if hit:
                verb = "was shown" if side == "met" else "was missed"
                found.append({"evidence": evaluation["id"], "note": f"{{{hit}.name}} {verb} here."})
        return found[:2]


def _cite(fact: dict[str, Any]) -> str:
    return f"{{{fact['id']}.name}} at {{{fact['id']}}}"


def _percent(text: str) -> float:
    return float(text.removesuffix("%"))


def _score(evaluation: dict[str, Any]) -> float:
    return _percent(evaluation["score"]) if "score" in evaluation else 50.0


def _by_rate(facts: list[dict[str, Any]], *, highest_first: bool) -> list[dict[str, Any]]:
    """Ranked ones first; those without a value keep their place at the end."""
    ranked = sorted((f for f in facts if "value" in f), key=lambda f: _percent(f["value"]), reverse=highest_first)
    return [*ranked, *(fact for fact in facts if "value" not in fact)]


def _quotable(lines: list[Line]) -> Line | None:
    """A turn of the agent of a handy length, in plain words."""
    for line in lines:
        words = len(line.text.split())
        plain = not _NUMBERISH.search(line.text)
        fits = _LEAST_QUOTED <= words <= _MOST_QUOTED and len(line.text) <= _MOST_QUOTED_CHARACTERS
        if line.speaker == "agent" and fits and plain:
            return line
    return None
