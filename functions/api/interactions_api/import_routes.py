"""The routes of bulk imports."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from api.interactions_api.intake_requests import (
    CorrectionRequest,
    CorrectionStanding,
    ImportView,
    IntakeView,
)
from api.interactions_api.intake_views import item_view, may_correct, standing
from api.interactions_api.parameters import MANAGE, Cursor, Limit
from api.interactions_api.wiring import (
    app,
    cursors,
    desk,
)
from debrief.interactions.intake.model import (
    BulkImport,
    IntakeStatus,
    import_actions,
    import_status,
)
from debrief.kernel.web.api import versioned
from debrief.kernel.web.paging import Page, page_limit


@app.on("GET", "/imports", allow=MANAGE)
def list_imports(limit: Limit = None, cursor: Cursor = None) -> Page[ImportView]:
    """Bulk imports, newest first."""
    binding = (app.caller.user_id, "imports")
    found, following = desk().imports(limit=page_limit(limit), start=cursors.decode(cursor, *binding))
    return Page(items=[_import(each) for each in found], next_cursor=cursors.encode(following, *binding))


@app.on("GET", "/imports/<import_id>", allow=MANAGE)
def get_import(import_id: str) -> ImportView:
    """How far an import is: lines read = loaded + held + failed + dismissed + processing."""
    return _import(desk().bulk_import(import_id))


@app.on("POST", "/imports/<import_id>/retries", allow=MANAGE, status=202)
def retry_import(import_id: str) -> Response[ImportView]:
    """Go through an import again that failed or was cut short; what was loaded stays."""
    from debrief.interactions.intake.wiring import imports

    retried = imports().retry(desk().bulk_import(import_id))
    return versioned(_import(retried), retried.revision, status=202, location=f"/imports/{import_id}")


@app.on("POST", "/imports/<import_id>/speakers", allow=MANAGE, status=202)
def correct_import(import_id: str, body: CorrectionRequest) -> Response[CorrectionStanding]:
    """Swap agent and customer in the conversations of an import, in the background."""
    from debrief.interactions.speakers.wiring import corrections

    may_correct()
    bulk = desk().bulk_import(import_id)
    begun = corrections().begin_import(bulk, body.which, by=app.caller.user_id)
    where = f"/imports/{import_id}/speakers"
    return standing(begun, most=desk().counts(bulk).loaded, status=202, location=where)


@app.on("GET", "/imports/<import_id>/speakers", allow=MANAGE)
def get_import_correction(import_id: str) -> Response[CorrectionStanding]:
    """How far the latest correction of an import is."""
    from debrief.interactions.speakers.wiring import corrections

    bulk = desk().bulk_import(import_id)
    return standing(corrections().latest(bulk.id), most=desk().counts(bulk).loaded)


@app.on("GET", "/imports/<import_id>/lines", allow=MANAGE)
def list_import_lines(
    import_id: str,
    status: Annotated[IntakeStatus, Query()] = IntakeStatus.HELD,
    limit: Limit = None,
    cursor: Cursor = None,
) -> Page[IntakeView]:
    """The lines of an import with a status, in the order of the file."""
    binding = (app.caller.user_id, import_id, status)
    bulk = desk().bulk_import(import_id)
    found = desk().lines(bulk, status, limit=page_limit(limit), start=cursors.decode(cursor, *binding))
    return Page(items=[item_view(each) for each in found.items], next_cursor=cursors.encode(found.next, *binding))


def _import(bulk: BulkImport) -> ImportView:
    counts = desk().counts(bulk)
    status = import_status(bulk, counts)
    return ImportView.model_validate(
        {**dict(bulk), "counts": counts, "status": status, "actions": import_actions(status)}
    )
