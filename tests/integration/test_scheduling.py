"""Times for a 1-to-1, shifts from files, and calendars at secret addresses, on the running engine."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from tests.integration.driver import Debrief, eventually
from tests.integration.test_work import change, lead

pytestmark = pytest.mark.feature("S4.13")


def opened(debrief: Debrief, path: str) -> tuple[int, str, dict[str, str]]:
    """What somebody gets who isn't signed in."""
    try:
        with urllib.request.urlopen(debrief.cloud.api_url.rstrip("/") + path, timeout=60) as answer:
            return answer.status, answer.read().decode(), {k.lower(): v for k, v in answer.headers.items()}
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), {}


def test_an_invitation_its_update_and_its_end_go_along_with_the_e_mails(debrief: Debrief) -> None:
    supervisor, agent = lead(debrief)
    mine = {"as_user": supervisor["email"]}
    at = (datetime.now(UTC) + timedelta(days=22)).replace(microsecond=0)
    asked = {"title": "1-to-1", "participant_id": agent["id"], "scheduled_at": at.isoformat()}
    path = f"/meetings/{debrief.post('/meetings', asked, **mine)['id']}"
    for hours in (1, 2):
        change(debrief, "PATCH", path, {"scheduled_at": (at + timedelta(hours=hours)).isoformat()}, **mine)
    debrief.post(f"{path}/cancellation", **mine)

    def files() -> list[Any] | None:
        with urllib.request.urlopen(f"{debrief.cloud.settings.url}/_ministack/ses/messages", timeout=30) as answer:
            sent = [each for many in json.load(answer)["messages"].values() for each in many]
        found = [
            Calendar.from_ical(b64decode(file["RawContent"]))
            for each in sent
            if agent["email"] in each["To"]
            for file in each.get("Attachments", ())
        ]
        return found if len(found) == 4 else None

    steps = sorted(
        eventually(files, "four e-mails have come"), key=lambda each: int(each.walk("VEVENT")[0]["SEQUENCE"])
    )
    events = [each.walk("VEVENT")[0] for each in steps]
    assert [str(each["METHOD"]) for each in steps] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert [int(each["SEQUENCE"]) for each in events] == [0, 1, 2, 3]
    assert len({str(each["UID"]) for each in events}) == 1
    assert events[-1]["DTSTART"].dt.astimezone(UTC) == at + timedelta(hours=2)


def test_times_are_found_beside_shifts_and_other_1_to_1s(debrief: Debrief) -> None:
    supervisor, agent = lead(debrief)
    mine = {"as_user": supervisor["email"]}
    day = (datetime.now(UTC) + timedelta(days=20)).date()
    rows = "".join(f"{who['email']},{day},00:00,23:45\n" for who in (supervisor, agent))
    taken = debrief.post("/shifts/imports", {"text": f"person,date,start,end\n{rows}nobody,{day},1:00,2:00\n"}, **mine)
    assert (taken["written"], [each["pointer"] for each in taken["errors"]]) == (2, ["row 4, person"])
    again = debrief.post("/shifts/imports", {"text": f"person,date,start,end\n{rows}"})
    assert (again["written"], again["unchanged"]) == (0, 2)
    (week,) = debrief.get(f"/shifts?user_id={agent['id']}&first_day={day}&last_day={day}", **mine)["items"]
    assert len(week["shifts"]) == 1
    asked = f"participant_id={agent['id']}&first_day={day}&last_day={day}&duration_ms=3600000"
    found = debrief.get(f"/meetings/slots?{asked}", **mine)
    assert found["items"]
    assert found["volume"]["explanation"]
    first = found["items"][0]
    meeting = debrief.post(
        "/meetings", {"title": "1-to-1", "participant_id": agent["id"], "scheduled_at": first["start"]}, **mine
    )
    assert first["start"] not in {each["start"] for each in debrief.get(f"/meetings/slots?{asked}", **mine)["items"]}
    at = first["start"].replace("+", "%2B")
    clashes = debrief.get(f"/meetings/clashes?participant_id={agent['id']}&scheduled_at={at}", **mine)["items"]
    assert {(each["who"], each["meeting_id"]) for each in clashes} == {
        ("participant", meeting["id"]),
        ("facilitator", meeting["id"]),
    }
    assert debrief.get(f"/meetings/volume?participant_id={agent['id']}", **mine)["explanation"]


def test_a_calendar_is_taken_for_shifts(debrief: Debrief) -> None:
    supervisor, agent = lead(debrief)
    monday = datetime.now(UTC).date() + timedelta(days=7)
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        f"DTSTART:{monday:%Y%m%d}T090000Z\r\nDTEND:{monday:%Y%m%d}T170000Z\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    body = {"user_id": agent["id"], "text": text}
    found = debrief.post("/shifts/calendars", body, as_user=supervisor["email"])
    assert (found["shifts"], found["weeks"], found["errors"]) == (3, 3, [])


def test_a_calendar_program_reads_what_lies_at_a_secret_address_until_it_is_revoked(debrief: Debrief) -> None:
    supervisor, agent = lead(debrief)
    at = datetime.now(UTC) + timedelta(days=21)
    asked = {"title": "1-to-1", "participant_id": agent["id"], "scheduled_at": at.isoformat()}
    meeting = debrief.post("/meetings", asked, as_user=supervisor["email"])
    for who in (agent, supervisor):
        made = debrief.call("PUT", "/calendar-feeds/mine", as_user=who["email"]).body
        status, text, headers = opened(debrief, made["path"])
        assert (status, headers["cache-control"]) == (200, "no-store")
        assert headers["content-type"].startswith("text/calendar")
        events: Any = Calendar.from_ical(text).walk("VEVENT")
        assert [str(each["UID"]) for each in events] == [f"{meeting['id']}@debrief"]
        assert debrief.get("/calendar-feeds/mine", as_user=who["email"])["open"]
        revoked = debrief.call("POST", "/calendar-feeds/mine/revocation", as_user=who["email"])
        assert revoked.status == 204
        gone = opened(debrief, made["path"])
        assert gone[:2] == opened(debrief, f"/calendars/{'a' * 43}.ics")[:2]
        assert gone[0] == 404
    assert opened(debrief, "/meetings")[0] == 401
    file = debrief.call("GET", f"/meetings/{meeting['id']}/calendar", as_user=agent["email"])
    assert file.status == 200
