"""A person's 1-to-1s as a calendar: one of them as a file, all of them at a secret address.

The secret is told once and kept as its digest only. Whoever has it sees what its person may see, as long as they are
active and until they make a new one or revoke it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from debrief.coaching.access import CoachingAccess
from debrief.coaching.meetings.model import Meeting
from debrief.coaching.scheduling import events
from debrief.coaching.scheduling.availability import span_of
from debrief.coaching.scheduling.model import Feed, Span
from debrief.coaching.scheduling.store import SchedulingStore
from debrief.coaching.scheduling.views import FeedView, NewFeed
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.auth import Caller
from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.invitations import uid_of
from debrief.people.access import Access

BEFORE: Final = timedelta(days=14)
AFTER: Final = timedelta(days=92)
"""So far back and ahead a feed tells."""

MOST: Final = 500
"""1-to-1s that it tells of each part: those that somebody has, and those that they lead."""

SECRET_CHARACTERS: Final = 43
"""256 bits in base64 for addresses."""


def digest_of(secret: str) -> str:
    """What is kept of a secret. It is long and drawn by lot, so that nothing slower is needed (no word is guessed)."""
    return sha256(secret.encode()).hexdigest()


class FeedsService:
    """Makes, revokes and reads feeds. new_secret: draws one, of 256 bits."""

    def __init__(
        self,
        store: SchedulingStore,
        reach: CoachingAccess,
        access: Access,
        clock: Clock,
        ids: Ids,
        new_secret: Callable[[], str],
    ) -> None:
        self._store = store
        self._reach = reach
        self._access = access
        self._clock = clock
        self._ids = ids
        self._new_secret = new_secret

    def state(self, caller: Caller) -> FeedView:
        """Whether the caller has an address."""
        feed = self._store.feed(caller.user_id)
        return FeedView(open=feed is not None and feed.digest is not None, made_at=feed.made_at if feed else None)

    def make(self, caller: Caller) -> NewFeed:
        """A new address for the caller, in place of the one that they had. Raises Stale where both happen at once."""
        secret, now = self._new_secret(), self._clock.now()
        self._put(Feed(user_id=caller.user_id, digest=digest_of(secret), made_at=now))
        return NewFeed(open=True, made_at=now, path=f"/calendars/{secret}.ics")

    def revoke(self, caller: Caller) -> None:
        """Let the caller's address open nothing; where there is none, nothing happens."""
        feed = self._store.feed(caller.user_id)
        if feed is not None and feed.digest is not None:
            self._put(Feed(user_id=caller.user_id))

    def read(self, secret: str) -> str | None:
        """The calendar behind a secret; None where there is none, its person has left, or may see no 1-to-1s."""
        owner = self._store.owner_of(digest_of(secret)) if len(secret) == SECRET_CHARACTERS else None
        caller = self._access.standing(owner)
        return None if caller is None else self._calendar(caller)

    def file_of(self, caller: Caller, meeting: Meeting) -> str:
        """One 1-to-1, which the caller may see, as a calendar file."""
        return self._text(caller, [meeting], name="")

    def _calendar(self, caller: Caller) -> str:
        now = self._clock.now()
        found = self._store.meetings_around(caller.user_id, Span(now - BEFORE, now + AFTER), MOST)
        seen = self._reach.seen(caller)({each.participant_id for each in found})
        shown = {each.id: each for each in found if each.participant_id in seen or each.colleague_id == caller.user_id}
        return self._text(caller, list(shown.values()), name="1-to-1s")

    def _text(self, caller: Caller, meetings: list[Meeting], name: str) -> str:
        from debrief.kernel.icalendar.writing import CalendarEvent, calendar_text

        names = self._reach.names(_other(each, caller) for each in meetings)
        written = []
        for each in meetings:
            span = span_of(each)
            written.append(
                CalendarEvent(
                    uid=uid_of(each.id),
                    sequence=each.sequence,
                    stamp=_changed_at(each),
                    start=span.start,
                    end=span.end,
                    summary=f"{each.title} ({names.get(_other(each, caller), '1-to-1')})",
                    description=each.link or "",
                    location=_where(each),
                    cancelled=each.status == "cancelled",
                    busy=each.kind != "asynchronous",
                )
            )
        return calendar_text(written, time_zone=caller.time_zone, method="PUBLISH", name=name)

    def _put(self, feed: Feed) -> None:
        before = self._store.feed(feed.user_id)
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put_feed(transaction, before, feed)
            transaction.announce(
                CoachingRow, events.CALENDAR_FEED_CHANGED, feed.user_id, events.feed_data(open=feed.digest is not None)
            )


def _other(meeting: Meeting, caller: Caller) -> str:
    """Whom the caller meets; of a 1-to-1 of others, its participant."""
    if meeting.participant_id == caller.user_id:
        return meeting.colleague_id or meeting.facilitator_id
    return meeting.participant_id


def _where(meeting: Meeting) -> str:
    """Where it takes place: a room where people meet, and else its link, though a room may stand beside it."""
    places = (meeting.location, meeting.link)
    return next((each for each in (places if meeting.kind == "in_person" else reversed(places)) if each), "")


def _changed_at(meeting: Meeting) -> datetime:
    """When this version was made, as far as is known: its last step, or its beginning."""
    return meeting.history[-1].at if meeting.history else meeting.created_at
