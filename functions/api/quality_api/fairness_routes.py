"""The route of the page of fairness: what a score rests on (N17)."""

from api.quality_api.wiring import app, fairness
from debrief.kernel.auth import Permission
from debrief.quality.fairness.model import Grounds


@app.on("GET", "/evaluations/<evaluation_id>/grounds", allow=Permission.EVALUATIONS_VIEW)
def get_grounds_of_evaluation(evaluation_id: str) -> Grounds:
    """What a score rests on: each answer with its words, who or what decided it, what may be disputed until when."""
    return fairness().grounds(app.caller, evaluation_id)
