"""Importing people from a CSV file: all of it is checked first, and only a file without any error is written.

The check answers at once. The writing is a workflow (`import_steps`), since a request may take 29 seconds and 5,000
people take longer. What the check found to change is kept for it, in parts. Whoever is there is found by their e-mail
address, and people who are as the file wants them are skipped: an import that was left unfinished is finished by
importing the file again. New ids say nothing of the address, so that nobody can be asked for by what they are called
elsewhere.
"""

from datetime import timedelta
from typing import Final

from debrief.kernel.auth import Caller
from debrief.kernel.clock import Clock
from debrief.kernel.errors import DebriefError, FieldError, Forbidden, NotFound, RuleBroken
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.store import schedule, unschedule
from debrief.kernel.sheets.decoding import NotATable, decode
from debrief.kernel.sheets.separators import Separator
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.workflows import note_unstarted
from debrief.people.imports.deadlines import IMPORT_STALLED, import_deadline
from debrief.people.imports.failures import NOT_STARTED
from debrief.people.imports.known_reader import KnownReader
from debrief.people.imports.model import ImportStatus, PeopleImport, ReadAs
from debrief.people.imports.plan import ImportPlan, parts_of, plan_import
from debrief.people.imports.sheet import MOST_ERRORS, PeopleSheet, read_sheet
from debrief.people.imports.store import ImportStore
from debrief.people.imports.views import ImportItem, ShownStatus
from debrief.people.imports.workflow_client import Workflow
from debrief.people.roles import check_may_give, may_change_structure
from debrief.people.rows_store import PeopleRow
from debrief.people.store import PeopleStore

PEOPLE_A_PART = 250
"""A step of the workflow writes so many people, teams and groups: some seconds of work."""


def check_may_import(caller: Caller) -> None:
    """Raises Forbidden unless the caller manages people and reaches everyone."""
    if not may_change_structure(caller):
        raise Forbidden("Importing people needs a role that manages people and reaches everyone")


class ImportService:
    """The use cases of those who import. patience: for so long a run may go on before somebody looks after it."""

    def __init__(
        self,
        store: PeopleStore,
        imports: ImportStore,
        workflow: Workflow,
        clock: Clock,
        ids: Ids,
        *,
        patience: timedelta,
    ) -> None:
        self._known = KnownReader(store, ids)
        self._imports = imports
        self._workflow = workflow
        self._clock = clock
        self._ids = ids
        self._patience = patience

    def check(self, caller: Caller, content: str | bytes, *, create_missing: bool) -> ImportItem:
        """What importing the file would do; nothing is written. Raises as `start`."""
        sheet, plan, read_as = self._plan(caller, content, create_missing=create_missing)
        created = sum(row.before is None for row in plan.changes)
        now = self._clock.now()
        return ImportItem(
            id=None,
            dry_run=True,
            status=ShownStatus.CHECKED,
            read_as=read_as,
            people=len(sheet.rows),
            created=created,
            updated=len(plan.changes) - created,
            unchanged=plan.unchanged,
            left=0,
            errors=[],
            teams_made=len(plan.teams),
            groups_made=len(plan.groups),
            teams_created=sorted(team.name for team in plan.teams),
            groups_created=sorted(group.name for group in plan.groups),
            failure=None,
            created_at=now,
            ended_at=now,
        )

    def start(self, caller: Caller, content: str | bytes, *, create_missing: bool) -> ImportItem:
        """Check the file, and let the workflow write it; the import as it begins.

        content: the bytes of the file, or its text. create_missing: make teams and groups that aren't there.

        Raises:
            Forbidden: the caller doesn't reach everyone, or a role permits more than the caller has.
            RuleBroken: with every error of the file, its row and column (the first 1,000 of them).
            Throttled, Unavailable: the workflow couldn't be started; the import has failed, with nothing written, or
            where that couldn't be noted, it is looked after later.
        """
        sheet, plan, read_as = self._plan(caller, content, create_missing=create_missing)
        now = self._clock.now()
        parts = list(parts_of(plan, PEOPLE_A_PART))
        asked = PeopleImport(
            id=self._ids.new("pi"),
            requested_by=caller.user_id,
            created_at=now,
            read_as=read_as.model_copy(update={"examples": ()}),
            people=len(sheet.rows),
            unchanged=plan.unchanged,
            parts=len(parts),
        )
        if not parts:
            asked = asked.model_copy(update={"status": ImportStatus.FINISHED, "ended_at": now})
        self._imports.put_parts(asked.id, parts)
        with Transaction(self._clock, self._ids) as tx:
            self._imports.put(tx, asked)
            if asked.running:
                schedule(tx, PeopleRow, import_deadline(asked, now + self._patience))
        return ImportItem.of(self._begun(written(asked)) if asked.running else asked)

    def find(self, caller: Caller, import_id: str) -> ImportItem:
        """How an import stands. Raises Forbidden: the caller may not import. NotFound."""
        check_may_import(caller)
        found = self._imports.find(import_id)
        if found is None:
            raise NotFound("There is no such import")
        return ImportItem.of(found)

    def _begun(self, asked: PeopleImport) -> PeopleImport:
        try:
            self._workflow.start(asked)
        except DebriefError as error:
            failed = note_unstarted(error, asked, note=self._not_started, again=lambda: self._waiting(asked))
            found = None if failed else self._imports.find(asked.id)
            if found is None or found.status is ImportStatus.FAILED:
                raise
            # Its run goes on after all: only the answer to its start was lost.
            return found
        return asked

    def _not_started(self, asked: PeopleImport) -> PeopleImport:
        ended = {"status": ImportStatus.FAILED, "failure": NOT_STARTED, "ended_at": self._clock.now()}
        failed = asked.model_copy(update=ended)
        with Transaction(self._clock, self._ids) as tx:
            self._imports.put(tx, failed)
            unschedule(tx, PeopleRow, IMPORT_STALLED, asked.id)
        return written(failed)

    def _waiting(self, asked: PeopleImport) -> PeopleImport | None:
        """The import while no run has written any of it; None once one has, or it is over."""
        found = self._imports.find(asked.id)
        if found is None or not found.running or found.attempt != asked.attempt:
            return None
        return found if (found.part, found.place) == (0, 0) else None

    def _plan(
        self, caller: Caller, content: str | bytes, *, create_missing: bool
    ) -> tuple[PeopleSheet, ImportPlan, ReadAs]:
        check_may_import(caller)
        try:
            decoded = decode(content)
        except NotATable as fault:
            told = FieldError(pointer="file", message=str(fault))
            raise RuleBroken(f"The file {fault}. Nothing was written", errors=[told]) from fault
        sheet = read_sheet(decoded.text)
        read_as = ReadAs(
            encoding=decoded.encoding,
            separator=sheet.separator,
            guessed=decoded.guessed,
            examples=decoded.examples,
        )
        if not sheet.columns:
            raise _refused(sheet, None, read_as)
        known = self._known.known(sheet)
        plan = plan_import(sheet, known, self._ids, create_missing=create_missing)
        if sheet.errors or plan.errors:
            raise _refused(sheet, plan, read_as)
        for row in plan.changes:
            role_ids = row.after.role_ids | (row.before.role_ids if row.before else frozenset())
            roles = [known.roles[role_id] for role_id in role_ids if role_id in known.roles]
            check_may_give(caller.permissions, caller.reach, roles)
        return sheet, plan, read_as


_PLURAL: Final = {
    Separator.COMMA: "commas",
    Separator.SEMICOLON: "semicolons",
    Separator.TAB: "tabulators",
    Separator.BAR: "vertical bars",
}


def _refused(sheet: PeopleSheet, plan: ImportPlan | None, read_as: ReadAs) -> RuleBroken:
    errors = [*sheet.errors, *(plan.errors if plan else [])]
    left = f"; the first {MOST_ERRORS} are told" if len(errors) > MOST_ERRORS else ""
    count = "one error" if len(errors) == 1 else f"{len(errors)} errors"
    taken = f"It was read as {read_as.encoding}, separated by {_PLURAL[read_as.separator]}"
    return RuleBroken(f"The file has {count}{left}. Nothing was written. {taken}", errors=errors, most_told=MOST_ERRORS)
