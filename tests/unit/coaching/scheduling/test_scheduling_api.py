"""Scheduling as it is asked for: clashes, quiet times, shifts in files, and calendars at secret addresses."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from icalendar import Calendar

from debrief.coaching.scheduling.feeds_service import digest_of
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.storage.outbox import PARTITION
from debrief.kernel.storage.tables import query_all
from debrief.people.rows_store import PeopleRow, user_of, user_row
from tests.unit.coaching.world import ADMIN, AGENT, GONE, HEAD, LEAD, NOW, OTHER_LEAD, PEER, PEOPLE, STRANGER, World
from tests.unit.helpers import LAMBDA_CONTEXT, Answer, answer_of, api_event

pytestmark = pytest.mark.feature("S4.13")

HEADER = "person,date,start,end\n"
TOMORROW = "2026-03-11"


@pytest.fixture
def world(aws: None, monkeypatch: pytest.MonkeyPatch) -> World:
    from api.coaching_api import scheduling_routes, wiring
    from api.read_calendar import handler

    made = World()
    for user_id, *_ in PEOPLE:
        address = f"{user_id}@example.com"
        PeopleRow(PK=f"EMAIL#{address}", SK="EMAIL", kind="email", owner_id=user_id).save()
    for module in (wiring, handler):
        monkeypatch.setattr(module.clock, "now", lambda: NOW, raising=False)
    scheduling_routes.scheduling.forget()
    handler.feeds.forget()
    return made


def call(method: str, path: str, who: str | None, body: Any = None, **options: Any) -> Answer:
    from api.coaching_api.handler import lambda_handler

    return answer_of(lambda_handler(api_event(method, path, who, body, **options), LAMBDA_CONTEXT))


def read(path: str, method: str = "GET") -> dict[str, Any]:
    from api.read_calendar.handler import lambda_handler

    return lambda_handler({"rawPath": path, "requestContext": {"http": {"method": method}}}, None)


def clashes(who: str = LEAD, at: str = f"{TOMORROW}T09:00:00Z", **query: str) -> Answer:
    return call("GET", "/meetings/clashes", who, query={"participant_id": AGENT, "scheduled_at": at, **query})


# Clashes


def test_what_stands_against_a_time_is_warned_of_and_not_refused(world: World) -> None:
    at = datetime(2026, 3, 11, 9, 15, tzinfo=UTC)
    mine = world.meeting(at, by=LEAD, participant=PEER)
    call("POST", "/shifts/imports", LEAD, {"text": f"{HEADER}us_agent@example.com,{TOMORROW},12:00,20:00\n"})
    found = clashes()
    assert found.status == 200
    assert [(each["who"], each["kind"], each["meeting_id"]) for each in found.body["items"]] == [
        ("participant", "off_shift", None),
        ("facilitator", "meeting", mine),
    ]
    assert found.body["items"][1]["who_name"] == "Sample lead"
    assert found.body["shifts_unknown"] == ["facilitator"]
    draft = {"title": "x", "participant_id": AGENT, "scheduled_at": f"{TOMORROW}T09:00:00Z"}
    assert call("POST", "/meetings", LEAD, draft).status == 201
    assert clashes(duration_ms="300000").body["items"][-1]["kind"] in {"meeting", "off_shift"}
    assert clashes(meeting_id=mine, at=f"{TOMORROW}T14:00:00Z").body["items"] == []


def test_a_1_to_1_that_is_moved_is_of_those_who_meet_in_it(world: World) -> None:
    at = datetime(2026, 3, 11, 9, tzinfo=UTC)
    moved = world.meeting(at, by=LEAD)
    when = {"scheduled_at": f"{TOMORROW}T09:15:00Z"}
    assert call("GET", "/meetings/clashes", LEAD, query=when | {"meeting_id": moved}).body["items"] == []
    world.meeting(at, by=LEAD, participant=PEER)
    found = call("GET", "/meetings/clashes", LEAD, query=when | {"meeting_id": moved}).body["items"]
    assert {each["kind"] for each in found} == {"meeting"}
    nobody = call("GET", "/meetings/clashes", LEAD, query=when)
    assert (nobody.status, nobody.body["errors"][0]["pointer"]) == (400, "?participant_id")
    days = {"first_day": TOMORROW, "last_day": TOMORROW}
    assert call("GET", "/meetings/slots", LEAD, query=days).status == 400
    for path, query in (("/meetings/clashes", when), ("/meetings/slots", days)):
        assert call("GET", path, OTHER_LEAD, query=query | {"meeting_id": moved}).status == 404
        assert call("GET", path, AGENT, query=query | {"meeting_id": moved}).status == 403


def test_its_own_time_is_free_for_a_1_to_1_that_is_moved(world: World) -> None:
    rows = "".join(f"{who}@example.com,{TOMORROW},09:00,10:00\n" for who in (AGENT, LEAD))
    assert call("POST", "/shifts/imports", LEAD, {"text": HEADER + rows}).body["written"] == 2
    moved = world.meeting(datetime(2026, 3, 11, 9, tzinfo=UTC), by=LEAD)
    query = {"first_day": TOMORROW, "last_day": TOMORROW, "duration_ms": "3600000"}
    taken = call("GET", "/meetings/slots", LEAD, query=query | {"participant_id": AGENT}).body
    free = call("GET", "/meetings/slots", LEAD, query=query | {"meeting_id": moved}).body
    assert (taken["free"], free["free"]) == (0, 1)


def test_of_another_s_session_only_its_time_is_told(world: World) -> None:
    """The head's 1-to-1 with somebody outside the lead's line keeps the head from the lead's; not with whom it is."""
    at = datetime(2026, 3, 11, 9, tzinfo=UTC)
    world.meeting(at, by=ADMIN, participant=AGENT, facilitator_id=ADMIN)
    other = world.meeting(at, by=ADMIN, participant=STRANGER, facilitator_id=ADMIN)
    seen = clashes(ADMIN).body["items"]
    assert {each["meeting_id"] for each in seen} >= {other}
    from api.coaching_api.scheduling_routes import scheduling
    from debrief.coaching.scheduling.service import Two

    caller = world.caller(LEAD)
    found = scheduling().times.clashes(caller, Two(AGENT, LEAD, timedelta(minutes=30)), at)
    assert [(each.who, each.kind) for each in found.items] == [("participant", "meeting")]


@pytest.mark.parametrize(("who", "status"), [(AGENT, 403), (OTHER_LEAD, 404), (HEAD, 200), (ADMIN, 200)])
def test_only_who_coaches_the_person_is_told(world: World, who: str, status: int) -> None:
    assert clashes(who).status == status
    query = {"participant_id": AGENT, "first_day": TOMORROW, "last_day": TOMORROW}
    assert call("GET", "/meetings/slots", who, query=query).status == status
    assert call("GET", "/meetings/volume", who, query={"participant_id": AGENT}).status == status


# Quiet times


def conversations(team: str, hours: dict[int, int], days: int = 56) -> None:
    """Conversations of a team at the same hours of each of the past days."""
    dynamodb = boto3.client("dynamodb")
    for number in range(1, days + 1):
        day = (NOW - timedelta(days=number)).date()
        figures = {f"h{hour:02d}": count for hour, count in hours.items()} | {"count": sum(hours.values())}
        item: Any = {"PK": {"S": f"{team}#CONVERSATIONS"}, "SK": {"S": f"{day}#"}, "kind": {"S": "rollup"}}
        item |= {name: {"N": str(count)} for name, count in figures.items()} | {"revision": {"N": "1"}}
        dynamodb.put_item(TableName="test-insights", Item=item)


def test_the_quietest_time_within_both_shifts_comes_first_with_reasons_and_error(world: World) -> None:
    conversations("EVERYONE#0", dict.fromkeys(range(8, 18), 10) | {13: 2})
    rows = "".join(f"{who}@example.com,{TOMORROW},09:00,16:00\n" for who in (AGENT, LEAD))
    assert call("POST", "/shifts/imports", LEAD, {"text": HEADER + rows}).body["written"] == 2
    query = {"participant_id": AGENT, "first_day": TOMORROW, "last_day": TOMORROW, "duration_ms": "3600000"}
    found = call("GET", "/meetings/slots", LEAD, query=query).body
    first = found["items"][0]
    assert (first["start"], first["end"]) == (f"{TOMORROW}T13:00:00.000Z", f"{TOMORROW}T14:00:00.000Z")
    assert (first["expected"], first["error"]) == (2.0, 1.52)
    assert first["reasons"][0] == "About 2 conversations are likely to begin, give or take 1.5"
    assert first["reasons"][1].startswith("The quietest of the ")
    assert first["reasons"][2] == "Within both people's shifts, with no other 1-to-1"
    assert found["volume"]["whose"] == "everyone"
    assert found["volume"]["days"] == 56
    assert "was missed by 0 conversations on average" in found["volume"]["explanation"]
    world.meeting(datetime(2026, 3, 11, 13, 30, tzinfo=UTC))
    again = call("GET", "/meetings/slots", LEAD, query=query).body
    assert again["items"][0]["start"] != first["start"]
    forecast = call("GET", "/meetings/volume", LEAD, query={"participant_id": AGENT}).body
    assert len(forecast["hours"]) == 7 * 24


def test_the_figures_of_a_team_are_told_to_who_supervises_it(world: World) -> None:
    from debrief.people.model import Team
    from debrief.people.rows_store import team_row

    team_row(Team(id="tm_1", name="Team one", supervisor_id=LEAD)).save()
    row = PeopleRow.get(f"USER#{AGENT}", "USER")
    user_row(user_of(row).model_copy(update={"team_id": "tm_1"})).save()
    asked = {who: call("GET", "/meetings/volume", who, query={"participant_id": AGENT}).body for who in (LEAD, HEAD)}
    assert (asked[LEAD]["whose"], asked[LEAD]["team_id"]) == ("team", "tm_1")
    assert (asked[HEAD]["whose"], asked[HEAD]["team_id"]) == ("everyone", None)
    assert asked[LEAD]["explanation"].startswith("Nothing is foretold")


@pytest.mark.parametrize(
    ("first", "last"), [(TOMORROW, "2026-03-10"), (TOMORROW, "2026-04-20"), ("1900-01-01", "1900-01-02")]
)
def test_days_that_are_none_are_named(world: World, first: str, last: str) -> None:
    query = {"participant_id": AGENT, "first_day": first, "last_day": last}
    answer = call("GET", "/meetings/slots", LEAD, query=query)
    assert answer.status == 400
    assert answer.body["errors"][0]["pointer"] in {"?first_day", "?last_day"}


# Shifts


def test_a_table_of_shifts_is_written_once_and_told_row_by_row(world: World) -> None:
    text = HEADER + (
        f"us_agent@example.com,{TOMORROW},09:00,17:00\nUS_PEER@example.com,{TOMORROW},09:00,17:00\n"
        f"us_stranger@example.com,{TOMORROW},09:00,17:00\nnobody,{TOMORROW},09:00,17:00\n"
        f"us_peer@example.com,2026-03-12,noon,17:00\n"
    )
    first = call("POST", "/shifts/imports", LEAD, {"text": text}).body
    assert (first["total"], first["written"], first["next"]) == (2, 2, None), "the peer's other day is good"
    assert [error["pointer"] for error in first["errors"]] == ["row 6, start", "row 4, person", "row 5, person"]
    again = call("POST", "/shifts/imports", LEAD, {"file": base64.b64encode(text.encode()).decode()}).body
    assert (again["written"], again["unchanged"]) == (0, 2)
    query = {"user_id": AGENT, "first_day": TOMORROW, "last_day": TOMORROW}
    (week,) = call("GET", "/shifts", AGENT, query=query).body["items"]
    assert (week["week"], len(week["shifts"]), week["source"]) == ("2026-03-09", 1, "csv")
    (peers,) = call("GET", "/shifts", LEAD, query=query | {"user_id": PEER}).body["items"]
    assert len(peers["shifts"]) == 1
    assert call("GET", "/shifts", PEER, query=query).status == 404
    assert ("debrief.coaching.shifts.changed.v1", LEAD) in world.announced()


@pytest.mark.feature("S4.13")
def test_a_wrong_row_leaves_out_its_day_and_keeps_what_was_known_of_it(world: World) -> None:
    """The other rows of its person are taken in; the day reads as before until the row is mended."""
    query = {"user_id": AGENT, "first_day": "2026-03-09", "last_day": "2026-03-20"}

    def hours() -> dict[str, list[str]]:
        weeks = call("GET", "/shifts", AGENT, query=query).body["items"]
        return {each["week"]: [shift["start"][:16] for shift in each["shifts"]] for each in weeks}

    def handed_in(*rows: str) -> dict[str, Any]:
        text = HEADER + "".join(f"us_agent@example.com,{row}\n" for row in rows)
        return dict(call("POST", "/shifts/imports", LEAD, {"text": text}).body)

    handed_in("2026-03-09,08:00,16:00", "2026-03-10,08:00,16:00", "2026-03-11,08:00,16:00")
    before = hours()
    # Tuesday's second row is wrong: its first alone would read as the whole of Tuesday.
    rows = "2026-03-09,10:00,18:00", "2026-03-10,10:00,12:00", "2026-03-10,noon,18:00", "2026-03-17,09:00,17:00"
    done = handed_in(*rows)
    assert ([each["pointer"] for each in done["errors"]], done["written"]) == (["row 4, start"], 2)
    after = hours()
    assert [len(each) for each in after.values()] == [2, 1]
    monday, tuesday = after["2026-03-09"]
    assert monday > before["2026-03-09"][0]
    assert tuesday == before["2026-03-09"][1]
    assert handed_in(*rows)["unchanged"] == 2, "twice changes nothing"
    assert hours() == after
    # Without a day it may be about any day that no other row names.
    assert handed_in("2026-03-09,06:00,14:00", "10.3.,10:00,18:00")["written"] == 1
    assert (hours()["2026-03-09"][0] < monday, hours()["2026-03-09"][1]) == (True, tuesday)
    # Mended, it is taken in; Tuesday off says so.
    handed_in("2026-03-09,10:00,18:00", "2026-03-10,,")
    assert hours()["2026-03-09"] == [monday]


@pytest.mark.feature("S4.13")
def test_of_a_week_of_which_every_row_is_wrong_nothing_is_known_as_before(world: World) -> None:
    text = HEADER + f"us_agent@example.com,{TOMORROW},09:00,12:00\nus_agent@example.com,{TOMORROW},noon,17:00\n"
    done = call("POST", "/shifts/imports", LEAD, {"text": text}).body
    assert (done["total"], done["written"], len(done["errors"])) == (0, 0, 1)
    query = {"user_id": AGENT, "first_day": TOMORROW, "last_day": TOMORROW}
    assert call("GET", "/shifts", AGENT, query=query).body["items"] == []


def test_a_file_longer_than_a_step_goes_on_where_it_stopped(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("debrief.coaching.scheduling.shifts_service.STEP", 2)
    monkeypatch.setattr("debrief.coaching.scheduling.shifts_service._WRITE", 1)
    text = HEADER + "".join(f"us_agent@example.com,2026-0{month}-11,09:00,17:00\n" for month in range(3, 8))
    steps = [call("POST", "/shifts/imports", LEAD, {"text": text}).body]
    while steps[-1]["next"] is not None:
        steps.append(call("POST", "/shifts/imports", LEAD, {"text": text, "after": steps[-1]["next"]}).body)
    assert [step["written"] for step in steps] == [2, 2, 1]
    assert (steps[-1]["done"], steps[-1]["total"]) == (5, 5)


@pytest.mark.parametrize("body", [{"text": "name\nx\n"}, {"file": base64.b64encode(b"%PDF-1").decode()}])
def test_what_is_no_table_is_refused(world: World, body: dict[str, str]) -> None:
    assert call("POST", "/shifts/imports", LEAD, body).status == 422
    assert call("POST", "/shifts/imports", AGENT, body).status == 403


def test_a_calendar_becomes_shifts_for_thirteen_weeks(world: World) -> None:
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Private\r\n"
        "DTSTART:20260302T090000Z\r\nDTEND:20260302T170000Z\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,WE\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:2\r\nDTSTART:20260302T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    found = call("POST", "/shifts/calendars", LEAD, {"user_id": AGENT, "text": text}).body
    assert (found["events"], found["weeks"], found["shifts"]) == (2, 13, 26)
    assert (found["first"], found["last"]) == ("2026-03-09", "2026-06-01")
    assert [error["pointer"] for error in found["errors"]] == ["event 2"]
    rows = query_all(CoachingRow, f"SHIFTS#{AGENT}")
    assert len(rows) == 13
    assert not any("Private" in (row.body or "") for row in rows)
    assert all(row.expires_at is not None for row in rows)
    assert call("POST", "/shifts/calendars", LEAD, {"user_id": AGENT, "text": "no"}).status == 422
    assert call("POST", "/shifts/calendars", LEAD, {"user_id": STRANGER, "text": text}).status == 404


# Calendars


def test_one_1_to_1_is_a_file_for_those_who_may_see_it(world: World) -> None:
    meeting = world.meeting(datetime(2026, 3, 11, 9, tzinfo=UTC), link="https://meet.example/x", agenda="Secret")
    answer = call("GET", f"/meetings/{meeting}/calendar", AGENT)
    assert answer.status == 200
    text = str(answer.body)
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert str(event["UID"]) == f"{meeting}@debrief"
    assert "Secret" not in text
    assert call("GET", f"/meetings/{meeting}/calendar", PEER).status == 404


@pytest.mark.parametrize(("kind", "where"), [("in_person", "Room 4"), ("video", "https://meet.example/x")])
def test_a_calendar_tells_the_place_that_holds(world: World, kind: str, where: str) -> None:
    at = datetime(2026, 3, 11, 9, tzinfo=UTC)
    meeting = world.meeting(at, kind=kind, link="https://meet.example/x", location="Room 4")
    (event,) = Calendar.from_ical(str(call("GET", f"/meetings/{meeting}/calendar", AGENT).body)).walk("VEVENT")
    assert str(event["LOCATION"]) == where


def test_a_feed_is_made_read_remade_and_revoked(world: World) -> None:
    meeting = world.meeting(datetime(2026, 3, 11, 9, tzinfo=UTC))
    assert call("GET", "/calendar-feeds/mine", AGENT).body == {"open": False, "made_at": None}
    made = call("PUT", "/calendar-feeds/mine", AGENT).body
    answer = read(made["path"])
    looked_for = read(made["path"], "HEAD")
    assert looked_for == {**answer, "body": ""}, "some programs ask first whether it is there"
    assert (answer["statusCode"], answer["headers"]["Cache-Control"]) == (200, "no-store")
    assert [str(each["UID"]) for each in Calendar.from_ical(answer["body"]).walk("VEVENT")] == [f"{meeting}@debrief"]
    assert call("GET", "/calendar-feeds/mine", AGENT).body["open"]
    again = call("PUT", "/calendar-feeds/mine", AGENT).body
    assert again["path"] != made["path"]
    gone = read(made["path"])
    assert (gone["statusCode"], read(again["path"])["statusCode"]) == (404, 200)
    assert call("POST", "/calendar-feeds/mine/revocation", AGENT).status == 204
    unknown = [
        read(path)
        for path in (
            again["path"],
            f"/calendars/{'a' * 43}.ics",
            "/calendars/x",
            "/calendars/",
            f"/calendars/{'ä' * 43}.ics",
        )
    ]
    assert all(each == gone for each in unknown)
    assert call("POST", "/calendar-feeds/mine/revocation", AGENT).status == 204


def test_the_secret_is_kept_nowhere_and_opens_nothing_of_who_has_left(world: World) -> None:
    path = call("PUT", "/calendar-feeds/mine", AGENT).body["path"]
    secret = path.removeprefix("/calendars/").removesuffix(".ics")
    everything = boto3.client("dynamodb").scan(TableName="test-coaching")["Items"]
    assert secret not in json.dumps(everything)
    assert digest_of(secret) in json.dumps(everything)
    events = [row.body or "" for row in query_all(CoachingRow, PARTITION, index="GSI1")]
    assert all(digest_of(secret) not in event for event in events)
    row = PeopleRow.get(f"USER#{AGENT}", "USER")
    left = user_of(row).model_copy(update={"status": user_of(PeopleRow.get(f"USER#{GONE}", "USER")).status})
    user_row(left).save()
    assert read(path)["statusCode"] == 404


def test_a_leader_s_feed_has_the_1_to_1s_of_those_who_are_still_theirs(world: World) -> None:
    at = datetime(2026, 3, 11, 9, tzinfo=UTC)
    mine = world.meeting(at)
    theirs = world.meeting(at, by=ADMIN, participant=STRANGER, facilitator_id=OTHER_LEAD)
    path = call("PUT", "/calendar-feeds/mine", OTHER_LEAD).body["path"]
    row = PeopleRow.get(f"USER#{STRANGER}", "USER")
    assert theirs in read(path)["body"]
    user_row(user_of(row).model_copy(update={"manager_id": LEAD})).save()
    assert theirs not in read(path)["body"]
    assert mine not in read(path)["body"]
