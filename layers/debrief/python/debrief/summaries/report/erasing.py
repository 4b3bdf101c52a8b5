"""A report without one conversation, and a report as it is about nobody but the agent (N8)."""

from typing import Any, Final

from debrief.kernel.privacy import plain
from debrief.summaries.report.report import Chip, Example, Passage, Quote, Report, ReportSection, Span, Spotlight

ELSEWHERE = "a conversation"
"""What stands in place of a reference to a conversation that was erased."""

_LINKS: Final = frozenset(
    {"chip", "chips", "contact_reference", "interaction_id", "evaluation_id", "fact_id", "summary_id"}
)


def without_conversation(report: Report, interaction_id: str) -> Report:
    """The report with every quote, chip and reference of a conversation taken out; its numbers stay."""

    def chips(many: tuple[Chip, ...]) -> tuple[Chip, ...]:
        return tuple(each for each in many if each.interaction_id != interaction_id)

    def text(passage: Passage) -> Passage:
        return passage.model_copy(update={"spans": tuple(_unlinked(each, interaction_id) for each in passage.spans)})

    def texts(many: tuple[Passage, ...]) -> tuple[Passage, ...]:
        return tuple(text(each) for each in many)

    def example(one: Example) -> Example:
        quoted = one.quote is not None and one.quote.interaction_id == interaction_id
        return one.model_copy(update={"text": text(one.text), "quote": None if quoted else one.quote})

    def spotlight(one: Spotlight | None) -> Spotlight | None:
        if one is None:
            return None
        own = {name: None for name in ("quote", "chip") if _is_of(getattr(one, name), interaction_id)}
        return one.model_copy(update=own)

    def section(one: ReportSection) -> ReportSection:
        return one.model_copy(update={"passages": texts(one.passages), "chips": chips(one.chips)})

    lists = ("trends", "talking_points", "action_items", "questions")
    return report.model_copy(
        update={
            **{name: texts(getattr(report, name)) for name in lists},
            "praise": spotlight(report.praise),
            "focus": spotlight(report.focus),
            "examples": tuple(example(each) for each in report.examples),
            "strengths": section(report.strengths),
            "development": section(report.development),
            "recommendations": tuple(
                each.model_copy(
                    update={
                        "area": text(each.area),
                        "action": text(each.action),
                        "rationale": text(each.rationale),
                        "chips": chips(each.chips),
                    }
                )
                for each in report.recommendations
            ),
        }
    )


def _is_of(part: Chip | Quote | None, interaction_id: str) -> bool:
    return part is not None and part.interaction_id == interaction_id


def _unlinked(span: Span, interaction_id: str) -> Span:
    return Span(text=ELSEWHERE) if span.interaction_id == interaction_id else span


def report_data(report: Report) -> dict[str, Any]:
    """The report as plain values: texts as they are read, the agent's own words quoted, no customer's."""
    told: dict[str, Any] = _told(plain(report))
    return told


def _told(value: Any) -> Any:
    if isinstance(value, list):
        return [_told(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "spans" in value and "text" in value:
        return value["text"]
    quote = value.get("quote")
    others = quote is not None and quote["speaker"] != "agent"
    return {
        name: _told(each) for name, each in value.items() if name not in _LINKS and not (name == "quote" and others)
    }
