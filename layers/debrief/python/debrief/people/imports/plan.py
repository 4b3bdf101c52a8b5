"""From a file of people to what changes: every row held against the account, before anything is written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from debrief.kernel.errors import FieldError
from debrief.kernel.ids import Ids
from debrief.people.imports.model import PlannedRow, PlanPart
from debrief.people.imports.sheet import PeopleSheet, PersonRow, wrong
from debrief.people.lines import MOST_LEVELS, levels, on_cycle
from debrief.people.model import Group, Role, Team, User, UserKind
from debrief.people.names import name_key
from debrief.people.roles import ADMIN, AGENT

NewId = Callable[[str], str | None]
"""Makes the id of a thing of the kind that the prefix names; None where none may be made."""


class Known(NamedTuple):
    """What the account has of everything that a file names.

    users: by id; those of the file, the managers it names and all above them. ids: by e-mail address, the ids of known
    and of new people. references: owners by agent reference. teams, groups: ids by `name_key`.
    active_admins: how many there are before the import.
    """

    users: Mapping[str, User]
    ids: Mapping[str, str]
    references: Mapping[str, str]
    teams: Mapping[str, str]
    groups: Mapping[str, str]
    roles: Mapping[str, Role]
    active_admins: int


class ImportPlan(NamedTuple):
    """What an import does. changes: managers before those who report to them; unchanged people are not among them."""

    changes: list[PlannedRow]
    teams: list[Team]
    groups: list[Group]
    unchanged: int
    errors: list[FieldError]


def parts_of(plan: ImportPlan, size: int) -> Iterator[PlanPart]:
    """The plan cut into parts of at most `size` entries, in the order in which they have to be written."""
    teams, groups, rows = iter(plan.teams), iter(plan.groups), iter(plan.changes)
    while True:
        some_teams = tuple(islice(teams, size))
        some_groups = tuple(islice(groups, size - len(some_teams)))
        some_rows = tuple(islice(rows, size - len(some_teams) - len(some_groups)))
        part = PlanPart(teams=some_teams, groups=some_groups, rows=some_rows)
        if not len(part):
            return
        yield part


def plan_import(sheet: PeopleSheet, known: Known, ids: Ids, *, create_missing: bool) -> ImportPlan:
    """Hold every row against the account.

    create_missing: whether teams and groups that aren't there are made; otherwise their names are errors.
    """

    def new_id(prefix: str) -> str | None:
        return ids.new(prefix) if create_missing else None

    errors: list[FieldError] = []
    teams: dict[str, Team] = {}
    groups: dict[str, Group] = {}
    roles = {name_key(role.name): role.id for role in known.roles.values()} | {id: id for id in known.roles}
    bots = frozenset(person.email for person in sheet.rows if person.kind is UserKind.BOT)
    users: dict[str, tuple[PersonRow, User]] = {}
    for person in sheet.rows:
        before = known.users.get(known.ids[person.email])
        fields: dict[str, object] = {"name": person.name}
        if before is not None and person.kind is not None and person.kind is not before.kind:
            errors.append(wrong(person.row, "kind", f"is {before.kind} already and can't be changed"))
        kind = before.kind if before else person.kind or UserKind.HUMAN
        if person.roles is not None or before is None:
            fields["role_ids"] = _roles(person, kind, roles, errors)
        if person.manager_email is not None:
            fields["manager_id"] = _manager(person, known, sheet.addresses, bots, errors)
        if person.team is not None:
            found = [_team(person, known, teams, new_id, errors)] if person.team else [None]
            fields["team_id"] = found[0]
        if person.groups is not None:
            found = [_group(name, person, known, groups, new_id, errors) for name in person.groups]
            fields["group_ids"] = frozenset(id for id in found if id)
        if person.agent_references is not None:
            fields["agent_references"] = person.agent_references
            for reference in person.agent_references:
                if known.references.get(reference, known.ids[person.email]) != known.ids[person.email]:
                    errors.append(wrong(person.row, "agent_references", f"{reference} belongs to somebody else"))
        base = before or User(id=known.ids[person.email], name=person.name, email=person.written_email, kind=kind)
        users[base.id] = (person, base.model_copy(update=fields))
    manager_of: dict[str, str | None] = {user.id: user.manager_id for user in known.users.values()}
    manager_of |= {user_id: user.manager_id for user_id, (_, user) in users.items()}
    depth = levels(manager_of)
    errors += _admin_errors(users, known)
    errors += _line_errors(users, manager_of, depth)
    ordered = sorted(users.values(), key=lambda entry: (depth[entry[1].id] or 0, entry[0].row))
    changes = [(person.row, known.users.get(user.id), user) for person, user in ordered]
    changed = [PlannedRow(row=row, before=before, after=after) for row, before, after in changes if before != after]
    in_order = sorted(errors, key=_row_of)
    return ImportPlan(changed, list(teams.values()), list(groups.values()), len(changes) - len(changed), in_order)


def _row_of(error: FieldError) -> int:
    return int(error.pointer.removeprefix("row ").partition(",")[0])


def _roles(person: PersonRow, kind: UserKind, roles: Mapping[str, str], errors: list[FieldError]) -> frozenset[str]:
    if not person.roles:
        return frozenset({AGENT}) if kind is UserKind.HUMAN else frozenset()
    found = {name: roles.get(name) or roles.get(name_key(name)) for name in person.roles}
    for name in (name for name, id in found.items() if id is None):
        more = "; several are separated by semicolons" if "," in name else ""
        errors.append(wrong(person.row, "roles", f"there is no role {name}{more}"))
    return frozenset(id for id in found.values() if id)


def _manager(
    person: PersonRow, known: Known, addresses: frozenset[str], bots: frozenset[str], errors: list[FieldError]
) -> str | None:
    if not person.manager_email:
        return None
    manager_id = known.ids.get(person.manager_email)
    manager = known.users.get(manager_id) if manager_id else None
    if manager is None and person.manager_email not in addresses:
        errors.append(wrong(person.row, "manager_email", "belongs to nobody in this file or in the account"))
        return None
    unfit = manager.is_bot or not manager.active if manager else person.manager_email in bots
    if unfit:
        errors.append(wrong(person.row, "manager_email", "must belong to an active person"))
    return manager_id


def _team(
    person: PersonRow, known: Known, made: dict[str, Team], new_id: NewId, errors: list[FieldError]
) -> str | None:
    name = person.team or ""
    key = name_key(name)
    if key in known.teams:
        return known.teams[key]
    if key not in made:
        id = new_id("tm")
        if id is None:
            errors.append(wrong(person.row, "team", f"there is no team {name}"))
            return None
        made[key] = Team(id=id, name=name)
    return made[key].id


def _group(
    name: str, person: PersonRow, known: Known, made: dict[str, Group], new_id: NewId, errors: list[FieldError]
) -> str | None:
    key = name_key(name)
    if key in known.groups:
        return known.groups[key]
    if key not in made:
        id = new_id("gr")
        if id is None:
            errors.append(wrong(person.row, "groups", f"there is no group {name}"))
            return None
        made[key] = Group(id=id, name=name)
    return made[key].id


def _admin_errors(users: Mapping[str, tuple[PersonRow, User]], known: Known) -> Sequence[FieldError]:
    """Nobody may be left without an active admin, not even between two transactions of the import."""
    losing = []
    for user_id, (person, after) in users.items():
        before = known.users.get(user_id)
        if before is not None and before.active and ADMIN in before.role_ids and ADMIN not in after.role_ids:
            losing.append(wrong(person.row, "roles", "takes the role from the last active admins"))
    return losing if losing and len(losing) >= known.active_admins else []


def _line_errors(
    users: Mapping[str, tuple[PersonRow, User]],
    manager_of: Mapping[str, str | None],
    depth: Mapping[str, int | None],
) -> Sequence[FieldError]:
    circle = on_cycle(manager_of)
    errors = []
    for user_id, (person, _) in users.items():
        if user_id in circle:
            errors.append(wrong(person.row, "manager_email", "closes a circle: the line comes back to this person"))
        elif (depth[user_id] or 0) >= MOST_LEVELS:
            errors.append(wrong(person.row, "manager_email", f"makes the line longer than {MOST_LEVELS} levels"))
    return errors
