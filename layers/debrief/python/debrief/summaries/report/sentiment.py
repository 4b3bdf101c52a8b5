"""A report that was made while agents' sentiment was shown, as it may be read once that is switched off."""

from collections.abc import Sequence
from typing import Final

from debrief.summaries.facts.model import LABELS, Fact
from debrief.summaries.report.report import Chip, Passage, Recommendation, Report, ReportSection, computed

NOT_SHOWN: Final = "What stood here rests on the sentiment of agents, which this account doesn't show."


def is_agent_sentiment(fact: Fact) -> bool:
    """Whether the fact tells an agent's sentiment."""
    return fact.kind == "metric" and fact.name == LABELS["agent_sentiment"]


def without_agent_sentiment(report: Report) -> Report:
    """The report without that metric, its fact, and every text that refers to it.

    Texts that a person wrote stay as they are: they refer to nothing.
    """
    gone = {fact.id for fact in report.facts if is_agent_sentiment(fact)}
    gone |= {metric.fact_id for metric in report.metrics if metric.name == "agent_sentiment"}
    if not gone:
        return report

    def rests(passage: Passage) -> bool:
        return any(span.fact_id in gone for span in passage.spans)

    def left(passages: Sequence[Passage]) -> tuple[Passage, ...]:
        return tuple(each for each in passages if not rests(each))

    def said(passage: Passage) -> Passage:
        return computed(NOT_SHOWN) if rests(passage) else passage

    def chips(of: Sequence[Chip]) -> tuple[Chip, ...]:
        return tuple(each.model_copy(update={"note": said(each.note)}) for each in of)

    def section(of: ReportSection) -> ReportSection:
        return of.model_copy(update={"passages": left(of.passages), "chips": chips(of.chips)})

    def recommendation(of: Recommendation) -> Recommendation:
        # It stays in its place: actions find the recommendation that they were made from.
        texts = {"area": said(of.area), "action": said(of.action), "rationale": said(of.rationale)}
        return of.model_copy(update={**texts, "chips": chips(of.chips)})

    return report.model_copy(
        update={
            "trends": left(report.trends),
            "examples": tuple(each for each in report.examples if not rests(each.text)),
            "strengths": section(report.strengths),
            "development": section(report.development),
            "talking_points": left(report.talking_points),
            "action_items": left(report.action_items),
            "questions": left(report.questions),
            "recommendations": tuple(recommendation(each) for each in report.recommendations),
            "metrics": tuple(each for each in report.metrics if each.name != "agent_sentiment"),
            "facts": tuple(each for each in report.facts if each.id not in gone),
        }
    )
