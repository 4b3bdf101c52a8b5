"""How many flags wait for somebody (S2.3)."""

from functools import cache

from debrief.kernel.auth import Caller
from debrief.kernel.web.merging import page_of
from debrief.people.access import Access
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.flags.model import FlagQueue, Waiting
from debrief.quality.flags.sight_access import may_see, together
from debrief.quality.flags.store import FlagStore


class FlagsWaiting:
    """Counts open flags, up to a bound."""

    def __init__(self, store: FlagStore, access: Access) -> None:
        self._store = store
        self._access = access
        self._blinds = BlindStore()

    def of(self, caller: Caller, most: int) -> Waiting:
        """How many of each queue the caller has, `most` at most."""
        sight = self._access.sight(caller)
        # Nobody's blind spots are read where no flag waits.
        blind = cache(lambda: self._blinds.spots(caller.user_id))

        def number(queue: FlagQueue) -> int:
            source = self._store.of_assignee(caller.user_id, queue, "open", before=None, chunk=most)
            found = page_of(
                [together(source, most, sight)],
                lambda each: bool(sight.of([each.about.agent_id])) and may_see(caller, each, blind()),
                limit=most,
                newest_first=True,
                examined=2 * most,
            )
            return len(found.items)

        return Waiting(compliance=number("compliance"), quality=number("quality"))
