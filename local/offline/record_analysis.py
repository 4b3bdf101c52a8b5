"""Drafts the analysis of a conversation by rule: word lists for feelings, cues for what came of it.

It reads what a real model reads: the context and the transcript between their marks. It understands nothing, and its
results are only as good as its word lists.
"""

import json
import re
from typing import Any

from local.offline.texts import Line, fenced, lines_of

_PLEASED = frozenset(
    """thanks thank great perfect wonderful excellent awesome appreciate helpful glad happy love lovely amazing
    fantastic nice good brilliant pleased cheers cool yay super sweet""".split()
)
_UPSET = frozenset(
    """angry upset terrible awful horrible worst frustrated frustrating ridiculous useless unacceptable disappointed
    annoyed annoying wrong never complaint hate bad problem broken waste stupid cancel refund still worse mistake
    unhappy late lost""".split()
)
_NEGATIONS = frozenset("not no never don't didn't isn't wasn't can't cannot won't".split())
_RESOLVED = re.compile(
    r"\b(all set|sorted|that's all|that is all|resolved|fixed|works now|working now|done for you|confirmed|booked|"
    r"perfect|great,? thank|thank(s| you) (so much|very much|for your help)|you've been (very )?helpful)\b",
    re.IGNORECASE,
)
_UNRESOLVED = re.compile(
    r"\b(still (not|doesn't|isn't|waiting)|call (you )?back|not (resolved|fixed|working)|unable to|can't help|"
    r"cannot help|escalate|never mind|forget it|speak to (a|your) (manager|supervisor))\b",
    re.IGNORECASE,
)
_REPEAT = re.compile(
    r"\b((second|third|fourth) time|called (before|already|yesterday|last week)|already (called|contacted|told|wrote)|"
    r"calling again|writing again|chatted (before|yesterday)|contacted you (before|already))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z']+")


def draft(system: str, prompt: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The input of `record_analysis`."""
    context = json.loads(fenced(prompt, "context"))
    lines = lines_of(fenced(prompt, "transcript"))
    customer = [line for line in lines if line.speaker == "customer"]
    agent = [line for line in lines if line.speaker == "agent"]
    parts = [customer[at * len(customer) // 4 : (at + 1) * len(customer) // 4] for at in range(4)]
    quarters = _filled([_feeling(part) for part in parts])
    resolved = _resolved(lines)
    answer: dict[str, Any] = {
        "summary": _summary(customer, agent, resolved),
        "customer_sentiment_quarters": quarters,
        "repeat_contact": any(_REPEAT.search(line.text) for line in customer),
        "inquiry": _inquiries(context.get("inquiries", []), lines),
        "topics": [],
    }
    if agent:
        answer["agent_sentiment"] = _filled([_feeling(agent)])[0]
    if context.get("channel") != "email" and customer:
        end = quarters[-1]
        satisfaction = min(5.0, max(1.0, round(3 + end * 0.4 + (0.6 if resolved else -0.6), 1)))
        answer["predicted_satisfaction"] = satisfaction
        answer["predicted_resolution"] = int(resolved)
        answer["xnps"] = min(10, max(0, round((satisfaction - 1) * 2.5)))
    return answer


def _feeling(lines: list[Line]) -> float | None:
    """Pleased words against upset ones, from -5 to 5; None where neither was said."""
    pleased = upset = 0
    for line in lines:
        words = _WORD.findall(line.text.lower())
        for at, word in enumerate(words):
            turned = bool(set(words[max(0, at - 2) : at]) & _NEGATIONS)
            pleased += (word in _PLEASED and not turned) or (word in _UPSET and turned)
            upset += (word in _UPSET and not turned) or (word in _PLEASED and turned)
    return round(5 * (pleased - upset) / (pleased + upset), 1) if pleased + upset else None


def _filled(scores: list[float | None]) -> list[float]:
    """A quarter in which nothing tells goes on as the one before; at the beginning people are neutral."""
    known = 0.0
    filled = []
    for score in scores:
        known = score if score is not None else round(known * 0.8, 1)
        filled.append(known)
    return filled


def _resolved(lines: list[Line]) -> bool:
    good = max((line.index for line in lines if _RESOLVED.search(line.text)), default=-1)
    bad = max((line.index for line in lines if _UNRESOLVED.search(line.text)), default=-1)
    return good > bad


def _inquiries(configured: list[str], lines: list[Line]) -> list[str]:
    said = " ".join(line.text.lower() for line in lines)
    words = {name: [w for w in _WORD.findall(name.lower().replace("_", " ")) if len(w) > 3] for name in configured}
    counted = {name: sum(said.count(word) for word in parts) for name, parts in words.items() if parts}
    best = max(counted, key=lambda name: counted[name], default=None)
    return [best] if best is not None and counted[best] else []


def _summary(customer: list[Line], agent: list[Line], resolved: bool) -> str:
    """Says what was asked, in the customer's own words, and how it seems to have ended."""
    opening = next((line.text for line in customer if len(line.text.split()) >= 4), "")
    asked = f'The customer began with: "{_short(opening)}"' if opening else "The customer said little."
    ending = "It seems to have been resolved." if resolved else "Nothing shows that it was resolved."
    if not agent:
        ending = "No agent answered."
    return f"{asked}. {ending}" if opening else f"{asked} {ending}"


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:25]).rstrip(".!?") + ("…" if len(words) > 25 else "")
