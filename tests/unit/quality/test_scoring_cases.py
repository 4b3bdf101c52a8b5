"""Scores worked out by hand; each case carries its arithmetic. The notation is explained in `builders.written`."""

from typing import Any

import pytest

from debrief.kernel.errors import RuleBroken
from debrief.quality.evaluations.model import Answer, Score
from debrief.quality.evaluations.scoring import question_scores, rounded, score, score_text
from debrief.quality.scorecards.model import Option, Question, Section
from tests.unit.quality.builders import scorecard, written, yes_no

OUT = {"section_auto_fail_rule": "leave_out"}


def case(features: str, arithmetic: str, text: str, percent: Any, points: str, passed: Any, **settings: Any) -> Any:
    """percent: expected; points: expected `earned/possible`; passed: expected against a mark of 80."""
    marks = [pytest.mark.feature(*features.split())]
    return pytest.param(text, settings, percent, points, passed, id=arithmetic, marks=marks)


CASES = [
    # Percentage format: Σ weight × earned ÷ possible
    case("S4.2", "100×1/1 = 100", "100: 1/1", 100, "1/1", True),
    case("S4.2", "100×0/1 = 0", "100: 0/1", 0, "0/1", False),
    case("S4.2", "100×3/4 = 75", "100: 1/1 1/1 1/1 0/1", 75, "3/4", False),
    case("S4.2", "60×1/2 + 40×2/2 = 30+40 = 70", "60: 1/2 | 40: 2/2", 70, "3/4", False),
    case("S4.2", "60×2/2 + 40×1/2 = 60+20 = 80, on the mark", "60: 2/2 | 40: 1/2", 80, "3/4", True),
    case("S4.2", "50×9/10 + 30×4/5 + 20×1/1 = 45+24+20 = 89", "50: 9/10 | 30: 4/5 | 20: 1/1", 89, "14/16", True),
    case("S4.2", "weights, not points: 90×0/1 + 10×99/99 = 10", "90: 0/1 | 10: 99/99", 10, "99/100", False),
    case(
        "S4.2", "25×(1/1+2/4+3/4+0/4) = 25×2.25 = 56.25", "25: 1/1 | 25: 2/4 | 25: 3/4 | 25: 0/4", 56.25, "6/13", False
    ),
    case("S4.2", "33.3×1/3 + 66.7×1 = 11.1+66.7 = 77.8", "33.3: 1/3 | 66.7: 1/1", 77.8, "2/4", False),
    case("S4.2", "0.1 steps are exact: 100×(0.1+0.7)/1 = 80", "100: 0.1/0.3 0.7/0.7", 80, "0.8/1", True),
    case("S4.2", "two in a section add first: 100×(1+8)/(1+9) = 90", "100: 1/1 8/9", 90, "9/10", True),
    case("S4.2", "a section of weight 0 counts nothing: 100×1/1 + 0×0/5", "100: 1/1 | 0: 0/5", 100, "1/6", True),
    case("S4.2", "a section without points gives its weight away: 50→100 × 1/2", "50: 1/2 | 50: 0/0", 50, "1/2", False),
    # Question weights inside a section
    case("S4.1", "100×(1×3 + 0×1)/(3+1) = 75", "100: 1/1x3 0/1", 75, "3/4", False),
    case("S4.1", "100×(2×2 + 1×1)/(3×2 + 1×1) = 5/7 = 71.43", "100: 2/3x2 1/1", 500 / 7, "5/7", False),
    case("S4.1", "half weight: 100×(1×0.5 + 1×1)/(0.5 + 1) = 100", "100: 1/1x0.5 1/1", 100, "1.5/1.5", True),
    case("S4.1", "weights stay in their section: 50×(4/5) + 50×(1/1) = 90", "50: 1/1x4 0/1 | 50: 1/1", 90, "5/6", True),
    # Points format: Σ earned ÷ Σ possible
    case("S4.2", "133/150 = 88.67 %", "90/100 | 43/50", 13300 / 150, "133/150", True),
    case("S4.2", "90/100 = 90 %", "90/100", 90, "90/100", True),
    case("S4.2", "big sections weigh more: (0+99)/(1+99) = 99 %", "0/1 | 99/99", 99, "99/100", True),
    case("S4.2", "(1+2+3)/(4+4+4) = 50 %", "1/4 2/4 | 3/4", 50, "6/12", False),
    case("S4.2 S4.1", "weights multiply: (2×5 + 1)/(2×5 + 10) = 11/20 = 55 %", "2/2x5 | 1/10", 55, "11/20", False),
    case("S4.2", "two thirds: 2/3 = 66.67 %", "1/1 1/1 0/1", 200 / 3, "2/3", False),
    # N/A leaves earned and possible
    case("S4.2", "N/A leaves: 100×1/1, not 1/2", "100: 1/1 na/1", 100, "1/1", True),
    case("S4.2", "N/A of a big question: 100×1/2, not 1/12", "100: 1/1 0/1 na/10", 50, "1/2", False),
    case("S4.2", "N/A section gives 40 away: 60→100 × 3/4 = 75", "60: 3/4 | 40: na/1 na/1", 75, "3/4", False),
    case("S4.2", "50:30 become 62.5:37.5: 62.5×1 + 37.5×0 = 62.5", "50: 1/1 | 30: 0/1 | 20: na/1", 62.5, "1/2", False),
    case(
        "S4.2", "50:30 become 62.5:37.5: 62.5×1/2 + 37.5×1 = 68.75", "50: 1/2 | 30: 1/1 | 20: na/1", 68.75, "2/3", False
    ),
    case("S4.2", "two N/A sections: 10→100 × 4/5 = 80", "10: 4/5 | 30: na/1 | 60: na/1", 80, "4/5", True),
    case("S4.2", "all N/A: no score", "60: na/1 | 40: na/1 na/1", None, "0/0", None),
    case("S4.2", "all N/A in points: no score", "na/5 | na/10", None, "0/0", None),
    case("S4.2", "N/A in points: (8+0)/(10+0) = 80 %", "8/10 | na/10", 80, "8/10", True),
    case("S4.2", "only weight 0 applies: no score", "0: 1/1 | 100: na/1", None, "1/1", None),
    # Automatic failure of the evaluation
    case("S4.3", "evaluation failed: 0, not 75", "100: 1/1 1/1 1/1 0!e/1", 0, "0/4", False),
    case("S4.3", "evaluation failed though the option earns: 0, not 100", "100: 1!e/1", 0, "0/1", False),
    case("S4.3", "evaluation failed in points: 0/150", "90/100 | 43!e/50", 0, "0/150", False),
    case("S4.3", "evaluation failed beside N/A: possible without N/A", "60: 0!e/1 | 40: na/1", 0, "0/1", False),
    case("S4.3", "evaluation failed from a section of weight 0", "100: 1/1 | 0: 0!e/1", 0, "0/2", False),
    case("S4.3", "evaluation and section failed: 0", "50: 1!s/1 | 50: 1!e/1", 0, "0/2", False),
    case("S4.3", "leave_out doesn't soften an evaluation failure", "50: 1/1 | 50: 1!e/1", 0, "0/2", False, **OUT),
    # Automatic failure of a section
    case("S4.3", "section counts 0: 60×0 + 40×1 = 40", "60: 1/1 0!s/1 | 40: 1/1", 40, "1/3", False),
    case("S4.3", "the failed section keeps its weight: 20×0 + 80×1 = 80", "20: 9/9 1!s/1 | 80: 2/2", 80, "2/12", True),
    case("S4.3", "two failed sections: 10×0 + 10×0 + 80×1 = 80", "10: 0!s/1 | 10: 0!s/1 | 80: 1/1", 80, "1/3", True),
    case("S4.3", "points: (0 + 43)/(100 + 50) = 28.67 %", "90!s/100 | 43/50", 4300 / 150, "43/150", False),
    case("S4.3", "all sections failed: 0", "50: 1!s/1 | 50: 1!s/1", 0, "0/2", False),
    case(
        "S4.3 S4.2",
        "failed 30 and N/A 20: 50/80×1 + 30/80×0 = 62.5",
        "50: 1/1 | 30: 1!s/1 | 20: na/1",
        62.5,
        "1/2",
        False,
    ),
    case(
        "S4.3",
        "a failure on a question without points fails its section: 40×0 + 60×1",
        "40: 1/1 0!s/0 | 60: 1/1",
        60,
        "1/2",
        False,
    ),
    case("S4.3", "… even where all points are N/A: 40×0 + 60×1", "40: na/1 0!s/0 | 60: 1/1", 60, "1/1", False),
    # The failed section left out
    case("S4.3", "left out: 40→100 × 1/1 = 100", "60: 1/1 0!s/1 | 40: 1/1", 100, "1/1", True, **OUT),
    case(
        "S4.3",
        "left out: 25:50 become 33.3:66.7 = 66.7×1/2 + 33.3×1",
        "25: 1/1 | 25: 1!s/1 | 50: 1/2",
        200 / 3,
        "2/3",
        False,
        **OUT,
    ),
    case("S4.3", "left out in points: 43/50 = 86 %", "90!s/100 | 43/50", 86, "43/50", True, **OUT),
    case(
        "S4.3",
        "every section failed and left out: 0, a failure hides no score",
        "50: 1!s/1 | 50: 0!s/1",
        0,
        "0/0",
        False,
        **OUT,
    ),
    case("S4.3 S4.2", "weight 0 failed, the rest N/A: no score", "0: 0!s/1 | 100: na/1", None, "0/1", None),
    case("S4.3 S4.2", "… left out as well: no score", "0: 0!s/1 | 100: na/1", None, "0/0", None, **OUT),
    case("S4.3 S4.2", "failed left out, the rest N/A: 0", "50: 1!s/1 | 50: na/1", 0, "0/0", False, **OUT),
    # Unanswered counts as zero
    case("S4.4", "nothing answered yet: 0/3", "100: -/1 -/1 -/1", 0, "0/3", False),
    case("S4.4", "one of four answered: 1/4 = 25", "100: 1/1 -/1 -/1 -/1", 25, "1/4", False),
    case("S4.4", "an open section keeps its weight: 60×1 + 40×0 = 60", "60: 1/1 | 40: -/1 -/1", 60, "1/3", False),
    case("S4.4", "open and N/A differ: (1 + 0)/(1 + 1), N/A out", "100: 1/1 -/1 na/1", 50, "1/2", False),
    case("S4.4", "points: 90 of 100 and 50 open = 90/150 = 60 %", "90/100 | -/50", 60, "90/150", False),
    case("S4.4 S4.3", "a failure shows while answering: 0", "60: 0!e/1 | 40: -/1", 0, "0/2", False),
    # Passing
    case("S4.2", "mark 50: 1/2 passes", "100: 1/2", 50, "1/2", True, pass_mark=50),
    case("S4.2", "mark 0: 0 passes", "100: 0/2", 0, "0/2", True, pass_mark=0),
    case("S4.3 S4.2", "mark 0: an automatic failure never passes", "100: 0!e/2", 0, "0/2", False, pass_mark=0),
    case("S4.2", "mark 100: 999/1000 doesn't pass", "100: 999/1000", 99.9, "999/1000", False, pass_mark=100),
    case("S4.2", "79.999 shows as 80 and doesn't pass", "100: 79.999/100", 79.999, "79.999/100", False),
    case(
        "S4.2",
        "thirds of 33.333 don't cost a pass: 2.4/3 = 80",
        "33.333: 0.8/1 | 33.333: 0.8/1 | 33.334: 0.8/1",
        80,
        "2.4/3",
        True,
    ),
]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 45


@pytest.mark.parametrize("text, settings, percent, points, passed", CASES)
def test_score(text: str, settings: dict[str, Any], percent: float | None, points: str, passed: bool | None) -> None:
    version, answers = written(text, **settings)
    result = score(version, answers, running=True)
    earned, possible = (float(part) for part in points.split("/"))
    assert (result.earned, result.possible, result.passed) == (earned, possible, passed)
    assert result.percent == (None if percent is None else pytest.approx(percent, abs=1e-12))


def of(text: str, **settings: Any) -> Score:
    version, answers = written(text, **settings)
    return score(version, answers, running=True)


@pytest.mark.feature("S4.2", "S4.3")
def test_each_section_tells_what_it_came_to() -> None:
    # a: 1 of 2; b: failed, 0 of 4; c: N/A. 50:30 of 80 are 62.5 and 37.5
    a, b, c = of("50: 1/2 | 30: 3/3 1!s/1 | 20: na/1").sections
    assert (a.earned, a.possible, a.percent, a.weight, a.effective_weight) == (1, 2, 50, 50, 62.5)
    assert (b.earned, b.possible, b.percent, b.weight, b.effective_weight) == (0, 4, 0, 30, 37.5)
    assert (c.earned, c.possible, c.percent, c.weight, c.effective_weight) == (0, 0, None, 20, 0)
    assert [s.auto_failed for s in (a, b, c)] == [False, True, False]
    assert [s.not_applicable for s in (a, b, c)] == [False, False, True]


@pytest.mark.feature("S4.2")
def test_in_points_a_sections_share_is_its_possible_points() -> None:
    sections = of("90/100 | 43/50").sections
    assert [s.weight for s in sections] == [None, None]
    assert [s.effective_weight for s in sections] == pytest.approx([200 / 3, 100 / 3])


@pytest.mark.feature("S4.3")
def test_a_section_left_out_has_no_share_but_shows_its_failure() -> None:
    failed = of("60: 0!s/1 | 40: 1/1", **OUT).sections[0]
    assert (failed.percent, failed.effective_weight, failed.auto_failed) == (0, 0, True)


@pytest.mark.feature("S4.3")
def test_failing_questions_are_named() -> None:
    result = of("50: 0!s/1 1/1 | 50: 0!e/1 0!s/1")
    assert result.failed_by == ("a1", "b1", "b2")
    assert result.auto_failed
    section_only = of("50: 0!s/1 1/1 | 50: 1/1")
    assert section_only.failed_by == ("a1",)
    assert not section_only.auto_failed


@pytest.mark.feature("S4.3")
def test_after_an_evaluation_failure_the_sections_still_tell_what_was_answered() -> None:
    assert [s.percent for s in of("50: 0!e/1 1/1 | 50: 1/1").sections] == [50, 100]


@pytest.mark.feature("S4.1")
def test_the_three_kinds_in_one_section() -> None:
    # yes 1/1, choice 2 of 4, rating 4 of 5: (1 + 2 + 4) / (1 + 4 + 5) = 70
    choice = Question(
        id="choice",
        text="How was the greeting?",
        kind="single_choice",
        options=(Option(id="warm", label="Warm", points=4), Option(id="plain", label="Plain", points=2)),
    )
    rating = Question(
        id="rating",
        text="How well was the need explored?",
        kind="rating_scale",
        options=tuple(Option(id=f"r{n}", label=str(n), value=n, points=n) for n in range(1, 6)),
    )
    answers = [
        Answer(question_id="yes", option_id="yes"),
        Answer(question_id="choice", option_id="plain"),
        Answer(question_id="rating", option_id="r4"),
    ]
    assert score(scorecard(yes_no("yes"), choice, rating), answers, running=False).percent == 70


@pytest.mark.feature("S4.1", "S4.4")
def test_a_final_score_needs_every_required_answer_and_a_running_one_does_not() -> None:
    version = scorecard(yes_no("one"), yes_no("two"))
    answers = [Answer(question_id="one", option_id="yes")]
    assert score(version, answers, running=True).percent == 50
    with pytest.raises(RuleBroken) as refused:
        score(version, answers, running=False)
    assert "two" in refused.value.errors[0].message


@pytest.mark.feature("S4.4")
def test_an_optional_question_left_open_counts_as_zero_in_the_final_score_too() -> None:
    version = scorecard(yes_no("one"), yes_no("two", required=False))
    assert score(version, [Answer(question_id="one", option_id="yes")], running=False).percent == 50


@pytest.mark.feature("S4.4")
def test_a_remark_without_an_answer_leaves_the_question_open() -> None:
    version = scorecard(yes_no("one"), yes_no("two"))
    answers = [Answer(question_id="one", option_id="yes"), Answer(question_id="two", comment="look again")]
    assert score(version, answers, running=True).percent == 50


@pytest.mark.feature("S4.1")
def test_answers_that_do_not_fit_are_refused_rather_than_ignored() -> None:
    with pytest.raises(RuleBroken):
        score(scorecard(yes_no("one")), [Answer(question_id="other", option_id="yes")], running=True)


def test_a_draft_without_sections_has_no_score() -> None:
    assert score(scorecard(sections=()), [], running=True).percent is None
    empty = (Section(id="a", title="A", weight=100),)
    assert score(scorecard(sections=empty), [], running=True).percent is None


@pytest.mark.feature("S4.2")
@pytest.mark.parametrize(
    "percent, shown",
    [
        (86.665, 86.67),
        (86.6649999, 86.66),
        (200 / 3, 66.67),
        (0.005, 0.01),
        (2.675, 2.68),
        (99.995, 100),
        (100, 100),
        (0, 0),
    ],
)
def test_display_rounds_halves_up_to_two_decimals(percent: float, shown: float) -> None:
    assert rounded(percent) == shown


@pytest.mark.feature("S4.2")
@pytest.mark.parametrize(
    "text, shown",
    [
        ("90/100 | 43/50", "133/150"),
        ("0.5/1 | 1/1.5", "1.5/2.5"),
        ("100: 9/10", "90%"),
        ("100: 2/3", "66.67%"),
        ("100: na/3", "N/A"),
        ("na/3", "N/A"),
        ("123456/1234567", "123456/1234567"),
    ],
)
def test_a_score_in_words(text: str, shown: str) -> None:
    version, answers = written(text)
    assert score_text(score(version, answers, running=True), version.format) == shown


@pytest.mark.feature("S4.1", "S4.9")
def test_each_question_tells_what_it_came_to() -> None:
    version, answers = written("100: 1/2x3 na/1 -/4 0/0")
    weighted, na, unanswered, informal = question_scores(version, answers)
    assert (weighted.earned, weighted.possible, weighted.percent, weighted.passed) == (3, 6, 50, False)
    assert (na.possible, na.percent, na.not_applicable, na.passed) == (0, None, True, None)
    assert (unanswered.earned, unanswered.possible, unanswered.answered, unanswered.passed) == (0, 4, False, None)
    assert (informal.percent, informal.answered) == (None, True)
    assert weighted.section_id == "a"
