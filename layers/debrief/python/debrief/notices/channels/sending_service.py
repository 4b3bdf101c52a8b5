"""The one sender: works off the lane of a channel, one parcel after the other, at the pace that its receiver bears.

One worker at a time has a lane (a lease that ends by itself), so a pace can be kept, and a circuit is tried with one
parcel. Nothing that waits is forgotten: whoever takes a lane writes down, in the same transaction, when it is looked at
again should they die (due work); and whoever leaves it, when what is left there is due.
"""

import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from aws_lambda_powertools import Logger

from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, DebriefError, Stale
from debrief.kernel.faults import log_fault
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.store import schedule
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.channels.carrier_client import Access, Addressee, Asks, Carrier
from debrief.notices.channels.circuit import after_failure, closed_until, patience, wait_of_parcel
from debrief.notices.channels.deadlines import lane_due
from debrief.notices.channels.dispatch_service import recipients_of, told_people
from debrief.notices.channels.events import CHANNEL_WAITING, PARCEL_GIVEN_UP, ParcelGivenUpData
from debrief.notices.channels.model import (
    CHOSEN_BY,
    GIVEN_UP_AFTER,
    Channel,
    ChannelType,
    Circuit,
    Ending,
    Lane,
    Parcel,
)
from debrief.notices.channels.secrets_store import ChannelSecrets
from debrief.notices.channels.store import ChannelStore
from debrief.notices.channels.story import story_of
from debrief.notices.channels.verdicts import AskedTooOften, Broken, NotTaken, Unwanted
from debrief.notices.model import NoticeChannel
from debrief.notices.names_reader import NamesReader
from debrief.notices.store import NoticesRow, NoticeStore
from debrief.people.store import PeopleStore

PACE_S: Final[Mapping[ChannelType, float]] = {
    # Slack takes one message a second for each channel, and Teams four for each workflow's owner.
    ChannelType.SLACK: 1.1,
    ChannelType.TEAMS: 0.5,
    ChannelType.WEBHOOK: 0.05,
    ChannelType.SALESFORCE: 0.2,
    ChannelType.HUBSPOT: 0.2,
}
"""Seconds between two parcels of a channel."""

LEAST_S: Final = 60.0
"""So much of the function's time has to be left to begin with a parcel: it may take three requests of 16 seconds."""

SLACK: Final = timedelta(minutes=1)
"""A lane is free again so long after its worker can't be alive any more; and one that is taken is looked at then."""

MOST_LOOKED_AT: Final = 500
"""Parcels that wait for a further try, which a worker passes over at most."""

logger = Logger()


class GivenUp(DebriefError):
    """A parcel was given up and lies there. Its message goes to the dead letters, whose alarm tells somebody."""

    type, title = "given-up", "A parcel was given up"


class _Work(NamedTuple):
    """What a worker has to do with: the channel as it was when it began. time_zone: the account's."""

    channel: Channel
    carrier: Carrier
    time_zone: str


class SendingService:
    """Works off lanes. outside: reaches the receivers. sleep: waits for the pace, in seconds."""

    def __init__(
        self,
        store: ChannelStore,
        notices: NoticeStore,
        people: PeopleStore,
        secrets: ChannelSecrets,
        outside: Asks,
        clock: Clock,
        ids: Ids,
        console_url: str,
        names: NamesReader,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._store = store
        self._notices = notices
        self._people = people
        self._secrets = secrets
        self._outside = outside
        self._clock = clock
        self._ids = ids
        self._console_url = console_url
        self._names = names
        self._sleep = sleep

    def work_off(self, channel_id: str, seconds_left: Callable[[], float]) -> None:
        """Send what waits in a lane, as long as there is time, the receiver takes it, and nobody else is at it.

        Raises:
            Throttled, Unavailable: a store doesn't answer; the lane comes up again by itself.
        """
        channel = self._store.channel(channel_id)
        if channel is None or not channel.on:
            # What waits there goes on to wait until it is switched on; of a channel that is gone it is gone too.
            return
        if next(self._store.waiting(channel_id), None) is None:
            return
        lane = self._store.lane(channel_id)
        now = self._clock.now()
        if lane.leased_until is not None and lane.leased_until > now:
            self._look_again(channel_id, now + SLACK)
            return
        until = now + timedelta(seconds=seconds_left()) + SLACK
        try:
            lane = self._save(channel_id, lane, look_at=until + SLACK, lease=self._ids.new("run"), leased_until=until)
        except (Conflict, Stale):
            self._look_again(channel_id, now + SLACK)
            return
        try:
            lane = self._work(channel, lane, seconds_left)
        except Stale:
            # Somebody else has taken the lane, since this worker was slower than its lease: it is theirs now.
            logger.warning("a lane was lost to another worker", channel_id=channel_id)
            return
        self._leave(channel, lane)

    def tell_given_up(self, event: Event) -> None:
        """Raises GivenUp while a parcel lies among those that were given up: so its message ends as a dead letter."""
        data = ParcelGivenUpData.from_told(event.data)
        if self._store.is_given_up(data.channel_id, event.subject):
            raise GivenUp(f"The parcel {event.subject} of {data.channel_id} was given up")

    # One worker ----------------------------------------------------------------------------------------------------

    def _work(self, channel: Channel, lane: Lane, seconds_left: Callable[[], float]) -> Lane:
        work: _Work | None = None
        while seconds_left() > LEAST_S:
            now = self._clock.now()
            parcel, _ = self._next(channel.id, now)
            if parcel is None:
                break
            if now - parcel.queued_at >= GIVEN_UP_AFTER:
                lane = self._give_up(lane, parcel)
                continue
            closed = closed_until(lane, channel.mended_at)
            if closed is not None and closed > now:
                break
            work = work or self._begin(channel, now)
            lane = self._send(work, lane, parcel)
            self._sleep(PACE_S[channel.type])
        return lane

    def _begin(self, channel: Channel, now: datetime) -> _Work:
        """Read what opens the channel, once a run."""
        read = self._secrets.read(channel.id, "access")
        access = Access.from_kept(read) if read else Access()
        keys = []
        if channel.type is ChannelType.WEBHOOK:
            keys.append(self._secrets.read(channel.id, "key"))
            if channel.overlap_until is not None and channel.overlap_until > now:
                keys.append(self._secrets.read(channel.id, "key", before=True))
        carrier = Carrier(self._outside, channel, access, tuple(filter(None, keys)), self._clock)
        return _Work(channel, carrier, self._people.settings().time_zone)

    def _next(self, channel_id: str, now: datetime) -> tuple[Parcel | None, datetime | None]:
        """What may be sent now, the oldest first; or when the first of the others may be."""
        earliest: datetime | None = None
        for number, parcel in enumerate(self._store.waiting(channel_id)):
            too_old = now - parcel.queued_at >= GIVEN_UP_AFTER
            if parcel.not_before is None or parcel.not_before <= now or too_old:
                return parcel, now
            earliest = min(earliest, parcel.not_before) if earliest else parcel.not_before
            if number >= MOST_LOOKED_AT:
                break
        return None, earliest

    def _send(self, work: _Work, lane: Lane, parcel: Parcel) -> Lane:
        channel = work.channel
        users = self._told(channel, parcel)
        if not users:
            return self._end(lane, parcel, "dropped", None)
        parcel = parcel.model_copy(update={"recipient_ids": tuple(users)})
        names = self._names.of([parcel.notice], users)
        single = CHOSEN_BY.get(channel.type) is NoticeChannel.TASK
        try:
            story = story_of(parcel.notice, parcel.recipient_ids, names, work.time_zone, self._console_url)
            work.carrier.carry(parcel, story, Addressee(next(iter(users.values())) if single else None))
        except AskedTooOften as error:
            # Nothing failed: neither the parcel nor the channel loses a try.
            later = patience(self._clock.now(), error.retry_after_s)
            return self._save(channel.id, lane, not_before=later, error=error.detail, failed_at=self._clock.now())
        except Unwanted as error:
            return self._end(lane, parcel, "refused", error.detail)
        except NotTaken as error:
            return self._failed(lane, parcel, error.detail, broken=isinstance(error, Broken))
        except Exception as fault:
            # Of our own making, or of an answer that nobody thought of: it may not keep all others behind it waiting.
            log_fault("a parcel can't be carried", fault, channel_id=channel.id, parcel_id=parcel.id)
            return self._failed(lane, parcel, "fault", broken=False)
        return self._end(lane, parcel, "sent", None)

    def _told(self, channel: Channel, parcel: Parcel) -> dict[str, str | None]:
        """Who is still to be told, with their addresses: people leave, choose otherwise, and things are taken back."""
        if parcel.test:
            found = [each for each in self._people.find_users(parcel.recipient_ids) if each.active]
            return {each.id: each.email for each in found}
        notice = parcel.notice
        told = told_people(self._people, self._notices, parcel.recipient_ids, notice.kind, notice.about)
        return {each.id: each.email for each in recipients_of(channel, notice.kind, notice.at, told)}

    # What becomes of a parcel --------------------------------------------------------------------------------------

    def _end(self, lane: Lane, parcel: Parcel, ending: Ending, error: str | None) -> Lane:
        now = self._clock.now()
        changes: dict[str, Any] = {}
        if ending == "sent":
            changes = {"circuit": Circuit(), "not_before": None, "succeeded_at": now, "sent": lane.sent + 1}
        elif ending == "refused":
            # The receiver answers, so the channel is well; what it said of this parcel is told to who looks.
            changes = {"circuit": Circuit(), "not_before": None, "failed_at": now, "error": error}
        changed = lane.model_copy(update=changes)
        with Transaction(self._clock, self._ids) as tx:
            self._store.remove_parcel(tx, parcel, "WAITING")
            self._store.put_lane(tx, parcel.channel_id, changed)
        logger.info("a parcel left", channel_id=parcel.channel_id, parcel_id=parcel.id, ending=ending, error=error)
        return written(changed)

    def _failed(self, lane: Lane, parcel: Parcel, error: str, *, broken: bool) -> Lane:
        now = self._clock.now()
        attempts = parcel.attempts + 1
        # Where only an administrator helps, all wait for the channel, and go as soon as it is mended.
        again = None if broken else now + wait_of_parcel(attempts)
        tried = {"attempts": attempts, "not_before": again, "error": error}
        circuit = after_failure(lane.circuit, now, broken=broken)
        changed = lane.model_copy(update={"circuit": circuit, "failed_at": now, "error": error})
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_parcel(tx, parcel.model_copy(update=tried))
            self._store.put_lane(tx, parcel.channel_id, changed)
        logger.warning("a parcel failed", channel_id=parcel.channel_id, parcel_id=parcel.id, error=error)
        return written(changed)

    def _give_up(self, lane: Lane, parcel: Parcel) -> Lane:
        now = self._clock.now()
        with Transaction(self._clock, self._ids) as tx:
            self._store.remove_parcel(tx, parcel, "WAITING")
            self._store.put_given_up(tx, parcel, now)
            self._store.put_lane(tx, parcel.channel_id, lane)
            told = ParcelGivenUpData(channel_id=parcel.channel_id)
            tx.announce(NoticesRow, PARCEL_GIVEN_UP, parcel.id, told.model_dump(mode="json"))
        return written(lane)

    # The lane ------------------------------------------------------------------------------------------------------

    def _save(self, channel_id: str, lane: Lane, *, look_at: datetime | None = None, **changes: Any) -> Lane:
        changed = lane.model_copy(update=changes)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_lane(tx, channel_id, changed)
            if look_at is not None:
                schedule(tx, NoticesRow, lane_due(channel_id, look_at))
        return written(changed)

    def _leave(self, channel: Channel, lane: Lane) -> None:
        """Let the lane go, and see to it that what is left in it has its turn.

        Once it is free it is looked at once more: somebody may have written a parcel after the last look, and heard
        that the lane is taken.
        """
        channel_id, now = channel.id, self._clock.now()
        parcel, earliest = self._next(channel_id, now)
        at = now if parcel is not None else earliest
        closed = closed_until(lane, channel.mended_at)
        if at is not None and closed is not None:
            at = max(at, closed)
        free = lane.model_copy(update={"lease": None, "leased_until": None})
        try:
            with Transaction(self._clock, self._ids) as tx:
                self._store.put_lane(tx, channel_id, free)
                if at is not None and at <= now:
                    tx.announce(NoticesRow, CHANNEL_WAITING, channel_id, {})
                schedule(tx, NoticesRow, lane_due(channel_id, max(at or now, now + SLACK)))
        except Stale:
            logger.warning("a lane was lost to another worker", channel_id=channel_id)
            return
        if (at is None or at > now) and (closed is None or closed <= now) and self._next(channel_id, now)[0]:
            with Transaction(self._clock, self._ids) as tx:
                tx.announce(NoticesRow, CHANNEL_WAITING, channel_id, {})

    def _look_again(self, channel_id: str, at: datetime) -> None:
        """Somebody has the lane, and may have looked before what this worker heard of was there."""
        with Transaction(self._clock, self._ids) as tx:
            schedule(tx, NoticesRow, lane_due(channel_id, at))
