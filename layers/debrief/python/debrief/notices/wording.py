"""What a sentence of a notice is made of: names as they are when it is read, instants and days as a person says
them.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from debrief.kernel.calendar import zone
from debrief.kernel.clock import parse_instant
from debrief.notices.criteria import SCORECARD, criterion_key
from debrief.notices.model import Notice

SOMEBODY: Final = "Somebody"
"""Whose name is no longer known."""

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Wording(NamedTuple):
    """What a sentence is made of. names: of people, by id, and where they were looked up, of scorecards, by
    id, and of criteria, by `criterion_key`; time_zone: the account's, an IANA name."""

    notice: Notice
    names: Mapping[str, str]
    time_zone: str

    @property
    def actor(self) -> str:
        """Whose doing it is."""
        return self.name(self.notice.actor_id)

    def name(self, user_id: str | None) -> str:
        """Somebody's name."""
        return self.names.get(user_id or "", SOMEBODY)

    @property
    def criterion(self) -> str:
        """The criterion that it is about, in quotation marks; empty where that isn't known here."""
        name = self.names.get(criterion_key(self.notice), "")
        return f"“{name}”" if name else ""

    @property
    def scorecard(self) -> str:
        """The scorecard that it is about, in quotation marks; empty where that isn't known here."""
        name = self.names.get(self.parameter(SCORECARD), "")
        return f"“{name}”" if name else ""

    def of_conversation(self, before: str = " of the conversation on ") -> str:
        """Of which conversation an evaluation is; empty in notices from before they told."""
        return f"{before}{self.instant('started_at')}" if self.parameter("started_at") else ""

    def parameter(self, name: str) -> str:
        """A parameter of the notice; empty where it isn't there."""
        return self.notice.parameters.get(name, "")

    def instant(self, name: str) -> str:
        """A parameter that is an instant, as a person says it: "Thursday 3 December 2026, 14:00"."""
        return self.moment(self.parameter(name))

    def moment(self, instant: str) -> str:
        """An instant as a person says it."""
        try:
            at = parse_instant(instant).astimezone(zone(self.time_zone))
        except ValueError:
            return "a time unknown"
        return f"{_DAYS[at.weekday()]} {_day(at)}, {at:%H:%M}"

    def until(self, name: str) -> str:
        """A parameter that is an instant until which something is due: "the end of Thursday 3 December 2026" where it
        ends with a day, in its last minute or at the midnight after it; else as any instant."""
        instant = self.parameter(name)
        try:
            at = parse_instant(instant).astimezone(zone(self.time_zone))
        except ValueError:
            return self.moment(instant)
        before, after = at - timedelta(milliseconds=1), at + timedelta(minutes=1)
        if before.date() == after.date():
            return self.moment(instant)
        return f"the end of {_DAYS[before.weekday()]} {_day(before)}"

    def due(self, name: str) -> str:
        """A parameter that is an instant, as the day that it is on: "3 December 2026"."""
        try:
            return _day(parse_instant(self.parameter(name)).astimezone(zone(self.time_zone)))
        except ValueError:
            return "a day unknown"

    def day(self, name: str) -> str:
        """A parameter that is a day, as a person says it: "3 December 2026"."""
        try:
            return _day(date.fromisoformat(self.parameter(name)))
        except ValueError:
            return "a day unknown"


def _day(at: date | datetime) -> str:
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"
