"""What a person does with their own notices, and what they choose to hear of. Nobody sees anybody else's."""

from typing import Final

from debrief.kernel.auth import Caller
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, NotFound, Unavailable
from debrief.kernel.ids import Ids
from debrief.kernel.storage.revisions import expect_revision
from debrief.kernel.storage.transactions import MOST_ITEMS, Transaction
from debrief.kernel.web.paging import Cursors, Page, page_limit
from debrief.notices.channels.model import CHOSEN_BY
from debrief.notices.channels.store import ChannelStore
from debrief.notices.choosing import available_with, chosen
from debrief.notices.digest_service import schedule_digest
from debrief.notices.model import InAppNotice, NoticeChannel
from debrief.notices.names_reader import NamesReader
from debrief.notices.store import NoticeStore
from debrief.notices.views import (
    MOST_COUNTED,
    NoticeView,
    PreferencesChanges,
    PreferencesView,
    UnreadView,
    notice_view,
    preferences_view,
)
from debrief.people.store import PeopleStore

MOST_PAGES: Final = 10
"""Transactions of 100 in which one request marks notices as read; who has more unread asks once more."""

_TRIES: Final = 3


class NoticeService:
    """The use cases of the API. available: the channels that this environment has."""

    def __init__(
        self,
        store: NoticeStore,
        people: PeopleStore,
        cursors: Cursors,
        clock: Clock,
        ids: Ids,
        available: frozenset[NoticeChannel],
        names: NamesReader,
    ) -> None:
        self._store = store
        self._people = people
        self._cursors = cursors
        self._clock = clock
        self._ids = ids
        self._available = available_with(available - {NoticeChannel.IN_APP})
        self._channels = ChannelStore()
        self._names = names

    def page(self, caller: Caller, *, unread: bool, limit: int | None, cursor: str | None) -> Page[NoticeView]:
        """A page of the caller's notices, newest first. Raises Malformed."""
        binding = ("notices", caller.user_id, unread)
        found = self._store.page(
            caller.user_id,
            self._clock.now(),
            unread=unread,
            limit=page_limit(limit),
            start=self._cursors.decode(cursor, *binding),
        )
        return Page(
            items=self._views(caller, found.notices), next_cursor=self._cursors.encode(found.position, *binding)
        )

    def count(self, caller: Caller) -> UnreadView:
        """How many of the caller's notices are unread."""
        found = len(self._store.unread_ids(caller.user_id, self._clock.now(), most=MOST_COUNTED + 1))
        return UnreadView(unread=min(found, MOST_COUNTED), more=found > MOST_COUNTED)

    def read(self, caller: Caller, notice_id: str) -> NoticeView:
        """Mark one notice as read; harmless for one that is. Raises NotFound."""
        found = self._store.notice(caller.user_id, notice_id)
        if found is None:
            raise NotFound("There is no such notice")
        if found.read_at is None:
            now = self._clock.now()
            with Transaction(self._clock, self._ids) as tx:
                self._store.mark_read(tx, caller.user_id, notice_id, now)
            found = found.model_copy(update={"read_at": now})
        return self._views(caller, [found])[0]

    def read_all(self, caller: Caller, up_to: str) -> UnreadView:
        """Mark all up to a notice as read, the newest first, a thousand at most; those told later stay unread.

        Raises:
            Unavailable: they keep being changed elsewhere.
        """
        for _ in range(MOST_PAGES):
            unread = self._store.unread_ids(caller.user_id, self._clock.now(), most=MOST_ITEMS, up_to=up_to)
            self._mark(caller.user_id, unread)
            if len(unread) < MOST_ITEMS:
                break
            # Downwards, since the index may go on for a moment to list what was just marked.
            up_to = unread[-1]
        return self.count(caller)

    def preferences(self, caller: Caller) -> PreferencesView:
        """What the caller hears of."""
        preferences = self._store.preferences(caller.user_id)
        user = self._people.find_user(caller.user_id)
        set_up = (CHOSEN_BY.get(each.type) for each in self._channels.channels() if each.on)
        available = self._available | {each for each in set_up if each is not None}
        address = user.email if user else None
        return preferences_view(preferences, available, address, self._clock.now(), caller.time_zone)

    def choose(self, caller: Caller, changes: PreferencesChanges, revision: int) -> PreferencesView:
        """Change what the caller hears of, as it was read at `revision`.

        Raises:
            Stale, Conflict: it was changed since. RuleBroken: there is no such kind or channel.
        """
        before = self._store.preferences(caller.user_id)
        expect_revision(before, revision)
        with Transaction(self._clock, self._ids) as tx:
            changed = chosen(before, changes.notices)
            given = {"digest": changes.digest, "quiet_hours": changes.quiet_hours}
            changed = changed.model_copy(update={name: value for name, value in given.items() if value is not None})
            self._store.put_preferences(tx, caller.user_id, changed)
            if changes.digest is not None:
                schedule_digest(tx, caller.user_id, changed, self._clock.now(), caller.time_zone)
        return self.preferences(caller)

    def _mark(self, user_id: str, notice_ids: list[str]) -> None:
        """Mark those of the notices that are unread in the table."""
        for _ in range(_TRIES):
            # The index is behind the table: some of them may be read or taken back by now.
            found = self._store.notices(user_id, notice_ids)
            unread = [each.notice.id for each in found if each.read_at is None]
            try:
                with Transaction(self._clock, self._ids) as tx:
                    for each in unread:
                        self._store.mark_read(tx, user_id, each, self._clock.now())
            except (NotFound, Conflict):
                continue
            return
        raise Unavailable("Your notices are being changed elsewhere; try again", retry_after_s=1)

    def _views(self, caller: Caller, found: list[InAppNotice]) -> list[NoticeView]:
        names = self._names.of([each.notice for each in found])
        return [notice_view(each, names, caller.time_zone) for each in found]
