"""The manner of the API: who gets in, how errors leave, versions, and repeated requests."""

import hashlib
import json
from typing import Annotated, Any

import pytest
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from botocore.exceptions import ClientError

from debrief.kernel.auth import Caller, Permission, Reach, note_subjects
from debrief.kernel.errors import Conflict, FieldError, ModelThrottled, RuleBroken, Throttled, Unauthenticated
from debrief.kernel.model import Aggregate, Entity
from debrief.kernel.storage.clients import client
from debrief.kernel.web.api import SIGNED_IN, Api, IfMatch, check_revision, logger, nothing, versioned
from tests.unit.helpers import LAMBDA_CONTEXT, Answer, answer_of, api_event


class Wish(Entity):
    """What is asked for."""

    size: int


class Thing(Aggregate):
    """What there is."""

    size: int
    text: str = ""


class Served:
    """An API with a few routes; counts how often a thing was made."""

    def __init__(self) -> None:
        self.made = 0
        self.started: list[str] = []
        self.fail: Exception | None = None
        self.may = frozenset({Permission.GOALS_EDIT})
        self.reach = Reach.OWN
        self.text = ""
        self.shown: list[str] = []
        self.line = {"us_agent"}
        self.app = app = Api(self.authenticate, lambda _, ids: frozenset(ids) & self.line)

        @app.on("GET", "/open", allow=SIGNED_IN)
        def read() -> Thing:
            """Read the thing."""
            return Thing(size=1, revision=3)

        @app.on("GET", "/things", allow=SIGNED_IN)
        def find(
            size: Annotated[list[int] | None, Query()] = None, start: Annotated[str, Query(alias="from")] = ""
        ) -> Wish:
            """Find things."""
            self.started += [start] if start else []
            return Wish(size=sum(size or []))

        @app.on("POST", "/things", allow=Permission.GOALS_EDIT, status=201)
        def make(body: Wish) -> Response[Thing]:
            """Make a thing."""
            self.made += 1
            if self.fail:
                raise self.fail
            note_subjects(self.shown)
            thing = Thing(size=body.size, text=self.text)
            return versioned(thing, self.made, status=201, location="/things/1")

        @app.on("PATCH", "/things/<id>", allow=SIGNED_IN)
        def change(id: str, body: Wish, if_match: IfMatch = None) -> Response[Thing]:
            """Change a thing."""
            thing = Thing(size=body.size, revision=3)
            check_revision(thing, if_match)
            return versioned(thing, 4)

        @app.on("DELETE", "/things/<id>", allow=SIGNED_IN, status=204)
        def remove(id: str) -> Response[None]:
            """Remove a thing."""
            return nothing()

    def authenticate(self, user_id: str) -> Caller:
        if user_id == "us_gone":
            raise Unauthenticated("unknown")
        may = self.may if user_id == "us_editor" else frozenset[Permission]()
        return Caller(user_id=user_id, name="A", permissions=may, reach=self.reach)

    def find(self, **query: str | list[str]) -> Answer:
        return answer_of(self.app.resolve(api_event("GET", "/things", "us_editor", query=query), LAMBDA_CONTEXT))

    def __call__(
        self, method: str, path: str, user: str | None = "us_editor", body: Any = None, **headers: str
    ) -> Answer:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return answer_of(self.app.resolve(api_event(method, path, user, body, headers=sent), LAMBDA_CONTEXT))


@pytest.fixture
def served() -> Served:
    return Served()


@pytest.mark.parametrize(("user", "status"), [("us_editor", 201), ("us_other", 403), ("us_gone", 401), (None, 401)])
def test_only_those_permitted_get_in(served: Served, user: str | None, status: int) -> None:
    assert served("POST", "/things", user, {"size": 1}).status == status
    assert served.made == (status == 201)


def test_what_fails_before_the_caller_is_known_is_logged_under_nobody_elses_name(served: Served) -> None:
    """The process that answers has answered others before."""
    keys: list[tuple[Any, Any]] = []

    def note() -> None:
        known = logger.get_current_keys()
        keys.append((known.get("user_id"), known.get("route")))

    def broken(user_id: str) -> Caller:
        note()
        raise Throttled("not now")

    served("POST", "/things", "us_editor", {"size": 1})
    note()
    served.app._authenticate = broken
    assert served("GET", "/open", "us_other").status == 429
    assert keys == [("us_editor", "POST /things"), (None, None)]


def test_a_parameter_that_a_route_does_not_have_is_refused(served: Served) -> None:
    assert served.find(size=["1", "2"], **{"from": "a"}).body == {"size": 3}
    answer = served.find(sizes="1", size="2", start="a")
    assert answer.status == 400
    assert [each["pointer"] for each in answer.body["errors"]] == ["?sizes", "?start"]


def test_the_routes_of_a_room_come_with_the_first_request_below_it(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = served.app
    app.rooms = {"late": ["routes.late"], "later": ["routes.later"]}
    asked: list[str] = []

    def imported(module: str) -> None:
        if module in asked:
            return
        asked.append(module)
        place = module.rpartition(".")[2]

        @app.on("GET", f"/{place}/<id>", allow=Permission.GOALS_EDIT)
        def read(id: str) -> Thing:
            """Read the thing."""
            return Thing(size=2, text=id)

    monkeypatch.setattr("debrief.kernel.web.api.import_module", imported)
    assert served("GET", "/open").status == 200
    assert asked == []
    assert served("GET", "/late/1", "us_other").status == 403, "and its admission with it"
    assert served("GET", "/late/1").body["size"] == 2
    assert served("GET", "/lately/1").status == 404
    assert asked == ["routes.late"]
    assert {rule for _, rule in app.whole().admissions} >= {"/late/<id>", "/later/<id>"}


def test_a_route_without_admission_cannot_be_added(served: Served) -> None:
    with pytest.raises(TypeError):
        served.app.get("/things")
    assert served.app.admissions["POST", "/things"] is Permission.GOALS_EDIT


def test_an_unknown_route_is_a_problem(served: Served) -> None:
    answer = served("GET", "/nowhere")
    assert (answer.status, answer.body["type"]) == (404, "urn:debrief:problem:not-found")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("body", "pointer"), [({"size": "big"}, "/size"), ({}, "/size"), ({"size": 1, "x": 2}, "/x")])
def test_what_is_malformed_is_named(served: Served, body: Any, pointer: str) -> None:
    answer = served("POST", "/things", "us_editor", body)
    assert answer.status == 400
    assert [error["pointer"] for error in answer.body["errors"]] == [pointer]
    assert served.made == 0


def test_text_that_is_not_json_is_malformed(served: Served) -> None:
    assert served("POST", "/things", "us_editor", "{").status == 400


@pytest.mark.parametrize(
    ("error", "status", "kind", "retry_after"),
    [
        (Conflict("there", errors=[FieldError(pointer="/size", message="is taken")]), 409, "conflict", None),
        (Throttled("busy", retry_after_s=7), 429, "throttled", "7"),
        (ZeroDivisionError("content"), 500, "internal", None),
        (ClientError({"Error": {"Code": "SlowDown"}}, "PutObject"), 503, "unavailable", "5"),
        (ClientError({"Error": {"Code": "AccessDenied"}}, "PutObject"), 500, "misconfigured", None),
    ],
)
def test_errors_leave_as_problems(
    served: Served, error: Exception, status: int, kind: str, retry_after: str | None
) -> None:
    served.fail = error
    answer = served("POST", "/things", "us_editor", {"size": 1})
    assert (answer.status, answer.body["type"]) == (status, f"urn:debrief:problem:{kind}")
    assert answer.headers.get("retry-after") == retry_after
    assert "content" not in str(answer.body)


def test_the_trace_id_finds_the_log(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-2-3;Parent=4")
    assert served("GET", "/nowhere").body["trace_id"] == "1-2-3"


def test_created_things_come_with_their_place_and_version(served: Served) -> None:
    answer = served("POST", "/things", "us_editor", {"size": 2})
    assert (answer.status, answer.etag, answer.headers["location"]) == (201, '"1"', "/things/1")
    assert answer.body["size"] == 2


@pytest.mark.parametrize(("tag", "status"), [('"3"', 200), ('W/"3"', 200), ('"2"', 412), ("three", 400), (None, 428)])
def test_changes_say_what_they_were_made_from(served: Served, tag: str | None, status: int) -> None:
    headers = {"If_Match": tag} if tag else {}
    assert served("PATCH", "/things/1", "us_editor", {"size": 2}, **headers).status == status


def test_nothing_is_answered_with_nothing(served: Served) -> None:
    answer = served("DELETE", "/things/1")
    assert (answer.status, answer.body) == (204, "")


@pytest.mark.usefixtures("aws")
def test_a_repeated_request_is_answered_alike_and_done_once(served: Served) -> None:
    first = served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k")
    again = served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k")
    assert (again.status, again.body, again.etag) == (first.status, first.body, first.etag)
    assert served.made == 1
    assert served("POST", "/things", "us_editor", {"size": 3}, Idempotency_Key="k").status == 409
    assert served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="other").status == 201
    assert served.made == 2


@pytest.mark.usefixtures("aws")
def test_an_answer_kept_without_the_people_whom_it_rests_on_is_not_shown_again(served: Served) -> None:
    """Nobody knows any more whether the caller still sees them all."""
    assert served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k").status == 201
    (row,) = client("dynamodb").scan(TableName="test-idempotency")["Items"]
    kept = json.loads(row["data"]["S"])
    del kept["subjects"]
    client("dynamodb").put_item(TableName="test-idempotency", Item={**row, "data": {"S": json.dumps(kept)}})
    again = served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k")
    assert (again.status, served.made) == (409, 1)


@pytest.mark.usefixtures("aws")
def test_a_key_belongs_to_one_person_and_one_query(served: Served) -> None:
    assert served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k").status == 201
    assert served("POST", "/things", "us_other", {"size": 2}, Idempotency_Key="k").status == 403
    event = api_event("POST", "/things", "us_editor", {"size": 2}, {"dry": "1"}, {"Idempotency-Key": "k"})
    assert served.app.resolve(event, LAMBDA_CONTEXT)["statusCode"] == 409


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ZeroDivisionError(), 500),
        (Throttled("busy", retry_after_s=1), 429),
        (ModelThrottled("busy", retry_after_s=1), 429),
        (Conflict("the manager moved meanwhile"), 409),
        (RuleBroken("not yet"), 422),
    ],
)
def test_what_was_refused_is_not_kept(served: Served, error: Exception, status: int) -> None:
    served.fail = error
    assert served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k").status == status
    served.fail = None
    assert served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k").status == 201
    assert served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k").status == 201
    assert served.made == 2


def noise(size: int) -> str:
    """Text that hardly shrinks when it is packed, and grows when it is escaped."""
    digits = "".join(hashlib.sha256(str(number).encode()).hexdigest() for number in range(size // 64 + 1))
    return "".join(f'"{"é" if digit in "02468ace" else ""}{digit}' for digit in digits)[:size]


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("text", ['"' * 222_000, "x" * 9_000, noise(380_000), noise(2_000_000)])
def test_an_answer_of_any_size_is_repeated_and_its_thing_made_once(served: Served, text: str) -> None:
    served.text = text
    first = served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k")
    assert (first.status, len(first.body["text"])) == (201, len(text))
    for _ in range(2):
        again = served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k")
        assert (again.status, again.body, again.etag) == (201, first.body, first.etag)
        assert again.headers["location"] == first.headers["location"]
    assert served.made == 1
    for row in client("dynamodb").scan(TableName="test-idempotency")["Items"]:
        assert sum(len(name) + len(next(iter(value.values()))) for name, value in row.items()) < 400_000
        assert int(row["expiration"]["N"]) > 0


@pytest.mark.usefixtures("aws")
def test_an_answer_that_cannot_be_kept_still_never_happens_twice(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.text = noise(2_000_000)
    dynamodb = client("dynamodb")
    put_item = dynamodb.put_item

    def refuse(**request: Any) -> Any:
        if "part" in request["Item"]:
            raise ClientError({"Error": {"Code": "ThrottlingException"}}, "PutItem")
        return put_item(**request)

    monkeypatch.setattr(dynamodb, "put_item", refuse)
    assert served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k").status == 201
    again = served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k")
    assert (again.status, again.headers["location"], again.etag) == (409, "/things/1", '"1"')
    assert again.headers["content-type"] == "application/problem+json"
    assert served.made == 1


@pytest.mark.usefixtures("aws")
def test_a_store_that_fails_once_at_the_end_leaves_no_key_in_progress(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    dynamodb = client("dynamodb")
    update_item, failures = (
        dynamodb.update_item,
        [ClientError({"Error": {"Code": "InternalServerError"}}, "UpdateItem")],
    )

    def fail_once(**request: Any) -> Any:
        if failures:
            raise failures.pop()
        return update_item(**request)

    monkeypatch.setattr(dynamodb, "update_item", fail_once)
    for _ in range(2):
        assert served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k").status == 201
    assert served.made == 1


@pytest.mark.usefixtures("aws")
@pytest.mark.feature("P4")
def test_a_kept_answer_is_not_for_who_may_no_longer_see_it(served: Served) -> None:
    served.text = "private"
    assert served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k").status == 201
    served.may = frozenset()
    assert served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k").status == 403
    served.may = frozenset({Permission.GOALS_EDIT, Permission.PEOPLE_VIEW})
    changed = served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k")
    assert (changed.status, "private" in str(changed.body)) == (409, False)
    served.may, served.reach = frozenset({Permission.GOALS_EDIT}), Reach.LINE
    assert served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k").status == 409
    served.reach = Reach.OWN
    assert served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k").body["text"] == "private"
    assert served.made == 1


@pytest.mark.usefixtures("aws")
@pytest.mark.feature("P4")
def test_a_kept_answer_is_not_for_who_no_longer_sees_whom_it_is_about(served: Served) -> None:
    served.text, served.shown = "private", ["us_agent"]
    assert served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k").status == 201
    again = served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k")
    assert (again.status, again.body["text"]) == (201, "private")
    served.line.clear()
    moved = served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k")
    assert (moved.status, moved.body["type"]) == (409, "urn:debrief:problem:conflict")
    assert "private" not in str(moved)
    assert served.made == 1


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("ThrottlingException", 429, "throttled"),
        ("ServiceUnavailable", 503, "unavailable"),
        ("AccessDeniedException", 500, "misconfigured"),
    ],
)
def test_a_kept_answer_that_cannot_be_read_is_a_problem_like_any_other(
    served: Served, monkeypatch: pytest.MonkeyPatch, code: str, status: int, kind: str
) -> None:
    served.text = noise(2_000_000)
    first = served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k")
    dynamodb = client("dynamodb")
    get_item = dynamodb.get_item

    def refuse(**request: Any) -> Any:
        if request["Key"]["id"]["S"].startswith("part#"):
            raise ClientError({"Error": {"Code": code}}, "GetItem")
        return get_item(**request)

    with monkeypatch.context() as patch:
        patch.setattr(dynamodb, "get_item", refuse)
        refused = served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k")
    assert (refused.status, refused.body["type"]) == (status, f"urn:debrief:problem:{kind}")
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["cache-control"] == "no-store"
    assert ("retry-after" in refused.headers) is (status in (429, 503))
    assert served("POST", "/things", "us_editor", {"size": 2}, Idempotency_Key="k").body == first.body
    assert served.made == 1


def test_what_fails_before_the_route_is_a_problem_and_tells_nothing(
    served: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(user_id: str) -> Caller:
        raise ValueError("my card number is 4111")

    monkeypatch.setattr(served.app, "_authenticate", broken)
    refused = served("GET", "/open")
    assert (refused.status, refused.body["type"]) == (500, "urn:debrief:problem:internal")
    told = [vars(each) for each in caplog.records]
    assert [each["fault"] for each in told if each["levelname"] == "ERROR"] == ["ValueError"]
    assert "4111" not in f"{told} {refused}"


def test_a_key_on_a_route_that_is_not_there_is_no_failure(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    # A function without a table for kept answers is also asked for what it doesn't have.
    monkeypatch.delenv("IDEMPOTENCY_TABLE", raising=False)
    assert served("POST", "/nowhere", "us_editor", {"size": 2}, Idempotency_Key="k").status == 404
