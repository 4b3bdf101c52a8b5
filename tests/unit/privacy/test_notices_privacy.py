"""All that somebody was told goes, and nothing of anybody else's (N8, S2.5)."""

import pytest

from debrief.kernel.storage.tables import query_all
from debrief.notices import privacy_service
from debrief.notices.privacy_service import NoticesPersonalData
from debrief.notices.store import NoticesRow
from tests.unit.coaching.world import AGENT, LEAD, PEER
from tests.unit.notices.conftest import world  # noqa: F401
from tests.unit.notices.world import World
from tests.unit.privacy.walking import customer, erase, export, person


@pytest.mark.feature("N8", "S2.5")
def test_what_somebody_was_told_is_handed_out_and_erased_page_by_page(
    world: World,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(privacy_service, "_PAGE", 4)
    for number in range(3):
        world.deliver(world.say(AGENT, PEER, about=f"mt_{number}"))
    world.choose(AGENT, meeting_moved={"email": False})
    port = NoticesPersonalData(world.store)
    found = export(port, person(AGENT))
    assert found.pages == 3
    assert len(found.of("notice")) == len(found.of("delivery")) == len(found.of("told")) == 3
    (chosen,) = found.of("preferences")
    assert chosen["choices"] == {"meeting_moved": {"email": False}}
    assert (chosen["digest"]["every"], chosen["quiet_hours"]) == ("never", 12)
    assert found.of("notice")[0]["kind"] == "meeting_cancelled"
    assert LEAD not in found.text
    assert PEER not in found.text
    changed, steps = erase(port, person(AGENT))
    assert (changed, steps) == (10, 2)
    assert query_all(NoticesRow, f"TO#{AGENT}") == query_all(NoticesRow, f"UNREAD#{AGENT}", index="GSI1") == []
    assert export(port, person(AGENT)).records == []
    assert len(world.told(PEER)) == 3
    assert export(port, customer(AGENT)).records == []
    assert erase(port, customer(PEER)) == (0, 1)
