"""Four weeks of evaluations in two versions by two people and a model, and their figures counted one by one."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from functools import cache

import pytest

from debrief.insights.projection.model import Days
from debrief.insights.projection.shares import evaluator_of
from debrief.insights.reports.breakdown_model import By
from debrief.kernel.ai.provenance import AiProvenance
from debrief.kernel.calendar import day_of, week_of
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.tally import contribution
from debrief.quality.evaluations.tally_keys import OVERALL, TallyKey
from tests.unit.insights.world import World, evaluation, on_day

PERIOD = {"from": "2026-03-15", "to": "2026-03-28"}
DAYS, BEFORE = Days(date(2026, 3, 15), date(2026, 3, 28)), Days(date(2026, 3, 1), date(2026, 3, 14))
AGENTS = ("us_a", "us_b", "us_c", "us_d", "us_x")
TEAMS = {"us_d": "tm_small"}
EVALUATORS = ("us_lead", "us_other", None)
MODEL = AiProvenance(
    model="vendor/small:1#eu",
    prompt_version="evaluation.v1",
    prompt_hash="0",
    input_tokens=1,
    output_tokens=1,
    cost_micro_usd=1,
    latency_ms=1,
)
CUTS: tuple[By, ...] = ("version", "evaluator", "week")
BYS: tuple[By, ...] = ("agent", "team", "version", "evaluator", "week")
ITEMS = (OVERALL, TallyKey("section", "se_1"), TallyKey("question", "listening"))


def load(world: World, monkeypatch: pytest.MonkeyPatch, teamless: str = "", only: Collection[int] = ()) -> None:
    """Every third day of four weeks an evaluation of each agent, in two versions, by two people and a model; those of
    one of them without a team. only: of some days of the month, where not all are needed."""
    from api.insights_api import handler

    monkeypatch.setattr(handler.reports, "_clock", world.clock)
    monkeypatch.setattr(handler.reports._insights, "_scorecards", world.scorecards)
    world.publish("sc_1", "Voice", 2, " today")
    made = [each for each in evaluations(world) if not only or each.interaction_started_at.day in only]
    world.load([each.model_copy(update={"team_id": None}) if each.agent_id == teamless else each for each in made], [])


@cache
def evaluations(world: World) -> list[Evaluation]:
    return [_evaluation(world, place, day) for place in range(len(AGENTS)) for day in range(1, 29, 3)]


def _evaluation(world: World, place: int, day: int) -> Evaluation:
    evaluator = EVALUATORS[(day // 2 + place) % 3]
    return evaluation(
        world.versions["sc_1", 1 + day // 2 % 2],
        f"ev_{place}_{day:02}",
        "".join("yyn-"[((place + 1) * day + question * day // 3 + day // 15) % 4] for question in range(3)),
        agent_id=AGENTS[place],
        team_id=TEAMS.get(AGENTS[place], "tm_big"),
        type="manual" if evaluator else "automatic",
        evaluator_id=evaluator,
        provenance=None if evaluator else MODEL,
        interaction_started_at=on_day(day),
    )


def key_directly(each: Evaluation, by: By, since: date) -> tuple[str, str]:
    if by == "agent":
        return "agent", each.agent_id
    if by == "team":
        return "team", each.team_id or ""
    if by == "version":
        return "version", str(each.scorecard_version)
    if by == "evaluator":
        return evaluator_of(each)
    return "week", str(max(week_of(each.interaction_started_at.date())[0], since))


def directly(
    world: World, many: Iterable[Evaluation], by: By, item: TallyKey, since: date = DAYS.first
) -> dict[tuple[str, str], Counter[str]]:
    """The counters of an item, counted one by one."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for each in many:
        tally = contribution(world.versions[each.scorecard_id, each.scorecard_version], each)
        if item in tally:
            found.setdefault(key_directly(each, by, since), Counter()).update(tally[item])
    return found


def within(many: Iterable[Evaluation], days: Days) -> list[Evaluation]:
    return [each for each in many if days.first <= day_of(each.interaction_started_at, "UTC") <= days.last]
