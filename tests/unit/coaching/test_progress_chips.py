"""The chips of the actions from the last 1-to-1 (S0.12)."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.coaching.actions.model import CHIP_LABELS, Action, LineItemTarget
from debrief.coaching.actions.progress import Evidence, RateSample, progress_chip
from debrief.insights.exact_tests import rate_chances
from debrief.insights.intervals import newcombe
from debrief.summaries.facts.previous import evidence_line

pytestmark = pytest.mark.feature("S0.12")

TODAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
TARGET = LineItemTarget(scorecard_id="sc_1", question_id="qn_1", text="Asks open questions")
POOR, GOOD = RateSample(passed=2, applicable=20), RateSample(passed=18, applicable=20)
NONE = RateSample(passed=0, applicable=0)


def action(due: date | None = None, status: str = "open", target: LineItemTarget | None = TARGET) -> Action:
    return Action.model_validate(
        {
            "id": "ac_1",
            "title": "Ask",
            "assignee_id": "us_agent",
            "created_by": "us_lead",
            "due_date": due,
            "status": status,
            "completed_at": NOW if status == "completed" else None,
            "target": target,
            "created_at": NOW,
        }
    )


SAMPLES = st.none() | st.integers(0, 60).flatmap(
    lambda n: st.integers(0, n).map(lambda passed: RateSample(passed=passed, applicable=n))
)
ACTIONS = st.builds(
    action,
    due=st.none() | st.dates(TODAY - timedelta(days=40), TODAY + timedelta(days=40)),
    status=st.sampled_from(["open", "completed"]),
    target=st.sampled_from([None, TARGET]),
)


def told(one: Action, before: RateSample | None, after: RateSample | None, developing: bool) -> str:
    """S0.12 ▸ in its own order, written down a second time."""
    if one.status == "completed":
        return "completed"
    if one.due_date is not None and one.due_date < TODAY:
        return "overdue"
    if one.target is not None and after is not None and after.applicable > 0:
        if before is not None and before.applicable >= 5 and after.applicable >= 5:
            samples = (before.passed, before.applicable, after.passed, after.applicable)
            moved = newcombe(*samples)
            if moved.significant and moved.value > 0 and rate_chances(*samples).up <= 0.025:
                return "improved"
        if developing:
            return "still_developing"
    return "on_track"


@given(ACTIONS, SAMPLES, SAMPLES, st.booleans())
def test_every_action_has_one_chip_in_the_order_of_the_rules(
    one: Action, before: RateSample | None, after: RateSample | None, developing: bool
) -> None:
    chip, evidence = progress_chip(one, TODAY, before, after, developing)
    assert chip == told(one, before, after, developing)
    assert chip in CHIP_LABELS
    line = evidence_line(chip, evidence, "UTC")
    assert line
    assert "\n" not in line
    assert "None" not in line


@given(SAMPLES, SAMPLES, st.booleans())
def test_closed_comes_before_overdue_and_overdue_before_all_data(
    before: RateSample | None, after: RateSample | None, developing: bool
) -> None:
    yesterday = TODAY - timedelta(days=1)
    assert progress_chip(action(yesterday, "completed"), TODAY, before, after, developing)[0] == "completed"
    assert progress_chip(action(yesterday), TODAY, before, after, developing)[0] == "overdue"


def test_improvement_comes_before_the_areas_for_development() -> None:
    chip, evidence = progress_chip(action(), TODAY, POOR, GOOD, True)
    assert chip == "improved"
    assert evidence.change == pytest.approx(80)
    assert evidence.low is not None
    assert evidence.low > 0
    assert evidence_line(chip, evidence, "UTC") == (
        "Asks open questions passed in 18 of 20 since, after 2 of 20 before: up 80 points (95% interval 52 to 90)."
    )


@pytest.mark.feature("N3")
def test_a_target_is_judged_together_with_the_other_line_items() -> None:
    before, after = RateSample(passed=10, applicable=20), RateSample(passed=17, applicable=20)
    same = RateSample(passed=16, applicable=20)
    few = RateSample(passed=1, applicable=2)
    assert progress_chip(action(), TODAY, before, after, False)[0] == "improved"
    assert progress_chip(action(), TODAY, before, after, False, others=[(few, few)] * 20)[0] == "improved"
    chip, evidence = progress_chip(action(), TODAY, before, after, False, others=[(same, same)] * 19)
    assert (chip, evidence.compared, evidence.may_be_chance) == ("on_track", 20, True)
    assert evidence_line(chip, evidence).endswith(
        "; may be chance: above 0 taken alone, not once all 20 are compared together; no clear change yet."
    )
    chip, evidence = progress_chip(action(), TODAY, POOR, GOOD, False, others=[(same, same)] * 2)
    assert evidence_line(chip, evidence).endswith("(95% interval 52 to 90), judged together with 2 others.")


def test_a_change_that_the_sample_cannot_show_is_no_improvement() -> None:
    little = RateSample(passed=2, applicable=3)
    chip, evidence = progress_chip(action(), TODAY, RateSample(passed=1, applicable=3), little, False)
    assert chip == "on_track"
    assert "no clear change yet" in evidence_line(chip, evidence, "UTC")


@pytest.mark.feature("N3")
@pytest.mark.parametrize(
    ("before", "after"), [((0, 3), (1, 1)), ((0, 2), (2, 2)), ((0, 20), (4, 4)), ((0, 4), (20, 20)), ((17, 37), (1, 1))]
)
def test_nothing_has_improved_on_fewer_answers_than_the_minimum(
    before: tuple[int, int], after: tuple[int, int]
) -> None:
    first, second = (RateSample(passed=passed, applicable=applicable) for passed, applicable in (before, after))
    chip, evidence = progress_chip(action(), TODAY, first, second, False)
    assert (chip, evidence.change, evidence.low) == ("on_track", None, None)
    assert "fewer than 5 answers on a side, too few to compare" in evidence_line(chip, evidence)
    assert progress_chip(action(), TODAY, first, second, True)[0] == "still_developing"


@pytest.mark.feature("N3")
def test_the_minimum_is_the_accounts() -> None:
    before, after = RateSample(passed=0, applicable=8), RateSample(passed=8, applicable=8)
    assert progress_chip(action(), TODAY, before, after, False)[0] == "improved"
    assert progress_chip(action(), TODAY, before, after, False, minimum=8)[0] == "improved"
    assert progress_chip(action(), TODAY, before, after, False, minimum=9)[0] == "on_track"


@pytest.mark.feature("N3")
def test_what_an_interval_excludes_and_the_exact_test_does_not_may_be_chance() -> None:
    # Newcombe's interval is 0.2 to 64; where nothing has changed, such a rise comes in 2.6 % of cases.
    before, after = RateSample(passed=16, applicable=30), RateSample(passed=5, applicable=5)
    chip, evidence = progress_chip(action(), TODAY, before, after, False)
    line = evidence_line(chip, evidence)
    assert evidence.low is not None
    assert (chip, evidence.low > 0) == ("on_track", True)
    assert line.endswith(
        "; may be chance: above 0 by its interval, not by an exact test of the same figures; no clear change yet."
    )


@pytest.mark.feature("N3")
def test_a_clear_fall_is_called_one() -> None:
    before, after = RateSample(passed=40, applicable=40), RateSample(passed=10, applicable=40)
    chip, evidence = progress_chip(action(), TODAY, before, after, False)
    assert (chip, evidence.direction) == ("on_track", "down")
    assert evidence_line(chip, evidence) == (
        "Asks open questions passed in 10 of 40 since, after 40 of 40 before: down 75 points "
        "(95% interval −86 to −57); it clearly fell."
    )
    developing = evidence_line(*progress_chip(action(), TODAY, before, after, True))
    assert developing.endswith("(95% interval −86 to −57); it clearly fell, and is still an area for development.")


@pytest.mark.feature("N3")
def test_evidence_from_before_the_direction_was_kept_says_no_more_than_it_did() -> None:
    stored = progress_chip(action(), TODAY, GOOD, POOR, False)[1].model_dump(mode="json", exclude={"direction"})
    evidence = Evidence.model_validate_json(json.dumps(stored))
    assert evidence.direction == "unclear"
    assert evidence_line("on_track", evidence).endswith("; no clear change yet.")


@pytest.mark.feature("N3")
def test_a_clear_change_that_is_too_small_to_be_written_is_not_called_chance() -> None:
    before, after = (RateSample(passed=passed, applicable=100_000_000) for passed in (50_000_000, 50_040_000))
    chip, evidence = progress_chip(action(), TODAY, before, after, False)
    assert (chip, evidence.direction, evidence.may_be_chance) == ("on_track", "unclear", False)
    line = evidence_line(chip, evidence)
    assert line.endswith("changed 0 points (95% interval above 0 to 0.1); no clear change yet."), line


def test_getting_worse_is_not_improved() -> None:
    assert progress_chip(action(), TODAY, GOOD, POOR, False)[0] == "on_track"
    assert progress_chip(action(), TODAY, GOOD, POOR, True)[0] == "still_developing"


def test_without_data_since_or_without_a_target_it_is_on_track() -> None:
    assert progress_chip(action(), TODAY, POOR, None, True)[0] == "on_track"
    assert progress_chip(action(), TODAY, POOR, NONE, True)[0] == "on_track"
    assert progress_chip(action(target=None), TODAY, POOR, GOOD, True)[0] == "on_track"


def test_without_data_before_nothing_has_improved() -> None:
    assert progress_chip(action(), TODAY, None, GOOD, True)[0] == "still_developing"
    assert progress_chip(action(), TODAY, NONE, GOOD, False)[0] == "on_track"


def test_the_line_counts_days() -> None:
    late = progress_chip(action(TODAY - timedelta(days=1)), TODAY, None, None, False)
    assert evidence_line(*late, "UTC") == "Was due on 9 March 2026, 1 day ago, and is still open."
    due = progress_chip(action(TODAY), TODAY, None, None, False)
    assert evidence_line(*due, "UTC") == "Open, due on 10 March 2026, today."
    done = progress_chip(action(status="completed"), TODAY, None, None, False)
    assert evidence_line(*done, "UTC") == "Closed on 9 March 2026."
    assert evidence_line(*done, "Pacific/Auckland") == "Closed on 10 March 2026."
