"""What `make bench` says of lists and reports of quality, on a small scale: they cost the same among more."""

import pytest

from debrief.kernel.storage.clients import client
from debrief.people.model import Team, User
from debrief.people.rows_store import team_row, user_row
from tests.doubles import metered
from tools.measure_quality import EvaluationCrowd, asked, costs
from tools.measure_to_do import WorkCrowd
from tools.measure_to_do import asked as to_do


@pytest.mark.feature("S4.7", "S4.9", "S4.10", "N9", "N13")
def test_lists_and_reports_cost_the_same_among_more_evaluations(aws: None) -> None:
    team_row(Team(id="tm_1", name="Orders")).save()
    agents = [
        User(id=f"us_{name}", name=name, email=f"{name}@example.com", role_ids=frozenset({"agent"}), team_id="tm_1")
        for name in "a"
    ]
    admin = User(id="us_admin", name="Ada", email="ada@example.com", role_ids=frozenset({"admin"}))
    for each in (*agents, admin):
        user_row(each).save()
    crowd = EvaluationCrowd(client("dynamodb"), ("test-quality", "test-insights"), agents, [admin], "UTC")
    work = WorkCrowd(client("dynamodb"), "test-quality", agents, admin)
    wanted = [*asked("us_a", "UTC"), *to_do("us_a")]
    crowd.begin()
    work.begin()
    crowd.grow(90)
    # More than a page of whatever they bring.
    work.grow(1_300)
    few = costs(admin.id, wanted, metered)
    crowd.grow(220)
    work.grow(2_600)
    many = costs(admin.id, wanted, metered)
    assert many.keys() == few.keys()
    for name, cost in many.items():
        assert cost.round_trips <= few[name].round_trips, name
        assert cost.read_units <= 1.1 * few[name].read_units + 0.5, name
