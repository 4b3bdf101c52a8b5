"""A call's criteria against the agent's calls before it: which are low, new or recurring, and which is the lowest.

It is computed from how the criteria of evaluations came out, after the fact: no model is told an agent's history (N12).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Final

from debrief.coaching.logs.model import Compared, LookedAt, Standing
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.scoring import QuestionScore, question_scores
from debrief.quality.flags.model import CallScores
from debrief.quality.flags.patterns import one_a_call
from debrief.quality.scorecards.model import ScorecardVersion

PERIOD: Final = timedelta(days=90)
"""Calls that began so long before this one, or less, are looked back at."""

MOST_BEFORE: Final = 60
"""Evaluations that are looked back at, the newest."""

RECURRING_FROM: Final = 2
"""So often low before, and it is low for the third time at least: as many as make a pattern of flags by default."""

LEAST_CALLS: Final = 3
"""Of fewer calls before nothing is called new: that nothing was low in one of them tells little."""


def calls_before(scores: Iterable[CallScores], evaluation: Evaluation) -> list[CallScores]:
    """The agent's calls before the evaluation's, each once: the evaluation of it that was completed last."""
    others = one_a_call(each for each in scores if each.interaction_id != evaluation.interaction_id)
    return [each for each in others if each.started_at < evaluation.interaction_started_at]


def compared(percents: Mapping[str, float], before: Sequence[CallScores], threshold: float) -> dict[str, Compared]:
    """The criteria of a call that came to less than `threshold` percent, against the calls before it.

    percents: of each criterion that applied. A call in which a criterion didn't apply counts for it neither way.
    """
    found = {}
    for question_id, percent in percents.items():
        if percent >= threshold:
            continue
        past = [each.percents[question_id] for each in before if question_id in each.percents]
        low = sum(each < threshold for each in past)
        standing: Standing = "recurring" if low >= RECURRING_FROM else "new" if len(past) >= LEAST_CALLS else "too_few"
        found[question_id] = Compared(standing=standing, calls=len(past), low=low)
    return found


def percents_of(version: ScorecardVersion, evaluation: Evaluation) -> dict[str, float]:
    """What each criterion came to that applied and was answered, in the order of the scorecard."""
    scores = question_scores(version, evaluation.answers)
    return {each.question_id: each.percent for each in scores if each.answered and each.percent is not None}


def lowest(version: ScorecardVersion, evaluation: Evaluation) -> str | None:
    """The criterion to practise: the lowest in percent of those that fell short; None where none did.

    Of several as low, what is a compliance matter comes first, then what lost more of the score, then the first on the
    scorecard.
    """
    compliance = {each.id for each in version.questions() if each.compliance}
    short = [
        each
        for each in question_scores(version, evaluation.answers)
        if each.answered and each.percent is not None and each.percent < 100
    ]
    lost = _lost(evaluation, short)
    found = min(
        enumerate(short),
        key=lambda one: (one[1].percent, one[1].question_id not in compliance, -lost[one[1].question_id], one[0]),
        default=None,
    )
    return found[1].question_id if found else None


def looked_at(
    version: ScorecardVersion, evaluation: Evaluation, before: Sequence[CallScores], threshold: float
) -> LookedAt:
    """How an evaluation that counts stands now."""
    against = compared(percents_of(version, evaluation), before, threshold)
    recurring = tuple(id for id, each in against.items() if each.standing == "recurring")
    question_id = lowest(version, evaluation)
    return LookedAt(
        percent=evaluation.score.percent if evaluation.score else None,
        disputed=evaluation.status == "disputed",
        question_id=question_id,
        recurring=question_id in recurring,
        low=tuple(against),
        recurring_ids=recurring,
    )


def worths(evaluation: Evaluation, scores: Iterable[QuestionScore]) -> dict[str, float]:
    """How many of the score's hundred points each criterion can bring here."""
    sections = {each.section_id: each for each in evaluation.score.sections} if evaluation.score else {}
    found = {}
    for each in scores:
        section = sections.get(each.section_id)
        whole = section.possible if section else 0
        found[each.question_id] = section.effective_weight * each.possible / whole if section and whole else 0.0
    return {id: min(100.0, worth) for id, worth in found.items()}


def _lost(evaluation: Evaluation, scores: Sequence[QuestionScore]) -> dict[str, float]:
    """How many of the score's hundred points each criterion lost, before what fails a section or all of it."""
    worth = worths(evaluation, scores)
    return {each.question_id: worth[each.question_id] * (1 - (each.percent or 0) / 100) for each in scores}
