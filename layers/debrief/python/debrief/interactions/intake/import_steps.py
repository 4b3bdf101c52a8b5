"""Bulk import: a JSON-lines object, cut into batches of bytes so that a broken line costs itself and not the run."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.intake.bulk_form import BEGINNING, IS_EMPTY, not_lines
from debrief.interactions.intake.deadlines import IMPORT_STALLED, STALLED_AFTER, import_deadline
from debrief.interactions.intake.failures import failure_by
from debrief.interactions.intake.file_names import MANIFESTS
from debrief.interactions.intake.model import BulkImport, Failure, ImportCounts
from debrief.interactions.intake.receiving_service import GAVE_UP, MOST_ATTEMPTS, ReceivingService
from debrief.interactions.intake.store import IntakeStore
from debrief.interactions.intake.workflow_client import Workflows
from debrief.kernel.clock import Clock
from debrief.kernel.errors import NOT_ITS_FAULT, PASSING, Conflict, NotFound, Stale
from debrief.kernel.faults import log_fault
from debrief.kernel.ids import Ids
from debrief.kernel.model import Entity
from debrief.kernel.schedules.store import schedule, unschedule
from debrief.kernel.storage.objects import Line, ObjectStore, lines_in
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.workflows import RUNNING

MOST_BATCH_BYTES = 16 * 1024 * 1024
"""Bytes of a batch that is held in memory while its lines are read one by one."""


class Batch(Entity):
    """A stretch of a bulk object. start, end: its first and last byte; first_line: counted from 1; lines: not blank."""

    first_line: int
    start: int
    end: int
    lines: int


class Split(Entity):
    """Where the manifest lies, and how many lines there are in all."""

    manifest_key: str
    lines: int


def batches_of(lines: Iterable[Line], size: int, most_bytes: int = MOST_BATCH_BYTES) -> Iterator[Batch]:
    """Cut lines into batches of at most `size`; no line is lost or cut.

    A batch with more than `most_bytes` is a single line.
    """
    some: list[Line] = []
    for line in lines:
        if some and (len(some) == size or line.end - some[0].start >= most_bytes):
            yield _batch(some)
            some = []
        some.append(line)
    if some:
        yield _batch(some)


def _batch(lines: Sequence[Line]) -> Batch:
    return Batch(first_line=lines[0].number, start=lines[0].start, end=lines[-1].end, lines=len(lines))


class ImportSteps:
    """Runs the steps of the `bulk_import` workflow; each may be run again without harm.

    patience: for so long a run may go on before somebody looks whether it was lost.
    """

    def __init__(
        self,
        store: IntakeStore,
        intake: ReceivingService,
        workflows: Workflows,
        bucket: Callable[[str], ObjectStore],
        clock: Clock,
        ids: Ids,
        *,
        patience: timedelta = STALLED_AFTER,
    ) -> None:
        self._store = store
        self._intake = intake
        self._workflows = workflows
        self._bucket = bucket
        self._clock = clock
        self._ids = ids
        self._patience = patience

    def split(self, import_id: str, lines_per_batch: int) -> Split:
        """Find the lines of the object and write the manifest of batches beside it.

        What isn't lines of JSON has failed with one sentence, and none of its lines is taken.
        """
        bulk = self._import(import_id)
        objects = self._bucket(bulk.bucket)
        refused = not_lines(objects.get(bulk.key, first=BEGINNING)) if bulk.size else IS_EMPTY
        if refused is not None:
            return self._refuse(bulk, refused)
        manifest_key = f"{MANIFESTS}{import_id}.json"
        lines, batches = 0, []
        for batch in batches_of(lines_in(objects.chunks(bulk.key)), lines_per_batch):
            lines += batch.lines
            batches.append(batch.model_dump_json())
        objects.put(manifest_key, f"[{','.join(batches)}]".encode(), "application/json")
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put_import(transaction, bulk.model_copy(update={"lines": lines}))
        return Split(manifest_key=manifest_key, lines=lines)

    def _refuse(self, bulk: BulkImport, sentence: str) -> Split:
        """Nothing is taken of the object: an import of no lines, which has failed."""
        manifest_key = f"{MANIFESTS}{bulk.id}.json"
        self._bucket(bulk.bucket).put(manifest_key, b"[]", "application/json")
        failure = Failure(code="NotLines", sentence=sentence)
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put_import(transaction, bulk.model_copy(update={"lines": 0, "failure": failure}))
        return Split(manifest_key=manifest_key, lines=0)

    def take(self, import_id: str, batch: Batch) -> int:
        """Give each line of a batch to the intake; returns how many there were.

        A line that can't be taken is written down with its reason, and the others go on. What may pass (`PASSING`) is
        raised at the end: the batch is tried again, and lines that were taken stay as they are.
        """
        bulk = self._import(import_id)
        found = 0
        passing: Exception | None = None
        for line, digest in self._lines(bulk, batch):
            found += 1
            span = (line.start, line.end)
            try:
                self._take_line(bulk, line.number, span, digest)
            except PASSING as error:
                passing = passing or error
        if passing is not None:
            raise passing
        return found

    def _take_line(self, bulk: BulkImport, number: int, span: tuple[int, int], digest: str) -> None:
        try:
            self._intake.receive_line(bulk, number, span, digest)
        except NOT_ITS_FAULT:
            raise
        except Exception as error:
            log_fault("a line can't be taken", error, import_id=bulk.id, line=number)
            self._intake.fail_line(bulk, number, span, digest, failure_by(error))

    def _lines(self, bulk: BulkImport, batch: Batch) -> Iterator[tuple[Line, str]]:
        """The lines of a batch, each with the digest of its bytes."""
        objects, span = self._bucket(bulk.bucket), (batch.start, batch.end)
        if batch.end - batch.start >= MOST_BATCH_BYTES:
            # A line that long may be too long for the memory there is: it is only looked through.
            digest = hashlib.sha256()
            for chunk in objects.chunks(bulk.key, span=span):
                digest.update(chunk)
            yield Line(batch.first_line, batch.start, batch.end), digest.hexdigest()
            return
        raw = objects.get(bulk.key, span=span)
        for line in lines_in([raw], first_number=batch.first_line, offset=batch.start):
            text = memoryview(raw)[line.start - batch.start : line.end - batch.start + 1]
            yield line, hashlib.sha256(text).hexdigest()

    def fail_batch(self, import_id: str, batch: Batch, failure: Failure) -> None:
        """A batch couldn't be read through: each of its lines that has no intake item yet gets a failed one."""
        bulk = self._import(import_id)
        for line, digest in self._lines(bulk, batch):
            self._intake.fail_line(bulk, line.number, (line.start, line.end), digest, failure)

    def finish(self, import_id: str) -> ImportCounts:
        """All batches were gone through. Lines without an intake item would be lost: then the import has failed."""
        bulk = self._import(import_id)
        counts = self._store.counts(import_id)
        missing = (bulk.lines or 0) - counts.read
        if missing:
            self.fail(import_id, Failure(code="LinesMissing", sentence=f"{missing} lines could not be read."))
        else:
            with Transaction(self._clock, self._ids) as transaction:
                unschedule(transaction, InteractionRow, IMPORT_STALLED, import_id)
        return counts

    def fail(self, import_id: str, failure: Failure) -> None:
        """The import stopped; what was loaded before stays."""
        failed = self._import(import_id).model_copy(update={"failure": failure})
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put_import(transaction, failed)
            unschedule(transaction, InteractionRow, IMPORT_STALLED, import_id)

    def retry(self, bulk: BulkImport) -> BulkImport:
        """Go through an import again: lines that have an intake item stay as they are, missing ones are taken.

        Raises:
            Conflict: it still runs.
        """
        if self._workflows.import_state(bulk) == RUNNING:
            raise Conflict("The import still runs")
        now = self._clock.now()
        again = bulk.model_copy(update={"failure": None, "attempt": bulk.attempt + 1, "started_at": now})
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put_import(transaction, again)
            schedule(transaction, InteractionRow, import_deadline(again, now + self._patience))
        self._workflows.start_import(again)
        return again.model_copy(update={"revision": again.revision + 1})

    def look_after(self, import_id: str) -> datetime | None:
        """See to an import whose run should have ended by now; returns when to look again, None where it has ended.

        A run that still goes on is left to its own time-out. One that was lost with lines unread is started again,
        `MOST_ATTEMPTS` times in all; then the import has failed.
        """
        bulk = self._store.bulk_import(import_id)
        if bulk is None or bulk.failure is not None:
            return None
        if bulk.lines is not None and self._store.counts(bulk.id).read >= bulk.lines:
            return None
        if self._workflows.import_state(bulk) != RUNNING:
            try:
                if bulk.attempt >= MOST_ATTEMPTS:
                    self.fail(bulk.id, GAVE_UP)
                else:
                    self.retry(bulk)
            except (Conflict, Stale):
                # Somebody retried it meanwhile, and that run has its own deadline.
                pass
        return self._clock.now() + self._patience

    def _import(self, import_id: str) -> BulkImport:
        bulk = self._store.bulk_import(import_id)
        if bulk is None:
            raise NotFound("There is no such import")
        return bulk
