"""What the upload of a bulk file says of each of its lines (S2.1)."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from debrief.interactions.formats.metadata import FIELDS, FoundIn, Metadata, metadata_from
from debrief.interactions.intake.model import IntakeItem
from debrief.kernel.storage.objects import ObjectStore

REMEMBERED: Final = timedelta(seconds=5)
"""For so long the metadata of one file is remembered: it has very many lines, each of which would ask for it."""

_OF_MANY: Final = frozenset({"agent_reference", "queue", "channel", "direction", "language", "agent_channel"})
"""Fields that may be the same in all lines of a bulk file."""


class BulkMetadataReader:
    """Reads the metadata of bulk files.

    bucket: gives the store of a bucket by name.
    """

    def __init__(self, bucket: Callable[[str], ObjectStore]) -> None:
        self._bucket = bucket
        self._at: datetime | None = None
        self._of = ("", "")
        self._raw: Mapping[str, str] = {}

    def of_line(self, item: IntakeItem, time_zone: str, now: datetime) -> tuple[Metadata, tuple[str, ...]]:
        """What holds for a line, which is weaker than what it says itself, and sentences about what can't.

        Nothing for what is no line of a bulk file.
        """
        if item.import_id is None or item.transcript is None:
            return Metadata(), ()
        of = (item.bucket, item.transcript.key)
        if self._at is None or self._of != of or not timedelta() <= now - self._at < REMEMBERED:
            head = self._bucket(item.bucket).head(item.transcript.key)
            self._at, self._of, self._raw = now, of, head.metadata if head is not None else {}
        return _of_all_lines(metadata_from(self._raw, FoundIn.OBJECT_METADATA, time_zone))


def _of_all_lines(told: Metadata) -> tuple[Metadata, tuple[str, ...]]:
    """Of metadata that came with a bulk file, what may hold for each line; and what was left out, as a sentence."""
    given = [field for field in FIELDS if getattr(told, field) not in (None, ())]
    kept = {field: getattr(told, field) for field in given if field in _OF_MANY}
    unread = {field: why for field, why in told.unread.items() if field in _OF_MANY}
    found = Metadata(
        **kept,
        agent_also=told.agent_also if "agent_reference" in kept else (),
        found_in=dict.fromkeys(kept, FoundIn.OBJECT_METADATA),
        unread=unread,
        written={field: text for field, text in told.written.items() if field in unread},
    )
    left_out = [field.removesuffix("_ms").replace("_", " ") for field in given if field not in _OF_MANY]
    if not left_out:
        return found, ()
    sentence = f"The upload of its file gives {', '.join(left_out)} for all lines, which belongs to one conversation"
    return found, (f"{sentence}: it was left out.",)
