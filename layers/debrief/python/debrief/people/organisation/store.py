"""Writing users: everything that must stay true together, in one transaction.

With a user go the rows that keep e-mail address and agent references unique, the names by which people are found, the
memberships in groups and roles, and the counts of reports, of members and of active administrators.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from debrief.kernel.errors import Conflict, DebriefError, RuleBroken
from debrief.kernel.storage.tables import find_many
from debrief.kernel.storage.transactions import MOST_ITEMS, Transaction
from debrief.people.events import user_event
from debrief.people.holders_reader import listed_roles
from debrief.people.model import Change, User, UserStatus
from debrief.people.names import email_key, reference_keys
from debrief.people.names_store import is_renamed, shard_of, write_names
from debrief.people.roles import ADMIN, BUILT_IN_ROLES
from debrief.people.rows_store import ACCOUNT, Named, PeopleRow, members_row, sort_key, user_row

NO_ADMIN_LEFT = "This is the last active admin; make somebody else an admin first"


class _Sets(NamedTuple):
    """What a change adds to a set and what it takes away."""

    added: list[str]
    removed: list[str]


def _difference(before: Iterable[str], after: Iterable[str]) -> _Sets:
    then, now = set(before), set(after)
    return _Sets(sorted(now - then), sorted(then - now))


def _emails(change: Change) -> _Sets:
    def keys(user: User | None) -> list[str]:
        return [email_key(user.email)] if user and user.email else []

    return _difference(keys(change.before), keys(change.after))


def _references(change: Change) -> _Sets:
    return _difference(
        reference_keys(change.before.agent_references) if change.before else (),
        reference_keys(change.after.agent_references),
    )


def _stored_references(change: Change) -> _Sets:
    """What has to be written and removed so that every reference leads to the user, exactly and as it is compared.

    References from before they were compared are there only as they were written.
    """
    if change.before is None or set(change.before.agent_references) == set(change.after.agent_references):
        return _references(change)
    before = reference_keys(change.before.agent_references)
    wanted = reference_keys(change.after.agent_references)
    rows = find_many(PeopleRow, [(f"AGENTREF#{key}", "AGENTREF") for key in {*before, *wanted}])
    theirs = {row.PK.removeprefix("AGENTREF#") for row in rows if row.owner_id == change.before.id}
    return _Sets(sorted(wanted - theirs), sorted((before - wanted) & theirs))


def _groups(change: Change) -> _Sets:
    return _difference(change.before.group_ids if change.before else (), change.after.group_ids)


def _roles(change: Change) -> _Sets:
    return _difference(change.before.role_ids if change.before else (), change.after.role_ids)


def _teams(change: Change) -> _Sets:
    return _difference(_some(change.before.team_id if change.before else None), _some(change.after.team_id))


def _managers(change: Change) -> _Sets:
    return _difference(_some(change.before.manager_id if change.before else None), _some(change.after.manager_id))


def _needing(change: Change) -> list[str]:
    """The manager who has to be active for the change to be made: whom somebody gets, or is active again under."""
    added = _managers(change).added
    again = change.before is not None and change.after.active and not change.before.active
    return added or (_some(change.after.manager_id) if again else [])


def _some(value: str | None) -> list[str]:
    return [value] if value else []


def _renamed(change: Change) -> bool:
    return change.before is not None and sort_key(change.before) != sort_key(change.after)


def _active_admin(user: User | None) -> int:
    return int(user is not None and user.active and not user.is_bot and ADMIN in user.role_ids)


def footprint(change: Change) -> set[str]:
    """Names of the items that a change writes or checks: what they count towards a transaction's limit.

    Changes that share a manager, team, group or role share those items.
    """
    user_id = change.after.id
    items = {f"user {user_id}", f"event {user_id}"}
    emails, references = _emails(change), _references(change)
    items |= {f"unique {value}" for value in emails.added + emails.removed}
    if is_renamed(change):
        items.add(f"names {shard_of(user_id)}")
    if references.added or references.removed:
        # Any of them may have to be written for the first time.
        called = [each.agent_references for each in (change.before, change.after) if each is not None]
        items |= {f"unique {key}" for each in called for key in reference_keys(each)}
    groups = _groups(change)
    for prefix, sets, ids in _memberships(change):
        kept = ids if _renamed(change) else frozenset()
        items |= {f"member {user_id} {prefix} {id}" for id in {*sets.added, *sets.removed, *kept}}
    for kind, sets in (("group", groups), ("team", _teams(change)), ("role", _roles(change))):
        items |= {f"count {kind} {id}" for id in sets.added + sets.removed}
        items |= {f"check {kind} {id}" for id in sets.added}
    if _active_admin(change.before) != _active_admin(change.after):
        items.add(f"count role {ADMIN}")
    managers = _managers(change)
    return items | {f"user {manager}" for manager in [*managers.added, *managers.removed, *_needing(change)]}


def write_users(
    tx: Transaction, changes: Sequence[Change], *, line_checks: Sequence[tuple[str, str | None]] = ()
) -> None:
    """Put `changes`, with all that goes along, into the transaction.

    line_checks: users with the manager that each must still have, so that two moves at once can't close a circle. Of
    those who are changed here themselves, the revision is checked anyway.

    Raises (when the transaction commits):
        Conflict: an e-mail address or reference is taken; a team, group, role or manager is gone or inactive.
        RuleBroken: no active admin would be left, or it is more than one transaction can take.
        Stale: a user was changed meanwhile.
    """
    rows = {change.after.id: user_row(change.after) for change in changes}
    checked = {f"user {user_id}" for user_id, _ in line_checks if user_id not in rows}
    if len(tx) + len(checked.union(*(footprint(change) for change in changes))) > MOST_ITEMS:
        raise RuleBroken("That is too much for one change; do it in several steps")
    members: dict[tuple[Named, str], int] = defaultdict(int)
    reports: dict[str, int] = defaultdict(int)
    present: dict[tuple[Named, str], DebriefError] = {}
    admins = 0
    for change in changes:
        _write_uniques(tx, change)
        _write_memberships(tx, change)
        sets: tuple[tuple[Named, _Sets], ...] = (
            ("team", _teams(change)),
            ("group", _groups(change)),
            ("role", _roles(change)),
        )
        for kind, (added, removed) in sets:
            for id in added:
                members[kind, id] += 1
                present[kind, id] = Conflict(f"There is no such {kind} any more")
            for id in removed:
                members[kind, id] -= 1
        managers = _managers(change)
        for manager in managers.added:
            reports[manager] += 1
        for manager in managers.removed:
            reports[manager] -= 1
        for manager in _needing(change):
            # Also where their number stays: what they are changed to meanwhile doesn't know of this.
            reports[manager] += 0
        admins += _active_admin(change.after) - _active_admin(change.before)
        type, data = user_event(*change)
        tx.announce(PeopleRow, type, change.after.id, data.model_dump(mode="json"))
    write_names(tx, changes)
    _write_counts(tx, members, admins)
    for (kind, id), refusal in present.items():
        _check_present(tx, kind, id, refusal)
    needed = {manager for change in changes for manager in _needing(change)}
    still = {user_id: _reports_to(manager_id) for user_id, manager_id in line_checks if user_id not in rows}
    for manager, delta in reports.items():
        if manager in rows:
            rows[manager].reports = (rows[manager].reports or 0) + delta
        else:
            condition = PeopleRow.status == UserStatus.ACTIVE.value if manager in needed else PeopleRow.PK.exists()
            if manager in still:
                condition &= still.pop(manager)
            row = PeopleRow(PK=f"USER#{manager}", SK="USER", kind="user")
            refusal = Conflict("The manager is gone, inactive or moved meanwhile; try again")
            tx.update(row, [PeopleRow.reports.add(delta)], condition=condition, otherwise=refusal)
    for user_id, unmoved in still.items():
        moved = Conflict("The reporting line changed meanwhile; try again")
        tx.check(PeopleRow, f"USER#{user_id}", "USER", unmoved, moved)
    for row in rows.values():
        tx.put(row)


def _write_uniques(tx: Transaction, change: Change) -> None:
    user_id = change.after.id
    for prefix, (added, removed), what in (
        ("EMAIL", _emails(change), "e-mail address"),
        ("AGENTREF", _stored_references(change), "agent reference"),
    ):
        for value in added:
            row = PeopleRow(PK=f"{prefix}#{value}", SK=prefix, kind="unique", owner_id=user_id)
            tx.create(row, otherwise=Conflict(f"The {what} {value} belongs to somebody else"))
        for value in removed:
            # These rows are written once, so their revision is always the first.
            tx.delete(PeopleRow(PK=f"{prefix}#{value}", SK=prefix, kind="unique", revision=1))


def _memberships(change: Change) -> list[tuple[str, _Sets, frozenset[str]]]:
    """What a user is a member of, by a row for each: the prefix of its key, what changes, and all that they are in.

    Agents have none for being agents: almost everybody is one, and who isn't is found among them soon.
    """
    before = listed_roles(change.before) if change.before else frozenset()
    after = listed_roles(change.after)
    return [("GROUP", _groups(change), change.after.group_ids), ("ROLE", _difference(before, after), after)]


def role_membership(user: User) -> list[PeopleRow]:
    """The rows by which a user is found by their roles."""
    return [_membership(user, "ROLE", id) for id in sorted(listed_roles(user))]


def _membership(user: User, prefix: str, id: str) -> PeopleRow:
    return PeopleRow(
        PK=f"USER#{user.id}",
        SK=f"{prefix}#{id}",
        kind="membership",
        GSI1PK=f"{prefix}#{id}",
        GSI1SK=sort_key(user),
    )


def _write_memberships(tx: Transaction, change: Change) -> None:
    user = change.after
    there: dict[str, bool] = {}
    for prefix, (added, removed), ids in _memberships(change):
        for id in added:
            tx.create(_membership(user, prefix, id))
        there |= {f"{prefix}#{id}": False for id in removed}
        if _renamed(change):
            there |= {f"{prefix}#{id}": True for id in sorted(ids - set(added))}
    for row in find_many(PeopleRow, [(f"USER#{user.id}", key) for key in there]):
        if there.pop(row.SK):
            tx.update(row, [PeopleRow.GSI1SK.set(sort_key(user))])
        else:
            tx.delete(row)
    # Whoever is from before there were rows for roles gets theirs with a new name.
    for key in sorted(key for key, kept in there.items() if kept):
        tx.create(_membership(user, *key.split("#", 1)))


def _write_counts(tx: Transaction, members: dict[tuple[Named, str], int], admins: int) -> None:
    counted: set[tuple[Named, str]] = set(members)
    if admins:
        counted.add(("role", ADMIN))
    for kind, id in sorted(counted):
        actions: list[Action] = [PeopleRow.kind.set("members")]
        if members.get((kind, id)):
            actions.append(PeopleRow.counted.add(members[kind, id]))
        condition: Condition | None = None
        refusal: DebriefError | None = None
        if (kind, id) == ("role", ADMIN) and admins:
            actions.append(PeopleRow.active.add(admins))
            if admins < 0:
                condition = PeopleRow.active > -admins
                refusal = RuleBroken(NO_ADMIN_LEFT)
        if len(actions) > 1:
            tx.update(members_row(kind, id), actions, condition=condition, otherwise=refusal)


def _check_present(tx: Transaction, kind: Named, id: str, refusal: DebriefError) -> None:
    if kind == "role":
        if id not in BUILT_IN_ROLES:
            tx.check(PeopleRow, ACCOUNT, f"ROLE#{id}", PeopleRow.PK.exists(), refusal)
    else:
        tx.check(PeopleRow, f"{kind.upper()}#{id}", kind.upper(), PeopleRow.PK.exists(), refusal)


def _reports_to(manager_id: str | None) -> Condition:
    return PeopleRow.manager_id == manager_id if manager_id else PeopleRow.manager_id.does_not_exist()
