"""Puts together what the clock does with notices."""

from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.channels.events import CHANNEL_WAITING
from debrief.notices.digest_service import DigestService
from debrief.notices.store import NoticesRow, NoticeStore
from debrief.people.store import PeopleStore


def digests(clock: Clock, ids: Ids) -> DigestService:
    """Makes digests."""
    return DigestService(NoticeStore(), PeopleStore(), clock, ids)


def look_again(channel_id: str, clock: Clock, ids: Ids) -> None:
    """Let a channel have its turn at the sender."""
    with Transaction(clock, ids) as tx:
        tx.announce(NoticesRow, CHANNEL_WAITING, channel_id, {})
