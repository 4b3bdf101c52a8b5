"""Shifts as a table: one row for each shift, with the person, the day, and from when to when.

Columns, in any order: `person` (an e-mail address or an agent reference; `email` and `agent_reference` are other names
for it), `date`, `start`, `end`. A shift that ends before it begins ends on the next day. A row without start and end
says that the person is off that day. Whoever has a row in a week has no other shifts in that week, but on days of which
a row is wrong: a day is taken in whole or stays as it was.
"""

import re
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Final, NamedTuple

from debrief.coaching.scheduling.model import Shift
from debrief.kernel.calendar import instant_on, is_reckoned, week_of
from debrief.kernel.errors import FieldError
from debrief.kernel.sheets.separators import Broken, plain_name, split
from debrief.kernel.text import check_shown

COLUMNS: Final = ("person", "date", "start", "end")
MOST_ROWS: Final = 50_000
"""Shifts of 5,000 people for a week or two."""
MOST_ERRORS: Final = 1_000

TEMPLATE: Final = (
    "person,date,start,end\r\n"
    "sample.agent@example.com,2026-03-02,09:00,17:30\r\n"
    "sample.agent@example.com,2026-03-03,22:00,06:00\r\n"
    "sample.agent@example.com,2026-03-04,,\r\n"
)

_NAMES: Final = {plain_name(each): each for each in COLUMNS} | {
    plain_name(other): name
    for name, others in {
        "person": ("email", "e-mail", "agent", "agent_reference"),
        "date": ("day",),
        "start": ("from", "begin"),
        "end": ("to", "until"),
    }.items()
    for other in others
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?")
_LONGEST_PERSON: Final = 254
_HOURS: Final = 24
_MINUTES: Final = 60


class ShiftRow(NamedTuple):
    """A row of the file. row: its number as a spreadsheet shows it. start, end: local times; none of a day off."""

    row: int
    person: str
    day: date
    start: time | None
    end: time | None

    @property
    def week(self) -> date:
        """The Monday of its week."""
        return week_of(self.day)[0]


class ShiftSheet(NamedTuple):
    """What a file holds. errors: what is wrong, by row. broken: person and day of each row that is wrong; no day where
    it can't be read.
    """

    rows: list[ShiftRow]
    errors: list[FieldError]
    broken: set[tuple[str, date | None]]


def wrong(row: int, column: str, message: str) -> FieldError:
    """An error of one cell."""
    return FieldError(pointer=f"row {row}, {column}" if column else f"row {row}", message=message)


def read_shifts(text: str) -> ShiftSheet:
    """Read and check a whole file; every error is collected, with its row and column, and its row left out."""
    found = ShiftSheet([], [], set())
    try:
        table = split(text.removeprefix("\ufeff"), COLUMNS)
        columns = _columns(table.header_row, table.header, found.errors)
        if found.errors:
            return found
        for number, cells in table.rows:
            if not any(cell.strip() for cell in cells):
                continue
            if len(found.rows) + len(found.broken) >= MOST_ROWS:
                found.errors.append(wrong(number, "", f"a file may hold {MOST_ROWS} shifts at most"))
                break
            _read(number, dict(zip(columns, cells, strict=False)), found)
    except Broken as broken:
        found.errors.append(wrong(broken.row, "", broken.message))
    return found


def person_key(person: str) -> str:
    """A person of the file, as two rows are compared."""
    return person.strip().casefold()


def shift_of(row: ShiftRow, time_zone: str) -> Shift | None:
    """The shift of a row; None of a day off.

    Raises:
        ValueError: because the clocks are put back or on, nothing of it is left.
    """
    if row.start is None or row.end is None:
        return None
    ends = row.day if row.end > row.start else row.day + timedelta(days=1)
    return Shift(start=instant_on(row.day, row.start, time_zone), end=instant_on(ends, row.end, time_zone))


def _columns(number: int, header: Sequence[str], errors: list[FieldError]) -> list[str]:
    columns = [_NAMES.get(plain_name(cell), cell.strip().lower()) for cell in header]
    if not any(columns):
        errors.append(wrong(number, "", "the file is empty"))
        return []
    errors += [wrong(number, name, "is needed") for name in COLUMNS if name not in columns]
    for place, name in enumerate(columns):
        if name and name not in COLUMNS:
            errors.append(wrong(number, name[:100], f"is unknown; columns are {', '.join(COLUMNS)}"))
        elif name and name in columns[:place]:
            errors.append(wrong(number, name, "is there twice"))
        if len(errors) > MOST_ERRORS:
            break
    return columns


def _read(number: int, cells: dict[str, str], found: ShiftSheet) -> None:
    values = {name: cells.get(name, "").strip(" \xa0\t") for name in COLUMNS}
    mistakes: list[FieldError] = []
    day = _day(values["date"])
    if (fault := _person_fault(values["person"])) is not None:
        mistakes.append(wrong(number, "person", fault))
    if day is None:
        # Of which day it speaks isn't known: it may be any that no other row of its person names.
        message = "must be a day, such as 2026-03-02; until it is, days that no other row of this person names stay"
        mistakes.append(wrong(number, "date", message))
    times = {name: _time(values[name]) for name in ("start", "end")}
    mistakes += [
        wrong(number, name, "must be a time, such as 09:00")
        for name, at in times.items()
        if values[name] and at is None
    ]
    if not mistakes and bool(values["start"]) != bool(values["end"]):
        name = "end" if values["start"] else "start"
        mistakes.append(wrong(number, name, "is needed; a day off has neither start nor end"))
    if not mistakes and times["start"] is not None and times["start"] == times["end"]:
        mistakes.append(wrong(number, "end", "is the start"))
    if mistakes or day is None:
        found.errors.extend(mistakes[: MOST_ERRORS - len(found.errors)])
        found.broken.add((person_key(values["person"]), day))
        return
    found.rows.append(ShiftRow(number, values["person"], day, times["start"], times["end"]))


def _person_fault(text: str) -> str | None:
    if not text:
        return "is needed"
    if len(text) > _LONGEST_PERSON:
        return f"must be {_LONGEST_PERSON} characters at most"
    try:
        check_shown(text)
    except ValueError as error:
        return str(error)
    return None


def _day(text: str) -> date | None:
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DOTTED.fullmatch(text):
        day, month, year = found.groups()
    else:
        return None
    try:
        value = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return value if is_reckoned(value) else None


def _time(text: str) -> time | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2])
    if (hour, minute) == (_HOURS, 0):
        return time(0, 0)
    return time(hour, minute) if hour < _HOURS and minute < _MINUTES else None
