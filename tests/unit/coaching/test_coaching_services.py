"""Meetings, actions and feedback on real keys: what is kept, what is found, and who may."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from debrief.coaching.actions.drafts import ActionChanges, Recommendation
from debrief.coaching.actions.model import MOST_ATTACHED
from debrief.coaching.actions.store import ActionStore, action_row
from debrief.coaching.feedback.drafts import FeedbackDraft
from debrief.coaching.history_reader import HistoryReader
from debrief.coaching.meetings.drafts import MeetingChanges, MeetingDraft
from debrief.coaching.table_store import CoachingRow
from debrief.coaching.wiring import ActionFilter, FeedbackFilter, MeetingFilter
from debrief.kernel.errors import Conflict, DebriefError, Forbidden, Malformed, NotFound, RuleBroken, Stale
from debrief.kernel.storage.tables import query_all
from debrief.kernel.storage.transactions import Transaction
from tests.doubles import metered
from tests.unit.coaching.world import (
    ADMIN,
    AGENT,
    BOT,
    EVALUATOR,
    GONE,
    HEAD,
    LEAD,
    NOW,
    OTHER_LEAD,
    PEER,
    STRANGER,
    World,
    name_of,
)

DAY = timedelta(days=1)
SUMMARY = "sm_1"


def recommend(world: World, index: int = 0, meeting_id: str | None = None, by: str = LEAD) -> str:
    recommendation = Recommendation(index=index, area="Empathy", action="Name the feeling", rationale="Missed often")
    return world.actions.create_action_from_recommendation(
        world.caller(by), recommendation, assignee_id=AGENT, summary_id=SUMMARY, meeting_id=meeting_id
    ).id


def transaction(world: World) -> Transaction:
    return Transaction(world.clock, world.ids)


# Meetings


@pytest.mark.feature("S4.13", "S0.2")
def test_a_meeting_runs_its_course_and_announces_every_step(world: World) -> None:
    meeting_id = world.meeting(private_notes="mine", notes="ours")
    lead, agent = world.caller(LEAD), world.caller(AGENT)
    assert world.meetings.move(lead, meeting_id, "start").status == "in_progress"
    world.clock.advance(timedelta(minutes=30))
    done = world.meetings.move(lead, meeting_id, "complete")
    assert (done.completed_at, done.held_at) == (NOW + timedelta(minutes=30), NOW)
    assert world.meetings.get(agent, meeting_id).actions == ("acknowledge",)
    read = world.meetings.move(agent, meeting_id, "acknowledge")
    assert (read.status, read.revision, read.private_notes, read.notes) == ("acknowledged", 4, None, "ours")
    assert world.meetings.get(lead, meeting_id).private_notes == "mine"
    assert [kind.split(".")[3] for kind, subject in world.announced() if subject == meeting_id] == [
        "scheduled",
        "started",
        "completed",
        "acknowledged",
    ]


@pytest.mark.feature("S4.13", "S0.2")
def test_a_completed_meeting_is_reopened_by_who_leads_it(world: World) -> None:
    first, second = world.meeting(), world.meeting()
    lead = world.caller(LEAD)
    world.meetings.move(lead, first, "complete")
    world.clock.advance(timedelta(minutes=5))
    world.meetings.move(lead, second, "complete")
    later = NOW + timedelta(days=1)
    assert world.meetings.previous_meeting(AGENT, later, other_than="mt_x") is not None
    for who, refusal in ((AGENT, Forbidden), (HEAD, Forbidden), (OTHER_LEAD, NotFound)):
        with pytest.raises(refusal):
            world.meetings.move(world.caller(who), second, "reopen")
    again = world.meetings.move(lead, second, "reopen")
    assert (again.status, again.held_at) == ("scheduled", None)
    assert {"start", "complete", "cancel", "edit"} <= set(again.actions)
    assert [(step.verb, step.by_name) for step in world.meetings.get(world.caller(AGENT), second).history] == [
        ("complete", again.facilitator_name),
        ("reopen", again.facilitator_name),
    ]
    previous = world.meetings.previous_meeting(AGENT, later)
    assert previous is not None
    assert previous.id == first, "what was reopened has not been held"
    assert [kind.split(".")[3] for kind, subject in world.announced() if subject == second][-1] == "reopened"
    world.meetings.move(lead, second, "complete")
    world.meetings.move(world.caller(AGENT), second, "acknowledge")
    with pytest.raises(Conflict):
        world.meetings.move(lead, second, "reopen")


@pytest.mark.feature("S0.2", "P4")
def test_only_the_facilitator_or_an_administrator_edits(world: World) -> None:
    meeting_id = world.meeting()
    for who in (HEAD, EVALUATOR, AGENT):
        assert "edit" not in world.meetings.get(world.caller(who), meeting_id).actions
        with pytest.raises(Forbidden):
            world.meetings.edit(world.caller(who), meeting_id, MeetingChanges(agenda="Tone"), 1)
    for who in (PEER, OTHER_LEAD, STRANGER):
        with pytest.raises(NotFound):
            world.meetings.get(world.caller(who), meeting_id)
        with pytest.raises(NotFound):
            world.meetings.edit(world.caller(who), meeting_id, MeetingChanges(agenda="Tone"), 1)
    for revision, who in enumerate((LEAD, ADMIN), 1):
        assert "edit" in world.meetings.get(world.caller(who), meeting_id).actions
        assert world.meetings.edit(world.caller(who), meeting_id, MeetingChanges(agenda=who), revision).agenda == who


@pytest.mark.feature("S0.2", "P4")
def test_private_notes_are_the_facilitator_s_alone(world: World) -> None:
    meeting_id = world.meeting(private_notes="a worry")
    for who, notes in ((LEAD, "a worry"), (AGENT, None), (HEAD, None), (ADMIN, None), (EVALUATOR, None)):
        caller = world.caller(who)
        assert world.meetings.get(caller, meeting_id).private_notes == notes
        listed = world.meetings.page(caller, MeetingFilter(participant_id=AGENT), None, None).items
        assert [item.private_notes for item in listed] == [notes]
    with pytest.raises(RuleBroken):
        world.meetings.edit(world.caller(ADMIN), meeting_id, MeetingChanges(private_notes="mine"), 1)


@pytest.mark.feature("P4", "S4.13")
def test_who_may_meet_whom(world: World) -> None:
    cases: list[tuple[str, str, str | None, type[DebriefError] | None]] = [
        (LEAD, BOT, None, RuleBroken),
        (LEAD, GONE, None, RuleBroken),
        (LEAD, LEAD, None, RuleBroken),
        (LEAD, STRANGER, None, NotFound),
        (LEAD, HEAD, None, NotFound),
        (AGENT, AGENT, None, Forbidden),
        (HEAD, AGENT, PEER, RuleBroken),
        (HEAD, AGENT, GONE, RuleBroken),
        (LEAD, AGENT, OTHER_LEAD, NotFound),
        (ADMIN, AGENT, OTHER_LEAD, RuleBroken),
        (ADMIN, "us_nobody", None, RuleBroken),
        (HEAD, AGENT, LEAD, None),
        (HEAD, AGENT, None, None),
    ]
    for by, participant, facilitator, outcome in cases:
        draft = MeetingDraft(title="Talk", participant_id=participant, facilitator_id=facilitator, scheduled_at=NOW)
        if outcome is None:
            made = world.meetings.schedule(world.caller(by), draft)
            assert made.facilitator_name == name_of(facilitator or by)
        else:
            with pytest.raises(outcome):
                world.meetings.schedule(world.caller(by), draft)


@pytest.mark.feature("S4.13")
def test_a_change_from_an_old_revision_is_refused(world: World) -> None:
    meeting_id, lead = world.meeting(), world.caller(LEAD)
    world.meetings.edit(lead, meeting_id, MeetingChanges(notes="one"), 1)
    with pytest.raises(Stale):
        world.meetings.edit(lead, meeting_id, MeetingChanges(notes="two"), 1)
    with pytest.raises(Stale):
        world.meetings.delete(lead, meeting_id, 1)


@pytest.mark.feature("S4.13")
def test_a_meeting_on_which_something_hangs_is_not_deleted(world: World) -> None:
    lead = world.caller(LEAD)
    with_action, with_summary, held, free = world.meeting(), world.meeting(), world.held(), world.meeting()
    action_id = world.action(meeting_id=with_action)
    with transaction(world) as tx:
        world.meetings.attach_summary(tx, with_summary, SUMMARY)
    for meeting_id, revision in ((with_action, 1), (with_summary, 1), (held, 2)):
        with pytest.raises(Conflict):
            world.meetings.delete(lead, meeting_id, revision)
    assert "delete" not in world.meetings.get(lead, with_summary).actions
    world.actions.delete(lead, action_id, 1)
    for meeting_id in (with_action, free):
        world.meetings.delete(lead, meeting_id, 1)
        with pytest.raises(NotFound):
            world.meetings.get(lead, meeting_id)


@pytest.mark.feature("S4.13", "P4")
def test_lists_of_meetings_by_person_time_and_status(world: World) -> None:
    early, late = world.meeting(NOW), world.held(NOW + 3 * DAY)
    other = world.meeting(NOW + DAY, participant=PEER)
    above = world.meeting(NOW + DAY, by=HEAD)

    def ids(who: str, **wanted: Any) -> list[str]:
        return [item.id for item in world.meetings.page(world.caller(who), MeetingFilter(**wanted), None, None).items]

    assert ids(LEAD) == [late, other, early]
    assert ids(AGENT) == [late, above, early]
    assert ids(LEAD, participant_id=AGENT) == [late, above, early]
    assert ids(LEAD, participant_id=AGENT, facilitator_id=HEAD) == [above]
    assert ids(HEAD, facilitator_id=LEAD, since=NOW + DAY, until=NOW + 3 * DAY) == [other]
    assert ids(HEAD, facilitator_id=LEAD, statuses=("completed", "cancelled")) == [late]
    for who, wanted in [
        (PEER, {"participant_id": AGENT}),
        (AGENT, {"facilitator_id": LEAD}),
        (OTHER_LEAD, {"facilitator_id": LEAD}),
        (LEAD, {"facilitator_id": HEAD}),
    ]:
        with pytest.raises(NotFound):
            ids(who, **wanted)


@pytest.mark.feature("P4")
def test_who_left_the_line_leaves_the_facilitator_s_list_too(world: World) -> None:
    from debrief.people.rows_store import user_row

    meeting_id, action_id = world.meeting(), world.action()
    moved = world.people.find_user(AGENT)
    assert moved is not None
    user_row(moved.model_copy(update={"manager_id": OTHER_LEAD})).save()
    lead = world.caller(LEAD)
    assert world.meetings.page(lead, MeetingFilter(), None, None).items == []
    assert world.actions.page(lead, ActionFilter(), None, None).items == []
    with pytest.raises(NotFound):
        world.meetings.get(lead, meeting_id)
    with pytest.raises(NotFound):
        world.actions.get(lead, action_id)


@pytest.mark.feature("S4.13")
def test_pages_follow_each_other_and_cursors_belong_to_their_query(world: World) -> None:
    made = [world.meeting(NOW + place * DAY) for place in range(5)]
    lead, seen = world.caller(LEAD), list[str]()
    cursor: str | None = None
    while True:
        page = world.meetings.page(lead, MeetingFilter(), 2, cursor)
        seen += [item.id for item in page.items]
        if page.next_cursor is None:
            break
        cursor = page.next_cursor
    assert seen == made[::-1]
    first = world.meetings.page(lead, MeetingFilter(since=NOW + DAY, oldest_first=True), 2, None)
    assert [item.id for item in first.items] == made[1:3]
    second = world.meetings.page(lead, MeetingFilter(since=NOW + DAY, oldest_first=True), 2, first.next_cursor)
    assert [item.id for item in second.items] == made[3:]
    for caller, wanted in ((lead, MeetingFilter(statuses=("completed",))), (world.caller(HEAD), MeetingFilter())):
        with pytest.raises(Malformed):
            world.meetings.page(caller, wanted, 2, cursor)


@pytest.mark.feature("S0.5", "S0.12")
def test_the_previous_meeting_is_the_last_one_held_before(world: World) -> None:
    world.clock.advance(30 * DAY)
    first, second = world.held(NOW), world.held(NOW + 10 * DAY)
    world.meeting(NOW + 20 * DAY)
    cancelled = world.meeting(NOW + 21 * DAY)
    world.meetings.move(world.caller(LEAD), cancelled, "cancel")
    world.held(NOW + 22 * DAY, participant=PEER)
    world.meetings.move(world.caller(AGENT), second, "acknowledge")

    def previous(before: int, **options: str) -> str | None:
        with metered() as usage:
            found = world.meetings.previous_meeting(AGENT, NOW + before * DAY, **options)
        assert usage.round_trips == 1
        return found.id if found else None

    assert previous(25) == second
    assert previous(25, other_than=second) == first
    assert previous(10) == first
    assert previous(0) is None


@pytest.mark.feature("S0.2", "S0.15")
def test_a_meeting_has_one_summary_and_its_revision_stays(world: World) -> None:
    meeting_id, lead = world.meeting(), world.caller(LEAD)
    for _ in range(2):
        with transaction(world) as tx:
            world.meetings.attach_summary(tx, meeting_id, SUMMARY)
    assert world.meetings.summary_of(meeting_id) == SUMMARY
    assert world.meetings.page(lead, MeetingFilter(), None, None).items[0].summary_id == SUMMARY
    assert world.meetings.edit(lead, meeting_id, MeetingChanges(notes="kept"), 1).summary_id == SUMMARY
    with pytest.raises(Conflict), transaction(world) as tx:
        world.meetings.attach_summary(tx, meeting_id, "sm_2")
    with transaction(world) as tx:
        world.meetings.detach_summary(tx, meeting_id, "sm_2")
        world.meetings.detach_summary(tx, meeting_id, SUMMARY)
    assert world.meetings.summary_of(meeting_id) is None
    world.meetings.move(lead, meeting_id, "cancel")
    for target in (meeting_id, "mt_unknown"):
        with pytest.raises(Conflict), transaction(world) as tx:
            world.meetings.attach_summary(tx, target, "sm_2")


# Actions


@pytest.mark.feature("S0.12", "P4")
def test_an_action_is_set_done_and_reopened(world: World) -> None:
    lead, agent = world.caller(LEAD), world.caller(AGENT)
    action_id = world.action(due_date=date(2026, 3, 12))
    seen = world.actions.get(agent, action_id)
    assert (seen.origin_label, seen.assignee_name, seen.overdue, seen.actions) == (
        "Manual",
        name_of(AGENT),
        False,
        ("complete",),
    )
    world.clock.advance(3 * DAY)
    assert world.actions.get(agent, action_id).overdue
    done = world.actions.complete(agent, action_id)
    assert (done.status, done.completed_by, done.overdue) == ("completed", AGENT, False)
    with pytest.raises(Forbidden):
        world.actions.reopen(agent, action_id)
    assert world.actions.reopen(lead, action_id).completed_by is None
    changed = world.actions.edit(lead, action_id, ActionChanges(title="Other", due_date=None), 3)
    assert (changed.title, changed.due_date, changed.revision) == ("Other", None, 4)
    with pytest.raises(Stale):
        world.actions.edit(lead, action_id, ActionChanges(title="Again"), 3)
    with pytest.raises(RuleBroken) as passed:
        world.actions.edit(lead, action_id, ActionChanges(due_date=NOW.date()), 4)
    assert [each.pointer for each in passed.value.errors] == ["/due_date"]
    overdue = world.actions.get(lead, world.action(due_date=world.clock.now().date()))
    world.clock.advance(3 * DAY)
    kept = ActionChanges(title="Still this", due_date=overdue.due_date)
    assert world.actions.edit(lead, overdue.id, kept, overdue.revision).title == "Still this", "its day needn't move"


@pytest.mark.feature("P4")
def test_who_may_delete_an_action(world: World) -> None:
    action_id = world.action()
    refusals: list[tuple[str, type[DebriefError]]] = [(AGENT, Forbidden), (PEER, NotFound), (OTHER_LEAD, NotFound)]
    for who, outcome in refusals:
        with pytest.raises(outcome):
            world.actions.delete(world.caller(who), action_id, 1)
    assert ActionStore().action(action_id) is not None
    for who, each in ((LEAD, action_id), (HEAD, world.action()), (EVALUATOR, world.action())):
        world.actions.delete(world.caller(who), each, 1)
        assert ActionStore().action(each) is None


@pytest.mark.feature("P4", "S4.13")
def test_an_action_of_a_meeting_is_its_participant_s_and_set_by_who_leads_it(world: World) -> None:
    meeting_id = world.meeting()
    action_id = world.action(meeting_id=meeting_id)
    assert [each.id for each in ActionStore().attached_actions(meeting_id)] == [action_id]
    assert world.actions.get(world.caller(LEAD), action_id).origin == "meeting"
    with pytest.raises(RuleBroken):
        world.action(assignee=PEER, meeting_id=meeting_id)
    with pytest.raises(Forbidden):
        world.action(by=HEAD, meeting_id=meeting_id)
    for by, assignee in ((OTHER_LEAD, STRANGER), (OTHER_LEAD, AGENT), (LEAD, STRANGER)):
        with pytest.raises(NotFound):
            world.action(by=by, assignee=assignee, meeting_id=meeting_id)
    with pytest.raises(RuleBroken):
        world.action(assignee=BOT)
    with pytest.raises(RuleBroken):
        world.action(due_date=date(2026, 3, 9))
    world.meetings.move(world.caller(LEAD), meeting_id, "cancel")
    with pytest.raises(Conflict):
        world.action(meeting_id=meeting_id)


@pytest.mark.feature("S0.14", "P4")
def test_lists_of_actions_by_person_attachment_and_state(world: World) -> None:
    meeting_id = world.meeting()
    made = []
    choices: list[dict[str, Any]] = [{"due_date": date(2026, 3, 11)}, {"meeting_id": meeting_id}, {"assignee": PEER}]
    for fields in choices:
        made.append(world.action(**fields))
        world.clock.advance(timedelta(minutes=1))
    made.append(recommend(world, meeting_id=meeting_id))
    world.feedback.give(world.caller(LEAD), FeedbackDraft(agent_id=AGENT, text="Well done"))
    world.actions.complete(world.caller(AGENT), made[1])
    free, met, peers, recommended = made

    def ids(who: str, **wanted: Any) -> list[str]:
        return [item.id for item in world.actions.page(world.caller(who), ActionFilter(**wanted), None, None).items]

    assert ids(LEAD) == [recommended, peers, met, free]
    assert ids(AGENT) == [recommended, met, free]
    assert ids(HEAD, assignee_id=AGENT) == [recommended, met, free]
    assert ids(AGENT, statuses=("open",)) == [recommended, free]
    assert ids(HEAD, assignee_id=AGENT, origins=("ai_coaching_report",)) == [recommended]
    assert ids(HEAD, assignee_id=AGENT, due_before=date(2026, 3, 12)) == [free]
    assert ids(HEAD, assignee_id=AGENT, due_before=date(2026, 3, 11)) == []
    assert ids(AGENT, attached_to=meeting_id) == [recommended, met]
    assert ids(PEER, attached_to=meeting_id) == []
    assert ids(HEAD, created_by=LEAD, assignee_id=PEER) == [peers]
    for who, wanted in [
        (PEER, {"assignee_id": AGENT}),
        (AGENT, {"created_by": LEAD}),
        (OTHER_LEAD, {"assignee_id": AGENT}),
    ]:
        with pytest.raises(NotFound):
            ids(who, **wanted)


@pytest.mark.feature("S0.14")
def test_a_recommendation_becomes_an_action_of_the_session_or_of_the_report(world: World) -> None:
    meeting_id = world.meeting()
    of_session = world.actions.get(world.caller(LEAD), recommend(world, 2, meeting_id))
    detached = world.actions.get(world.caller(LEAD), recommend(world, 1))
    assert (of_session.attached_to, detached.attached_to) == (meeting_id, SUMMARY)
    assert of_session.origin_label == detached.origin_label == "AI Coaching Report"
    assert of_session.assignee_id == AGENT
    assert of_session.recommendation_index == 2
    assert of_session.description == "Area: Empathy\nAction: Name the feeling\nWhy: Missed often"
    with pytest.raises(Forbidden):
        recommend(world, meeting_id=meeting_id, by=AGENT)
    with pytest.raises(Forbidden):
        recommend(world, meeting_id=meeting_id, by=HEAD)
    with pytest.raises(NotFound):
        recommend(world, by=OTHER_LEAD)


@pytest.mark.feature("S0.14", "S0.15")
def test_a_report_that_is_gone_gets_no_action(world: World) -> None:
    def gone(tx: Transaction) -> None:
        tx.check(CoachingRow, "SUMMARY#1", "SUMMARY", CoachingRow.PK.exists(), NotFound("There is no such report"))

    recommendation = Recommendation(index=0, area="a", action="b", rationale="c")
    with pytest.raises(NotFound):
        world.actions.create_action_from_recommendation(
            world.caller(LEAD), recommendation, assignee_id=AGENT, summary_id=SUMMARY, guard=gone
        )
    assert world.actions.count_attached_to(SUMMARY) == 0


@pytest.mark.feature("S0.15")
@pytest.mark.parametrize("in_meeting", [True, False])
def test_a_report_goes_with_exactly_its_actions(world: World, in_meeting: bool) -> None:
    meeting_id = world.meeting() if in_meeting else None
    mine = [recommend(world, index, meeting_id) for index in range(3)]
    other = world.action(meeting_id=meeting_id)
    assert world.actions.count_attached_to(SUMMARY) == 3
    rows = world.actions.actions_attached_to(SUMMARY, meeting_id)
    assert sorted(row.id for row in rows) == sorted(mine)
    with pytest.raises(Conflict), transaction(world) as tx:
        world.actions.delete_actions_in(tx, SUMMARY, rows[:2])
    with pytest.raises(Conflict), transaction(world) as tx:
        world.actions.delete_actions_in(tx, SUMMARY, [])
    world.actions.complete(world.caller(AGENT), mine[0])
    with pytest.raises(Stale), transaction(world) as tx:
        world.actions.delete_actions_in(tx, SUMMARY, rows)
    with transaction(world) as tx:
        world.actions.delete_actions_in(tx, SUMMARY, world.actions.actions_attached_to(SUMMARY, meeting_id))
    assert [ActionStore().action(each) for each in mine] == [None] * 3
    assert ActionStore().action(other) is not None
    assert world.actions.count_attached_to(SUMMARY) == 0
    with transaction(world) as tx:
        world.actions.delete_actions_in(tx, SUMMARY, [])
    if meeting_id is not None:
        assert [each.id for each in ActionStore().attached_actions(meeting_id)] == [other]
        assert ActionStore().anchored_count(meeting_id) == 1


@pytest.mark.feature("S0.15")
def test_as_many_actions_as_a_report_can_have_go_in_one_transaction(world: World) -> None:
    first = ActionStore().action(recommend(world))
    assert first is not None
    with CoachingRow.batch_write() as batch:
        for place in range(1, MOST_ATTACHED - 1):
            batch.save(action_row(first.model_copy(update={"id": f"ac_copy{place}", "revision": 0})))
    tally = CoachingRow(PK=f"ANCHOR#{SUMMARY}", SK="TALLY", kind="tally")
    with transaction(world) as tx:
        tx.update(tally, [CoachingRow.actions.add(MOST_ATTACHED - 2)])
    recommend(world)
    with pytest.raises(RuleBroken):
        recommend(world)
    rows = world.actions.actions_attached_to(SUMMARY)
    assert len(rows) == MOST_ATTACHED
    with transaction(world) as tx:
        world.actions.delete_actions_in(tx, SUMMARY, rows)
        assert len(tx) <= 93
    assert world.actions.actions_attached_to(SUMMARY) == []


# Feedback


@pytest.mark.feature("P4", "S0.6")
def test_private_feedback_is_not_shown_to_the_agent(world: World) -> None:
    lead, agent = world.caller(LEAD), world.caller(AGENT)
    open_ = world.feedback.give(lead, FeedbackDraft(agent_id=AGENT, text="Good", evaluation_id="ev_1"))
    world.clock.advance(DAY)
    hidden = world.feedback.give(lead, FeedbackDraft(agent_id=AGENT, text="Watch", visibility="private"))

    def ids(who: str, **wanted: Any) -> list[str]:
        return [each.id for each in world.feedback.page(world.caller(who), FeedbackFilter(**wanted), None, None).items]

    assert ids(HEAD, agent_id=AGENT) == [hidden.id, open_.id]
    assert ids(HEAD, agent_id=AGENT, until=NOW + DAY) == [open_.id]
    assert ids(AGENT) == [open_.id]
    assert world.feedback.get(agent, open_.id).author_name == name_of(LEAD)
    with pytest.raises(NotFound):
        world.feedback.get(agent, hidden.id)
    for who in (PEER, OTHER_LEAD):
        with pytest.raises(NotFound):
            world.feedback.get(world.caller(who), open_.id)
        with pytest.raises(NotFound):
            ids(who, agent_id=AGENT)
    with pytest.raises(RuleBroken):
        world.feedback.give(lead, FeedbackDraft(agent_id=LEAD, text="Great"))


@pytest.mark.feature("S0.6")
def test_what_happened_in_a_period_is_counted_in_two_queries(world: World) -> None:
    lead = world.caller(LEAD)
    world.held(NOW)
    world.action()
    world.meeting(NOW + timedelta(hours=1))
    world.clock.advance(DAY)
    world.feedback.give(lead, FeedbackDraft(agent_id=AGENT, text="Good"))
    world.feedback.give(lead, FeedbackDraft(agent_id=AGENT, text="Watch", visibility="private"))
    world.feedback.give(lead, FeedbackDraft(agent_id=PEER, text="Good"))

    def counted(since: datetime, until: datetime) -> tuple[int, int, int, bool]:
        found = HistoryReader().activity(AGENT, since, until, most=100)
        return len(found.feedback), len(found.actions), len(found.meetings), found.complete

    with metered() as usage:
        assert counted(NOW, NOW + 2 * DAY) == (2, 1, 1, True)
    assert usage.round_trips == 2
    assert counted(NOW, NOW + DAY) == (0, 1, 1, True)
    assert counted(NOW + DAY, NOW + 2 * DAY) == (2, 0, 0, True)
    cut = HistoryReader().activity(AGENT, NOW, NOW + 2 * DAY, most=2)
    assert (len(cut.feedback), len(cut.actions), cut.complete) == (2, 0, False)


@pytest.mark.feature("S4.13")
def test_a_deleted_meeting_leaves_no_count_of_its_actions(world: World) -> None:
    meeting = world.meeting(NOW + timedelta(days=1))
    action = world.action(meeting_id=meeting)
    lead = world.caller(LEAD)
    with pytest.raises(Conflict):
        world.meetings.delete(lead, meeting, 1)
    world.actions.delete(lead, action, 1)
    world.meetings.delete(lead, meeting, 1)
    assert query_all(CoachingRow, f"ANCHOR#{meeting}") == []
