"""What a plan aims at, how far it has come, and what chance alone would do (S1.7, S1.8, N3)."""

import random
import statistics
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.coaching.plans import course
from debrief.coaching.plans.dates import advice, check_date, dates_for, months_after
from debrief.coaching.plans.metrics import SCALES, Metric, is_reached, most_percent, target_value
from debrief.coaching.plans.model import Plan, Point
from debrief.coaching.plans.progress import Way, beyond_chance
from debrief.coaching.plans.samples import Sample, chance_band, interval
from debrief.coaching.plans.series import MOST_POINTS, with_point
from debrief.insights.inquiry_averages import Moments
from debrief.insights.intervals import Interval
from debrief.interactions.conversations.words import Channel
from debrief.kernel.errors import Conflict, RuleBroken

FIRST, LAST = date(2026, 3, 2), date(2026, 4, 1)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

metrics: st.SearchStrategy[Metric] = st.sampled_from(list(Metric))
SCORE, HANDLE, SATISFACTION, RESOLUTION = (
    Metric.EFFECTIVENESS,
    Metric.HANDLE_TIME,
    Metric.SATISFACTION,
    Metric.RESOLUTION,
)
percents = st.integers(5, 50)


NOTHING = Sample(n=1, mean=0.0)


def sampled(values: list[int], unit: Fraction = Fraction(1)) -> Sample | None:
    return Sample.of(Moments(len(values), sum(values), sum(each**2 for each in values), unit))


def a_plan(**changes: Any) -> Plan:
    fields: dict[str, Any] = {
        "id": "pl_1",
        "agent_id": "us_agent",
        "channel": Channel.VOICE,
        "inquiry": "billing",
        "metric": SCORE,
        "percent": 10,
        "minimum": 5,
        "start": Sample(n=40, mean=100.0, variance=400.0),
        "start_from": date(2025, 12, 2),
        "target": 90.0,
        "begins_on": FIRST,
        "ends_on": LAST,
        "planned_actions": course.planned(["Ask what they have tried", "Sum up"]),
        "assistance": ("Listening to a call together",),
        "created_at": NOW,
    }
    return Plan(**(fields | changes))


@pytest.mark.feature("S1.7")
class TestTargets:
    @pytest.mark.parametrize(
        ("metric", "start", "percent", "target"),
        [
            (SCORE, 100.0, 10, 90.0),
            (HANDLE, 600_000.0, 5, 570_000.0),
            (SATISFACTION, 3.5, 20, 4.2),
            (RESOLUTION, 60.0, 50, 90.0),
        ],
    )
    def test_the_target_is_so_many_percent_better(
        self, metric: Metric, start: float, percent: int, target: float
    ) -> None:
        assert target_value(metric, start, percent) == target

    @given(metrics, st.floats(0.01, 5000), percents)
    def test_a_target_is_better_than_its_start_and_only_what_is_as_good_reaches_it(
        self, metric: Metric, start: float, percent: int
    ) -> None:
        target = target_value(metric, start, percent)
        assert not is_reached(metric, start, target)
        assert is_reached(metric, target, target)
        assert abs(target - start) == pytest.approx(start * percent / 100)

    @given(metrics, st.floats(0, 1), percents)
    def test_what_may_be_aimed_at_lies_on_the_scale(self, metric: Metric, part: float, percent: int) -> None:
        scale = SCALES[metric]
        start = scale.low + part * ((scale.high or 10_000) - scale.low)
        most = most_percent(metric, start)
        assert 0 <= most <= 50
        if scale.high is not None:
            assert most == 0 or target_value(metric, start, most) <= scale.high
            assert most == 50 or start == 0 or target_value(metric, start, most + 1) > scale.high

    def test_nothing_is_better_than_the_best_and_nothing_is_a_percentage_of_0(self) -> None:
        assert most_percent(SATISFACTION, 5.0) == most_percent(RESOLUTION, 100.0) == 0
        assert most_percent(RESOLUTION, 0.0) == most_percent(HANDLE, 0.0) == 0
        assert most_percent(SATISFACTION, 4.8) == 4


@pytest.mark.feature("S1.7")
class TestDates:
    def test_two_weeks_to_three_months_are_advised_and_any_day_to_come_is_taken(self) -> None:
        today = date(2026, 3, 2)
        dates = dates_for(today)
        assert (dates.earliest, dates.advised_from, dates.advised_to) == (
            date(2026, 3, 3),
            date(2026, 3, 16),
            date(2026, 6, 2),
        )
        assert advice(today, date(2026, 3, 15)) == "shorter_than_advised"
        assert advice(today, date(2026, 3, 16)) == advice(today, date(2026, 6, 2)) == "advised"
        assert advice(today, date(2026, 6, 3)) == "longer_than_advised"
        for taken in (date(2026, 3, 3), date(2030, 1, 1)):
            check_date(today, taken)
        for refused in (today, date(2026, 3, 1), date(2200, 1, 1)):
            with pytest.raises(RuleBroken) as caught:
                check_date(today, refused)
            assert caught.value.errors[0].pointer == "/ends_on"

    @pytest.mark.parametrize(
        ("day", "months", "found"),
        [
            (date(2026, 11, 30), 3, date(2027, 2, 28)),
            (date(2026, 3, 31), -1, date(2026, 2, 28)),
            (date(2026, 1, 15), -3, date(2025, 10, 15)),
            (date(2023, 11, 30), 3, date(2024, 2, 29)),
        ],
    )
    def test_months_end_where_the_month_does(self, day: date, months: int, found: date) -> None:
        assert months_after(day, months) == found


@pytest.mark.feature("S1.8")
class TestTheWay:
    def test_it_is_straight_from_start_to_target(self) -> None:
        way = Way(SCORE, 100.0, 90.0, FIRST, LAST)
        assert [way.expected(FIRST + timedelta(days=days)) for days in (0, 15, 30, 60)] == [100.0, 95.0, 90.0, 90.0]

    @pytest.mark.parametrize(
        ("value", "standing"),
        [
            (93.4, "ahead"),
            (93.5, "on_track"),
            (95.0, "on_track"),
            (96.5, "on_track"),
            (96.6, "off_track"),
            (110.0, "off_track"),
        ],
    )
    def test_15_percent_of_the_way_are_on_track_both_ends_included(self, value: float, standing: str) -> None:
        assert Way(SCORE, 100.0, 90.0, FIRST, LAST).standing(value, FIRST + timedelta(days=15)) == standing

    @pytest.mark.parametrize(
        ("value", "standing"), [(3.69, "ahead"), (3.68, "on_track"), (3.5, "on_track"), (3.3, "off_track")]
    )
    def test_more_is_better_of_satisfaction(self, value: float, standing: str) -> None:
        assert Way(SATISFACTION, 3.2, 3.84, FIRST, LAST).standing(value, FIRST + timedelta(days=18)) == standing

    @given(metrics, st.floats(0.5, 5), percents, st.integers(1, 400), st.integers(-5, 500), st.floats(-3, 3))
    def test_the_standing_says_on_which_side_of_the_line_a_value_lies(
        self, metric: Metric, start: float, percent: int, days: int, at: int, off: float
    ) -> None:
        target = target_value(metric, start, percent)
        way = Way(metric, start, target, FIRST, FIRST + timedelta(days=days))
        day = FIRST + timedelta(days=at)
        value = way.expected(day) + off * (target - start)
        expected = "ahead" if off > 0.16 else "off_track" if off < -0.16 else "on_track" if abs(off) < 0.14 else None
        assert expected in (None, way.standing(value, day))
        assert min(start, target) <= way.expected(day) <= max(start, target)

    def test_a_plan_of_one_day_is_whole_on_its_last(self) -> None:
        way = Way(SCORE, 100.0, 90.0, FIRST, FIRST + timedelta(days=1))
        assert [int(way.elapsed(FIRST + timedelta(days=each))) for each in (0, 1)] == [0, 1]


@pytest.mark.feature("S1.8", "N3")
class TestSamples:
    def test_average_and_spread_are_those_of_the_values(self) -> None:
        assert sampled([100, 600, 200]) == Sample(n=3, mean=300.0, variance=70_000.0)
        assert sampled([]) is None
        assert sampled([7]) == Sample(n=1, mean=7.0)

    @given(st.lists(st.integers(100, 500), min_size=2, max_size=30))
    def test_they_are_in_the_unit_of_the_metric(self, hundredths: list[int]) -> None:
        found = sampled(hundredths, Fraction(100))
        assert found is not None
        assert found.mean == pytest.approx(statistics.mean(hundredths) / 100)
        assert found.variance == pytest.approx(statistics.variance(hundredths) / 10_000)

    def test_the_interval_of_a_mean_is_students(self) -> None:
        # 20 values with s = 20: 100 ± 2.093 · 20 ÷ √20
        found = interval(SCORE, Sample(n=20, mean=100.0, variance=400.0))
        assert found is not None
        assert (round(found.low, 2), round(found.high, 2)) == (90.64, 109.36)

    def test_one_conversation_and_equal_ones_tell_nothing_of_the_next(self) -> None:
        for sample in (Sample(n=1, mean=100.0), Sample(n=9, mean=100.0, variance=0.0)):
            assert interval(SCORE, sample) is None
            assert chance_band(SCORE, sample, 20) is None

    def test_chance_alone_is_wider_than_the_average_itself(self) -> None:
        # m ± t(39)·20·√(1/20 + 1/40) = 100 ± 2.0227 · 5.4772
        found = chance_band(SCORE, Sample(n=40, mean=100.0, variance=400.0), 20)
        assert found is not None
        assert (round(found.low, 2), round(found.high, 2)) == (88.92, 111.08)

    @given(st.integers(1, 200), st.integers(1, 40), st.data())
    def test_of_a_rate_chance_takes_in_the_start_and_stays_on_the_scale(
        self, n: int, further: int, data: st.DataObject
    ) -> None:
        hits = data.draw(st.integers(0, n))
        found = chance_band(RESOLUTION, sampled([1] * hits + [0] * (n - hits), Fraction(1, 100)) or NOTHING, further)
        assert found is not None
        assert 0 <= found.low <= found.high <= 100
        assert found.low <= 100 * (hits / n + 1 / further)
        assert found.high >= 100 * (hits / n - 1 / further)

    @given(metrics, st.integers(2, 300), st.floats(1, 5), st.floats(0, 100))
    def test_intervals_stay_on_the_scale(self, metric: Metric, n: int, mean: float, variance: float) -> None:
        sample = Sample(n=n, mean=20 * mean if metric is RESOLUTION else mean, variance=variance)
        for found in (interval(metric, sample), chance_band(metric, sample, 20)):
            if found is not None:
                assert SCALES[metric].low <= found.low <= found.high
                assert found.high <= (SCALES[metric].high or float("inf"))

    @pytest.mark.parametrize("start_n", [5, 20, 80])
    def test_where_nothing_has_changed_the_latest_lie_outside_as_often_as_is_said(self, start_n: int) -> None:
        chance = random.Random(f"plans {start_n}")
        rounds = 1500
        outside = 0
        for _ in range(rounds):
            start = sampled([round(chance.gauss(300, 90)) for _ in range(start_n)])
            later = sampled([round(chance.gauss(300, 90)) for _ in range(20)])
            assert start is not None
            assert later is not None
            outside += beyond_chance(HANDLE, later.mean, chance_band(HANDLE, start, 20)) is not None
        # 5 %, and three standard errors of so many rounds.
        assert abs(outside / rounds - 0.05) < 0.017

    def test_which_way_is_beyond_chance(self) -> None:
        band = Interval(90.0, 110.0)
        assert beyond_chance(SCORE, 89.0, band) == "better"
        assert beyond_chance(SCORE, 111.0, band) == "worse"
        assert beyond_chance(SATISFACTION, 111.0, band) == "better"
        assert beyond_chance(SCORE, 110.0, band) is None
        assert beyond_chance(SCORE, 1.0, None) is None


@pytest.mark.feature("S1.8")
class TestTheCourse:
    def test_actions_are_ticked_and_unticked_by_whose_plan_it_is(self) -> None:
        plan = a_plan()
        assert course.allowed(plan, "us_agent") == ("tick", "cancel")
        assert course.allowed(plan, "us_lead") == ()
        done = course.ticked(plan, 2, True, NOW)
        assert [each.done_at for each in done.planned_actions] == [None, NOW]
        assert course.ticked(done, 2, True, NOW + timedelta(days=1)) == done, "it was done when it was done"
        assert course.ticked(done, 2, False, NOW) == plan
        with pytest.raises(RuleBroken):
            course.ticked(plan, 3, True, NOW)

    @pytest.mark.parametrize(("value", "status"), [(90.0, "achieved"), (90.01, "missed"), (60.0, "achieved")])
    def test_on_the_last_day_it_is_achieved_or_missed(self, value: float, status: str) -> None:
        before = course.refreshed(a_plan(), Point(day=LAST - timedelta(days=1), sample=Sample(n=20, mean=value)), NOW)
        assert before.status == "in_progress"
        after = course.refreshed(before, Point(day=LAST, sample=Sample(n=20, mean=value)), NOW)
        assert (after.status, after.ended_at) == (status, NOW)
        assert after.now is not None
        assert after.now.day == LAST
        assert not course.is_to_refresh(after, LAST + timedelta(days=1))
        assert course.allowed(after, "us_agent") == ()
        with pytest.raises(Conflict):
            course.ticked(after, 1, True, NOW)
        with pytest.raises(Conflict):
            course.cancelled(after, NOW)

    @pytest.mark.feature("S1.4")
    def test_below_its_minimum_it_is_not_decided(self) -> None:
        plan = a_plan()
        for sample in (None, *(Sample(n=plan.minimum - 1, mean=mean) for mean in (60.0, 200.0))):
            after = course.refreshed(plan, Point(day=LAST, sample=sample), NOW)
            assert (after.status, after.ended_at) == ("undecided", NOW)
            assert course.allowed(after, "us_agent") == ()
            assert not course.is_to_refresh(after, LAST + timedelta(days=1))
        enough = Point(day=LAST, sample=Sample(n=plan.minimum, mean=60.0))
        assert course.refreshed(plan, enough, NOW).status == "achieved"

    def test_a_day_is_looked_at_once(self) -> None:
        plan = course.refreshed(a_plan(), Point(day=FIRST), NOW)
        assert not course.is_to_refresh(plan, FIRST)
        assert course.is_to_refresh(plan, FIRST + timedelta(days=1))
        assert course.is_to_refresh(a_plan(), FIRST)
        assert not course.is_to_refresh(course.cancelled(plan, NOW), LAST)

    def test_nothing_is_named_twice(self) -> None:
        with pytest.raises(RuleBroken) as caught:
            course.planned(["Sum up", "Ask", " sum  UP"])
        assert caught.value.errors[0].pointer == "/planned_actions/2"
        with pytest.raises(RuleBroken):
            course.helped_with(["Role play", "role play"])

    @given(st.lists(st.integers(0, 900), max_size=400))
    def test_the_way_keeps_its_beginning_its_end_and_its_order(self, days: list[int]) -> None:
        points: tuple[Point, ...] = ()
        for number in days:
            points = with_point(points, Point(day=FIRST + timedelta(days=number), since_start=number))
        assert len(points) <= MOST_POINTS
        told = [(each.day - FIRST).days for each in points]
        assert told == sorted(set(told))
        assert set(told) <= set(days)
        if days:
            assert max(days) == told[-1]

    def test_a_long_way_is_told_by_coarser_steps_and_its_latest_month_whole(self) -> None:
        points: tuple[Point, ...] = ()
        for number in range(1000):
            points = with_point(points, Point(day=FIRST + timedelta(days=number)))
        assert MOST_POINTS / 2 < len(points) <= MOST_POINTS
        assert points[0].day == FIRST
        assert [each.day for each in points[-31:]] == [FIRST + timedelta(days=969 + each) for each in range(31)]
