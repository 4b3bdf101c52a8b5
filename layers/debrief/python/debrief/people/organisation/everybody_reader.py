"""Everybody by name, for work that goes through all of them a piece at a time and keeps where it has come to."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Final
from zlib import crc32

from debrief.kernel.clock import Clock
from debrief.kernel.storage.tables import walk
from debrief.people.model import User
from debrief.people.rows_store import PeopleRow, sort_key, user_of
from debrief.people.store import PeopleStore

_AFTER: Final = "after"
_PLACE: Final = "place"
_CHUNK: Final = 100


def everybody(store: PeopleStore, place: Mapping[str, str | int]) -> Iterator[User]:
    """Everybody by name, whoever has left too, behind the one whom it has come to (`place_of`); from the beginning
    where there is no place, or that person was renamed or is gone.
    """
    last = store.find_user(str(place[_AFTER])) if _AFTER in place else None
    behind = None
    if last is not None and _number(last) == place.get(_PLACE):
        behind = sort_key(last) < PeopleRow.GSI2SK
    return (user_of(row) for row in walk(PeopleRow, "USERS", index="GSI2", sort=behind, chunk=_CHUNK))


def each_in_turn(
    store: PeopleStore,
    place: Mapping[str, str | int],
    see_to: Callable[[User], None],
    clock: Clock,
    longest: timedelta,
) -> dict[str, str | int] | None:
    """See to one after another until so much time has passed; where to go on from, None where everybody had their turn.

    The clock is looked at after each of them, since nobody knows how much there is of one.
    """
    began = clock.now()
    for user in everybody(store, place):
        see_to(user)
        if clock.now() - began > longest:
            return place_of(user)
    return None


def place_of(last: User) -> dict[str, str | int]:
    """Where it has come to with somebody, without their name: an id and a number."""
    return {_AFTER: last.id, _PLACE: _number(last)}


def _number(user: User) -> int:
    """Where they stand in the list by name, as a number that tells nothing."""
    return crc32(sort_key(user).encode())
