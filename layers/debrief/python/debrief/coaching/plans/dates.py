"""By when a plan is to be reached, and what is advised (S1.7)."""

from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from debrief.kernel.calendar import LAST_DAY, month_of
from debrief.kernel.errors import FieldError, RuleBroken

SHORTEST_ADVISED: Final = timedelta(weeks=2)
_MONTHS: Final = 3
"""What is advised at most."""

Advice = Literal["shorter_than_advised", "advised", "longer_than_advised"]


class Dates(NamedTuple):
    """What may be chosen and what is advised, all of them included."""

    earliest: date
    latest: date
    advised_from: date
    advised_to: date


def dates_for(today: date) -> Dates:
    """The dates of a plan that begins today: any from tomorrow on, 2 weeks to 3 months advised."""
    return Dates(today + timedelta(days=1), LAST_DAY, today + SHORTEST_ADVISED, months_after(today, _MONTHS))


def advice(today: date, chosen: date) -> Advice:
    """Whether a date is advised."""
    dates = dates_for(today)
    if chosen < dates.advised_from:
        return "shorter_than_advised"
    return "advised" if chosen <= dates.advised_to else "longer_than_advised"


def check_date(today: date, chosen: date) -> None:
    """Raises RuleBroken for a date that isn't to come, or beyond what Debrief reckons with."""
    dates = dates_for(today)
    if not dates.earliest <= chosen <= dates.latest:
        message = f"must lie between {dates.earliest} and {dates.latest}"
        raise RuleBroken("A plan needs a day to come", errors=[FieldError(pointer="/ends_on", message=message)])


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or earlier where `months` is negative; the month's last where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = month_of(date(year, month + 1, 1))[1]
    return last.replace(day=min(day.day, last.day))
