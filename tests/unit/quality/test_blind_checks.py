"""Blind checks: what their checkers, the agents and everybody else may see of them, and when."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest

from api.quality_api import wiring
from debrief.kernel.errors import Conflict
from debrief.kernel.schedules.store import is_scheduled
from debrief.kernel.storage.tables import find
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.events import NOTICE_REQUESTED
from debrief.notices.model import NoticeKind
from debrief.quality.earning.deadlines import CHECK_LAPSED
from debrief.quality.earning.earning_service import TIME_TO_CHECK
from debrief.quality.earning.lapsing_service import Lapses
from debrief.quality.earning.store import EarningStore, check_id
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.table_store import QualityRow
from tests.unit.quality.earning import SURE, card_of, evaluated, hand_in, of, questions
from tests.unit.quality.test_calibrations import begun
from tests.unit.quality.world import SAID, World, line

pytestmark = pytest.mark.feature("N13")


@pytest.fixture
def world(aws: None) -> World:
    made = World()
    made.settle(ai_checker_ids=("us_eve",), **SURE)
    return made


_QUERIES: dict[str, tuple[dict[str, str], ...]] = {
    "/evaluations": (
        {},
        {"status": "draft"},
        {"interaction_id": "int_1"},
        {"outcome": "auto_failed"},
        *(
            {"question_id": each, "outcome": outcome, "agent_id": "us_kim", "scorecard_id": "{scorecard_id}"}
            for each in ("a", "b")
            for outcome in ("passed", "missed", "not_applicable")
        ),
    ),
    "/ai-questions": ({}, {"state": "learning"}, {"state": "earned"}, {"scorecard_id": "{scorecard_id}"}),
    "/disputes": ({}, {"status": "open"}),
    "/draws": ({"agent_id": "us_kim"},),
}


def _looked_for(world: World, ids: dict[str, str]) -> Iterator[tuple[str, str, dict[str, str], Any]]:
    """Every route that reads, with every id that there is, and what changes an evaluation."""
    for method, rule in wiring.app.whole().admissions:
        if method == "GET":
            path = re.sub(r"<(\w+)>", lambda name: ids.get(name[1], "none"), rule)
            for query in _QUERIES.get(rule, ({},)):
                yield method, path, {name: value.format_map(ids) for name, value in query.items()}, None
    evaluation, card = f"/evaluations/{ids['evaluation_id']}", ids["scorecard_id"]
    yield "POST", "/evaluations/next", {}, {"scorecard_id": card}
    yield "POST", "/evaluations", {}, {"interaction_id": "int_1", "scorecard_id": card}
    yield "POST", f"{evaluation}/ai-answers", {}, None
    yield "POST", f"{evaluation}/score", {}, {"answers": []}
    yield "POST", f"{evaluation}/completion", {}, None


def _seen(world: World, who: str, card: str, evaluation: str) -> list[tuple[str, int, str]]:
    found = []
    ids = {
        "evaluation_id": evaluation,
        "interaction_id": "int_1",
        "scorecard_id": card,
        "number": "1",
        "check_id": check_id(evaluation),
        "ai_question_id": questions(world)["a"]["id"],
    }
    for method, path, query, body in _looked_for(world, ids):
        answer = world.call(who, method, path, body, query=query)
        told = {**answer.body, "trace_id": ""} if isinstance(answer.body, dict) else answer.body
        found.append((f"{method} {path} {query}", answer.status, json.dumps(told, sort_keys=True)))
    return found


def _emptied() -> None:
    """An account in which there is nothing again."""
    tables = boto3.client("dynamodb")
    for context in ("people", "interactions", "quality"):
        for item in tables.scan(TableName=f"test-{context}")["Items"]:
            tables.delete_item(TableName=f"test-{context}", Key={"PK": item["PK"], "SK": item["SK"]})


@pytest.mark.parametrize("rule", [False, True])
def test_whatever_the_ai_answered_its_checker_is_shown_the_same(
    aws: None, rule: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that the checker can ask tells apart what the AI said: yes, no, N/A, with what words and how surely."""
    told = []
    for a, b, quote in (("yes", "yes", None), ("no", "no", SAID[2][1]), ("not_applicable", "yes", None)):
        _emptied()
        world = World()
        monkeypatch.setattr(wiring.scorecards(), "_clock", world.clock)
        monkeypatch.setattr(wiring.scorecards(), "_ids", world.ids)
        world.settle(ai_checker_ids=("us_eve",), ai_must_earn=rule, **SURE)
        card = card_of(world)
        interaction = world.add_interaction(1)
        world.model.answers.append({"q1": line(a, quote, 0.4), "q2": line(b, quote, 0.9)})
        (made,) = world.automatic.evaluate(interaction.id).evaluations
        told.append(_seen(world, "eve", card, made.evaluation_id))
        # What others are shown does tell: the test looks at the right places.
        others = _seen(world, "ida", card, made.evaluation_id)
        assert any(made.evaluation_id in text for _, status, text in others if status == 200)
    assert told[0] == told[1] == told[2]
    assert not any("because" in text.lower() for _, _, text in told[0])


def test_the_checker_finds_the_evaluation_once_they_have_answered(world: World) -> None:
    card_of(world)
    made = evaluated(world, 1)
    assert world.call("eve", "GET", f"/evaluations/{made}").status == 404
    assert world.call("ida", "GET", f"/evaluations/{made}").status == 200
    opened = world.call(
        "eve", "POST", "/evaluations", {"interaction_id": "int_1", "scorecard_id": card_of(world, name="B")}
    )
    assert opened.body["detail"] == "You check the AI's answers to this conversation: answer that first"
    hand_in(world, made, a="yes", b="yes")
    assert world.call("eve", "GET", f"/evaluations/{made}").status == 200
    assert BlindStore().spots("us_eve").spots == ()


def test_an_open_check_is_its_checkers_alone_and_an_answered_one_never_the_agents(world: World) -> None:
    card_of(world)
    made = evaluated(world, 1)
    path = f"/blind-checks/{check_id(made)}"
    assert [world.call(who, "GET", path).status for who in ("eve", "ada", "ida", "sam", "pat")] == [
        200,
        404,
        404,
        404,
        404,
    ]
    assert hand_in(world, made, by="ida", a="yes", b="yes").status == 404
    hand_in(world, made, a="yes", b="yes")
    assert [world.call(who, "GET", path).status for who in ("eve", "ada", "ida", "sam", "pat", "kim")] == [
        200,
        200,
        200,
        200,
        404,
        403,
    ]


def test_the_list_of_a_questions_checks_tells_answers_only_of_what_is_answered(world: World) -> None:
    card_of(world)
    first, second = evaluated(world, 1), evaluated(world, 2, agent="zoe")
    world.clock.advance(timedelta(minutes=1))
    third = evaluated(world, 3)
    hand_in(world, first, a="no", b="yes")
    id = questions(world)["a"]["id"]
    lines = world.call("ada", "GET", f"/ai-questions/{id}/checks").body["items"]
    assert {each["evaluation_id"]: (each["status"], each["alike"]) for each in lines} == {
        first: ("answered", False),
        second: ("open", None),
        third: ("open", None),
    }
    assert all(each["ai"] is None for each in lines if each["status"] == "open")
    assert lines[0]["evaluation_id"] == third
    # Sam leads Kim and Joe, and not Zoe.
    mine = world.call("sam", "GET", f"/ai-questions/{id}/checks").body["items"]
    assert {each["evaluation_id"] for each in mine} == {first, third}


def test_a_check_whose_time_is_over_is_let_go(world: World) -> None:
    card_of(world)
    made = evaluated(world, 1)
    world.clock.advance(timedelta(days=15))
    assert world.call("eve", "GET", "/blind-checks").body["items"] == []
    late = hand_in(world, made, a="yes", b="yes")
    assert (late.status, late.body["detail"]) == (409, "The time for this check is over; it was let go")
    id, lapses = check_id(made), Lapses(EarningStore(), world.clock, world.ids)
    assert is_scheduled(QualityRow, CHECK_LAPSED, id)
    for _ in range(2):
        assert lapses.see_to(id) is None
    # What it hid is there again at once, and what the AI had answered is kept nowhere but in the evaluation.
    assert BlindStore().spots("us_eve").spots == ()
    assert world.call("eve", "GET", f"/evaluations/{made}").status == 200
    assert find(QualityRow, f"CHECK#{id}", "SEALED") is None
    assert hand_in(world, made, a="yes", b="yes").status == 409
    (shown,) = world.call("ada", "GET", f"/ai-questions/{questions(world)['a']['id']}/checks").body["items"]
    assert shown["status"] == "lapsed"


@pytest.mark.parametrize("late", [timedelta(milliseconds=-1), timedelta()])
def test_a_check_can_be_answered_until_the_instant_at_which_it_is_let_go(world: World, late: timedelta) -> None:
    card_of(world)
    made = evaluated(world, 1)
    id, lapses = check_id(made), Lapses(EarningStore(), world.clock, world.ids)
    world.clock.advance(TIME_TO_CHECK + late)
    over = late == timedelta()
    assert len(world.call("eve", "GET", "/blind-checks").body["items"]) == (not over)
    assert world.call("eve", "GET", f"/blind-checks/{id}").body["actions"] == ([] if over else ["answer"])
    assert hand_in(world, made, a="yes", b="yes").status == (409 if over else 200)
    assert (lapses.see_to(id), is_scheduled(QualityRow, CHECK_LAPSED, id)) == (None, False)
    assert BlindStore().spots("us_eve").spots == ()
    assert questions(world)["a"]["agreement"]["checks"] == (not over)


def test_who_answers_while_it_is_let_go_is_counted_or_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the same second: whichever is written first holds."""
    card_of(world)
    made = evaluated(world, 1)
    id, lapses, read = check_id(made), Lapses(EarningStore(), world.clock, world.ids), EarningStore.sealed
    check = EarningStore().check(id)
    assert check is not None

    def read_and_meanwhile(store: EarningStore, check_id: str) -> Any:
        found = read(store, check_id)
        if (now := store.check(check_id)) is not None and now.revision == check.revision:
            lapses.let_go(now)
        return found

    monkeypatch.setattr(EarningStore, "sealed", read_and_meanwhile)
    assert hand_in(world, made, a="yes", b="yes").status == 409
    assert questions(world)["a"]["agreement"]["checks"] == 0
    assert BlindStore().spots("us_eve").spots == ()


def test_of_other_words_nothing_is_counted(world: World) -> None:
    card_of(world)
    made = evaluated(world, 1)
    world.add_interaction(1, said=(("agent", "Hello."), ("customer", "Hi.")))
    assert len(world.call("eve", "GET", "/blind-checks").body["items"]) == 1
    refused = hand_in(world, made, a="yes", b="yes")
    assert refused.status == 409
    assert questions(world)["a"]["agreement"]["checks"] == 0
    assert world.call("eve", "GET", "/blind-checks").body["items"] == [], "nobody can answer it: it is let go"
    assert BlindStore().spots("us_eve").spots == ()


def test_a_check_that_is_open_or_answered_stays(world: World) -> None:
    card_of(world)
    made, other = evaluated(world, 1), evaluated(world, 2)
    lapses = Lapses(EarningStore(), world.clock, world.ids)
    assert lapses.see_to(check_id(made)) == world.clock.now() + TIME_TO_CHECK
    hand_in(world, other, a="yes", b="yes")
    assert not is_scheduled(QualityRow, CHECK_LAPSED, check_id(other))
    world.clock.advance(timedelta(days=15))
    before = EarningStore().check(check_id(other))
    assert lapses.see_to(check_id(other)) is None
    assert EarningStore().check(check_id(other)) == before


def test_a_replay_draws_nothing_anew(world: World) -> None:
    card_of(world)
    made = evaluated(world, 1)
    before = EarningStore().check(check_id(made))
    (again,) = world.automatic.evaluate("int_1").evaluations
    assert again.outcome == "exists"
    assert EarningStore().check(check_id(made)) == before


def test_words_that_come_back_are_evaluated_though_the_draft_that_was_checked_is_gone(world: World) -> None:
    world.settle(ai_must_earn=True)
    card_of(world)
    made = evaluated(world, 1)
    hand_in(world, made, a="yes", b="yes")
    before = EarningStore().check(check_id(made))
    of(world, world.add_interaction(1, said=(("agent", "Hello."), ("customer", "Hi."))), "yes", "yes")
    assert world.store.evaluation(made) is None, "it was a draft of other words"
    assert evaluated(world, 1) == made
    found = world.store.evaluation(made)
    assert found is not None
    assert found.status == "draft"
    assert EarningStore().check(check_id(made)) == before, "it is checked once"


def test_questions_are_found_by_scorecard_and_state(world: World) -> None:
    card_of(world)
    evaluated(world, 1)
    assert questions(world, state="earned") == {}
    assert set(questions(world, state="learning")) == {"a", "b"}
    assert questions(world, scorecard_id="sc_other") == {}
    assert world.call("kim", "GET", "/ai-questions").status == 403
    for path in ("/ai-questions/aiq_none", "/ai-questions/aiq_none/checks"):
        assert world.call("ada", "GET", path).status == 404


def test_a_term_that_begins_twice_is_one(world: World) -> None:
    card_of(world)
    evaluated(world, 1)
    (term,) = EarningStore().terms([questions(world)["a"]["id"]]).values()
    with pytest.raises(Conflict), Transaction(world.clock, world.ids) as tx:
        EarningStore().put_term(tx, term.model_copy(update={"revision": 0}))


def test_an_assessor_doesnt_find_the_ais_answer_as_what_is_in_no_check_that_they_are_shown(world: World) -> None:
    card = card_of(world)
    made, other = evaluated(world, 1, b="no"), evaluated(world, 2, b="no")
    hand_in(world, other, a="yes", b="no")
    assert begun(world, card, world.interactions.interactions(["int_1"])[0], assessor_ids=["us_ida", "us_sam"]).body
    assert hand_in(world, made, a="yes", b="yes").status == 200
    at = f"/ai-questions/{questions(world)['b']['id']}"
    told = {
        who: (
            sorted((each["ai"]["option_id"], each["human"]["option_id"]) for each in shown["pairs"]),
            len(world.call(who, "GET", f"{at}/checks").body["items"]),
        )
        for who in ("ada", "sam")
        if (shown := world.call(who, "GET", at).body)
    }
    assert told == {"ada": ([("no", "no"), ("no", "yes")], 2), "sam": ([("no", "no")], 1)}


def test_no_sum_tells_an_assessor_whether_a_hidden_check_agreed(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """In lists, of a question, of another evaluation's questions; also where that check has earned the question."""
    told: dict[str, list[Any]] = {"ada": [], "sam": []}
    for human in ("no", "yes"):
        _emptied()
        world = World()
        monkeypatch.setattr(wiring.scorecards(), "_clock", world.clock)
        monkeypatch.setattr(wiring.scorecards(), "_ids", world.ids)
        world.settle(ai_checker_ids=("us_eve",), **SURE)
        card = card_of(world)
        # The fifth check is the one that earns a question, or doesn't.
        made, *others = (evaluated(world, number, b="no") for number in range(1, 6))
        # They check nothing here, and are told of what changes.
        world.settle(ai_checker_ids=("us_eve", "us_sam", "us_ada"))
        for other in others:
            assert hand_in(world, other, a="yes", b="no").status == 200
        interaction = world.interactions.interactions(["int_1"])[0]
        assert begun(world, card, interaction, assessor_ids=["us_ida", "us_sam"]).status == 201
        assert hand_in(world, made, a="yes", b=human).status == 200
        id = questions(world)["b"]["id"]
        for who, shown in told.items():
            found = [
                world.call(who, "GET", path, query=query).body
                for path, query in (
                    ("/ai-questions", {}),
                    ("/ai-questions", {"state": "earned"}),
                    (f"/ai-questions/{id}", {}),
                    (f"/ai-questions/{id}/checks", {}),
                    (f"/evaluations/{other}/ai-standing", {}),
                )
            ]
            notices = [
                each.data["kind"]
                for each in world.events(NOTICE_REQUESTED)
                if f"us_{who}" in each.data["recipient_ids"]
            ]
            shown.append((found, [each for each in notices if each == NoticeKind.AI_QUESTION_CHANGED]))
    assert told["sam"][0] == told["sam"][1]
    agreement = told["sam"][0][0][2]["agreement"]
    assert (agreement["checks"], agreement["alike"], told["sam"][0][0][2]["state"]) == (4, 4, "learning")
    assert told["ada"][0] != told["ada"][1], "the test looks at the right places"
    assert [len(notices) for _, notices in told["ada"]] == [2, 1]
