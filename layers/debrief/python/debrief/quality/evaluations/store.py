"""Where evaluations lie, and how they are found (the quality table).

| question | key or index | reads |
|---|---|---|
| this evaluation | `EV#<id>` / `EVALUATION` | 1 item |
| was it deleted for good | `EV#<id>` / `DELETED` | 1 item |
| an agent's completed ones in a period, whole | GSI1 `AGENT#<agent>` / `<started_at>#<id>` | 1 query a megabyte |
| an agent's superseded ones | GSI1 `AGENT#<agent>#superseded` / `<started_at>#<id>` | a page; to clear up |
| the same of one type | GSI2 `AGENT#<agent>#<type>` / `<started_at>#<id>` | 1 query a megabyte |
| all evaluations of an interaction | GSI3 `INT#<id>` / `<created_at>#<id>` | those few |
| those that were made of it for calibrations | GSI3 `INT#<id>#calibration` / the same | those few |
| those made of an agent's work for calibrations | GSI1 `AGENT#<agent>#calibration` / `<started_at>#<id>` | a page |
| has this evaluator a draft of it open | `INT#<id>` / `DRAFT#<scorecard>#<evaluator>` | 1 item |
| was it given to somebody to score just now | `INT#<id>` / `GIVEN#<scorecard>` | written alone, for ten minutes |
| how many has somebody completed on a day | `EVALUATOR#<id>` / `COMPLETED#<day>` | 1 small item, for three days |

A superseded one is found by its id, by its interaction and in its own partition alone. One that was made for a
calibration is in no list at all: by its id, with its calibration, and to erase and hand out.

A completed evaluation has a summary row of about 0.7 KB beside it, written in the same transaction, and a draft a line
of the same size (`EV#<id>` / `DRAFT`); lists read only those. What was last written before drafts had a line stands
whole where lines stand, and is read as one, until it is written again. How each question came out, for the lists behind
a rate, is in `outcome_store`; what was assigned to whom until when, in `assigned_store`. How the lists themselves are
found is told in `lines_store`, which reads them; that a conversation isn't deleted while one of it begins, in
`begun_store`.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal

from pynamodb.attributes import NumberAttribute

from debrief.kernel.clock import iso
from debrief.kernel.errors import Conflict, Stale
from debrief.kernel.storage.tables import find, find_many, loaded, query, query_all, stored, walk
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.evaluations.assigned_store import keep_assigned, let_go_assigned
from debrief.quality.evaluations.begun_store import note_begun, note_gone
from debrief.quality.evaluations.lines_store import NOBODY, EvaluationLines, id_of
from debrief.quality.evaluations.listing import EvaluationSummary, summary_of
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.reviewing import awaits_answer
from debrief.quality.evaluations.words import EvaluationType
from debrief.quality.table_store import QualityRow, delete, dispute_key, fitting

Standing = Literal["completed", "draft", "superseded", "calibration"]
"""Whether an evaluation counts, is still being made, rests on words that were replaced, or is for a calibration."""

_FOUND_BY: Final[dict[Standing, tuple[str, Literal["GSI1", "GSI2"]]]] = {
    "completed": ("", "GSI1"),
    "draft": ("#draft", "GSI2"),
    "superseded": ("#superseded", "GSI1"),
    "calibration": ("#calibration", "GSI1"),
}
_MOST_OF_INTERACTION = 100
_COUNT_KEPT: Final = timedelta(days=3)
_GIVEN_FOR: Final = timedelta(minutes=10)


class CompletedRow(QualityRow):
    """How many evaluations somebody has completed on a day."""

    completed = NumberAttribute(null=True)


class EvaluationStore(EvaluationLines):
    """Reads and writes evaluations, their summaries and their evaluators' claims; reads lists of them."""

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

    def newest_of_type(
        self, agent_id: str, start: datetime, end: datetime, type: EvaluationType, *, chunk: int
    ) -> Iterator[Evaluation]:
        """As `evaluations_of` one type, as far as they are asked for; `chunk` in one query."""
        rows = walk(
            QualityRow,
            f"AGENT#{agent_id}#{type}",
            chunk=chunk,
            index="GSI2",
            sort=QualityRow.GSI2SK.between(iso(start), iso(end)),
            newest_first=True,
        )
        return (loaded(row, Evaluation) for row in rows)

    def evaluations_of_interaction(self, interaction_id: str) -> list[Evaluation]:
        """All evaluations of an interaction, drafts included, newest first (100 at most)."""
        pk = f"INT#{interaction_id}"
        rows = query_all(QualityRow, pk, index="GSI3", newest_first=True, most=_MOST_OF_INTERACTION)
        return [loaded(row, Evaluation) for row in rows]

    def for_calibrations_of(self, interaction_id: str) -> list[Evaluation]:
        """What was made of an interaction for calibrations, newest first (100 at most)."""
        pk = f"INT#{interaction_id}#calibration"
        rows = query_all(QualityRow, pk, index="GSI3", newest_first=True, most=_MOST_OF_INTERACTION)
        return [loaded(row, Evaluation) for row in rows]

    def open_draft(self, interaction_id: str, scorecard_id: str, evaluator_id: str) -> str | None:
        """Id of the evaluator's open draft for that interaction and scorecard, or None."""
        row = find(QualityRow, f"INT#{interaction_id}", f"DRAFT#{scorecard_id}#{evaluator_id}")
        return row.body if row else None

    def page_about(
        self, agent_id: str, standing: Standing, *, limit: int, start: dict[str, Any] | None
    ) -> tuple[list[Evaluation], dict[str, Any] | None]:
        """A page of the evaluations of an agent's work that stand so, oldest first."""
        end, index = _FOUND_BY[standing]
        page = query(QualityRow, f"AGENT#{agent_id}{end}", index=index, limit=limit, start=start)
        if standing == "draft":
            return self.evaluations([id_of(row) for row in page.rows]), page.last_key
        return [loaded(row, Evaluation) for row in page.rows], page.last_key

    def drafts_page(
        self, evaluator_id: str, *, limit: int, start: dict[str, Any] | None
    ) -> tuple[list[Evaluation], dict[str, Any] | None]:
        """A page of an evaluator's open drafts, oldest first, each as it is now."""
        page = query(QualityRow, f"EVALUATOR#{evaluator_id}#draft", index="GSI1", limit=limit, start=start)
        return self.evaluations([id_of(row) for row in page.rows]), page.last_key

    def completed_on(self, evaluator_id: str, day: date) -> int:
        """How many evaluations somebody has completed on a day; of days that are over by two it is forgotten."""
        row = find(CompletedRow, *_completed_key(evaluator_id, day))
        return int(row.completed or 0) if row else 0

    def count_completed(self, tx: Transaction, evaluator_id: str, day: date, now: datetime) -> None:
        """Count one more that somebody has completed today: one of the transaction's writes."""
        pk, sk = _completed_key(evaluator_id, day)
        tx.update(
            CompletedRow(PK=pk, SK=sk, kind="completed"),
            [
                CompletedRow.kind.set("completed"),
                CompletedRow.completed.add(1),
                CompletedRow.expires_at.set(now + _COUNT_KEPT),
            ],
        )

    def give(self, tx: Transaction, draft: Evaluation, evaluator_id: str, now: datetime) -> None:
        """Let nobody else be given the draft's interaction with its scorecard for ten minutes.

        The index that leads from an interaction to its drafts follows only within moments: two who ask at the same
        time would find the same one.

        Raises (at the end of the transaction):
            Conflict: another was given it.
        """
        free = QualityRow.PK.does_not_exist() | (QualityRow.expires_at <= now) | (QualityRow.body == evaluator_id)
        tx.update(
            _given_row(draft),
            [
                QualityRow.kind.set("given"),
                QualityRow.body.set(evaluator_id),
                QualityRow.expires_at.set(now + _GIVEN_FOR),
            ],
            condition=free,
            otherwise=Conflict("Another evaluator was given this conversation a moment ago"),
        )

    def give_back(self, tx: Transaction, draft: Evaluation) -> None:
        """Let the draft's interaction be given to anybody again, unless it was given to somebody else since.

        Raises (at the end of the transaction):
            Stale: it was given to somebody else at this moment.
        """
        row = find(QualityRow, *_given_key(draft))
        if row is not None and row.body == draft.evaluator_id:
            tx.delete(row)

    def put_evaluation(
        self, tx: Transaction, evaluation: Evaluation, before: Evaluation | None = None, *, alone: bool = True
    ) -> None:
        """Write an evaluation with its summary and its evaluator's claim; `before`: as it was read, if it was stored.

        alone: where several of one conversation begin with `tx`, who writes them notes that (`begun_store`).

        Raises:
            RuleBroken: it is too large to be stored. (At the end of the transaction:) Conflict: the evaluator has a
            draft for that interaction and scorecard already. Stale: somebody changed it meanwhile. NotFound: it begins,
            and its conversation was deleted meanwhile.
        """
        fitting(evaluation, "evaluation")
        if before is None and alone and evaluation.calibration_id is None:
            note_begun(tx, evaluation.channel, evaluation.interaction_id, [evaluation.id])
        tx.put(stored(_evaluation_row(evaluation), evaluation))
        claimed = _claim_key(before) if before else None
        claim = _claim_key(evaluation)
        if claim != claimed:
            if claimed:
                delete(tx, *claimed)
            if claim:
                row = QualityRow(PK=claim[0], SK=claim[1], kind="draft claim", body=evaluation.id)
                tx.create(row, otherwise=Conflict("You have a draft for this interaction and scorecard already"))
        if evaluation.status == "draft":
            if evaluation.calibration_id is None:
                _put_draft_line(tx, evaluation)
        elif before is not None and before.status == "draft":
            tx.discard(_draft_row(evaluation))
        self._put_waiting(tx, evaluation, before)
        if evaluation.superseded_at:
            delete(tx, *_summary_key(evaluation))
        elif evaluation.status != "draft" and evaluation.calibration_id is None:
            tx.put(_summary_row(evaluation))
        keep_assigned(tx, evaluation, before)

    @staticmethod
    def _put_waiting(tx: Transaction, evaluation: Evaluation, before: Evaluation | None) -> None:
        """Keep by whose answer it is waited for: one write, or two where the time for it moves."""
        waited, waits = (_waiting_key(before) if before else None), _waiting_key(evaluation)
        if waited and waited != waits:
            tx.discard(QualityRow(PK=waited[0], SK=waited[1], kind="awaited answer"))
        if waits:
            kept = find(QualityRow, *waits) if waits == waited else None
            row = kept or QualityRow(PK=waits[0], SK=waits[1], kind="awaited answer")
            row.body = summary_of(evaluation).model_dump_json()
            tx.put(row)

    def expect(self, tx: Transaction, evaluation_id: str, evaluation: Evaluation | None) -> None:
        """Let the transaction happen only while the evaluation is as it was read, or gone (then it is None).

        Raises (when the transaction commits):
            Stale: it was changed meanwhile.
        """
        as_read = QualityRow.PK.does_not_exist() if evaluation is None else QualityRow.revision == evaluation.revision
        changed = Stale("The evaluation was changed meanwhile")
        tx.check(QualityRow, f"EV#{evaluation_id}", "EVALUATION", as_read, changed)

    def delete_evaluation(self, tx: Transaction, evaluation: Evaluation, *, for_good: bool) -> None:
        """Remove an evaluation with its summary, its claim and what its agent disputed.

        for_good: a mark without content stays, so that no replay of a workflow brings it back.
        """
        tx.delete(stored(_evaluation_row(evaluation), evaluation))
        if claim := _claim_key(evaluation):
            delete(tx, *claim)
        if evaluation.status == "draft":
            tx.discard(_draft_row(evaluation))
        elif evaluation.calibration_id is None:
            delete(tx, *_summary_key(evaluation))
        if waits := _waiting_key(evaluation):
            tx.discard(QualityRow(PK=waits[0], SK=waits[1], kind="awaited answer"))
        for dispute_id in evaluation.review.dispute_ids if evaluation.review else ():
            delete(tx, *dispute_key(dispute_id))
        let_go_assigned(tx, evaluation)
        if evaluation.calibration_id is None:
            note_gone(tx, evaluation.channel, evaluation.interaction_id, evaluation.id)
        if for_good:
            tx.create(QualityRow(PK=f"EV#{evaluation.id}", SK="DELETED", kind="deleted evaluation"))


def draft_place(evaluation: Evaluation | EvaluationSummary) -> str:
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
    if evaluation.calibration_id is not None:
        row.GSI1PK, row.GSI1SK = f"AGENT#{evaluation.agent_id}#calibration", place_of(evaluation)
        row.GSI3PK = f"INT#{evaluation.interaction_id}#calibration"
        return row
    if evaluation.status == "draft":
        # Its line is what lists find.
        return row
    if evaluation.superseded_at:
        row.GSI1PK, row.GSI1SK = f"AGENT#{evaluation.agent_id}#superseded", place_of(evaluation)
    else:
        row.GSI1PK, row.GSI1SK = f"AGENT#{evaluation.agent_id}", place_of(evaluation)
        row.GSI2PK, row.GSI2SK = f"AGENT#{evaluation.agent_id}#{evaluation.type}", place_of(evaluation)
    return row


def _draft_row(evaluation: Evaluation) -> QualityRow:
    return QualityRow(PK=f"EV#{evaluation.id}", SK="DRAFT", kind="draft")


def _put_draft_line(tx: Transaction, draft: Evaluation) -> None:
    """Write the draft's line, whatever there was: the evaluation's own row guards it."""
    place = draft_place(draft)
    tx.update(
        _draft_row(draft),
        [
            QualityRow.kind.set("draft"),
            QualityRow.body.set(summary_of(draft).model_dump_json()),
            QualityRow.GSI1PK.set(f"EVALUATOR#{draft.evaluator_id or NOBODY}#draft"),
            QualityRow.GSI1SK.set(place),
            QualityRow.GSI2PK.set(f"AGENT#{draft.agent_id}#draft"),
            QualityRow.GSI2SK.set(place),
        ],
    )


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


def _completed_key(evaluator_id: str, day: date) -> tuple[str, str]:
    return f"EVALUATOR#{evaluator_id}", f"COMPLETED#{day}"


def _given_key(draft: Evaluation) -> tuple[str, str]:
    return f"INT#{draft.interaction_id}", f"GIVEN#{draft.scorecard_id}"


def _given_row(draft: Evaluation) -> QualityRow:
    pk, sk = _given_key(draft)
    return QualityRow(PK=pk, SK=sk, kind="given")


def _waiting_key(evaluation: Evaluation) -> tuple[str, str] | None:
    review = evaluation.review
    if review is None or not review.asked or not awaits_answer(evaluation):
        return None
    return f"AGENT#{evaluation.agent_id}", f"ANSWER#{iso(review.answer_by)}#{evaluation.id}"


def _claim_key(evaluation: Evaluation) -> tuple[str, str] | None:
    if evaluation.status != "draft" or evaluation.evaluator_id is None or evaluation.calibration_id is not None:
        return None
    return f"INT#{evaluation.interaction_id}", f"DRAFT#{evaluation.scorecard_id}#{evaluation.evaluator_id}"
