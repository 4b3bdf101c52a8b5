"""A budget that is spent: conversations load with what rules tell, and what they lack is made up for later."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from debrief.interactions.analysis.indicator_store import IndicatorRules
from debrief.interactions.analysis.indicators import Indicator
from debrief.interactions.conversations.deadlines import ACCOUNT, POSTPONED
from debrief.interactions.conversations.events import ANALYSED
from debrief.interactions.conversations.model import Interaction, Missing, ModelPart
from debrief.interactions.conversations.postponed_store import PostponedStore
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.intake.catching_up_service import MOST_AT_ONCE, MOST_TRIES, CatchingUp
from debrief.interactions.intake.workflow_client import StepFunctions
from debrief.kernel import workflows
from debrief.kernel.ai.budget import Spent
from debrief.kernel.calendar import next_month
from debrief.kernel.errors import BudgetSpent, Throttled
from debrief.kernel.schedules.places import SHARDS
from debrief.kernel.schedules.store import DueStore, Found, is_scheduled
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.tables import query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.people.account.budget_store import MonthlyBudget
from debrief.people.model import ModelBudget
from debrief.people.store import PeopleStore
from tests.unit.interactions.test_analysis import DRAFT, NOW, Office

pytestmark = pytest.mark.feature("N9", "S2.1")
LIMIT_USD = 1.0


class Started:
    """Remembers what was started; a name is run once only."""

    def __init__(self) -> None:
        self.runs: dict[str, tuple[str, ModelPart]] = {}
        self.error: Exception | None = None

    def start_catching_up(self, interaction: Interaction, part: ModelPart, name: str) -> None:
        if self.error:
            raise self.error
        self.runs.setdefault(name, (interaction.id, part))

    def taken(self) -> list[tuple[str, ModelPart]]:
        found = list(self.runs.values())
        self.runs.clear()
        return found


class Waiting(Office):
    """An account whose budgets are spent, and conversations that wait."""

    def __init__(self) -> None:
        super().__init__(DRAFT)
        self.started = Started()
        self.postponed = PostponedStore(self.store)
        self.catching_up = CatchingUp(
            self.postponed,
            self.store,
            self.started,  # type: ignore[arg-type]
            PeopleStore(),
            self.clock,
            self.ids,
        )
        self.limits: dict[str, float | None] = {"analysis": LIMIT_USD, "answers": LIMIT_USD}
        self.settle(model_budget_usd_month=ModelBudget(**self.limits), time_zone="Europe/Berlin")
        for use in ("analysis", "answers"):
            ledger = MonthlyBudget(use, PeopleStore(), self.clock)
            ledger.settle(ledger.reserve(1), Spent(0, 0, 2_000_000, 1))

    def wait(self, number: int, *parts: ModelPart) -> None:
        """A conversation that waits since `number` seconds later."""
        self.record()
        interaction = self.interaction().model_copy(update={"id": f"int_w{number}", "revision": 0})
        with Transaction(self.clock, self.ids) as tx:
            self.store.put(tx, interaction)
        for part in parts:
            found = self.store.interaction(interaction.id)
            assert found is not None
            with Transaction(self.clock, self.ids) as tx:
                at = self.clock.now() + timedelta(seconds=number)
                self.postponed.keep(tx, found, part, spent=True, now=at)

    def record(self, *rest: Any, **more: Any) -> None:
        if self.store.interaction("int_1") is None:
            super().record(*rest, **more)

    def interaction(self, id: str = "int_1") -> Interaction:
        found = self.store.interaction(id)
        assert found is not None
        return found

    def raise_budget(self, **limits: float | None) -> None:
        settings = PeopleStore().settings()
        self.limits |= limits
        changed = settings.model_copy(update={"model_budget_usd_month": ModelBudget(**self.limits)})
        with Transaction(self.clock, self.ids) as tx:
            from debrief.people.rows_store import settings_row

            tx.put(settings_row(changed))

    def look(self, *, after: timedelta = timedelta(0)) -> datetime:
        self.clock.advance(after)
        return self.catching_up.look()

    def spent(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def ask(*_: Any) -> Any:
            raise BudgetSpent("This month's budget for analysing conversations is spent")

        monkeypatch.setattr(self.model, "ask", ask)


@pytest.fixture
def office(aws: None) -> Waiting:
    return Waiting()


def test_what_rules_tell_is_kept_and_the_rest_waits(office: Waiting, monkeypatch: pytest.MonkeyPatch) -> None:
    with Transaction(office.clock, office.ids) as tx:
        rule = Indicator(id="1", name="Apology", any_of=("sorry about",))
        office.indicators.put(tx, IndicatorRules(rules=(rule,)))
    office.record()
    with monkeypatch.context() as patch:
        office.spent(patch)
        analysis = office.analysed()
    assert (analysis.summary, [reading.value for reading in analysis.indicators]) == (None, ["Apology"])
    interaction = office.interaction()
    assert interaction.indicators == ("Apology",)
    assert interaction.missing == (Missing(part="analysis", why="budget_spent"),)
    events = [Event.model_validate_json(row.body or "") for row in query_all(InteractionRow, "OUTBOX", index="GSI1")]
    assert [each.type for each in events] == [ANALYSED]
    assert office.postponed.waits("analysis")
    assert is_scheduled(InteractionRow, POSTPONED, ACCOUNT)
    # Made up for: nothing is missing, and nothing waits.
    assert office.analysed().summary is not None
    assert office.interaction().missing == ()
    assert not office.postponed.waits("analysis")


def test_nothing_is_begun_while_there_is_no_budget_and_all_is_when_the_month_begins(office: Waiting) -> None:
    office.wait(1, "analysis", "answers")
    office.wait(2, "answers")
    begins = next_month(office.clock.now(), "Europe/Berlin")
    assert begins.isoformat() == "2026-03-31T22:00:00+00:00"
    assert office.look(after=timedelta(minutes=1)) == office.clock.now() + timedelta(minutes=5)
    assert office.started.taken() == []
    office.clock.advance(begins - office.clock.now() - timedelta(minutes=5))
    assert office.look() == begins
    assert office.started.taken() == []
    office.look(after=timedelta(minutes=5))
    # The run for the analysis goes on to the answers.
    assert office.started.taken() == [("int_w1", "analysis"), ("int_w2", "answers")]


def test_a_raised_limit_shows_within_five_minutes_and_for_its_use_alone(office: Waiting) -> None:
    office.wait(1, "analysis", "answers")
    office.raise_budget(answers=5.0)
    office.look(after=timedelta(hours=1))
    assert office.started.taken() == [("int_w1", "answers")]
    office.raise_budget(analysis=None)
    office.look(after=timedelta(hours=1))
    assert office.started.taken() == [("int_w1", "analysis")]


def test_what_waits_is_begun_in_small_numbers_the_longest_waiting_first(office: Waiting) -> None:
    for number in range(MOST_AT_ONCE + 2):
        office.wait(number, "analysis")
    office.raise_budget(analysis=None)
    assert office.look(after=timedelta(hours=1)) == office.clock.now() + timedelta(minutes=1)
    assert office.started.taken() == [(f"int_w{number}", "analysis") for number in range(MOST_AT_ONCE)]
    assert office.look(after=timedelta(minutes=1)) == office.clock.now() + timedelta(minutes=5)
    assert office.started.taken() == [(f"int_w{number}", "analysis") for number in (MOST_AT_ONCE, MOST_AT_ONCE + 1)]
    assert office.look(after=timedelta(minutes=1)) == office.clock.now() + timedelta(minutes=5)
    assert office.started.taken() == []


def test_a_run_that_comes_to_nothing_is_begun_again_later_and_given_up_in_the_end(office: Waiting) -> None:
    office.wait(0, "analysis")
    office.raise_budget(analysis=None)
    waits = []
    for _ in range(MOST_TRIES):
        waited = 0
        while not office.started.taken():
            office.look(after=timedelta(hours=1))
            waited += 1
        waits.append(waited)
    assert waits == [1, *(2**number for number in range(MOST_TRIES - 1))]
    for _ in range(2**MOST_TRIES):
        office.look(after=timedelta(hours=1))
    assert office.started.taken() == []
    assert office.interaction("int_w0").missing == (Missing(part="analysis", why="gave_up"),)
    assert not office.postponed.waits("analysis")


def test_a_row_that_is_left_over_goes(office: Waiting) -> None:
    office.wait(0, "analysis")
    replaced = office.interaction("int_w0").model_copy(update={"missing": ()})
    with Transaction(office.clock, office.ids) as tx:
        office.store.put(tx, replaced)
    office.raise_budget(analysis=None)
    office.look(after=timedelta(hours=1))
    assert office.started.taken() == []
    assert office.look() == office.clock.now() + timedelta(minutes=5), "it is looked for on"


def test_a_budget_that_is_spent_again_later_in_the_month_is_noticed_within_five_minutes_too(office: Waiting) -> None:
    office.wait(1, "analysis")
    office.raise_budget(analysis=None)
    office.look(after=timedelta(hours=1))
    office.started.taken()
    done = office.interaction("int_w1")
    with Transaction(office.clock, office.ids) as tx:
        office.postponed.keep(tx, done, "analysis", spent=False, now=office.clock.now())
    assert not office.postponed.waits("analysis")
    next_look = office.look(after=timedelta(hours=1))
    office.wait(2, "analysis")
    assert next_look <= office.clock.now() + timedelta(minutes=5)
    office.look(after=next_look - office.clock.now())
    assert office.started.taken() == [("int_w2", "analysis")]


def test_a_look_that_was_given_up_is_begun_anew_by_the_next_that_waits(office: Waiting) -> None:
    office.wait(1, "analysis")
    due, now = DueStore(InteractionRow.Meta.table_name), office.clock.now()

    def found() -> list[Found]:
        return [each for shard in range(SHARDS) for each in due.due(shard, now + timedelta(hours=2))]

    (look,) = found()
    claimed = due.claim(look, "token", now)
    assert claimed is not None
    due.give_up(claimed, now, "Odd")
    assert found() == []
    office.wait(2, "analysis")
    assert [each.kind for each in found()] == [POSTPONED]
    assert due.given_up(most=9) == []


def test_answers_wait_for_no_analysis_that_was_given_up(office: Waiting) -> None:
    office.wait(1, "analysis", "answers")
    with Transaction(office.clock, office.ids) as tx:
        office.postponed.give_up(tx, office.interaction("int_w1"), "analysis")
    office.wait(2, "analysis")
    office.raise_budget(analysis=None, answers=None)
    office.look(after=timedelta(hours=1))
    assert office.started.taken() == [("int_w2", "analysis"), ("int_w1", "answers")]


def test_a_start_that_fails_is_tried_again(office: Waiting) -> None:
    office.wait(0, "analysis")
    office.raise_budget(analysis=None)
    office.started.error = Throttled("busy")
    with pytest.raises(Throttled):
        office.look(after=timedelta(hours=1))
    office.started.error = None
    office.look(after=timedelta(hours=1))
    assert office.started.taken() == [("int_w0", "analysis")]


def test_a_run_begins_at_its_part_and_settles_nothing(office: Waiting, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(workflows.StateMachine, "start", lambda _, name, input: given.append((name, input)))
    office.record()
    StepFunctions("arn").start_catching_up(office.interaction(), "answers", "a-name")
    ((name, state),) = given
    assert name == "a-name"
    assert (state["catching_up"], state["attempt"], state["needs_transcription"]) == ("answers", 0, False)
    assert (state["intake_id"], state["normalised"]) == ("in_1", {"interaction_id": "int_1"})


def test_the_month_begins_where_the_account_is() -> None:
    assert next_month(NOW.replace(month=12, day=31), "Asia/Tokyo").isoformat() == "2026-12-31T15:00:00+00:00"
