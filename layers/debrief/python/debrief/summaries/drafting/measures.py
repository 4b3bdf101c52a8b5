"""What averages, metrics and scores may be called: none of them has a standing, so their value alone has to bear it out.

"A solid result" is an average from 60 % on, "mediocre" one below it; of a length or of how many come back nothing tells what
is good. A conversation is called exemplary or a failure only where its own score says so, and never the best of all.
"""

from collections.abc import Mapping
from typing import Final

from debrief.kernel.patterns import LatePattern
from debrief.summaries.drafting.naming import base_id
from debrief.summaries.drafting.sentence import Sentence, words_of
from debrief.summaries.facts.model import Evidence, Fact

_GOOD_FROM: Final = 60.0
_POOR_BELOW: Final = 50.0
_FINE_FROM: Final = 80.0
_BAD: Final = LatePattern(
    r"\b(?:mediocre|catastroph\w+|disastrous|disaster|dreadful|abysmal|terrible|awful|dismal|miserable|poor|bad|weak|worrying"
    r"|alarming|insufficient|unacceptable|inadequate|disappointing|meagre|sobering|shameful|embarrassing|laughable|a failure"
    r"|a flop|nothing to be proud of|leaves? (?:much|a lot|something) to be desired)\b"
)
_GOOD: Final = LatePattern(
    r"\b(?:excellent|outstanding|exceptional|superb|brilliant|stellar|exemplary|impressive|fantastic|great|strong|remarkable|to be"
    r" proud of|proud|perfect|flawless|first-class|convincing|splendid|a model|a triumph|a success|a showpiece|a masterpiece)\b"
)
_BEST: Final = LatePattern(
    r"\b(?:best|worst|highest|lowest|top|poorest)(?:-\w+)? (?:\w+ )?(?:call|chat|conversation|evaluation|interaction|score|e-mail|email"
    r"|contact)s?\b|\b(?:best|worst|highest|lowest) of (?:all|the|them)\b"
)


def is_measured_otherwise(sentence: Sentence, facts: Mapping[str, Fact], evidence: Mapping[str, Evidence]) -> bool:
    """Whether an average, a metric or a conversation is called what its value doesn't bear out."""
    if sentence.is_question or sentence.is_advice or not sentence.references:
        return False
    cited = {base_id(facts[each.id]) for each in sentence.references if each.is_fact and each.id in facts}
    others = {each.id for each in sentence.references if not each.is_fact}
    if others and not cited:
        return _is_scored_otherwise(sentence, [evidence[each] for each in others if each in evidence], evidence)
    if (
        len(cited) != 1
        or others
        or any(facts[each.id].kind == "change" for each in sentence.references if each.id in facts)
    ):
        return False
    fact = facts[next(iter(cited))]
    if fact.kind not in {"average", "metric"} or fact.value is None:
        return False
    good, bad = _called(sentence)
    if fact.unit == "percent":
        return fact.name != _RETURNING and ((good and fact.value < _GOOD_FROM) or (bad and fact.value >= _GOOD_FROM))
    return fact.unit in {"points", "sentiment"} and ((good and fact.value < 0) or (bad and fact.value > 0))


_RETURNING: Final = "Repeat Rate"


def _called(sentence: Sentence) -> tuple[bool, bool]:
    """Whether something is called good, and whether it is called bad."""
    if _DENIALS & set(sentence.words):
        return False, False
    return _GOOD.search(sentence.bare) is not None, _BAD.search(sentence.bare) is not None


_DENIALS: Final = words_of("no not never isn't aren't wasn't neither nor without hardly less")


def _is_scored_otherwise(sentence: Sentence, cited: list[Evidence], evidence: Mapping[str, Evidence]) -> bool:
    best = _BEST.search(sentence.bare)
    if best is not None and "one" not in sentence.words:
        return not _is_the_first(sentence, best[0], cited, evidence)
    if len(cited) != 1 or not any(each.part == "score" for each in sentence.references):
        return False
    score = _number(cited[0].score)
    good, bad = _called(sentence)
    return score is not None and ((good and score < _POOR_BELOW) or (bad and score >= _FINE_FROM))


def _is_the_first(sentence: Sentence, said: str, cited: list[Evidence], evidence: Mapping[str, Evidence]) -> bool:
    """Whether the score that is cited is the highest, or the lowest, of those that are shown."""
    if len(cited) != 1 or not any(each.part == "score" for each in sentence.references) or said.endswith("all"):
        return False
    scores = [score for each in evidence.values() if (score := _number(each.score)) is not None]
    own = _number(cited[0].score)
    return own is not None and own == (min if said.startswith(("worst", "lowest", "poorest")) else max)(scores)


def _number(score: str | None) -> float | None:
    text = (score or "").rstrip("% ")
    return float(text) if text.replace(".", "", 1).isdigit() else None
