"""The routes of scorecards as files."""

from typing import TYPE_CHECKING, Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from api.quality_api.requests import ScorecardConnectForm, ScorecardFile, ScorecardImport
from api.quality_api.scorecard_views import detail_of
from api.quality_api.wiring import app, scorecard_files
from debrief.kernel.auth import Permission
from debrief.kernel.errors import FieldError
from debrief.kernel.web.api import Gives, IfMatch, expected_revision, versioned
from debrief.quality.scorecards.given import NewContent

if TYPE_CHECKING:
    from debrief.quality.scorecard_files.service import CheckedFile, Imported

VIEW, MANAGE = Permission.SCORECARDS_VIEW, Permission.SCORECARDS_MANAGE
Version = Annotated[int | None, Query(ge=1, description="Which version; the current one unless told")]
DryRun = Annotated[bool, Query(description="Check only, write nothing")]
_CSV = Gives("text/csv", {"type": "string"})


@app.on("GET", "/scorecards/template", allow=MANAGE, gives=_CSV)
def get_scorecard_template() -> Response[str]:
    """A CSV file with a small scorecard, to be written over."""
    from debrief.quality.scorecard_files.csv_out import template

    return _file(template(), "scorecard-template.csv")


@app.on("GET", "/scorecards/<scorecard_id>/csv", allow=VIEW, gives=_CSV)
def get_scorecard_csv(scorecard_id: str, version: Version = None) -> Response[str]:
    """A scorecard as CSV, with all that it is."""
    return _file(scorecard_files().csv(app.caller, scorecard_id, version), f"{scorecard_id}.csv")


@app.on("GET", "/scorecards/<scorecard_id>/connect-form", allow=VIEW)
def get_scorecard_connect_form(scorecard_id: str, version: Version = None) -> ScorecardConnectForm:
    """A scorecard as an evaluation form of Amazon Connect, and what of it such a form can't say."""
    made = scorecard_files().connect(app.caller, scorecard_id, version)
    return ScorecardConnectForm(form=made.form, left_out=list(made.left_out))


@app.on("POST", "/scorecards/imports", allow=MANAGE, status=201, also=200, most_bytes=None)
def import_scorecard(body: ScorecardFile, dry_run: DryRun = False) -> Response[ScorecardImport]:
    """Draft a scorecard from a file.

    A file with any mistake makes nothing; the problem lists every mistake with row and column. A dry run is answered
    with what the file holds, and 200.
    """
    if dry_run:
        return _checked(scorecard_files().check(app.caller, body.content(), None))
    return _imported(scorecard_files().create(app.caller, body.content()), created=True)


@app.on("POST", "/scorecards/<scorecard_id>/imports", allow=MANAGE, most_bytes=None)
def import_into_scorecard(
    scorecard_id: str, body: ScorecardFile, dry_run: DryRun = False, if_match: IfMatch = None
) -> Response[ScorecardImport]:
    """Change a scorecard to what a file says; of a published one, all but cosmetic changes make a new version.

    The file says all that the scorecard is: it has every column, and what isn't in it goes. Sections, questions and
    answers are known by their ids. A file with any mistake changes nothing. A dry run is answered with what would
    change.
    """
    if dry_run:
        return _checked(scorecard_files().check(app.caller, body.content(), scorecard_id))
    made = scorecard_files().update(app.caller, scorecard_id, expected_revision(if_match), body.content())
    return _imported(made, created=False)


def _file(text: str, name: str) -> Response[str]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(status_code=200, content_type="text/csv; charset=utf-8", body=text, headers=headers)


def _checked(checked: "CheckedFile") -> Response[ScorecardImport]:
    card, check = checked.filed.scorecard, checked.check
    told = ScorecardImport(**dict(card), **dict(check), left_out=list(checked.filed.left_out), scorecard=None)
    return Response(status_code=200, content_type="application/json", body=told)


def _imported(made: "Imported", *, created: bool) -> Response[ScorecardImport]:
    detail = detail_of(made.opened)
    points: tuple[FieldError, ...] = tuple(detail.open_points)
    told = ScorecardImport(
        name=detail.name,
        description=detail.description,
        content=NewContent.model_validate(
            made.opened.version.model_dump(exclude={"scorecard_id", "number", "published_at"})
        ),
        open_points=points,
        changes=made.check.changes,
        makes_version=made.check.makes_version,
        left_out=list(made.left_out),
        scorecard=detail,
    )
    location = f"/scorecards/{detail.id}" if created else None
    return versioned(told, detail.revision, status=201 if created else 200, location=location)
