"""Answers calendar programs that ask for somebody's 1-to-1s at a secret address: without a sign-in, which they can't.

Who has the address has the secret. Whatever isn't a calendar that is open now is answered with the same words: a secret
that was never one, one that was revoked, and one whose person has left. Nothing that is asked for is logged, since it
is the secret.
"""

import re
from typing import Any

from debrief.coaching.scheduling.feed_wiring import feeds_service
from debrief.kernel.clock import SystemClock
from debrief.kernel.faults import safely
from debrief.kernel.icalendar.writing import MEDIA_TYPE
from debrief.kernel.ids import UlidIds
from debrief.kernel.lazy import Lazy
from debrief.people.access import Access
from debrief.people.store import PeopleStore

_FILE = re.compile(r"/calendars/([A-Za-z0-9_-]{43})\.ics")
_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}

clock = SystemClock()
people = PeopleStore()
feeds = Lazy(lambda: feeds_service(people, Access(people), clock, UlidIds(clock)))


@safely
def lambda_handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Answer with the calendar, or that there is none."""
    asked = _FILE.fullmatch(str(event.get("rawPath", "")))
    text = feeds().read(asked[1]) if asked else None
    if text is None:
        answer = _answer(404, "text/plain; charset=utf-8", "There is no such calendar.\n")
    else:
        answer = _answer(200, MEDIA_TYPE, text)
    looks = event.get("requestContext", {}).get("http", {}).get("method") == "HEAD"
    return {**answer, "body": ""} if looks else answer


def _answer(status: int, media_type: str, body: str) -> dict[str, Any]:
    return {"statusCode": status, "headers": {**_HEADERS, "Content-Type": media_type}, "body": body}
