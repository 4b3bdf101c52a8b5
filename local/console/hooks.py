"""A receiver of webhooks on the laptop, at `/_hooks`: what channels of Debrief send there is shown, the newest first.

It takes everything and keeps the last of it in memory; nothing is checked and nothing leaves the machine.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

from markupsafe import Markup
from werkzeug.wrappers import Request, Response

from local.console.mail import is_own_name, page

HOOKS: Final = "/_hooks"
MOST_KEPT: Final = 50
_MOST_BYTES: Final = 20_000


@dataclass(frozen=True)
class Taken:
    """A request that was taken. id: its `webhook-id`, the same for whatever is sent again."""

    at: datetime
    id: str
    body: str


class Hooks:
    """What was sent to `/_hooks`."""

    def __init__(self) -> None:
        self._taken: deque[Taken] = deque(maxlen=MOST_KEPT)
        self._lock = threading.Lock()

    def answer(self, request: Request) -> Response:
        """Take what is posted; show it to whoever reads."""
        if not is_own_name(request):
            return page("Webhooks", Markup("<p>They are shown on this machine only.</p>"), HTTPStatus.FORBIDDEN)
        if request.method == "POST":
            body = request.get_data()[:_MOST_BYTES].decode("utf-8", "replace")
            with self._lock:
                self._taken.appendleft(Taken(datetime.now(UTC), request.headers.get("webhook-id", ""), body))
            return Response(status=HTTPStatus.NO_CONTENT)
        with self._lock:
            taken = list(self._taken)
        if not taken:
            return page("Webhooks", Markup("<p>Nothing has come yet.</p>"))
        parts = Markup("").join(
            Markup("<h2>{}</h2><p class='quiet'>{}</p><pre>{}</pre>").format(f"{each.at:%H:%M:%S}", each.id, each.body)
            for each in taken
        )
        return page("Webhooks", parts)
