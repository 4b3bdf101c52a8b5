"""The month's budget of the language model: counted before, settled after, by use (N9)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pynamodb.exceptions import UpdateError

from debrief.kernel.ai.budget import USES, Reservation, Spent, month_of
from debrief.kernel.errors import BudgetSpent
from debrief.kernel.storage import counters
from debrief.kernel.storage.tables import find
from debrief.people.account.budget_store import BudgetRow, MonthlyBudget, limits_of
from debrief.people.model import AccountSettings, ModelBudget, SettingsValues
from debrief.people.rows_store import PeopleRow, settings_row
from debrief.people.store import PeopleStore
from tests.doubles import FixedClock
from tests.unit.people.world import STORE, World

pytestmark = pytest.mark.feature("N9")
NOW = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
ONE_DOLLAR = 1_000_000


def settle(**budget: float | None) -> None:
    settings_row(AccountSettings(model_budget_usd_month=ModelBudget(**budget))).save()


def ledger(use: Any = "summary", at: datetime = NOW) -> MonthlyBudget:
    return MonthlyBudget(use, PeopleStore(), FixedClock(at))


def spent_in(month: str, use: str) -> Spent:
    """What was spent in a month on one use, with what is reserved just now."""
    row = find(BudgetRow, f"BUDGET#{month}", use)
    return Spent(*(int(getattr(row, name) or 0) for name in Spent._fields)) if row else Spent()


@pytest.mark.usefixtures("aws")
def test_without_a_limit_everything_is_counted_and_nothing_refused() -> None:
    own = ledger()
    for _ in range(3):
        own.settle(own.reserve(40), Spent(1000, 100, 4500, 1))
    assert spent_in("2026-03", "summary") == Spent(3000, 300, 13_500, 3)
    assert spent_in("2026-03", "analysis") == Spent()


@pytest.mark.usefixtures("aws")
def test_when_it_is_spent_nothing_more_is_asked_for_this_use_until_the_month_is_over() -> None:
    settle(summary=1.0)
    own = ledger()
    own.settle(own.reserve(400_000), Spent(0, 0, 999_999, 1))
    own.settle(own.reserve(400_000), Spent(0, 0, 300_000, 1))
    with pytest.raises(BudgetSpent, match="writing summaries"):
        own.reserve(1)
    ledger("answers").reserve(400_000)
    ledger(at=NOW + timedelta(hours=1)).reserve(400_000)
    assert spent_in("2026-03", "summary").micro_usd == 1_299_999
    assert spent_in("2026-04", "summary").micro_usd == 400_000


@pytest.mark.usefixtures("aws")
def test_the_month_is_the_accounts() -> None:
    settings_row(AccountSettings(time_zone="Europe/Berlin")).save()
    own = ledger()
    own.settle(own.reserve(1), Spent(1, 1, 1, 1))
    assert spent_in("2026-04", "summary").requests == 1


@pytest.mark.usefixtures("aws")
def test_nothing_at_all_may_be_allowed() -> None:
    settle(summary=0)
    with pytest.raises(BudgetSpent):
        ledger().reserve(0)


@pytest.mark.usefixtures("aws")
def test_requests_at_the_same_time_know_of_each_other() -> None:
    settle(analysis=1.0)
    under_way = [ledger("analysis").reserve(150_000) for _ in range(7)]
    with pytest.raises(BudgetSpent):
        ledger("analysis").reserve(150_000)
    for each in under_way:
        ledger("analysis").settle(each, Spent(10, 10, 10_000, 1))
    assert spent_in("2026-03", "analysis") == Spent(70, 70, 70_000, 7)
    ledger("analysis").reserve(150_000)


@pytest.mark.usefixtures("aws")
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(st.booleans(), st.integers(0, 300_000), st.integers(0, 300_000)), max_size=25),
    month=st.integers(0, 900),
)
def test_only_what_is_under_way_when_the_limit_is_met_goes_beyond_it(
    steps: list[tuple[bool, int, int]], month: int
) -> None:
    """Whatever begins and ends in which order, and however far what was reckoned is from what it costs."""
    if not STORE.settings().revision:
        settle(answers=1.0)
    # A month of its own for each example; the table is one for all of them.
    own = ledger("answers", NOW + timedelta(days=31 * month))
    name = month_of(NOW + timedelta(days=31 * month), "UTC")
    spent, under_way = spent_in(name, "answers").micro_usd, list[tuple[Reservation, int]]()
    for begin, about, truth in steps:
        known = spent + sum(reservation.micro_usd for reservation, _ in under_way)
        assert spent_in(name, "answers").micro_usd == known
        if begin:
            try:
                under_way.append((own.reserve(about), truth))
            except BudgetSpent:
                assert known >= ONE_DOLLAR
            else:
                assert known < ONE_DOLLAR
        elif under_way:
            reservation, cost = under_way.pop(0)
            own.settle(reservation, Spent(micro_usd=cost, requests=1))
            spent += cost
    for reservation, _ in under_way:
        own.settle(reservation, Spent())


@pytest.mark.usefixtures("aws")
def test_what_came_to_nothing_is_remembered_once_for_each_thing() -> None:
    own, other = ledger(), ledger("answers")
    own.keep_unused("sm_1", Spent(1000, 100, 4500, 1))
    own.keep_unused("sm_1", Spent(1000, 0, 3000, 1))
    own.keep_unused("sm_2", Spent(1, 1, 1, 1))
    own.keep_unused("", Spent(1, 1, 1, 1))
    other.keep_unused("sm_1", Spent(7, 7, 7, 1))
    assert own.take_unused("sm_1") == Spent(2000, 100, 7500, 2)
    assert own.take_unused("sm_1") == Spent()
    assert other.take_unused("sm_1") == Spent(7, 7, 7, 1)


@pytest.mark.usefixtures("aws")
def test_a_paid_answer_is_not_lost_because_it_cannot_be_booked(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    own = ledger()
    reservation = own.reserve(1)

    def fail(*_: Any, **__: Any) -> Any:
        raise UpdateError("no")

    monkeypatch.setattr(type(BudgetRow._get_connection()), "update_item", fail)
    monkeypatch.setattr(type(BudgetRow._get_connection()), "delete_item", fail)
    own.settle(reservation, Spent(1, 1, 1, 1))
    assert own.take_unused("sm_1") == Spent()
    told = [vars(record) for record in caplog.records]
    assert [(each["message"], each["use"], each["fault"]) for each in told] == [
        ("the model's budget couldn't be kept", "summary", "Unavailable")
    ] * 2


@pytest.mark.usefixtures("aws")
def test_rows_of_the_budget_go_by_themselves() -> None:
    own = ledger()
    own.settle(own.reserve(1), Spent(1, 1, 1, 1))
    row = find(BudgetRow, "BUDGET#2026-03", "summary")
    assert row is not None
    assert row.kind == "model_budget"
    assert row.expires_at == NOW + timedelta(days=800)


@pytest.mark.usefixtures("aws")
def test_a_condition_without_an_error_of_its_own_is_an_unavailable_store() -> None:
    counters.count(PeopleRow, "X", "X", [PeopleRow.kind.set("x"), PeopleRow.counted.add(1)])
    with pytest.raises(BudgetSpent):
        counters.count(
            PeopleRow,
            "X",
            "X",
            [PeopleRow.counted.add(1)],
            condition=PeopleRow.counted < 1,
            otherwise=BudgetSpent("spent"),
        )
    assert counters.take(PeopleRow, "Y", "Y") is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(usd=st.floats(0, 10_000, allow_nan=False))
def test_limits_are_kept_in_millionths(usd: float) -> None:
    limits = limits_of(SettingsValues(model_budget_usd_month=ModelBudget(answers=usd)))
    assert limits.micro_usd["answers"] == round(usd * ONE_DOLLAR)
    assert [limits.micro_usd[use] for use in USES if use != "answers"] == [None] * 4


def test_months_are_calendar_months() -> None:
    assert month_of(NOW, "UTC") == "2026-03"
    assert month_of(NOW, "Europe/Berlin") == "2026-04"


@pytest.mark.feature("P3")
def test_an_administrator_sets_the_budget_through_the_settings(world: World) -> None:
    changed = world.change("ada", "/settings", {"model_budget_usd_month": {"summary": 25.5}})
    assert changed.status == 200, changed.body
    none = dict.fromkeys(USES)
    assert changed.body["model_budget_usd_month"] == {**none, "summary": 25.5}
    assert limits_of(STORE.settings()).micro_usd["summary"] == 25_500_000
    for wrong in ({"summary": -1}, {"coaching": 5}, {"summary": "much"}):
        refused = world.change("ada", "/settings", {"model_budget_usd_month": wrong})
        assert refused.status == 400
        assert refused.body["errors"][0]["pointer"].startswith("/model_budget_usd_month")
    assert world.call("kim", "PATCH", "/settings", {"model_budget_usd_month": {}}, if_match='"1"').status == 403


@pytest.mark.feature("P3")
@pytest.mark.usefixtures("aws")
def test_settings_from_before_there_were_budgets_are_still_read() -> None:
    row = settings_row(AccountSettings(minimum_sample=9))
    row.body = (row.body or "").replace('"model_budget_usd_month"', '"monthly_model_budget_micro_usd": 5, "x"')
    row.body = row.body.replace(', "x":{"analysis":null,"answers":null,"summary":null,"practice":null}', "")
    row.save()
    assert "monthly_model_budget_micro_usd" in (row.body or "")
    assert STORE.settings().minimum_sample == 9
    assert STORE.settings().model_budget_usd_month == ModelBudget()
