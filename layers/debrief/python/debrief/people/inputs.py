"""What somebody asks to have stored. In changes, a field that isn't sent stays as it is; null clears it."""

from pydantic import Field

from debrief.kernel.auth import Permission, Reach
from debrief.kernel.model import Entity
from debrief.people.model import Email, Name, Reference, UserKind


class NewPerson(Entity):
    """A new user. email: needed for humans. manager_id, team_id, group_ids, role_ids: must exist."""

    name: Name
    email: Email | None = None
    kind: UserKind = UserKind.HUMAN
    role_ids: list[str] = []
    manager_id: str | None = None
    team_id: str | None = None
    group_ids: list[str] = []
    agent_references: list[Reference] = []


class PersonChanges(Entity):
    """What becomes different about a user."""

    name: Name | None = None
    email: Email | None = None
    role_ids: list[str] | None = None
    manager_id: str | None = None
    team_id: str | None = None
    group_ids: list[str] | None = None
    agent_references: list[Reference] | None = None


class NewTeam(Entity):
    """A new team."""

    name: Name
    supervisor_id: str | None = None


class TeamChanges(Entity):
    """What becomes different about a team."""

    name: Name | None = None
    supervisor_id: str | None = None


class NewGroup(Entity):
    """A new agent group."""

    name: Name


class GroupChanges(Entity):
    """The other name of a group."""

    name: Name


class NewRole(Entity):
    """A new role."""

    name: Name
    permissions: list[Permission]
    reach: Reach = Reach.OWN


class RoleChanges(Entity):
    """What becomes different about a role. Built-in roles keep their names."""

    name: Name | None = None
    permissions: list[Permission] | None = None
    reach: Reach | None = None


class FlagSwitch(Entity):
    """How a feature flag shall stand."""

    on: bool


class PeopleFile(Entity):
    """A CSV file of people, as text; see GET /people/imports/template for its columns."""

    csv: str = Field(max_length=5_000_000)
