"""What changed between two versions: each thing once, and scoring exactly where a new version is needed."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debrief.quality.scorecards.changes import changes
from debrief.quality.scorecards.given import NewContent
from debrief.quality.scorecards.model import Option, Question, RequiredPhrases, ScorecardVersion, Section
from debrief.quality.scorecards.rules import is_cosmetic_change
from tests.sizes import soaked
from tests.unit.quality.builders import scorecard, yes_no
from tests.unit.quality.scorecard_strategies import contents

pytestmark = pytest.mark.feature("S4.6")


def version(content: NewContent) -> ScorecardVersion:
    return ScorecardVersion.model_validate({**content.model_dump(), "scorecard_id": "sc_1"})


def told(old: ScorecardVersion, new: ScorecardVersion) -> list[tuple[str, str, str | None, object, object, bool]]:
    return [(each.kind, each.what, each.field, each.before, each.after, each.scoring) for each in changes(old, new)]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[ScorecardVersion, ScorecardVersion]:
    """A version, and one that was made of it by taking parts of another: some of it is alike, some isn't."""
    old, other = version(draw(contents())), version(draw(contents()))
    part = draw(st.sampled_from(["all", "sections", "order", "fields", "words"]))
    if part == "all":
        return old, other
    if part == "sections":
        return old, old.model_copy(update={"sections": other.sections})
    if part == "order":
        return old, old.model_copy(update={"sections": tuple(draw(st.permutations(old.sections)))})
    if part == "fields":
        fields = ("format", "pass_mark", "section_auto_fail_rule", "applies_to", "start_automatically")
        taken = draw(st.sets(st.sampled_from(fields)))
        return old, old.model_copy(update={name: getattr(other, name) for name in taken})
    words = draw(st.sampled_from(["text", "description", "good", "poor", "context"]))
    sections = tuple(
        section.model_copy(
            update={"questions": tuple(each.model_copy(update={words: "said anew"}) for each in section.questions)}
        )
        for section in old.sections
    )
    return old, old.model_copy(update={"sections": sections})


@given(pairs())
@settings(max_examples=soaked(12), deadline=None)
def test_a_change_scores_where_a_new_version_is_needed_and_nowhere_else(
    pair: tuple[ScorecardVersion, ScorecardVersion],
) -> None:
    old, new = pair
    found = changes(old, new)
    assert is_cosmetic_change(old, new) is not any(each.scoring for each in found)
    assert (old == new) is (not found)


@given(contents())
@settings(max_examples=soaked(12), deadline=None)
def test_backwards_the_same_things_differ(content: NewContent) -> None:
    old = version(content)
    new = old.model_copy(update={"sections": old.sections[1:], "pass_mark": 12.5})
    there, back = changes(old, new), changes(new, old)
    swapped = {"added": "removed", "removed": "added", "moved": "moved", "changed": "changed"}
    assert sorted((swapped[each.kind], each.what, str(each.section_id)) for each in there) == sorted(
        (each.kind, each.what, str(each.section_id)) for each in back
    )


@given(st.permutations(range(6)))
def test_as_few_questions_move_as_have_to(order: list[int]) -> None:
    asked = [yes_no(f"q{number}") for number in range(6)]
    moved = changes(scorecard(*asked), scorecard(*(asked[place] for place in order)))
    assert {each.kind for each in moved} <= {"moved"}
    stays = [place for place in order if f"q{place}" not in {each.question_id for each in moved}]
    assert stays == sorted(stays)
    longest = max(
        sum(mask >> place & 1 for place in range(6))
        for mask in range(64)
        if (kept := [each for place, each in enumerate(order) if mask >> place & 1]) == sorted(kept)
    )
    assert len(stays) == longest


def test_each_change_says_what_was_and_what_is() -> None:
    good, poor = Option(id="g", label="Good", points=2, passes=True), Option(id="p", label="Poor")
    choice = Question(id="c", text="How?", kind="single_choice", options=(good, poor), default_option_id="g")
    old = scorecard(yes_no("q"), choice)
    better = good.model_copy(update={"points": 3.0})
    changed = choice.model_copy(
        update={"text": "How well?", "options": (poor, better), "default_option_id": "p", "require_comment": True}
    )
    new = scorecard(
        sections=(
            Section(id="a", title="Opening", weight=60, questions=(changed,)),
            Section(id="b", title="Other", weight=40, questions=(yes_no("q"), yes_no("r"))),
        ),
        pass_mark=90,
    )
    assert told(old, new) == [
        ("changed", "scorecard", "pass_mark", 80, 90, True),
        ("changed", "section", "title", "Section a", "Opening", False),
        ("changed", "section", "weight", 100, 60, True),
        ("changed", "question", "text", "How?", "How well?", False),
        ("changed", "question", "default_option_id", "Good", "Poor", True),
        ("changed", "question", "require_comment", False, True, True),
        ("moved", "option", None, None, None, False),
        ("changed", "option", "points", 2, 3, True),
        ("added", "section", None, None, None, True),
        ("moved", "question", "section", "Section a", "Other", True),
        ("added", "question", None, None, None, True),
    ]


def test_words_that_the_model_reads_are_no_cosmetics() -> None:
    old, new = (scorecard(yes_no("q", answerer="ai", good=text)) for text in ("Says so", "Says it"))
    assert told(old, new) == [("changed", "question", "good", "Says so", "Says it", True)]


def test_what_an_option_is_called_is_wording_unless_another_was_called_so_or_the_model_reads_it() -> None:
    def asked(*labels: str, points: float = 2, **of: Any) -> ScorecardVersion:
        options = (Option(id="g", label=labels[0], points=points, passes=True), Option(id="p", label=labels[1]))
        return scorecard(Question(id="c", text="How?", kind="single_choice", options=options, **of))

    def scoring(old: ScorecardVersion, new: ScorecardVersion) -> list[tuple[str | None, bool]]:
        assert is_cosmetic_change(old, new) is not any(each.scoring for each in changes(old, new))
        return [(each.field, each.scoring) for each in changes(old, new)]

    assert scoring(asked("Good", "Poor"), asked("Very good", "Poor")) == [("label", False)]
    assert scoring(asked("Good", "Poor"), asked("Very good", "Poor", points=3)) == [("label", False), ("points", True)]
    assert scoring(asked("Good", "Poor"), asked("Poor", "Good")) == [("label", True)] * 2
    assert scoring(asked("Good", "Poor"), asked("Poor", "Bad")) == [("label", True)] * 2
    assert scoring(asked("Same", "same"), asked("Same", "Same")) == [("label", False)]
    assert scoring(asked("", ""), asked("", "Poor")) == [("label", False)]
    assert scoring(asked("Good", "Poor", answerer="ai"), asked("Fine", "Poor", answerer="ai")) == [("label", True)]
    words = RequiredPhrases(all_of=("hello",))
    exact: dict[str, Any] = {"answerer": "ai", "check": "exact_match"}
    old = asked("Yes", "No", **exact, phrases=words)
    assert scoring(old, asked("Said", "No", **exact, phrases=words)) == [("label", False)]
    # How nearly a phrase has to be said is told too.
    strict = words.model_copy(update={"tolerance": "none"})
    assert scoring(old, asked("Yes", "No", **exact, phrases=strict)) == [("phrases.tolerance", True)]


def test_things_that_a_draft_holds_twice_are_told_apart() -> None:
    once, twice = scorecard(yes_no("q")), scorecard(yes_no("q"), yes_no("q", good="Again"))
    assert [each[:2] for each in told(once, twice)] == [("added", "question")]
    assert [each[:2] for each in told(twice, once)] == [("removed", "question")]
