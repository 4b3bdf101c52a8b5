"""How exact matches would have come out in past calls (N5, S2.2): by rule, over what was said, for nothing."""

from collections.abc import Mapping, Sequence
from typing import Final

from debrief.interactions.conversations.store import InteractionStore
from debrief.quality.answering.exact_match import answer_exact_match
from debrief.quality.drawing.lot import in_order
from debrief.quality.forecasts.model import CriterionOutlook, Forecast, Passes
from debrief.quality.scorecards.model import Question, ScorecardVersion

MOST_CALLS: Final = 60
"""Transcripts that are read for a forecast, drawn by lot."""


def exact_criteria(
    interactions: InteractionStore,
    calls: Sequence[str],
    forecast: Forecast,
    now: ScorecardVersion | None,
    then: ScorecardVersion,
) -> dict[str, CriterionOutlook]:
    """The exact matches of a version over past calls, by the question's id; now: what is in force, if there is one."""
    asked = {each.id: each for each in then.questions() if _by_rule(each)}
    if not asked:
        return {}
    before = {each.id: each for each in now.questions() if _by_rule(each)} if now else {}
    passes: dict[tuple[str, str], Passes] = {}
    for interaction_id in in_order(forecast.seed, dict.fromkeys(calls))[:MOST_CALLS]:
        interaction = interactions.interaction(interaction_id)
        transcript = interactions.transcript(interaction) if interaction and not interaction.erased_at else None
        if transcript is None:
            continue
        for when, questions in (("now", before), ("then", asked)):
            for id in asked.keys() & questions.keys():
                answer = answer_exact_match(questions[id], transcript.turns)
                option = questions[id].option(answer.option_id) if answer.option_id else None
                found = passes.get((id, when), Passes())
                passes[id, when] = found.with_one(option.passes if option else None, nearly=answer.confidence != 1)
    return {id: _outlook(each, passes) for id, each in asked.items()}


def _outlook(question: Question, passes: Mapping[tuple[str, str], Passes]) -> CriterionOutlook:
    then = passes.get((question.id, "then"), Passes())
    now = passes.get((question.id, "now"))
    return CriterionOutlook(question_id=question.id, text=question.text, by_rule=True, now=now, then=then)


def _by_rule(question: Question) -> bool:
    return question.answerer == "ai" and question.check == "exact_match" and question.phrases is not None
