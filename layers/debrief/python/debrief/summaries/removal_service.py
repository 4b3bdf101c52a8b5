"""Removing summaries for good: what the table has of one goes at once, its replays and objects by due work (S0.15)."""

from collections.abc import Sequence
from datetime import datetime

from debrief.coaching.actions.store import ActionStore
from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.removal import next_removal
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.model import NoticeKind
from debrief.notices.telling import withdraw
from debrief.summaries import events
from debrief.summaries.deadlines import attempts_in, places_in
from debrief.summaries.model import Summary
from debrief.summaries.report.report import Report
from debrief.summaries.store import SummariesRow, SummaryStore

_REPLAYS = 20


class SummaryRemoval:
    """Removes summaries. Nothing of one can be read any more once the transaction is through."""

    def __init__(self, store: SummaryStore, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._actions = ActionStore()
        self._clock = clock
        self._ids = ids

    def remove(
        self,
        transaction: Transaction,
        summary: Summary,
        report: Report | None,
        places: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Let a summary go with `transaction`, as it was read, and what belongs to it soon after: six or seven writes.

        places: where actions that go with it are found by their due dates; for these there is no room in a transaction
        with ninety actions.

        Raises (from the transaction):
            Stale: it was changed since.
        """
        self._store.delete(transaction, summary, report)
        self._store.release(transaction, summary)
        self._store.leave_remains(transaction, summary, self._clock.now(), places=places)
        transaction.announce(SummariesRow, events.DELETED, summary.id, events.summary_data(summary))
        take_back(transaction, summary)

    def sweep(self, due: Due) -> datetime | None:
        """Remove the replays and objects of a summary that is gone, or was emptied, and where its actions were found.

        Returns when to look again, None at the end.

        A replay that is still being written loses its row, which every step needs; what a step that was under way
        leaves after that is removed by the last look.
        """
        if places := places_in(due):
            with Transaction(self._clock, self._ids) as transaction:
                self._actions.clear_places(transaction, places)
        replays = self._store.replays_of(due.subject, limit=_REPLAYS, start=None)
        for replay in replays.summaries:
            with Transaction(self._clock, self._ids) as transaction:
                self._store.discard_replay(transaction, replay)
                self._store.leave_remains(transaction, replay, self._clock.now())
                transaction.announce(SummariesRow, events.DELETED, replay.id, events.summary_data(replay))
        more = self._store.delete_objects(due.subject, attempts_in(due))
        now = self._clock.now()
        return now if more or replays.position is not None else next_removal(due, now)


def take_back(transaction: Transaction, summary: Summary) -> None:
    """Take back what its readers were told of a summary that they can no longer read."""
    if summary.sharing is not None:
        kind = NoticeKind.SUMMARY_SHARED
        withdraw(transaction, SummariesRow, kind, about=summary.id, to=summary.sharing.user_ids)
