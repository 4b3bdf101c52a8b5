"""One value as a text: the name or the id in an object, a number as it was meant, and never more than can be kept."""

import json
import re
from collections.abc import Mapping
from typing import Final

from debrief.interactions.formats.spellings import squashed
from debrief.kernel.conditions.model import LONGEST_VALUE

_NESTED_NAMES: Final = ("id", "reference", "username", "login", "email", "code", "name", "address", "arn")
_NESTED_ENDS: Final = (
    "emailaddress", "email", "username", "login", "userid", "agentid", "queueid", "customerid", "externalid",
    "employeeid", "number", "name",
)  # fmt: skip
"""How the names of a person or a queue end in an object that has none of the plain ones: `queueName`, `fullName`."""

_NAMES_IN_TWO: Final = (("firstname", "lastname"), ("givenname", "familyname"))

LONGEST_TEXT: Final = LONGEST_VALUE
"""Characters of one value, as many as a condition takes of it; what is longer is no name, reference or reason."""

_MOST_BYTES: Final = 1_900  # of a value: references are keys of DynamoDB, which takes 2,048 with what stands before


class TooMuch(ValueError):
    """A value is larger than can be kept; the text is the end of a sentence that says so."""


def read_text(value: object) -> str:
    """The text of a value, or the one name or id in it.

    Raises:
        ValueError: it is no one name, or a number that a spreadsheet has rounded. TooMuch: it is too long.
    """
    found = _named_in(value)
    if _ROUNDED.fullmatch(found):
        raise ValueError(f'"{found}" is a number that a spreadsheet has rounded')
    if len(found) > LONGEST_TEXT or len(found.encode()) > _MOST_BYTES:
        raise TooMuch(f"it is longer than {LONGEST_TEXT} characters")
    return found


_ROUNDED: Final = re.compile(r"[1-9](?:[.,]\d+[Ee]\+?|[Ee]\+)\d{1,2}")


def _named_in(value: object) -> str:
    """The one name or id in a value. Raises ValueError for an object or a list of which it can't be told."""
    if isinstance(value, list) and len(value) == 1:
        return _named_in(value[0])
    if not isinstance(value, Mapping | list):
        return plain(value)
    if isinstance(value, Mapping):
        given = {squashed(str(name)): inner for name, inner in value.items() if isinstance(inner, str | int | float)}
        telling = {name: inner for name, inner in given.items() if not isinstance(inner, bool) and inner != ""}
        for first, last in _NAMES_IN_TWO:
            if first in telling and last in telling:
                telling = {"fullname": f"{telling[first]} {telling[last]}", **telling}
        if not any(name in telling for name in _NESTED_NAMES):
            named = (telling[name] for end in _NESTED_ENDS for name in telling if name.endswith(end))
            if (found := next(named, None)) is not None:
                return plain(found)
        if any(value_of not in (None, "") and squashed(str(name)) in _NESTED_NAMES for name, value_of in value.items()):
            return plain(value)
    written = json.dumps(value, ensure_ascii=False, default=str)
    raise ValueError(f'"{cut(written)[:SHOWN]}" is not one name')


SHOWN: Final = 100


def plain(value: object) -> str:
    """A value as text, an object by the first of its names or ids, else as JSON."""
    if isinstance(value, Mapping):
        named = {squashed(str(name)): inner for name, inner in value.items()}
        for name in _NESTED_NAMES:
            if named.get(name) not in (None, ""):
                return plain(named[name])
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, float) and value.is_integer():
        # What a spreadsheet makes of a number: `1001.0` is 1001.
        value = int(value)
    return str(value).strip()


def cut(text: str) -> str:
    """What means nothing here is kept as far as it is likely to say something."""
    return text[:LONGEST_TEXT]
