"""Where the outcomes of evaluations lie, and how they are found (the quality table).

| question | key or index | reads |
|---|---|---|
| what is kept of this evaluation | `EV#<id>` / `OUTCOME#<question>` | one query |
| where this question came out so for an agent, in a period | GSI1 `<its>#AGENT#<id>` / `<started_at>#<id>` | a page |
| the same for a team, as it was at the time | GSI2 `<its>#TEAM#<id>` / the same | a page |
| the same for everybody | GSI3 `<its>` / the same | a page |
| where a section came out so: of an agent, a team, everybody | the same three | a page |
| which evaluations one answer failed, of any scorecard: of an agent, a team, everybody | the same three | a page |

`<its>` is `OUTCOME#<scorecard>#<question>#<outcome>`, `OUTCOME#<scorecard>##SECTION#<section>#<outcome>` of a section,
and `OUTCOME#AUTO_FAILED` of what one answer failed. A row has about 0.4 KB and there is one for each question and each
section of a completed evaluation, one for the whole, one more where that (`EV#<id>` / `OUTCOME##AUTO_FAILED`) or a
section (`OUTCOME##SECTION#<section>#AUTO_FAILED`) was failed automatically: a list reads exactly what it shows, however
seldom it is.
"""

from collections.abc import Iterator
from urllib.parse import quote

from debrief.kernel.storage.tables import Index, query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Placed
from debrief.quality.evaluations.outcomes import AUTO_FAILED, Outcome, OutcomeLine, SectionLine
from debrief.quality.spans import Span
from debrief.quality.table_store import QualityRow, rows_within

_ANY_CARD = "AUTO_FAILED"


class OutcomeStore:
    """Reads and writes the lines of `outcomes`."""

    def kept(self, evaluation_id: str) -> dict[str, QualityRow]:
        """The rows that are kept of an evaluation, by sort key."""
        sort = QualityRow.SK.startswith("OUTCOME#")
        return {row.SK: row for row in query_all(QualityRow, f"EV#{evaluation_id}", sort=sort, consistent=True)}

    def write(self, tx: Transaction, line: OutcomeLine, before: QualityRow | None) -> None:
        """Write a line, over the row that is kept of that question, if there is one."""
        row = _row(line)
        if before is not None:
            row.revision = before.revision
        tx.put(row)

    def drop(self, tx: Transaction, row: QualityRow) -> None:
        """Let a kept row go."""
        tx.delete(row)

    def lines(
        self,
        scorecard_id: str | None,
        question_id: str,
        outcome: Outcome,
        span: Span,
        *,
        chunk: int,
        section_id: str | None = None,
        agent_id: str | None = None,
        team_id: str | None = None,
    ) -> Iterator[Placed[OutcomeLine]]:
        """The lines of one outcome of a question, or of a section, of an agent, a team or everybody, newest interaction
        first.

        Those of `AUTO_FAILED` are of every scorecard, unless they are of a section.
        """
        pk, index = _key(scorecard_id, question_id, outcome, section_id), "GSI3"
        if agent_id is not None:
            pk, index = f"{pk}#AGENT#{agent_id}", "GSI1"
        elif team_id is not None:
            pk, index = f"{pk}#TEAM#{team_id}", "GSI2"
        found: Index = index  # type: ignore[assignment]
        rows = rows_within(pk, found, span, chunk=chunk, newest_first=True)
        kept = OutcomeLine if section_id is None else SectionLine
        return ((line.place, line) for line in (kept.from_kept(row.body or "{}") for row in rows))


def sort_key(line: OutcomeLine) -> str:
    """Under which sort key a line is kept beside its evaluation."""
    # No id is written with this character.
    if isinstance(line, SectionLine):
        failed = f"#{_ANY_CARD}" if line.outcome == AUTO_FAILED else ""
        return f"OUTCOME##SECTION#{quote(line.section_id, safe='')}{failed}"
    return f"OUTCOME##{_ANY_CARD}" if line.outcome == AUTO_FAILED else f"OUTCOME#{quote(line.question_id, safe='')}"


def says(row: QualityRow, line: OutcomeLine) -> bool:
    """Whether a kept row says what `line` says."""
    return bool(row.body == line.model_dump_json())


def _key(scorecard_id: str | None, question_id: str, outcome: Outcome, section_id: str | None) -> str:
    if section_id is not None:
        return f"OUTCOME#{scorecard_id}##SECTION#{quote(section_id, safe='')}#{outcome}"
    if outcome == AUTO_FAILED:
        return f"OUTCOME#{_ANY_CARD}"
    # Ids of questions come from files too.
    return f"OUTCOME#{scorecard_id}#{quote(question_id, safe='')}#{outcome}"


def _row(line: OutcomeLine) -> QualityRow:
    section = line.section_id if isinstance(line, SectionLine) else None
    pk = _key(line.scorecard_id, line.question_id, line.outcome, section)
    team = f"{pk}#TEAM#{line.team_id}" if line.team_id else None
    return QualityRow(
        PK=f"EV#{line.evaluation_id}",
        SK=sort_key(line),
        kind="outcome",
        GSI1PK=f"{pk}#AGENT#{line.agent_id}",
        GSI1SK=line.place,
        GSI2PK=team,
        GSI2SK=line.place if team else None,
        GSI3PK=pk,
        GSI3SK=line.place,
        body=line.model_dump_json(),
    )
