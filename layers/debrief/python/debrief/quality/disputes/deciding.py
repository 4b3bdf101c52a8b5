"""The rules of disputes: what may be disputed, what a decision has to say, and who is to make it (S4.8)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from debrief.kernel.auth import Caller, Permission
from debrief.kernel.errors import FieldError
from debrief.people.model import SettingsValues
from debrief.quality.disputes.model import (
    AnswerDecision,
    Decision,
    Dispute,
    DisputedAnswer,
    DisputedHere,
    EvidenceKind,
    GivenDecision,
    Words,
)
from debrief.quality.evaluations.answers import is_closed
from debrief.quality.evaluations.history import Choice, choice_of
from debrief.quality.evaluations.model import Answer, Evaluation
from debrief.quality.scorecards.model import ScorecardVersion


class Candidate(NamedTuple):
    """Somebody who might decide. sees: whether their reach takes in the agent, and what is disputed isn't hidden from
    them since they judge the conversation blindly.
    """

    caller: Caller
    sees: bool


def evidence_kind(answer: Answer) -> EvidenceKind:
    """What kind of evidence an answer rests on."""
    words: Words = "none"
    if answer.quote is not None:
        words = "agent" if answer.quote.speaker == "agent" else "others"
    return EvidenceKind(answered_by=answer.answered_by, words=words)


def check_disputed(
    version: ScorecardVersion, evaluation: Evaluation, given: Sequence[DisputedHere]
) -> tuple[FieldError, ...]:
    """Everything wrong with what an agent disputes, with pointers into `{"answers": [...]}`."""
    return tuple(_disputed_errors(version, evaluation, given))


def _disputed_errors(
    version: ScorecardVersion, evaluation: Evaluation, given: Sequence[DisputedHere]
) -> Iterator[FieldError]:
    questions = {each.id for each in version.questions()}
    closed = {each.question_id for each in evaluation.answers if is_closed(each)}
    seen: set[str] = set()
    for number, each in enumerate(given):
        pointer = f"/answers/{number}/question_id"
        if each.question_id not in questions:
            yield FieldError(pointer=pointer, message="the scorecard has no such question")
        elif each.question_id not in closed:
            yield FieldError(pointer=pointer, message="the question has no answer to dispute")
        if each.question_id in seen:
            yield FieldError(pointer=pointer, message="the answer is disputed twice")
        seen.add(each.question_id)


def raised(
    id: str, evaluation: Evaluation, given: Sequence[DisputedHere], decider_id: str | None, now: datetime
) -> Dispute:
    """The dispute that the agent of `evaluation` raises."""
    answers = {each.question_id: each for each in evaluation.answers}
    return Dispute(
        id=id,
        evaluation_id=evaluation.id,
        round=len(evaluation.review.dispute_ids if evaluation.review else ()) + 1,
        raised_by=evaluation.agent_id,
        raised_at=now,
        answers=tuple(
            DisputedAnswer(
                question_id=each.question_id,
                choice=choice_of(answers[each.question_id]),
                evidence=evidence_kind(answers[each.question_id]),
                reason=each.reason,
            )
            for each in given
        ),
        decider_id=decider_id,
        percent=evaluation.score.percent if evaluation.score else None,
        agent_id=evaluation.agent_id,
        team_id=evaluation.team_id,
        interaction_id=evaluation.interaction_id,
        interaction_started_at=evaluation.interaction_started_at,
        contact_reference=evaluation.contact_reference,
        inquiry=evaluation.inquiry,
        channel=evaluation.channel,
        scorecard_id=evaluation.scorecard_id,
        scorecard_version=evaluation.scorecard_version,
        scorecard_name=evaluation.scorecard_name,
        type=evaluation.type,
        evaluator_id=evaluation.evaluator_id,
    )


def is_fit(candidate: Candidate | None, *, agent_id: str, raised_by: str) -> bool:
    """Whether somebody may decide a dispute: never whose work it is, never who raised it."""
    if candidate is None or candidate.caller.user_id in {agent_id, raised_by}:
        return False
    return candidate.sees and candidate.caller.may(Permission.DISPUTES_DECIDE)


def wanted_deciders(settings: SettingsValues, evaluator_id: str | None) -> tuple[str, ...]:
    """Who is to decide, the first of them who is fit; where none is, it is for any of those with the permission."""
    reviewer = (settings.dispute_reviewer_id,) if settings.dispute_reviewer_id else ()
    if settings.disputes_decided_by == "queue":
        return ()
    if settings.disputes_decided_by == "reviewer":
        return reviewer
    return (*((evaluator_id,) if evaluator_id else ()), *reviewer)


def check_decided(
    version: ScorecardVersion, dispute: Dispute, given: Sequence[GivenDecision]
) -> tuple[FieldError, ...]:
    """Everything wrong with a decision, with pointers into `{"answers": [...]}`: each disputed answer has its own."""
    return tuple(_decided_errors(version, dispute, given))


def _decided_errors(
    version: ScorecardVersion, dispute: Dispute, given: Sequence[GivenDecision]
) -> Iterator[FieldError]:
    questions = {each.id: each for each in version.questions()}
    disputed = {each.question_id: each for each in dispute.answers}
    seen: set[str] = set()
    for number, each in enumerate(given):
        place = f"/answers/{number}"
        if each.question_id not in disputed:
            yield FieldError(pointer=f"{place}/question_id", message="this answer isn't disputed, and stays as it is")
            continue
        if each.question_id in seen:
            yield FieldError(pointer=f"{place}/question_id", message="the answer is decided twice")
        seen.add(each.question_id)
        question = questions.get(each.question_id)
        if each.option_id is not None and (question is None or question.option(each.option_id) is None):
            yield FieldError(pointer=f"{place}/option_id", message="the question has no such option")
        if each.not_applicable and (question is None or not question.allow_na):
            yield FieldError(pointer=f"{place}/not_applicable", message="the question doesn't allow N/A")
        if each.not_applicable and each.option_id is not None:
            yield FieldError(pointer=f"{place}/not_applicable", message="an answer is either an option or N/A")
    for left in disputed.keys() - seen:
        yield FieldError(pointer="/answers", message=f"nothing is decided of the disputed answer to {left}")


def decisions(dispute: Dispute, given: Sequence[GivenDecision]) -> tuple[AnswerDecision, ...]:
    """What `given`, which fits, decides of each disputed answer, in the order in which they were disputed.

    An answer that is given as it was is affirmed.
    """
    by_question = {each.question_id: each for each in given}
    found = []
    for answer in dispute.answers:
        each = by_question[answer.question_id]
        named = each.option_id is not None or each.not_applicable
        said = Choice(option_id=each.option_id, not_applicable=each.not_applicable)
        # N/A over N/A changes nothing, why ever it was.
        same = said == answer.choice.model_copy(update={"no_opportunity": False})
        choice = said if named and not same else answer.choice
        found.append(
            AnswerDecision(
                question_id=answer.question_id,
                upheld=choice != answer.choice,
                choice=choice,
                response=each.response,
            )
        )
    return tuple(found)


def decided(
    dispute: Dispute, answers: tuple[AnswerDecision, ...], evaluation: Evaluation, *, by: str, now: datetime
) -> Dispute:
    """The dispute once it is decided; `evaluation`: as it is since then."""
    decision = Decision(
        outcome="re_evaluated" if any(each.upheld for each in answers) else "re_affirmed",
        by=by,
        at=now,
        answers=answers,
        percent=evaluation.score.percent if evaluation.score else None,
    )
    return dispute.model_copy(update={"state": "decided", "decision": decision})
