"""Acknowledging and disputing over the API: who may, what follows, and what the history tells."""


import pytest

from debrief.quality.disputes.events import DISPUTE_DECIDED, DISPUTE_RAISED
from debrief.quality.evaluations.events import EVALUATION_ACKNOWLEDGED, EVALUATION_RESCORED
from tests.unit.helpers import Answer
from tests.unit.quality.world import World, content, yes_no


@pytest.fixture
def world(aws: None) -> World:
    return World()


@pytest.fixture
def card(world: World) -> str:
    return world.published(content(yes_no("a"), yes_no("b", allow_na=True)))


def disputed(world: World, id: str, *questions: str, by: str = "kim") -> Answer:
    """The dispute that the agent raises of answers of an evaluation."""
    path = f"/evaluations/{id}"
    body = {"answers": [{"question_id": each, "reason": f"I did {each}"} for each in questions]}
    return world.call(by, "POST", f"{path}/disputes", body, if_match=world.call(by, "GET", path).etag)


def decided(world: World, dispute: Answer, by: str, **options: str) -> Answer:
    """What `by` decides: an option for each question whose answer changes; the others are affirmed."""
    answers = [
        {"question_id": each["question_id"], "response": "I listened again"}
        | ({"option_id": options[each["question_id"]]} if each["question_id"] in options else {})
        for each in dispute.body["answers"]
    ]
    path = f"/disputes/{dispute.body['id']}"
    return world.call(by, "POST", f"{path}/decision", {"answers": answers}, if_match=dispute.etag)


@pytest.mark.feature("S4.8")
def test_an_agent_disputes_an_answer_and_the_evaluator_changes_it(world: World, card: str) -> None:
    id = world.completed("eve", world.add_interaction(1), card, a="no", b="yes")
    seen = world.call("kim", "GET", f"/evaluations/{id}")
    assert seen.body["actions"] == ["acknowledge", "dispute"]
    dispute = disputed(world, id, "a")
    assert dispute.status == 201, dispute.body
    assert (dispute.body["decider_id"], dispute.body["round"], dispute.body["percent"]) == ("us_eve", 1, 50)
    assert world.call("kim", "GET", f"/evaluations/{id}").body["actions"] == []
    assert world.call("eve", "GET", f"/evaluations/{id}").body["actions"] == ["decide"]
    done = decided(world, dispute, "eve", a="yes")
    assert (done.status, done.body["decision"]["outcome"], done.body["decision"]["percent"]) == (
        200,
        "re_evaluated",
        100,
    )
    after = world.call("kim", "GET", f"/evaluations/{id}").body
    assert (after["status"], after["score"]["percent"], after["evaluator_id"]) == ("completed", 100, "us_eve")
    assert after["answers"][0]["comment"] == "I listened again"
    told = world.call(
        "kim",
        "POST",
        f"/evaluations/{id}/acknowledgement",
        if_match=world.call("kim", "GET", f"/evaluations/{id}").etag,
    )
    assert told.body["status"] == "acknowledged"
    steps = world.call("kim", "GET", f"/evaluations/{id}/history").body["items"]
    assert [each["kind"] for each in steps] == ["completed", "disputed", "re_evaluated", "acknowledged"]
    assert steps[2]["moved"][0]["before"]["option_id"] == "no"
    assert [each["by_name"] for each in steps] == ["Eve Sample", "Kim Sample", "Eve Sample", "Kim Sample"]
    for type in (DISPUTE_RAISED, DISPUTE_DECIDED, EVALUATION_RESCORED, EVALUATION_ACKNOWLEDGED):
        assert len(world.events(type)) == 1, type
