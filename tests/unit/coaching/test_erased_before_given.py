"""Conversations that go away between a mark and its assignment, and what is told of those that go later (N8, S3)."""

from typing import Any

import pytest

from debrief.coaching.assignments.marks_store import MarkStore
from debrief.coaching.assignments.model import Assignment
from debrief.coaching.assignments.standing import Facts
from debrief.coaching.assignments.store import AssignmentStore
from debrief.insights.improvement.coached import share_of
from debrief.insights.improvement.hearing import HeardAssignment, assignment_heard
from debrief.kernel.storage.transactions import Transaction
from tests.unit.coaching.assigning import World
from tests.unit.coaching.test_assignment_privacy import erase


@pytest.fixture
def world(aws: None) -> World:
    return World()


def gone(world: World, number: int, *, deleted: bool = False) -> None:
    """Let a customer be erased whose conversation somebody is marked with, or the conversation be deleted."""
    (conversation,) = world.interactions.interactions([f"int_{number}"])
    with Transaction(world.clock, world.ids) as tx:
        if deleted:
            world.interactions.delete(tx, conversation)
        else:
            world.interactions.put(tx, conversation.model_copy(update={"erased_at": world.clock.now()}))
    erase(world, "contact", f"C-{number}")


def shown(world: World, agent: str) -> dict[str, Any]:
    (own,) = world.own(agent)
    return dict(world.coach(agent, "GET", f"/assignments/{own['id']}").body)


@pytest.mark.feature("N8", "S3.5")
def test_of_a_group_nobody_is_given_what_was_erased_since_they_were_marked(world: World) -> None:
    group = world.group()
    world.marked("eve", "kim", 1, 2, areas=[], group_id=group.body["id"])
    world.marked("eve", "joe", 3, areas=[], group_id=group.body["id"])
    gone(world, 1)
    gone(world, 3)
    sent = world.dispatched("eve", group).body
    assert (sent["state"], sent["sent"], sent["left_out"]) == ("sent", 1, 1)
    given = shown(world, "kim")
    assert [(each["interaction_id"], each["gone"]) for each in given["conversations"]] == [("int_2", False)]
    assert world.look("kim", given["id"], "int_2").body["status"] == "completed"
    # Nothing was left for joe: who marked them finds that among Individuals, without what is gone.
    assert world.own("joe") == []
    (mark,) = world.coach("eve", "GET", "/coaching-marks", query={"agent_id": "us_joe"}).body["items"]
    assert (mark["group_id"], mark["interactions"]) == (None, [])
    assert MarkStore().counts([group.body["id"]])[group.body["id"]].conversations == 0


@pytest.mark.feature("N8", "S3.1")
@pytest.mark.parametrize("deleted", [False, True])
def test_of_a_mark_nobody_is_given_what_is_gone_since(world: World, deleted: bool) -> None:
    mark = world.marked("sam", "kim", 1, 2).body["id"]
    gone(world, 1, deleted=deleted)
    made = world.coach("sam", "POST", "/assignments", world.said(mark_id=mark))
    assert [each["interaction_id"] for each in made.body["conversations"]] == ["int_2"]
    alone = world.marked("sam", "joe", 3).body["id"]
    gone(world, 3, deleted=deleted)
    refused = world.coach("sam", "POST", "/assignments", world.said(mark_id=alone))
    assert (refused.status, refused.body["errors"][0]["pointer"]) == (422, "/interactions")
    assert world.own("joe") == []


@pytest.mark.feature("N8", "S3.3")
def test_what_was_erased_while_an_assignment_was_written_goes_once_it_is_heard_of(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Erasing looks for what holds the conversation, and finds no assignment yet."""
    add = AssignmentStore.add

    def late(store: AssignmentStore, tx: Transaction, assignment: Assignment) -> None:
        monkeypatch.setattr(AssignmentStore, "add", add)
        gone(world, 1)
        add(store, tx, assignment)

    monkeypatch.setattr(AssignmentStore, "add", late)
    made = world.given("sam", "kim", 1, 2).body["id"]
    assert [each["gone"] for each in shown(world, "kim")["conversations"]] == [True, False]
    world.follow()
    after = shown(world, "kim")
    assert [each["interaction_id"] for each in after["conversations"]] == ["int_2"]
    assert after["feedback"] != "Well done so far", "it may speak of what is gone"
    assert world.look("kim", made, "int_2").body["status"] == "completed"


@pytest.mark.feature("N8", "S3.3")
def test_of_what_nothing_is_left_counts_neither_for_nor_against_completion(world: World) -> None:
    made = world.given("sam", "kim", 1).body["id"]

    def counted() -> dict[str, Any]:
        events = [each for each in world.coaching_events() if each.type.startswith("debrief.coaching.assignment.")]
        told = [each for each in events if each.subject == made][-1]
        coached = assignment_heard(made, HeardAssignment.from_told(told.data), "UTC")
        assert coached is not None
        return {name: row for name, row in share_of(coached, None).rows.items() if name.startswith("COACHING/")}

    assert list(counted().values()) == [{"due": 1}]
    gone(world, 1)
    assert world.status(made) == "completed"
    assert counted() == {}


@pytest.mark.feature("S3.1")
def test_an_assignment_is_taken_away_while_its_agent_opens_another_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many somebody has open stands in one row: the other one moves it, and nobody has touched this one."""
    made, other = world.given("sam", "kim", 1), world.given("sam", "kim", 2).body["id"]
    count = AssignmentStore._count

    def late(
        store: AssignmentStore, tx: Transaction, assignment: Assignment, before: Facts | None, after: Facts | None
    ) -> None:
        count(store, tx, assignment, before, after)
        if after is None:
            monkeypatch.setattr(AssignmentStore, "_count", count)
            assert world.look("kim", other, "int_2").body["status"] == "completed"

    monkeypatch.setattr(AssignmentStore, "_count", late)
    assert world.coach("sam", "DELETE", f"/assignments/{made.body['id']}", if_match=made.etag).status == 204
    assert [each["id"] for each in world.own("kim")] == [other]
    assert world.coach("eve", "GET", "/assignments/in-coaching").body == {"agents": 0}


@pytest.mark.feature("S3.1")
def test_an_assignment_that_was_opened_meanwhile_is_not_taken_away_unseen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = world.given("sam", "kim", 1)
    count = AssignmentStore._count

    def late(
        store: AssignmentStore, tx: Transaction, assignment: Assignment, before: Facts | None, after: Facts | None
    ) -> None:
        count(store, tx, assignment, before, after)
        if after is None:
            monkeypatch.setattr(AssignmentStore, "_count", count)
            world.look("kim", made.body["id"], "int_1")

    monkeypatch.setattr(AssignmentStore, "_count", late)
    assert world.coach("sam", "DELETE", f"/assignments/{made.body['id']}", if_match=made.etag).status == 412
    assert world.status(made.body["id"]) == "completed"


@pytest.mark.feature("S3.1", "P4")
def test_a_group_is_named_to_whoever_may_open_it_alone(world: World) -> None:
    group = world.group("eve")
    world.marked("eve", "kim", 1, areas=[], group_id=group.body["id"])
    world.dispatched("eve", group)
    (own,) = world.own("kim")
    read = {each: world.coach(each, "GET", f"/assignments/{own['id']}").body for each in ("kim", "sam", "eve", "ada")}
    named = {"group_id": group.body["id"], "name": "Slow starters"}
    assert {each: answer["grouped"] for each, answer in read.items()} == {
        "kim": None,
        "sam": None,
        "eve": named,
        "ada": named,
    }
    path = f"/coaching-groups/{group.body['id']}/assignment"
    assert {each: world.coach(each, "GET", path).status for each in ("sam", "eve", "ada")} == {
        "sam": 404,
        "eve": 200,
        "ada": 200,
    }
