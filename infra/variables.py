"""Environment variables as what they stand for, refused with a sentence that names the variable."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping


class SettingsError(ValueError):
    """The environment was asked for with a name or a value that makes no sense."""


def listed(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    """The parts of a list that is separated by commas; none where the variable isn't set."""
    return tuple(part.strip() for part in given.get(name, "").split(",") if part.strip())


def address(given: Mapping[str, str], name: str) -> str | None:
    """A plain e-mail address.

    Raises:
        SettingsError: it isn't one.
    """
    text = given.get(name, "").strip()
    if text and not re.fullmatch(r"[^@\s<>,]+@[^@\s<>,]+\.[^@\s<>,]+", text):
        raise SettingsError(f"{name} is not an e-mail address")
    return text or None


def amount(given: Mapping[str, str], name: str) -> float:
    """A number that isn't negative.

    Raises:
        SettingsError: it is missing, or no such number.
    """
    try:
        value = float(given[name])
    except (KeyError, ValueError):
        raise SettingsError(f"{name} must be given as a number") from None
    if not math.isfinite(value) or value < 0:
        raise SettingsError(f"{name} must not be negative or endless")
    return value
