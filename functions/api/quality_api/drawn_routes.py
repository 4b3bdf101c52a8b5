"""The route from an evaluation to the draw that it comes from."""

from api.quality_api.wiring import app, evaluations, goals
from debrief.kernel.auth import Permission
from debrief.kernel.errors import NotFound
from debrief.quality.goals.views import OwnDraw, own_draw


@app.on("GET", "/evaluations/<evaluation_id>/draw", allow=Permission.EVALUATIONS_VIEW)
def get_draw_of_evaluation(evaluation_id: str) -> OwnDraw:
    """The draw that an evaluation comes from, for whoever sees the evaluation."""
    evaluation = evaluations().find(app.caller, evaluation_id)
    given = evaluation.assignment
    if given is None or given.draw_id is None:
        raise NotFound("The evaluation wasn't drawn")
    row, draw = goals().about_agent(app.caller, given.draw_id, evaluation.agent_id)
    return own_draw(row, draw, app.caller.time_zone)
