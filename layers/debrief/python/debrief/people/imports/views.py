"""What the API shows of an import of people."""

from enum import StrEnum
from typing import Self

from debrief.kernel.clock import Instant
from debrief.kernel.errors import FieldError
from debrief.kernel.model import Entity
from debrief.people.imports.model import ImportFailure, PeopleImport, ReadAs


class ShownStatus(StrEnum):
    """checked: a dry run, of which nothing is written. running, finished, failed: see `ImportStatus`."""

    CHECKED = "checked"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


class ImportItem(Entity):
    """What an import has done so far, or with dry_run would do: numbers of people, teams and groups that are made.

    id: None for a dry run, which isn't kept. read_as: what the file was taken for; the examples of a guess are told by
    a dry run alone. people: rows of the file; created, updated, unchanged and left add up to
    them in the end. left: rows that weren't written, since somebody else had changed the organisation meanwhile;
    errors: the first hundred of these, with row and column. teams_created, groups_created: names, the first hundred of
    each where it isn't a dry run; teams_made, groups_made: how many there are.
    """

    id: str | None
    dry_run: bool
    status: ShownStatus
    read_as: ReadAs | None
    people: int
    created: int
    updated: int
    unchanged: int
    left: int
    errors: list[FieldError]
    teams_made: int
    groups_made: int
    teams_created: list[str]
    groups_created: list[str]
    failure: ImportFailure | None
    created_at: Instant
    ended_at: Instant | None

    @classmethod
    def of(cls, found: PeopleImport) -> Self:
        """An import as it stands."""
        return cls(
            id=found.id,
            dry_run=False,
            status=ShownStatus(found.status.value),
            read_as=found.read_as,
            people=found.people,
            created=found.created,
            updated=found.updated,
            unchanged=found.unchanged,
            left=found.left,
            errors=list(found.errors),
            teams_made=found.teams_made,
            groups_made=found.groups_made,
            teams_created=sorted(found.teams_created),
            groups_created=sorted(found.groups_created),
            failure=found.failure,
            created_at=found.created_at,
            ended_at=found.ended_at,
        )
