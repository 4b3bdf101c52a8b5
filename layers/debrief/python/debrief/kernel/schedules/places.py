"""Where due work stands in the index: in one of a few shards, by the instant from which it may be worked on.

A shard holds only what isn't done yet, so "everything that is due by now" is the beginning of each shard, however
long nobody has looked. What is being worked on stands at the end of its lease, and what failed at its next try.
"""

import hashlib
from datetime import datetime
from typing import Final

from debrief.kernel.clock import iso, parse_instant

SHARDS: Final = 8
"""An index takes some 1,000 writes a second for each. The number may grow at any time; it must not shrink."""

GIVEN_UP: Final = "DUE#GIVEN_UP"
"""Where what failed too often stands, by the instant at which it was given up."""


def due_key(kind: str, subject: str) -> str:
    """What makes two pieces of due work one and the same."""
    return f"{kind}#{subject}"


def shard_of(key: str) -> int:
    """The shard of a due key: always the same one, and all of them about as often."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % SHARDS


def partition(shard: int) -> str:
    """The index partition of a shard."""
    return f"DUE#{shard:02d}"


def place(at: datetime, key: str) -> str:
    """The sort key of what may be worked on from `at` on."""
    return f"{iso(at)}#{key}"


def end_of(now: datetime) -> str:
    """What sorts before this may be worked on at `now`."""
    return f"{iso(now)}$"


def instant_of(found: str) -> datetime:
    """The instant in a sort key that `place` made."""
    return parse_instant(found.partition("#")[0])
