"""The pure rules of meetings and actions."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.coaching.actions import course as actions
from debrief.coaching.actions.drafts import ActionChanges
from debrief.coaching.actions.model import Action
from debrief.coaching.meetings import course as meetings
from debrief.coaching.meetings.drafts import GoalDraft, MeetingChanges
from debrief.coaching.meetings.model import MOST_STEPS, Goal, Meeting, MeetingStatus, Verb
from debrief.kernel.calendar import day_of
from debrief.kernel.errors import Conflict, RuleBroken

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
STATUSES = get_args(MeetingStatus)
PARTS = get_args(meetings.Part)


def meeting(**fields: Any) -> Meeting:
    base: dict[str, Any] = {
        "id": "mt_1",
        "title": "1-to-1",
        "facilitator_id": "us_lead",
        "participant_id": "us_agent",
        "kind": "video",
        "scheduled_at": NOW,
        "duration_ms": 1_800_000,
        "created_by": "us_lead",
        "created_at": NOW,
    }
    return Meeting.model_validate(base | fields)


def action(**fields: Any) -> Action:
    base: dict[str, Any] = {
        "id": "ac_1",
        "title": "Try",
        "assignee_id": "us_agent",
        "created_by": "us_lead",
        "created_at": NOW,
    }
    return Action.model_validate(base | fields)


@pytest.mark.feature("S4.13")
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize(
    "verb,sources,target",
    [
        ("start", {"scheduled"}, "in_progress"),
        ("complete", {"scheduled", "in_progress"}, "completed"),
        ("reopen", {"completed"}, "in_progress"),
        ("acknowledge", {"completed"}, "acknowledged"),
        ("cancel", {"scheduled", "in_progress"}, "cancelled"),
    ],
)
def test_a_meeting_moves_only_where_its_status_allows(
    status: MeetingStatus, verb: Verb, sources: set[str], target: str
) -> None:
    before = meeting(status=status)
    if status in sources:
        assert meetings.move(before, verb, NOW, "us_lead").status == target
    else:
        with pytest.raises(Conflict):
            meetings.move(before, verb, NOW, "us_lead")


@pytest.mark.feature("S4.13")
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("part", PARTS)
def test_allowed_verbs_are_exactly_those_that_go_through(status: MeetingStatus, part: meetings.Part) -> None:
    stands = meeting(status=status)
    offered = meetings.allowed(stands, part, has_summary=False)
    for verb in meetings.TRANSITIONS:
        goes = meetings.may(verb, part) and status in meetings.TRANSITIONS[verb][0]
        assert (verb in offered) == goes
    assert ("edit" in offered) == (meetings.may("edit", part) and bool(meetings.EDITABLE[status]))
    assert "delete" not in meetings.allowed(stands, part, has_summary=True)
    if part == "onlooker":
        assert offered == ()


@pytest.mark.feature("S0.5", "S4.13")
@pytest.mark.parametrize("late", [timedelta(hours=-2), timedelta(), timedelta(days=3)])
def test_a_meeting_was_held_when_scheduled_or_earlier_when_completed_before(late: timedelta) -> None:
    done = meetings.move(meeting(), "complete", NOW + late, "us_lead")
    assert done.completed_at == NOW + late
    assert done.held_at == min(NOW, NOW + late)


@pytest.mark.feature("S4.13")
@pytest.mark.parametrize("then", ["reopen", "cancel"])
def test_what_was_completed_once_is_never_deleted(then: str) -> None:
    done = meetings.move(meeting(), "complete", NOW, "us_lead")
    again = meetings.move(done, "reopen", NOW, "us_lead")
    again = meetings.move(again, "cancel", NOW, "us_lead") if then == "cancel" else again
    assert again.status == ("cancelled" if then == "cancel" else "scheduled")
    assert "delete" not in meetings.allowed(again, "facilitator", has_summary=False)
    with pytest.raises(Conflict, match="was completed once"):
        meetings.check_deletable(again)


@pytest.mark.feature("S4.13")
@pytest.mark.parametrize("started", [True, False])
def test_reopening_takes_back_a_completion_and_is_on_record(started: bool) -> None:
    before = meetings.move(meeting(), "start", NOW, "us_lead") if started else meeting()
    done = meetings.move(before, "complete", NOW, "us_boss")
    again = meetings.move(done, "reopen", NOW + timedelta(minutes=1), "us_lead")
    assert (again.status, again.completed_at, again.held_at) == (before.status, None, None)
    assert [(step.verb, step.by, step.was) for step in again.history[-2:]] == [
        ("complete", "us_boss", before.status),
        ("reopen", "us_lead", "completed"),
    ]
    assert meetings.move(again, "complete", NOW, "us_lead").status == "completed"


@pytest.mark.feature("S4.13")
def test_a_history_without_end_keeps_its_first_and_its_latest_steps() -> None:
    stands = meetings.move(meeting(), "start", NOW, "us_first")
    for _ in range(MOST_STEPS):
        stands = meetings.move(stands, "complete", NOW, "us_lead")
        stands = meetings.move(stands, "reopen", NOW, "us_lead")
    assert len(stands.history) == MOST_STEPS
    assert (stands.history[0].by, stands.history[-1].verb, stands.status) == ("us_first", "reopen", "in_progress")


@pytest.mark.feature("S0.2")
def test_nobody_leads_a_meeting_that_is_about_themselves() -> None:
    assert meetings.part_in(meeting(), "us_agent", administers=True) == "participant"
    assert meetings.part_in(meeting(), "us_lead", administers=False) == "facilitator"
    assert meetings.part_in(meeting(), "us_boss", administers=True) == "administrator"
    assert meetings.part_in(meeting(), "us_boss", administers=False) == "onlooker"


@pytest.mark.feature("S4.13")
def test_what_was_held_keeps_its_time_and_what_was_acknowledged_its_notes() -> None:
    cases: list[tuple[MeetingStatus, dict[str, Any], bool]] = [
        ("in_progress", {"scheduled_at": NOW}, False),
        ("completed", {"scheduled_at": NOW}, True),
        ("completed", {"notes": "more"}, False),
        ("acknowledged", {"notes": "more"}, True),
        ("acknowledged", {"private_notes": "more"}, False),
        ("cancelled", {"private_notes": "more"}, True),
    ]
    for status, field, fixed in cases:
        changes = MeetingChanges.model_validate(field)
        if fixed:
            with pytest.raises(Conflict) as caught:
                meetings.changed(meeting(status=status), changes, "facilitator", lambda: "go_9")
            assert caught.value.errors[0].pointer == f"/{next(iter(field))}"
        else:
            after = meetings.changed(meeting(status=status), changes, "facilitator", lambda: "go_9")
            assert getattr(after, next(iter(field))) == next(iter(field.values()))


@pytest.mark.feature("S4.13")
def test_goals_keep_their_ids_and_strange_or_doubled_ones_are_refused() -> None:
    known = (Goal(id="go_1", text="Listen"), Goal(id="go_2", text="Ask"))
    sent = [GoalDraft(id="go_2", text="Ask twice", status="achieved"), GoalDraft(text="New")]
    assert meetings.goals_of(sent, known, lambda: "go_9") == (
        Goal(id="go_2", text="Ask twice", status="achieved"),
        Goal(id="go_9", text="New"),
    )
    for wrong in ([GoalDraft(id="go_7", text="x")], [GoalDraft(id="go_1", text="x"), GoalDraft(id="go_1", text="y")]):
        with pytest.raises(RuleBroken):
            meetings.goals_of(wrong, known, lambda: "go_9")


@pytest.mark.feature("S4.13")
def test_acknowledged_goals_move_on_but_are_not_rewritten() -> None:
    agreed = meeting(status="acknowledged", goals=[{"id": "go_1", "text": "Listen"}])
    moved = MeetingChanges.model_validate({"goals": [{"id": "go_1", "text": "Listen", "status": "achieved"}]})
    assert meetings.changed(agreed, moved, "facilitator", lambda: "go_9").goals[0].status == "achieved"
    rewritten = MeetingChanges.model_validate({"goals": [{"id": "go_1", "text": "Shout"}]})
    with pytest.raises(RuleBroken):
        meetings.changed(agreed, rewritten, "facilitator", lambda: "go_9")


@pytest.mark.feature("S0.12")
@given(
    due=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    today=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    status=st.sampled_from(["open", "completed"]),
)
def test_an_action_is_overdue_from_the_day_after_its_due_date(due: date | None, today: date, status: str) -> None:
    expected = status == "open" and due is not None and (today - due).days >= 1
    assert actions.is_overdue(action(due_date=due, status=status), today) == expected


@pytest.mark.feature("S0.12")
def test_the_account_s_time_zone_decides_what_day_it_is() -> None:
    late = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
    assert day_of(late, "UTC") == date(2026, 3, 10)
    assert day_of(late, "Europe/Berlin") == date(2026, 3, 11)
    assert day_of(late, "America/New_York") == date(2026, 3, 10)


@pytest.mark.feature("S0.14")
def test_the_description_of_a_recommended_action_holds_area_action_and_rationale() -> None:
    title, description = actions.wording_of_recommendation("Empathy", "Name the feeling first", "Missed in 4 calls")
    assert title == "Name the feeling first"
    assert description == "Area: Empathy\nAction: Name the feeling first\nWhy: Missed in 4 calls"


@pytest.mark.feature("S0.14")
@given(st.text(), st.text(), st.text())
def test_any_recommendation_makes_an_action_that_can_be_stored(area: str, do: str, why: str) -> None:
    title, description = actions.wording_of_recommendation(area, do * 40, why * 3000)
    assert action(title=title, description=description).title == title.strip()


@pytest.mark.feature("S0.12")
def test_actions_close_once_and_open_again() -> None:
    done = actions.completed(action(), "us_agent", NOW)
    assert (done.status, done.completed_by, done.completed_at) == ("completed", "us_agent", NOW)
    with pytest.raises(Conflict):
        actions.completed(done, "us_agent", NOW)
    with pytest.raises(Conflict):
        actions.changed(done, ActionChanges(title="Other"), NOW.date())
    assert actions.reopened(done) == action()
    with pytest.raises(Conflict):
        actions.reopened(action())


@pytest.mark.feature("P4")
def test_only_coaches_change_actions_and_the_assignee_may_close() -> None:
    assert actions.hand_in(action(), "us_agent", coaches=False) == "assignee"
    assert actions.hand_in(action(), "us_agent", coaches=True) == "assignee"
    assert actions.hand_in(action(created_by="us_agent"), "us_agent", coaches=True) == "coach"
    assert actions.hand_in(action(), "us_lead", coaches=True) == "coach"
    assert actions.hand_in(action(), "us_lead", coaches=False) == "onlooker"
    for status in ("open", "completed"):
        for hand in get_args(actions.Hand):
            offered = actions.allowed(action(status=status), hand)
            assert all(actions.may(verb, hand) for verb in offered)
    assert actions.allowed(action(), "assignee") == ("complete",)
    assert actions.allowed(action(status="completed"), "assignee") == ()
