"""Importing people from a CSV file: all of it is checked first, and only a file without any error is written.

Writing goes in transactions of up to 100 items, managers first. Whoever is there is found by their e-mail address, and
people who are as the file wants them are skipped: an import that broke off halfway is finished by importing the file
again. New ids say nothing of the address, so that nobody can be asked for by what they are called elsewhere.
"""

from collections.abc import Iterator, Mapping, Sequence

from debrief.kernel.auth import Caller, Permission, Reach
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Forbidden, RuleBroken
from debrief.kernel.ids import Ids
from debrief.kernel.model import Entity
from debrief.kernel.storage.transactions import MOST_ITEMS, Transaction
from debrief.people.events import GROUP_CREATED, TEAM_CREATED, NamedData
from debrief.people.imports.plan import ImportPlan, Known, plan_import
from debrief.people.imports.sheet import MOST_ERRORS, PeopleSheet, read_sheet
from debrief.people.lines import line_above
from debrief.people.model import Change, User
from debrief.people.organisation.store import footprint, write_users
from debrief.people.roles import check_may_give
from debrief.people.store import PeopleRow, PeopleStore, group_row, name_row, team_row

_CHANGED_BY_FILE = ("name", "role_ids", "manager_id", "team_id", "group_ids", "agent_references")


class ImportResult(Entity):
    """What an import did, or with dry_run would do: numbers of people, and the teams and groups that were made."""

    dry_run: bool
    created: int
    updated: int
    unchanged: int
    teams_created: list[str]
    groups_created: list[str]


class ImportService:
    """Imports files of people."""

    def __init__(self, store: PeopleStore, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids

    def run(self, caller: Caller, text: str, *, dry_run: bool, create_missing: bool) -> ImportResult:
        """Check the file, and unless it is a dry run write it.

        create_missing: make teams and groups that aren't there.

        Raises:
            Forbidden: the caller doesn't reach everyone, or a role permits more than the caller has.
            RuleBroken: with every error of the file, its row and column (the first 1,000 of them).
        """
        caller.require(Permission.PEOPLE_MANAGE)
        if caller.reach is not Reach.EVERYONE:
            raise Forbidden("Importing people needs a role that reaches everyone")
        sheet = read_sheet(text)
        if not sheet.columns:
            raise _refused(sheet, None)
        known = self._known(sheet)
        plan = plan_import(sheet, known, self._ids, create_missing=create_missing)
        if sheet.errors or plan.errors:
            raise _refused(sheet, plan)
        for before, after in plan.changes:
            role_ids = after.role_ids | (before.role_ids if before else frozenset())
            roles = [known.roles[role_id] for role_id in role_ids if role_id in known.roles]
            check_may_give(caller.permissions, caller.reach, roles)
        if not dry_run:
            self._write(plan)
        created = sum(change.before is None for change in plan.changes)
        return ImportResult(
            dry_run=dry_run,
            created=created,
            updated=len(plan.changes) - created,
            unchanged=plan.unchanged,
            teams_created=sorted(team.name for team in plan.teams),
            groups_created=sorted(group.name for group in plan.groups),
        )

    def _known(self, sheet: PeopleSheet) -> Known:
        emails = {person.email for person in sheet.rows}
        ids = self._store.owners_of_emails(emails | {p.manager_email for p in sheet.rows if p.manager_email})
        users = {user.id: user for user in self._store.find_users(ids.values())}
        ids |= {email: self._ids.new("us") for email in sorted(emails - ids.keys())}
        while above := {user.manager_id for user in users.values() if user.manager_id} - users.keys():
            found = self._store.find_users(above)
            users |= {user.id: user for user in found}
            if len(found) < len(above):
                break
        return Known(
            users=users,
            ids=ids,
            references=self._store.owners_of_references(r for p in sheet.rows for r in p.agent_references or ()),
            teams=self._store.owners_of_names("team", (p.team for p in sheet.rows if p.team)),
            groups=self._store.owners_of_names("group", (g for p in sheet.rows for g in p.groups or ())),
            roles=self._store.roles(),
            active_admins=self._store.active_admins(),
        )

    def _write(self, plan: ImportPlan) -> None:
        for team in plan.teams:
            with Transaction(self._clock, self._ids) as tx:
                tx.create(team_row(team))
                tx.create(name_row("team", team.name, team.id))
                tx.announce(PeopleRow, TEAM_CREATED, team.id, NamedData(what="team").model_dump())
        for group in plan.groups:
            with Transaction(self._clock, self._ids) as tx:
                tx.create(group_row(group))
                tx.create(name_row("group", group.name, group.id))
                tx.announce(PeopleRow, GROUP_CREATED, group.id, NamedData(what="group").model_dump())
        for batch in _batches(plan.changes, plan.manager_of):
            present = {user.id: user for user in self._store.find_users(c.after.id for c in batch if c.before)}
            rebased = [_rebased(change, present) for change in batch]
            with Transaction(self._clock, self._ids) as tx:
                write_users(tx, rebased, line_checks=_line_checks(rebased, plan.manager_of))


def _line_checks(changes: Sequence[Change], manager_of: Mapping[str, str | None]) -> list[tuple[str, str | None]]:
    """What must still hold of the lines that people with reports are moved below; `manager_of`: as it is planned.

    The plan has no circle in it, and whoever stands above is written before. Somebody who was moved elsewhere by
    another request meanwhile could close one: then the import ends with a conflict, and sending it again finishes it.
    """
    checks: dict[str, str | None] = {}
    for before, after in changes:
        if before is not None and before.reports and after.manager_id and before.manager_id != after.manager_id:
            checks |= {above: manager_of.get(above) for above in _above(after, manager_of)}
    return list(checks.items())


def _above(user: User, manager_of: Mapping[str, str | None]) -> list[str]:
    return [*line_above(user.id, manager_of.get)]


def _batches(changes: Sequence[Change], manager_of: Mapping[str, str | None]) -> Iterator[list[Change]]:
    """Cut the changes so that each batch fits into a transaction, in their order, with what it has to check."""
    batch: list[Change] = []
    items: set[str] = set()
    for change in changes:
        more = footprint(change)
        if change.before is not None and change.before.manager_id != change.after.manager_id:
            more |= {f"user {above}" for above in _above(change.after, manager_of)}
        if batch and len(items | more) > MOST_ITEMS:
            yield batch
            batch, items = [], set()
        batch.append(change)
        items |= more
    if batch:
        yield batch


def _rebased(change: Change, present: dict[str, User]) -> Change:
    """The change on top of the person as they are now: earlier batches may have counted their reports anew."""
    now = present.get(change.after.id)
    if now is None:
        return change
    wanted = {name: getattr(change.after, name) for name in _CHANGED_BY_FILE}
    return Change(now, now.model_copy(update=wanted))


def _refused(sheet: PeopleSheet, plan: ImportPlan | None) -> RuleBroken:
    errors = [*sheet.errors, *(plan.errors if plan else [])]
    told = errors[:MOST_ERRORS]
    left = f"; the first {MOST_ERRORS} are told" if len(errors) > len(told) else ""
    count = "one error" if len(errors) == 1 else f"{len(errors)} errors"
    return RuleBroken(f"The file has {count}{left}. Nothing was written", errors=told)
