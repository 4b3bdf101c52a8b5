"""The home page through its handler: what is there for whom, and what it costs to read."""

from datetime import timedelta
from typing import Any

import pytest

from debrief.coaching import history_reader
from debrief.coaching.actions import store as action_store
from debrief.coaching.actions.drafts import ActionChanges
from debrief.coaching.table_store import CoachingRow
from debrief.home import service, standing, standing_service, waiting_reader
from debrief.home.standing import MOST_SCORES
from debrief.interactions.conversations.words import Channel
from debrief.interactions.holds import HoldCode, HoldReason
from debrief.interactions.intake.model import IntakeItem, IntakeStatus
from debrief.interactions.intake.store import IntakeStore
from debrief.kernel.ai.budget import Spent
from debrief.kernel.clock import iso
from debrief.kernel.ids import begin_of
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.model import Notice
from debrief.notices.store import NoticeStore
from debrief.people.account.budget_store import MonthlyBudget
from debrief.people.model import ModelBudget, Team, UserStatus
from debrief.people.rows_store import team_row, user_row
from debrief.quality.evaluations import reading_service
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.blinding import Blind
from debrief.quality.evaluations.given_answers import AnswerChange, GivenAnswer
from debrief.quality.evaluations.model import Assignment
from debrief.quality.evaluations.opening import opened
from debrief.quality.flags.model import Flag, Flagged, FlagGrounds, FlagKind, FlagQueue, FlagState
from debrief.quality.flags.store import FlagStore
from debrief.quality.scorecards import store as scorecard_store
from tests.doubles import metered
from tests.unit.coaching.world import ADMIN, AGENT, EVALUATOR, HEAD, LEAD, NOW, OTHER_LEAD, PEER, STRANGER
from tests.unit.home.conftest import Get
from tests.unit.summaries.world import ITEMS, World

YES_NO = {True: "yes", False: "no"}


def standing_of(get: Get, who: str, agent: str = AGENT) -> dict[str, Any]:
    answer = get(who, "/home/standings", agent_id=agent)
    assert answer.status == 200, answer.body
    (found,) = answer.body["items"]
    return dict(found)


def scored(world: World, since: list[bool], before: list[bool]) -> None:
    """Evaluations of AGENT since a 1-to-1 of ten days ago, and before it: of each whether identity was verified."""
    world.scorecard()
    world.clock.advance(timedelta(days=-10))
    world.held(world.clock.now())
    world.clock.advance(timedelta(days=10))
    for number, (verified, days) in enumerate([*((each, 2) for each in since), *((each, 14) for each in before)]):
        at = NOW - timedelta(days=days, minutes=number)
        given = {"qn_greet": "yes", "qn_verify": YES_NO[verified], "qn_listen": YES_NO[number % 2 == 0]}
        world.evaluation(number, at, given)


@pytest.mark.feature("S4.13", "S0.2")
def test_a_supervisor_finds_each_agent_with_the_next_1_to_1_and_its_report(world: World, get: Get) -> None:
    first = world.meeting(NOW + timedelta(hours=1))
    world.meeting(NOW + timedelta(days=8))
    home = get(LEAD).body
    rows = {row["agent"]["id"]: row["next_meeting"] for row in home["agents"]}
    assert set(rows) == {AGENT, PEER}, "neither the bot nor who has left"
    assert rows[PEER] is None
    assert (rows[AGENT]["id"], rows[AGENT]["report"], rows[AGENT]["may_make"]) == (first, "none", True)
    assert (home["teams"], home["evaluating"]["completed_today"]) == ([], 0)

    found = get(LEAD).body["for_you"]
    assert [(each["kind"], each["about"], each["path"]) for each in found] == [("meeting", first, f"/meetings/{first}")]


@pytest.mark.feature("S4.13", "P1")
def test_whoever_has_left_takes_nobody_s_place(world: World, get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_ROWS", 2)
    monkeypatch.setattr(service, "_REPORTS_PAGE", 2)
    monkeypatch.setattr(service, "_REPORTS_READ", 40)
    agent = world.people.find_user(AGENT)
    assert agent is not None
    for number in range(6):
        gone = {
            "id": f"us_gone{number}",
            "name": f"Aaron {number}",
            "email": f"gone{number}@example.com",
            "revision": 0,
        }
        inactive = {**gone, "status": UserStatus.INACTIVE, "agent_references": ()}
        user_row(agent.model_copy(update=inactive)).save()
    home = get(LEAD).body
    assert ({row["agent"]["id"] for row in home["agents"]}, home["agents_more"]) == ({AGENT, PEER}, False)
    another = {"id": "us_another", "name": "Zoe", "email": "zoe@example.com", "agent_references": (), "revision": 0}
    user_row(agent.model_copy(update=another)).save()
    assert get(LEAD).body["agents_more"] is True


@pytest.mark.feature("S0.1")
def test_with_the_feature_off_nothing_is_said_of_reports(world: World, get: Get) -> None:
    world.meeting(NOW + timedelta(hours=1))
    world.switch_off()
    row = next(row for row in get(LEAD).body["agents"] if row["agent"]["id"] == AGENT)
    assert (row["next_meeting"]["report"], row["next_meeting"]["may_make"]) == (None, False)


@pytest.mark.feature("P4")
def test_everybody_finds_their_own_alone(world: World, get: Get) -> None:
    meeting = world.meeting(NOW + timedelta(hours=1))
    world.action(due_date=(NOW + timedelta(days=1)).date())
    world.clock.advance(timedelta(days=2))
    late = [("missed", meeting), ("action_set", "ac_")]
    found = [(each["kind"], each["about"]) for each in get(LEAD).body["for_you"]]
    assert [(kind, about[: len(wanted)]) for (kind, about), (_, wanted) in zip(found, late, strict=True)] == late
    assert [(each["kind"], each["late"]) for each in get(AGENT).body["for_you"]] == [("action", True)]
    for who in (PEER, OTHER_LEAD, STRANGER, HEAD, EVALUATOR):
        assert get(who).body["for_you"] == [], who
    assert [row["agent"]["id"] for row in get(OTHER_LEAD).body["agents"]] == [STRANGER]
    assert get(None).status == 401


@pytest.mark.feature("P4")
def test_how_somebody_stands_is_told_within_the_line_alone(world: World, get: Get) -> None:
    scored(world, [True] * 6, [False] * 6)
    for who in (LEAD, HEAD, EVALUATOR, ADMIN, AGENT):
        assert standing_of(get, who)["evaluations"] == 6, who
    for who in (PEER, OTHER_LEAD, STRANGER):
        unseen = get(who, "/home/standings", agent_id=AGENT)
        assert (unseen.status, unseen.body) == (200, {"items": []}), who
        assert unseen.body == get(who, "/home/standings", agent_id="us_nobody").body
        # One whom the caller doesn't see keeps no other's figures back.
        beside = get(who, "/home/standings", agent_id=[AGENT, who, "us_nobody"]).body["items"]
        assert [each["agent_id"] for each in beside] == [who]
    assert get(ADMIN, "/home/standings", agent_id="us_nobody").body == {"items": []}
    assert get(LEAD, "/home/standings").status == 400
    assert get(LEAD, "/home/standings", agent_id=[f"us_{each}" for each in range(11)]).status == 400


@pytest.mark.feature("N3", "S0.10")
def test_how_an_agent_stands_since_the_last_1_to_1(world: World, get: Get) -> None:
    scored(world, [True] * 9 + [False], [False] * 9 + [True])
    world.action(due_date=(NOW - timedelta(days=1)).date() + timedelta(days=2))
    found = standing_of(get, LEAD)
    assert (found["basis"], found["first_day"], found["last_day"]) == ("since_last_meeting", "2026-02-28", "2026-03-10")
    assert (found["evaluations"], found["auto_failed"], found["overdue"]) == (10, 0, 0)
    change = found["change"]
    assert (change["measure"], change["sample"], change["sample_before"]) == ("score", 10, 10)
    assert change["direction"] == "up"
    assert 0 < change["low"] < change["points"] < change["high"]
    assert [each["text"] for each in found["weakest"]] == [ITEMS["qn_listen"]]
    assert (found["weakest"][0]["percent_text"], found["weakest"][0]["applicable"]) == ("50%", 10)
    assert found["strength_moved"] is None
    own = standing_of(get, AGENT)
    assert [each["text"] for each in own["strongest"]] == [ITEMS["qn_greet"]]
    assert own["strength_moved"]["compared"] == 3

    world.clock.advance(timedelta(days=3))
    assert standing_of(get, LEAD)["overdue"] == 1


@pytest.mark.feature("N3")
def test_a_mean_and_its_interval_are_of_the_same_evaluations(world: World, get: Get) -> None:
    """Where single scores aren't all found behind those with other scorecards, the shares that passed are compared."""
    scored(world, [True] * 9 + [False], [False] * 9 + [True])
    assert standing_of(get, LEAD)["change"]["measure"] == "score"
    counted = standing_of(get, LEAD)["change"]
    gone = world.evaluations.evaluation(f"ev_{0:026d}")
    assert gone is not None
    with Transaction(world.clock, world.ids) as tx:
        world.evaluations.delete_evaluation(tx, gone, for_good=False)
    change = standing_of(get, LEAD)["change"]
    assert (change["measure"], change["sample"]) == ("passed", counted["sample"])


@pytest.mark.feature("N3")
def test_what_is_too_little_is_said_to_be(world: World, get: Get) -> None:
    scored(world, [True] * 3, [False] * 9)
    found = standing_of(get, LEAD)
    assert (found["minimum"], found["change"]["sample"], found["change"]["points"]) == (5, 3, None)
    assert (found["weakest"], found["most_answers"]) == ([], 3)


@pytest.mark.feature("P4", "N3")
def test_a_manager_finds_teams_and_a_team_of_others_stays_hidden(world: World, get: Get) -> None:
    team_row(Team(id="tm_own", name="Orders", supervisor_id=LEAD)).save()
    team_row(Team(id="tm_else", name="Returns", supervisor_id=OTHER_LEAD)).save()
    for user_id, team in ((AGENT, "tm_own"), (PEER, "tm_own"), (STRANGER, "tm_else")):
        user = world.people.find_user(user_id)
        assert user is not None
        row = user_row(user.model_copy(update={"team_id": team}))
        row.save()
    scored(world, [True] * 6, [False] * 6)
    meeting = world.meeting(NOW + timedelta(days=1), by=HEAD, participant=LEAD)
    home = get(HEAD).body
    assert home["agents"] == []
    assert [(row["supervisor"]["id"], row["team"]["id"]) for row in home["teams"]] == [(LEAD, "tm_own")]
    assert home["teams"][0]["next_meeting"]["id"] == meeting
    answer = get(HEAD, "/home/standings", team_id="tm_own").body["items"][0]
    assert (answer["team_id"], answer["basis"], answer["hidden"]) == ("tm_own", "last_4_weeks", False)
    assert get(HEAD, "/home/standings", team_id="tm_else").body == {"items": []}
    hidden = get(OTHER_LEAD, "/home/standings", team_id="tm_else").body["items"][0]
    assert hidden["hidden"] is False
    # One from another line has joined the team: its sum would show who the others are.
    moved = world.people.find_user(STRANGER)
    assert moved is not None
    user_row(moved.model_copy(update={"team_id": "tm_own"})).save()
    mixed = get(HEAD, "/home/standings", team_id="tm_own").body["items"][0]
    assert (mixed["hidden"], mixed["evaluations"], mixed["change"]) == (True, 0, None)


@pytest.mark.feature("P4", "N3")
def test_a_team_in_which_nobody_is_blanks_no_other(world: World, get: Get) -> None:
    team_row(Team(id="tm_own", name="Orders", supervisor_id=LEAD)).save()
    team_row(Team(id="tm_new", name="Returns", supervisor_id=LEAD)).save()
    user = world.people.find_user(AGENT)
    assert user is not None
    user_row(user.model_copy(update={"team_id": "tm_own"})).save()
    assert [row["team"]["id"] for row in get(HEAD).body["teams"]] == ["tm_own", "tm_new"]
    found = get(HEAD, "/home/standings", team_id=["tm_new", "tm_own", "tm_gone"])
    assert found.status == 200
    assert [each["team_id"] for each in found.body["items"]] == ["tm_own"]


@pytest.mark.feature("S4.3", "N3")
def test_compliance_misses_are_counted_with_their_sample(world: World, get: Get) -> None:
    world.scorecard()
    version = world.scorecards.version("sc_1", 1)
    card = world.scorecards.scorecard("sc_1")
    assert version is not None
    assert card is not None
    marked = [each.model_copy(update={"compliance": each.id == "qn_verify"}) for each in version.sections[0].questions]
    sections = (version.sections[0].model_copy(update={"questions": tuple(marked)}),)
    with Transaction(world.clock, world.ids) as tx:
        version = version.model_copy(update={"sections": sections, "number": 2})
        card = card.model_copy(update={"current_version": 2})
        world.scorecards.put_scorecard(tx, card, version, write_version=True)
    for number, verified in enumerate(("yes", "no", "no", "na")):
        given = {"qn_greet": "no", "qn_verify": verified, "qn_listen": "no"}
        world.evaluation(number, NOW - timedelta(days=2, minutes=number), given, version=2)
    # Of a version in which nothing was a compliance matter nothing is counted.
    world.evaluation(9, NOW - timedelta(days=2), {"qn_greet": "no", "qn_verify": "no", "qn_listen": "no"})
    found = standing_of(get, LEAD)
    assert (found["compliance_missed"], found["compliance_answers"]) == (2, 3)
    # And which these are, so that the figure leads to where they were missed.
    (item,) = found["compliance_items"]
    assert (item["scorecard_id"], item["question_id"], item["missed"]) == ("sc_1", "qn_verify", 2)
    assert found["compliance_count"] == 1
    assert found["evaluations"] == 5


@pytest.mark.feature("S4.12", "N3")
def test_days_that_are_left_out_of_the_figures_are_told(world: World, get: Get) -> None:
    scored(world, [True] * 2, [True] * 2)
    assert standing_of(get, LEAD)["days_left_out"] == 0
    with Transaction(world.clock, world.ids) as tx:
        for number, days in enumerate((2, 14, 300)):
            at = NOW - timedelta(days=days, minutes=number)
            hidden = Blind(interaction_id=f"int_{number}", agent_id=AGENT, interaction_started_at=at, by="ca_1")
            BlindStore().blind(tx, LEAD, hidden)
    found = standing_of(get, LEAD)
    assert (found["days_left_out"], found["evaluations"]) == (2, 0)


@pytest.mark.feature("N3", "P4")
def test_a_team_s_overdue_actions_are_those_of_its_people(world: World, get: Get) -> None:
    team_row(Team(id="tm_own", name="Orders", supervisor_id=LEAD)).save()
    user = world.people.find_user(AGENT)
    assert user is not None
    user_row(user.model_copy(update={"team_id": "tm_own"})).save()
    for assignee in (AGENT, PEER, PEER):
        world.action(assignee=assignee, due_date=NOW.date() + timedelta(days=1))
    world.clock.advance(timedelta(days=3))
    (team,) = get(HEAD, "/home/standings", team_id="tm_own").body["items"]
    assert (team["hidden"], team["overdue"], team["overdue_more"]) == (False, 1, False)
    # And with whom, so that the figure leads to their actions.
    assert [(each["id"], each["overdue"]) for each in team["overdue_people"]] == [(AGENT, 1)]
    assert team["overdue_people"][0]["name"] == user.name
    assert team["overdue_people_count"] == 1


@pytest.mark.feature("S0.2", "P4")
@pytest.mark.parametrize("supervisor", [HEAD, None])
def test_a_team_s_overdue_actions_are_counted_whoever_has_set_them(
    world: World, get: Get, monkeypatch: pytest.MonkeyPatch, supervisor: str | None
) -> None:
    """Also what somebody set who supervised the team before; and where not all are looked at, that is said."""
    user = world.people.find_user(AGENT)
    assert user is not None
    user_row(user.model_copy(update={"team_id": "tm_own"})).save()
    world.action(due_date=NOW.date() + timedelta(days=1))
    team_row(Team(id="tm_own", name="Orders", supervisor_id=supervisor)).save()
    world.clock.advance(timedelta(days=3))

    def overdue() -> tuple[int, bool]:
        (team,) = get(HEAD, "/home/standings", team_id="tm_own").body["items"]
        return team["overdue"], team["overdue_more"]

    assert overdue() == (1, False)
    monkeypatch.setattr(standing_service, "MOST_LOOKED_AT", 0)
    assert overdue() == (0, True)


@pytest.mark.feature("S0.15", "S0.2")
def test_rows_of_actions_that_are_gone_hide_none_behind_them(
    world: World, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ninety actions that went with a report, before the rows of their due dates were removed."""
    monkeypatch.setattr(waiting_reader, "FEW", 3)
    monkeypatch.setattr(history_reader, "MOST_COUNTED", 4)
    late = [world.action(due_date=NOW.date() + timedelta(days=2)) for _ in "ab"]
    for number in range(90):
        place = f"2026-03-01#ac_gone{number}"
        row = CoachingRow(PK=f"TODO#{AGENT}", SK=place, kind="open", GSI1PK=f"SET#{LEAD}", GSI1SK=place)
        row.save()
    world.clock.advance(timedelta(days=4))
    for who, kind in ((LEAD, "action_set"), (AGENT, "action")):
        home = get(who).body
        assert sorted(each["about"] for each in home["for_you"] if each["kind"] == kind) == sorted(late)
        assert home["for_you_more"] is False
    assert (standing_of(get, LEAD)["overdue"], standing_of(get, LEAD)["overdue_more"]) == (2, False)


@pytest.mark.feature("S0.2")
def test_the_most_overdue_stand_first_whatever_was_agreed_or_told_since(
    world: World, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_reader, "FEW", 2)
    first = world.action(due_date=NOW.date() + timedelta(days=1))
    for days in (4, 3, 2):
        world.clock.advance(timedelta(minutes=1))
        world.action(due_date=NOW.date() + timedelta(days=days))
    with Transaction(world.clock, world.ids) as tx:
        for number, kind in enumerate(("summary_shared", "meeting_moved", "meeting_moved", "report_ready")):
            notice = Notice(
                id=f"{begin_of('nt', world.clock.now())}{number:016d}",
                kind=kind,
                about=f"sm_{number}",
                at=world.clock.now(),
                actor_id=LEAD,
                parameters={},
            )
            NoticeStore().add(tx, AGENT, notice)
    world.clock.advance(timedelta(days=9))
    home = get(AGENT).body
    found = [(each["kind"], each["due_on"]) for each in home["for_you"]]
    assert found == [("action", "2026-03-11"), ("action", "2026-03-12"), ("notice", None)]
    assert home["for_you"][0]["about"] == first
    assert home["for_you_more"] is True


@pytest.mark.feature("S4.13", "S0.2")
def test_a_1_to_1_that_nobody_completed_hides_no_other_and_waits_until_somebody_does(world: World, get: Get) -> None:
    left = world.meeting(NOW + timedelta(hours=1))
    world.meetings.move(world.caller(LEAD), left, "start")
    world.clock.advance(timedelta(hours=2))
    assert get(LEAD).body["for_you"][0]["kind"] == "meeting", "it is under way"
    world.clock.advance(timedelta(days=7))
    coming = world.meeting(world.clock.now() + timedelta(days=1))
    home = get(LEAD).body
    row = next(each for each in home["agents"] if each["agent"]["id"] == AGENT)
    assert row["next_meeting"]["id"] == coming
    assert [(each["kind"], each["about"]) for each in home["for_you"]] == [("missed", left), ("meeting", coming)]

    world.clock.advance(timedelta(days=40))
    assert ("missed", left) in [(each["kind"], each["about"]) for each in get(LEAD).body["for_you"]]
    world.meetings.move(world.caller(LEAD), left, "complete")
    assert left not in [each["about"] for each in get(LEAD).body["for_you"]]
    to_confirm = [each["about"] for each in get(AGENT).body["for_you"] if each["kind"] == "acknowledge"]
    assert to_confirm == [left]
    world.clock.advance(timedelta(days=100))
    to_confirm = [each["about"] for each in get(AGENT).body["for_you"] if each["kind"] == "acknowledge"]
    assert to_confirm == [left], "however long it has waited"
    world.meetings.move(world.caller(AGENT), left, "acknowledge")
    assert [each for each in get(AGENT).body["for_you"] if each["kind"] == "acknowledge"] == []


@pytest.mark.feature("S4.13")
def test_the_next_1_to_1_is_found_however_far_ahead_and_else_it_is_said_until_when(
    world: World, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    def row() -> dict[str, Any]:
        return dict(next(each for each in get(LEAD).body["agents"] if each["agent"]["id"] == AGENT))

    assert (row()["next_meeting"], get(LEAD).body["meetings_until"]) == (None, None)
    far = world.meeting(NOW + timedelta(days=90))
    assert row()["next_meeting"]["id"] == far
    assert get(LEAD).body["meetings_until"] is None
    # More than are read, with somebody else, come before it.
    monkeypatch.setattr(service, "_LED", 2)
    others = [world.meeting(NOW + timedelta(days=60 + each), participant=PEER) for each in (0, 1, 2)]
    assert row()["next_meeting"] is None
    assert get(LEAD).body["meetings_until"] == iso(NOW + timedelta(days=61))
    assert far not in others


@pytest.mark.feature("S4.13", "P1")
def test_where_there_are_more_teams_than_are_read_that_is_said(
    world: World, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        team_row(Team(id=f"tm_{number}", name=f"Team {number}", supervisor_id=LEAD if number == 0 else None)).save()
    assert get(HEAD).body["teams_more"] is False
    monkeypatch.setattr(service, "_TEAMS_READ", 2)
    home = get(HEAD).body
    assert home["teams_more"] is True
    assert [each["team"]["id"] for each in home["teams"] if each["team"]] == ["tm_0"]


@pytest.mark.feature("N3", "S0.14")
def test_what_is_overdue_longest_is_counted_whatever_was_agreed_since(
    world: World, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A supervisor who sets 30 actions a week; here a few stand for the newest hundred."""
    monkeypatch.setattr(action_store, "_NEWEST", 3)
    team_row(Team(id="tm_own", name="Orders", supervisor_id=LEAD)).save()
    user = world.people.find_user(AGENT)
    assert user is not None
    user_row(user.model_copy(update={"team_id": "tm_own"})).save()
    late = [world.action(due_date=NOW.date() + timedelta(days=each)) for each in (2, 1)]
    world.clock.advance(timedelta(days=3))
    for assignee in [AGENT, PEER] * 4:
        world.action(assignee=assignee, due_date=world.clock.now().date() + timedelta(days=30))
    assert (standing_of(get, LEAD)["overdue"], standing_of(get, LEAD)["overdue_more"]) == (2, False)
    (team,) = get(LEAD, "/home/standings", team_id="tm_own").body["items"]
    assert (team["overdue"], team["overdue_more"]) == (2, False)
    for who, kind in ((LEAD, "action_set"), (AGENT, "action")):
        found = [each["about"] for each in get(who).body["for_you"] if each["kind"] == kind]
        assert found == late[::-1], "the most overdue first"
    lead = world.caller(LEAD)
    world.actions.complete(lead, late[0])
    assert standing_of(get, LEAD)["overdue"] == 1
    world.actions.reopen(lead, late[0])
    assert standing_of(get, LEAD)["overdue"] == 2
    revision = world.actions.get(lead, late[1]).revision
    later = ActionChanges(due_date=world.clock.now().date() + timedelta(days=5))
    world.actions.edit(lead, late[1], later, revision)
    assert standing_of(get, LEAD)["overdue"] == 1
    world.actions.delete(lead, late[0], world.actions.get(lead, late[0]).revision)
    assert standing_of(get, LEAD)["overdue"] == 0


@pytest.mark.feature("N3")
def test_an_action_without_a_row_of_its_due_date_is_found_among_the_newest(world: World, get: Get) -> None:
    """As it was written before there were such rows; one that is left behind counts nothing."""
    due = NOW.date() + timedelta(days=1)
    for_long, settled = world.action(due_date=due), world.action(due_date=due)
    with Transaction(world.clock, world.ids) as tx:
        tx.discard(CoachingRow(PK=f"TODO#{AGENT}", SK=f"{due}#{for_long}", kind="open"))
    world.clock.advance(timedelta(days=3))
    assert standing_of(get, LEAD)["overdue"] == 2
    assert {each["about"] for each in get(LEAD).body["for_you"]} == {for_long, settled}
    with Transaction(world.clock, world.ids) as tx:
        tx.discard(CoachingRow(PK=f"ACTION#{settled}", SK="ACTION", kind="action"))
    assert standing_of(get, LEAD)["overdue"] == 1
    assert {each["about"] for each in get(LEAD).body["for_you"]} == {for_long}


@pytest.mark.feature("S4.4", "P4")
def test_drafts_of_others_cost_a_supervisor_nothing_and_hide_none_of_their_own(world: World, get: Get) -> None:
    version = world.scorecard()
    card = world.scorecards.scorecard("sc_1")
    assert card is not None

    def waits(number: int, agent: str) -> str:
        interaction = world.conversation(number, NOW - timedelta(days=1)).model_copy(update={"agent_id": agent})
        draft = opened(f"ev_{number:026d}", interaction, card, version, world.clock, evaluator_id=None)
        with Transaction(world.clock, world.ids) as tx:
            world.evaluations.put_evaluation(tx, draft)
        world.clock.advance(timedelta(seconds=1))
        return draft.id

    with metered() as none:
        assert get(LEAD).body["evaluating"]["waiting"] == 0
    for number in range(100, 160):
        waits(number, STRANGER)
    own = waits(1, AGENT)
    with metered() as some:
        home = get(LEAD).body
    assert [each["about"] for each in home["for_you"]] == [own]
    assert (home["evaluating"]["waiting"], home["evaluating"]["more"]) == (1, False)
    assert some.read_units <= none.read_units + 2, "one draft more, whose it is, and a name"
    assert get(OTHER_LEAD).body["evaluating"]["more"] is True


@pytest.mark.feature("S4.4", "P4")
def test_in_a_long_line_home_looks_at_few_drafts_and_misses_none_of_one_s_own(
    world: World, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_service, "MOST_MERGED", 0)
    monkeypatch.setattr(reading_service, "_FEW_EXAMINED", 25)
    version = world.scorecard()
    card = world.scorecards.scorecard("sc_1")
    assert card is not None

    def waits(number: int, agent: str, evaluator: str | None = None) -> str:
        interaction = world.conversation(number, NOW - timedelta(days=1)).model_copy(update={"agent_id": agent})
        draft = opened(f"ev_{number:026d}", interaction, card, version, world.clock, evaluator_id=evaluator)
        long = draft.model_copy(update={"comment": "x" * 9_000})
        with Transaction(world.clock, world.ids) as tx:
            world.evaluations.put_evaluation(tx, long)
        world.clock.advance(timedelta(seconds=1))
        return draft.id

    with metered() as none:
        assert get(LEAD).body["evaluating"]["waiting"] == 0
    for number in range(100, 150):
        waits(number, STRANGER)
    own = waits(1, AGENT, LEAD)
    with metered() as some:
        home = get(LEAD).body
    assert [each["about"] for each in home["for_you"]] == [own]
    assert (home["evaluating"]["waiting"], home["evaluating"]["more"]) == (1, True)
    assert some.read_units <= none.read_units + 12, "two pages of lines, and whose they are; whole, they were 60"


@pytest.mark.feature("S4.12")
def test_a_calibration_waits_for_its_assessors_until_they_hand_in(world: World, get: Get) -> None:
    from debrief.quality.calibrations.model import NewCalibration
    from debrief.quality.calibrations.service import CalibrationService
    from debrief.quality.calibrations.store import CalibrationStore
    from debrief.quality.evaluations.service import EvaluationService

    version = world.scorecard()
    world.conversation(1, NOW - timedelta(days=1))
    with metered() as none:
        assert get(EVALUATOR).body["for_you"] == []
    reads = (world.scorecards, world.interactions, world.access, world.clock, world.ids)
    calibrations = CalibrationService(CalibrationStore(), world.evaluations, *reads)
    evaluations = EvaluationService(world.evaluations, *reads, calibrations)
    due = NOW + timedelta(days=2)
    begun = calibrations.begin(
        world.caller(ADMIN),
        NewCalibration(
            name="March",
            interaction_id=f"int_{1:026d}",
            scorecard_id="sc_1",
            assessor_ids=(EVALUATOR, ADMIN),
            due_at=due,
        ),
    )
    with metered() as some:
        (item,) = get(EVALUATOR).body["for_you"]
    own = begun.assessor(EVALUATOR)
    assert own is not None
    assert (item["kind"], item["about"], item["title"]) == ("calibration", begun.id, "March")
    assert (item["path"], item["late"]) == (f"/evaluations/{own.evaluation_id}", False)
    assert item["due_at"] == iso(due)
    assert some.read_units <= none.read_units + 4, "the query has one row more; a calibration, whose it is, and a name"
    assert all(each["kind"] != "calibration" for each in get(AGENT).body["for_you"])
    world.clock.advance(timedelta(days=3))
    assert next(e for e in get(EVALUATOR).body["for_you"] if e["kind"] == "calibration")["late"] is True
    answers = [GivenAnswer(question_id=each.id, option_id="yes") for each in version.questions()]
    evaluations.answer(world.caller(EVALUATOR), own.evaluation_id, 1, AnswerChange(answers=tuple(answers)))
    evaluations.complete(world.caller(EVALUATOR), own.evaluation_id)
    assert get(EVALUATOR).body["for_you"] == []
    assert [e["kind"] for e in get(ADMIN).body["for_you"]].count("calibration") == 1


@pytest.mark.feature("S4.4")
def test_an_evaluator_sees_what_waits_and_how_much_is_done(world: World, get: Get) -> None:
    world.scorecard()
    for number in (1, 2, 3):
        world.conversation(number, NOW - timedelta(days=1))
    from debrief.quality.evaluations.service import EvaluationService

    evaluations = EvaluationService(
        world.evaluations, world.scorecards, world.interactions, world.access, world.clock, world.ids
    )
    caller = world.caller(EVALUATOR)
    opened = []
    for number in (1, 2, 3):
        opened.append(evaluations.open(caller, f"int_{number:026d}", "sc_1").id)
        world.clock.advance(timedelta(minutes=1))
    day = get(EVALUATOR).body["evaluating"]
    assert day == {"completed_today": 0, "waiting": 3, "more": False}
    evaluations.complete(caller, opened[0])
    day = get(EVALUATOR).body["evaluating"]
    assert day == {"completed_today": 1, "waiting": 2, "more": False}
    assert [each["about"] for each in get(EVALUATOR).body["for_you"]] == opened[1:]
    # Another evaluator sees neither the drafts nor the count; tomorrow begins at nothing.
    assert get(ADMIN).body["evaluating"]["waiting"] == 0
    world.clock.advance(timedelta(days=1))
    assert get(EVALUATOR).body["evaluating"]["completed_today"] == 0
    assert get(AGENT).body["evaluating"] is None


@pytest.mark.feature("S4.4", "S4.7")
def test_what_was_given_to_do_stands_by_its_due_date_and_behind_no_older_draft(
    world: World, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_reader, "FEW", 3)
    version = world.scorecard()
    card = world.scorecards.scorecard("sc_1")
    assert card is not None

    def draft(number: int, due_in_days: int | None = None) -> str:
        made = opened(
            f"ev_{number:026d}",
            world.conversation(number, NOW - timedelta(days=1)),
            card,
            version,
            world.clock,
            evaluator_id=EVALUATOR,
        )
        if due_in_days is not None:
            given = Assignment(by=LEAD, at=NOW, due_at=NOW + timedelta(days=due_in_days))
            made = made.model_copy(update={"assignment": given})
        with Transaction(world.clock, world.ids) as tx:
            world.evaluations.put_evaluation(tx, made)
        world.clock.advance(timedelta(seconds=1))
        return made.id

    older = [draft(number) for number in range(1, 6)]
    later, late = draft(6, 3), draft(7, -1)
    home = get(EVALUATOR).body
    assert [each["about"] for each in home["for_you"]] == [late, later, older[0]]
    assert [each["late"] for each in home["for_you"]] == [True, False, False]
    assert (home["for_you"][0]["due_at"], home["for_you"][0]["since"]) == ("2026-03-09T09:00:00.000Z", None)
    assert (home["evaluating"]["waiting"], home["evaluating"]["more"]) == (3, True)


@pytest.mark.feature("S2.1", "N9")
def test_an_admin_finds_the_intake_by_reason_and_the_model_s_cost(world: World, get: Get) -> None:
    world.settle(model_budget_usd_month=ModelBudget(summary=25.0))
    budget = MonthlyBudget("summary", world.people, world.clock)
    budget.settle(budget.reserve(0), Spent(micro_usd=1_250_000, requests=3))
    reasons = (HoldReason(code=HoldCode.QUEUE_MISSING, field="queue", sentence="No queue."),)
    for number, status in enumerate((IntakeStatus.HELD, IntakeStatus.HELD, IntakeStatus.FAILED)):
        item = IntakeItem(
            id=f"in_{number}",
            bucket="b",
            unit_key=f"k{number}",
            status=status,
            reasons=reasons if status is IntakeStatus.HELD else (),
            received_at=NOW,
            updated_at=NOW,
        )
        with Transaction(world.clock, world.ids) as tx:
            IntakeStore().put(tx, item, None)
    account = get(ADMIN).body["account"]
    assert (account["held"], account["failed"]) == (2, 1)
    assert account["reasons"] == [{"code": "queue_missing", "count": 2}]
    assert (account["month"], account["spending"][3]) == (
        "2026-03",
        {"use": "summary", "spent_micro_usd": 1_250_000, "limit_micro_usd": 25_000_000},
    )
    assert [each["kind"] for each in get(ADMIN).body["for_you"]] == ["held", "failed"]
    # Evaluators see to the intake, and the money isn't theirs; supervisors see neither.
    theirs = get(EVALUATOR).body["account"]
    assert (theirs["held"], theirs["month"], theirs["spending"]) == (2, None, [])
    assert get(LEAD).body["account"] is None


def test_reading_it_costs_the_same_with_many_times_as_much(
    world: World, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the scores that are read one by one, of which there are fewer here so that the test is short."""
    monkeypatch.setattr(standing, "MOST_SCORES", 5)
    # A version that is remembered for a while costs less, and how long this takes is the machine's.
    monkeypatch.setattr(scorecard_store, "_VERSION_S", 0.0)

    def read() -> tuple[float, float]:
        with metered() as screen:
            assert get(LEAD).status == 200
        with metered() as figures:
            assert standing_of(get, LEAD)["change"]["measure"] == "passed"
        return screen.read_units, figures.read_units

    # Sums by day and scorecard: more evaluations of the same days add to numbers, not to rows.
    scored(world, [True, False] * 3, [True, False] * 3)
    few = read()
    for number in range(200, 260):
        given = {"qn_greet": "yes", "qn_verify": "no", "qn_listen": "yes"}
        world.evaluation(number, NOW - timedelta(days=2 if number % 2 else 14, seconds=number), given)
    assert read() == few
    # Disputes to decide, evaluations to answer and what was settled of them: two queries more; one each of what was
    # given to do, of calibrations to assess, and of 1-to-1s later than six weeks, where somebody has none before; two
    # of flags; of practice one of one's own, one of each in a small line, and who these are.
    assert few[0] <= 38, "read units of a supervisor's first screen"
    assert few[1] <= 15, "of how one agent stands"


@pytest.mark.feature("S2.3")
def test_flags_stand_there_as_numbers_of_those_who_have_them(world: World, get: Get) -> None:
    def flagged(number: int, queue: FlagQueue, state: FlagState = "open") -> None:
        about = Flagged(
            agent_id=AGENT,
            interaction_id=f"int_{number}",
            contact_reference=f"C-{number}",
            channel=Channel.VOICE,
            interaction_started_at=NOW,
        )
        kind: FlagKind = "compliance" if queue == "compliance" else "keyword"
        flag = Flag(
            id=f"fl_{number:03d}", kind=kind, queue=queue, state=state, about=about, grounds=FlagGrounds(),
            raised_at=NOW - timedelta(minutes=number), assignee_id=LEAD,
        )  # fmt: skip
        with Transaction(world.clock, world.ids) as tx:
            FlagStore().put(tx, flag, None)

    def told(who: str) -> list[tuple[str, int, bool, str]]:
        items = get(who).body["for_you"]
        return [
            (each["kind"], each["count"], each["and_more"], each["path"])
            for each in items
            if each["kind"].startswith("flags")
        ]

    assert told(LEAD) == []
    for number in range(3):
        flagged(number, "compliance")
    flagged(10, "compliance", "resolved")
    for number in range(20, 45):
        flagged(number, "quality")
    assert told(LEAD) == [
        ("flags_compliance", 3, False, "/flags"),
        ("flags_quality", 20, True, "/flags?queue=quality"),
    ]
    assert told(ADMIN) == told(AGENT) == [], "they have none"


def test_scores_that_are_read_one_by_one_are_bounded(world: World, get: Get) -> None:
    scored(world, [True, False] * 5, [True, False] * 5)
    with metered() as figures:
        assert standing_of(get, LEAD)["change"]["measure"] == "score"
    # Twice sixty rows of 0.7 KB, at half a unit for 4 KB, lie below 11 units more.
    assert figures.read_units <= 15 + 2 * MOST_SCORES * 0.7 / 8
