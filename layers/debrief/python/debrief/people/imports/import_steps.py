"""The steps of the workflow `people_import`: writing what the check found, a part at a time.

How far an import is stands in its own row, which is written in the same transaction as the people: whatever a killed
step has done is told there, and the next one goes on behind it, so nothing is written or counted twice. Each
transaction is preceded by a look at what its rows name (`standing`): nobody's edit is overwritten, and what is gone is
told by row.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, DebriefError, FieldError, NotFound, RuleBroken, Stale
from debrief.kernel.ids import Ids
from debrief.kernel.model import Entity
from debrief.kernel.schedules.store import schedule, unschedule
from debrief.kernel.storage.transactions import MOST_ITEMS, Transaction
from debrief.kernel.workflows import RUNNING, UNKNOWN
from debrief.people.access import Access
from debrief.people.events import GROUP_CREATED, TEAM_CREATED, NamedData
from debrief.people.imports.deadlines import IMPORT_STALLED, import_deadline
from debrief.people.imports.failures import LOST, ROWS_LEFT, failure_of
from debrief.people.imports.model import (
    MOST_LEFT,
    MOST_NAMES,
    ImportFailure,
    ImportStatus,
    PeopleImport,
    PlannedRow,
    PlanPart,
)
from debrief.people.imports.service import check_may_import
from debrief.people.imports.sheet import wrong
from debrief.people.imports.standing import Outcome, Standing, hold_against
from debrief.people.imports.store import ImportStore
from debrief.people.imports.workflow_client import Workflow
from debrief.people.model import Group, Role, Team, User
from debrief.people.names import name_key
from debrief.people.organisation.store import footprint, write_users
from debrief.people.roles import ADMIN, check_may_give
from debrief.people.rows_store import Named, PeopleRow, group_row, name_row, team_row
from debrief.people.store import PeopleStore

MOST_ATTEMPTS = 3
"""Runs of one import; each goes on where the one before came to."""

_LOOKED_AT = 30
"""Rows that are looked at together; about as many as fit into one transaction."""

_NAMED_AT_ONCE = 30
"""Teams or groups of one transaction, three items each."""

_TRIES = 3
"""Times that rows are looked at anew because somebody changed what they name in the same moment."""

_ROOM = MOST_ITEMS - 2
"""Items of a transaction beside the import's own row, and the look after it that goes with the last of them."""

_COLLIDES = "can't be written, also after several tries: something in it collides with what is there by now"

_TOO_MUCH = "is more than can be changed at once; do it in several steps"


class Written(Entity):
    """Whether anything is left to be written by this run."""

    import_id: str
    done: bool


class ImportSteps:
    """Runs the steps, and looks after imports whose run was lost. Each may be run again without harm."""

    def __init__(
        self,
        store: PeopleStore,
        access: Access,
        imports: ImportStore,
        workflow: Workflow,
        clock: Clock,
        ids: Ids,
        *,
        patience: timedelta,
    ) -> None:
        self._store = store
        self._access = access
        self._imports = imports
        self._workflow = workflow
        self._clock = clock
        self._ids = ids
        self._patience = patience

    def write(self, import_id: str, attempt: int) -> Written:
        """Write what is left of the part that the import has come to.

        Raises:
            Unauthenticated, Forbidden: whoever asked may do so no longer. NotFound: the part isn't kept any more.
            Stale, Throttled, Unavailable: to be tried again.
        """
        found = self._at_it(import_id, attempt)
        if found is None:
            return Written(import_id=import_id, done=True)
        part, number = self._imports.part(import_id, found.part), found.part
        roles = self._store.roles()
        self._check_permitted(found, part, roles)
        while found is not None and found.part == number and found.running:
            found = self._advance(found, part, roles)
        return Written(import_id=import_id, done=found is None or not found.running)

    def fail(self, import_id: str, attempt: int, failure: ImportFailure) -> None:
        """Note why the import was given up; what was written stays. A later attempt isn't touched."""
        found = self._at_it(import_id, attempt)
        if found is None:
            return
        self._end(found, {"status": ImportStatus.FAILED, "failure": failure, "ended_at": self._clock.now()})

    def fail_by(self, import_id: str, attempt: int, error_name: str) -> None:
        """As `fail`, by the name of the error that stopped the run."""
        self.fail(import_id, attempt, failure_of(error_name))

    def look_after(self, import_id: str) -> datetime | None:
        """See to an import whose run should have ended; returns when to look again, None where it has ended.

        A run that still goes on is left to its own time-out. A lost one begins again where it broke off,
        `MOST_ATTEMPTS` times in all; then the import has failed.
        """
        found = self._imports.find(import_id)
        if found is None or not found.running:
            return None
        later = self._clock.now() + self._patience
        state = self._workflow.state(found)
        if state == RUNNING:
            return later
        if state == UNKNOWN:
            # Whoever wrote it down died before starting the run, or the start was refused.
            self._workflow.start(found)
            return later
        try:
            if found.attempt >= MOST_ATTEMPTS:
                self.fail(import_id, found.attempt, LOST)
                return None
            again = found.model_copy(update={"attempt": found.attempt + 1})
            with Transaction(self._clock, self._ids) as tx:
                self._imports.put(tx, again)
                schedule(tx, PeopleRow, import_deadline(again, later))
        except Stale:
            # It moved on meanwhile; whoever moved it is looked after later.
            return later
        self._workflow.start(again)
        return later

    # Inside --------------------------------------------------------------------------------------------------------

    def _at_it(self, import_id: str, attempt: int) -> PeopleImport | None:
        """The import while it waits for this attempt; None when it has ended or a later one is at it."""
        found = self._imports.find(import_id)
        if found is None:
            raise NotFound("There is no such import")
        return found if found.running and found.attempt == attempt else None

    def _check_permitted(self, found: PeopleImport, part: PlanPart, roles: Mapping[str, Role]) -> None:
        """Whoever asked must still be allowed to: who was deactivated meanwhile writes nothing more."""
        caller = self._access.caller(found.requested_by)
        check_may_import(caller)
        named = {role_id for row in part.rows for user in (row.before, row.after) if user for role_id in user.role_ids}
        check_may_give(caller.permissions, caller.reach, [roles[role_id] for role_id in sorted(named & roles.keys())])

    def _advance(self, found: PeopleImport, part: PlanPart, roles: Mapping[str, Role]) -> PeopleImport | None:
        """Deal with the next entries of the part, in one transaction; the import afterwards.

        None where the import has ended, or another attempt has taken over, meanwhile.
        """
        most = _LOOKED_AT
        for tries in range(1, 2 * _TRIES + 1):
            try:
                return self._write_some(found, part, roles, most)
            except (Conflict, Stale, RuleBroken) as error:
                # What the rows name was changed since it was looked at, or another run of this import goes on.
                stored = self._at_it(found.id, found.attempt)
                if stored is None or stored.revision != found.revision:
                    return stored
                if most == 1 and tries == 2 * _TRIES:
                    return self._leave_one(found, part, error)
                roles = self._store.roles()
                # One that can't be written must not keep the others back.
                most = _LOOKED_AT if tries < _TRIES else 1
        raise Stale("Others change the same people again and again")

    def _write_some(self, found: PeopleImport, part: PlanPart, roles: Mapping[str, Role], most: int) -> PeopleImport:
        place, teams, groups = found.place, len(part.teams), len(part.groups)
        if place < teams:
            return self._write_named(found, part, "team", part.teams[place : place + min(most, _NAMED_AT_ONCE)])
        if place < teams + groups:
            some = part.groups[place - teams : place - teams + min(most, _NAMED_AT_ONCE)]
            return self._write_named(found, part, "group", some)
        first = place - teams - groups
        return self._write_rows(found, part, part.rows[first : first + most], roles)

    def _write_named(
        self, found: PeopleImport, part: PlanPart, kind: Named, things: Sequence[Team] | Sequence[Group]
    ) -> PeopleImport:
        """Make teams or groups. A name that was taken meanwhile is left to whoever took it; its rows say so."""
        taken = self._store.owners_of_names(kind, (each.name for each in things))
        new = [each for each in things if name_key(each.name) not in taken]
        made = {"team": found.teams_made, "group": found.groups_made}[kind] + len(new)
        names = {"team": found.teams_created, "group": found.groups_created}[kind]
        kept = (*names, *(each.name for each in new))[:MOST_NAMES]
        after = self._moved(found, part, len(things), {f"{kind}s_made": made, f"{kind}s_created": kept})
        with Transaction(self._clock, self._ids) as tx:
            for each in new:
                tx.create(team_row(each) if isinstance(each, Team) else group_row(each))
                tx.create(name_row(kind, each.name, each.id))
                event = TEAM_CREATED if kind == "team" else GROUP_CREATED
                data = NamedData(what="team" if kind == "team" else "group")
                tx.announce(PeopleRow, event, each.id, data.model_dump())
            self._put(tx, after)
        return _written(after)

    def _write_rows(
        self, found: PeopleImport, part: PlanPart, rows: Sequence[PlannedRow], roles: Mapping[str, Role]
    ) -> PeopleImport:
        outcomes = _that_fit(hold_against(rows, self._standing(rows, roles)))
        changes = [outcome.change for outcome in outcomes if outcome.change]
        created = sum(change.before is None for change in changes)
        left = [outcome for outcome in outcomes if outcome.errors]
        counted = {
            "created": found.created + created,
            "updated": found.updated + len(changes) - created,
            "unchanged": found.unchanged + len(outcomes) - len(changes) - len(left),
            **_left(found, [outcome.errors for outcome in left]),
        }
        after = self._moved(found, part, len(outcomes), counted)
        line = {user_id: manager for outcome in outcomes for user_id, manager in outcome.line}
        with Transaction(self._clock, self._ids) as tx:
            if changes:
                write_users(tx, changes, line_checks=list(line.items()))
            self._put(tx, after)
        return _written(after)

    def _leave_one(self, found: PeopleImport, part: PlanPart, error: DebriefError) -> PeopleImport:
        """Pass over the next entry, which was refused again and again for what a look at it didn't tell."""
        first = found.place - len(part.teams) - len(part.groups)
        if first < 0:
            raise error
        # Not the error's own sentence, which may name an e-mail address: this is kept, and the row tells what it is.
        told = wrong(part.rows[first].row, "", _COLLIDES)
        after = self._moved(found, part, 1, _left(found, [[told]]))
        with Transaction(self._clock, self._ids) as tx:
            self._put(tx, after)
        return _written(after)

    def _moved(self, found: PeopleImport, part: PlanPart, entries: int, counted: dict[str, Any]) -> PeopleImport:
        """The import behind the next `entries`; ended, where these were the last."""
        place: dict[str, Any] = {"part": found.part, "place": found.place + entries}
        if place["place"] >= len(part):
            place = {"part": found.part + 1, "place": 0}
        after = found.model_copy(update=counted | place)
        if after.part < after.parts:
            return after
        status, failure = (ImportStatus.FAILED, ROWS_LEFT) if after.left else (ImportStatus.FINISHED, None)
        return after.model_copy(update={"status": status, "failure": failure, "ended_at": self._clock.now()})

    def _end(self, found: PeopleImport, how: dict[str, Any]) -> None:
        with Transaction(self._clock, self._ids) as tx:
            self._put(tx, found.model_copy(update=how))

    def _put(self, tx: Transaction, after: PeopleImport) -> None:
        self._imports.put(tx, after)
        if not after.running:
            unschedule(tx, PeopleRow, IMPORT_STALLED, after.id)

    def _standing(self, rows: Sequence[PlannedRow], roles: Mapping[str, Role]) -> Standing:
        """What the account has now of everything that the rows name: a batch for each kind, and one a level above."""
        store, after = self._store, [row.after for row in rows]
        wanted = {user.id for user in after} | {user.manager_id for user in after if user.manager_id}
        users: dict[str, User] = {user.id: user for user in store.find_users(sorted(wanted))}
        users |= store.users_above(users)
        # Only rows of admins can take the role from the last one.
        admins = any(row.before is not None and ADMIN in row.before.role_ids for row in rows)
        added = [user for row, user in zip(rows, after, strict=True) if row.before is None and user.email]
        return Standing(
            users=users,
            emails=store.owners_of_emails(user.email for user in added if user.email),
            references=store.owners_of_references(each for user in after for each in user.agent_references),
            teams=store.find_teams(sorted({user.team_id for user in after if user.team_id})),
            groups=store.find_groups(sorted({each for user in after for each in user.group_ids})),
            roles=roles,
            active_admins=store.active_admins() if admins else 0,
        )


def _that_fit(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """As many of the first outcomes as fit into one transaction beside the import's own row; one at least."""
    fitting: list[Outcome] = []
    items: set[str] = set()
    for outcome in outcomes:
        more = _items(outcome)
        if len(more) > _ROOM:
            outcome = Outcome(outcome.row, None, [], [wrong(outcome.row.row, "", _TOO_MUCH)])
            more = set()
        if len(items | more) > _ROOM:
            break
        items |= more
        fitting.append(outcome)
    return fitting


def _items(outcome: Outcome) -> set[str]:
    if outcome.change is None:
        return set()
    return footprint(outcome.change) | {f"user {user_id}" for user_id, _ in outcome.line}


def _left(found: PeopleImport, reasons: Sequence[Sequence[FieldError]]) -> dict[str, Any]:
    """Rows that are left out, with their reasons, behind those that were before."""
    told = [error for errors in reasons for error in errors]
    return {"left": found.left + len(reasons), "errors": (*found.errors, *told)[:MOST_LEFT]}


def _written(after: PeopleImport) -> PeopleImport:
    return after.model_copy(update={"revision": after.revision + 1})
