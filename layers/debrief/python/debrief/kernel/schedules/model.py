"""What is due: a kind of work, the thing it is about, and when."""

from collections.abc import Callable
from datetime import datetime

from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity


class Due(Entity):
    """One piece of work that is to be done at an instant.

    kind: what is to be done, as `<context>.<noun>.<word>`, such as `summaries.summary.unfinished`.
    subject: the id of what it is about. There is at most one of a kind for a subject: scheduling it again moves it.
    at: when it is to be done; it is done then or somewhat later, never before.
    data: what the work has to know beside the subject: ids and numbers, no content.
    """

    kind: str
    subject: str
    at: Instant
    data: dict[str, str | int] = {}


Handler = Callable[[Due], datetime | None]
"""Does the work of one kind.

It returns when to come again, or None where nothing is left to do. It may be called again for work that it has done,
after a runner was stopped in between, and must find that out from the thing itself. What it writes together with
`schedule` or `unschedule` of its own kind and subject happens once. Each call that it makes of others ends within
`runner.LAST`. An exception means that it is tried again later: Throttled, Unavailable and Misconfigured for as long as
it takes, any other so many times.
"""
