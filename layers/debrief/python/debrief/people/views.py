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
from debrief.people.organisation.people_service import PeopleService
from debrief.people.store import PeopleStore


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


class FlagItem(Entity):
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


class Me(Entity):
    """The caller: who they are, what they may do with whose work, which features are on, how the account is set."""

    person: PersonItem
    roles: list[NameRef]
    permissions: list[Permission]
    reach: Reach
    flags: list[str]
    settings: SettingsItem


class Views:
    """Turns what is stored into what is shown."""

    def __init__(self, store: PeopleStore, service: PeopleService) -> None:
        self._store = store
        self._service = service

    def people(self, caller: Caller, users: Sequence[User]) -> list[PersonItem]:
        """These users with the names of what they refer to (five reads at most, for a page of any length)."""
        account = self._store.account()
        managers = {u.id: u for u in self._store.find_users(u.manager_id for u in users if u.manager_id)}
        teams = self._store.find_teams(sorted({u.team_id for u in users if u.team_id}))
        groups = self._store.find_groups(sorted({group_id for u in users for group_id in u.group_ids}))
        return [
            PersonItem(
                id=user.id,
                name=user.name,
                email=user.email,
                kind=user.kind,
                status=user.status,
                roles=_refs([account.roles[role_id] for role_id in user.role_ids if role_id in account.roles]),
                manager=next(iter(_refs([managers[user.manager_id]] if user.manager_id in managers else [])), None),
                team=next(iter(_refs([teams[user.team_id]] if user.team_id in teams else [])), None),
                groups=_refs([groups[group_id] for group_id in user.group_ids if group_id in groups]),
                agent_references=list(user.agent_references),
                reports=user.reports,
                revision=user.revision,
                actions=self._service.actions(caller, user, account),
            )
            for user in users
        ]

    def person(self, caller: Caller, user: User) -> PersonItem:
        """One user."""
        return self.people(caller, [user])[0]

    def me(self, caller: Caller) -> Me:
        """All that a console needs to know of the person in front of it."""
        person = self.person(caller, self._service.visible(caller, caller.user_id))
        return Me(
            person=person,
            roles=person.roles,
            permissions=sorted(caller.permissions),
            reach=caller.reach,
            flags=sorted(caller.flags),
            settings=settings_item(caller, self._store.settings()),
        )


def _refs(things: Sequence[User | Role | Team | Group]) -> list[NameRef]:
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
        actions=_manage(caller, Permission.PEOPLE_MANAGE, "edit", "delete"),
    )


def group_item(caller: Caller, group: Group) -> GroupItem:
    """A group as the caller sees it."""
    actions = _manage(caller, Permission.PEOPLE_MANAGE, "edit", "delete")
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


def flag_item(caller: Caller, flag: FeatureFlag) -> FlagItem:
    """A flag as the caller sees it."""
    return FlagItem(
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
