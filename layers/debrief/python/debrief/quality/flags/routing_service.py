"""Whose flags are whose: given to whom the reporting line says, and looked at again when people change (S2.3)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeVar

from debrief.kernel.auth import Permission
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, Stale, Unavailable
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.store import schedule
from debrief.kernel.storage.transactions import Transaction
from debrief.people.access import Access
from debrief.people.lines import MOST_LEVELS
from debrief.people.store import PeopleStore, UserFilter
from debrief.quality.flags.course import TOLD_WITHIN, routed, woken
from debrief.quality.flags.deadlines import leader_changed, role_changed
from debrief.quality.flags.model import UNSETTLED, Flag, FlagQueue
from debrief.quality.flags.store import FlagStore
from debrief.quality.flags.telling_store import tell_no_more, tell_of
from debrief.quality.table_store import QualityRow

T = TypeVar("T")

_ATTEMPTS: Final = 8
_QUEUES: Final[tuple[FlagQueue, ...]] = ("compliance", "quality")
MOST_REROUTED: Final = 50
"""Flags that are looked at in one go once somebody was moved, or has left."""

_TOGETHER: Final = 50
"""People whose flags are to be looked at, in one transaction."""


class FlagRouting:
    """Gives flags to whom they belong, and lets those wait again that were snoozed."""

    def __init__(self, store: FlagStore, people: PeopleStore, access: Access, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._people = people
        self._access = access
        self._clock = clock
        self._ids = ids

    def person_changed(self, user_id: str) -> None:
        """Have the flags of somebody looked at who was moved, whose roles are others, or who left."""
        with Transaction(self._clock, self._ids) as tx:
            schedule(tx, QualityRow, leader_changed(user_id, self._clock.now()))

    def role_changed(self, role_id: str) -> None:
        """Have the flags looked at of all who have a role that lets them work with flags, or no longer does."""
        with Transaction(self._clock, self._ids) as tx:
            schedule(tx, QualityRow, role_changed(role_id, self._clock.now()))

    def holders_changed(self, role_id: str) -> None:
        """Have the flags of each of them looked at. Harmless to repeat."""
        from debrief.people.holders_reader import holders_page

        start: dict[str, Any] | None = None
        while True:
            found = holders_page(self._people, [role_id], UserFilter(), limit=_TOGETHER, start=start)
            self._look_at([user.id for user in found.users], 0)
            if (start := found.next) is None:
                return

    def _look_at(self, user_ids: Sequence[str], level: int) -> None:
        for at in range(0, len(user_ids), _TOGETHER):
            with Transaction(self._clock, self._ids) as tx:
                for user_id in user_ids[at : at + _TOGETHER]:
                    schedule(tx, QualityRow, leader_changed(user_id, self._clock.now(), level))

    def route_anew(self, user_id: str, level: int = 0) -> datetime | None:
        """Give unsettled flags about somebody, and those that they have, to whom they belong now.

        Then those of each who reports to them have their turn: whoever is moved takes their people along, and whose
        flags waited above them may wait elsewhere now. level: how many above them this began.
        Returns when to come again, where more are left. Harmless to repeat.
        """
        left = MOST_REROUTED
        leaders: dict[str, str | None] = {}
        for flag in self._concerning(user_id):
            if left == 0:
                return self._clock.now()
            agent_id = flag.about.agent_id
            if agent_id not in leaders:
                leaders[agent_id] = self._leader(agent_id)
            if flag.handed_by is not None or flag.assignee_id != leaders[agent_id]:
                left -= self._again(partial(self._route, flag.id, leaders[agent_id]))
        if level < MOST_LEVELS:
            self._look_at([user.id for user in self._people.direct_reports(user_id)], level + 1)
        return None

    def _concerning(self, user_id: str) -> Iterator[Flag]:
        for _, flag in self._store.of_agent(user_id, unsettled=True, before=None, chunk=MOST_REROUTED):
            yield flag
        for queue in _QUEUES:
            for state in UNSETTLED:
                found = self._store.of_assignee(user_id, queue, state, before=None, chunk=MOST_REROUTED)
                # What is given away leaves the list while it is read.
                yield from [flag for _, flag in found]

    def _route(self, flag_id: str, leader_id: str | None) -> int:
        """Give a flag to who leads its agent, unless somebody fit was given it by hand; 1 where that changed it."""
        flag = self._store.flag(flag_id)
        if flag is None or not flag.unsettled:
            return 0
        if flag.handed_by is not None and self._fits(flag.assignee_id, flag.about.agent_id):
            return 0
        now = self._clock.now()
        after = routed(flag, leader_id, now)
        if after == flag:
            return 0
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after, flag)
            tell_no_more(tx, flag)
            if after.assignee_id != flag.assignee_id and after.state == "open" and is_recent(after, now):
                tell_of(tx, after, to=after.assignee_id)
        return 1

    def wake(self, flag_id: str) -> datetime | None:
        """Let a snoozed flag wait again, and tell who has it. Returns when to come again, None where it needn't be."""
        flag, now = self._store.flag(flag_id), self._clock.now()
        if flag is None or flag.state != "snoozed" or flag.snoozed_until is None:
            return None
        if flag.snoozed_until > now:
            return flag.snoozed_until
        after = woken(flag, None, now)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after, flag)
            tell_of(tx, after, to=after.assignee_id, back=True)
        return None

    def _leader(self, agent_id: str) -> str | None:
        """The nearest above the agent who is active and may work with flags; None where nobody is."""
        for user_id in self._people.managers_above(agent_id):
            if self._fits(user_id, agent_id):
                return user_id
        return None

    def _fits(self, user_id: str | None, agent_id: str) -> bool:
        caller = self._access.standing(user_id)
        return caller is not None and caller.may(Permission.FLAGS_MANAGE) and self._access.sees(caller, agent_id)

    def _again(self, write: Callable[[], T]) -> T:
        """Write; once more from the start where somebody else wrote first. Raises Unavailable: again and again."""
        for _ in range(_ATTEMPTS):
            try:
                return write()
            except (Stale, Conflict):
                continue
        raise Unavailable("It is being changed elsewhere", retry_after_s=1)


def is_recent(flag: Flag, now: datetime) -> bool:
    """Whether people are told of the flag one by one."""
    return now - flag.about.interaction_started_at <= TOLD_WITHIN
