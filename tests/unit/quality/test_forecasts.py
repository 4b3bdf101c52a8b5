"""Forecasts: estimates that hold what is so, and plans that are run over the past without changing it."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from math import isclose
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.quality_api import wiring
from debrief.kernel.storage.transactions import Transaction
from debrief.people.access import Access
from debrief.people.model import AutomaticSampling, Change, Group
from debrief.people.organisation.store import write_users
from debrief.people.rows_store import group_row
from debrief.people.store import PeopleStore, UserFilter
from debrief.quality.answering.sampling import by_share, lot_of
from debrief.quality.automations.store import AutomationStore
from debrief.quality.drawing.lot import place
from debrief.quality.flags.model import CallScores
from debrief.quality.flags.patterns import one_a_call
from debrief.quality.flags.store import FlagStore
from debrief.quality.forecasts import lots_reader, patterns_reader
from debrief.quality.forecasts.model import MOST_PEOPLE, Outlook
from debrief.quality.forecasts.outlook import Looked, outlook
from debrief.quality.forecasts.planned import PLANNED
from debrief.quality.forecasts.planning import NO_CARD, Counted
from debrief.quality.forecasts.sample_reader import MOST_OF_SLOT, sampled
from debrief.quality.forecasts.sampling import WANTED, Stratum, division, drawn_slots, estimated
from debrief.quality.forecasts.service import Forecasts
from debrief.quality.forecasts.store import ForecastStore
from tests.doubles import FixedClock, SequentialIds
from tests.sizes import soaked
from tests.unit.helpers import Answer
from tests.unit.quality.test_automations_api import PARCELS, assign, automation, start
from tests.unit.quality.world import START, World, content, line, table_items, yes_no

BERLIN = "Europe/Berlin"


@pytest.mark.feature("N5")
@settings(max_examples=soaked(60), deadline=None)
@given(st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=8), min_size=1, max_size=5))
def test_where_all_was_looked_at_nothing_is_estimated(days: list[list[int]]) -> None:
    strata = [Stratum(len(day), [{"all": float(each)} for each in day]) for day in days]
    found = estimated(strata, "all")
    assert found.value == found.low == found.high == sum(map(sum, days))


@pytest.mark.feature("N5")
def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    chance, slots, taken, held, values = random.Random(5), 48, 8, 0, []
    days = [[float(chance.randrange(20)) for _ in range(slots)] for _ in range(14)]
    truth = sum(map(sum, days))
    for _ in range(300):
        strata = [Stratum(slots, [{"all": each} for each in chance.sample(day, taken)]) for day in days]
        found = estimated(strata, "all")
        held += found.low <= truth <= found.high
        values.append(found.value)
    assert 0.91 <= held / 300 <= 0.985
    assert isclose(sum(values) / 300, truth, rel_tol=0.01), "and nothing pulls it to one side"


@pytest.mark.feature("N5")
@pytest.mark.parametrize("many", [2, 6, 28])
def test_the_interval_holds_what_is_so_rare_that_hardly_any_is_seen(many: int) -> None:
    chance, slots, taken, tried, held, unseen = random.Random(7), 96, 6, 200, 0, 0
    for _ in range(tried):
        where = Counter((chance.randrange(28), chance.randrange(slots)) for _ in range(many))
        drawn = [chance.sample(range(slots), taken) for _ in range(28)]
        found = estimated(
            [Stratum(slots, [{"rare": float(where[day, slot])} for slot in each]) for day, each in enumerate(drawn)],
            "rare",
        )
        held += found.low <= many <= found.high
        unseen += found.value == 0
    assert held / tried >= 0.93
    assert unseen, "also where none was seen"


@pytest.mark.feature("N5")
def test_where_none_was_seen_the_most_there_may_be_is_told_in_its_own_unit() -> None:
    strata = [Stratum(96, [{}] * 6)] * 28
    none, cost = estimated(strata, "changing"), estimated(strata, "cost:then", each=4_500)
    assert (none.value, none.low, cost.value, cost.low) == (0, 0, 0, 0)
    # Of 168 slots none: up to 3.84 / 171.84 of the 2,520 others, by Wilson's bound.
    assert isclose(none.high, 56.3, rel_tol=0.01)
    assert isclose(cost.high, 4_500 * none.high)


@pytest.mark.feature("N5")
def test_slots_divide_every_day_also_those_when_the_clocks_change() -> None:
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 3, 30), 24), (date(2026, 10, 25), 25)):
        slots = drawn_slots("seed", day, BERLIN, 96, 96)
        assert len(slots) == 96
        assert slots[-1].end - slots[0].start == timedelta(hours=hours)
        assert all(one.end == other.start for one, other in pairwise(slots))
        some = drawn_slots("seed", day, BERLIN, 96, 5)
        assert some == drawn_slots("seed", day, BERLIN, 96, 5)
        assert set(some) < set(slots)


@pytest.mark.feature("N5")
def test_reading_is_bounded_whatever_there_is() -> None:
    for expected in (2_000, 40_000, 1_000_000, 30_000_000):
        slots, taken = division(float(expected), 28)
        assert 2 <= taken <= slots
        assert 28 * taken <= 28 * 1_440
        assert expected / 28 / slots * taken * 28 <= max(2 * WANTED, expected / slots * 2.01)
    read = 0
    begin, end = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 29, tzinfo=UTC)

    def within(start: datetime, stop: datetime) -> Iterator[datetime]:
        nonlocal read
        at = min(stop, end) - timedelta(seconds=20)
        while at >= max(start, begin):
            read += 1
            yield at
            at -= timedelta(seconds=20)

    sample = sampled(within, lambda each: each, "seed", date(2026, 3, 1), date(2026, 3, 28), "UTC")
    assert not sample.whole
    assert read <= 4 * WANTED
    strata = [Stratum(sample.slots, [{"all": float(len(slot))} for slot in day]) for day in sample.days]
    assert isclose(estimated(strata, "all").value, 28 * 24 * 180, rel_tol=0.02)


@pytest.mark.feature("N5")
def test_a_sample_says_where_it_did_not_look_at_all() -> None:
    days = [datetime(2026, 3, day, 9, tzinfo=UTC) for day in range(1, 29)]

    def within(start: datetime, stop: datetime) -> Iterator[datetime]:
        for day in reversed(days):
            yield from (day for _ in range(600) if start <= day < stop)

    sample = sampled(within, lambda each: each, "seed", date(2026, 3, 1), date(2026, 3, 28), "UTC")
    taken = [len(slot) for day in sample.days for slot in day]
    assert (max(taken), sample.overfull) == (MOST_OF_SLOT, taken.count(MOST_OF_SLOT))


class ForecastWorld(World):
    """With forecasts by the world's clock."""

    def __init__(self) -> None:
        super().__init__()
        people = PeopleStore()
        self.forecasts = Forecasts(
            ForecastStore(),
            AutomationStore(),
            self.store,
            self.scorecards,
            self.interactions,
            people,
            Access(people),
            self.clock,
            self.ids,
            lambda: "seed",
        )
        wiring.forecasts._made = self.forecasts

    def forecast(self, plan: dict[str, Any], by: str = "ada", days: int = 7) -> Any:
        asked = self.call(by, "POST", "/forecasts", {"plan": plan, "days": days})
        assert asked.status == 202, asked.body
        assert asked.body["status"] == "running"
        self.forecasts.make(asked.body["id"])
        done: Answer = self.call(by, "GET", f"/forecasts/{asked.body['id']}")
        assert done.body["status"] == "done", done.body
        return done.body


@pytest.fixture
def world(aws: None) -> ForecastWorld:
    world = ForecastWorld()
    world.clock.advance(timedelta(days=1))
    return world


def talks(world: World, agent: str, *numbers: int) -> None:
    for number in numbers:
        world.add_interaction(number, agent=agent, said=None, at=START + timedelta(hours=number / 10))


def values(loads: list[dict[str, Any]]) -> dict[str, tuple[float, float]]:
    return {each["id"]: (each["now"]["value"], each["then"]["value"]) for each in loads}


@pytest.mark.feature("N5", "S4.11")
def test_an_automation_is_run_over_past_conversations_before_it_takes_effect(world: ForecastWorld) -> None:
    card = world.published(content(yes_no("a")), "By hand")
    talks(world, "kim", 1, 2, 3)
    talks(world, "zoe", 4)
    before = table_items()
    plan = {
        "kind": "automation",
        "content": {"name": "New", "condition": PARCELS, "then": [assign(card, "eve", "ida")]},
    }
    found = world.forecast(plan)
    made = found["outlook"]
    assert (made["looked_at"], made["sampled"], made["changing"]["value"]) == (4, False, 4)
    assert made["changing"]["low"] == made["changing"]["high"] == 4
    assert values(made["managers"]) == {"us_sam": (0, 3), "us_pat": (0, 1)}
    assert values(made["evaluators"]) == {"us_eve": (0, 2), "us_ida": (0, 2)}
    assert values(made["cards"]) == {"none": (4, 0), PLANNED: (0, 4)}
    assert (made["examples"][0]["now"], made["examples"][0]["then"]) == ("no automation", "New")
    assert found["names"]["us_sam"] == "Sam Sample"
    kept = [each for each in table_items() if each["kind"]["S"] not in {"forecast", "due"}]
    assert kept == before, "nothing else is changed"
    world.forecasts.make(found["id"])
    assert world.call("ada", "GET", f"/forecasts/{found['id']}").body["revision"] == found["revision"]
    assert world.call("sam", "GET", f"/forecasts/{found['id']}").status == 404
    theirs = world.forecast(plan, by="pat")["outlook"]
    assert (theirs["looked_at"], values(theirs["managers"])) == (1, {"us_pat": (0, 1)}), "of whom they see"


@pytest.mark.feature("N5", "S4.11")
def test_what_a_card_takes_and_its_scorecard_isnt_for_is_told(world: ForecastWorld) -> None:
    chats = world.published(content(yes_no("a"), applies_to={"channels": ["chat"]}), "Chats")
    calls = world.published(content(yes_no("a")), "Calls")
    talks(world, "kim", 1, 2, 3)
    plan = {"kind": "automation", "content": {"name": "New", "condition": PARCELS, "then": [assign(chats, "eve")]}}
    made = world.forecast(plan)["outlook"]
    assert values(made["cards"]) == {"none": (3, 0), PLANNED: (0, 3)}
    assert values(made["idle"]) == {PLANNED: (0, 3)}
    plan["content"]["then"].append(assign(calls, "ida"))  # type: ignore[index]
    assert world.forecast(plan)["outlook"]["idle"] == [], "the other one is for them"


@pytest.mark.feature("N5", "S4.11")
def test_a_group_gets_what_its_members_will_get(world: ForecastWorld) -> None:
    card = world.published(content(yes_no("a")), "By hand")
    with Transaction(world.clock, world.ids) as tx:
        tx.create(group_row(Group(id="gr_1", name="Evaluators")))
        tx.create(group_row(Group(id="gr_2", name="Nobody")))
    for name in ("ann", "ben", "cem"):
        world.add_person(name, "evaluator", None, "gr_1")
    world.add_person("dot", "evaluator", None, "gr_1")
    talks(world, "kim", *range(1, 11))

    def loads(*then: dict[str, Any]) -> dict[str, float]:
        plan = {"kind": "automation", "content": {"name": "New", "then": then}}
        return {each["id"]: round(each["then"]["value"], 6) for each in world.forecast(plan)["outlook"]["evaluators"]}

    # Eve and four others, of whom one is named as well: two of them by name, and three as the group.
    assert loads(assign(card, "eve", "dot", group_id="gr_1")) == {"us_eve": 2, "us_dot": 2, "group:gr_1": 6}
    assert loads(assign(card, group_id="gr_2")) == {}, "nobody gets it"
    assert loads(assign(card)) == {}, "and nobody is named yet"


@pytest.mark.feature("N5")
def test_a_forecast_ends_also_where_who_asked_may_do_it_no_more(world: ForecastWorld) -> None:
    world.add_person("deputy", "admin", None)
    asked = world.call("ada", "POST", "/forecasts", {"plan": {"kind": "threshold", "score_threshold": 40}})
    with Transaction(world.clock, world.ids) as tx:
        ada = PeopleStore().find_user("us_ada")
        assert ada is not None
        write_users(tx, [Change(ada, ada.model_copy(update={"role_ids": frozenset({"evaluator"})}))])
    world.forecasts.make(asked.body["id"])
    found = world.call("ada", "GET", f"/forecasts/{asked.body['id']}").body
    assert (found["status"], found["problem"]) == ("failed", "This needs the permission settings.manage")


@pytest.mark.feature("N5")
def test_nobody_waits_for_ever_for_a_forecast_that_cannot_be_made(world: ForecastWorld) -> None:
    asked = world.call("ada", "POST", "/forecasts", {"plan": {"kind": "threshold", "score_threshold": 40}})
    path = f"/forecasts/{asked.body['id']}"
    world.clock.advance(timedelta(hours=3))
    assert world.call("ada", "GET", path).body["status"] == "running"
    world.clock.advance(timedelta(hours=2))
    found = world.call("ada", "GET", path).body
    assert (found["status"], found["problem"]) == ("failed", "It couldn't be made; ask for it again")
    world.forecasts.make(asked.body["id"])
    assert world.call("ada", "GET", path).body["status"] == "done", "late is better than never"


@pytest.mark.feature("N5", "S4.11")
def test_what_a_card_costs_is_told_from_what_evaluations_have_cost(world: ForecastWorld) -> None:
    card = world.published(content(yes_no("a", answerer="ai"), start_automatically=True), "By the AI")
    world.clock.advance(timedelta(days=-1))
    world.add_interaction(1)
    world.model.answers = [{"q1": line("yes")}]
    world.automatic.evaluate("int_1")
    world.clock.advance(timedelta(days=1))
    talks(world, "kim", 2, 3)
    alone = {
        "name": "Alone",
        "keep_automatic": False,
        "then": [start(card)],
        "condition": {"kind": "absent", "field": "topics"},
    }
    none = {**alone, "then": [assign(world.published(content(yes_no("a"))), "eve")]}
    same = world.forecast({"kind": "automation", "content": alone})["outlook"]
    assert same["cost_now"] == same["cost_then"]
    assert same["cost_now"]["value"] == 3 * 2 * (3 * 1000 + 15 * 100)
    assert world.forecast({"kind": "automation", "content": none})["outlook"]["cost_then"]["value"] == 0
    made = automation(world, start(card), name="There")
    moved = {"kind": "automation", "automation_id": made.body["id"], "content": {**alone, "name": "There"}}
    changed = world.forecast(moved)["outlook"]
    assert changed["changing"]["value"] == 3, "the same card does otherwise"


@pytest.mark.feature("N5", "S4.6")
def test_a_version_is_run_over_the_evaluations_that_there_are(world: ForecastWorld) -> None:
    card = world.published(content(yes_no("a"), yes_no("b")))
    for number, (agent, answer) in enumerate((("kim", "yes"), ("kim", "no"), ("joe", "yes")), 1):
        world.add_interaction(number, agent=agent, at=START + timedelta(hours=number))
        world.completed("eve", world.interactions.interactions([f"int_{number}"])[0], card, a="yes", b=answer)
    harder = content(yes_no("a"), yes_no("b"), yes_no(""))
    made = world.forecast({"kind": "scorecard", "scorecard_id": card, "content": harder}, by="sam")["outlook"]
    assert (made["looked_at"], made["changing"]["value"]) == (3, 3)
    assert values(made["managers"]) == {"us_sam": (1, 3)}, "without the new answer nobody reaches 80 %"
    shifts = {each["id"]: (round(each["score_now"]), round(each["score_then"])) for each in made["agents"]}
    assert shifts == {"us_kim": (75, 50), "us_joe": (100, 67)}
    assert made["examples"][0]["then"] == "66.7 %, not passed"
    wording = content({**yes_no("a"), "text": "Said otherwise?"}, yes_no("b"))
    assert (
        world.forecast({"kind": "scorecard", "scorecard_id": card, "content": wording})["outlook"]["changing"]["value"]
        == 0
    )
    broken = world.call(
        "ada", "POST", "/forecasts", {"plan": {"kind": "scorecard", "scorecard_id": card, "content": {}}}
    )
    assert (broken.status, broken.body["errors"][0]["pointer"]) == (422, "/plan/content/sections")
    draft = world.call("ada", "POST", "/scorecards", {"name": "New", "content": content(yes_no("a"))})
    new = world.forecast({"kind": "scorecard", "scorecard_id": draft.body["id"]})["outlook"]
    assert (new["looked_at"], new["changing"]["value"]) == (3, 3)


@pytest.mark.feature("N5", "S4.6")
def test_what_a_version_that_starts_by_itself_would_do_and_cost_is_told(world: ForecastWorld) -> None:
    by_ai = content(yes_no("a", answerer="ai"), start_automatically=True)
    card = world.published(by_ai, "By the AI")
    world.clock.advance(timedelta(days=-1))
    world.add_interaction(1)
    world.model.answers = [{"q1": line("yes")}]
    world.automatic.evaluate("int_1")
    world.clock.advance(timedelta(days=1))
    talks(world, "kim", 2, 3)

    def planned(of: dict[str, Any]) -> Any:
        return world.forecast({"kind": "scorecard", "scorecard_id": card, "content": of})["outlook"]

    one = 2 * (3 * 1000 + 15 * 100)
    twice = planned(content(yes_no("a", answerer="ai"), yes_no("b", answerer="ai"), start_automatically=True))
    assert (twice["cost_now"]["value"], twice["cost_then"]["value"]) == (3 * one, 6 * one)
    assert (twice["automatic_now"]["value"], twice["automatic_then"]["value"]) == (3, 3)
    assert any("grow" in each for each in twice["notes"])
    by_hand = planned(content(yes_no("a", answerer="ai")))
    assert (by_hand["automatic_now"]["value"], by_hand["automatic_then"]["value"]) == (3, 0)
    assert by_hand["cost_then"]["value"] == 0
    narrower = planned({**by_ai, "applies_to": {"channels": ["email"], "queues": []}})
    assert narrower["automatic_then"]["value"] == 0
    hands = world.published(content(yes_no("a")), "By hand")
    assert world.forecast({"kind": "scorecard", "scorecard_id": hands})["outlook"]["automatic_now"] is None


@pytest.mark.feature("N5", "S4.6")
def test_a_version_that_lets_others_answer_or_no_comments_stand_is_forecast_by_what_was_chosen(
    world: ForecastWorld,
) -> None:
    card = world.published(content(yes_no("a", answerer="ai"), yes_no("b"), start_automatically=True), "Both")
    world.clock.advance(timedelta(days=-1))
    world.add_interaction(1)
    world.model.answers = [{"q1": line("yes")}]
    world.automatic.evaluate("int_1")
    (made,) = world.store.evaluations_of_interaction("int_1")
    path = f"/evaluations/{made.id}"
    answer = {"question_id": "b", "option_id": "yes", "comment": "Said so"}
    saved = world.call("eve", "PATCH", f"{path}/answers", {"answers": [answer]}, if_match=f'"{made.revision}"')
    assert saved.status == 200, saved.body
    assert world.call("eve", "POST", f"{path}/completion").status == 200
    world.clock.advance(timedelta(days=1))
    by_people = content(yes_no("a"), yes_no("b", allow_comment=False))
    told = world.forecast({"kind": "scorecard", "scorecard_id": card, "content": by_people})["outlook"]
    assert (told["looked_at"], told["changing"]["value"]) == (1, 0), "what was chosen scores as before"


@pytest.mark.feature("N5")
def test_a_threshold_is_run_over_past_evaluations(world: ForecastWorld) -> None:
    card = world.published(content(yes_no("a"), yes_no("b")))
    for number, answer in enumerate(("yes", "no"), 1):
        world.add_interaction(number, at=START + timedelta(hours=number))
        world.completed("eve", world.interactions.interactions([f"int_{number}"])[0], card, a="yes", b=answer)
    made = world.forecast({"kind": "threshold", "score_threshold": 40})["outlook"]
    assert (made["changing"]["value"], values(made["managers"])) == (1, {"us_sam": (1, 0)})
    refused = world.call("sam", "POST", "/forecasts", {"plan": {"kind": "threshold", "score_threshold": 40}})
    assert refused.status == 403
    assert world.call("kim", "POST", "/forecasts", {"plan": {"kind": "threshold", "score_threshold": 40}}).status == 403


@pytest.mark.feature("N5", "N13", "S4.12")
def test_what_somebody_judges_blindly_is_in_no_forecast_of_theirs(world: ForecastWorld) -> None:
    card = world.published(content(yes_no("a"), yes_no("b")))
    for number, answer in enumerate(("yes", "no"), 1):
        world.add_interaction(number, at=START + timedelta(hours=number))
        world.completed("eve", world.interactions.interactions([f"int_{number}"])[0], card, a="yes", b=answer)
    together = {
        "name": "Together",
        "interaction_id": "int_2",
        "scorecard_id": card,
        "assessor_ids": ["us_ada", "us_sam"],
    }
    assert world.call("ada", "POST", "/calibrations", together).status == 201
    for plan in (
        {"kind": "threshold", "score_threshold": 40},
        {"kind": "scorecard", "scorecard_id": card, "content": content(yes_no("a"))},
    ):
        made = world.forecast(plan)["outlook"]
        assert (made["looked_at"], made["changing"]["value"], made["examples"]) == (1, 0, []), plan["kind"]


@pytest.mark.feature("N5")
def test_the_load_of_people_without_a_manager_is_told_and_so_is_whom_it_leaves_out() -> None:
    def told(of: dict[str, float]) -> Outlook:
        days = [[[Counted({f"manager:{id}:then": number for id, number in of.items()})]]]
        return outlook(days, Looked(1, 1, 1, 7), unit="evaluation", load="", price=None, notes=())

    few = told({"us_sam": 2, NO_CARD: 3})
    assert {each.id: each.then.value for each in few.managers} == {"us_sam": 2, "none": 3}
    assert few.notes == ()
    many = told({f"us_{number}": 1 + number for number in range(MOST_PEOPLE + 7)})
    assert len(many.managers) == MOST_PEOPLE
    assert many.notes == (f"Of {MOST_PEOPLE + 7} managers those {MOST_PEOPLE} are shown for whom most would change",)


@pytest.mark.feature("N5", "N9")
def test_of_a_share_only_what_is_drawn_is_forecast_to_start_by_itself(world: ForecastWorld) -> None:
    by_ai = content(yes_no("a", answerer="ai"), start_automatically=True)
    card, chosen = world.published(by_ai, "By the AI"), world.published(content(yes_no("a", answerer="ai")), "Chosen")
    talks(world, "kim", *range(1, 41))
    sampling = AutomaticSampling(how="share", percent=30)
    drawn = sum(by_share(lot_of(f"int_{number}", place), sampling).drawn for number in range(1, 41))
    assert 0 < drawn < 40
    plan = {"kind": "automation", "content": {"name": "New", "condition": PARCELS, "then": [start(chosen)]}}
    whole = world.forecast(plan)["outlook"]
    assert (whole["automatic_now"]["value"], whole["automatic_then"]["value"]) == (40, 80)
    world.settle(automatic_sampling=sampling)
    made = world.forecast(plan)["outlook"]
    assert made["automatic_now"]["value"] == drawn, "the very ones that the pipeline draws"
    assert made["automatic_then"]["value"] == drawn + 40, "what a card starts has been chosen"
    assert values(made["managers"]) == {"us_sam": (drawn, drawn + 40)}
    assert any("30 % are drawn" in each for each in made["notes"])
    by_hand = world.forecast({"kind": "scorecard", "scorecard_id": card, "content": content(yes_no("a"))})["outlook"]
    assert (by_hand["automatic_now"]["value"], by_hand["automatic_then"]["value"]) == (drawn, 0)
    planned = content(yes_no("a", answerer="ai"), start_automatically=True)
    draft = world.call("ada", "POST", "/scorecards", {"name": "Planned"}).body["id"]
    covered = world.forecast({"kind": "scorecard", "scorecard_id": draft, "content": planned})["outlook"]
    assert covered["automatic_then"]["value"] == covered["changing"]["value"] == drawn


@pytest.mark.feature("N5", "N9")
def test_of_so_many_an_agent_and_month_about_so_many_are_forecast(world: ForecastWorld) -> None:
    world.published(content(yes_no("a", answerer="ai"), start_automatically=True), "By the AI")
    for number in range(200):
        at = START - timedelta(days=number % 27, minutes=number)
        world.add_interaction(number, agent="kim" if number % 4 else "zoe", said=None, at=at)
    world.settle(automatic_sampling=AutomaticSampling(how="number", per_agent_month=20))
    plan = {"kind": "automation", "content": {"name": "New", "condition": PARCELS, "then": []}}
    made = world.forecast(plan, days=28)["outlook"]
    # Of 150 and of 50 conversations some 18 each, in four weeks.
    assert 6 <= made["automatic_now"]["value"] <= 12
    assert made["a_week"]["value"] == 50
    assert any("20 conversations a month of each agent" in each for each in made["notes"])


@pytest.mark.feature("N5", "N9")
def test_an_agent_with_more_than_are_counted_is_told_by_how_often_they_come(
    world: ForecastWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lots_reader, "MOST_OF_AGENT", 40)
    world.published(content(yes_no("a", answerer="ai"), start_automatically=True), "By the AI")
    for number in range(270):
        # Ten a day.
        at = START - timedelta(days=number // 10, minutes=number % 10)
        world.add_interaction(number, agent="kim", said=None, at=at)
    world.settle(automatic_sampling=AutomaticSampling(how="number", per_agent_month=30))
    plan = {"kind": "automation", "content": {"name": "New", "condition": PARCELS, "then": []}}
    made = world.forecast(plan, days=28)["outlook"]
    # Of some 270 a month 27.6 in four weeks: seven a week. Of forty it would be two of three.
    assert 3 <= made["automatic_now"]["value"] <= 12
    assert made["a_week"]["value"] == 67.5
    assert any("newest 40 are counted" in each for each in made["notes"])
    monkeypatch.setattr(lots_reader, "MOST_OF_AGENT", 270)
    whole = world.forecast(plan, days=28)["outlook"]
    assert abs(whole["automatic_now"]["value"] - made["automatic_now"]["value"]) <= 2
    assert not any("newest" in each for each in whole["notes"]), "all of them are counted"


def low_calls(agent: str, card: str, number: int) -> None:
    with Transaction(FixedClock(START), SequentialIds()) as tx:
        for at in range(number):
            began = START - timedelta(hours=at)
            scores = CallScores(
                evaluation_id=f"ev_{agent}_{at}",
                interaction_id=f"int_{agent}_{at}",
                started_at=began,
                completed_at=began,
                percents={"a": 0.0},
            )
            FlagStore().put_scores(tx, f"us_{agent}", card, scores)


@pytest.mark.feature("N5", "S2.3")
def test_patterns_are_estimated_for_all_people_and_not_for_those_whose_calls_came_up(
    world: ForecastWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = world.published(content(yes_no("a")))
    there = len(PeopleStore().list_users(UserFilter(), limit=100).users)
    names = [f"agent{number}" for number in range(80)]
    for number, name in enumerate(names):
        world.add_person(name, "agent", "sam")
        if number % 2:
            low_calls(name, card, 3)
    plan = {"kind": "threshold", "score_threshold": 40, "pattern_length": 4}
    whole = world.forecast(plan)["outlook"]
    assert whole["looked_at"] == 0, "no evaluation came up at all"
    told = whole["patterns"]
    assert (told["now"]["value"], told["now"]["low"], told["now"]["high"]) == (40, 40, 40)
    assert told["then"]["value"] == 0
    assert values(whole["pattern_managers"]) == {"us_sam": (40, 0)}
    monkeypatch.setattr(patterns_reader, "MOST_AGENTS", 40)
    some = world.forecast(plan)["outlook"]
    assert some["patterns"]["now"]["low"] < some["patterns"]["now"]["value"] < some["patterns"]["now"]["high"]
    assert some["patterns"]["now"]["low"] <= 40 <= some["patterns"]["now"]["high"]
    assert some["patterns"]["then"]["high"] > 0, "of those who weren't looked at nothing is known"
    assert f"40 people by lot; those of all {there + 80}" in " ".join(some["notes"])


@pytest.mark.feature("N5", "S2.3")
def test_a_forecast_says_that_it_looked_at_the_newest_calls_alone(
    world: ForecastWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns_reader, "MOST_CALLS", 5)
    card = world.published(content(yes_no("a")))
    low_calls("kim", card, 5)
    plan = {"kind": "threshold", "score_threshold": 40, "pattern_length": 6}
    assert not any("newest" in each for each in world.forecast(plan)["outlook"]["notes"])
    low_calls("kim", card, 6)
    assert any("more than 5 calls the newest 5" in each for each in world.forecast(plan)["outlook"]["notes"])


@pytest.mark.feature("N5", "S2.3")
def test_a_forecast_of_patterns_ends_in_time_and_tells_of_fewer_people(
    world: ForecastWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = world.published(content(yes_no("a")))
    there = len(PeopleStore().list_users(UserFilter(), limit=100).users)
    for number in range(30):
        world.add_person(f"agent{number}", "agent", "sam")
        low_calls(f"agent{number}", card, 3)
    read, scores_within = 0, FlagStore.scores_within

    def slowly(store: FlagStore, agent_id: str, *args: Any, **more: Any) -> list[CallScores]:
        nonlocal read
        read += 1
        world.clock.advance(timedelta(seconds=1))
        return scores_within(store, agent_id, *args, **more)

    monkeypatch.setattr(FlagStore, "scores_within", slowly)
    plan = {"kind": "threshold", "score_threshold": 40, "pattern_length": 4}
    made = world.forecast(plan)["outlook"]
    assert read == 15
    assert any("fewer people" in each for each in made["notes"])
    assert f"15 people by lot; those of all {there + 30}" in " ".join(made["notes"])
    told = made["patterns"]["now"]
    assert told["low"] < 30 <= told["high"], "all thirty, told from those that were read"
    monkeypatch.setattr(patterns_reader, "MOST_TIME", timedelta(0))
    read = 0
    few = world.forecast(plan)["outlook"]
    assert read == patterns_reader.FEWEST_AGENTS
    assert few["patterns"]["now"]["high"] >= 30


@pytest.mark.feature("N5", "S2.3")
def test_calls_are_told_apart_once_for_all_criteria(monkeypatch: pytest.MonkeyPatch) -> None:
    told = 0

    def once(scores: Any) -> list[CallScores]:
        nonlocal told
        told += 1
        return one_a_call(scores)

    monkeypatch.setattr(patterns_reader, "one_a_call", once)
    calls = [
        CallScores(
            evaluation_id=f"ev_{at}_{again}",
            interaction_id=f"int_{at}",
            started_at=START + timedelta(hours=at),
            completed_at=START + timedelta(days=again, hours=at),
            percents=dict.fromkeys("abcdefghijklmno", 0.0 if again else 100.0),
        )
        for at in range(5)
        for again in (0, 1)
    ]
    counted = patterns_reader.patterns_counted(
        calls, "us_sam", patterns_reader.Numbers(65, 3), patterns_reader.Numbers(65, 6)
    )
    assert told == 1
    assert counted.numbers["card:patterns:now"] == 15, "of each call the evaluation that was completed last counts"
    assert counted.numbers["card:patterns:then"] == 0
