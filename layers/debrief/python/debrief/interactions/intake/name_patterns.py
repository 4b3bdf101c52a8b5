"""How the names of files are read, as an account settles it: patterns in their order, each for a folder (S2.1)."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated, Final, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import Field

from debrief.interactions.formats.language_names import read_language
from debrief.interactions.formats.metadata import FoundIn, Metadata
from debrief.interactions.formats.metadata_values import is_channel, is_direction, metadata_from
from debrief.interactions.formats.times import moment_of
from debrief.interactions.intake.file_names import MEDIA_TYPES, NO_CONVERSATION, unit_of
from debrief.interactions.intake.metadata_in_names import as_written
from debrief.interactions.intake.name_language import (
    Fault,
    compared,
    date_parts,
    fault_of,
    month_of,
    parts_in,
    understood,
    values_in,
)
from debrief.interactions.intake.sources import folder_fault
from debrief.kernel.clock import Instant
from debrief.kernel.errors import FieldError
from debrief.kernel.model import Aggregate, Entity

MOST_PATTERNS: Final = 50
LONGEST_NAME: Final = 80
LONGEST_VALUE: Final = 200
GIVEN: Final = ("queue", "direction", "channel", "language")
"""What may be settled for all files of a pattern, where their names don't tell it."""


class NamePatternSaid(Entity):
    """A pattern as a person settles it.

    name: what people call it. folder: for what is dropped there and below; empty for everything.
    pattern: see `name_language`; of a name without its ending. time_zone: in which its dates are (IANA), the account's
    where none is told. values: what holds for all of its files whose names don't tell it; see `GIVEN`.
    """

    name: str
    folder: str = ""
    pattern: str
    time_zone: str | None = None
    values: Annotated[dict[str, str], Field(max_length=len(GIVEN))] = {}


class NamePattern(NamePatternSaid):
    """A pattern that is settled. by, at: who settled it as it is, and when."""

    by: str
    at: Instant

    def is_as(self, said: NamePatternSaid) -> bool:
        """Whether it was said just so."""
        return NamePatternSaid.model_validate(self.model_dump(exclude={"by", "at"})) == said


class NameRead(NamedTuple):
    """What the first pattern that fits says of a name."""

    pattern: NamePatternSaid
    metadata: Metadata


class NamePatterns(Aggregate):
    """All patterns, in the order in which they are tried."""

    patterns: tuple[NamePattern, ...] = ()

    def read(self, key: str, time_zone: str) -> NameRead | None:
        """What the first pattern that fits tells of an object, or of a unit, with this key; None where none fits."""
        return first_that_fits(self.patterns, key, time_zone)


def first_that_fits(patterns: tuple[NamePatternSaid, ...], key: str, time_zone: str) -> NameRead | None:
    """What the first pattern tells that is for the key's folder and fits its name. time_zone: the account's."""
    if not patterns:
        return None
    unit_key, part = unit_of(key)
    if part in NO_CONVERSATION:
        return None
    written = as_written(unit_key)
    for each in patterns:
        if unit_key.startswith(each.folder) and (found := _read(each, written, time_zone)) is not None:
            return NameRead(each, found)
    return None


def _read(said: NamePatternSaid, name: str, time_zone: str) -> Metadata | None:
    try:
        pattern = understood(said.pattern)
    except Fault:
        # It could be used when it was settled. What reads names now has to go on with the others.
        return None
    part = compared(name, pattern)
    found = parts_in(part, pattern)
    if found is None:
        return None
    raw: dict[str, object] = {**said.values, **values_in(part, found)}
    if dates := date_parts(part, found):
        raw["started_at"] = _moment(dates)
    return metadata_from(raw, FoundIn.FILE_NAME, said.time_zone or time_zone)


def _moment(parts: Mapping[str, str]) -> datetime | str:
    """The moment that the parts of a date make; as text, where there is no such day or no time with it."""
    for token, unit in (("X", 1), ("x", 1000)):
        if token in parts:
            return datetime.fromtimestamp(int(parts[token]) / unit, UTC)
    year = parts.get("YYYY") or f"20{parts['YY']}"
    month = str(month_of(parts["MMM"])) if "MMM" in parts else parts.get("MM") or parts["M"]
    day = parts.get("DD") or parts["D"]
    hour = next((parts[each] for each in ("HH", "H", "hh", "h") if each in parts), None)
    written = f"{year}-{month:0>2}-{day:0>2}"
    if hour is None:
        return written
    with suppress(ValueError):
        return moment_of(
            {
                "y": year,
                "m": month,
                "d": day,
                "H": hour,
                "M": parts.get("mm"),
                "S": parts.get("ss"),
                "f": parts.get("S"),
                "half": parts.get("A"),
                "zone": parts.get("Z"),
            }
        )
    return f"{written}T{hour:0>2}:{parts.get('mm', '00')}:{parts.get('ss', '00')}"


# What may be settled ---------------------------------------------------------------------------------------------


def faults_of(patterns: tuple[NamePatternSaid, ...]) -> list[FieldError]:
    """Everything that keeps these patterns from being used, by where it stands."""
    errors: list[FieldError] = []
    if len(patterns) > MOST_PATTERNS:
        errors.append(FieldError(pointer="/patterns", message=f"must be {MOST_PATTERNS} at most"))
    names = [each.name.strip().casefold() for each in patterns]
    for place, each in enumerate(patterns):
        faults = {
            "name": _name_fault(each.name, again=names[place] in names[:place]),
            "folder": folder_fault(each.folder) if each.folder else None,
            "pattern": _ending_fault(each.pattern) or fault_of(each.pattern),
            "time_zone": _zone_fault(each.time_zone),
        }
        pointer = f"/patterns/{place}"
        errors += [FieldError(pointer=f"{pointer}/{field}", message=why) for field, why in faults.items() if why]
        errors += [
            FieldError(pointer=f"{pointer}/values/{field}", message=why)
            for field, value in each.values.items()
            if (why := _value_fault(field, value)) is not None
        ]
    return errors


def _name_fault(name: str, *, again: bool) -> str | None:
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        return f"must be a name of at most {LONGEST_NAME} characters"
    return "is the name of another pattern" if again else None


def _ending_fault(pattern: str) -> str | None:
    if not pattern.strip():
        return "must be given"
    end = next((end for end in sorted(MEDIA_TYPES, key=len, reverse=True) if pattern.lower().endswith(end)), None)
    return f'is for names without their ending: leave "{end}" away' if end else None


def _zone_fault(zone: str | None) -> str | None:
    if zone is None:
        return None
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return "is no time zone, such as Europe/Berlin"
    return None


def _value_fault(field: str, value: str) -> str | None:
    if field not in GIVEN:
        return f"can't be settled for all files: {', '.join(GIVEN)} can"
    if not value.strip() or len(value) > LONGEST_VALUE:
        return f"must be given, with at most {LONGEST_VALUE} characters"
    if field == "direction" and not is_direction(value):
        return "is no direction (inbound, outbound)"
    if field == "channel" and not is_channel(value):
        return "is no channel (voice, chat, email, offline)"
    if field == "language":
        try:
            read_language(value)
        except ValueError as error:
            return f"is no language: {error}"
    return None
