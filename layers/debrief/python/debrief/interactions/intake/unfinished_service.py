"""Uploads that were left behind: under a name that their program would have changed when it was done (S2.1)."""

from collections.abc import Callable

from debrief.interactions.intake.file_names import Part, Unit
from debrief.interactions.intake.hold_reasons import nothing_to_load
from debrief.interactions.intake.model import IntakeItem, IntakeStatus, StoredObject
from debrief.interactions.intake.store import IntakeStore
from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.model import Due
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.storage.transactions import Transaction


class UnfinishedUploads:
    """Holds what was left behind, so that somebody hears of it. bucket: gives the store of a bucket by name."""

    def __init__(self, store: IntakeStore, bucket: Callable[[str], ObjectStore], clock: Clock, ids: Ids) -> None:
        self._store = store
        self._bucket = bucket
        self._clock = clock
        self._ids = ids

    def look(self, due: Due) -> None:
        """See to an upload a day after its last byte: renamed, it is gone; else it is held. Once, however often asked.

        Whether it is there is told by its bucket's list, for which nobody has to be let read recordings.
        """
        bucket, key = str(due.data["bucket"]), str(due.data["key"])
        if key not in self._bucket(bucket).list(key, 1) or self._store.item(due.subject) is not None:
            return
        now = self._clock.now()
        left = StoredObject(key=key, etag=str(due.data["etag"]), size=int(str(due.data["size"])))
        item = IntakeItem(
            id=due.subject,
            bucket=bucket,
            unit_key=Unit(key, Part.UNFINISHED).unit_key,
            unsupported=left,
            status=IntakeStatus.HELD,
            received_at=now,
            updated_at=now,
        )
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put(transaction, item.model_copy(update={"reasons": (nothing_to_load(item),)}), None)
