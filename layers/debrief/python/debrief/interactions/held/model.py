"""A batch: one answer that is given to many held or failed items, and what became of each (S2.1)."""

from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from debrief.interactions.holds import HoldCode, HoldReason
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

    given: of those held for the reason, only those held for this value. values: of those with ids, for which values of
    a field its answer is meant, as they were written; what is held for another one, perhaps since, isn't answered.
    dismissed_by: those that this batch dismissed and nobody has dealt with since.
    """

    ids: tuple[str, ...] = ()
    status: IntakeStatus = IntakeStatus.HELD
    reason: HoldCode | None = None
    given: str | None = None
    values: dict[str, tuple[str, ...]] = {}
    dismissed_by: str | None = None

    def admits(self, item: IntakeItem) -> bool:
        """Whether an item with the status is one of them; the ids are asked for by themselves."""
        if self.dismissed_by is not None:
            # The item keeps the batch that dealt with it last, whatever a person has done with it since.
            dismissal = item.dismissal if item.status is IntakeStatus.DISMISSED else None
            return dismissal is not None and dismissal.batch_id == self.dismissed_by
        return HeldFor(reason=self.reason, given=self.given).admits(item)

    def means(self, reason: HoldReason) -> bool:
        """Whether an answer is meant for this reason of an item that is one of them."""
        if self.reason is not None or reason.given is None:
            return True
        return reason.given in self.values.get(reason.field or "", ())


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
    at_it: a step has begun to deal with what comes next, and hasn't written down that it ended. begun: the item that
    such a step was dealing with alone, after one had broken off among several.
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
    at_it: bool = False
    begun: str | None = None
    counts: BatchCounts = BatchCounts()
    told: tuple[Told, ...] = ()
    failure: Failure | None = None
    ended_at: Instant | None = None

    @property
    def may_be_taken_back(self) -> bool:
        """Whether what it dismissed may be released as it was dismissed: at once."""
        return self.act is BatchAct.DISMISS and not self.running and self.counts.dismissed > 0

    def answers_to(self, item: IntakeItem) -> dict[str, str]:
        """Of what is filled in, what the item itself is held for: what it knows already is left to it.

        So is what is held for a value that wasn't meant.
        """
        asked = {reason.field for reason in item.reasons if self.which.means(reason)}
        return {name: text for name, text in self.fields.items() if name in asked}

    @property
    def running(self) -> bool:
        """Whether something is still to be done."""
        return self.status is BatchStatus.RUNNING

    def ended(self, status: BatchStatus, at: datetime, failure: Failure | None = None) -> Self:
        """The batch once it is over: without what it said of people, which stands at its items."""
        about_agents = self.which.reason in (HoldCode.AGENT_UNKNOWN, HoldCode.AGENT_AMBIGUOUS)
        which = self.which.model_copy(
            update={"values": {name: () if name in _OF_PEOPLE else each for name, each in self.which.values.items()}}
        )
        return self.model_copy(
            update={
                "status": status,
                "failure": failure,
                "ended_at": at,
                "fields": {name: "" if name in _OF_PEOPLE else text for name, text in self.fields.items()},
                "which": which.model_copy(update={"given": None}) if about_agents else which,
            }
        )

    @property
    def execution_name(self) -> str:
        """The name of the present attempt's run."""
        return f"{self.id}-{self.attempt}"


class BatchPart(Entity):
    """A list of the chosen items, by their ids."""

    ids: tuple[str, ...]
