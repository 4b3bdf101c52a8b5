"""Interactions, what is held at the intake, and bulk imports."""

from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

# Importing the routes adds them to the app.
from api.interactions_api import comment_routes as comment_routes
from api.interactions_api import offline_routes as offline_routes
from api.interactions_api.requests import (
    BatchRequest,
    BatchView,
    Completion,
    CorrectionRequest,
    CorrectionStanding,
    CorrectionView,
    DismissalRequest,
    ImportView,
    IndicatorRulesRequest,
    IntakeView,
    InteractionView,
    KnownNameView,
    MediaView,
    Release,
    ScreenMedia,
    SourceCorrectionRequest,
    SourcesRequest,
    SpeakersView,
    Upload,
    UploadRequest,
)
from api.interactions_api.wiring import access, app, cursors, people, service, view
from debrief.interactions.analysis.indicator_store import IndicatorRules
from debrief.interactions.conversations.model import Channel, Transcript
from debrief.interactions.conversations.offline import is_by_hand
from debrief.interactions.conversations.service import MEDIA_S, InteractionFilter
from debrief.interactions.conversations.speakers import voices_of
from debrief.interactions.held.model import Chosen, HeldBatch
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.model import (
    BulkImport,
    HeldCounts,
    IntakeItem,
    IntakeStatus,
    KnownName,
    NamedField,
    import_actions,
    import_status,
)
from debrief.interactions.intake.sources import SettledSources, check_folder
from debrief.interactions.speakers.model import Correction, SpeakersSaid, Which, may_correct_all
from debrief.interactions.wiring import clock, environment, ids
from debrief.kernel.auth import Permission
from debrief.kernel.clock import Instant
from debrief.kernel.errors import Conflict, Forbidden
from debrief.kernel.lazy import Lazy
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.web.api import IfMatch, check_revision, expected_revision, nothing, versioned
from debrief.kernel.web.paging import Page, page_limit
from debrief.kernel.web.requests import check_period

if TYPE_CHECKING:
    from debrief.interactions.held.service import BatchService
    from debrief.interactions.intake.agent_offers_access import AgentOffers
    from debrief.interactions.intake.names_service import NamesService
    from debrief.interactions.intake.service import IntakeService
    from debrief.interactions.intake.source_service import SourceService


def _desk() -> "IntakeService":
    # Most requests read interactions; what reads every format waits until somebody deals with the intake.
    from debrief.interactions.analysis.indicator_store import IndicatorStore
    from debrief.interactions.intake.service import IntakeService
    from debrief.interactions.intake.store import IntakeStore
    from debrief.interactions.intake.wiring import intake

    recordings = ObjectStore(environment().recordings_bucket)
    return IntakeService(intake(), IntakeStore(), IndicatorStore(), recordings, clock, ids)


def _settling() -> "SourceService":
    from debrief.interactions.intake.source_service import SourceService
    from debrief.interactions.intake.source_store import SourceStore

    return SourceService(SourceStore(), clock, ids)


def _batches() -> "BatchService":
    from debrief.interactions.held.wiring import service

    return service(desk())


def _names() -> "NamesService":
    from debrief.interactions.intake.known_names_store import KnownNameStore
    from debrief.interactions.intake.names_service import NamesService

    return NamesService(KnownNameStore(), clock, ids)


def _offers() -> "AgentOffers":
    from debrief.interactions.intake.agent_offers_access import AgentOffers

    return AgentOffers(people, access)


desk = Lazy(_desk)
batches = Lazy(_batches)
known_names = Lazy(_names)
offers = Lazy(_offers)
settling = Lazy(_settling)

VIEW, MANAGE = Permission.INTERACTIONS_VIEW, Permission.INTAKE_MANAGE
Limit = Annotated[int | None, Query()]
Cursor = Annotated[str | None, Query()]


@app.on("GET", "/interactions", allow=VIEW)
def list_interactions(
    agent_id: Annotated[str | None, Query()] = None,
    team_id: Annotated[list[str] | None, Query()] = None,
    channel: Annotated[list[Channel] | None, Query()] = None,
    queue: Annotated[list[str] | None, Query()] = None,
    inquiry: Annotated[list[str] | None, Query()] = None,
    disposition: Annotated[list[str] | None, Query()] = None,
    language: Annotated[list[str] | None, Query()] = None,
    topic: Annotated[list[str] | None, Query()] = None,
    indicator: Annotated[list[str] | None, Query()] = None,
    instructs: Annotated[
        bool | None, Query(description="Only conversations that seem to instruct the AI, or only others")
    ] = None,
    contact_reference: Annotated[str | None, Query(description="The whole reference, exactly as it is")] = None,
    q: Annotated[
        str | None, Query(description="A part of the reference, from the beginning of one of its pieces on")
    ] = None,
    start: Annotated[Instant | None, Query(alias="from")] = None,
    end: Annotated[Instant | None, Query(alias="to")] = None,
    limit: Limit = None,
    cursor: Cursor = None,
) -> Page[InteractionView]:
    """Interactions that the caller may see, newest first.

    With `contact_reference` the few that have exactly this one, on one page; with `q` some whose reference has such a
    part, whatever the case and the signs; fewer than three letters and digits have to be the whole of it. Filters are
    read over within bounds: a page may be short, or empty, and still have a next one.
    """
    check_period(start, end, names=("from", "to"))
    wanted = InteractionFilter(
        agent_id=agent_id,
        team_id=tuple(team_id or ()),
        channel=tuple(channel or ()),
        queue=tuple(queue or ()),
        inquiry=tuple(inquiry or ()),
        disposition=tuple(disposition or ()),
        language=tuple(language or ()),
        topic=tuple(topic or ()),
        indicator=tuple(indicator or ()),
        instructs=instructs,
        contact_reference=contact_reference.strip() if contact_reference is not None else None,
        q=q,
        start=start,
        end=end,
    )
    binding = (app.caller.user_id, wanted.model_dump_json())
    found = service().find(app.caller, wanted, limit=page_limit(limit), before=cursors.decode(cursor, *binding))
    names = people.names(each.agent_id for each in found.items)
    items = [view(each, names) for each in found.items]
    return Page(items=items, next_cursor=cursors.encode(found.last, *binding))


@app.on("GET", "/interactions/indicator-rules", allow=VIEW)
def get_indicator_rules() -> Response[IndicatorRules]:
    """The phrase rules that make indicators."""
    rules = desk().indicator_rules()
    return versioned(rules, rules.revision)


@app.on("PUT", "/interactions/indicator-rules", allow=Permission.SETTINGS_MANAGE)
def put_indicator_rules(body: IndicatorRulesRequest, if_match: IfMatch = None) -> Response[IndicatorRules]:
    """Replace the phrase rules."""
    current = desk().indicator_rules()
    check_revision(current, if_match)
    rules = desk().set_indicator_rules(current, body.rules)
    return versioned(rules, rules.revision)


@app.on("GET", "/interactions/<interaction_id>", allow=VIEW)
def get_interaction(interaction_id: str) -> Response[InteractionView]:
    """One interaction with its analysis."""
    interaction = service().get(app.caller, interaction_id)
    return versioned(view(interaction, people.names([interaction.agent_id])), interaction.revision)


@app.on("GET", "/interactions/<interaction_id>/transcript", allow=VIEW)
def get_transcript(interaction_id: str) -> Transcript:
    """The interaction's transcript."""
    return service().transcript(app.caller, interaction_id)


@app.on("GET", "/interactions/<interaction_id>/speakers", allow=VIEW)
def get_speakers(interaction_id: str) -> Response[SpeakersView]:
    """Who speaks in the interaction: its voices, who each is taken for, and what tells that."""
    interaction = service().get(app.caller, interaction_id)
    voices = voices_of(service().transcript(app.caller, interaction_id).turns)
    return versioned(SpeakersView(roles=interaction.roles, voices=list(voices)), interaction.revision)


@app.on("POST", "/interactions/<interaction_id>/speakers", allow=Permission.EVALUATIONS_PERFORM, status=202, also=200)
def correct_speakers(interaction_id: str, body: SpeakersSaid, if_match: IfMatch = None) -> Response[InteractionView]:
    """Say who is who: that agent and customer are the other way round, or who each voice is.

    202 while its analysis and its automatic evaluations are made anew: then `missing` names them as `speakers_changed`.
    200 where everybody is already who they are said to be; what was a guess is one no more.
    """
    from debrief.interactions.speakers.wiring import correction

    interaction = service().get(app.caller, interaction_id)
    if is_by_hand(interaction):
        raise Conflict("These are notes of somebody who wasn't in the conversation: nobody speaks in them")
    if interaction.agent_id == app.caller.user_id:
        raise Forbidden("Who speaks in one's own conversation is for somebody else to say")
    check_revision(interaction, if_match)
    corrected = service().shown(correction().correct(interaction, body, by=app.caller.user_id))
    shown = view(corrected, people.names([corrected.agent_id]))
    again = any(each.why == "speakers_changed" for each in corrected.missing)
    return versioned(
        shown,
        corrected.revision,
        status=202 if again else 200,
        location=f"/interactions/{interaction_id}" if again else None,
    )


@app.on("GET", "/interactions/<interaction_id>/media", allow=VIEW)
def get_media(interaction_id: str) -> MediaView:
    """The interaction's recordings and where to play them; with `recordings.download`, also where to download them."""
    media = service().media(app.caller, interaction_id, screens=people.settings().screen_recording)
    return MediaView(
        recording=media.recording,
        url=media.addresses.play,
        download_url=media.addresses.download,
        screens=[
            ScreenMedia(**dict(screen), url=addresses.play, download_url=addresses.download)
            for screen, addresses in media.screens
        ],
        seconds=MEDIA_S,
    )


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
    return Page(items=[_item(each) for each in found.items], next_cursor=cursors.encode(found.next, *binding))


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

    _may_correct_all()
    check_folder(body.folder)
    begun = corrections().begin_source(body.folder, body.which, by=app.caller.user_id)
    where = f"/intake/sources/speakers?{urlencode({'folder': body.folder})}"
    return _standing(begun, most=corrections().most_in(body.folder), status=202, location=where)


@app.on("GET", "/intake/sources/speakers", allow=MANAGE)
def get_source_correction(folder: Annotated[str, Query()]) -> Response[CorrectionStanding]:
    """How far the latest correction of a source is."""
    from debrief.interactions.speakers.many_service import source_id
    from debrief.interactions.speakers.wiring import corrections

    check_folder(folder, pointer="?folder")
    return _standing(corrections().latest(source_id(folder)), most=corrections().most_in(folder))


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


@app.on("GET", "/imports", allow=MANAGE)
def list_imports(limit: Limit = None, cursor: Cursor = None) -> Page[ImportView]:
    """Bulk imports, newest first."""
    binding = (app.caller.user_id, "imports")
    found, following = desk().imports(limit=page_limit(limit), start=cursors.decode(cursor, *binding))
    return Page(items=[_import(each) for each in found], next_cursor=cursors.encode(following, *binding))


@app.on("GET", "/imports/<import_id>", allow=MANAGE)
def get_import(import_id: str) -> ImportView:
    """How far an import is: lines read = loaded + held + failed + dismissed + processing."""
    return _import(desk().bulk_import(import_id))


@app.on("POST", "/imports/<import_id>/retries", allow=MANAGE, status=202)
def retry_import(import_id: str) -> Response[ImportView]:
    """Go through an import again that failed or was cut short; what was loaded stays."""
    from debrief.interactions.intake.wiring import imports

    retried = imports().retry(desk().bulk_import(import_id))
    return versioned(_import(retried), retried.revision, status=202, location=f"/imports/{import_id}")


@app.on("POST", "/imports/<import_id>/speakers", allow=MANAGE, status=202)
def correct_import(import_id: str, body: CorrectionRequest) -> Response[CorrectionStanding]:
    """Swap agent and customer in the conversations of an import, in the background."""
    from debrief.interactions.speakers.wiring import corrections

    _may_correct_all()
    bulk = desk().bulk_import(import_id)
    begun = corrections().begin_import(bulk, body.which, by=app.caller.user_id)
    where = f"/imports/{import_id}/speakers"
    return _standing(begun, most=desk().counts(bulk).loaded, status=202, location=where)


@app.on("GET", "/imports/<import_id>/speakers", allow=MANAGE)
def get_import_correction(import_id: str) -> Response[CorrectionStanding]:
    """How far the latest correction of an import is."""
    from debrief.interactions.speakers.wiring import corrections

    bulk = desk().bulk_import(import_id)
    return _standing(corrections().latest(bulk.id), most=desk().counts(bulk).loaded)


@app.on("GET", "/imports/<import_id>/lines", allow=MANAGE)
def list_import_lines(
    import_id: str,
    status: Annotated[IntakeStatus, Query()] = IntakeStatus.HELD,
    limit: Limit = None,
    cursor: Cursor = None,
) -> Page[IntakeView]:
    """The lines of an import with a status, in the order of the file."""
    binding = (app.caller.user_id, import_id, status)
    bulk = desk().bulk_import(import_id)
    found = desk().lines(bulk, status, limit=page_limit(limit), start=cursors.decode(cursor, *binding))
    return Page(items=[_item(each) for each in found.items], next_cursor=cursors.encode(found.next, *binding))


def _item(item: IntakeItem) -> IntakeView:
    actions = ["complete", "release", "dismiss"] if item.open_to_change else []
    if item.may_be_released and not item.open_to_change:
        actions.append("release")
    return IntakeView.model_validate({**dict(item), "actions": actions})


def _one(item: IntakeItem) -> IntakeView:
    """An item that somebody looks at by itself: with who comes nearest to its agent, of those whom they see."""
    return _item(offers().shown(app.caller, item) if item.status is IntakeStatus.HELD else item)


def _batch(batch: HeldBatch) -> BatchView:
    actions = ["take_back"] if batch.may_be_taken_back else []
    return BatchView.model_validate({**dict(batch), "done": batch.counts.done, "actions": actions})


def _known(known: KnownName) -> KnownNameView:
    return KnownNameView.model_validate({**dict(known), "actions": ["forget"]})


def _import(bulk: BulkImport) -> ImportView:
    counts = desk().counts(bulk)
    status = import_status(bulk, counts)
    return ImportView.model_validate(
        {**dict(bulk), "counts": counts, "status": status, "actions": import_actions(status)}
    )


def _may_correct_all() -> None:
    """Raises Forbidden for who may not correct each of the conversations, whoever's they are."""
    app.caller.require(Permission.EVALUATIONS_PERFORM)
    if not may_correct_all(app.caller):
        raise Forbidden("The speakers of an import or a source are for those whose reach is everyone")


def _standing(
    correction: Correction | None, *, most: int | None, status: int = 200, location: str | None = None
) -> Response[CorrectionStanding]:
    running = correction is not None and correction.is_running
    open_to = () if running or not may_correct_all(app.caller) else tuple(Which)
    to_take_back = correction is not None and bool(correction.standing)
    actions = [each for each in open_to if to_take_back or each is not Which.SWAPPED]
    view = None
    if correction is not None:
        view = CorrectionView.model_validate({**dict(correction), "status": correction.stands})
    standing = CorrectionStanding(correction=view, most=most, actions=actions)
    revision = correction.revision if correction is not None else 0
    return versioned(standing, revision, status=status, location=location)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer one request."""
    return app.resolve(event, context)
