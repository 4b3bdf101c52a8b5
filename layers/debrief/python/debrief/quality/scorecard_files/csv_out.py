"""A scorecard as CSV: every field of it, so that reading it back makes the same scorecard (S4.5)."""

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

from debrief.quality.scorecard_files.csv_columns import COLUMNS, Column, RowKind
from debrief.quality.scorecards.model import NO, YES, Option, Question, Section, VersionContent


def csv_of(name: str, description: str, content: VersionContent) -> str:
    """The file: with a byte order mark, by which Excel knows UTF-8, every cell in quotation marks, lines as RFC 4180.

    The quotation marks keep a semicolon in a text from parting the cell where a spreadsheet parts by semicolons, and
    what follows it from being run.
    """
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([column.name for column in COLUMNS])
    for kind, values in _rows(name, description, content):
        writer.writerow([kind if column.name == "row" else _cell(column, kind, values) for column in COLUMNS])
    return "\ufeff" + out.getvalue()


def template() -> str:
    """A small scorecard with every kind of question, to be written over; its ids are empty."""
    return csv_of("Sample scorecard", "What a conversation is evaluated by", _SAMPLE)


def _cell(column: Column, kind: RowKind, values: Mapping[str, Any]) -> str:
    field = column.fields.get(kind)
    if field is None or values.get(field) is None:
        return ""
    return str(column.write(values[field]))


def _rows(name: str, description: str, content: VersionContent) -> Iterator[tuple[RowKind, dict[str, Any]]]:
    scorecard = {field: getattr(content, field) for field in ("format", "pass_mark", "section_auto_fail_rule")}
    applies = {"channels": content.applies_to.channels, "queues": content.applies_to.queues}
    named = {"name": name, "description": description, "start_automatically": content.start_automatically}
    yield RowKind.SCORECARD, scorecard | applies | named
    for section in content.sections:
        yield RowKind.SECTION, dict(section)
        for question in section.questions:
            yield RowKind.QUESTION, _question(question)
            for option in question.options:
                yield RowKind.ANSWER, dict(option)


def _question(question: Question) -> dict[str, Any]:
    phrases = {f"phrases.{part}": value for part, value in dict(question.phrases or {}).items()}
    return dict(question) | phrases


_SAMPLE = VersionContent(
    sections=(
        Section(
            id="",
            title="Opening",
            weight=40,
            questions=(
                Question(
                    id="",
                    text="Did the agent greet the customer by name?",
                    kind="yes_no",
                    good="Says the customer's name within the first sentences",
                    poor="Starts without a greeting",
                    options=(
                        Option(id=YES, label="Yes", points=1, passes=True),
                        Option(id=NO, label="No"),
                    ),
                    default_option_id=YES,
                ),
            ),
        ),
        Section(
            id="",
            title="Solution",
            weight=60,
            questions=(
                Question(
                    id="",
                    text="How was the request settled?",
                    kind="single_choice",
                    allow_na=True,
                    require_comment=True,
                    options=(
                        Option(id="", label="In this conversation", points=5, passes=True),
                        Option(id="", label="With a follow-up", points=3, passes=True),
                        Option(id="", label="Not at all"),
                        Option(id="", label="Wrongly", auto_fail="section"),
                    ),
                ),
                Question(
                    id="",
                    text="How clear were the explanations?",
                    kind="rating_scale",
                    weight=2,
                    options=tuple(
                        Option(id="", label=label, value=value, points=value - 1, passes=value >= 3)
                        for value, label in enumerate(("Unclear", "Partly clear", "Clear", "Very clear"), start=1)
                    ),
                ),
            ),
        ),
    ),
)
