"""What the API shows of notices and preferences."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StrictBool, StringConstraints

from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity
from debrief.notices.choosing import wants
from debrief.notices.digests import next_digest
from debrief.notices.kinds import KINDS, path, sentence
from debrief.notices.model import Digest, InAppNotice, NoticeChannel, Preferences
from debrief.notices.wording import SOMEBODY

MOST_COUNTED = 99
"""A count of the unread goes so far; beyond it is "99+", and reading it costs no more."""

NoticeId = Annotated[str, StringConstraints(pattern=r"^nt_[0-9A-Z]{26}$")]


class PersonName(Entity):
    """Somebody with their name as it is now."""

    id: str
    name: str


class NoticeView(Entity):
    """A notice. text: what happened, without a full stop; path: where it leads within the console, where that is known.

    by: whose doing it was; none for the system's. read_at: none while it is unread.
    """

    id: str
    kind: str
    text: str
    path: str | None
    about: str
    by: PersonName | None
    at: Instant
    read_at: Instant | None


class UnreadView(Entity):
    """How many are unread; `more` when there are more than can be counted."""

    unread: Annotated[int, Field(ge=0, le=MOST_COUNTED)]
    more: bool


class NoticeChannelView(Entity):
    """A channel, and whether notices can go that way here."""

    channel: NoticeChannel
    label: str
    available: bool


class NoticeKindView(Entity):
    """What is heard of a kind, by channel."""

    kind: str
    label: str
    channels: dict[str, bool]


class DigestView(Entity):
    """When the digest comes: see `Digest`. time_zone: the one that counts. next_at: when it comes next, if at all."""

    every: Literal["never", "day", "week"]
    hour: int
    weekday: int
    time_zone: str
    own_time_zone: bool
    next_at: Instant | None


class PreferencesView(Entity):
    """What a person hears of: every kind and channel, chosen or not. address: where e-mails go.

    quiet_hours: so long the same isn't told by e-mail again.
    """

    channels: tuple[NoticeChannelView, ...]
    notices: tuple[NoticeKindView, ...]
    address: str | None
    digest: DigestView
    quiet_hours: int
    revision: int


class PreferencesChanges(Entity):
    """What changes, by kind and channel: `{"notices": {"meeting_moved": {"email": false}}}`.

    digest: as a whole. What isn't there stays.
    """

    notices: Annotated[dict[str, Annotated[dict[str, StrictBool], Field(max_length=10)]], Field(max_length=100)] = {}
    digest: Digest | None = None
    quiet_hours: Annotated[int, Field(ge=0, le=168)] | None = None


_LABELS: Mapping[NoticeChannel, str] = {
    NoticeChannel.IN_APP: "In Debrief",
    NoticeChannel.EMAIL: "E-mail",
    NoticeChannel.DIGEST: "Digest",
    NoticeChannel.CHAT: "Team channel",
    NoticeChannel.TASK: "CRM task",
}


def notice_view(found: InAppNotice, names: Mapping[str, str], time_zone: str) -> NoticeView:
    """The notice in words."""
    notice = found.notice
    actor = notice.actor_id
    return NoticeView(
        id=notice.id,
        kind=notice.kind,
        text=sentence(notice, names, time_zone),
        path=path(notice),
        about=notice.about,
        by=PersonName(id=actor, name=names.get(actor, SOMEBODY)) if actor else None,
        at=notice.at,
        read_at=found.read_at,
    )


def preferences_view(
    preferences: Preferences,
    available: frozenset[NoticeChannel],
    address: str | None,
    now: datetime,
    account_zone: str,
) -> PreferencesView:
    """All that can be chosen, as it is chosen."""
    digest = preferences.digest
    return PreferencesView(
        channels=tuple(
            NoticeChannelView(channel=each, label=_LABELS[each], available=each in available) for each in NoticeChannel
        ),
        notices=tuple(
            NoticeKindView(
                kind=kind,
                label=KINDS[kind].label,
                channels={each.value: wants(preferences, kind, each) for each in NoticeChannel},
            )
            for kind in KINDS
        ),
        address=address,
        digest=DigestView(
            every=digest.every,
            hour=digest.hour,
            weekday=digest.weekday,
            time_zone=digest.time_zone or account_zone,
            own_time_zone=digest.time_zone is not None,
            next_at=next_digest(digest, now, account_zone) if NoticeChannel.DIGEST in available else None,
        ),
        quiet_hours=preferences.quiet_hours,
        revision=preferences.revision,
    )
