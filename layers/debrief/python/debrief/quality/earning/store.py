"""Where the AI's standing and the blind checks lie, and how they are found (the quality table).

| question | key or index | reads |
|---|---|---|
| how the AI stands at these questions | `TERM#<id>` / `TERM` | small items, a round trip per 100 |
| the newest results of a question | `TERM#<id>` / `RESULTS` | 1 item of 100 results at most |
| the checks of a question; how many since | `TERM#<id>` / `CHECK#<drawn_at>#<check>` | a page; as many as are wanted |
| the questions of a scorecard | GSI2 `TERMS#<scorecard>` / `<begun_at>#<id>` | a page |
| everybody's questions | GSI1 `TERMS` / `<begun_at>#<id>` | a page |
| this check; these | `CHECK#<id>` / `CHECK` | 1 item; a round trip per 100 |
| what the AI had answered | `CHECK#<id>` / `SEALED` | 1 small item, when it is answered alone |
| what somebody has to check | GSI1 `CHECKER#<user>` / `<until>#<id>` | `MOST_OPEN` at most |
| those of a conversation that were answered | GSI1 `CHECKED#INT#<id>` / `<answered_at>#<id>` | those few |
| all checks of an agent's work, to hand them out or count them | GSI2 `CHECKED#<agent>` / `<drawn_at>#<id>` | a page |
| all that somebody was to check, to hand them out | GSI3 `CHECKS_BY#<user>` / `<drawn_at>#<id>` | a page |

A check's id follows from the evaluation, so that it is found from there. What its checker may not see meanwhile is in
`evaluations.blind_store`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from debrief.kernel.clock import iso
from debrief.kernel.errors import Stale
from debrief.kernel.ids import derived_id
from debrief.kernel.storage.tables import find, find_many, loaded, query, query_all, stored
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Placed
from debrief.quality.earning.model import Check, CheckLine, Result, Results, Sealed, Term
from debrief.quality.spans import Span
from debrief.quality.table_store import QualityRow, rows_within

MOST_OPEN: Final = 10
"""Checks that somebody has to do at a time."""


def check_id(evaluation_id: str) -> str:
    """The id of the check of an evaluation."""
    return derived_id("chk", evaluation_id)


class EarningStore:
    """Reads and writes terms, their results, and checks."""

    def terms(self, term_ids: Sequence[str]) -> dict[str, Term]:
        """Those that exist, by id (a round trip per 100)."""
        rows = find_many(QualityRow, [(f"TERM#{each}", "TERM") for each in term_ids])
        return {value.id: value for value in (loaded(row, Term) for row in rows)}

    def results(self, term_id: str) -> Results:
        """The newest results of a term."""
        row = find(QualityRow, f"TERM#{term_id}", "RESULTS")
        return loaded(row, Results) if row else Results()

    def terms_of(self, scorecard_id: str | None, before: str | None, *, chunk: int) -> Iterator[Placed[Term]]:
        """Everybody's terms, or those of a scorecard, those that began last first, read in chunks."""
        span = Span(high=before)
        if scorecard_id is None:
            rows = rows_within("TERMS", "GSI1", span, chunk=chunk, newest_first=True)
        else:
            rows = rows_within(f"TERMS#{scorecard_id}", "GSI2", span, chunk=chunk, newest_first=True)
        return ((row.GSI1SK or "", loaded(row, Term)) for row in rows)

    def checks_of(self, term_id: str, before: str | None, *, chunk: int) -> Iterator[Placed[CheckLine]]:
        """The checks of a question, those that were drawn last first, read in chunks."""
        span = Span("CHECK#", before or "CHECK#~")
        rows = rows_within(f"TERM#{term_id}", None, span, chunk=chunk, newest_first=True)
        return ((row.SK, CheckLine.from_kept(row.body or "{}")) for row in rows)

    def drawn_since(self, term_id: str, since: datetime, *, most: int) -> int:
        """How many checks were drawn of a question since then; `most` where they are as many or more (one query)."""
        sort = QualityRow.SK.between(f"CHECK#{iso(since)}", "CHECK#~")
        return len(query(QualityRow, f"TERM#{term_id}", sort=sort, limit=most, consistent=True).rows)

    def check(self, id: str) -> Check | None:
        """The check, or None."""
        row = find(QualityRow, f"CHECK#{id}", "CHECK")
        return loaded(row, Check) if row else None

    def checks(self, ids: Sequence[str]) -> dict[str, Check]:
        """Those that exist, by id (a round trip per 100)."""
        rows = find_many(QualityRow, [(f"CHECK#{each}", "CHECK") for each in ids])
        return {value.id: value for value in (loaded(row, Check) for row in rows)}

    def sealed(self, id: str) -> Sealed:
        """What the AI had answered; to be read once it has been answered, and by nobody before."""
        row = find(QualityRow, f"CHECK#{id}", "SEALED")
        return Sealed.from_kept(row.body or "{}") if row else Sealed(choices={})

    def open_of(self, user_id: str, now: datetime) -> list[Check]:
        """What somebody has to check and still may, what has to be done first first (`MOST_OPEN` at most)."""
        # `$` sorts right after `#`, which ends the instant: what is over now isn't among them.
        sort = f"{iso(now)}$" <= QualityRow.GSI1SK
        rows = query(QualityRow, f"CHECKER#{user_id}", index="GSI1", sort=sort, limit=MOST_OPEN).rows
        return [loaded(row, Check) for row in rows]

    def answered_of(self, interaction_id: str) -> list[Check]:
        """The checks of a conversation that were answered, the first first (one query, of as many as it has)."""
        rows = query_all(QualityRow, f"CHECKED#INT#{interaction_id}", index="GSI1")
        return [loaded(row, Check) for row in rows]

    def placed_about(self, agent_id: str, before: str | None, *, chunk: int) -> Iterator[Placed[Check]]:
        """The checks of an agent's work, those that were drawn last first, read in chunks."""
        rows = rows_within(f"CHECKED#{agent_id}", "GSI2", Span(high=before), chunk=chunk, newest_first=True)
        return ((row.GSI2SK or "", loaded(row, Check)) for row in rows)

    def page_about(
        self, agent_id: str, *, limit: int, start: dict[str, Any] | None
    ) -> tuple[list[Check], dict[str, Any] | None]:
        """A page of the checks of an agent's work, oldest first."""
        page = query(QualityRow, f"CHECKED#{agent_id}", index="GSI2", limit=limit, start=start)
        return [loaded(row, Check) for row in page.rows], page.last_key

    def page_by(
        self, user_id: str, *, limit: int, start: dict[str, Any] | None
    ) -> tuple[list[Check], dict[str, Any] | None]:
        """A page of what somebody was to check, oldest first."""
        page = query(QualityRow, f"CHECKS_BY#{user_id}", index="GSI3", limit=limit, start=start)
        return [loaded(row, Check) for row in page.rows], page.last_key

    def put_term(self, tx: Transaction, term: Term) -> None:
        """Write a term, new or as it was read. Raises (at the end): Conflict: it is there; Stale: it was changed."""
        row = QualityRow(PK=f"TERM#{term.id}", SK="TERM", kind="ai question")
        row.GSI1PK, row.GSI1SK = "TERMS", place_of(term)
        row.GSI2PK, row.GSI2SK = f"TERMS#{term.scorecard_id}", place_of(term)
        tx.put(stored(row, term))

    def put_results(self, tx: Transaction, term_id: str, results: Results) -> None:
        """Write the newest results of a term. Raises (at the end): Stale: another one was counted meanwhile."""
        row = stored(QualityRow(PK=f"TERM#{term_id}", SK="RESULTS", kind="ai results"), results)
        if results.revision:
            tx.replace(row)
        else:
            tx.create(row, otherwise=Stale("The first check of this question was counted meanwhile"))

    def put_drawn(self, tx: Transaction, check: Check, sealed: Sealed) -> None:
        """Write a check that was drawn, with what the AI answered apart from it.

        Raises (at the end):
            Conflict: the evaluation was drawn already.
        """
        self.put_check(tx, check)
        tx.create(QualityRow(PK=f"CHECK#{check.id}", SK="SEALED", kind="sealed answers", body=sealed.model_dump_json()))
        for question_id in check.draw.questions:
            row = _line_row(check, question_id)
            row.body = _line(check).model_dump_json()
            tx.create(row)

    def put_answered(self, tx: Transaction, check: Check, results: dict[str, Result]) -> None:
        """Write a check that was answered. results: by question, for the lists of the questions' checks."""
        self.put_check(tx, check)
        tx.discard(QualityRow(PK=f"CHECK#{check.id}", SK="SEALED", kind="sealed answers"))
        for question_id, result in results.items():
            body = _line(check).model_copy(update={"result": result}).model_dump_json()
            tx.update(_line_row(check, question_id), [QualityRow.body.set(body)], condition=QualityRow.PK.exists())

    def put_let_go(self, tx: Transaction, check: Check) -> None:
        """Write a check that was let go, and forget what the AI had answered; its lists say that its time is over."""
        self.put_check(tx, check)
        tx.discard(QualityRow(PK=f"CHECK#{check.id}", SK="SEALED", kind="sealed answers"))
        for question_id in check.draw.questions:
            body = _line(check).model_dump_json()
            tx.update(_line_row(check, question_id), [QualityRow.body.set(body)], condition=QualityRow.PK.exists())

    def put_check(self, tx: Transaction, check: Check) -> None:
        """Write a check, new or as it was read. Raises (at the end): Conflict: it is there; Stale: it was changed."""
        row = QualityRow(PK=f"CHECK#{check.id}", SK="CHECK", kind="blind check")
        drawn = f"{iso(check.drawn_at)}#{check.id}"
        row.GSI2PK, row.GSI2SK = f"CHECKED#{check.agent_id}", drawn
        row.GSI3PK, row.GSI3SK = f"CHECKS_BY#{check.checker_id}", drawn
        if check.status == "open":
            row.GSI1PK, row.GSI1SK = f"CHECKER#{check.checker_id}", f"{iso(check.until)}#{check.id}"
        elif check.answered_at is not None:
            row.GSI1PK, row.GSI1SK = f"CHECKED#INT#{check.interaction_id}", f"{iso(check.answered_at)}#{check.id}"
        tx.put(stored(row, check))


def place_of(term: Term) -> str:
    """Where a term stands in lists."""
    return f"{iso(term.begun_at)}#{term.id}"


def _line(check: Check) -> CheckLine:
    return CheckLine(
        check_id=check.id,
        evaluation_id=check.evaluation_id,
        interaction_id=check.interaction_id,
        agent_id=check.agent_id,
        interaction_started_at=check.interaction_started_at,
        checker_id=check.checker_id,
        drawn_at=check.drawn_at,
        until=check.until,
    )


def _line_row(check: Check, question_id: str) -> QualityRow:
    term_id = check.terms[question_id]
    return QualityRow(PK=f"TERM#{term_id}", SK=f"CHECK#{iso(check.drawn_at)}#{check.id}", kind="check of a question")
