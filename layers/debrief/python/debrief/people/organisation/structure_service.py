"""Teams and agent groups: adding, renaming and removing them. Who is in one stands with the person.

They are changed by those who reach everyone, as people are imported by them: a team's supervisor sees its figures, and
its name and group are everybody's.
"""

from typing import Any, TypeVar

from debrief.kernel.auth import Caller
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, FieldError, Forbidden, NotFound, RuleBroken
from debrief.kernel.ids import Ids
from debrief.kernel.model import Aggregate
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.tables import Row
from debrief.kernel.storage.transactions import Transaction
from debrief.people.events import (
    GROUP_CHANGED,
    GROUP_CREATED,
    GROUP_DELETED,
    TEAM_CHANGED,
    TEAM_CREATED,
    TEAM_DELETED,
    NamedData,
)
from debrief.people.inputs import GroupChanges, NewGroup, NewTeam, TeamChanges
from debrief.people.model import Group, Team
from debrief.people.names import name_key
from debrief.people.roles import may_change_structure
from debrief.people.rows_store import MEMBERS, Named, PeopleRow, group_row, members_row, name_row, team_row
from debrief.people.store import PeopleStore

T = TypeVar("T", bound=Aggregate)


class StructureService:
    """The use cases of teams and groups. Their names are unique, whatever case and accents.

    Changing them raises Forbidden for a caller without `people.manage` or who doesn't reach everyone.
    """

    def __init__(self, store: PeopleStore, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids

    def team(self, team_id: str) -> Team:
        """The team. Raises NotFound."""
        return _found(self._store.find_team(team_id), "team")

    def group(self, group_id: str) -> Group:
        """The group. Raises NotFound."""
        return _found(self._store.find_group(group_id), "group")

    def create_team(self, caller: Caller, asked: NewTeam) -> Team:
        """Add a team. Raises Conflict for a taken name, RuleBroken for an unknown supervisor."""
        _require_structure(caller)
        self._check_supervisor(asked.supervisor_id)
        team = Team(id=self._ids.new("tm"), name=asked.name, supervisor_id=asked.supervisor_id)
        self._create("team", team_row(team), team.id, team.name, TEAM_CREATED)
        return written(team)

    def change_team(self, caller: Caller, team_id: str, changes: TeamChanges, revision: int) -> Team:
        """Rename a team or give it another supervisor. Raises NotFound, Stale, Conflict, RuleBroken."""
        _require_structure(caller)
        before = self.team(team_id)
        sent: dict[str, Any] = changes.model_dump(include=changes.model_fields_set)
        if sent.get("name", "") is None:
            raise RuleBroken("A team has a name", errors=[FieldError(pointer="/name", message="can't be null")])
        self._check_supervisor(sent.get("supervisor_id"))
        after = before.model_copy(update=sent)
        expect_revision(before, revision)
        self._change("team", team_row(after), team_id, before.name, after.name, TEAM_CHANGED)
        return written(after)

    def delete_team(self, caller: Caller, team_id: str, revision: int) -> None:
        """Remove a team that nobody is in. Raises NotFound, Stale, RuleBroken."""
        _require_structure(caller)
        team = self.team(team_id)
        expect_revision(team, revision)
        self._delete("team", team_row(team), team_id, team.name, TEAM_DELETED)

    def create_group(self, caller: Caller, asked: NewGroup) -> Group:
        """Add a group. Raises Conflict for a taken name."""
        _require_structure(caller)
        group = Group(id=self._ids.new("gr"), name=asked.name)
        self._create("group", group_row(group), group.id, group.name, GROUP_CREATED)
        return written(group)

    def change_group(self, caller: Caller, group_id: str, changes: GroupChanges, revision: int) -> Group:
        """Rename a group. Raises NotFound, Stale, Conflict."""
        _require_structure(caller)
        before = self.group(group_id)
        after = before.model_copy(update={"name": changes.name})
        expect_revision(before, revision)
        self._change("group", group_row(after), group_id, before.name, after.name, GROUP_CHANGED)
        return written(after)

    def delete_group(self, caller: Caller, group_id: str, revision: int) -> None:
        """Remove a group that nobody is in. Raises NotFound, Stale, RuleBroken."""
        _require_structure(caller)
        group = self.group(group_id)
        expect_revision(group, revision)
        self._delete("group", group_row(group), group_id, group.name, GROUP_DELETED)

    def _check_supervisor(self, supervisor_id: str | None) -> None:
        if supervisor_id is None:
            return
        user = self._store.find_user(supervisor_id)
        if user is None or not user.active or user.is_bot:
            message = "must be an active person"
            raise RuleBroken(
                "The supervisor doesn't fit", errors=[FieldError(pointer="/supervisor_id", message=message)]
            )

    def _create(self, kind: Named, row: Row, id: str, name: str, event: str) -> None:
        with Transaction(self._clock, self._ids) as tx:
            tx.create(row)
            tx.create(name_row(kind, name, id), otherwise=_taken(kind, name))
            _announce(tx, event, kind, id)

    def _change(self, kind: Named, row: Row, id: str, old_name: str, new_name: str, event: str) -> None:
        with Transaction(self._clock, self._ids) as tx:
            tx.replace(row)
            if name_key(old_name) != name_key(new_name):
                tx.create(name_row(kind, new_name, id), otherwise=_taken(kind, new_name))
                tx.delete(kept_name(kind, old_name, id))
            _announce(tx, event, kind, id)

    def _delete(self, kind: Named, row: Row, id: str, name: str, event: str) -> None:
        still = self._store.members(kind, id)
        refusal = RuleBroken(f"Move the people out of this {kind} first ({still} of them)")
        if still:
            raise refusal
        with Transaction(self._clock, self._ids) as tx:
            tx.delete(row)
            tx.delete(kept_name(kind, name, id))
            key = members_row(kind, id)
            nobody = PeopleRow.counted.does_not_exist() | (PeopleRow.counted == 0)
            tx.check(PeopleRow, key.PK, MEMBERS, nobody, refusal)
            _announce(tx, event, kind, id)


def _require_structure(caller: Caller) -> None:
    if not may_change_structure(caller):
        raise Forbidden("Teams and groups are changed by those who manage people and reach everyone")


def kept_name(kind: Named, name: str, owner_id: str) -> PeopleRow:
    """The stored row of a name, to be deleted: such rows are written once, so their revision is the first."""
    row = name_row(kind, name, owner_id)
    row.revision = 1
    return row


def _taken(kind: Named, name: str) -> Conflict:
    return Conflict(f"Another {kind} is called {name}", errors=[FieldError(pointer="/name", message="is taken")])


def _announce(tx: Transaction, event: str, kind: Named, id: str) -> None:
    data = NamedData(what="team" if kind == "team" else "group")
    tx.announce(PeopleRow, event, id, data.model_dump(mode="json"))


def _found(value: T | None, kind: str) -> T:
    if value is None:
        raise NotFound(f"There is no such {kind}")
    return value
