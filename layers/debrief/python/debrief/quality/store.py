"""Where scorecards and evaluations lie, and how they are found.

| question | key or index | reads |
|---|---|---|
| this scorecard | `SC#<id>` / `SCORECARD` | 1 item |
| a version of it; all of them, newest first | `SC#<id>` / `VERSION#<number>` | 1 item; a page |
| several scorecards and versions | the same, in batches of 100 | 1 item each |
| scorecards of a status, by name | GSI1 `SCORECARDS#<status>` / `<name>#<id>` | a page |
| published ones that start automatically | GSI2 `SCORECARDS#AUTOMATIC` / `<name>#<id>` | those few + 1 version each |
| this evaluation | `EV#<id>` / `EVALUATION` | 1 item |
| was it deleted for good | `EV#<id>` / `DELETED` | 1 item |
| an agent's completed ones in a period, whole | GSI1 `AGENT#<agent>` / `<started_at>#<id>` | 1 query a megabyte |
| the same of one type | GSI2 `AGENT#<agent>#<type>` / `<started_at>#<id>` | 1 query a megabyte |
| all evaluations of an interaction | GSI3 `INT#<id>` / `<created_at>#<id>` | those few |
| somebody's drafts; those that nobody has taken | GSI1 `EVALUATOR#<id or none>#draft` / `<created_at>#<id>` | a page |
| has this evaluator a draft of it open | `INT#<id>` / `DRAFT#<scorecard>#<evaluator>` | 1 item |
| a list of an agent's completed ones | `AGENT#<agent>` / `EVALUATION#<started_at>#<id>` | a page of summaries |
| a list of everybody's | GSI1 `EVALUATIONS` / `<started_at>#<id>` (on the summaries) | a page of summaries |
| a list of a scorecard's | GSI2 `SCORECARD#<id>` / `<started_at>#<id>` (on the summaries) | a page of summaries |
| a list of an evaluator's | GSI3 `EVALUATOR#<id>` / `<started_at>#<id>` (on the summaries) | a page of summaries |

A completed evaluation has a summary row of about 0.7 KB beside it, written in the same transaction; lists read only
those. A list over a reporting line merges the agents' own lists while the line is small (`MOST_MERGED`), and else
filters everybody's.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from pynamodb.expressions.condition import Condition

from debrief.kernel.clock import iso
from debrief.kernel.errors import Conflict, RuleBroken
from debrief.kernel.model import Entity
from debrief.kernel.storage.tables import (
    Index,
    Row,
    find,
    find_many,
    loaded,
    query,
    query_all,
    stored,
    table_meta,
    walk,
)
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Placed
from debrief.quality.evaluations.listing import EvaluationSummary, Span, summary_of
from debrief.quality.model import Evaluation, EvaluationType, Scorecard, ScorecardStatus, ScorecardVersion

MOST_MERGED = 50
"""Agents whose lists are merged into one; a longer list of agents is found by filtering everybody's."""

MOST_BYTES = 380_000
"""Of a stored text; DynamoDB refuses an item of 400 KB."""

_VERSION_S = 30.0
_MOST_OF_INTERACTION = 100
_NOBODY = "none"


class QualityRow(Row):
    """An item of the quality table."""

    Meta = table_meta("QUALITY_TABLE")


class QualityStore:
    """Reads and writes scorecards, their versions and evaluations.

    stopwatch: seconds that only ever grow; ages the versions that this process remembers.
    """

    def __init__(self, *, stopwatch: Callable[[], float] = time.monotonic) -> None:
        self._stopwatch = stopwatch
        self._versions: dict[tuple[str, int], tuple[float, ScorecardVersion]] = {}

    # Scorecards ------------------------------------------------------------------------------------------------

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
        version = ScorecardVersion.model_validate_json(row.body or "{}")
        if version.published_at is not None:
            self._versions[version.scorecard_id, version.number] = (self._stopwatch(), version)
        return version

    def versions(self, scorecard_id: str, *, limit: int, before: int | None = None) -> list[ScorecardVersion]:
        """Versions of a scorecard, newest first; `before`: only those with a smaller number."""
        sort = QualityRow.SK.between(version_key(1), version_key((before or 1_000_000) - 1))
        if before is not None and before <= 1:
            return []
        page = query(QualityRow, f"SC#{scorecard_id}", sort=sort, newest_first=True, limit=limit)
        return [self._remembered(row) for row in page.rows]

    def automatic_scorecards(self) -> list[tuple[Scorecard, ScorecardVersion]]:
        """The published scorecards that start by themselves, by name, each with its version in force (never remembered:
        what was just archived or changed must not start)."""
        rows = query_all(QualityRow, "SCORECARDS#AUTOMATIC", index="GSI2")
        scorecards = [loaded(row, Scorecard) for row in rows]
        keys = [(f"SC#{each.id}", version_key(each.current_version)) for each in scorecards]
        versions = [self._remembered(row) for row in find_many(QualityRow, keys)]
        by_id = {version.scorecard_id: version for version in versions}
        return [(each, by_id[each.id]) for each in scorecards if each.id in by_id]

    def scorecard_lines(self, status: ScorecardStatus, *, after: str | None, chunk: int) -> Iterator[Placed[Scorecard]]:
        """The scorecards of a status by name, read in chunks as they are asked for."""
        rows = _lines(f"SCORECARDS#{status}", "GSI1", Span(low=after), chunk=chunk, newest_first=False)
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
            body = _fitting(version, "scorecard")
            version_row = find(QualityRow, f"SC#{scorecard.id}", key) or QualityRow(
                PK=f"SC#{scorecard.id}", SK=key, kind="version"
            )
            version_row.body = body
            tx.put(version_row)
            self._versions.pop((scorecard.id, version.number), None)

    # Evaluations -----------------------------------------------------------------------------------------------

    def evaluation(self, evaluation_id: str) -> Evaluation | None:
        """The evaluation, or None."""
        row = find(QualityRow, f"EV#{evaluation_id}", "EVALUATION")
        return loaded(row, Evaluation) if row else None

    def evaluations(self, evaluation_ids: list[str]) -> list[Evaluation]:
        """Those of the evaluations that exist, in the order of the ids (a round trip per 100)."""
        rows = find_many(QualityRow, [(f"EV#{each}", "EVALUATION") for each in evaluation_ids])
        known = {value.id: value for value in (loaded(row, Evaluation) for row in rows)}
        return [known[each] for each in evaluation_ids if each in known]

    def was_deleted(self, evaluation_id: str) -> bool:
        """Whether an evaluation with this id was deleted for good."""
        return find(QualityRow, f"EV#{evaluation_id}", "DELETED") is not None

    def evaluations_of(
        self, agent_id: str, start: datetime, end: datetime, *, type: EvaluationType | None = None, most: int = 300
    ) -> list[Evaluation]:
        """The agent's completed evaluations whose interaction started at `start` or later and before `end`.

        Newest interaction first; one round trip for each megabyte.
        """
        rows = query_all(
            QualityRow,
            f"AGENT#{agent_id}#{type}" if type else f"AGENT#{agent_id}",
            index="GSI2" if type else "GSI1",
            sort=(QualityRow.GSI2SK if type else QualityRow.GSI1SK).between(iso(start), iso(end)),
            newest_first=True,
            most=most,
        )
        return [loaded(row, Evaluation) for row in rows]

    def evaluations_of_interaction(self, interaction_id: str) -> list[Evaluation]:
        """All evaluations of an interaction, drafts included, newest first (100 at most)."""
        page = query(QualityRow, f"INT#{interaction_id}", index="GSI3", newest_first=True, limit=_MOST_OF_INTERACTION)
        return [loaded(row, Evaluation) for row in page.rows]

    def open_draft(self, interaction_id: str, scorecard_id: str, evaluator_id: str) -> str | None:
        """Id of the evaluator's open draft for that interaction and scorecard, or None."""
        row = find(QualityRow, f"INT#{interaction_id}", f"DRAFT#{scorecard_id}#{evaluator_id}")
        return row.body if row else None

    def drafts(self, evaluator_id: str | None, *, before: str | None, chunk: int) -> Iterator[Placed[Evaluation]]:
        """The open drafts of an evaluator, or those that nobody has taken, newest first, read in chunks."""
        pk = f"EVALUATOR#{evaluator_id or _NOBODY}#draft"
        rows = _lines(pk, "GSI1", Span(high=before), chunk=chunk, newest_first=True)
        return ((row.GSI1SK or "", loaded(row, Evaluation)) for row in rows)

    def lines_of_agent(self, agent_id: str, span: Span, *, chunk: int) -> Iterator[Placed[EvaluationSummary]]:
        """An agent's completed evaluations, newest interaction first, read in chunks."""
        low, high = (f"EVALUATION#{bound}" if bound else None for bound in span)
        rows = _lines(f"AGENT#{agent_id}", None, Span(low, high), chunk=chunk, newest_first=True)
        return _summaries(rows)

    def lines(
        self, span: Span, *, chunk: int, scorecard_id: str | None = None, evaluator_id: str | None = None
    ) -> Iterator[Placed[EvaluationSummary]]:
        """Everybody's completed evaluations, or an evaluator's, or a scorecard's, newest interaction first."""
        pk, index = "EVALUATIONS", "GSI1"
        if evaluator_id:
            pk, index = f"EVALUATOR#{evaluator_id}", "GSI3"
        elif scorecard_id:
            pk, index = f"SCORECARD#{scorecard_id}", "GSI2"
        return _summaries(_lines(pk, index, span, chunk=chunk, newest_first=True))  # type: ignore[arg-type]

    def put_evaluation(self, tx: Transaction, evaluation: Evaluation, before: Evaluation | None = None) -> None:
        """Write an evaluation with its summary and its evaluator's claim; `before`: as it was read, if it was stored.

        Raises:
            RuleBroken: it is too large to be stored. (At the end of the transaction:) Conflict: the evaluator has a
            draft for that interaction and scorecard already. Stale: somebody changed it meanwhile.
        """
        _fitting(evaluation, "evaluation")
        tx.put(stored(_evaluation_row(evaluation), evaluation))
        claimed = _claim_key(before) if before else None
        claim = _claim_key(evaluation)
        if claim != claimed:
            if claimed:
                _delete(tx, *claimed)
            if claim:
                row = QualityRow(PK=claim[0], SK=claim[1], kind="draft claim", body=evaluation.id)
                tx.create(row, otherwise=Conflict("You have a draft for this interaction and scorecard already"))
        if evaluation.status != "draft":
            tx.put(_summary_row(evaluation))

    def delete_evaluation(self, tx: Transaction, evaluation: Evaluation, *, for_good: bool) -> None:
        """Remove an evaluation with its summary and claim.

        for_good: a mark without content stays, so that no replay of a workflow brings it back.
        """
        tx.delete(stored(_evaluation_row(evaluation), evaluation))
        if claim := _claim_key(evaluation):
            _delete(tx, *claim)
        if evaluation.status != "draft":
            _delete(tx, *_summary_key(evaluation))
        if for_good:
            tx.create(QualityRow(PK=f"EV#{evaluation.id}", SK="DELETED", kind="deleted evaluation"))


def version_key(number: int) -> str:
    """The sort key of a version: text order is number order."""
    return f"VERSION#{number:06d}"


def draft_place(evaluation: Evaluation) -> str:
    """Where a draft stands among drafts."""
    return f"{iso(evaluation.created_at)}#{evaluation.id}"


def place_of(evaluation: Evaluation | EvaluationSummary) -> str:
    """Where a completed evaluation stands in lists: by the start of its interaction, ties by id."""
    return f"{iso(evaluation.interaction_started_at)}#{evaluation.id}"


def _evaluation_row(evaluation: Evaluation) -> QualityRow:
    row = QualityRow(
        PK=f"EV#{evaluation.id}",
        SK="EVALUATION",
        kind="evaluation",
        GSI3PK=f"INT#{evaluation.interaction_id}",
        GSI3SK=draft_place(evaluation),
    )
    if evaluation.status == "draft":
        row.GSI1PK, row.GSI1SK = f"EVALUATOR#{evaluation.evaluator_id or _NOBODY}#draft", draft_place(evaluation)
    else:
        row.GSI1PK, row.GSI1SK = f"AGENT#{evaluation.agent_id}", place_of(evaluation)
        row.GSI2PK, row.GSI2SK = f"AGENT#{evaluation.agent_id}#{evaluation.type}", place_of(evaluation)
    return row


def _summary_key(evaluation: Evaluation) -> tuple[str, str]:
    return f"AGENT#{evaluation.agent_id}", f"EVALUATION#{place_of(evaluation)}"


def _summary_row(evaluation: Evaluation) -> QualityRow:
    """The summary's row: new, or the stored one with its revision, which the evaluation's own row guards."""
    pk, sk = _summary_key(evaluation)
    row = (find(QualityRow, pk, sk) if evaluation.revision else None) or QualityRow(PK=pk, SK=sk, kind="summary")
    place, by = place_of(evaluation), evaluation.evaluator_id
    row.GSI1PK, row.GSI1SK = "EVALUATIONS", place
    row.GSI2PK, row.GSI2SK = f"SCORECARD#{evaluation.scorecard_id}", place
    row.GSI3PK, row.GSI3SK = (f"EVALUATOR#{by}", place) if by else (None, None)
    row.body = summary_of(evaluation).model_dump_json()
    return row


def _claim_key(evaluation: Evaluation) -> tuple[str, str] | None:
    if evaluation.status != "draft" or evaluation.evaluator_id is None:
        return None
    return f"INT#{evaluation.interaction_id}", f"DRAFT#{evaluation.scorecard_id}#{evaluation.evaluator_id}"


def _delete(tx: Transaction, pk: str, sk: str) -> None:
    row = find(QualityRow, pk, sk)
    if row is not None:
        tx.delete(row)


def _fitting(value: Entity, what: str) -> str:
    body = value.model_dump_json()
    if len(body.encode()) > MOST_BYTES:
        raise RuleBroken(f"The {what} is too large: {len(body.encode()):,} bytes, {MOST_BYTES:,} at most")
    return body


def _summaries(rows: Iterator[QualityRow]) -> Iterator[Placed[EvaluationSummary]]:
    return ((row.GSI1SK or "", EvaluationSummary.model_validate_json(row.body or "{}")) for row in rows)


def _lines(pk: str, index: Index | None, span: Span, *, chunk: int, newest_first: bool) -> Iterator[QualityRow]:
    sort = _between(getattr(QualityRow, f"{index}SK") if index else QualityRow.SK, span)
    return walk(QualityRow, pk, index=index, sort=sort, newest_first=newest_first, chunk=chunk)


def _between(key: Any, span: Span) -> Condition | None:
    low, high = span
    if low is not None and high is not None:
        # An inverted period is empty; DynamoDB refuses it.
        condition: Condition = key.between(min(low, high), high)
    elif low is not None:
        condition = key >= low
    elif high is not None:
        condition = key <= high
    else:
        return None
    return condition
