"""Reading a scorecard from CSV: all of it, or every mistake with its row and column (S4.5)."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from pydantic import ValidationError

from debrief.kernel.errors import FieldError, RuleBroken
from debrief.kernel.mistakes import plain
from debrief.kernel.sheets.decoding import NotATable, decode
from debrief.kernel.sheets.separators import Broken, plain_name, split
from debrief.quality.scorecard_files.cells import Mistaken
from debrief.quality.scorecard_files.csv_columns import COLUMNS, NEEDED, ROW, Column, RowKind
from debrief.quality.scorecard_files.reading import Filed, FiledScorecard, Places
from debrief.quality.scorecards.model import NO, YES

MOST_ERRORS: Final = 1_000
"""As many mistakes of a file are told at once."""

_LONGEST_CELL: Final = 1_000_000
csv.field_size_limit(_LONGEST_CELL)  # Of the whole process; a scorecard with many phrases has cells beyond the usual.

_BY_NAME: Final = {plain_name(column.name): column for column in COLUMNS}
_PLACES: Final = {(str(kind), field): column.name for column in COLUMNS for kind, field in column.fields.items()} | {
    ("question", "phrases"): "phrases_all",
    ("question", "options"): "row",
    ("section", "questions"): "row",
}
_PARENT: Final = {
    RowKind.SECTION: RowKind.SCORECARD,
    RowKind.QUESTION: RowKind.SECTION,
    RowKind.ANSWER: RowKind.QUESTION,
}
_INSIDE: Final = {RowKind.SECTION: "sections", RowKind.QUESTION: "questions", RowKind.ANSWER: "options"}
_TEXTS: Final = {RowKind.SECTION: "title", RowKind.QUESTION: "text", RowKind.ANSWER: "label"}
_ID: Final = {RowKind.SECTION: "se", RowKind.QUESTION: "qn", RowKind.ANSWER: "op"}
_Part = dict[str, Any]


def read_csv(file: str | bytes, new_id: Callable[[str], str], *, whole: bool = False) -> Filed:
    """The scorecard of a file.

    An empty id becomes a new one; in a yes/no question, `yes` for the answer so called, or else the first, and `no`. A
    default answer is named by its id, or as it is called.

    file: its bytes, or its text. new_id: makes an id out of its prefix. whole: every column has to be there, since the
    file takes the place of all that a scorecard is.

    Raises:
        RuleBroken: with every mistake, `row 12, points` as a spreadsheet counts and the file calls it.
    """
    try:
        text = decode(file).text
        table = split(text, _BY_NAME)
    except NotATable as fault:
        raise _refused([FieldError(pointer="file", message=str(fault))]) from fault
    except Broken as broken:
        raise _refused([FieldError(pointer=f"row {broken.row}", message=broken.message)]) from broken
    if not any(cell.strip() for cell in table.header):
        raise _refused([FieldError(pointer="file", message="is empty")])
    columns, errors = _header(table.header_row, table.header, whole=whole)
    if errors:
        raise _refused(errors)
    reader = _Reader(columns)
    try:
        for number, cells in table.rows:
            if any(cell.strip() for cell in cells):
                reader.take(number, cells)
    except Broken as broken:
        reader.refuse(broken.row, None, broken.message)
    return reader.filed(new_id, table.header_row)


def _header(number: int, cells: Sequence[str], *, whole: bool) -> tuple[list[Column | None], list[FieldError]]:
    """The column of each cell, none for one without a name."""
    columns = [_BY_NAME.get(plain_name(cell)) for cell in cells]
    errors = [
        _wrong(number, cell.strip()[:50], f"is unknown; columns are {', '.join(column.name for column in COLUMNS)}")
        for cell, column in zip(cells, columns, strict=True)
        if column is None and cell.strip()
    ]
    there = [column.name for column in columns if column]
    errors += [_wrong(number, name, "is there twice") for name in dict.fromkeys(there) if there.count(name) > 1]
    missing = [column.name for column in COLUMNS if column.name not in there]
    if whole:
        errors += [
            _wrong(number, name, "is needed: the file takes the place of all that the scorecard is") for name in missing
        ]
    else:
        errors += [_wrong(number, name, "is needed") for name in missing if name in NEEDED]
    return columns, errors


class _Reader:
    """Takes the rows of a file one after the other."""

    def __init__(self, columns: Sequence[Column | None]) -> None:
        self._columns = columns
        self._errors: list[FieldError] = []
        self._rows: dict[str, int] = {}
        self._scorecard: _Part | None = None
        self._open: dict[RowKind, tuple[_Part, str]] = {}

    def refuse(self, row: int, column: str | None, message: str) -> None:
        """Note a mistake."""
        self._errors.append(_wrong(row, column, message))

    def take(self, number: int, cells: Sequence[str]) -> None:
        """Read a row with content."""
        if len(cells) != len(self._columns):
            more = "; quote a cell that holds the separator itself" if len(cells) > len(self._columns) else ""
            self.refuse(number, None, f"has {len(cells)} cells where the header has {len(self._columns)}{more}")
            return
        named: dict[str, str] = {}
        for place, (column, cell) in enumerate(zip(self._columns, cells, strict=True), start=1):
            if column:
                named[column.name] = cell
            elif cell.strip():
                self.refuse(number, f"column {place}", "holds something, but the column has no name in the first row")
        try:
            kind: RowKind = ROW.read(named["row"])
        except Mistaken as mistake:
            self.refuse(number, "row", str(mistake))
            return
        part = self._part(number, kind, named)
        if kind is RowKind.SCORECARD:
            if self._scorecard is not None:
                self.refuse(number, "row", "is a second scorecard; a file holds one")
                return
            self._scorecard = part
            self._put(number, kind, part, "")
            return
        parent = self._open.get(_PARENT[kind])
        if parent is None:
            self.refuse(number, "row", f"is {_a(kind)} without {_a(_PARENT[kind])} above it")
            return
        of, pointer = parent
        siblings: list[_Part] = of.setdefault(_INSIDE[kind], [])
        self._put(number, kind, part, f"{pointer}/{_INSIDE[kind]}/{len(siblings)}")
        siblings.append(part)

    def filed(self, new_id: Callable[[str], str], header_row: int) -> Filed:
        """What was read. Raises RuleBroken."""
        if self._scorecard is None:
            if not self._errors:
                self.refuse(header_row + 1, "row", "is missing: the first row below the names is the scorecard")
            raise _refused(self._errors)
        card = self._scorecard
        for section in card.get("sections", []):
            section["id"] = section["id"] or new_id(_ID[RowKind.SECTION])
            for question in section.get("questions", []):
                question["id"] = question["id"] or new_id(_ID[RowKind.QUESTION])
                _name_options(question, new_id)
        places = Places(self._rows, _PLACES)
        content = {
            key: value for key, value in card.items() if key not in ("name", "description", "channels", "queues")
        }
        content["applies_to"] = {key: card[key] for key in ("channels", "queues") if key in card}
        named = {key: card[key] for key in ("name", "description") if key in card}
        try:
            scorecard = FiledScorecard.model_validate({"name": "", **named, "content": content})
        except ValidationError as error:
            told = {each.pointer for each in self._errors}
            for mistake in error.errors():
                place = places.of("/" + "/".join(str(step) for step in mistake["loc"] if step != "content"))
                # A cell that couldn't be read is missing only for that reason.
                if place not in told:
                    self._errors.append(FieldError(pointer=place, message=plain(mistake)))
            self._errors.sort(key=_row_of)
        if self._errors:
            raise _refused(self._errors)
        return Filed(scorecard, places)

    def _part(self, number: int, kind: RowKind, named: dict[str, str]) -> _Part:
        part: _Part = {} if kind is RowKind.SCORECARD else {"id": "", _TEXTS[kind]: ""}
        phrases: _Part = {}
        for field, value in self._values(number, kind, named):
            if field.startswith("phrases."):
                phrases[field.removeprefix("phrases.")] = value
            else:
                part[field] = value
        if phrases:
            part["phrases"] = phrases
        return part

    def _values(self, number: int, kind: RowKind, named: dict[str, str]) -> Iterator[tuple[str, Any]]:
        for column in COLUMNS:
            cell = named.get(column.name, "")
            exact = column.exact and kind in column.fields
            if column is ROW or not (cell if exact else cell.strip()):
                continue
            if kind not in column.fields:
                of = " and ".join(f"{each} rows" for each in column.fields)
                self.refuse(number, column.name, f"holds something, but belongs to {of}")
                continue
            try:
                value = column.read(cell)
            except Mistaken as mistake:
                self.refuse(number, column.name, str(mistake))
                continue
            if value is not None:
                yield column.fields[kind], value

    def _put(self, number: int, kind: RowKind, part: _Part, pointer: str) -> None:
        self._rows[pointer] = number
        self._open[kind] = (part, pointer)
        for below in tuple(self._open):
            if tuple(RowKind).index(below) > tuple(RowKind).index(kind):
                del self._open[below]


def _name_options(question: _Part, new_id: Callable[[str], str]) -> None:
    options: list[_Part] = question.get("options", [])
    if question.get("kind") == "yes_no":
        free = [id for id in (YES, NO) if all(option["id"] != id for option in options)]
        for option in options:
            word = option["label"].strip().casefold()
            if not option["id"] and word in free:
                option["id"] = word
                free.remove(word)
        for option in options:
            if not option["id"] and free:
                option["id"] = free.pop(0)
    for option in options:
        option["id"] = option["id"] or new_id(_ID[RowKind.ANSWER])
    default = question.get("default_option_id")
    if default is not None and all(option["id"] != default for option in options):
        called = default.strip().casefold()
        same = [option["id"] for option in options if option["label"].strip().casefold() == called]
        question["default_option_id"] = same[0] if same else default


def _a(kind: RowKind) -> str:
    return f"an {kind}" if kind is RowKind.ANSWER else f"a {kind}"


def _row_of(error: FieldError) -> int:
    found = re.match(r"row (\d+)", error.pointer)
    return int(found[1]) if found else 0


def _wrong(row: int, column: str | None, message: str) -> FieldError:
    return FieldError(pointer=f"row {row}, {column}" if column else f"row {row}", message=message)


def _refused(errors: Sequence[FieldError]) -> RuleBroken:
    return RuleBroken(
        "The file isn't a scorecard that can be read. Nothing was changed", errors=errors, most_told=MOST_ERRORS
    )
