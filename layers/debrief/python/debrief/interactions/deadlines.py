"""When the objects of an erased conversation are removed."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.removal import removal

OBJECTS_REMOVED: Final = "interactions.objects.removed"
"""The kind of due work. Its subject is an interaction or an intake item, `#` and which of its objects are removed."""

_PIPELINE = timedelta(hours=4)
"""How long a run of the pipeline may take."""

# The second is called so in work that was written before.
_OBJECT, _PREFIX = "object_", "folder_"


def objects_to_remove(subject: str, keys: Iterable[str], now: datetime, prefixes: Iterable[str] = ()) -> Due:
    """The removal of objects. keys: `<bucket>/<key>`. prefixes: `<bucket>/<prefix>`; all whose keys begin so go.

    Work for other objects of the same subject stays beside it; work for the same ones is begun again.
    """
    named = {
        f"{kind}{number}": place
        for kind, places in ((_OBJECT, keys), (_PREFIX, prefixes))
        for number, place in enumerate(sorted({*places}))
    }
    # The keys are nowhere else: under the subject alone, a second erasure would overwrite those of the first.
    which = hashlib.sha256("\n".join(named.values()).encode()).hexdigest()
    return removal(OBJECTS_REMOVED, f"{subject}#{which}", now=now, workflow=_PIPELINE, data=named)


def keys_in(due: Due) -> list[tuple[str, str]]:
    """Bucket and key of each object that is to be removed."""
    return _named(due, _OBJECT)


def prefixes_in(due: Due) -> list[tuple[str, str]]:
    """Bucket and prefix of all that is to be removed because its key begins so."""
    return _named(due, _PREFIX)


def _named(due: Due, kind: str) -> list[tuple[str, str]]:
    places = [str(value).partition("/") for name, value in due.data.items() if name.startswith(kind)]
    return [(bucket, key) for bucket, _, key in places]
