"""Recall and precision by kind, with intervals."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from debrief.kernel.masking.finding import found_in
from debrief.kernel.masking.kinds import Found, Kind
from tools.pii.reading import Marked

_NOT_NAMES, _ALL = "all but names", "all"


class Rate(NamedTuple):
    """How many of how many. wrong: those that weren't, with what stands around them."""

    row: str
    right: int
    total: int
    wrong: tuple[str, ...]


class Rates(NamedTuple):
    """recall: by the names that marks are counted under. precision: by the kinds of masks, and of all of them."""

    recall: tuple[Rate, ...]
    precision: tuple[Rate, ...]


def rates_of(texts: Iterable[Marked], kinds: Sequence[Kind] = tuple(Kind)) -> Rates:
    """What of the marks is covered whole, by a mask of whatever kind, and which masks touch a mark.

    Letters and figures have to be covered; marks and blanks between needn't be.
    """
    recall: dict[str, list[tuple[bool, str]]] = {}
    precision: dict[str, list[tuple[bool, str]]] = {}
    for text in texts:
        masks = found_in(text.segments, kinds)
        for mark, row in text.personal:
            said = text.segments[mark.segment].text
            inside = [at for at in range(mark.start, mark.end) if said[at].isalnum()]
            covered = all(
                any(each.segment == mark.segment and each.start <= at < each.end for each in masks) for at in inside
            )
            if mark.kind in kinds:
                recall.setdefault(row, []).append((covered, _around(said, mark)))
        marked = [mark for mark, _ in text.personal] + list(text.other)
        for mask in masks:
            right = any(_touch(mask, each) for each in marked)
            shown = _around(text.segments[mask.segment].text, mask)
            # Names are masked only where an account asks for it: what holds without them is a row of its own.
            for row in (mask.kind.value, *(() if mask.kind is Kind.NAME else (_NOT_NAMES,)), _ALL):
                precision.setdefault(row, []).append((right, shown))
    return Rates(_rates(recall), _rates(precision))


def _touch(one: Found, other: Found) -> bool:
    return one.segment == other.segment and one.start < other.end and other.start < one.end


def _around(text: str, place: Found) -> str:
    before, after = text[max(0, place.start - 40) : place.start], text[place.end : place.end + 30]
    return f"{before}⟦{text[place.start : place.end]}⟧{after}".replace("\n", "⏎")


def _rates(found: dict[str, list[tuple[bool, str]]]) -> tuple[Rate, ...]:
    return tuple(
        Rate(row, sum(right for right, _ in each), len(each), tuple(text for right, text in each if not right))
        for row, each in sorted(found.items(), key=lambda one: (one[0] == _ALL, one[0] == _NOT_NAMES, one[0]))
    )
