"""Where people and account settings lie, and how they are found.

| question | key or index | reads |
|---|---|---|
| one user | PK USER#id, SK USER | 1 item |
| several users, or only their names | the same, in batches of 100 | 1 item each |
| whose e-mail address is it (any case) | PK EMAIL#address, SK EMAIL | 1 item, then the user |
| whom another system calls so | PK AGENTREF#reference (`reference_keys`), SK AGENTREF | 1 item, then the user |
| direct reports of somebody, by name | GSI1 MGR#id, sorted by name | the reports |
| all users by name | GSI2 USERS, sorted by name | a page; filters read on; for a large file of people all pages |
| who has exactly this name | GSI2 USERS, what begins with the name's key | 10 users at most |
| those who are called something like … | `people.names_store`, then USER#id | 32 items, then the users of a page |
| users of a team, by name | GSI3 TEAM#id, sorted by name | a page |
| users of a group, by name | GSI1 GROUP#id, sorted by name (rows USER#id / GROUP#id) | a page, then the users |
| users who have any of some roles | `people.holders_reader` (rows USER#id / ROLE#id) | the same, for each role |
| everyone below somebody, where few are | GSI1 MGR#id for each manager below | the users below |
| anybody above somebody | USER#id, walking up | 1 item a level |
| roles, flags and settings at once | PK ACCOUNT (SK ROLE#id, FLAG#name, SETTINGS) | about 20 small items |
| one team or group; all of them by name | PK TEAM#id / GROUP#id; GSI2 TEAMS / GROUPS | 1 item; a page |
| is a name taken | PK NAME#kind#name, SK NAME | 1 item |
| how many are in a role, team, group | PK ROLE#id / TEAM#id / GROUP#id, SK MEMBERS | 1 item |

Keys with a name in them use `name_key`. Counters (`counted`, and `reports` of users) change in the transaction that
makes them true. Writing users is in `people.organisation.store`, imports in `people.imports.store`, the model's budget
in `people.account.budget_store`, rows in `people.rows_store`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any, NamedTuple, TypeVar

from pynamodb.expressions.condition import Condition

from debrief.kernel.model import Aggregate
from debrief.kernel.storage.tables import Index, find, find_many, loaded, query, query_all, walk
from debrief.kernel.text import is_of_word
from debrief.people.flags import all_flags
from debrief.people.lines import everyone_below, line_above
from debrief.people.model import Account, AccountSettings, FeatureFlag, Group, Role, Team, User, UserKind, UserStatus
from debrief.people.names import email_key, is_called, name_key, reference_key
from debrief.people.roles import ADMIN, BUILT_IN_ROLES, all_roles
from debrief.people.rows_store import ACCOUNT, MEMBERS, SETTINGS, Named, PeopleRow, sort_key, user_of

_LONGEST_KNOWN = 1_500  # bytes
_CHUNK = 100
_LIKE = 250
_NAMESAKES = 10
_ALIKE = 2  # letters with which names begin that are looked at as being alike
_READS_PER_PAGE = 10
"""Queries for one page at most: where few users fit, a page is short and the next one goes on."""

A = TypeVar("A", bound=Aggregate)
Seen = Callable[[Sequence[User]], Sequence[User]]


class UserFilter(NamedTuple):
    """Which users a list shows; None stands for any, several values for any of them. name: as `is_called` has it."""

    name: str | None = None
    ids: frozenset[str] | None = None
    team_ids: frozenset[str] | None = None
    group_ids: frozenset[str] | None = None
    role_ids: frozenset[str] | None = None
    statuses: frozenset[UserStatus] | None = None
    kinds: frozenset[UserKind] | None = None

    @property
    def is_of_one(self) -> bool:
        """Whether these are all of one team or of one group, which is read then."""
        return any(ids is not None and len(ids) == 1 for ids in (self.team_ids, self.group_ids))

    def admits(self, user: User) -> bool:
        """Whether `user` is one of them."""
        return (
            (self.name is None or is_called(user.name, self.name))
            and (self.ids is None or user.id in self.ids)
            and (self.team_ids is None or user.team_id in self.team_ids)
            and (self.group_ids is None or bool(self.group_ids & user.group_ids))
            and (self.role_ids is None or bool(self.role_ids & user.role_ids))
            and (self.statuses is None or user.status in self.statuses)
            and (self.kinds is None or user.kind in self.kinds)
        )


class Found(NamedTuple):
    """Users on a page, and where the next page starts (JSON-able; None at the end)."""

    users: list[User]
    next: dict[str, Any] | None


def _may_be_a_key(text: str) -> bool:
    """Whether somebody may be known as that: an address has 254 characters, a reference 200, a key 2,048 bytes."""
    return len(text.encode()) <= _LONGEST_KNOWN


class PeopleStore:
    """Reads people, teams, groups and what the account has settled."""

    def find_user(self, user_id: str) -> User | None:
        """The user with this id, as last written; None where there is none."""
        row = find(PeopleRow, f"USER#{user_id}", "USER")
        return user_of(row) if row else None

    def find_users(self, user_ids: Iterable[str]) -> list[User]:
        """The users with these ids that exist, in the given order, each once."""
        wanted = list(dict.fromkeys(user_ids))
        rows = find_many(PeopleRow, [(f"USER#{user_id}", "USER") for user_id in wanted])
        users = {user.id: user for user in map(user_of, rows)}
        return [users[user_id] for user_id in wanted if user_id in users]

    def names(self, user_ids: Iterable[str | None]) -> dict[str, str]:
        """The names of users by id (a round trip per 100); unknown ids and None are left out."""
        return {user.id: user.name for user in self.find_users(each for each in user_ids if each)}

    def user_by_email(self, email: str) -> User | None:
        """The user with this e-mail address, whatever its case."""
        owner = find(PeopleRow, f"EMAIL#{email_key(email)}", "EMAIL")
        return self.find_user(owner.owner_id) if owner and owner.owner_id else None

    def user_by_agent_reference(self, reference: str) -> User | None:
        """The user whom another system calls exactly `reference`, else whose it is as `reference_key` compares."""
        for key in filter(_may_be_a_key, dict.fromkeys((reference, reference_key(reference)))):
            # The intake reads item by item: it has no right to read many at once.
            owner = find(PeopleRow, f"AGENTREF#{key}", "AGENTREF")
            if owner and owner.owner_id:
                return self.find_user(owner.owner_id)
        return None

    def user_known_as(self, reference: str) -> User | None:
        """The user whom another system calls `reference`, or whose e-mail address it is, also after `mailto:`."""
        user = self.user_by_agent_reference(reference)
        if user is not None or "@" not in reference:
            return user
        address = reference_key(reference)
        return self.user_by_email(address) if _may_be_a_key(address) else None

    def users_named(self, name: str) -> list[User]:
        """The users with exactly this name as `name_key` compares it; those who are active where any of them are.

        One query of at most ten rows: more of one name are as little one user as two.
        """
        key = name_key(name)
        if not key or not _may_be_a_key(key):
            return []
        begins = PeopleRow.GSI2SK.startswith(f"{key}#")
        rows = query(PeopleRow, "USERS", index="GSI2", sort=begins, limit=_NAMESAKES).rows
        found = [user for user in map(user_of, rows) if name_key(user.name) == key]
        return [user for user in found if user.active] or found

    def called_like(self, reference: str) -> list[User]:
        """Some active users whose names begin as a word of the reference does: among them who may be meant by it.

        Two queries of at most 250 rows; who is called otherwise isn't found.
        """
        name = name_key(reference.partition("@")[0])
        words = "".join(each if is_of_word(each) and not each.isdigit() else " " for each in name).split()
        begins = dict.fromkeys(word[:_ALIKE] for word in words if len(word) >= _ALIKE)
        found: dict[str, User] = {}
        for begin in list(begins)[:2]:
            rows = query(PeopleRow, "USERS", index="GSI2", sort=PeopleRow.GSI2SK.startswith(begin), limit=_LIKE).rows
            found |= {user.id: user for user in map(user_of, rows) if user.active}
        return list(found.values())

    def owners_of_references(self, references: Iterable[str]) -> dict[str, str]:
        """User ids by agent reference, found as `user_by_agent_reference` does; unknown ones are left out."""
        given = {reference: reference_key(reference) for reference in references}
        owners = self._owners("AGENTREF", {*given.values(), *given})
        found = {reference: owners.get(reference) or owners.get(key) for reference, key in given.items()}
        return {reference: owner for reference, owner in found.items() if owner}

    def owners_of_emails(self, emails: Iterable[str]) -> dict[str, str]:
        """User ids by e-mail address in the form of `email_key`; unknown ones are left out."""
        return self._owners("EMAIL", (email_key(email) for email in emails))

    def _owners(self, prefix: str, values: Iterable[str]) -> dict[str, str]:
        rows = find_many(PeopleRow, [(f"{prefix}#{value}", prefix) for value in values])
        return {row.PK.partition("#")[2]: row.owner_id for row in rows if row.owner_id}

    # Reporting lines -------------------------------------------------------------------------------------------

    def managers_above(self, user_id: str) -> list[str]:
        """Ids of all above `user_id`, the nearest first (one read a level)."""
        return list(line_above(user_id, self.manager_of))

    def manager_of(self, user_id: str) -> str | None:
        """Id of the manager of `user_id`; None at the top and for unknown ids."""
        row = find(PeopleRow, f"USER#{user_id}", "USER")
        return row.manager_id if row else None

    def users_above(self, users: Mapping[str, User]) -> dict[str, User]:
        """All above `users` who aren't among them, by id (a batch a level)."""
        found: dict[str, User] = {}
        asked = set(users)
        latest: Iterable[User] = users.values()
        while above := {user.manager_id for user in latest if user.manager_id} - asked:
            latest = self.find_users(sorted(above))
            found |= {user.id: user for user in latest}
            asked |= above
        return found

    def people_below(self, manager_id: str, most: int | None) -> list[User] | None:
        """All who are anywhere below `manager_id`, by name; None where these are more than `most`.

        One query for each manager among them, and none once more than `most` are known.
        """
        users: dict[str, User] = {}

        def reports(of: str) -> list[tuple[str, bool]]:
            rows = query_all(PeopleRow, f"MGR#{of}", index="GSI1", most=None if most is None else most + 1)
            found = [user_of(row) for row in rows]
            users.update((user.id, user) for user in found)
            return [(user.id, user.reports > 0) for user in found]

        below = everyone_below(manager_id, reports, most)
        if most is not None and len(below) > most:
            return None
        return sorted((users[user_id] for user_id in below), key=sort_key)

    def direct_reports(self, manager_id: str) -> list[User]:
        """The direct reports of `manager_id`, by name, each as they are now; the index may lack who is new there."""
        rows = query_all(PeopleRow, f"MGR#{manager_id}", index="GSI1")
        users = self.find_users(row.PK.removeprefix("USER#") for row in rows)
        return [user for user in users if user.manager_id == manager_id]

    def everybody(self) -> Iterator[User]:
        """All users by name, bots and inactive people included (one query a megabyte)."""
        return map(user_of, walk(PeopleRow, "USERS", index="GSI2", chunk=None))

    def reports_page(self, manager_id: str, *, limit: int, start: dict[str, Any] | None) -> Found:
        """A page of the direct reports of `manager_id`, by name."""
        return self._page(f"MGR#{manager_id}", "GSI1", limit, start, UserFilter())

    # Lists -----------------------------------------------------------------------------------------------------

    def list_users(
        self, wanted: UserFilter, *, limit: int, start: dict[str, Any] | None = None, seen: Seen | None = None
    ) -> Found:
        """A page of users by name. One team or one group alone narrows what is read; all else is filtered.

        A page may be short, or empty, though more follow: reading stops after a bounded number of queries.
        seen: which of some users may be on it; None for all.
        """
        if wanted.team_ids is not None and len(wanted.team_ids) == 1:
            return self._page(f"TEAM#{min(wanted.team_ids)}", "GSI3", limit, start, wanted, seen)
        if wanted.group_ids is not None and len(wanted.group_ids) == 1:
            return self._page(f"GROUP#{min(wanted.group_ids)}", "GSI1", limit, start, wanted, seen, members=True)
        return self._page("USERS", "GSI2", limit, start, wanted, seen)

    def _page(
        self,
        pk: str,
        index: Index,
        limit: int,
        start: dict[str, Any] | None,
        wanted: UserFilter,
        seen: Seen | None = None,
        *,
        members: bool = False,
    ) -> Found:
        where = None if members else _where(wanted)
        chunk = limit if wanted == UserFilter() and seen is None else _CHUNK
        users: list[User] = []
        for _ in range(_READS_PER_PAGE):
            page = query(PeopleRow, pk, index=index, where=where, limit=chunk, start=start)
            rows: Sequence[PeopleRow] = page.rows
            found = self._members(rows) if members else [user_of(row) for row in rows]
            fitting = [user for user in found if wanted.admits(user)]
            shown = {f"USER#{user.id}": user for user in (seen(fitting) if seen else fitting)}
            for row in rows:
                user = shown.get(row.PK)
                if user is not None:
                    users.append(user)
                    if len(users) == limit:
                        at_end = row is rows[-1] and page.last_key is None
                        return Found(users, None if at_end else _position(row, index))
            start = page.last_key
            if start is None:
                break
        return Found(users, start)

    def _members(self, rows: Sequence[PeopleRow]) -> list[User]:
        return self.find_users(row.PK.removeprefix("USER#") for row in rows)

    # Teams and groups ------------------------------------------------------------------------------------------

    def find_team(self, team_id: str) -> Team | None:
        """The team with this id."""
        return _one(find(PeopleRow, f"TEAM#{team_id}", "TEAM"), Team)

    def find_group(self, group_id: str) -> Group | None:
        """The group with this id."""
        return _one(find(PeopleRow, f"GROUP#{group_id}", "GROUP"), Group)

    def find_teams(self, team_ids: Iterable[str]) -> dict[str, Team]:
        """The teams with these ids that exist, by id."""
        rows = find_many(PeopleRow, [(f"TEAM#{team_id}", "TEAM") for team_id in team_ids])
        return {team.id: team for team in (loaded(row, Team) for row in rows)}

    def find_groups(self, group_ids: Iterable[str]) -> dict[str, Group]:
        """The groups with these ids that exist, by id."""
        rows = find_many(PeopleRow, [(f"GROUP#{group_id}", "GROUP") for group_id in group_ids])
        return {group.id: group for group in (loaded(row, Group) for row in rows)}

    def list_teams(
        self, *, limit: int, start: dict[str, Any] | None = None
    ) -> tuple[list[Team], dict[str, Any] | None]:
        """A page of teams by name, and where the next one starts."""
        page = query(PeopleRow, "TEAMS", index="GSI2", limit=limit, start=start)
        return [loaded(row, Team) for row in page.rows], page.last_key

    def list_groups(
        self, *, limit: int, start: dict[str, Any] | None = None
    ) -> tuple[list[Group], dict[str, Any] | None]:
        """A page of groups by name, and where the next one starts."""
        page = query(PeopleRow, "GROUPS", index="GSI2", limit=limit, start=start)
        return [loaded(row, Group) for row in page.rows], page.last_key

    def owners_of_names(self, kind: Named, names: Iterable[str]) -> dict[str, str]:
        """Ids of teams, groups or roles by name in the form of `name_key`; unknown ones are left out."""
        rows = find_many(PeopleRow, [(f"NAME#{kind}#{name_key(name)}", "NAME") for name in names])
        return {row.PK.removeprefix(f"NAME#{kind}#"): row.owner_id for row in rows if row.owner_id}

    def all_names(self, kind: Named) -> dict[str, str]:
        """Ids of all teams, or of all groups, by name in the form of `name_key` (one query a megabyte)."""
        rows = query_all(PeopleRow, f"{kind.upper()}S", index="GSI2")
        return {(row.GSI2SK or "").rpartition("#")[0]: row.PK.partition("#")[2] for row in rows}

    def team_members(self, team_id: str) -> list[User]:
        """Everybody in the team, bots and inactive people included (one query a megabyte)."""
        return [user_of(row) for row in query_all(PeopleRow, f"TEAM#{team_id}", index="GSI3")]

    def members(self, kind: Named, id: str) -> int:
        """How many users are in a role, team or group."""
        row = find(PeopleRow, f"{kind.upper()}#{id}", MEMBERS)
        return int(row.counted or 0) if row else 0

    def active_admins(self) -> int:
        """How many active people have the role `admin`."""
        row = find(PeopleRow, f"ROLE#{ADMIN}", MEMBERS)
        return int(row.active or 0) if row else 0

    # The account -----------------------------------------------------------------------------------------------

    def account(self) -> Account:
        """Roles, flags and settings in one read; what was never written is as it comes with Debrief."""
        roles: list[Role] = []
        flags: list[FeatureFlag] = []
        settings = AccountSettings()
        for row in query_all(PeopleRow, ACCOUNT, consistent=True):
            if row.kind == "role":
                roles.append(loaded(row, Role))
            elif row.kind == "flag":
                flags.append(loaded(row, FeatureFlag))
            elif row.kind == "settings":
                settings = loaded(row, AccountSettings)
        return Account(roles=all_roles(roles), flags=all_flags(flags), settings=settings)

    def settings(self) -> AccountSettings:
        """The account's settings."""
        row = find(PeopleRow, ACCOUNT, SETTINGS)
        return loaded(row, AccountSettings) if row else AccountSettings()

    def flags(self) -> dict[str, bool]:
        """Every known flag and whether it is on."""
        return {name: flag.on for name, flag in self.account().flags.items()}

    def role(self, role_id: str) -> Role | None:
        """The role with this id, in one read of one item; None where there is none."""
        row = find(PeopleRow, ACCOUNT, f"ROLE#{role_id}")
        return loaded(row, Role) if row else BUILT_IN_ROLES.get(role_id)

    def roles(self) -> dict[str, Role]:
        """Every role by its id."""
        return self.account().roles


def _one(row: PeopleRow | None, kind: type[A]) -> A | None:
    return loaded(row, kind) if row else None


def _where(wanted: UserFilter) -> Condition | None:
    conditions: list[Condition] = []
    if wanted.statuses is not None:
        conditions.append(PeopleRow.status.is_in(*sorted(wanted.statuses)))
    if wanted.kinds is not None:
        conditions.append(PeopleRow.user_kind.is_in(*sorted(wanted.kinds)))
    if wanted.team_ids is not None:
        conditions.append(PeopleRow.team_id.is_in(*sorted(wanted.team_ids)))
    if wanted.role_ids is not None:
        holders = [PeopleRow.role_ids.contains(role_id) for role_id in sorted(wanted.role_ids)]
        conditions.append(reduce(or_, holders))
    return reduce(and_, conditions) if conditions else None


def _position(row: PeopleRow, index: Index) -> dict[str, Any]:
    names = ("PK", "SK", f"{index}PK", f"{index}SK")
    return {name: {"S": getattr(row, name)} for name in names}
