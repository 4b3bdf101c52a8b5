"""Reading a CSV file of people: its shape, and what each cell must hold. Nothing here knows the account.

Columns, in any order, named in the first row: `name` and `email` are needed; `kind` (human or bot; empty is human),
`roles` (names or ids; empty is Agent, for bots none), `manager_email`, `team`, `groups`, `agent_references` may be
left out. Several values in a cell are separated by semicolons. A column that is left out changes nothing about people
who are there already; an empty cell clears. Cells that look like formulas are text like any other.
"""

import csv
import re
from collections.abc import Callable, Sequence
from io import StringIO
from typing import NamedTuple

from debrief.kernel.errors import FieldError
from debrief.kernel.model import Entity
from debrief.kernel.text import check_shown
from debrief.people.model import MOST_GROUPS, MOST_REFERENCES, MOST_ROLES, UserKind
from debrief.people.names import check_new_name, email_key, reference_key

COLUMNS = ("name", "email", "kind", "roles", "manager_email", "team", "groups", "agent_references")
NEEDED = ("name", "email")
MOST_ROWS = 5_000
MOST_ERRORS = 1_000
"""As many errors are told at once; an answer has to stay small enough to be kept for a repeated request."""

TEMPLATE = (
    "name,email,kind,roles,manager_email,team,groups,agent_references\r\n"
    "Sample Supervisor,sample.supervisor@example.com,human,Supervisor,,Sample Team,,\r\n"
    "Sample Agent,sample.agent@example.com,human,Agent,sample.supervisor@example.com,Sample Team,"
    "Sample Group;Another Group,agent-1001\r\n"
)

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_LONGEST_NAME = 200
_LONGEST_EMAIL = 254


class PersonRow(Entity):
    """A row of the file. None: the column isn't there. email, manager_email: in the form of `email_key`.

    row: its number as a spreadsheet shows it; the header is row 1.
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
    """

    columns: frozenset[str]
    rows: list[PersonRow]
    errors: list[FieldError]
    addresses: frozenset[str] = frozenset()


def wrong(row: int, column: str, message: str) -> FieldError:
    """An error of one cell."""
    return FieldError(pointer=f"row {row}, {column}" if column else f"row {row}", message=message)


def read_sheet(text: str) -> PeopleSheet:
    """Read and check a whole file; every error is collected, with its row and column.

    Rows with errors are left out of `rows`. A byte order mark, either kind of line end, and line breaks inside quotes
    are all right; blank rows are skipped but counted.
    """
    reader = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        header = next(reader, None)
    except csv.Error as error:
        return PeopleSheet(frozenset(), [], [wrong(1, "", f"can't be read: {error}")])
    columns, errors = _read_header(header or [])
    if errors:
        return PeopleSheet(frozenset(), [], errors)
    rows: list[PersonRow] = []
    addresses: set[str] = set()
    number = 1
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            errors.append(wrong(number, "", f"can't be read: {error}"))
            break
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) == MOST_ROWS:
            errors.append(wrong(number, "", f"a file may hold {MOST_ROWS} people at most"))
            break
        addresses.update(email_key(text) for column, text in zip(columns, cells, strict=False) if column == "email")
        person, mistakes = _read_row(number, columns, cells)
        errors += mistakes
        if person is not None:
            rows.append(person)
    return PeopleSheet(frozenset(columns), rows, errors + _repeated(rows), frozenset(addresses))


def _read_header(cells: Sequence[str]) -> tuple[list[str], list[FieldError]]:
    columns = [cell.strip().lower() for cell in cells]
    errors = [wrong(1, name, "is needed") for name in NEEDED if name not in columns]
    for place, name in enumerate(columns):
        if name not in COLUMNS:
            errors.append(wrong(1, name or f"column {place + 1}", f"is unknown; columns are {', '.join(COLUMNS)}"))
        elif name in columns[:place]:
            errors.append(wrong(1, name, "is there twice"))
    return columns, errors


def _read_row(number: int, columns: Sequence[str], cells: Sequence[str]) -> tuple[PersonRow | None, list[FieldError]]:
    if len(cells) != len(columns):
        return None, [wrong(number, "", f"has {len(cells)} cells where the header has {len(columns)}")]
    cell = dict(zip(columns, (text.strip() for text in cells), strict=True))
    errors: list[FieldError] = []

    def refuse(column: str, message: str) -> None:
        errors.append(wrong(number, column, message))

    for column, text in cell.items():
        if "\ufffd" in text:
            refuse(column, "holds a character that isn't UTF-8")
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
        elif fault := _fault(check_shown, address):
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
    return tuple(dict.fromkeys(value.strip() for value in cell.split(";") if value.strip()))


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
