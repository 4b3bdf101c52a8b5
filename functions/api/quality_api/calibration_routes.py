"""The routes of calibrations."""

from collections.abc import Sequence
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from api.quality_api.wiring import app, calibrations, cursors, exchanges, people
from debrief.kernel.auth import Permission
from debrief.kernel.web.api import IfMatch, expected_revision, nothing, versioned
from debrief.kernel.web.paging import Page, page_limit
from debrief.quality.calibrations.model import (
    Calibration,
    CalibrationChange,
    CalibrationStatus,
    Exchange,
    NewCalibration,
)
from debrief.quality.calibrations.views import CalibrationResultsView, CalibrationView, results_view, view

VIEW, MANAGE = Permission.EVALUATIONS_VIEW, Permission.CALIBRATIONS_MANAGE


@app.on("GET", "/calibrations", allow=VIEW)
def list_calibrations(
    status: Annotated[CalibrationStatus, Query()] = "active",
    limit: Annotated[int | None, Query()] = None,
    cursor: Annotated[str | None, Query()] = None,
) -> Page[CalibrationView]:
    """Calibrations that the caller looks after or takes part in, newest first."""
    binding = (app.caller.user_id, "calibrations", status)
    after = cursors.decode(cursor, *binding)
    found = calibrations().page(app.caller, status, limit=page_limit(limit), after=after)
    return Page(items=_views(found.items), next_cursor=cursors.encode(found.last, *binding))


@app.on("POST", "/calibrations", allow=MANAGE, status=201)
def begin_calibration(body: NewCalibration) -> Response[CalibrationView]:
    """Let several people assess one conversation with the same scorecard, each by themselves."""
    return _calibration(calibrations().begin(app.caller, body), created=True)


@app.on("GET", "/calibrations/<calibration_id>", allow=VIEW)
def get_calibration(calibration_id: str) -> Response[CalibrationView]:
    """A calibration, and how far it is."""
    return _calibration(calibrations().find(app.caller, calibration_id))


@app.on("PATCH", "/calibrations/<calibration_id>", allow=MANAGE)
def change_calibration(
    calibration_id: str, body: CalibrationChange, if_match: IfMatch = None
) -> Response[CalibrationView]:
    """Change name or due date of an active calibration."""
    return _calibration(calibrations().change(app.caller, calibration_id, expected_revision(if_match), body))


@app.on("POST", "/calibrations/<calibration_id>/exchanges", allow=MANAGE)
def exchange_assessor(calibration_id: str, body: Exchange, if_match: IfMatch = None) -> Response[CalibrationView]:
    """Let somebody assess in the place of an assessor who hasn't handed in, and who can't come back then."""
    return _calibration(exchanges().exchange(app.caller, calibration_id, expected_revision(if_match), body))


@app.on("POST", "/calibrations/<calibration_id>/closing", allow=MANAGE)
def close_calibration(calibration_id: str) -> Response[CalibrationView]:
    """Close a calibration: what was handed in opens to all who take part, and nothing more is answered."""
    return _calibration(calibrations().close(app.caller, calibration_id))


@app.on("DELETE", "/calibrations/<calibration_id>", allow=MANAGE, status=204)
def delete_calibration(calibration_id: str, if_match: IfMatch = None) -> Response[None]:
    """Delete a calibration with all that was answered in it."""
    calibrations().delete(app.caller, calibration_id, expected_revision(if_match))
    return nothing()


@app.on("GET", "/calibrations/<calibration_id>/results", allow=VIEW)
def get_calibration_results(calibration_id: str) -> CalibrationResultsView:
    """What a closed calibration came to: scores, answers by question, and how far the assessors agree."""
    results = calibrations().results(app.caller, calibration_id)
    return results_view(results, people.names(each.user_id for each in results.assessors))


def _views(found: Sequence[Calibration]) -> list[CalibrationView]:
    names = people.names(user_id for each in found for user_id in each.named)
    return [view(app.caller, each, names, calibrations().actions(app.caller, each)) for each in found]


def _calibration(calibration: Calibration, *, created: bool = False) -> Response[CalibrationView]:
    location = f"/calibrations/{calibration.id}" if created else None
    (shown,) = _views([calibration])
    answer: Response[Any] = versioned(shown, calibration.revision, status=201 if created else 200, location=location)
    return answer
