"""Makes reports that failed because the month's budget was spent, once there is budget again (N9)."""

from datetime import datetime, timedelta
from typing import Final, Protocol

from debrief.kernel.auth import Caller
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken, Stale, Unauthenticated
from debrief.kernel.faults import log_passing
from debrief.people.access import Access
from debrief.people.account.budget_store import has_room
from debrief.people.store import PeopleStore
from debrief.summaries.deadlines import next_look
from debrief.summaries.failures import BUDGET_SPENT
from debrief.summaries.model import Summary
from debrief.summaries.store import SummaryStore

AWAITED: Final = timedelta(days=62)
"""A report that nobody could pay for in two months isn't what somebody waits for any more."""

_NOT_TO_BE_MADE: Final = (Conflict, Forbidden, NotFound, RuleBroken, Stale, Unauthenticated)
"""What who asked would be told now: somebody tries it already, they may not any more, it is gone."""


class Retries(Protocol):
    """Tries a failed summary again as somebody."""

    def retry(self, caller: Caller, summary_id: str) -> Summary:
        """See `Generation.retry`."""
        ...


class BudgetAwaiting:
    """Sees to reports that wait for budget."""

    def __init__(
        self, summaries: SummaryStore, people: PeopleStore, access: Access, generation: Retries, clock: Clock
    ) -> None:
        self._summaries = summaries
        self._people = people
        self._access = access
        self._generation = generation
        self._clock = clock

    def see_to(self, summary_id: str, attempt: int) -> datetime | None:
        """Try it again as who asked for it, if there is budget; returns when to look again, if it waits on.

        Raises:
            Throttled, Unavailable: a table doesn't answer; then it is tried again.
        """
        summary, now = self._summaries.summary(summary_id), self._clock.now()
        if summary is None or summary.status != "failed" or summary.attempt != attempt:
            return None
        if summary.failure is None or summary.failure.reason != BUDGET_SPENT or now - summary.failure.at > AWAITED:
            return None
        if not has_room("summary", self._people.settings(), now):
            return now + next_look(now - summary.failure.at)
        try:
            self._generation.retry(self._access.caller(summary.requested_by), summary_id)
        except _NOT_TO_BE_MADE as error:
            log_passing("a report that waited for budget wasn't made", error, summary=summary_id)
        return None
