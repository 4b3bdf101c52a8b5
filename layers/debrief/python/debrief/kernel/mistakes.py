"""What is wrong with a field, in plain words: pydantic tells it in those of a programmer.

A message goes on from the name of its field ("name: is empty"), as those of our own rules do. What isn't listed here
can't come of what a client sends, and is told as it is.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

_OBJECT: Final = "has to be an object with fields"
_LIST: Final = "has to be a list"
_TEXT: Final = "has to be text"
_NUMBER: Final = "has to be a number"
_WHOLE: Final = "has to be a whole number"
_YES_NO: Final = "has to be true or false"
_DAY: Final = "has to be a day, such as 2026-03-01"
_TIME: Final = "has to be a time with its zone, such as 2026-03-01T09:00:00Z"

_PLAIN: Final[Mapping[str, str]] = {
    "missing": "is needed",
    "missing_argument": "is needed",
    "missing_keyword_only_argument": "is needed",
    "extra_forbidden": "isn't known here",
    "unexpected_keyword_argument": "isn't known here",
    "none_required": "has to be left out",
    "string_type": _TEXT,
    "string_unicode": _TEXT,
    "string_not_ascii": "has to have no letters but those of plain English",
    "bytes_type": _TEXT,
    "bool_type": _YES_NO,
    "bool_parsing": _YES_NO,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": "is a number with too many digits",
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "iterable_type": _LIST,
    "dict_type": _OBJECT,
    "frozen_dict_type": _OBJECT,
    "mapping_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dataclass_type": _OBJECT,
    "named_tuple_type": _LIST,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "date_past": "has to lie in the past",
    "date_future": "has to lie in the future",
    "datetime_type": _TIME,
    "datetime_parsing": _TIME,
    "datetime_object_invalid": _TIME,
    "datetime_from_date_parsing": _TIME,
    "datetime_past": "has to lie in the past",
    "datetime_future": "has to lie in the future",
    "time_type": "has to be a time of day, such as 09:30",
    "time_parsing": "has to be a time of day, such as 09:30",
    "timezone_aware": _TIME,
    "timezone_naive": "has to be a time without its zone",
    "url_type": "has to be an address, such as https://example.com",
    "url_parsing": "has to be an address, such as https://example.com",
    "uuid_type": "has to be a UUID",
    "uuid_parsing": "has to be a UUID",
}


def plain(mistake: Mapping[str, Any]) -> str:
    """What is wrong, out of one of pydantic's errors (`ValidationError.errors()`); what a rule of ours said stays."""
    kind = str(mistake.get("type", ""))
    if kind in _PLAIN:
        return _PLAIN[kind]
    said = str(mistake.get("msg") or kind)
    try:
        return _TOLD[kind](mistake["ctx"]) if kind in _TOLD else _own(said)
    except KeyError:
        return _own(said)


def _own(said: str) -> str:
    return said.removeprefix("Value error, ").removeprefix("Assertion failed, ")


def _number(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return f"{value:,}" if isinstance(value, int) else f"{value:g}" if isinstance(value, float) else str(value)


def _characters(number: int) -> str:
    return f"{number:,} character{'' if number == 1 else 's'}"


def _items(number: int) -> str:
    return f"{number:,} entr{'y' if number == 1 else 'ies'}"


def _short(least: int, of: Callable[[int], str]) -> str:
    return "is empty" if least == 1 else f"is too short: {of(least)} at least"


_TOLD: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "string_too_short": lambda ctx: _short(ctx["min_length"], _characters),
    "string_too_long": lambda ctx: f"is too long: {_characters(ctx['max_length'])} at most",
    "bytes_too_short": lambda ctx: _short(ctx["min_length"], _characters),
    "bytes_too_long": lambda ctx: f"is too long: {_characters(ctx['max_length'])} at most",
    "url_too_long": lambda ctx: f"is too long: {_characters(ctx['max_length'])} at most",
    "url_scheme": lambda ctx: f"has to begin with {ctx['expected_schemes']}",
    "too_short": lambda ctx: _short(ctx["min_length"], _items),
    "too_long": lambda ctx: f"is too long: {_items(ctx['max_length'])} at most",
    "greater_than": lambda ctx: f"has to be more than {_number(ctx['gt'])}",
    "greater_than_equal": lambda ctx: f"has to be {_number(ctx['ge'])} at least",
    "less_than": lambda ctx: f"has to be less than {_number(ctx['lt'])}",
    "less_than_equal": lambda ctx: f"has to be {_number(ctx['le'])} at most",
    "multiple_of": lambda ctx: f"has to be a multiple of {_number(ctx['multiple_of'])}",
    "literal_error": lambda ctx: f"has to be {ctx['expected']}",
    "enum": lambda ctx: f"has to be {ctx['expected']}",
    "string_pattern_mismatch": lambda ctx: f"isn't written as it has to be: {ctx['pattern']}",
    "union_tag_invalid": lambda ctx: f"{_quoted(ctx['discriminator'])} has to be one of {ctx['expected_tags']}",
    "union_tag_not_found": lambda ctx: f"needs {_quoted(ctx['discriminator'])}, which tells what it is",
    "json_invalid": lambda ctx: f"is no JSON: {ctx['error']}",
}


def _quoted(name: Any) -> str:
    return str(name).replace("'", "“", 1).replace("'", "”", 1)
