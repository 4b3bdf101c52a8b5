"""The fields that a context registers for its conditions, and whether a condition fits them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from debrief.kernel.conditions.model import (
    LONGEST_VALUE,
    MOST_VALUES,
    AllOf,
    AnyOf,
    Condition,
    IsIn,
    NotIn,
    Said,
    Within,
)
from debrief.kernel.conditions.phrases import Utterance, has_words
from debrief.kernel.errors import FieldError

S = TypeVar("S")
Kind = Literal["choice", "choices", "number", "words"]
"""One value, several values, a number, or what was said."""

MOST_NODES = 100
"""Of a whole tree, groups and tests together."""

DEEPEST = 5
"""Groups within groups."""

_FITS: Mapping[str, frozenset[Kind]] = {
    "in": frozenset({"choice", "choices"}),
    "not_in": frozenset({"choice", "choices"}),
    "within": frozenset({"number"}),
    "absent": frozenset({"choice", "choices", "number"}),
    "present": frozenset({"choice", "choices", "number"}),
    "said": frozenset({"words"}),
    "not_said": frozenset({"words"}),
}


@dataclass(frozen=True)
class FieldOf(Generic[S]):
    """A field of subjects `S`.

    label: as it stands in a sentence, such as `queue`. unit: of a number, such as `ms`.
    choices: the only values there are; none where any may be named. The readers tell the field's value.
    """

    label: str
    kind: Kind
    unit: str = ""
    choices: tuple[str, ...] | None = None
    texts: Callable[[S], Sequence[str]] = lambda _: ()
    number: Callable[[S], float | None] = lambda _: None
    words: Callable[[S], Sequence[Utterance]] = lambda _: ()


Fields = Mapping[str, FieldOf[S]]


def choice(label: str, read: Callable[[S], str | None], choices: Sequence[str] | None = None) -> FieldOf[S]:
    """A field with one value, or none."""

    def texts(subject: S) -> Sequence[str]:
        value = read(subject)
        return () if value is None else (value,)

    return FieldOf(label, "choice", choices=tuple(choices) if choices is not None else None, texts=texts)


def choices(label: str, read: Callable[[S], Sequence[str]]) -> FieldOf[S]:
    """A field with any number of values."""
    return FieldOf(label, "choices", texts=read)


def number(label: str, read: Callable[[S], float | None], unit: str) -> FieldOf[S]:
    """A field with a number, or none."""
    return FieldOf(label, "number", unit=unit, number=read)


def words(label: str, read: Callable[[S], Sequence[Utterance]]) -> FieldOf[S]:
    """What was said."""
    return FieldOf(label, "words", words=read)


def mistakes(condition: Condition, fields: Fields[S], pointer: str = "") -> tuple[FieldError, ...]:
    """Everything that keeps `condition` from being asked of these fields, each with its place; empty when it fits.

    pointer: where the condition itself stands.
    """
    nodes = list(_nodes(condition, pointer, 1))
    if len(nodes) > MOST_NODES:
        return (FieldError(pointer=pointer or "/", message=f"has more than {MOST_NODES} parts"),)
    return tuple(each for node, place, depth in nodes for each in _mistakes(node, place, depth, fields))


def _nodes(condition: Condition, pointer: str, depth: int) -> Iterator[tuple[Condition, str, int]]:
    yield condition, pointer, depth
    if isinstance(condition, AllOf | AnyOf) and depth <= DEEPEST:
        for place, part in enumerate(condition.of):
            yield from _nodes(part, f"{pointer}/of/{place}", depth + 1)


def _mistakes(node: Condition, place: str, depth: int, fields: Fields[S]) -> Iterator[FieldError]:
    if isinstance(node, AllOf | AnyOf):
        if depth > DEEPEST:
            yield FieldError(pointer=place or "/", message=f"lies more than {DEEPEST} groups deep")
        return
    field = fields.get(node.field)
    if field is None:
        yield FieldError(pointer=f"{place}/field", message=f"there is no such field; there are {', '.join(fields)}")
        return
    if field.kind not in _FITS[node.kind]:
        yield FieldError(pointer=f"{place}/kind", message=f"can't be asked of the {field.label}")
        return
    if isinstance(node, IsIn | NotIn):
        yield from value_mistakes(node.values, f"{place}/values")
    if isinstance(node, IsIn | NotIn) and field.choices is not None:
        for at, value in enumerate(node.values):
            if value not in field.choices:
                yield FieldError(pointer=f"{place}/values/{at}", message=f"is none of {', '.join(field.choices)}")
    if isinstance(node, Within):
        if node.at_least is None and node.at_most is None:
            yield FieldError(pointer=place or "/", message="needs at_least or at_most")
        elif node.at_least is not None and node.at_most is not None and node.at_least > node.at_most:
            yield FieldError(pointer=f"{place}/at_most", message="lies below at_least")
    if isinstance(node, Said):
        yield from phrase_mistakes(node, place)


def value_mistakes(values: Sequence[str], place: str) -> Iterator[FieldError]:
    """What keeps a list of values from being written. place: of the list."""
    if len(values) > MOST_VALUES:
        yield FieldError(pointer=place, message=f"has more than {MOST_VALUES} values")
    for at, value in enumerate(values[:MOST_VALUES]):
        if not 0 < len(value) <= LONGEST_VALUE:
            message = f"is longer than {LONGEST_VALUE} characters" if value else "is empty"
            yield FieldError(pointer=f"{place}/{at}", message=message)


def phrase_mistakes(node: Said, place: str) -> Iterator[FieldError]:
    """What is wrong with the phrases and the times of a test of words."""
    for at, phrase in enumerate(node.any_of):
        if not has_words(phrase):
            yield FieldError(pointer=f"{place}/any_of/{at}", message=f'the phrase "{phrase}" has no word')
    if node.first_ms is not None and node.last_ms is not None:
        yield FieldError(pointer=f"{place}/last_ms", message="looks at the beginning or at the end, not at both")
