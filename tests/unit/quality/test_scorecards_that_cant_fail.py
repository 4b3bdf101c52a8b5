"""A scorecard that nobody can fail isn't published, and neither is a question that nobody can miss."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debrief.quality.evaluations.model import Answer
from debrief.quality.evaluations.scoring import score
from debrief.quality.scorecards.failing import lowest_score
from debrief.quality.scorecards.model import Option, Question, ScorecardVersion, Section
from debrief.quality.scorecards.rules import check_for_publishing
from tests.sizes import soaked
from tests.unit.quality.builders import scorecard, yes_no

pytestmark = pytest.mark.feature("S4.1")

EVEN = (Option(id="yes", label="Yes", points=3, passes=True), Option(id="no", label="No", points=3))
ALL_PASS = (Option(id="yes", label="Yes", points=3, passes=True), Option(id="no", label="No", passes=True))
GRAVE = (Option(id="yes", label="Yes", points=3, passes=True), Option(id="no", label="No", auto_fail="evaluation"))
SERIOUS = (Option(id="yes", label="Yes", points=3, passes=True), Option(id="no", label="No", auto_fail="section"))
GENEROUS = (Option(id="yes", label="Yes", points=5, passes=True), Option(id="no", label="No", points=4))


def pointers(version: ScorecardVersion) -> list[str]:
    return [each.pointer for each in check_for_publishing(version)]


@pytest.mark.parametrize(
    "version",
    [
        scorecard(yes_no("q"), pass_mark=0),
        scorecard(yes_no("q", options=SERIOUS), pass_mark=0),
        scorecard(yes_no("q", options=EVEN)),
        scorecard(yes_no("q", options=GENEROUS), pass_mark=80),
        scorecard(yes_no("q", options=EVEN), yes_no("r", options=GENEROUS, allow_na=True), pass_mark=80),
    ],
)
def test_a_pass_mark_that_no_answers_can_miss_is_refused(version: ScorecardVersion) -> None:
    assert pointers(version) == ["/pass_mark"]


@pytest.mark.parametrize(
    "version",
    [
        scorecard(yes_no("q", options=GRAVE), pass_mark=0),
        scorecard(yes_no("q", options=GENEROUS), pass_mark=80.01),
        scorecard(yes_no("q", options=EVEN), yes_no("r", options=GENEROUS), pass_mark=95),
        scorecard(yes_no("q", options=EVEN), yes_no("r"), pass_mark=80),
    ],
)
def test_one_that_can_fail_is_published(version: ScorecardVersion) -> None:
    assert pointers(version) == []


def test_a_question_whose_every_option_passes_is_refused() -> None:
    assert pointers(scorecard(yes_no("q"), yes_no("r", options=ALL_PASS))) == ["/sections/0/questions/1/options"]


@st.composite
def cards(draw: st.DrawFn) -> ScorecardVersion:
    """Small scorecards: every way to answer them can be gone through."""
    sections = []
    number = 0
    count = draw(st.integers(1, 2))
    points_only = draw(st.booleans())
    for place in range(count):
        questions = []
        for _ in range(draw(st.integers(1, 2))):
            number += 1
            options = tuple(
                Option(
                    id=name,
                    label=name,
                    points=draw(st.integers(0, 4)),
                    auto_fail=draw(st.sampled_from(["none", "none", "none", "section"])) if name == "no" else "none",
                )
                for name in ("yes", "no")
            )
            required = draw(st.booleans())
            questions.append(
                Question(
                    id=f"q{number}",
                    text="?",
                    kind="yes_no",
                    options=options,
                    weight=draw(st.sampled_from([1, 2.5])),
                    allow_na=draw(st.booleans()),
                    required=required,
                )
            )
        weight = None if points_only else 100 / count
        sections.append(Section(id=f"s{place}", title="S", weight=weight, questions=tuple(questions)))
    rule = draw(st.sampled_from(["zero", "leave_out"]))
    kind = "points" if points_only else "percentage"
    return scorecard(sections=tuple(sections), format=kind, section_auto_fail_rule=rule)


@settings(max_examples=soaked(60), deadline=None)
@given(cards())
def test_no_way_to_answer_scores_lower_than_is_said(version: ScorecardVersion) -> None:
    ways = []
    for question in version.questions():
        given_answers = [Answer(question_id=question.id, option_id=option.id) for option in question.options]
        nothing = [Answer(question_id=question.id, not_applicable=True)] if question.allow_na else []
        ways.append([*given_answers, *nothing, *([] if question.required else [None])])
    found = [score(version, [each for each in way if each], running=False).percent for way in product(*ways)]
    percents = [each for each in found if each is not None]
    lowest = lowest_score(version)
    if lowest is None or not percents:
        return
    assert Fraction(lowest) <= Fraction(min(percents)) + Fraction(1, 100)
