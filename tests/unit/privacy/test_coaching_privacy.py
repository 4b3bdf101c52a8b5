"""What was agreed and said goes; that there was a 1-to-1 stays for the other one (N8, S4.13)."""

from datetime import date, timedelta

import pytest

from debrief.coaching import privacy_service
from debrief.coaching.actions.store import ActionStore
from debrief.coaching.feedback.model import Feedback
from debrief.coaching.feedback.store import FeedbackStore, feedback_row
from debrief.coaching.meetings.store import MeetingStore
from debrief.coaching.plans.deadlines import REFRESH, refresh_due
from debrief.coaching.plans.metrics import Metric
from debrief.coaching.plans.model import Plan, PlannedAction, Series
from debrief.coaching.plans.samples import Sample
from debrief.coaching.plans.store import PlanStore
from debrief.coaching.privacy_service import CoachingPersonalData
from debrief.coaching.scheduling.model import Feed, Shift, ShiftWeek
from debrief.coaching.scheduling.store import SchedulingStore
from debrief.coaching.table_store import CoachingRow
from debrief.interactions.conversations.words import Channel
from debrief.kernel.privacy import ERASED_TEXT
from debrief.kernel.schedules.store import is_scheduled
from debrief.kernel.storage.transactions import Transaction
from tests.unit.coaching.world import AGENT, LEAD, PEER
from tests.unit.privacy.walking import contact, conversations_of, erase, export, person
from tests.unit.summaries.world import World


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(privacy_service, "_PAGE", 2)


@pytest.fixture
def port(filled: World) -> CoachingPersonalData:
    return CoachingPersonalData(
        MeetingStore(), ActionStore(), filled.interactions, filled.evaluations, filled.clock, filled.ids
    )


def feedback(world: World, number: int, agent: str = AGENT, **fields: str) -> str:
    given = Feedback(
        id=f"fb_{number}",
        agent_id=agent,
        author_id=LEAD,
        text="You sounded tired",
        created_at=world.clock.now() - timedelta(minutes=number),
        **fields,  # type: ignore[arg-type]
    )
    with Transaction(world.clock, world.ids) as tx:
        tx.create(feedback_row(given))
    return given.id


def meetings(world: World, count: int, by: str = LEAD, participant: str = AGENT) -> list[str]:
    now = world.clock.now()
    texts = {"agenda": "The bad week", "goals": [{"text": "Calmer"}], "private_notes": "Thinks of leaving"}
    return [world.meeting(now + timedelta(days=n), by, participant, **texts) for n in range(1, count + 1)]


@pytest.mark.feature("N8", "S4.13")
def test_everything_agreed_with_somebody_is_handed_out(filled: World, port: CoachingPersonalData) -> None:
    made = meetings(filled, 5)
    for number in range(5):
        feedback(filled, number, visibility="private" if number else "public")
        filled.action(meeting_id=made[0] if number == 0 else None)
    feedback(filled, 9, PEER)
    filled.action(assignee=PEER)
    found = export(port, person(AGENT))
    assert found.pages >= 3
    assert [len(found.of(kind)) for kind in ("meeting", "feedback", "action")] == [5, 5, 5]
    assert {each["visibility"] for each in found.of("feedback")} == {"public", "private"}
    assert found.of("meeting")[0]["private_notes"] == "Thinks of leaving"
    assert LEAD not in found.text
    assert PEER not in found.text
    led = export(port, person(LEAD))
    assert [len(led.of(kind)) for kind in ("led_meeting", "set_action")] == [5, 6]
    for hidden in (AGENT, PEER, "bad week", "tired", "leaving", "Try it"):
        assert hidden not in led.text


@pytest.mark.feature("N8", "S4.13")
def test_of_an_erased_agent_only_that_there_were_meetings_stays(filled: World, port: CoachingPersonalData) -> None:
    made = meetings(filled, 5)
    for number in range(5):
        feedback(filled, number)
        filled.action(meeting_id=made[0] if number else None)
    others = feedback(filled, 9, PEER)
    assert erase(port, person(AGENT))[0] == 5 + 5 + 5
    assert ActionStore().anchored_count(made[0]) == 0
    assert FeedbackStore().feedback(others) is not None
    for id in made:
        found = MeetingStore().meeting(id)
        assert found is not None
        left = found[0]
        assert (left.title, left.agenda, left.goals, left.private_notes) == (ERASED_TEXT, "", (), "")
        assert (left.participant_id, left.facilitator_id) == (AGENT, LEAD)
    records = export(port, person(AGENT)).records
    assert {each.kind for each in records} == {"meeting"}
    assert erase(port, person(AGENT))[0] == 0
    # What referred to it still reads, and can be dealt with.
    assert len(filled.meetings.look_up(filled.caller(LEAD), made[0]).meeting.title) > 0


def plans(world: World, number: int, agent: str = AGENT) -> list[str]:
    made = []
    for each in range(number):
        at = world.clock.now() - timedelta(minutes=each)
        plan = Plan(
            id=f"pl_{agent}_{each}",
            agent_id=agent,
            channel=Channel.VOICE,
            inquiry=f"inquiry {each}",
            metric=Metric.HANDLE_TIME,
            percent=10,
            minimum=5,
            start=Sample(n=20, mean=600_000.0, variance=4.0),
            start_from=at.date() - timedelta(days=90),
            target=540_000.0,
            begins_on=at.date(),
            ends_on=at.date() + timedelta(days=30),
            planned_actions=(PlannedAction(number=1, text="Look up less"),),
            assistance=("Somebody to talk to",),
            created_at=at,
        )
        with Transaction(world.clock, world.ids) as tx:
            PlanStore().add(tx, plan, Series(plan_id=plan.id), refresh_due(plan.id, at, "UTC"))
        made.append(plan.id)
    return made


@pytest.mark.feature("N8", "S1.8")
def test_plans_are_handed_out_whole_and_go_with_all_that_leads_to_them(
    filled: World, port: CoachingPersonalData
) -> None:
    made, (other,) = plans(filled, 5), plans(filled, 1, PEER)
    found = export(port, person(AGENT))
    assert {each["planned_actions"][0]["text"] for each in found.of("plan")} == {"Look up less"}
    assert len(found.of("plan")) == 5
    assert PEER not in found.text
    assert erase(port, person(AGENT))[0] == 5
    assert [PlanStore().plan(each) for each in made] == [None] * 5
    assert PlanStore().in_progress(AGENT) == {}
    assert not any(is_scheduled(CoachingRow, REFRESH, each) for each in made)
    assert PlanStore().plan(other) is not None
    assert is_scheduled(CoachingRow, REFRESH, other)
    assert erase(port, person(AGENT))[0] == 0


@pytest.mark.feature("N8", "S4.13")
def test_of_an_erased_facilitator_their_private_notes_go(filled: World, port: CoachingPersonalData) -> None:
    made = meetings(filled, 3)
    assert erase(port, person(LEAD))[0] == 3
    for id in made:
        found = MeetingStore().meeting(id)
        assert found is not None
        assert (found[0].private_notes, found[0].agenda) == ("", "The bad week")


@pytest.mark.feature("N8")
def test_feedback_on_a_customers_conversation_loses_its_words(filled: World, port: CoachingPersonalData) -> None:
    conversation = f"int_{2:026d}"
    named = feedback(filled, 1, interaction_id=conversation)
    of_evaluation = feedback(filled, 2, evaluation_id=f"ev_{2:026d}")
    other = feedback(filled, 3, interaction_id=f"int_{3:026d}")
    # A pass that comes after the conversation was emptied finds it as well.
    assert erase(conversations_of(filled), contact("C-2"))[0] == 1
    assert erase(port, contact("C-2"))[0] == 2
    texts = [found.text for id in (named, of_evaluation, other) if (found := FeedbackStore().feedback(id))]
    assert texts == [ERASED_TEXT, ERASED_TEXT, "You sounded tired"]
    assert erase(port, contact("C-2"))[0] == 0
    assert export(port, contact("C-2")).records == []


@pytest.mark.feature("N8", "S4.13")
def test_shifts_and_the_calendar_s_address_are_handed_out_and_go(filled: World, port: CoachingPersonalData) -> None:
    store, now = SchedulingStore(), filled.clock.now()
    for number in range(5):
        with Transaction(filled.clock, filled.ids) as tx:
            week = date(2026, 3, 2) + timedelta(weeks=number)
            shift = Shift(start=now, end=now + timedelta(hours=8))
            made = {"shifts": (shift,), "source": "csv", "imported_by": LEAD, "imported_at": now}
            store.put_week(tx, ShiftWeek(user_id=AGENT, week=week, **made))  # type: ignore[arg-type]
    with Transaction(filled.clock, filled.ids) as tx:
        store.put_feed(tx, None, Feed(user_id=AGENT, digest="a" * 64, made_at=now))
    found = export(port, person(AGENT))
    assert len(found.of("shifts")) == 5
    assert [each["open"] for each in found.of("calendar_feed")] == [True]
    assert LEAD not in str(found.of("shifts"))
    assert "aaaa" not in str(found.of("calendar_feed"))
    assert erase(port, person(AGENT))[0] == 6
    assert (store.feed(AGENT), store.owner_of("a" * 64)) == (None, None)
    assert export(port, person(AGENT)).of("shifts") == []
