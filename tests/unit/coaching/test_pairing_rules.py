"""Who is strong, who is asked first, and who may do what to a pairing (N16)."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debrief.coaching.pairing import course
from debrief.coaching.pairing.advice import MINUTES, steps_of
from debrief.coaching.pairing.course import RULES, Part
from debrief.coaching.pairing.fairness import Load, in_turn, is_away
from debrief.coaching.pairing.model import MOST_AT_ONCE, OPEN, Criterion, Figures, Pairing, PairingState
from debrief.coaching.pairing.strength import Standing, standings
from debrief.coaching.scheduling.model import Shift, ShiftWeek
from debrief.kernel.errors import Conflict
from tests.sizes import soaked

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
STATES: tuple[PairingState, ...] = ("asked", "agreed", "declined", "withdrawn", "met")
PARTS: tuple[Part, ...] = ("learner", "colleague", "leader")


def figures(passed: int, applicable: int) -> Figures:
    return Figures(passed=passed, applicable=applicable)


def pairing(state: PairingState = "asked", **more: object) -> Pairing:
    criterion = Criterion(scorecard_id="sc_1", question_id="a", name="Greets", scorecard_name="Voice")
    fields = {"id": "pa_1", "learner_id": "l", "colleague_id": "c", "criterion": criterion, "by": "b"}
    return Pairing(**fields, proposed_at=NOW, state=state, theirs=figures(8, 8), **more)  # type: ignore[arg-type]


@pytest.mark.feature("N16", "N3")
def test_somebody_stands_out_beside_the_others_and_the_learner_and_never_below_the_minimum() -> None:
    others = {"a": figures(20, 20), "b": figures(10, 20), "c": figures(4, 4)}
    found = {each.agent_id: each.stands for each in standings(figures(5, 20), others, 5)}
    assert found == {"a": "strong", "b": "unclear", "c": "few"}
    alike = {each.agent_id: each.stands for each in standings(figures(20, 20), others, 5)}
    assert alike["a"] == "unclear", "nobody learns from whom they equal"
    unknown = {each.agent_id: each.stands for each in standings(figures(1, 1), others, 5)}
    assert unknown["a"] == "strong", "of few answers of the learner's only the others tell"
    assert standings(None, {"a": figures(9, 9)}, 5)[0].stands == "unclear", "beside nobody, nobody stands out"


@given(
    own=st.tuples(st.integers(0, 30), st.integers(0, 30)),
    others=st.dictionaries(st.text("abc", min_size=1, max_size=2), st.tuples(st.integers(0, 30), st.integers(0, 30))),
    minimum=st.integers(1, 10),
)
@settings(max_examples=soaked(60))
@pytest.mark.feature("N16", "N3")
def test_the_strong_have_enough_answers_and_a_higher_rate_than_all_others_and_the_learner(
    own: tuple[int, int], others: dict[str, tuple[int, int]], minimum: int
) -> None:
    mine = figures(min(own), max(own))
    theirs = {id: figures(min(each), max(each)) for id, each in others.items()}
    for each in standings(mine, theirs, minimum):
        assert (each.stands == "few") == (each.figures.applicable < minimum)
        if each.stands == "strong":
            rest = [mine, *(other for id, other in theirs.items() if id != each.agent_id)]
            passed, applicable = (sum(getattr(one, name) for one in rest) for name in ("passed", "applicable"))
            assert each.figures.passed * applicable > passed * each.figures.applicable
            if mine.applicable >= minimum:
                assert each.figures.passed * mine.applicable > mine.passed * each.figures.applicable


@pytest.mark.feature("N16", "N3")
def test_of_people_who_are_all_alike_hardly_ever_anybody_is_called_strong() -> None:
    chance, looks = random.Random(16), soaked(300)
    found = 0
    for _ in range(looks):
        rate = chance.choice((0.5, 0.8, 0.9))
        people = {str(id): figures(sum(chance.random() < rate for _ in range(25)), 25) for id in range(15)}
        found += any(each.stands == "strong" for each in standings(None, people, 5))
    assert found / looks <= 0.08, "nominal: one in twenty"


def standing(id: str, passed: int = 20) -> Standing:
    return Standing(id, figures(passed, 20), "strong")


@pytest.mark.feature("N16")
def test_who_carries_least_is_asked_first_and_who_carries_enough_not_at_all() -> None:
    strong = [standing("a"), standing("b"), standing("c", 19), standing("d"), standing("e")]
    loads = {"a": Load(1, 1), "b": Load(0, 3), "d": Load(MOST_AT_ONCE, 2)}
    assert [each.agent_id for each in in_turn(strong, loads)] == ["e", "c", "b", "a"]


@pytest.mark.feature("N16")
def test_somebody_is_away_whose_shifts_are_known_and_over() -> None:
    def week(monday: date, *starts: datetime) -> ShiftWeek:
        shifts = tuple(Shift(start=each, end=each + timedelta(hours=8)) for each in starts)
        fields = {"user_id": "u", "week": monday, "source": "csv", "imported_by": "b", "imported_at": NOW}
        return ShiftWeek(shifts=shifts, **fields)  # type: ignore[arg-type]

    this, following = date(2026, 3, 2), date(2026, 3, 9)
    over, soon = NOW - timedelta(days=1), NOW + timedelta(days=6)
    assert is_away([week(this, over), week(following)], NOW)
    assert not is_away([week(this, over), week(following, soon)], NOW)
    assert not is_away([week(this, over), None], NOW), "what isn't known keeps nobody away"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.feature("N16")
def test_what_may_be_done_is_what_the_table_says_and_nothing_once_it_is_over(state: PairingState, part: Part) -> None:
    it = pairing(state)
    allowed = course.allowed(it, part)
    assert set(allowed) == {verb for verb, who in RULES.items() if state in who.get(part, frozenset())}
    if state not in OPEN:
        assert allowed == ()
    if not course.is_shown(it, part):
        assert part != "leader"
    for verb in set(RULES) - set(allowed):
        with pytest.raises(Conflict):
            course.check(it, part, verb)


@pytest.mark.feature("N16")
def test_a_time_is_set_once() -> None:
    with pytest.raises(Conflict, match="have a time"):
        course.check(pairing("agreed", meeting_id="mt_1"), "leader", "schedule")


@pytest.mark.feature("N16")
def test_the_page_fills_its_minutes_whatever_there_is_to_show() -> None:
    for has_moment in (True, False):
        for has_own in (True, False):
            steps = steps_of("Greets", learner="Kim", colleague="Joe", has_moment=has_moment, has_own=has_own)
            assert sum(each.minutes for each in steps) == MINUTES
            assert ("the words below" in str(steps)) == has_moment
            assert ("named below" in str(steps)) == has_own
