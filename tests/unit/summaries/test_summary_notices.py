"""The agent is told of a summary that was shared, and no longer once it can't be read."""

import pytest

from debrief.kernel.storage.outbox import PARTITION, Event
from debrief.kernel.storage.tables import query_all
from debrief.notices.events import NOTICE_REQUESTED, NOTICE_WITHDRAWN
from debrief.summaries.store import SummariesRow
from tests.unit.coaching.world import AGENT, LEAD
from tests.unit.summaries.world import World

pytestmark = pytest.mark.feature("S2.5", "S0.15")


def told(world: World) -> list[Event]:
    """What people are to be told, or not to be told any more, as it came."""
    rows = query_all(SummariesRow, PARTITION, index="GSI1")
    found = [Event.model_validate_json(row.body or "") for row in rows]
    return sorted(
        (each for each in found if each.type in (NOTICE_REQUESTED, NOTICE_WITHDRAWN)), key=lambda each: each.id
    )


def test_sharing_is_told_and_hiding_takes_it_back(filled: World) -> None:
    got = filled.ready(LEAD)
    path = f"/summaries/{got.body['id']}"
    assert told(filled) == []
    filled.call("POST", f"{path}/sharing", LEAD)
    (shared,) = told(filled)
    period = got.body["period"]
    assert (shared.type, shared.subject) == (NOTICE_REQUESTED, got.body["id"])
    assert shared.data == {
        "kind": "summary_shared",
        "recipient_ids": [AGENT],
        "actor_id": LEAD,
        "parameters": {"first_day": period["first_day"], "last_day": period["last_day"]},
    }
    filled.call("DELETE", f"{path}/sharing", LEAD)
    _, hidden = told(filled)
    assert (hidden.type, hidden.subject) == (NOTICE_WITHDRAWN, got.body["id"])
    assert hidden.data == {"kind": "summary_shared", "recipient_ids": [AGENT]}


@pytest.mark.parametrize("shared", [True, False])
def test_deleting_takes_back_what_was_told(filled: World, shared: bool) -> None:
    got = filled.ready(LEAD)
    path = f"/summaries/{got.body['id']}"
    if shared:
        filled.call("POST", f"{path}/sharing", LEAD)
    now = filled.call("GET", path, LEAD)
    assert filled.call("DELETE", path, LEAD, if_match=now.etag).status == 204
    assert [each.type for each in told(filled)] == ([NOTICE_REQUESTED, NOTICE_WITHDRAWN] if shared else [])


def test_ones_own_summary_is_no_news(filled: World) -> None:
    filled.ready(AGENT)
    assert told(filled) == []
