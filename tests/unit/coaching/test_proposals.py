"""Best responses that agents propose of their own conversations, over the API (N17)."""

import pytest

from tests.unit.coaching.assigning import coaching_items
from tests.unit.coaching.pairing_world import World
from tests.unit.coaching.test_assignment_privacy import erase, exported
from tests.unit.helpers import Answer


@pytest.fixture
def world(aws: None) -> World:
    return World()


def proposed(world: World, number: int = 1, agent: str = "kim", note: str = "I let them finish") -> Answer:
    interaction = world.add_interaction(number, agent)
    return world.coach(agent, "POST", "/proposals", {"interaction_id": interaction.id, "note": note})


def answered(world: World, by: str, proposal: Answer, what: str, body: dict[str, str]) -> Answer:
    path = f"/proposals/{proposal.body['id']}"
    return world.coach(by, "POST", f"{path}/{what}", body, if_match=world.coach("ada", "GET", path).etag)


@pytest.mark.feature("N17")
def test_a_leader_accepts_a_proposal_and_can_give_it_to_others(world: World) -> None:
    made = proposed(world)
    assert (made.status, made.body["actions"]) == (201, ["withdraw"])
    assert world.told("proposal_made") == [("us_sam",)]
    assert [each["id"] for each in world.coach("sam", "GET", "/proposals").body["items"]] == [made.body["id"]]
    assert world.coach("pat", "GET", "/proposals").body["items"] == []
    assert world.coach("joe", "GET", f"/proposals/{made.body['id']}").status == 404
    assert answered(world, "pat", made, "acceptance", {}).status == 404
    assert answered(world, "kim", made, "acceptance", {}).status == 403
    done = answered(world, "sam", made, "acceptance", {"answer": "Well done"})
    assert (done.status, done.body["state"], done.body["actions"]) == (200, "accepted", [])
    assert world.told("proposal_decided") == [("us_kim",)]
    (kept,) = world.coach("sam", "GET", "/bookmarks").body["items"]
    assert (kept["interaction_id"], kept["note"]) == ("int_1", "I let them finish")
    given = world.given("sam", "joe", 2, best_responses=[kept["id"]])
    assert given.status == 201, given.body
    (own,) = world.coach("kim", "GET", "/proposals").body["items"]
    assert (own["state"], own["answer"], own["decided_by_name"]) == ("accepted", "Well done", "Sam Sample")
    assert world.coach("sam", "GET", "/proposals").body["items"] == [], "nothing waits"
    assert answered(world, "eve", made, "refusal", {"reason": "No"}).status == 409


@pytest.mark.feature("N17")
def test_one_is_declined_with_a_reason_that_the_agent_reads(world: World) -> None:
    made = proposed(world)
    assert answered(world, "sam", made, "refusal", {"reason": "  "}).status == 400
    done = answered(world, "sam", made, "refusal", {"reason": "The order number was asked twice"})
    assert done.status == 200, done.body
    (own,) = world.coach("kim", "GET", "/proposals").body["items"]
    assert (own["state"], own["answer"]) == ("declined", "The order number was asked twice")
    assert world.coach("sam", "GET", "/bookmarks").body["items"] == []
    assert proposed(world).status == 409, "once each"


@pytest.mark.feature("N17")
def test_only_conversations_of_ones_own_are_proposed_and_an_open_one_is_taken_back(world: World) -> None:
    other = world.add_interaction(7, "joe")
    assert world.coach("kim", "POST", "/proposals", {"interaction_id": other.id, "note": "Theirs"}).status == 404
    made = proposed(world)
    path = f"/proposals/{made.body['id']}"
    assert world.coach("sam", "DELETE", path, if_match=made.etag).status == 404
    assert world.coach("kim", "DELETE", path, if_match=made.etag).status == 204
    assert proposed(world).status == 201, "and can be proposed again"


@pytest.mark.feature("N8", "N17")
def test_proposals_go_with_their_agent_and_with_their_customer(world: World) -> None:
    first = proposed(world)
    (record,) = exported(world, "kim")
    assert (record.kind, record.data["note"]) == ("proposal", "I let them finish")
    erase(world, "contact", "C-1")
    assert world.coach("kim", "GET", f"/proposals/{first.body['id']}").status == 404
    proposed(world, 2)
    erase(world, "person", "us_kim")
    assert [item for item in coaching_items() if item["kind"]["S"] == "proposal"] == []
