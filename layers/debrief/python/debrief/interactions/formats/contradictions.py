"""One place that tells a thing twice, under two names, and says something else each time: it is warned of.

The strongest name counts (`spellings`); that the other one says something else isn't passed over in silence. Names that
mean different things aren't held against each other: when a call came in and when it was answered, the agent's name
and their extension, the ids that two systems gave one contact.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from debrief.interactions.conversations.model import Channel, Direction
from debrief.interactions.formats.beside_dates import is_time_alone
from debrief.interactions.formats.spellings import UNITLESS, UNITS, squashed
from debrief.interactions.formats.times import is_date_alone


class Given(NamedTuple):
    """A value as it was given. key: its name there; read: reads it, or raises ValueError."""

    key: str
    value: object
    read: Callable[[object], object]


_SECONDS_APART: Final = 3_000
_PART_APART: Final = 20
"""A length differs from another by more than so many milliseconds and such a part of it, as from a recording."""

_AT_ONCE: Final = timedelta(minutes=5)
_SAME_MOMENT_ELSEWHERE: Final = timedelta(minutes=15)
_LONGEST_WAIT: Final = timedelta(hours=2)
_FARTHEST_ZONE: Final = timedelta(hours=26)
"""Between the clocks of the two zones that are farthest apart."""

_ANSWERED: Final = re.compile(r"answer|connect|record")
"""In the name of a beginning that comes after the caller has waited."""

_ANY_MOMENT: Final = frozenset(map(squashed, (
    "date", "datetime", "date_time", "dt", "timestamp", "conversation_time", "call_date", "call_datetime",
    "interaction_date", "contact_date", "recording_date",
)))  # fmt: skip
"""Names of a moment that may be any of the conversation: also its end."""

_ZONED: Final = re.compile(r"(?:Z|[+-]\d{2}:?\d{2}|UTC|GMT)\s*$", re.IGNORECASE)
_IDS: Final[Mapping[str, frozenset[str]]] = {
    "agent_reference": frozenset({"agentreference", "agentid"}),
    "contact_reference": frozenset({"contactreference", "contactid"}),
    "customer_reference": frozenset({"customerreference", "customerid", "custid"}),
}
"""Names under which one system gives one id; other ids of the same thing may differ."""

_NAME: Final = re.compile(r"[^\W\d_]+(?:[ ,.'\u2019-]+[^\W\d_]+)+\.?")
_EMAIL: Final = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_COMPARED: Final = frozenset({"channel", "direction", "agent_channel", "language"})


def contradiction(field: str, given: Sequence[Given], values: Mapping[str, object]) -> str:
    """The end of a sentence that says which names contradict the one that counts; empty where none does.

    given: all that was given for the field. values: what was read, by field.
    """
    kept = values.get(field)
    if kept is None or len(given) < 2:
        return ""
    read = [(each, found) for each in given if (found := _read(each)) is not None]
    chosen = next((each for each, found in read if found == kept), None)
    apart = [
        each for each, found in read if each is not chosen and not _agree(field, kept, chosen, found, each, values)
    ]
    if not apart or chosen is None:
        return ""
    names = ", ".join(f'"{each.key.strip()[:40]}"' for each in (chosen, *apart)[:4])
    return f'is given under {names}, and they contradict each other; what "{chosen.key.strip()[:40]}" says was taken'


def _read(given: Given) -> object | None:
    try:
        return given.read(given.value)
    except ValueError:
        return None


def _agree(
    field: str, kept: object, chosen: Given | None, other: object, given: Given, values: Mapping[str, object]
) -> bool:
    if kept == other:
        return True
    if isinstance(kept, int) and isinstance(other, int) and field.endswith("_ms"):
        return _same_length(kept, other, chosen, given)
    if isinstance(kept, datetime) and isinstance(other, datetime):
        return _same_moment(kept, other, chosen, given, values if field == "started_at" else {})
    if field in _COMPARED:
        return _same_word(kept, other)
    if isinstance(kept, str) and isinstance(other, str):
        return _same_text(field, kept, other, chosen, given)
    return True


def _same_length(kept: int, other: int, chosen: Given | None, given: Given) -> bool:
    """Whether two lengths are one, as far as their units tell: whole minutes, or milliseconds under a bare name."""
    minutes, bare = False, []
    for one in (chosen, given):
        name = squashed(one.key) if one else ""
        minutes = minutes or any(name.endswith(unit) for unit, ms in UNITS.items() if ms >= 60_000 and len(unit) > 1)
        bare.append(name in UNITLESS)
    if abs(kept - other) <= max(_SECONDS_APART, max(kept, other) // _PART_APART, 60_000 if minutes else 0):
        return True
    # What was read as seconds may be milliseconds.
    fewer = (kept // 1000, other) if bare[0] else (kept, other // 1000) if bare[1] else None
    return fewer is not None and abs(fewer[0] - fewer[1]) <= max(fewer) // _PART_APART


def _same_moment(
    kept: datetime, other: datetime, chosen: Given | None, given: Given, values: Mapping[str, object]
) -> bool:
    apart = abs(kept - other)
    day_alone = is_date_alone(given.value) or (chosen is not None and is_date_alone(chosen.value))
    if day_alone or is_time_alone(given.value):
        return apart <= _FARTHEST_ZONE + timedelta(days=1) or is_time_alone(given.value)
    names = [squashed(each.key) for each in (chosen, given) if each]
    if any(_ANSWERED.search(name) for name in names) and apart <= _LONGEST_WAIT:
        return True
    if any(name in _ANY_MOMENT for name in names) and _within(other, kept, values):
        return True
    # The clock of another place beside the same moment in UTC.
    zoned = [bool(_ZONED.search(str(each.value))) or "utc" in squashed(each.key) for each in (chosen, given) if each]
    elsewhere = apart % _SAME_MOMENT_ELSEWHERE <= timedelta(seconds=1) and apart <= _FARTHEST_ZONE
    return apart <= _AT_ONCE or (len(set(zoned)) == 2 and elsewhere)


def _within(moment: datetime, started: datetime, values: Mapping[str, object]) -> bool:
    ended, lasted = values.get("ended_at"), values.get("duration_ms")
    if not isinstance(ended, datetime):
        ended = started + timedelta(milliseconds=lasted) if isinstance(lasted, int) else None
    return ended is not None and started <= moment <= ended + _AT_ONCE


def _same_word(kept: object, other: object) -> bool:
    if Direction.UNKNOWN in (kept, other):
        return True
    if isinstance(kept, Channel | Direction | int):
        return kept == other
    return str(kept).partition("-")[0].casefold() == str(other).partition("-")[0].casefold()


def _same_text(field: str, kept: str, other: str, chosen: Given | None, given: Given) -> bool:
    if kept.strip().casefold() == other.strip().casefold():
        return True
    names = {squashed(each.key) for each in (chosen, given) if each}
    if len(names) == 1 or names <= _IDS.get(field, frozenset()):
        # One id, or a name beside the id of the same.
        return _sort(kept) != _sort(other) or _same_name(kept, other)
    if field != "agent_reference" or _sort(kept) != _sort(other):
        return True
    return _sort(kept) == "id" or _same_name(kept, other)


def _sort(text: str) -> str:
    if _EMAIL.fullmatch(text.strip()):
        return "email"
    return "name" if _NAME.fullmatch(text.strip()) else "id"


def _same_name(kept: str, other: str) -> bool:
    """Whether two names may be one person's: `Sample, Kim` is `Kim A. Sample`, and `K. Sample` too."""
    if _sort(kept) != "name":
        return False
    shorter, longer = sorted((_words(kept), _words(other)), key=len)
    return all(
        any(
            two == one or (len(one) == 1 and two.startswith(one)) or (len(two) == 1 and one.startswith(two))
            for two in longer
        )
        for one in shorter
    )


def _words(name: str) -> list[str]:
    return [each for each in re.split(r"[^\w]+", name.casefold()) if each]
