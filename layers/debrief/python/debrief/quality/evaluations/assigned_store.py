"""Where it lies what was assigned to whom, and how much of it is done (the quality table).

| question | key or index | reads |
|---|---|---|
| what somebody was given to do, the soonest due first | `EVALUATOR#<id>` / `TODO#<due_at>#<id>` | a page of ids |
| what somebody gave others to do by hand, the newest first | `ASSIGNER#<id>` / `<assigned_at>#<id>` | a page of ids |
| how much of a draw each evaluator has been given and completed | `DRAW#<draw>` / `PROGRESS#<evaluator>` | those few |

All are written in the transactions of the evaluations themselves, by `EvaluationStore`.
"""

from collections.abc import Iterator

from pynamodb.attributes import NumberAttribute

from debrief.kernel.clock import iso
from debrief.kernel.storage.tables import query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Placed
from debrief.quality.evaluations.assigning import Progress
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.spans import Span
from debrief.quality.table_store import QualityRow, rows_within

_TODO, _PROGRESS = "TODO#", "PROGRESS#"


class ProgressRow(QualityRow):
    """How many evaluations of a draw somebody was given, and how many of these are completed."""

    assigned = NumberAttribute(null=True)
    completed = NumberAttribute(null=True)


def keep_assigned(tx: Transaction, evaluation: Evaluation, before: Evaluation | None) -> None:
    """Keep what is to be done in step with an evaluation that is written; before: as it was stored."""
    todo, was = _todo(evaluation), _todo(before) if before else None
    if todo != was:
        if was:
            tx.discard(_todo_row(was))
        if todo:
            tx.update(_todo_row(todo), [QualityRow.kind.set("to do"), QualityRow.body.set(evaluation.id)])
    if before is None:
        if row := _given_row(evaluation):
            row.body = evaluation.id
            tx.create(row)
        _count(tx, evaluation, assigned=1, completed=int(evaluation.status != "draft"))
    elif before.status == "draft" and evaluation.status != "draft":
        _count(tx, evaluation, assigned=0, completed=1)


def let_go_assigned(tx: Transaction, evaluation: Evaluation) -> None:
    """Let what was to be done go with an evaluation that is deleted."""
    if todo := _todo(evaluation):
        tx.discard(_todo_row(todo))
    if row := _given_row(evaluation):
        tx.discard(row)
    _count(tx, evaluation, assigned=-1, completed=-int(evaluation.status != "draft"))


def to_do(evaluator_id: str, *, after: str | None, chunk: int) -> Iterator[Placed[str]]:
    """Ids of the open evaluations that somebody was given, the soonest due first, each with its place."""
    # The place behind the last one: a text that only this one sorts before.
    span = Span(f"{after}\x00" if after else _TODO, f"{_TODO}~")
    rows = rows_within(f"EVALUATOR#{evaluator_id}", None, span, chunk=chunk, newest_first=False)
    return ((row.SK, row.body or "") for row in rows)


def given_by(user_id: str, *, before: str | None, chunk: int) -> Iterator[Placed[str]]:
    """Ids of the evaluations that somebody gave others to do by hand, the newest first, each with its place."""
    # A span has its ends: one more, since the page that came before ended with this one.
    span, more = Span(high=before), chunk + (before is not None)
    rows = rows_within(f"ASSIGNER#{user_id}", None, span, chunk=more, newest_first=True)
    return ((row.SK, row.body or "") for row in rows if before != row.SK)


def place_to_do(evaluation: Evaluation) -> str | None:
    """Where an open evaluation stands in `to_do`; None where it isn't open, or nobody was given it."""
    todo = _todo(evaluation)
    return todo[1] if todo else None


def progress_of(draw_id: str) -> list[Progress]:
    """What each evaluator was given in a draw, and how much of it is completed."""
    sort = ProgressRow.SK.startswith(_PROGRESS)
    rows = query_all(ProgressRow, f"DRAW#{draw_id}", sort=sort, consistent=True)
    return [Progress(row.SK.removeprefix(_PROGRESS), int(row.assigned or 0), int(row.completed or 0)) for row in rows]


def _count(tx: Transaction, evaluation: Evaluation, *, assigned: int, completed: int) -> None:
    given, by = evaluation.assignment, evaluation.evaluator_id
    if given is None or given.draw_id is None or by is None:
        return
    tx.update(
        ProgressRow(PK=f"DRAW#{given.draw_id}", SK=f"{_PROGRESS}{by}", kind="draw progress"),
        [
            ProgressRow.kind.set("draw progress"),
            ProgressRow.assigned.add(assigned),
            ProgressRow.completed.add(completed),
        ],
    )


def _todo(evaluation: Evaluation) -> tuple[str, str] | None:
    if evaluation.status != "draft" or evaluation.evaluator_id is None or evaluation.assignment is None:
        return None
    place = f"{_TODO}{iso(evaluation.assignment.due_at)}#{evaluation.id}"
    return f"EVALUATOR#{evaluation.evaluator_id}", place


def _given_row(evaluation: Evaluation) -> QualityRow | None:
    """What goals and automations give stands with these."""
    given = evaluation.assignment
    if given is None or given.by is None or given.automation_id is not None or given.draw_id is not None:
        return None
    return QualityRow(PK=f"ASSIGNER#{given.by}", SK=f"{iso(given.at)}#{evaluation.id}", kind="given")


def _todo_row(key: tuple[str, str]) -> QualityRow:
    return QualityRow(PK=key[0], SK=key[1], kind="to do")
