"""What of an evaluation is flagged: a low score, and compliance criteria that were missed (S2.3)."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from debrief.quality.evaluations.model import Answer, Evaluation, VerifiedQuote, counts
from debrief.quality.evaluations.scoring import question_scores
from debrief.quality.flags.model import (
    MOST_CALLS,
    MOST_CRITERIA,
    CallScores,
    Flagged,
    FlaggedCriterion,
    FlagGrounds,
    FlagKind,
    FlagPlace,
    FlagQueue,
    RunningCall,
)
from debrief.quality.flags.patterns import Run
from debrief.quality.scorecards.model import Question, ScorecardVersion

QUEUES: Final[Mapping[FlagKind, FlagQueue]] = {
    "low_score": "quality",
    "compliance": "compliance",
    "pattern": "quality",
    "keyword": "compliance",
    "hang_up": "compliance",
    "policy": "compliance",
    "addresses_ai": "compliance",
}
"""In which queue a flag waits. What is a compliance matter never stands behind quality: a pattern of a compliance
criterion waits there too."""

OF_EVALUATION: Final[tuple[FlagKind, ...]] = ("compliance", "low_score")
OF_CONVERSATION: Final[tuple[FlagKind, ...]] = ("keyword", "hang_up", "policy", "addresses_ai")
_LONGEST_WORDS: Final = 500


class Raised(NamedTuple):
    """What there is to flag of one thing, by kind; None where there is nothing."""

    queue: FlagQueue
    grounds: FlagGrounds


def about_evaluation(evaluation: Evaluation) -> Flagged:
    """What a flag that rests on an evaluation is about."""
    return Flagged(
        agent_id=evaluation.agent_id,
        team_id=evaluation.team_id,
        interaction_id=evaluation.interaction_id,
        contact_reference=evaluation.contact_reference,
        channel=evaluation.channel,
        inquiry=evaluation.inquiry,
        interaction_started_at=evaluation.interaction_started_at,
        evaluation_id=evaluation.id,
        scorecard_id=evaluation.scorecard_id,
        scorecard_name=evaluation.scorecard_name,
        scorecard_version=evaluation.scorecard_version,
        evaluator_id=evaluation.evaluator_id,
        type=evaluation.type,
    )


def of_evaluation(version: ScorecardVersion, evaluation: Evaluation, threshold: float) -> dict[FlagKind, Raised]:
    """What is flagged of an evaluation; nothing of a draft, of what is superseded, or of one for a calibration.

    A score is compared in full precision: 64.996 is below 65, though it is shown as 65.
    """
    if not counts(evaluation) or evaluation.score is None:
        return {}
    found: dict[FlagKind, Raised] = {}
    percent = evaluation.score.percent
    missed = missed_compliance(version, evaluation)
    if missed:
        grounds = FlagGrounds(percent=percent, criteria=missed)
        found["compliance"] = Raised(QUEUES["compliance"], grounds)
    if percent is not None and percent < threshold:
        found["low_score"] = Raised(QUEUES["low_score"], FlagGrounds(percent=percent, threshold=threshold))
    return found


def missed_compliance(version: ScorecardVersion, evaluation: Evaluation) -> tuple[FlaggedCriterion, ...]:
    """The compliance criteria whose answer doesn't pass, in the order of the scorecard; N/A is no miss."""
    questions, given = _questions(version), {each.question_id: each for each in evaluation.answers}
    missed = [
        flagged_criterion(questions[each.question_id], each.percent, given.get(each.question_id))
        for each in question_scores(version, evaluation.answers)
        if each.passed is False and questions[each.question_id].compliance
    ]
    return tuple(missed[:MOST_CRITERIA])


def flagged_criterion(question: Question, percent: float | None, answer: Answer | None) -> FlaggedCriterion:
    """A criterion as a flag tells of it."""
    place = place_of_quote(answer.quote or answer.opportunity) if answer else None
    return FlaggedCriterion(question_id=question.id, text=question.text, percent=percent, place=place)


def place_of_quote(quote: VerifiedQuote | None) -> FlagPlace | None:
    """Where words of the transcript stand."""
    if quote is None:
        return None
    return FlagPlace(turn_index=quote.turn_index, start_ms=quote.start_ms, text=quote.text[:_LONGEST_WORDS])


def call_scores(version: ScorecardVersion, evaluation: Evaluation) -> CallScores | None:
    """How the criteria of an evaluation came out; None of one that counts nowhere."""
    if not counts(evaluation) or evaluation.completed_at is None:
        return None
    scores = question_scores(version, evaluation.answers)
    return CallScores(
        evaluation_id=evaluation.id,
        interaction_id=evaluation.interaction_id,
        started_at=evaluation.interaction_started_at,
        completed_at=evaluation.completed_at,
        percents={each.question_id: each.percent for each in scores if each.answered and each.percent is not None},
    )


def of_run(run: Run, question: Question, answer: Answer | None, threshold: float, percent: float) -> Raised:
    """What is flagged of a run of calls in which a criterion was low. answer, percent: of the call that the flag is
    about.
    """
    calls = tuple(
        RunningCall(
            evaluation_id=each.scores.evaluation_id,
            interaction_id=each.scores.interaction_id,
            started_at=each.scores.started_at,
            percent=each.percent,
        )
        for each in run[-MOST_CALLS:]
    )
    criterion = flagged_criterion(question, percent, answer)
    queue: FlagQueue = "compliance" if question.compliance else QUEUES["pattern"]
    return Raised(queue, FlagGrounds(threshold=threshold, criteria=(criterion,), calls=calls, running=len(run)))


def _questions(version: ScorecardVersion) -> dict[str, Question]:
    return {each.id: each for each in version.questions()}
