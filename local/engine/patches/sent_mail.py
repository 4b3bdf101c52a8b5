"""E-mail that was sent is still there after a restart, and with what was attached to it.

The engine keeps it in memory only, and forgets the attachments.
"""

from __future__ import annotations

import json
from typing import Any, Final

from local.engine.patches import engine, required

KEPT: Final = 500
"""The latest so many of each account and Region."""

_OK: Final = 200
_KEY: Final = "debrief_sent_emails"


def apply() -> None:
    ses = engine("services.ses")
    sent = required(ses, "_sent_emails")
    get_state = required(ses, "get_state")
    load = required(ses, "load_persisted_state")

    def saving() -> dict[str, Any]:
        kept = [[account, region, messages[-KEPT:]] for (account, region, _), messages in sent.all_items()]
        return {**get_state(), _KEY: kept}

    def loading(data: dict[str, Any]) -> None:
        load(data)
        for account, region, messages in data.get(_KEY, []):
            sent.set_scoped(account, region, "entries", messages)

    ses.get_state = saving
    ses.load_persisted_state = loading
    _keep_attachments(required(ses, "_sent_emails_list"))
    _show_attachments(sent)


def _keep_attachments(sent_list: Any) -> None:
    """Let what is attached to a message stand in its record as it was sent: `FileName`, `RawContent` in base64."""
    ses_v2 = engine("services.ses_v2")
    handle = required(ses_v2, "handle_request")

    async def handle_request(method: str, path: str, headers: Any, body: Any, query_params: Any) -> Any:
        answer = await handle(method, path, headers, body, query_params)
        if method == "POST" and path.rstrip("/").endswith("/outbound-emails") and answer[0] == _OK:
            attached = json.loads(body).get("Content", {}).get("Simple", {}).get("Attachments")
            made = json.loads(answer[2]).get("MessageId")
            for record in reversed(sent_list()) if attached else ():
                if record.get("MessageId") == made:
                    record["Attachments"] = attached
                    break
        return answer

    ses_v2.handle_request = handle_request


def _show_attachments(sent: Any) -> None:
    """Let the list of what was sent tell what was attached, too."""
    app = engine("app")
    show = required(app, "_handle_ses_messages_request")

    async def messages(method: str, path: str, headers: Any, query_params: Any) -> Any:
        answer = await show(method, path, headers, query_params)
        if answer is None or answer[0] != _OK:
            return answer
        attached = {
            record["MessageId"]: record["Attachments"]
            for _, records in sent.all_items()
            for record in records
            if record.get("Attachments")
        }
        told = json.loads(answer[2])
        for many in told["messages"].values():
            for each in many:
                each["Attachments"] = attached.get(each["MessageId"], [])
        return answer[0], answer[1], json.dumps(told).encode()

    app._handle_ses_messages_request = messages
