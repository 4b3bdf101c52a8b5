"""What is written beside an evaluation, in its own transactions, so that its agent is told and has their say (S4.8)."""

from datetime import datetime, timedelta
from typing import Literal

from debrief.kernel.calendar import day_of
from debrief.kernel.schedules.store import schedule, unschedule
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.criteria import criterion
from debrief.notices.model import NoticeKind
from debrief.notices.telling import tell, withdraw
from debrief.quality.evaluations.deadlines import UNANSWERED, unanswered
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.table_store import QualityRow

News = Literal["completed", "changed"]


def tell_agent(
    tx: Transaction, evaluation: Evaluation, news: News, *, by: str | None, time_zone: str, now: datetime
) -> None:
    """Tell the agent of an evaluation, and note when it is looked at again: two writes at most.

    Of what the AI completed by itself they aren't told one by one, unless the account wants that.
    """
    review = evaluation.review
    if evaluation.type == "automatic" and not (review and review.asked):
        return
    kind = NoticeKind.EVALUATION_COMPLETED if news == "completed" else NoticeKind.EVALUATION_CHANGED
    last = last_day(evaluation, time_zone)
    until = {"last_day": last} if last else {}
    started_at, to = evaluation.interaction_started_at, [evaluation.agent_id]
    what = {**criterion(evaluation.scorecard_id), **until}
    tell(tx, QualityRow, kind, about=evaluation.id, to=to, by=by, started_at=started_at, **what)
    look_again(tx, evaluation, now)


def look_again(tx: Transaction, evaluation: Evaluation, now: datetime) -> None:
    """Note when the evaluation is next to be looked at, if it is: one write."""
    if due := unanswered(evaluation, now):
        schedule(tx, QualityRow, due)


def settle(tx: Transaction, evaluation: Evaluation) -> None:
    """Nothing waits for the agent of the evaluation any more: two writes at most."""
    if evaluation.review is None or not evaluation.review.asked:
        return
    unschedule(tx, QualityRow, UNANSWERED, evaluation.id)
    if evaluation.review.remind_at is not None:
        kind = NoticeKind.EVALUATION_UNANSWERED
        withdraw(tx, QualityRow, kind, about=evaluation.id, to=[evaluation.agent_id])


def tell_no_more(tx: Transaction, evaluation_id: str, decider_id: str | None) -> None:
    """Take back what somebody was told who isn't to decide a dispute of the evaluation any more: two writes at most."""
    for kind in (NoticeKind.DISPUTE_RAISED, NoticeKind.DISPUTE_UNDECIDED):
        withdraw(tx, QualityRow, kind, about=evaluation_id, to=[decider_id])


def last_day(evaluation: Evaluation, time_zone: str) -> str:
    """The last day on which the agent may answer the evaluation; empty where there is none."""
    if evaluation.review is None or evaluation.review.ended:
        return ""
    return day_of(evaluation.review.answer_by - timedelta(milliseconds=1), time_zone).isoformat()
