"""Keeping people's sign-ins as the people are: address and access.

The people table is written first and the user pool after it, in two steps that nothing joins; between them a request
may die, and two requests may overtake each other. So a change that the sign-in has to follow schedules, in its own
transaction, a look at it. The look comes when every request that could still meddle has ended, whether or not that one
came through, and finds nothing to do where it did.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from debrief.kernel.errors import Throttled, Unavailable
from debrief.kernel.faults import log_fault
from debrief.people.directory_client import Directory
from debrief.people.store import PeopleStore


def follow(user_id: str, store: PeopleStore, directory: Directory) -> None:
    """Bring the sign-in to what the person is now; nothing happens where they have none. May be repeated.

    Raises:
        Conflict: somebody else signs in with the address. RuleBroken: it isn't taken as one. Throttled, Unavailable.
    """
    user = store.find_user(user_id)
    if user is None or user.email is None:
        return
    # While it is refused nobody is invited; `enable` invites at the address that the pool has by then.
    if not user.active:
        directory.disable(user.id)
    directory.change_email(user.id, user.email)
    if user.active:
        directory.enable(user.id)


@contextmanager
def left_to_the_look(user_id: str, *, scheduled: bool = True) -> Iterator[None]:
    """Pass over that the user pool doesn't answer just now: the look that is scheduled does what is meant here.

    scheduled: whether it is; without, the caller has to hear of it.
    """
    try:
        yield
    except (Throttled, Unavailable) as error:
        if not scheduled:
            raise
        log_fault("a sign-in is brought up to date later", error, user_id=user_id)
