"""The routes of scheduling: clashes, quiet times, shifts, calendars (S4.13)."""

import base64
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field, model_validator

from api.coaching_api.wiring import access, app, clock, cursors, ids, people
from debrief.coaching.fields import Reference
from debrief.coaching.meetings.drafts import HALF_AN_HOUR_MS
from debrief.coaching.meetings.model import DurationMs
from debrief.coaching.scheduling.views import (
    CalendarImport,
    Clashes,
    FeedView,
    NewFeed,
    ShiftImport,
    ShiftWeeks,
    Slots,
    VolumeForecast,
)
from debrief.kernel.auth import Permission
from debrief.kernel.clock import Day, Instant
from debrief.kernel.errors import FieldError, Malformed
from debrief.kernel.lazy import Lazy
from debrief.kernel.model import Entity
from debrief.kernel.web.api import SIGNED_IN, Gives, nothing

if TYPE_CHECKING:
    from debrief.coaching.scheduling.service import Two
    from debrief.coaching.scheduling.wiring import Scheduling

COACH = Permission.COACHING_MANAGE
CALENDAR = "text/calendar"
Moved = Annotated[
    str | None,
    Query(
        description="The 1-to-1 that is moved: it is of those who meet in it, and its own time stands against nothing"
    ),
]


def _scheduling() -> "Scheduling":
    from debrief.coaching.scheduling.wiring import scheduling_services

    return scheduling_services(people, access, cursors, clock, ids)


scheduling = Lazy(_scheduling)


class ShiftFile(Entity):
    """A file: `text`, or in base64 its bytes as `file`."""

    text: str | None = None
    file: str | None = None

    @model_validator(mode="after")
    def _check(self) -> "ShiftFile":
        if (self.text is None) == (self.file is None):
            raise ValueError("needs either text or file")
        return self

    def content(self) -> str | bytes:
        """The text, or the bytes. Raises Malformed where `file` isn't base64."""
        if self.file is None:
            return self.text or ""
        try:
            return base64.b64decode(self.file, validate=True)
        except ValueError as error:
            mistake = FieldError(pointer="/file", message="must be base64")
            raise Malformed("The file isn't sent in base64", errors=[mistake]) from error


class ShiftTable(ShiftFile):
    """A table of shifts. after: where to go on, as `next` of the answer before told it."""

    after: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class PersonalCalendar(ShiftFile):
    """A person's calendar, for their shifts."""

    user_id: Reference


@app.on("GET", "/meetings/clashes", allow=COACH)
def list_clashes(
    scheduled_at: Instant,
    participant_id: str | None = None,
    facilitator_id: str | None = None,
    duration_ms: Annotated[DurationMs, Query()] = HALF_AN_HOUR_MS,
    meeting_id: Moved = None,
) -> Clashes:
    """What stands against a time for a 1-to-1: other 1-to-1s of both, and their shifts. Nothing is refused for it.

    Of two colleagues the one who helps stands as facilitator.
    """
    times = scheduling().times
    if meeting_id is not None:
        return times.against(app.caller, _moved(meeting_id, duration_ms), scheduled_at, meeting_id)
    return times.clashes(app.caller, _two(participant_id, facilitator_id, duration_ms), scheduled_at)


@app.on("GET", "/meetings/slots", allow=COACH)
def list_slots(
    first_day: Day,
    last_day: Day,
    participant_id: str | None = None,
    facilitator_id: str | None = None,
    duration_ms: Annotated[DurationMs, Query()] = HALF_AN_HOUR_MS,
    meeting_id: Moved = None,
) -> Slots:
    """The quietest times for a 1-to-1 in up to 31 days, both included, within both people's shifts."""
    times = scheduling().times
    if meeting_id is not None:
        return times.quiet_times(app.caller, _moved(meeting_id, duration_ms), first_day, last_day, meeting_id)
    return times.slots(app.caller, _two(participant_id, facilitator_id, duration_ms), first_day, last_day)


@app.on("GET", "/meetings/volume", allow=COACH)
def get_volume_forecast(participant_id: str) -> VolumeForecast:
    """How many conversations each hour of the week is likely to bring, and how far off that was."""
    return scheduling().times.forecast(app.caller, participant_id)


@app.on("GET", "/meetings/<meeting_id>/calendar", allow=SIGNED_IN, gives=Gives(CALENDAR, {"type": "string"}))
def get_meeting_calendar(meeting_id: str) -> Response[str]:
    """A 1-to-1 as a file for a calendar program."""
    meeting = scheduling().meetings.readable(app.caller, meeting_id).meeting
    headers = {"Content-Disposition": f'attachment; filename="1-to-1-{meeting.id}.ics"'}
    text = scheduling().feeds.file_of(app.caller, meeting)
    return Response(status_code=200, content_type=f"{CALENDAR}; charset=utf-8", body=text, headers=headers)


@app.on("GET", "/shifts", allow=SIGNED_IN)
def list_shifts(user_id: str, first_day: Day, last_day: Day) -> ShiftWeeks:
    """The weeks of which somebody's shifts are known, that touch some days."""
    return scheduling().shifts.list_weeks(app.caller, user_id, first_day, last_day)


@app.on("GET", "/shifts/template", allow=COACH, gives=Gives("text/csv", {"type": "string"}))
def get_shift_template() -> Response[str]:
    """A CSV file with the columns of an import and sample rows."""
    from debrief.coaching.scheduling.sheet import TEMPLATE

    return Response(status_code=200, content_type="text/csv; charset=utf-8", body=TEMPLATE)


@app.on("POST", "/shifts/imports", allow=COACH, most_bytes=None)
def import_shifts(body: ShiftTable) -> ShiftImport:
    """Take in a table of shifts, a thousand weeks of people at a time: send it again until there is no next.

    Up to 50,000 rows. Whoever has a row in a week has no other shifts in that week. People with a wrong row in a week
    keep what they had in it; every mistake is told with its row and column. Sending a file twice changes nothing.
    """
    return scheduling().shifts.import_table(app.caller, body.content(), body.after)


@app.on("POST", "/shifts/calendars", allow=COACH, most_bytes=None)
def import_shift_calendar(body: PersonalCalendar) -> CalendarImport:
    """Take in a person's calendar (iCalendar) for their shifts: each event is a time at which they work."""
    return scheduling().shifts.import_calendar(app.caller, body.user_id, body.content())


@app.on("GET", "/calendar-feeds/mine", allow=SIGNED_IN)
def get_calendar_feed() -> FeedView:
    """Whether the caller's 1-to-1s can be read at a secret address, and since when; the address is told only once."""
    return scheduling().feeds.state(app.caller)


@app.on("PUT", "/calendar-feeds/mine", allow=SIGNED_IN)
def make_calendar_feed() -> NewFeed:
    """Make a new secret address for the caller's 1-to-1s; the one before opens nothing any more."""
    return scheduling().feeds.make(app.caller)


@app.on("POST", "/calendar-feeds/mine/revocation", allow=SIGNED_IN, status=204)
def revoke_calendar_feed() -> Response[None]:
    """Let the caller's secret address open nothing any more."""
    scheduling().feeds.revoke(app.caller)
    return nothing()


def _two(participant_id: str | None, facilitator_id: str | None, duration_ms: int) -> "Two":
    from debrief.coaching.scheduling.service import Two

    if participant_id is None:
        mistake = FieldError(pointer="?participant_id", message="is needed, or the 1-to-1 that is moved")
        raise Malformed("Say who are to meet", errors=[mistake])
    return Two(participant_id, facilitator_id or app.caller.user_id, timedelta(milliseconds=duration_ms))


def _moved(meeting_id: str, duration_ms: int) -> "Two":
    from debrief.coaching.scheduling.service import two_of

    meeting = scheduling().meetings.to_lead(app.caller, meeting_id, "edit").meeting
    return two_of(meeting, timedelta(milliseconds=duration_ms))
