"""When the objects of an erased conversation are removed."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.removal import removal

OBJECTS_REMOVED: Final = "interactions.objects.removed"
"""The kind of due work. Its subject is an interaction, or an intake item that never became one."""

_PIPELINE = timedelta(hours=4)
"""How long a run of the pipeline may take."""

_OBJECT = "object_"


def objects_to_remove(subject: str, keys: Iterable[str], now: datetime) -> Due:
    """The removal of objects. keys: `<bucket>/<key>`."""
    named = {f"{_OBJECT}{number}": key for number, key in enumerate(sorted({*keys}))}
    return removal(OBJECTS_REMOVED, subject, now=now, workflow=_PIPELINE, data=named)


def keys_in(due: Due) -> list[tuple[str, str]]:
    """Bucket and key of each object that is to be removed."""
    named = [str(value).partition("/") for name, value in due.data.items() if name.startswith(_OBJECT)]
    return [(bucket, key) for bucket, _, key in named]
