"""The calendar file that goes along with an e-mail about a 1-to-1: an invitation, an update of it, or its end.

It is made from what the notice carries, as everything in the e-mail is, and says no more than that: with whom and when.
What the 1-to-1 is about stays behind the sign-in. Debrief itself is the organiser, by the address that it sends from:
nobody's own address is told to anybody, and there is nobody to answer.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from debrief.kernel.calendar import LAST_DAY
from debrief.kernel.clock import parse_instant
from debrief.kernel.icalendar.writing import Attendee, CalendarEvent, Method, calendar_text
from debrief.notices.kinds import path
from debrief.notices.mails import Invitation
from debrief.notices.model import Notice, NoticeKind
from debrief.notices.wording import SOMEBODY

ORGANIZER_NAME: Final = "Debrief"

_METHODS: Final[Mapping[str, Method]] = {
    NoticeKind.MEETING_SCHEDULED.value: "REQUEST",
    NoticeKind.MEETING_MOVED.value: "REQUEST",
    NoticeKind.MEETING_CHANGED.value: "REQUEST",
    NoticeKind.MEETING_CANCELLED.value: "CANCEL",
}


def uid_of(meeting_id: str) -> str:
    """What a calendar knows a 1-to-1 by, whichever file it came in, for good."""
    return f"{meeting_id}@debrief"


def invitation_of(
    notice: Notice, names: Mapping[str, str], *, recipient: Attendee, time_zone: str, console_url: str, organizer: str
) -> Invitation | None:
    """The file for the recipient's calendar; None for notices that aren't about a time, or of before there were files.

    organizer: the address that Debrief sends from.
    """
    method = _METHODS.get(notice.kind)
    told = notice.parameters
    if method is None or not organizer or not {"scheduled_at", "duration_ms", "sequence"} <= told.keys():
        return None
    try:
        start = parse_instant(told["scheduled_at"])
        lasts, sequence = timedelta(milliseconds=int(told["duration_ms"])), int(told["sequence"])
    except ValueError:
        return None
    if start.date() > LAST_DAY:
        return None
    event = CalendarEvent(
        uid=uid_of(notice.about),
        sequence=sequence,
        stamp=notice.at,
        start=start,
        end=start + lasts,
        summary=f"1-to-1 with {names.get(told.get('other_id', ''), SOMEBODY)}",
        description=f"Open it in Debrief: {console_url}{path(notice)}",
        url=f"{console_url}{path(notice)}",
        organizer=Attendee(ORGANIZER_NAME, organizer),
        attendees=(recipient,),
        cancelled=method == "CANCEL",
        busy=told.get("manner") != "asynchronous",
    )
    return Invitation(
        name="cancelled.ics" if method == "CANCEL" else "invitation.ics",
        media_type=f"text/calendar; charset=utf-8; method={method}",
        content=calendar_text([event], time_zone=time_zone, method=method),
    )
