"""Pays for a transcription before it is begun, or holds the recording until there is budget again (N9, S2.1).

A recording whose month's budget is spent is held: nothing is begun, and its intake item says what helps. It goes on by
itself once the month turns or the budget is raised (`catching_up_service`); releasing it by hand asks at once.
"""

from typing import Final

from debrief.interactions.conversations.postponed_store import PostponedStore
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.conversations.store import InteractionStore
from debrief.interactions.holds import HoldCode, HoldReason
from debrief.interactions.intake.deadlines import ITEM_STALLED, STALLED_AFTER, item_deadline
from debrief.interactions.intake.model import IntakeItem, IntakeStatus, PaidTranscription
from debrief.interactions.intake.store import IntakeStore
from debrief.interactions.intake.transcription import transcription_of
from debrief.interactions.intake.workflow_client import Workflows
from debrief.kernel.ai.budget import Budget, Spent
from debrief.kernel.ai.money import audio_cost_micro_usd
from debrief.kernel.clock import Clock
from debrief.kernel.errors import BudgetSpent, Conflict, NotFound, Stale, Throttled
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.store import schedule, unschedule
from debrief.kernel.storage.transactions import Transaction

WAITS: Final = HoldReason(
    code=HoldCode.BUDGET_SPENT,
    sentence=(
        "This month's budget for transcribing recordings is spent. It goes on by itself once an administrator raises "
        "the budget, or when the month is over."
    ),
)


class Transcribing:
    """Takes what a transcription costs from the month's budget.

    usd_per_minute: the price of a minute of a recording.
    """

    def __init__(
        self,
        store: IntakeStore,
        interactions: InteractionStore,
        budget: Budget,
        clock: Clock,
        ids: Ids,
        *,
        usd_per_minute: float,
    ) -> None:
        self._store = store
        self._budget = budget
        self._clock = clock
        self._ids = ids
        self._price = usd_per_minute
        self._postponed = PostponedStore(interactions)

    def pay(self, intake_id: str, attempt: int) -> bool:
        """Whether the recording may be transcribed in that run; else its item is held. Harmless to repeat.

        What is written down as paid is paid once. A function that dies between the ledger and that, or isn't told
        whether it was written down, leaves the ledger too high by one recording, never too low.

        Raises:
            NotFound: there is no such item. Stale: it was changed meanwhile; try again.
        """
        item = self._store.item(intake_id)
        if item is None:
            raise NotFound("There is no such intake item")
        if item.attempt != attempt or item.status is not IntakeStatus.PROCESSING:
            # A later run has taken over, or somebody else has settled it.
            return False
        if item.paid is not None and item.paid.attempt == attempt:
            return True
        cost = audio_cost_micro_usd(self._price, _length_ms(item))
        try:
            reserved = self._budget.reserve(cost)
        except BudgetSpent:
            self._hold(item)
            return False
        paid = item.model_copy(update={"paid": PaidTranscription(attempt=attempt, cost_micro_usd=cost)})
        spent = Spent(micro_usd=cost, requests=1)
        try:
            with Transaction(self._clock, self._ids) as tx:
                self._store.put(tx, paid, item)
        except (Conflict, Stale, Throttled):
            # It wasn't, and whoever tries again pays anew. After any other error it may have been.
            spent = Spent()
            raise
        finally:
            self._budget.settle(reserved, spent)
        return True

    def _hold(self, item: IntakeItem) -> None:
        now = self._clock.now()
        held = item.model_copy(update={"status": IntakeStatus.HELD, "reasons": (WAITS,), "updated_at": now})
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, held, item)
            unschedule(tx, InteractionRow, ITEM_STALLED, item.id)
            self._postponed.hold(tx, item.id, now)


class HeldRecordings:
    """Sends on what is held because a month's budget was spent."""

    def __init__(
        self, store: IntakeStore, interactions: InteractionStore, workflows: Workflows, clock: Clock, ids: Ids
    ) -> None:
        self._store = store
        self._interactions = interactions
        self._workflows = workflows
        self._clock = clock
        self._ids = ids

    def waits(self, intake_id: str) -> IntakeItem | None:
        """The item, while it is held for the budget alone and nothing else has taken its conversation."""
        item = self._store.item(intake_id)
        if item is None or item.status is not IntakeStatus.HELD or item.interaction_id is None:
            return None
        if [each.code for each in item.reasons] != [HoldCode.BUDGET_SPENT]:
            return None
        claim = self._interactions.claim(item.interaction_id)
        return item if claim is not None and claim.intake_id == item.id else None

    def send_on(self, item: IntakeItem) -> None:
        """Begin a further run of it. Raises Stale: somebody else did something with it."""
        now = self._clock.now()
        changes = {
            "status": IntakeStatus.PROCESSING,
            "reasons": (),
            "attempt": item.attempt + 1,
            "updated_at": now,
        }
        again = item.model_copy(update=changes)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, again, item)
            schedule(tx, InteractionRow, item_deadline(again, now + STALLED_AFTER))
        self._workflows.start_pipeline(again, transcription_of(again))


def _length_ms(item: IntakeItem) -> int:
    told = item.recording.duration_ms if item.recording else None
    return told or item.metadata.duration_ms or 0
