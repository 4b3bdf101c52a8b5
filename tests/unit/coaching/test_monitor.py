"""The coaching monitor over the API, from real rollups of real evaluations (S3.7, N3)."""

import importlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from debrief.coaching.assignments import missing_follow_ups_service
from debrief.coaching.assignments.missing_follow_ups_service import MissingFollowUps
from debrief.coaching.assignments.model import Area, Assignment
from debrief.coaching.assignments.store import AssignmentStore, FollowUp, OpenRow
from debrief.coaching.monitor.wiring import monitor
from debrief.coaching.table_store import CoachingRow
from debrief.insights.projection.packing import SourceKey
from debrief.insights.projection.projector import RollupProjector
from debrief.insights.projection.store import RollupStore
from debrief.kernel.clock import iso
from debrief.kernel.errors import Stale
from debrief.kernel.schedules.model import Due
from debrief.kernel.storage.tables import find
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.paging import Cursors
from debrief.people.model import Change, Team, User
from debrief.people.organisation.store import write_users
from debrief.people.rows_store import settings_row, team_row
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.blinding import Blind
from tests.doubles import metered
from tests.unit.coaching.assigning import World as AssigningWorld

QUESTION = {"name": "as typed", "question_id": "a"}


class World(AssigningWorld):
    """The same, with rollups, and a monitor by the same clock."""

    def __init__(self) -> None:
        super().__init__()
        wired = importlib.import_module("api.coaching_api.assigning")
        wired.monitor._made = monitor(PeopleStore(), self.access, Cursors(lambda: b"secret"), self.clock)
        self.rollups = RollupProjector(
            RollupStore(), self.store, self.scorecards, self.interactions, PeopleStore(), self.clock, self.ids
        )
        self.number = 100

    def evaluated(self, agent: str, *chosen: str) -> None:
        """Evaluate conversations of today, one for each answer to question a, and count them."""
        counted = []
        for answer in chosen:
            self.number += 1
            interaction = self.add_interaction(self.number, agent, at=self.clock.now() - timedelta(hours=1))
            counted.append(SourceKey("EVAL", self.completed("eve", interaction, self.card, a=answer, b="yes")))
        assert not self.rollups.count(counted, lambda: 60.0).failed

    def monitored(self, who: str = "sam", **query: Any) -> list[dict[str, Any]]:
        page = self.coach(who, "GET", "/coaching-monitor", query=self._dated(query))
        assert page.status == 200, page.body
        return list(page.body["items"])

    def _dated(self, query: dict[str, Any]) -> dict[str, Any]:
        """With the days of this clock where none are asked for: the routes ask the machine's for today."""
        if any(name.endswith(("_from", "_to")) for name in query):
            return query
        return query | {"assigned_to": self.clock.now().date().isoformat()}


@pytest.fixture
def world(aws: None) -> World:
    return World()


def team(world: World, *names: str) -> None:
    """Put people into one team."""
    with Transaction(world.clock, world.ids) as tx:
        tx.create(team_row(Team(id="tm_1", name="Team")))
    for name in names:
        user = PeopleStore().find_user(f"us_{name}")
        assert user is not None
        with Transaction(world.clock, world.ids) as tx:
            write_users(tx, [Change(user, User(**{**dict(user), "team_id": "tm_1"}))])


@pytest.mark.feature("S3.7")
def test_the_monitor_tells_scores_now_and_how_they_moved_since_it_was_assigned(world: World) -> None:
    world.evaluated("kim", *["no"] * 4, *["yes"] * 2)
    world.clock.advance(timedelta(days=2))
    area = QUESTION | {"scorecard_id": world.card}
    made = world.given("sam", "kim", 1, areas=[area, {"name": "Empathy"}])
    assert made.status == 201, made.body
    (line,) = world.monitored(compare="true")
    assert (line["scorecard"]["sample"], line["scorecard_move"]) == (6, None), (
        "nothing of before is held against itself"
    )
    assert (line["scorecard_before"]["sample"], line["scorecard_since"]["sample"]) == (6, 0)
    world.clock.advance(timedelta(days=5))
    world.evaluated("kim", *["yes"] * 6)
    (line,) = world.monitored(compare="true")
    assert (line["agent_name"], [each["name"] for each in line["areas"]]) == ("Kim Sample", ["Question a?", "Empathy"])
    assert (line["scorecard"]["value"], line["scorecard"]["sample"]) == (100, 6)
    assert line["scorecard_move"]["points"] == pytest.approx(100 - (4 * 50 + 2 * 100) / 6)
    assert (line["automatic"]["value"], line["automatic_move"]) == (None, None)
    was = line["scorecard_before"]
    assert (was["value"], was["sample"]) == (pytest.approx((4 * 50 + 2 * 100) / 6), 6)
    assert (line["scorecard_since"]["value"], line["scorecard_since"]["sample"]) == (100, 6)
    assert line["automatic_before"] == line["automatic_since"] == line["automatic"] | {"sample": 0}
    plain = world.monitored()[0]
    compared = ("scorecard_before", "scorecard_since", "scorecard_move", "automatic_before", "automatic_since")
    assert [plain[each] for each in compared] == [None] * 5, "only where it is asked for"
    details = world.coach("sam", "GET", f"/coaching-monitor/{made.body['id']}").body
    greets, words = details["areas"]
    assert words["progress"] is None
    assert greets["progress"]["before"]["value"] == pytest.approx(100 * 2 / 6)
    assert greets["progress"]["now"]["value"] == 100
    assert greets["progress"]["move"]["low"] < greets["progress"]["move"]["points"]
    assert greets["progress"]["verdict"] == "not_enough_data", "nobody to hold it against"


@pytest.mark.feature("S3.7")
def test_a_change_is_told_with_the_two_scores_that_it_is_between(world: World) -> None:
    """The score of the past week has days of before the assignment in it, which the change hasn't."""
    world.evaluated("kim", *["no"] * 5)
    world.clock.advance(timedelta(days=3))
    assert world.given("sam", "kim", 1).status == 201
    world.evaluated("kim", *["no"] * 4)
    world.clock.advance(timedelta(days=1))
    world.evaluated("kim", *["yes"] * 6)
    (line,) = world.monitored(compare="true")
    was, since, move = (line[f"scorecard_{each}"] for each in ("before", "since", "move"))
    assert since["value"] - was["value"] == pytest.approx(move["points"])
    assert was["sample"] + since["sample"] >= line["scorecard"]["sample"]


def judges_blindly(world: World, who: str, agent: str, by: str) -> None:
    """Somebody is to judge a conversation that the agent had an hour ago."""
    began = world.clock.now() - timedelta(hours=1)
    found = Blind(interaction_id="int_blind", agent_id=f"us_{agent}", interaction_started_at=began, by=by)
    with Transaction(world.clock, world.ids) as tx:
        BlindStore().blind(tx, f"us_{who}", found)


@pytest.mark.feature("S3.7", "S4.12", "N13")
def test_no_figure_tells_an_assessor_how_a_day_came_out_that_they_judge_blindly(world: World) -> None:
    """The week in sum beside the same week without the day would be the score."""
    world.evaluated("kim", *["no"] * 6)
    world.clock.advance(timedelta(days=1))
    areas = [QUESTION | {"scorecard_id": world.card}]
    made = world.given("ada", "kim", 1, areas=areas)
    assert made.status == 201, made.body
    world.clock.advance(timedelta(days=1))
    world.evaluated("kim", *["yes"] * 6)
    path = f"/coaching-monitor/{made.body['id']}"

    def shown(who: str) -> tuple[int, int, int]:
        (line,) = world.monitored(who, compare="true")
        area = world.coach(who, "GET", path).body["areas"][0]
        return line["scorecard"]["sample"], area["progress"]["now"]["sample"], area["progress"]["before"]["sample"]

    before = shown("sam")
    assert before == (12, 6, 6) == shown("ada")
    judges_blindly(world, "sam", "kim", "cal_1")
    assert shown("sam") == (6, 0, 6), "without today, in the week and since"
    assert shown("ada") == before, "others see what they saw"


@pytest.mark.feature("S3.7", "P4")
def test_one_date_filters_at_a_time_and_others_narrow_it_further(world: World) -> None:
    first = world.given("sam", "kim", 1).body["id"]
    world.given("eve", "zoe", 2)
    world.clock.advance(timedelta(days=8))
    late = world.given("sam", "joe", 3, areas=[{"name": "Pace"}]).body["id"]
    ids = [each["assignment_id"] for each in world.monitored()]
    assert ids == [late], "the past seven days of pat's agents and of longer ago are left out"
    both = {"assigned_from": "2026-03-01", "follow_up_to": "2026-03-30"}
    refused = world.coach("sam", "GET", "/coaching-monitor", query=both)
    assert (refused.status, refused.body["errors"][0]["pointer"]) == (400, "?assigned_from")
    whole = {"assigned_from": "2026-03-01", "assigned_to": world.clock.now().date().isoformat()}
    assert [each["assignment_id"] for each in world.monitored(**whole)] == [late, first]
    assert len(world.monitored("eve", **whole)) == 3
    assert [each["assignment_id"] for each in world.monitored(**whole, area="pace")] == [late]
    assert [each["assignment_id"] for each in world.monitored(**whole, agent_id="us_kim")] == [first]
    assert world.monitored(**whole, group_id="gr_none") == []
    assert world.monitored(**whole, agent_id="us_zoe") == [], "nobody of sam's"
    day = (world.clock.now() + timedelta(days=7)).date().isoformat()
    assert [each["assignment_id"] for each in world.monitored(follow_up_from=day)] == [late]
    assert world.coach("kim", "GET", "/coaching-monitor").status == 403
    long = {"assigned_from": "2025-01-01", "assigned_to": "2026-03-10"}
    backwards = {"follow_up_from": "2026-03-10", "follow_up_to": "2026-03-09"}
    for query, pointer in ((long, "?assigned_to"), (backwards, "?follow_up_to")):
        refused = world.coach("sam", "GET", "/coaching-monitor", query=query)
        assert (refused.status, refused.body["errors"][0]["pointer"]) == (400, pointer)


@pytest.mark.feature("S3.7")
def test_of_the_follow_ups_of_others_no_assignment_is_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    own = world.given("eve", "zoe", 1).body["id"]
    for number, agent in enumerate(("kim", "joe", "kim"), 2):
        world.given("eve", agent, number)
    read: list[str] = []
    assignments = AssignmentStore.assignments

    def reading(self: AssignmentStore, ids: Sequence[str]) -> list[Assignment]:
        read.extend(ids)
        return assignments(self, ids)

    monkeypatch.setattr(AssignmentStore, "assignments", reading)
    day = world.follow_up
    assert [each["assignment_id"] for each in world.monitored("pat", follow_up_from=day)] == [own]
    assert read == [own]
    assert len(world.monitored("eve", follow_up_from=day)) == 4


@pytest.mark.feature("S3.7")
def test_follow_ups_are_paged_by_day_and_move_with_the_assignment(world: World) -> None:
    for number in range(5):
        world.given("eve", ("kim", "joe", "zoe")[number % 3], number + 1)
    day = (world.clock.now() + timedelta(days=7)).date()
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        query = {"follow_up_from": day.isoformat(), "limit": "2"} | cursor
        page = world.coach("eve", "GET", "/coaching-monitor", query=query).body
        found += [each["assignment_id"] for each in page["items"]]
        if not page["next_cursor"]:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert len(found) == len(set(found)) == 5
    one = world.coach("eve", "GET", f"/assignments/{found[0]}")
    later = (day + timedelta(days=3)).isoformat()
    world.coach("eve", "PATCH", f"/assignments/{found[0]}", {"follow_up": later}, if_match=one.etag)
    assert [each["assignment_id"] for each in world.monitored("eve", follow_up_from=later)] == [found[0]]
    assert len(world.monitored("eve", follow_up_from=day.isoformat())) == 4


def led_by_sam(world: World, many: int) -> list[str]:
    """So many agents of sam, beside kim and joe."""
    ids = [f"agent{number:03}" for number in range(many)]
    for name in ids:
        world.add_person(name, "agent", "sam")
    return [f"us_{name}" for name in ids]


def to_follow_up(world: World, agents: Sequence[str], day: date, area: str = "Empathy") -> list[str]:
    """An assignment to be followed up on that day for each of these agents; their ids in the order of the monitor."""
    ids = []
    for agent in sorted(agents):
        ids.append(world.ids.new("ca"))
        given = Assignment(
            id=ids[-1],
            agent_id=agent,
            name="Listen first",
            areas=(Area(name=area),),
            follow_up=day,
            assigned_by="us_eve",
            assigned_at=world.clock.now(),
        )
        with Transaction(world.clock, world.ids) as tx:
            AssignmentStore().add(tx, given)
    return ids


def pages(world: World, who: str, **query: Any) -> list[list[str]]:
    """All pages of the monitor."""
    found: list[list[str]] = []
    cursor: dict[str, str] = {}
    while True:
        page = world.coach(who, "GET", "/coaching-monitor", query=query | cursor)
        assert page.status == 200, page.body
        found.append([each["assignment_id"] for each in page.body["items"]])
        if not page.body["next_cursor"]:
            return found
        cursor = {"cursor": page.body["next_cursor"]}


@pytest.mark.feature("S3.7")
@pytest.mark.parametrize(("many", "small"), [(3, 200), (42, 200), (42, 20)])
def test_follow_ups_of_a_long_line_come_in_order_and_whole_and_others_are_not_read(
    world: World, monkeypatch: pytest.MonkeyPatch, many: int, small: int
) -> None:
    """Of 40 people each one's keys are merged, of 200 all keys are held against them, of more the line is walked up."""
    monkeypatch.setattr("debrief.coaching.monitor.service.SMALL_LINE", small)
    own = led_by_sam(world, many)
    first = world.clock.now().date() + timedelta(days=7)
    expected: list[str] = []
    for day in (first, first + timedelta(days=1), first + timedelta(days=2)):
        to_follow_up(world, [f"us_other{number}" for number in range(20)], day)
        expected += to_follow_up(world, own[-3:], day)
    to_follow_up(world, own[-3:], first + timedelta(days=3))
    read: list[str] = []
    assignments = AssignmentStore.assignments

    def reading(self: AssignmentStore, ids: Sequence[str]) -> list[Assignment]:
        read.extend(ids)
        return assignments(self, ids)

    monkeypatch.setattr(AssignmentStore, "assignments", reading)
    days = {"follow_up_from": first.isoformat(), "follow_up_to": (first + timedelta(days=2)).isoformat()}
    found = pages(world, "sam", limit="4", **days)
    assert [each for page in found for each in page] == expected
    assert [len(page) for page in found] == [4, 4, 1], "a page is full as long as there is more"
    assert set(read) == set(expected)
    assert pages(world, "sam", **days, agent_id=own[-1]) == [expected[2::3]]


@pytest.mark.feature("S3.7")
@pytest.mark.parametrize("who", ["eve", "sam"])
def test_a_page_of_follow_ups_costs_the_same_however_many_there_are(world: World, who: str) -> None:
    own = led_by_sam(world, 42)
    first = world.clock.now().date() + timedelta(days=7)
    days = {"follow_up_from": first.isoformat(), "follow_up_to": (first + timedelta(days=80)).isoformat()}
    reads = []
    for day in (1, 40, 60):
        for number in range(4):
            to_follow_up(world, own[:6], first + timedelta(days=day + number))
        with metered() as usage:
            page = world.coach(who, "GET", "/coaching-monitor", query=days | {"limit": "5"})
        assert len(page.body["items"]) == 5
        reads.append(usage.round_trips)
    assert reads[0] == reads[1] == reads[2]


@pytest.mark.feature("S3.7")
def test_a_page_of_follow_ups_ends_after_so_many_of_others(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("debrief.coaching.monitor.follow_ups_reader.MOST_KEYS", 10)
    own = led_by_sam(world, 42)
    day = world.clock.now().date() + timedelta(days=7)
    to_follow_up(world, [f"us_a{number:02}" for number in range(25)], day)
    expected = to_follow_up(world, own[:4], day)
    found = pages(world, "sam", follow_up_from=day.isoformat(), follow_up_to=day.isoformat())
    assert [each for page in found for each in page] == expected
    assert [len(page) for page in found] == [0, 0, 4]


@pytest.mark.feature("S3.7")
def test_what_an_area_passes_over_is_read_and_ends_a_page_sooner(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("debrief.coaching.monitor.follow_ups_reader.MOST_EXAMINED", 10)
    own = led_by_sam(world, 42)
    day = world.clock.now().date() + timedelta(days=7)
    to_follow_up(world, own[:25], day, "Pace")
    expected = to_follow_up(world, own[25:29], day)
    found = pages(world, "sam", follow_up_from=day.isoformat(), follow_up_to=day.isoformat(), area="empathy")
    assert [each for page in found for each in page] == expected
    assert [len(page) for page in found] == [0, 0, 4]


@pytest.mark.feature("S3.7")
def test_of_few_people_no_more_keys_are_read_than_a_page_takes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    own = led_by_sam(world, 3)
    first = world.clock.now().date() + timedelta(days=7)
    expected = [to_follow_up(world, own, first + timedelta(days=number)) for number in range(8)]
    came: list[FollowUp] = []
    follow_ups = AssignmentStore.follow_ups

    def counted(self: AssignmentStore, *days: date, **options: Any) -> Iterator[tuple[str, FollowUp]]:
        for place, key in follow_ups(self, *days, **options):
            came.append(key)
            yield place, key

    monkeypatch.setattr(AssignmentStore, "follow_ups", counted)
    days = {"follow_up_from": first.isoformat(), "follow_up_to": (first + timedelta(days=20)).isoformat()}
    page = world.coach("sam", "GET", "/coaching-monitor", query=days | {"limit": "5"}).body["items"]
    assert [each["assignment_id"] for each in page] == [each for day in expected for each in day][:5]
    assert len(came) <= 6 + 5, "a page and one more, and the next of each of five"


@pytest.mark.feature("S3.7")
def test_follow_ups_of_before_are_found_once_it_was_asked_for_by_hand(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row of before has no index keys; what was changed or is gone meanwhile is left alone."""
    own = led_by_sam(world, 3)
    day = world.clock.now().date() + timedelta(days=7)
    expected = to_follow_up(world, own, day)
    for agent, id in zip(own, expected, strict=True):
        row = find(CoachingRow, f"FOLLOW_UP#{day.isoformat()}", f"{agent}#{id}")
        assert row is not None
        row.GSI1PK = row.GSI1SK = row.GSI2PK = row.GSI2SK = None
        row.save()
    days = {"follow_up_from": day.isoformat(), "follow_up_to": day.isoformat()}
    assert [world.monitored(who, **days) for who in ("sam", "eve")] == [[], []]
    monkeypatch.setattr(missing_follow_ups_service, "LONGEST", timedelta(seconds=-1))
    service = MissingFollowUps(AssignmentStore(), PeopleStore(), world.clock, world.ids)
    scheduled: list[Due] = []
    monkeypatch.setattr(missing_follow_ups_service, "schedule", lambda tx, row, due: scheduled.append(due))
    for _ in range(2):
        service.begin()
        goes = 0
        while scheduled:
            goes += 1
            due = scheduled.pop()
            assert "Sample" not in str(due.data), "where it has come to names nobody"
            service.go_on(due)
        assert goes > 5, "a piece at a time"
        for who in ("sam", "eve"):
            assert [each["assignment_id"] for each in world.monitored(who, **days)] == expected
    gone = AssignmentStore().assignment(expected[0])
    assert gone is not None
    with Transaction(world.clock, world.ids) as tx:
        AssignmentStore().remove(tx, gone)
    service._found_by_day(gone)
    # Whoever opens it or closes it at that moment writes no key of its day.
    read = AssignmentStore().assignment(expected[1])
    assert read is not None
    closed = read.model_copy(update={"name": "Otherwise"})
    with Transaction(world.clock, world.ids) as tx:
        AssignmentStore().put(tx, closed, read)
    row = find(CoachingRow, f"FOLLOW_UP#{day.isoformat()}", f"{read.agent_id}#{read.id}")
    assert row is not None
    row.GSI1PK = row.GSI1SK = row.GSI2PK = row.GSI2SK = None
    row.save()
    service._found_by_day(read)
    assert [each["assignment_id"] for each in world.monitored("sam", **days)] == expected[1:]
    monkeypatch.setattr(AssignmentStore, "assignment", lambda self, id: read)
    with pytest.raises(Stale):
        service._found_by_day(read)
    assert [each["assignment_id"] for each in world.monitored("eve", **days)] == expected[1:]


@pytest.mark.feature("N3", "S3.7")
def test_whom_an_agent_is_held_against_is_fixed_when_it_is_assigned_and_stays(world: World) -> None:
    colleagues = [f"peer{number}" for number in range(6)]
    for name in colleagues:
        world.add_person(name, "agent", "sam")
        world.evaluated(name, "no", "no", "yes")
    world.add_person("quiet", "agent", "sam")
    team(world, "kim", "quiet", *colleagues)
    world.evaluated("kim", *["no"] * 5, "yes")
    world.given("sam", "peer5", 90)
    world.clock.advance(timedelta(days=1))
    area = QUESTION | {"scorecard_id": world.card}
    made = world.given("sam", "kim", 1, areas=[area]).body["id"]
    world.follow()
    fixed = AssignmentStore().colleagues(made)
    assert fixed is not None
    assert set(fixed.agent_ids) == {f"us_{name}" for name in colleagues[:5]}, "who is in coaching isn't among them"
    assert fixed.considered == 6
    world.clock.advance(timedelta(days=7))
    world.evaluated("kim", *["yes"] * 8)
    for name in colleagues:
        world.evaluated(name, "no", "yes", "yes")
    world.follow(again=True)
    assert AssignmentStore().colleagues(made) == fixed, "hearing of it again chooses nobody anew"
    progress = world.coach("sam", "GET", f"/coaching-monitor/{made}").body["areas"][0]["progress"]
    assert (progress["expected"]["colleagues"], progress["expected"]["left_out"]) == (5, 0)
    assert progress["expected"]["low"] <= progress["expected"]["value"] <= progress["expected"]["high"]
    assert progress["verdict"] in {"improved", "not_shown"}
    # Who is coached since then no longer shows what chance alone brings.
    world.given("sam", "peer0", 91)
    progress = world.coach("sam", "GET", f"/coaching-monitor/{made}").body["areas"][0]["progress"]
    assert (progress["expected"]["colleagues"], progress["expected"]["left_out"]) == (4, 1)
    # Nor do those tell how a day came out that the caller judges blindly.
    judges_blindly(world, "sam", "peer1", "cal_1")
    progress = world.coach("sam", "GET", f"/coaching-monitor/{made}").body["areas"][0]["progress"]
    assert progress["expected"] is None, "of three others there is nothing to hold it against"
    told = world.coach("sam", "GET", f"/coaching-monitor/{made}").body
    assert "peer1" not in str(told), "nobody is told by name"


@pytest.mark.feature("N3", "S3.7")
@pytest.mark.parametrize("on", [True, False])
def test_who_is_in_coaching_by_the_setting_or_was_given_something_that_week_is_held_against_nobody(
    world: World, on: bool
) -> None:
    colleagues = [f"peer{number}" for number in range(7)]
    for name in colleagues:
        world.add_person(name, "agent", "sam")
        world.evaluated(name, "no", "no", "yes")
    team(world, "kim", *colleagues)
    world.evaluated("kim", *["no"] * 5, "yes")
    with Transaction(world.clock, world.ids) as tx:
        settings = PeopleStore().settings()
        tx.put(settings_row(settings.model_copy(update={"accept_and_dispute": on})))
    ago = iso(world.clock.now() - timedelta(days=30))
    waits, looked = OpenRow(PK="COACHED#us_peer0", SK="OPEN"), OpenRow(PK="COACHED#us_peer1", SK="OPEN")
    waits.open_on, waits.open_off = 1, 0
    looked.open_on, looked.open_off = 0, 1
    for row in (waits, looked):
        row.kind, row.last_assigned = "coached", ago
        row.save()
    # What was given that week is done by now, or taken away.
    given = world.given("sam", "peer2", 90)
    assert world.coach("sam", "DELETE", f"/assignments/{given.body['id']}", if_match=given.etag).status == 204
    world.clock.advance(timedelta(days=1))
    made = world.given("sam", "kim", 1, areas=[QUESTION | {"scorecard_id": world.card}]).body["id"]
    world.follow()
    fixed = AssignmentStore().colleagues(made)
    assert fixed is not None
    coached = {"peer2", "peer0" if on else "peer1"}
    assert set(fixed.agent_ids) == {f"us_{name}" for name in colleagues if name not in coached}
    # Nor is who comes into it later.
    world.clock.advance(timedelta(days=2))
    world.evaluated("kim", *["yes"] * 8)
    for name in colleagues:
        world.evaluated(name, "no", "yes", "yes")
    row = find(OpenRow, "COACHED#us_peer3", "OPEN") or OpenRow(PK="COACHED#us_peer3", SK="OPEN", kind="coached")
    row.open_on = row.open_off = 1
    row.save()
    progress = world.coach("sam", "GET", f"/coaching-monitor/{made}").body["areas"][0]["progress"]
    assert (progress["expected"]["colleagues"], progress["expected"]["left_out"]) == (4, 1)


@pytest.mark.feature("S3.7")
def test_a_page_of_the_monitor_costs_the_same_however_many_evaluations_there_are(world: World) -> None:
    for number, agent in enumerate(("kim", "joe")):
        world.given("sam", agent, number + 1)
    reads = []
    for many in (2, 6):
        world.evaluated("kim", *["yes"] * many)
        with metered() as usage:
            world.monitored(compare="true")
        reads.append(usage.round_trips)
    assert reads[0] == reads[1]
