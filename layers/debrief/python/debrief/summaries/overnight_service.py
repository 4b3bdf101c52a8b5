"""Makes the report of a 1-to-1 in the night before it, where the account wants that (S0.1, N9).

It is asked for as its facilitator would ask for it in the morning, with their rights as they are then, over the time
since the last 1-to-1 or, where there was none, the last four weeks. Nothing is made where a report is there already,
where the month's budget for summaries is spent, or where the facilitator may not ask for one. One that was made in an
earlier night, for a 1-to-1 that has been postponed since, and that nobody has opened, gives way to a new one.
"""

from datetime import datetime
from typing import Final, Protocol

from debrief.coaching.meetings.store import MeetingStore
from debrief.kernel.auth import Caller
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken, Unauthenticated
from debrief.kernel.faults import log_passing
from debrief.kernel.ids import Ids
from debrief.kernel.storage.transactions import Transaction
from debrief.people.access import Access
from debrief.people.account.budget_store import has_room
from debrief.people.flags import AI_COACHING
from debrief.people.store import PeopleStore
from debrief.summaries.generation_service import SummaryRequest
from debrief.summaries.model import PeriodKind, Summary
from debrief.summaries.periods import PeriodRequest
from debrief.summaries.removal_service import SummaryRemoval
from debrief.summaries.store import SummaryStore

_NOT_TO_BE_MADE: Final = (Conflict, Forbidden, NotFound, RuleBroken, Unauthenticated)
"""What the facilitator would have been told in the morning: somebody else has begun, they may not, it is gone."""


class Asks(Protocol):
    """Asks for a summary as somebody, in two steps."""

    def prepared(self, caller: Caller, wanted: SummaryRequest, *, overnight: bool = False) -> Summary:
        """See `Generation.prepared`."""
        ...

    def begin(self, summary: Summary) -> Summary:
        """See `Generation.begin`."""
        ...


class Overnight:
    """Sees to the night before a 1-to-1."""

    def __init__(
        self,
        meetings: MeetingStore,
        summaries: SummaryStore,
        people: PeopleStore,
        access: Access,
        generation: Asks,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._meetings = meetings
        self._summaries = summaries
        self._removal = SummaryRemoval(summaries, clock, ids)
        self._ids = ids
        self._people = people
        self._access = access
        self._generation = generation
        self._clock = clock

    def see_to(self, meeting_id: str) -> None:
        """Ask for the meeting's report, if it is to be made. Harmless when repeated: a meeting has one at most, and one
        of this night stays.

        Raises:
            Throttled, Unavailable: a table doesn't answer; then it is tried again.
        """
        account, now = self._people.account(), self._clock.now()
        if not account.settings.reports_overnight or not account.flags[AI_COACHING].on:
            return
        found = self._meetings.meeting(meeting_id)
        if found is None:
            return
        meeting, summary_id = found
        if meeting.status != "scheduled" or meeting.scheduled_at <= now:
            return
        outdated = self._outdated(summary_id, now) if summary_id is not None else None
        if summary_id is not None and outdated is None:
            return
        if not has_room("summary", account.settings, now):
            return
        try:
            before = self._meetings.held_before(meeting.participant_id, now, other_than=meeting.id)
            kind = PeriodKind.SINCE_LAST_MEETING if before else PeriodKind.LAST_4_WEEKS
            wanted = SummaryRequest(meeting_id=meeting_id, period=PeriodRequest(kind=kind))
            caller = self._access.caller(meeting.facilitator_id)
            # The earlier one goes only once it is known that there will be a new one.
            prepared = self._generation.prepared(caller, wanted, overnight=True)
            if outdated is not None:
                self._remove(outdated, meeting_id)
            self._generation.begin(prepared)
        except _NOT_TO_BE_MADE as error:
            log_passing("no report was made overnight", error, meeting=meeting_id)

    def _outdated(self, summary_id: str, now: datetime) -> Summary | None:
        """The meeting's report, if it was made in an earlier night and nobody has opened it or tried it again."""
        summary = self._summaries.summary(summary_id)
        if summary is None or not summary.unseen or summary.status == "generating":
            return None
        return summary if summary.period.last_day < day_of(now, summary.period.time_zone) else None

    def _remove(self, summary: Summary, meeting_id: str) -> None:
        """Make room for a new one. Whoever opens the old one meanwhile keeps it."""
        report = self._summaries.report(summary.id)
        with Transaction(self._clock, self._ids) as transaction:
            self._removal.remove(transaction, summary, report)
            self._meetings.let_go_of_summary(transaction, meeting_id, summary.id)
