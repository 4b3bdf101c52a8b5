"""Where benchmarks lie, in the insights table.

| question | key | reads |
|---|---|---|
| how far the refresh has come | `BENCHMARKS` / `RUN` | one item |
| what it has gathered of a bucket | `BENCHMARKS#<run>#<channel>#<bucket>` / `<page>#<part>` | those, once |
| the benchmark of inquiries on a channel | `BENCHMARK#<channel>` / `<inquiry>` | a small item each, 100 at once |
| which inquiries have one | `BENCHMARK#<channel>` | those, page by page |
| a team's averages at them | `TEAM#<id>#BENCHMARKS` / `<channel>#<bucket>` | 1–10 KB a bucket, and a small item |
| how all agents stand at an inquiry | `BOARD#<channel>#<inquiry>` / `<part>` | some 3,000 people in an item of 200 KB |
| how agents stand on a channel | `AGENT#<id>#STANDING` / `<channel>` | a small item each, 100 at once |

All but the first go by themselves: what was gathered after two days, the rest eight days after it was made last.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from debrief.insights.benchmarks.making import bucket_of
from debrief.insights.benchmarks.model import Benchmark, Board, Cell, Run, Standing, TeamAverages
from debrief.insights.projection.inquiry_sums import ALL, InquirySums, inquiry_key
from debrief.insights.projection.store import InsightsRow
from debrief.interactions.conversations.words import Channel
from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.storage.tables import find, find_many, loaded, query, stored, walk
from debrief.kernel.storage.transactions import Transaction

KEEP_GATHERED: Final = timedelta(days=2)
KEEP_MADE: Final = timedelta(days=8)

_MOST_BYTES: Final = 200_000
_MOST_WRITTEN: Final = 3_000_000
"""Bytes in one transaction, which takes four megabytes."""

_MOST_ROWS: Final = 50
"""In one transaction, small ones."""

_PAGE: Final = 200
"""Benchmarks that are looked through at a time."""


class BenchmarkStore:
    """Reads and writes benchmarks, and what they are made of."""

    def run(self) -> Run | None:
        """The refresh that is on its way, or the last one."""
        row = find(InsightsRow, "BENCHMARKS", "RUN")
        return loaded(row, Run) if row else None

    def put_run(self, transaction: Transaction, run: Run) -> None:
        """Write how far it has come.

        Raises (from the transaction):
            Stale, Conflict: another one has come farther.
        """
        transaction.put(stored(InsightsRow(PK="BENCHMARKS", SK="RUN", kind="benchmarks_run"), run))

    def put_gathered(
        self, run: Run, by_bucket: Mapping[tuple[Channel, int], Sequence[Cell]], clock: Clock, ids: Ids
    ) -> None:
        """Write what a page of people came to; written again it is the same."""
        rows: list[tuple[InsightsRow, str]] = []
        for (channel, bucket), cells in by_bucket.items():
            for part, body in enumerate(_bodies(cells)):
                pk = _gathered(run, channel, bucket)
                rows.append((InsightsRow(PK=pk, SK=f"{run.pages:06d}#{part:03d}", kind="gathered"), body))
        _write(rows, KEEP_GATHERED, clock, ids)

    def gathered(self, run: Run, channel: Channel, bucket: int) -> Iterator[Cell]:
        """All that the run has gathered of a bucket."""
        for row in walk(InsightsRow, _gathered(run, channel, bucket), chunk=None, consistent=True):
            for inquiry, agent_id, team_id, *sums in json.loads(row.body or "[]"):
                yield Cell(inquiry=inquiry, agent_id=agent_id, team_id=team_id, sums=InquirySums(*sums))

    def put_benchmarks(self, many: Iterable[Benchmark], clock: Clock, ids: Ids) -> None:
        """Write benchmarks, in the place of those that were made before."""
        rows = [(_row(*_place(each.channel, each.inquiry), "benchmark"), each.model_dump_json()) for each in many]
        _write(rows, KEEP_MADE, clock, ids)

    def put_teams(
        self, channel: Channel, bucket: int, teams: Mapping[str, TeamAverages], clock: Clock, ids: Ids
    ) -> None:
        """Write what teams come to at the inquiries of a bucket."""
        made = {team: own.model_copy(update={"made_at": clock.now()}) for team, own in teams.items()}
        rows = [
            (_row(_team(team), f"{channel.value}#{bucket:02d}", "team_averages"), own.model_dump_json())
            for team, own in made.items()
        ]
        _write(rows, KEEP_MADE, clock, ids)

    def put_standings(self, many: Iterable[Standing], clock: Clock, ids: Ids) -> None:
        """Write how agents stand."""
        rows = [(_row(_agent(each.agent_id), each.channel.value, "standing"), each.model_dump_json()) for each in many]
        _write(rows, KEEP_MADE, clock, ids)

    def put_boards(
        self, run: Run, channel: Channel, by_inquiry: Mapping[str, Sequence[Cell]], clock: Clock, ids: Ids
    ) -> None:
        """Write how agents stand at inquiries, each in the place of what was written before; of none nobody does."""
        rows: list[tuple[InsightsRow, str]] = []
        for inquiry, cells in by_inquiry.items():
            parts = list(_bodies(cells)) or ["[]"]
            head = {"first_day": run.first_day, "last_day": run.last_day, "made_at": clock.now(), "parts": len(parts)}
            for part, body in enumerate(parts):
                board = Board.model_validate({**head, "agents": _agents_in(body)})
                row = _row(_board(channel, inquiry), f"{part:03d}", "board")
                rows.append((row, board.model_dump_json()))
        _write(rows, KEEP_MADE, clock, ids)

    def board(self, agent_ids: Collection[str], channel: Channel, inquiry: str) -> list[Standing]:
        """How those of the agents stand who have conversations about an inquiry on the channel."""
        found: dict[str, Standing] = {}
        parts: int | None = None
        for row in walk(InsightsRow, _board(channel, inquiry), chunk=None):
            board = Board.from_kept(row.body or "{}")
            parts = board.parts if parts is None else parts
            # What lies behind was left by a day with more people.
            if int(row.SK) >= parts:
                break
            for agent_id, sums in board.agents.items():
                if agent_id in agent_ids:
                    found[agent_id] = Standing(
                        agent_id=agent_id,
                        channel=channel,
                        first_day=board.first_day,
                        last_day=board.last_day,
                        made_at=board.made_at,
                        sums=sums,
                    )
        return list(found.values())

    def benchmarks(self, channel: Channel, inquiries: Iterable[str]) -> dict[str, Benchmark]:
        """The benchmarks of those inquiries that have one, by inquiry."""
        rows = find_many(InsightsRow, [_place(channel, each) for each in inquiries])
        found = (Benchmark.from_kept(row.body or "{}") for row in rows)
        return {each.inquiry: each for each in found}

    def written(self, channel: Channel, start: dict[str, Any] | None) -> tuple[list[Benchmark], dict[str, Any] | None]:
        """A page of the benchmarks on a channel, and where the next one begins."""
        page = query(InsightsRow, f"BENCHMARK#{channel.value}", limit=_PAGE, start=start, consistent=True)
        return [Benchmark.from_kept(row.body or "{}") for row in page.rows], page.last_key

    def team(self, team_id: str, channel: Channel, inquiries: Iterable[str]) -> TeamAverages:
        """What the team comes to at those inquiries, and at others of the same buckets.

        Of a bucket that it has nothing in any more a row of before lies there: what is older than the run that compared
        all conversations last doesn't count.
        """
        keys = [(_team(team_id), f"{channel.value}#{bucket:02d}") for bucket in {bucket_of(each) for each in inquiries}]
        rows = {(row.PK, row.SK): row for row in find_many(InsightsRow, [*keys, _place(channel, ALL)])}
        compared = rows.get(_place(channel, ALL))
        since = Benchmark.from_kept(compared.body or "{}").began_at if compared else None
        together: dict[str, Any] = {}
        for own in (TeamAverages.from_kept(rows[key].body or "{}") for key in keys if key in rows):
            if since is None or (own.made_at is not None and own.made_at >= since):
                together |= own.inquiries
        return TeamAverages(inquiries=together)

    def standings(self, agent_ids: Iterable[str], channel: Channel) -> list[Standing]:
        """How those of the agents stand who have conversations on the channel."""
        rows = find_many(InsightsRow, [(_agent(each), channel.value) for each in agent_ids])
        return [Standing.from_kept(row.body or "{}") for row in rows]


def _write(rows: Sequence[tuple[InsightsRow, str]], keep: timedelta, clock: Clock, ids: Ids) -> None:
    """Write rows that nobody else writes, and that are written anew as a whole."""
    expires = clock.now() + keep
    for some in _at_once(rows):
        with Transaction(clock, ids) as tx:
            for row, body in some:
                actions = [
                    InsightsRow.kind.set(row.kind),
                    InsightsRow.body.set(body),
                    InsightsRow.expires_at.set(expires),
                ]
                tx.update(row, actions)


def _at_once(rows: Sequence[tuple[InsightsRow, str]]) -> Iterator[list[tuple[InsightsRow, str]]]:
    """The rows in groups that one transaction takes."""
    some: list[tuple[InsightsRow, str]] = []
    size = 0
    for row, body in rows:
        length = len(body.encode(errors="replace"))
        if some and (len(some) == _MOST_ROWS or size + length > _MOST_WRITTEN):
            yield some
            some, size = [], 0
        some.append((row, body))
        size += length
    if some:
        yield some


def _bodies(cells: Sequence[Cell]) -> Iterator[str]:
    """The cells as JSON, in as many texts as none is too large for a row."""
    part: list[str] = []
    size = 0
    for cell in cells:
        text = json.dumps([cell.inquiry, cell.agent_id, cell.team_id, *cell.sums], separators=(",", ":"))
        if part and size + len(text) > _MOST_BYTES:
            yield f"[{','.join(part)}]"
            part, size = [], 0
        part.append(text)
        size += len(text) + 1
    if part:
        yield f"[{','.join(part)}]"


def _gathered(run: Run, channel: Channel, bucket: int) -> str:
    return f"BENCHMARKS#{run.id}#{channel.value}#{bucket:02d}"


def _place(channel: Channel, inquiry: str) -> tuple[str, str]:
    return f"BENCHMARK#{channel.value}", f"#{inquiry_key(inquiry)}"


def _board(channel: Channel, inquiry: str) -> str:
    return f"BOARD#{channel.value}#{inquiry_key(inquiry)}"


def _agents_in(body: str) -> dict[str, InquirySums]:
    return {agent_id: InquirySums(*sums) for _, agent_id, _, *sums in json.loads(body)}


def _team(team_id: str) -> str:
    return f"TEAM#{team_id}#BENCHMARKS"


def _agent(agent_id: str) -> str:
    return f"AGENT#{agent_id}#STANDING"


def _row(pk: str, sk: str, kind: str) -> InsightsRow:
    return InsightsRow(PK=pk, SK=sk, kind=kind)
