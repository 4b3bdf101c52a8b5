"""What the account has of everything that a file of people names, in as few reads as the file's size allows.

A file of some hundred people is held against the rows that keep addresses, references and names to their owners, a
hundred by a read. For a large one that would be hundreds of reads within one request: it is held against everybody, as
the lists by name have them, which is a read for each megabyte, some thousand people. A list may lack what was written
a moment ago; so may any check by the time its file is written, and what doesn't hold any more is told then, by row
(`standing`).
"""

from collections.abc import Iterable

from debrief.kernel.ids import Ids
from debrief.people.imports.plan import Known
from debrief.people.imports.sheet import PeopleSheet
from debrief.people.model import User
from debrief.people.names import email_key, reference_key
from debrief.people.roles import AGENT
from debrief.people.rows_store import Named
from debrief.people.store import PeopleStore

BY_KEY = 500
"""As many people, teams or groups are looked up one by one: five reads for each thing that is looked for."""

_TIMES = 4
"""Everybody is read where that is at most so many times what the file names: a look-up by key reads four rows."""


class KnownReader:
    """Reads what a file is held against."""

    def __init__(self, store: PeopleStore, ids: Ids) -> None:
        self._store = store
        self._ids = ids

    def known(self, sheet: PeopleSheet) -> Known:
        """What the account has of it; people who aren't there get an id."""
        emails = {person.email for person in sheet.rows}
        named = emails | {person.manager_email for person in sheet.rows if person.manager_email}
        references = {each for person in sheet.rows for each in person.agent_references or ()}
        if len(named) > BY_KEY and self._store.members("role", AGENT) <= _TIMES * len(named):
            users, ids, owners = _of_everybody(self._store.everybody(), named, references)
        else:
            ids = self._store.owners_of_emails(named)
            users = {user.id: user for user in self._store.find_users(ids.values())}
            users |= self._store.users_above(users)
            owners = self._store.owners_of_references(references)
        ids |= {email: self._ids.new("us") for email in sorted(emails - ids.keys())}
        return Known(
            users=users,
            ids=ids,
            references=owners,
            teams=self._names("team", {person.team for person in sheet.rows if person.team}),
            groups=self._names("group", {group for person in sheet.rows for group in person.groups or ()}),
            roles=self._store.roles(),
            active_admins=self._store.active_admins(),
        )

    def _names(self, kind: Named, names: set[str]) -> dict[str, str]:
        if len(names) > BY_KEY:
            return self._store.all_names(kind)
        return self._store.owners_of_names(kind, names)


def _of_everybody(
    everybody: Iterable[User], named: set[str], references: set[str]
) -> tuple[dict[str, User], dict[str, str], dict[str, str]]:
    """All users by id; and by address, and by reference, the ids of those that are named."""
    users = {user.id: user for user in everybody}
    by_email = {email_key(user.email): user.id for user in users.values() if user.email}
    # Exactly as a reference is written counts before what it is compared as, here as where it is looked up.
    exactly = {each: user.id for user in users.values() for each in user.agent_references}
    compared = {reference_key(each): owner for each, owner in exactly.items()}
    owners = {each: exactly.get(each) or compared.get(reference_key(each)) for each in references}
    return (
        users,
        {email: by_email[email] for email in named & by_email.keys()},
        {reference: owner for reference, owner in owners.items() if owner},
    )
