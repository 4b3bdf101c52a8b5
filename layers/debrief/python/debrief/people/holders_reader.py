"""Who has any of some roles, by name, however many others there are.

| question | key or index | reads |
|---|---|---|
| users who have any of some roles | GSI1 ROLE#id, sorted by name, for each role | 100 rows of each, then 100 users |
| the same, where agents are among them | `PeopleStore.list_users` | a page of all users; the others are left out |

The rows (USER#id / ROLE#id) change in the transaction that changes the user (`people.organisation.store`). There are
none for the role of agents: almost everybody has it, so that the list of all users by name is nearly theirs.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pynamodb.expressions.condition import Condition

from debrief.kernel.storage.tables import query
from debrief.people.model import User
from debrief.people.roles import AGENT
from debrief.people.rows_store import PeopleRow
from debrief.people.store import Found, PeopleStore, UserFilter

_CHUNK: Final = 100
_ROUNDS: Final = 10
"""Looks for one page at most: where few fit, it is short and the next one goes on."""

_AFTER: Final = "held"
_FIRST: Final = " "
"""Before every name: a key may not be empty."""


def holders_page(
    store: PeopleStore,
    role_ids: Iterable[str],
    wanted: UserFilter,
    *,
    limit: int,
    start: Mapping[str, Any] | None = None,
) -> Found:
    """A page of the users who have any of these roles and are such as the filter wants, by name, each once."""
    roles = sorted(set(role_ids))
    # A place in the other list, from before agents got or lost a permission, is none in this one.
    here = start is not None and _AFTER in start
    if AGENT in roles:
        fitting = wanted._replace(role_ids=frozenset(roles))
        return store.list_users(fitting, limit=limit, start=None if start is None or here else dict(start))
    after = start[_AFTER] if start is not None and here else _FIRST
    users: list[User] = []
    for _ in range(_ROUNDS):
        places, more = _places(roles, after)
        if not places:
            return Found(users, None)
        # As they are now: the index may be a moment behind.
        found = {user.id: user for user in store.find_users(_id_of(each) for each in places)}
        for place in places:
            user = found.get(_id_of(place))
            if user is not None and not user.role_ids.isdisjoint(roles) and wanted.admits(user):
                users.append(user)
                if len(users) == limit:
                    return Found(users, {_AFTER: place} if more or place < places[-1] else None)
        if not more:
            return Found(users, None)
        after = places[-1]
    return Found(users, {_AFTER: after})


def listed_roles(user: User) -> frozenset[str]:
    """The roles of a user under which they have a row."""
    return user.role_ids - {AGENT}


def _places(roles: Iterable[str], after: str) -> tuple[list[str], bool]:
    """Where the next holders stand in the list by name, and whether there are more behind them."""
    found: set[str] = set()
    ends: list[str] = []
    for role_id in roles:
        page = query(PeopleRow, f"ROLE#{role_id}", index="GSI1", sort=_behind(after), limit=_CHUNK)
        keys = [row.GSI1SK for row in page.rows if row.GSI1SK]
        found.update(keys)
        if page.last_key is not None and keys:
            ends.append(keys[-1])
    # Behind the end of what was read of one role there may be somebody who isn't known yet.
    known = sorted(each for each in found if not ends or each <= min(ends))
    return known[:_CHUNK], bool(ends) or len(known) > _CHUNK


def _behind(place: str) -> Condition:
    return place < PeopleRow.GSI1SK


def _id_of(place: str) -> str:
    return place.rpartition("#")[2]
