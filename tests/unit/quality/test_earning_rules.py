"""When the AI has earned a question, what makes it another, and draws that compute to the same (N13, N14)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debrief.insights.intervals import wilson
from debrief.kernel.ai.provenance import AiProvenance
from debrief.quality.earning.drawing import draw, is_drawn, recomputes
from debrief.quality.earning.model import LOOKED_AT, MOST_CHANGES, MOST_TOGETHER, Result, Results, Term
from debrief.quality.earning.standing import (
    Rules,
    agreement,
    begun,
    meaning_of,
    since_of,
    state_of,
    term_id,
    with_result,
    without_results,
)
from debrief.quality.scorecards.model import Option, Question
from tests.sizes import soaked

pytestmark = pytest.mark.feature("N13")

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
RULES = Rules(line=0.8, least=20)
SAYS = AiProvenance(
    model="a-model",
    prompt_version="answers.v3",
    prompt_hash="abc",
    input_tokens=1,
    output_tokens=1,
    cost_micro_usd=1,
    latency_ms=1,
)
QUESTION = Question(
    id="q1",
    text="Did the agent greet the customer?",
    description="At the beginning.",
    kind="yes_no",
    answerer="ai",
    options=(Option(id="yes", label="Yes", points=10, passes=True), Option(id="no", label="No")),
)


def after(outcomes: str, rules: Rules = RULES, term: Term | None = None) -> tuple[Term, Results]:
    """The term after checks that agreed (`+`) or not (`-`), one an hour."""
    term, kept = term or begun("sc_1", QUESTION, SAYS, NOW), Results()
    for number, outcome in enumerate(outcomes):
        human = "yes" if outcome == "+" else "no"
        result = Result(check_id=f"chk_{number}", ai="yes", human=human, at=NOW + timedelta(hours=number))
        term, kept = with_result(term, kept, result, rules)
    return term, kept


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_is_the_one_of_the_reports(of: tuple[int, int]) -> None:
    alike, checks = of
    found, wanted = agreement(alike, checks), wilson(alike, checks)
    assert (found.low, found.high, found.share) == (wanted.low, wanted.high, alike / checks)


def test_without_checks_there_is_no_agreement() -> None:
    assert agreement(0, 0) == (0, 0, None, None, None)


def test_few_checks_earn_nothing_however_well_they_went() -> None:
    assert state_of(after("+" * 19)[0], RULES) == "learning"
    assert state_of(after("+" * 20)[0], RULES) == "earned"


def test_the_lower_end_has_to_exceed_the_line_not_reach_it() -> None:
    term, _ = after("+" * 20)
    low = agreement(20, 20).low
    assert low is not None
    assert state_of(term, Rules(low, 20)) == "lost"
    assert state_of(term, Rules(low - 1e-9, 20)) == "earned"


def test_what_was_earned_is_lost_again_and_told_since_when() -> None:
    term, _ = after("+" * 20 + "-")
    assert (term.state, state_of(term, RULES)) == ("lost", "lost")
    assert since_of(term, RULES) == NOW + timedelta(hours=20)
    assert [(each.state, each.checks, each.alike) for each in term.changes] == [("earned", 20, 20), ("lost", 21, 20)]


def test_a_line_that_is_moved_counts_at_once_and_has_no_since() -> None:
    term, _ = after("+" * 20)
    stricter = Rules(0.9, 20)
    assert state_of(term, stricter) == "lost"
    assert since_of(term, stricter) is None


def test_what_a_lower_line_had_given_is_lost_not_learnt() -> None:
    term, kept = after("+" * 20, Rules(0.95, 20))
    assert term.earned_at is None
    lower = Rules(0.8, 20)
    result = Result(check_id="chk_last", ai="yes", human="no", at=NOW + timedelta(days=2))
    term, _ = with_result(term, kept, result, lower)
    assert state_of(term, lower) == "lost"


def test_na_is_an_answer_like_any_other() -> None:
    assert Result(check_id="c", ai="", human="", at=NOW).alike
    assert not Result(check_id="c", ai="no", human="", at=NOW).alike
    assert not Result(check_id="c", ai=None, human="", at=NOW).alike


@given(st.text("+-", max_size=250))
def test_counts_are_those_of_the_newest_checks_and_of_all(outcomes: str) -> None:
    term, kept = after(outcomes)
    newest = outcomes[-LOOKED_AT:]
    assert (term.checks, term.alike) == (len(newest), newest.count("+"))
    assert (term.all_checks, term.all_alike) == (len(outcomes), outcomes.count("+"))
    assert [each.alike for each in kept.results] == [each == "+" for each in newest]
    assert len(term.changes) <= MOST_CHANGES
    assert term.state == state_of(term, RULES)


@given(st.text("+-", min_size=1, max_size=60), st.data())
def test_a_check_counts_once(outcomes: str, data: st.DataObject) -> None:
    term, kept = after(outcomes)
    again = data.draw(st.sampled_from(kept.results))
    assert with_result(term, kept, again, RULES) == (term, kept)


COSMETIC = (
    {"text": "  did the agent GREET the  customer"},
    {"weight": 3},
    {"required": False},
    {"require_comment": True},
    {"compliance": True},
    {"options": tuple(reversed(QUESTION.options))},
    {"options": (QUESTION.options[0].model_copy(update={"points": 5, "passes": False}), QUESTION.options[1])},
)
OTHER = (
    {"text": "Did the agent greet the customer by name?"},
    {"description": "Within the first minute."},
    {"good": "Good morning"},
    {"poor": "Yes?"},
    {"context": "Not on transfers."},
    {"allow_na": True},
    {"pass_by_absence": True},
    {"always_applies": True},
    {"kind": "single_choice"},
    {"options": (*QUESTION.options, Option(id="partly", label="Partly"))},
    {"options": (QUESTION.options[0].model_copy(update={"label": "Always"}), QUESTION.options[1])},
)


@settings(max_examples=soaked(25))
@given(st.text("+-", max_size=130), st.data())
def test_what_is_hidden_is_in_no_sum_nor_in_what_followed_from_it(outcomes: str, data: st.DataObject) -> None:
    term, kept = after(outcomes)
    ids = data.draw(st.sets(st.integers(0, max(0, len(outcomes) - 1)), max_size=5)) if outcomes else set()
    hidden = [
        Result(
            check_id=f"chk_{each}",
            ai="yes",
            human="yes" if outcomes[each] == "+" else "no",
            at=NOW + timedelta(hours=each),
        )
        for each in sorted(ids)
    ]
    told = without_results(term, hidden, {each.check_id for each in kept.results})
    seen = [each for each in kept.results if each.check_id not in {one.check_id for one in hidden}]
    assert (told.checks, told.alike) == (len(seen), sum(each.alike for each in seen))
    others = [outcome for number, outcome in enumerate(outcomes) if number not in ids]
    assert (told.all_checks, told.all_alike) == (len(others), others.count("+"))
    # Whether a hidden one agreed changes nothing of what is told.
    turned = "".join(
        {"+": "-", "-": "+"}[outcome] if number in ids else outcome for number, outcome in enumerate(outcomes)
    )
    other, kept_then = after(turned)
    hidden = [each.model_copy(update={"human": "no" if each.human == "yes" else "yes"}) for each in hidden]
    newest = {each.check_id for each in kept_then.results}
    assert without_results(other, hidden, newest) == told


@pytest.mark.parametrize("change", COSMETIC)
def test_what_the_model_is_not_told_leaves_the_meaning(change: dict[str, object]) -> None:
    assert meaning_of(QUESTION.model_copy(update=change)) == meaning_of(QUESTION)


@pytest.mark.parametrize("change", OTHER)
def test_another_meaning_begins_anew(change: dict[str, object]) -> None:
    assert term_id("sc_1", QUESTION.model_copy(update=change), SAYS) != term_id("sc_1", QUESTION, SAYS)


@pytest.mark.parametrize("change", [{"model": "b-model"}, {"prompt_hash": "def"}])
def test_another_model_or_prompt_begins_anew(change: dict[str, object]) -> None:
    assert term_id("sc_1", QUESTION, SAYS.model_copy(update=change)) != term_id("sc_1", QUESTION, SAYS)


@pytest.mark.feature("N14")
@given(st.integers(0, 10**9), st.integers(1, 30), st.sets(st.integers(0, 29)), st.integers(1, 6))
def test_a_draw_computes_to_the_same_and_not_when_anything_is_changed(
    chance: int, many: int, enough: set[int], checkers: int
) -> None:
    questions = [QUESTION.model_copy(update={"id": f"q{number}"}) for number in range(many)]
    people = [f"us_{number}" for number in range(checkers)]
    found = draw(
        f"seed {chance}",
        "ev_1",
        100,
        questions,
        {f"q{each}" for each in enough},
        people,
        lambda id: "not_active" if id == "us_0" else None,
    )
    left = {f"q{number}" for number in range(many)} - {f"q{each}" for each in enough}
    if not left or checkers == 1:
        assert found is None
        return
    assert found is not None
    assert recomputes(found)
    assert set(found.frame) == left
    assert set(found.questions) <= left
    assert len(found.questions) == min(MOST_TOGETHER, len(left))
    assert {each.question_id for each in found.left_out} == {f"q{n}" for n in range(many)} - left
    assert not recomputes(found.model_copy(update={"seed": "another"}))
    assert not recomputes(found.model_copy(update={"percent": 0.0}))
    if len(found.frame) > 1:
        other = tuple(reversed(found.questions)) if len(found.questions) > 1 else found.frame[:0]
        assert not recomputes(found.model_copy(update={"questions": other}))


@pytest.mark.feature("N14")
def test_so_many_of_a_hundred_are_drawn() -> None:
    drawn = sum(is_drawn(f"seed {number}", "ev_1", 10) for number in range(4000))
    assert 340 < drawn < 460
    assert all(is_drawn(f"seed {number}", "ev_1", 100) for number in range(100))


def test_what_a_rule_answers_has_nothing_to_earn() -> None:
    ruled = QUESTION.model_copy(update={"id": "q2", "check": "exact_match"})
    found = draw("seed", "ev_1", 100, [QUESTION, ruled], (), ["us_1"], lambda _: None)
    assert found is not None
    assert found.frame == ("q1",)
    assert [(each.question_id, each.why) for each in found.left_out] == [("q2", "by_rule")]
