"""The routes of the intake: what is held, and what is settled for what comes in."""

from typing import Annotated
from urllib.parse import urlencode

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from api.interactions_api.intake_requests import (
    BatchRequest,
    BatchView,
    Completion,
    CorrectionStanding,
    DismissalRequest,
    IntakeView,
    KnownNameView,
    Release,
    SourceCorrectionRequest,
    SourcesRequest,
    Upload,
    UploadRequest,
)
from api.interactions_api.intake_views import item_view, may_correct, standing
from api.interactions_api.parameters import MANAGE, Cursor, Limit
from api.interactions_api.wiring import (
    app,
    batches,
    cursors,
    desk,
    known_names,
    offers,
    settling,
)
from debrief.interactions.held.model import Chosen, HeldBatch
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.model import (
    HeldCounts,
    IntakeItem,
    IntakeStatus,
    KnownName,
    NamedField,
)
from debrief.interactions.intake.sources import SettledSources, check_folder
from debrief.kernel.web.api import IfMatch, check_revision, expected_revision, nothing, versioned
from debrief.kernel.web.paging import Page, page_limit


@app.on("GET", "/intake", allow=MANAGE)
def list_intake(
    status: Annotated[IntakeStatus, Query()] = IntakeStatus.HELD,
    reason: Annotated[HoldCode | None, Query(description="Of what is held, only what is held for this reason")] = None,
    given: Annotated[str | None, Query(description="With a reason: only for this value, as it was written")] = None,
    q: Annotated[
        str | None,
        Query(description="How a file's name, a contact reference, an agent or a queue begins; not of processing ones"),
    ] = None,
    limit: Limit = None,
    cursor: Cursor = None,
) -> Page[IntakeView]:
    """What is held, processing, failed or dismissed, the latest change first; with `q` in the order of what was found.

    With `reason` all that is held, or was found, is read over within bounds: a page may be short, or empty, and still
    have a next one.
    """
    wanted = q.strip() if q is not None else None
    binding = (app.caller.user_id, "intake", status, reason or "", given, wanted)
    start = cursors.decode(cursor, *binding)
    found = desk().items(
        status, limit=page_limit(limit), start=start, reason=reason, given=given, beginning=wanted or None
    )
    return Page(items=[item_view(each) for each in found.items], next_cursor=cursors.encode(found.next, *binding))


@app.on("GET", "/intake/counts", allow=MANAGE)
def count_intake() -> HeldCounts:
    """How much waits for somebody, and for which reasons it is held."""
    return desk().waiting()


@app.on("POST", "/intake/batches", allow=MANAGE, status=202)
def create_batch(body: BatchRequest) -> Response[BatchView]:
    """Give one answer to many held or failed items, in the background. What it is for is chosen as it stands now.

    An answer that completes changes of each item only what it is held for itself. What a batch dismissed is released as
    one with `dismissed_by`.
    """
    which = Chosen(
        ids=tuple(body.ids),
        status=body.status,
        reason=body.reason,
        given=body.given,
        values={name: tuple(each) for name, each in body.values.items()},
        dismissed_by=body.dismissed_by,
    )
    begun = batches().begin(
        body.act,
        which,
        by=app.caller.user_id,
        time_zone=app.caller.time_zone,
        fields=body.fields,
        remember=body.remember,
        new=frozenset(body.new),
        reason=body.dismissal,
    )
    return versioned(_batch(begun), begun.revision, status=202, location=f"/intake/batches/{begun.id}")


@app.on("GET", "/intake/batches", allow=MANAGE)
def list_batches(limit: Limit = None, cursor: Cursor = None) -> Page[BatchView]:
    """Batches, newest first; each is kept for 90 days."""
    binding = (app.caller.user_id, "batches")
    found, following = batches().page(limit=page_limit(limit), start=cursors.decode(cursor, *binding))
    return Page(items=[_batch(each) for each in found], next_cursor=cursors.encode(following, *binding))


@app.on("GET", "/intake/batches/<batch_id>", allow=MANAGE)
def get_batch(batch_id: str) -> BatchView:
    """How far a batch is, and of the first hundred items that are left, why."""
    return _batch(batches().find(batch_id))


@app.on("GET", "/intake/names", allow=MANAGE)
def list_known_names(
    field: Annotated[NamedField, Query()] = "queue", limit: Limit = None, cursor: Cursor = None
) -> Page[KnownNameView]:
    """The queues that are known, and what other words for queues or channels were said to mean, by name."""
    binding = (app.caller.user_id, "names", field)
    found, following = known_names().page(field, limit=page_limit(limit), start=cursors.decode(cursor, *binding))
    return Page(items=[_known(each) for each in found], next_cursor=cursors.encode(following, *binding))


@app.on("GET", "/intake/names/<known_id>", allow=MANAGE)
def get_known_name(known_id: str) -> Response[KnownNameView]:
    """What is known under a name."""
    known = known_names().find(known_id)
    return versioned(_known(known), known.revision)


@app.on("DELETE", "/intake/names/<known_id>", allow=MANAGE, status=204)
def forget_known_name(known_id: str, if_match: IfMatch = None) -> Response[None]:
    """Take back what a name means: what comes in with it from now on is asked about, or known anew."""
    known_names().forget(known_id, expected_revision(if_match))
    return nothing()


@app.on("POST", "/intake/uploads", allow=MANAGE, status=201)
def create_upload(body: UploadRequest) -> Upload:
    """An address to hand in a file, as if it had been dropped into the bucket."""
    from debrief.interactions.intake.service import UPLOAD_S

    place = desk().upload(body.name, body.size, by=app.caller.user_id, together=body.together)
    return Upload(url=place.url, key=place.key, content_type=place.content_type, seconds=UPLOAD_S)


@app.on("GET", "/intake/sources", allow=MANAGE)
def get_sources() -> Response[SettledSources]:
    """What is settled for sources: on which channel the agent is in what is dropped into a folder."""
    sources = settling().all()
    return versioned(sources, sources.revision)


@app.on("PUT", "/intake/sources", allow=MANAGE)
def put_sources(body: SourcesRequest, if_match: IfMatch = None) -> Response[SettledSources]:
    """Settle sources, for what comes in from now on."""
    current = settling().all()
    check_revision(current, if_match)
    sources = settling().settle(current, body.sources, by=app.caller.user_id)
    return versioned(sources, sources.revision)


@app.on("POST", "/intake/sources/speakers", allow=MANAGE, status=202)
def correct_source(body: SourceCorrectionRequest) -> Response[CorrectionStanding]:
    """Swap agent and customer in what was dropped into a folder, in the background."""
    from debrief.interactions.speakers.wiring import corrections

    may_correct()
    check_folder(body.folder)
    begun = corrections().begin_source(body.folder, body.which, by=app.caller.user_id)
    where = f"/intake/sources/speakers?{urlencode({'folder': body.folder})}"
    return standing(begun, most=corrections().most_in(body.folder), status=202, location=where)


@app.on("GET", "/intake/sources/speakers", allow=MANAGE)
def get_source_correction(folder: Annotated[str, Query()]) -> Response[CorrectionStanding]:
    """How far the latest correction of a source is."""
    from debrief.interactions.speakers.many_service import source_id
    from debrief.interactions.speakers.wiring import corrections

    check_folder(folder, pointer="?folder")
    return standing(corrections().latest(source_id(folder)), most=corrections().most_in(folder))


@app.on("GET", "/intake/<intake_id>", allow=MANAGE)
def get_intake(intake_id: str) -> Response[IntakeView]:
    """One intake item with every reason why it is held."""
    item = desk().item(intake_id)
    return versioned(_one(item), item.revision)


@app.on("PATCH", "/intake/<intake_id>", allow=MANAGE)
def complete_intake(intake_id: str, body: Completion, if_match: IfMatch = None) -> Response[IntakeView]:
    """Fill in what is missing; the item is released when nothing is any more."""
    item = desk().item(intake_id)
    check_revision(item, if_match)
    completed = desk().complete(
        item,
        body.fields,
        app.caller.time_zone,
        by=app.caller.user_id,
        remember=body.remember,
        new=frozenset(body.new),
    )
    return versioned(_one(completed), completed.revision)


@app.on("POST", "/intake/<intake_id>/release", allow=MANAGE)
def release_intake(intake_id: str, body: Release) -> Response[IntakeView]:
    """Examine a held, failed or dismissed item again, and send it on if nothing is missing."""
    released = desk().release(desk().item(intake_id), replace=body.replace)
    return versioned(_one(released), released.revision)


@app.on("POST", "/intake/<intake_id>/dismissal", allow=MANAGE)
def dismiss_intake(intake_id: str, body: DismissalRequest, if_match: IfMatch = None) -> Response[IntakeView]:
    """Say of a held or failed item that it isn't to be taken in. Releasing it takes that back."""
    item = desk().item(intake_id)
    check_revision(item, if_match)
    dismissed = desk().dismiss(item, body.reason, by=app.caller.user_id)
    return versioned(_one(dismissed), dismissed.revision)


def _one(item: IntakeItem) -> IntakeView:
    """An item that somebody looks at by itself: with who comes nearest to its agent, of those whom they see."""
    return item_view(offers().shown(app.caller, item) if item.status is IntakeStatus.HELD else item)


def _batch(batch: HeldBatch) -> BatchView:
    actions = ["take_back"] if batch.may_be_taken_back else []
    return BatchView.model_validate({**dict(batch), "done": batch.counts.done, "actions": actions})


def _known(known: KnownName) -> KnownNameView:
    return KnownNameView.model_validate({**dict(known), "actions": ["forget"]})
