"""When an event takes place that repeats (RRULE, RFC 5545, 3.3.10), between two days.

Days are tried one after the other, so that no rule, however it was written, takes longer than its days are many. What
shifts repeat by is read: every so many days, weeks, months or years, on days of the week, of the month, in months, so
often or until then. What else a rule may say is refused by its name, and not read past.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from debrief.kernel.calendar import month_of

Frequency = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
FREQUENCIES: Final[tuple[Frequency, ...]] = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

MOST_DAYS: Final = 3_660
"""Ten years: so far back a rule that counts its times may have begun."""

_KNOWN: Final = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "WKST"})


class NotRead(ValueError):
    """A rule that isn't read. Its text is the end of a sentence that begins with "It"."""


class Left:
    """How many days may still be tried for the rules of one file."""

    def __init__(self, days: int) -> None:
        self.days = days

    def take(self, days: int) -> None:
        """Raises NotRead where so many aren't left."""
        if days > self.days:
            raise NotRead("repeats from so long ago, and so do so many others, that it isn't read")
        self.days -= max(0, days)


class Rule(NamedTuple):
    """How an event repeats.

    by_day: weekdays from 0 (Monday) on, each with which of the month or the year (−1 the last), 0 for every one.
    by_month_day: from the first (1) or from the last (−1). week_start: the weekday on which a week begins.
    """

    frequency: Frequency
    interval: int = 1
    times: int | None = None
    by_day: tuple[tuple[int, int], ...] = ()
    by_month: frozenset[int] = frozenset()
    by_month_day: tuple[int, ...] = ()
    week_start: int = 0


def rule_of(parts: Mapping[str, Sequence[str]]) -> Rule:
    """The rule from its parts, such as `{"FREQ": ["WEEKLY"], "BYDAY": ["MO", "WE"]}`; UNTIL is left to the caller.

    Raises:
        NotRead: it says more than is read here, or what nothing can be made of.
    """
    given = {name.upper(): [str(value).upper() for value in values] for name, values in parts.items()}
    if unknown := sorted(given.keys() - _KNOWN):
        raise NotRead(f"repeats by {', '.join(unknown)}, which isn't read")
    (name,) = given.get("FREQ") or [""]
    frequency = next((each for each in FREQUENCIES if each == name), None)
    if frequency is None:
        raise NotRead(f"repeats {name.lower() or 'somehow'}; days, weeks, months and years are read")
    (start,) = given.get("WKST") or ["MO"]
    if start not in WEEKDAYS:
        raise NotRead("has a week that begins on no day")
    rule = Rule(
        frequency,
        interval=_number(given.get("INTERVAL", ["1"]), 1, 1_000, "INTERVAL"),
        times=_number(given["COUNT"], 1, 100_000, "COUNT") if given.get("COUNT") else None,
        by_day=tuple(_day(each) for each in given.get("BYDAY", [])),
        by_month=frozenset(_number([each], 1, 12, "BYMONTH") for each in given.get("BYMONTH", [])),
        by_month_day=tuple(_number([each], -31, 31, "BYMONTHDAY") for each in given.get("BYMONTHDAY", [])),
        week_start=WEEKDAYS.index(start),
    )
    if any(nth for _, nth in rule.by_day) and frequency in {"DAILY", "WEEKLY"}:
        raise NotRead("repeats on so manieth weekdays of no month")
    if rule.by_month_day and frequency == "WEEKLY":
        raise NotRead("repeats by the week on days of no month")
    if 0 in rule.by_month_day:
        raise NotRead("repeats on a day 0 of the month")
    return rule


def days_of(rule: Rule, start: date, first: date, last: date, tries: Left | None = None) -> Iterator[date]:
    """The days between `first` and `last`, both included, on which an event that began on `start` takes place.

    tries: how many days may be tried.

    Raises:
        NotRead: it counts its times from more than ten years ago on, or more days would be tried than may be.
    """
    if rule.times is None:
        day = max(start, first)
    elif (first - start).days > MOST_DAYS:
        raise NotRead("counts its times from more than ten years ago on")
    else:
        day = start
    if tries is not None:
        tries.take((last - day).days + 1)
    left = rule.times
    while day <= last and left != 0:
        if _is_on(rule, start, day):
            left = left if left is None else left - 1
            if day >= first:
                yield day
        day += timedelta(days=1)


def _is_on(rule: Rule, start: date, day: date) -> bool:
    if rule.by_month and day.month not in rule.by_month:
        return False
    if rule.by_month_day and not _on_month_day(rule, day):
        return False
    if rule.frequency == "DAILY":
        return (day - start).days % rule.interval == 0 and _on_weekday(rule, day)
    if rule.frequency == "WEEKLY":
        weeks = (_week(day, rule.week_start) - _week(start, rule.week_start)).days // 7
        return weeks % rule.interval == 0 and (_on_weekday(rule, day) if rule.by_day else _same_weekday(start, day))
    if rule.frequency == "MONTHLY":
        months = (day.year - start.year) * 12 + day.month - start.month
        return months % rule.interval == 0 and _on_its_day(rule, start, day)
    if (day.year - start.year) % rule.interval:
        return False
    if not (rule.by_month or rule.by_day or rule.by_month_day) and day.month != start.month:
        return False
    return _on_its_day(rule, start, day)


def _on_its_day(rule: Rule, start: date, day: date) -> bool:
    """Of a month or a year: on the days that the rule names, and where it names none, on that of the first time."""
    if rule.by_day:
        return _on_weekday(rule, day)
    return bool(rule.by_month_day) or day.day == start.day


def _on_month_day(rule: Rule, day: date) -> bool:
    from_end = day.day - month_of(day)[1].day - 1
    return day.day in rule.by_month_day or from_end in rule.by_month_day


def _on_weekday(rule: Rule, day: date) -> bool:
    if not rule.by_day:
        return True
    of_year = rule.frequency == "YEARLY" and not rule.by_month
    begins = date(day.year, 1, 1) if of_year else day.replace(day=1)
    ends = date(day.year, 12, 31) if of_year else month_of(day)[1]
    nth, from_end = (day - begins).days // 7 + 1, -((ends - day).days // 7 + 1)
    return any(weekday == day.weekday() and wanted in {0, nth, from_end} for weekday, wanted in rule.by_day)


def _same_weekday(start: date, day: date) -> bool:
    return start.weekday() == day.weekday()


def _week(day: date, begins: int) -> date:
    return day - timedelta(days=(day.weekday() - begins) % 7)


def _day(text: str) -> tuple[int, int]:
    name, nth = text[-2:], text[:-2]
    if name not in WEEKDAYS:
        raise NotRead("repeats on a weekday that there isn't")
    return WEEKDAYS.index(name), _number([nth], -53, 53, "BYDAY") if nth else 0


def _number(values: Sequence[str], low: int, high: int, name: str) -> int:
    try:
        (number,) = (int(value) for value in values)
    except ValueError:
        raise NotRead(f"has a {name} that is no number") from None
    if not low <= number <= high:
        raise NotRead(f"has a {name} beyond what is read ({low} to {high})")
    return number
