"""People for tests of conversations."""

from debrief.kernel.clock import Instant
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import Change, User
from debrief.people.organisation.store import write_users
from tests.doubles import FixedClock, SequentialIds


def put_people(now: Instant, ids: SequentialIds, *people: tuple[str, str, str | None]) -> None:
    """Write a user `us_<name>` for each name, role, and id of a manager; managers come before those they lead."""
    for name, role, manager_id in people:
        user = User(
            id=f"us_{name}",
            name=name.title(),
            email=f"{name}@example.com",
            role_ids=frozenset({role}),
            manager_id=manager_id,
        )
        with Transaction(FixedClock(now), ids) as tx:
            write_users(tx, [Change(None, user)])
