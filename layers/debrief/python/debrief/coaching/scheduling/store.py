"""Where shifts and the addresses of calendars lie (the coaching table).

| question | key or index | reads |
|---|---|---|
| somebody's shifts in a period | `SHIFTS#<user>` / `<Monday>` | one small item a week, one query |
| those of many people's weeks that a file replaces | the same, in batches of 100 | one item each |
| whose calendar a secret opens | `FEED#<digest>` / `FEED` | 1 item |
| whether somebody has an address | `FEEDOF#<user>` / `FEED` | 1 item |
| the 1-to-1s of somebody around a time | GSI2 `PARTICIPANT#<user>`, GSI3 `FACILITATOR#<user>` | two queries |
| and where they are to meet a colleague | `MEETS#<user>` / `<scheduled_at>#<id>` | one query, a batch where there are |

Of the 1-to-1s around a time 200 of each part are read, of a feed 500. A week of shifts goes by itself half a year after
it has passed. The row of a digest holds no more than whose it is.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from debrief.coaching.meetings.model import Meeting
from debrief.coaching.scheduling.model import Feed, ShiftWeek, Span
from debrief.coaching.table_store import CoachingRow, Slice, page_of_own
from debrief.kernel.clock import iso
from debrief.kernel.errors import Conflict
from debrief.kernel.storage.tables import Index, find, find_many, loaded, query_all, stored
from debrief.kernel.storage.transactions import Transaction

KEPT: Final = timedelta(weeks=26)
"""So long the shifts of a week stay after it."""

LONGEST_MEETING: Final = timedelta(hours=8)
MOST_MEETINGS: Final = 200
"""1-to-1s of one person in a part of one kind that are looked at around a time."""


class SchedulingStore:
    """Reads shifts, feeds and the 1-to-1s around a time; writes what belongs into a transaction."""

    # Shifts

    def weeks(self, user_id: str, first: date, last: date) -> dict[date, ShiftWeek]:
        """The weeks of which a person's shifts are known, from the Monday `first` to the Monday `last`."""
        sort = CoachingRow.SK.between(first.isoformat(), last.isoformat())
        rows = query_all(CoachingRow, f"SHIFTS#{user_id}", sort=sort, most=100)
        return {week.week: week for week in (loaded(row, ShiftWeek) for row in rows)}

    def known(self, keys: Iterable[tuple[str, date]]) -> dict[tuple[str, date], ShiftWeek]:
        """The weeks of people that are known, by person and Monday (a round trip per 100)."""
        rows = find_many(CoachingRow, [(f"SHIFTS#{user_id}", week.isoformat()) for user_id, week in keys])
        found = (loaded(row, ShiftWeek) for row in rows)
        return {(each.user_id, each.week): each for each in found}

    def put_week(self, transaction: Transaction, week: ShiftWeek) -> None:
        """Write a week in place of the one that it was read from, if any."""
        row = CoachingRow(PK=f"SHIFTS#{week.user_id}", SK=week.week.isoformat(), kind="shifts")
        row.expires_at = datetime.combine(week.week, time.min, tzinfo=UTC) + timedelta(weeks=1) + KEPT
        transaction.put(stored(row, week))

    def page_of_weeks(self, user_id: str, *, limit: int, start: dict[str, Any] | None) -> Slice:
        """A page of all of a person's weeks, the earliest first."""
        return page_of_own(f"SHIFTS#{user_id}", limit=limit, start=start)

    def discard_week(self, transaction: Transaction, user_id: str, week: date) -> None:
        """Remove a week; where there is none, nothing happens."""
        transaction.discard(CoachingRow(PK=f"SHIFTS#{user_id}", SK=week.isoformat(), kind="shifts"))

    # Feeds

    def feed(self, user_id: str) -> Feed | None:
        """What is known of a person's address; None where they never had one."""
        row = find(CoachingRow, f"FEEDOF#{user_id}", "FEED")
        return loaded(row, Feed) if row else None

    def owner_of(self, digest: str) -> str | None:
        """Whose calendar a secret with this digest opens."""
        row = find(CoachingRow, f"FEED#{digest}", "FEED")
        return row.body if row else None

    def put_feed(self, transaction: Transaction, before: Feed | None, feed: Feed) -> None:
        """Write a person's address in place of the one before, which opens nothing any more."""
        row = CoachingRow(PK=f"FEEDOF#{feed.user_id}", SK="FEED", kind="feed_of")
        transaction.put(stored(row, feed.model_copy(update={"revision": before.revision if before else 0})))
        if before is not None and before.digest is not None:
            transaction.discard(_opening(before.digest))
        if feed.digest is not None:
            transaction.create(_opening(feed.digest, feed.user_id), otherwise=Conflict("There is such an address"))

    def discard_feed(self, transaction: Transaction, feed: Feed) -> None:
        """Remove all that is known of a person's address."""
        transaction.discard(CoachingRow(PK=f"FEEDOF#{feed.user_id}", SK="FEED", kind="feed_of"))
        if feed.digest is not None:
            transaction.discard(_opening(feed.digest))

    # 1-to-1s

    def meetings_around(self, user_id: str, span: Span, most: int = MOST_MEETINGS) -> list[Meeting]:
        """The 1-to-1s in which somebody has a part and which may reach into a stretch of time, the earliest first.

        most: of each part; the latest are those that are left out. Whoever only looks after a meeting of colleagues
        has no part in it.
        """
        parts: Sequence[tuple[str, Index]] = (("PARTICIPANT", "GSI2"), ("FACILITATOR", "GSI3"))
        found: list[Meeting] = []
        for part, index in parts:
            key = getattr(CoachingRow, f"{index}SK")
            sort = key.between(iso(span.start - LONGEST_MEETING), iso(span.end))
            rows = query_all(CoachingRow, f"{part}#{user_id}", index=index, sort=sort, most=most)
            found += [loaded(row, Meeting) for row in rows if row.kind == "meeting"]
        found = [each for each in found if each.colleague_id is None or each.participant_id == user_id]
        found += self._with_colleagues(user_id, span, most)
        return sorted(found, key=lambda each: (each.scheduled_at, each.id))

    @staticmethod
    def _with_colleagues(user_id: str, span: Span, most: int) -> list[Meeting]:
        """Those in which somebody is to meet a participant."""
        sort = CoachingRow.SK.between(iso(span.start - LONGEST_MEETING), iso(span.end))
        rows = query_all(CoachingRow, f"MEETS#{user_id}", sort=sort, most=most)
        ids = [row.SK.partition("#")[2] for row in rows]
        found = find_many(CoachingRow, [(f"MEETING#{each}", "MEETING") for each in ids]) if ids else []
        return [each for each in (loaded(row, Meeting) for row in found) if each.colleague_id == user_id]


def _opening(digest: str, user_id: str | None = None) -> CoachingRow:
    return CoachingRow(PK=f"FEED#{digest}", SK="FEED", kind="feed", body=user_id)
