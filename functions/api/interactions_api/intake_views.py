"""How what came in is answered, and what was corrected of it, whichever route is asked."""

from aws_lambda_powertools.event_handler import Response

from api.interactions_api.intake_requests import (
    CorrectionStanding,
    CorrectionView,
    IntakeView,
)
from api.interactions_api.wiring import (
    app,
)
from debrief.interactions.intake.model import (
    IntakeItem,
)
from debrief.interactions.speakers.model import Correction, Which, may_correct_all
from debrief.kernel.auth import Permission
from debrief.kernel.errors import Forbidden
from debrief.kernel.web.api import versioned


def item_view(item: IntakeItem) -> IntakeView:
    """An item with what the caller may do with it."""
    actions = ["complete", "release", "dismiss"] if item.open_to_change else []
    if item.may_be_released and not item.open_to_change:
        actions.append("release")
    return IntakeView.model_validate({**dict(item), "actions": actions})


def may_correct() -> None:
    """Raises Forbidden for who may not correct each of the conversations, whoever's they are."""
    app.caller.require(Permission.EVALUATIONS_PERFORM)
    if not may_correct_all(app.caller):
        raise Forbidden("The speakers of an import or a source are for those whose reach is everyone")


def standing(
    correction: Correction | None, *, most: int | None, status: int = 200, location: str | None = None
) -> Response[CorrectionStanding]:
    """The latest correction of an import or a source, with what the caller may ask for now."""
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
