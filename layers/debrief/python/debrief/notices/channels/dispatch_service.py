"""From "these people are to be told this" to a parcel in the lane of each channel that tells it.

May be heard twice and in any order: a parcel's id follows from event, channel and, of a CRM, the person.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from aws_lambda_powertools import Logger

from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, Unavailable
from debrief.kernel.ids import Ids, derived_id_at
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.channels.events import CHANNEL_WAITING
from debrief.notices.channels.model import CHOSEN_BY, GIVEN_UP_AFTER, Channel, Parcel
from debrief.notices.channels.store import ChannelStore, lane_told_key
from debrief.notices.choosing import wants
from debrief.notices.events import NoticeRequestedData
from debrief.notices.model import Notice, NoticeChannel, Preferences
from debrief.notices.quiet import fingerprint, is_repeat
from debrief.notices.store import NoticesRow, NoticeStore, Topic
from debrief.people.model import User
from debrief.people.store import PeopleStore

_TRIES: Final = 5
_A_GROUP: Final = 30
"""Parcels in one transaction: each is three of its writes, and channels have one each."""

logger = Logger()


class _Ready(NamedTuple):
    """A parcel that isn't there yet. fingerprint: of what it tells; None where repeats aren't quiet."""

    parcel: Parcel
    channel: Channel
    fingerprint: str | None


class Told(NamedTuple):
    """Whom a notice is about to be told to: people as they are, what they chose, and what was taken back."""

    users: list[User]
    preferences: Mapping[str, Preferences]
    topics: Mapping[str, Topic]


class DispatchService:
    """Makes parcels of notices that contexts ask for."""

    def __init__(
        self, channels: ChannelStore, notices: NoticeStore, people: PeopleStore, clock: Clock, ids: Ids
    ) -> None:
        self._channels = channels
        self._notices = notices
        self._people = people
        self._clock = clock
        self._ids = ids

    def tell(self, event: Event) -> None:
        """Let what an event asks for wait in the lane of each channel that tells it (one read, where none does).

        Raises:
            Unavailable: others keep writing the same. ValidationError: the event isn't one of ours.
        """
        data = NoticeRequestedData.from_told(event.data)
        channels = [each for each in self._channels.channels() if each.on and data.kind in each.kinds]
        if not channels or event.time + GIVEN_UP_AFTER <= self._clock.now():
            return
        for _ in range(_TRIES):
            try:
                ready = self._ready(event, data, channels)
                for start in range(0, len(ready), _A_GROUP):
                    self._write(ready[start : start + _A_GROUP])
            except Conflict:
                # Another worker is at the same event: the next look shows what is left of it.
                continue
            return
        raise Unavailable(f"The parcels of {event.id} are being written elsewhere", retry_after_s=5)

    def _ready(self, event: Event, data: NoticeRequestedData, channels: Sequence[Channel]) -> list[_Ready]:
        told = told_people(self._people, self._notices, data.recipient_ids, data.kind, event.subject)
        found = [
            _Ready(parcel, channel, fingerprint(parcel.notice, parcel.recipient_ids) if channel.quiet_hours else None)
            for channel in channels
            for parcel in _parcels(event, data, channel, recipients_of(channel, data.kind, event.time, told))
        ]
        heard = self._channels.heard([(each.channel.id, each.parcel.id) for each in found])
        new = [each for each in found if each.parcel.id not in heard]
        before = self._notices.told([lane_told_key(each.channel.id, each.fingerprint or "") for each in new])
        withdrawn = max((each.withdrawn_at for each in told.topics.values() if each.withdrawn_at), default=None)
        return [
            each
            for each in new
            if each.fingerprint is None
            or not is_repeat(
                before.get(lane_told_key(each.channel.id, each.fingerprint)),
                each.parcel.id,
                event.time,
                each.channel.quiet_hours,
                withdrawn,
            )
        ]

    def _write(self, ready: Iterable[_Ready]) -> None:
        with Transaction(self._clock, self._ids) as tx:
            waiting = set()
            for each in ready:
                self._channels.add(tx, each.parcel)
                if each.fingerprint is not None:
                    key = lane_told_key(each.channel.id, each.fingerprint)
                    at, hours = each.parcel.notice.at, each.channel.quiet_hours
                    self._notices.note_told(tx, key, each.parcel.id, at, hours)
                waiting.add(each.channel.id)
            for channel_id in sorted(waiting):
                tx.announce(NoticesRow, CHANNEL_WAITING, channel_id, {})
        logger.info("parcels wait", channels=sorted(waiting))


def told_people(people: PeopleStore, notices: NoticeStore, recipient_ids: Iterable[str], kind: str, about: str) -> Told:
    """The people as they are now, with what they chose and what was taken back from them."""
    users = [each for each in people.find_users(recipient_ids) if each.active and not each.is_bot]
    ids = [each.id for each in users]
    return Told(users, notices.preferences_of(ids), notices.topics(ids, kind, about))


def recipients_of(channel: Channel, kind: str, said_at: datetime, told: Told) -> list[User]:
    """Who is told on a channel: those of its teams who want it there, and from whom it wasn't taken back."""
    by = CHOSEN_BY.get(channel.type)
    return [
        each
        for each in told.users
        if (not channel.team_ids or each.team_id in channel.team_ids)
        and (by is None or wants(told.preferences[each.id], kind, by))
        and not told.topics[each.id].withdrawn_by(said_at)
    ]


def _parcels(event: Event, data: NoticeRequestedData, channel: Channel, users: Sequence[User]) -> list[Parcel]:
    """One for all of them; of a CRM, where a task has one owner, one for each."""
    if not users:
        return []
    single = CHOSEN_BY.get(channel.type) is NoticeChannel.TASK
    groups = [[each.id] for each in users] if single else [sorted(each.id for each in users)]
    return [
        Parcel(
            id=derived_id_at("pc", event.time, event.id, channel.id, *(group if single else ())),
            channel_id=channel.id,
            notice=Notice(
                id=derived_id_at("nt", event.time, event.id, *(group if single else ())),
                kind=data.kind,
                about=event.subject,
                actor_id=data.actor_id,
                parameters=data.parameters,
                at=event.time,
            ),
            recipient_ids=tuple(group),
            queued_at=event.time,
        )
        for group in groups
    ]
