"""What the upload of a bulk file says of each of its lines (S2.1)."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from debrief.interactions.formats.metadata import FIELDS, FoundIn, Metadata
from debrief.interactions.formats.metadata_values import metadata_from
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
        told = metadata_from(self._raw, FoundIn.OBJECT_METADATA, time_zone)
        # What gives way to a line's own queue says something all the same.
        beside = {key: each for key, each in self._raw.items() if _is_beside(key)}
        return _of_all_lines(told.model_copy(update={"further": {**beside, **told.further}}))


_BESIDE_QUEUE: Final = ("campaign", "skill", "skillgroup")


def _is_beside(key: str) -> bool:
    plain = "".join(letter for letter in key.casefold() if letter.isalnum())
    return plain.removeprefix("xamzmeta") in _BESIDE_QUEUE


def _of_all_lines(told: Metadata) -> tuple[Metadata, tuple[str, ...]]:
    """Of metadata that came with a bulk file, what may hold for each line; and what was left out, as sentences.

    Nothing of it is dropped without a word: what means nothing here is kept as it is of each line, what can't be read
    or is too large is told, and holds where it is missing.
    """
    given = [field for field in FIELDS if getattr(told, field) not in (None, ())]
    kept = {field: getattr(told, field) for field in given if field in _OF_MANY}
    unread = {field: why for field, why in told.unread.items() if field in _OF_MANY}
    too_large = {field: why for field, why in told.too_large.items() if field in _OF_MANY}
    found = Metadata(
        **kept,
        agent_also=told.agent_also if "agent_reference" in kept else (),
        found_in=dict.fromkeys(kept, FoundIn.OBJECT_METADATA),
        unread=unread,
        written={field: text for field, text in told.written.items() if field in unread},
        too_large=too_large,
        further=told.further,
    )
    said = []
    left_out = [*(field for field in given if field not in _OF_MANY), *(["crm_links"] if told.crm_links else [])]
    if left_out:
        names = ", ".join(_called(field) for field in left_out)
        sentence = f"The upload of its file gives {names} for all lines, which belongs to one conversation"
        said.append(f"{sentence}: it was left out.")
    said += [
        f"The upload of its file gives {_called(field)} for all lines, which can't be taken: {why}; it was left out."
        for field, why in (*told.unread.items(), *told.too_large.items())
        if field not in _OF_MANY
    ]
    return found, tuple(said)


def _called(field: str) -> str:
    names = {"crm_links": "links to the CRM", "further": "further values"}
    return names.get(field) or field.removesuffix("_ms").replace("_", " ")
