"""What the performance summaries tell of a person, and quote of a customer's conversations (N8).

| question | key or index | reads |
|---|---|---|
| the detached summaries about a person | GSI1 `AGENT#<agent>` | the page |
| those of 1-to-1s | the person's meetings (coaching), then the summary of each | the page |
| those that may quote a conversation | the agent's, by the same two ways, whose period it lies in | all since then |

What was made from a period holds the texts of its conversations; it is removed as a whole, and the summary can't be
replayed any more. Replays go too.
"""

from collections.abc import Iterable
from functools import partial

from debrief.coaching.meetings.model import Meeting
from debrief.coaching.meetings.store import MeetingStore
from debrief.coaching.table_store import CoachingRow, page_of
from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.store import FoundBy, InteractionStore
from debrief.interactions.privacy_service import FOUND_BY
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict
from debrief.kernel.ids import Ids
from debrief.kernel.privacy import Erased, Exported, Record, Start, Subject, erased, exported, plain
from debrief.kernel.storage.tables import loaded, query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.summaries.model import Summary
from debrief.summaries.removal_service import SummaryRemoval
from debrief.summaries.report.erasing import report_data, without_conversation
from debrief.summaries.store import SummaryStore

_PAGE = 10
_OF_OTHERS = frozenset({"requested_by", "edited_by", "agent_id", "sharing", "provenance", "progress", "failure"})


class SummariesPersonalData:
    """Hands out the reports about a person, and removes them; of a customer, what reports quote of them."""

    def __init__(
        self, store: SummaryStore, meetings: MeetingStore, interactions: InteractionStore, clock: Clock, ids: Ids
    ) -> None:
        self._store = store
        self._meetings = meetings
        self._interactions = interactions
        self._removal = SummaryRemoval(store, clock, ids)
        self._clock = clock
        self._ids = ids

    def export(self, subject: Subject, position: str | None = None) -> Exported:
        """A page of the summaries about a person with their reports, those that they can't see yet included.

        What a report quotes of a customer is in the conversations.
        """

        def detached(start: Start) -> tuple[list[Record], Start]:
            found, following = self._store.page_about(subject.id, limit=_PAGE, start=start)
            return [self._record(each) for each in found], following

        def of_meetings(start: Start) -> tuple[list[Record], Start]:
            found, following = self._of_meetings(subject.id, start)
            return [self._record(each) for each in found], following

        stages = {"detached": detached, "of_meetings": of_meetings}
        return exported(stages if subject.kind == "person" else {}, position)

    def erase(self, subject: Subject, position: str | None = None) -> Erased:
        """Remove a page of the summaries about a person; of a customer, take a page of conversations out of them.

        Raises:
            Stale: one was changed at that moment, as by a step of its workflow. Conflict: one over a customer's
            conversation is being written.
        """

        def detached(start: Start) -> tuple[list[bool], Start]:
            found, following = self._store.page_about(subject.id, limit=_PAGE, start=start)
            return [self._remove(each) for each in found], following

        def of_meetings(start: Start) -> tuple[list[bool], Start]:
            found, following = self._of_meetings(subject.id, start)
            return [self._remove(each) for each in found], following

        def of_conversations(by: FoundBy, start: Start) -> tuple[list[bool], Start]:
            found, following = self._interactions.page_of(by, subject.id, limit=_PAGE, start=start)
            return [done for each in found for done in self._take_out(each)], following

        if subject.kind == "person":
            return erased({"detached": detached, "of_meetings": of_meetings}, position)
        return erased({by: partial(of_conversations, by) for by in FOUND_BY[subject.kind]}, position)

    def _of_meetings(self, participant_id: str, start: Start) -> tuple[list[Summary], Start]:
        rows, following = page_of(f"PARTICIPANT#{participant_id}", "GSI2", limit=5 * _PAGE, start=start)
        return self._attached(loaded(row, Meeting).id for row in rows), following

    def _attached(self, meeting_ids: Iterable[str]) -> list[Summary]:
        return self._store.summaries(self._meetings.summaries_of(meeting_ids).values())

    def _record(self, summary: Summary) -> Record:
        data = plain(summary, without=_OF_OTHERS)
        report = self._store.report(summary.id) if summary.status == "ready" else None
        if report is not None:
            data["report"] = report_data(report)
        return Record(kind="summary", id=summary.id, data=data)

    def _remove(self, found: Summary) -> bool:
        # As the table has it: the index may be behind.
        summary = self._store.summary(found.id)
        if summary is None:
            return False
        with Transaction(self._clock, self._ids) as transaction:
            self._removal.remove(transaction, summary, self._store.report(summary.id))
            if summary.meeting_id is not None:
                self._meetings.unlink_summary(transaction, summary.meeting_id, summary.id)
        return True

    def _take_out(self, interaction: Interaction) -> list[bool]:
        """Take a conversation out of the summaries in whose period it lies."""
        meetings = query_all(CoachingRow, f"PARTICIPANT#{interaction.agent_id}", index="GSI2")
        about = [
            *self._store.detached_since(interaction.agent_id, interaction.started_at),
            *self._attached(loaded(row, Meeting).id for row in meetings),
        ]
        within = [each for each in about if each.period.start <= interaction.started_at < each.period.end]
        return [self._take_out_of(each, interaction.id) for each in within]

    def _take_out_of(self, summary: Summary, interaction_id: str) -> bool:
        if summary.status == "generating":
            raise Conflict("A report over their conversations is being written; erase them when that has ended")
        report = self._store.report(summary.id)
        emptied = without_conversation(report, interaction_id) if report else None
        kept = self._store.keeps_objects(summary.id)
        if emptied == report and not kept:
            return False
        with Transaction(self._clock, self._ids) as transaction:
            if emptied is not None and emptied != report:
                self._store.put_report(transaction, emptied)
            self._store.leave_remains(transaction, summary, self._clock.now(), stays=True)
        return True
