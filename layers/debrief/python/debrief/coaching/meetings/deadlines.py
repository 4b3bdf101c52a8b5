"""When the report of a 1-to-1 may be made by night: the last night before it, in the account's time zone.

Whether the account wants that is asked when it is due, so that switching it on holds for what was scheduled before.
"""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zlib import crc32

from debrief.kernel.calendar import day_of, instant_on
from debrief.kernel.schedules.model import Due

if TYPE_CHECKING:
    from debrief.coaching.meetings.model import Meeting

EVE: Final = "coaching.meeting.eve"
"""The kind of due work; its subject is the meeting."""

_FROM: Final = time(1, 0)
_SPREAD_MINUTES: Final = 180
"""From one to four o'clock, so that a large account's reports aren't all asked for in the same minute."""

_AT_LEAST_BEFORE: Final = timedelta(hours=5)
"""Before a 1-to-1 that begins earlier in the day than this after midnight, it is the night before that one."""


def eve(meeting: "Meeting", time_zone: str, now: datetime) -> Due | None:
    """The instant in the night before the meeting; None where it isn't to come, or that night is over.

    Colleagues who meet talk about no report.
    """
    if meeting.status != "scheduled" or meeting.colleague_id is not None:
        return None
    day = day_of(meeting.scheduled_at - _AT_LEAST_BEFORE, time_zone)
    at = instant_on(day, _FROM, time_zone) + timedelta(minutes=crc32(meeting.id.encode()) % _SPREAD_MINUTES)
    return Due(kind=EVE, subject=meeting.id, at=at) if at > now else None
