"""The routes of interactions: what was said, by whom, and its recording."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from api.interactions_api.interaction_views import view
from api.interactions_api.parameters import VIEW, Cursor, Limit
from api.interactions_api.requests import (
    IndicatorNames,
    IndicatorRulesRequest,
    InteractionView,
    MediaView,
    ScreenMedia,
    SpeakersView,
)
from api.interactions_api.wiring import app, cursors, desk, people, service, unmasking
from debrief.interactions.analysis.indicator_store import IndicatorRules
from debrief.interactions.conversations.model import Channel, Transcript
from debrief.interactions.conversations.offline import is_by_hand
from debrief.interactions.conversations.readings import Outcome
from debrief.interactions.conversations.service import MEDIA_S, InteractionFilter
from debrief.interactions.conversations.speakers import voices_of
from debrief.interactions.speakers.model import SpeakersSaid
from debrief.kernel.auth import Permission
from debrief.kernel.clock import Instant
from debrief.kernel.errors import Conflict, Forbidden
from debrief.kernel.web.api import IfMatch, check_revision, versioned
from debrief.kernel.web.paging import Page, page_limit
from debrief.kernel.web.requests import check_period


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
    outcome: Annotated[
        list[Outcome] | None, Query(description="Only conversations that came to one of these, as far as anybody knows")
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
        outcome=tuple(outcome or ()),
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


@app.on("GET", "/interactions/indicators", allow=VIEW)
def list_indicators() -> IndicatorNames:
    """The names of the indicators that interactions are found by, in the order of their rules."""
    return IndicatorNames(names=list(dict.fromkeys(each.name for each in desk().indicator_rules().rules)))


@app.on("GET", "/interactions/indicator-rules", allow=Permission.SETTINGS_MANAGE)
def get_indicator_rules() -> Response[IndicatorRules]:
    """The phrase rules that make indicators, for those who change them."""
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
def get_transcript(
    interaction_id: str,
    unmasked: Annotated[
        bool,
        Query(
            description="With the personal data that is masked otherwise: needs `personal_data.view`, and is recorded"
        ),
    ] = False,
) -> Transcript:
    """The interaction's transcript, with masks (`•`) over personal data, each as long as what it covers."""
    return (unmasking() if unmasked else service()).transcript(app.caller, interaction_id)


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
