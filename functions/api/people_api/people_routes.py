"""Who is there, who reports to whom, and people coming, moving and going."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from api.people_api.app import Cursor, Limit, app, cursors, evaluators, people, views
from debrief.kernel.auth import Permission
from debrief.kernel.errors import FieldError, Malformed
from debrief.kernel.web.api import SIGNED_IN, Gives, IfMatch, expected_revision, versioned
from debrief.kernel.web.paging import MOST, Page, page_limit
from debrief.people.imports import wiring as imports
from debrief.people.imports.sheet import TEMPLATE
from debrief.people.imports.views import ImportItem
from debrief.people.inputs import NewPerson, PeopleFile, PersonChanges
from debrief.people.model import UserKind, UserStatus
from debrief.people.organisation.people_service import search
from debrief.people.store import UserFilter
from debrief.people.views import Me, NameRef, PersonItem, refs

MANAGE = Permission.PEOPLE_MANAGE
Values = Annotated[list[str] | None, Query()]
_LOOKED_AT = 20
"""People of a page of whom it is looked up whose conversations they see."""


@app.on("GET", "/me", allow=SIGNED_IN)
def get_me() -> Me:
    """Who the caller is and what they may do."""
    return views.me(app.caller)


@app.on("GET", "/people", allow=SIGNED_IN)
def list_people(
    q: Annotated[str | None, Query(description="Words or parts of words of a name, or a whole e-mail address")] = None,
    id: Annotated[list[str] | None, Query(description="These people; 100 at most, all on one page")] = None,
    status: Annotated[list[UserStatus] | None, Query()] = None,
    kind: Annotated[list[UserKind] | None, Query()] = None,
    role: Values = None,
    team: Values = None,
    group: Values = None,
    sees: Annotated[
        str | None, Query(description="Those alone who see this agent's conversations; 20 are looked at")
    ] = None,
    limit: Limit = None,
    cursor: Cursor = None,
) -> Page[PersonItem]:
    """The people whom the caller sees, by name.

    With `id`, those of them whom the caller sees, on one page: what turns the ids of a list into names.
    """
    email, name = search(q)
    wanted = UserFilter(name, _ids(id), _set(team), _set(group), _set(role), _set(status), _set(kind))
    size = page_limit(limit) if sees is None else min(_LOOKED_AT, page_limit(limit))
    binding = (
        "people",
        app.caller.user_id,
        # Each reach reads another list; a place in one is none in the others.
        app.caller.reach.value,
        q,
        sees,
        *(sorted(values or []) for values in (id, status, kind, role, team, group)),
    )
    if email is not None:
        found = people.by_email(app.caller, email, wanted)
    else:
        found = people.page(app.caller, wanted, limit=size, start=cursors.decode(cursor, *binding))
    shown = found.users if sees is None else people.seeing(app.caller, found.users, sees)
    items = views.people(app.caller, shown)
    return Page[PersonItem](items=items, next_cursor=cursors.encode(found.next, *binding))


def _ids(values: list[str] | None) -> frozenset[str] | None:
    if values and len(set(values)) > MOST:
        mistake = FieldError(pointer="?id", message=f"must be {MOST} at most")
        raise Malformed("Too many people at once", errors=[mistake])
    return _set(values)


def _set(values: list[Any] | None) -> frozenset[Any] | None:
    return frozenset(values) if values else None


@app.on("POST", "/people", allow=MANAGE, status=201)
def create_person(body: NewPerson) -> Response[PersonItem]:
    """Add a person."""
    user = people.create(app.caller, body)
    return versioned(views.person(app.caller, user), user.revision, status=201, location=f"/people/{user.id}")


@app.on("GET", "/people/evaluators", allow=SIGNED_IN)
def list_evaluators(
    q: Annotated[str | None, Query(description="Words or parts of words of a name")] = None,
    id: Annotated[list[str] | None, Query(description="These people; 100 at most, all on one page")] = None,
    limit: Limit = None,
    cursor: Cursor = None,
) -> Page[NameRef]:
    """The names of the active people who may evaluate, for those who give evaluations to them.

    They needn't be in the caller's line. It takes one of the permissions evaluations.assign, goals.edit,
    automations.manage, calibrations.manage and settings.manage. With `id` also those who aren't active any more.
    """
    name = (q or "").strip() or None
    wanted = _ids(id)
    binding = ("evaluators", app.caller.user_id, name, sorted(wanted or []))
    start = cursors.decode(cursor, *binding)
    found = evaluators.page(app.caller, name=name, ids=wanted, limit=page_limit(limit), start=start)
    return Page[NameRef](items=refs(found.users), next_cursor=cursors.encode(found.next, *binding))


@app.on("GET", "/people/imports/template", allow=MANAGE, gives=Gives("text/csv", {"type": "string"}))
def get_people_template() -> Response[str]:
    """A CSV file with the columns of an import and two sample rows."""
    return Response(status_code=200, content_type="text/csv; charset=utf-8", body=TEMPLATE)


@app.on("POST", "/people/imports", allow=MANAGE, status=202, also=200, most_bytes=None)
def import_people(
    body: PeopleFile,
    dry_run: Annotated[bool, Query(description="Check only, write nothing")] = False,
    create_missing: Annotated[bool, Query(description="Make teams and groups that aren't there")] = False,
) -> Response[ImportItem]:
    """Add and change people from a CSV file, sent as it is or as JSON.

    Up to 5,000 rows. Commas, semicolons, tabulators and vertical bars separate cells. A file that is UTF-8 can be sent
    as text/csv; one that may be in another encoding is sent as application/octet-stream, or in base64 as `file`, and
    what it was taken for is answered. A file with any error changes nothing; the problem lists every error with row and
    column. What is right is written afterwards, by a workflow: the answer is 202 with the Location of the import. A dry
    run is answered with what it would do, and 200. An import that was left unfinished is finished by sending the file
    again.
    """
    if dry_run:
        checked = imports.service().check(app.caller, body.content(), create_missing=create_missing)
        return Response(status_code=200, content_type="application/json", body=checked)
    begun = imports.service().start(app.caller, body.content(), create_missing=create_missing)
    headers = {"Location": f"/people/imports/{begun.id}"}
    return Response(status_code=202, content_type="application/json", body=begun, headers=headers)


@app.on("GET", "/people/imports/<import_id>", allow=MANAGE)
def get_people_import(import_id: str) -> ImportItem:
    """How far an import of people is, what it has done, and how it ended; for 90 days."""
    return imports.service().find(app.caller, import_id)


@app.on("GET", "/people/<user_id>", allow=SIGNED_IN)
def get_person(user_id: str) -> Response[PersonItem]:
    """One person."""
    user = people.visible(app.caller, user_id)
    return versioned(views.person(app.caller, user), user.revision)


@app.on("PATCH", "/people/<user_id>", allow=MANAGE)
def change_person(user_id: str, body: PersonChanges, if_match: IfMatch = None) -> Response[PersonItem]:
    """Change a person, or move them to another manager. Fields that aren't sent stay; null clears."""
    user = people.change(app.caller, user_id, body, expected_revision(if_match))
    return versioned(views.person(app.caller, user), user.revision)


@app.on("POST", "/people/<user_id>/invitation", allow=MANAGE, status=201)
def invite_person(user_id: str) -> Response[PersonItem]:
    """Make somebody's sign-in and let them know by e-mail."""
    user = people.invite(app.caller, user_id)
    return versioned(views.person(app.caller, user), user.revision, status=201, location=f"/people/{user.id}")


@app.on("POST", "/people/<user_id>/deactivation", allow=MANAGE)
def deactivate_person(user_id: str) -> Response[PersonItem]:
    """Stop somebody's access; those who report to them need another manager first."""
    user = people.deactivate(app.caller, user_id)
    return versioned(views.person(app.caller, user), user.revision)


@app.on("POST", "/people/<user_id>/activation", allow=MANAGE)
def activate_person(user_id: str) -> Response[PersonItem]:
    """Let somebody in again."""
    user = people.activate(app.caller, user_id)
    return versioned(views.person(app.caller, user), user.revision)


@app.on("GET", "/people/<user_id>/reports", allow=SIGNED_IN)
def list_reports(user_id: str, limit: Limit = None, cursor: Cursor = None) -> Page[PersonItem]:
    """Those who report to somebody directly, by name."""
    binding = ("reports", app.caller.user_id, user_id)
    start = cursors.decode(cursor, *binding)
    found = people.reports(app.caller, user_id, limit=page_limit(limit), start=start)
    items = views.people(app.caller, found.users)
    return Page[PersonItem](items=items, next_cursor=cursors.encode(found.next, *binding))


@app.on("GET", "/people/<user_id>/line", allow=SIGNED_IN)
def get_line(user_id: str) -> Page[NameRef]:
    """Those above somebody, the nearest first, as far as the caller may look."""
    return Page[NameRef](items=refs(people.line(app.caller, user_id)))
