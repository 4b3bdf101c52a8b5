"""Reading a table of people: its columns, and what each cell must hold. Nothing here knows the account.

Columns, in any order, named in the first row that has content: `name` and `email` are needed; `kind` (human or bot;
empty is human), `roles` (names or ids; empty is Agent, for bots none), `manager_email`, `team`, `groups`,
`agent_references` may be left out. Several values in a cell are separated by semicolons or line breaks. A column that
is left out changes nothing about people who are there already; an empty cell clears. Columns without name and content
are nothing. Cells that look like formulas are text like any other.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from debrief.kernel.errors import FieldError
from debrief.kernel.model import Entity
from debrief.kernel.sheets.separators import Broken, Separator, plain_name, split
from debrief.kernel.text import check_shown
from debrief.people.imports.mangled import (
    as_entered,
    number_fault,
    reference_fault,
    rounded,
    rounded_fault,
    spreadsheet_fault,
)
from debrief.people.model import MOST_GROUPS, MOST_REFERENCES, MOST_ROLES, UserKind
from debrief.people.names import check_address, check_new_name, email_key, name_key, reference_key

COLUMNS = ("name", "email", "kind", "roles", "manager_email", "team", "groups", "agent_references")
NEEDED = ("name", "email")
MOST_ROWS = 5_000
MOST_COLUMNS = 100
"""So many are looked at by name, to tell which are unknown or there twice."""
MOST_ERRORS = 1_000
"""As many errors of a file are told at once: many rows are often wrong in the same way, and are mended in one go."""

TEMPLATE = (
    "name,email,kind,roles,manager_email,team,groups,agent_references\r\n"
    "Sample Supervisor,sample.supervisor@example.com,human,Supervisor,,Sample Team,,\r\n"
    "Sample Agent,sample.agent@example.com,human,Agent,sample.supervisor@example.com,Sample Team,"
    "Sample Group;Another Group,agent-1001\r\n"
)

_QUOTED = '"\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019'
_EMAIL = re.compile(rf"[^@\s,;<>{_QUOTED}]+@[^@\s,;<>{_QUOTED}]+\.[^@\s,;<>.{_QUOTED}]+")
_PLAIN_NAMES = {plain_name(column): column for column in COLUMNS}
_LONGEST_NAME = 200
_LONGEST_EMAIL = 254


class PersonRow(Entity):
    """A row of the file. None: the column isn't there. email, manager_email: in the form of `email_key`.

    row: its number as a spreadsheet shows it.
    written_email: the address as it stands in the file.
    """

    row: int
    name: str
    email: str
    written_email: str
    kind: UserKind | None = None
    roles: tuple[str, ...] | None = None
    manager_email: str | None = None
    team: str | None = None
    groups: tuple[str, ...] | None = None
    agent_references: tuple[str, ...] | None = None


class PeopleSheet(NamedTuple):
    """What a file holds, and everything that is wrong with it.

    columns: those that the file has. addresses: the e-mail addresses of all its rows, those with errors included.
    separator: what stands between its cells.
    """

    columns: frozenset[str]
    rows: list[PersonRow]
    errors: list[FieldError]
    addresses: frozenset[str] = frozenset()
    separator: Separator = Separator.COMMA


def wrong(row: int, column: str, message: str) -> FieldError:
    """An error of one cell."""
    return FieldError(pointer=f"row {row}, {column}" if column else f"row {row}", message=message)


def read_sheet(text: str) -> PeopleSheet:
    """Read and check a whole file; every error is collected, with its row and column.

    Rows with errors are left out of `rows`. Any of the separators, a byte order mark, any kind of line end, and line
    breaks inside quotes are all right; blank rows are skipped but counted. A file has an end, whether its rows are
    right or not.
    """
    try:
        table = split(text.removeprefix("\ufeff"), COLUMNS)
    except Broken as broken:
        return PeopleSheet(frozenset(), [], [wrong(broken.row, "", broken.message)])
    columns, errors = _read_header(table.header_row, table.header)
    if errors:
        return PeopleSheet(frozenset(), [], errors, separator=table.separator)
    rows: list[PersonRow] = []
    addresses: set[str] = set()
    stray: dict[int, FieldError] = {}
    read = 0
    for number, cells in _until_broken(table.rows, errors):
        if not any(cell.strip() for cell in cells):
            continue
        if read == MOST_ROWS:
            errors.append(wrong(number, "", f"a file may hold {MOST_ROWS} people at most"))
            break
        read += 1
        addresses.update(
            email_key(as_entered(text)) for column, text in zip(columns, cells, strict=False) if column == "email"
        )
        cells = _without_nothing(cells, columns)
        for place in _nameless(cells, columns):
            stray.setdefault(place, wrong(number, f"column {place + 1}", f"holds something, but {_NAMELESS}"))
        person, mistakes = _read_row(number, columns, cells)
        errors += mistakes
        if person is not None:
            rows.append(person)
    errors += [*stray.values(), *_rounded(rows), *_repeated(rows)]
    return PeopleSheet(frozenset(columns) - {""}, rows, errors, frozenset(addresses), table.separator)


_NAMELESS = "the column has no name in the row of column names"


def _until_broken(rows: Iterator[tuple[int, list[str]]], errors: list[FieldError]) -> Iterator[tuple[int, list[str]]]:
    """The rows as far as they can be read; what stops them is added to the errors."""
    try:
        yield from rows
    except Broken as broken:
        errors.append(wrong(broken.row, "", broken.message))


def _read_header(number: int, cells: Sequence[str]) -> tuple[list[str], list[FieldError]]:
    """The column of each cell, "" for one without a name."""
    names = [cell.strip("\ufeff\xa0 \t\r\n").lower() for cell in cells]
    named = [name for name in names if name]
    if not named:
        return [], [wrong(number, "", "the file is empty")]
    last = max((place for place, name in enumerate(names, start=1) if name), default=0)
    if last > MOST_COLUMNS:
        return [], [wrong(number, "", f"has {last} columns; there are {', '.join(COLUMNS)}")]
    # What is far right of all names and empty is of no use to anybody, and there may be a million of it.
    names = names[:MOST_COLUMNS]
    if len(named) == 1 and any(plain_name(part) in _PLAIN_NAMES for part in re.split(r"[,;\t|]", named[0])[1:]):
        return [], [wrong(number, "", "holds all column names in one cell: split the cells, then save the file anew")]
    columns = [_PLAIN_NAMES.get(plain_name(name), name) for name in names]
    errors = [wrong(number, name, "is needed") for name in NEEDED if name not in columns]
    for place, name in enumerate(columns):
        if name and name not in COLUMNS:
            errors.append(wrong(number, name, f"is unknown; columns are {', '.join(COLUMNS)}"))
        elif name and name in columns[:place]:
            errors.append(wrong(number, name, "is there twice"))
    return columns, errors


def _without_nothing(cells: list[str], columns: Sequence[str]) -> list[str]:
    """A row as long as the header, where it is so but for cells without content in columns without a name."""
    if len(cells) > len(columns) and not any(cell.strip() for cell in cells[len(columns) :]):
        return cells[: len(columns)]
    if len(cells) < len(columns) and not any(columns[len(cells) :]):
        return [*cells, *("" for _ in columns[len(cells) :])]
    return cells


def _nameless(cells: Sequence[str], columns: Sequence[str]) -> list[int]:
    if len(cells) != len(columns):
        return []
    return [place for place, name in enumerate(columns) if not name and cells[place].strip()]


def _read_row(number: int, columns: Sequence[str], cells: Sequence[str]) -> tuple[PersonRow | None, list[FieldError]]:
    if len(cells) != len(columns):
        have = "one cell" if len(cells) == 1 else f"{len(cells)} cells"
        more = "; quote a cell that holds the separator itself" if len(cells) > len(columns) else ""
        return None, [wrong(number, "", f"has {have} where the header has {len(columns)}{more}")]
    cell = dict(zip(columns, map(as_entered, cells), strict=True))
    errors: list[FieldError] = []

    def refuse(column: str, message: str) -> None:
        errors.append(wrong(number, column, message))

    cell.pop("", None)
    for column, text in cell.items():
        if "\ufffd" in text:
            refuse(column, "holds a character that isn't UTF-8")
        elif fault := spreadsheet_fault(text) or (number_fault(text) if column in ("name", "team") else None):
            refuse(column, fault)
    if not cell["name"]:
        refuse("name", "is empty")
    elif len(cell["name"]) > _LONGEST_NAME:
        refuse("name", f"is longer than {_LONGEST_NAME} characters")
    elif fault := _fault(check_new_name, cell["name"]):
        refuse("name", fault)
    for column in ("email", "manager_email"):
        address = cell.get(column, "")
        if address and not (_EMAIL.fullmatch(address) and len(address) <= _LONGEST_EMAIL):
            refuse(column, "is not an e-mail address")
        elif fault := _fault(check_shown, address) or _fault(check_address, address):
            refuse(column, fault)
    if not cell["email"]:
        refuse("email", "is empty")
    elif email_key(cell["email"]) == email_key(cell.get("manager_email", "")):
        refuse("manager_email", "is the person's own")
    kind = cell.get("kind", "").lower()
    if kind and kind not in tuple(UserKind):
        refuse("kind", "must be human or bot")
    lists: dict[str, tuple[str, ...]] = {
        column: _split(cell[column]) for column in ("roles", "groups", "agent_references") if column in cell
    }
    for column, most in (("roles", MOST_ROLES), ("groups", MOST_GROUPS), ("agent_references", MOST_REFERENCES)):
        if len(lists.get(column, ())) > most:
            refuse(column, f"has more than {most} values")
    for column, longest in (("team", _LONGEST_NAME), ("groups", _LONGEST_NAME), ("agent_references", _LONGEST_NAME)):
        values = [value for value in lists.get(column, (cell.get(column, ""),)) if value]
        if any(len(value) > longest for value in values):
            refuse(column, f"has a value longer than {longest} characters")
        elif faults := [fault for value in values if (fault := _fault(check_new_name, value))]:
            refuse(column, f"has a value that {faults[0]}")
    for group in lists.get("groups", ()):
        if fault := number_fault(group):
            refuse("groups", fault)
    for reference in lists.get("agent_references", ()):
        # A number that a spreadsheet changed may have a comma in it, and is no list then.
        if fault := reference_fault(reference) or _joined_fault(reference, cell["name"]):
            refuse("agent_references", fault)
    if errors:
        return None, errors
    return (
        PersonRow(
            row=number,
            name=cell["name"],
            email=email_key(cell["email"]),
            written_email=cell["email"],
            kind=UserKind(kind) if kind else None,
            roles=lists.get("roles"),
            manager_email=email_key(cell["manager_email"]) if "manager_email" in cell else None,
            team=cell.get("team"),
            groups=lists.get("groups"),
            agent_references=lists.get("agent_references"),
        ),
        [],
    )


def _fault(check: Callable[[str], str], text: str) -> str | None:
    try:
        check(text)
    except ValueError as error:
        return str(error)
    return None


def _split(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in re.split(r"[;\r\n]", cell) if value.strip()))


_LAST_NAME_FIRST = re.compile(r"[^\W\d_][^\d,|\t@]*, [^\d,|\t@]+")


def _joined_fault(reference: str, name: str) -> str | None:
    """Several references that weren't separated as they should be.

    A name with its last part first, such as `Doe, J.`, is one; so is the person's own without the blank.
    """
    sign = next((sign for sign in ",|\t" if sign in reference), None)
    if (
        sign is None
        or _LAST_NAME_FIRST.fullmatch(reference)
        or name_key(reference.replace(",", " ")).split() == _last_name_first(reference, name)
    ):
        return None
    several = ";".join(part.strip() for part in reference.split(sign) if part.strip())
    return f"holds {reference}: several references are separated by semicolons ({several})"


def _last_name_first(reference: str, name: str) -> list[str]:
    """The words of the name, turned where the comma stands."""
    words = name_key(name).split()
    last = len(name_key(reference.partition(",")[0]).split())
    return [*words[-last:], *words[:-last]] if 0 < last < len(words) else []


def _rounded(rows: Sequence[PersonRow]) -> list[FieldError]:
    found = rounded(reference for person in rows for reference in person.agent_references or ())
    return [
        wrong(person.row, "agent_references", rounded_fault(reference))
        for person in rows
        for reference in person.agent_references or ()
        if reference in found
    ]


def _repeated(rows: Sequence[PersonRow]) -> list[FieldError]:
    errors: list[FieldError] = []
    emails: dict[str, int] = {}
    references: dict[str, int] = {}
    for person in rows:
        first = emails.setdefault(person.email, person.row)
        if first != person.row:
            errors.append(wrong(person.row, "email", f"is in row {first} already"))
        for reference in person.agent_references or ():
            first = references.setdefault(reference_key(reference), person.row)
            if first != person.row:
                errors.append(wrong(person.row, "agent_references", f"{reference} is in row {first} already"))
    return errors
