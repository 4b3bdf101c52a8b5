"""How much of it: `make test` proves with small numbers what `make soak` tries with many times as many.

A test takes its number from `soaked`: how many examples, requests, conversations. What has no small form is marked
`@pytest.mark.soak` and runs in `make soak` alone.
"""

import os
from typing import Final

SOAK: Final = int(os.environ.get("DEBRIEF_SOAK") or 1)
"""How many times as much as in `make test`."""


def soaked(number: int) -> int:
    """`number` in `make test`, and the multiple of it that was asked for in `make soak`."""
    return number * SOAK
