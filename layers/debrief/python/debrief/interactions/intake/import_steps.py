"""Bulk import: a JSON-lines object, cut into batches of bytes so that a broken line costs itself and not the run."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from debrief.interactions.intake.model import BulkImport, Failure, ImportCounts
from debrief.interactions.intake.receiving_service import GAVE_UP, MOST_ATTEMPTS, STALLED_AFTER, ReceivingService
from debrief.interactions.intake.store import IntakeStore
from debrief.interactions.intake.workflow_client import Workflows
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, NotFound, Stale
from debrief.kernel.ids import Ids
from debrief.kernel.model import Entity
from debrief.kernel.storage.objects import Line, ObjectStore, lines_in
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.workflows import RUNNING

LATEST_IMPORTS = 20
"""So many imports are looked after; older ones had their chance."""


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


def batches_of(lines: Sequence[Line], size: int) -> Iterator[Batch]:
    """Cut lines into batches of at most `size`; no line is lost or cut."""
    for first in range(0, len(lines), size):
        some = lines[first : first + size]
        yield Batch(first_line=some[0].number, start=some[0].start, end=some[-1].end, lines=len(some))


class ImportSteps:
    """Runs the steps of the `bulk_import` workflow; each may be run again without harm."""

    def __init__(
        self,
        store: IntakeStore,
        intake: ReceivingService,
        workflows: Workflows,
        bucket: Callable[[str], ObjectStore],
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._intake = intake
        self._workflows = workflows
        self._bucket = bucket
        self._clock = clock
        self._ids = ids

    def split(self, import_id: str, lines_per_batch: int) -> Split:
        """Find the lines of the object and write the manifest of batches beside it."""
        bulk = self._import(import_id)
        objects = self._bucket(bulk.bucket)
        lines = list(lines_in(objects.chunks(bulk.key)))
        manifest_key = f"manifests/{import_id}.json"
        body = "[" + ",".join(batch.model_dump_json() for batch in batches_of(lines, lines_per_batch)) + "]"
        objects.put(manifest_key, body.encode(), "application/json")
        self._save(bulk.model_copy(update={"lines": len(lines)}))
        return Split(manifest_key=manifest_key, lines=len(lines))

    def take(self, import_id: str, batch: Batch) -> int:
        """Give each line of a batch to the intake; returns how many there were."""
        bulk = self._import(import_id)
        raw = self._bucket(bulk.bucket).get(bulk.key, span=(batch.start, batch.end))
        found = list(lines_in([raw], first_number=batch.first_line, offset=batch.start))
        for line in found:
            text = raw[line.start - batch.start : line.end - batch.start + 1]
            self._intake.receive_line(bulk, line.number, (line.start, line.end), text)
        return len(found)

    def fail_batch(self, import_id: str, batch: Batch, failure: Failure) -> None:
        """A batch couldn't be read through: each of its lines that has no intake item yet gets a failed one."""
        bulk = self._import(import_id)
        raw = self._bucket(bulk.bucket).get(bulk.key, span=(batch.start, batch.end))
        for line in lines_in([raw], first_number=batch.first_line, offset=batch.start):
            text = raw[line.start - batch.start : line.end - batch.start + 1]
            self._intake.fail_line(bulk, line.number, (line.start, line.end), text, failure)

    def finish(self, import_id: str) -> ImportCounts:
        """All batches were gone through. Lines without an intake item would be lost: then the import has failed."""
        bulk = self._import(import_id)
        counts = self._store.counts(import_id)
        missing = (bulk.lines or 0) - counts.read
        if missing:
            self.fail(import_id, Failure(code="LinesMissing", sentence=f"{missing} lines could not be read."))
        return counts

    def fail(self, import_id: str, failure: Failure) -> None:
        """The import stopped; what was loaded before stays."""
        self._save(self._import(import_id).model_copy(update={"failure": failure}))

    def retry(self, bulk: BulkImport) -> BulkImport:
        """Go through an import again: lines that have an intake item stay as they are, missing ones are taken.

        Raises:
            Conflict: it still runs.
        """
        if self._workflows.import_state(bulk) == RUNNING:
            raise Conflict("The import still runs")
        again = bulk.model_copy(update={"failure": None, "attempt": bulk.attempt + 1, "started_at": self._clock.now()})
        self._save(again)
        self._workflows.start_import(again)
        return again.model_copy(update={"revision": again.revision + 1})

    def sweep(self, *, stalled_after: timedelta = STALLED_AFTER) -> int:
        """Start again the latest imports whose run was lost; returns how many."""
        lost = 0
        for bulk in self._store.imports(limit=LATEST_IMPORTS, start=None)[0]:
            stalled = bulk.started_at < self._clock.now() - stalled_after
            unread = bulk.lines is None or self._store.counts(bulk.id).read < bulk.lines
            if bulk.failure or not stalled or not unread or self._workflows.import_state(bulk) == RUNNING:
                continue
            lost += 1
            try:
                if bulk.attempt >= MOST_ATTEMPTS:
                    self.fail(bulk.id, GAVE_UP)
                else:
                    self.retry(bulk)
            except (Conflict, Stale):
                # Somebody retried it meanwhile, and the others wait.
                continue
        return lost

    def _import(self, import_id: str) -> BulkImport:
        bulk = self._store.bulk_import(import_id)
        if bulk is None:
            raise NotFound("There is no such import")
        return bulk

    def _save(self, bulk: BulkImport) -> None:
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put_import(transaction, bulk)
