"""The routes of evaluations that are given to people to do (S4.7)."""

from datetime import date
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from api.quality_api.evaluation_routes import beside, fields_of, names_of
from api.quality_api.given_views import GivenItem, given_item
from api.quality_api.requests import EvaluationItem, EvaluationView
from api.quality_api.wiring import app, assigning, cursors, evaluations
from debrief.kernel.auth import Permission
from debrief.kernel.model import Entity
from debrief.kernel.web.paging import Page, page_limit
from debrief.quality.evaluations.assigning_service import MOST_ASSIGNED
from debrief.quality.evaluations.listing import EvaluationFilter


class NewAssignment(Entity):
    """What several people are to evaluate, each by themselves. due_on: the day in the account's time zone until
    when.
    """

    interaction_id: str
    scorecard_id: str
    evaluator_ids: Annotated[list[str], Field(min_length=1, max_length=MOST_ASSIGNED)]
    due_on: date


class Assigned(Entity):
    """The drafts that were made, in the order of the evaluators."""

    items: list[EvaluationView]


@app.on("GET", "/evaluations/assignments", allow=Permission.EVALUATIONS_ASSIGN)
def list_given_evaluations(
    limit: Annotated[int | None, Query()] = None, cursor: Annotated[str | None, Query()] = None
) -> Page[GivenItem]:
    """What the caller gave others to evaluate by hand and how it stands, the newest first."""
    binding: tuple[Any, ...] = (app.caller.user_id, "given")
    found = assigning().given(app.caller, limit=page_limit(limit), after=cursors.decode(cursor, *binding))
    names = names_of(found.items)
    items = [given_item(each, names) for each in found.items]
    return Page(items=[each for each in items if each], next_cursor=cursors.encode(found.last, *binding))


@app.on("POST", "/evaluations/assignments", allow=Permission.EVALUATIONS_ASSIGN, status=201)
def assign_evaluation(body: NewAssignment) -> Assigned:
    """Give an evaluation of a conversation to one or several people; all of them, or none where one can't have it."""
    made = assigning().assign(app.caller, body.interaction_id, body.scorecard_id, body.evaluator_ids, body.due_on)
    return Assigned(items=[EvaluationView(**fields_of(each)) for each in made])


@app.on("GET", "/evaluations/assigned", allow=Permission.EVALUATIONS_PERFORM)
def list_assigned_evaluations(
    limit: Annotated[int | None, Query()] = None, cursor: Annotated[str | None, Query()] = None
) -> Page[EvaluationItem]:
    """What the caller was given to evaluate and hasn't completed, the soonest due first."""
    binding: tuple[Any, ...] = (app.caller.user_id, "assigned")
    after = cursors.decode(cursor, *binding)
    found = evaluations().assigned(app.caller, EvaluationFilter(), limit=page_limit(limit), after=after)
    names = names_of(found.items)
    items = [EvaluationItem(**dict(each), **beside(each, names)) for each in found.items]
    return Page(items=items, next_cursor=cursors.encode(found.last, *binding))
