"""Clashes, quiet times, shifts and feeds as the API shows them."""

from datetime import date
from typing import Literal

from debrief.coaching.scheduling.availability import ClashKind, Who
from debrief.coaching.scheduling.forecast import HourFigure
from debrief.coaching.scheduling.model import Shift, ShiftSource
from debrief.kernel.clock import Instant
from debrief.kernel.errors import FieldError
from debrief.kernel.model import Entity

Whose = Literal["team", "everyone"]


class ClashView(Entity):
    """What stands against a time; nothing is refused for it.

    who: whose it is. kind: another 1-to-1, or a time outside their shifts. start, end: of the other 1-to-1, or of what
    lies outside. meeting_id: of a 1-to-1 that the caller may see.
    """

    who: Who
    who_name: str
    kind: ClashKind
    start: Instant
    end: Instant
    meeting_id: str | None = None


class Clashes(Entity):
    """All that stands against a time, the earliest first. shifts_unknown: of whom no shifts are known that week."""

    items: tuple[ClashView, ...]
    shifts_unknown: tuple[Who, ...]


class VolumeBasis(Entity):
    """What a forecast rests on.

    whose: the volume of the participant's team, or of everyone. missed: by how many conversations an hour of a past
    week, foretold from the other weeks, was missed on average; mean: conversations in an average hour. days: past days
    that count; days_left_out: those that don't, since they were counted before their hours were.
    """

    whose: Whose
    team_id: str | None
    missed: float
    mean: float
    days: int
    days_left_out: int
    explanation: str


class VolumeForecast(VolumeBasis):
    """What each hour of a week is likely to bring. hours: those of which enough weeks are known."""

    hours: tuple[HourFigure, ...]


class SlotView(Entity):
    """A time for a 1-to-1. expected: conversations that are likely to begin while it lasts, and the error of that; none
    where nothing is foretold. reasons: why it is here, as sentences.
    """

    start: Instant
    end: Instant
    expected: float | None
    error: float | None
    reasons: tuple[str, ...]


class Slots(Entity):
    """The best times, the best first. free: times that suit both, which these were chosen from."""

    items: tuple[SlotView, ...]
    free: int
    volume: VolumeBasis


class ShiftWeekView(Entity):
    """All shifts of a person that begin in a week; none: they are known to be off. week: its Monday."""

    week: date
    shifts: tuple[Shift, ...]
    source: ShiftSource
    imported_by: str
    imported_at: Instant


class ShiftWeeks(Entity):
    """The weeks of which somebody's shifts are known."""

    user_id: str
    items: tuple[ShiftWeekView, ...]


class ShiftImport(Entity):
    """How far a file of shifts is.

    total: weeks of people in it; done: those that were seen to by now. next: where to go on, by sending the file again;
    none at the end. written, unchanged: of this step. errors: all that is wrong with the file, with row and column;
    whoever has a wrong row keeps the shifts that they had on that day. errors_left_out: more than are told.
    """

    total: int
    done: int
    next: int | None
    written: int
    unchanged: int
    errors: tuple[FieldError, ...]
    errors_left_out: int = 0


class CalendarImport(Entity):
    """What a calendar's events became. weeks: that were replaced; first, last: the Mondays of the first and the last.

    left_out: events of whole days, cancelled ones, and those that leave the time free. errors: events not understood.
    """

    events: int
    shifts: int
    weeks: int
    first: date | None
    last: date | None
    left_out: int
    errors: tuple[FieldError, ...]


class FeedView(Entity):
    """Whether the caller's calendar has a secret address, and since when."""

    open: bool
    made_at: Instant | None


class NewFeed(FeedView):
    """A new address, told this once. path: below the API's own address."""

    path: str
