"""Reports of 1-to-1s that are made in the night before them, where the account wants that."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.coaching.meetings.deadlines import EVE, eve
from debrief.coaching.meetings.drafts import MeetingChanges
from debrief.coaching.meetings.model import Meeting
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.ai.budget import Spent
from debrief.kernel.calendar import instant_on, zone
from debrief.kernel.schedules.store import is_scheduled
from debrief.kernel.storage.outbox import PARTITION
from debrief.kernel.storage.tables import query_all
from debrief.notices.kinds import path, sentence
from debrief.notices.model import Notice, NoticeKind
from debrief.people.account.budget_store import MonthlyBudget
from debrief.people.model import ModelBudget, UserStatus
from debrief.people.rows_store import user_row
from debrief.summaries.store import SummariesRow
from tests.unit.coaching.world import AGENT, LEAD, NOW, PEER
from tests.unit.summaries.world import World

TOMORROW = NOW + timedelta(days=1, hours=1)
"""10 o'clock of the next day."""

MORNING = datetime(2026, 3, 11, 7, tzinfo=UTC)


def planned(at: datetime, **fields: Any) -> Meeting:
    given = {"id": "mt_1", "title": "1-to-1", "facilitator_id": LEAD, "participant_id": AGENT, "kind": "video"}
    rest = {"scheduled_at": at, "duration_ms": 1_800_000, "created_by": LEAD, "created_at": NOW}
    return Meeting.model_validate({**given, **rest, **fields})


@pytest.fixture
def night(filled: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Lets the night pass, half an hour at a time, as the clock of the account does it; what is begun is done."""

    def pass_by() -> None:
        while filled.clock.now() < MORNING:
            filled.clock.advance(timedelta(minutes=30))
            begun = len(filled.started)
            ran = filled.run_schedules(monkeypatch)
            assert (ran["failed"], ran["given_up"]) == (0, 0)
            for name in filled.started[begun:]:
                filled.run(name.rsplit("-", 1)[0])

    return pass_by


@pytest.fixture
def see_to(filled: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Sees to the night before a meeting at once, where the account wants that; the latest summary that was begun."""
    from debrief.summaries import wiring

    filled.settle(reports_overnight=True)
    monkeypatch.setattr(wiring, "clock", filled.clock)

    def now(meeting: str) -> str:
        wiring.overnight().see_to(meeting)
        return filled.started[-1].rsplit("-", 1)[0]

    return now


@given(
    st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1)),
    st.sampled_from(["UTC", "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland"]),
    st.integers(min_value=0, max_value=500),
)
def test_it_is_at_night_and_before_the_meeting(at: datetime, time_zone: str, number: int) -> None:
    scheduled = at.replace(tzinfo=UTC)
    due = eve(planned(scheduled, id=f"mt_{number}"), time_zone, scheduled - timedelta(days=60))
    assert due is not None
    local = due.at.astimezone(zone(time_zone))
    day_begins = instant_on(local.date(), datetime.min.time(), time_zone)
    # Where the clocks are changed at night it may be an hour later by the clock.
    assert timedelta(hours=1) <= due.at - day_begins <= timedelta(hours=5)
    assert timedelta(0) < scheduled - due.at <= timedelta(hours=30)


@pytest.mark.feature("S4.13")
def test_only_what_is_to_come_has_a_night_before_it() -> None:
    assert eve(planned(TOMORROW), "UTC", NOW) is not None
    assert eve(planned(NOW + timedelta(hours=1)), "UTC", NOW) is None, "the night before it is over"
    assert eve(planned(TOMORROW, status="cancelled"), "UTC", NOW) is None


@pytest.mark.feature("S0.1", "S0.2", "S2.5")
def test_the_facilitator_finds_the_report_made_in_the_morning(filled: World, night: Callable[[], None]) -> None:
    filled.settle(reports_overnight=True)
    meeting = filled.meeting(TOMORROW)
    night()
    (name,) = filled.started
    summary = filled.store.summary(name.rsplit("-", 1)[0])
    assert summary is not None
    assert (summary.meeting_id, summary.requested_by, summary.overnight) == (meeting, LEAD, True)
    assert summary.period.kind == "last_4_weeks", "there was no 1-to-1 before"
    assert not is_scheduled(CoachingRow, EVE, meeting)
    assert summary.status == "ready"
    told = _told()
    assert [(each["data"]["kind"], each["data"]["recipient_ids"], each["subject"]) for each in told] == [
        ("report_ready", [LEAD], meeting)
    ]
    notice = Notice(id="n", kind="report_ready", about=meeting, parameters=told[0]["data"]["parameters"], at=NOW)
    assert sentence(notice, {AGENT: "Sample agent"}, "UTC") == (
        "The report for your 1-to-1 with Sample agent was made overnight"
    )
    assert path(notice) == f"/meetings/{meeting}"


@pytest.mark.feature("S0.5")
def test_it_is_about_the_time_since_the_last_1_to_1(filled: World, night: Callable[[], None]) -> None:
    filled.settle(reports_overnight=True)
    filled.previous_session()
    filled.meeting(TOMORROW)
    night()
    (name,) = filled.started
    summary = filled.store.summary(name.rsplit("-", 1)[0])
    assert summary is not None
    assert summary.period.kind == "since_last_meeting"


@pytest.mark.feature("N9")
def test_it_is_off_unless_the_account_wants_it(filled: World, night: Callable[[], None]) -> None:
    filled.meeting(TOMORROW)
    night()
    assert filled.started == []


@pytest.mark.feature("N9")
def test_a_spent_budget_makes_none(filled: World, night: Callable[[], None]) -> None:
    filled.settle(reports_overnight=True, model_budget_usd_month=ModelBudget(summary=1.0))
    budget = MonthlyBudget("summary", filled.people, filled.clock)
    budget.settle(budget.reserve(0), Spent(micro_usd=1_000_000))
    filled.meeting(TOMORROW)
    night()
    assert filled.started == []


@pytest.mark.feature("S0.1")
def test_with_the_feature_off_none_is_made(filled: World, night: Callable[[], None]) -> None:
    filled.settle(reports_overnight=True)
    filled.meeting(TOMORROW)
    filled.switch_off()
    night()
    assert filled.started == []


@pytest.mark.feature("S0.2", "P4")
def test_it_is_the_facilitators_alone_until_they_have_read_it(filled: World, see_to: Callable[[str], str]) -> None:
    meeting = filled.meeting(TOMORROW)
    made = see_to(meeting)
    filled.run(made)
    path, of_meeting = f"/summaries/{made}", {"meeting_id": meeting}
    assert filled.call("GET", path, AGENT).status == 404, "nobody asked for it, and nobody has looked at it"
    found = filled.call("GET", "/summaries", AGENT, query=of_meeting)
    assert found.body["items"] == []
    assert "can generate" in found.body["message"]
    assert len(filled.call("GET", "/summaries", LEAD, query=of_meeting).body["items"]) == 1, "a list opens nothing"
    assert filled.call("GET", path, AGENT).status == 404
    asked = filled.call("GET", path, LEAD)
    assert "open" in asked.body["actions"]
    assert filled.call("GET", path, AGENT).status == 404, "home asks whether it is ready, which isn't reading it"
    assert filled.call("POST", f"{path}/opening", AGENT).status == 404
    opened = filled.call("POST", f"{path}/opening", LEAD)
    assert opened.body["agent_reads"]
    assert "open" not in opened.body["actions"]
    assert opened.etag == filled.call("POST", f"{path}/opening", LEAD).etag, "written down once"
    assert filled.call("GET", path, AGENT).status == 200
    assert filled.call("POST", f"{path}/opening", AGENT).status == 403, "reading it is the facilitator's to say"


@pytest.mark.feature("S0.2", "P4")
def test_both_read_it_once_the_meeting_has_begun(filled: World, see_to: Callable[[str], str]) -> None:
    meeting = filled.meeting(TOMORROW)
    made = see_to(meeting)
    filled.run(made)
    filled.meetings.move(filled.caller(LEAD), meeting, "start")
    got = filled.call("GET", f"/summaries/{made}", AGENT)
    assert (got.status, got.body["agent_reads"]) == (200, True)


@pytest.mark.feature("S0.16")
def test_what_failed_by_night_and_is_made_by_day_was_asked_for(filled: World, see_to: Callable[[str], str]) -> None:
    made = see_to(filled.meeting(TOMORROW))
    filled.steps().fail(made, 1, "ModelUnavailable")
    assert filled.call("POST", f"/summaries/{made}/retries", LEAD).status == 202
    filled.run(made)
    assert _told() == []
    assert filled.call("GET", f"/summaries/{made}", AGENT).status == 200, "its facilitator has asked for it"


@pytest.mark.feature("S0.2")
def test_one_that_is_there_is_left_alone(filled: World, night: Callable[[], None]) -> None:
    filled.settle(reports_overnight=True)
    meeting = filled.meeting(TOMORROW)
    asked = {"meeting_id": meeting, "period": {"kind": "last_4_weeks"}}
    assert filled.call("POST", "/summaries", LEAD, asked).status == 202
    night()
    assert len(filled.started) == 1


@pytest.mark.feature("S0.2")
def test_it_waits_for_what_the_meeting_waits_for(filled: World, night: Callable[[], None]) -> None:
    filled.settle(reports_overnight=True)
    moved, cancelled, deleted = (filled.meeting(TOMORROW, participant=who) for who in (AGENT, PEER, PEER))
    lead = filled.caller(LEAD)
    later = MeetingChanges(scheduled_at=TOMORROW + timedelta(days=7))
    filled.meetings.edit(lead, moved, later, 1)
    filled.meetings.move(lead, cancelled, "cancel")
    filled.meetings.delete(lead, deleted, 1)
    assert [is_scheduled(CoachingRow, EVE, each) for each in (moved, cancelled, deleted)] == [True, False, False]
    night()
    assert filled.started == []
    assert is_scheduled(CoachingRow, EVE, moved)


@pytest.mark.feature("S0.2", "N9")
@pytest.mark.parametrize("opened", [False, True])
def test_for_a_postponed_meeting_it_is_made_anew_unless_somebody_has_read_it(
    filled: World, see_to: Callable[[str], str], opened: bool
) -> None:
    meeting = filled.meeting(TOMORROW)
    filled.clock.advance(timedelta(hours=18))
    first = see_to(meeting)
    see_to(meeting)
    filled.run(first)
    see_to(meeting)
    assert len(filled.started) == 1, "in the same night nothing is made twice"
    if opened:
        assert filled.call("POST", f"/summaries/{first}/opening", LEAD).status == 200
    later = MeetingChanges(scheduled_at=TOMORROW + timedelta(days=7))
    filled.meetings.edit(filled.caller(LEAD), meeting, later, 1)
    filled.clock.advance(timedelta(days=7))
    second = see_to(meeting)
    see_to(meeting)
    assert len(filled.started) == (1 if opened else 2)
    assert filled.meetings.summary_of(meeting) == second
    assert (first == second) is opened
    assert (filled.store.summary(first) is not None) is opened


@pytest.mark.feature("S0.2", "P4")
def test_the_earlier_one_stays_where_no_new_one_may_be_made(filled: World, see_to: Callable[[str], str]) -> None:
    """Its facilitator may no longer ask for one: what was made for them is still there."""
    meeting = filled.meeting(TOMORROW)
    first = see_to(meeting)
    filled.run(first)
    later = MeetingChanges(scheduled_at=TOMORROW + timedelta(days=7))
    filled.meetings.edit(filled.caller(LEAD), meeting, later, 1)
    filled.clock.advance(timedelta(days=7))
    lead = filled.people.find_user(LEAD)
    assert lead is not None
    user_row(lead.model_copy(update={"role_ids": frozenset({"agent"})})).save()
    see_to(meeting)
    assert len(filled.started) == 1
    assert filled.store.summary(first) is not None
    assert filled.store.report(first) is not None
    assert filled.meetings.summary_of(meeting) == first


@pytest.mark.feature("S0.2")
def test_two_meetings_of_one_agent_in_one_night_have_a_report_each(filled: World, see_to: Callable[[str], str]) -> None:
    """What is generated once at a time is a meeting's report, not an agent's."""
    first, second = (see_to(filled.meeting(TOMORROW + timedelta(hours=each))) for each in (0, 2))
    assert first != second


@pytest.mark.feature("P4")
def test_it_is_made_with_the_rights_of_that_night(filled: World, night: Callable[[], None]) -> None:
    filled.settle(reports_overnight=True)
    filled.meeting(TOMORROW)
    lead = filled.people.find_user(LEAD)
    assert lead is not None
    user_row(lead.model_copy(update={"status": UserStatus.INACTIVE})).save()
    night()
    assert filled.started == []


@pytest.mark.feature("S0.2")
def test_a_runner_that_was_stopped_after_it_makes_no_second_one(
    filled: World, night: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from debrief.summaries import wiring

    filled.settle(reports_overnight=True)
    meeting = filled.meeting(TOMORROW)
    night()
    monkeypatch.setattr(wiring, "clock", filled.clock)
    wiring.overnight().see_to(meeting)
    assert len(filled.started) == 1


def _told() -> list[dict[str, Any]]:
    import json

    rows = query_all(SummariesRow, PARTITION, index="GSI1")
    found = [json.loads(row.body or "{}") for row in rows]
    return [each for each in found if each["data"].get("kind") == NoticeKind.REPORT_READY.value]
