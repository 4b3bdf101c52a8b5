"""How many conversations an hour of the week is likely to bring: the mean of that hour over the past eight weeks.

The simplest forecast that knows what contact centres know: that Monday at nine is no Sunday at nine (a seasonal mean).
How far it can be believed is told beside it, by what its own method would have missed in the past:

- of an hour, s · √(1 + 1/n): the standard error of one further week, where s is how far that hour's n weeks lay apart,
  and no less than chance alone lays counts apart: √((Σx + ½)/n), by the variance of a Poisson count, whose mean is that
  of Jeffreys' prior. Weeks that happened to be alike, or without any conversation, don't prove that the next one is;
- of all hours, the mean of |x − the mean of the other weeks|: each past week foretold from the others (leave one out),
  which is n / (n − 1) · |x − mean|.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from math import sqrt
from statistics import fmean, stdev
from typing import Final, NamedTuple

from debrief.kernel.model import Entity

WEEKS: Final = 8
LEAST_WEEKS: Final = 4
"""With fewer of an hour nothing is foretold."""

HOURS: Final = 24

HourOfWeek = tuple[int, int]
"""Weekday from 0 (Monday) on, and hour, in the account's time zone."""


class HourFigure(Entity):
    """What an hour of the week is likely to bring. weekday: from 0 (Monday) on.

    expected: conversations that begin in it. error: the standard error of that for one week. weeks: it rests on.
    """

    weekday: int
    hour: int
    expected: float
    error: float
    weeks: int


class Forecast(NamedTuple):
    """hours: those of which enough weeks are known. missed: by how much an hour of a past week, foretold from the
    other weeks, was missed on average; mean: conversations in an average hour.

    days, days_left_out: past days that count, and those that don't, since their hours weren't counted yet.
    """

    hours: Mapping[HourOfWeek, HourFigure]
    missed: float
    mean: float
    days: int
    days_left_out: int


class Day(NamedTuple):
    """A past day. hours: conversations that began in each hour; of an hour that isn't there, none. total: all."""

    hours: Mapping[int, int]
    total: int


def period_before(today: date) -> tuple[date, date]:
    """The first and the last day that a forecast made today rests on."""
    return today - timedelta(weeks=WEEKS), today - timedelta(days=1)


def forecast(days: Iterable[tuple[date, Day]], today: date) -> Forecast:
    """What each hour of the week is likely to bring, from the days of `period_before(today)` that had conversations.

    Several entries of a day add up. Days of no conversation count as such from the first on that had some, so that a
    new account isn't taken to have been quiet.
    """
    first, last = period_before(today)
    hours: dict[date, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    counts: dict[date, int] = defaultdict(int)
    for day, figures in days:
        if first <= day <= last and figures.total > 0:
            counts[day] += figures.total
            for hour, number in figures.hours.items():
                hours[day][hour] += number
    begun = min(counts, default=today)
    known = [begun + timedelta(days=number) for number in range((last - begun).days + 1)]
    whole = [day for day in known if sum(hours[day].values()) == counts[day]]
    series: dict[HourOfWeek, list[int]] = defaultdict(list)
    for day in whole:
        for hour in range(HOURS):
            series[day.weekday(), hour].append(hours[day][hour])
    enough = {place: values for place, values in series.items() if len(values) >= LEAST_WEEKS}
    misses = [miss for values in enough.values() for miss in _misses(values)]
    return Forecast(
        hours={place: _figure(place, values) for place, values in sorted(enough.items())},
        missed=fmean(misses) if misses else 0.0,
        mean=fmean(value for values in enough.values() for value in values) if enough else 0.0,
        days=len(whole),
        days_left_out=len(known) - len(whole),
    )


def _figure(place: HourOfWeek, values: list[int]) -> HourFigure:
    by_chance = sqrt((sum(values) + 0.5) / len(values))
    return HourFigure(
        weekday=place[0],
        hour=place[1],
        expected=fmean(values),
        error=max(stdev(values), by_chance) * sqrt(1 + 1 / len(values)),
        weeks=len(values),
    )


def _misses(values: list[int]) -> list[float]:
    mean, n = fmean(values), len(values)
    return [n / (n - 1) * abs(value - mean) for value in values]
