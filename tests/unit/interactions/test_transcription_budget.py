"""Transcription is paid for before it is begun; a spent budget holds the recording until there is some again (N9)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.deadlines import ACCOUNT, POSTPONED
from debrief.interactions.conversations.postponed_store import PostponedStore
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.holds import HoldAct, HoldCode
from debrief.interactions.intake.budget_watch_service import BudgetWatch
from debrief.interactions.intake.budgets import Level, Told, is_news, level_of
from debrief.interactions.intake.catching_up_service import CatchingUp
from debrief.interactions.intake.model import Dismissal, IntakeStatus, PaidTranscription
from debrief.interactions.intake.transcribing_service import HeldRecordings, Transcribing
from debrief.kernel.ai.budget import Spent
from debrief.kernel.ai.money import audio_cost_micro_usd
from debrief.kernel.errors import BudgetSpent, Conflict, DebriefError, NotFound, Stale, Throttled, Unavailable
from debrief.kernel.schedules.store import is_scheduled
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.tables import query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.events import NOTICE_REQUESTED
from debrief.notices.kinds import path, sentence
from debrief.notices.model import Notice
from debrief.people.account.budget_store import MonthlyBudget, spent_in
from debrief.people.model import ModelBudget, User
from debrief.people.rows_store import PeopleRow, settings_row, user_row
from debrief.people.store import PeopleStore
from tests.unit.interactions.test_audio import wav
from tests.unit.interactions.test_intake import NOW, Desk, desk
from tests.unit.interactions.test_intake_kinds import KNOWN

__all__ = ["desk"]
pytestmark = pytest.mark.feature("N9", "S2.1")
CALL, USD_A_MINUTE = "calls/call_GUID_1_.wav", 0.04
SECONDS_15 = 10_000
"""What the shortest transcription costs, in millionths."""


class Paying:
    """An intake whose transcriptions cost something."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        clock, ids, people = desk.clock, desk.ids, PeopleStore()
        self.budget = MonthlyBudget("transcription", people, clock)
        self.transcribing = Transcribing(
            desk.store, desk.interactions, self.budget, clock, ids, usd_per_minute=USD_A_MINUTE
        )
        self.catching_up = CatchingUp(
            PostponedStore(desk.interactions),
            desk.interactions,
            desk.workflows,
            people,
            clock,
            ids,
            HeldRecordings(desk.store, desk.interactions, desk.workflows, clock, ids),
            BudgetWatch(people, clock, ids),
        )

    def allow(self, **usd: float | None) -> None:
        settings = PeopleStore().settings().model_copy(update={"model_budget_usd_month": ModelBudget(**usd)})
        with Transaction(self.desk.clock, self.desk.ids) as tx:
            tx.put(settings_row(settings))

    def pay(self) -> bool:
        item = self.desk.item(CALL)
        return self.transcribing.pay(item.id, item.attempt)

    def spent(self) -> int:
        return spent_in("2026-03")["transcription"]

    def told(self) -> list[Event]:
        rows = query_all(InteractionRow, "OUTBOX", index="GSI1")
        events = [Event.model_validate_json(row.body or "") for row in rows]
        return sorted((each for each in events if each.type == NOTICE_REQUESTED), key=lambda each: each.id)


@pytest.fixture
def paying(desk: Desk) -> Paying:
    desk.drop(CALL, wav(8000), KNOWN)
    return Paying(desk)


def test_what_a_run_costs_is_taken_once_and_kept(paying: Paying) -> None:
    assert paying.pay()
    assert paying.pay(), "harmless to repeat"
    item = paying.desk.item(CALL)
    assert item.paid == PaidTranscription(attempt=1, cost_micro_usd=SECONDS_15)
    assert paying.spent() == SECONDS_15
    assert not paying.transcribing.pay(item.id, 7), "another run has taken over"
    with pytest.raises(NotFound):
        paying.transcribing.pay("in_none", 1)
    assert paying.spent() == SECONDS_15


def test_a_spent_budget_holds_it_before_anything_is_begun_and_it_goes_on_by_itself(paying: Paying) -> None:
    paying.allow(transcription=0.02)
    paying.budget.settle(paying.budget.reserve(1), Spent(micro_usd=20_000))
    assert not paying.pay()
    held = paying.desk.item(CALL)
    assert held.status is IntakeStatus.HELD
    ((reason,), deadlines) = held.reasons, paying.desk.deadlines()
    assert (reason.code, reason.act, reason.field) == (HoldCode.BUDGET_SPENT, HoldAct.WAIT, None)
    assert (POSTPONED, ACCOUNT) in deadlines
    assert paying.desk.store.waiting().reasons == {HoldCode.BUDGET_SPENT: 1}
    assert is_scheduled(InteractionRow, POSTPONED, ACCOUNT)
    paying.catching_up.look()
    assert paying.desk.item(CALL) == held, "there is no budget yet"
    paying.allow(transcription=5.0)
    paying.desk.clock.advance(timedelta(minutes=5))
    paying.catching_up.look()
    again = paying.desk.item(CALL)
    assert (again.status, again.attempt, again.reasons) == (IntakeStatus.PROCESSING, 2, ())
    assert f"{again.id}-2" in paying.desk.workflows.started
    assert paying.pay()
    paying.desk.clock.advance(timedelta(hours=1))
    paying.catching_up.look()
    assert not PostponedStore(paying.desk.interactions).waits("transcription")
    assert paying.desk.item(CALL).attempt == 2


def test_the_month_turns(paying: Paying) -> None:
    paying.allow(transcription=0.01)
    paying.budget.settle(paying.budget.reserve(1), Spent(micro_usd=20_000))
    assert not paying.pay()
    paying.desk.clock.advance(timedelta(days=31))
    paying.catching_up.look()
    assert paying.desk.item(CALL).status is IntakeStatus.PROCESSING
    assert paying.pay()


def test_what_somebody_dismissed_or_replaced_meanwhile_stays_so(paying: Paying) -> None:
    paying.allow(transcription=0)
    assert not paying.pay()
    dismissed = paying.desk.intake.dismiss(paying.desk.item(CALL), Dismissal(reason="Why", by="us_1", at=NOW))
    paying.allow()
    paying.catching_up.look()
    assert paying.desk.item(CALL) == dismissed
    assert paying.desk.intake.release(dismissed).status is IntakeStatus.PROCESSING, "by hand it asks again"


def test_recordings_beside_each_other_pass_the_limit_by_one_at_most(paying: Paying) -> None:
    paying.allow(transcription=0.05)
    reserved = [paying.budget.reserve(12_000) for _ in range(5)]
    with pytest.raises(BudgetSpent):
        paying.budget.reserve(12_000)
    for each in reserved:
        paying.budget.settle(each, Spent(micro_usd=12_000, requests=1))
    assert paying.spent() == 5 * 12_000 < 50_000 + 12_000


@pytest.mark.parametrize(
    ("error", "counted"),
    [(Stale("Changed"), 0), (Conflict("Busy"), 0), (Throttled("Slower"), 0), (Unavailable("No answer"), SECONDS_15)],
)
def test_what_may_have_been_written_down_as_paid_stays_counted(
    paying: Paying, monkeypatch: pytest.MonkeyPatch, error: DebriefError, counted: int
) -> None:
    paying.allow(transcription=1.0)

    def put(*_: object) -> None:
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(paying.desk.store, "put", put)
        with pytest.raises(type(error)):
            paying.pay()
    assert paying.spent() == counted


def test_what_is_held_anew_while_it_is_looked_at_waits_on(paying: Paying, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is begun meets the budget again just when the look has read that the item waits no more."""
    paying.allow(transcription=0)
    assert not paying.pay()
    paying.allow()
    paying.desk.clock.advance(timedelta(minutes=5))
    postponed, item = PostponedStore(paying.desk.interactions), paying.desk.item(CALL)

    def waits(self: HeldRecordings, intake_id: str) -> None:
        with Transaction(paying.desk.clock, paying.desk.ids) as tx:
            postponed.hold(tx, item.id, paying.desk.clock.now())

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(HeldRecordings, "waits", waits)
        paying.catching_up.look()
    assert postponed.waits("transcription")
    paying.catching_up.look()
    assert paying.desk.item(CALL).status is IntakeStatus.PROCESSING


def test_a_look_that_came_to_nothing_is_asked_for_again(paying: Paying) -> None:
    postponed, desk = PostponedStore(paying.desk.interactions), paying.desk
    postponed.hold(Transaction(desk.clock, desk.ids), "in_1", NOW)
    assert not is_scheduled(InteractionRow, POSTPONED, ACCOUNT)
    with Transaction(desk.clock, desk.ids) as tx:
        postponed.hold(tx, "in_1", NOW)
    assert is_scheduled(InteractionRow, POSTPONED, ACCOUNT)


@given(st.integers(min_value=0, max_value=4 * 3_600_000), st.floats(min_value=0, max_value=1))
def test_a_recording_costs_by_begun_seconds_of_fifteen_at_least(ms: int, price: float) -> None:
    seconds = max(15, -(-ms // 1000))
    assert abs(audio_cost_micro_usd(price, ms) - price * 1_000_000 * seconds / 60) <= 0.5 + 1e-6
    assert audio_cost_micro_usd(0.03, 60_000) == 30_000


# Told ----------------------------------------------------------------------------------------------------------------


def administrators(desk: Desk, *ids: str) -> None:
    with Transaction(desk.clock, desk.ids) as tx:
        for id in ids:
            tx.put(user_row(User(id=id, name=id, email=f"{id}@sample.example", role_ids=frozenset({"admin"}))))
            row = PeopleRow(
                PK=f"USER#{id}", SK="ROLE#admin", kind="user_role", GSI1PK="ROLE#admin", GSI1SK=f"{id}#{id}"
            )
            tx.put(row)


def test_administrators_are_told_at_four_fifths_and_when_it_is_spent_once_each(paying: Paying) -> None:
    administrators(paying.desk, "us_ada", "us_ben")
    paying.allow(transcription=1.0)
    steps: list[Callable[[], None]] = [
        lambda: paying.budget.settle(paying.budget.reserve(1), Spent(micro_usd=790_000)),
        lambda: paying.budget.settle(paying.budget.reserve(1), Spent(micro_usd=10_000)),
        lambda: None,
        lambda: paying.budget.settle(paying.budget.reserve(1), Spent(micro_usd=200_000)),
        lambda: None,
        lambda: paying.allow(transcription=1.2),
    ]
    counts = []
    for step in steps:
        step()
        paying.catching_up.look()
        counts.append(len(paying.told()))
    assert counts == [0, 1, 1, 2, 2, 3], "a raised budget that is nearly spent is news"
    first, second, _ = paying.told()
    assert (first.data["kind"], first.subject, sorted(first.data["recipient_ids"])) == (
        "budget",
        "2026-03-transcription",
        ["us_ada", "us_ben"],
    )
    said = [
        Notice(id="n", kind="budget", about=each.subject, parameters=each.data["parameters"], at=NOW)
        for each in (first, second)
    ]
    assert [sentence(each, {}, "UTC") for each in said] == [
        "Four fifths of this month's budget for transcribing recordings, $1.00, are spent",
        "This month's budget for transcribing recordings, $1.00, is spent: what needs it waits until the budget is "
        "raised or the month is over",
    ]
    assert path(said[0]) == "/setup/account"


@given(st.integers(min_value=0, max_value=10**9), st.none() | st.integers(min_value=0, max_value=10**9))
def test_levels_follow_from_the_share(spent: int, limit: int | None) -> None:
    level = level_of(spent, limit)
    if limit is None:
        assert level is None
        return
    assert (level == "spent") is (spent >= limit)
    assert (level is None) is (spent * 100 < limit * 80)


def test_a_limit_of_zero_is_told_once_a_month_for_each_use_and_says_what_to_do(paying: Paying) -> None:
    paying.allow(transcription=0.0, summary=0.0)
    paying.catching_up.look()
    assert paying.told() == [], "there is nobody to tell yet"
    administrators(paying.desk, "us_ada")
    for _ in range(3):
        paying.catching_up.look()
    assert [each.subject for each in paying.told()] == ["2026-03-transcription", "2026-03-summary"]
    first = paying.told()[0]
    notice = Notice(id="n", kind="budget", about=first.subject, parameters=first.data["parameters"], at=NOW)
    assert sentence(notice, {}, "UTC") == (
        "This month's budget for transcribing recordings is $0.00: what needs it waits until the budget is raised"
    )
    paying.desk.clock.advance(timedelta(days=31))
    paying.catching_up.look()
    assert len(paying.told()) == 4, "another month"


def test_two_looks_at_once_tell_a_spent_budget_once(paying: Paying, monkeypatch: pytest.MonkeyPatch) -> None:
    administrators(paying.desk, "us_ada")
    paying.allow(transcription=0.0)
    watch = BudgetWatch(PeopleStore(), paying.desk.clock, paying.desk.ids)
    settled, looks = watch._administrators, iter([watch.look])

    def meanwhile() -> list[str]:
        if (look := next(looks, None)) is not None:
            look(PeopleStore().settings(), paying.desk.clock.now())
        return settled()

    monkeypatch.setattr(watch, "_administrators", meanwhile)
    watch.look(PeopleStore().settings(), paying.desk.clock.now())
    assert len(paying.told()) == 1


@given(st.lists(st.sampled_from(["nearly", "spent"]), max_size=6), st.integers(min_value=1, max_value=9))
def test_each_level_is_told_once_and_never_the_lower_one_after(levels: list[Level], limit: int) -> None:
    told: Told | None = None
    said: list[Level] = []
    for level in levels:
        if is_news(level, limit, told):
            told = Told(level=level, limit_micro_usd=limit)
            said.append(level)
    assert said in ([], ["nearly"], ["spent"], ["nearly", "spent"])
