"""Makes the benchmarks anew, a piece at a time: once a day, or each hour where there are few people.

First all people are gone through by name, a page at a time: of each agent the rollups of three months are read, at most
a row for each day and channel, and what they come to is laid down by bucket. Then bucket after bucket is made of that.
No conversation is read, and no piece grows with the number of people. What was begun is written down after each piece,
so that a run that is killed goes on where it was; a piece that is done again writes the same.

Written is an inquiry that somebody is ranked by, or that the account lists. Names of inquiries may be a vendor's free
text, one for nearly every conversation; nobody has enough of such a one, and nothing is kept of it but what its agents
come to. What was written before and isn't any more is cleared at the end.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from debrief.insights.benchmarks.deadlines import FIRST_AFTER, REFRESH, SUBJECT, following, refresh, soon
from debrief.insights.benchmarks.making import (
    BUCKETS,
    bounds_by_metric,
    bucket_of,
    each_once,
    team_averages,
    three_months_to,
)
from debrief.insights.benchmarks.model import Benchmark, Cell, Run, Standing
from debrief.insights.benchmarks.store import BenchmarkStore
from debrief.insights.projection.inquiry_sums import ALL, InquirySums, by_inquiry
from debrief.insights.projection.model import EVERYONE, Days
from debrief.insights.projection.rollups import counters_by_parts
from debrief.insights.projection.store import InsightsRow, RollupStore
from debrief.interactions.conversations.words import Channel
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.store import is_scheduled, schedule
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import User
from debrief.people.store import PeopleStore, UserFilter

PAGE: Final = 25
"""People of a piece: what they come to is a row for each bucket and channel that it is in, which fit into a dozen
transactions even where it is in all.
"""

LONGEST: Final = timedelta(seconds=15)
"""After so long no further piece is begun; the next minute goes on. One piece takes three seconds at most."""


def sums_in(store: RollupStore, agent_id: str, days: Days) -> dict[Channel, dict[str, InquirySums]]:
    """An agent's conversations of a period, by channel and inquiry (one query)."""
    counters: dict[Channel, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
    for _, channel, row in store.inquiries(agent_id, days):
        counters[channel] += counters_by_parts(row).items()
    return {channel: sums for channel, many in counters.items() if (sums := by_inquiry(many))}


class RefreshSteps:
    """What the clock does of the benchmarks."""

    def __init__(
        self, store: BenchmarkStore, rollups: RollupStore, people: PeopleStore, clock: Clock, ids: Ids
    ) -> None:
        self._store = store
        self._rollups = rollups
        self._people = people
        self._clock = clock
        self._ids = ids

    def ensure(self) -> None:
        """Let there be a first run soon, unless one is due already (one read; a write the first time)."""
        if not is_scheduled(InsightsRow, REFRESH, SUBJECT):
            with Transaction(self._clock, self._ids) as tx:
                schedule(tx, InsightsRow, refresh(self._clock.now() + FIRST_AFTER))

    def go_on(self) -> datetime:
        """Begin a run, or go on with the one that was begun; when to come again."""
        began = self._clock.now()
        run = self._store.run()
        if run is None or run.phase == "done" or run.buckets != BUCKETS or run.filled is None:
            # What was gathered by other buckets, before a new version, is gathered anew.
            run = self._begun(run)
        is_first = run.made_at is None
        while run.phase != "done":
            run = _PIECES[run.phase](self, run)
            if run.phase != "done" and self._clock.now() - began >= LONGEST:
                return self._clock.now()
        now = self._clock.now()
        return soon(now) if is_first else following(now, run.agents, self._people.settings().time_zone)

    def _begun(self, before: Run | None) -> Run:
        days, settings = three_months_to(self._newest_day()), self._people.settings()
        run = Run(
            id=self._ids.new("bm"),
            phase="gather",
            began_at=self._clock.now(),
            buckets=BUCKETS,
            filled={},
            first_day=days.first,
            last_day=days.last,
            minimum=settings.minimum_ranked,
            rates_from=settings.minimum_sample,
            made_at=before.made_at if before else None,
            revision=before.revision if before else 0,
        )
        return self._kept(run)

    def _newest_day(self) -> date:
        """The day of the newest conversation of all: what counts as now where data come late, or are old."""
        newest = self._rollups.newest_day(EVERYONE, "CONVERSATIONS")
        return newest or day_of(self._clock.now(), self._people.settings().time_zone)

    def _gather(self, run: Run) -> Run:
        users, place = self._people.list_users(UserFilter(), limit=PAGE, start=run.place)
        by_bucket: dict[tuple[Channel, int], list[Cell]] = defaultdict(list)
        standings: list[Standing] = []
        agents = 0
        for user in users:
            if user.is_bot or not user.active:
                continue
            found = sums_in(self._rollups, user.id, run.days)
            agents += bool(found)
            for channel, sums in found.items():
                for cell in _cells(user, sums):
                    by_bucket[channel, bucket_of(cell.inquiry)].append(cell)
                standings.append(self._standing(run, user, channel, sums))
        self._store.put_gathered(run, by_bucket, self._clock, self._ids)
        self._store.put_standings(standings, self._clock, self._ids)
        moved = {
            "place": place,
            "pages": run.pages + 1,
            "agents": run.agents + agents,
            "filled": _with(run.filled or {}, by_bucket),
        }
        return self._kept(run.model_copy(update=moved | ({} if place else {"phase": "make"})))

    def _standing(self, run: Run, user: User, channel: Channel, sums: dict[str, InquirySums]) -> Standing:
        return Standing(
            agent_id=user.id,
            channel=channel,
            first_day=run.first_day,
            last_day=run.last_day,
            made_at=self._clock.now(),
            sums=sums.get(ALL, InquirySums()),
        )

    def _make(self, run: Run) -> Run:
        now = self._clock.now()
        to_make = _to_make(run.filled or {})
        if run.bucket == len(to_make):
            return self._kept(run.model_copy(update={"phase": "clear", "bucket": 0, "place": None}))
        channel, bucket = to_make[run.bucket]
        cells = each_once(self._store.gathered(run, channel, bucket))
        by_name: dict[str, list[Cell]] = defaultdict(list)
        for cell in cells:
            by_name[cell.inquiry].append(cell)
        made = [
            Benchmark(
                inquiry=inquiry,
                channel=channel,
                first_day=run.first_day,
                last_day=run.last_day,
                made_at=now,
                metrics=bounds_by_metric(own, channel, run.minimum, rates_from=run.rates_from),
                began_at=run.began_at,
            )
            for inquiry, own in by_name.items()
        ]
        # Of all conversations it is kept when they were compared, whether somebody is ranked by them or not.
        listed = {ALL, *self._people.settings().inquiries}
        kept = [each for each in made if each.metrics or each.inquiry in listed]
        boards = {each.inquiry: by_name[each.inquiry] for each in kept if each.inquiry != ALL}
        self._store.put_boards(run, channel, boards, self._clock, self._ids)
        self._store.put_teams(channel, bucket, team_averages(cells, channel), self._clock, self._ids)
        # Last, since by that of all conversations it is told which teams' rows are of before.
        self._store.put_benchmarks(kept, self._clock, self._ids)
        return self._kept(run.model_copy(update={"bucket": run.bucket + 1}))

    def _clear(self, run: Run) -> Run:
        now = self._clock.now()
        if run.bucket == len(Channel):
            return self._kept(run.model_copy(update={"phase": "done", "made_at": now}))
        # Of a channel on which nobody has conversations any more nothing was made.
        channel = tuple(Channel)[run.bucket]
        found, place = self._store.written(channel, run.place)
        old = [each for each in found if not each.cleared and each.made_at < (run.began_at or now)]
        empty: dict[str, Any] = {
            "first_day": run.first_day,
            "last_day": run.last_day,
            "made_at": now,
            "began_at": run.began_at,
            "metrics": {},
            "cleared": True,
        }
        self._store.put_boards(run, channel, {each.inquiry: [] for each in old}, self._clock, self._ids)
        # Last, since boards are found by their benchmarks: behind one that is cleared already no run looks again.
        self._store.put_benchmarks([each.model_copy(update=empty) for each in old], self._clock, self._ids)
        moved = {"place": place} if place else {"place": None, "bucket": run.bucket + 1}
        return self._kept(run.model_copy(update=moved))

    def _kept(self, run: Run) -> Run:
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_run(tx, run)
        return run.model_copy(update={"revision": run.revision + 1})


_PIECES: Final[Mapping[str, Callable[[RefreshSteps, Run], Run]]] = {
    "gather": RefreshSteps._gather,
    "make": RefreshSteps._make,
    "clear": RefreshSteps._clear,
}
"""What is done next in each phase."""


def _with(
    filled: Mapping[Channel, tuple[int, ...]], more: Iterable[tuple[Channel, int]]
) -> dict[Channel, tuple[int, ...]]:
    """Which buckets have something in them, with these."""
    known: dict[Channel, set[int]] = defaultdict(set, {channel: set(buckets) for channel, buckets in filled.items()})
    for channel, bucket in more:
        known[channel].add(bucket)
    return {channel: tuple(sorted(buckets)) for channel, buckets in sorted(known.items())}


def _to_make(filled: Mapping[Channel, tuple[int, ...]]) -> list[tuple[Channel, int]]:
    """The buckets that have something in them, of each channel that of all conversations last: once it is made, what is
    older than this run is of before.
    """
    last = bucket_of(ALL)
    return [
        (channel, bucket)
        for channel, buckets in sorted(filled.items())
        for bucket in sorted(buckets, key=lambda each: (each == last, each))
    ]


def _cells(user: User, sums: dict[str, InquirySums]) -> Iterator[Cell]:
    for inquiry, own in sums.items():
        yield Cell(inquiry=inquiry, agent_id=user.id, team_id=user.team_id, sums=own)
