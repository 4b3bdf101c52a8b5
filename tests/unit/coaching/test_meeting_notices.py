"""Both who meet are told of their 1-to-1, but for the one whose doing it is, and only of what is yet to come."""

from datetime import timedelta
from typing import Any

import pytest

from debrief.coaching.meetings.drafts import MeetingChanges
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.clock import iso
from debrief.kernel.storage.outbox import PARTITION, Event
from debrief.kernel.storage.tables import query_all
from debrief.notices.events import NOTICE_REQUESTED
from tests.unit.coaching.world import ADMIN, AGENT, LEAD, NOW, World

pytestmark = pytest.mark.feature("S2.5", "S4.13")
TOMORROW, LATER = NOW + timedelta(days=1), NOW + timedelta(days=2)


def told(world: World) -> list[tuple[str, str, str | None, dict[str, str]]]:
    """Kind, recipient, whose doing, and with what; in the order of the recipients."""
    rows = query_all(CoachingRow, PARTITION, index="GSI1")
    found = [Event.model_validate_json(row.body or "") for row in rows]
    return sorted(
        (each.data["kind"], each.data["recipient_ids"][0], each.data["actor_id"], each.data["parameters"])
        for each in found
        if each.type == NOTICE_REQUESTED
    )


def parameters(other: str, sequence: int = 0, **instants: Any) -> dict[str, str]:
    lasts = {"duration_ms": str(30 * 60_000), "sequence": str(sequence), "manner": "video"}
    return {"other_id": other, **lasts, **{name: iso(at) for name, at in instants.items()}}


def test_scheduling_tells_the_participant(world: World) -> None:
    meeting = world.meeting(TOMORROW)
    assert told(world) == [("meeting_scheduled", AGENT, LEAD, parameters(LEAD, scheduled_at=TOMORROW))]
    rows = query_all(CoachingRow, PARTITION, index="GSI1")
    assert {Event.model_validate_json(row.body or "").subject for row in rows} == {meeting}


def test_what_somebody_else_schedules_is_told_to_both(world: World) -> None:
    world.meeting(TOMORROW, by=ADMIN, facilitator_id=LEAD)
    assert told(world) == [
        ("meeting_scheduled", AGENT, ADMIN, parameters(LEAD, scheduled_at=TOMORROW)),
        ("meeting_scheduled", LEAD, ADMIN, parameters(AGENT, scheduled_at=TOMORROW)),
    ]


def test_what_is_entered_after_the_fact_is_no_news(world: World) -> None:
    world.held(NOW - timedelta(days=3))
    assert told(world) == []


def edit(world: World, meeting_id: str, by: str = LEAD, **changes: Any) -> None:
    caller = world.caller(by)
    world.meetings.edit(caller, meeting_id, MeetingChanges(**changes), world.meetings.get(caller, meeting_id).revision)


def test_moving_it_is_told_and_other_changes_are_not(world: World) -> None:
    meeting = world.meeting(TOMORROW)
    edit(world, meeting, notes="Bring tea.")
    edit(world, meeting, scheduled_at=TOMORROW)
    assert [each[0] for each in told(world)] == ["meeting_scheduled"]
    edit(world, meeting, scheduled_at=LATER)
    assert told(world)[0] == ("meeting_moved", AGENT, LEAD, parameters(LEAD, 1, scheduled_at=LATER, was_at=TOMORROW))


def test_a_correction_of_what_is_over_is_not_told(world: World) -> None:
    meeting = world.meeting(NOW - timedelta(days=2))
    edit(world, meeting, scheduled_at=NOW - timedelta(days=3))
    assert told(world) == []
    edit(world, meeting, scheduled_at=TOMORROW)
    assert [each[0] for each in told(world)] == ["meeting_moved"]


@pytest.mark.parametrize("way", ["cancel", "delete"])
def test_what_will_not_take_place_is_told(world: World, way: str) -> None:
    meeting, over = world.meeting(TOMORROW), world.meeting(NOW - timedelta(days=1))
    for each in (meeting, over):
        if way == "cancel":
            world.meetings.move(world.caller(LEAD), each, "cancel")
        else:
            world.meetings.delete(world.caller(LEAD), each, 1)
    assert [each for each in told(world) if each[0] == "meeting_cancelled"] == [
        ("meeting_cancelled", AGENT, LEAD, parameters(LEAD, 1, scheduled_at=TOMORROW))
    ]


def test_a_cancelled_meeting_that_is_deleted_is_told_once(world: World) -> None:
    meeting = world.meeting(TOMORROW)
    world.meetings.move(world.caller(LEAD), meeting, "cancel")
    world.meetings.delete(world.caller(LEAD), meeting, 2)
    assert [each[0] for each in told(world)] == ["meeting_cancelled", "meeting_scheduled"]


@pytest.mark.parametrize("verb", ["start", "complete"])
def test_holding_it_is_no_news(world: World, verb: Any) -> None:
    world.meetings.move(world.caller(LEAD), world.meeting(TOMORROW), verb)
    assert [each[0] for each in told(world)] == ["meeting_scheduled"]


def test_how_long_and_where_is_told_as_a_change_and_counts_for_calendars(world: World) -> None:
    meeting = world.meeting(TOMORROW)
    edit(world, meeting, duration_ms=60 * 60_000)
    edit(world, meeting, agenda="Openings")
    edit(world, meeting, scheduled_at=LATER, location="Room 2")
    world.meetings.move(world.caller(LEAD), meeting, "cancel")
    found = {kind: more["sequence"] for kind, _, _, more in told(world)}
    assert found == {
        "meeting_scheduled": "0",
        "meeting_changed": "1",
        "meeting_moved": "2",
        "meeting_cancelled": "3",
    }
    assert world.meetings.get(world.caller(LEAD), meeting).sequence == 3


def test_what_was_started_too_early_is_moved_and_cancelled_in_calendars_too(world: World) -> None:
    """Started by mistake a day before: who has it in a calendar hears of what becomes of it."""
    meeting = world.meeting(TOMORROW)
    world.meetings.move(world.caller(LEAD), meeting, "start")
    edit(world, meeting, scheduled_at=LATER)
    world.meetings.move(world.caller(LEAD), meeting, "cancel")
    assert [(kind, each["sequence"]) for kind, _, _, each in told(world)] == [
        ("meeting_cancelled", "2"),
        ("meeting_moved", "1"),
        ("meeting_scheduled", "0"),
    ]


def test_what_takes_place_and_ends_is_told_to_nobody(world: World) -> None:
    meeting = world.meeting(TOMORROW)
    world.clock.advance(timedelta(days=1, minutes=5))
    world.meetings.move(world.caller(LEAD), meeting, "start")
    edit(world, meeting, notes="We talked about pace")
    world.meetings.move(world.caller(LEAD), meeting, "cancel")
    assert [each[0] for each in told(world)] == ["meeting_scheduled"]
