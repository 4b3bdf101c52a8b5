"""The routes of scorecards."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from api.quality_api.requests import NewScorecard, ScorecardCheck, ScorecardDetail, ScorecardItem
from api.quality_api.scorecard_views import item_of, scorecard_answer
from api.quality_api.wiring import app, cursors, definitions, scorecards
from debrief.kernel.auth import Permission
from debrief.kernel.web.api import IfMatch, expected_revision
from debrief.kernel.web.paging import Page, page_limit
from debrief.quality.evaluations.model import Score
from debrief.quality.evaluations.previewing import ScoreTrial, tried_score
from debrief.quality.scorecards.changes import VersionChanges
from debrief.quality.scorecards.given import ScorecardChange
from debrief.quality.scorecards.model import ScorecardStatus, ScorecardVersion
from debrief.quality.scorecards.service import ContentCheck

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
    found = scorecards().page(app.caller, status or (), limit=page_limit(limit), after=after)
    return Page(items=[item_of(each) for each in found.items], next_cursor=cursors.encode(found.last, *binding))


@app.on("POST", "/scorecards", allow=MANAGE, status=201)
def create_scorecard(body: NewScorecard) -> Response[ScorecardDetail]:
    """Draft a scorecard."""
    return scorecard_answer(scorecards().create(app.caller, body.name, body.description, body.content), created=True)


@app.on("GET", "/scorecards/<scorecard_id>", allow=VIEW)
def get_scorecard(scorecard_id: str) -> Response[ScorecardDetail]:
    """A scorecard with its current version."""
    return scorecard_answer(scorecards().find(app.caller, scorecard_id))


@app.on("PATCH", "/scorecards/<scorecard_id>", allow=MANAGE)
def edit_scorecard(scorecard_id: str, body: ScorecardChange, if_match: IfMatch = None) -> Response[ScorecardDetail]:
    """Change a scorecard; of a published one, all but cosmetic changes make a new version."""
    edited = scorecards().edit(app.caller, scorecard_id, expected_revision(if_match), body)
    if body.question_drafts:
        definitions().take_up(app.caller, scorecard_id, body.question_drafts)
    return scorecard_answer(edited)


@app.on("POST", "/scorecards/<scorecard_id>/publication", allow=MANAGE)
def publish_scorecard(scorecard_id: str, if_match: IfMatch = None) -> Response[ScorecardDetail]:
    """Put a draft or archived scorecard into force; with `If-Match` only what was read, not what others made of it."""
    revision = expected_revision(if_match) if if_match else None
    return scorecard_answer(scorecards().publish(app.caller, scorecard_id, revision))


@app.on("POST", "/scorecards/<scorecard_id>/archiving", allow=MANAGE)
def archive_scorecard(scorecard_id: str) -> Response[ScorecardDetail]:
    """Take a scorecard out of use."""
    return scorecard_answer(scorecards().archive(app.caller, scorecard_id))


@app.on("GET", "/scorecards/<scorecard_id>/versions", allow=VIEW)
def list_scorecard_versions(scorecard_id: str, limit: Limit = None, cursor: Cursor = None) -> Page[ScorecardVersion]:
    """The versions of a scorecard, newest first."""
    binding = (app.caller.user_id, "versions", scorecard_id)
    before = cursors.decode(cursor, *binding)
    found = scorecards().versions(
        app.caller, scorecard_id, limit=page_limit(limit), before=int(before) if before else None
    )
    return Page(items=found.items, next_cursor=cursors.encode(found.last, *binding))


@app.on("GET", "/scorecards/<scorecard_id>/versions/<number>", allow=VIEW)
def get_scorecard_version(scorecard_id: str, number: int) -> ScorecardVersion:
    """One version of a scorecard."""
    return scorecards().version(app.caller, scorecard_id, number)


@app.on("GET", "/scorecards/<scorecard_id>/versions/<number>/changes", allow=VIEW)
def compare_scorecard_versions(
    scorecard_id: str,
    number: int,
    earlier: Annotated[int, Query(alias="from", description="The version that it is compared with")],
) -> VersionChanges:
    """What changed from one version of a scorecard to another."""
    return scorecards().compare(app.caller, scorecard_id, earlier, number)


@app.on("POST", "/scorecards/checks", allow=MANAGE)
def check_scorecard(body: ScorecardCheck) -> ContentCheck:
    """What a scorecard's content would come to, were it saved: what is missing, and what changes."""
    return scorecards().check(app.caller, body.scorecard_id, body.content)


@app.on("POST", "/scorecards/scores", allow=VIEW)
def try_scorecard(body: ScoreTrial) -> Score:
    """What answers come to by a scorecard's content, saved or not, as the running total of an evaluation."""
    return tried_score(body.content, body.answers)
