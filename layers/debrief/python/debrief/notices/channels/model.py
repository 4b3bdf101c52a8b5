"""Channels that leave Debrief: where an administrator lets notices go, what waits there, and how it gets on (S2.5)."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field, StringConstraints

from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity
from debrief.notices.model import Notice, NoticeChannel

MOST_CHANNELS: Final = 30
"""Of an account: all of them are read for each notice, in one query."""

GIVEN_UP_AFTER: Final = timedelta(days=3)
"""So long a parcel is tried. What a team reads after that is no news any more."""

ROTATION_OVERLAP: Final = timedelta(hours=24)
"""So long a replaced signing key goes on to be valid, unless the administrator says otherwise."""


class ChannelType(StrEnum):
    """What is on the other side. A value is stored, and never changes."""

    SLACK = "slack"
    TEAMS = "teams"
    WEBHOOK = "webhook"
    SALESFORCE = "salesforce"
    HUBSPOT = "hubspot"


CHOSEN_BY: Final = {
    ChannelType.SLACK: NoticeChannel.CHAT,
    ChannelType.TEAMS: NoticeChannel.CHAT,
    ChannelType.SALESFORCE: NoticeChannel.TASK,
    ChannelType.HUBSPOT: NoticeChannel.TASK,
}
"""By which of a person's preferences they are told there. A webhook tells a machine, whatever anybody prefers."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
IdField = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,79}$")]
QuietHours = Annotated[int, Field(ge=0, le=168)]


class Channel(Aggregate):
    """One place outside: a channel of Slack or Teams, a CRM, or a program that takes webhooks.

    kinds: of notices that go there. team_ids: whose members are told there; none for everyone. quiet_hours: so long
    the same thing isn't told there again. on: an administrator may switch it off; what waits then waits on. host: the
    name of whom it is sent to; the address itself is a secret and isn't here. id_field: of CRMs, the field that holds
    our id and by which a task that was sent twice is one. rotated_at, overlap_until: when the signing key was last
    replaced, and until when the one before is valid too. mended_at: when it was given another address or token, or
    switched on: what kept it from being tried before then doesn't count.
    """

    id: str
    type: ChannelType
    name: Name
    kinds: tuple[str, ...] = ()
    team_ids: tuple[str, ...] = ()
    quiet_hours: int = 12
    on: bool = True
    host: str
    id_field: str = ""
    created_at: Instant
    rotated_at: Instant | None = None
    overlap_until: Instant | None = None
    mended_at: Instant | None = None


class Parcel(Aggregate):
    """A notice on its way to a channel: one for all of its people, but of a CRM one for each.

    id: sorts by time, and follows from event, channel and, of a CRM, the person: it is the receiver's key to know what
    it had before. test: an administrator wants to see whether anything arrives. queued_at: from when it is tried, until
    `GIVEN_UP_AFTER`. not_before: of a parcel that failed, when it is tried again. error: the code of its last failure.
    """

    id: str
    channel_id: str
    notice: Notice
    recipient_ids: tuple[str, ...]
    test: bool = False
    queued_at: Instant
    attempts: int = 0
    not_before: Instant | None = None
    error: str | None = None


class Circuit(Entity):
    """Whether a channel is tried at all. failures: in a row; opened: how often in a row it was opened.

    open_until: it isn't tried before; then with one parcel alone, which closes or opens it again.
    """

    failures: int = 0
    opened: int = 0
    open_until: Instant | None = None


class Lane(Aggregate):
    """How a channel gets on, and who is working on it: one worker at a time, so that a pace can be kept.

    lease, leased_until: of who works on it. not_before: the receiver asked for so much patience. sent: so many arrived.
    succeeded_at, failed_at, error: of the last that arrived, and the last that didn't.
    """

    circuit: Circuit = Circuit()
    lease: str | None = None
    leased_until: Instant | None = None
    not_before: Instant | None = None
    sent: int = 0
    succeeded_at: Instant | None = None
    failed_at: Instant | None = None
    error: str | None = None


class Health(NamedTuple):
    """How e-mail gets on: when the last one was taken, and when one wasn't, with the code of why."""

    succeeded_at: datetime | None = None
    failed_at: datetime | None = None
    error: str | None = None


Ending = Literal["sent", "refused", "dropped"]
"""How a parcel leaves the lane: it arrived; the receiver won't have it; or nobody is to be told any more."""
