"""Gathers what somebody was told since their last digest into an e-mail on its way, when that is due.

What waits for a digest lies as deliveries of the channel `digest`. In one transaction they are taken away and the
e-mail that carries them is written, so that nothing is in two digests and nothing in none; the e-mail itself goes the
way of all others, with its tries and what comes back.
"""

from datetime import datetime, timedelta
from typing import Final

from debrief.kernel.clock import Clock, iso
from debrief.kernel.ids import Ids, derived_id_at
from debrief.kernel.schedules.store import schedule, unschedule
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.deadlines import DIGEST_DUE, digest_due
from debrief.notices.digests import DIGEST_KIND, MOST_IN_ONE, next_digest
from debrief.notices.events import DELIVERY_QUEUED, DeliveryQueuedData
from debrief.notices.model import Delivery, Notice, NoticeChannel, Preferences
from debrief.notices.quiet import fingerprint
from debrief.notices.store import NoticesRow, NoticeStore
from debrief.people.store import PeopleStore

_MORE: Final = timedelta(minutes=1)


class DigestService:
    """Makes digests as they are due, and schedules the next ones."""

    def __init__(self, store: NoticeStore, people: PeopleStore, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._people = people
        self._clock = clock
        self._ids = ids

    def make(self, user_id: str, due_at: datetime) -> datetime | None:
        """Make somebody's digest; returns when to come again, or None where they want none any more.

        due_at: for when it was due: a digest is one for that instant, however often it is asked for.
        """
        now = self._clock.now()
        preferences = self._store.preferences(user_id)
        user = self._people.find_user(user_id)
        again = next_digest(preferences.digest, now, self._people.settings().time_zone)
        if user is None or again is None:
            return None
        if not user.active:
            # They may come back; meanwhile they are told nothing that could wait here.
            return again
        waiting = self._store.waiting_for_digest(user_id, most=MOST_IN_ONE)
        if not waiting:
            return again
        told = self._unread(user_id, [each.notice for each in waiting])
        with Transaction(self._clock, self._ids) as tx:
            for each in waiting:
                self._store.remove_delivery(tx, user_id, each)
            if told:
                self._queue(tx, user_id, preferences, told, due_at)
        # What didn't fit into this one follows; the next look finds the rest or nothing.
        return now + _MORE if len(waiting) == MOST_IN_ONE else again

    def _unread(self, user_id: str, notices: list[Notice]) -> list[Notice]:
        """Those that the person hasn't read in the console by now, each thing once."""
        read = {each.notice.id for each in self._store.notices(user_id, [n.id for n in notices]) if each.read_at}
        # Of what reads the same the last one stays.
        latest = {fingerprint(each): each for each in notices if each.id not in read}
        return sorted(latest.values(), key=lambda each: each.id)

    def _queue(
        self, tx: Transaction, user_id: str, preferences: Preferences, told: list[Notice], due_at: datetime
    ) -> None:
        now = self._clock.now()
        notice = Notice(
            id=derived_id_at("nt", now, user_id, iso(due_at), told[0].id),
            kind=DIGEST_KIND,
            about=user_id,
            parameters={"every": preferences.digest.every},
            at=now,
        )
        delivery = Delivery(notice=notice, channel=NoticeChannel.EMAIL, gathered=tuple(told))
        self._store.put_delivery(tx, user_id, delivery)
        queued = DeliveryQueuedData(recipient_id=user_id, channel=NoticeChannel.EMAIL.value)
        tx.announce(NoticesRow, DELIVERY_QUEUED, notice.id, queued.model_dump(mode="json"))


def schedule_digest(tx: Transaction, user_id: str, preferences: Preferences, now: datetime, account_zone: str) -> None:
    """Let somebody's next digest be due as they chose it, with the transaction that keeps the choice."""
    at = next_digest(preferences.digest, now, account_zone)
    if at is None:
        unschedule(tx, NoticesRow, DIGEST_DUE, user_id)
    else:
        schedule(tx, NoticesRow, digest_due(user_id, at))
