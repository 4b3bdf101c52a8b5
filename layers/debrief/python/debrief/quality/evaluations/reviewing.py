"""What an agent may say to an evaluation of their work, and until when (S4.8).

An agent acknowledges a completed evaluation, or disputes answers of it. Whoever decides the dispute changes answers or
affirms them, and the evaluation is the agent's to answer again, with a new window. What changes afterwards begins anew
as well: nobody has acknowledged what they haven't seen.
"""

from datetime import datetime, time, timedelta
from typing import Final

from debrief.kernel.auth import Caller, Permission
from debrief.kernel.calendar import day_of, next_local, start_of_day
from debrief.people.model import SettingsValues
from debrief.quality.evaluations.listing import EvaluationSummary
from debrief.quality.evaluations.model import Evaluation, Review

REMINDED_AT: Final = time(9)
"""On the clocks of the account's time zone."""

Reviewed = Evaluation | EvaluationSummary


def asked_anew(evaluation: Evaluation, settings: SettingsValues, now: datetime) -> Evaluation:
    """The evaluation, just completed, changed or decided, as its agent may answer it from `now` on.

    The window ends with a day: whoever is told on a Monday and has seven days has the whole next Monday.
    """
    if not settings.accept_and_dispute:
        return evaluation.model_copy(update={"status": "completed", "review": _ended(evaluation.review)})
    days, early = settings.acknowledgement_window_days, settings.acknowledgement_reminder_days
    last = day_of(now, settings.time_zone) + timedelta(days=days)
    asked = settings.acknowledge_automatic or evaluation.type != "automatic"
    reminded = next_local(
        start_of_day(last - timedelta(days=early), settings.time_zone), REMINDED_AT, settings.time_zone
    )
    review = Review(
        since=now,
        answer_by=start_of_day(last + timedelta(days=1), settings.time_zone),
        required=settings.require_acknowledgement and asked,
        asked=asked,
        remind_at=reminded if asked and early and reminded > now else None,
        rounds=settings.dispute_rounds,
        dispute_ids=evaluation.review.dispute_ids if evaluation.review else (),
    )
    return evaluation.model_copy(update={"status": "completed", "review": review})


def _ended(review: Review | None) -> Review | None:
    """What stays where the account wants no answers any more: the disputes that there were, which count as rounds."""
    if review is None or not review.dispute_ids:
        return None
    nothing = {"required": False, "asked": False, "remind_at": None, "acknowledged_at": None, "by_silence": False}
    return review.model_copy(update={**nothing, "decider_id": None, "ended": True})


def acknowledged(evaluation: Evaluation, now: datetime, *, by_silence: bool = False) -> Evaluation:
    """The evaluation once its agent has acknowledged it."""
    review = evaluation.review and evaluation.review.model_copy(
        update={"acknowledged_at": now, "by_silence": by_silence}
    )
    return evaluation.model_copy(update={"status": "acknowledged", "review": review})


def disputed(evaluation: Evaluation, dispute_id: str, decider_id: str | None) -> Evaluation:
    """The evaluation once its agent has disputed it."""
    review = evaluation.review and evaluation.review.model_copy(
        update={"dispute_ids": (*evaluation.review.dispute_ids, dispute_id), "decider_id": decider_id}
    )
    return evaluation.model_copy(update={"status": "disputed", "review": review})


def handed_to(evaluation: Evaluation, decider_id: str | None) -> Evaluation:
    """The disputed evaluation with somebody else to decide."""
    review = evaluation.review and evaluation.review.model_copy(update={"decider_id": decider_id})
    return evaluation.model_copy(update={"review": review})


def awaits_answer(evaluation: Reviewed) -> bool:
    """Whether its agent may acknowledge it."""
    held = not isinstance(evaluation, Evaluation) or evaluation.superseded_at is None
    return held and evaluation.status == "completed" and evaluation.review is not None and not evaluation.review.ended


def why_undisputable(evaluation: Reviewed, now: datetime) -> str | None:
    """Why the agent can't dispute it, as a sentence without a full stop; None where they can.

    Where silence acknowledges, an agent who is a moment late may still dispute what hasn't been acknowledged: whichever
    is written first holds.
    """
    review = evaluation.review
    if review is None or not awaits_answer(evaluation):
        return {
            "acknowledged": "it is acknowledged",
            "disputed": "it is disputed already",
        }.get(evaluation.status, "it is not for the agent to answer")
    if len(review.dispute_ids) >= review.rounds:
        return f"it was disputed {len(review.dispute_ids)} times, which is as often as the account allows"
    if now >= review.answer_by and not review.required:
        return "the time for it is over"
    return None


def is_overdue(evaluation: Evaluation, now: datetime) -> bool:
    """Whether silence has acknowledged it."""
    review = evaluation.review
    return review is not None and review.required and awaits_answer(evaluation) and now >= review.answer_by


def is_to_be_reminded(evaluation: Evaluation, now: datetime) -> bool:
    """Whether its agent is to be reminded; what is due moves on once they were."""
    review = evaluation.review
    if review is None or review.remind_at is None or not awaits_answer(evaluation):
        return False
    return review.remind_at <= now < review.answer_by


def next_look(evaluation: Evaluation, now: datetime) -> datetime | None:
    """When the evaluation is next to be looked at because its agent hasn't answered; None for never."""
    review = evaluation.review
    if review is None or not review.asked or not awaits_answer(evaluation):
        return None
    if review.remind_at is not None and review.remind_at > now:
        return review.remind_at
    return review.answer_by if review.required else None


def review_actions(caller: Caller, evaluation: Reviewed, now: datetime) -> list[str]:
    """What the caller may do about the agent's answer: acknowledge or dispute as the agent, decide as somebody else."""
    if evaluation.agent_id == caller.user_id:
        allowed = ["acknowledge"] if awaits_answer(evaluation) else []
        return [*allowed, "dispute"] if why_undisputable(evaluation, now) is None else allowed
    return ["decide"] if may_decide(caller, evaluation) else []


def may_decide(caller: Caller, evaluation: Reviewed) -> bool:
    """Whether the caller, who sees the agent, may decide its open dispute: never whose work it is, who raised it."""
    if evaluation.status != "disputed" or evaluation.review is None or evaluation.agent_id == caller.user_id:
        return False
    if isinstance(evaluation, Evaluation) and evaluation.superseded_at is not None:
        return False
    return caller.may(Permission.DISPUTES_DECIDE) and evaluation.review.decider_id in {None, caller.user_id}
