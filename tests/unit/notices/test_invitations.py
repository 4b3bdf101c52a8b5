"""The calendar file of an e-mail about a 1-to-1: what a calendar program makes of it, and what it doesn't tell."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from debrief.kernel.icalendar.writing import Attendee
from debrief.notices.channels.email_client import EmailClient, EmailEnvironment
from debrief.notices.invitations import invitation_of
from debrief.notices.mails import Invitation, Mail
from debrief.notices.model import Notice

pytestmark = pytest.mark.feature("S4.13", "S2.5")

AT = datetime(2026, 12, 3, 13, tzinfo=UTC)
AGENT = Attendee("Jonas Brandt", "jonas@example.com")


def made(kind: str = "meeting_scheduled", organizer: str = "debrief@example.com", **told: str) -> Invitation | None:
    parameters = {
        "other_id": "us_1",
        "scheduled_at": "2026-12-03T13:00:00.000Z",
        "duration_ms": "1800000",
        "sequence": "0",
        "manner": "video",
        **told,
    }
    notice = Notice(id="nt_1", kind=kind, about="mt_1", actor_id="us_1", parameters=parameters, at=AT)
    return invitation_of(
        notice,
        {"us_1": "Mara Weiss"},
        recipient=AGENT,
        time_zone="Europe/Berlin",
        console_url="https://debrief.example.com",
        organizer=organizer,
    )


def read(invitation: Invitation | None) -> tuple[str, Any]:
    assert invitation is not None
    calendar: Any = Calendar.from_ical(invitation.content)
    (event,) = calendar.walk("VEVENT")
    assert not event.errors
    assert invitation.media_type.endswith(f"method={calendar['METHOD']}")
    assert len(calendar.walk("VTIMEZONE")) == 1
    return str(calendar["METHOD"]), event


def test_a_1_to_1_is_invited_to_with_its_time_and_whom_it_is_with() -> None:
    method, event = read(made())
    assert (method, str(event["UID"]), int(event["SEQUENCE"])) == ("REQUEST", "mt_1@debrief", 0)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (AT, AT + timedelta(minutes=30))
    assert str(event["SUMMARY"]) == "1-to-1 with Mara Weiss"
    assert str(event["URL"]) == "https://debrief.example.com/meetings/mt_1"
    assert (str(event["ORGANIZER"]), str(event["ATTENDEE"])) == (
        "mailto:debrief@example.com",
        "mailto:jonas@example.com",
    )


def test_moved_twice_and_cancelled_it_is_one_event_with_a_rising_sequence() -> None:
    steps = [
        made(),
        made("meeting_moved", sequence="1", scheduled_at="2026-12-04T13:00:00.000Z"),
        made("meeting_moved", sequence="2", scheduled_at="2026-12-05T13:00:00.000Z"),
        made("meeting_cancelled", sequence="3", scheduled_at="2026-12-05T13:00:00.000Z"),
    ]
    calendar: dict[str, Any] = {}
    for step in steps:
        method, event = read(step)
        kept = calendar.get(str(event["UID"]))
        assert kept is None or int(event["SEQUENCE"]) > int(kept["SEQUENCE"])
        calendar[str(event["UID"])] = event
    (shown,) = calendar.values()
    assert (method, str(shown["STATUS"])) == ("CANCEL", "CANCELLED")


def test_what_is_asynchronous_leaves_the_time_free() -> None:
    assert str(read(made(manner="asynchronous"))[1]["TRANSP"]) == "TRANSPARENT"


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "summary_shared"},
        {"organizer": ""},
        {"duration_ms": "long"},
        {"scheduled_at": "9998-12-03T13:00:00.000Z"},
    ],
)
def test_what_is_about_no_time_has_no_file(told: dict[str, str]) -> None:
    assert made(**told) is None


def test_a_notice_of_before_there_were_files_has_none() -> None:
    told = {"other_id": "us_1", "scheduled_at": "2026-12-03T13:00:00.000Z"}
    notice = Notice(id="nt_1", kind="meeting_scheduled", about="mt_1", parameters=told, at=AT)
    assert (
        invitation_of(notice, {}, recipient=AGENT, time_zone="UTC", console_url="https://x", organizer="d@example.com")
        is None
    )


def test_the_file_goes_along_as_an_attachment(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []

    class Ses:
        def send_email(self, **request: Any) -> dict[str, str]:
            asked.append(request)
            return {"MessageId": "1"}

    monkeypatch.setattr("debrief.notices.channels.email_client.client", lambda *_: Ses())
    sender = EmailClient(EmailEnvironment(email_from="debrief@example.com"))
    invitation = made()
    sender.send("jonas@example.com", Mail("s", "t", "h", "https://x", invitation), {})
    sender.send("jonas@example.com", Mail("s", "t", "h", "https://x"), {})
    with_file, without = (request["Content"]["Simple"] for request in asked)
    assert "Attachments" not in without
    (attachment,) = with_file["Attachments"]
    assert attachment["ContentType"] == "text/calendar; charset=utf-8; method=REQUEST"
    assert attachment["RawContent"].decode() == (invitation or Invitation("", "", "")).content
