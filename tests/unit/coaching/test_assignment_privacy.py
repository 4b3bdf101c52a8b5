"""What assignments hand out of a person, and let go of (N8), and that no export tells of a group (S3.1)."""

import pytest

from debrief.coaching.actions.store import ActionStore
from debrief.coaching.meetings.store import MeetingStore
from debrief.coaching.privacy_service import CoachingPersonalData
from debrief.kernel.privacy import Record, Subject
from tests.unit.coaching.assigning import World, coaching_items


@pytest.fixture
def world(aws: None) -> World:
    return World()


def port(world: World) -> CoachingPersonalData:
    return CoachingPersonalData(MeetingStore(), ActionStore(), world.interactions, world.store, world.clock, world.ids)


def exported(world: World, name: str) -> list[Record]:
    found: list[Record] = []
    position: str | None = None
    while True:
        page = port(world).export(Subject(kind="person", id=f"us_{name}"), position)
        found += page.records
        position = page.next
        if position is None:
            return found


def erase(world: World, kind: str, id: str) -> int:
    changed, position = 0, None
    while True:
        step = port(world).erase(Subject(kind=kind, id=id), position)  # type: ignore[arg-type]
        changed, position = changed + step.changed, step.next
        if position is None:
            return changed


@pytest.mark.feature("N8", "S3.1")
def test_an_export_holds_what_was_given_and_nothing_of_a_group(world: World) -> None:
    group = world.group("eve", "Slow starters")
    world.marked("eve", "kim", 1, areas=[], group_id=group.body["id"])
    world.marked("eve", "joe", 2, areas=[], group_id=group.body["id"])
    alone = world.marked("eve", "zoe", 3)
    waiting = exported(world, "kim")
    assert [each.kind for each in waiting] == ["coaching_mark"]
    assert group.body["id"] not in str(waiting)
    world.dispatched("eve", group)
    world.coach("eve", "POST", "/assignments", world.said(mark_id=alone.body["id"]))
    (of_group,), (of_mark,) = exported(world, "kim"), exported(world, "zoe")
    assert (of_group.kind, set(of_group.data)) == (of_mark.kind, set(of_mark.data))
    for secret in (group.body["id"], "Slow starters", "us_joe"):
        assert secret not in of_group.model_dump_json()


@pytest.mark.feature("N8")
def test_erasing_somebody_leaves_nothing_of_their_coaching_and_counts_them_out(world: World) -> None:
    group = world.group("eve")
    world.marked("eve", "kim", 1, areas=[], group_id=group.body["id"])
    world.dispatched("eve", group)
    world.given("sam", "kim", 2)
    world.marked("sam", "kim", 3, areas=[{"name": "Pace"}])
    world.coach("sam", "POST", "/bookmarks", {"interaction_id": world.add_interaction(9, "joe").id})
    assert erase(world, "person", "us_kim") == 3
    assert erase(world, "person", "us_sam") == 1
    assert erase(world, "person", "us_kim") == 0, "again nothing is left to do"
    assert exported(world, "kim") == []
    assert world.coach("eve", "GET", "/assignments/in-coaching").body == {"agents": 0}
    left = [item for item in coaching_items() if "kim" in str(item) and item["kind"]["S"] != "coached"]
    assert left == []


@pytest.mark.feature("N8")
def test_a_customers_conversation_leaves_assignments_and_bookmarks(world: World) -> None:
    made = world.given("sam", "kim", 1, 2, feedback="He said his number was 12").body["id"]
    world.coach("sam", "POST", "/bookmarks", {"interaction_id": "int_1"})
    assert erase(world, "contact", "C-1") == 2
    shown = world.coach("kim", "GET", f"/assignments/{made}").body
    assert [each["interaction_id"] for each in shown["conversations"]] == ["int_2"]
    assert "number" not in shown["feedback"]
    assert world.coach("sam", "GET", "/bookmarks").body["items"] == []
    assert erase(world, "contact", "C-1") == 0
