"""The steps of the workflow `held_batch`: choosing the items, then giving each of them the answer.

How far a batch is stands in its own row. Each item carries the batch that dealt with it last, so that one which a
killed step has dealt with, and not counted, is counted by what became of it and not dealt with again.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.held.deadlines import BATCH_STALLED, STALLED_AFTER, batch_deadline
from debrief.interactions.held.failures import LOST, failure_of
from debrief.interactions.held.model import (
    MOST_TOLD,
    BatchAct,
    BatchCounts,
    BatchPart,
    BatchStatus,
    HeldBatch,
    Told,
)
from debrief.interactions.held.store import BatchStore
from debrief.interactions.held.workflow_client import Workflow
from debrief.interactions.intake.model import Dismissal, Failure, IntakeItem, IntakeStatus
from debrief.interactions.intake.names_service import NamesService
from debrief.interactions.intake.receiving_service import ReceivingService
from debrief.interactions.intake.store import IntakeStore
from debrief.kernel.auth import Permission
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, Forbidden, NotFound, Stale, Throttled, Unavailable
from debrief.kernel.faults import log_fault
from debrief.kernel.ids import Ids
from debrief.kernel.model import Entity
from debrief.kernel.schedules.store import schedule, unschedule
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.workflows import RUNNING, UNKNOWN
from debrief.people.access import Access

MOST_ATTEMPTS: Final = 3
"""Runs of one batch; each goes on where the one before came to."""

ITEMS_A_STEP: Final = 500
"""A step deals with so many at most."""

A_STEP: Final = timedelta(seconds=60)
"""After this long a step begins no further items: large documents take seconds each."""

AT_ONCE: Final = 20
"""Items between two notes of how far it is."""

_READ: Final = 200  # items that are looked through in one query
_QUERIES: Final = 20  # of one step that chooses
_TRIES: Final = 3  # of one item that others change in the same moment

_GONE: Final = "It isn't there any more."
_NOT_DEALT_WITH: Final = "It couldn't be dealt with; look at it by itself."
_NOT_ASKED: Final = "It isn't held for what was answered; look at it by itself."
_NOT_MEANT: Final = "It is held for another value than the answer was given for; look at it by itself."
_CHANGED: Final = "Somebody else is at it; look at it by itself."


class Unended(Exception):
    """A step was stopped while it dealt with an item, and wrote nothing down."""


class Worked(Entity):
    """Whether anything is left to be done by this run."""

    batch_id: str
    done: bool


class BatchSteps:
    """Runs the steps, and looks after batches whose run was lost. Each may be run again without harm."""

    def __init__(
        self,
        batches: BatchStore,
        intake: ReceivingService,
        items: IntakeStore,
        names: NamesService,
        access: Access,
        workflow: Workflow,
        clock: Clock,
        ids: Ids,
        *,
        patience: timedelta = STALLED_AFTER,
    ) -> None:
        self._batches = batches
        self._intake = intake
        self._items = items
        self._names = names
        self._access = access
        self._workflow = workflow
        self._clock = clock
        self._ids = ids
        self._patience = patience

    def work(self, batch_id: str, attempt: int) -> Worked:
        """Choose some more of the batch's items, or deal with some more.

        Raises:
            Unauthenticated, Forbidden: whoever asked may do so no longer. NotFound: its items aren't kept any more.
            Stale, Throttled, Unavailable: to be tried again.
        """
        batch = self._at_it(batch_id, attempt)
        if batch is None:
            return Worked(batch_id=batch_id, done=True)
        if Permission.INTAKE_MANAGE not in self._access.caller(batch.requested_by).permissions:
            raise Forbidden("Whoever asked may no longer deal with what is held")
        batch = self._choose(batch) if batch.choosing else self._deal(batch)
        return Worked(batch_id=batch_id, done=not batch.running)

    def fail_by(self, batch_id: str, attempt: int, error_name: str) -> None:
        """Note why the batch was given up, by the name of the error; what was done stays."""
        self._fail(batch_id, attempt, failure_of(error_name))

    def look_after(self, batch_id: str) -> datetime | None:
        """See to a batch whose run should have ended; returns when to look again, None where it has ended.

        A run that still goes on is left to its own time-out. A lost one begins again where it broke off,
        `MOST_ATTEMPTS` times in all; then the batch has failed.
        """
        batch = self._batches.find(batch_id)
        if batch is None or not batch.running:
            return None
        later = self._clock.now() + self._patience
        state = self._workflow.state(batch)
        if state == RUNNING:
            return later
        if state == UNKNOWN:
            self._workflow.start(batch)
            return later
        try:
            if batch.attempt >= MOST_ATTEMPTS:
                self._fail(batch_id, batch.attempt, LOST)
                return None
            again = batch.model_copy(update={"attempt": batch.attempt + 1})
            with Transaction(self._clock, self._ids) as transaction:
                self._batches.put(transaction, again)
                schedule(transaction, InteractionRow, batch_deadline(again, later))
        except Stale:
            # It moved on meanwhile; whoever moved it is looked after later.
            return later
        self._workflow.start(again)
        return later

    # Inside --------------------------------------------------------------------------------------------------------

    def _at_it(self, batch_id: str, attempt: int) -> HeldBatch | None:
        """The batch while it waits for this attempt; None when it has ended or a later one is at it."""
        batch = self._batches.find(batch_id)
        if batch is None:
            raise NotFound("There is no such batch")
        return batch if batch.running and batch.attempt == attempt else None

    def _fail(self, batch_id: str, attempt: int, failure: Failure) -> None:
        batch = self._at_it(batch_id, attempt)
        if batch is not None:
            self._write(batch.ended(BatchStatus.FAILED, self._clock.now(), failure))

    def _choose(self, batch: HeldBatch) -> HeldBatch:
        """Look through some more of what has the status, the longest waiting first, up to when it was asked for.

        What is examined meanwhile goes behind that, and what comes in later was not meant. What a batch dismissed is
        read from its lists.
        """
        if batch.which.dismissed_by is not None:
            return self._choose_again(batch, batch.which.dismissed_by)
        for _ in range(_QUERIES):
            start = json.loads(batch.start) if batch.start else None
            items, following = self._items.waiting_before(
                batch.which.status, batch.created_at, limit=_READ, start=start
            )
            ids = tuple(item.id for item in items if batch.which.admits(item))
            changes: dict[str, Any] = {
                "choosing": following is not None,
                "start": json.dumps(following) if following is not None else None,
                "chosen": batch.chosen + len(ids),
                "parts": batch.parts + bool(ids),
            }
            part = (batch.parts, BatchPart(ids=ids)) if ids else None
            batch = self._put(batch, changes, part=part)
            if not batch.choosing:
                break
        return batch

    def _choose_again(self, batch: HeldBatch, dismissed_by: str) -> HeldBatch:
        """Take over the lists of the batch that dismissed them."""
        earlier = self._batches.find(dismissed_by)
        if earlier is None:
            raise NotFound("The batch that dismissed them is no longer kept")
        for _ in range(_QUERIES):
            if batch.parts == earlier.parts:
                return self._put(batch, {"choosing": False})
            ids = self._batches.part(earlier.id, batch.parts).ids
            last = batch.parts + 1 == earlier.parts
            changes = {"choosing": not last, "chosen": batch.chosen + len(ids), "parts": batch.parts + 1}
            batch = self._put(batch, changes, part=(batch.parts, BatchPart(ids=ids)))
            if last:
                break
        return batch

    def _deal(self, batch: HeldBatch) -> HeldBatch:
        """Deal with some more, several between two notes; after a step that broke off, one at a time."""
        ids = self._batches.part(batch.id, batch.part).ids
        if batch.at_it:
            return self._deal_carefully(batch, ids)
        batch = self._write(batch.model_copy(update={"at_it": True}))
        dealt, until = 0, self._clock.now() + A_STEP
        while batch.running and batch.at_it:
            some = ids[batch.place : batch.place + AT_ONCE]
            outcomes = [self._outcome(batch, intake_id) for intake_id in some]
            dealt += len(some)
            moved = batch.part
            goes_on = dealt < ITEMS_A_STEP and self._clock.now() < until
            batch = self._put(batch, {**_moved(batch, ids, len(some)), **_counted(batch, outcomes), "at_it": goes_on})
            if batch.running and batch.part != moved:
                ids = self._batches.part(batch.id, batch.part).ids
        return batch

    def _deal_carefully(self, batch: HeldBatch, ids: "tuple[str, ...]") -> HeldBatch:
        """Deal with the next few, each noted before it is begun.

        One that was begun alone and has no end had been begun among others before: the step was stopped by it twice,
        perhaps for want of memory. It counts as failed, and the step ends, so that its tries begin anew.
        """
        if batch.begun is not None:
            log_fault("a held item stopped a batch twice", Unended(), intake_id=batch.begun, batch_id=batch.id)
            lost = ("failed", Told(intake_id=batch.begun, sentence=_NOT_DEALT_WITH))
            over = {"at_it": False, "begun": None}
            return self._put(batch, {**_moved(batch, ids, 1), **_counted(batch, [lost]), **over})
        until = self._clock.now() + A_STEP
        for intake_id in ids[batch.place : batch.place + AT_ONCE]:
            batch = self._write(batch.model_copy(update={"begun": intake_id}))
            try:
                outcome = self._outcome(batch, intake_id)
            except Exception:
                # It has an end, though it isn't its own: it will be begun again.
                self._write(batch.model_copy(update={"begun": None}))
                raise
            batch = self._put(batch, {**_moved(batch, ids, 1), **_counted(batch, [outcome]), "begun": None})
            if self._clock.now() >= until:
                break
        return self._write(batch.model_copy(update={"at_it": False})) if batch.running else batch

    def _outcome(self, batch: HeldBatch, intake_id: str) -> "tuple[str, Told | None]":
        """Give one item the answer; in which count it belongs, and what is told of it."""
        for _ in range(_TRIES):
            item = self._items.item(intake_id)
            if item is None:
                return "passed_over", Told(intake_id=intake_id, sentence=_GONE)
            try:
                if item.batch_id != batch.id:
                    open_to = item.may_be_released if batch.act is BatchAct.RELEASE else item.open_to_change
                    if not open_to or not batch.which.admits(item):
                        return "passed_over", None
                    if batch.act is BatchAct.COMPLETE and not batch.answers_to(item):
                        return _unanswered(batch, item)
                    item = self._act(batch, item)
                return _became(item)
            except (Conflict, Stale):
                # Somebody else is at it in the same moment.
                continue
            except (Throttled, Unavailable):
                raise
            except Exception as error:
                # Also what the deployment lacks for this one: others may lie in another bucket.
                log_fault("a held item can't be dealt with", error, intake_id=intake_id, batch_id=batch.id)
                return "failed", Told(intake_id=intake_id, sentence=_NOT_DEALT_WITH)
        return "failed", Told(intake_id=intake_id, sentence=_CHANGED)

    def _act(self, batch: HeldBatch, item: IntakeItem) -> IntakeItem:
        marked = item.model_copy(update={"batch_id": batch.id})
        if batch.act is BatchAct.DISMISS:
            now = self._clock.now()
            dismissal = Dismissal(reason=batch.reason or "", by=batch.requested_by, at=now, batch_id=batch.id)
            return self._intake.dismiss(marked, dismissal)
        if batch.act is BatchAct.RELEASE:
            return self._intake.release(marked)
        answers = batch.answers_to(item)
        if batch.remember:
            self._names.remember(item, answers, by=batch.requested_by)
        return self._intake.complete(marked, answers)

    def _put(
        self, batch: HeldBatch, changes: dict[str, Any], *, part: tuple[int, BatchPart] | None = None
    ) -> HeldBatch:
        after = batch.model_copy(update=changes)
        if not after.choosing and after.part >= after.parts:
            after = after.ended(BatchStatus.FINISHED, self._clock.now())
        return self._write(after, part=part)

    def _write(self, after: HeldBatch, *, part: tuple[int, BatchPart] | None = None) -> HeldBatch:
        with Transaction(self._clock, self._ids) as transaction:
            if part is not None:
                self._batches.put_part(transaction, after, *part)
            self._batches.put(transaction, after)
            if not after.running:
                unschedule(transaction, InteractionRow, BATCH_STALLED, after.id)
        return written(after)


def _became(item: IntakeItem) -> "tuple[str, Told | None]":
    """The count that an item belongs in after it was dealt with."""
    if item.status is IntakeStatus.DISMISSED:
        return "dismissed", None
    if item.status is IntakeStatus.HELD:
        return "still_held", Told(intake_id=item.id, codes=tuple(each.code for each in item.reasons))
    if item.status is IntakeStatus.FAILED:
        return "failed", Told(intake_id=item.id, sentence=_NOT_DEALT_WITH)
    return "released", None


def _unanswered(batch: HeldBatch, item: IntakeItem) -> "tuple[str, Told | None]":
    """The count of an item that isn't held for what was answered."""
    if any(reason.field in batch.fields and not batch.which.means(reason) for reason in item.reasons):
        return "passed_over", Told(intake_id=item.id, sentence=_NOT_MEANT)
    if item.status is IntakeStatus.HELD:
        return "still_held", Told(intake_id=item.id, codes=tuple(each.code for each in item.reasons))
    return "passed_over", Told(intake_id=item.id, sentence=_NOT_ASKED)


def _moved(batch: HeldBatch, ids: "tuple[str, ...]", number: int) -> dict[str, Any]:
    """Where the batch goes on once so many more of a list are dealt with."""
    place = batch.place + number
    return {"place": place} if place < len(ids) else {"part": batch.part + 1, "place": 0}


def _counted(batch: HeldBatch, outcomes: "Sequence[tuple[str, Told | None]]") -> dict[str, Any]:
    counts = batch.counts.model_dump()
    for name, _ in outcomes:
        counts[name] += 1
    told = (*batch.told, *(each for _, each in outcomes if each is not None))[:MOST_TOLD]
    return {"counts": BatchCounts(**counts), "told": told}
