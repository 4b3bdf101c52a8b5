"""What one evaluation adds to Line Item Performance and the response breakdown (S4.9), as whole numbers.

Rollups add and subtract these counters. They are integers, so that what is added and later subtracted leaves
exactly nothing; a score goes in as hundredths of a percent, and what these lack of it: see `averages`.
"""

from debrief.quality.evaluations.averages import hundredths_of, rest_of, units_of
from debrief.quality.evaluations.model import Evaluation, Score, counts
from debrief.quality.evaluations.scoring import question_scores
from debrief.quality.evaluations.tally_keys import OVERALL, Tally, TallyKey
from debrief.quality.scorecards.model import ScorecardVersion


def counted_score(version: ScorecardVersion, evaluation: Evaluation) -> Score | None:
    """The score of `evaluation`, made with `version`, where it counts; None of a draft, of what is superseded
    and of what was made for a calibration.

    Raises:
        ValueError: the evaluation was made with another version.
    """
    if (evaluation.scorecard_id, evaluation.scorecard_version) != (version.scorecard_id, version.number):
        raise ValueError(f"evaluation {evaluation.id} was not made with version {version.number}")
    return evaluation.score if counts(evaluation) else None


def contribution(version: ScorecardVersion, evaluation: Evaluation) -> dict[TallyKey, dict[str, int]]:
    """What `evaluation`, made with `version`, adds. A draft adds nothing, what is superseded nothing, and
    neither does an open question.

    Raises:
        ValueError: the evaluation was made with another version.
    """
    score = counted_score(version, evaluation)
    if score is None:
        return {}
    chosen = {answer.question_id: answer.option_id for answer in evaluation.answers}
    tally: dict[TallyKey, dict[str, int]] = {}
    for question in question_scores(version, evaluation.answers):
        counters = {
            "passed": int(question.passed is True),
            "applicable": int(question.answered),
            "not_applicable": int(question.not_applicable and not question.no_opportunity),
            "no_opportunity": int(question.no_opportunity),
        }
        if question.answered:
            counters[f"option.{chosen[question.question_id]}"] = 1
        tally[TallyKey("question", question.question_id)] = counters
    for section in score.sections:
        tally[TallyKey("section", section.section_id)] = {
            **_scored(section.percent),
            "auto_failed": int(section.auto_failed),
        }
    tally[OVERALL] = {
        **_scored(score.percent),
        "passed": int(score.passed is True),
        "auto_failed": int(score.auto_failed),
    }
    return _without_zeros(tally)


def _scored(percent: float | None) -> dict[str, int]:
    if percent is None:
        return {"not_applicable": 1}
    units = units_of(percent)
    return {"scored": 1, "score_hundredths": hundredths_of(units), "score_rest": rest_of(units)}


def _without_zeros(tally: Tally) -> dict[TallyKey, dict[str, int]]:
    kept = {key: {name: count for name, count in counters.items() if count} for key, counters in tally.items()}
    return {key: counters for key, counters in kept.items() if counters}
