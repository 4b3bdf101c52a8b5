"""E-mail that was sent is still there after a restart; the engine keeps it in memory only."""

from __future__ import annotations

from typing import Any, Final

from local.engine.patches import engine, required

KEPT: Final = 500
"""The latest so many of each account and Region."""

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
