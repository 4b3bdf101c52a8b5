"""From "these people are to be told this" to each of them, on each channel that they want to hear of it.

Everything here may be heard twice and in any order: ids follow from the event, recipient and channel, and what was
taken back is remembered for longer than an event can be late.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, Protocol

from aws_lambda_powertools import Logger

from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, DebriefError, Stale, Unavailable
from debrief.kernel.faults import log_passing
from debrief.kernel.icalendar.writing import Attendee
from debrief.kernel.ids import Ids, begin_of, derived_id_at
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import MOST_ITEMS, Transaction
from debrief.notices.channels.email_client import Refused
from debrief.notices.channels.store import ChannelStore
from debrief.notices.choosing import available_with, channels_for, wants
from debrief.notices.criteria import SCORECARD
from debrief.notices.digests import digest_mail
from debrief.notices.events import DELIVERY_QUEUED, DeliveryQueuedData, NoticeRequestedData, NoticeWithdrawnData
from debrief.notices.invitations import invitation_of
from debrief.notices.kinds import KINDS
from debrief.notices.mails import Mail, mail_of
from debrief.notices.model import OPEN_STATES, Delivery, DeliveryState, Notice, NoticeChannel, Preferences
from debrief.notices.names_reader import NamesReader
from debrief.notices.quiet import fingerprint, is_repeat
from debrief.notices.store import KEEP, NoticesRow, NoticeStore, delivery_key, notice_key, told_key
from debrief.people.model import User
from debrief.people.store import PeopleStore

CLAIM: Final = timedelta(minutes=2)
"""So long one worker has for one try; longer than the function may run."""

_TRIES: Final = 5
_MOST_TAKEN_BACK: Final = 30
"""Notices of one thing that one transaction takes back, with their deliveries; what is more goes into further ones."""
logger = Logger()


class Sender(Protocol):
    """A channel that leaves Debrief."""

    def send(self, address: str, mail: Mail, tags: dict[str, str]) -> str:
        """Send; returns what the channel calls it. Raises Refused, Throttled, Unavailable."""
        ...


class _Told(NamedTuple):
    """A notice on its way to somebody, with the channels that it isn't written for yet. quiet_hours: as they chose."""

    user_id: str
    notice: Notice
    channels: tuple[NoticeChannel, ...]
    quiet_hours: int


class DeliveryService:
    """Handlers of the notices' queue. senders: by channel, without that of the console. console_url: for links.

    sent_from: the address that e-mails come from, which invitations name as their organiser; empty without e-mail.
    """

    def __init__(
        self,
        store: NoticeStore,
        people: PeopleStore,
        senders: Mapping[NoticeChannel, Sender],
        clock: Clock,
        ids: Ids,
        console_url: str,
        names: NamesReader,
        sent_from: str = "",
    ) -> None:
        self._store = store
        self._people = people
        self._senders = senders
        self._clock = clock
        self._ids = ids
        self._console_url = console_url
        self._sent_from = sent_from
        self._names = names
        self._health = ChannelStore()
        self._available = available_with(senders)

    # Telling -------------------------------------------------------------------------------------------------------

    def tell(self, event: Event) -> None:
        """Write what everybody named in a request is told, each on the channels that they want.

        Raises:
            Unavailable: others keep writing the same. ValidationError: the event isn't one of ours.
        """
        data = NoticeRequestedData.from_told(event.data)
        if event.time + KEEP <= self._clock.now():
            logger.info("a notice too old to be told", event_id=event.id, kind=data.kind)
            return
        for _ in range(_TRIES):
            try:
                for group in _groups(self._untold(event, data)):
                    self._write(group)
            except (Conflict, Stale):
                # Another worker is at the same event, or it was just taken back: the next look shows it.
                continue
            return
        raise Unavailable(f"The notices of {event.id} are being written elsewhere", retry_after_s=5)

    def withdraw(self, event: Event) -> None:
        """Take back what people were told of a thing and haven't read, and what they would be told later.

        Raises:
            Unavailable: their notices keep being changed elsewhere.
        """
        data = NoticeWithdrawnData.from_told(event.data)
        for user_id in data.recipient_ids:
            self._withdraw_from(user_id, data.kind, event)

    def _untold(self, event: Event, data: NoticeRequestedData) -> list[_Told]:
        users = [each for each in self._people.find_users(data.recipient_ids) if _reachable(each)]
        if skipped := len(set(data.recipient_ids)) - len(users):
            logger.info("people who aren't told", event_id=event.id, count=skipped)
        if _withdrawable(data.kind):
            topics = self._store.topics([each.id for each in users], data.kind, event.subject)
            users = [each for each in users if not topics[each.id].withdrawn_by(event.time)]
        preferences = self._store.preferences_of(each.id for each in users)
        told = [
            _Told(
                each.id,
                _notice(event, data, each.id),
                self._channels(each, preferences[each.id], data.kind),
                preferences[each.id].quiet_hours,
            )
            for each in users
        ]
        there = self._store.present([_key(each, channel) for each in told for channel in each.channels])
        left = (
            each._replace(channels=tuple(channel for channel in each.channels if _key(each, channel) not in there))
            for each in told
        )
        return [each for each in self._quiet([each for each in left if each.channels], event) if each.channels]

    def _quiet(self, told: Sequence[_Told], event: Event) -> list[_Told]:
        """The same without e-mails that would repeat what was told lately; the console's list is complete."""
        leaving = [each for each in told if NoticeChannel.EMAIL in each.channels]
        if not leaving:
            return list(told)
        before = self._store.told([told_key(each.user_id, fingerprint(each.notice)) for each in leaving])
        if not before:
            return list(told)
        topics = self._store.topics([each.user_id for each in leaving], leaving[0].notice.kind, event.subject)

        def repeats(each: _Told) -> bool:
            found = before.get(told_key(each.user_id, fingerprint(each.notice)))
            withdrawn = topics[each.user_id].withdrawn_at if each.user_id in topics else None
            return is_repeat(found, each.notice.id, each.notice.at, each.quiet_hours, withdrawn)

        return [
            each._replace(channels=tuple(c for c in each.channels if c is not NoticeChannel.EMAIL))
            if NoticeChannel.EMAIL in each.channels and repeats(each)
            else each
            for each in told
        ]

    def _channels(self, user: User, preferences: Preferences, kind: str) -> tuple[NoticeChannel, ...]:
        found = channels_for(preferences, kind, self._available)
        return tuple(each for each in found if each is NoticeChannel.IN_APP or user.email)

    def _write(self, group: Sequence[_Told]) -> None:
        with Transaction(self._clock, self._ids) as tx:
            for user_id, notice, channels, quiet_hours in group:
                if _withdrawable(notice.kind):
                    self._store.add_to_topic(tx, user_id, notice, Conflict("It was taken back"))
                for channel in channels:
                    if channel is NoticeChannel.IN_APP:
                        self._store.add(tx, user_id, notice)
                        continue
                    self._store.put_delivery(tx, user_id, Delivery(notice=notice, channel=channel))
                    if channel is NoticeChannel.DIGEST:
                        continue
                    if quiet_hours:
                        key = told_key(user_id, fingerprint(notice))
                        self._store.note_told(tx, key, notice.id, notice.at, quiet_hours)
                    queued = DeliveryQueuedData(recipient_id=user_id, channel=channel.value)
                    tx.announce(NoticesRow, DELIVERY_QUEUED, notice.id, queued.model_dump(mode="json"))

    def _withdraw_from(self, user_id: str, kind: str, event: Event) -> None:
        for _ in range(_TRIES):
            topic = self._store.topics([user_id], kind, event.subject)[user_id]
            # Only what was said until then: a thing may be shared anew before this is heard.
            later = begin_of("nt", event.time + timedelta(milliseconds=1))
            before = sorted(each for each in topic.notice_ids if each < later)[:_MOST_TAKEN_BACK]
            if topic.withdrawn_by(event.time) and not before:
                return
            notices = self._store.notices(user_id, before)
            deliveries = (
                self._store.delivery(user_id, channel, each)
                for each in before
                for channel in self._available - {NoticeChannel.IN_APP}
            )
            try:
                with Transaction(self._clock, self._ids) as tx:
                    self._store.withdraw_topic(tx, user_id, kind, event.subject, event.time, before)
                    for notice in notices:
                        if notice.read_at is None:
                            self._store.remove(tx, user_id, notice)
                    for delivery in deliveries:
                        if delivery is not None and delivery.state in OPEN_STATES:
                            self._store.remove_delivery(tx, user_id, delivery)
            except (Conflict, Stale):
                continue
            if len(before) < _MOST_TAKEN_BACK:
                return
        raise Unavailable(f"The notices of {user_id} are being changed elsewhere", retry_after_s=5)

    # Sending -------------------------------------------------------------------------------------------------------

    def send(self, event: Event) -> None:
        """Send what was queued. After this it is sent, or settled as what can't be, or will be tried again.

        Raises:
            Throttled, Unavailable: the channel doesn't take it now; it is noted on the delivery.
        """
        data = DeliveryQueuedData.from_told(event.data)
        user_id, channel = data.recipient_id, NoticeChannel(data.channel)
        delivery = self._store.delivery(user_id, channel, event.subject)
        if delivery is None or delivery.state not in OPEN_STATES:
            return
        now = self._clock.now()
        if delivery.claimed_until is not None and delivery.claimed_until > now:
            raise Unavailable(f"{event.subject} is being sent elsewhere", retry_after_s=60)
        user, sender = self._people.find_user(user_id), self._senders.get(channel)
        preferences = self._store.preferences(user_id)
        wanted = bool(delivery.gathered) or wants(preferences, delivery.notice.kind, channel)
        if not (user and _reachable(user) and user.email and sender and wanted):
            self._save(user_id, delivery, state="dropped", settled_at=now)
            return
        claimed = self._save(user_id, delivery, attempts=delivery.attempts + 1, claimed_until=now + CLAIM)
        try:
            message_id = sender.send(user.email, self._mail(claimed, user), _tags(user_id, claimed.notice))
        except Refused as error:
            logger.warning("a notice was refused", notice_id=event.subject, channel=channel.value, error=error.detail)
            self._settle(user_id, claimed, state="refused", error=error.detail)
        except DebriefError as error:
            self._settle(user_id, claimed, state="failing", error=error.detail)
            raise
        else:
            self._settle(user_id, claimed, state="sent", error=None, message_id=message_id)

    def note_outcome(self, user_id: str, notice_id: str, state: DeliveryState, error: str) -> None:
        """Note what became of an e-mail after it was sent, such as a bounce; it may be heard before it is `sent`."""
        for _ in range(_TRIES):
            delivery = self._store.delivery(user_id, NoticeChannel.EMAIL, notice_id)
            if delivery is None or (delivery.state, delivery.error) == (state, error):
                return
            try:
                self._save(user_id, delivery, state=state, error=error, settled_at=self._clock.now())
            except (Conflict, Stale):
                continue
            logger.warning("an e-mail came back", notice_id=notice_id, state=state, error=error)
            return
        raise Unavailable(f"The delivery of {notice_id} is being changed elsewhere", retry_after_s=5)

    def _mail(self, delivery: Delivery, user: User) -> Mail:
        notice = delivery.notice
        if delivery.gathered:
            return digest_mail(
                delivery.gathered,
                self._names.of(delivery.gathered),
                every=notice.parameters.get("every", "day"),
                recipient=user.name,
                time_zone=self._people.settings().time_zone,
                console_url=self._console_url,
            )
        names, time_zone = self._names.of([notice]), self._people.settings().time_zone
        scorecard_id = notice.parameters.get(SCORECARD)
        mail = mail_of(
            notice,
            names,
            recipient=user.name,
            time_zone=time_zone,
            console_url=self._console_url,
            scorecard=names.get(scorecard_id) if scorecard_id else None,
        )
        invitation = invitation_of(
            notice,
            names,
            recipient=Attendee(user.name, user.email or ""),
            time_zone=time_zone,
            console_url=self._console_url,
            organizer=self._sent_from,
        )
        return mail._replace(invitation=invitation)

    def _settle(self, user_id: str, claimed: Delivery, *, state: DeliveryState, **changes: Any) -> None:
        now = self._clock.now()
        settled_at = None if state in OPEN_STATES else now
        self._note_health(now, None if state == "sent" else str(changes.get("error")))
        try:
            self._save(user_id, claimed, state=state, claimed_until=None, settled_at=settled_at, **changes)
        except Stale:
            # What came back from the other side was quicker, or it was taken back meanwhile: that stays.
            logger.info("a delivery was settled elsewhere", notice_id=claimed.notice.id, state=state)

    def _note_health(self, now: datetime, error: str | None) -> None:
        try:
            self._health.note_email(now, error)
        except DebriefError as fault:
            # What administrators are shown is a little older then; the e-mail itself is settled all the same.
            log_passing("the health of e-mail couldn't be noted", fault)

    def _save(self, user_id: str, delivery: Delivery, **changes: Any) -> Delivery:
        changed = delivery.model_copy(update=changes)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_delivery(tx, user_id, changed)
        return written(changed)


def _withdrawable(kind: str) -> bool:
    return kind in KINDS and KINDS[kind].withdrawable


def _reachable(user: User) -> bool:
    return user.active and not user.is_bot


def _notice(event: Event, data: NoticeRequestedData, user_id: str) -> Notice:
    return Notice(
        id=derived_id_at("nt", event.time, event.id, user_id),
        kind=data.kind,
        about=event.subject,
        actor_id=data.actor_id,
        parameters=data.parameters,
        at=event.time,
    )


def _key(told: _Told, channel: NoticeChannel) -> tuple[str, str]:
    if channel is NoticeChannel.IN_APP:
        return notice_key(told.user_id, told.notice.id)
    return delivery_key(told.user_id, channel, told.notice.id)


def _groups(many: Sequence[_Told]) -> Iterable[list[_Told]]:
    group: list[_Told] = []
    items = 0
    for each in many:
        more = 1 + 3 * len(each.channels)
        if group and items + more > MOST_ITEMS:
            yield group
            group, items = [], 0
        group.append(each)
        items += more
    if group:
        yield group


def _tags(user_id: str, notice: Notice) -> dict[str, str]:
    """Ids, by which what comes back finds its delivery."""
    return {"recipient": user_id, "notice": notice.id}
