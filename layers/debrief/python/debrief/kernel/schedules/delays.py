"""How long work that wasn't done waits for its next try."""

from datetime import timedelta
from typing import Final

MOST_TRIES: Final = 8
"""After so many tries that failed by themselves, two hours in all, work is given up and somebody is told."""

LONGEST_PASSING: Final = timedelta(minutes=4)
"""With the minute between two runs, what waits for something to pass is looked at in every five minutes: the alarm for
late work looks at its lateness as often."""

_FIRST = timedelta(minutes=1)
_LONGEST = timedelta(hours=1)


def delay_after(tries: int) -> timedelta:
    """The wait after `tries` failed ones: a minute, then twice as long each time, an hour at most."""
    return _doubled(tries, _LONGEST)


def delay_until_it_passes(times: int, chance: float) -> timedelta:
    """The wait of what was put off `times` times in a row, by something that has nothing to do with it.

    A minute, then twice as long each time, `LONGEST_PASSING` at most, of which up to a half is taken away by `chance`
    (0 to 1), so that what was put off together doesn't come again together.
    """
    return _doubled(times, LONGEST_PASSING) * (1 - chance / 2)


def _doubled(times: int, longest: timedelta) -> timedelta:
    wait = _FIRST
    for _ in range(times - 1):
        wait = min(longest, 2 * wait)
    return wait
