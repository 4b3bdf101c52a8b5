"""What evaluations add to rollups, and that it can be taken away again."""

import pytest
from hypothesis import given

from debrief.quality.evaluations.averages import UNITS
from debrief.quality.evaluations.model import Answer
from debrief.quality.evaluations.tally import contribution
from debrief.quality.evaluations.tally_keys import OVERALL, TallyKey
from debrief.quality.scorecards.model import NO, YES, Option
from tests.unit.quality.builders import completed, scorecard, written, yes_no
from tests.unit.quality.test_scoring_properties import Sheet, sheets


def question(name: str) -> TallyKey:
    return TallyKey("question", name)


@pytest.mark.feature("S4.9", "S0.10")
def test_an_evaluation_adds_its_answers_sections_and_score() -> None:
    version = scorecard(*(yes_no(name, allow_na=True, required=False) for name in ("one", "two", "three", "four")))
    answers = [
        Answer(question_id="one", option_id=YES),
        Answer(question_id="two", option_id=NO),
        Answer(question_id="three", not_applicable=True),
    ]
    # four is open: no answer, so not applicable to its pass rate, but 1 of 3 in the score: 33.33
    assert contribution(version, completed(version, answers)) == {
        question("one"): {"passed": 1, "applicable": 1, "option.yes": 1},
        question("two"): {"applicable": 1, "option.no": 1},
        question("three"): {"not_applicable": 1},
        TallyKey("section", "a"): {"scored": 1, "score_hundredths": 3333, "score_rest": UNITS // 300},
        OVERALL: {"scored": 1, "score_hundredths": 3333, "score_rest": UNITS // 300},
    }


@pytest.mark.feature("S4.9", "S4.3")
def test_an_automatic_failure_is_counted_and_the_answers_still_are() -> None:
    options = (
        Option(id=YES, label="Yes", points=1, passes=True),
        Option(id=NO, label="No", auto_fail="evaluation"),
    )
    version = scorecard(yes_no("one"), yes_no("two", options=options))
    answers = [Answer(question_id="one", option_id=YES), Answer(question_id="two", option_id=NO)]
    tally = contribution(version, completed(version, answers))
    assert tally[OVERALL] == {"scored": 1, "auto_failed": 1}
    assert tally[question("one")]["passed"] == 1
    assert "passed" not in tally[question("two")]


@pytest.mark.feature("S4.9")
def test_passing_and_nothing_applicable() -> None:
    version = scorecard(yes_no("one", allow_na=True))
    good = contribution(version, completed(version, [Answer(question_id="one", option_id=YES)]))
    assert good[OVERALL] == {"scored": 1, "score_hundredths": 10_000, "passed": 1}
    na = contribution(version, completed(version, [Answer(question_id="one", not_applicable=True)]))
    assert na[OVERALL] == {"not_applicable": 1}


@pytest.mark.feature("S4.9")
def test_a_failed_section_is_counted() -> None:
    version, answers = written("50: 0!s/1 | 50: 1/1")
    tally = contribution(version, completed(version, answers))
    assert tally[TallyKey("section", "a")] == {"scored": 1, "auto_failed": 1}


@pytest.mark.feature("S4.9")
def test_a_draft_adds_nothing() -> None:
    version = scorecard(yes_no("one"))
    draft = completed(version, [Answer(question_id="one", option_id=YES)], status="draft", completed_at=None)
    assert contribution(version, draft) == {}


@pytest.mark.feature("S4.9", "N16")
def test_what_is_made_for_a_calibration_is_in_no_rate_of_its_agent() -> None:
    version = scorecard(yes_no("one"))
    made = completed(version, [Answer(question_id="one", option_id=YES)], calibration_id="cal_1")
    assert contribution(version, made) == {}


def test_another_version_is_refused() -> None:
    version = scorecard(yes_no("one"))
    evaluation = completed(version, [Answer(question_id="one", option_id=YES)], scorecard_version=2)
    with pytest.raises(ValueError, match="not made with version 1"):
        contribution(version, evaluation)


def of(sheet: Sheet) -> dict[TallyKey, dict[str, int]]:
    return contribution(sheet.version, completed(sheet.version, sheet.answers))


@pytest.mark.feature("S4.9")
@given(sheets())
def test_every_counter_is_a_whole_number_and_passed_stays_within_applicable(sheet: Sheet) -> None:
    for key, counters in of(sheet).items():
        assert all(isinstance(count, int) and count for count in counters.values())
        # What hundredths lack of a score is less than nothing where they were rounded up.
        assert all(count > 0 for name, count in counters.items() if name != "score_rest")
        assert abs(counters.get("score_rest", 0)) <= UNITS // 200
        if key.scope == "question":
            assert counters.get("passed", 0) <= counters.get("applicable", 0)
            assert counters.get("applicable", 0) == sum(
                count for name, count in counters.items() if name.startswith("option.")
            )
