"""The routes of automations, of what they decided, and of conditions that are tried out (S4.11)."""

from collections.abc import Sequence
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from pydantic import Field

from api.quality_api.wiring import app, automations, cards, condition_trials, people
from debrief.kernel.auth import Permission
from debrief.kernel.model import Aggregate, Entity
from debrief.kernel.web.api import IfMatch, expected_revision, nothing, versioned
from debrief.quality.automations.fitting import warnings_of
from debrief.quality.automations.model import MOST_AUTOMATIONS, Automation, AutomationContent
from debrief.quality.automations.service import AutomationChange, Ordered
from debrief.quality.automations.trial_service import ConditionTrial, FieldView, TrialResult, fields
from debrief.quality.automations.views import AutomationView, DecisionView, decision_view, people_of, undecided

MANAGE, SEE = Permission.AUTOMATIONS_MANAGE, Permission.INTERACTIONS_VIEW


class AutomationList(Aggregate):
    """Every card, in the order in which they are asked. revision: of the order; the ETag that it is changed from."""

    items: list[AutomationView]


class NewOrder(Entity):
    """The ids of all cards, in the order in which they are to be asked."""

    ids: Annotated[list[str], Field(max_length=MOST_AUTOMATIONS)]


class FieldList(Entity):
    """What a condition may ask of a conversation."""

    items: list[FieldView]


@app.on("GET", "/automations", allow=MANAGE)
def list_automations() -> Response[AutomationList]:
    """All automations, in the order in which they are asked."""
    return _list(automations().all(app.caller))


@app.on("POST", "/automations", allow=MANAGE, status=201)
def create_automation(body: AutomationContent) -> Response[AutomationView]:
    """A new automation, behind all others."""
    return _one(automations().create(app.caller, body), created=True)


@app.on("PUT", "/automations/order", allow=MANAGE)
def reorder_automations(body: NewOrder, if_match: IfMatch = None) -> Response[AutomationList]:
    """Put the automations in another order; from the ETag of their list."""
    return _list(automations().reorder(app.caller, expected_revision(if_match), body.ids))


@app.on("GET", "/automations/decisions/<interaction_id>", allow=SEE)
def get_automation_decision(interaction_id: str) -> DecisionView:
    """Which automation took a conversation, and why those before it didn't."""
    taken = automations().decision(app.caller, interaction_id)
    if taken is None:
        return undecided(interaction_id)
    names = people.names(people_of(taken))
    return decision_view(taken, names, cards().scorecard_names(each.scorecard_id for each in taken.done))


@app.on("GET", "/automations/<automation_id>", allow=MANAGE)
def get_automation(automation_id: str) -> Response[AutomationView]:
    """One automation."""
    return _one(automations().find(app.caller, automation_id))


@app.on("PATCH", "/automations/<automation_id>", allow=MANAGE)
def change_automation(automation_id: str, body: AutomationChange, if_match: IfMatch = None) -> Response[AutomationView]:
    """Change an automation; it decides so from the next conversation on."""
    return _one(automations().edit(app.caller, automation_id, expected_revision(if_match), body))


@app.on("DELETE", "/automations/<automation_id>", allow=MANAGE, status=204)
def delete_automation(automation_id: str, if_match: IfMatch = None) -> Response[None]:
    """Remove an automation."""
    automations().remove(app.caller, automation_id, expected_revision(if_match))
    return nothing()


@app.on("GET", "/conditions/fields", allow=SEE)
def list_condition_fields() -> FieldList:
    """What a condition may ask of a conversation."""
    return FieldList(items=fields())


@app.on("POST", "/conditions/trials", allow=SEE)
def try_condition(body: ConditionTrial) -> TrialResult:
    """Try a condition on one conversation, or on the newest ones; changes nothing."""
    return condition_trials().try_out(app.caller, body)


def _views(automations: Sequence[Automation]) -> list[AutomationView]:
    named = (action.scorecard_id for automation in automations for action in automation.then)
    known = {each.id: each for each in cards().scorecards(named)}
    return [
        AutomationView(**dict(each), actions=["edit", "delete"], warnings=warnings_of(each, known))
        for each in automations
    ]


def _list(ordered: Ordered) -> Response[AutomationList]:
    shown = AutomationList(items=_views(ordered.automations), revision=ordered.revision)
    return versioned(shown, ordered.revision)


def _one(automation: Automation, *, created: bool = False) -> Response[AutomationView]:
    location = f"/automations/{automation.id}" if created else None
    (view,) = _views([automation])
    return versioned(view, automation.revision, status=201 if created else 200, location=location)
