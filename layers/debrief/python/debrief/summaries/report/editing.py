"""Editing a report by hand (S0.15): texts may be changed, added and taken away; what was computed stays."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, StringConstraints

from debrief.kernel.errors import FieldError, RuleBroken
from debrief.kernel.model import Entity
from debrief.summaries.report.report import (
    Example,
    Passage,
    Recommendation,
    Report,
    ReportSection,
    edited,
    number_of,
    passages_of,
)

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Lines = Annotated[tuple[Line, ...], Field(max_length=20)]


class ExampleEdit(Entity):
    """An example. index: which of the present ones it was, to keep its quote; none for a new one."""

    index: Annotated[int, Field(ge=0)] | None = None
    text: Line


class RecommendationEdit(Entity):
    """A recommendation. index: which of the present ones it was, to keep its chips and target; none for a new one."""

    index: Annotated[int, Field(ge=0)] | None = None
    area: Line
    action: Line
    rationale: Line


class ReportEdit(Entity):
    """The sections that change, each as a whole; those that are left out stay.

    strengths, development: their texts; line items and chips stay.
    """

    trends: Lines | None = None
    examples: Annotated[tuple[ExampleEdit, ...], Field(max_length=20)] | None = None
    strengths: Lines | None = None
    development: Lines | None = None
    talking_points: Lines | None = None
    action_items: Lines | None = None
    questions: Lines | None = None
    recommendations: Annotated[tuple[RecommendationEdit, ...], Field(max_length=20)] | None = None


def with_edits(report: Report, edit: ReportEdit) -> Report:
    """The report with the edits. A text that is left as it was keeps the links of its numbers.

    Raises:
        RuleBroken: an index names no example or recommendation of the report.
    """
    known = {passage.text: passage for passage in passages_of(report)}

    def texts(lines: Sequence[str]) -> tuple[Passage, ...]:
        return tuple(_passage(line, known) for line in lines)

    changes: dict[str, object] = {}
    for name in ("trends", "talking_points", "action_items", "questions"):
        lines = getattr(edit, name)
        if lines is not None:
            changes[name] = texts(lines)
    for name in ("strengths", "development"):
        lines = getattr(edit, name)
        if lines is not None:
            section: ReportSection = getattr(report, name)
            changes[name] = section.model_copy(update={"passages": texts(lines)})
    if edit.examples is not None:
        changes["examples"] = tuple(_example(report, each, place, known) for place, each in enumerate(edit.examples))
    if edit.recommendations is not None:
        numbered = max(report.recommendations_numbered, len(report.recommendations))
        recommendations = []
        for place, each in enumerate(edit.recommendations):
            recommendations.append(_recommendation(report, each, place, numbered, known))
            numbered += each.index is None
        changes |= {"recommendations": tuple(recommendations), "recommendations_numbered": numbered}
    return report.model_copy(update=changes)


def _passage(line: str, known: dict[str, Passage]) -> Passage:
    return known.get(line) or edited(line)


def _example(report: Report, edit: ExampleEdit, place: int, known: dict[str, Passage]) -> Example:
    quote = None
    if edit.index is not None:
        _check(edit.index, len(report.examples), f"/examples/{place}/index")
        quote = report.examples[edit.index].quote
    return Example(text=_passage(edit.text, known), quote=quote)


def _recommendation(
    report: Report, edit: RecommendationEdit, place: int, number: int, known: dict[str, Passage]
) -> Recommendation:
    """number: what it gets if it is new."""
    area, action, rationale = (_passage(line, known) for line in (edit.area, edit.action, edit.rationale))
    fresh = Recommendation(number=number, area=area, action=action, rationale=rationale)
    if edit.index is None:
        return fresh
    _check(edit.index, len(report.recommendations), f"/recommendations/{place}/index")
    present = report.recommendations[edit.index]
    kept = {"number": number_of(report, edit.index), "target": present.target, "chips": present.chips}
    return fresh.model_copy(update=kept)


def _check(index: int, count: int, pointer: str) -> None:
    if index >= count:
        raise RuleBroken("The edit doesn't fit the report", errors=[FieldError(pointer=pointer, message="is unknown")])
