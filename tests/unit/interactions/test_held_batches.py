"""One answer for many held items: each is dealt with once, whatever is killed, and what is left is told."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debrief.interactions.analysis.indicator_store import IndicatorStore
from debrief.interactions.held import batch_steps
from debrief.interactions.held.batch_steps import MOST_ATTEMPTS, BatchSteps
from debrief.interactions.held.deadlines import BATCH_STALLED
from debrief.interactions.held.model import MOST_TOLD, BatchAct, BatchCounts, BatchStatus, Chosen, HeldBatch
from debrief.interactions.held.service import MOST_TICKED, BatchService
from debrief.interactions.held.store import BatchStore
from debrief.interactions.holds import FIELD_OF, TELLS_GIVEN, HoldCode
from debrief.interactions.intake.agent_offers_access import AgentOffers
from debrief.interactions.intake.known_names_store import KnownNameStore
from debrief.interactions.intake.model import Dismissal, IntakeItem, IntakeStatus
from debrief.interactions.intake.names_service import NamesService
from debrief.interactions.intake.service import IntakeService
from debrief.kernel.auth import Reach
from debrief.kernel.errors import Conflict, Forbidden, Misconfigured, NotFound, RuleBroken, Throttled, Unavailable
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.workflows import RUNNING, UNKNOWN
from debrief.people.access import Access
from debrief.people.model import AccountSettings, User
from debrief.people.rows_store import settings_row, user_row
from debrief.people.store import PeopleStore
from tests.unit.interactions.test_intake import NOW, Desk, desk, vcon

__all__ = ["desk"]
pytestmark = pytest.mark.feature("S2.1")

ADMIN = "us_admin"


class Workflow:
    """Notes what is started. states: how runs stand, by name. refusal: raised instead of starting one."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.states: dict[str, str] = {}
        self.refusal: Exception | None = None

    def start(self, batch: HeldBatch) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.started.append(batch.execution_name)

    def state(self, batch: HeldBatch) -> str:
        return self.states.get(batch.execution_name, UNKNOWN)


class Many:
    """A desk with batches."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.workflow, self.store = desk, Workflow(), BatchStore()
        with Transaction(desk.clock, desk.ids) as transaction:
            admin = User(id=ADMIN, name="Ada", email="ada@sample.example", role_ids=frozenset({"admin"}))
            transaction.create(user_row(admin))
        self.names = NamesService(KnownNameStore(), desk.clock, desk.ids)
        self.counter = IntakeService(desk.intake, desk.store, IndicatorStore(), desk.bucket, desk.clock, desk.ids)
        self.service = BatchService(self.store, self.counter, self.workflow, desk.clock, desk.ids)
        self.steps = BatchSteps(
            self.store,
            desk.intake,
            desk.store,
            self.names,
            Access(PeopleStore()),
            self.workflow,
            desk.clock,
            desk.ids,
        )

    def hold(self, number: int, **metadata: Any) -> list[IntakeItem]:
        """So many chats that lack their queue, or what `metadata` says."""
        keys = [f"chats/{self.desk.ids.new('f')}.vcon.json" for _ in range(number)]
        for key in keys:
            self.desk.drop(key, vcon(**{"queue": None, "contact_reference": key, **metadata}))
        found = [self.desk.item(key) for key in keys]
        assert {each.status for each in found} <= {IntakeStatus.HELD}
        return found

    def begin(self, act: BatchAct, which: Chosen, **options: Any) -> HeldBatch:
        return self.service.begin(act, which, by=ADMIN, time_zone="UTC", **options)

    def run(self, batch: HeldBatch) -> HeldBatch:
        while not self.steps.work(batch.id, self.service.find(batch.id).attempt).done:
            pass
        return self.service.find(batch.id)

    def complete(self, which: Chosen, **options: Any) -> HeldBatch:
        return self.run(self.begin(BatchAct.COMPLETE, which, **options))

    def statuses(self, items: list[IntakeItem]) -> list[IntakeStatus]:
        found = [self.desk.store.item(each.id) for each in items]
        return [each.status for each in found if each is not None]


@pytest.fixture
def many(desk: Desk) -> Many:
    return Many(desk)


def settle(desk: Desk, **changes: Any) -> None:
    settings = desk.people.settings()
    with Transaction(desk.clock, desk.ids) as transaction:
        transaction.put(settings_row(settings.model_copy(update=changes)))


LACKS_QUEUE = Chosen(reason=HoldCode.QUEUE_MISSING)


def test_all_that_lack_a_queue_are_completed_by_one_answer(many: Many) -> None:
    items = many.hold(7)
    (other,) = many.hold(1, queue="billing", agent_id="nobody")
    begun = many.begin(BatchAct.COMPLETE, LACKS_QUEUE, fields={"queue": "billing"})
    assert (begun.status, many.workflow.started) == (BatchStatus.RUNNING, [f"{begun.id}-1"])
    done = many.run(begun)
    assert (done.status, done.chosen, done.counts) == (BatchStatus.FINISHED, 7, BatchCounts(released=7))
    assert done.ended_at is not None
    assert set(many.statuses(items)) == {IntakeStatus.PROCESSING}
    assert many.statuses([other]) == [IntakeStatus.HELD]
    assert many.desk.deadlines() == sorted(("interactions.intake_item.stalled", each.id) for each in items)


def test_what_comes_in_after_it_was_asked_for_is_not_meant(many: Many) -> None:
    many.hold(2)
    begun = many.begin(BatchAct.COMPLETE, LACKS_QUEUE, fields={"queue": "billing"})
    many.desk.clock.advance(timedelta(seconds=1))
    later = many.hold(1)
    assert many.run(begun).chosen == 2
    assert many.statuses(later) == [IntakeStatus.HELD]


def test_what_a_batch_said_of_people_goes_when_it_ends(many: Many) -> None:
    many.hold(2, queue="billing", agent_id="nobody")
    which = Chosen(reason=HoldCode.AGENT_UNKNOWN, given="nobody")
    begun = many.begin(BatchAct.COMPLETE, which, fields={"agent_reference": "AG-1"})
    assert begun.fields["agent_reference"] == "AG-1"
    done = many.run(begun)
    assert done.counts == BatchCounts(released=2)
    assert (done.fields, done.which.given) == ({"agent_reference": ""}, None)


def fields_asked(item: IntakeItem) -> set[str]:
    return {reason.field for reason in item.reasons if reason.field}


@given(
    kinds=st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()).filter(any), min_size=1, max_size=4),
    names=st.sets(st.sampled_from(("queue", "agent_reference", "language", "team", "channel")), min_size=1),
)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_one_answer_changes_only_what_an_item_is_held_for(
    many: Many, kinds: list[tuple[bool, bool, bool]], names: set[str]
) -> None:
    """Whatever is ticked together: what an item knows already stays as it is."""
    items = [
        many.hold(
            1,
            queue=None if lacks_queue else "Orders",
            agent_id="nobody" if lacks_agent else "AG-1",
            channel="smoke" if lacks_channel else "chat",
        )[0]
        for lacks_queue, lacks_agent, lacks_channel in kinds
    ]
    answers = {"queue": "billing", "agent_reference": "AG-1", "language": "fr-FR", "team": "t9", "channel": "email"}
    asked = {name: answers[name] for name in names}
    values: dict[str, tuple[str, ...]] = {"agent_reference": ("nobody",), "channel": ("smoke",)}
    done = many.complete(Chosen(ids=tuple(each.id for each in items), values=values), fields=asked)
    assert done.counts.done == len(items)
    for before in items:
        after = many.desk.store.item(before.id)
        assert after is not None
        assert after.completion.keys() == fields_asked(before) & names
        for name in ("queue", "agent_reference", "language", "team", "channel"):
            if name not in fields_asked(before):
                assert getattr(after.metadata, name) == getattr(before.metadata, name)


@pytest.mark.parametrize("code", sorted(TELLS_GIVEN))
def test_of_several_values_each_has_its_own_answer(many: Many, code: HoldCode) -> None:
    field = FIELD_OF[code] or ""
    answer = {field: "chat" if field == "channel" else "en-GB" if field == "language" else "AG-1"}
    with pytest.raises(RuleBroken) as refused:
        many.begin(BatchAct.COMPLETE, Chosen(reason=code), fields=answer)
    assert [each.pointer for each in refused.value.errors] == ["/given"]
    assert many.begin(BatchAct.COMPLETE, Chosen(reason=code, given="x"), fields=answer).running
    assert many.begin(BatchAct.DISMISS, Chosen(reason=code), reason="A test").running


def test_every_code_tells_which_field_answers_it_and_reasons_agree(many: Many) -> None:
    assert FIELD_OF.keys() == set(HoldCode)
    for held in (
        *many.hold(1, agent_id="nobody"),
        *many.hold(1, agent_id=None, queue="x"),
        *many.hold(1, channel="smoke"),
        *many.hold(1, started_at="2090-01-01T00:00:00Z"),
    ):
        for reason in held.reasons:
            assert FIELD_OF[reason.code] == reason.field
            assert (reason.given is not None) == (reason.code in TELLS_GIVEN)


def test_what_a_batch_dismissed_is_taken_back_as_one(many: Many) -> None:
    items = many.hold(3)
    (before,) = many.hold(1)
    many.desk.intake.dismiss(before, Dismissal(reason="Another time", by=ADMIN, at=NOW))
    dismissed = many.run(many.begin(BatchAct.DISMISS, LACKS_QUEUE, reason="A test"))
    assert dismissed.counts == BatchCounts(dismissed=3)
    taken = many.desk.store.item(items[0].id)
    assert taken is not None
    many.desk.intake.release(taken)
    back = many.run(many.begin(BatchAct.RELEASE, Chosen(dismissed_by=dismissed.id)))
    assert (back.chosen, back.counts) == (3, BatchCounts(still_held=2, passed_over=1))
    assert many.statuses(items) == [IntakeStatus.HELD] * 3
    assert many.statuses([before]) == [IntakeStatus.DISMISSED]
    assert not back.may_be_taken_back
    with pytest.raises(RuleBroken) as refused:
        many.begin(BatchAct.RELEASE, Chosen(dismissed_by=back.id))
    assert [each.pointer for each in refused.value.errors] == ["/dismissed_by"]


def test_what_a_person_has_dismissed_since_stays_so_when_a_batch_is_taken_back(many: Many) -> None:
    items = many.hold(2)
    dismissed = many.run(many.begin(BatchAct.DISMISS, LACKS_QUEUE, reason="A test"))
    taken = many.desk.store.item(items[0].id)
    assert taken is not None
    again = many.counter.dismiss(many.desk.intake.release(taken), "It is somebody else's", by=ADMIN)
    back = many.run(many.begin(BatchAct.RELEASE, Chosen(dismissed_by=dismissed.id)))
    assert back.counts == BatchCounts(still_held=1, passed_over=1)
    assert many.statuses(items) == [IntakeStatus.DISMISSED, IntakeStatus.HELD]
    assert many.desk.store.item(items[0].id) == again


def test_one_that_stops_every_step_keeps_none_of_the_others(many: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that dies of an item, such as for want of memory, writes nothing down."""
    monkeypatch.setattr(batch_steps, "AT_ONCE", 4)
    items = many.hold(9)
    deadly = {items[1].id, items[2].id, items[7].id}
    dealt = many.desk.intake.complete
    begun: list[str] = []

    def die(item: IntakeItem, fields: dict[str, str]) -> IntakeItem:
        begun.append(item.id)
        if item.id in deadly:
            raise Killed
        return dealt(item, fields)

    monkeypatch.setattr(many.desk.intake, "complete", die)
    batch = many.begin(BatchAct.COMPLETE, LACKS_QUEUE, fields={"queue": "billing"})
    in_a_row = 0
    while many.service.find(batch.id).running:
        try:
            many.steps.work(batch.id, 1)
            in_a_row = 0
        except Killed:
            in_a_row += 1
            assert in_a_row <= 2, "the state machine tries a step that was stopped three times"
    done = many.service.find(batch.id)
    assert done.counts == BatchCounts(released=6, failed=3)
    assert {each.intake_id for each in done.told} == deadly
    assert all(begun.count(each) == 2 for each in deadly)


def test_what_passes_in_a_careful_step_says_nothing_against_the_item(
    many: Many, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = many.hold(2)
    batch = many.begin(BatchAct.COMPLETE, LACKS_QUEUE, fields={"queue": "billing"})
    dealt = many.desk.intake.complete
    ends: list[BaseException] = [Killed(), Throttled("Too busy")]

    def stop(item: IntakeItem, fields: dict[str, str]) -> IntakeItem:
        if ends:
            raise ends.pop(0)
        return dealt(item, fields)

    monkeypatch.setattr(many.desk.intake, "complete", stop)
    many.steps.work(batch.id, 1)
    for error in (Killed, Throttled):
        with pytest.raises(error):
            many.steps.work(batch.id, 1)
    assert many.run(batch).counts == BatchCounts(released=len(items))


def test_what_the_deployment_lacks_for_one_counts_for_that_one(many: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    items = many.hold(2)
    dealt = many.desk.intake.complete

    def lack(item: IntakeItem, fields: dict[str, str]) -> IntakeItem:
        if item.id == items[0].id:
            raise Misconfigured("Its bucket is gone")
        return dealt(item, fields)

    monkeypatch.setattr(many.desk.intake, "complete", lack)
    assert many.complete(LACKS_QUEUE, fields={"queue": "billing"}).counts == BatchCounts(released=1, failed=1)


def test_those_that_are_ticked_and_no_others(many: Many) -> None:
    first, second, third = many.hold(3)
    done = many.complete(Chosen(ids=(first.id, third.id, first.id)), fields={"queue": "billing"})
    assert (done.chosen, done.counts.released) == (2, 2)
    assert many.statuses([first, second, third]) == [
        IntakeStatus.PROCESSING,
        IntakeStatus.HELD,
        IntakeStatus.PROCESSING,
    ]


def test_ticked_ones_are_answered_for_the_values_that_were_meant_alone(many: Many) -> None:
    (meant,) = many.hold(1, channel="smoke")
    (other,) = many.hold(1, channel="flags")
    which = Chosen(ids=(meant.id, other.id), values={"channel": ("smoke",)})
    done = many.complete(which, fields={"channel": "chat", "queue": "billing"})
    assert done.counts == BatchCounts(released=1, still_held=1)
    after = [many.desk.store.item(each.id) for each in (meant, other)]
    completed = [each.completion for each in after if each is not None]
    assert completed == [{"channel": "chat", "queue": "billing"}, {"queue": "billing"}]
    told = many.complete(which, fields={"channel": "chat"})
    assert told.counts == BatchCounts(passed_over=2)
    assert [(each.intake_id, each.sentence) for each in told.told] == [(other.id, batch_steps._NOT_MEANT)]


def test_one_answer_for_several_values_is_not_remembered(many: Many) -> None:
    one, two = *many.hold(1, channel="smoke"), *many.hold(1, channel="flags")
    which = Chosen(ids=(one.id, two.id), values={"channel": ("smoke", "flags")})
    with pytest.raises(RuleBroken) as refused:
        many.begin(BatchAct.COMPLETE, which, fields={"channel": "chat"}, remember=True)
    assert [each.pointer for each in refused.value.errors] == ["/remember"]
    many.complete(which, fields={"channel": "chat"})
    assert many.names.page("channel", limit=9, start=None)[0] == []


def test_what_a_batch_of_ticked_ones_said_of_people_goes_when_it_ends(many: Many) -> None:
    (item,) = many.hold(1, queue="billing", agent_id="nobody")
    which = Chosen(ids=(item.id,), values={"agent_reference": ("nobody",)})
    done = many.complete(which, fields={"agent_reference": "AG-1"})
    assert (done.counts.released, done.which.values) == (1, {"agent_reference": ()})


def test_what_still_lacks_something_is_told_with_its_reasons(many: Many) -> None:
    (lacking,) = many.hold(1, agent_id="nobody at all")
    done = many.complete(LACKS_QUEUE, fields={"queue": "billing"})
    assert done.counts == BatchCounts(still_held=1)
    assert [(each.intake_id, each.codes) for each in done.told] == [(lacking.id, (HoldCode.AGENT_UNKNOWN,))]
    assert "nobody" not in done.model_dump_json(), "what it says stands at the item"
    found = many.desk.store.item(lacking.id)
    assert found is not None
    assert [each.code for each in found.reasons] == [HoldCode.AGENT_UNKNOWN], "what was filled in stays"


def test_what_somebody_else_dealt_with_meanwhile_is_passed_over(many: Many) -> None:
    one, two = many.hold(2)
    begun = many.begin(BatchAct.DISMISS, Chosen(ids=(one.id, two.id, "in_gone")), reason=" A test. ")
    many.desk.intake.complete(one, {"queue": "orders"})
    done = many.run(begun)
    assert done.counts == BatchCounts(dismissed=1, passed_over=2)
    assert [each.intake_id for each in done.told] == ["in_gone"]
    found = many.desk.store.item(two.id)
    assert found is not None
    assert found.dismissal is not None
    assert (found.dismissal.reason, found.dismissal.by) == ("A test.", ADMIN)


def test_failed_ones_are_tried_again_together(many: Many) -> None:
    items = many.hold(2)
    many.complete(LACKS_QUEUE, fields={"queue": "billing"})
    from debrief.interactions.intake.model import Failure

    for each in items:
        found = many.desk.store.item(each.id)
        assert found is not None
        many.desk.settle(found, Failure(code="ModelThrottled", sentence="Too busy."))
    assert many.statuses(items) == [IntakeStatus.FAILED] * 2
    done = many.run(many.begin(BatchAct.RELEASE, Chosen(status=IntakeStatus.FAILED)))
    assert done.counts == BatchCounts(released=2)
    assert many.statuses(items) == [IntakeStatus.PROCESSING] * 2


def test_more_than_one_step_and_more_than_one_list(many: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_steps, "ITEMS_A_STEP", 4)
    monkeypatch.setattr(batch_steps, "AT_ONCE", 2)
    monkeypatch.setattr(batch_steps, "_READ", 3)
    monkeypatch.setattr(batch_steps, "_QUERIES", 2)
    items = many.hold(11)
    done = many.complete(LACKS_QUEUE, fields={"queue": "billing"})
    assert (done.chosen, done.counts.released, done.parts) == (11, 11, 4)
    assert set(many.statuses(items)) == {IntakeStatus.PROCESSING}


class Killed(BaseException):
    """The process died."""


@pytest.mark.parametrize("at", range(1, 9))
def test_a_killed_step_deals_with_nothing_twice_and_counts_everything(
    many: Many, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Killed after each of the items, and before what it did was noted."""
    monkeypatch.setattr(batch_steps, "AT_ONCE", 3)
    many.hold(6)
    begun = many.begin(BatchAct.COMPLETE, LACKS_QUEUE, fields={"queue": "billing"})
    dealt = many.desk.intake.complete
    calls: list[str] = []

    def die(item: IntakeItem, fields: dict[str, str]) -> IntakeItem:
        made = dealt(item, fields)
        calls.append(item.id)
        if len(calls) == at:
            raise Killed
        return made

    monkeypatch.setattr(many.desk.intake, "complete", die)
    if at <= 6:
        with pytest.raises(Killed):
            many.run(begun)
    done = many.run(begun)
    assert done.counts == BatchCounts(released=6)
    assert sorted(calls) == sorted({*calls}), "each was dealt with once"


def test_one_that_cannot_be_dealt_with_keeps_none_of_the_others(many: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    items = many.hold(3)
    dealt = many.desk.intake.complete

    def fail(item: IntakeItem, fields: dict[str, str]) -> IntakeItem:
        if item.id == items[1].id:
            raise ValueError("what the customer said")
        return dealt(item, fields)

    monkeypatch.setattr(many.desk.intake, "complete", fail)
    done = many.complete(LACKS_QUEUE, fields={"queue": "billing"})
    assert done.counts == BatchCounts(released=2, failed=1)
    assert [each.intake_id for each in done.told] == [items[1].id]
    assert "customer" not in (done.told[0].sentence or "")


def test_what_passes_is_tried_again_and_what_collides_is_told(many: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    items = many.hold(2)
    begun = many.begin(BatchAct.COMPLETE, LACKS_QUEUE, fields={"queue": "billing"})
    dealt = many.desk.intake.complete

    def busy(item: IntakeItem, fields: dict[str, str]) -> IntakeItem:
        raise Throttled("Too busy")

    monkeypatch.setattr(many.desk.intake, "complete", busy)
    with pytest.raises(Throttled):
        many.run(begun)

    def contended(item: IntakeItem, fields: dict[str, str]) -> IntakeItem:
        if item.id == items[0].id:
            raise Conflict("Somebody else")
        return dealt(item, fields)

    monkeypatch.setattr(many.desk.intake, "complete", contended)
    assert many.run(begun).counts == BatchCounts(released=1, failed=1)


def test_no_more_are_told_one_by_one_than_anybody_reads(many: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_steps, "MOST_TOLD", 2)
    many.hold(4, agent_id="nobody")
    done = many.complete(LACKS_QUEUE, fields={"queue": "billing"})
    assert (done.counts.still_held, len(done.told)) == (4, 2)
    assert MOST_TOLD == 100


def test_whoever_may_no_longer_does_nothing_more(many: Many) -> None:
    items = many.hold(1)
    begun = many.begin(BatchAct.COMPLETE, LACKS_QUEUE, fields={"queue": "billing"})
    with Transaction(many.desk.clock, many.desk.ids) as transaction:
        admin = many.desk.people.find_user(ADMIN)
        assert admin is not None
        transaction.put(user_row(admin.model_copy(update={"role_ids": frozenset({"agent"})})))
    with pytest.raises(Forbidden):
        many.steps.work(begun.id, 1)
    many.steps.fail_by(begun.id, 1, "Forbidden")
    failed = many.service.find(begun.id)
    assert (failed.status, failed.failure.code if failed.failure else None) == (BatchStatus.FAILED, "Forbidden")
    assert many.statuses(items) == [IntakeStatus.HELD]
    many.steps.fail_by(begun.id, 1, "Other")
    assert many.service.find(begun.id) == failed
    assert many.steps.work(begun.id, 1).done


@pytest.mark.parametrize(
    ("act", "which", "options", "pointer"),
    [
        (BatchAct.COMPLETE, LACKS_QUEUE, {}, "/fields"),
        (BatchAct.COMPLETE, LACKS_QUEUE, {"fields": {"queue": " "}}, "/fields"),
        (BatchAct.COMPLETE, LACKS_QUEUE, {"fields": {"contact_reference": "C-9"}}, "/fields/contact_reference"),
        (BatchAct.COMPLETE, LACKS_QUEUE, {"fields": {"channel": "smoke"}}, "/fields/channel"),
        (BatchAct.COMPLETE, LACKS_QUEUE, {"fields": {"queue": "a"}, "reason": "A test"}, "/dismissal"),
        (BatchAct.DISMISS, LACKS_QUEUE, {}, "/dismissal"),
        (BatchAct.DISMISS, LACKS_QUEUE, {"reason": "  "}, "/dismissal"),
        (BatchAct.RELEASE, LACKS_QUEUE, {"fields": {"queue": "a"}}, "/fields"),
        (BatchAct.RELEASE, LACKS_QUEUE, {"remember": True}, "/remember"),
        (BatchAct.COMPLETE, LACKS_QUEUE, {"fields": {"queue": "a", "team": "b"}}, "/fields/team"),
        (BatchAct.COMPLETE, Chosen(reason=HoldCode.TOO_LARGE), {"fields": {"queue": "a"}}, "/fields/queue"),
        (BatchAct.COMPLETE, Chosen(status=IntakeStatus.FAILED), {"fields": {"queue": "a"}}, "/status"),
        *(
            (BatchAct.COMPLETE, Chosen(ids=("in_1",)), {"fields": {name: "1"}}, f"/fields/{name}")
            for name in ("customer_reference", "started_at", "ended_at", "duration_ms", "talk_ms", "hold_ms")
        ),
        (BatchAct.DISMISS, Chosen(dismissed_by="hb_1"), {"reason": "A test"}, "/dismissed_by"),
        (BatchAct.RELEASE, Chosen(dismissed_by="hb_1"), {}, "/dismissed_by"),
        (BatchAct.RELEASE, Chosen(dismissed_by="hb_1", ids=("in_1",)), {}, "/dismissed_by"),
        (BatchAct.DISMISS, Chosen(ids=("in_1",), status=IntakeStatus.DISMISSED), {"reason": "A test"}, "/status"),
        (BatchAct.RELEASE, Chosen(status=IntakeStatus.DISMISSED), {}, "/status"),
        (BatchAct.RELEASE, Chosen(), {}, "/ids"),
        (BatchAct.RELEASE, Chosen(ids=("in_1",), reason=HoldCode.DUPLICATE), {}, "/ids"),
        (BatchAct.RELEASE, Chosen(ids=tuple(map(str, range(MOST_TICKED + 1)))), {}, "/ids"),
        (BatchAct.RELEASE, Chosen(given="Ordres"), {}, "/given"),
        (BatchAct.RELEASE, Chosen(status=IntakeStatus.LOADED), {}, "/status"),
        (BatchAct.RELEASE, Chosen(status=IntakeStatus.FAILED, reason=HoldCode.DUPLICATE), {}, "/reason"),
    ],
)
def test_what_makes_no_sense_for_many_is_refused(
    many: Many, act: BatchAct, which: Chosen, options: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        many.begin(act, which, **options)
    assert pointer in [each.pointer for each in refused.value.errors]
    assert many.service.page(limit=5, start=None)[0] == []


def test_a_batch_whose_run_cannot_be_started_has_failed(many: Many) -> None:
    many.hold(1)
    many.workflow.refusal = Unavailable("no")
    with pytest.raises(Unavailable):
        many.begin(BatchAct.RELEASE, LACKS_QUEUE)
    (batch,), _ = many.service.page(limit=5, start=None)
    assert (batch.status, batch.failure.code if batch.failure else None) == (BatchStatus.FAILED, "NotStarted")
    assert many.desk.deadlines() == []


def test_a_lost_run_goes_on_where_it_broke_off_and_is_given_up_in_the_end(many: Many) -> None:
    many.hold(1)
    begun = many.begin(BatchAct.RELEASE, LACKS_QUEUE)
    assert many.desk.deadlines() == [(BATCH_STALLED, begun.id)]
    many.workflow.states[f"{begun.id}-1"] = RUNNING
    assert many.steps.look_after(begun.id) is not None
    assert many.workflow.started == [f"{begun.id}-1"]
    for attempt in range(1, MOST_ATTEMPTS):
        many.workflow.states[f"{begun.id}-{attempt}"] = "TIMED_OUT"
        assert many.steps.look_after(begun.id) is not None
        assert many.workflow.started[-1] == f"{begun.id}-{attempt + 1}"
    assert many.steps.work(begun.id, 1).done, "an overtaken run does nothing"
    many.workflow.states[f"{begun.id}-{MOST_ATTEMPTS}"] = "ABORTED"
    assert many.steps.look_after(begun.id) is None
    assert many.service.find(begun.id).status is BatchStatus.FAILED
    assert many.steps.look_after("hb_none") is None
    with pytest.raises(NotFound):
        many.steps.work("hb_none", 1)


def test_a_run_that_never_started_is_started(many: Many) -> None:
    many.hold(1)
    begun = many.begin(BatchAct.RELEASE, LACKS_QUEUE)
    many.workflow.started.clear()
    many.steps.look_after(begun.id)
    assert many.workflow.started == [f"{begun.id}-1"]


# What names mean -----------------------------------------------------------------------------------------------------


def load(many: Many, queue: str) -> None:
    many.desk.drop(f"known/{many.desk.ids.new('k')}.vcon.json", vcon(queue=queue, contact_reference=queue))


def test_all_with_one_unknown_queue_are_completed_and_the_answer_is_remembered(many: Many) -> None:
    load(many, "Billing")
    settle(many.desk, ask_about_queues="unknown")
    items, others = many.hold(3, queue="Billing EU"), many.hold(1, queue="Bill Payments")
    (reason,) = items[0].reasons
    assert (reason.code, reason.given) == (HoldCode.QUEUE_UNKNOWN, "Billing EU")
    assert reason.nearest is not None
    assert reason.nearest.value == "Billing"
    assert '"Billing" comes nearest' in reason.sentence
    which = Chosen(reason=HoldCode.QUEUE_UNKNOWN, given="Billing EU")
    done = many.complete(which, fields={"queue": "Billing"}, remember=True)
    assert done.counts == BatchCounts(released=3)
    assert many.statuses(others) == [IntakeStatus.HELD]
    # From now on it is known what is meant, and it is said why.
    many.desk.drop("chats/next.vcon.json", vcon(queue="BILLING-EU", contact_reference="C-9"))
    item = many.desk.item("chats/next.vcon.json")
    assert (item.status, item.metadata.queue) == (IntakeStatus.PROCESSING, "Billing")
    assert item.metadata.found_in["queue"] == "answer"
    assert any("BILLING-EU" in warning and "answered before" in warning for warning in item.warnings)
    # And that can be taken back.
    known = next(each for each in many.names.page("queue", limit=9, start=None)[0] if each.written == "Billing EU")
    assert (known.means, known.by) == ("Billing", ADMIN)
    many.names.forget(known.id, known.revision)
    many.hold(1, queue="Billing EU")


def test_an_unknown_queue_may_be_one_of_its_own(many: Many) -> None:
    load(many, "Orders")
    items = many.hold(2, queue="Ordres")
    assert [each.code for each in items[0].reasons] == [HoldCode.QUEUE_UNKNOWN]
    ticked = Chosen(ids=(items[0].id,), values={"queue": ("Ordres",)})
    with pytest.raises(RuleBroken, match="slip"):
        many.complete(ticked, fields={"queue": "Ordres"}, remember=True)
    options = {"fields": {"queue": "Ordres"}, "remember": True, "new": frozenset({"queue"})}
    assert many.complete(ticked, **options).counts.released == 1
    again = many.desk.intake.release(items[1])
    assert (again.status, again.metadata.queue) == (IntakeStatus.PROCESSING, "Ordres")


@pytest.mark.parametrize(
    ("asking", "queue", "held"),
    [
        ("similar", "Ordres", True),
        ("similar", "Returns", False),
        ("similar", "orders", False),
        ("unknown", "Returns", True),
        ("unknown", "ORDERS", False),
        ("never", "Ordres", False),
    ],
)
def test_the_account_says_which_queues_it_wants_to_be_asked_about(
    many: Many, asking: str, queue: str, held: bool
) -> None:
    load(many, "Orders")
    settle(many.desk, ask_about_queues=asking)
    many.desk.drop("a.vcon.json", vcon(queue=queue))
    item = many.desk.item("a.vcon.json")
    assert (item.status is IntakeStatus.HELD) == held
    known = "Orders" if queue.casefold() == "orders" else queue
    assert item.metadata.queue == known, "what was given stays as it is, unless it is the known one in other case"


def test_the_first_queue_of_an_account_is_never_asked_about(many: Many) -> None:
    settle(many.desk, ask_about_queues="unknown")
    load(many, "Orders")
    assert [each.written for each in many.names.page("queue", limit=5, start=None)[0]] == ["Orders"]
    assert AccountSettings().ask_about_queues == "similar"


@pytest.mark.parametrize("asking", ["similar", "unknown"])
def test_a_queue_that_becomes_known_in_the_same_moment_is_not_asked_about(
    many: Many, monkeypatch: pytest.MonkeyPatch, asking: str
) -> None:
    """Of two conversations that bring a new queue together, the second looks it up before the first has told it."""
    load(many, "Orders")
    settle(many.desk, ask_about_queues=asking)
    many.desk.clock.advance(timedelta(minutes=2))
    find = KnownNameStore.find

    def found_just_before(self: KnownNameStore, field: Any, written: str) -> Any:
        before = find(self, field, written)
        if before is None:
            many.names.learn("Parcels")
        return before

    monkeypatch.setattr(KnownNameStore, "find", found_just_before)
    many.desk.drop("new.vcon.json", vcon(queue="parcels"))
    assert many.desk.item("new.vcon.json").status is IntakeStatus.PROCESSING


def test_an_unknown_channel_is_remembered_too(many: Many) -> None:
    (item,) = many.hold(1, queue="billing", channel="webchatt")
    (reason,) = item.reasons
    assert (reason.code, reason.given) == (HoldCode.CHANNEL_UNKNOWN, "webchatt")
    assert reason.nearest is not None
    assert reason.nearest.value == "chat"
    which = Chosen(reason=HoldCode.CHANNEL_UNKNOWN, given="webchatt")
    many.complete(which, fields={"channel": "Live Chat"}, remember=True)
    many.desk.drop("b.vcon.json", vcon(channel="webchatt", contact_reference="C-8"))
    later = many.desk.item("b.vcon.json")
    assert later.status is IntakeStatus.PROCESSING
    assert later.metadata.channel == "chat"
    assert later.metadata.unread == {}


@pytest.mark.parametrize("reference", ["agent.onne@sample.example", "Agnt One", "agent one (team 7)"])
def test_an_unknown_agent_is_told_with_who_comes_nearest(many: Many, reference: str) -> None:
    (item,) = many.hold(1, queue="billing", agent_id=reference)
    access = Access(PeopleStore())
    offers = AgentOffers(PeopleStore(), access)
    (reason,) = offers.shown(access.caller(ADMIN), item).reasons
    assert reason.nearest is not None
    assert (reason.nearest.name, reason.nearest.value) == ("Agent One", "one@sample.example")
    # It is kept nowhere, and shown to nobody who doesn't see them.
    assert "Agent One" not in item.model_dump_json()
    line = access.caller(ADMIN).model_copy(update={"reach": Reach.LINE})
    assert offers.shown(line, item) == item
    done = many.desk.intake.complete(item, {"agent_reference": "AG-1"})
    assert done.status is IntakeStatus.PROCESSING


def test_known_queues_are_read_once_for_many_lines(many: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    load(many, "Orders")
    many.desk.clock.advance(timedelta(minutes=2))
    read: list[str] = []
    means = KnownNameStore.means

    def counted(self: KnownNameStore, field: Any) -> tuple[str, ...]:
        read.append(field)
        return means(self, field)

    monkeypatch.setattr(KnownNameStore, "means", counted)
    many.hold(4, queue="Ordres")
    assert len(read) == 1
    load(many, "Returns desk")
    many.hold(1, queue="Retruns desk")
    assert len(read) == 1, "what became known here is compared with at once"
