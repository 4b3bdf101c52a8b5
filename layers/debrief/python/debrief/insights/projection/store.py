"""Where rollups lie.

| question | key | reads |
|---|---|---|
| what have these evaluations added | `EVAL#<id>` / `MARKER` | one item each, 100 in a round trip |
| what have these conversations added | `INT#<id>` / `MARKER` | the same |
| an agent's totals, pass rates, … in a period | `AGENT#<id>#<family>` / from `<day>` to `<day>` | one query |
| a team's | `TEAM#<id>#<family>` / … | one query |
| everyone's | `EVERYONE#<shard>#<family>` / … | 8 queries |
| an agent's by inquiry in a period | `AGENT#<id>#INQUIRIES` / from `<day>` to `<day>` | one query |
| the newest of an inquiry, or of all, on a channel | `AGENT#<id>#HANDLED` / `<inquiry>#<channel>#…` | those |
| what somebody's key metrics are made of | `<subject>#FIGURES` / from `<day>` to `<day>` | one query; everyone's 8 |
| each of a team's agents on a scorecard's criteria | `TEAM#<id>#MEMBER_LINES` / `<scorecard>#<day>#…` | one query |
| what an agent, a team or everyone was coached with, newest first | `<subject>#COACHED` / `<day>#…` | those, capped |

Families, sort keys and counters are listed in `rollups`. A period's rows are days × (scorecards × versions × types), so
a report costs the same however many evaluations and conversations are behind it; by evaluator as many times over
as there are evaluators. Several people are as many queries.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, Literal, NamedTuple, Self

from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from debrief.insights.projection.inquiry_sums import Handled, handled_of, handled_prefix
from debrief.insights.projection.model import Counters, Days, Marker, RowKey, Subject
from debrief.insights.projection.packing import SourceChange, SourceKey, summed
from debrief.insights.projection.rollups import (
    EvaluationRow,
    Family,
    counter_parts,
    counters_by_parts,
    evaluation_row,
    goes,
    partition,
    partitions,
)
from debrief.interactions.conversations.words import Channel
from debrief.kernel.clock import Clock, iso
from debrief.kernel.storage.tables import Row, RowPage, find_many, loaded, query, stored, table_meta, walk
from debrief.kernel.storage.transactions import Transaction

KEEP_EMPTY_MARKERS = timedelta(days=30)
"""Longer than a message can wait in a queue: see `RollupProjector`."""

LAST = "~"
"""Sorts after every instant."""

_NOT_COUNTERS = frozenset({"revision", "expires_at"})


class InsightsRow(Row):
    """An item of the insights table."""

    Meta = table_meta("INSIGHTS_TABLE")


class RollupRow(InsightsRow):
    """A rollup row. Its counters are attributes of their own, so that they can be added to."""

    counters: Counters

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Self:
        row = super().from_raw_data(data)
        row.counters = {
            name: int(value["N"]) for name, value in data.items() if "N" in value and name not in _NOT_COUNTERS
        }
        return row


class MemberRow(NamedTuple):
    """A row of FIGURES or MEMBER_LINES. agent_id: in a team's rows. of_evaluations: of conversations otherwise."""

    day: date
    agent_id: str | None
    of_evaluations: bool
    counters: Counters


class RollupStore:
    """Reads rollups; writes markers with the differences that they make."""

    def page(self, agent_id: str, family: Family, *, limit: int, start: dict[str, Any] | None) -> RowPage:
        """A page of an agent's own rows of a family, the first days first."""
        return query(RollupRow, partition(Subject("agent", agent_id), family), limit=limit, start=start)

    def marker(self, key: SourceKey) -> Marker | None:
        """What the evaluation or conversation has added; None where it was never counted."""
        return self.markers([key]).get(key)

    def markers(self, keys: Iterable[SourceKey]) -> dict[SourceKey, Marker]:
        """What evaluations and conversations have added; without those that were never counted."""
        by_pk = {f"{key.source}#{key.id}": key for key in keys}
        rows = find_many(InsightsRow, [(pk, "MARKER") for pk in by_pk])
        return {by_pk[row.PK]: loaded(row, Marker) for row in rows}

    def write(self, tx: Transaction, group: Sequence[SourceChange], clock: Clock) -> None:
        """Let the rollups count what the group says, with a marker for each of its changes and each row once.

        Raises (from the transaction):
            Stale, Conflict: somebody else counted one of them meanwhile.
        """
        for key, _, after, _ in group:
            row = InsightsRow(PK=f"{key.source}#{key.id}", SK="MARKER", kind="marker")
            if after.share is None:
                row.expires_at = clock.now() + KEEP_EMPTY_MARKERS
            tx.put(stored(row, after))
        for place, counters in summed(group).items():
            if goes(place, counters):
                tx.discard(RollupRow(PK=place.pk, SK=place.sk, kind="rollup"))
            else:
                _add(tx, place, counters)

    def evaluations(self, subjects: Iterable[Subject], family: Family, days: Days) -> Iterator[EvaluationRow]:
        """The rows of TOTALS, LINES or RESPONSES of the subjects in a period; nothing is summed yet.

        Read as they are asked for: all of a long line and a year together would fill the memory.
        """
        return (evaluation_row(row.SK, row.counters) for row in self._rows(subjects, family, days))

    def conversations(self, subjects: Iterable[Subject], days: Days) -> Iterator[tuple[date, Counters]]:
        """The conversations of the subjects in a period, by day; read as they are asked for."""
        rows = self._rows(subjects, "CONVERSATIONS", days)
        return ((date.fromisoformat(row.SK.removesuffix("#")), row.counters) for row in rows)

    def inquiries(
        self, agent_id: str, days: Days, channel: Channel | None = None
    ) -> Iterator[tuple[date, Channel, Counters]]:
        """An agent's conversations by inquiry in a period, by day and channel; a few rows for each day."""
        for row in self._rows([Subject("agent", agent_id)], "INQUIRIES", days):
            day, own, _ = row.SK.split("#")
            if channel is None or own == channel.value:
                yield date.fromisoformat(day), Channel(own), row.counters

    def handled(
        self,
        agent_id: str,
        inquiry: str,
        channel: Channel,
        *,
        most: int,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Handled]:
        """The newest of an agent's conversations of an inquiry (`ALL`: of any), `most` at most (one query).

        since, until: when they started, both included.
        """
        begins = handled_prefix(inquiry, channel)
        low = begins + (iso(since) if since else "")
        high = begins + (f"{iso(until)}$" if until else LAST)
        pk = partition(Subject("agent", agent_id), "HANDLED")
        rows = walk(RollupRow, pk, chunk=most, sort=RollupRow.SK.between(low, high), newest_first=True)
        return [handled_of(row.SK, counters_by_parts(row.counters)) for row in islice(rows, most)]

    def coached(self, subject: Subject, days: Days, *, most: int) -> list[tuple[str, Counters]]:
        """Place and counters of what a subject was coached with in a period, the newest first: `most` at most.

        Of everyone `most` of each of the 8 partitions are looked at, and the newest of all kept.
        """
        sort = RollupRow.SK.between(f"{days.first}#", f"{days.last}$")
        found: list[tuple[str, Counters]] = []
        for pk in partitions(subject, "COACHED"):
            rows = walk(RollupRow, pk, chunk=most, sort=sort, newest_first=True)
            found += [(row.SK, row.counters) for row in islice(rows, most)]
        return sorted(found, reverse=True, key=lambda each: each[0])[:most]

    def by_day(
        self, subjects: Iterable[Subject], family: Literal["COACHING", "LOGGED"], days: Days
    ) -> Iterator[tuple[date, Counters]]:
        """The rows of a family that has one for each day; read as they are asked for."""
        rows = self._rows(subjects, family, days)
        return ((date.fromisoformat(row.SK.removesuffix("#")), row.counters) for row in rows)

    def figures(self, subjects: Iterable[Subject], days: Days) -> Iterator[MemberRow]:
        """What the key metrics of the subjects are made of; of teams a row for each of their agents (one query each,
        8 for everyone; read as they are asked for)."""
        for row in self._rows(subjects, "FIGURES", days):
            day, what, *member = row.SK.split("#")
            agent_id = counter_parts(member[0])[0] if member else None
            yield MemberRow(date.fromisoformat(day), agent_id, what == "e", row.counters)

    def member_lines(self, team_id: str, scorecard_id: str, days: Days) -> Iterator[MemberRow]:
        """How each of a team's agents did on the criteria of a scorecard, by day (one query, read in pages)."""
        sort = RollupRow.SK.between(f"{scorecard_id}#{days.first}#", f"{scorecard_id}#{days.last}$")
        for row in walk(RollupRow, partition(Subject("team", team_id), "MEMBER_LINES"), chunk=None, sort=sort):
            day, _, member = row.SK.removeprefix(f"{scorecard_id}#").split("#")
            yield MemberRow(date.fromisoformat(day), counter_parts(member)[0], True, row.counters)

    def newest_day(self, subject: Subject, family: Family) -> date | None:
        """The day of a subject's newest row of a family (one small query, 8 for everyone)."""
        days = [
            date.fromisoformat(page.rows[0].SK.partition("#")[0])
            for pk in partitions(subject, family)
            if (page := query(RollupRow, pk, newest_first=True, limit=1)).rows
        ]
        return max(days, default=None)

    def _rows(self, subjects: Iterable[Subject], family: Family, days: Days) -> Iterator[RollupRow]:
        # `$` sorts right after `#`, which ends the day.
        sort = RollupRow.SK.between(f"{days.first}#", f"{days.last}$")
        for subject in subjects:
            for pk in partitions(subject, family):
                yield from walk(RollupRow, pk, chunk=None, sort=sort)


def _add(tx: Transaction, place: RowKey, added: Counters) -> None:
    actions: list[Action] = [Path("kind").set("rollup")]
    actions += [Path([name]).add(by) for name, by in added.items()]
    tx.update(RollupRow(PK=place.pk, SK=place.sk, kind="rollup"), actions)
