"""What the API shows of channels, and what it takes. Secrets go in and don't come out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StrictBool, StringConstraints

from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity
from debrief.notices.channels.circuit import closed_until
from debrief.notices.channels.model import Channel, ChannelType, Health, IdField, Lane, Name, QuietHours
from debrief.notices.kinds import KINDS

State = Literal["off", "unused", "well", "troubled", "paused"]
"""`off`: switched off; `unused`: nothing was sent yet; `well`: the last one arrived; `troubled`: the last one didn't;
`paused`: it isn't tried for a while."""

Secret = Annotated[str, StringConstraints(max_length=2000)]
Kinds = Annotated[tuple[Annotated[str, StringConstraints(max_length=60)], ...], Field(max_length=100)]
TeamIds = Annotated[tuple[Annotated[str, StringConstraints(max_length=100)], ...], Field(max_length=20)]
AccessGiven = Annotated[dict[str, Secret], Field(max_length=10)]
"""By name: `address` of Slack, Teams and webhooks; `token` of HubSpot; `domain`, `client_id` and `client_secret` of
Salesforce. What is given is kept as a secret and not shown again."""


class NewChannel(Entity):
    """A channel to set up; see `Channel` for what its parts mean."""

    type: ChannelType
    name: Name
    kinds: Kinds = ()
    team_ids: TeamIds = ()
    quiet_hours: QuietHours = 12
    on: StrictBool = True
    id_field: IdField | None = None
    access: AccessGiven


class ChannelChanges(Entity):
    """What changes of a channel; what isn't there stays. access: as a whole, in place of what was given before."""

    name: Name | None = None
    kinds: Kinds | None = None
    team_ids: TeamIds | None = None
    quiet_hours: QuietHours | None = None
    on: StrictBool | None = None
    id_field: IdField | None = None
    access: AccessGiven | None = None


class KeyRotation(Entity):
    """How long the key before goes on to be valid: hours, 0 to end it at once."""

    overlap_hours: Annotated[int, Field(ge=0, le=168)] = 24


class ChannelHealthView(Entity):
    """How a channel gets on. error: the code of what failed last; paused_until: when it is tried again.

    waiting, given_up: parcels, counted up to 200. sent: so many arrived since it was set up; None of e-mail.
    """

    state: State
    waiting: int
    given_up: int
    sent: int | None
    succeeded_at: Instant | None
    failed_at: Instant | None
    error: str | None
    paused_until: Instant | None


class OutsideChannel(Entity):
    """A channel as it is set up, without what opens it, and how it gets on. actions: what may be done with it now."""

    id: str
    type: ChannelType
    name: str
    kinds: tuple[str, ...]
    team_ids: tuple[str, ...]
    quiet_hours: int
    on: bool
    host: str
    id_field: str
    created_at: Instant
    rotated_at: Instant | None
    overlap_until: Instant | None
    health: ChannelHealthView
    actions: tuple[str, ...]
    revision: int


class ToldKindView(Entity):
    """A kind of notice that may go to a channel, and how its person reads it."""

    kind: str
    label: str


class SigningKeyView(Entity):
    """A new signing key, told this once, and until when the one before is valid too."""

    signing_key: str
    overlap_until: Instant


class RetriedView(Entity):
    """How many that were given up are tried again."""

    retried: int


class OutsideChannels(Entity):
    """All channels; how e-mail gets on, where the environment has it; kinds: of notices that there are."""

    items: tuple[OutsideChannel, ...]
    email: ChannelHealthView | None
    kinds: tuple[ToldKindView, ...]


def channel_view(channel: Channel, lane: Lane, now: datetime, waiting: int, given_up: int) -> OutsideChannel:
    """The channel as it is shown."""
    closed = closed_until(lane, channel.mended_at)
    paused = closed if closed is not None and closed > now else None
    health = ChannelHealthView(
        state=_state(channel.on, paused, lane.succeeded_at, lane.failed_at),
        waiting=waiting,
        given_up=given_up,
        sent=lane.sent,
        succeeded_at=lane.succeeded_at,
        failed_at=lane.failed_at,
        error=lane.error,
        paused_until=paused,
    )
    return OutsideChannel(
        **channel.model_dump(include=set(OutsideChannel.model_fields) - {"health", "actions", "revision"}),
        health=health,
        actions=_actions(channel, given_up),
        revision=channel.revision,
    )


def email_view(health: Health | None) -> ChannelHealthView | None:
    """How e-mail gets on."""
    if health is None:
        return None
    return ChannelHealthView(
        state=_state(True, None, health.succeeded_at, health.failed_at),
        waiting=0,
        given_up=0,
        sent=None,
        succeeded_at=health.succeeded_at,
        failed_at=health.failed_at,
        error=health.error,
        paused_until=None,
    )


def channels_view(views: Sequence[OutsideChannel], email: ChannelHealthView | None) -> OutsideChannels:
    """All of them."""
    kinds = tuple(ToldKindView(kind=kind, label=KINDS[kind].label) for kind in KINDS)
    return OutsideChannels(items=tuple(views), email=email, kinds=kinds)


def _actions(channel: Channel, given_up: int) -> tuple[str, ...]:
    """What may be done with a channel as it is."""
    found = ["edit", "delete"]
    if channel.on:
        found.append("test")
    if channel.type is ChannelType.WEBHOOK:
        found.append("new_key")
    if given_up:
        found.append("retry")
    return tuple(found)


def _state(on: bool, paused: datetime | None, succeeded_at: datetime | None, failed_at: datetime | None) -> State:
    if not on:
        return "off"
    if paused is not None:
        return "paused"
    if failed_at is not None and (succeeded_at is None or failed_at > succeeded_at):
        return "troubled"
    return "well" if succeeded_at is not None else "unused"
