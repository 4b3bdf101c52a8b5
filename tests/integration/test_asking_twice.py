"""A request that may be sent twice, by its key: what failed the first time is done the second, and what was done isn't.

A kept answer that is too large for one row lies in several, which are read with a right of their own.
"""

from __future__ import annotations

import base64
import hashlib
import json
import random
import string
import zlib
from typing import Any

import pytest

from tests.integration import documents
from tests.integration.driver import Answer, Debrief, Json
from tests.integration.test_work import FEBRUARY, QUESTION, card_of
from tools.rights.proof import NOWHERE


def requests_with_a_key(debrief: Debrief) -> dict[str, tuple[str, str, str, Any]]:
    """API → (function, variable whose thing shall be missing, path, body) of a request that may be sent twice."""
    agent = debrief.employee()
    name = debrief.name("once")
    person = debrief.post("/people", {"name": name, "email": f"{name}@sample.example", "role_ids": ["agent"]})
    held = debrief.settled(debrief.drop(f"chats/{name}.vcon.json", documents.chat(NOWHERE, name)))
    return {
        "people": ("people_api", "USER_POOL_ID", f"/people/{person['id']}/invitation", None),
        "interactions": ("interactions_api", "INTERACTIONS_TABLE", f"/intake/{held['id']}/release", {}),
        "quality": ("quality_api", "QUALITY_TABLE", "/scorecards", {"name": name}),
        "coaching": ("coaching_api", "COACHING_TABLE", "/actions", {"title": name, "assignee_id": agent["id"]}),
        "notices": ("notices_api", "NOTICES_TABLE", "/notices/readings", {"up_to": f"nt_{26 * 'Z'}"}),
        "summaries": ("summaries_api", "SUMMARIES_TABLE", "/summaries", {"agent_id": agent["id"], "period": FEBRUARY}),
    }


@pytest.mark.feature("P1", "N19")
@pytest.mark.parametrize("api", ["people", "interactions", "quality", "coaching", "notices", "summaries"])
def test_what_failed_may_be_sent_again_under_its_key(debrief: Debrief, api: str) -> None:
    function, variable, path, body = requests_with_a_key(debrief)[api]
    key = debrief.name("key")
    with debrief.altered(function, **{variable: NOWHERE}):
        assert debrief.call("POST", path, body, idempotency_key=key).status >= 500
    first = debrief.call("POST", path, body, idempotency_key=key)
    assert 200 <= first.status < 300, first
    assert debrief.call("POST", path, body, idempotency_key=key).body == first.body


@pytest.mark.feature("P1", "N19")
@pytest.mark.parametrize("api", ["people", "interactions", "quality", "coaching", "notices", "summaries"])
def test_what_is_kept_in_several_rows_is_answered_again(debrief: Debrief, api: str) -> None:
    _, _, path, body = requests_with_a_key(debrief)[api]
    key = debrief.name("key")
    first = debrief.call("POST", path, body, idempotency_key=key)
    assert 200 <= first.status < 300, first
    lay_beside(debrief, path, key)
    assert told(debrief.call("POST", path, body, idempotency_key=key)) == told(first)


def lay_beside(debrief: Debrief, path: str, key: str) -> None:
    """Take the body out of a kept answer and put it into a row beside it, as if it were larger than any of these is."""
    who = debrief.get("/me")["person"]["id"]
    asked = json.dumps([who, path, key])
    record = _kept(debrief, hashlib.md5(asked.encode(), usedforsecurity=False).hexdigest())
    data = json.loads(record["data"]["S"])
    part = base64.b64encode(zlib.compress(data.pop("body").encode())).decode()
    record["data"] = {"S": json.dumps(data | {"parts": 1})}
    beside = f"part#{hashlib.sha256(asked.encode()).hexdigest()}#0"
    for item in (record, {"id": {"S": beside}, "part": {"S": part}, "expiration": record["expiration"]}):
        debrief.boto("dynamodb").put_item(TableName=debrief.cloud.outputs["IdempotencyTable"], Item=item)


def _kept(debrief: Debrief, asked: str) -> Json:
    pages = debrief.boto("dynamodb").get_paginator("scan").paginate(TableName=debrief.cloud.outputs["IdempotencyTable"])
    (found,) = (item for page in pages for item in page["Items"] if item["id"]["S"].endswith(f"#{asked}"))
    return dict(found)


def told(answer: Answer) -> tuple[int, str | None, Any]:
    """What an answer says, without what is the connection's."""
    return answer.status, answer.headers.get("etag"), answer.body


@pytest.mark.feature("S4.1", "N19")
def test_the_largest_answer_is_answered_again(debrief: Debrief) -> None:
    """Text of which nothing can be packed, so much that it doesn't fit into one row."""
    chance = random.Random(debrief.name("card"))
    signs = [sign for sign in string.printable[:94] if sign not in '"\\']
    texts = ("description", "good", "poor", "context")
    questions = [
        {**QUESTION, "id": f"q{number}", **{each: "".join(chance.choices(signs, k=4000)) for each in texts}}
        for number in range(22)
    ]
    asked = {"name": debrief.name("Large"), "content": card_of(*questions)}
    key = debrief.name("key")
    first = debrief.call("POST", "/scorecards", asked, idempotency_key=key)
    assert 200 <= first.status < 300, first
    again = debrief.call("POST", "/scorecards", asked, idempotency_key=key)
    assert told(again) == told(first)
    rows = debrief.boto("dynamodb").get_paginator("scan").paginate(TableName=debrief.cloud.outputs["IdempotencyTable"])
    kept = [json.loads(item["data"]["S"]) for page in rows for item in page["Items"] if "data" in item]
    assert any(each.get("parts", 0) > 1 for each in kept)
