"""The API as it is described: the document is what the code says, and no request that fits it breaks a handler."""

import importlib
import json
import re
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core import NOT_SET

from infra.folders import module_of
from infra.stacks.api.roots import LEAVES, ROOTS
from tests.contract.api_world import CALLERS, Account
from tests.sizes import SOAK, soaked
from tools import openapi

EXAMPLES = soaked(3)
DOCUMENT = openapi.document()
OPERATIONS = [(method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods]
SCHEMA = schemathesis.openapi.from_dict(json.loads(openapi.text()))


@pytest.mark.feature("N7")
def test_the_checked_in_documents_are_what_the_code_says() -> None:
    assert openapi.CHECKED_IN.read_text(encoding="utf-8") == openapi.text()
    assert openapi.SERVED.read_text(encoding="utf-8") == openapi.served_text()


@pytest.mark.feature("N7")
def test_every_route_is_described_once() -> None:
    routes = [
        (method, rule.replace("<", "{").replace(">", "}"))
        for api in ROOTS
        for method, rule in importlib.import_module(module_of(api)).app.whole().admissions
    ]
    assert sorted(routes) == sorted(OPERATIONS)
    names = [operation["operationId"] for methods in DOCUMENT["paths"].values() for operation in methods.values()]
    assert len(names) == len(set(names))


@pytest.mark.feature("N7")
def test_the_page_about_the_api_names_every_first_part_of_a_path_and_no_route_that_isnt_there() -> None:
    page = (openapi.CHECKED_IN.parent / "docs" / "api.md").read_text(encoding="utf-8")
    table = page.split("## What there is", 1)[1].split("\n## ", 1)[0]
    first_cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    told = [name for cell in first_cells for name in re.findall(r"`([^`]+)`", cell)]
    assert sorted(told) == sorted({path.split("/")[1] for _, path in OPERATIONS})
    there = {(method, re.sub(r"\{[^}]*\}", "{}", path)) for method, path in OPERATIONS}
    named = re.findall(r"`(GET|POST|PUT|PATCH|DELETE) (/[^`? ]+)[^`]*`", page)
    assert len(named) > 20
    wrong = [each for each in named if (each[0], re.sub(r"\{[^}]*\}", "{}", each[1])) not in there]
    assert wrong == [("GET", "/things")], "which stands for any"


@pytest.mark.feature("N7")
def test_the_document_is_openapi_3_1_without_loose_ends() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    for schema in DOCUMENT["components"]["schemas"].values():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
    wanted = set(_references(DOCUMENT))
    assert wanted <= {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}
    for methods in DOCUMENT["paths"].values():
        for operation in methods.values():
            assert operation["security"] == [{"signed_in": []}]
            assert set(operation["responses"]["default"]["content"]) == {"application/problem+json"}
            assert set(operation["responses"]["401"]["content"]) == {"application/problem+json", "application/json"}


@pytest.mark.feature("N7")
def test_no_two_models_have_one_name() -> None:
    """Those would be told apart by the modules that they stand in, which are nobody's business."""
    assert [name for name in DOCUMENT["components"]["schemas"] if name.startswith("debrief__")] == []


@pytest.mark.feature("N7")
def test_answers_that_are_no_json_of_a_type_are_described_as_what_they_are(account: Account) -> None:
    for path, media_type in {
        "/people/imports/template": "text/csv",
        "/summaries/{summary_id}/pdf": "application/pdf",
        "/openapi.json": "application/json",
    }.items():
        described = DOCUMENT["paths"][path]["get"]["responses"]["200"]["content"]
        assert set(described) == {media_type}
        who = "admin" if path.startswith("/people") else "lead"
        answer = account.call(CALLERS[who], "GET", path.format_map(account.ids))
        assert answer.status == 200
        assert answer.headers["content-type"].split(";")[0] == media_type
        if media_type == "application/json":
            assert described[media_type]["schema"] == {"type": "object"}
            assert answer.body["openapi"] == "3.1.0"


def _references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [each for value in part.values() for each in _references(value)]
    return [each for value in part for each in _references(value)] if isinstance(part, list) else []


@pytest.fixture
def account(aws: None, monkeypatch: pytest.MonkeyPatch) -> Account:
    made = Account(monkeypatch)
    made.prepare()
    return made


@pytest.mark.feature("N7")
@pytest.mark.parametrize("api", ROOTS)
def test_no_request_breaks_a_handler(account: Account, api: str) -> None:
    """Requests that fit the description, with ids that exist and ids that don't, as anybody."""
    operations = [each for each in OPERATIONS if each[1].split("/")[1] in ROOTS[api]]
    problem = jsonschema_rs.validator_for(
        {**DOCUMENT["components"]["schemas"]["Problem"], "components": DOCUMENT["components"]}
    )

    for method, path in operations:
        _try_out(account, problem, method, path)


def _try_out(account: Account, problem: Any, method: str, path: str) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        # The same requests at every `make test`; `make soak` looks for others each time.
        derandomize=SOAK == 1,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def once(data: st.DataObject) -> None:
        case = data.draw(SCHEMA[path][method].as_strategy())
        known = data.draw(st.booleans(), label="ids that exist")
        filled = path
        for name, drawn in case.path_parameters.items():
            filled = filled.replace(f"{{{name}}}", account.ids.get(name, drawn) if known else str(drawn))
        body = None if case.body is NOT_SET else case.body
        query = {name: [str(each) for each in _listed(value)] for name, value in (case.query or {}).items()}
        headers = {"If-Match": data.draw(st.sampled_from(['"1"', '"2"', '"x"']), label="If-Match")}
        who = data.draw(st.sampled_from(sorted(CALLERS)), label="who asks")
        with account.undone():
            answer = account.call(CALLERS[who], method, filled, body, query=query, headers=headers)
        assert answer.status < 500, (who, method, filled, query, body, answer)
        if answer.status >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            problem.validate(answer.body)

    once()


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@pytest.mark.feature("N7")
def test_below_a_leaf_there_is_no_path() -> None:
    below = {path.split("/")[1] for path in openapi.document()["paths"] if path.count("/") > 1}
    assert below.isdisjoint(LEAVES)
    assert {root for roots in ROOTS.values() for root in roots} >= LEAVES
