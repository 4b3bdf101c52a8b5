"""The API of what people are told: their notices, and what they choose to hear of, all of it the caller's own.

Channels that leave Debrief have a room of their own, which only administrators enter.
"""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from debrief.kernel.clock import SystemClock
from debrief.kernel.env import Environment, read_environment
from debrief.kernel.ids import UlidIds
from debrief.kernel.lazy import Lazy
from debrief.kernel.model import Entity
from debrief.kernel.web.api import SIGNED_IN, Api, IfMatch, expected_revision, versioned
from debrief.kernel.web.paging import Cursors, Page
from debrief.kernel.web.secrets import cursor_secret
from debrief.notices.model import NoticeChannel
from debrief.notices.names_reader import NamesReader
from debrief.notices.service import NoticeService
from debrief.notices.store import NoticeStore
from debrief.notices.views import NoticeId, NoticeView, PreferencesChanges, PreferencesView, UnreadView
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.scorecards.names_wiring import card_names


class NoticesEnvironment(Environment):
    """notice_channels: those that the environment has, separated by commas."""

    notice_channels: str


class ReadAll(Entity):
    """up_to: the newest notice that was seen; what came later stays unread."""

    up_to: NoticeId


def _service() -> NoticeService:
    channels = read_environment(NoticesEnvironment).notice_channels.split(",")
    available = frozenset(NoticeChannel(each) for each in channels)
    names = NamesReader(people, card_names)
    return NoticeService(NoticeStore(), people, Cursors(cursor_secret), clock, UlidIds(clock), available, names)


clock = SystemClock()
people = PeopleStore()
service = Lazy(_service)
access = Access(people)
app = Api(access.caller, access.seen_ids, rooms={"channels": ["api.notices_api.channel_routes"]})


@app.on("GET", "/notices", allow=SIGNED_IN)
def list_notices(
    unread: Annotated[bool, Query(description="Only those that aren't read")] = False,
    limit: int | None = None,
    cursor: str | None = None,
) -> Page[NoticeView]:
    """List the caller's notices, newest first."""
    return service().page(app.caller, unread=unread, limit=limit, cursor=cursor)


@app.on("GET", "/notices/count", allow=SIGNED_IN)
def count_notices() -> UnreadView:
    """Count the caller's unread notices, up to 99."""
    return service().count(app.caller)


@app.on("POST", "/notices/readings", allow=SIGNED_IN)
def read_notices(body: ReadAll) -> UnreadView:
    """Mark the caller's notices up to one of them as read, a thousand at most; answers how many are left unread."""
    return service().read_all(app.caller, body.up_to)


@app.on("POST", "/notices/<notice_id>/reading", allow=SIGNED_IN)
def read_notice(notice_id: str) -> NoticeView:
    """Mark one of the caller's notices as read."""
    return service().read(app.caller, notice_id)


@app.on("GET", "/preferences", allow=SIGNED_IN)
def get_preferences() -> Response[PreferencesView]:
    """Get what the caller hears of on which channel."""
    found = service().preferences(app.caller)
    return versioned(found, found.revision)


@app.on("PATCH", "/preferences", allow=SIGNED_IN)
def change_preferences(body: PreferencesChanges, if_match: IfMatch = None) -> Response[PreferencesView]:
    """Change what the caller hears of on which channel."""
    changed = service().choose(app.caller, body, expected_revision(if_match))
    return versioned(changed, changed.revision)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request."""
    return app.resolve(event, context)
