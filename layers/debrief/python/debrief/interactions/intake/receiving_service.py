"""Intake: from objects that were dropped to conversations that may enter the pipeline (S2.1).

Whatever comes in gets an intake item whose id follows from where it lies, so that hearing of an object twice finds the
first item. What lacks something is held with every reason at once; what a person completes is examined again.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.conversations.store import Claim, InteractionStore
from debrief.interactions.deadlines import objects_to_remove
from debrief.interactions.holds import HoldCode, HoldReason
from debrief.interactions.intake.deadlines import (
    ITEM_STALLED,
    STALLED_AFTER,
    UNFINISHED_AFTER,
    import_deadline,
    item_deadline,
    upload_deadline,
)
from debrief.interactions.intake.failures import failure_by
from debrief.interactions.intake.file_names import Part, Unit, unit_of
from debrief.interactions.intake.known_names_store import KnownNameStore
from debrief.interactions.intake.model import (
    BulkImport,
    Dismissal,
    Failure,
    IntakeItem,
    IntakeStatus,
    StoredObject,
)
from debrief.interactions.intake.names_service import NamesService
from debrief.interactions.intake.store import IntakeStore
from debrief.interactions.intake.transcription import transcription_of
from debrief.interactions.intake.workflow_client import Workflows
from debrief.kernel.clock import Clock
from debrief.kernel.errors import NOT_ITS_FAULT, Conflict, DebriefError, NotFound, Stale
from debrief.kernel.faults import log_fault
from debrief.kernel.ids import Ids, derived_id
from debrief.kernel.schedules.store import schedule, unschedule
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.workflows import RUNNING, UNKNOWN

if TYPE_CHECKING:
    from debrief.interactions.intake.examined import Examined
    from debrief.interactions.intake.unit_reader import UnitReader

MOST_ATTEMPTS = 5
_ROUNDS = 4
_FIELD_OF_PART = {Part.RECORDING: "recording", Part.SIDECAR: "sidecar", Part.UNSUPPORTED: "unsupported"}
GAVE_UP = Failure(code="GaveUp", sentence=f"It was started {MOST_ATTEMPTS} times without coming to an end.")


class _Claimed(DebriefError):
    """The interaction's id belongs to another intake item."""


class ReceivingService:
    """Receives, holds, completes, releases and settles what comes in.

    reader: gives what reads units; asked at the first one, since it loads the readers of every format.
    patience: for so long a run may go on before somebody looks whether it was lost.
    """

    def __init__(
        self,
        store: IntakeStore,
        interactions: InteractionStore,
        reader: "Callable[[], UnitReader]",
        workflows: Workflows,
        clock: Clock,
        ids: Ids,
        *,
        patience: timedelta = STALLED_AFTER,
    ) -> None:
        self._store = store
        self._interactions = interactions
        self._reader = reader
        self._workflows = workflows
        self._clock = clock
        self._ids = ids
        self._patience = patience
        self._names = NamesService(KnownNameStore(), clock, ids)

    def receive(self, bucket: str, key: str, etag: str, size: int) -> None:
        """An object was dropped. Hearing of it again changes nothing, unless it has changed itself."""
        unit = unit_of(key)
        if unit.part is Part.IGNORED:
            return
        dropped = StoredObject(key=key, etag=etag, size=size)
        if unit.part is Part.UNFINISHED:
            # Its program renames it when it is done, which is heard of; what stays behind is looked at later.
            with Transaction(self._clock, self._ids) as transaction:
                at = self._clock.now() + UNFINISHED_AFTER
                schedule(transaction, InteractionRow, upload_deadline(bucket, dropped, at))
            return
        try:
            self._receive(bucket, unit, dropped)
        except NOT_ITS_FAULT:
            raise
        except Exception as error:
            # What is wrong with one object is told where people look for it, and not to a queue of dead letters.
            intake_id = derived_id("in", bucket, unit.unit_key)
            log_fault("an object can't be taken", error, intake_id=intake_id)
            if unit.part is Part.BULK or not self._fail_unit(bucket, unit, dropped, failure_by(error)):
                raise

    def _receive(self, bucket: str, unit: Unit, dropped: StoredObject) -> None:
        for _ in range(_ROUNDS - 1):
            try:
                self._hear_of(bucket, unit, dropped)
            except (Conflict, Stale):
                # Another object of the unit was heard of at the same moment; what it wrote is where this one begins.
                # Left to the queue, the message would come again only minutes later.
                continue
            return
        self._hear_of(bucket, unit, dropped)

    def _hear_of(self, bucket: str, unit: Unit, dropped: StoredObject) -> None:
        if unit.part is Part.BULK:
            self._begin_import(bucket, dropped.key, dropped.etag, dropped.size)
            return
        new = self._unit(bucket, unit)
        before = self._store.item(new.id)
        if before is not None and before.erased_at is not None:
            self._remove_late(before, dropped)
            return
        objects = self._reader().objects_of(bucket, unit, dropped)
        item = before or new
        if (
            before is not None
            and objects.are_those_of(before)
            and before.status in (IntakeStatus.PROCESSING, IntakeStatus.LOADED, IntakeStatus.DISMISSED)
        ):
            if before.status is IntakeStatus.PROCESSING:
                self._workflows.start_pipeline(before, transcription_of(before))
            return
        self.examine(objects.put_into(item), before)

    def _remove_late(self, erased: IntakeItem, dropped: StoredObject) -> None:
        """An object of a unit that was erased goes as the others went."""
        keys = [f"{erased.bucket}/{dropped.key}"]
        with Transaction(self._clock, self._ids) as transaction:
            schedule(transaction, InteractionRow, objects_to_remove(erased.id, keys, self._clock.now()))

    def _unit(self, bucket: str, unit: Unit) -> IntakeItem:
        now = self._clock.now()
        return IntakeItem(
            id=derived_id("in", bucket, unit.unit_key),
            bucket=bucket,
            unit_key=unit.unit_key,
            status=IntakeStatus.HELD,
            received_at=now,
            updated_at=now,
        )

    def _fail_unit(self, bucket: str, unit: Unit, dropped: StoredObject, failure: Failure) -> bool:
        """Write down that an object couldn't be taken.

        False while an earlier one of its unit is in the pipeline, and where the unit was erased.
        """
        new = self._unit(bucket, unit)
        before = self._store.item(new.id)
        if before is not None and (before.status is IntakeStatus.PROCESSING or before.erased_at is not None):
            return False
        field = _FIELD_OF_PART.get(unit.part, "transcript")
        of_object = {} if unit.part is Part.SCREEN_RECORDING else {field: dropped}
        changes = {"status": IntakeStatus.FAILED, "failure": failure, "updated_at": self._clock.now(), **of_object}
        self._save((before or new).model_copy(update=changes), before)
        return True

    def receive_line(self, bulk: BulkImport, line: int, span: tuple[int, int], digest: str) -> None:
        """One line of a bulk object. Hearing of it again changes nothing.

        span: its first and last byte. digest: of these bytes, as hexadecimal SHA-256.
        """
        new = self._line(bulk, line, span, digest)
        before = self._store.item(new.id)
        if before is None:
            self.examine(new, None)
        elif before.status is IntakeStatus.PROCESSING:
            self._workflows.start_pipeline(before, transcription_of(before))
        elif before.status is IntakeStatus.FAILED and before.attempt == 0:
            # It was never examined through, perhaps because of something that has been mended.
            self.examine(before, before)

    def fail_line(self, bulk: BulkImport, line: int, span: tuple[int, int], digest: str, failure: Failure) -> None:
        """A line that couldn't be given to the intake is written down as failed, so that it is accounted for."""
        new = self._line(bulk, line, span, digest)
        if self._store.item(new.id) is None:
            self._save(new.model_copy(update={"status": IntakeStatus.FAILED, "failure": failure}), None)

    def _line(self, bulk: BulkImport, line: int, span: tuple[int, int], digest: str) -> IntakeItem:
        now = self._clock.now()
        return IntakeItem(
            id=derived_id("in", bulk.id, str(line)),
            bucket=bulk.bucket,
            unit_key=f"{bulk.key}#{line}",
            transcript=StoredObject(key=bulk.key, etag=digest, size=span[1] - span[0] + 1, span=span),
            import_id=bulk.id,
            line=line,
            status=IntakeStatus.HELD,
            received_at=now,
            updated_at=now,
        )

    def complete(self, item: IntakeItem, completion: dict[str, str]) -> IntakeItem:
        """Take what a person filled in, and examine the item again: it is released when nothing is missing any more.

        completion: field names of `Metadata` to texts; an empty text takes a field back.
        """
        _check_open(item, "completed")
        merged = {**item.completion, **completion}
        kept = {field: text for field, text in merged.items() if text.strip()}
        return self.examine(item.model_copy(update={"completion": kept}), item)

    def release(self, item: IntakeItem, *, replace: bool = False) -> IntakeItem:
        """Examine what is held or failed once more, and send it on if nothing is missing.

        replace: it takes the place of the conversation that was loaded before under the same contact reference.
        """
        if not item.may_be_released:
            _check_open(item, "released")
        return self.examine(item, item, replace=replace)

    def dismiss(self, item: IntakeItem, dismissal: Dismissal) -> IntakeItem:
        """Put aside what is held or failed, for good unless somebody releases it or its files change."""
        _check_open(item, "dismissed")
        changes = {"status": IntakeStatus.DISMISSED, "dismissal": dismissal, "updated_at": dismissal.at}
        dismissed = item.model_copy(update=changes)
        self._save(dismissed, item)
        return dismissed.model_copy(update={"revision": dismissed.revision + 1})

    def examine(self, item: IntakeItem, before: IntakeItem | None, *, replace: bool = False) -> IntakeItem:
        """Gather what is known of the item; hold it with every reason, or send it into the pipeline."""
        examined = self._reader().examine(item, self._clock.now())
        known = item.model_copy(
            update={
                "metadata": examined.metadata,
                "agent_id": examined.agent_id,
                "recording": examined.recording or item.recording,
                "warnings": examined.warnings,
                "wordless": examined.wordless,
                "updated_at": self._clock.now(),
                "failure": None,
                "dismissal": None,
                "already_loaded": False,
            }
        )
        if examined.reasons:
            return self._hold(known, before, examined.reasons)
        return self._accept(known, before, examined, replace=replace)

    def _hold(self, item: IntakeItem, before: IntakeItem | None, reasons: tuple[HoldReason, ...]) -> IntakeItem:
        held = item.model_copy(update={"status": IntakeStatus.HELD, "reasons": reasons, "interaction_id": None})
        self._save(held, before)
        return held.model_copy(update={"revision": held.revision + 1})

    def _accept(
        self,
        item: IntakeItem,
        before: IntakeItem | None,
        examined: "Examined",
        *,
        replace: bool,
        instead_of: Claim | None = None,
    ) -> IntakeItem:
        # The same contact under another name is the same interaction; a transferred contact has one for each agent.
        interaction_id = derived_id("int", examined.contact_reference, examined.agent_id or "")
        accepted = item.model_copy(
            update={
                "status": IntakeStatus.PROCESSING,
                "reasons": (),
                "interaction_id": interaction_id,
                "attempt": item.attempt + 1,
            }
        )
        fingerprint = _content_hash(accepted)
        try:
            with Transaction(self._clock, self._ids) as transaction:
                self._put(transaction, accepted, before)
                if replace:
                    self._interactions.take_claim(transaction, interaction_id, item.id, fingerprint)
                else:
                    other = _Claimed("Another intake item has this interaction")
                    self._interactions.put_claim(
                        transaction, interaction_id, item.id, fingerprint, other, instead_of=instead_of
                    )
        except _Claimed:
            idle = None if instead_of else self._came_to_nothing(interaction_id)
            if idle is not None:
                return self._accept(item, before, examined, replace=False, instead_of=idle)
            return self._already_there(accepted, before, interaction_id, fingerprint)
        self._workflows.start_pipeline(accepted, transcription_of(accepted))
        if examined.new_queue is not None:
            self._names.learn(examined.new_queue)
            self._reader().learned(examined.new_queue)
        return accepted.model_copy(update={"revision": accepted.revision + 1})

    def _came_to_nothing(self, interaction_id: str) -> Claim | None:
        """The claim on the interaction, where nothing came of whose it is: it must not stand in another one's way.

        That failed, whatever was done with it since, or it was put aside or held again before there was an interaction.
        What it was to take the place of, and is still there, stays until a person says otherwise.
        """
        claim = self._interactions.claim(interaction_id)
        if claim is None:
            return None
        owner = self._store.item(claim.intake_id)
        if owner is None:
            return claim
        interaction = self._interactions.interaction(interaction_id)
        if interaction is None:
            return claim if owner.failure is not None or owner.status is not IntakeStatus.PROCESSING else None
        # Where its run went as far as an interaction, that lacks what failed.
        return claim if owner.failure is not None and interaction.source.intake_id == owner.id else None

    def _already_there(
        self, item: IntakeItem, before: IntakeItem | None, interaction_id: str, fingerprint: str
    ) -> IntakeItem:
        claim = self._interactions.claim(interaction_id)
        owner = self._store.item(claim[0]) if claim else None
        if claim is not None and claim[1] == fingerprint and (owner is None or owner.failure is None):
            same = item.model_copy(update={"status": IntakeStatus.LOADED, "already_loaded": True})
            self._save(same, before)
            return same.model_copy(update={"revision": same.revision + 1})
        sentence = (
            f'Another conversation with the contact reference "{item.metadata.contact_reference}" and this agent was '
            "loaded before. It can be released to take that one's place."
        )
        reason = HoldReason(code=HoldCode.DUPLICATE, field="contact_reference", sentence=sentence)
        return self._hold(item.model_copy(update={"attempt": item.attempt - 1}), before, (reason,))

    def settle(self, intake_id: str, attempt: int, failure: Failure | None) -> None:
        """The pipeline came to its end: the item is loaded, or failed with a reason.

        A run that a later one has overtaken settles nothing, and neither does one that makes up for something: its
        attempt is 0, and its conversation may have come in through no intake.
        """
        if attempt == 0:
            return
        item = self._store.item(intake_id)
        if item is None:
            raise NotFound("There is no such intake item")
        if item.attempt != attempt or item.status is not IntakeStatus.PROCESSING:
            return
        status = IntakeStatus.FAILED if failure else IntakeStatus.LOADED
        settled = item.model_copy(update={"status": status, "failure": failure, "updated_at": self._clock.now()})
        self._save(settled, item)

    def look_after(self, intake_id: str) -> datetime | None:
        """See to an item whose run should have settled it by now; returns when to look again, None where it has ended.

        A run that still goes on is left to its own time-out. One that never started is started under its name; one
        that ended or was lost without settling the item is started again under a new name, `MOST_ATTEMPTS` times in
        all; then the item has failed.
        """
        item = self._store.item(intake_id)
        if item is None or item.status is not IntakeStatus.PROCESSING:
            return None
        state = self._workflows.pipeline_state(item)
        try:
            if state == RUNNING:
                pass
            elif item.attempt >= MOST_ATTEMPTS:
                self.settle(item.id, item.attempt, GAVE_UP)
            elif state == UNKNOWN:
                self._workflows.start_pipeline(item, transcription_of(item))
            else:
                again = item.model_copy(update={"attempt": item.attempt + 1, "updated_at": self._clock.now()})
                self._save(again, item)
                self._workflows.start_pipeline(again, transcription_of(again))
        except (Conflict, Stale):
            # It moved on by itself meanwhile; what came of it has its own deadline, or none.
            pass
        return self._clock.now() + self._patience

    def _save(self, item: IntakeItem, before: IntakeItem | None) -> None:
        with Transaction(self._clock, self._ids) as transaction:
            self._put(transaction, item, before)

    def _put(self, transaction: Transaction, item: IntakeItem, before: IntakeItem | None) -> None:
        """Write the item; a run of the pipeline has a deadline for as long as it goes on."""
        self._store.put(transaction, item, before)
        if item.status is IntakeStatus.PROCESSING:
            schedule(transaction, InteractionRow, item_deadline(item, self._clock.now() + self._patience))
        elif before is not None and before.status is IntakeStatus.PROCESSING:
            unschedule(transaction, InteractionRow, ITEM_STALLED, item.id)

    def _begin_import(self, bucket: str, key: str, etag: str, size: int) -> None:
        import_id = derived_id("im", bucket, key, etag)
        bulk = self._store.bulk_import(import_id)
        if bulk is None:
            now = self._clock.now()
            bulk = BulkImport(
                id=import_id, bucket=bucket, key=key, etag=etag, size=size, received_at=now, started_at=now
            )
            with Transaction(self._clock, self._ids) as transaction:
                self._store.put_import(transaction, bulk)
                schedule(transaction, InteractionRow, import_deadline(bulk, now + self._patience))
        self._workflows.start_import(bulk)


def _check_open(item: IntakeItem, act: str) -> None:
    if item.erased_at is not None:
        raise Conflict("It was erased on request; it can't be taken in any more")
    if not item.open_to_change:
        raise Conflict(f"It is {item.status}; only what is held or failed can be {act}")


def _content_hash(item: IntakeItem) -> str:
    parts = [part.etag for part in (item.recording, item.transcript) if part is not None]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()
