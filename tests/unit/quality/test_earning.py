"""Blind checks over the API: drawn, answered, counted; what the AI may do by itself; what nobody is shown before."""

import json
from datetime import timedelta
from typing import Any

import pytest

from api.quality_api import wiring
from debrief.kernel.errors import Stale
from debrief.kernel.storage.tables import find
from debrief.notices.events import NOTICE_REQUESTED
from debrief.quality.drawing.lot import agrees
from debrief.quality.earning.checks_service import BlindChecks
from debrief.quality.earning.events import AI_QUESTION_CHANGED, CHECK_ANSWERED
from debrief.quality.earning.model import BlindAnswer, BlindAnswers
from debrief.quality.earning.store import MOST_OPEN, EarningStore, check_id
from debrief.quality.table_store import QualityRow
from tests.unit.quality.earning import SURE, answers, card_of, directly, evaluated, hand_in, of, questions
from tests.unit.quality.world import World, content, table_items, yes_no
from tools.redraw import rechecked

pytestmark = pytest.mark.feature("N13")


@pytest.fixture
def world(aws: None) -> World:
    made = World()
    made.settle(ai_checker_ids=("us_eve",), **SURE)
    return made


def test_drawn_answered_and_counted(world: World) -> None:
    card_of(world)
    made = evaluated(world, 1, a="yes", b="no")
    (todo,) = world.call("eve", "GET", "/blind-checks").body["items"]
    assert (todo["status"], todo["question_count"], todo["actions"]) == ("open", 2, ["answer"])
    assert todo["evaluation_id"] is None
    shown = world.call("eve", "GET", f"/blind-checks/{todo['id']}").body
    assert [each["id"] for each in shown["questions"]] == ["a", "b"]
    assert shown["answers"] == []
    done = hand_in(world, made, a="na", b="no")
    assert done.status == 200, done.body
    assert done.body["evaluation_id"] == made
    (event,) = world.events(CHECK_ANSWERED)
    assert (event.subject, event.data["evaluation_id"]) == (todo["id"], made)
    assert not {"answers", "checker_id", "agent_id"} & set(event.data), "neither by whom nor what"
    assert [(each["question_id"], each["alike"]) for each in done.body["answers"]] == [("a", False), ("b", True)]
    assert done.body["answers"][0]["ai"] == {"option_id": "yes", "not_applicable": False}
    assert done.body["answers"][0]["human"] == {"option_id": None, "not_applicable": True}
    stands = questions(world)
    assert {id: (each["agreement"]["checks"], each["agreement"]["alike"]) for id, each in stands.items()} == {
        "a": (1, 0),
        "b": (1, 1),
    }
    assert world.call("eve", "GET", "/blind-checks").body["items"] == []
    detail = world.call("ada", "GET", f"/ai-questions/{stands['a']['id']}").body
    assert detail["pairs"] == [
        {
            "ai": {"option_id": "yes", "not_applicable": False},
            "human": {"option_id": None, "not_applicable": True},
            "count": 1,
        }
    ]


def test_it_is_counted_once(world: World) -> None:
    card_of(world)
    made = evaluated(world, 1)
    assert hand_in(world, made, a="yes", b="yes").status == 200
    again = hand_in(world, made, a="no", b="no")
    assert (again.status, again.body["detail"]) == (409, "This check is answered already")
    assert questions(world)["a"]["agreement"]["checks"] == 1


def test_two_checks_of_a_question_at_the_same_moment_both_count(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    card_of(world)
    first, second = evaluated(world, 1), evaluated(world, 2)
    put, other = EarningStore.put_answered, list[bool]()

    def in_between(self: EarningStore, *args: Any) -> None:
        if not other:
            other.append(True)
            directly(world, second, a="no", b="yes")
        put(self, *args)

    # The terms were read before the other check was counted.
    monkeypatch.setattr(EarningStore, "put_answered", in_between)
    assert hand_in(world, first, a="yes", b="yes").status == 200
    stands = questions(world)
    assert {id: (each["agreement"]["checks"], each["agreement"]["alike"]) for id, each in stands.items()} == {
        "a": (2, 1),
        "b": (2, 2),
    }


def test_the_same_check_twice_at_the_same_moment_counts_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    card_of(world)
    made = evaluated(world, 1)
    put, other = EarningStore.put_answered, list[bool]()

    def in_between(self: EarningStore, *args: Any) -> None:
        if not other:
            other.append(True)
            directly(world, made, a="no", b="no")
        put(self, *args)

    monkeypatch.setattr(EarningStore, "put_answered", in_between)
    assert hand_in(world, made, a="yes", b="yes").status == 409
    assert questions(world)["a"]["agreement"]["alike"] == 0


def test_who_never_gets_through_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    card_of(world)
    made = evaluated(world, 1)

    def stale(*_: Any) -> None:
        raise Stale("This ai question was changed by somebody else; read it again")

    monkeypatch.setattr(BlindChecks, "_counted", stale)
    given = BlindAnswers(
        answers=(BlindAnswer(question_id="a", option_id="yes"), BlindAnswer(question_id="b", option_id="yes"))
    )
    with pytest.raises(Stale):
        wiring.blind_checks().answer(world.access.caller("us_eve"), check_id(made), given)


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        (answers(a="yes"), "/answers"),
        (answers(a="yes", b="maybe"), "/answers/1/option_id"),
        (answers(a="yes", b="na"), "/answers/1/not_applicable"),
        ({"answers": [{"question_id": "a"}, {"question_id": "b", "option_id": "yes"}]}, "/answers/0/option_id"),
        (answers(a="yes", b="yes", c="yes"), "/answers/2/question_id"),
    ],
)
def test_each_drawn_question_needs_an_answer_that_fits(world: World, given: dict[str, Any], pointer: str) -> None:
    card_of(world)
    made = evaluated(world, 1)
    refused = world.call("eve", "POST", f"/blind-checks/{check_id(made)}/answers", given)
    assert refused.status == 422
    assert pointer in [each["pointer"] for each in refused.body["errors"]]
    assert find(QualityRow, f"CHECK#{check_id(made)}", "SEALED") is not None


# ------------------------------------------------------------------------------------------------ what the AI may do


def test_a_question_is_earned_lost_and_each_is_announced(world: World) -> None:
    card = card_of(world, yes_no("a", answerer="ai"))
    world.settle(ai_must_earn=True, ai_checker_ids=("us_eve", "us_joe"))
    for number in range(1, 6):
        made = of(world, world.add_interaction(number), "yes")
        stored = world.store.evaluation(made)
        assert stored is not None
        assert (stored.status, stored.to_review) == ("draft", ("not_earned",))
        assert hand_in(world, made, a="yes").status == 200
    assert questions(world)["a"]["state"] == "earned"
    alone = of(world, world.add_interaction(6), "yes")
    stored = world.store.evaluation(alone)
    assert stored is not None
    assert (stored.status, stored.to_review) == ("completed", ())
    for number in range(7, 10):
        made = of(world, world.add_interaction(number), "yes")
        assert hand_in(world, made, a="no").status == 200
    stands = questions(world)["a"]
    assert stands["state"] == "lost"
    told = [(each.data["state"], each.data["checks"], each.data["alike"]) for each in world.events(AI_QUESTION_CHANGED)]
    assert told == [("earned", 5, 5), ("lost", 6, 5)]
    heard = [each.data for each in world.events(NOTICE_REQUESTED) if each.data["kind"] == "ai_question_changed"]
    assert [(each["recipient_ids"], each["parameters"]) for each in heard] == [
        (["us_joe"], {"state": "earned", "scorecard": card, "criterion": "a"}),
        (["us_joe"], {"state": "lost", "scorecard": card, "criterion": "a"}),
    ]
    detail = world.call("ada", "GET", f"/ai-questions/{stands['id']}").body
    assert [each["state"] for each in detail["changes"]] == ["lost", "earned"]
    drafted = world.store.evaluation(of(world, world.add_interaction(10), "yes"))
    assert drafted is not None
    assert drafted.status == "draft"


def test_na_earns_and_loses_the_right_to_score_alone_and_the_evaluation_says_so(world: World) -> None:
    card_of(world, yes_no("a", answerer="ai", allow_na=True))
    world.settle(ai_must_earn=True)

    def stands(evaluation: str) -> tuple[str, str, str | None]:
        stored = world.store.evaluation(evaluation)
        assert stored is not None
        shown = world.call("ada", "GET", f"/evaluations/{evaluation}/ai-standing").body
        (question,) = shown["questions"]
        return stored.status, question["decided_by"], question["state"]

    for number in range(1, 6):
        hand_in(world, of(world, world.add_interaction(number), "not_applicable"), a="na")
    alone = of(world, world.add_interaction(6), "yes")
    assert questions(world)["a"]["state"] == "earned"
    assert stands(alone) == ("completed", "ai_alone", "earned")
    # What a person calls N/A and the AI doesn't isn't left out of the share: it speaks against the AI.
    hand_in(world, alone, a="na")
    for number in (7, 8):
        hand_in(world, of(world, world.add_interaction(number), "yes"), a="na")
    found = questions(world)["a"]
    assert (found["state"], found["agreement"]["checks"], found["agreement"]["alike"]) == ("lost", 8, 5)
    drafted = of(world, world.add_interaction(9), "yes")
    status, _, state = stands(drafted)
    assert (status, state) == ("draft", "lost")
    assert stands(alone)[0] == "completed", "what was scored before stays as it was"


def test_one_question_that_is_not_earned_makes_a_draft_with_all_that_the_ai_proposes(world: World) -> None:
    card_of(world)
    for number in range(1, 6):
        hand_in(world, evaluated(world, number), a="yes", b="no")
    assert {id: each["state"] for id, each in questions(world).items()} == {"a": "earned", "b": "learning"}
    world.settle(ai_must_earn=True)
    made = evaluated(world, 6)
    draft = world.call("ida", "GET", f"/evaluations/{made}")
    assert draft.body["to_review"] == ["not_earned"]
    assert [each["option_id"] for each in draft.body["answers"]] == ["yes", "yes"]
    done = world.call("ida", "POST", f"/evaluations/{made}/completion")
    assert (done.status, done.body["type"], done.body["to_review"]) == (200, "blended", [])


def test_without_the_rule_automatic_evaluations_count_as_before(world: World) -> None:
    card_of(world)
    stored = world.store.evaluation(evaluated(world, 1))
    assert stored is not None
    assert stored.status == "completed"


def test_an_account_that_has_settled_nothing_keeps_nothing_and_draws_nothing(world: World) -> None:
    world.settle(ai_checker_ids=())
    card_of(world)
    evaluated(world, 1)
    assert [each for each in table_items() if each["PK"]["S"].startswith(("TERM#", "CHECK#", "BLIND#"))] == []


def test_a_clearer_definition_begins_anew_and_an_other_weight_does_not(world: World) -> None:
    card = card_of(world)
    hand_in(world, evaluated(world, 1), a="yes", b="yes")
    edited = content(
        yes_no("a", answerer="ai", allow_na=True, description="Only within a minute."),
        yes_no("b", answerer="ai", weight=3),
        start_automatically=True,
    )
    etag = world.call("ada", "GET", f"/scorecards/{card}").etag
    changed = world.call("ada", "PATCH", f"/scorecards/{card}", {"content": edited}, if_match=etag)
    assert changed.status == 200, changed.body
    evaluated(world, 2)
    found = world.call("ada", "GET", "/ai-questions", query={"scorecard_id": card}).body["items"]
    told = sorted((each["question_id"], each["current"], each["agreement"]["checks"]) for each in found)
    assert told == [("a", False, 1), ("a", True, 0), ("b", True, 1)]
    assert {each["must_earn"] for each in found} == {False}, "the AI scores alone, whatever it has earned"
    world.settle(ai_must_earn=True)
    found = world.call("ada", "GET", "/ai-questions", query={"scorecard_id": card}).body["items"]
    assert {each["must_earn"] for each in found} == {True}


def test_what_a_rule_answers_needs_no_earning(world: World) -> None:
    world.settle(ai_must_earn=True)
    card_of(world, yes_no("a", answerer="ai", check="exact_match", phrases={"all_of": ["good morning"]}))
    interaction = world.add_interaction(1)
    (made,) = world.automatic.evaluate(interaction.id).evaluations
    assert made.outcome == "completed"
    assert questions(world) == {}


# ------------------------------------------------------------------------------------------------ the lot


@pytest.mark.feature("N14")
def test_few_are_drawn(world: World) -> None:
    world.settle(ai_checks_monthly=2)
    card_of(world)
    made = [evaluated(world, number) for number in range(1, 5)]
    store = EarningStore()
    assert [store.check(check_id(each)) is not None for each in made] == [True, True, False, False]
    world.clock.advance(timedelta(days=31))
    assert store.check(check_id(evaluated(world, 5))) is not None


@pytest.mark.feature("N14")
def test_nobody_is_given_more_than_they_can_do_nor_their_own_or_what_they_have_seen(world: World) -> None:
    world.settle(ai_checker_ids=("us_eve", "us_joe", "us_ida", "us_gone"), ai_checks_monthly=100)
    card_of(world)
    made = [evaluated(world, number) for number in range(1, 2 * MOST_OPEN + 3)]
    found = [EarningStore().check(check_id(each)) for each in made]
    assert [each.checker_id for each in found if each].count("us_eve") == MOST_OPEN
    assert {each.checker_id for each in found if each} == {"us_eve", "us_ida"}
    assert found[-1] is None
    why = {passed.id: passed.why for each in found if each for passed in each.draw.checkers.passed_over}
    assert (why["us_joe"], why["us_gone"]) == ("not_permitted", "not_active")


@pytest.mark.feature("N14")
def test_the_agent_reads_their_draw_and_not_who_checks(world: World) -> None:
    card_of(world)
    made = evaluated(world, 1)
    theirs = world.call("kim", "GET", f"/evaluations/{made}/ai-standing")
    assert theirs.status == 200, theirs.body
    draw = theirs.body["draw"]
    assert (draw["recomputes"], draw["percent"], draw["frame"], draw["status"]) == (True, 100, ["a", "b"], "open")
    assert (draw["checker_id"], draw["checkers"], draw["compared"]) == (None, None, [])
    assert "us_eve" not in json.dumps(theirs.body)
    ada = world.call("ada", "GET", f"/evaluations/{made}/ai-standing").body["draw"]
    assert ada["checker_id"] == "us_eve"
    check = EarningStore().check(check_id(made))
    assert check is not None
    assert agrees(check.draw.checkers)
    for told, people in ((draw, False), (ada, True)):
        assert rechecked(told) == []
        assert len(rechecked({**told, "percent": 0})) == 1 + people
        assert rechecked({**told, "questions": told["questions"][::-1]})
    assert world.call("joe", "GET", f"/evaluations/{made}/ai-standing").status == 404


def test_who_decided_each_question(world: World) -> None:
    card_of(
        world,
        yes_no("a", answerer="ai"),
        yes_no("r", answerer="ai", check="exact_match", phrases={"all_of": ["good morning"]}),
        yes_no("n", required=False, answerer="ai"),
    )
    made = of(world, world.add_interaction(1), "yes", "no")
    shown = world.call("ada", "GET", f"/evaluations/{made}/ai-standing").body
    told = {each["question_id"]: (each["decided_by"], each["state"]) for each in shown["questions"]}
    assert told == {"a": ("ai_alone", "learning"), "r": ("rule", None), "n": ("ai_alone", "learning")}
    etag = world.call("ida", "GET", f"/evaluations/{made}").etag
    body = {"answers": [{"question_id": "a", "option_id": "no"}]}
    assert world.call("ida", "PATCH", f"/evaluations/{made}", body, if_match=etag).status == 200
    shown = world.call("ada", "GET", f"/evaluations/{made}/ai-standing").body
    assert [each["decided_by"] for each in shown["questions"]] == ["person", "rule", "ai_agreed"]
