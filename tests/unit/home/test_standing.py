"""How somebody stands since their last 1-to-1, by the statistics that reports and summaries use."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.home.model import Moved
from debrief.home.standing import (
    ScoreSums,
    all_moved,
    compared,
    compared_by_scores,
    items_of,
    main_scorecard,
    window_since,
)
from debrief.insights.line_items import LineItemCount
from debrief.insights.projection.model import Days
from debrief.insights.projection.rollup_reader import ScoreCount
from debrief.quality.evaluations.averages import units_of
from debrief.summaries.facts.trends import mean_change

TODAY = date(2026, 3, 10)
CARD = ("sc_1", "Voice")


def sums(scores: list[float], passed: int = 0) -> ScoreSums:
    return ScoreSums(len(scores), sum(map(units_of, scores)), passed)


def moved(
    card: tuple[str, str],
    now: ScoreSums,
    before: ScoreSums,
    minimum: int,
    scores: tuple[list[float], list[float]] | None,
    *,
    shares: bool = False,
) -> Moved:
    """What is said of one that stands alone."""
    return all_moved([compared(card, now, before, minimum, scores, shares=shares)])[0]


def count(item: str, passed: int, applicable: int) -> LineItemCount:
    return LineItemCount("sc_1", "Voice", 1, item, item, passed, applicable)


@pytest.mark.feature("S0.5")
def test_the_days_are_those_since_the_last_1_to_1_and_as_many_before() -> None:
    window = window_since(datetime(2026, 3, 3, 22, 30, tzinfo=UTC), TODAY, "Europe/Berlin")
    assert window.basis == "since_last_meeting"
    assert window.days == Days(date(2026, 3, 3), TODAY)
    assert window.before == Days(date(2026, 2, 23), date(2026, 3, 2))
    assert window.both == Days(date(2026, 2, 23), TODAY)


@given(st.integers(min_value=0, max_value=2000))
def test_the_days_are_never_more_than_thirteen_weeks(days_ago: int) -> None:
    held = datetime(2026, 3, 10, 8, tzinfo=UTC) - timedelta(days=days_ago)
    window = window_since(held, TODAY, "UTC")
    length = (window.days.last - window.days.first).days + 1
    assert length == min(days_ago + 1, 91)
    assert window.basis == ("since_last_meeting" if days_ago < 91 else "last_13_weeks")
    assert (window.before.last - window.before.first).days + 1 == length
    assert window.before.last + timedelta(days=1) == window.days.first


def test_without_a_1_to_1_it_is_the_last_four_weeks() -> None:
    assert window_since(None, TODAY, "UTC").days == Days(date(2026, 2, 11), TODAY)


@pytest.mark.feature("N3")
def test_a_change_is_the_very_one_that_a_report_tells() -> None:
    before, after = [60.0, 65.0, 70.0, 62.5, 66.0, 61.0], [80.0, 85.0, 90.0, 82.0, 88.0]
    found = moved(CARD, sums(after), sums(before), 5, (before, after))
    told = mean_change(before, after)
    assert told is not None
    assert told.shown is not None
    assert (found.measure, found.points, found.direction) == ("score", told.points, "up")
    assert (found.low, found.high) == tuple(told.shown)
    assert (found.sample, found.sample_before) == (5, 6)


@pytest.mark.feature("N3")
@pytest.mark.parametrize(("now", "before"), [(4, 40), (40, 4), (0, 0), (4, 0)])
def test_below_the_minimum_nothing_is_compared_and_the_samples_are_told(now: int, before: int) -> None:
    assert not compared_by_scores(ScoreSums(now), ScoreSums(before), 5)
    found = moved(CARD, sums([70.0] * now), sums([60.0] * before), 5, None)
    assert (found.points, found.low, found.high, found.direction) == (None, None, None, "unclear")
    assert (found.sample, found.sample_before) == (now, before)
    assert (found.now is None, found.before is None) == (now < 5, before < 5)


@pytest.mark.feature("N3")
def test_many_evaluations_are_compared_by_how_many_passed() -> None:
    assert not compared_by_scores(ScoreSums(200), ScoreSums(180), 5)
    found = moved(CARD, ScoreSums(200, 0, 160), ScoreSums(180, 0, 90), 5, None)
    assert (found.measure, found.direction, found.now, found.before) == ("passed", "up", 80.0, 50.0)
    assert found.points == pytest.approx(30)
    assert found.low is not None
    assert found.low > 0


@pytest.mark.feature("N3")
@pytest.mark.parametrize("earlier", [2, 40])
def test_of_a_team_it_is_always_the_share_that_passed(earlier: int) -> None:
    """10 of 40 passed, their mean is 70: what stands under "passed" is 25 %, however few there were before."""
    now, before = ScoreSums(40, sum(map(units_of, [70.0] * 40)), 10), sums([60.0] * earlier, 1)
    found = moved(CARD, now, before, 5, None, shares=True)
    assert (found.measure, found.now, found.sample) == ("passed", 25.0, 40)
    assert (found.points is None, found.before is None) == (earlier == 2, earlier == 2)


def test_scorecards_are_never_averaged_together() -> None:
    def day(at: date, card: str, scored: int) -> ScoreCount:
        return ScoreCount(at, card, "manual", scored, 0, 0, 0, 0)

    window = window_since(None, TODAY, "UTC")
    early = window.before.first
    assert main_scorecard([day(TODAY, "b", 3), day(TODAY, "a", 2), day(early, "a", 90)], window) == "b"
    assert main_scorecard([day(TODAY, "b", 2), day(TODAY, "a", 2), day(early, "b", 1)], window) == "b"
    assert main_scorecard([], window) is None


@pytest.mark.feature("S0.10")
def test_items_that_share_the_lowest_rate_are_all_named() -> None:
    good = [count("Greeting", 27, 27), count("Closing", 27, 27)]
    found = items_of([count("Empathy", 22, 27), count("Resolution", 22, 27), *good, count("Rare", 0, 3)], None, 5)
    assert [each.text for each in found.weakest] == ["Empathy", "Resolution"]
    assert [each.text for each in found.strongest] == ["Closing", "Greeting"]
    assert (found.most_answers, found.strength_moved) == (27, None)


@pytest.mark.feature("S0.10")
def test_of_many_that_share_a_rate_six_are_listed_and_all_are_counted() -> None:
    ten = [count(f"Item {number}", 10, 25) if number == 7 else count(f"Item {number}", 8, 20) for number in range(10)]
    found = items_of([*ten, count("Greeting", 27, 27)], None, 5)
    assert (len(found.weakest), found.weakest_count) == (6, 10)
    assert found.weakest[0].text == "Item 7", "those with most answers are listed"
    assert (len(found.strongest), found.strongest_count) == (1, 1)


@pytest.mark.feature("N3")
def test_too_few_answers_name_no_item() -> None:
    found = items_of([count("Empathy", 0, 4), count("Greeting", 3, 3)], [], 5)
    assert (found.weakest, found.strongest, found.most_answers) == ([], [], 4)


@pytest.mark.feature("N3", "S0.10")
def test_what_fails_more_often_than_it_passes_is_no_strength() -> None:
    low = items_of([count("Greeting", 2, 38), count("Empathy", 5, 38), count("Closing", 8, 38)], [], 5)
    assert (low.strongest, low.strength_moved, low.most_answers) == ([], None, 38)
    lone = items_of([count("Empathy", 10, 28)], [], 5)
    assert (lone.strongest, [each.text for each in lone.weakest], lone.most_answers) == ([], ["Empathy"], 28)


@pytest.mark.feature("N3")
def test_a_strength_has_its_trend_judged_with_all_others() -> None:
    now = [count("Greeting", 38, 40), count("Empathy", 10, 40)]
    before = [count("Greeting", 20, 40), count("Empathy", 11, 40)]
    found = items_of(now, before, 5).strength_moved
    assert found is not None
    assert (found.points, found.direction, found.compared, found.sample_before) == (45, "up", 2, 40)
    assert items_of(now, [count("Greeting", 2, 4)], 5).strength_moved is None


@pytest.mark.feature("N3")
def test_who_moved_is_settled_over_all_that_stand_in_the_table() -> None:
    """A rise that is clear by itself isn't among fifty; a larger one is, in whichever ten it is asked for."""
    before = [60.0, 65.0, 70.0, 62.5, 66.0, 61.0, 64.0, 68.0]
    small, large = [each + 5 for each in before], [each + 25 for each in before]

    def directions(after: list[float], rows: int, among: int) -> list[tuple[str, bool, int]]:
        row = compared(CARD, sums(after), sums(before), 5, (before, after), among=among)
        still = compared(CARD, sums(before), sums(before), 5, (before, before), among=among)
        found = all_moved([row, *[still] * (rows - 1)], among)
        return [(each.direction, each.may_be_chance, each.compared) for each in found]

    assert directions(small, 1, 1) == [("up", False, 1)]
    assert directions(small, 10, 50)[0] == ("unclear", True, 50)
    assert directions(large, 10, 50) == [("up", False, 50), *[("unclear", False, 50)] * 9]
    assert directions(large, 1, 50)[0] == ("up", False, 50)
    assert directions(small, 12, 1)[0][2] == 12, "never fewer than are asked for"


@pytest.mark.feature("N3")
def test_scores_and_shares_are_judged_in_one_table() -> None:
    before, after = [60.0, 61.0, 62.0, 63.0, 64.0], [90.0, 91.0, 92.0, 93.0, 94.0]
    rows = [
        compared(CARD, sums(after), sums(before), 5, (before, after), among=3),
        compared(CARD, ScoreSums(200, 0, 160), ScoreSums(180, 0, 90), 5, None, among=3),
        compared(CARD, ScoreSums(2), ScoreSums(180), 5, None, among=3),
    ]
    assert [(each.measure, each.direction) for each in all_moved(rows)] == [
        ("score", "up"), ("passed", "up"), ("score", "unclear"),
    ]  # fmt: skip
