"""The same thing isn't told again within a time: what "the same" is, and when it counts as a repeat.

The same is what would read the same: kind, thing, whose doing, and all that it says. A 1-to-1 that is moved twice is
told twice; an evaluation that was changed twice within an hour is not. A pattern of calls that went and came again of
the same criterion is told once, though it is another flag. The console's own list is complete all the same.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from debrief.notices.criteria import criterion_key
from debrief.notices.model import Notice, NoticeKind


def fingerprint(notice: Notice, recipient_ids: Iterable[str] = ()) -> str:
    """What notices have in common that tell the same, to the same people: 128 bits of SHA-256."""
    about, parameters = notice.about, notice.parameters
    if (criterion := criterion_key(notice)) and notice.kind == NoticeKind.FLAG_PATTERN:
        about, parameters = criterion, {"agent_id": parameters.get("agent_id", "")}
    told = [notice.kind, about, notice.actor_id, sorted(parameters.items()), sorted(recipient_ids)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def is_repeat(
    before: tuple[str, datetime] | None, id: str, at: datetime, hours: int, withdrawn_at: datetime | None
) -> bool:
    """Whether what is told at `at` was told before, within so many hours.

    before: id and instant of what was told last under the same fingerprint. Hearing the very same one again is no
    repeat. withdrawn_at: until when what was told of it was taken back: after that it is news again.
    """
    if before is None or hours == 0 or before[0] == id:
        return False
    if withdrawn_at is not None and withdrawn_at >= before[1]:
        return False
    return abs(at - before[1]) < timedelta(hours=hours)
