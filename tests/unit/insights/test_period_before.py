"""What stands beside a report is the report of the period before, for the same reader (S4.9)."""

from typing import Any

import pytest

from tests.unit.helpers import LAMBDA_CONTEXT, answer_of, api_event
from tests.unit.insights.taken_apart import load
from tests.unit.insights.world import World


@pytest.fixture
def busy(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    load(world, monkeypatch)
    return world


def report(user_id: str, name: str, **query: Any) -> Any:
    from api.insights_api.handler import lambda_handler

    asked = {"scorecard_id": "sc_1"} | {name.removesuffix("_"): value for name, value in query.items()}
    answer = answer_of(lambda_handler(api_event("GET", f"/reports/{name}", user_id, query=asked), LAMBDA_CONTEXT))
    assert answer.status == 200, answer.body
    return answer.body


@pytest.mark.feature("S4.9", "P4")
@pytest.mark.parametrize("user_id, team", [("us_admin", {}), ("us_lead", {}), ("us_x", {"team_id": "tm_big"})])
def test_what_stands_beside_is_the_report_of_the_period_before(busy: World, user_id: str, team: dict[str, str]) -> None:
    now, then = {"from_": "2026-03-16", "to": "2026-03-22"}, {"from_": "2026-03-09", "to": "2026-03-15"}
    days = {"first_day": "2026-03-09", "last_day": "2026-03-15"}
    busy.settle(minimum_sample=1)
    items = report(user_id, "line-items", previous="true", **now, **team)
    alone = {each["question_id"]: each for each in report(user_id, "line-items", **then, **team)["items"]}
    assert items["before"] == days
    assert items["frame"]["anonymous"] == bool(team)
    assert items["items"]
    for each in items["items"]:
        past, before = alone.get(each["question_id"]), each["before"]
        if past is None:
            assert before is None
            continue
        assert [before[name] for name in ("passed", "applicable", "percent_text")] == [
            past[name] for name in ("passed", "applicable", "percent_text")
        ]
        if before["points"] is not None:
            assert before["points"] == pytest.approx(each["percent"] - past["percent"])
    answers = report(user_id, "responses", previous="true", **now, **team)
    past = report(user_id, "responses", **then, **team)
    assert (answers["before"], answers["overall_before"]) == (days, past["overall"])
    sections = {each["section_id"]: each for each in past["sections"]}
    for each in answers["sections"]:
        assert each["average_before"] == sections[each["section_id"]]["average"]
    questions = {each["question_id"]: each for each in past["questions"]}
    for each in answers["questions"]:
        if each["question_id"] in questions:
            told = {option["option_id"]: option["count"] for option in questions[each["question_id"]]["options"]}
            assert {option["option_id"]: option["before"] for option in each["options"]} == told
    # Without being asked for it, nothing stands beside.
    assert report(user_id, "line-items", **now, **team)["before"] is None


@pytest.mark.feature("S4.9")
def test_a_line_that_is_too_long_to_read_twice_has_nothing_beside_it(
    busy: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("debrief.insights.reports.service.MOST_PERSON_DAYS", 30)
    asked = {"from_": "2026-03-16", "to": "2026-03-22", "previous": "true"}
    assert report("us_lead", "line-items", **asked)["before"] is None
    assert report("us_admin", "line-items", **asked)["before"] is not None
