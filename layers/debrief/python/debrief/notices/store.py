"""Where notices, their deliveries and people's preferences lie. All that is a person's has one partition key.

| question | key or index | reads |
|---|---|---|
| somebody's notices, newest first | `TO#<user>` / `NOTICE#<id>` | the page |
| those unread; how many there are, up to 99 | GSI1 `UNREAD#<user>` / `<id>`, sparse | the page; 100 at most |
| this notice of theirs | `TO#<user>` / `NOTICE#<id>` | one item |
| this delivery | `TO#<user>` / `DELIVERY#<channel>#<id>` | one item |
| what waits for their digest, the oldest first | `TO#<user>` / `DELIVERY#digest#<id>` | those of one e-mail |
| whether they were told the same by e-mail lately | `TO#<user>` / `TOLD#<fingerprint>` | of many people 100 at once |
| what they chose to hear of | `TO#<user>` / `PREFERENCES` | one item; of many people 100 in a round trip |
| what they were told of a thing, where that may be taken back | `TO#<user>` / `TOPIC#<kind>#<about>` | one item |
| all that is theirs | `TO#<user>` | page by page |
| channels that leave Debrief, and what waits there | see `notices.channels.store` | |
| events not yet published | GSI1 `OUTBOX` (see `kernel.storage.outbox`) | |

Ids sort by time. Notices and deliveries lapse after 90 days; DynamoDB removes them up to two days later, so lists
begin at the id of that instant. The index of the unread follows within moments; what it gives is looked at again in
the table before it is changed.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute
from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.update import Action

from debrief.kernel.clock import iso, parse_instant
from debrief.kernel.errors import DebriefError, NotFound, Stale
from debrief.kernel.ids import begin_of
from debrief.kernel.storage.tables import (
    Row,
    RowPage,
    find,
    find_many,
    loaded,
    query,
    query_all,
    storage_error,
    stored,
    table_meta,
)
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.model import Delivery, InAppNotice, Notice, NoticeChannel, Preferences

KEEP = timedelta(days=90)
KEEP_TOPICS = timedelta(days=100)
"""Longer than the bus keeps its archive, from which what was taken back could be replayed."""

PREFERENCES = "PREFERENCES"
_NEWEST = "~"
Key = tuple[str, str]


class NoticesRow(Row):
    """An item of the notices table.

    read_at: on notices, ISO 8601; none while unread. withdrawn_at, notice_ids: on `TOPIC` items, up to when all was
    taken back, and the notices told since. told_id, told_at: on `TOLD` items. succeeded_at, failed_at, failure: on the
    `HEALTH` item of e-mail.
    """

    Meta = table_meta("NOTICES_TABLE")

    read_at = UnicodeAttribute(null=True)
    withdrawn_at = UnicodeAttribute(null=True)
    notice_ids = UnicodeSetAttribute(null=True)
    told_id = UnicodeAttribute(null=True)
    told_at = UnicodeAttribute(null=True)
    succeeded_at = UnicodeAttribute(null=True)
    failed_at = UnicodeAttribute(null=True)
    failure = UnicodeAttribute(null=True)


class Slice(NamedTuple):
    """Notices of a page, and where the next one starts; None at the end."""

    notices: list[InAppNotice]
    position: dict[str, Any] | None


class Topic(NamedTuple):
    """What somebody was told of a thing: the notices that may still be taken back, and up to when all were."""

    notice_ids: frozenset[str]
    withdrawn_at: datetime | None

    def withdrawn_by(self, at: datetime) -> bool:
        """Whether what was said at `at` was taken back then or later."""
        return self.withdrawn_at is not None and self.withdrawn_at >= at


def notice_key(user_id: str, notice_id: str) -> Key:
    """Where a notice lies."""
    return f"TO#{user_id}", f"NOTICE#{notice_id}"


def delivery_key(user_id: str, channel: NoticeChannel, notice_id: str) -> Key:
    """Where a delivery lies."""
    return f"TO#{user_id}", f"DELIVERY#{channel.value}#{notice_id}"


def topic_key(user_id: str, kind: str, about: str) -> Key:
    """Where it lies what somebody was told of a thing."""
    return f"TO#{user_id}", f"TOPIC#{kind}#{about}"


def told_key(user_id: str, fingerprint: str) -> Key:
    """Where it lies that somebody was told something by e-mail."""
    return f"TO#{user_id}", f"TOLD#{fingerprint}"


class NoticeStore:
    """Reads of the notices table, and the writes that belong into a transaction."""

    # Notices in the console ----------------------------------------------------------------------------------------

    def page(
        self, user_id: str, now: datetime, *, unread: bool, limit: int, start: dict[str, Any] | None = None
    ) -> Slice:
        """A page of somebody's notices, newest first."""
        oldest = _oldest(now)
        if unread:
            found = query(
                NoticesRow,
                f"UNREAD#{user_id}",
                index="GSI1",
                sort=NoticesRow.GSI1SK.between(oldest, _NEWEST),
                newest_first=True,
                limit=limit,
                start=start,
            )
        else:
            sort = NoticesRow.SK.between(f"NOTICE#{oldest}", f"NOTICE#{_NEWEST}")
            found = query(NoticesRow, f"TO#{user_id}", sort=sort, newest_first=True, limit=limit, start=start)
        return Slice([_in_app(row) for row in found.rows], found.last_key)

    def unread_ids(self, user_id: str, now: datetime, *, most: int, up_to: str | None = None) -> list[str]:
        """Ids of the `most` newest unread notices; only those up to one of them, when given."""
        oldest, newest = _oldest(now), up_to or _NEWEST
        if newest < oldest:
            return []
        sort = NoticesRow.GSI1SK.between(oldest, newest)
        page = query(NoticesRow, f"UNREAD#{user_id}", index="GSI1", sort=sort, newest_first=True, limit=most)
        return [str(row.GSI1SK) for row in page.rows]

    def notice(self, user_id: str, notice_id: str) -> InAppNotice | None:
        """One of somebody's notices, or None."""
        row = find(NoticesRow, *notice_key(user_id, notice_id))
        return _in_app(row) if row else None

    def notices(self, user_id: str, notice_ids: Iterable[str]) -> list[InAppNotice]:
        """Those of somebody's notices that are there, as they are now (a round trip per 100)."""
        return [_in_app(row) for row in find_many(NoticesRow, [notice_key(user_id, each) for each in notice_ids])]

    def add(self, tx: Transaction, user_id: str, notice: Notice) -> None:
        """Write a notice for the console, unread.

        Raises (from the transaction):
            Conflict: it is there already.
        """
        pk, sk = notice_key(user_id, notice.id)
        row = NoticesRow(
            PK=pk, SK=sk, kind="notice", GSI1PK=f"UNREAD#{user_id}", GSI1SK=notice.id, expires_at=notice.at + KEEP
        )
        tx.create(stored(row, InAppNotice(notice=notice)))

    def mark_read(self, tx: Transaction, user_id: str, notice_id: str, now: datetime) -> None:
        """Let an unread notice be read.

        Raises (from the transaction):
            NotFound: it was taken back, or has lapsed.
        """
        pk, sk = notice_key(user_id, notice_id)
        actions: list[Action] = [
            NoticesRow.read_at.set(iso(now)),
            NoticesRow.GSI1PK.remove(),
            NoticesRow.GSI1SK.remove(),
        ]
        gone = NotFound("There is no such notice")
        tx.update(NoticesRow(PK=pk, SK=sk, kind="notice"), actions, condition=NoticesRow.PK.exists(), otherwise=gone)

    def remove(self, tx: Transaction, user_id: str, found: InAppNotice) -> None:
        """Remove a notice as it was read from the table. Raises (from the transaction) Stale."""
        pk, sk = notice_key(user_id, found.notice.id)
        tx.delete(NoticesRow(PK=pk, SK=sk, kind="notice", revision=found.revision))

    # Deliveries ----------------------------------------------------------------------------------------------------

    def present(self, keys: Sequence[Key]) -> set[Key]:
        """Which of these keys of notices and deliveries there are (a round trip per 100)."""
        return {(row.PK, row.SK) for row in find_many(NoticesRow, keys)}

    def delivery(self, user_id: str, channel: NoticeChannel, notice_id: str) -> Delivery | None:
        """A delivery, or None."""
        row = find(NoticesRow, *delivery_key(user_id, channel, notice_id))
        return loaded(row, Delivery) if row else None

    def put_delivery(self, tx: Transaction, user_id: str, delivery: Delivery) -> None:
        """Write a new delivery, or one that was read before. Raises (from the transaction) Conflict, Stale."""
        pk, sk = delivery_key(user_id, delivery.channel, delivery.notice.id)
        row = NoticesRow(PK=pk, SK=sk, kind="delivery", expires_at=delivery.notice.at + KEEP)
        tx.put(stored(row, delivery))

    def waiting_for_digest(self, user_id: str, *, most: int) -> list[Delivery]:
        """What waits for somebody's digest, the oldest first."""
        sort = NoticesRow.SK.startswith(f"DELIVERY#{NoticeChannel.DIGEST.value}#")
        rows = query_all(NoticesRow, f"TO#{user_id}", sort=sort, most=most, consistent=True)
        return [loaded(row, Delivery) for row in rows]

    def remove_delivery(self, tx: Transaction, user_id: str, delivery: Delivery) -> None:
        """Remove a delivery as it was read. Raises (from the transaction) Stale."""
        pk, sk = delivery_key(user_id, delivery.channel, delivery.notice.id)
        tx.delete(NoticesRow(PK=pk, SK=sk, kind="delivery", revision=delivery.revision))

    # What was told by e-mail lately --------------------------------------------------------------------------------

    def told(self, keys: Sequence[Key]) -> dict[Key, tuple[str, datetime]]:
        """What was told under these keys (`told_key`) last: its id, and when (a round trip per 100)."""
        return {
            (row.PK, row.SK): (row.told_id, parse_instant(row.told_at))
            for row in find_many(NoticesRow, keys)
            if row.told_id and row.told_at
        }

    def note_told(self, tx: Transaction, key: Key, id: str, at: datetime, hours: int) -> None:
        """Remember what is told now, so that it isn't told again within so many hours."""
        actions: list[Action] = [
            NoticesRow.kind.set("told"),
            NoticesRow.told_id.set(id),
            NoticesRow.told_at.set(iso(at)),
            NoticesRow.expires_at.set(at + timedelta(hours=hours)),
        ]
        tx.update(NoticesRow(PK=key[0], SK=key[1], kind="told"), actions)

    # Topics --------------------------------------------------------------------------------------------------------

    def topics(self, user_ids: Iterable[str], kind: str, about: str) -> dict[str, Topic]:
        """What each of these people was told of a thing, and can be taken back (a round trip per 100)."""
        found = dict.fromkeys(user_ids, Topic(frozenset(), None))
        for row in find_many(NoticesRow, [topic_key(each, kind, about) for each in found]):
            withdrawn_at = parse_instant(row.withdrawn_at) if row.withdrawn_at else None
            found[row.PK.removeprefix("TO#")] = Topic(frozenset(row.notice_ids or ()), withdrawn_at)
        return found

    def add_to_topic(self, tx: Transaction, user_id: str, notice: Notice, otherwise: DebriefError) -> None:
        """Remember that the notice may be taken back; `otherwise` is raised where it was, later than it was said."""
        pk, sk = topic_key(user_id, notice.kind, notice.about)
        actions: list[Action] = [
            NoticesRow.kind.set("topic"),
            NoticesRow.expires_at.set(notice.at + KEEP_TOPICS),
            NoticesRow.notice_ids.add({notice.id}),
        ]
        still = NoticesRow.withdrawn_at.does_not_exist() | (NoticesRow.withdrawn_at < iso(notice.at))
        tx.update(NoticesRow(PK=pk, SK=sk, kind="topic"), actions, condition=still, otherwise=otherwise)

    def withdraw_topic(
        self, tx: Transaction, user_id: str, kind: str, about: str, at: datetime, notice_ids: Iterable[str]
    ) -> None:
        """Take back what was told of a thing before `at`: these notices, and those that are yet to come.

        Raises (from the transaction):
            Stale: more of it was taken back meanwhile.
        """
        pk, sk = topic_key(user_id, kind, about)
        actions: list[Action] = [
            NoticesRow.kind.set("topic"),
            NoticesRow.expires_at.set(at + KEEP_TOPICS),
            NoticesRow.withdrawn_at.set(iso(at)),
        ]
        if gone := set(notice_ids):
            actions.append(NoticesRow.notice_ids.delete(gone))
        not_later = NoticesRow.withdrawn_at.does_not_exist() | (NoticesRow.withdrawn_at <= iso(at))
        overtaken = Stale("More of it was taken back meanwhile")
        tx.update(NoticesRow(PK=pk, SK=sk, kind="topic"), actions, condition=not_later, otherwise=overtaken)

    # Preferences ---------------------------------------------------------------------------------------------------

    def preferences(self, user_id: str) -> Preferences:
        """What somebody chose; revision 0 where they never chose anything."""
        return self.preferences_of([user_id])[user_id]

    def preferences_of(self, user_ids: Iterable[str]) -> dict[str, Preferences]:
        """What each of these people chose (a round trip per 100)."""
        found = dict.fromkeys(user_ids, Preferences())
        for row in find_many(NoticesRow, [(f"TO#{each}", PREFERENCES) for each in found]):
            found[row.PK.removeprefix("TO#")] = loaded(row, Preferences)
        return found

    def put_preferences(self, tx: Transaction, user_id: str, preferences: Preferences) -> None:
        """Write what somebody chose. Raises (from the transaction) Conflict, Stale."""
        tx.put(stored(NoticesRow(PK=f"TO#{user_id}", SK=PREFERENCES, kind="preferences"), preferences))

    # Exporting and erasing -----------------------------------------------------------------------------------------

    def all_of(self, user_id: str, *, limit: int, start: dict[str, Any] | None) -> RowPage:
        """A page of the items that are somebody's, whatever they are."""
        return query(NoticesRow, f"TO#{user_id}", limit=limit, start=start, consistent=True)

    def delete_rows(self, rows: Iterable[NoticesRow]) -> None:
        """Remove these items, as they are now. Raises Throttled, Unavailable; some may be gone by then."""
        try:
            with NoticesRow.batch_write() as batch:
                for row in rows:
                    batch.delete(NoticesRow(PK=row.PK, SK=row.SK))
        except PynamoDBException as error:
            raise storage_error(error) from error


def _oldest(now: datetime) -> str:
    """Where ids of notices begin that haven't lapsed."""
    return begin_of("nt", now - KEEP + timedelta(milliseconds=1))


def _in_app(row: NoticesRow) -> InAppNotice:
    read_at = parse_instant(row.read_at) if row.read_at else None
    return loaded(row, InAppNotice).model_copy(update={"read_at": read_at})
