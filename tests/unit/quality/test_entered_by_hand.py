"""Conversations that were entered by hand, and what starts by itself: automations and the AI's evaluations."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.interactions_api.handler import lambda_handler
from api.interactions_api.wiring import offline
from debrief.interactions.conversations.deadlines import ENTERED
from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.intake.by_hand_service import MOST_RUNS, EnteredByHand, EveryRunFailed
from debrief.interactions.intake.receiving_service import ReceivingService
from debrief.kernel.clock import iso
from debrief.kernel.errors import NotFound, Stale, Throttled
from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.store import DueRow, due_rows
from debrief.kernel.storage.tables import find
from debrief.kernel.workflows import RUNNING, SUCCEEDED, UNKNOWN
from tests.unit.helpers import LAMBDA_CONTEXT, Answer, answer_of, api_event
from tests.unit.quality.test_automations_api import asking, assign, automation, start
from tests.unit.quality.world import START, World, content, items, line, yes_no

pytestmark = pytest.mark.feature("S4.16", "S4.11")
NOTES = "The agent rang back as promised.\n\nThey explained the fee."
OFFLINE = {"kind": "in", "field": "channel", "values": ["offline"]}
PATIENCE = timedelta(minutes=15)


class Runs:
    """Runs that evaluate at once, unless they are to fail."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.states: dict[str, str] = {}
        self.fail = False
        self.error: Exception | None = None

    def start_catching_up(self, interaction: Interaction, part: str, name: str) -> None:
        assert part == "answers", "no run begins with an analysis of what nobody said"
        if self.error:
            raise self.error
        if name in self.states:
            return
        self.states[name] = "FAILED" if self.fail else SUCCEEDED
        if not self.fail:
            self.world.automatic.evaluate(interaction.id)

    def catching_up_state(self, name: str) -> str:
        return self.states.get(name, UNKNOWN)


class Desk:
    """Somebody enters conversations, and the minute's work is done."""

    def __init__(self, world: World) -> None:
        self.world, self.runs = world, Runs(world)
        self.by_hand = EnteredByHand(world.interactions, self.runs, world.clock, world.ids, patience=PATIENCE)

    def call(self, method: str, path: str, body: Any = None, if_match: str | None = None) -> Answer:
        headers = {"If-Match": if_match} if if_match else {}
        return answer_of(lambda_handler(api_event(method, path, "us_sam", body, headers=headers), LAMBDA_CONTEXT))

    def enter(self, **more: Any) -> Answer:
        body = {"agent_id": "us_kim", "started_at": iso(START), "about": "A visit", "notes": NOTES, **more}
        made = self.call("POST", "/interactions", body)
        assert made.status == 201, made.body
        return made

    def change(self, made: Answer, **change: Any) -> Answer:
        after = self.call("PATCH", f"/interactions/{made.body['id']}", change, if_match=made.etag)
        assert after.status == 200, after.body
        return after

    def row(self, made: Answer) -> DueRow | None:
        return find(due_rows(InteractionRow.Meta.table_name), f"DUE#{ENTERED}#{made.body['id']}", "DUE")

    def due(self, made: Answer) -> Due:
        row = self.row(made)
        assert row is not None
        return Due.from_kept(row.body or "")

    def work(self, made: Answer) -> datetime | None:
        return self.by_hand.see_to(self.due(made))

    def decision(self, made: Answer, by: str = "sam") -> Any:
        return self.world.call(by, "GET", f"/automations/decisions/{made.body['id']}").body


@pytest.fixture
def desk(aws: None) -> Desk:
    return Desk(World())


def test_a_card_takes_it_and_says_so_once(desk: Desk) -> None:
    world, card = desk.world, asking(desk.world)
    taking = automation(world, assign(card, "eve"), name="Visits", condition=OFFLINE)
    made = desk.enter()
    assert desk.decision(made)["at"] is None
    for _ in range(3):
        again = desk.work(made)
    assert again is None, "the run has ended"
    assert len(desk.runs.states) == 1, "a name is run once"
    (given,) = items(world.call("eve", "GET", "/evaluations/assigned"), dict)
    assert (given["interaction_id"], given["assignment"]["automation_id"]) == (made.body["id"], taking.body["id"])
    told = desk.decision(made)
    assert (told["automation_name"], told["done"][0]["evaluator_id"]) == ("Visits", "us_eve")
    assert [each["holds"] for each in told["looked_at"]] == [True]


def test_one_without_notes_is_given_to_somebody_and_asks_no_model(desk: Desk) -> None:
    world = desk.world
    card = asking(world)
    automation(world, assign(card, "eve"), condition=OFFLINE)
    made = desk.enter(notes="")
    desk.work(made)
    assert [each["interaction_id"] for each in items(world.call("eve", "GET", "/evaluations/assigned"), dict)] == [
        made.body["id"]
    ]
    assert world.model.asked == []


def test_what_the_ai_answers_from_notes_waits_for_a_person(desk: Desk) -> None:
    world = desk.world
    card = world.published(content(yes_no("a", answerer="ai"), yes_no("b", answerer="ai")), "By the AI")
    automation(world, start(card), condition=OFFLINE)
    # No credit at all, which would count by itself in what was recorded.
    world.model.answers = [{"q1": line("no", "They explained the fee."), "q2": line("no")}]
    made = desk.enter()
    desk.work(made)
    (evaluation,) = world.store.evaluations_of_interaction(made.body["id"])
    assert (evaluation.status, evaluation.evaluator_id) == ("draft", None)
    assert "notes" in evaluation.to_review


def test_where_a_rule_answers_all_of_it_it_waits_all_the_same(desk: Desk) -> None:
    world = desk.world
    exact = yes_no("x", answerer="ai", check="exact_match", phrases={"any_of": ["call is recorded"]})
    card = world.published(content(exact), "By rule")
    automation(world, start(card), condition=OFFLINE)
    made = desk.enter()
    desk.work(made)
    (evaluation,) = world.store.evaluations_of_interaction(made.body["id"])
    assert (evaluation.status, evaluation.to_review) == ("draft", ("no_opportunity", "notes"))


def test_other_notes_are_decided_anew_and_the_same_ones_are_not(desk: Desk) -> None:
    world = desk.world
    card = asking(world)
    elsewhere = {"kind": "in", "field": "queue", "values": ["north"]}
    automation(world, assign(card, "ida"), name="North", condition=elsewhere)
    automation(world, assign(card, "eve"), name="Visits", condition=OFFLINE)
    made = desk.enter()
    desk.work(made)
    moved = desk.change(made, queue="north")
    assert desk.due(moved).data == {"of": 1, "run": 1}
    desk.work(moved)
    assert desk.decision(made)["automation_name"] == "Visits", "as where a call comes in again with the same words"
    other = desk.change(moved, notes="Another talk.")
    desk.work(other)
    assert desk.decision(made)["automation_name"] == "North"
    assert len(desk.runs.states) == 3


def test_a_run_that_fails_is_begun_again_later_under_another_name(desk: Desk) -> None:
    made, world = desk.enter(), desk.world
    desk.runs.fail = True
    waits = []
    for _ in range(MOST_RUNS - 1):
        assert desk.work(made) == world.clock.now() + PATIENCE
        assert desk.work(made) is None
        waits.append((desk.due(made).at - world.clock.now()) / timedelta(hours=1))
    assert waits == [1, 2, 4, 8, 16]
    desk.work(made)
    with pytest.raises(EveryRunFailed):
        desk.work(made)
    changed = desk.change(made, about="Another")
    desk.runs.fail = False
    desk.work(changed)
    assert desk.work(changed) is None


def test_one_that_goes_on_is_waited_for_and_a_service_that_says_no_loses_nothing(desk: Desk) -> None:
    made = desk.enter()
    desk.runs.error = Throttled("Step Functions has too much to do")
    with pytest.raises(Throttled):
        desk.work(made)
    desk.runs.error = None
    desk.runs.states[f"{made.body['id']}-by-hand-0-1"] = RUNNING
    assert desk.work(made) == desk.world.clock.now() + PATIENCE


def test_with_a_deleted_one_goes_its_work(desk: Desk) -> None:
    made = desk.enter()
    due = desk.due(made)
    assert desk.call("DELETE", f"/interactions/{made.body['id']}", if_match=made.etag).status == 204
    assert desk.row(made) is None
    assert desk.by_hand.see_to(due) is None
    assert desk.runs.states == {}


def test_the_run_settles_no_intake(aws: None) -> None:
    service = ReceivingService.__new__(ReceivingService)
    service.settle("", 0, None)


def test_it_is_due_at_once(desk: Desk) -> None:
    before = datetime.now(UTC)
    assert desk.due(desk.enter()).at <= max(before + timedelta(minutes=1), desk.world.clock.now())


WAYS = ("opened", "assigned", "calibrated", "by a card", "by the AI")


def begin(desk: Desk, made: Answer, way: str) -> Answer | None:
    """Let somebody begin an evaluation of the conversation, in one of the ways that there are."""
    world, id = desk.world, made.body["id"]
    by_hand = {"interaction_id": id, "scorecard_id": next(iter(world.scorecards.automatic_scorecards()))[0].id}
    if way == "opened":
        return world.call("eve", "POST", "/evaluations", by_hand)
    if way == "assigned":
        given = {**by_hand, "evaluator_ids": ["us_eve", "us_ida"], "due_on": "2026-03-09"}
        return world.call("sam", "POST", "/evaluations/assignments", given)
    if way == "calibrated":
        return world.call(
            "ada", "POST", "/calibrations", {**by_hand, "name": "Ours", "assessor_ids": ["us_eve", "us_ida"]}
        )
    world.automatic.evaluate(id)
    return None


@pytest.fixture
def begun_in(desk: Desk) -> Desk:
    """Where a card gives somebody an evaluation, or the AI makes one by itself."""
    world = desk.world
    card = world.published(content(yes_no("a", answerer="ai"), start_automatically=True), "By the AI")
    world.model.answers = [{"q1": line("no", "They explained the fee.")}] * 2
    automation(world, assign(card, "eve"), condition={"kind": "in", "field": "queue", "values": ["cards"]})
    return desk


@pytest.mark.parametrize("way", WAYS)
def test_one_isnt_deleted_while_an_evaluation_of_it_begins(begun_in: Desk, way: str) -> None:
    desk = begun_in
    made = desk.enter(queue="cards" if way == "by a card" else "Offline")
    with pytest.MonkeyPatch.context() as patched:
        # The index doesn't know of it yet.
        patched.setattr(offline(), "_is_evaluated", lambda _: begin(desk, made, way) is None and False)
        refused = desk.call("DELETE", f"/interactions/{made.body['id']}", if_match=made.etag)
    assert refused.status == 409, refused.body
    assert desk.call("GET", f"/interactions/{made.body['id']}").status == 200


@pytest.mark.parametrize("way", WAYS)
def test_nothing_begins_of_one_that_is_deleted_at_that_moment(begun_in: Desk, way: str) -> None:
    desk = begun_in
    world = desk.world
    made = desk.enter(queue="cards" if way == "by a card" else "Offline")
    read = world.interactions.interaction

    def read_and_deleted(id: str) -> Interaction | None:
        found = read(id)
        if found is not None:
            gone = desk.call("DELETE", f"/interactions/{id}", if_match=made.etag)
            assert gone.status in {204, 404}, gone.body
        return found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(world.interactions, "interaction", read_and_deleted)
        if way in {"by a card", "by the AI"}:
            with pytest.raises((NotFound, Stale)):
                begin(desk, made, way)
        else:
            answer = begin(desk, made, way)
            assert answer is not None
            assert answer.status == 404, answer.body
    assert desk.call("GET", f"/interactions/{made.body['id']}").status == 404
    assert world.store.evaluations_of_interaction(made.body["id"]) == []
    assert world.store.for_calibrations_of(made.body["id"]) == []


def test_once_what_was_begun_is_gone_it_can_be_deleted(begun_in: Desk) -> None:
    desk = begun_in
    world, made = desk.world, desk.enter()
    draft, calibration = begin(desk, made, "opened"), begin(desk, made, "calibrated")
    assert draft is not None
    assert calibration is not None
    for who, path, etag in (
        ("ada", f"/calibrations/{calibration.body['id']}", calibration.etag),
        ("eve", f"/evaluations/{draft.body['id']}", draft.etag),
    ):
        assert desk.call("DELETE", f"/interactions/{made.body['id']}", if_match=made.etag).status == 409
        gone = world.call(who, "DELETE", path, if_match=etag)
        assert gone.status == 204, gone.body
    assert desk.call("DELETE", f"/interactions/{made.body['id']}", if_match=made.etag).status == 204
