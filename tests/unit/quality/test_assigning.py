"""Evaluations that a person gives to others to do."""

from datetime import timedelta
from typing import Any

import pytest

from debrief.notices.events import NOTICE_REQUESTED, NOTICE_WITHDRAWN
from debrief.notices.kinds import path, sentence
from debrief.notices.model import Notice
from debrief.quality.scorecards.names_wiring import card_names
from tests.doubles import metered
from tests.unit.helpers import Answer
from tests.unit.quality.earning import SURE, card_of, hand_in, of
from tests.unit.quality.world import World, content, items, yes_no


@pytest.fixture
def world(aws: None) -> World:
    return World()


def assigned(
    world: World, card: str, *evaluators: str, by: str = "sam", on: str = "2026-03-10", number: int = 1
) -> Answer:
    body: dict[str, Any] = {"interaction_id": f"int_{number}", "scorecard_id": card, "due_on": on}
    return world.call(by, "POST", "/evaluations/assignments", body | {"evaluator_ids": [f"us_{e}" for e in evaluators]})


@pytest.mark.feature("S4.7")
def test_several_are_given_one_conversation_and_each_sees_their_own(world: World) -> None:
    card = world.published(content(yes_no("a")))
    world.add_interaction(1)
    made = assigned(world, card, "eve", "ida")
    assert made.status == 201, made.body
    assert [each["evaluator_id"] for each in made.body["items"]] == ["us_eve", "us_ida"]
    one, two = (each["id"] for each in made.body["items"])
    assert world.call("eve", "GET", f"/evaluations/{one}").status == 200
    assert world.call("ida", "GET", f"/evaluations/{one}").status == 404, "several don't sway each other"
    assert world.call("sam", "GET", f"/evaluations/{two}").status == 404
    (line,) = items(world.call("eve", "GET", "/evaluations/assigned"), dict)
    assert line["assignment"]["by"] == "us_sam"
    assert line["assignment"]["due_at"] == "2026-03-10T23:59:59.999Z"
    told = world.events(NOTICE_REQUESTED)
    assert [(each.subject, each.data["recipient_ids"]) for each in told] == [(one, ["us_eve"]), (two, ["us_ida"])]
    notice = Notice(
        id="nt_1",
        kind=told[0].data["kind"],
        about=told[0].subject,
        actor_id=told[0].data["actor_id"],
        parameters=told[0].data["parameters"],
        at=world.clock.now(),
    )
    names = {"us_sam": "Sam Sample", "us_kim": "Kim Sample"}
    assert sentence(notice, names, "Europe/Berlin") == (
        "Sam Sample gave you an evaluation to do: the conversation of Kim Sample on Monday 2 March 2026, 11:00, "
        "due 11 March 2026"
    )
    assert path(notice) == f"/evaluations/{one}"
    assert notice.parameters["scorecard"] == card, "whose name an e-mail says"
    assert card_names()({(card, ""), (card, "a"), (card, "gone"), ("sc_gone", "")}) == {
        (card, ""): "Voice",
        (card, "a"): "Question a?",
    }


@pytest.mark.feature("S4.7")
def test_what_is_to_do_comes_by_its_due_date_page_by_page_and_goes_when_done(world: World) -> None:
    card = world.published(content(yes_no("a")))
    days = {1: "2026-03-12", 2: "2026-03-09", 3: "2026-03-10"}
    for number, on in days.items():
        world.add_interaction(number)
        assert assigned(world, card, "eve", on=on, number=number).status == 201
    first = world.call("eve", "GET", "/evaluations/assigned", query={"limit": "2"})
    assert items(first, lambda each: each["interaction_id"]) == ["int_2", "int_3"]
    rest = world.call("eve", "GET", "/evaluations/assigned", query={"limit": "2", "cursor": first.body["next_cursor"]})
    assert items(rest, lambda each: each["interaction_id"]) == ["int_1"]
    assert rest.body["next_cursor"] is None
    draft = first.body["items"][0]["id"]
    answers = {"answers": [{"question_id": "a", "option_id": "yes"}]}
    assert world.call("eve", "PATCH", f"/evaluations/{draft}/answers", answers, if_match='"1"').status == 200
    done = world.call("eve", "POST", f"/evaluations/{draft}/completion")
    assert done.status == 200
    assert done.body["assignment"]["due_at"] == "2026-03-09T23:59:59.999Z", "it stays with what is done"
    assert items(world.call("eve", "GET", "/evaluations/assigned"), lambda each: each["interaction_id"]) == [
        "int_3",
        "int_1",
    ]
    given_back = rest.body["items"][0]["id"]
    assert world.call("eve", "DELETE", f"/evaluations/{given_back}", if_match='"1"').status == 204
    assert items(world.call("eve", "GET", "/evaluations/assigned"), lambda each: each["interaction_id"]) == ["int_3"]
    assert [each.subject for each in world.events(NOTICE_WITHDRAWN)] == [given_back]


@pytest.mark.feature("S4.7")
def test_nobody_is_given_what_they_cannot_do_and_nothing_is_half_written(world: World) -> None:
    card = world.published(content(yes_no("a")))
    interaction = world.add_interaction(1)
    world.opened("ida", interaction, card)
    refused = assigned(world, card, "eve", "kim", "joe", "pat", "nobody", "ida", on="2026-03-02")
    assert refused.status == 422
    assert {each["pointer"]: each["message"] for each in refused.body["errors"]} == {
        "/due_on": "is a day that is over",
        "/evaluator_ids/1": "nobody evaluates their own conversation",
        "/evaluator_ids/2": "their roles don't let them evaluate",
        "/evaluator_ids/3": "they don't see this agent's conversations",
        "/evaluator_ids/4": "nobody who is active is called so",
        "/evaluator_ids/5": "they are at this conversation already",
    }
    assert items(world.call("eve", "GET", "/evaluations/assigned")) == []
    assert assigned(world, "sc_none", "eve").body["errors"][0]["pointer"] == "/scorecard_id"
    assert assigned(world, card, "eve", by="pat").status == 404, "not of their line"
    assert assigned(world, card, "eve", by="kim").status == 403
    assert assigned(world, card, "eve", "eve").status == 422


@pytest.mark.feature("S4.7")
def test_who_assigned_sees_what_became_of_it_and_nothing_of_drafts(world: World) -> None:
    card = world.published(content(yes_no("a")))
    for number in (1, 2, 3):
        world.add_interaction(number)
        assert assigned(world, card, "eve", number=number).status == 201
        world.clock.advance(timedelta(minutes=1))
    first = world.call("sam", "GET", "/evaluations/assignments", query={"limit": "2"})
    assert items(first, lambda each: each["interaction_id"]) == ["int_3", "int_2"], "the newest first"
    rest = world.call(
        "sam", "GET", "/evaluations/assignments", query={"limit": "2", "cursor": first.body["next_cursor"]}
    )
    (line,) = rest.body["items"]
    assert rest.body["next_cursor"] is None
    assert (line["evaluator_name"], line["agent_name"], line["done"]) == ("Eve Sample", "Kim Sample", False)
    assert not {"percent", "score", "passed", "type", "answers"} & set(line), "a draft is its evaluator's"
    path = f"/evaluations/{line['id']}"
    answers = {"answers": [{"question_id": "a", "option_id": "yes"}]}
    assert world.call("eve", "PATCH", f"{path}/answers", answers, if_match='"1"').status == 200
    assert world.call("eve", "POST", f"{path}/completion").status == 200
    given_back = first.body["items"][0]["id"]
    assert world.call("eve", "DELETE", f"/evaluations/{given_back}", if_match='"1"').status == 204
    now = world.call("sam", "GET", "/evaluations/assignments")
    assert items(now, lambda each: (each["interaction_id"], each["done"])) == [("int_2", False), ("int_1", True)]
    assert items(world.call("pat", "GET", "/evaluations/assignments")) == [], "of somebody else's doing"
    with metered() as few:
        world.call("sam", "GET", "/evaluations/assignments", query={"limit": "1"})
    for number in range(4, 12):
        world.add_interaction(number)
        assert assigned(world, card, "eve", number=number).status == 201
    with metered() as many:
        world.call("sam", "GET", "/evaluations/assignments", query={"limit": "1"})
    assert many.read_units == few.read_units


@pytest.mark.feature("S4.7", "S4.12", "N13")
def test_who_judges_a_conversation_blindly_is_given_no_other_evaluation_of_it(world: World) -> None:
    card, other = world.published(content(yes_no("a"))), world.published(content(yes_no("b")), "Another")
    world.settle(ai_checker_ids=("us_ida",), **SURE)
    by_ai = card_of(world, yes_no("c", answerer="ai"), name="By the AI")
    made = of(world, world.add_interaction(1), "yes")
    together = {
        "name": "Together",
        "interaction_id": "int_1",
        "scorecard_id": by_ai,
        "assessor_ids": ["us_eve", "us_sam"],
    }
    begun = world.call("ada", "POST", "/calibrations", together)
    assert begun.status == 201, begun.body
    # With whatever scorecard, and in words that tell neither which of the two it is nor that it is one of them.
    for given in (card, other, by_ai):
        refused = assigned(world, given, "eve", "ida", by="ada")
        assert (refused.status, [each["message"] for each in refused.body["errors"]]) == (
            422,
            ["they are at this conversation already"] * 2,
        )
    assert hand_in(world, made, by="ida", c="yes").status == 200
    assert assigned(world, card, "ida", by="ada").status == 201, "once they have handed in"
    closed = world.call("ada", "POST", f"/calibrations/{begun.body['id']}/closing")
    assert closed.status == 200, closed.body
    assert assigned(world, card, "eve", by="ada").status == 201, "once it is closed"


@pytest.mark.feature("S4.11", "S4.12")
def test_a_card_that_decides_anew_passes_over_who_judges_the_conversation_blindly(world: World) -> None:
    card = world.published(content(yes_no("a")))
    then = [{"kind": "assign", "scorecard_id": card, "evaluator_ids": ["us_eve"]}]
    together = {
        "name": "Together",
        "interaction_id": "int_1",
        "scorecard_id": card,
        "assessor_ids": ["us_eve", "us_sam"],
    }
    interaction = world.add_interaction(1)
    assert world.call("ada", "POST", "/calibrations", together).status == 201
    assert world.call("ada", "POST", "/automations", {"name": "All", "then": then}).status == 201
    world.automatic.evaluate(interaction.id)
    (done,) = world.call("ada", "GET", "/automations/decisions/int_1").body["done"]
    assert (done["why_not"], [each["why"] for each in done["lot"]["passed_over"]]) == ("nobody", ["has_draft"])
    assert items(world.call("eve", "GET", "/evaluations/assigned")) == []
