"""The computed numbers: metrics, trends, counts, and how they are written (S0.10, S0.11, N3)."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from math import pi, tan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from debrief.insights.comparing import Change
from debrief.insights.intervals import Interval
from debrief.interactions.conversations.model import Channel
from debrief.kernel.figures import whole
from debrief.quality.evaluations.averages import hundredths_of, rest_of, units_of
from debrief.summaries.drafting.sources import counted
from debrief.summaries.facts import trends
from debrief.summaries.facts.facts import comparison_note, interval_text, points_said, points_text
from debrief.summaries.facts.material import ConversationDigest, DayScores, PastScore
from debrief.summaries.facts.metrics import duration_text, metrics, xnps
from debrief.summaries.facts.model import Fact, ReportMetric, Week
from debrief.summaries.facts.trends import _mean_chances, mean_change, mean_interval, t_95, totals_of, weeks
from debrief.summaries.model import PeriodKind
from debrief.summaries.periods import PeriodRequest, resolve
from debrief.summaries.report.report import Report
from local.offline import drafter
from tests.unit.coaching.world import NOW
from tests.unit.summaries.test_filtering import count, dossier, evaluation


def talk(number: int, **read: object) -> ConversationDigest:
    return ConversationDigest.model_validate(
        {
            "id": f"int_{number}",
            "revision": 1,
            "contact_reference": f"C-{number}",
            "channel": Channel.VOICE,
            "started_at": NOW,
            **read,
        }
    )


@pytest.mark.feature("S0.11")
def test_what_was_stored_while_metrics_were_called_pills_is_read() -> None:
    fact = Fact(id="f1", kind="metric", name="xNPS", text="+20", unit="points", sample=9)
    metric = ReportMetric(
        name="xnps", label="xNPS", definition="", text="+20", value=20.0, unit="points", sample=9, fact_id="f1"
    )
    report = Report(summary_id="sm_1", facts=(fact,), metrics=(metric,))
    now = report.model_dump_json()
    earlier = now.replace('"metrics"', '"pills"').replace('"kind":"metric"', '"kind":"pill"')
    assert earlier.count("pill") == 2
    assert Report.from_kept(earlier) == Report.from_kept(now) == report
    with pytest.raises(ValidationError):
        Report.model_validate_json(earlier)


def test_metrics_are_computed_over_what_is_known() -> None:
    talks = [talk(n, xnps=score, resolved=n < 4, handle_ms=60_000 * n) for n, score in enumerate((9, 10, 9, 7, 6))]
    shown = {metric.name: metric for metric in metrics(talks, minimum=5, agent_sentiment=True)}
    assert (shown["xnps"].value, shown["xnps"].text) == (40.0, "+40")
    assert shown["resolution_rate"].text == "80%"
    assert shown["average_handling_time"].text == "2 min"
    assert (shown["repeat_rate"].value, shown["repeat_rate"].text) == (None, "Not enough data (0 of 5)")
    assert shown["xnps"].source_ids == tuple(f"int_{n}" for n in range(5))


@pytest.mark.feature("S0.11")
@given(st.lists(st.integers(0, 10), min_size=1))
def test_xnps_lies_between_its_ends(scores: list[int]) -> None:
    promoters = sum(score >= 9 for score in scores)
    detractors = sum(score <= 6 for score in scores)
    assert xnps(scores) == pytest.approx(100 * (promoters - detractors) / len(scores))


@pytest.mark.feature("S0.6")
@pytest.mark.parametrize(
    ("available", "most", "analysed", "note"),
    [
        (300, 300, 300, ""),
        (301, 300, 300, "(max 300 will be analysed)"),
        (901, 500, 500, "(max 500 will be analysed)"),
        (7, None, 7, ""),
    ],
)
def test_what_is_more_than_the_most_is_said(available: int, most: int | None, analysed: int, note: str) -> None:
    found = counted(available, most)
    assert (found.available, found.analysed, found.note) == (available, analysed, note)


@pytest.mark.feature("N3")
def test_a_change_of_means_has_welchs_interval() -> None:
    # Two samples worked by hand: difference 10, standard error √(10/5 + 10/5) = 2, 8 degrees of freedom, t = 2.306.
    change = mean_change([66, 68, 70, 72, 74], [76, 78, 80, 82, 84])
    assert change is not None
    assert change.points == pytest.approx(10)
    assert change.interval.low == pytest.approx(10 - 2.306 * 2, abs=0.01)
    assert change.direction == "up"
    assert mean_change([50], [60, 70]) is None


@pytest.mark.feature("N3")
def test_a_change_between_the_smallest_samples_takes_students_own_quantiles() -> None:
    # Two values on each side, of the same spread: standard error √(2/2 + 2/2) = √2, 2 degrees of freedom, t = 4.303.
    change = mean_change([69, 71], [79, 81])
    assert change is not None
    assert change.interval == pytest.approx((10 - 4.3027 * 2**0.5, 10 + 4.3027 * 2**0.5), abs=0.001)
    # No spread on one side: 1 degree, t = 12.706, standard error 1. The expansion's 9.71 would have called it a rise.
    change = mean_change([70, 70], [79, 81])
    assert change is not None
    assert change.interval == pytest.approx((10 - 12.7062, 10 + 12.7062), abs=0.001)
    assert change.direction == "unclear"


@pytest.mark.feature("N3")
@pytest.mark.parametrize(
    ("freedom", "quantile"),
    [
        (1, 12.70620), (2, 4.30265), (3, 3.18245), (4, 2.77645), (5, 2.57058), (6, 2.44691), (7, 2.36462), (8, 2.30600),
        (9, 2.26216), (10, 2.22814), (15, 2.13145), (20, 2.08596), (29, 2.04523), (30, 2.04227), (60, 2.00030),
        (120, 1.97993), (500, 1.96472), (1000, 1.96234), (1_000_000, 1.95997),
    ],
)  # fmt: skip
def test_students_quantiles_are_those_of_the_tables(freedom: float, quantile: float) -> None:
    assert t_95(freedom) == pytest.approx(quantile, abs=1e-5)


@pytest.mark.feature("N3")
def test_students_quantiles_have_closed_forms_to_hold_them_against() -> None:
    # With one degree tan(0.475·π); with two 2p·√(1 ÷ (2a)) for a = p'·(1 − p'), which is 0.95·√(2 ÷ (1 − 0.95²)).
    assert t_95(1) == pytest.approx(tan(0.475 * pi), abs=1e-9)
    assert t_95(2) == pytest.approx(0.95 * (2 / (1 - 0.95**2)) ** 0.5, abs=1e-8)
    assert t_95(1999.999) == pytest.approx(t_95(2000.001), abs=1e-8)


@pytest.mark.feature("N3")
def test_few_and_skewed_scores_are_no_clear_change() -> None:
    # The interval alone, 0.3 to 18, would call it a rise; 57 % of samples of five have no zero, whatever has changed.
    change = mean_change([90.0] * 36 + [0.0] * 4, [90.0] * 5)
    assert change is not None
    assert change.interval.low > 0
    assert change.direction == "unclear"


@pytest.mark.feature("N3")
def test_scores_without_spread_are_not_certain() -> None:
    small = mean_change([80.0] * 5, [80.04] * 5)
    assert small is not None
    assert small.direction == "unclear"
    assert small.interval.high - small.interval.low > 50
    few, many = mean_change([80.0] * 5, [90.0] * 5), mean_change([80.0] * 40, [90.0] * 40)
    assert few is not None
    assert many is not None
    # One way of 252 to deal them out is as uneven: clear. The interval holds 0 and isn't shown beside it.
    assert (few.direction, few.excludes_0, few.shown) == ("up", False, None)
    assert (many.direction, many.shown) == ("up", many.interval)
    # At most so many of all can differ that five in a row don't show it: 1 − 0.025^(1/5) = 52.2 %.
    assert mean_interval([80.0] * 5) == pytest.approx((80 * 0.4782, 80 + 20 * 0.5218), abs=0.01)


@pytest.mark.feature("N3")
def test_equal_scores_that_all_rose_are_a_clear_change() -> None:
    equal, nearly = [100.0] * 10, [100.0] * 9 + [99.0]
    for after in (equal, nearly):
        change = mean_change([80.0] * 10, after)
        assert change is not None
        assert change.direction == "up"
    # Two and two equal scores are as uneven in one way of six.
    few = mean_change([80.0] * 2, [100.0] * 2)
    assert few is not None
    assert (few.direction, few.shown, comparison_note(few)) == ("unclear", few.interval, "")
    same = mean_change([80.0] * 10, [80.0] * 10)
    assert same is not None
    assert same.direction == "unclear"


@pytest.mark.feature("N3", "S0.9")
def test_a_change_of_equal_scores_is_written_without_an_interval_that_denies_it() -> None:
    evaluations = tuple(evaluation(number, percent=100.0) for number in range(10))
    past = tuple(PastScore(evaluation_id=f"ev_p{n}", scorecard_id="sc_1", percent=80.0) for n in range(10))
    change = next(fact for fact in dossier(evaluations=evaluations, past_scores=past).facts if fact.kind == "change")
    assert (change.text, change.low, change.high) == ("up 20 points", None, None)
    assert change.note == "all scores the same on each side: no interval; 10 evaluations, after 10 evaluations before"


def _dealt_out(before: list[Fraction], after: list[Fraction]) -> Fraction:
    """The chance of a rise at least as large, from its definition: all ways to deal the scores out, one by one."""
    pool = [*before, *after]
    ways = [sum(pool[place] for place in some) for some in combinations(range(len(pool)), len(after))]
    return Fraction(sum(each >= sum(after) for each in ways), len(ways))


POINTS_BEFORE, POINTS_AFTER = [35, 30, 23, 29, 24, 33, 30], [34, 37, 34, 34, 30]


@pytest.mark.feature("N3")
def test_equal_sums_of_points_are_equal_whatever_the_scorecards_points() -> None:
    before, after = ([Fraction(100 * each, 43) for each in side] for side in (POINTS_BEFORE, POINTS_AFTER))
    exact = _dealt_out(before, after)
    assert float(exact) == pytest.approx(0.0379, abs=5e-5)
    floats = [float(each) for each in before], [float(each) for each in after]
    assert _mean_chances(*floats).up == pytest.approx(float(exact))
    change = mean_change(*floats)
    assert change is not None
    assert change.direction == "unclear"


@pytest.mark.feature("N3")
@given(
    st.sampled_from([43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 43 * 47]),
    st.lists(st.integers(0, 12), min_size=2, max_size=5),
    st.lists(st.integers(0, 12), min_size=2, max_size=5),
    st.booleans(),
)
def test_the_permutation_test_counts_ties_of_every_fraction(
    points: int, earned: list[int], since: list[int], far: bool
) -> None:
    before, after = ([Fraction(100 * each, points) for each in side] for side in (earned, since))
    floats = [float(each) for each in before], [float(each) for each in after]
    with pytest.MonkeyPatch.context() as patched:
        if far:
            # As where the common denominator has too many digits: rounded, with room for what that changes.
            patched.setattr(trends, "_LARGEST_COMMON", 1)
        assert _mean_chances(*floats).up == pytest.approx(float(_dealt_out(before, after)))


@pytest.mark.feature("N3")
def test_scores_without_a_common_denominator_are_rounded() -> None:
    primes = [n for n in range(1_000, 2_000) if all(n % of for of in range(2, 45))][:30]
    before, after = [100 / n for n in primes], [50 + 100 / n for n in primes]
    change = mean_change(before, after)
    assert change is not None
    assert change.direction == "up"


@pytest.mark.feature("N3")
def test_a_clear_change_that_is_too_small_to_be_written_is_not_called_chance() -> None:
    tiny = Change(0.04, Interval(0.01, 0.07), clear=True)
    assert (tiny.direction, comparison_note(tiny)) == ("unclear", "")
    assert comparison_note(tiny._replace(clear=False)) == (
        "; may be chance: above 0 by its interval, not by an exact test of the same figures"
    )


@pytest.mark.feature("N3")
def test_beside_an_interval_that_excludes_0_stands_why_it_may_be_chance() -> None:
    fell = Change(-9.0, Interval(-17.0, -1.0), clear=False)
    assert comparison_note(fell, 12) == "; may be chance: below 0 taken alone, not once all 12 are compared together"
    assert comparison_note(fell._replace(clear=True), 12) == "; one of 12 compared"
    assert comparison_note(fell._replace(interval=Interval(-17.0, 1.0)), 12) == "; one of 12 compared"


@pytest.mark.feature("N3")
def test_a_tiny_change_is_not_called_a_rise_of_nothing() -> None:
    change = mean_change([80.0, 80.01] * 20, [80.02, 80.03] * 20)
    assert change is not None
    assert change.interval.low > 0
    assert change.direction == "unclear"


@pytest.mark.feature("S0.9", "S4.9", "N1")
def test_one_average_has_one_figure() -> None:
    exact = [1000 / 12] * 7 + [800 / 12]
    evaluations = tuple(evaluation(number, percent=percent) for number, percent in enumerate(exact))
    facts = dossier(evaluations=evaluations).facts
    assert {fact.text for fact in facts if fact.kind in {"average", "week"} and fact.text} == {"81.3%"}
    units = [units_of(each) for each in exact]
    day = DayScores(
        day=NOW.date(),
        scorecard_id="sc_1",
        scored=8,
        score_hundredths=sum(map(hundredths_of, units)),
        score_rest=sum(map(rest_of, units)),
    )
    assert totals_of([day]).mean == 81.25 == next(fact.value for fact in facts if fact.kind == "average")


@pytest.mark.feature("N3", "S0.10")
def test_line_items_are_compared_together_and_it_is_said() -> None:
    names = [f"q{number}" for number in range(20)]
    before = tuple(count(name, name, 10 if name == "q0" else 16, 20) for name in names)
    after = tuple(count(name, name, 18 if name == "q0" else 16, 20) for name in names)

    def change(names: int) -> Fact:
        facts = dossier(counts=after[:names], counts_before=before[:names]).facts
        return next(fact for fact in facts if fact.kind == "change" and fact.question_id == "q0")

    alone, together = change(1), change(20)
    assert (alone.direction, together.direction) == ("up", "unclear")
    assert "compared" not in alone.note
    assert together.note.endswith(
        "; 20 answers, after 20 answers before; "
        "may be chance: above 0 taken alone, not once all 20 are compared together"
    )
    assert (alone.low, alone.high) == (together.low, together.high)
    # Of what didn't clearly change nothing else says in what it is counted.
    assert " points; 20 answers, after 20 answers before;" in together.note
    assert "points" not in alone.note
    assert "points" in (alone.text or "")


@pytest.mark.feature("N3")
@given(st.floats(1, 200), st.floats(0.01, 10))
def test_the_fewer_degrees_the_wider(freedom: float, more: float) -> None:
    assert t_95(freedom) >= t_95(freedom + more) > 1.9599


@pytest.mark.feature("N3")
@given(st.lists(st.floats(0, 100), min_size=2, max_size=30), st.lists(st.floats(0, 100), min_size=2, max_size=30))
def test_turning_a_change_around_turns_its_interval(before: list[float], after: list[float]) -> None:
    there, back = mean_change(before, after), mean_change(after, before)
    assert there is not None
    assert back is not None
    assert there.points == pytest.approx(-back.points, abs=1e-6)
    assert there.interval.low == pytest.approx(-back.interval.high, abs=1e-6)
    assert there.interval.low <= there.points <= there.interval.high


@pytest.mark.feature("S0.9")
@given(st.integers(0, 120), st.lists(st.tuples(st.integers(0, 120), st.floats(0, 100)), max_size=60))
def test_weeks_cover_the_period_and_count_every_score(length: int, scores: list[tuple[int, float]]) -> None:
    first = date(2026, 1, 1)
    last = first + timedelta(days=length)
    dated = [(first + timedelta(days=day), score) for day, score in scores]
    found = weeks(first, last, dated, 5)
    assert found[0].first_day == first
    assert found[-1].last_day == last
    assert sum(week.sample for week in found) == sum(day <= last for day, _ in dated)
    assert all((week.average is not None) == (week.sample >= 5) for week in found)
    for week in found:
        ends = (week.low, week.average, week.high)
        assert None not in ends or set(ends) == {None}
        if week.low is not None and week.average is not None and week.high is not None:
            assert 0 <= week.low <= week.average + 1e-9
            assert week.average - 1e-9 <= week.high <= 100


@pytest.mark.feature("N3")
@pytest.mark.parametrize(
    ("scores", "low", "high"),
    [
        # Worked by hand: mean 70, standard error √10 ÷ √5 = 1.414, 4 degrees of freedom, t = 2.776.
        ([66, 68, 70, 72, 74], 70 - 2.776 * 2**0.5, 70 + 2.776 * 2**0.5),
        # Standard error 2, and t = 12.706 with one degree: less than nothing and more than all can't be scored.
        ([60, 64], 62 - 12.706 * 2, 62 + 12.706 * 2),
        ([50, 90], 0, 100),
    ],
)
def test_a_mean_has_students_interval_within_what_can_be_scored(scores: list[float], low: float, high: float) -> None:
    interval = mean_interval(scores)
    assert interval is not None
    assert interval == pytest.approx((low, high), abs=0.02)


@pytest.mark.feature("N3")
def test_one_score_has_no_interval() -> None:
    assert mean_interval([80.0]) is None
    only = weeks(date(2026, 1, 1), date(2026, 1, 7), [(date(2026, 1, 2), 80.0)], 1)[0]
    assert (only.average, only.low, only.high) == (80.0, None, None)


@pytest.mark.feature("S0.9", "N3")
def test_a_week_is_a_fact_with_its_interval() -> None:
    evaluations = tuple(evaluation(number, percent=80.0 + number) for number in range(6))
    week = next(fact for fact in dossier(evaluations=evaluations).facts if fact.kind == "week" and fact.text)
    assert (week.low, week.high) == mean_interval([80.0, 81, 82, 83, 84, 85])


@pytest.mark.feature("S0.9")
def test_a_week_that_was_stored_without_an_interval_is_read() -> None:
    stored = {"first_day": "2026-01-01", "last_day": "2026-01-07", "average": 82.5, "sample": 6}
    week = Week.model_validate(stored)
    assert (week.average, week.low, week.high) == (82.5, None, None)


@pytest.mark.feature("S0.9", "N3")
def test_averages_are_per_scorecard_with_their_change() -> None:
    evaluations = tuple(evaluation(number, percent=80.0 + number) for number in range(6))
    past = tuple(PastScore(evaluation_id=f"ev_p{n}", scorecard_id="sc_1", percent=50.0 + n) for n in range(6))
    facts = dossier(evaluations=evaluations, past_scores=past).facts
    average = next(fact for fact in facts if fact.kind == "average")
    change = next(fact for fact in facts if fact.of == average.id)
    assert (average.name, average.text, average.sample) == ("average score", "82.5%", 6)
    assert (change.text, change.direction) == ("up 30 points", "up")
    other = evaluation(9, scorecard_id="sc_2", scorecard_name="Chat")
    names = [fact.name for fact in dossier(evaluations=(*evaluations, other)).facts if fact.kind == "average"]
    assert names == ["average score (Chat)", "average score (Voice)"]


def of_each_day(evaluations: int, percent: float, card: str = "sc_1", *, days: int = 28) -> tuple[DayScores, ...]:
    """As many evaluations on each day of the four weeks up to NOW, all with the same score."""
    return tuple(
        DayScores(
            day=NOW.date() - timedelta(days=ago),
            scorecard_id=card,
            scored=evaluations,
            score_hundredths=round(evaluations * percent * 100),
        )
        for ago in range(days)
    )


FOUR_WEEKS = resolve(PeriodRequest(kind=PeriodKind.LAST_4_WEEKS), now=NOW, time_zone="UTC")
NEWEST = tuple(evaluation(n, percent=80.0, started_at=NOW - timedelta(days=n // 40)) for n in range(300))


@pytest.mark.feature("S0.6", "S0.9", "N3")
def test_weeks_and_averages_count_all_evaluations_where_only_the_newest_were_analysed() -> None:
    facts = dossier(period=FOUR_WEEKS, evaluations=NEWEST, day_scores=of_each_day(40, 80.0)).facts
    found = [fact for fact in facts if fact.kind == "week"]
    assert [(week.sample, week.text) for week in found] == [(280, "80%")] * 4
    assert [week.low is None for week in found] == [True, True, True, False]
    assert [week.note for week in found] == [
        "over 280 evaluations, of which 0 were analysed: no interval",
        "over 280 evaluations, of which 0 were analysed: no interval",
        "over 280 evaluations, of which 20 were analysed: no interval",
        "over 280 evaluations",
    ]
    (average,) = [fact for fact in facts if fact.kind == "average"]
    assert (average.sample, average.text) == (1120, "80%")
    assert average.note == "over 1120 evaluations, of which 300 were analysed"


@pytest.mark.feature("S0.9", "N3")
def test_an_average_is_compared_only_where_both_periods_were_read_whole() -> None:
    evaluations = tuple(evaluation(number, percent=80.0 + number) for number in range(6))
    past = tuple(PastScore(evaluation_id=f"ev_p{n}", scorecard_id="sc_1", percent=50.0 + n) for n in range(6))

    def changes(**fields: Any) -> int:
        facts = dossier(evaluations=evaluations, past_scores=past, **fields).facts
        return len([fact for fact in facts if fact.kind == "change"])

    assert changes() == 1
    assert changes(past_scores_whole=False) == 0
    assert changes(day_scores=of_each_day(40, 80.0, days=1)) == 0
    # Of another scorecard there are more, of this one all were read.
    assert changes(day_scores=(*of_each_day(6, 82.5, days=1), *of_each_day(40, 70.0, "sc_2", days=1))) == 1


@pytest.mark.feature("S0.9")
def test_a_scorecard_of_which_none_was_analysed_has_its_average_and_no_weeks_are_compared() -> None:
    over = dossier(
        evaluations=NEWEST,
        counts=(count("greet", "Greets", 90, 100), count("greet", "Greets", 9, 10, "sc_2", "Chat")),
        day_scores=(*of_each_day(300, 80.0, days=1), *of_each_day(4, 60.0, "sc_2", days=6)),
    )
    averages = [fact for fact in over.facts if fact.kind == "average"]
    assert [(fact.name, fact.text, fact.sample) for fact in averages] == [
        ("average score (Chat)", "60%", 24),
        ("average score (Voice)", "80%", 300),
    ]
    assert not [fact for fact in over.facts if fact.kind == "week"]


@pytest.mark.feature("N1")
def test_facts_are_numbered_the_same_every_time() -> None:
    assert dossier().facts == dossier().facts
    assert [fact.id for fact in dossier().facts] == [f"F{n}" for n in range(1, len(dossier().facts) + 1)]


@pytest.mark.parametrize(
    ("points", "text"), [(0.04, "0"), (0.25, "0.3"), (3.0, "3"), (-9.96, "10"), (12.4, "12"), (99.5, "100")]
)
def test_points_are_written_shortly(points: float, text: str) -> None:
    assert points_text(points) == text


@pytest.mark.parametrize(
    ("points", "text"), [(1.0, "1 point"), (-1.04, "1 point"), (0.3, "0.3 points"), (12, "12 points")]
)
def test_one_point_is_one(points: float, text: str) -> None:
    assert points_said(points) == text


def test_other_numbers_are_written_as_people_read_them() -> None:
    assert interval_text(-3.2, 21.0) == "95% interval −3.2 to 21"
    # What excludes 0 isn't written with it.
    assert interval_text(0.03, 20.2) == "95% interval above 0 to 20"
    assert interval_text(-20.2, -0.03) == "95% interval −20 to below 0"
    assert interval_text(0.01, 0.03) == "95% interval above 0 and below 0.1"
    assert interval_text(-0.03, -0.01) == "95% interval above −0.1 and below 0"
    assert interval_text(0.05, 20.2) == "95% interval 0.1 to 20"
    assert interval_text(-0.03, 20.2) == interval_text(0.0, 20.2) == "95% interval 0 to 20"
    # The console is held against the same pairs in web/src/parts/times.test.ts.
    said = {
        0: "0 s",
        59_400: "59 s",
        59_500: "1 min",
        380_000: "6 min 20 s",
        3_599_400: "59 min 59 s",
        3_599_500: "1 h",
        3_905_000: "1 h 5 min",
        7_170_000: "2 h",
    }
    assert {each: duration_text(each) for each in said} == said
    assert (whole(2.5), whole(-2.5), whole(0.49)) == (3, -3, 0)


@pytest.mark.feature("N10")
def test_the_offline_drafter_goes_by_the_tools_name() -> None:
    assert drafter("draft_summary") is not None
