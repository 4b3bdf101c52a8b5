"""Clashes, forecast, slots and the table of shifts, without any store."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from statistics import fmean, stdev

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debrief.coaching.meetings.model import Meeting, MeetingKind
from debrief.coaching.scheduling.availability import (
    Days,
    Who,
    clashes,
    days_of_work,
    joined,
    monday_of,
    weeks_around,
)
from debrief.coaching.scheduling.forecast import Day, Forecast, forecast, period_before
from debrief.coaching.scheduling.model import Shift, ShiftWeek, Span
from debrief.coaching.scheduling.sheet import read_shifts, shift_of
from debrief.coaching.scheduling.slots import Slot, best_slots
from debrief.coaching.scheduling.words import amount, reasons_of
from tests.sizes import soaked

pytestmark = pytest.mark.feature("S4.13")

ZONE = "Europe/Berlin"
MONDAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOTHING = Forecast({}, 0.0, 0.0, 0, 0)


def meeting(id: str, start: datetime, minutes: int = 30, kind: MeetingKind = "video", **changes: object) -> Meeting:
    made = Meeting(
        id=id,
        title="1-to-1",
        facilitator_id="us_lead",
        participant_id="us_agent",
        kind=kind,
        scheduled_at=start,
        duration_ms=minutes * 60_000,
        created_by="us_lead",
        created_at=start,
    )
    return made.model_copy(update=changes)


def week(user_id: str, *spans: tuple[datetime, datetime], monday: date = MONDAY) -> dict[date, ShiftWeek]:
    shifts = tuple(Shift(start=start, end=end) for start, end in spans)
    known = ShiftWeek(user_id=user_id, week=monday, shifts=shifts, source="csv", imported_by="us_lead", imported_at=AT)
    return {monday: known}


def spans(of: datetime = AT) -> st.SearchStrategy[Span]:
    return st.builds(
        lambda start, length: Span(of + timedelta(minutes=start), of + timedelta(minutes=start + length)),
        st.integers(0, 2_000),
        st.integers(1, 600),
    )


# Clashes


def test_another_session_of_either_clashes_but_not_the_session_itself() -> None:
    span = Span(AT, AT + HOUR)
    other, own = meeting("mt_2", AT + timedelta(minutes=45)), meeting("mt_1", AT)
    found = clashes(span, {"facilitator": [own, other], "participant": [own]}, {}, ZONE, other_than="mt_1")
    assert [(each.who, each.kind, each.meeting_id) for each in found] == [("facilitator", "meeting", "mt_2")]


@pytest.mark.parametrize(
    "other",
    [
        meeting("mt_2", AT, kind="asynchronous"),
        meeting("mt_2", AT, status="cancelled"),
        meeting("mt_2", AT, status="completed"),
        meeting("mt_2", AT - timedelta(minutes=30)),
        meeting("mt_2", AT + HOUR),
    ],
)
def test_what_takes_no_time_or_ends_before_clashes_with_nothing(other: Meeting) -> None:
    assert clashes(Span(AT, AT + HOUR), {"participant": [other]}, {}, ZONE) == []


def test_what_lies_outside_the_shifts_is_told_and_only_where_they_are_known() -> None:
    shifts = week("us_agent", (AT + timedelta(minutes=30), AT + 4 * HOUR))
    span = Span(AT, AT + HOUR)
    (found,) = clashes(span, {}, {"participant": shifts, "facilitator": {}}, ZONE)
    assert (found.who, found.kind, found.span) == ("participant", "off_shift", Span(AT, AT + timedelta(minutes=30)))
    (off,) = clashes(span, {}, {"participant": week("us_agent")}, ZONE)
    assert off.span == span


def test_a_night_shift_of_sunday_reaches_into_monday() -> None:
    sunday = datetime(2026, 3, 1, 21, tzinfo=UTC)
    shifts = week("us_agent", (sunday, sunday + 8 * HOUR), monday=date(2026, 2, 23)) | week("us_agent")
    span = Span(sunday + 3 * HOUR, sunday + 4 * HOUR)
    assert monday_of(span.start, ZONE) == MONDAY
    assert weeks_around(span, ZONE) == [date(2026, 2, 23), MONDAY]
    assert clashes(span, {}, {"participant": shifts}, ZONE) == []


@settings(max_examples=soaked(200), deadline=None)
@given(st.lists(spans(), max_size=8))
def test_joining_keeps_every_moment_and_no_two_touch(given_spans: list[Span]) -> None:
    found = joined(given_spans)
    assert all(a.end < b.start for a, b in pairwise(found))
    moments = [each.start for each in given_spans] + [each.end - timedelta(seconds=1) for each in given_spans]
    for moment in moments:
        assert any(each.start <= moment < each.end for each in found)
    assert all(any(each.start == span.start for span in given_spans) for each in found)


@settings(max_examples=soaked(200), deadline=None)
@given(spans(), st.lists(spans(), max_size=5))
def test_off_shift_is_the_time_that_no_shift_holds(span: Span, shifts: list[Span]) -> None:
    known = week("us_agent", *shifts)
    known |= week("us_agent", monday=MONDAY + timedelta(days=7))
    minutes = int((span.end - span.start) / timedelta(minutes=1))
    outside = {
        at
        for at in (span.start + timedelta(minutes=number) for number in range(minutes))
        if not any(each.start <= at < each.end for each in shifts)
    }
    found = clashes(span, {}, {"participant": known}, "UTC")
    assert sum((each.span.end - each.span.start for each in found), timedelta()) == timedelta(minutes=len(outside))


# Forecast


def days(values: dict[date, dict[int, int]]) -> list[tuple[date, Day]]:
    return [(day, Day(hours, sum(hours.values()))) for day, hours in values.items()]


@settings(max_examples=soaked(100), deadline=None)
@given(st.lists(st.integers(0, 40), min_size=8, max_size=8))
def test_an_hour_is_the_mean_of_its_weeks_with_the_error_of_one_more(numbers: list[int]) -> None:
    today = MONDAY
    first, _ = period_before(today)
    known = {first + timedelta(weeks=number): {9: count, 10: 1} for number, count in enumerate(numbers)}
    figure = forecast(days(known), today).hours[0, 9]
    assert figure.expected == pytest.approx(fmean(numbers))
    by_chance = ((sum(numbers) + 0.5) / 8) ** 0.5
    assert figure.error == pytest.approx(max(stdev(numbers), by_chance) * (1 + 1 / 8) ** 0.5)
    assert figure.error > 0.2, "weeks without any don't prove that there will be none"
    assert figure.weeks == 8


@settings(max_examples=soaked(60), deadline=None)
@given(st.lists(st.integers(0, 40), min_size=8, max_size=8))
def test_what_was_missed_is_each_week_foretold_from_the_others(numbers: list[int]) -> None:
    first, _ = period_before(MONDAY)
    known = {first + timedelta(days=number): {9: 1} for number in range(56)}
    for number, count in enumerate(numbers):
        known[first + timedelta(weeks=number)] = {9: 1 + count}
    found = forecast(days(known), MONDAY)
    slow = []
    for place in found.hours:
        series = [
            known[first + timedelta(days=number)].get(place[1], 0)
            for number in range(56)
            if (first + timedelta(days=number)).weekday() == place[0]
        ]
        slow += [abs(each - fmean(series[:i] + series[i + 1 :])) for i, each in enumerate(series)]
    assert found.missed == pytest.approx(fmean(slow))


def test_an_account_of_three_weeks_foretells_nothing_and_one_of_four_does() -> None:
    known = {MONDAY - timedelta(days=number): {9: 2} for number in range(1, 22)}
    assert forecast(days(known), MONDAY).hours == {}
    known |= {MONDAY - timedelta(days=number): {9: 2} for number in range(22, 29)}
    found = forecast(days(known), MONDAY)
    assert (found.days, found.hours[0, 9].expected, found.hours[0, 3].expected) == (28, 2.0, 0.0)


def test_days_whose_hours_were_not_counted_are_left_out_and_told() -> None:
    known = {MONDAY - timedelta(days=number): {9: 2} for number in range(1, 57)}
    entries = days(known)
    entries.append((MONDAY - timedelta(days=7), Day({}, 5)))
    found = forecast(entries, MONDAY)
    assert (found.days, found.days_left_out, found.hours[0, 9].weeks) == (55, 1, 7)


def test_a_day_in_several_rows_adds_up_and_days_without_any_count_as_none() -> None:
    first, _ = period_before(MONDAY)
    entries = [(first, Day({9: 1}, 1)), (first, Day({9: 3}, 3))]
    assert forecast(entries, MONDAY).hours[0, 9].expected == pytest.approx(4 / 8)


# Slots


def volume_of(values: dict[tuple[int, int], float]) -> Forecast:
    from debrief.coaching.scheduling.forecast import HourFigure

    figures = {
        place: HourFigure(weekday=place[0], hour=place[1], expected=value, error=1.0, weeks=8)
        for place, value in values.items()
    }
    return Forecast(figures, 1.0, 1.0, 56, 0)


WORK: dict[Who, Days] = {
    "facilitator": Days((Span(AT, AT + 8 * HOUR),), False),
    "participant": Days((Span(AT + HOUR, AT + 6 * HOUR),), False),
}


def test_the_quietest_hour_within_both_shifts_comes_first() -> None:
    volume = volume_of({(0, hour): 20.0 for hour in range(24)} | {(0, 9): 0.0, (0, 12): 4.0, (0, 13): 8.0})
    found = best_slots(Span(AT, AT + 24 * HOUR), HOUR, WORK, [], volume, "UTC")
    assert found.slots[0].span == Span(AT + 3 * HOUR, AT + 4 * HOUR)
    assert (found.slots[0].expected, found.slots[0].error) == (4.0, 1.0)
    assert found.free == 17
    assert (found.slots[0].busier, found.slots[0].quieter) == (16, 0)


def test_how_quiet_a_time_is_is_said_of_ties_as_well() -> None:
    def rank(busier: int, quieter: int, foretold: int = 29) -> str:
        return reasons_of(Slot(Span(AT, AT + HOUR), 0.0, 0.3, busier, quieter, foretold), 29, ())[1]

    assert rank(28, 0) == "The quietest of the 29 times that suit both"
    assert rank(8, 0) == rank(0, 0) == "As quiet as any of the 29 times that suit both"
    assert rank(8, 10) == "Quieter than 28 % of the 29 times that suit both"
    assert rank(8, 0, 9) == "The quietest of the 9 times that suit both and have a forecast"
    assert rank(4, 4, 9) == "Quieter than 50 % of the 9 times that suit both and have a forecast"
    assert "Within" in rank(0, 0, 1), "one is compared with nothing"


def test_how_quiet_a_time_is_of_which_nothing_is_foretold_is_not_told() -> None:
    volume = volume_of({(0, 12): 4.0, (0, 13): 8.0})
    found = best_slots(Span(AT, AT + 24 * HOUR), HOUR, WORK, [], volume, "UTC")
    first = found.slots[0]
    assert (found.free, first.foretold, first.busier, first.quieter) == (17, 5, 4, 0)
    assert reasons_of(first, found.free, ())[1] == "The quietest of the 5 times that suit both and have a forecast"
    assert found.slots[-1].expected is None


def test_other_sessions_are_kept_free_and_without_a_forecast_the_earliest_comes_first() -> None:
    found = best_slots(Span(AT, AT + 24 * HOUR), HOUR, WORK, [Span(AT + HOUR, AT + 2 * HOUR)], NOTHING, "UTC")
    assert [each.span.start for each in found.slots] == [AT + number * HOUR for number in (2, 3, 4, 5)]
    assert all(each.expected is None and each.busier == 0 for each in found.slots)


def test_equally_quiet_times_come_in_order_however_their_sums_were_added_up() -> None:
    """Thirds that are summed up in several ways differ in their last digits."""
    volume = volume_of({(day, hour): (hour + 1) / 3 for day in range(7) for hour in range(24)})
    every_day = {who: Days((Span(AT, AT + 72 * HOUR),), False) for who in WORK}
    found = best_slots(Span(AT, AT + 72 * HOUR), HOUR, every_day, [], volume, "UTC")
    equal = [each.span.start for each in found.slots if each.expected == found.slots[0].expected]
    assert len(equal) > 1
    assert equal == sorted(equal)
    assert [each.expected for each in found.slots] == sorted(each.expected or 0.0 for each in found.slots)


@settings(max_examples=soaked(60), deadline=None)
@given(
    st.lists(spans(), min_size=1, max_size=4),
    st.lists(spans(), min_size=1, max_size=4),
    st.lists(spans(), max_size=4),
    st.integers(1, 8),
    st.integers(0, 10**6),
)
def test_every_time_told_is_free_for_both_and_no_quieter_one_is_kept_back(
    mine: list[Span], theirs: list[Span], taken: list[Span], quarters: int, seed: int
) -> None:
    volume = volume_of({(day, hour): (seed * (day * 24 + hour + 7) % 97) / 3 for day in range(7) for hour in range(24)})
    work: dict[Who, Days] = {"facilitator": Days(joined(mine), False), "participant": Days(joined(theirs), False)}
    length = quarters * timedelta(minutes=15)
    found = best_slots(Span(AT, AT + timedelta(days=3)), length, work, taken, volume, "UTC")
    for slot in found.slots:
        assert all(any(span.holds(slot.span) for span in days.work) for days in work.values())
        assert not any(slot.span.meets(each) for each in taken)
        assert slot.span.end - slot.span.start == length
    assert [each.expected for each in found.slots] == sorted(each.expected or 0.0 for each in found.slots)
    assert not any(a.span.meets(b.span) for a in found.slots for b in found.slots if a is not b)
    if found.slots:
        assert found.free >= len(found.slots)
        assert found.slots[0].busier <= found.free - 1


def test_hours_are_assumed_in_weeks_without_shifts_alone() -> None:
    span = Span(datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 15, 22, tzinfo=UTC))
    known = week("us_agent", (AT, AT + HOUR))
    found = days_of_work(span, known, ZONE)
    assert found.assumed
    assert found.work[0] == Span(AT, AT + HOUR)
    assert [each.start.astimezone(UTC).isoformat() for each in found.work[1:3]] == [
        "2026-03-09T08:00:00+00:00",
        "2026-03-10T08:00:00+00:00",
    ]
    assert len(found.work) == 6


# The table of shifts

HEAD = "person,date,start,end\n"


def test_shifts_of_a_day_of_a_night_and_a_day_off() -> None:
    found = read_shifts(
        f"{HEAD}a@x.example,2026-03-02,9:00,17:30\na@x.example,03.03.2026,22:00,06:00\na@x.example,2026-03-04,,\n"
    )
    assert found.errors == []
    shifts = [shift_of(row, ZONE) for row in found.rows]
    assert [(each.start.hour, each.end - each.start) if each else None for each in shifts] == [
        (8, timedelta(hours=8, minutes=30)),
        (21, timedelta(hours=8)),
        None,
    ]
    assert {row.week for row in found.rows} == {MONDAY}


def test_every_error_names_its_row_and_column() -> None:
    found = read_shifts(
        HEAD + ",2026-03-02,09:00,17:00\na,2026-02-30,09:00,17:00\na,2026-03-02,9,17:00\na,2026-03-02,09:00,\n"
        "a,2026-03-02,09:00,09:00\n\nb,2026-03-02,09:00,17:00\n"
    )
    assert [error.pointer for error in found.errors] == [
        "row 2, person",
        "row 3, date",
        "row 4, start",
        "row 5, end",
        "row 6, end",
    ]
    assert [(row.row, row.person) for row in found.rows] == [(8, "b")]
    assert ("a", MONDAY) in found.broken
    assert ("a", None) in found.broken


@pytest.mark.parametrize(
    ("header", "pointer"),
    [("person,date,start\n", "row 1, end"), ("person,date,start,end,colour\n", "row 1, colour"), ("", "row 1")],
)
def test_columns_that_are_missing_or_unknown_are_named(header: str, pointer: str) -> None:
    assert pointer in {error.pointer for error in read_shifts(header).errors}


@pytest.mark.parametrize("file", ["", "\n\n", " , ,\n"])
def test_an_empty_file_is_called_empty(file: str) -> None:
    assert [(each.pointer, each.message) for each in read_shifts(file).errors] == [("row 1", "the file is empty")]


def test_other_names_and_separators_are_understood() -> None:
    found = read_shifts("Email;Day;From;To\nx@y.example;2026-03-02;09:00;10:00\n")
    assert [(row.person, row.start, row.end) for row in found.rows] == [("x@y.example", time(9), time(10))]


@settings(max_examples=soaked(100), deadline=None)
@given(st.text(max_size=300))
def test_no_text_does_more_than_have_errors(text: str) -> None:
    for each in (text, HEAD + text):
        found = read_shifts(each)
        assert all(error.pointer.startswith("row ") for error in found.errors)


def test_few_conversations_are_told_as_few_and_not_as_none() -> None:
    told = {0.0: "0", 0.032: "0.03", 0.057: "0.06", 0.097: "0.1", 0.5: "0.5", 2.0: "2", 9.94: "9.9", 12.4: "12"}
    assert {value: amount(value) for value in told} == told


def test_a_day_that_cannot_be_read_says_that_its_person_is_left_as_they_were() -> None:
    found = read_shifts("person,date,start,end\na@example.com,2026-03-02,09:00,17:00\na@example.com,2.3.,09:00,17:00\n")
    assert found.broken == {("a@example.com", None)}
    assert [(each.pointer, "that no other row" in each.message) for each in found.errors] == [("row 3, date", True)]
