"""The manner of the HTTP API, once for all contexts.

Every route says who is let in (`allow`); there is no other way to add one. Errors leave as RFC 9457 problems, POST
takes an `Idempotency-Key`, PATCH and DELETE an `If-Match`.
"""

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from enum import Enum
from http import HTTPStatus
from importlib import import_module
from typing import Annotated, Any, NamedTuple, TypeVar, cast

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from aws_lambda_powertools.event_handler.openapi.params import Header
from pydantic import TypeAdapter, ValidationError
from pynamodb.exceptions import PynamoDBException

from debrief.kernel.auth import Caller, Permission
from debrief.kernel.errors import (
    DebriefError,
    FieldError,
    IfMatchMissing,
    Malformed,
    NotFound,
    Unauthenticated,
)
from debrief.kernel.faults import log_fault
from debrief.kernel.mistakes import plain
from debrief.kernel.model import Aggregate
from debrief.kernel.storage.aws_errors import aws_error, code_of
from debrief.kernel.storage.revisions import expect_revision
from debrief.kernel.storage.tables import storage_error
from debrief.kernel.web.problems import PROBLEM, problem_answer, problem_of, retry_after
from debrief.kernel.web.requests import MOST_BODY_BYTES, Request, check_media_type, check_size, read_json

_PLACES = {"body": "", "query": "?", "header": "header ", "path": "path "}
_ETAG = re.compile(r'(?:W/)?"?([0-9]{1,15})"?')

logger = Logger()
F = TypeVar("F", bound=Callable[..., Any])
SeenIds = Callable[[Caller, Collection[str]], frozenset[str]]

IfMatch = Annotated[str | None, Header(alias="If-Match", description="The ETag that the change is made from")]
"""Parameter type of a route that changes or deletes a versioned thing; read it with `expected_revision`."""


class Admission(Enum):
    """Who is let in where no permission is needed."""

    SIGNED_IN = "signed in"


SIGNED_IN = Admission.SIGNED_IN


class Gives(NamedTuple):
    """An answer as the OpenAPI document describes it. schema: JSON Schema of it."""

    media_type: str
    schema: Mapping[str, Any]


class Api(APIGatewayHttpResolver):
    """A context's routes behind API Gateway's JWT authorizer.

    authenticate: turns the access token's `username` (a user id) into the caller; raises Unauthenticated.
    seen_ids: those of the ids whom the caller may see now; a kept answer is repeated only while that is all of them.
    rooms: modules that add routes when they are imported, by the first part of the path below which their routes lie.
    They are imported with the first request below it: whoever asks for goals doesn't wait for calibrations.
    """

    def __init__(
        self,
        authenticate: Callable[[str], Caller],
        seen_ids: SeenIds,
        rooms: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        super().__init__(enable_validation=True, serializer=_compact, json_body_deserializer=read_json)
        self._authenticate = authenticate
        self._seen_ids = seen_ids
        self.rooms = dict(rooms or {})
        self.admissions: dict[tuple[str, str], Permission | Admission] = {}
        self._most_bytes: dict[tuple[str, str], int | None] = {}
        self.exception_handler(DebriefError)(_refused)
        self.exception_handler(RequestValidationError)(self._malformed)
        self.exception_handler(Exception)(_unexpected)
        self.not_found(_no_route)

    @property
    def caller(self) -> Caller:
        """Who is calling; known inside routes only."""
        caller: Caller = self.context["caller"]
        return caller

    def on(
        self,
        method: str,
        rule: str,
        *,
        allow: Permission | Admission,
        status: int = 200,
        also: int | None = None,
        gives: Gives | None = None,
        most_bytes: int | None = MOST_BODY_BYTES,
    ) -> Callable[[F], F]:
        """Add a route. `allow`: the permission that the caller must have, or SIGNED_IN.

        also: a status that it answers too, with the same type.
        gives: what the description says of the answer, where that isn't the route's return type as JSON.
        most_bytes: of the body; None where a file is sent in it, whose own limit counts.
        """

        def admit(app: "Api", next_middleware: NextMiddleware) -> Response[Any]:
            logger.append_keys(user_id=app.caller.user_id, route=f"{method} {rule}")
            if isinstance(allow, Permission):
                app.caller.require(allow)
            _check_query(app)
            return next_middleware(app)

        def decorate(function: F) -> F:
            self.admissions[method, rule] = allow
            self._most_bytes[method, rule] = most_bytes
            super(Api, self).route(
                rule,
                method=method,
                summary=(function.__doc__ or function.__name__).strip().splitlines()[0].rstrip("."),
                operation_id=function.__name__,
                tags=[rule.split("/")[1]],
                middlewares=[admit],
                status_code=status,
                responses=_described(status, also, gives),
            )(function)
            return function

        return decorate

    def open_room(self, root: str) -> None:
        """Import the modules whose routes lie below this first part of a path, if there are any."""
        for module in self.rooms.get(root, ()):
            import_module(module)

    def whole(self) -> "Api":
        """The same with all its routes: for a description of them."""
        for root in self.rooms:
            self.open_room(root)
        return self

    def route(self, *_: Any, **__: Any) -> Any:
        """Refused: a route without `allow` would be open to all who are signed in."""
        raise TypeError("add routes with on(method, rule, allow=…)")

    def resolve(self, event: Any, context: Any) -> dict[str, Any]:
        """Answer an API Gateway event. A POST with an `Idempotency-Key` that was answered before is answered alike.

        Who is calling, and whether they may come here at all, is settled first: neither a kept answer nor what is
        wrong with a request is for others. No answer may be stored by a browser or on the way.
        """
        # The logger lives as long as the process: whatever fails before the caller is known isn't the last one's.
        logger.remove_keys(["user_id", "route"])
        try:
            answer = self._answer(event, context)
        except Exception as error:
            # Whatever fails around the routes, in looking for the caller or for a kept answer, leaves as a problem too.
            answer = problem_answer(_told(error))
        return {**answer, "headers": {**answer.get("headers", {}), "Cache-Control": "no-store"}}

    def _answer(self, event: Any, context: Any) -> dict[str, Any]:
        caller = self._who(event)
        self.append_context(caller=caller)  # type: ignore[no-untyped-call]
        method, path = event["requestContext"]["http"]["method"].upper(), Request(event).path
        self.open_room(path.split("/", 2)[1])
        known = self._admit(caller, method, path)
        check_size(event, self._most_bytes[known] if known else MOST_BODY_BYTES)
        check_media_type(event)
        key = {name.lower(): value for name, value in event.get("headers", {}).items()}.get("idempotency-key")
        if method != "POST" or not key or not known or _only_asks(event):
            return self._routed(event, context)
        from debrief.kernel.web.idempotency import answered_once

        return answered_once(
            event,
            key,
            caller,
            lambda: self._routed(event, context),
            still_seen=lambda subjects: self._seen_ids(caller, subjects) >= frozenset(subjects),
            context=context,
        )

    def _routed(self, event: Any, context: Any) -> dict[str, Any]:
        return _plain(super().resolve(event, context))

    def _admit(self, caller: Caller, method: str, path: str) -> tuple[str, str] | None:
        """Method and rule of the route, where there is one. Raises Forbidden when the caller lacks its permission."""
        for route in (*self._static_routes, *self._dynamic_routes):
            if route.method == method and route.rule.match(path):
                allow = self.admissions[method, route.path]
                if isinstance(allow, Permission):
                    caller.require(allow)
                return method, route.path
        return None

    def _to_proxy_event(self, event: Any) -> Request:
        return Request(event, self._json_body_deserializer)

    def _malformed(self, error: RequestValidationError) -> Response[str]:
        mistakes = []
        for mistake in error.errors():
            place, *steps = mistake["loc"]
            prefix = _PLACES.get(str(place), f"{place} ")
            # A body that is no JSON is wrong at one place.
            in_body = place == "body" and len(steps) > 1
            path = "/".join(str(step) for step in (_way(self.current_event.json_body, steps) if in_body else steps))
            pointer = f"/{path}" if prefix == "" else f"{prefix}{path}"
            mistakes.append(FieldError(pointer=pointer, message=plain(mistake)))
        return _problem(Malformed("Some fields are not as they should be", errors=mistakes))

    def _who(self, event: Any) -> Caller:
        claims = event["requestContext"].get("authorizer", {}).get("jwt", {}).get("claims") or {}
        username = claims.get("username")
        if not username:
            raise Unauthenticated("The request carries no signed-in person")
        return self._authenticate(str(username))


def _described(status: int, also: int | None, gives: Gives | None) -> Any:
    """How the description tells an answer that isn't JSON of the route's type, or one of two statuses."""
    told: dict[str, Any] = {"description": HTTPStatus(status).phrase}
    if gives is not None:
        told["content"] = {gives.media_type: {"schema": dict(gives.schema)}}
    if also is not None:
        return {status: told, also: {"description": HTTPStatus(also).phrase}}
    return {status: told} if gives is not None or status == HTTPStatus.NO_CONTENT else None


def _check_query(app: Api) -> None:
    """Raises Malformed for parameters that the route doesn't have: a filter with its name mistyped would let all in."""
    known = {field.alias for field in app.context["_route"].dependant.query_params}
    unknown = sorted(set(cast(Request, app.current_event).parameters) - known)
    if unknown:
        errors = [FieldError(pointer=f"?{name}", message="There is no such parameter") for name in unknown]
        raise Malformed("Some parameters are not known here", errors=errors)


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, default=str)


_YES_OR_NO = TypeAdapter(bool)


def _only_asks(event: Any) -> bool:
    """Whether nothing is to be done, so that there is nothing that mustn't be done twice, and no answer to keep."""
    given = (event.get("queryStringParameters") or {}).get("dry_run", "")
    try:
        return _YES_OR_NO.validate_python(given)
    except ValidationError:
        # The route refuses it.
        return False


def _plain(answer: dict[str, Any]) -> dict[str, Any]:
    return {**answer, "statusCode": int(answer["statusCode"])}


def expected_revision(if_match: str | None) -> int:
    """The revision in an `If-Match` header.

    Raises:
        IfMatchMissing: there is none. Malformed: it isn't an ETag of ours.
    """
    if not if_match:
        raise IfMatchMissing("Send the ETag that you read in If-Match")
    tag = _ETAG.fullmatch(if_match.strip())
    if tag is None:
        mistake = FieldError(pointer="header If-Match", message="must be an ETag as it was answered")
        raise Malformed("If-Match is not an ETag of this API", errors=[mistake])
    return int(tag[1])


def check_revision(value: Aggregate, if_match: str | None) -> None:
    """Raises Stale when `value` isn't at the revision that the caller read."""
    expect_revision(value, expected_revision(if_match))


V = TypeVar("V")


def versioned(value: V, revision: int, *, status: int = 200, location: str | None = None) -> Response[V]:
    """An answer with its ETag; 201 or 202 with its Location."""
    headers = {"ETag": f'"{revision}"'}
    if location:
        headers["Location"] = location
    return Response(status_code=status, content_type="application/json", body=value, headers=headers)


def nothing() -> Response[None]:
    """204."""
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _problem(error: DebriefError) -> Response[str]:
    return Response(
        status_code=error.status,
        content_type=PROBLEM,
        body=problem_of(error).model_dump_json(),
        headers=retry_after(error),
    )


def _refused(error: DebriefError) -> Response[str]:
    return _problem(_told(error))


def _told(error: Exception) -> DebriefError:
    """What the caller is told of an exception; where it is our fault, the log is told as well."""
    ours = _as_ours(error)
    if ours.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.warning("request failed", problem=ours.type)
    return ours


def _way(body: Any, steps: Sequence[Any]) -> list[Any]:
    """The steps that lead through a body to what is wrong in it.

    Where a field may be of several kinds, pydantic's own steps name the kind as well, which is no place in the body.
    """
    way: list[Any] = []
    for at, step in enumerate(steps):
        last = at == len(steps) - 1
        if isinstance(body, Mapping) and step not in body and not last:
            continue
        way.append(step)
        if isinstance(body, Mapping):
            body = body.get(step)
        elif isinstance(body, Sequence) and isinstance(step, int) and step < len(body):
            body = body[step]
    return way


def _unexpected(error: Exception) -> Response[str]:
    return _problem(_told(error))


def _as_ours(error: Exception) -> DebriefError:
    """Any exception as one of ours; what isn't is logged as a fault, and its text told to nobody."""
    if isinstance(error, DebriefError):
        return error
    if isinstance(error, PynamoDBException):
        return storage_error(error)
    log_fault("unexpected error", error)
    if code_of(error):
        return aws_error(error)
    return DebriefError("An unexpected error; the trace id finds it in the log")


def _no_route(_: NotFoundError) -> Response[str]:
    return _problem(NotFound("There is no such route"))
