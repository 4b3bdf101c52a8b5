"""A batch: one answer that is given to many held or failed items, and what became of each (S2.1)."""

from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.model import Failure, HeldFor, IntakeItem, IntakeStatus
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity

MOST_TOLD: Final = 100
"""Items that were left or couldn't be dealt with and are told one by one; their number is always whole."""


class BatchAct(StrEnum):
    """complete: fill in fields. release: examine again as it is. dismiss: put aside, with a reason."""

    COMPLETE = "complete"
    RELEASE = "release"
    DISMISS = "dismiss"


class BatchStatus(StrEnum):
    """running: items are still being looked for or dealt with. failed: it was given up; what was done stays."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


class Chosen(Entity):
    """Which items a batch is for: those with these ids, or all with a status and a reason when it was asked for.

    given: of those held for the reason, only those held for this value.
    """

    ids: tuple[str, ...] = ()
    status: IntakeStatus = IntakeStatus.HELD
    reason: HoldCode | None = None
    given: str | None = None

    def admits(self, item: IntakeItem) -> bool:
        """Whether an item with the status is one of them; the ids are asked for by themselves."""
        return HeldFor(reason=self.reason, given=self.given).admits(item)


class Told(Entity):
    """An item that is left after the batch, and why: the codes for which it is still held, or a sentence.

    What was written in it stands at the item itself, and goes with it.
    """

    intake_id: str
    codes: tuple[HoldCode, ...] = ()
    sentence: str | None = None


class BatchCounts(Entity):
    """What became of the chosen items so far; each is in one of them.

    released: on their way, or loaded. dismissed. still_held: examined, and something is still missing.
    passed_over: somebody else had dealt with them meanwhile. failed: couldn't be dealt with.
    """

    released: int = 0
    dismissed: int = 0
    still_held: int = 0
    passed_over: int = 0
    failed: int = 0

    @property
    def done(self) -> int:
        """Items that were dealt with."""
        return self.released + self.dismissed + self.still_held + self.passed_over + self.failed


_OF_PEOPLE: Final = frozenset({"agent_reference", "customer_reference"})


class HeldBatch(Aggregate):
    """One answer for many.

    fields: what is filled in, by names of `Metadata`; once it has ended, without what people are called. remember:
    whether what it says of queues and channels holds from now on. reason: why they are dismissed.
    chosen: how many items it is for, as far as they were looked for; choosing: whether that still goes on. start: where
    the search goes on, as JSON. parts: how many lists of chosen items there are. part, place: what is dealt with next.
    told: the first items that are left, with their reasons. attempt: of the run of the workflow.
    ended_at: None while it runs.
    """

    id: str
    requested_by: str
    created_at: Instant
    act: BatchAct
    fields: dict[str, str] = {}
    remember: bool = False
    reason: str | None = None
    which: Chosen
    status: BatchStatus = BatchStatus.RUNNING
    attempt: int = 1
    choosing: bool = True
    start: str | None = None
    chosen: int = 0
    parts: int = 0
    part: int = 0
    place: int = 0
    counts: BatchCounts = BatchCounts()
    told: tuple[Told, ...] = ()
    failure: Failure | None = None
    ended_at: Instant | None = None

    def answers_to(self, item: IntakeItem) -> dict[str, str]:
        """Of what is filled in, what the item itself is held for: what it knows already is left to it."""
        asked = {reason.field for reason in item.reasons}
        return {name: text for name, text in self.fields.items() if name in asked}

    @property
    def running(self) -> bool:
        """Whether something is still to be done."""
        return self.status is BatchStatus.RUNNING

    def ended(self, status: BatchStatus, at: datetime, failure: Failure | None = None) -> Self:
        """The batch once it is over: without what it said of people, which stands at its items."""
        about_agents = self.which.reason in (HoldCode.AGENT_UNKNOWN, HoldCode.AGENT_AMBIGUOUS)
        return self.model_copy(
            update={
                "status": status,
                "failure": failure,
                "ended_at": at,
                "fields": {name: "" if name in _OF_PEOPLE else text for name, text in self.fields.items()},
                "which": self.which.model_copy(update={"given": None}) if about_agents else self.which,
            }
        )

    @property
    def execution_name(self) -> str:
        """The name of the present attempt's run."""
        return f"{self.id}-{self.attempt}"


class BatchPart(Entity):
    """A list of the chosen items, by their ids."""

    ids: tuple[str, ...]
