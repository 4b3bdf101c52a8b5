"""At which hours conversations begin, as it is counted for forecasts of volume."""

from datetime import UTC, datetime

import pytest

from debrief.insights.projection.hours import hour_counter, hours_in
from debrief.insights.projection.shares import conversation_share
from tests.unit.insights.world import conversation

pytestmark = pytest.mark.feature("S4.13")


def test_a_conversation_counts_at_its_hour_by_the_clocks_of_the_account() -> None:
    summer = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert hour_counter(summer, "Europe/Berlin") == {"h00": 1}
    assert hour_counter(summer, "Asia/Kolkata") == {"h04": 1}
    rows = conversation_share(conversation("int_1", started_at=summer), "Europe/Berlin").rows
    counters = rows["CONVERSATIONS/2026-07-02#"]
    assert hours_in(counters) == {0: 1}
    assert counters["count"] == 1


def test_what_came_back_to_nothing_and_what_is_no_hour_is_none() -> None:
    assert hours_in({"h07": 2, "h08": 0, "handled": 3, "h8": 1}) == {7: 2}
