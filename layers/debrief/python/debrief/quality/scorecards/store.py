"""Where scorecards and their versions lie, and how they are found (the quality table).

| question | key or index | reads |
|---|---|---|
| this scorecard | `SC#<id>` / `SCORECARD` | 1 item |
| a version of it; two to compare; all of them, newest first | `SC#<id>` / `VERSION#<number>` | 1 item; 2; a page |
| the last trouble of a scorecard | `SC#<id>` / `TROUBLE` | 1 item |
| several scorecards and versions | the same, in batches of 100 | 1 item each |
| scorecards of a status, by name | GSI1 `SCORECARDS#<status>` / `<name>#<id>` | a page |
| published ones that start automatically | GSI2 `SCORECARDS#AUTOMATIC` / `<name>#<id>` | those few + 1 version each |
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import TypeVar

from debrief.kernel.errors import Conflict
from debrief.kernel.faults import log_fault
from debrief.kernel.model import Entity
from debrief.kernel.storage.tables import find, find_many, loaded, query, query_all, stored
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Placed
from debrief.quality.scorecards.model import Scorecard, ScorecardStatus, ScorecardVersion, Trouble
from debrief.quality.spans import Span
from debrief.quality.table_store import QualityRow, fitting, rows_within

E = TypeVar("E", bound=Entity)

_VERSION_S = 30.0
_TROUBLE_KEPT, _TROUBLE_EVERY = timedelta(days=30), timedelta(hours=1)


class ScorecardStore:
    """Reads and writes scorecards and their versions.

    stopwatch: seconds that only ever grow; ages the versions that this process remembers.
    """

    def __init__(self, *, stopwatch: Callable[[], float] = time.monotonic) -> None:
        self._stopwatch = stopwatch
        self._versions: dict[tuple[str, int], tuple[float, ScorecardVersion]] = {}

    def scorecard(self, scorecard_id: str) -> Scorecard | None:
        """The scorecard, or None."""
        row = find(QualityRow, f"SC#{scorecard_id}", "SCORECARD")
        return loaded(row, Scorecard) if row else None

    def version(self, scorecard_id: str, number: int, *, fresh: bool = False) -> ScorecardVersion | None:
        """A version of a scorecard, or None.

        What it scores never changes once it is published, so it is remembered; a cosmetic change of its texts shows
        after 30 seconds. `fresh` reads it in any case.
        """
        kept = self._versions.get((scorecard_id, number))
        if kept and not fresh and self._stopwatch() - kept[0] < _VERSION_S:
            return kept[1]
        row = find(QualityRow, f"SC#{scorecard_id}", version_key(number))
        return self._remembered(row) if row else None

    def scorecard_names(self, scorecard_ids: Iterable[str]) -> dict[str, str]:
        """The names of scorecards by id (a round trip per 100); the id where one is gone."""
        wanted = list(dict.fromkeys(scorecard_ids))
        rows = find_many(QualityRow, [(f"SC#{id}", "SCORECARD") for id in wanted])
        return {id: id for id in wanted} | {each.id: each.name for each in (loaded(row, Scorecard) for row in rows)}

    def scorecards_with(
        self, versions: Iterable[tuple[str, int]]
    ) -> tuple[dict[str, Scorecard], dict[tuple[str, int], ScorecardVersion]]:
        """These versions by scorecard and number, and their scorecards by id; those that exist.

        One round trip per 100; versions that are remembered (see `version`) aren't read.
        """
        wanted = list(dict.fromkeys(versions))
        now = self._stopwatch()
        found = {key: kept[1] for key in wanted if (kept := self._versions.get(key)) and now - kept[0] < _VERSION_S}
        keys = [(f"SC#{id}", "SCORECARD") for id, _ in wanted]
        keys += [(f"SC#{id}", version_key(number)) for id, number in wanted if (id, number) not in found]
        scorecards: dict[str, Scorecard] = {}
        for row in find_many(QualityRow, keys):
            if row.SK == "SCORECARD":
                scorecard = loaded(row, Scorecard)
                scorecards[scorecard.id] = scorecard
            else:
                version = self._remembered(row)
                found[version.scorecard_id, version.number] = version
        return scorecards, found

    def _remembered(self, row: QualityRow) -> ScorecardVersion:
        version = ScorecardVersion.from_kept(row.body or "{}")
        if version.published_at is not None:
            self._versions[version.scorecard_id, version.number] = (self._stopwatch(), version)
        return version

    def versions(
        self, scorecard_id: str, *, limit: int, before: int | None = None
    ) -> tuple[list[ScorecardVersion], bool]:
        """Versions of a scorecard, newest first, and whether more may follow; `before`: those with a smaller number.

        A megabyte of them at most, so that an answer is never too large: of large ones, that is a few.
        """
        sort = QualityRow.SK.between(version_key(1), version_key((before or 1_000_000) - 1))
        page = query(QualityRow, f"SC#{scorecard_id}", sort=sort, newest_first=True, limit=limit)
        return [self._remembered(row) for row in page.rows], page.last_key is not None

    def automatic_scorecards(self) -> list[tuple[Scorecard, ScorecardVersion]]:
        """The published scorecards that start by themselves, by name, each with its version in force (never remembered:
        what was just archived or changed must not start)."""
        rows = query_all(QualityRow, "SCORECARDS#AUTOMATIC", index="GSI2")
        return self.with_versions(list(_readable(rows, lambda row: loaded(row, Scorecard))))

    def in_force(self, scorecard_ids: Iterable[str]) -> list[tuple[Scorecard, ScorecardVersion]]:
        """Those of the scorecards that are published, in the order of the ids, each with its version in force (never
        remembered)."""
        return self.with_versions([each for each in self.scorecards(scorecard_ids) if each.status == "published"])

    def scorecards(self, scorecard_ids: Iterable[str]) -> list[Scorecard]:
        """Those of the scorecards that there are, in the order of the ids (a round trip per 100)."""
        wanted = list(dict.fromkeys(scorecard_ids))
        rows = find_many(QualityRow, [(f"SC#{each}", "SCORECARD") for each in wanted])
        known = {each.id: each for each in _readable(rows, lambda row: loaded(row, Scorecard))}
        return [known[each] for each in wanted if each in known]

    def with_versions(self, scorecards: Sequence[Scorecard]) -> list[tuple[Scorecard, ScorecardVersion]]:
        """The scorecards, each with its current version (never remembered; a round trip per 100)."""
        keys = [(f"SC#{each.id}", version_key(each.current_version)) for each in scorecards]
        versions = _readable(find_many(QualityRow, keys), self._remembered)
        by_id = {version.scorecard_id: version for version in versions}
        return [(each, by_id[each.id]) for each in scorecards if each.id in by_id]

    def trouble(self, scorecard_id: str) -> Trouble | None:
        """The last time that the scorecard couldn't evaluate by itself, or None."""
        row = find(QualityRow, f"SC#{scorecard_id}", "TROUBLE")
        return Trouble.from_kept(row.body) if row and row.body else None

    def put_trouble(self, tx: Transaction, scorecard_id: str, trouble: Trouble) -> None:
        """Keep a trouble for a month. A broken scorecard has one with every conversation: the first of an hour counts.

        Raises (when the transaction commits):
            Conflict: one was kept less than an hour ago.
        """
        row = QualityRow(PK=f"SC#{scorecard_id}", SK="TROUBLE", kind="trouble")
        until = trouble.at + _TROUBLE_KEPT
        actions = [
            QualityRow.kind.set("trouble"),
            QualityRow.body.set(trouble.model_dump_json()),
            QualityRow.expires_at.set(until),
        ]
        seldom = QualityRow.expires_at.does_not_exist() | (QualityRow.expires_at < until - _TROUBLE_EVERY)
        tx.update(row, actions, condition=seldom, otherwise=Conflict("It was kept a moment ago"))

    def scorecard_lines(self, status: ScorecardStatus, *, after: str | None, chunk: int) -> Iterator[Placed[Scorecard]]:
        """The scorecards of a status by name, read in chunks as they are asked for."""
        rows = rows_within(f"SCORECARDS#{status}", "GSI1", Span(low=after), chunk=chunk, newest_first=False)
        return ((row.GSI1SK or "", loaded(row, Scorecard)) for row in rows)

    def put_scorecard(
        self, tx: Transaction, scorecard: Scorecard, version: ScorecardVersion, *, write_version: bool
    ) -> None:
        """Write the scorecard, and with `write_version` the version too, which is or becomes its current one.

        Raises:
            RuleBroken: the version is too large to be stored.
        """
        place = f"{scorecard.name.casefold()}#{scorecard.id}"
        automatic = scorecard.status == "published" and version.start_automatically
        row = QualityRow(
            PK=f"SC#{scorecard.id}",
            SK="SCORECARD",
            kind="scorecard",
            GSI1PK=f"SCORECARDS#{scorecard.status}",
            GSI1SK=place,
            GSI2PK="SCORECARDS#AUTOMATIC" if automatic else None,
            GSI2SK=place if automatic else None,
        )
        tx.put(stored(row, scorecard))
        if write_version:
            key = version_key(version.number)
            body = fitting(version, "scorecard")
            version_row = find(QualityRow, f"SC#{scorecard.id}", key) or QualityRow(
                PK=f"SC#{scorecard.id}", SK=key, kind="version"
            )
            version_row.body = body
            tx.put(version_row)
            self._versions.pop((scorecard.id, version.number), None)


def _readable(rows: Iterable[QualityRow], read: Callable[[QualityRow], E]) -> Iterator[E]:
    """What can be read of the rows: one that can't mustn't keep the others from starting."""
    for row in rows:
        try:
            yield read(row)
        except ValueError as error:
            log_fault("a scorecard can't be read", error, scorecard=row.PK)


def version_key(number: int) -> str:
    """The sort key of a version: text order is number order."""
    return f"VERSION#{number:06d}"
