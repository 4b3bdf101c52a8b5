"""Indicators: phrase rules that say whether something was said, or wasn't (I2)."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import Final, Self

from pydantic import Field, field_validator, model_validator

from debrief.interactions.conversations.model import Speaker, Turn
from debrief.interactions.formats.values import Json, milliseconds, record, records, speaker_of, text
from debrief.kernel.errors import Malformed
from debrief.kernel.ids import derived_id
from debrief.kernel.model import Entity

MOST_PHRASES: Final = 500
"""Phrases of one indicator; a vendor's rule with alternatives at several places multiplies."""


class Indicator(Entity):
    """A rule over the words of a conversation.

    any_of: phrases, one of which is enough. Case, punctuation and white space make no difference and words are whole
        words; `frustrat*` stands for any word that begins so, `~3` for at most three words in between.
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

    @field_validator("any_of")
    @classmethod
    def _phrases_say_something(cls, phrases: tuple[str, ...]) -> tuple[str, ...]:
        for phrase in phrases:
            if _pattern(phrase) is None:
                raise ValueError(f'the phrase "{phrase}" has no word')
        return phrases

    @model_validator(mode="after")
    def _one_window(self) -> Self:
        if self.first_ms is not None and self.last_ms is not None:
            raise ValueError("a rule looks at the beginning or at the end, not at both")
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


def _normal(words: str) -> str:
    plain = unicodedata.normalize("NFKC", words).casefold().replace("’", "'").replace("‘", "'")
    return plain.replace("'", "")


@lru_cache(maxsize=4096)
def _pattern(phrase: str) -> re.Pattern[str] | None:
    """The phrase as an expression over normalised text; None where it has no word."""
    built: list[str] = []
    between = r"[\W_]+"
    for token in _normal(phrase).split():
        if re.fullmatch(r"~\d{1,2}", token):
            between = rf"[\W_]+(?:\w+[\W_]+){{0,{int(token[1:])}}}"
            continue
        for word in re.findall(r"\w+\*?", token):
            stem = re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "")
            built.append(between + stem if built else stem)
            between = r"[\W_]+"
    return re.compile(rf"(?<!\w){''.join(built)}(?!\w)") if built else None


def hits_of(indicators: Sequence[Indicator], turns: Sequence[Turn]) -> tuple[IndicatorHit, ...]:
    """The rules that hold, each with the first turn at which it does (none for an absence).

    An absence needs a conversation to be absent from: without any turn of that speaker it doesn't hold.
    """
    plain = [_normal(turn.text) for turn in turns]
    end = max((turn.end_ms or turn.start_ms or 0 for turn in turns), default=0)
    found = (_hit(indicator, turns, plain, end) for indicator in indicators)
    return tuple(hit for hit in found if hit is not None)


def _hit(indicator: Indicator, turns: Sequence[Turn], plain: Sequence[str], end: int) -> IndicatorHit | None:
    looked_at = False
    for turn, words in zip(turns, plain, strict=True):
        if indicator.speaker not in (None, turn.speaker) or not _within(indicator, turn, end):
            continue
        looked_at = True
        for phrase in indicator.any_of:
            pattern = _pattern(phrase)
            match = pattern.search(words) if pattern is not None else None
            if match is None:
                continue
            if indicator.absence:
                return None
            return IndicatorHit(
                indicator_id=indicator.id,
                name=indicator.name,
                turn_index=turn.index,
                start_ms=turn.start_ms,
                phrase=phrase,
                text=match[0],
            )
    if indicator.absence and looked_at:
        return IndicatorHit(indicator_id=indicator.id, name=indicator.name)
    return None


def _within(indicator: Indicator, turn: Turn, end: int) -> bool:
    if indicator.first_ms is None and indicator.last_ms is None:
        return True
    if turn.start_ms is None:
        return False
    if indicator.first_ms is not None:
        return turn.start_ms < indicator.first_ms
    return turn.start_ms >= end - (indicator.last_ms or 0)


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
    return [phrase for phrase in found if _pattern(phrase) is not None]


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
