"""Giving one answer to many held items: what it is asked for with, and how it stands."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.held.deadlines import BATCH_STALLED, STALLED_AFTER, batch_deadline
from debrief.interactions.held.failures import NOT_STARTED
from debrief.interactions.held.model import BatchAct, BatchPart, BatchStatus, Chosen, HeldBatch
from debrief.interactions.held.store import BatchStore
from debrief.interactions.held.workflow_client import Workflow
from debrief.interactions.holds import FIELD_OF, TELLS_GIVEN
from debrief.interactions.intake.model import IntakeStatus
from debrief.interactions.intake.service import IntakeService, told_reason
from debrief.kernel.clock import Clock
from debrief.kernel.errors import DebriefError, FieldError, NotFound, RuleBroken
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.store import schedule, unschedule
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.workflows import note_unstarted

MOST_TICKED: Final = 500
"""Items that may be named one by one."""

_OF_ONE: Final = (
    "contact_reference",
    "customer_reference",
    "started_at",
    "ended_at",
    "duration_ms",
    "talk_ms",
    "hold_ms",
    "after_call_work_ms",
)
"""Fields that no two conversations have in common, other than by chance."""


class BatchService:
    """The use cases of those who deal with what is held. patience: after so long a run is looked after."""

    def __init__(
        self,
        store: BatchStore,
        desk: IntakeService,
        workflow: Workflow,
        clock: Clock,
        ids: Ids,
        *,
        patience: timedelta = STALLED_AFTER,
    ) -> None:
        self._store = store
        self._desk = desk
        self._workflow = workflow
        self._clock = clock
        self._ids = ids
        self._patience = patience

    def begin(
        self,
        act: BatchAct,
        which: Chosen,
        *,
        by: str,
        time_zone: str,
        fields: dict[str, str] | None = None,
        remember: bool = False,
        new: frozenset[str] = frozenset(),
        reason: str | None = None,
    ) -> HeldBatch:
        """Check the answer, and let the workflow give it to each of the items; the batch as it begins.

        fields, remember, new: of `complete`, see `IntakeService.complete`. reason: of `dismiss`.

        Raises:
            RuleBroken: naming what can't be taken.
            Throttled, Unavailable: the workflow couldn't be started; nothing was done, or where that couldn't be noted,
            it is looked after later.
        """
        _check_chosen(act, which)
        filled = {name: text for name, text in (fields or {}).items() if text.strip()}
        _check_act(act, filled, remember=remember, reason=reason)
        if which.dismissed_by is not None:
            self._check_may_be_taken_back(which.dismissed_by)
        if act is BatchAct.COMPLETE:
            _check_answers(which, filled, remember=remember)
            self._desk.check_fields(filled, time_zone, new=new)
        now = self._clock.now()
        ids = tuple(dict.fromkeys(which.ids))
        batch = HeldBatch(
            id=self._ids.new("hb"),
            requested_by=by,
            created_at=now,
            act=act,
            fields=filled,
            remember=remember,
            reason=told_reason(reason, pointer="/dismissal") if reason is not None else None,
            which=which.model_copy(update={"ids": ()}),
            choosing=not ids,
        )
        with Transaction(self._clock, self._ids) as transaction:
            if ids:
                self._store.put_part(transaction, batch, 0, BatchPart(ids=ids))
                batch = batch.model_copy(update={"chosen": len(ids), "parts": 1})
            self._store.put(transaction, batch)
            schedule(transaction, InteractionRow, batch_deadline(batch, now + self._patience))
        return self._begun(written(batch))

    def _check_may_be_taken_back(self, batch_id: str) -> None:
        """Raises RuleBroken for what isn't a batch that dismissed something, and is over."""
        earlier = self._store.find(batch_id)
        if earlier is None or not earlier.may_be_taken_back:
            wrong = FieldError(pointer="/dismissed_by", message="isn't a batch that has dismissed something")
            raise RuleBroken("It isn't clear which items are meant", errors=[wrong])

    def find(self, batch_id: str) -> HeldBatch:
        """How a batch stands. Raises NotFound."""
        batch = self._store.find(batch_id)
        if batch is None:
            raise NotFound("There is no such batch")
        return batch

    def page(self, *, limit: int, start: dict[str, Any] | None) -> tuple[Sequence[HeldBatch], dict[str, Any] | None]:
        """A page of the batches, newest first."""
        return self._store.page(limit=limit, start=start)

    def _begun(self, batch: HeldBatch) -> HeldBatch:
        try:
            self._workflow.start(batch)
        except DebriefError as error:
            failed = note_unstarted(error, batch, note=self._not_started, again=lambda: self._waiting(batch))
            found = None if failed else self._store.find(batch.id)
            if found is None or found.status is BatchStatus.FAILED:
                raise
            # Its run goes on after all: only the answer to its start was lost.
            return found
        return batch

    def _not_started(self, batch: HeldBatch) -> HeldBatch:
        failed = batch.ended(BatchStatus.FAILED, self._clock.now(), NOT_STARTED)
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put(transaction, failed)
            unschedule(transaction, InteractionRow, BATCH_STALLED, batch.id)
        return written(failed)

    def _waiting(self, batch: HeldBatch) -> HeldBatch | None:
        """The batch while no run has done any of it; None once one has, or it is over."""
        found = self._store.find(batch.id)
        if found is None or not found.running or found.attempt != batch.attempt:
            return None
        return found if (found.part, found.place, found.start, found.at_it) == (0, 0, None, False) else None


def _check_chosen(act: BatchAct, which: Chosen) -> None:
    wrong = []
    if which.dismissed_by is not None:
        if act is not BatchAct.RELEASE:
            wrong.append(FieldError(pointer="/dismissed_by", message="goes with release; leave it out"))
        if which.ids or which.reason or which.given or which.values:
            message = "goes by itself: leave out ids, reason, given and values"
            wrong.append(FieldError(pointer="/dismissed_by", message=message))
        if wrong:
            raise RuleBroken("It isn't clear which items are meant", errors=wrong)
        return
    if which.ids and (which.reason or which.given):
        wrong.append(FieldError(pointer="/ids", message="goes without a reason: name the items or say which"))
    if which.values and (not which.ids or act is not BatchAct.COMPLETE):
        wrong.append(FieldError(pointer="/values", message="go with ids and complete; leave them out"))
    if len(which.ids) > MOST_TICKED:
        wrong.append(FieldError(pointer="/ids", message=f"must be {MOST_TICKED} at most"))
    if which.given is not None and which.reason is None:
        wrong.append(FieldError(pointer="/given", message="goes with a reason; leave it out"))
    if which.status is IntakeStatus.DISMISSED and which.ids and act is BatchAct.RELEASE:
        pass
    elif which.status not in (IntakeStatus.HELD, IntakeStatus.FAILED):
        wrong.append(FieldError(pointer="/status", message="must be held or failed"))
    elif act is BatchAct.COMPLETE and which.status is not IntakeStatus.HELD:
        wrong.append(FieldError(pointer="/status", message="must be held: only that lacks something"))
    elif which.reason is not None and which.status is not IntakeStatus.HELD:
        wrong.append(FieldError(pointer="/reason", message="goes with what is held; leave it out"))
    elif not which.ids and which.reason is None and which.status is IntakeStatus.HELD:
        wrong.append(FieldError(pointer="/ids", message="are needed, or a reason for which they are held"))
    if wrong:
        raise RuleBroken("It isn't clear which items are meant", errors=wrong)


def _check_act(act: BatchAct, fields: dict[str, str], *, remember: bool, reason: str | None) -> None:
    wrong = []
    if act is BatchAct.COMPLETE:
        if not fields:
            wrong.append(FieldError(pointer="/fields", message="are needed"))
        wrong += [
            FieldError(pointer=f"/fields/{name}", message="belongs to one conversation; fill it in at each of them")
            for name in fields
            if name in _OF_ONE
        ]
    elif fields or remember:
        wrong.append(
            FieldError(pointer="/fields" if fields else "/remember", message="goes with complete; leave it out")
        )
    if (act is BatchAct.DISMISS) != (reason is not None):
        message = "is needed" if act is BatchAct.DISMISS else "goes with dismiss; leave it out"
        wrong.append(FieldError(pointer="/dismissal", message=message))
    if wrong:
        raise RuleBroken("That can't be done with many", errors=wrong)


def _check_answers(which: Chosen, fields: dict[str, str], *, remember: bool) -> None:
    """Whether one answer may be given to all that are held for a reason: for one value of it, and to that alone.

    To several that are named it may be, and for several values; but what is remembered is the answer to one.
    """
    wrong = []
    if which.ids or which.reason is None:
        several = remember and any(len({*which.values.get(name, ())}) > 1 for name in fields)
        if several:
            wrong.append(FieldError(pointer="/remember", message="goes with one value: of several each has its own"))
            raise RuleBroken("That can't be answered for all of them", errors=wrong)
        return
    if which.reason in TELLS_GIVEN and which.given is None:
        wrong.append(FieldError(pointer="/given", message="is needed: of several values each has its own answer"))
    asked = FIELD_OF[which.reason]
    wrong += [
        FieldError(pointer=f"/fields/{name}", message="isn't what all of them are held for; leave it out")
        for name in fields
        if name != asked
    ]
    if wrong:
        raise RuleBroken("That can't be answered for all of them", errors=wrong)
