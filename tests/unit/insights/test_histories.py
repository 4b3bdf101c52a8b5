"""Whatever happens to evaluations, rollups end in what counting each of them gives (S4.9)."""

from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debrief.insights.projection.model import EVERYONE, Days, Subject
from debrief.insights.projection.rollup_reader import EvaluationFilter
from debrief.insights.projection.rollups import Family
from debrief.insights.reports.breakdown import counted, families_of, key_of, summed
from debrief.quality.evaluations.model import Evaluation
from tests.sizes import soaked
from tests.unit.insights.taken_apart import AGENTS, CUTS, EVALUATORS, ITEMS, MODEL, TEAMS, directly
from tests.unit.insights.world import FIRST, LAST, TYPES, World, on_day

operations = st.lists(
    st.tuples(
        st.sampled_from(["evaluate", "evaluate", "re-evaluate", "dispute", "delete", "supersede", "deliver"]),
        st.integers(0, 3),
        st.lists(st.sampled_from("yn- "), min_size=3, max_size=3).map("".join),
        st.sampled_from(TYPES),
        st.sampled_from(EVALUATORS),
        st.integers(1, 2),
    ),
    max_size=12,
)


@pytest.mark.feature("S4.9", "S4.8", "S4.7")
@settings(max_examples=soaked(10), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operations, st.randoms(use_true_random=False))
def test_any_history_ends_in_what_counting_each_evaluation_gives(world: World, many: Any, random: Any) -> None:
    """Evaluated, re-evaluated by somebody else, disputed, superseded and deleted, told of in any order and twice."""
    world.start_over()
    world.publish("sc_1", "Voice, renamed", 2, " today")
    pending: list[str] = []
    alive: dict[str, Evaluation] = {}
    for operation, number, answers, type_, evaluator, version in many:
        name = f"ev_{number}"
        if operation == "deliver":
            if pending:
                world.keeper.count_evaluation(random.choice(pending))
            continue
        if operation == "evaluate" or (name in alive and operation in {"re-evaluate", "dispute", "supersede"}):
            kept = alive.get(name)
            changes: dict[str, Any] = {
                "agent_id": AGENTS[number],
                "team_id": TEAMS.get(AGENTS[number], "tm_big"),
                "interaction_started_at": on_day(number + 10),
                "scorecard_version": kept.scorecard_version if kept else version,
                "type": type_,
                "evaluator_id": evaluator,
                "provenance": None if evaluator else MODEL,
            }
            if operation == "dispute" and kept:
                answers = "".join(_letter(kept, question) for question in world.versions["sc_1", 1].questions())
                changes |= {"status": "disputed", "type": kept.type, "evaluator_id": kept.evaluator_id}
                changes["provenance"] = kept.provenance
            if operation == "supersede":
                changes["superseded_at"] = world.clock.now()
            alive[name] = world.write(name, answers, **changes)
        elif operation == "delete":
            world.delete(name)
            alive.pop(name, None)
        pending.append(name)
    random.shuffle(pending)
    for name in pending:
        world.keeper.count_evaluation(name)

    days = Days(FIRST, LAST)
    team = Subject("team", "tm_big")
    families: tuple[Family, ...] = ("TOTALS", "LINES", "RESPONSES", "EVALUATORS")
    for subject in (EVERYONE, team):
        rows = {each: list(world.insights.rows([subject], each, days, EvaluationFilter())) for each in families}
        mine = [each for each in alive.values() if subject == EVERYONE or each.team_id == team.id]
        for by, item in product(CUTS, ITEMS):
            found = summed(
                (key_of(row, by, days), counted(row, family, item))
                for family in families_of(item, by)
                for row in rows[family]
            )
            expected = directly(world, mine, by, item, FIRST)
            counted_so = {(key.kind, key.id): _known(counters) for key, counters in found.items()}
            assert counted_so == {key: _known(counters) for key, counters in expected.items()}


def _letter(kept: Evaluation, question: Any) -> str:
    answer = next((each for each in kept.answers if each.question_id == question.id), None)
    if answer is None:
        return " "
    return "-" if answer.not_applicable else {"yes": "y", "no": "n"}.get(answer.option_id or "", " ")


def _known(counters: Any) -> dict[str, int]:
    return {name: count for name, count in counters.items() if count and name not in {"squared", "score_squares"}}
