"""What a report says without a model: passages, weeks and facts that are arranged by rule from the dossier."""

from collections.abc import Mapping, Sequence
from typing import Final

from debrief.insights.line_items import LineItemRate
from debrief.summaries.facts.dossier import Dossier
from debrief.summaries.facts.material import Material
from debrief.summaries.facts.model import Fact, Week
from debrief.summaries.model import MOST_EVALUATIONS
from debrief.summaries.periods import before
from debrief.summaries.report.report import DaySpan, LineItem, Passage, Report, Span, Target, computed, passages_of

LINE_ITEMS_A_SECTION: Final = 6
"""Line items that are listed where many share the first place; the others are counted beside."""

_CHANGES_TOLD: Final = 3


def nothing_of(rates: Sequence[LineItemRate], minimum_sample: int) -> str:
    """Why no line item is strong or weak, where none can be; empty where some have enough data."""
    if not rates:
        return "No line item was applicable in this period."
    if any(rate.enough_data for rate in rates):
        return ""
    return (
        f"Not enough data: no line item has {minimum_sample} answers in this period. Nothing is concluded from fewer."
    )


def trend_of(facts: Mapping[str, Fact]) -> Passage:
    """What clearly changed against the period before, or that nothing did."""
    changes = [fact for fact in facts.values() if fact.kind == "change"]
    if not changes:
        return computed("There is not enough data in the period before to compare with.")
    clear = [fact for fact in changes if fact.direction != "unclear"][:_CHANGES_TOLD]
    if not clear:
        return computed("Nothing changed clearly against the period before.")
    spans = [Span(text="Against the period before: ")]
    for place, fact in enumerate(clear):
        of = facts[fact.of or ""]
        spans += [Span(text="; ")] if place else []
        spans += [Span(text=f"{of.name} ", fact_id=of.id), Span(text=f"{fact.text} ({fact.note})", fact_id=fact.id)]
    return Passage(spans=(*spans, Span(text=".")), computed=True)


def many_level(items: Sequence[LineItem], facts: Mapping[str, Fact]) -> Passage:
    """What is said where more line items share the first place than are listed."""
    rate = facts[items[0].fact_id]
    return Passage(
        spans=(
            Span(text=f"{len(items)} line items stand at "),
            Span(text=rate.text or "", fact_id=rate.id),
            Span(text=f"; the {LINE_ITEMS_A_SECTION} with most answers are listed."),
        ),
        computed=True,
    )


def rationale_of(fact: Fact) -> Passage:
    """The rationale of a recommendation whose own can't be shown: the line item that it is to lift, with its rate."""
    shown = f"{fact.name} — {fact.text} (of {fact.sample})" if fact.text else fact.name
    return Passage(spans=(Span(text=shown, fact_id=fact.id), Span(text=".")), computed=True)


def target_of(fact: Fact) -> Target:
    """The line item that a recommendation is to lift."""
    return Target(scorecard_id=fact.scorecard_id or "", question_id=fact.question_id or "", text=fact.name)


def weeks_of(dossier: Dossier) -> tuple[Week, ...]:
    """The weeks of the period with their averages, in order."""
    facts = [fact for fact in dossier.facts if fact.kind == "week" and fact.first_day]
    if not facts:
        return ()
    last_day = dossier.material.period.last_day
    starts = [fact.first_day for fact in facts if fact.first_day]
    ends = [start.fromordinal(start.toordinal() - 1) for start in starts[1:]] + [last_day]
    return tuple(
        Week(first_day=start, last_day=end, average=fact.value, sample=fact.sample, low=fact.low, high=fact.high)
        for fact, start, end in zip(facts, starts, ends, strict=True)
    )


def facts_in(report: Report, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts that the report shows, and the changes of these, without the ids behind them."""
    shown = {span.fact_id for passage in passages_of(report) for span in passage.spans}
    shown |= {item.fact_id for section in (report.strengths, report.development) for item in section.line_items}
    shown |= {each.line_item.fact_id for each in (report.praise, report.focus) if each}
    shown |= {metric.fact_id for metric in report.metrics} | {item.fact_id for item in report.too_few}
    return tuple(
        fact.model_copy(update={"source_ids": ()})
        for fact in facts
        if fact.id in shown or fact.kind in {"week", "average"} or (fact.kind == "change" and fact.of in shown)
    )


def in_part(material: Material) -> list[str]:
    """What is said where there are more evaluations than are analysed."""
    said = []
    if material.day_scores:
        said.append(
            f"Average scores count all evaluations of the period; the {MOST_EVALUATIONS} newest were analysed. "
            "Where these aren't all, an average has no interval and isn't compared with the period before."
        )
    if not material.past_scores_whole:
        said.append(
            f"The period before has more than {MOST_EVALUATIONS} evaluations; average scores aren't compared with it."
        )
    return said


def compared_with(material: Material) -> DaySpan:
    """The period before."""
    earlier = before(material.period)
    return DaySpan(first_day=earlier.first_day, last_day=earlier.last_day)
