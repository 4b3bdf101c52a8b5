"""Identifiers: a short prefix that names the kind, then 26 characters of Crockford's base 32."""

import hashlib
from typing import Protocol

from debrief.kernel.clock import Clock

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


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


class SequentialIds:
    """Ids that count up, for tests: `ev_00000000000000000000000001`."""

    def __init__(self) -> None:
        self._last = 0

    def new(self, prefix: str) -> str:
        self._last += 1
        return f"{prefix}_{self._last:026d}"


def derived_id(prefix: str, *parts: str) -> str:
    """The id that always belongs to these parts, so that doing a thing twice finds the first one.

    130 bits of SHA-256 over the parts, each with its length before it (so that `ab`,`c` differs from `a`,`bc`).
    """
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode()
        digest.update(len(raw).to_bytes(8, "big") + raw)
    number = int.from_bytes(digest.digest(), "big")
    text = "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(26))
    return f"{prefix}_{text}"
