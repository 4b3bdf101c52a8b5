"""What a client may get wrong, on every route: a 4xx that names it, never a 5xx that says to try again."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.api_world import CALLERS, Account
from tests.contract.test_openapi import DOCUMENT, OPERATIONS
from tests.contract.test_routes_and_roles import TABLE, account, filled

__all__ = ["account"]
ENDS = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z")
DAY_ENDS = ("0001-01-01", "9999-12-31")
Parameter = dict[str, Any]


def parameters(method: str, path: str) -> list[Parameter]:
    found: list[Parameter] = DOCUMENT["paths"][path][method.lower()].get("parameters", [])
    return [each for each in found if each["in"] == "query"]


def schemas_of(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The schema, and those that it is one of."""
    if "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    yield schema
    for part in (*schema.get("anyOf", []), *schema.get("oneOf", []), *schema.get("allOf", [])):
        yield from schemas_of(part)
    if "items" in schema:
        yield from schemas_of(schema["items"])


def formats(schema: dict[str, Any]) -> set[str]:
    return {str(each.get("format")) for each in schemas_of(schema)}


def rows() -> Iterator[tuple[str, str, Any, dict[str, str]]]:
    """Method, path, body and query of a good request to every route."""
    for route, row in TABLE.items():
        method, rule = route.split(" ")
        yield method, row.path or re.sub(r"<(\w+)>", r"{\1}", rule), row.body, row.query


def told(answer: Any) -> None:
    assert 400 <= answer.status < 500, answer
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.feature("N7")
def test_an_id_beyond_all_measure_is_not_found(account: Account) -> None:
    """In the path, in the query and in the body, as the administrator and as a supervisor."""
    for method, path, body, query in rows():
        for long in ("x" * 3_000, "ﷺ" * 400):
            for who in ("admin", "lead"):
                for asked, sent, wanted in (
                    (re.sub(r"\{\w+\}", long, path), filled(body, account.ids), filled(query, account.ids)),
                    (filled(path, account.ids), _with(body, long), filled(query, account.ids)),
                    (filled(path, account.ids), filled(body, account.ids), _with(query, long)),
                ):
                    if long not in f"{asked}{sent}{wanted}":
                        continue
                    with account.undone():
                        answer = account.call(
                            CALLERS[who], method, asked, sent, query=wanted, headers={"If-Match": '"1"'}
                        )
                    assert answer.status < 500, (method, asked[:60], str(sent)[:60], answer)
                    # Of some things the list alone is told, and nobody by it whether the thing is there.
                    if "{" in path and long in asked and answer.body != {"items": []}:
                        told(answer)


def _with(value: Any, long: str) -> Any:
    """`value` with every reference in it replaced."""
    if isinstance(value, dict):
        return {key: _with(each, long) for key, each in value.items()}
    if isinstance(value, list):
        return [_with(each, long) for each in value]
    return long if isinstance(value, str) and value.startswith("{") else value


@pytest.mark.feature("N7", "S0.5")
def test_instants_and_days_at_the_ends_of_the_calendar_are_refused(account: Account) -> None:
    asked = 0
    for method, path in OPERATIONS:
        for parameter in parameters(method, path):
            found = formats(parameter["schema"])
            values = ENDS if "date-time" in found else DAY_ENDS if "date" in found else ()
            for value in values:
                row = TABLE[f"{method} {path.replace('{', '<').replace('}', '>')}"]
                query = filled(row.query, account.ids) | {parameter["name"]: value}
                for who in ("admin", "lead", "agent"):
                    answer = account.call(CALLERS[who], method, filled(path, account.ids), None, query=query)
                    told(answer)
                    asked += 1
    assert asked > 50
    for body in _bodies_with_times():
        for who in ("admin", "lead"):
            answer = account.call(CALLERS[who], "POST", body[0], filled(body[1], account.ids))
            told(answer)


def _bodies_with_times() -> Iterator[tuple[str, Any]]:
    for value in ENDS:
        yield "/meetings", {"title": "A", "participant_id": "{user_id}", "scheduled_at": value}
    for value in DAY_ENDS:
        yield "/actions", {"title": "A", "assignee_id": "{user_id}", "due_date": value}
        yield (
            "/summaries",
            {"agent_id": "{user_id}", "period": {"kind": "custom", "first_day": value, "last_day": value}},
        )


@pytest.mark.feature("N7")
@pytest.mark.parametrize(
    ("method", "path", "body", "pointer"),
    [
        ("POST", "/meetings", {"title": "A", "participant_id": "{user_id}", "scheduled_at": 1}, "/scheduled_at"),
        ("POST", "/actions", {"title": "A", "assignee_id": "{user_id}", "due_date": 86_400}, "/due_date"),
        ("PATCH", "/preferences", {"notices": {"meeting_moved": {"email": "yes"}}}, "/notices/meeting_moved/email"),
        ("PATCH", "/settings", {"agent_sentiment": "on"}, "/agent_sentiment"),
        ("POST", "/intake/uploads", {"name": "a\nb.wav", "size": 10}, "/name"),
        ("GET", "/summaries", None, "?agent_id"),
    ],
)
def test_what_could_only_be_guessed_at_is_refused_by_its_name(
    account: Account, method: str, path: str, body: Any, pointer: str
) -> None:
    etag = {"If-Match": '"0"'}
    with account.undone():
        answer = account.call(CALLERS["admin"], method, path, filled(body, account.ids), headers=etag)
    told(answer)
    assert answer.status != 412, answer
    assert pointer in {each["pointer"] for each in answer.body["errors"]}, answer.body


@pytest.mark.feature("N7")
def test_a_period_that_ends_before_it_begins_is_refused(account: Account) -> None:
    lists = {
        "/meetings": ("2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z"),
        "/feedback": ("2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z"),
        "/interactions": ("2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z"),
        "/evaluations": ("2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z"),
        "/reports/line-items": ("2026-03-02", "2026-03-01"),
    }
    for path, (start, end) in lists.items():
        for who in ("admin", "lead", "agent"):
            answer = account.call(CALLERS[who], "GET", path, query={"from": start, "to": end})
            assert (answer.status, [each["pointer"] for each in answer.body["errors"]]) == (400, ["?to"]), path


@pytest.mark.feature("N7")
@pytest.mark.parametrize("query", [{"from": "2500-01-01T00:00:00Z"}, {"to": "1950-01-01T00:00:00Z"}])
def test_a_period_in_which_nothing_can_be_is_empty(account: Account, query: dict[str, str]) -> None:
    for path in ("/interactions", "/evaluations", "/meetings", "/feedback"):
        for who in ("admin", "lead", "agent"):
            answer = account.call(CALLERS[who], "GET", path, query=query)
            assert (answer.status, answer.body["items"]) == (200, []), (path, who, answer)
    own = account.call(CALLERS["agent"], "GET", "/interactions", query=query | {"agent_id": account.ids["user_id"]})
    assert (own.status, own.body["items"]) == (200, [])


@pytest.mark.feature("N7")
def test_a_repeated_parameter_ends_at_a_hundred(account: Account) -> None:
    for method, path in OPERATIONS:
        for parameter in parameters(method, path):
            if any(each.get("type") == "array" for each in schemas_of(parameter["schema"])):
                query = {parameter["name"]: [f"x{number}" for number in range(101)]}
                answer = account.call(CALLERS["admin"], method, filled(path, account.ids), None, query=query)
                assert answer.status == 400
                assert f"?{parameter['name']}" in [each["pointer"] for each in answer.body["errors"]]
    teams = {"team": [f"tm_{number}" for number in range(100)]}
    assert account.call(CALLERS["admin"], "GET", "/people", query=teams).status == 200


@pytest.mark.feature("N7")
def test_bodies_of_another_kind_are_refused_on_every_route_that_takes_one(account: Account) -> None:
    tried = 0
    for method, path, body, _ in rows():
        if body is None:
            continue
        tried += 1
        for kind, text in (("text/plain", "x"), ("multipart/form-data", "--"), ("application/xml", "<a/>")):
            answer = account.call(
                CALLERS["admin"], method, filled(path, account.ids), text, headers={"content-type": kind}
            )
            assert answer.status == 415, (method, path, answer)
        for text in ("[" * 50_000, '{"a": "\\ud800"}', "{", "[]", '"x"', "null"):
            sent = account.call(CALLERS["admin"], method, filled(path, account.ids), text, headers={"If-Match": '"1"'})
            assert sent.status == 400, (method, path, text[:20], sent)
    assert tried >= 20


@pytest.mark.feature("N7")
@pytest.mark.parametrize("name", ["\u202eevil", "\u200b", "a\u0000b", "ﷺ" * 200])
def test_names_that_cannot_be_shown_or_sorted_by_are_refused(account: Account, name: str) -> None:
    made: list[tuple[str, dict[str, Any], str]] = [
        ("/people", {"name": name, "email": "new@example.com"}, "/name"),
        ("/teams", {"name": name}, "/name"),
        ("/groups", {"name": name}, "/name"),
        ("/roles", {"name": name, "permissions": []}, "/name"),
    ]
    if len(name) < 200:
        made += [
            (
                "/meetings",
                {"title": name, "participant_id": "{user_id}", "scheduled_at": "2026-12-24T10:00:00Z"},
                "/title",
            ),
            ("/actions", {"title": name, "assignee_id": "{user_id}"}, "/title"),
            ("/scorecards", {"name": name}, "/name"),
            ("/intake/uploads", {"name": f"{name}.wav".replace("\u200b", "\u202e"), "size": 1}, "/name"),
        ]
    for path, body, pointer in made:
        answer = account.call(CALLERS["admin"], "POST", path, filled(body, account.ids))
        told(answer)
        assert [each["pointer"] for each in answer.body["errors"]] == [pointer], (path, answer)
    for path, body in (("/teams/tm_1", {"name": name}), ("/groups/gr_1", {"name": name})):
        etag = account.call(CALLERS["admin"], "GET", path).etag
        told(account.call(CALLERS["admin"], "PATCH", path, body, headers={"If-Match": etag}))


@pytest.mark.feature("N7")
def test_what_is_too_much_is_told_as_that(account: Account) -> None:
    summary = account.call(CALLERS["lead"], "GET", f"/summaries/{account.ids['summary_id']}")
    lines = [f"{number} " + "é" * 3_990 for number in range(20)]
    names = ("strengths", "development", "trends", "talking_points", "action_items", "questions")
    edit = dict.fromkeys(names, lines)
    path = f"/summaries/{account.ids['summary_id']}"
    edited = account.call(CALLERS["lead"], "PATCH", path, edit, headers={"If-Match": summary.etag})
    assert (edited.status, edited.body["type"]) == (413, "urn:debrief:problem:too-large")
    rules = [{"id": f"r{number}", "name": "A", "any_of": ["word"]} for number in range(5_000)]
    read = account.call(CALLERS["admin"], "GET", "/interactions/indicator-rules")
    put = {"headers": {"If-Match": read.etag}}
    many = account.call(CALLERS["admin"], "PUT", "/interactions/indicator-rules", {"rules": rules}, **put)
    assert (many.status, many.body["errors"][0]["pointer"]) == (422, "/rules")
    phrases = [{"id": "r", "name": "A", "any_of": ["w" * 501]}]
    long = account.call(CALLERS["admin"], "PUT", "/interactions/indicator-rules", {"rules": phrases}, **put)
    assert (long.status, long.body["errors"][0]["pointer"]) == (422, "/rules/0/any_of/0")
    item = account.call(CALLERS["admin"], "GET", "/intake/in_1")
    fields = {"fields": {"queue": "x" * 500_000}}
    held = account.call(CALLERS["admin"], "PATCH", "/intake/in_1", fields, headers={"If-Match": item.etag})
    assert (held.status, held.body["errors"][0]["pointer"]) == (422, "/fields/queue")
