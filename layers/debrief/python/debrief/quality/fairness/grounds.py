"""From an evaluation, its history and its disputes to what each of its answers rests on (N17). Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from debrief.quality.disputes.model import Dispute
from debrief.quality.evaluations.answers import is_closed
from debrief.quality.evaluations.history import Choice, HistoryStep, choice_of
from debrief.quality.evaluations.model import Answer, Evaluation
from debrief.quality.evaluations.reviewing import why_undisputable
from debrief.quality.evaluations.scoring import question_scores
from debrief.quality.fairness.model import Answering, AnswerShown, Decider, Disputed, Ground
from debrief.quality.scorecards.model import Question, ScorecardVersion, Section

_OPEN = "Not answered"
_NOT_APPLICABLE = "N/A"


def grounds_of(
    version: ScorecardVersion,
    evaluation: Evaluation,
    history: Sequence[HistoryStep],
    disputes: Sequence[Dispute],
    names: Mapping[str, str],
    now: datetime,
) -> tuple[Ground, ...]:
    """What each answer rests on, in the order of the scorecard. history, disputes: the oldest first."""
    answers = {each.question_id: each for each in evaluation.answers}
    scores = {each.question_id: each for each in question_scores(version, evaluation.answers)}
    sections = {each.section_id: each for each in evaluation.score.sections} if evaluation.score else {}
    may = why_undisputable(evaluation, now) is None
    found = []
    for section, question in _asked(version):
        answer, score, whole = answers.get(question.id), scores[question.id], sections.get(section.id)
        worth = 0.0
        if whole is not None and whole.possible:
            worth = min(100.0, whole.effective_weight * score.possible / whole.possible)
        option = question.option(answer.option_id) if answer and answer.option_id is not None else None
        moved = _last_moved(question.id, history)
        found.append(
            Ground(
                section=section.title,
                question_id=question.id,
                question=question.text,
                looks_for=question.description,
                good=question.good,
                poor=question.poor,
                compliance=question.compliance,
                answer=_said(question, choice_of(answer) if answer else Choice()),
                fails=option.auto_fail if option else "none",
                earned=score.earned,
                possible=score.possible,
                worth=worth,
                brought=worth * score.earned / score.possible if score.possible else 0.0,
                quote=answer.quote if answer else None,
                opportunity=answer.opportunity if answer else None,
                comment=answer.comment if answer else "",
                why=answer.rationale if answer else "",
                confidence=answer.confidence if answer else None,
                decided=decider_of(question, answer, evaluation, moved, names),
                decided_at=moved.at if moved else evaluation.completed_at,
                before=_before(question, moved),
                ai=_ai(question, answer),
                disputable=may and answer is not None and is_closed(answer),
                disputes=tuple(_disputed(question.id, disputes, names)),
            )
        )
    return tuple(found)


def decider_of(
    question: Question,
    answer: Answer | None,
    evaluation: Evaluation,
    moved: HistoryStep | None,
    names: Mapping[str, str],
) -> Decider:
    """Who or what chose an answer as it stands. moved: the step that changed it last."""
    if answer is None or answer.answered_by == "human":
        by = moved.by if moved else evaluation.evaluator_id
        return person(by, names)
    if question.check == "exact_match":
        return Decider(kind="rule")
    return model_of(evaluation)


def person(user_id: str | None, names: Mapping[str, str]) -> Decider:
    """A person, by name where one is known."""
    return Decider(kind="person", user_id=user_id, name=names.get(user_id, "") if user_id else None)


def model_of(evaluation: Evaluation) -> Decider:
    """The model that answered."""
    kept = evaluation.provenance
    return Decider(
        kind="model", model=kept.model if kept else None, prompt_version=kept.prompt_version if kept else None
    )


def answering_of(evaluation: Evaluation, names: Mapping[str, str], now: datetime) -> Answering:
    """What its agent may still say to it."""
    review, why = evaluation.review, why_undisputable(evaluation, now)
    held = review is not None and not review.ended
    decider = review.decider_id if review and evaluation.status == "disputed" else None
    return Answering(
        may_dispute=why is None,
        until=review.answer_by if review and held else None,
        why_not=why,
        rounds=max(0, review.rounds - len(review.dispute_ids)) if review and held else 0,
        decider_name=names.get(decider, "") if decider else None,
        silence=review.required if review and held else False,
    )


def people_in(evaluation: Evaluation, history: Sequence[HistoryStep], disputes: Sequence[Dispute]) -> set[str]:
    """Ids of those who are named."""
    ids = {evaluation.agent_id, evaluation.evaluator_id, *(each.by for each in history)}
    ids |= {evaluation.review.decider_id if evaluation.review else None}
    ids |= {each.decision.by for each in disputes if each.decision}
    return {each for each in ids if each}


def _asked(version: ScorecardVersion) -> Iterator[tuple[Section, Question]]:
    return ((section, question) for section in version.sections for question in section.questions)


def _last_moved(question_id: str, history: Sequence[HistoryStep]) -> HistoryStep | None:
    """The step that changed the answer last; None where it stands as it was completed."""
    changed = (step for step in reversed(history) if any(each.question_id == question_id for each in step.moved))
    return next(changed, None)


def _before(question: Question, moved: HistoryStep | None) -> AnswerShown | None:
    if moved is None:
        return None
    return next((_said(question, each.before) for each in moved.moved if each.question_id == question.id), None)


def _ai(question: Question, answer: Answer | None) -> AnswerShown | None:
    """What the AI had chosen before a person answered; also where they agree."""
    if answer is None or answer.replaced is None or answer.answered_by != "human":
        return None
    replaced = answer.replaced
    return _said(question, Choice(option_id=replaced.option_id, not_applicable=replaced.not_applicable))


def _said(question: Question, choice: Choice) -> AnswerShown:
    if choice.not_applicable:
        return AnswerShown(
            label=_NOT_APPLICABLE, outcome="no_opportunity" if choice.no_opportunity else "not_applicable"
        )
    option = question.option(choice.option_id) if choice.option_id is not None else None
    if option is None:
        return AnswerShown(label=_OPEN if choice.option_id is None else choice.option_id, outcome="open")
    return AnswerShown(label=option.label, outcome="passed" if option.passes else "missed")


def _disputed(question_id: str, disputes: Sequence[Dispute], names: Mapping[str, str]) -> Iterator[Disputed]:
    for dispute in disputes:
        asked = next((each for each in dispute.answers if each.question_id == question_id), None)
        if asked is None:
            continue
        decision = dispute.decision
        made = next((each for each in decision.answers if each.question_id == question_id), None) if decision else None
        yield Disputed(
            round=dispute.round,
            state=dispute.state,
            reason=asked.reason,
            outcome=None if made is None else "re_evaluated" if made.upheld else "re_affirmed",
            response=made.response if made else None,
            decided_by_name=names.get(decision.by, "") if decision else None,
        )
