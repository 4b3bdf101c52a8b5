"""How scorecards are answered, whichever route is asked."""

from aws_lambda_powertools.event_handler import Response

from api.quality_api.requests import ScorecardDetail, ScorecardItem
from api.quality_api.wiring import app, scorecards
from debrief.kernel.web.api import versioned
from debrief.quality.scorecards.model import Scorecard
from debrief.quality.scorecards.rules import check_for_publishing
from debrief.quality.scorecards.service import Opened


def item_of(scorecard: Scorecard) -> ScorecardItem:
    """A scorecard with what the caller may do with it."""
    return ScorecardItem(**dict(scorecard), actions=scorecards().actions(app.caller, scorecard))


def detail_of(opened: Opened) -> ScorecardDetail:
    """A scorecard with its version, and what stands in its way."""
    scorecard, version = opened
    open_points = list(check_for_publishing(version)) if scorecard.status == "draft" else []
    trouble = scorecards().trouble(app.caller, opened)
    return ScorecardDetail(**dict(item_of(scorecard)), version=version, open_points=open_points, trouble=trouble)


def scorecard_answer(opened: Opened, *, created: bool = False) -> Response[ScorecardDetail]:
    """The answer to whoever read or changed a scorecard."""
    location = f"/scorecards/{opened.scorecard.id}" if created else None
    return versioned(detail_of(opened), opened.scorecard.revision, status=201 if created else 200, location=location)
