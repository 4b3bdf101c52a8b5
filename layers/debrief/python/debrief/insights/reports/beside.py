"""What stood in the period before, put beside what is there now (S4.9)."""

from collections.abc import Sequence

from debrief.insights.comparing import Rate, rate_changes
from debrief.insights.line_items import LineItemRate, percent_text
from debrief.insights.reports.model import QuestionBreakdown, RateBefore, SectionBreakdown


def rates_before(now: Sequence[LineItemRate], earlier: Sequence[LineItemRate]) -> dict[tuple[str, str], RateBefore]:
    """The period before of each line item that there was, by scorecard and question.

    Which moved is decided over all line items together that have enough data in both periods.
    """
    then = {(rate.scorecard_id, rate.question_id): rate for rate in earlier}
    pairs = [(then[key], rate) for rate in now if (key := (rate.scorecard_id, rate.question_id)) in then]
    told = [
        (old, new) for old, new in pairs if old.enough_data and new.enough_data and old.applicable and new.applicable
    ]
    changes = rate_changes([(Rate(a.passed, a.applicable), Rate(b.passed, b.applicable)) for a, b in told])
    by_key = {(new.scorecard_id, new.question_id): change for (_, new), change in zip(told, changes, strict=True)}
    found: dict[tuple[str, str], RateBefore] = {}
    for old, new in pairs:
        key = new.scorecard_id, new.question_id
        change = by_key.get(key)
        shown = change.shown if change else None
        found[key] = RateBefore(
            passed=old.passed,
            applicable=old.applicable,
            percent_text=percent_text(old),
            points=change.points if change else None,
            low=shown.low if shown else None,
            high=shown.high if shown else None,
            direction=change.direction if change else None,
        )
    return found


def sections_beside(now: Sequence[SectionBreakdown], earlier: Sequence[SectionBreakdown]) -> list[SectionBreakdown]:
    """The sections, each beside itself in the period before."""
    then = {each.section_id: each for each in earlier}
    return [
        each.model_copy(update={"scored_before": old.scored, "average_before": old.average})
        if (old := then.get(each.section_id))
        else each
        for each in now
    ]


def questions_beside(now: Sequence[QuestionBreakdown], earlier: Sequence[QuestionBreakdown]) -> list[QuestionBreakdown]:
    """The questions with their options, each beside itself in the period before."""
    then = {each.question_id: each for each in earlier}
    return [_beside(each, then[each.question_id]) if each.question_id in then else each for each in now]


def _beside(now: QuestionBreakdown, then: QuestionBreakdown) -> QuestionBreakdown:
    options = {each.option_id: each for each in then.options}
    return now.model_copy(
        update={
            "applicable_before": then.applicable,
            "not_applicable_before": then.not_applicable,
            "no_opportunity_before": then.no_opportunity,
            "options": [
                each.model_copy(update={"before": old.count, "percent_before": old.percent})
                if (old := options.get(each.option_id))
                else each
                for each in now.options
            ],
        }
    )
