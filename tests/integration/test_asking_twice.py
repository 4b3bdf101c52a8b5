"""A request that may be sent twice, by its key: what failed the first time is done the second."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration import documents
from tests.integration.driver import Debrief
from tests.integration.test_work import FEBRUARY
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
