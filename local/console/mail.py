"""The e-mail of a laptop cloud at `/_mail`: what was sent through SES and Cognito, which here leaves no machine.

| path | shows |
|---|---|
| `/_mail` | what was sent, the newest first: when, from whom, to whom, subject |
| `/_mail/<id>` | one message: its text, and its HTML in a frame |
| `/_mail/<id>/html` | the HTML alone, which the frame shows; the browser runs nothing of it and loads nothing for it |
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

from markupsafe import Markup, escape
from werkzeug.wrappers import Request, Response

from local.console.proxy import Upstream

MAIL: Final = "/_mail"
_SENT: Final = "/_ministack/ses/messages"
# A page of somebody else may have its own name lead to this machine; then the browser says that name.
_OWN_NAMES: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
_LINK: Final = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
_PAGE_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_MESSAGE_POLICY: Final = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
_STYLE: Final = Markup(
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c2430}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;"
    "border-bottom:1px solid #d8dde4}pre{white-space:pre-wrap;background:#f5f7f9;padding:1rem}"
    "iframe{width:100%;height:32rem;border:1px solid #d8dde4}.quiet{color:#5a6675}"
)


@dataclass(frozen=True)
class Message:
    """One message. html: empty where it has none. to: with those who get a copy. files: name and text of each."""

    id: str
    sender: str
    to: tuple[str, ...]
    subject: str
    sent_at: datetime
    text: str
    html: str
    files: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, said: dict[str, Any]) -> Message:
        """From what the engine says of it."""
        return cls(
            id=str(said["MessageId"]),
            sender=str(said.get("Source") or ""),
            to=tuple(str(each) for kind in ("To", "CC", "BCC") for each in said.get(kind) or ()),
            subject=str(said.get("Subject") or ""),
            sent_at=datetime.fromtimestamp(float(said["Timestamp"]), UTC),
            text=str(said.get("BodyText") or ""),
            html=str(said.get("BodyHtml") or ""),
            files=tuple(
                (str(each.get("FileName")), b64decode(each.get("RawContent") or "").decode("utf-8", "replace"))
                for each in said.get("Attachments") or ()
            ),
        )


class Mail:
    """The pages of one cloud's e-mail. engine: where it answers."""

    def __init__(self, engine: Upstream) -> None:
        self._engine = engine

    def answer(self, request: Request) -> Response:
        """The answer to a request below `/_mail`."""
        if not is_own_name(request):
            return page("E-mail", Markup("<p>It is shown on this machine only.</p>"), HTTPStatus.FORBIDDEN)
        asked = self._engine.ask("GET", _SENT)
        if asked.status_code != HTTPStatus.OK:
            return page("E-mail", Markup("<p>The local engine doesn't answer.</p>"), HTTPStatus.SERVICE_UNAVAILABLE)
        messages = sorted(_messages(asked.get_data()), key=lambda each: each.sent_at, reverse=True)
        wanted = request.path.removeprefix(MAIL).strip("/")
        if not wanted:
            return _list(messages)
        id, _, part = wanted.partition("/")
        found = next((each for each in messages if each.id == id), None)
        if found is None or part not in ("", "html"):
            return page("E-mail", Markup("<p>There is no such message.</p>"), HTTPStatus.NOT_FOUND)
        return _html(found) if part else _message(found)


def is_own_name(request: Request) -> bool:
    """Whether a request names this machine."""
    return request.host.rsplit(":", 1)[0] in _OWN_NAMES


def _messages(body: bytes) -> Iterator[Message]:
    for of_account in json.loads(body)["messages"].values():
        yield from (Message.of(said) for said in of_account)


def _list(messages: list[Message]) -> Response:
    if not messages:
        return page("E-mail", Markup("<p>Nothing has been sent yet.</p>"))
    rows = Markup("").join(
        Markup("<tr><td>{}</td><td>{}</td><td>{}</td><td><a href='{}'>{}</a></td></tr>").format(
            _when(each), each.sender, ", ".join(each.to), _address(each), each.subject or "(no subject)"
        )
        for each in messages
    )
    head = Markup("<tr><th>Sent (UTC)</th><th>From</th><th>To</th><th>Subject</th></tr>")
    return page("E-mail", Markup("<table><thead>{}</thead><tbody>{}</tbody></table>").format(head, rows))


def _message(message: Message) -> Response:
    facts = (("From", message.sender), ("To", ", ".join(message.to)), ("Sent (UTC)", _when(message)))
    body = Markup("<p><a href='{}'>All e-mail</a></p><table>{}</table>").format(
        MAIL, Markup("").join(Markup("<tr><th>{}</th><td>{}</td></tr>").format(*each) for each in facts)
    )
    if message.text:
        body += Markup("<h2>Text</h2><pre>{}</pre>").format(_linked(message.text))
    if message.html:
        frame = "<h2>HTML</h2><iframe sandbox title='The message as HTML' src='{}/html'></iframe>"
        body += Markup(frame).format(_address(message))
    for name, content in message.files:
        body += Markup("<h2>{}</h2><pre>{}</pre>").format(name, content)
    return page(message.subject or "(no subject)", body)


def _html(message: Message) -> Response:
    return _response(message.html, HTTPStatus.OK, _MESSAGE_POLICY, framed=True)


def _linked(text: str) -> Markup:
    """The text, in which addresses can be followed."""
    parts, end = Markup(""), 0
    for found in _LINK.finditer(text):
        parts += escape(text[end : found.start()])
        parts += Markup("<a href='{0}' rel='noreferrer'>{0}</a>").format(found[0])
        end = found.end()
    return parts + escape(text[end:])


def _address(message: Message) -> str:
    return f"{MAIL}/{quote(message.id, safe='')}"


def _when(message: Message) -> str:
    return f"{message.sent_at:%Y-%m-%d %H:%M:%S}"


def page(title: str, body: Markup, status: HTTPStatus = HTTPStatus.OK) -> Response:
    whole = Markup(
        "<!doctype html><html lang='en'><meta charset='utf-8'><meta name='viewport' content='width=device-width'>"
        "<title>{0}</title><style>{1}</style><h1>{0}</h1>{2}"
        "<p class='quiet'>Sent by this laptop cloud to nobody: it is only shown here.</p></html>"
    ).format(title, _STYLE, body)
    return _response(whole, status, _PAGE_POLICY, framed=False)


def _response(html: str, status: HTTPStatus, policy: str, *, framed: bool) -> Response:
    answer = Response(html, status, content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = policy
    answer.headers["X-Frame-Options"] = "SAMEORIGIN" if framed else "DENY"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    return answer
