"""An automatic evaluation that is deleted for good leaves every report (S4.7), each of them by its name."""

from typing import Any

import pytest

from debrief.kernel.storage.tables import query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.table_store import QualityRow
from tests.unit.helpers import LAMBDA_CONTEXT, answer_of, api_event
from tests.unit.insights.taken_apart import BYS, MODEL
from tests.unit.insights.world import World, on_day

PERIOD = {"from": "2026-03-01", "to": "2026-03-28"}
OF_CARD = PERIOD | {"scorecard_id": "sc_1"}
REPORTS: dict[str, dict[str, str]] = {
    "/reports/line-items": PERIOD,
    "/reports/evaluations": PERIOD | {"every": "day"},
    "/reports/responses": OF_CARD,
    "/reports/agreement": OF_CARD,
    "/improvement/metrics": PERIOD,
    **{f"/reports/breakdown?by={by}": OF_CARD | {"by": by} for by in BYS},
}
OF_ALL = {"/reports/agreement", "/reports/breakdown?by=team"}
"""Those that aren't of one person."""


def read(path: str, **more: str) -> Any:
    from api.insights_api.handler import lambda_handler

    query: dict[str, str | list[str]] = {**REPORTS[path], **more}
    event = api_event("GET", path.partition("?")[0], "us_admin", query=query)
    answer = answer_of(lambda_handler(event, LAMBDA_CONTEXT))
    assert answer.status == 200, (path, answer.body)
    return answer.body


def everything() -> dict[str, Any]:
    whole = {path: read(path) for path in REPORTS}
    return whole | {f"{path} of the agent": read(path, agent_id="us_a") for path in REPORTS if path not in OF_ALL}


def by_the_ai(world: World, number: int, answers: str) -> Evaluation:
    return world.complete(
        f"ev_ai_{number}",
        answers,
        type="automatic",
        provenance=MODEL,
        team_id=None if number % 2 else "tm_big",
        interaction_started_at=on_day(10 + number),
    )


@pytest.mark.feature("S4.7", "S4.9")
def test_what_the_ai_made_is_in_every_report_and_once_it_is_deleted_for_good_in_none(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from api.insights_api import handler

    monkeypatch.setattr(handler.reports, "_clock", world.clock)
    monkeypatch.setattr(handler.reports._insights, "_scorecards", world.scorecards)
    for number in range(6):
        world.complete(f"ev_{number}", "yny", evaluator_id="us_lead", interaction_started_at=on_day(10 + number))
    before = everything()
    made = [by_the_ai(world, number, answers) for number, answers in enumerate(("yyn", "nny", "y-o", "ooy"))]
    with_them = everything()
    same = {path for path in before if with_them[path] == before[path]}
    assert same <= {"/improvement/metrics", "/improvement/metrics of the agent"} | {
        path for path in before if path.startswith("/reports/agreement")
    }, "else nothing was to leave"
    for each in made:
        found = world.evaluations.evaluation(each.id)
        assert found is not None
        with Transaction(world.clock, world.ids) as tx:
            world.evaluations.delete_evaluation(tx, found, for_good=True)
        world.keeper.count_evaluation(each.id)
        # Heard once more, it takes nothing away again.
        world.keeper.count_evaluation(each.id)
    after = everything()
    for path, told in before.items():
        assert after[path] == told, path
    # Nor is there anything of them in a list.
    assert all(world.evaluations.evaluation(each.id) is None for each in made)
    for each in made:
        assert world.evaluations.evaluations_of_interaction(each.interaction_id) == []
        assert [row for row in query_all(QualityRow, f"EV#{each.id}") if row.kind == "evaluation"] == []
