"""The routes of goals and their draws (S4.10, N14)."""

from collections.abc import Sequence
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from api.quality_api.given_views import GivenItem, given_item
from api.quality_api.wiring import app, cards, cursors, drawn_evaluations, goals, people
from debrief.kernel.auth import Permission
from debrief.kernel.web.api import Gives, IfMatch, expected_revision, nothing, versioned
from debrief.kernel.web.paging import Page, page_limit
from debrief.quality.evaluations.assigned_store import progress_of
from debrief.quality.goals.draw_files import DrawFile, as_csv, facts_of
from debrief.quality.goals.given_reader import Which
from debrief.quality.goals.model import AgentDraw, Draw, Goal, GoalContent
from debrief.quality.goals.service import GoalChange
from debrief.quality.goals.views import DrawItem, DrawView, GoalView, OwnDraw, draw_item, draw_view, own_draw, people_in

SEE, EDIT, EVALUATED = Permission.GOALS_VIEW, Permission.GOALS_EDIT, Permission.EVALUATIONS_VIEW
Limit = Annotated[int | None, Query()]
Cursor = Annotated[str | None, Query()]


@app.on("GET", "/goals", allow=SEE)
def list_goals(limit: Limit = None, cursor: Cursor = None) -> Page[GoalView]:
    """Goals that the caller sees, those that are active first, by name, each with the draw of the period that it is."""
    binding = (app.caller.user_id, "goals")
    after, most = cursors.decode(cursor, *binding) or 0, page_limit(limit)
    found = goals().all(app.caller)
    items = _views(found[after : after + most])
    following = after + most if len(found) > after + most else None
    return Page(items=items, next_cursor=cursors.encode(following, *binding))


@app.on("POST", "/goals", allow=EDIT, status=201)
def create_goal(body: GoalContent) -> Response[GoalView]:
    """Set a goal; it is drawn within minutes where its first day has come."""
    goal = goals().create(app.caller, body)
    return versioned(_view(goal), goal.revision, status=201, location=f"/goals/{goal.id}")


@app.on("GET", "/goals/<goal_id>", allow=SEE)
def get_goal(goal_id: str) -> Response[GoalView]:
    """One goal with the draw of the period that it is."""
    goal = goals().find(app.caller, goal_id)
    return versioned(_view(goal), goal.revision)


@app.on("PATCH", "/goals/<goal_id>", allow=EDIT)
def change_goal(goal_id: str, body: GoalChange, if_match: IfMatch = None) -> Response[GoalView]:
    """Change a goal, also while it is active; it counts from the next draw on."""
    goal = goals().edit(app.caller, goal_id, expected_revision(if_match), body)
    return versioned(_view(goal), goal.revision)


@app.on("DELETE", "/goals/<goal_id>", allow=EDIT, status=204)
def delete_goal(goal_id: str, if_match: IfMatch = None) -> Response[None]:
    """End a goal; what it has given to evaluators stays, and so do its draws."""
    goals().remove(app.caller, goal_id, expected_revision(if_match))
    return nothing()


@app.on("GET", "/goals/<goal_id>/draws", allow=SEE)
def list_goal_draws(goal_id: str, limit: Limit = None, cursor: Cursor = None) -> Page[DrawItem]:
    """The draws of a goal, newest first."""
    binding = (app.caller.user_id, "goal draws", goal_id)
    start = cursors.decode(cursor, *binding)
    found, following = goals().draws(app.caller, goal_id, limit=page_limit(limit), start=start)
    return Page(items=_items(found), next_cursor=cursors.encode(following, *binding))


@app.on("GET", "/draws", allow=EVALUATED)
def list_draws_about(
    agent_id: Annotated[str | None, Query(description="Whose; the caller's own unless told")] = None,
    limit: Limit = None,
    cursor: Cursor = None,
) -> Page[OwnDraw]:
    """The draws that drew conversations of somebody, newest first: by what, from what, and why these."""
    agent = agent_id or app.caller.user_id
    binding = (app.caller.user_id, "draws about", agent)
    start = cursors.decode(cursor, *binding)
    found, following = goals().about(app.caller, agent, limit=page_limit(limit), start=start)
    items = [own_draw(row, draw, app.caller.time_zone) for row, draw in found]
    return Page(items=items, next_cursor=cursors.encode(following, *binding))


@app.on("GET", "/draws/<draw_id>", allow=SEE)
def get_draw(draw_id: str) -> DrawView:
    """A draw: seed, rules, who took part, and how much of it is done."""
    draw = goals().draw(app.caller, draw_id)
    progress = progress_of(draw.id)
    return draw_view(draw, progress, people.names(people_in(draw, progress)))


@app.on("GET", "/draws/<draw_id>/agents", allow=SEE)
def list_draw_agents(draw_id: str, limit: Limit = None, cursor: Cursor = None) -> Page[AgentDraw]:
    """What a draw was about each agent: all that it takes to compute it again (`python -m tools.redraw`)."""
    binding = (app.caller.user_id, "draw agents", draw_id)
    start = cursors.decode(cursor, *binding)
    found, following = goals().agents(app.caller, draw_id, limit=page_limit(limit), start=start)
    return Page(items=found, next_cursor=cursors.encode(following, *binding))


@app.on("GET", "/draws/<draw_id>/evaluations", allow=SEE)
def list_draw_evaluations(
    draw_id: str,
    evaluator_id: Annotated[str | None, Query(description="Given to this person")] = None,
    agent_id: Annotated[str | None, Query(description="Of this agent's conversations")] = None,
    done: Annotated[bool | None, Query(description="Completed, or not yet")] = None,
    limit: Limit = None,
    cursor: Cursor = None,
) -> Page[GivenItem]:
    """The evaluations that a draw gave to its evaluators, by agent: what its figures count."""
    which = Which(evaluator_id, agent_id, done)
    binding = (app.caller.user_id, "draw evaluations", draw_id, *which)
    after = cursors.decode(cursor, *binding)
    found = drawn_evaluations().page(app.caller, draw_id, which, limit=page_limit(limit), after=after)
    names = people.names(id for each in found.items for id in (each.agent_id, each.evaluator_id))
    items = [given_item(each, names) for each in found.items]
    return Page(items=[each for each in items if each], next_cursor=cursors.encode(found.last, *binding))


@app.on("GET", "/draws/<draw_id>/file", allow=SEE)
def get_draw_file(draw_id: str, limit: Limit = None, cursor: Cursor = None) -> DrawFile:
    """A draw as a file: seed, rules, and of each agent frame, exclusions with reasons and what was drawn.

    In parts of so many agents; put together, `python -m tools.redraw` computes the draw again from it.
    """
    return _file(draw_id, limit, cursor)


@app.on("GET", "/draws/<draw_id>/csv", allow=SEE, gives=Gives("text/csv", {"type": "string"}))
def get_draw_csv(draw_id: str, limit: Limit = None, cursor: Cursor = None) -> Response[str]:
    """The same as CSV. A part that isn't the last ends with a row `next` that has the cursor of the next part."""
    text = as_csv(_file(draw_id, limit, cursor), first=cursor is None)
    headers = {"Content-Disposition": f'attachment; filename="{draw_id}.csv"'}
    return Response(status_code=200, content_type="text/csv; charset=utf-8", body=text, headers=headers)


def _file(draw_id: str, limit: int | None, cursor: str | None) -> DrawFile:
    binding = (app.caller.user_id, "draw file", draw_id)
    draw, start = goals().draw(app.caller, draw_id), cursors.decode(cursor, *binding)
    found, following = goals().agents(app.caller, draw_id, limit=page_limit(limit), start=start)
    return DrawFile(
        draw=facts_of(draw), agents=tuple(found), next_cursor=cursors.encode(following, *binding) if following else None
    )


def _items(draws: Sequence[Draw]) -> list[DrawItem]:
    progress = {each.id: progress_of(each.id) for each in draws}
    names = people.names({id for each in draws for id in people_in(each, progress[each.id])})
    return [draw_item(each, progress[each.id], names) for each in draws]


def _views(found: list[Goal]) -> list[GoalView]:
    current = goals().current(app.caller, found)
    items = {each.goal_id: each for each in _items(list(current.values()))}
    names = people.names(goals().nameable(app.caller, found))
    scorecards = cards().scorecard_names(each.scorecard_id for each in found)
    changeable = goals().changeable(app.caller, found)
    return [
        GoalView(
            **dict(each),
            scorecard_name=scorecards[each.scorecard_id],
            names={id: names[id] for id in (*each.evaluator_ids, *each.agent_ids) if id in names},
            current=items.get(each.id),
            next_on=goals().next_at(app.caller, each, current.get(each.id)),
            actions=["edit", "delete"] if each.id in changeable else [],
        )
        for each in found
    ]


def _view(goal: Goal) -> GoalView:
    return _views([goal])[0]
