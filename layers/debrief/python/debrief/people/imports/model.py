"""An import of people: what is to be written, how far that is, and how it ended."""

from enum import StrEnum

from debrief.kernel.clock import Instant
from debrief.kernel.errors import FieldError
from debrief.kernel.model import Aggregate, Entity
from debrief.kernel.sheets.separators import Separator
from debrief.people.model import Group, Team, User

MOST_NAMES = 100
"""So many names of new teams, and of new groups, are kept at the import; their numbers are always whole."""

MOST_LEFT = 100
"""So many rows that were left out are kept with their reasons; their number is always whole."""


class ImportStatus(StrEnum):
    """Whether the checked file is being written, has been, or was given up or has rows left over."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


class ReadAs(Entity):
    """What a file was taken for.

    encoding: as people call it. guessed: the file doesn't tell it, so that its names are to be checked; examples: some
    of its texts that would read differently in another one, kept nowhere.
    """

    encoding: str
    separator: Separator
    guessed: bool = False
    examples: tuple[str, ...] = ()


class ImportFailure(Entity):
    """Why an import failed. reason: stable, for programs; sentence: one of a fixed set, for people."""

    reason: str
    sentence: str


class PlannedRow(Entity):
    """A row of the file that changes somebody. before: as the check read them; None for somebody new.

    row: its number as a spreadsheet shows it.
    """

    row: int
    before: User | None
    after: User


class PlanPart(Entity):
    """What one step of the workflow writes: teams, then groups, then people, in this order."""

    teams: tuple[Team, ...] = ()
    groups: tuple[Group, ...] = ()
    rows: tuple[PlannedRow, ...] = ()

    def __len__(self) -> int:
        return len(self.teams) + len(self.groups) + len(self.rows)


class PeopleImport(Aggregate):
    """One import of a file that was found right.

    read_as: what the file was taken for; unknown of imports from before that was noted.
    attempt: of the run of the workflow; a later one writes on where the one before came to.
    people: rows of the file. parts: how many the plan was cut into. part, place: what is to be written next: the part,
    and the number of its entries that have been dealt with.
    created, updated, unchanged, left: people so far; left: rows that weren't written, because the organisation was
    changed by somebody else meanwhile. errors: the first of these with their reasons.
    teams_made, groups_made: how many so far. teams_created, groups_created: the names of the first of them.
    ended_at: None while it runs.
    """

    id: str
    requested_by: str
    created_at: Instant
    status: ImportStatus = ImportStatus.RUNNING
    read_as: ReadAs | None = None
    attempt: int = 1
    people: int
    parts: int
    part: int = 0
    place: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    left: int = 0
    errors: tuple[FieldError, ...] = ()
    teams_made: int = 0
    groups_made: int = 0
    teams_created: tuple[str, ...] = ()
    groups_created: tuple[str, ...] = ()
    failure: ImportFailure | None = None
    ended_at: Instant | None = None

    @property
    def running(self) -> bool:
        """Whether something is still to be written."""
        return self.status is ImportStatus.RUNNING

    @property
    def execution_name(self) -> str:
        """The name of the present attempt's run."""
        return f"{self.id}-{self.attempt}"
