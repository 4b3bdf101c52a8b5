"""What waits for a person: the order of the list, and what is in it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.coaching.assignments.model import Assignment
from debrief.coaching.meetings.views import MeetingView
from debrief.coaching.plans.model import Plan, PlannedAction
from debrief.home.model import ForYouItem
from debrief.home.waiting import (
    attended,
    disputed,
    drafted,
    in_intake,
    in_order,
    led,
    planned,
    to_acknowledge,
    to_look_at,
)
from debrief.interactions.intake.model import HeldCounts
from debrief.quality.disputes.model import Dispute
from debrief.quality.evaluations.listing import EvaluationSummary

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
BERLIN = "Europe/Berlin"


def item(**fields: object) -> ForYouItem:
    return ForYouItem.model_validate({"kind": "action", "about": "x", "path": "/", **fields})


def meeting(at: datetime, **fields: object) -> MeetingView:
    given = {
        "id": "mt_1",
        "title": "1-to-1",
        "facilitator_id": "us_lead",
        "facilitator_name": "Lead",
        "participant_id": "us_agent",
        "participant_name": "Agent",
        "colleague_name": None,
        "kind": "video",
        "scheduled_at": at,
        "duration_ms": 30 * 60_000,
        "created_by": "us_lead",
        "created_at": NOW,
        "private_notes": None,
        "history": (),
        "summary_id": None,
        "actions": (),
        **fields,
    }
    return MeetingView.model_validate(given)


@pytest.mark.feature("S4.13")
def test_what_is_due_first_stands_first_and_a_day_lasts_until_it_ends() -> None:
    ordered = in_order(
        [
            item(about="draft", kind="draft", since=NOW - timedelta(days=3)),
            item(about="held", kind="held", count=4),
            item(about="today", due_on=date(2026, 3, 10)),
            item(about="ten", kind="meeting", due_at=NOW + timedelta(hours=1)),
            item(about="yesterday", due_on=date(2026, 3, 9)),
            item(about="evening", kind="meeting", due_at=NOW + timedelta(hours=8)),
            item(about="tomorrow", kind="meeting", due_at=NOW + timedelta(days=1)),
            item(about="older draft", kind="review", since=NOW - timedelta(days=5)),
        ],
        BERLIN,
        NOW,
    )
    # What begins within two hours stands before what is overdue.
    assert [each.about for each in ordered] == [
        "ten", "yesterday", "evening", "today", "tomorrow", "older draft", "draft", "held",
    ]  # fmt: skip


@given(st.permutations(list(range(6))))
def test_the_order_doesn_t_depend_on_how_things_came(places: list[int]) -> None:
    things = [
        item(about="a", due_on=date(2026, 3, 9)),
        item(about="b", due_on=date(2026, 3, 9)),
        item(about="c", kind="draft", since=NOW),
        item(about="d", kind="draft", since=NOW),
        item(about="", kind="held", count=1),
        item(about="", kind="failed", count=1),
    ]
    ordered = in_order([things[place] for place in places], "UTC", NOW)
    assert [each.about for each in ordered[:4]] == ["a", "b", "c", "d"]
    assert [each.kind for each in ordered[4:]] == ["held", "failed"]


@pytest.mark.parametrize(
    ("hours", "status", "kind"),
    [
        (1, "scheduled", "meeting"),
        (-0.25, "scheduled", "meeting"),  # it has begun, by the clock
        (-1, "scheduled", "missed"),
        (-1, "in_progress", "meeting"),
        (-3, "in_progress", "missed"),  # started, and nobody completed it
        (-7 * 24, "in_progress", "missed"),
        (38, "scheduled", "meeting"),  # tomorrow 23:00
        (40, "scheduled", None),  # the day after tomorrow in Berlin
    ],
)
@pytest.mark.feature("S4.13")
def test_a_meeting_that_one_leads(hours: float, status: str, kind: str | None) -> None:
    found = led(meeting(NOW + timedelta(hours=hours), status=status), "ready", NOW, "UTC" if hours < 39 else BERLIN)
    assert (found.kind if found else None) == kind


@pytest.mark.feature("S4.13")
def test_a_meeting_about_one_s_own_work_waits_until_it_is_acknowledged() -> None:
    held = meeting(NOW - timedelta(days=3), status="completed", held_at=NOW - timedelta(days=3))
    assert attended(held, NOW, "UTC") is None
    to_confirm = attended(held.model_copy(update={"actions": ("acknowledge",)}), NOW, "UTC")
    assert to_confirm is not None
    assert (to_confirm.kind, to_confirm.person.name if to_confirm.person else "") == ("acknowledge", "Lead")
    assert attended(meeting(NOW - timedelta(days=3)), NOW, "UTC") is None, "who was to lead it sees to that"
    ahead = attended(meeting(NOW + timedelta(hours=3)), NOW, "UTC")
    assert ahead is not None
    assert ahead.kind == "own_meeting"
    of_colleagues = {"colleague_id": "us_peer", "colleague_name": "Peer"}
    between = attended(meeting(NOW + timedelta(hours=3), **of_colleagues), NOW, "UTC")
    assert between is not None
    assert between.person is not None
    assert between.person.id == "us_peer", "not who arranged it"


@pytest.mark.feature("S4.8")
def test_an_evaluation_to_answer_and_a_dispute_are_called_by_what_was_talked_about() -> None:
    of = {
        "interaction_id": "int_1", "contact_reference": "C-1", "agent_id": "us_agent", "team_id": None,
        "channel": "voice", "scorecard_id": "sc_1", "scorecard_name": "Voice", "scorecard_version": 1,
        "type": "manual", "evaluator_id": "us_lead", "percent": 50.0, "interaction_started_at": NOW,
        "inquiry": ("Late delivery", "Refund"),
    }  # fmt: skip
    review = {"since": NOW, "answer_by": NOW + timedelta(days=7), "required": True, "asked": True, "rounds": 1}
    stood = {"queue": "Orders", "status": "completed", "earned": 1, "possible": 2, "passed": True, "auto_failed": False}
    line = EvaluationSummary.model_validate(
        {"id": "ev_1", **of, **stood, "review": review, "created_at": NOW, "completed_at": NOW}
    )
    raised = {"evaluation_id": "ev_1", "round": 1, "raised_by": "us_agent", "raised_at": NOW, "answers": ()}
    dispute = Dispute.model_validate({"id": "ds_1", **of, **raised, "decider_id": None})
    asked = to_acknowledge(line, {"us_lead": "Lead"}, NOW)
    assert asked is not None
    for found, queue in ((asked, "Orders"), (disputed(dispute, {"us_agent": "Agent"}), None)):
        assert found.title == "Voice"
        assert found.conversation is not None
        assert found.conversation.inquiry == ("Late delivery", "Refund")
        assert (found.conversation.contact_reference, found.conversation.queue) == ("C-1", queue)
        assert found.conversation.started_at == NOW


@pytest.mark.feature("S2.1")
def test_the_intake_stands_there_as_numbers() -> None:
    assert in_intake(HeldCounts()) == []
    both = in_intake(HeldCounts(held=3, failed=1))
    assert [(each.kind, each.count, each.path) for each in both] == [
        ("held", 3, "/intake?status=held"),
        ("failed", 1, "/intake?status=failed"),
    ]


@pytest.mark.feature("S3.6")
def test_coaching_of_one_s_own_waits_until_all_of_it_was_looked_at() -> None:
    talk = {"interaction_id": "int_1", "started_at": NOW}
    given = Assignment.model_validate(
        {
            "id": "as_1", "agent_id": "us_agent", "name": "Empathy", "areas": (), "interactions": (talk,),
            "follow_up": date(2026, 3, 12), "assigned_by": "us_lead", "assigned_at": NOW, "group_id": "gr_1",
        }
    )  # fmt: skip
    waiting = to_look_at(given, {"us_lead": "Lead"}, date(2026, 3, 10))
    assert waiting is not None
    assert (waiting.kind, waiting.title, waiting.due_on, waiting.late) == (
        "assignment", "Empathy", date(2026, 3, 12), False,
    )  # fmt: skip
    assert waiting.path == "/coaching/assignments/as_1"
    assert "gr_1" not in waiting.model_dump_json(), "an agent is told of no group"
    late = to_look_at(given, {}, date(2026, 3, 13))
    assert late is not None
    assert late.late
    looked = given.model_copy(
        update={"interactions": tuple(each.model_copy(update={"looked_at": NOW}) for each in given.interactions)}
    )
    assert to_look_at(looked, {}, date(2026, 3, 10)) is None


@pytest.mark.feature("S1.8")
@pytest.mark.parametrize(
    ("done", "status", "today", "waits"),
    [
        (False, "in_progress", date(2026, 3, 10), True),
        (True, "in_progress", date(2026, 3, 10), False),
        (True, "in_progress", date(2026, 5, 26), True),
        (False, "cancelled", date(2026, 3, 10), False),
    ],
)
def test_a_plan_waits_with_an_action_left_to_do_or_a_week_before_its_end(
    done: bool, status: str, today: date, waits: bool
) -> None:
    plan = Plan.model_construct(  # type: ignore[call-arg] # of a plan, this is looked at
        id="pl_1", agent_id="us_agent", inquiry="Late delivery", status=status, ends_on=date(2026, 6, 1),  # type: ignore[arg-type]
        planned_actions=(PlannedAction(number=1, text="Listen", done_at=NOW if done else None),),
    )  # fmt: skip
    found = planned(plan, today)
    assert (found is not None) is waits
    if found is not None:
        assert (found.kind, found.title, found.due_on, found.path) == (
            "plan", "Late delivery", date(2026, 6, 1), "/coaching/plans/pl_1",
        )  # fmt: skip


@pytest.mark.feature("S4.7")
def test_what_the_ai_answered_says_why_somebody_has_to_look() -> None:
    line = EvaluationSummary.model_validate(
        {
            "id": "ev_1", "interaction_id": "int_1", "contact_reference": "C-1", "agent_id": "us_agent",
            "team_id": None, "channel": "voice", "queue": None, "scorecard_id": "sc_1", "scorecard_name": "Voice",
            "scorecard_version": 1, "type": "automatic", "status": "draft", "evaluator_id": None, "percent": None,
            "earned": 0, "possible": 0, "passed": None, "auto_failed": False, "created_at": NOW, "completed_at": None,
            "interaction_started_at": NOW, "to_review": ("not_earned", "unsupported"),
        }
    )  # fmt: skip
    found = drafted(line, {}, NOW)
    assert (found.kind, found.why) == ("review", ("not_earned", "unsupported"))
