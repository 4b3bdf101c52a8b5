"""Drafts answers to the questions of a scorecard by rule.

The rules know some behaviours that scorecards ask for everywhere (greeting, verification, empathy, closing, …) by the
words of the question and by the words that show them. Any other question is answered by the words that it shares with
what was said, with a low confidence. Every quote is a part of a turn, so it can be found again.

What made a question applicable comes first. Most behaviours are called for by what the customer came for, some only by
their trouble, or by something that happens (a hold), and a question that names a condition ("if the customer asks …")
by what the customer says of it. Where nothing of the kind was said there is no opportunity.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from local.offline import Unanswerable

_FENCE = r"<{0}>\n(.*?)\n</{0}>"
_LEAST_QUOTED_WORDS, _MOST_QUOTED_WORDS = 3, 25
_MOST_QUOTED_CHARACTERS = 300
_FIRST, _LAST = "first", "last"


@dataclass(frozen=True)
class Behaviour:
    """Something that scorecards ask for.

    asked: how questions name it. shown: how it sounds.
    where: only in the agent's first or last turns; empty is anywhere.
    arises: how it sounds when something calls for it; None where whatever the customer came for does.
    """

    asked: re.Pattern[str]
    shown: re.Pattern[str]
    where: str = ""
    arises: re.Pattern[str] | None = None


@dataclass(frozen=True)
class Turn:
    """A turn of the transcript, with the speaker's own words only."""

    speaker: str
    text: str


@dataclass(frozen=True)
class Finding:
    """How far a behaviour was shown, 0 to 1, with the words and how sure that is."""

    strength: float
    quote: str | None
    confidence: float
    rationale: str


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(phrases) + r")", re.IGNORECASE)


_TROUBLE = _any(
    "annoy",
    "upset",
    "frustrat",
    "angry",
    "disappoint",
    "worried",
    "problem",
    "issue",
    "wrong",
    "broke",
    "broken",
    "damaged",
    "missing",
    "lost",
    "late\\b",
    "delay",
    "complain",
    "terrible",
    "ridiculous",
    "unacceptable",
    "charged",
    "overcharged",
    "nobody",
    "never",
    "still\\b",
    "again\\b",
    "waiting",
    "waited",
    "fail",
    "sorry",
    "unfortunately",
    "error",
    "stuck",
    "no help",
    "(?:is|was|are|were|has|have|had|does|did|do|could|can|would|wo)(?:n't| not)",
    "cannot",
    "doesn't",
    "stopped",
    "cancelled",
    "been off",
)
"""How trouble sounds, of the customer's."""

BEHAVIOURS = (
    Behaviour(
        _any("greet", "open(?:ing|s|ed)? the (?:call|chat|conversation)", "welcom", "introduc"),
        _any(
            "hello",
            "hi\\b",
            "good (?:morning|afternoon|evening|day)",
            "thank you for (?:calling|contacting)",
            "welcome",
        ),
        _FIRST,
    ),
    Behaviour(
        _any("verif", "identity", "authenticat", "security (?:question|check)"),
        _any(
            "verify",
            "confirm your",
            "your (?:full )?name",
            "date of birth",
            "account number",
            "phone number",
            "post ?code",
            "zip code",
            "security question",
            "last four",
        ),
    ),
    Behaviour(
        _any("empath", "understanding for", "compassion", "acknowledg"),
        _any(
            "i(?:'m| am) (?:so |very |really )?sorry",
            "i (?:completely |totally |fully )?understand",
            "i can imagine",
            "apologi[sz]e",
            "must be (?:frustrating|difficult|hard)",
            "i hear you",
        ),
        arises=_TROUBLE,
    ),
    Behaviour(
        _any("apolog"),
        _any("sorry", "apolog", "my apologies"),
        arises=_TROUBLE,
    ),
    Behaviour(
        _any("hold"),
        _any(
            "place you on (?:a )?(?:brief |short )?hold",
            "put you on hold",
            "hold for (?:a|one)",
            "bear with me",
            "one moment",
            "thank you for holding",
            "thanks for holding",
        ),
        arises=_any("hold\\b", "holding", "bear with me", "one moment", "wait a", "just a (?:moment|minute|second)"),
    ),
    Behaviour(
        _any(
            "next step", "set expectation", "expectations", "time ?frame", "follow.?up", "what (?:will )?happens? next"
        ),
        _any(
            "you(?:'ll| will) (?:receive|get|hear)",
            "i(?:'ll| will) (?:send|call|arrange|book|process|escalate|follow)",
            "next step",
            "within (?:the next )?\\w+ (?:hours|days|minutes)",
            "business days",
            "follow up",
        ),
    ),
    Behaviour(
        _any("summari[sz]", "recap"),
        _any("to summari[sz]e", "to recap", "just to confirm", "so (?:we|i) have", "let me (?:recap|summari[sz]e)"),
    ),
    Behaviour(
        _any(
            "anything else",
            "further (?:help|assistance)",
            "additional (?:help|assistance|needs)",
            "offer(?:s|ed)? more",
        ),
        _any("anything else", "something else i can", "further (?:questions|assistance|help)", "other questions"),
    ),
    Behaviour(
        _any("clos(?:e|es|ed|ing)", "farewell", "goodbye", "thank(?:s|ed|ing)? the customer"),
        _any("thank you", "thanks for", "have a (?:great|good|nice|lovely|wonderful)", "goodbye", "bye", "take care"),
        _LAST,
    ),
    Behaviour(
        _any("record(?:ed|ing)", "disclos", "disclaimer"),
        _any(
            "(?:call|line|conversation)s? (?:is|are|may be|will be|might be) (?:being )?(?:recorded|monitored)",
            "recorded line",
        ),
    ),
    Behaviour(
        _any(
            "prob(?:e|es|ed|ing)",
            "clarif",
            "open questions",
            "root cause",
            "needs? analysis",
            "ask(?:s|ed)? (?:the right )?questions",
        ),
        _any(
            "could you (?:tell|describe|explain)",
            "can you (?:tell|describe|explain)",
            "what (?:exactly|happened|seems|brings)",
            "when did",
            "which \\w+",
            "have you (?:tried|checked)",
            "how (?:long|often|many)",
            "may i (?:ask|know)",
        ),
    ),
    Behaviour(
        _any("listen"),
        _any(
            "i (?:see|understand|hear)",
            "got it",
            "so you",
            "you(?:'re| are) saying",
            "if i understand",
            "as you (?:said|mentioned)",
        ),
    ),
    Behaviour(
        _any("resol", "solution", "solve", "fix(?:es|ed)?\\b"),
        _any(
            "(?:i(?:'ve| have)|that(?:'s| is)|it(?:'s| is)|we(?:'ve| have)) (?:now |been |just )?"
            "(?:fixed|resolved|updated|sorted|processed|booked|scheduled|arranged|confirmed|refunded|cancelled|"
            "canceled)",
            "should (?:now )?work",
            "all set",
            "taken care of",
        ),
    ),
    Behaviour(
        _any("polite", "courte", "professional", "respectful", "friendly"),
        _any(
            "please",
            "thank you",
            "you(?:'re| are) welcome",
            "my pleasure",
            "certainly",
            "of course",
            "happy to help",
            "sir\\b",
            "ma'am",
        ),
    ),
    Behaviour(
        _any("ownership", "willing(?:ness)? to help", "take(?:s|n)? responsibility"),
        _any(
            "i(?:'ll| will) (?:take care|look into|help|make sure|check)",
            "let me (?:check|help|see|look)",
            "happy to help",
            "i can help",
        ),
    ),
)
UNWANTED: re.Pattern[str] = _any(
    "rude", "interrupt", "profan", "swear", "argu", "blam", "talk(?:s|ed)? over", "sarcas", "unprofessional", "jargon"
)
CONDITION = re.compile(
    r"\b(?:if|when(?:ever)?|where|in case|should) (?:the )?(?:customer|caller|client|they|there|it|a|an)\b([^.?!;]*)",
    re.IGNORECASE,
)
"""A condition that a question names, in its text, its description or its context."""
_AVOIDS = _any("avoid", "refrain", "without", "free (?:of|from)", "never", "no ")
UNWANTED_SHOWN = _any(
    "shut up", "stupid", "idiot", "damn", "your (?:own )?fault", "calm down", "not my problem", "ridiculous"
)
_STOP = frozenset(
    "the a an and or of to in on for with at by is was were did does do has have had be been agent customer caller "
    "they their it its this that as from during any all not if when how what which who will would should can could "
    "call conversation appropriate appropriately correct correctly clear clearly proper properly".split()
)


def draft(system: str, prompt: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The answers to the questions in the prompt. Raises Unanswerable if they or the transcript are missing."""
    questions = json.loads(_between(prompt, "questions"))
    turns = [
        Turn(line["speaker"], line["text"]) for line in map(json.loads, _between(prompt, "transcript").split("\n"))
    ]
    return {question["key"]: _answer(question, turns) for question in questions}


def _between(prompt: str, label: str) -> str:
    found = re.search(_FENCE.format(label), prompt, re.DOTALL)
    if not found:
        raise Unanswerable(f"The prompt has no part marked {label!r}")
    return found[1]


def _answer(question: dict[str, Any], turns: Sequence[Turn]) -> dict[str, Any]:
    opportunity = _opportunity(question, turns)
    finding = _finding(question, [turn for turn in turns if turn.speaker == "agent"])
    options = [option for option in question["options"] if option["option"] != "not_applicable"]
    if opportunity is None and not question.get("applies_to_every_conversation"):
        offered = len(options) < len(question["options"])
        return {
            "opportunity": None,
            "option": "not_applicable" if offered else str(options[-1]["option"]),
            "quote": None,
            "rationale": "Nothing that was said calls for it",
            "confidence": 0.5,
        }
    option, sure = _chosen(question["kind"], options, finding)
    return {
        "opportunity": opportunity,
        "option": option,
        "quote": finding.quote,
        "rationale": finding.rationale,
        "confidence": round(min(finding.confidence, sure), 2),
    }


def _opportunity(question: dict[str, Any], turns: Sequence[Turn]) -> str | None:
    """What made the question applicable, as far as rules can tell."""
    others = [turn for turn in turns if turn.speaker != "agent"]
    known = [each for each in BEHAVIOURS if each.asked.search(question["question"])]
    if known and all(each.arises for each in known):
        # A hold is announced by the agent; trouble is the customer's.
        found = (_first_match(each.arises, others) for each in known if each.arises)
        called = (_first_match(each.shown, turns) for each in known if each.arises is not _TROUBLE)
        return next((each for each in (*found, *called) if each), None)
    told = " ".join(str(question.get(name, "")) for name in ("question", "description", "context"))
    conditions = [stems(said) for said in CONDITION.findall(told)]
    if not known and any(conditions):
        wanted = {stem for each in conditions for stem in each}
        fitting = [turn.text for turn in others if wanted & stems(turn.text)]
        return _sentence(fitting[0], 0) if fitting else None
    first = [turn.text for turn in (*others, *turns) if turn.text.strip()]
    said = [text for text in first if len(text.split()) >= _LEAST_QUOTED_WORDS]
    return next((_sentence(text, 0) for text in (*said, *first)), None)


def _finding(question: dict[str, Any], agent: Sequence[Turn]) -> Finding:
    wording = question["question"]
    if UNWANTED.search(wording):
        return _unwanted(wording, agent)
    known = [each for each in BEHAVIOURS if each.asked.search(wording)]
    if known:
        hits = [(each, quote) for each in known if (quote := _shown(each, agent))]
        if hits:
            share = len(hits) / len(known)
            return Finding(share, hits[0][1], 0.7 if share == 1 else 0.5, "The agent said words that show it")
        return Finding(0.0, None, 0.55, "None of the usual words for it were found")
    return _by_shared_words(question, agent)


def _unwanted(wording: str, agent: Sequence[Turn]) -> Finding:
    """Questions after what shouldn't happen: `avoided interrupting` wants a yes, `was rude` a no."""
    quote = _first_match(UNWANTED_SHOWN, agent)
    good = quote is None
    strength = float(good if _AVOIDS.search(wording) else not good)
    said = "Nothing of the kind was found in what was said" if good else "The agent said words of that kind"
    return Finding(strength, quote, 0.4 if good else 0.6, said)


def _shown(behaviour: Behaviour, agent: Sequence[Turn]) -> str | None:
    turns = agent
    if behaviour.where == _FIRST:
        turns = agent[:3]
    elif behaviour.where == _LAST:
        turns = agent[-3:]
    return _first_match(behaviour.shown, turns)


def _first_match(pattern: re.Pattern[str], turns: Iterable[Turn]) -> str | None:
    found = [_sentence(turn.text, match.start()) for turn in turns if (match := pattern.search(turn.text))]
    # A word or two show little: who has said more is quoted with that.
    return next((each for each in found if len(each.split()) >= _LEAST_QUOTED_WORDS), found[0] if found else None)


def _sentence(text: str, at: int) -> str:
    """The sentence around a place, cut to what a quote may hold and beginning no later than the place."""
    start = max((match.end() for match in re.finditer(r"[.!?]\s+", text[:at])), default=0)
    end = re.search(r"[.!?](?:\s|$)", text[at:])
    sentence = text[start : at + end.end() if end else len(text)].strip()
    if len(sentence.split()) < _LEAST_QUOTED_WORDS:
        # "Hello." is quoted with what follows it, and "That's sorted." with what stands before.
        sentence = text[start:].strip() if len(text[start:].split()) >= _LEAST_QUOTED_WORDS else text.strip()
    if len(sentence.split()) > _MOST_QUOTED_WORDS:
        sentence = text[at : at + end.end() if end else len(text)].strip()
    # Cut between words, so that the blanks of the turn stay as they are.
    words = list(re.finditer(r"\S+", sentence))[:_MOST_QUOTED_WORDS]
    ends = [word.end() for word in words if word.end() <= _MOST_QUOTED_CHARACTERS]
    return sentence[: ends[-1]] if ends else sentence[:_MOST_QUOTED_CHARACTERS]


def _by_shared_words(question: dict[str, Any], agent: Sequence[Turn]) -> Finding:
    asked = stems(" ".join(question.get(name, "") for name in ("question", "description", "what_good_looks_like")))
    best: tuple[float, str | None] = (0.0, None)
    for turn in agent:
        shared = len(asked & stems(turn.text)) / max(1, min(len(asked), 6))
        if shared > best[0]:
            first = next((m.start() for m in re.finditer(r"\w+", turn.text) if _stem(m[0]) in asked), 0)
            best = (min(1.0, shared), _sentence(turn.text, first))
    strength, quote = best
    if strength < 0.34:
        return Finding(0.0, None, 0.2, "Hardly a word of the question was said; a person should look at this")
    return Finding(strength, quote, 0.3, "Words of the question were said; a person should look at this")


def stems(text: str) -> set[str]:
    """The words of a text that tell something, without their endings."""
    return {_stem(word) for word in re.findall(r"\w{3,}", text) if word.casefold() not in _STOP}


def _stem(word: str) -> str:
    return re.sub(r"(?:ing|ed|es|s|ly)$", "", word.casefold())


def _chosen(kind: str, options: Sequence[dict[str, Any]], finding: Finding) -> tuple[str, float]:
    """The option for a finding, and how sure a choice of this kind can be at most."""
    if kind == "yes_no":
        return ("yes" if finding.strength >= 0.5 else "no"), 1.0
    if kind == "rating_scale":
        scale = sorted(options, key=lambda option: float(option.get("place_on_scale", 0)))
        # The words show that it was done, not how well, so the top of a longer scale is left to people.
        top = len(scale) - (2 if len(scale) > 3 else 1)
        return str(scale[round(finding.strength * top)]["option"]), 0.5
    said = stems(finding.quote or "")
    ranked = sorted(options, key=lambda option: -len(stems(option["label"]) & said))
    if stems(ranked[0]["label"]) & said:
        return str(ranked[0]["option"]), 0.4
    # Scorecards list options from best to worst more often than not.
    return str(options[0 if finding.strength >= 0.5 else -1]["option"]), 0.25
