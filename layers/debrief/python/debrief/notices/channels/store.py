"""Where channels, their lanes and what waits in them lie, in the notices table.

| question | key or index | reads |
|---|---|---|
| all channels of the account; one of them | `CHANNELS` / `<channel>` | 30 at most; one item |
| how channels get on | `LANE#<channel>` / `LANE` | one item each; a round trip for all |
| what waits in a lane, the oldest first | `LANE#<channel>` / `WAITING#<parcel>` | as far as it is asked for |
| what was given up, the oldest first | `LANE#<channel>` / `GIVEN_UP#<parcel>` | 100 at most |
| whether a parcel was made before | `LANE#<channel>` / `HEARD#<parcel>` | one item; a round trip for 100 |
| whether the same thing was told there lately | `LANE#<channel>` / `TOLD#<fingerprint>` | as `HEARD` |
| how e-mail gets on | `LANE#email` / `HEALTH` | one item |
| work that is due (`kernel.schedules`) | `DUE#…` | |

A parcel that was taken leaves no row but `HEARD`, which lapses after 100 days, longer than an event can be heard late.
What was given up lapses after 90. Rows hold ids of people, and no names.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final, Literal

from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.update import Action

from debrief.kernel.clock import iso, parse_instant
from debrief.kernel.errors import Conflict
from debrief.kernel.storage.tables import find, find_many, loaded, query, query_all, storage_error, stored, walk
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.channels.model import MOST_CHANNELS, Channel, Health, Lane, Parcel
from debrief.notices.store import KEEP, KEEP_TOPICS, NoticesRow

MOST_GIVEN_UP: Final = 100
MOST_COUNTED: Final = 200
"""Waiting parcels of a lane are counted so far; beyond it is "200 and more"."""

EMAIL: Final = "email"
_CHANNELS: Final = "CHANNELS"
_PAGE: Final = 25

Place = Literal["WAITING", "GIVEN_UP"]


class ChannelStore:
    """Reads of what belongs to channels, and the writes that belong into a transaction."""

    # Channels ------------------------------------------------------------------------------------------------------

    def channels(self) -> list[Channel]:
        """All channels, the oldest first."""
        return [loaded(row, Channel) for row in query_all(NoticesRow, _CHANNELS, most=MOST_CHANNELS, consistent=True)]

    def channel(self, channel_id: str) -> Channel | None:
        """A channel, or None."""
        row = find(NoticesRow, _CHANNELS, channel_id)
        return loaded(row, Channel) if row else None

    def put_channel(self, tx: Transaction, channel: Channel) -> None:
        """Write a new channel, or one that was read before. Raises (from the transaction) Conflict, Stale."""
        tx.put(stored(NoticesRow(PK=_CHANNELS, SK=channel.id, kind="channel"), channel))

    def remove_channel(self, tx: Transaction, channel: Channel) -> None:
        """Remove a channel as it was read, with how it got on; what waited lapses.

        Raises (from the transaction):
            Stale: it was changed since.
        """
        tx.delete(NoticesRow(PK=_CHANNELS, SK=channel.id, kind="channel", revision=channel.revision))
        tx.discard(NoticesRow(PK=_lane(channel.id), SK="LANE", kind="lane"))

    # Lanes ---------------------------------------------------------------------------------------------------------

    def lane(self, channel_id: str) -> Lane:
        """How a channel gets on; of one that was never used, a new lane."""
        row = find(NoticesRow, _lane(channel_id), "LANE")
        return loaded(row, Lane) if row else Lane()

    def lanes(self, channel_ids: Iterable[str]) -> dict[str, Lane]:
        """How these channels get on (one round trip)."""
        found = {each: Lane() for each in channel_ids}
        for row in find_many(NoticesRow, [(_lane(each), "LANE") for each in found]):
            found[row.PK.removeprefix("LANE#")] = loaded(row, Lane)
        return found

    def put_lane(self, tx: Transaction, channel_id: str, lane: Lane) -> None:
        """Write a lane as it was read. Raises (from the transaction) Conflict, Stale: somebody else works on it."""
        tx.put(stored(NoticesRow(PK=_lane(channel_id), SK="LANE", kind="lane"), lane))

    # Parcels -------------------------------------------------------------------------------------------------------

    def waiting(self, channel_id: str) -> Iterator[Parcel]:
        """What waits in a lane, the oldest first, read as far as it is asked for and as it is now."""
        sort = NoticesRow.SK.startswith("WAITING#")
        for row in walk(NoticesRow, _lane(channel_id), chunk=_PAGE, sort=sort, consistent=True):
            yield loaded(row, Parcel)

    def count(self, channel_id: str, place: Place) -> int:
        """How many parcels wait, or were given up: `MOST_COUNTED` at most (one round trip)."""
        sort = NoticesRow.SK.startswith(f"{place}#")
        return len(query(NoticesRow, _lane(channel_id), sort=sort, limit=MOST_COUNTED).rows)

    def given_up(self, channel_id: str) -> list[Parcel]:
        """What was given up, the oldest first, `MOST_GIVEN_UP` at most."""
        sort = NoticesRow.SK.startswith("GIVEN_UP#")
        rows = query_all(NoticesRow, _lane(channel_id), sort=sort, most=MOST_GIVEN_UP, consistent=True)
        return [loaded(row, Parcel) for row in rows]

    def is_given_up(self, channel_id: str, parcel_id: str) -> bool:
        """Whether a parcel lies among those that were given up."""
        return find(NoticesRow, _lane(channel_id), f"GIVEN_UP#{parcel_id}") is not None

    def heard(self, parcels: Sequence[tuple[str, str]]) -> set[str]:
        """Which of these parcels (by channel and id) were made before (a round trip per 100)."""
        rows = find_many(NoticesRow, [(_lane(channel), f"HEARD#{parcel}") for channel, parcel in parcels])
        return {row.SK.removeprefix("HEARD#") for row in rows}

    def add(self, tx: Transaction, parcel: Parcel) -> None:
        """Let a new parcel wait. Raises (from the transaction) Conflict: it was made before."""
        lane = _lane(parcel.channel_id)
        heard = NoticesRow(PK=lane, SK=f"HEARD#{parcel.id}", kind="heard", expires_at=parcel.queued_at + KEEP_TOPICS)
        tx.create(heard, otherwise=Conflict("This parcel was made before"))
        self.put_parcel(tx, parcel)

    def put_parcel(self, tx: Transaction, parcel: Parcel) -> None:
        """Write a parcel that waits. Raises (from the transaction) Conflict, Stale."""
        row = NoticesRow(
            PK=_lane(parcel.channel_id), SK=f"WAITING#{parcel.id}", kind="parcel", expires_at=parcel.queued_at + KEEP
        )
        tx.put(stored(row, parcel))

    def remove_parcel(self, tx: Transaction, parcel: Parcel, place: Place) -> None:
        """Take a parcel away from where it lies, as it was read. Raises (from the transaction) Stale."""
        sk = f"{place}#{parcel.id}"
        tx.delete(NoticesRow(PK=_lane(parcel.channel_id), SK=sk, kind="parcel", revision=parcel.revision))

    def put_given_up(self, tx: Transaction, parcel: Parcel, now: datetime) -> None:
        """Lay a parcel aside that was tried for too long."""
        row = NoticesRow(PK=_lane(parcel.channel_id), SK=f"GIVEN_UP#{parcel.id}", kind="parcel", expires_at=now + KEEP)
        tx.put(stored(row, parcel.model_copy(update={"revision": 0})))

    # E-mail --------------------------------------------------------------------------------------------------------

    def email_health(self) -> Health:
        """How e-mail gets on."""
        row = find(NoticesRow, _lane(EMAIL), "HEALTH")
        if row is None:
            return Health()
        succeeded = parse_instant(row.succeeded_at) if row.succeeded_at else None
        return Health(succeeded, parse_instant(row.failed_at) if row.failed_at else None, row.failure)

    def note_email(self, at: datetime, error: str | None) -> None:
        """Note that an e-mail was taken (no error), or wasn't. Raises Throttled, Unavailable.

        By itself: many workers send at once, and a transaction that met another one would undo what was settled.
        """
        row = NoticesRow(PK=_lane(EMAIL), SK="HEALTH", kind="health")
        row.revision = 0
        actions: list[Action] = [NoticesRow.kind.set("health")]
        if error is None:
            actions.append(NoticesRow.succeeded_at.set(iso(at)))
        else:
            actions += [NoticesRow.failed_at.set(iso(at)), NoticesRow.failure.set(error[:100])]
        try:
            row.update(actions, add_version_condition=False)
        except PynamoDBException as fault:
            raise storage_error(fault) from fault


def lane_told_key(channel_id: str, fingerprint: str) -> tuple[str, str]:
    """Where it lies that something was told on a channel."""
    return _lane(channel_id), f"TOLD#{fingerprint}"


def _lane(channel_id: str) -> str:
    return f"LANE#{channel_id}"
