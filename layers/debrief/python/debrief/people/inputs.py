"""What somebody asks to have stored. In changes, a field that isn't sent stays as it is; null clears it."""

import base64
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StrictBool, model_validator

from debrief.kernel.auth import Permission, Reach
from debrief.kernel.errors import FieldError, Malformed
from debrief.kernel.model import Entity
from debrief.kernel.text import check_shown
from debrief.people.model import MOST_GROUPS, MOST_REFERENCES, MOST_ROLES, Email, Name, Reference, UserKind
from debrief.people.names import check_address, check_new_name

# What is stored from before may be called otherwise, and stays readable.
NewName = Annotated[Name, AfterValidator(check_new_name)]
NewEmail = Annotated[Email, AfterValidator(check_shown), AfterValidator(check_address)]
NewReference = Annotated[Reference, AfterValidator(check_new_name)]
NewRoles = Annotated[list[str], Field(max_length=MOST_ROLES)]
NewGroups = Annotated[list[str], Field(max_length=MOST_GROUPS)]
NewReferences = Annotated[list[NewReference], Field(max_length=MOST_REFERENCES)]
NewPermissions = Annotated[list[Permission], Field(max_length=100)]


class NewPerson(Entity):
    """A new user. email: needed for humans. manager_id, team_id, group_ids, role_ids: must exist."""

    name: NewName
    email: NewEmail | None = None
    kind: UserKind = UserKind.HUMAN
    role_ids: NewRoles = []
    manager_id: str | None = None
    team_id: str | None = None
    group_ids: NewGroups = []
    agent_references: NewReferences = []


class PersonChanges(Entity):
    """What becomes different about a user."""

    name: NewName | None = None
    email: NewEmail | None = None
    role_ids: NewRoles | None = None
    manager_id: str | None = None
    team_id: str | None = None
    group_ids: NewGroups | None = None
    agent_references: NewReferences | None = None


class NewTeam(Entity):
    """A new team."""

    name: NewName
    supervisor_id: str | None = None


class TeamChanges(Entity):
    """What becomes different about a team."""

    name: NewName | None = None
    supervisor_id: str | None = None


class NewGroup(Entity):
    """A new agent group."""

    name: NewName


class GroupChanges(Entity):
    """The other name of a group."""

    name: NewName


class NewRole(Entity):
    """A new role."""

    name: NewName
    permissions: NewPermissions
    reach: Reach = Reach.OWN


class RoleChanges(Entity):
    """What becomes different about a role. Built-in roles keep their names."""

    name: NewName | None = None
    permissions: NewPermissions | None = None
    reach: Reach | None = None


class FlagSwitch(Entity):
    """How a feature flag shall stand."""

    on: StrictBool


class PeopleFile(Entity):
    """A CSV file of people, see GET /people/imports/template for its columns; one of the two is needed.

    csv: its text. file: its bytes in base64, of which the encoding is recognised.
    """

    csv: str | None = Field(default=None, max_length=5_000_000)
    file: str | None = Field(default=None, max_length=5_500_000)

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.csv is None) is (self.file is None):
            raise ValueError("needs either csv or file")
        return self

    def content(self) -> str | bytes:
        """The text, or the bytes. Raises Malformed where `file` isn't base64."""
        if self.file is None:
            return self.csv or ""
        try:
            return base64.b64decode(self.file, validate=True)
        except ValueError as error:  # A letter that base64 hasn't, or its `binascii.Error`.
            mistake = FieldError(pointer="/file", message="must be base64")
            raise Malformed("The file isn't sent in base64", errors=[mistake]) from error
