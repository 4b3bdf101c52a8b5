"""Shifts, and the addresses of calendars (S4.13)."""

from datetime import date, datetime
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, StringConstraints, model_validator

from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity

ShiftSource = Literal["csv", "icalendar"]
MOST_SHIFTS = 50
"""Of a person in a week."""


class Shift(Entity):
    """When somebody works: from `start` on, before `end`."""

    start: Instant
    end: Instant

    @model_validator(mode="after")
    def _check(self) -> "Shift":
        if self.end <= self.start:
            raise ValueError("must end after it begins")
        return self


class ShiftWeek(Aggregate):
    """All shifts of a person that begin in one week; a week without any is one in which they are known to be off.

    week: its Monday, in the account's time zone. source: the kind of file they came in.
    """

    user_id: str
    week: date
    shifts: Annotated[tuple[Shift, ...], Field(max_length=MOST_SHIFTS)] = ()
    source: ShiftSource
    imported_by: str
    imported_at: Instant


Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Feed(Aggregate):
    """That a person's 1-to-1s can be read at a secret address.

    digest: SHA-256 of the secret, which is kept nowhere; none once it was revoked. made_at: when the address was made.
    """

    user_id: str
    digest: Digest | None = None
    made_at: Instant | None = None


class Span(NamedTuple):
    """A stretch of time: from `start` on, before `end`."""

    start: datetime
    end: datetime

    def meets(self, other: "Span") -> bool:
        """Whether both have a moment in common."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: "Span") -> bool:
        """Whether all of the other lies in it."""
        return self.start <= other.start and other.end <= self.end
