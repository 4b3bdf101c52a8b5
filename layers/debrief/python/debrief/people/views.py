"""What leaves the API: people, teams, groups, roles, flags and settings, with what the caller may do with each."""

from collections.abc import Sequence

from debrief.kernel.auth import Caller, Permission, Reach
from debrief.kernel.model import Entity
from debrief.people.model import (
    AccountSettings,
    FeatureFlag,
    Group,
    Role,
    SettingsValues,
    Team,
    User,
    UserKind,
    UserStatus,
)
from debrief.people.roles import may_change_structure


class NameRef(Entity):
    """Something by id, with the name to show."""

    id: str
    name: str


class PersonItem(Entity):
    """A person. reports: how many report to them directly. actions: of edit, deactivate, activate, invite."""

    id: str
    name: str
    email: str | None
    kind: UserKind
    status: UserStatus
    roles: list[NameRef]
    manager: NameRef | None
    team: NameRef | None
    groups: list[NameRef]
    agent_references: list[str]
    reports: int
    revision: int
    actions: list[str]


class TeamItem(Entity):
    """A team. actions: of edit, delete."""

    id: str
    name: str
    supervisor_id: str | None
    revision: int
    actions: list[str]


class GroupItem(Entity):
    """An agent group. actions: of edit, delete."""

    id: str
    name: str
    revision: int
    actions: list[str]


class RoleItem(Entity):
    """A role. actions: of edit, delete."""

    id: str
    name: str
    permissions: list[Permission]
    reach: Reach
    built_in: bool
    revision: int
    actions: list[str]


class FeatureFlagItem(Entity):
    """A feature flag. actions: of switch."""

    name: str
    on: bool
    description: str
    revision: int
    actions: list[str]


class SettingsItem(SettingsValues):
    """The account's settings. actions: of edit."""

    revision: int
    actions: list[str]


class SettingsForAll(Entity):
    """What everybody has to know of the account's settings: what a day is, and the reasons for a contact."""

    time_zone: str
    inquiries: list[str]


class Me(Entity):
    """The caller: who they are, what they may do with whose work, which features are on, what the account has settled
    for everybody to know.
    """

    person: PersonItem
    roles: list[NameRef]
    permissions: list[Permission]
    reach: Reach
    flags: list[str]
    settings: SettingsForAll


def sorted_refs(things: Sequence[User | Role | Team | Group]) -> list[NameRef]:
    """Ids and names, by name."""
    return sorted((NameRef(id=thing.id, name=thing.name) for thing in things), key=lambda ref: (ref.name, ref.id))


def refs(users: Sequence[User]) -> list[NameRef]:
    """Ids and names, in the given order."""
    return [NameRef(id=user.id, name=user.name) for user in users]


def _manage(caller: Caller, permission: Permission, *actions: str) -> list[str]:
    return list(actions) if caller.may(permission) else []


def team_item(caller: Caller, team: Team) -> TeamItem:
    """A team as the caller sees it."""
    return TeamItem(
        id=team.id,
        name=team.name,
        supervisor_id=team.supervisor_id,
        revision=team.revision,
        actions=["edit", "delete"] if may_change_structure(caller) else [],
    )


def group_item(caller: Caller, group: Group) -> GroupItem:
    """A group as the caller sees it."""
    actions = ["edit", "delete"] if may_change_structure(caller) else []
    return GroupItem(id=group.id, name=group.name, revision=group.revision, actions=actions)


def role_item(caller: Caller, role: Role) -> RoleItem:
    """A role as the caller sees it."""
    verbs = ("edit",) if role.built_in else ("edit", "delete")
    return RoleItem(
        id=role.id,
        name=role.name,
        permissions=sorted(role.permissions),
        reach=role.reach,
        built_in=role.built_in,
        revision=role.revision,
        actions=_manage(caller, Permission.SETTINGS_MANAGE, *verbs),
    )


def flag_item(caller: Caller, flag: FeatureFlag) -> FeatureFlagItem:
    """A flag as the caller sees it."""
    return FeatureFlagItem(
        name=flag.name,
        on=flag.on,
        description=flag.description,
        revision=flag.revision,
        actions=_manage(caller, Permission.SETTINGS_MANAGE, "switch"),
    )


def settings_item(caller: Caller, settings: AccountSettings) -> SettingsItem:
    """The settings as the caller sees them."""
    values = {name: getattr(settings, name) for name in SettingsValues.model_fields}
    return SettingsItem(
        revision=settings.revision, actions=_manage(caller, Permission.SETTINGS_MANAGE, "edit"), **values
    )
