"""How long work that failed waits for its next try."""

from datetime import timedelta
from typing import Final

MOST_TRIES: Final = 8
"""After so many tries, two hours in all, it is given up and somebody is told."""

_FIRST = timedelta(minutes=1)
_LONGEST = timedelta(hours=1)


def delay_after(tries: int) -> timedelta:
    """The wait after `tries` failed ones: a minute, then twice as long each time, an hour at most."""
    wait = _FIRST
    for _ in range(tries - 1):
        wait = min(_LONGEST, 2 * wait)
    return wait
