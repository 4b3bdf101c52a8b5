"""Rollups are handed out; they hold nothing that could be erased (N8)."""

import pytest

from debrief.insights import privacy_service
from debrief.insights.privacy_service import InsightsPersonalData
from debrief.insights.projection.store import RollupStore
from debrief.kernel.storage.clients import client
from tests.unit.coaching.world import AGENT, PEER
from tests.unit.privacy.walking import contact, erase, export, person
from tests.unit.summaries.world import World


def table() -> list[object]:
    return sorted(client("dynamodb").scan(TableName="test-insights")["Items"], key=str)


@pytest.mark.feature("N8")
def test_what_was_counted_of_somebody_is_handed_out_page_by_page(
    filled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(privacy_service, "_PAGE", 1)
    filled.evaluation(30, filled.clock.now(), {"qn_greet": "yes"}, id="ev_more")
    port = InsightsPersonalData(RollupStore())
    found = export(port, person(AGENT))
    assert found.pages > 4
    rows = found.of("rollup")
    assert {each["family"] for each in rows} == {"totals", "lines", "responses", "conversations", "inquiries"}
    assert sum(each["counted"].get("count", 0) for each in rows if each["family"] == "conversations") == 8
    assert sum(each["counted"].get("scored", 0) for each in rows if each["family"] == "totals") == 9
    assert export(port, person(PEER)).records == export(port, contact("C-1")).records == []


@pytest.mark.feature("N8")
def test_figures_of_team_and_account_do_not_change_when_somebody_is_erased(filled: World) -> None:
    before = table()
    port = InsightsPersonalData(RollupStore())
    assert erase(port, person(AGENT)) == erase(port, contact("C-1")) == (0, 1)
    assert table() == before
    for words in ("Sample agent", "C-1", "parcel"):
        assert words not in str(before), "numbers under an id"
