"""How long something takes, held against what the same machine takes for counting."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


def counting() -> float:
    """Seconds of the processor that counting to a million takes here and now."""
    begun = time.process_time()
    assert sum(1 for _ in range(1_000_000)) == 1_000_000
    return time.process_time() - begun


@contextmanager
def within_counting(times: int) -> Iterator[None]:
    """Holds the processor's time against that of counting, so that a slow or busy machine changes nothing.

    Generous: what is quadratic takes several times as long.
    """
    before, begun = counting(), time.process_time()
    yield
    taken = time.process_time() - begun
    assert taken < times * max(before, counting())
