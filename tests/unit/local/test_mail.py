"""What the laptop cloud shows of the e-mail that was sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Response

from local.console.mail import MAIL, Mail

HOSTILE = "<script>alert(1)</script>"


def sent(number: int, **more: Any) -> dict[str, Any]:
    return {
        "MessageId": f"m{number}@email.amazonses.com",
        "Source": "Debrief <no-reply@example.org>",
        "To": [f"to{number}@example.org"],
        "CC": [],
        "BCC": [],
        "Subject": f"Message {number}",
        "BodyText": f"Text {number}",
        "BodyHtml": None,
        "Timestamp": 1_790_000_000 + number,
        "Type": "SendEmail",
        **more,
    }


class Engine:
    """Stands for the way to the engine."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.status = 200

    def ask(self, method: str, path: str) -> Response:
        assert (method, path) == ("GET", "/_ministack/ses/messages")
        return Response(json.dumps({"messages": {"000000000000": self.messages}}), self.status)


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def ask(engine: Engine) -> Callable[..., TestResponse]:
    from werkzeug.wrappers import Request

    mail = Mail(engine)  # type: ignore[arg-type]
    return Client(Request.application(mail.answer)).open


def test_what_was_sent_is_listed_the_newest_first(ask: Callable[..., TestResponse], engine: Engine) -> None:
    assert "Nothing has been sent yet" in ask(MAIL).text
    engine.messages = [sent(1), sent(3, CC=["copy@example.org"]), sent(2, Subject="")]
    page = ask(MAIL).text
    assert page.index("Message 3") < page.index("(no subject)") < page.index("Message 1")
    assert "to3@example.org, copy@example.org" in page
    assert "Debrief &lt;no-reply@example.org&gt;" in page
    assert "2026-09-21 14:13:23" in page


def test_one_message_shows_its_text_and_its_html_in_a_frame_without_scripts(
    ask: Callable[..., TestResponse], engine: Engine
) -> None:
    engine.messages = [sent(1, BodyText="See https://example.org/a?b=1&c=2.", BodyHtml=f"<b>Hello</b>{HOSTILE}")]
    address = f"{MAIL}/m1%40email.amazonses.com"
    assert f"href='{address}'" in ask(MAIL).text
    page = ask(address)
    assert "<a href='https://example.org/a?b=1&amp;c=2' rel='noreferrer'>" in page.text
    assert f"<iframe sandbox title='The message as HTML' src='{address}/html'>" in page.text
    assert HOSTILE not in page.text
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none';")
    html = ask(f"{address}/html")
    assert html.text == f"<b>Hello</b>{HOSTILE}"
    # Asked for outside of the frame, too, it is nobody's page and runs nothing.
    assert html.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none';")
    assert html.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_what_a_message_says_is_text(ask: Callable[..., TestResponse], engine: Engine) -> None:
    engine.messages = [sent(1, Source=HOSTILE, To=[HOSTILE], Subject=HOSTILE, BodyText=HOSTILE, MessageId="'><x")]
    for path in (MAIL, f"{MAIL}/%27%3E%3Cx"):
        page = ask(path)
        assert page.status_code == 200
        assert "<script" not in page.text
        assert "'><x" not in page.text


def test_it_is_for_this_machine_only(ask: Callable[..., TestResponse], engine: Engine) -> None:
    engine.messages = [sent(1)]
    assert ask(MAIL, headers={"Host": "localhost:5173"}).status_code == 200
    assert ask(MAIL, headers={"Host": "[::1]:5173"}).status_code == 200
    foreign = ask(MAIL, headers={"Host": "rebound.example.org:5173"})
    assert foreign.status_code == 403
    assert "Message 1" not in foreign.text


def test_what_is_not_there_is_not_there(ask: Callable[..., TestResponse], engine: Engine) -> None:
    engine.messages = [sent(1)]
    assert ask(f"{MAIL}/m2@email.amazonses.com").status_code == 404
    assert ask(f"{MAIL}/m1@email.amazonses.com/raw").status_code == 404
    engine.status = 503
    assert ask(MAIL).status_code == 503


@pytest.mark.feature("S4.13")
def test_what_is_attached_is_shown_as_text(ask: Callable[..., TestResponse], engine: Engine) -> None:
    from base64 import b64encode

    files = [{"FileName": "invitation.ics", "RawContent": b64encode(f"BEGIN:VCALENDAR {HOSTILE}".encode()).decode()}]
    engine.messages = [sent(1, Attachments=files)]
    page = ask(f"{MAIL}/m1%40email.amazonses.com").text
    assert "<h2>invitation.ics</h2><pre>BEGIN:VCALENDAR &lt;script&gt;" in page
    assert HOSTILE not in page
