"""The one evaluator of conditions. It answers with a reason for every part, in words for people."""

from typing import TypeVar

from debrief.kernel.conditions.fields import FieldOf, Fields
from debrief.kernel.conditions.model import (
    AllOf,
    AnyOf,
    Condition,
    IsAbsent,
    IsIn,
    IsPresent,
    NotIn,
    NotSaid,
    Said,
    Within,
)
from debrief.kernel.conditions.phrases import Found, Searched, WordIndex, search
from debrief.kernel.model import Entity

S = TypeVar("S")

MOST_NAMED = 5
"""Values that a sentence names; of more it says how many."""


class Place(Entity):
    """Where something was said: the utterance, its time, the phrase of the condition, and the words found."""

    turn: int
    start_ms: int | None
    phrase: str
    words: str


class Explained(Entity):
    """What became of a condition, or of a part of it.

    holds: whether it does. sentence: why, true of the subject as it was. parts: of a group, each explained; all of
    them, so that one sees how far a condition is from holding. said: where the words stand, of a test of words.
    """

    holds: bool
    sentence: str
    parts: tuple["Explained", ...] = ()
    said: Place | None = None


def evaluate(condition: Condition, subject: S, fields: Fields[S], index: WordIndex | None = None) -> Explained:
    """Whether `condition` holds for `subject`, and why.

    index: of what was said, where several conditions are asked of the same conversation; it is indexed once for all.

    Raises:
        KeyError: it names a field that isn't there; `fields.mistakes` finds such before they are stored.
    """
    index = WordIndex() if index is None else index
    if isinstance(condition, AllOf | AnyOf):
        return _group(condition, tuple(evaluate(part, subject, fields, index) for part in condition.of))
    field = fields[condition.field]
    if isinstance(condition, NotSaid):
        return _not_said(condition, _searched(condition, subject, field, index))
    if isinstance(condition, Said):
        return _said(condition, _searched(condition, subject, field, index))
    if isinstance(condition, Within):
        return _within(condition, field, field.number(subject))
    if isinstance(condition, IsIn | NotIn):
        return _listed(condition, field, tuple(field.texts(subject)))
    return _known(condition, subject, field)


def _group(condition: AllOf | AnyOf, parts: tuple[Explained, ...]) -> Explained:
    holding = sum(part.holds for part in parts)
    if not parts:
        sentence = "nothing is asked" if isinstance(condition, AllOf) else "there is nothing that could hold"
    else:
        sentence = f"{holding} of {len(parts)} hold, {'all have to' if isinstance(condition, AllOf) else 'one has to'}"
    holds = holding == len(parts) if isinstance(condition, AllOf) else holding > 0
    return Explained(holds=holds, sentence=sentence, parts=parts)


def _listed(condition: IsIn | NotIn, field: FieldOf[S], values: tuple[str, ...]) -> Explained:
    common = [value for value in values if value in condition.values]
    holds = bool(common) is isinstance(condition, IsIn)
    if not values:
        return Explained(holds=holds, sentence=f"the {field.label} isn't known")
    if common:
        return Explained(holds=holds, sentence=f"the {field.label} is {_named(common)}, which is listed")
    return Explained(holds=holds, sentence=f"the {field.label} is {_named(values)}, not {_named(condition.values)}")


def _within(condition: Within, field: FieldOf[S], value: float | None) -> Explained:
    if value is None:
        return Explained(holds=False, sentence=f"the {field.label} isn't known")
    low, high, unit = condition.at_least, condition.at_most, f" {field.unit}" if field.unit else ""
    shown = f"the {field.label} is {_plain(value)}{unit}"
    if low is not None and value < low:
        return Explained(holds=False, sentence=f"{shown}, below {_plain(low)}{unit}")
    if high is not None and value > high:
        return Explained(holds=False, sentence=f"{shown}, above {_plain(high)}{unit}")
    return Explained(holds=True, sentence=f"{shown}, within the bounds")


def _known(condition: IsAbsent | IsPresent, subject: S, field: FieldOf[S]) -> Explained:
    number, texts = field.number(subject), tuple(field.texts(subject))
    known = number is not None if field.kind == "number" else bool(texts)
    holds = known is isinstance(condition, IsPresent)
    if not known:
        return Explained(holds=holds, sentence=f"the {field.label} isn't known")
    shown = _plain(number) if number is not None else _named(texts)
    return Explained(holds=holds, sentence=f"the {field.label} is {shown}")


def _searched(condition: Said, subject: S, field: FieldOf[S], index: WordIndex) -> Searched:
    return search(
        field.words(subject),
        condition.any_of,
        by=condition.by,
        first_ms=condition.first_ms,
        last_ms=condition.last_ms,
        index=index,
    )


def _said(condition: Said, searched: Searched) -> Explained:
    if searched.found is None:
        return Explained(holds=False, sentence=_missing(condition, searched))
    return Explained(holds=True, sentence=_there(searched.found), said=_place(searched.found))


def _not_said(condition: NotSaid, searched: Searched) -> Explained:
    if searched.found is not None:
        return Explained(holds=False, sentence=_there(searched.found), said=_place(searched.found))
    return Explained(holds=searched.among_any, sentence=_missing(condition, searched))


def _there(found: Found) -> str:
    return f'"{found.phrase}" was said'


def _missing(condition: Said, searched: Searched) -> str:
    who = f"the {condition.by}" if condition.by else "anybody"
    if not searched.among_any:
        return f"there are no words of {who} to look at"
    phrases = _named([f'"{phrase}"' for phrase in condition.any_of])
    return f"none of {phrases} was said by {who}"


def _place(found: Found) -> Place:
    return Place(turn=found.turn, start_ms=found.start_ms, phrase=found.phrase, words=found.words)


def _named(values: tuple[str, ...] | list[str]) -> str:
    named = ", ".join(values[:MOST_NAMED])
    return named if len(values) <= MOST_NAMED else f"{named} and {len(values) - MOST_NAMED} more"


def _plain(value: float) -> str:
    """The number with all its digits: one that was rounded might seem to lie on the other side of a bound."""
    return repr(float(value)).removesuffix(".0")
