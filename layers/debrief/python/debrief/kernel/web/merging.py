"""Pages merged out of several ordered sources, which are read only as far as the page needs."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

MOST_EXAMINED = 500
"""Items that one page looks at, at most: a filter that hardly anything passes gives short pages, never a long wait."""

T = TypeVar("T")
Placed = tuple[str, T]
"""An item with its place: the sort key that all sources of a page share."""


def chunk_of(limit: int, sources: int) -> int:
    """How many items to read of each of so many sources at a time, for a page of `limit` and one more.

    Twice a source's even share: some have more of a page than others, and few have to be read on.
    """
    return min(limit, max(4, 2 * limit // max(1, sources))) + 1


class Found(NamedTuple, Generic[T]):
    """The items of a page, and the place of the last one looked at; no place at the end of the list."""

    items: list[T]
    last: str | None


def looked_at_together(
    source: Iterator[Placed[T]], many: int, look: Callable[[list[T]], object]
) -> Iterator[Placed[T]]:
    """The source; so many of it at a time are looked at before the first of them is given."""
    while some := list(islice(source, many)):
        look([value for _, value in some])
        yield from some


def page_of(
    sources: Iterable[Iterator[Placed[T]]],
    wanted: Callable[[T], bool],
    *,
    limit: int,
    newest_first: bool,
    after: str | None = None,
    examined: int | None = None,
) -> Found[T]:
    """A page out of sources that are each in order.

    after: the place where the page before ended; items at that place are passed over.
    examined: how many are looked at, at most; unless told `MOST_EXAMINED`.
    """
    merged = heapq.merge(*sources, key=lambda placed: placed[0], reverse=newest_first)
    left = (placed for placed in merged if placed[0] != after)
    items: list[T] = []
    last: str | None = None
    most = MOST_EXAMINED if examined is None else examined
    for number, (place, value) in enumerate(left):
        if len(items) == limit or number == most:
            return Found(items, last)
        last = place
        if wanted(value):
            items.append(value)
    return Found(items, None)
