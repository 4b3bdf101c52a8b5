"""Everybody's names in a few rows, so that a person is found by any part of their name.

| question | key | reads |
|---|---|---|
| who is called something like this | PK CALLED#shard, SK CALLED, each shard | `SHARDS` rows: about 70 bytes a user |

A row holds the names of the users of its shard, each in an attribute that is called as the user's id. It changes in the
transaction that changes the user. Whoever is erased is in none.
"""

import zlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from debrief.kernel.storage.tables import find_many
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import Change, User
from debrief.people.names import is_called, name_key
from debrief.people.rows_store import PeopleRow, sort_key
from debrief.people.store import Found, PeopleStore, Seen, UserFilter

SHARDS: Final = 32
"""Rows for all names. With 5,000 people one of them has about 12 KB; the 400 KB that a row may have last to 180,000."""

_CHUNK: Final = 100
_MOST_READ: Final = 1_000
"""Users that are read for a page at most: where few fit, it is short and the next one goes on."""

_AFTER: Final = "called"
_USER: Final = "us_"
_SK: Final = "CALLED"


class CalledRow(PeopleRow):
    """The names of the users of a shard, by user id."""

    names: dict[str, str]

    @classmethod
    def from_raw_data(cls, data: dict[str, dict[str, Any]]) -> "CalledRow":
        """The row of what DynamoDB answers."""
        row = super().from_raw_data(data)
        row.names = {name: value["S"] for name, value in data.items() if name.startswith(_USER)}
        return row


def shard_of(user_id: str) -> int:
    """The shard that has the user's name."""
    return zlib.crc32(user_id.encode()) % SHARDS


def named(user: User | None) -> str | None:
    """The name by which a user can be found; None for whoever is erased, or isn't there."""
    return None if user is None or user.erased else user.name


def is_renamed(change: Change) -> bool:
    """Whether a change has to be told to the names."""
    return named(change.before) != named(change.after)


def write_names(tx: Transaction, changes: Iterable[Change]) -> None:
    """Put what the changes mean for names into the transaction: one row for each shard."""
    actions: dict[int, list[Action]] = {}
    for change in changes:
        if is_renamed(change):
            name, path = named(change.after), Path([change.after.id])
            action: Action = path.remove() if name is None else path.set(name)
            actions.setdefault(shard_of(change.after.id), []).append(action)
    for shard, of_it in sorted(actions.items()):
        row = CalledRow(PK=_pk(shard), SK=_SK, kind="called")
        tx.update(row, [CalledRow.kind.set("called"), *of_it])


def called(wanted: str) -> dict[str, str]:
    """Names by user id of everybody who is called like that; see `is_called`."""
    rows = find_many(CalledRow, [(_pk(shard), _SK) for shard in range(SHARDS)])
    return {id: name for row in rows for id, name in row.names.items() if is_called(name, wanted)}


def called_page(
    store: PeopleStore,
    wanted: UserFilter,
    name: str,
    *,
    limit: int,
    start: Mapping[str, Any] | None = None,
    seen: Seen | None = None,
) -> Found:
    """A page of the users who are called like `name`, by name, and are such as the filter wants; see `list_users`."""
    places = sorted(f"{name_key(each)}#{id}" for id, each in called(name).items())
    left = [each for each in places if start is None or each > start[_AFTER]]
    users: list[User] = []
    for first in range(0, min(len(left), _MOST_READ), _CHUNK):
        chunk = left[first : first + _CHUNK]
        found = store.find_users(each.rpartition("#")[2] for each in chunk)
        fitting = [user for user in found if wanted.admits(user)]
        for user in seen(fitting) if seen else fitting:
            users.append(user)
            if len(users) == limit:
                at = sort_key(user)
                return Found(users, {_AFTER: at} if at < left[-1] else None)
    return Found(users, {_AFTER: left[_MOST_READ - 1]} if len(left) > _MOST_READ else None)


def _pk(shard: int) -> str:
    return f"CALLED#{shard}"
