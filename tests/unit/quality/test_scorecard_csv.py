"""Scorecards as CSV: nothing is lost on the way out and in, nothing runs, and every mistake has its row and column."""

import csv
import io
import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from debrief.kernel.errors import RuleBroken
from debrief.quality.scorecard_files.cells import list_in, list_out, number_in, number_out, text_in, text_out
from debrief.quality.scorecard_files.csv_columns import COLUMNS, RowKind
from debrief.quality.scorecard_files.csv_in import read_csv
from debrief.quality.scorecard_files.csv_out import csv_of, template
from debrief.quality.scorecard_files.reading import Filed
from debrief.quality.scorecards.given import NewContent
from debrief.quality.scorecards.model import Option, Question, ScorecardVersion, Section, VersionContent
from debrief.quality.scorecards.rules import check_for_publishing
from local.settings import REPOSITORY
from tests.sizes import soaked
from tests.unit.quality.scorecard_strategies import contents, texts

pytestmark = pytest.mark.feature("S4.5")

HEADER = ",".join(column.name for column in COLUMNS)


def new_ids() -> Callable[[str], str]:
    numbers = itertools.count(1)
    return lambda prefix: f"{prefix}_new{next(numbers)}"


def read(file: str | bytes, *, whole: bool = False) -> Filed:
    return read_csv(file, new_ids(), whole=whole)


def told(file: str | bytes, *, whole: bool = False) -> list[tuple[str, str]]:
    """What is wrong with a file, each with its place."""
    with pytest.raises(RuleBroken) as refused:
        read(file, whole=whole)
    return [(each.pointer, each.message) for each in refused.value.errors]


def sheet(*rows: dict[str, str], columns: tuple[str, ...] = ()) -> str:
    """A file with these cells; all others are empty."""
    names = columns or tuple(column.name for column in COLUMNS)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


CARD = {"row": "scorecard", "text": "Voice"}
SECTION = {"row": "section", "text": "Opening", "weight": "100"}
QUESTION = {"row": "question", "text": "Greeted?", "type": "yes_no"}
YES_ROW = {"row": "answer", "text": "Yes", "points": "1", "passes": "yes"}
NO_ROW = {"row": "answer", "text": "No"}


@given(contents(), texts.map(lambda text: text[:200]), texts)
@settings(max_examples=soaked(20), deadline=None)
def test_out_in_and_out_again_are_equal_to_the_byte(content: NewContent, name: str, description: str) -> None:
    out = csv_of(name, description, content)
    filed = read(out, whole=True)
    assert filed.scorecard.content == content
    assert (filed.scorecard.name, filed.scorecard.description) == (name, description)
    assert csv_of(filed.scorecard.name, filed.scorecard.description, filed.scorecard.content) == out
    assert csv_of(name, description, read(out.encode()).scorecard.content).encode() == out.encode()


@given(contents())
@settings(max_examples=soaked(12), deadline=None)
def test_no_cell_is_one_that_a_spreadsheet_runs(content: NewContent) -> None:
    rows = csv.reader(io.StringIO(csv_of("=1+1", "@x", content).removeprefix("\ufeff"), newline=""))
    for row in rows:
        for cell in row:
            number = cell.startswith("-") and number_in(cell) is not None
            assert number or not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(texts)
@example("'=1")
@example("''+")
@example("'plain")
def test_a_neutralised_text_is_read_as_it_was(text: str) -> None:
    assert text_in(text_out(text)) == text


@given(st.lists(texts, max_size=4))
@example(["", "\\", "\\n", "\n", ""])
def test_a_list_is_read_as_it_was(items: list[str]) -> None:
    assert list_in(list_out(items)) == tuple(items)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_as_it_was(number: float) -> None:
    assert number_in(number_out(number)) == number


def test_the_template_is_a_scorecard_fit_to_be_published() -> None:
    content = read(template()).scorecard.content
    version = ScorecardVersion.model_validate({**content.model_dump(), "scorecard_id": "sc_1"})
    assert check_for_publishing(version) == ()
    assert {question.kind for question in version.questions()} == {"yes_no", "single_choice", "rating_scale"}
    ids = [option.id for question in version.questions() for option in question.options]
    assert ids[:2] == ["yes", "no"]
    assert all(ids)
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_a_file_that_another_program_saved_is_read(delimiter: str) -> None:
    rows = list(csv.reader(io.StringIO(template().removeprefix("\ufeff"), newline="")))
    rows[3][4] = "1,5"
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    again = read(out.getvalue().replace("yes_no", "Yes/No").encode("cp1252")).scorecard
    assert again.content.sections[0].questions[0].weight == 1.5
    assert again.content.sections[0].questions[0].kind == "yes_no"


def test_only_a_few_columns_are_needed_for_a_new_scorecard() -> None:
    columns = ("Row", "Text", "type", "points", "passes", "weight")
    small = sheet(
        *({key.title() if key in ("row", "text") else key: value for key, value in row.items()} for row in (
            CARD, SECTION, QUESTION, {**NO_ROW, "text": "Nope"}, {**YES_ROW, "text": "Yes"},
        )),
        columns=columns,
    )  # fmt: skip
    question = read(small).scorecard.content.sections[0].questions[0]
    assert [(option.id, option.label) for option in question.options] == [("no", "Nope"), ("yes", "Yes")]
    assert (question.required, question.allow_comment, question.allow_na) == (True, True, False)
    missing = dict(told(small, whole=True))
    assert missing["row 1, id"] == "is needed: the file takes the place of all that the scorecard is"


def test_a_default_answer_is_named_as_it_is_called() -> None:
    first = {"row": "answer", "text": "Good", "points": "1", "passes": "yes"}
    asked = {**QUESTION, "type": "single_choice", "default_answer": " good"}
    question = read(sheet(CARD, SECTION, asked, first, NO_ROW)).scorecard.content.sections[0].questions[0]
    assert question.default_option_id == question.options[0].id == "op_new3"


def test_na_may_be_the_default_answer() -> None:
    asked = {**QUESTION, "na": "yes", "default_na": "yes"}
    question = read(sheet(CARD, SECTION, asked, YES_ROW, NO_ROW)).scorecard.content.sections[0].questions[0]
    assert (question.default_option_id, question.default_not_applicable) == (None, True)


BROKEN: list[tuple[str, str, str, str]] = [
    ("no scorecard", sheet(SECTION), "row 2, row", "is a section without a scorecard above it"),
    ("two scorecards", sheet(CARD, CARD), "row 3, row", "is a second scorecard; a file holds one"),
    ("a question alone", sheet(CARD, QUESTION), "row 3, row", "is a question without a section above it"),
    (
        "an answer after a new section",
        sheet(CARD, SECTION, QUESTION, SECTION, YES_ROW),
        "row 6, row",
        "is an answer without a question above it",
    ),
    ("an empty file", "\n , \n", "file", "is empty"),
    ("nothing but names", HEADER, "row 2, row", "is missing: the first row below the names is the scorecard"),
    ("an unknown column", HEADER + ",mood\r\n", "row 1, mood", "is unknown; columns are "),
    ("a column twice", HEADER + ",points\r\n", "row 1, points", "is there twice"),
    ("a kind of row", sheet({"row": "chapter"}), "row 2, row", "has to be scorecard, section, question or answer"),
    ("no kind of row", sheet({"text": "x"}), "row 2, row", "is empty; it says what the row is"),
    (
        "points in words",
        sheet(CARD, SECTION, QUESTION, {**YES_ROW, "points": "ten"}),
        "row 5, points",
        "is not a number",
    ),
    ("points without end", sheet(CARD, SECTION, QUESTION, {**YES_ROW, "points": "1e999"}), "row 5, points", "is not a"),
    (
        "points below zero",
        sheet(CARD, SECTION, QUESTION, {**YES_ROW, "points": "-1"}),
        "row 5, points",
        "has to be 0 at least",
    ),
    (
        "points of a section",
        sheet(CARD, {**SECTION, "points": "1"}),
        "row 3, points",
        "holds something, but belongs to answer rows",
    ),
    (
        "perhaps required",
        sheet(CARD, SECTION, {**QUESTION, "required": "perhaps"}),
        "row 4, required",
        "has to be yes or no",
    ),
    ("no type", sheet(CARD, SECTION, {**QUESTION, "type": ""}), "row 4, type", "is needed"),
    (
        "a type",
        sheet(CARD, SECTION, {**QUESTION, "type": "essay"}),
        "row 4, type",
        "has to be yes_no, single_choice or",
    ),
    (
        "a weight of nothing",
        sheet(CARD, SECTION, {**QUESTION, "weight": "0"}),
        "row 4, weight",
        "has to be more than 0",
    ),
    ("a weight above 100", sheet(CARD, {**SECTION, "weight": "101"}), "row 3, weight", "has to be 100 at most"),
    (
        "a text without end",
        sheet(CARD, {**SECTION, "text": "x" * 201}),
        "row 3, text",
        "is too long: 200 characters at most",
    ),
    ("a name without end", sheet({**CARD, "text": "x" * 201}), "row 2, text", "is too long: 200 characters at most"),
    ("a channel", sheet({**CARD, "channels": "pigeon"}), "row 2, channels", "has to be "),
    ("an empty queue", sheet({**CARD, "queues": "\\"}), "row 2, queues", "is empty"),
    ("half an escape", sheet({**CARD, "queues": "a\\b"}), "row 2, queues", "holds a \\ that means nothing"),
    (
        "half a turn",
        sheet(CARD, SECTION, {**QUESTION, "phrases_within_turns": "1.5"}),
        "row 4, phrases_within_turns",
        "is not a whole number",
    ),
    ("a short row", "row,text,weight\r\nscorecard,Voice\r\n", "row 2", "has 2 cells where the header has 3"),
    (
        "a long row",
        "row,text\r\nscorecard,Voice, mail\r\n",
        "row 2",
        "has 3 cells where the header has 2; quote a cell",
    ),
    ("an open quotation", 'row,text\r\nscorecard,"Voice', "row 2", "can't be read: a quotation mark"),
    ("JSON", '{"row": 1}', "file", "is JSON, not CSV"),
]


@pytest.mark.parametrize(("file", "place", "message"), [each[1:] for each in BROKEN], ids=[each[0] for each in BROKEN])
def test_a_mistake_is_told_with_its_row_and_column(file: str, place: str, message: str) -> None:
    found = told(file)
    assert place in dict(found), found
    assert dict(found)[place].startswith(message)


def test_all_mistakes_are_told_at_once() -> None:
    broken = sheet(
        CARD, {**SECTION, "weight": "x"}, {**QUESTION, "na": "x", "weight": "0"}, {**YES_ROW, "points": "-1"}
    )
    assert [place for place, _ in told(broken)] == ["row 3, weight", "row 4, na", "row 4, weight", "row 5, points"]


def test_a_workbook_is_told_what_to_do() -> None:
    assert told(b"PK\x03\x04xl/worksheets")[0][1].startswith("is an Excel workbook")


def test_what_keeps_a_scorecard_from_being_published_has_its_place_in_the_file() -> None:
    unfit = sheet(
        CARD, {**SECTION, "weight": "90"}, {**QUESTION, "default_answer": "maybe"}, {**YES_ROW, "text": ""}, NO_ROW
    )
    filed = read(unfit)
    version = ScorecardVersion.model_validate({**filed.scorecard.content.model_dump(), "scorecard_id": "sc_1"})
    assert [each.pointer for each in filed.places.told(check_for_publishing(version))] == [
        "row 5, text",
        "row 4, default_answer",
        "row 2",
    ]


def test_every_field_of_a_scorecard_has_its_column() -> None:
    """A field that is added to a scorecard and not to its file would be lost on the way."""
    fields: dict[RowKind, set[str]] = {kind: set() for kind in RowKind}
    for column in COLUMNS:
        for kind, field in column.fields.items():
            fields[kind].add(field.split(".")[0])
    assert fields[RowKind.SCORECARD] == (set(VersionContent.model_fields) - {"sections", "applies_to"}) | {
        "name",
        "description",
        "channels",
        "queues",
    }
    inside: list[tuple[RowKind, Any, set[str]]] = [
        (RowKind.SECTION, Section, {"questions"}),
        (RowKind.QUESTION, Question, {"options"}),
        (RowKind.ANSWER, Option, set()),
    ]
    for kind, model, without in inside:
        assert fields[kind] == set(model.model_fields) - without


def test_the_documentation_has_every_column() -> None:
    text = (REPOSITORY / "docs" / "scorecard-csv.md").read_text(encoding="utf-8")
    told = {
        name
        for line in text.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`(\w+)`", line.split("|")[1])
    }
    assert told == {column.name for column in COLUMNS}
