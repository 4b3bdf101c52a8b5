"""Removing the objects of what was erased, whoever died after its row was emptied."""

from collections.abc import Callable
from datetime import datetime

from debrief.interactions.deadlines import keys_in, prefixes_in
from debrief.kernel.clock import Clock
from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.removal import next_removal
from debrief.kernel.storage.objects import ObjectStore


class ObjectRemoval:
    """Removes recordings, transcripts and what came with them. bucket: opens a bucket by its name."""

    def __init__(self, bucket: Callable[[str], ObjectStore], clock: Clock) -> None:
        self._bucket = bucket
        self._clock = clock

    def sweep(self, due: Due) -> datetime | None:
        """Remove what is named, and what begins as named; returns when to look again, None at the end."""
        for bucket, key in keys_in(due):
            objects = self._bucket(bucket)
            # Deleting what isn't there would leave a mark in the bucket that something was. Of the keys that begin so
            # the key itself comes first; asking for the object would need the right to read it.
            if key in objects.list(key, 1):
                objects.delete(key)
        left = [self._bucket(bucket).delete_below(prefix) for bucket, prefix in prefixes_in(due)]
        now = self._clock.now()
        return now if any(left) else next_removal(due, now)
