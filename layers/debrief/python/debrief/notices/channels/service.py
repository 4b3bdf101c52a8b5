"""What administrators do with channels: set them up, try them, replace their keys, and see how each of them gets on.

Nothing that was written as a secret is ever shown again; a signing key is told once, by the route that makes a new one.
"""

import secrets as chance
from collections.abc import Callable
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from debrief.kernel.auth import Caller
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, FieldError, NotFound, RuleBroken
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.store import unschedule
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.channels.addresses import check_host, place_of
from debrief.notices.channels.carrier_client import HUBSPOT, SECRETS_OF, Access
from debrief.notices.channels.deadlines import LANE_DUE
from debrief.notices.channels.events import CHANNEL_WAITING
from debrief.notices.channels.model import MOST_CHANNELS, Channel, ChannelType, Lane, Parcel
from debrief.notices.channels.secrets_store import ChannelSecrets
from debrief.notices.channels.signing import KEY_BYTES, key_text
from debrief.notices.channels.store import ChannelStore
from debrief.notices.channels.story import TEST
from debrief.notices.channels.views import (
    ChannelChanges,
    NewChannel,
    OutsideChannel,
    OutsideChannels,
    RetriedView,
    SigningKeyView,
    channel_view,
    channels_view,
    email_view,
)
from debrief.notices.kinds import KINDS
from debrief.notices.model import Notice, NoticeChannel
from debrief.notices.store import NoticesRow
from debrief.people.store import PeopleStore

_A_GROUP: Final = 30
"""Parcels that are tried again in one transaction: each is two of its writes."""

_ID_FIELDS: Final = {ChannelType.SALESFORCE: "Debrief_Id__c", ChannelType.HUBSPOT: "debrief_id"}


class ChannelService:
    """The use cases of the API; all of them need `settings.manage`, which the routes ask for.

    available: the channels of people that the environment has. loopback: receivers on this machine may be set up, on
    laptops alone. key: makes a signing key of so many bytes.
    """

    def __init__(
        self,
        store: ChannelStore,
        people: PeopleStore,
        secrets: ChannelSecrets,
        clock: Clock,
        ids: Ids,
        available: frozenset[NoticeChannel],
        *,
        loopback: bool = False,
        key: Callable[[int], bytes] = chance.token_bytes,
    ) -> None:
        self._store = store
        self._people = people
        self._secrets = secrets
        self._clock = clock
        self._ids = ids
        self._available = available
        self._loopback = loopback
        self._key = key

    # Looking -------------------------------------------------------------------------------------------------------

    def channels(self) -> OutsideChannels:
        """All channels and how each of them gets on, with e-mail."""
        found = self._store.channels()
        lanes = self._store.lanes(each.id for each in found)
        views = [self._view(each, lanes[each.id]) for each in found]
        health = self._store.email_health() if NoticeChannel.EMAIL in self._available else None
        return channels_view(views, email_view(health))

    def channel(self, channel_id: str) -> OutsideChannel:
        """A channel and how it gets on. Raises NotFound."""
        channel = self._found(channel_id)
        return self._view(channel, self._store.lane(channel_id))

    # Setting up ----------------------------------------------------------------------------------------------------

    def create(self, new: NewChannel) -> OutsideChannel:
        """Set a channel up. A webhook is signed from the start, with a key that `new_key` replaces by one to be told.

        Raises:
            RuleBroken: it may not be sent there, or something is missing; names the fields. Conflict: there are too
            many channels.
        """
        if len(self._store.channels()) >= MOST_CHANNELS:
            raise Conflict(f"There are {MOST_CHANNELS} channels already; delete one that isn't used")
        access = _access(new.access)
        self._check(new.type, access, new.kinds, new.team_ids)
        channel = Channel(
            id=self._ids.new("ch"),
            type=new.type,
            name=new.name,
            kinds=new.kinds,
            team_ids=new.team_ids,
            quiet_hours=new.quiet_hours,
            on=new.on,
            host=_host(new.type, access),
            id_field=new.id_field or _ID_FIELDS.get(new.type, ""),
            created_at=self._clock.now(),
        )
        # The secrets first: a channel without them would fail, and a secret without its channel opens nothing.
        self._secrets.write(channel.id, "access", access.model_dump_json(exclude_defaults=True))
        if new.type is ChannelType.WEBHOOK:
            self._secrets.write(channel.id, "key", key_text(self._key(KEY_BYTES)))
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_channel(tx, channel)
        return self._view(written(channel), Lane())

    def change(self, channel_id: str, changes: ChannelChanges, revision: int) -> OutsideChannel:
        """Change a channel as it was read at `revision`; a new address or token takes the old one's place.

        Raises:
            NotFound, Stale. RuleBroken: as for `create`.
        """
        before = self._found(channel_id)
        expect_revision(before, revision)
        given = changes.model_dump(exclude_none=True, exclude={"access"})
        changed = Channel.model_validate({**before.model_dump(), **given})
        if changes.access is not None:
            access = _access(changes.access)
            self._check(before.type, access, changes.kinds or (), changes.team_ids or ())
            changed = changed.model_copy(update={"host": _host(before.type, access)})
            self._secrets.write(channel_id, "access", access.model_dump_json(exclude_defaults=True))
        else:
            self._check(before.type, None, changes.kinds or (), changes.team_ids or ())
        mended = changes.access is not None or (changed.on and not before.on)
        if mended:
            # The lane is its worker's, who may have it just now: that it is tried at once is read off the channel.
            changed = changed.model_copy(update={"mended_at": self._clock.now()})
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_channel(tx, changed)
            if mended:
                tx.announce(NoticesRow, CHANNEL_WAITING, channel_id, {})
        return self.channel(channel_id)

    def delete(self, channel_id: str, revision: int) -> None:
        """Delete a channel with its secrets; what waits for it is not sent. Raises NotFound, Stale."""
        channel = self._found(channel_id)
        expect_revision(channel, revision)
        with Transaction(self._clock, self._ids) as tx:
            self._store.remove_channel(tx, channel)
            unschedule(tx, NoticesRow, LANE_DUE, channel_id)
        self._secrets.remove(channel_id)

    def new_key(self, channel_id: str, overlap: timedelta, revision: int) -> tuple[SigningKeyView, int]:
        """Replace the signing key of a webhook; the one before is valid as well until the overlap is over.

        The answer tells the key, this once, with the revision of the channel. It must not be kept anywhere: the route
        is one whose answers aren't.

        Raises:
            NotFound, Stale. RuleBroken: it isn't a webhook.
        """
        channel = self._found(channel_id)
        expect_revision(channel, revision)
        if channel.type is not ChannelType.WEBHOOK:
            raise RuleBroken("Only webhooks are signed; give this channel a new address or token instead")
        key, now = key_text(self._key(KEY_BYTES)), self._clock.now()
        until = now + overlap
        changed = channel.model_copy(update={"rotated_at": now, "overlap_until": until})
        # The overlap first: from the moment that the new key is there, the one before has to go along.
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_channel(tx, changed)
        self._secrets.write(channel_id, "key", key)
        return SigningKeyView(signing_key=key, overlap_until=until), written(changed).revision

    # Trying --------------------------------------------------------------------------------------------------------

    def test(self, caller: Caller, channel_id: str) -> OutsideChannel:
        """Let a test go the way that notices go, from the queue through the sender. Raises NotFound, Conflict."""
        channel = self._found(channel_id)
        if not channel.on:
            raise Conflict("This channel is switched off; switch it on, and try again")
        now = self._clock.now()
        notice = Notice(id=self._ids.new("nt"), kind=TEST, about=channel_id, actor_id=caller.user_id, at=now)
        parcel = Parcel(
            id=self._ids.new("pc"),
            channel_id=channel_id,
            notice=notice,
            recipient_ids=(caller.user_id,),
            test=True,
            queued_at=now,
        )
        with Transaction(self._clock, self._ids) as tx:
            self._store.add(tx, parcel)
            tx.announce(NoticesRow, CHANNEL_WAITING, channel_id, {})
        return self.channel(channel_id)

    def retry(self, channel_id: str) -> RetriedView:
        """Let what was given up wait again, with three more days; a hundred at most. Raises NotFound, Stale."""
        self._found(channel_id)
        parcels, now = self._store.given_up(channel_id), self._clock.now()
        for start in range(0, len(parcels), _A_GROUP):
            with Transaction(self._clock, self._ids) as tx:
                for each in parcels[start : start + _A_GROUP]:
                    self._store.remove_parcel(tx, each, "GIVEN_UP")
                    again = {"revision": 0, "queued_at": now, "not_before": None, "attempts": 0}
                    self._store.put_parcel(tx, each.model_copy(update=again))
                tx.announce(NoticesRow, CHANNEL_WAITING, channel_id, {})
        return RetriedView(retried=len(parcels))

    # ---------------------------------------------------------------------------------------------------------------

    def _found(self, channel_id: str) -> Channel:
        channel = self._store.channel(channel_id)
        if channel is None:
            raise NotFound("There is no such channel")
        return channel

    def _view(self, channel: Channel, lane: Lane) -> OutsideChannel:
        waiting = self._store.count(channel.id, "WAITING")
        return channel_view(channel, lane, self._clock.now(), waiting, self._store.count(channel.id, "GIVEN_UP"))

    def _check(
        self, type: ChannelType, access: Access | None, kinds: tuple[str, ...], team_ids: tuple[str, ...]
    ) -> None:
        errors = []
        if access is not None:
            errors += self._wrong_with(type, access)
        unknown = [each for each in kinds if each not in KINDS]
        errors += [FieldError(pointer="/kinds", message=f"{each} is no kind of notice") for each in unknown]
        teams = self._people.find_teams(team_ids) if team_ids else {}
        gone = [each for each in team_ids if each not in teams]
        errors += [FieldError(pointer="/team_ids", message=f"there is no team {each}") for each in gone]
        if errors:
            raise RuleBroken("This channel can't be set up so", errors=errors)

    def _wrong_with(self, type: ChannelType, access: Access) -> list[FieldError]:
        needed = SECRETS_OF[type]
        errors = [
            FieldError(pointer=f"/access/{name}", message="is needed for this type of channel")
            for name in needed
            if not getattr(access, name)
        ]
        errors += [
            FieldError(pointer=f"/access/{name}", message="isn't used by this type of channel; leave it out")
            for name in Access.model_fields
            if getattr(access, name) and name not in needed
        ]
        for name in ("address", "domain"):
            url = getattr(access, name)
            if not url or name not in needed:
                continue
            try:
                place = place_of(url, loopback=self._loopback)
                if place.secure:
                    check_host(type, place.host)
                if name == "domain" and place.target != "/":
                    raise ValueError("has to end with its host, such as https://acme.my.salesforce.com")
            except ValueError as error:
                errors.append(FieldError(pointer=f"/access/{name}", message=str(error)))
        return errors


def _access(given: dict[str, str]) -> Access:
    unknown = sorted(set(given) - set(Access.model_fields))
    if unknown:
        errors = [FieldError(pointer=f"/access/{name}", message="is nothing that opens a channel") for name in unknown]
        raise RuleBroken("This channel can't be set up so", errors=errors)
    return Access(**{name: value.strip() for name, value in given.items()})


def _host(type: ChannelType, access: Access) -> str:
    """The name of whom it is sent to, which may be shown: the rest of the address is a secret."""
    url = HUBSPOT if type is ChannelType.HUBSPOT else access.domain or access.address
    return urlsplit(url).hostname or ""
