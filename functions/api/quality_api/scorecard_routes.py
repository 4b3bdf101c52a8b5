"""The routes of scorecards."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from api.quality_api.requests import NewScorecard, ScorecardDetail, ScorecardItem
from api.quality_api.wiring import app, cursors, scorecards
from debrief.kernel.auth import Permission
from debrief.kernel.web.api import IfMatch, expected_revision, versioned
from debrief.kernel.web.paging import Page, page_limit
from debrief.quality.scorecards.model import Scorecard, ScorecardStatus, ScorecardVersion
from debrief.quality.scorecards.rules import check_for_publishing
from debrief.quality.scorecards.service import Opened, ScorecardChange

VIEW, MANAGE = Permission.SCORECARDS_VIEW, Permission.SCORECARDS_MANAGE
Limit = Annotated[int | None, Query()]
Cursor = Annotated[str | None, Query()]


@app.on("GET", "/scorecards", allow=VIEW)
def list_scorecards(
    status: Annotated[list[ScorecardStatus] | None, Query()] = None, limit: Limit = None, cursor: Cursor = None
) -> Page[ScorecardItem]:
    """Scorecards by name."""
    binding = (app.caller.user_id, "scorecards", sorted(status or ()))
    after = cursors.decode(cursor, *binding)
    found = scorecards.page(app.caller, status or (), limit=page_limit(limit), after=after)
    return Page(items=[_item(each) for each in found.items], next_cursor=cursors.encode(found.last, *binding))


@app.on("POST", "/scorecards", allow=MANAGE, status=201)
def create_scorecard(body: NewScorecard) -> Response[ScorecardDetail]:
    """Draft a scorecard."""
    return _scorecard(scorecards.create(app.caller, body.name, body.description, body.content), created=True)


@app.on("GET", "/scorecards/<scorecard_id>", allow=VIEW)
def get_scorecard(scorecard_id: str) -> Response[ScorecardDetail]:
    """A scorecard with its current version."""
    return _scorecard(scorecards.find(app.caller, scorecard_id))


@app.on("PATCH", "/scorecards/<scorecard_id>", allow=MANAGE)
def edit_scorecard(scorecard_id: str, body: ScorecardChange, if_match: IfMatch = None) -> Response[ScorecardDetail]:
    """Change a scorecard; of a published one, all but cosmetic changes make a new version."""
    return _scorecard(scorecards.edit(app.caller, scorecard_id, expected_revision(if_match), body))


@app.on("POST", "/scorecards/<scorecard_id>/publication", allow=MANAGE)
def publish_scorecard(scorecard_id: str) -> Response[ScorecardDetail]:
    """Put a draft or archived scorecard into force."""
    return _scorecard(scorecards.publish(app.caller, scorecard_id))


@app.on("POST", "/scorecards/<scorecard_id>/archiving", allow=MANAGE)
def archive_scorecard(scorecard_id: str) -> Response[ScorecardDetail]:
    """Take a scorecard out of use."""
    return _scorecard(scorecards.archive(app.caller, scorecard_id))


@app.on("GET", "/scorecards/<scorecard_id>/versions", allow=VIEW)
def list_scorecard_versions(scorecard_id: str, limit: Limit = None, cursor: Cursor = None) -> Page[ScorecardVersion]:
    """The versions of a scorecard, newest first."""
    binding = (app.caller.user_id, "versions", scorecard_id)
    before = cursors.decode(cursor, *binding)
    found = scorecards.versions(
        app.caller, scorecard_id, limit=page_limit(limit), before=int(before) if before else None
    )
    return Page(items=found.items, next_cursor=cursors.encode(found.last, *binding))


@app.on("GET", "/scorecards/<scorecard_id>/versions/<number>", allow=VIEW)
def get_scorecard_version(scorecard_id: str, number: int) -> ScorecardVersion:
    """One version of a scorecard."""
    return scorecards.version(app.caller, scorecard_id, number)


def _item(scorecard: Scorecard) -> ScorecardItem:
    return ScorecardItem(**dict(scorecard), actions=scorecards.actions(app.caller, scorecard))


def _scorecard(opened: Opened, *, created: bool = False) -> Response[ScorecardDetail]:
    scorecard, version = opened
    open_points = list(check_for_publishing(version)) if scorecard.status == "draft" else []
    trouble = scorecards.trouble(app.caller, opened)
    detail = ScorecardDetail(**dict(_item(scorecard)), version=version, open_points=open_points, trouble=trouble)
    location = f"/scorecards/{scorecard.id}" if created else None
    return versioned(detail, scorecard.revision, status=201 if created else 200, location=location)
