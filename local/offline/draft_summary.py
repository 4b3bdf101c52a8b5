"""Drafts a performance summary by rule: it arranges the computed facts and the evidence into plain sentences.

It reads what a real model reads: facts, evidence, background and transcripts between their marks. It writes references
in the place of numbers, as the prompt asks; the report says that this model wrote it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from local.offline.texts import Line, fenced, lines_of

_TRANSCRIPT = re.compile(r"<transcript>\nevidence (E\d+)\n(.*?)\n?</transcript>", re.DOTALL)
_NUMBERISH = re.compile(r"[\d\"“”%<>{}\[\]|@]|https?:|www\.")
_MOST_QUOTED = 30
_MOST_QUOTED_CHARACTERS = 300
_LEAST_QUOTED = 6
_LEAST_TELLING = 5
_OPENING_TURNS = 2
_COURTESY = re.compile(
    r"^\W*(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|welcome|thank you for)\b", re.IGNORECASE
)


def draft(system: str, prompt: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The input of `draft_summary`."""
    background: dict[str, list[str]] = json.loads(fenced(prompt, "background"))
    drafter = drafter_of(prompt)
    return {
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
    channels = {each["id"]: each["channel"] for each in evidence if "channel" in each}
    return Drafter(facts, [each for each in evidence if each["kind"] == "evaluation"], talks, channels)


class Drafter:
    """What can be said of facts and evidence, part by part."""

    def __init__(
        self,
        facts: list[dict[str, Any]],
        evaluations: list[dict[str, Any]],
        talks: dict[str, list[Line]],
        channels: Mapping[str, str] | None = None,
    ) -> None:
        """channels: of the evidence that is no call."""
        self._channels = channels or {}
        self._named: set[str] = set()
        self._facts = facts
        self._evaluations = evaluations
        self._talks = talks
        items = [fact for fact in facts if fact["kind"] == "line_item"]
        self._strong = _by_rate([fact for fact in items if fact.get("standing") == "strongest"], highest_first=True)
        self._weak = _by_rate([fact for fact in items if fact.get("standing") == "weakest"], highest_first=False)

    def strengths(self) -> dict[str, Any]:
        """What was met even where a conversation went badly: more than a rate tells."""
        found = [self._telling("met", fact, best_first=False) for fact in self._strong[:2]]
        texts = [text for text in found if text] or ["No line item stands out as strong in this period."]
        return {"texts": texts, "chips": self._chips("met", self._strong, best_first=True)}

    def development(self) -> dict[str, Any]:
        """What was missed even where a conversation went well."""
        found = [self._telling("missed", fact, best_first=True) for fact in self._weak[:2]]
        texts = [text for text in found if text] or ["No line item stands out as weak in this period."]
        return {"texts": texts, "chips": self._chips("missed", self._weak, best_first=False)}

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

    def examples(self) -> list[dict[str, Any]]:
        """One conversation for a strong line item and one for a weak one; the first of each stands on the first page
        already, so that others come before them."""
        found: list[dict[str, Any]] = []
        for side, facts in (("met", self._strong), ("missed", self._weak)):
            for fact in [*facts[1:], *facts[:1]]:
                example = self._example(side, fact, {each["quote"]["evidence"] for each in found})
                if example is not None:
                    found.append(example)
                    break
        return found or self._heard()

    def _example(self, side: str, fact: dict[str, Any], taken: set[str]) -> dict[str, Any] | None:
        """A conversation in which an answer to the line item rests on words that tell something."""
        for evaluation in sorted(self._evaluations, key=_score, reverse=side == "met"):
            if evaluation["id"] in taken or fact["id"] not in evaluation.get(side, []):
                continue
            for quote in evaluation.get("quotes", []):
                if quote.get("of") == fact["id"] and _tells(quote["turn"], quote["text"]):
                    return {
                        "text": f"{{{fact['id']}.name}} was {side} in {{{evaluation['id']}}}.",
                        "quote": {"evidence": evaluation["id"], "turn": quote["turn"], "text": quote["text"]},
                    }
        return None

    def _heard(self) -> list[dict[str, Any]]:
        """For want of answers that rest on words: a conversation to go through."""
        for evidence_id, lines in self._talks.items():
            line = _quotable(lines)
            if line is not None:
                quote = {"evidence": evidence_id, "turn": line.index, "text": line.text}
                worth = {"Read": "reading", "Listen to": "listening to"}.get(self._verb(evidence_id), "going through")
                return [{"text": f"{{{evidence_id}}} is worth {worth} together.", "quote": quote}]
        return []

    def talking_points(self, background: dict[str, list[str]]) -> list[str]:
        found = [
            f"{{{fact['id']}.name}}: how it was met in {{{self._shown('met', fact)}}}."
            for fact in self._strong[:1]
            if self._shown("met", fact)
        ]
        found += [
            f"{{{fact['id']}.name}}: what happened in {{{self._shown('missed', fact)}}}, where it was missed."
            for fact in self._weak[:1]
            if self._shown("missed", fact)
        ]
        if background.get("actions of the previous 1-to-1"):
            found.append("How the actions from last time went.")
        if background.get("feedback"):
            found.append("The feedback given in this period, and what came of it.")
        return found or ["What the conversations of this period were like."]

    def action_items(self) -> list[str]:
        found = [
            f"{self._go_through(self._shown('missed', fact))} together: {{{fact['id']}.name}}."
            for fact in self._weak[:1]
            if self._shown("missed", fact)
        ]
        return found or ["Go through a conversation together."]

    def _go_through(self, *places: str) -> str:
        """`Listen to {E1}`, or `Read {E1}` where it was written."""
        verbs = {self._verb(place) for place in places}
        verb = verbs.pop() if len(verbs) == 1 else "Go through"
        return f"{verb} {' and '.join(f'{{{place}}}' for place in places)}"

    def _verb(self, place: str) -> str:
        """A call is listened to, a chat or an e-mail read; of others nobody knows whether anybody recorded them."""
        channel = self._channels.get(place, "voice")
        return {"voice": "Listen to", "chat": "Read", "email": "Read"}.get(channel, "Go through")

    def questions(self) -> list[str]:
        found = [f"{{{fact['id']}.name}}: what helps you with it?" for fact in self._strong[:1]]
        found = found or ["What went better than expected in this period?"]
        found += [f"{{{fact['id']}.name}}: what gets in the way?" for fact in self._weak[:1]]
        return [*found, "Which conversation of this period would you like to go through together?"]

    def recommendations(self) -> list[dict[str, Any]]:
        return [self._recommendation(fact) for fact in self._weak[:2]]

    def _recommendation(self, fact: dict[str, Any]) -> dict[str, Any]:
        """What to try, and in which conversations it was missed: each is named once in all of them.

        Those that an earlier recommendation named come last, so that two don't send people to the same conversations.
        """
        name, chips = f"{{{fact['id']}.name}}", self._chips("missed", [fact], best_first=False, later=self._named)
        places = [chip["evidence"] for chip in chips]
        self._named.update(places)
        return {
            "area": name,
            "action": f"{self._go_through(*places)} together and try out what could be said there."
            if places
            else f"Practise {name} in the next conversations and review them together.",
            "rationale": f"{name} was missed there." if places else f"{name} is missed where it applies.",
            "line_item": fact["id"],
            "chips": chips,
        }

    def _telling(self, side: str, fact: dict[str, Any], *, best_first: bool) -> str:
        """That a line item was met in a conversation of a low score, or missed in one of a high one; else nothing."""
        scored = [each for each in self._evaluations if "score" in each]
        middle = sum(map(_score, scored)) / len(scored) if scored else 0.0
        for evaluation in sorted(scored, key=_score, reverse=best_first):
            telling = _score(evaluation) > middle if best_first else _score(evaluation) < middle
            if telling and fact["id"] in evaluation.get(side, []):
                place, score = f"{{{evaluation['id']}}}", f"{{{evaluation['id']}.score}}"
                return f"{{{fact['id']}.name}}: {side} even in {place}, which scored {score}."
        return ""

    def _shown(self, side: str, fact: dict[str, Any]) -> str:
        """The conversation in which a line item was met or missed, with the clearest score; empty without one."""
        chips = self._chips(side, [fact], best_first=side == "met")
        return chips[0]["evidence"] if chips else ""

    def _chips(
        self, side: str, facts: list[dict[str, Any]], *, best_first: bool, later: Collection[str] = ()
    ) -> list[dict[str, Any]]:
        """The evaluations that bear the line items out: on the side that is asked for, the clearest scores first.

        later: those that others come before.
        """
        wanted = {fact["id"]: fact for fact in facts}
        found: list[dict[str, Any]] = []
        heard: set[str] = set()
        for evaluation in sorted(self._evaluations, key=_score, reverse=best_first):
            hit = next((each for each in evaluation.get(side, []) if each in wanted), None)
            talk = evaluation.get("same_conversation_as", evaluation["id"])
            if hit and talk not in heard:
                heard.add(talk)
                found.append({"evidence": evaluation["id"], "note": f"{{{hit}.name}} was {side} here."})
        return sorted(found, key=lambda each: each["evidence"] in later)[:2]


def _percent(text: str) -> float:
    return float(text.removesuffix("%"))


def _score(evaluation: dict[str, Any]) -> float:
    return _percent(evaluation["score"]) if "score" in evaluation else 50.0


def _by_rate(facts: list[dict[str, Any]], *, highest_first: bool) -> list[dict[str, Any]]:
    """Ranked ones first; those without a value keep their place at the end."""
    ranked = sorted((f for f in facts if "value" in f), key=lambda f: _percent(f["value"]), reverse=highest_first)
    return [*ranked, *(fact for fact in facts if "value" not in fact)]


def _quotable(lines: list[Line]) -> Line | None:
    """A turn of the agent of a handy length, in plain words; one that only greets comes last."""
    found = [line for line in lines if line.speaker == "agent" and _is_handy(line.text)]
    return next((line for line in found if _tells(line.index, line.text)), found[0] if found else None)


def _is_handy(text: str) -> bool:
    fits = _LEAST_QUOTED <= len(text.split()) <= _MOST_QUOTED and len(text) <= _MOST_QUOTED_CHARACTERS
    return fits and not _NUMBERISH.search(text)


def _tells(turn: int, text: str) -> bool:
    """Whether words tell more than that somebody was greeted."""
    return turn >= _OPENING_TURNS and len(text.split()) >= _LEAST_TELLING and not _COURTESY.search(text)
