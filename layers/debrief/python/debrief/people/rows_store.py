"""The rows of the people table, and how users, roles, teams, groups and settings lie in them; see `people.store`."""

from typing import Literal

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UnicodeSetAttribute

from debrief.kernel.model import Aggregate
from debrief.kernel.storage.tables import Row, loaded, stored, table_meta
from debrief.people.model import AccountSettings, FeatureFlag, Group, Role, Team, User
from debrief.people.names import name_key

ACCOUNT = "ACCOUNT"
SETTINGS = "SETTINGS"
MEMBERS = "MEMBERS"

Named = Literal["team", "group", "role"]


class PeopleRow(Row):
    """A row of the people table. owner_id: the user that a uniqueness row belongs to."""

    Meta = table_meta("PEOPLE_TABLE")

    owner_id = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    user_kind = UnicodeAttribute(null=True)
    manager_id = UnicodeAttribute(null=True)
    team_id = UnicodeAttribute(null=True)
    role_ids = UnicodeSetAttribute(null=True)
    reports = NumberAttribute(null=True)
    counted = NumberAttribute(null=True)
    active = NumberAttribute(null=True)


def sort_key(user: User) -> str:
    """Where a user stands in lists by name."""
    return f"{name_key(user.name)}#{user.id}"


def user_row(user: User) -> PeopleRow:
    """The row that holds `user`."""
    sort = sort_key(user)
    row = PeopleRow(
        PK=f"USER#{user.id}",
        SK="USER",
        kind="user",
        GSI1PK=f"MGR#{user.manager_id}" if user.manager_id else None,
        GSI1SK=sort if user.manager_id else None,
        GSI2PK="USERS",
        GSI2SK=sort,
        GSI3PK=f"TEAM#{user.team_id}" if user.team_id else None,
        GSI3SK=sort if user.team_id else None,
        status=user.status.value,
        user_kind=user.kind.value,
        manager_id=user.manager_id,
        team_id=user.team_id,
        role_ids=set(user.role_ids) or None,
        reports=user.reports,
    )
    stored(row, user)
    return row


def user_of(row: PeopleRow) -> User:
    """The user in a row. The row's own count of reports is the true one."""
    return loaded(row, User).model_copy(update={"reports": int(row.reports or 0)})


def role_row(role: Role) -> PeopleRow:
    """The row that holds `role`."""
    return _with(PeopleRow(PK=ACCOUNT, SK=f"ROLE#{role.id}", kind="role"), role)


def flag_row(flag: FeatureFlag) -> PeopleRow:
    """The row that holds `flag`."""
    return _with(PeopleRow(PK=ACCOUNT, SK=f"FLAG#{flag.name}", kind="flag"), flag)


def settings_row(settings: AccountSettings) -> PeopleRow:
    """The row that holds the account's settings."""
    return _with(PeopleRow(PK=ACCOUNT, SK=SETTINGS, kind="settings"), settings)


def team_row(team: Team) -> PeopleRow:
    """The row that holds `team`."""
    return _with(_listed("TEAM", team.id, team.name), team)


def group_row(group: Group) -> PeopleRow:
    """The row that holds `group`."""
    return _with(_listed("GROUP", group.id, group.name), group)


def name_row(kind: Named, name: str, owner_id: str) -> PeopleRow:
    """The row that keeps a name to its one owner."""
    return PeopleRow(PK=f"NAME#{kind}#{name_key(name)}", SK="NAME", kind="name", owner_id=owner_id)


def members_row(kind: Named, id: str) -> PeopleRow:
    """The key of the row that counts the members of a role, team or group."""
    return PeopleRow(PK=f"{kind.upper()}#{id}", SK=MEMBERS, kind="members")


def _listed(prefix: str, id: str, name: str) -> PeopleRow:
    return PeopleRow(
        PK=f"{prefix}#{id}",
        SK=prefix,
        kind=prefix.lower(),
        GSI2PK=f"{prefix}S",
        GSI2SK=f"{name_key(name)}#{id}",
    )


def _with(row: PeopleRow, value: Aggregate) -> PeopleRow:
    stored(row, value)
    return row
