"""What holds for every scorecard and every set of answers."""

from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from debrief.quality.evaluations.model import Answer, Score
from debrief.quality.evaluations.scoring import score
from debrief.quality.scorecards.model import AutoFail, Option, Question, ScorecardVersion, ScoreFormat, Section
from tests.sizes import soaked

points = st.integers(0, 40).map(lambda quarters: quarters / 4)


@dataclass
class Sheet:
    version: ScorecardVersion
    answers: list[Answer]

    def score(self) -> Score:
        return score(self.version, self.answers, running=True)


@st.composite
def questions(draw: st.DrawFn, name: str, fails: list[AutoFail]) -> Question:
    options = tuple(
        Option(id=f"o{n}", label=f"Option {n}", points=draw(points), auto_fail=draw(st.sampled_from(fails)))
        for n in range(draw(st.integers(2, 4)))
    )
    weight = draw(st.sampled_from([0.1, 0.5, 1, 2, 3]))
    return Question(
        id=name, text=name, kind="single_choice", options=options, weight=weight, required=False, allow_na=True
    )


@st.composite
def sheets(
    draw: st.DrawFn,
    fails: tuple[AutoFail, ...] = ("none", "none", "none", "section", "evaluation"),
    complete: bool = False,
    sections: int = 1,
) -> Sheet:
    count = draw(st.integers(sections, 5))
    parts = draw(st.lists(st.integers(1, 100), min_size=count, max_size=count))
    formats: list[ScoreFormat] = ["percentage", "points"]
    format_ = draw(st.sampled_from(formats))
    built = []
    for number, part in enumerate(parts):
        asked = [draw(questions(f"q{number}_{n}", list(fails))) for n in range(draw(st.integers(1, 4)))]
        weight = 100 * part / sum(parts) if format_ == "percentage" else None
        built.append(Section(id=f"s{number}", title="S", weight=weight, questions=tuple(asked)))
    version = ScorecardVersion(
        scorecard_id="sc_1",
        format=format_,
        sections=tuple(built),
        section_auto_fail_rule=draw(st.sampled_from(["zero", "leave_out"])),
    )
    answers = []
    for question in version.questions():
        choices = [option.id for option in question.options]
        chosen = draw(st.sampled_from([*choices, *choices, "na"] + ([] if complete else [None])))
        if chosen == "na":
            answers.append(Answer(question_id=question.id, not_applicable=True))
        elif chosen:
            answers.append(Answer(question_id=question.id, option_id=chosen))
    return Sheet(version, answers)


@pytest.mark.feature("S4.2")
@given(sheets())
def test_a_score_lies_within_0_and_100_and_earned_within_possible(sheet: Sheet) -> None:
    result = sheet.score()
    assert result.percent is None or 0 <= result.percent <= 100
    assert 0 <= result.earned <= result.possible
    assert all(s.earned <= s.possible for s in result.sections)


@pytest.mark.feature("S4.2")
@given(sheets(), st.randoms(use_true_random=False))
def test_no_order_of_answers_questions_or_sections_changes_it(sheet: Sheet, random: object) -> None:
    shuffle = random.shuffle  # type: ignore[attr-defined]
    sections = []
    for section in sheet.version.sections:
        asked = list(section.questions)
        shuffle(asked)
        sections.append(section.model_copy(update={"questions": tuple(asked)}))
    shuffle(sections)
    answers = list(sheet.answers)
    shuffle(answers)
    moved = Sheet(sheet.version.model_copy(update={"sections": tuple(sections)}), answers).score()
    before = sheet.score()
    assert (moved.percent, moved.earned, moved.possible) == (before.percent, before.earned, before.possible)
    assert set(moved.failed_by) == set(before.failed_by)


@pytest.mark.feature("S4.2")
@given(sheets(), st.data())
def test_a_question_that_is_na_might_as_well_not_be_asked(sheet: Sheet, data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(sheet.version.questions())).id
    others = [answer for answer in sheet.answers if answer.question_id != gone]
    with_na = Sheet(sheet.version, [*others, Answer(question_id=gone, not_applicable=True)]).score()
    kept = tuple(
        section.model_copy(update={"questions": tuple(q for q in section.questions if q.id != gone)})
        for section in sheet.version.sections
    )
    assert Sheet(sheet.version.model_copy(update={"sections": kept}), others).score() == with_na


@pytest.mark.feature("S4.4")
@given(sheets(complete=True))
def test_the_running_total_of_complete_answers_is_the_final_score(sheet: Sheet) -> None:
    assert score(sheet.version, sheet.answers, running=True) == score(sheet.version, sheet.answers, running=False)


@pytest.mark.feature("S4.4")
@given(sheets(fails=("none",)), st.data())
def test_an_open_question_counts_like_an_answer_that_earns_nothing(sheet: Sheet, data: st.DataObject) -> None:
    assume(sheet.answers)
    place = data.draw(st.integers(0, len(sheet.answers) - 1))
    open_one = sheet.answers[place].question_id
    others = [answer for answer in sheet.answers if answer.question_id != open_one]
    sections = tuple(
        section.model_copy(
            update={
                "questions": tuple(
                    q.model_copy(update={"options": (*q.options, Option(id="zero", label="Zero"))})
                    for q in section.questions
                )
            }
        )
        for section in sheet.version.sections
    )
    version = sheet.version.model_copy(update={"sections": sections})
    zero = [*others, Answer(question_id=open_one, option_id="zero")]
    assert Sheet(version, others).score() == Sheet(version, zero).score()


@pytest.mark.feature("S4.3")
@given(sheets())
def test_an_evaluation_failure_is_always_zero_and_never_passes(sheet: Sheet) -> None:
    result = sheet.score()
    chosen = {answer.question_id: answer.option_id for answer in sheet.answers}
    fails = [
        option.auto_fail
        for question in sheet.version.questions()
        for option in question.options
        if chosen.get(question.id) == option.id
    ]
    assert result.auto_failed == ("evaluation" in fails)
    if result.auto_failed:
        assert (result.percent, result.earned, result.passed) == (0, 0, False)


@pytest.mark.feature("S4.3")
@given(sheets(fails=("none", "section")))
def test_leaving_failed_sections_out_never_lowers_a_score_below_counting_them_zero(sheet: Sheet) -> None:
    counted = Sheet(sheet.version.model_copy(update={"section_auto_fail_rule": "zero"}), sheet.answers).score()
    left_out = Sheet(sheet.version.model_copy(update={"section_auto_fail_rule": "leave_out"}), sheet.answers).score()
    assert (counted.percent is None) == (left_out.percent is None)
    if counted.percent is not None and left_out.percent is not None:
        assert left_out.percent >= counted.percent


@pytest.mark.feature("S4.2")
@given(sheets(fails=("none", "section"), sections=2))
def test_sections_that_count_share_the_total_in_proportion_to_their_weights(sheet: Sheet) -> None:
    result = sheet.score()
    counted = [s for s in result.sections if s.effective_weight]
    if not counted:
        return
    assert sum(s.effective_weight for s in counted) == pytest.approx(100)
    assert sum(s.effective_weight * (s.percent or 0) / 100 for s in counted) == pytest.approx(result.percent)
    if sheet.version.format == "percentage":
        ratios = [s.effective_weight / (s.weight or 0) for s in counted]
        assert ratios == pytest.approx([ratios[0]] * len(ratios))


@pytest.mark.feature("S4.2")
@given(sheets(fails=("none",)))
def test_points_are_earned_over_possible(sheet: Sheet) -> None:
    version = sheet.version.model_copy(update={"format": "points"})
    result = Sheet(version, sheet.answers).score()
    if result.percent is None:
        assert result.possible == 0
    else:
        assert result.percent == pytest.approx(float(Fraction(result.earned) / Fraction(result.possible) * 100))


def told(sheet: Sheet) -> Fraction | None:
    """What a sheet comes to, reckoned a second time and another way: question by question, in fractions."""

    def exact(number: float) -> Fraction:
        return Fraction(str(number))

    version, answers = sheet.version, {answer.question_id: answer for answer in sheet.answers}
    ways: list[tuple[Fraction, Fraction]] = []
    lost = False
    for section in version.sections:
        earned, possible, failed = Fraction(0), Fraction(0), False
        for question in section.questions:
            answer = answers.get(question.id)
            if answer is not None and answer.not_applicable:
                continue
            possible += exact(question.weight) * max(exact(option.points) for option in question.options)
            for option in question.options:
                if answer is not None and option.id == answer.option_id:
                    if option.auto_fail == "evaluation":
                        return Fraction(0)
                    failed = failed or option.auto_fail == "section"
                    earned += exact(question.weight) * exact(option.points)
        worth = possible if version.format == "points" else exact(section.weight or 0)
        lost = lost or (failed and (version.format == "points" or worth > 0))
        if failed and version.section_auto_fail_rule == "zero":
            ways.append((Fraction(0), worth))
        elif not failed and possible:
            ways.append((worth * earned / possible, worth))
    whole = sum(worth for _, worth in ways)
    if whole:
        return 100 * sum((got for got, _ in ways), Fraction(0)) / whole
    return Fraction(0) if lost else None


@pytest.mark.feature("S4.2", "S4.3", "S4.4")
@settings(max_examples=soaked(300))
@given(sheets())
def test_a_score_is_the_exact_fraction_reckoned_a_second_time(sheet: Sheet) -> None:
    expected, found = told(sheet), sheet.score()
    assert found.percent == (None if expected is None else float(expected))
    if expected is not None and not found.auto_failed:
        assert found.passed == (expected >= Fraction(str(sheet.version.pass_mark)))


@pytest.mark.feature("S4.2")
@given(sheets())
def test_a_score_survives_json(sheet: Sheet) -> None:
    result = sheet.score()
    assert Score.model_validate_json(result.model_dump_json()) == result
