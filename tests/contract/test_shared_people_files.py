"""The files of people among the cases that are kept outside of the repository, through the API; skipped without them.

DEBRIEF_SHARED names the folder where it isn't beside the repository.
"""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from api.people_api.handler import lambda_handler
from local.settings import REPOSITORY
from tests.unit.helpers import LAMBDA_CONTEXT, Answer, answer_of, api_event
from tests.unit.people.conftest import world
from tests.unit.people.world import World

__all__ = ["world"]

PLACES = (os.environ.get("DEBRIEF_SHARED"), REPOSITORY.parent / "shared", REPOSITORY.parent.parent / "shared")
CASES = next((found for place in PLACES if place and (found := Path(place) / "cases" / "intake").is_dir()), None)
KIND = "K24"

pytestmark = [
    pytest.mark.feature("P1"),
    pytest.mark.skipif(CASES is None, reason="the shared cases aren't beside this repository"),
]


def how_long(case: dict[str, Any]) -> Sequence[pytest.MarkDecorator]:
    """Thousands of rows, which a script writes, take a minute."""
    return [pytest.mark.soak] if any(each["name"].endswith(".py") for each in case["files"]) else []


def cases() -> list[Any]:
    """Each case as it is sent; many rows are sent once."""
    if CASES is None:
        return []
    listed: list[dict[str, Any]] = json.loads((CASES / "index.json").read_text(encoding="utf-8"))
    return [
        pytest.param(case, media_type, id=f"{case['id']} as {media_type}", marks=how_long(case))
        for case in listed
        if case["kind"].startswith(KIND)
        for media_type in ("application/octet-stream", "text/csv")
        if media_type != "text/csv" or not case["files"][0]["name"].endswith(".py")
    ]


def content_of(path: Path) -> bytes:
    """The bytes of a file, or what the script writes that stands for it."""
    if path.suffix != ".py":
        return path.read_bytes()
    written = subprocess.run([sys.executable, "-I", str(path)], check=True, capture_output=True, timeout=60)
    return written.stdout


def sent(data: bytes, query: dict[str, str | list[str]], media_type: str) -> Answer:
    event = api_event("POST", "/people/imports", "us_ada", headers={"content-type": media_type}, query=query)
    if media_type.startswith("text/"):
        event["body"] = data.decode(errors="replace")
    else:
        event |= {"body": base64.b64encode(data).decode(), "isBase64Encoded": True}
    return answer_of(lambda_handler(event, LAMBDA_CONTEXT))  # type: ignore[arg-type]


@pytest.mark.parametrize(("case", "media_type"), cases())
def test_a_file_of_people_is_read_or_told_in_one_sentence(world: World, case: dict[str, Any], media_type: str) -> None:
    assert CASES is not None
    for file in case["files"]:
        data = content_of(CASES / case["id"] / file["name"])
        query: dict[str, str | list[str]] = {"create_missing": "true"}
        if "dry_run=true" in case["door"]:
            query["dry_run"] = "true"
        answer = sent(data, query, media_type)
        if case["right"].startswith("Refused"):
            assert answer.status == 422
            for error in answer.body["errors"]:
                assert error["pointer"].startswith("row "), error
                assert ". " not in error["message"], error
            continue
        assert answer.status == 202, answer.body
        done = world.written(answer).body
        assert (done["status"], done["errors"], done["left"]) == ("finished", [], 0)
        assert done["people"] == done["created"] == len(data.decode("utf-8-sig").strip().splitlines()) - _above(data)


def _above(data: bytes) -> int:
    """Lines before the first person."""
    return 2 if data.decode("utf-8-sig").lower().startswith("sep=") else 1


def test_mangled_values_are_told_with_row_and_column(world: World) -> None:
    assert CASES is not None
    data = content_of(CASES / "mangled-references" / "mangled-references.csv")
    answer = sent(data, {"dry_run": "true"}, "text/csv")
    assert [error["pointer"] for error in answer.body["errors"]] == [
        "row 2, agent_references",
        "row 3, email",
        "row 3, agent_references",
    ]
