"""What is still open, found by when it is due, whatever else was agreed since (the coaching table).

| question | key or index | reads |
|---|---|---|
| somebody's open actions with a due date, the most overdue first | `TODO#<assignee>` / `<due date>#<action>` | page |
| those that somebody has set | GSI1 `SET#<creator>` / the same | the page |
| 1-to-1s that somebody leads, still to be completed | `TOHOLD#<facilitator>` / `<scheduled at>#<meeting>` | the page |
| 1-to-1s that somebody has to acknowledge | `TOCONFIRM#<participant>` / `<held at>#<meeting>` | the page |

The indexes of the things themselves are in order of when they were made, so that what was agreed long ago lies behind
all that came since. These rows hold no more than their keys. One is written in the transaction of its thing, and goes
in the one that settles it; where very many go at once they are left behind until due work has removed them, and so
whoever reads looks at the thing itself, and reads on past those of which there is none. What was last written before
there were such rows has none until it is written again.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from debrief.coaching.table_store import CoachingRow
from debrief.kernel.storage.tables import Index, query
from debrief.kernel.storage.transactions import Transaction

MOST_WALKED: Final = 500
"""Rows of keys that are read of a collection, those left behind among them."""


class Place(NamedTuple):
    """Where an open thing is found. set_by: by whom it was set, if that is a way to it too."""

    pk: str
    due: str
    id: str
    set_by: str | None = None

    @property
    def sk(self) -> str:
        """Its sort key."""
        return f"{self.due}#{self.id}"


class Due(NamedTuple):
    """An open thing that was found: its id, and whose it is."""

    id: str
    whose: str


def keep_place(transaction: Transaction, place: Place | None, before: Place | None = None) -> None:
    """Let an open thing be found at its place, and no more where it was before; None is of what isn't open.

    One or two of the transaction's writes, none of what isn't open and wasn't.
    """
    if before is not None and (place is None or (before.pk, before.sk) != (place.pk, place.sk)):
        transaction.discard(CoachingRow(PK=before.pk, SK=before.sk, kind="open"))
    if place is None:
        return
    actions = [CoachingRow.kind.set("open")]
    if place.set_by is not None:
        actions += [CoachingRow.GSI1PK.set(f"SET#{place.set_by}"), CoachingRow.GSI1SK.set(place.sk)]
    transaction.update(CoachingRow(PK=place.pk, SK=place.sk, kind="open"), actions)


def leave_places(transaction: Transaction, keys: Sequence[tuple[str, str]]) -> None:
    """Let nothing be found at these keys any more, whether it was or not: a write for each."""
    for pk, sk in keys:
        transaction.discard(CoachingRow(PK=pk, SK=sk, kind="open"))


class Walk:
    """What lies in a collection before a day or an instant, the earliest first, read page by page.

    cut: whether it ended because so many had been read, and not because there were no more.
    """

    def __init__(self, pk: str, before: str, *, page: int, most: int = MOST_WALKED, index: Index | None = None) -> None:
        self._pk, self._before, self._index = pk, before, index
        self._page, self._most = page, most
        self.cut = False

    def __iter__(self) -> Iterator[Due]:
        key = CoachingRow.GSI1SK if self._index else CoachingRow.SK
        start: dict[str, Any] | None = None
        read = 0
        while True:
            limit = min(self._page, self._most - read)
            page = query(CoachingRow, self._pk, index=self._index, sort=self._before > key, limit=limit, start=start)
            yield from map(_due, page.rows)
            read, start = read + limit, page.last_key
            if start is None:
                return
            if read >= self._most:
                self.cut = True
                return


def due_of(pk: str, before: str, most: int, *, newest_first: bool = False) -> tuple[list[Due], bool]:
    """What lies in a collection before a day or an instant, the earliest first unless told, and whether there is
    more."""
    page = query(CoachingRow, pk, sort=before > CoachingRow.SK, limit=most, newest_first=newest_first)
    return [_due(row) for row in page.rows], page.last_key is not None


def due_set_by(user_id: str, before: str, *, page: int, most: int) -> Walk:
    """The open actions that somebody has set which were due before a day."""
    return Walk(f"SET#{user_id}", before, page=page, most=most, index="GSI1")


def _due(row: CoachingRow) -> Due:
    return Due(row.SK.rpartition("#")[2], row.PK.partition("#")[2])
