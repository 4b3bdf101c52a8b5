"""The routes of pairings: who could help, who is asked, when they meet (N16)."""

from typing import TYPE_CHECKING, Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from api.coaching_api.assigning import interactions
from api.coaching_api.wiring import COACH, access, app, clock, cursors, ids, people
from debrief.coaching.meetings.model import DurationMs
from debrief.coaching.pairing.drafts import (
    MEETING_MS,
    PairingAnswer,
    PairingDraft,
    PairingEnd,
    PeerMeetingDraft,
    WillingnessDraft,
)
from debrief.coaching.pairing.service import Mine
from debrief.coaching.pairing.views import AdviceSheet, Criteria, PairingView, PeerSuggestions, WillingnessView
from debrief.coaching.scheduling.views import Clashes, Slots
from debrief.kernel.clock import Day, Instant
from debrief.kernel.lazy import Lazy
from debrief.kernel.web.api import SIGNED_IN, IfMatch, expected_revision, versioned
from debrief.kernel.web.paging import Page

if TYPE_CHECKING:
    from debrief.coaching.pairing.wiring import Pairings


def _pairings() -> "Pairings":
    from debrief.coaching.pairing.wiring import pairing_services

    return pairing_services(people, access, interactions(), cursors, clock, ids)


services = Lazy(_pairings)
Lasts = Annotated[DurationMs, Query()]


@app.on("GET", "/pairings", allow=SIGNED_IN)
def list_pairings(
    which: Annotated[Mine, Query(description="Those that the caller takes part in, or those that they made")] = "own",
    agent_id: str | None = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> Page[PairingView]:
    """List pairings of colleagues: the caller's own, those that they made, or those of an agent whom they coach."""
    return services().pairings.page(app.caller, which, agent_id, limit, cursor)


@app.on("GET", "/pairings/criteria", allow=COACH)
def list_pairing_criteria(agent_id: str) -> Criteria:
    """On what an agent could be paired: criteria with enough answers in 13 weeks, the lowest pass rate first."""
    return services().suggesting.criteria(app.caller, agent_id)


@app.on("GET", "/pairings/suggestions", allow=COACH)
def suggest_colleagues(learner_id: str, scorecard_id: str, question_id: str) -> PeerSuggestions:
    """Colleagues who are strong on a criterion beyond chance and can be asked, with a moment that shows it."""
    return services().suggesting.suggest(app.caller, learner_id, scorecard_id, question_id)


@app.on("GET", "/pairings/willingness", allow=SIGNED_IN)
def get_willingness() -> Response[WillingnessView]:
    """Whether the caller may be asked to help colleagues."""
    view = services().pairings.willingness(app.caller)
    return versioned(view, view.revision)


@app.on("PUT", "/pairings/willingness", allow=SIGNED_IN)
def set_willingness(body: WillingnessDraft) -> Response[WillingnessView]:
    """Say whether one may be asked to help colleagues."""
    view = services().pairings.set_willingness(app.caller, body)
    return versioned(view, view.revision)


@app.on("POST", "/pairings", allow=COACH, status=201)
def pair_colleagues(body: PairingDraft) -> Response[PairingView]:
    """Ask a colleague whether they would help somebody with a criterion; the learner isn't told before they agree."""
    view = services().pairings.pair(app.caller, body)
    return versioned(view, view.revision, status=201, location=f"/pairings/{view.id}")


@app.on("GET", "/pairings/<pairing_id>", allow=SIGNED_IN)
def get_pairing(pairing_id: str) -> Response[PairingView]:
    """Get a pairing."""
    return _current(services().pairings.get(app.caller, pairing_id))


@app.on("GET", "/pairings/<pairing_id>/sheet", allow=SIGNED_IN)
def get_advice_sheet(pairing_id: str) -> AdviceSheet:
    """Get the page for their meeting."""
    return services().pairings.sheet(app.caller, pairing_id)


@app.on("GET", "/pairings/<pairing_id>/slots", allow=COACH)
def list_pairing_slots(pairing_id: str, first_day: Day, last_day: Day, duration_ms: Lasts = MEETING_MS) -> Slots:
    """The quietest times for both in up to 31 days, within the shifts of both; the colleague stands as facilitator."""
    return services().pairings.slots(app.caller, pairing_id, duration_ms, first_day, last_day)


@app.on("GET", "/pairings/<pairing_id>/clashes", allow=COACH)
def list_pairing_clashes(pairing_id: str, scheduled_at: Instant, duration_ms: Lasts = MEETING_MS) -> Clashes:
    """What stands against both meeting at a time. Nothing is refused for it."""
    return services().pairings.clashes(app.caller, pairing_id, duration_ms, scheduled_at)


@app.on("POST", "/pairings/<pairing_id>/acceptance", allow=SIGNED_IN)
def accept_pairing(pairing_id: str, body: PairingAnswer, if_match: IfMatch = None) -> Response[PairingView]:
    """Agree to help, as the colleague who is asked."""
    revision = expected_revision(if_match)
    return _current(services().pairings.answer(app.caller, pairing_id, revision, body, yes=True))


@app.on("POST", "/pairings/<pairing_id>/refusal", allow=SIGNED_IN)
def decline_pairing(pairing_id: str, body: PairingAnswer, if_match: IfMatch = None) -> Response[PairingView]:
    """Say as one of both that one would rather not; a time that was set is called off."""
    revision = expected_revision(if_match)
    return _current(services().pairings.answer(app.caller, pairing_id, revision, body, yes=False))


@app.on("POST", "/pairings/<pairing_id>/meeting", allow=COACH)
def schedule_pairing(pairing_id: str, body: PeerMeetingDraft, if_match: IfMatch = None) -> Response[PairingView]:
    """Put the meeting of both on their calendars."""
    return _current(services().pairings.schedule(app.caller, pairing_id, expected_revision(if_match), body))


@app.on("POST", "/pairings/<pairing_id>/completion", allow=SIGNED_IN)
def finish_pairing(pairing_id: str, body: PairingEnd, if_match: IfMatch = None) -> Response[PairingView]:
    """Say that both have met, as who learns or who leads them."""
    revision = expected_revision(if_match)
    return _current(services().pairings.end(app.caller, pairing_id, revision, body, met=True))


@app.on("POST", "/pairings/<pairing_id>/withdrawal", allow=COACH)
def withdraw_pairing(pairing_id: str, body: PairingEnd, if_match: IfMatch = None) -> Response[PairingView]:
    """Take a pairing back; a time that was set is called off."""
    revision = expected_revision(if_match)
    return _current(services().pairings.end(app.caller, pairing_id, revision, body, met=False))


def _current(view: PairingView) -> Response[PairingView]:
    return versioned(view, view.revision)
