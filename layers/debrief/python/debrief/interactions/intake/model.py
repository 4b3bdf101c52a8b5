"""What came in, from the moment it was dropped until it is an interaction (S2.1)."""

from enum import StrEnum
from typing import Annotated, Final, Literal, get_args

from pydantic import Field

from debrief.interactions.formats.metadata import Metadata
from debrief.interactions.holds import HoldCode, HoldReason
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity


class IntakeStatus(StrEnum):
    """held: waits for a person. processing: in the pipeline. loaded: is an interaction. failed: may be retried.

    dismissed: a person has said that it is not to be taken in; it may be taken back.
    """

    HELD = "held"
    PROCESSING = "processing"
    LOADED = "loaded"
    FAILED = "failed"
    DISMISSED = "dismissed"


class StoredObject(Entity):
    """An object, or a span of one, that came in.

    span: first and last byte where the conversation is one line of a larger object.
    media_type, channels, duration_ms: of recordings, the last two as the audio's header tells. size: bytes.
    """

    key: str
    etag: str
    size: int
    media_type: str | None = None
    channels: int | None = None
    duration_ms: int | None = None
    span: tuple[int, int] | None = None

    def same_as(self, other: "StoredObject | None") -> bool:
        """Whether it is the same object with the same content."""
        return other is not None and (self.key, self.etag, self.span) == (other.key, other.etag, other.span)


class Failure(Entity):
    """Why the pipeline gave up. code: the error's name; sentence: for the person who looks at it."""

    code: str
    sentence: str


class Dismissal(Entity):
    """Why something isn't taken in. by: the user who said so. batch_id: the batch by which they said it of many."""

    reason: str
    by: str
    at: Instant
    batch_id: str | None = None


class PaidTranscription(Entity):
    """What a transcription costs. attempt: of which run. cost_micro_usd: by the price list in force."""

    attempt: int
    cost_micro_usd: Annotated[int, Field(ge=0)]


class IntakeItem(Aggregate):
    """One conversation that came in: the objects with one name, or one line of a bulk import.

    unit_key: what its objects have in common; for a line, the object and the line's number.
    completion: what a person filled in, stronger than all else.
    metadata: everything known of it, merged. agent_id: the user that the agent reference was resolved to.
    interaction_id: once it is accepted. already_loaded: the very same content was loaded before, by another item.
    wordless: its document tells of the conversation and not what was said, so that the recording is transcribed.
    attempt: counts the runs of the pipeline; part of the execution's name.
    dismissal: why it isn't taken in, where it is dismissed.
    paid: what its last transcription costs, taken from the month's budget before it was begun.
    batch_id: the last batch of held items that dealt with it.
    erased_at: when it was erased on request; nothing is taken in as this item any more.
    """

    id: str
    bucket: str
    unit_key: str
    recording: StoredObject | None = None
    transcript: StoredObject | None = None
    sidecar: StoredObject | None = None
    screen_recordings: tuple[StoredObject, ...] = ()
    unsupported: StoredObject | None = None
    import_id: str | None = None
    line: int | None = None
    status: IntakeStatus
    reasons: tuple[HoldReason, ...] = ()
    completion: dict[str, str] = {}
    metadata: Metadata = Metadata()
    agent_id: str | None = None
    interaction_id: str | None = None
    already_loaded: bool = False
    wordless: bool = False
    attempt: int = 0
    paid: PaidTranscription | None = None
    failure: Failure | None = None
    dismissal: Dismissal | None = None
    batch_id: str | None = None
    warnings: tuple[str, ...] = ()
    erased_at: Instant | None = None
    received_at: Instant
    updated_at: Instant

    @property
    def open_to_change(self) -> bool:
        """Whether a person may complete, release or dismiss it."""
        return self.status in (IntakeStatus.HELD, IntakeStatus.FAILED) and self.erased_at is None

    @property
    def may_be_released(self) -> bool:
        """Whether a person may have it examined again: also what was dismissed, which is taken back by that."""
        return self.open_to_change or (self.status is IntakeStatus.DISMISSED and self.erased_at is None)


NamedField = Literal["queue", "channel"]
NAMED_FIELDS: Final[tuple[NamedField, ...]] = get_args(NamedField)
"""The fields whose values the account knows by name."""


class KnownName(Aggregate):
    """A queue that is known, or what another word for a queue or a channel means.

    written: as it comes in. means: what it is taken for; itself, where it is a queue of its own.
    by: the user who answered that; None for a queue that became known by its first conversation.
    """

    id: str
    field: NamedField
    written: str
    means: str
    by: str | None = None
    at: Instant

    @property
    def is_answer(self) -> bool:
        """Whether it means something else than it says."""
        return self.means != self.written


class HeldFor(Entity):
    """Which held items are meant: those held for a reason, and where `given` is told, for this value. None: any."""

    reason: HoldCode | None = None
    given: str | None = None

    def admits(self, item: IntakeItem) -> bool:
        """Whether `item` is one of them."""
        if self.reason is None:
            return True
        return any(
            reason.code is self.reason and (self.given is None or reason.given == self.given) for reason in item.reasons
        )


class HeldCounts(Entity):
    """How much waits for somebody. reasons: of what is held, how much for which reason; one may have several."""

    held: int = 0
    failed: int = 0
    reasons: dict[HoldCode, int] = {}


class ImportStatus(StrEnum):
    """running: lines are still being read or processed. finished: every line is loaded, held, failed or dismissed."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


class BulkImport(Aggregate):
    """A JSON-lines object with one conversation a line.

    lines: how many the object has, blank ones not counted; None until it was read. failure: it couldn't be read.
    attempt: counts the runs of the workflow; part of the execution's name. started_at: of the last run.
    """

    id: str
    bucket: str
    key: str
    etag: str
    size: int
    lines: int | None = None
    failure: Failure | None = None
    attempt: int = 1
    received_at: Instant
    started_at: Instant


class ImportCounts(Entity):
    """What became of an import's lines so far. read = loaded + held + failed + dismissed + processing."""

    loaded: int = 0
    held: int = 0
    failed: int = 0
    dismissed: int = 0
    processing: int = 0

    @property
    def read(self) -> int:
        """Lines that were read so far."""
        return self.loaded + self.held + self.failed + self.dismissed + self.processing


def import_status(bulk: BulkImport, counts: ImportCounts) -> ImportStatus:
    """Derived, so that it can't disagree with the counts."""
    if bulk.failure is not None:
        return ImportStatus.FAILED
    done = bulk.lines is not None and counts.read == bulk.lines and counts.processing == 0
    return ImportStatus.FINISHED if done else ImportStatus.RUNNING


def import_actions(status: ImportStatus) -> list[str]:
    """What may be done with an import. One that runs, or whose run was lost, is looked after by itself."""
    return ["retry"] if status is ImportStatus.FAILED else []
