"""What the routes of the intake and of bulk imports take and answer, beside what the domain knows already."""

from typing import Annotated

from pydantic import Field, StrictBool

from debrief.interactions.held.model import BatchAct, HeldBatch
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.model import (
    BulkImport,
    ImportCounts,
    ImportStatus,
    IntakeItem,
    IntakeStatus,
    KnownName,
)
from debrief.interactions.intake.sources import SourceSaid
from debrief.interactions.speakers.model import Correction, CorrectionStatus, Which
from debrief.kernel.model import Entity


class IntakeView(IntakeItem):
    """An intake item with what the caller may do with it."""

    actions: list[str]


class ImportView(BulkImport):
    """A bulk import with how far it is: read = loaded + held + failed + dismissed + processing."""

    status: ImportStatus
    counts: ImportCounts
    actions: list[str]


class CorrectionView(Correction):
    """A correction of everything of an import or a source, with whether it goes on."""

    status: CorrectionStatus


class CorrectionStanding(Entity):
    """The latest correction of an import or a source; null where nobody has corrected it as a whole.

    most: so many conversations it is about at most; null where that isn't known without looking through a folder of
    very many. actions: of `Which`, what the caller may ask for now.
    """

    correction: CorrectionView | None
    most: int | None
    actions: list[Which]


class CorrectionRequest(Entity):
    """Of which conversations agent and customer are swapped; those of which it was guessed who is who, unless told."""

    which: Which = Which.GUESSED


class SourceCorrectionRequest(CorrectionRequest):
    """folder: of the recordings bucket, ending in `/`; everything in it and below."""

    folder: str


class SourcesRequest(Entity):
    """All that is settled for sources."""

    sources: list[SourceSaid]


class Completion(Entity):
    """What a person fills in: field names of the metadata (`agent_reference`, `started_at`, `queue`, …) to texts.

    remember: what it says of a queue or channel that isn't known holds from now on.
    new: fields whose value is meant as it stands; a queue that comes near a known one is refused otherwise.
    """

    fields: dict[str, str] = Field(max_length=100)
    remember: StrictBool = False
    new: list[str] = Field(default=[], max_length=100)


class BatchRequest(Entity):
    """One answer for many held or failed items.

    ids: of the items; or status, reason and given: all with that status that are held for this reason, and where given
    is told, for this value, at the moment; or dismissed_by, of release: what this batch dismissed and is as it left it.
    fields, remember, new: of complete, see `Completion`; of several values that aren't known each has its own answer,
    so that given is needed there. With ids, values names those that each field's answer is meant for, as they were
    written: what is held for another one is passed over, and only the answer to one value is remembered.
    dismissal: the reason of dismiss.
    """

    act: BatchAct
    ids: list[str] = Field(default=[], max_length=500)
    status: IntakeStatus = IntakeStatus.HELD
    reason: HoldCode | None = None
    given: str | None = None
    values: dict[str, Annotated[list[str], Field(max_length=500)]] = Field(default={}, max_length=100)
    dismissed_by: str | None = None
    fields: dict[str, str] = Field(default={}, max_length=100)
    remember: StrictBool = False
    new: list[str] = Field(default=[], max_length=100)
    dismissal: str | None = Field(default=None, min_length=1, max_length=500)


class BatchView(HeldBatch):
    """A batch with how far it is: chosen = released + dismissed + still_held + passed_over + failed in the end.

    actions: `take_back`, where what it dismissed may be released as one; see `BatchRequest.dismissed_by`.
    """

    done: int
    actions: list[str]


class KnownNameView(KnownName):
    """A known name with what the caller may do with it."""

    actions: list[str]


class DismissalRequest(Entity):
    """reason: why it isn't to be taken in, for whoever finds it later."""

    reason: str = Field(min_length=1, max_length=500)


class Release(Entity):
    """replace: take the place of the conversation that was loaded before under the same contact reference."""

    replace: StrictBool = False


class UploadRequest(Entity):
    """name: the file's name, with what file names tell (`call_AGENT_x_GUID_y_DT_….wav`). size: its bytes.

    together: any text of the caller's; files handed in with the same one belong together where their names do, as a
    recording, its transcript and its metadata. Without it a file stands alone.
    """

    name: str
    size: int = Field(ge=0)
    together: str | None = Field(default=None, min_length=1, max_length=100)


class Upload(Entity):
    """Where to PUT the file within `seconds`, with `content_type` as its Content-Type; no other is taken, and no other
    number of bytes. It is taken in as soon as it lies there."""

    url: str
    key: str
    content_type: str
    seconds: int
