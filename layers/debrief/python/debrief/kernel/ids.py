"""Identifiers: a short prefix that names the kind, then 26 characters of Crockford's base 32."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from debrief.kernel.clock import Clock

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Ids(Protocol):
    """Makes new ids; injected, so that tests choose them."""

    def new(self, prefix: str) -> str:
        """A new id such as `ev_01JD…`."""
        ...


class UlidIds:
    """ULIDs: ids made later sort later (to the millisecond)."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def new(self, prefix: str) -> str:
        from ulid import ULID

        return f"{prefix}_{ULID.from_datetime(self._clock.now())}"


def derived_id(prefix: str, *parts: str) -> str:
    """The id that always belongs to these parts, so that doing a thing twice finds the first one.

    130 bits of SHA-256 over the parts, each with its length before it (so that `ab`,`c` differs from `a`,`bc`).
    """
    return f"{prefix}_{_base32(_digest(parts), 26)}"


def derived_id_at(prefix: str, at: datetime, *parts: str) -> str:
    """As `derived_id`, of a thing of that instant: those of later milliseconds sort later, as ULIDs do.

    10 characters of time, and 80 bits of SHA-256 over the parts.
    """
    return f"{begin_of(prefix, at)}{_base32(_digest(parts), 16)}"


def begin_of(prefix: str, at: datetime) -> str:
    """How ids of that millisecond begin; it sorts before all of them, and after those of earlier ones."""
    milliseconds = (at - _EPOCH) // timedelta(milliseconds=1)
    time = "".join(_ALPHABET[(milliseconds >> (5 * place)) & 31] for place in reversed(range(10)))
    return f"{prefix}_{time}"


def _digest(parts: Iterable[str]) -> int:
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode()
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return int.from_bytes(digest.digest(), "big")


def _base32(number: int, characters: int) -> str:
    return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(characters))
