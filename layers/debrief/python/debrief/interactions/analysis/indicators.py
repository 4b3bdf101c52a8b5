"""Indicators: phrase rules that say whether something was said, or wasn't (I2)."""

import json
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Self

from pydantic import Field, model_validator

from debrief.interactions.conversations.conditions import WORDS, utterances
from debrief.interactions.conversations.model import Speaker, Turn
from debrief.interactions.formats.values import Json, milliseconds, record, records, speaker_of, text
from debrief.kernel.conditions.evaluation import Explained, evaluate
from debrief.kernel.conditions.model import MOST_PHRASES, NotSaid, Said
from debrief.kernel.conditions.phrases import has_words, is_blank
from debrief.kernel.errors import Malformed
from debrief.kernel.ids import derived_id
from debrief.kernel.model import Entity


class Indicator(Entity):
    """A rule over the words of a conversation: a condition of one test, with a name.

    any_of: phrases, one of which is enough; see `Said` for how they are written.
    speaker: whose words count; None for anybody's.
    absence: the rule holds when none of the phrases is said.
    first_ms, last_ms: only turns that begin within so many milliseconds of the beginning or the end count.
    """

    id: str
    name: str = Field(min_length=1)
    any_of: tuple[str, ...] = Field(min_length=1, max_length=MOST_PHRASES)
    speaker: Speaker | None = None
    absence: bool = False
    first_ms: int | None = Field(default=None, gt=0)
    last_ms: int | None = Field(default=None, gt=0)

    @property
    def condition(self) -> Said:
        """The rule as a condition over `WORDS`."""
        test = NotSaid if self.absence else Said
        by = self.speaker.value if self.speaker else None
        return test(field="words", any_of=self.any_of, by=by, first_ms=self.first_ms, last_ms=self.last_ms)

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        for phrase in self.any_of:
            # Underscores counted as a word once. Such a phrase is read, and found nowhere; written anew it is refused.
            if is_blank(phrase):
                raise ValueError(f'the phrase "{phrase}" has no word')
        if self.first_ms is not None and self.last_ms is not None:
            raise ValueError("looks at the beginning or at the end, not at both")
        return self


class IndicatorHit(Entity):
    """A rule that holds. Where a phrase was said: its turn, offset, the phrase of the rule and the words found."""

    indicator_id: str
    name: str
    turn_index: int | None = None
    start_ms: int | None = None
    phrase: str | None = None
    text: str | None = None


class ImportedRule(Entity):
    """What could be taken over of a vendor's rule, and a sentence for each part that couldn't."""

    name: str
    indicators: tuple[Indicator, ...]
    left_out: tuple[str, ...]


def hits_of(indicators: Sequence[Indicator], turns: Sequence[Turn]) -> tuple[IndicatorHit, ...]:
    """The rules that hold, each with the first turn at which it does (none for an absence).

    An absence needs a conversation to be absent from: without any turn of that speaker it doesn't hold.
    """
    said = utterances(turns)
    found = ((indicator, evaluate(indicator.condition, said, WORDS)) for indicator in indicators)
    return tuple(_hit(indicator, explained) for indicator, explained in found if explained.holds)


def _hit(indicator: Indicator, explained: Explained) -> IndicatorHit:
    place = explained.said
    if place is None:
        return IndicatorHit(indicator_id=indicator.id, name=indicator.name)
    return IndicatorHit(
        indicator_id=indicator.id,
        name=indicator.name,
        turn_index=place.turn,
        start_ms=place.start_ms,
        phrase=place.phrase,
        text=place.words,
    )


def from_contact_lens_rule(rule: Mapping[str, object]) -> ImportedRule:
    """An Amazon Connect rule as indicators, as far as it is about words.

    rule: the request of `create-rule`, with `Name` and `Function` (JSON text or an object). Conditions joined by OR are
    united where they look at the same speaker and time, else each is an indicator of its own. Left out, each with a
    sentence: conditions on sentiment, interruptions or silence, matches by meaning, exclusions by distance, and
    conditions that must all hold.

    Raises:
        Malformed: it isn't such a rule.
    """
    name = text(rule.get("Name"))
    function = rule.get("Function")
    if isinstance(function, str):
        try:
            function = json.loads(function)
        except ValueError as error:
            raise Malformed("The rule's function isn't JSON") from error
    root = record(function, "RuleFunction")
    if name is None or not root:
        raise Malformed("This isn't a Contact Lens rule: it needs a Name and a Function with a RuleFunction")
    left_out: list[str] = []
    united: dict[tuple[Speaker | None, bool, int | None, int | None], list[str]] = {}
    for condition in _conditions(root, left_out):
        phrases = _phrases(condition, left_out)
        if phrases:
            united.setdefault(_scope(condition), []).extend(phrases)
    indicators = []
    for (speaker, absence, first_ms, last_ms), phrases in united.items():
        kept = tuple(dict.fromkeys(phrases))
        if len(kept) > MOST_PHRASES:
            left_out.append(f"{len(kept) - MOST_PHRASES} phrases beyond the first {MOST_PHRASES} aren't taken over.")
        title = name if len(united) == 1 else f"{name} ({speaker.value if speaker else 'anybody'})"
        indicators.append(
            Indicator(
                id=derived_id("in", "contact_lens", name, str(speaker), str(absence), str(first_ms), str(last_ms)),
                name=title,
                any_of=kept[:MOST_PHRASES],
                speaker=speaker,
                absence=absence,
                first_ms=first_ms,
                last_ms=last_ms,
            )
        )
    return ImportedRule(name=name, indicators=tuple(indicators), left_out=tuple(left_out))


def _conditions(node: Json, left_out: list[str]) -> list[Json]:
    operator = node.get("Operator")
    if operator not in ("AND", "OR"):
        return [node]
    operands = records(node.get("Operands"))
    if operator == "AND" and len(operands) > 1:
        left_out.append("Conditions that must all hold together aren't taken over.")
        return []
    return [condition for operand in operands for condition in _conditions(operand, left_out)]


def _phrases(condition: Json, left_out: list[str]) -> list[str]:
    compared = str(condition.get("ComparisonValue", ""))
    if condition.get("Operator") != "CONTAINS_ANY" or not compared.endswith(".Transcript"):
        left_out.append(
            f"A condition on {compared.rpartition('ContactLens.')[2] or 'something else'} isn't taken over."
        )
        return []
    if "SemanticMatch" in compared:
        left_out.append("Phrases matched by their meaning aren't taken over; a model judges those.")
        return []
    found: list[str] = []
    operands = condition.get("Operands")
    for operand in operands if isinstance(operands, list) else []:
        if isinstance(operand, str):
            found.append(operand)
        elif (expanded := _expanded(records(operand))) is None:
            left_out.append("A pattern that excludes words by their distance isn't taken over.")
        else:
            found.extend(expanded)
    return [phrase for phrase in found if has_words(phrase)]


def _expanded(pattern: list[Json]) -> list[str] | None:
    """The phrases that a pattern of words, alternatives and distances stands for; None for one that excludes."""
    choices: list[list[str]] = []
    for element in pattern:
        kind, value = element.get("Type"), element.get("Value")
        if kind == "PLAIN" and isinstance(value, str):
            choices.append([value.strip()])
        elif kind == "LIST":
            choices.append([plain.strip() for one in records(value) if isinstance(plain := one.get("Value"), str)])
        elif kind == "PROXIMITY" and record(value).get("IsWithin") is True:
            choices.append([f"~{milliseconds(record(value).get('Distance')) or 0}"])
        else:
            return None
    return [" ".join(part for part in parts if part) for parts in product(*choices)] if choices else []


def _scope(condition: Json) -> tuple[Speaker | None, bool, int | None, int | None]:
    filters = records(record(condition, "FilterClause").get("Filters"))
    roles = {speaker_of(one.get("Data")) for one in filters if one.get("Type") == "ParticipantRole"}
    # A rule for both agent and customer is a rule for anybody: no turn is of both.
    speaker = next(iter(roles)) if len(roles) == 1 and Speaker.UNKNOWN not in roles else None
    period: Json = next(
        (record(one.get("Data")) for one in filters if str(one.get("Type")).endswith("PeriodSeconds")), {}
    )
    first, last = milliseconds(period.get("First"), 1000), milliseconds(period.get("Last"), 1000)
    return speaker, condition.get("Negate") is True, first, last
