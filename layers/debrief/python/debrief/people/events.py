"""What the people context announces, and the data that goes along: ids and states, never names or addresses."""

from typing import Literal

from debrief.kernel.auth import Permission, Reach
from debrief.kernel.model import Entity
from debrief.people.model import Role, User, UserKind, UserStatus

USER_CREATED = "debrief.people.user.created.v1"
USER_CHANGED = "debrief.people.user.changed.v1"
USER_DEACTIVATED = "debrief.people.user.deactivated.v1"
USER_ACTIVATED = "debrief.people.user.activated.v1"
TEAM_CREATED = "debrief.people.team.created.v1"
TEAM_CHANGED = "debrief.people.team.changed.v1"
TEAM_DELETED = "debrief.people.team.deleted.v1"
GROUP_CREATED = "debrief.people.group.created.v1"
GROUP_CHANGED = "debrief.people.group.changed.v1"
GROUP_DELETED = "debrief.people.group.deleted.v1"
ROLE_CREATED = "debrief.people.role.created.v1"
ROLE_CHANGED = "debrief.people.role.changed.v1"
ROLE_DELETED = "debrief.people.role.deleted.v1"
FLAG_SWITCHED = "debrief.people.flag.switched.v1"
SETTINGS_CHANGED = "debrief.people.settings.changed.v1"


class UserData(Entity):
    """A user as they are now. changed: names of the fields that are different from before; all of a new user's."""

    kind: UserKind
    status: UserStatus
    manager_id: str | None
    team_id: str | None
    group_ids: list[str]
    role_ids: list[str]
    changed: list[str]


class NamedData(Entity):
    """A team or group: that something happened to it is all there is to say."""

    what: Literal["team", "group"]


class RoleData(Entity):
    """What a role permits now. changed: permissions that it got or lost, and `reach`; all of a new role's."""

    permissions: list[Permission]
    reach: Reach
    changed: list[str] = []


class FlagData(Entity):
    """How a flag stands now."""

    on: bool


class SettingsData(Entity):
    """Names of the settings that were changed."""

    changed: list[str]


def changed_fields(before: User | None, after: User) -> list[str]:
    """Names of the fields in which two states of a user differ."""
    then = before.model_dump() if before else {}
    now = after.model_dump(exclude={"id", "revision", "reports"})
    return sorted(name for name, value in now.items() if name not in then or then[name] != value)


def user_event(before: User | None, after: User) -> tuple[str, UserData]:
    """Type and data of the event that tells of a written user."""
    if before is None:
        kind = USER_CREATED
    elif before.status != after.status:
        kind = USER_ACTIVATED if after.active else USER_DEACTIVATED
    else:
        kind = USER_CHANGED
    data = UserData(
        kind=after.kind,
        status=after.status,
        manager_id=after.manager_id,
        team_id=after.team_id,
        group_ids=sorted(after.group_ids),
        role_ids=sorted(after.role_ids),
        changed=changed_fields(before, after),
    )
    return kind, data


def role_data(role: Role, before: Role | None = None) -> RoleData:
    """The data of a role's event. before: as it was, where it was changed."""
    changed: set[str] = set(role.permissions ^ (before.permissions if before else frozenset()))
    if before is None or before.reach is not role.reach:
        changed.add("reach")
    return RoleData(permissions=sorted(role.permissions), reach=role.reach, changed=sorted(changed))
