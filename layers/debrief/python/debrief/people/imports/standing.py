"""The rows of a checked file held once more against the account, as it is just before they are written.

Between the check and the writing lie seconds or minutes, in which others change people, teams and roles. A row whose
person was changed, or that refers to what is gone, is left out with its reason; the others are written on top of the
people as they are now.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from debrief.kernel.errors import FieldError
from debrief.people.imports.model import PlannedRow
from debrief.people.imports.sheet import wrong
from debrief.people.lines import MOST_LEVELS, closes_cycle, line_above
from debrief.people.model import Change, User
from debrief.people.names import email_key
from debrief.people.roles import ADMIN

_CHANGED_BY_FILE = ("name", "role_ids", "manager_id", "team_id", "group_ids", "agent_references")
_COUNTED = {"revision", "reports"}
"""What others' reporting lines change about a person: nobody's edit."""

CHANGED = "was changed by somebody else since the file was checked"
ADDED = "was added by somebody else since the file was checked"
GONE = "is gone since the file was checked"
NOT_MADE = "was made or deleted by somebody else since the file was checked"


class Standing(NamedTuple):
    """What the account has now of everything that some rows name.

    users: by id; those of the rows, the managers they are put under, and all above these. emails, references: owners.
    teams, groups, roles: ids that are there. active_admins: how many.
    """

    users: Mapping[str, User]
    emails: Mapping[str, str]
    references: Mapping[str, str]
    teams: Collection[str]
    groups: Collection[str]
    roles: Collection[str]
    active_admins: int


class Outcome(NamedTuple):
    """What becomes of a row. change: None where nothing is to be written. errors: why it is left out.

    line: people above, where somebody with reports is moved, each with the manager that they must still have.
    """

    row: PlannedRow
    change: Change | None
    line: list[tuple[str, str | None]]
    errors: list[FieldError]


def hold_against(rows: Sequence[PlannedRow], now: Standing) -> list[Outcome]:
    """What becomes of each row, in their order; each is looked at as if those before it had been written."""
    users = dict(now.users)
    admins = now.active_admins
    outcomes = []
    for row in rows:
        present = users.get(row.after.id)
        if present is not None and _same(present, row.after):
            outcomes.append(Outcome(row, None, [], []))
            continue
        errors = _person_errors(row, present, now)
        change = None if errors else Change(present, _rebased(row, present))
        line: list[tuple[str, str | None]] = []
        if change is not None:
            errors += _reference_errors(row, change, now)
            refusal, line = _line_of(change, users)
            errors += [wrong(row.row, "manager_email", refusal)] if refusal else []
            losing = _active_admin(change.before) - _active_admin(change.after)
            if losing > 0 and admins <= losing:
                errors.append(wrong(row.row, "roles", "takes the role from the last active admin"))
            if not errors:
                users[row.after.id] = change.after
                admins -= losing
        outcomes.append(Outcome(row, None, [], errors) if errors else Outcome(row, change, line, []))
    return outcomes


def _same(one: User, other: User) -> bool:
    return one.model_dump(exclude=_COUNTED) == other.model_dump(exclude=_COUNTED)


def _person_errors(row: PlannedRow, present: User | None, now: Standing) -> list[FieldError]:
    """Whether the person is still as the check found them."""
    if row.before is None:
        owner = now.emails.get(email_key(row.after.email or ""))
        return [wrong(row.row, "email", ADDED)] if present is not None or owner is not None else []
    if present is None:
        return [wrong(row.row, "email", GONE)]
    return [] if _same(present, row.before) else [wrong(row.row, "", CHANGED)]


def _rebased(row: PlannedRow, present: User | None) -> User:
    """The person as the file wants them, on top of who they are now: reports may have been counted meanwhile."""
    if present is None:
        return row.after
    return present.model_copy(update={name: getattr(row.after, name) for name in _CHANGED_BY_FILE})


def _reference_errors(row: PlannedRow, change: Change, now: Standing) -> list[FieldError]:
    """What the row refers to and isn't there any more, or belongs to somebody else."""
    before, after = change
    errors = []
    for reference in after.agent_references:
        if now.references.get(reference, after.id) != after.id:
            errors.append(wrong(row.row, "agent_references", f"{reference} belongs to somebody else"))
    if after.team_id and (before is None or before.team_id != after.team_id) and after.team_id not in now.teams:
        errors.append(wrong(row.row, "team", NOT_MADE))
    if (after.group_ids - (before.group_ids if before else frozenset())) - set(now.groups):
        errors.append(wrong(row.row, "groups", NOT_MADE))
    if (after.role_ids - (before.role_ids if before else frozenset())) - set(now.roles):
        errors.append(wrong(row.row, "roles", GONE))
    return errors


def _line_of(change: Change, users: Mapping[str, User]) -> tuple[str | None, list[tuple[str, str | None]]]:
    """Why nobody can be put there, or what must stay true of the line above them while they are."""
    before, after = change
    if not after.manager_id or (before is not None and before.manager_id == after.manager_id):
        return None, []
    manager = users.get(after.manager_id)
    if manager is None:
        return "isn't there: their own row was left out", []
    if not manager.active or manager.is_bot:
        return "must belong to an active person", []

    def manager_of(user_id: str) -> str | None:
        return users[user_id].manager_id if user_id in users else None

    if closes_cycle(after.id, manager.id, manager_of):
        return "closes a circle: the line comes back to this person", []
    above = [manager.id, *line_above(manager.id, manager_of)]
    if len(above) >= MOST_LEVELS:
        return f"makes the line longer than {MOST_LEVELS} levels", []
    moved = before is not None and before.reports > 0
    return None, [(each, manager_of(each)) for each in above] if moved else []


def _active_admin(user: User | None) -> int:
    return int(user is not None and user.active and not user.is_bot and ADMIN in user.role_ids)
