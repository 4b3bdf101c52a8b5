"""What a client may get wrong in any request: each is its mistake, with the field named, and never ours."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.kernel.errors import FieldError, Malformed, RuleBroken
from debrief.kernel.web.api import SIGNED_IN
from debrief.kernel.web.requests import MOST_BODY_BYTES, MOST_PARTS, read_json
from tests.unit.helpers import LAMBDA_CONTEXT, Answer, answer_of, api_event
from tests.unit.kernel.test_kernel_api import Served, Wish


@pytest.fixture
def served() -> Served:
    return Served()


def sent(served: Served, body: str, content_type: str | None = "application/json", *, encoded: bool = False) -> Answer:
    event = api_event("POST", "/things", "us_editor", body)
    event["isBase64Encoded"] = encoded
    event["headers"] = {} if content_type is None else {"content-type": content_type}
    return answer_of(served.app.resolve(event, LAMBDA_CONTEXT))


@pytest.mark.feature("N7")
@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 201),
        ("Application/JSON; charset=utf-8", 201),
        (None, 201),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data", 415),
        ("application/jsonp", 415),
    ],
)
def test_bodies_are_json(served: Served, content_type: str | None, status: int) -> None:
    answer = sent(served, '{"size": 1}', content_type)
    assert answer.status == status
    if status == 415:
        assert answer.body["type"] == "urn:debrief:problem:unsupported-media-type"
        assert [each["pointer"] for each in answer.body["errors"]] == ["header content-type"]
    assert served.made == (status == 201)
    # Without a body there is nothing of another kind, only something missing.
    assert sent(served, "", content_type).status == 400


@pytest.mark.feature("N7")
@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ("{", ["/"]),
        ("[" * 50_000, []),
        ('{"size": ' + "9" * 5_000 + "}", ["/"]),
        ('{"size": NaN}', ["/"]),
        ('{"size": 1e999}', ["/size"]),
        (f'{{"size": {2**70}}}', ["/size"]),
        ('{"size": 1, "\\ud800": 1}', ["/?"]),
        ('{"size": ["\\ud800x", {"a/b~": "\\udc00"}]}', ["/size/0", "/size/1/a~1b~0"]),
        ("[]", ["/"]),
        ("5", ["/"]),
        ("null", ["/"]),
    ],
)
def test_what_is_no_readable_body_is_the_clients_mistake(served: Served, body: str, pointers: list[str]) -> None:
    answer = sent(served, body)
    assert (answer.status, answer.headers["content-type"]) == (400, "application/problem+json")
    assert [each["pointer"] for each in answer.body["errors"]] == pointers
    assert served.made == 0


@pytest.mark.feature("N7")
def test_a_body_that_is_no_text_is_the_clients_mistake(served: Served) -> None:
    assert sent(served, base64.b64encode(b'{"size": 1}').decode(), encoded=True).status == 201
    assert sent(served, base64.b64encode(b"\xff\xfe").decode(), encoded=True).status == 400
    assert sent(served, "not base64", encoded=True).status == 400


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e18, 1e18) | st.text(),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(), part, max_size=3),
    max_leaves=20,
)


@given(JSON)
def test_what_is_json_is_read_as_what_it_is(value: Any) -> None:
    assert read_json(json.dumps(value)) == value


@given(st.text(st.characters(), max_size=40) | st.text('[]{}",:0123456789.eE-\\u', max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        value = read_json(text)
    except Malformed:
        return
    json.dumps(value, ensure_ascii=False).encode()


@pytest.mark.feature("N7")
@pytest.mark.parametrize("tag", ["²", "9" * 5_000, '"1", "2"', "*", "-1", "٣", '"'])
def test_an_etag_is_a_number_of_ours(served: Served, tag: str) -> None:
    answer = served("PATCH", "/things/1", "us_editor", {"size": 2}, If_Match=tag)
    assert answer.status == 400
    assert [each["pointer"] for each in answer.body["errors"]] == ["header If-Match"]


@pytest.mark.feature("N7")
def test_a_repeated_parameter_keeps_its_commas_and_has_an_end(served: Served) -> None:
    event = api_event("GET", "/things", "us_editor", query={"from": "Sales, EMEA & more"})
    assert served.find(**{"from": "Sales, EMEA & more"}).status == 200
    assert served.app.resolve(event, LAMBDA_CONTEXT)["statusCode"] == 200
    assert served.started == ["Sales, EMEA & more"] * 2
    assert served.find(size=["1", "2"]).body == {"size": 3}
    # One value with a comma is one value, and no number.
    assert served.find(size="1,2").status == 400
    assert served.find(size=["1"] * 100).body == {"size": 100}
    answer = served.find(size=["1"] * 101)
    assert (answer.status, answer.body["errors"][0]["pointer"]) == (400, "?size")


@pytest.mark.feature("N7")
def test_no_answer_may_be_stored_on_the_way(served: Served) -> None:
    answers = [
        served("GET", "/open"),
        served("GET", "/nowhere"),
        served("GET", "/open", None),
        served("POST", "/things", "us_other", {"size": 1}),
        served("POST", "/things", "us_editor", {"size": "x"}),
        served("DELETE", "/things/1"),
    ]
    assert [each.status for each in answers] == [200, 404, 401, 403, 400, 204]
    assert {each.headers["cache-control"] for each in answers} == {"no-store"}


@pytest.mark.feature("P4")
def test_whoever_may_not_come_here_is_not_told_what_is_wrong(served: Served) -> None:
    assert sent(served, "{").status == 400
    event = api_event("POST", "/things", "us_other", "{")
    assert served.app.resolve(event, LAMBDA_CONTEXT)["statusCode"] == 403


def keys(count: int, *, length: int = 1, value: str = "0") -> str:
    """A body with so many fields that nobody knows."""
    return "{" + ",".join(f'"{number:0>{length}}":{value}' for number in range(count)) + "}"


@pytest.mark.feature("N7")
def test_of_many_mistakes_a_hundred_are_told_and_the_others_counted(served: Served) -> None:
    answer = sent(served, keys(40_000, length=9))
    assert (answer.status, answer.body["type"]) == (400, "urn:debrief:problem:malformed")
    # The missing `size` is a mistake as well.
    assert (len(answer.body["errors"]), answer.body["more_errors"]) == (100, 39_901)
    few = sent(served, keys(3))
    assert (len(few.body["errors"]), few.body["more_errors"]) == (4, 0)


@pytest.mark.feature("N7")
def test_a_made_up_name_makes_no_long_answer(served: Served) -> None:
    """API Gateway is given a problem of any request, however long what is in it: Lambda answers with 6 MB at most."""
    event = api_event("POST", "/things", "us_editor", keys(100, length=9_000))
    answer = served.app.resolve(event, LAMBDA_CONTEXT)
    assert (answer["statusCode"], len(json.loads(answer["body"])["errors"])) == (400, 100)
    assert len(answer["body"]) < 200_000
    assert max(len(each["pointer"]) for each in json.loads(answer["body"])["errors"]) == 1_000
    served.fail = RuleBroken("no", errors=[FieldError(pointer="/" + "é" * 2_000, message="m" * 2_000)] * 5_000)
    refused = sent(served, '{"size": 1}')
    assert (refused.status, len(refused.body["errors"]), refused.body["more_errors"]) == (422, 100, 4_900)
    assert {len(text) for each in refused.body["errors"] for text in each.values()} == {1_000}
    served.fail = RuleBroken("no", errors=[FieldError(pointer="row 1", message="m")] * 300, most_told=250)
    file = sent(served, '{"size": 1}')
    assert (len(file.body["errors"]), file.body["more_errors"]) == (250, 50)


@pytest.mark.feature("N7")
def test_a_body_of_more_values_than_anything_has_is_too_large(served: Served) -> None:
    """Each could be a mistake to be told, and telling them all takes more memory than a function has."""
    for body in (keys(60_000), "[" + ",".join(["[]"] * 60_000) + "]", '{"size": [' + "[1]," * 30_000 + "1]}"):
        assert len(body) < MOST_BODY_BYTES
        answer = sent(served, body)
        assert (answer.status, answer.body["type"]) == (413, "urn:debrief:problem:too-large")
    assert read_json("[" + ",".join(["0"] * (MOST_PARTS - 1)) + "]")
    assert served.made == 0


@pytest.mark.feature("N7")
def test_a_body_is_as_large_as_its_bytes(served: Served) -> None:
    room = MOST_BODY_BYTES - len('{"size": 1}')
    for text, encoded in ((" " * room, False), (" " * room, True)):
        for more, status in (("", 201), (" ", 413)):
            body = '{"size": 1}' + text + more
            given = base64.b64encode(body.encode()).decode() if encoded else body
            assert sent(served, given, encoded=encoded).status == status
    # In characters it would do.
    long = json.dumps({"size": 1, "text": "é" * 600_000}, ensure_ascii=False)
    answer = sent(served, long)
    assert (answer.status, answer.body["type"]) == (413, "urn:debrief:problem:too-large")
    assert served("PATCH", "/nowhere", "us_editor", long).status == 413


@pytest.mark.feature("P4")
def test_whoever_may_not_come_here_is_not_told_how_much_is_taken(served: Served) -> None:
    event = api_event("POST", "/things", "us_other", " " * 2_000_000)
    assert served.app.resolve(event, LAMBDA_CONTEXT)["statusCode"] == 403


def test_a_route_that_takes_files_has_their_limit(served: Served) -> None:
    @served.app.on("PUT", "/file", allow=SIGNED_IN, most_bytes=None)
    def put(body: Wish) -> Wish:
        """Put a file."""
        return body

    event = api_event("PUT", "/file", "us_editor", '{"size": 1}' + " " * 3_000_000)
    assert served.app.resolve(event, LAMBDA_CONTEXT)["statusCode"] == 200
