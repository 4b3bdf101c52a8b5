"""Which assignments are to be followed up, and of them those whose agents are asked for, in the order of their days.

Keys tell whose an assignment is, so that what is somebody else's is passed over without being read. Of up to
`MOST_MERGED` people each one's own keys are merged; of more the keys of everybody are gone along, at some 0.1 KB each.
"""

import heapq
from collections.abc import Callable, Iterator, Set
from datetime import date
from typing import Final, NamedTuple

from debrief.coaching.assignments.marks_service import MOST_MERGED
from debrief.coaching.assignments.model import Assignment
from debrief.coaching.assignments.store import AssignmentStore, FollowUp
from debrief.kernel.web.merging import MOST_EXAMINED, Placed, chunk_of, looked_at_together

MOST_KEYS: Final = 2_000
"""That one page goes along, where whose they are is known without a read and all of theirs are shown; else
`MOST_EXAMINED`.
"""

_KEYS_AT_ONCE: Final = 250


class Found(NamedTuple):
    """items: what is to be followed up, None for what isn't asked for. examined: how many of it a page looks at."""

    items: Iterator[Placed[Assignment | None]]
    examined: int


class FollowUps:
    """Reads follow-ups as far as they are asked for."""

    def __init__(self, store: AssignmentStore) -> None:
        self._store = store

    def of(
        self,
        first: date,
        last: date,
        among: Set[str] | None,
        seen: Callable[[Set[str]], Set[str]],
        *,
        after: str | None,
        limit: int,
        narrowed: bool,
    ) -> Found:
        """Those of these days, both included, from behind a place on, for a page of `limit`.

        among: whose alone are asked for; None where that is for `seen` to tell, which is asked about those who come up,
        so many at a time. narrowed: whether some of theirs are passed over, which only reading them tells.
        """
        together = _KEYS_AT_ONCE
        if among is not None and len(among) <= MOST_MERGED:
            together = limit + 1
            chunk = chunk_of(limit, len(among))
            sources = [
                self._store.follow_ups(first, last, agent_id=each, after=after, chunk=chunk) for each in sorted(among)
            ]
        else:
            sources = [self._store.follow_ups(first, last, after=after, chunk=_KEYS_AT_ONCE)]
        known: set[str] = set()
        asked: set[str] = set()

        def look(some: list[FollowUp]) -> None:
            new = {each.agent_id for each in some if among is None or each.agent_id in among} - asked
            asked.update(new)
            known.update(seen(new) if new else ())

        keys = looked_at_together(heapq.merge(*sources), together, look)
        examined = MOST_EXAMINED if among is None or narrowed else MOST_KEYS
        return Found(self._read(keys, known, limit + 1), examined)

    def _read(
        self, keys: Iterator[Placed[FollowUp]], wanted: Set[str], many: int
    ) -> Iterator[Placed[Assignment | None]]:
        """The assignments of those who are wanted, a batch of so many at a time."""
        gathered: list[Placed[FollowUp]] = []
        left = many
        for placed in keys:
            gathered.append(placed)
            left -= placed[1].agent_id in wanted
            if left == 0 or len(gathered) == _KEYS_AT_ONCE:
                yield from self._batch(gathered, wanted)
                gathered, left = [], many
        yield from self._batch(gathered, wanted)

    def _batch(self, some: list[Placed[FollowUp]], wanted: Set[str]) -> Iterator[Placed[Assignment | None]]:
        ids = [key.assignment_id for _, key in some if key.agent_id in wanted]
        found = {each.id: each for each in self._store.assignments(ids)} if ids else {}
        for place, key in some:
            assignment = found.get(key.assignment_id)
            # One that was moved to another day in this moment is found there.
            still = assignment is not None and place.startswith(assignment.follow_up.isoformat())
            yield place, assignment if still else None
