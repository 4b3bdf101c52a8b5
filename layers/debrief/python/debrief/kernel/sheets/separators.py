"""The rows of a table as text, whichever separator it has; nothing here knows what the columns mean."""

import csv
import re
from collections.abc import Collection, Iterator
from enum import StrEnum
from io import StringIO
from itertools import islice
from typing import Final, NamedTuple


class Separator(StrEnum):
    """What stands between two cells: a comma, a semicolon, a tabulator or a vertical bar."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"
    BAR = "bar"


CHARACTERS: Final = {Separator.COMMA: ",", Separator.SEMICOLON: ";", Separator.TAB: "\t", Separator.BAR: "|"}

_NOTHING = " ,;\t|\xa0"
"""What a row without content is made of, whichever of the separators is the file's."""

_MOST_BLANK = 1_000
"""So many rows without content may stand before the first one."""

_MOST_LOOKED_AT = 100
"""Cells of the first row by which its separator is told."""

_SEP_LINE = re.compile(r'"?sep=([^\r\n]?)"?[,;\t|]*(?:\r\n|\r|\n|$)', re.IGNORECASE)


class Broken(ValueError):
    """The file stops being a table. row: where, as a spreadsheet counts."""

    def __init__(self, row: int, message: str) -> None:
        super().__init__(message)
        self.row = row
        self.message = message


class Table(NamedTuple):
    """separator: the file's. header_row: the number of the first row with content. header: its cells.

    rows: those after it, each with its number, also those without content; going through them raises Broken.
    """

    separator: Separator
    header_row: int
    header: list[str]
    rows: Iterator[tuple[int, list[str]]]


def plain_name(cell: str) -> str:
    """The name of a column as it is compared: in any case, with blanks, hyphens or underscores, or none."""
    return re.sub(r"[\s_\-\ufeff]+", "", cell).casefold()


def split(text: str, known: Collection[str]) -> Table:
    """The rows of a file. known: names of columns, of which the right separator shows the most.

    A first line like `sep=;`, which Excel obeys and doesn't show, isn't a row.

    Raises:
        Broken: the first row can't be read, or the file names a separator that isn't read here.
    """
    told, text = _told(text)
    names = {plain_name(name) for name in known}
    best: tuple[tuple[int, int, int], Separator] | None = None
    for separator in Separator:
        try:
            header = _header(text, separator)[1]
        except Broken:
            continue
        found = len({plain_name(cell) for cell in header[:_MOST_LOOKED_AT]} & names)
        standing = (found, int(separator is told), len(header))
        if best is None or standing > best[0]:
            best = standing, separator
    separator = best[1] if best else Separator.COMMA
    number, header = _header(text, separator)
    rows = _rows(text, separator)
    return Table(separator, number, header, islice(rows, number, None))


def _told(text: str) -> tuple[Separator | None, str]:
    """The separator that the first line tells, and what follows it."""
    found = _SEP_LINE.match(text)
    if found is None:
        return None, text
    if not found[1] or found[1] == '"':
        return None, text[found.end() :]
    for separator, character in CHARACTERS.items():
        if found[1] == character:
            return separator, text[found.end() :]
    raise Broken(1, "names a separator that isn't read here; commas, semicolons, tabulators and vertical bars are")


def _header(text: str, separator: Separator) -> tuple[int, list[str]]:
    """The first row with content, and its number; an empty one where there is none."""
    for number, cells in islice(_rows(text, separator), _MOST_BLANK + 1):
        if any(cell.strip(_NOTHING) for cell in cells):
            return number, cells
    return 1, []


def _rows(text: str, separator: Separator) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=CHARACTERS[separator], strict=True)
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Broken(
                number, "can't be read: a quotation mark stands in the middle of a cell, or one is never closed"
            ) from error
