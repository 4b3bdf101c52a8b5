"""Lists of evaluations, read line by line (the quality table); `store` tells where the lines lie and writes them.

| question | key or index | reads |
|---|---|---|
| somebody's drafts; those nobody took | GSI1 `EVALUATOR#<id or none>#draft` / `<created_at>#<id>` | a page of lines |
| the drafts about an agent; of these, what nobody took | GSI2 `AGENT#<agent>#draft` / the same | a page of lines |
| those that wait for their agent's answer | `AGENT#<agent>` / `ANSWER#<answer_by>#<id>` | a page of summaries |
| a list of an agent's completed ones | `AGENT#<agent>` / `EVALUATION#<started_at>#<id>` | a page of summaries |
| a list of everybody's | GSI1 `EVALUATIONS` / `<started_at>#<id>` (on the summaries) | a page of summaries |
| a list of a scorecard's | GSI2 `SCORECARD#<id>` / `<started_at>#<id>` (on the summaries) | a page of summaries |
| a list of an evaluator's | GSI3 `EVALUATOR#<id>` / `<started_at>#<id>` (on the summaries) | a page of summaries |

A list over a reporting line merges the agents' own lists while the line is small (`MOST_MERGED`), and else
filters everybody's. So do lists of drafts that nobody has taken.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from pynamodb.expressions.condition import Condition

from debrief.kernel.storage.tables import Index, find_many, loaded, query, query_all
from debrief.kernel.web.merging import Placed
from debrief.quality.evaluations.listing import EvaluationSummary, summary_of
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.spans import Span
from debrief.quality.table_store import QualityRow, rows_within

MOST_MERGED = 50
"""Agents whose lists are merged into one; a longer list of agents is found by filtering everybody's."""

NOBODY: Final = "none"
"""In the place of an evaluator: nobody has taken the draft."""


class EvaluationLines:
    """Reads the lines of evaluations."""

    def drafts(
        self, evaluator_id: str | None, *, after: str | None = None, chunk: int, newest_first: bool = True
    ) -> Iterator[Placed[EvaluationSummary]]:
        """The open drafts of an evaluator, or those that nobody has taken, newest first unless told, read in chunks.

        after: only those that come behind this place in that order, and what stands there.
        """
        pk, span = f"EVALUATOR#{evaluator_id or NOBODY}#draft", _behind(after, newest_first)
        return _draft_lines(rows_within(pk, "GSI1", span, chunk=chunk, newest_first=newest_first))

    def free_drafts_about(
        self, agent_id: str, *, after: str | None = None, chunk: int, newest_first: bool = True
    ) -> Iterator[Placed[EvaluationSummary]]:
        """The drafts about an agent that nobody has taken, as `drafts` gives them."""
        pk, span = f"AGENT#{agent_id}#draft", _behind(after, newest_first)
        free: Condition = QualityRow.GSI1PK.startswith(f"EVALUATOR#{NOBODY}#")
        return _draft_lines(rows_within(pk, "GSI2", span, chunk=chunk, newest_first=newest_first, where=free))

    def draft_lines(self, ids: Sequence[str]) -> dict[str, EvaluationSummary]:
        """The lines of these drafts, by their ids; without those that have none (a round trip per 100)."""
        rows = find_many(QualityRow, [(f"EV#{each}", "DRAFT") for each in ids])
        return {id_of(row): EvaluationSummary.from_kept(row.body or "{}") for row in rows}

    def lines_of_agent(self, agent_id: str, span: Span, *, chunk: int) -> Iterator[Placed[EvaluationSummary]]:
        """An agent's completed evaluations, newest interaction first, read in chunks."""
        # What waits for the agent's answer lies there as well.
        within = Span(f"EVALUATION#{span.low or ''}", f"EVALUATION#{span.high or '~'}")
        rows = rows_within(f"AGENT#{agent_id}", None, within, chunk=chunk, newest_first=True)
        return _summaries(rows)

    def lines(
        self, span: Span, *, chunk: int, scorecard_id: str | None = None, evaluator_id: str | None = None
    ) -> Iterator[Placed[EvaluationSummary]]:
        """Everybody's completed evaluations, or an evaluator's, or a scorecard's, newest interaction first."""
        index: Index = "GSI1"
        pk = "EVALUATIONS"
        if evaluator_id:
            pk, index = f"EVALUATOR#{evaluator_id}", "GSI3"
        elif scorecard_id:
            pk, index = f"SCORECARD#{scorecard_id}", "GSI2"
        return _summaries(rows_within(pk, index, span, chunk=chunk, newest_first=True))

    def summaries_at(self, places: Sequence[tuple[str, str]]) -> list[EvaluationSummary]:
        """The summaries of agents' completed evaluations at these places (`place_of`); a round trip per 100."""
        rows = find_many(QualityRow, [(f"AGENT#{agent}", f"EVALUATION#{place}") for agent, place in places])
        return [EvaluationSummary.from_kept(row.body or "{}") for row in rows]

    def page_by(
        self, evaluator_id: str, *, limit: int, start: dict[str, Any] | None
    ) -> tuple[list[EvaluationSummary], dict[str, Any] | None]:
        """A page of the completed evaluations that somebody has made, oldest first."""
        page = query(QualityRow, f"EVALUATOR#{evaluator_id}", index="GSI3", limit=limit, start=start)
        return [EvaluationSummary.from_kept(row.body or "{}") for row in page.rows], page.last_key

    def awaited_of(self, agent_id: str, *, most: int) -> list[EvaluationSummary]:
        """The evaluations that wait for the agent's answer, those first whose time is over first."""
        sort = QualityRow.SK.startswith("ANSWER#")
        rows = query_all(QualityRow, f"AGENT#{agent_id}", sort=sort, most=most)
        return [EvaluationSummary.from_kept(row.body or "{}") for row in rows]


def id_of(row: QualityRow) -> str:
    """The id of the evaluation that a row is of."""
    return row.PK.removeprefix("EV#")


def _draft_lines(rows: Iterator[QualityRow]) -> Iterator[Placed[EvaluationSummary]]:
    """Drafts as lists show them. One that stands there whole, as before there were lines, and with its line as well,
    because both versions ran for a moment, is one."""
    last: str | None = None
    for row in rows:
        place = row.GSI1SK or ""
        if place == last:
            continue
        last = place
        whole = row.kind != "draft"
        yield place, summary_of(loaded(row, Evaluation)) if whole else EvaluationSummary.from_kept(row.body or "{}")


def _behind(place: str | None, newest_first: bool) -> Span:
    return Span(high=place) if newest_first else Span(low=place)


def _summaries(rows: Iterator[QualityRow]) -> Iterator[Placed[EvaluationSummary]]:
    return ((row.GSI1SK or "", EvaluationSummary.from_kept(row.body or "{}")) for row in rows)
