"""A summary from the request to the report, on an account in memory."""

import pytest

from tests.unit.coaching.world import AGENT, LEAD
from tests.unit.summaries.world import World


@pytest.mark.feature("S0.3", "S0.8", "S0.9", "S0.16")
def test_from_request_to_report(filled: World) -> None:
    asked = filled.call("POST", "/summaries", LEAD, {"agent_id": AGENT, "period": {"kind": "last_week"}})
    assert asked.status == 202
    assert asked.body["status"] == "generating"
    assert filled.started == [f"{asked.body['id']}-1"]
    path = asked.headers["location"]
    filled.run(asked.body["id"])
    got = filled.call("GET", path, LEAD)
    assert got.status == 200
    report = got.body["report"]
    print(report)
    for section in ("highlights", "areas_for_improvement", "trends", "examples", "talking_points", "action_items"):
        assert report[section], section
    assert report["questions"]
    assert report["recommendations"]
    assert report["dropped"] == []
