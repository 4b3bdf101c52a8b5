"""The rollups keep up: by the hour of a full account and a historical import, on rows that all of it meets in."""

import pytest

from debrief.insights.projection import rollups
from tools.measure_contention import Load, measure

# Four events a conversation: recorded, analysed, and two evaluations. A month's million spread over 22 days of which
# one hour has a fifth, and beside it an import of 100,000 conversations that is through in an hour.
A_MONTHS_BUSIEST_HOUR = 4 * 1_000_000 / 22 / 5 / 3600
AN_IMPORT_IN_AN_HOUR = 4 * 100_000 / 3600
NEEDED = A_MONTHS_BUSIEST_HOUR + AN_IMPORT_IN_AN_HOUR


@pytest.mark.parametrize(
    "load",
    [
        Load(events=20_000, days=1),
        Load(events=20_000, days=90),
        Load(events=20_000, days=1, agents=500, teams=1),
        Load(events=20_000, days=1, consumers=40),
    ],
    ids=["all of one day", "a history of 90 days", "one team", "four times as many consumers"],
)
def test_twice_what_is_needed_goes_through_and_nothing_is_given_up(load: Load) -> None:
    outcome = measure(load)
    assert outcome.events_a_second > 2 * NEEDED
    assert outcome.given_up == 0


def test_more_shards_of_everyones_rows_would_not_help(monkeypatch: pytest.MonkeyPatch) -> None:
    now = measure(Load(events=10_000, days=1)).events_a_second
    monkeypatch.setattr(rollups, "SHARDS", 4 * rollups.SHARDS)
    assert measure(Load(events=10_000, days=1)).events_a_second < 1.5 * now
