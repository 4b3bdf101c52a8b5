"""Automations over the API, and what they do with conversations that come in."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.model import Missing
from debrief.kernel.errors import Stale
from debrief.kernel.storage.tables import find, query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.events import NOTICE_REQUESTED, NOTICE_WITHDRAWN
from debrief.people.model import Group
from debrief.people.rows_store import group_row
from debrief.quality.automations.choosing import with_unnamed
from debrief.quality.automations.store import AutomationStore
from debrief.quality.drawing.lot import agrees
from debrief.quality.table_store import QualityRow
from tests.unit.helpers import Answer
from tests.unit.quality.world import World, content, items, line, yes_no


@pytest.fixture
def world(aws: None) -> World:
    return World()


def asking(world: World, name: str = "By hand") -> str:
    return world.published(content(yes_no("a")), name)


def answering(world: World, name: str = "By the AI", **more: Any) -> str:
    return world.published(content(yes_no("a", answerer="ai"), **more), name)


def automation(world: World, *then: dict[str, Any], name: str = "Card", **more: Any) -> Answer:
    return world.call("ada", "POST", "/automations", {"name": name, "then": list(then), **more})


def assign(scorecard_id: str, *evaluators: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": "assign",
        "scorecard_id": scorecard_id,
        "evaluator_ids": [f"us_{each}" for each in evaluators],
        **more,
    }


def start(scorecard_id: str) -> dict[str, Any]:
    return {"kind": "start", "scorecard_id": scorecard_id}


def decision(world: World, number: int = 1, by: str = "sam") -> Any:
    found = world.call(by, "GET", f"/automations/decisions/int_{number}")
    assert found.status == 200, found.body
    return found.body


PARCELS = {"kind": "in", "field": "queue", "values": ["parcels"]}
ELSEWHERE = {"kind": "in", "field": "queue", "values": ["a queue that isn't there yet"]}


@pytest.mark.feature("S4.11")
def test_a_scorecard_that_can_never_be_for_what_a_card_takes_is_told_when_it_is_saved(world: World) -> None:
    chats = world.published(content(yes_no("a"), applies_to={"queues": ["Chat"]}), "Chat service")
    made = automation(world, assign(chats, "eve"), name="Parcels", condition=PARCELS)
    assert made.status == 201, made.body
    (warning,) = made.body["warnings"]
    assert warning["pointer"] == "/then/0/scorecard_id"
    assert "Chat service is only for the queue Chat, and this card takes only the queue parcels" in warning["message"]
    (listed,) = world.call("ada", "GET", "/automations").body["items"]
    assert listed["warnings"] == made.body["warnings"]
    path = f"/automations/{made.body['id']}"
    wider = {"kind": "in", "field": "queue", "values": ["parcels", "Chat"]}
    changed = world.call("ada", "PATCH", path, {"condition": wider}, if_match=made.etag)
    assert (changed.status, changed.body["warnings"]) == (200, [])


@pytest.mark.feature("S4.11", "S4.7")
def test_the_first_card_that_holds_assigns_it_and_the_others_say_why_not(world: World) -> None:
    card = asking(world)
    first = automation(world, assign(card, "ida"), name="Elsewhere", condition=ELSEWHERE)
    assert first.status == 201, first.body
    second = automation(world, assign(card, "eve", due_days=3), name="Parcels", condition=PARCELS)
    automation(world, assign(card, "ida"), name="Everything")
    world.add_interaction(1)
    assert world.automatic.evaluate("int_1").evaluations == ()
    (given,) = items(world.call("eve", "GET", "/evaluations/assigned"), dict)
    assert (given["interaction_id"], given["scorecard_id"], given["evaluator_id"]) == ("int_1", card, "us_eve")
    assert given["assignment"]["due_at"] == "2026-03-06T23:59:59.999Z"
    assert given["assignment"]["automation_id"] == second.body["id"]
    assert items(world.call("ida", "GET", "/evaluations/assigned")) == []
    told = decision(world)
    assert (told["automation_name"], told["more"]) == ("Parcels", 0)
    why = [(each["name"], each["holds"], each["why"]) for each in told["looked_at"]]
    assert why == [
        ("Elsewhere", False, ["the queue is parcels, not a queue that isn't there yet"]),
        ("Parcels", True, ["the queue is parcels, which is listed"]),
    ]
    (done,) = told["done"]
    assert (done["evaluator_name"], done["scorecard_name"], done["why_not"]) == ("Eve Sample", "By hand", None)
    (notice,) = world.events(NOTICE_REQUESTED)
    assert (notice.subject, notice.data["recipient_ids"], notice.data["actor_id"]) == (given["id"], ["us_eve"], None)
    assert decision(world, by="kim")["automation_name"] == "Parcels", "the agent may know, too"
    assert world.call("zoe", "GET", "/automations/decisions/int_1").status == 404
    assert world.call("sam", "GET", "/automations/decisions/int_9").status == 404


@pytest.mark.feature("S4.11")
def test_a_replay_goes_by_what_was_decided_and_other_words_are_decided_anew(world: World) -> None:
    card = asking(world)
    made = automation(world, assign(card, "eve"), condition=PARCELS)
    world.add_interaction(1)
    world.automatic.evaluate("int_1")
    path = f"/automations/{made.body['id']}"
    changed = world.call("ada", "PATCH", path, {"then": [assign(card, "ida")]}, if_match=made.etag)
    assert changed.status == 200, changed.body
    world.automatic.evaluate("int_1")
    assert items(world.call("ida", "GET", "/evaluations/assigned")) == []
    draft = items(world.call("eve", "GET", "/evaluations/assigned"), dict)[0]
    assert world.call("eve", "DELETE", f"/evaluations/{draft['id']}", if_match='"1"').status == 204
    assert len(world.events(NOTICE_WITHDRAWN)) == 1
    world.automatic.evaluate("int_1")
    assert items(world.call("eve", "GET", "/evaluations/assigned")) == [], "who let it go isn't given it again"
    world.add_interaction(1, said=(("agent", "Other words"),))
    world.automatic.evaluate("int_1")
    assert len(items(world.call("ida", "GET", "/evaluations/assigned"))) == 1


@pytest.mark.feature("S4.11")
def test_what_was_decided_without_an_analysis_is_decided_anew_once_there_is_one(world: World) -> None:
    card = asking(world)
    automation(world, assign(card, "eve"), condition={"kind": "in", "field": "topics", "values": ["refund"]})
    found = world.add_interaction(1)
    lacking = found.model_copy(update={"missing": (Missing(part="analysis", why="budget_spent"),)})
    with Transaction(world.clock, world.ids) as tx:
        world.interactions.put(tx, lacking)
    world.automatic.evaluate("int_1")
    assert decision(world)["automation_id"] is None
    known = lacking.model_copy(update={"missing": (), "topics": ("refund",), "revision": lacking.revision + 1})
    with Transaction(world.clock, world.ids) as tx:
        world.interactions.put(tx, known)
    world.automatic.evaluate("int_1")
    assert len(items(world.call("eve", "GET", "/evaluations/assigned"))) == 1
    assert decision(world)["automation_name"] == "Card"


@pytest.mark.feature("S4.11", "N14")
def test_of_several_one_is_drawn_by_a_lot_that_anybody_can_recompute(world: World) -> None:
    card = asking(world)
    automation(world, assign(card, "eve", "ida", "sam", "pat"))
    for number in range(1, 13):
        world.add_interaction(number)
        world.automatic.evaluate(f"int_{number}")
    chosen = []
    for number in range(1, 13):
        taken = AutomationStore().taken(f"int_{number}")
        assert taken is not None
        (done,) = taken.done
        assert done.lot is not None
        assert agrees(done.lot)
        assert not agrees(done.lot.model_copy(update={"seed": "another"})) or len(done.lot.passed_over) == 0
        assert {each.id for each in done.lot.passed_over} <= {"us_pat"}, "who doesn't see the agent is passed over"
        chosen.append(done.evaluator_id)
    assert {"us_eve", "us_ida", "us_sam"} == set(chosen)


@pytest.mark.feature("S4.11")
def test_each_gets_one_or_a_member_of_a_group_does(world: World) -> None:
    card = asking(world)
    with Transaction(world.clock, world.ids) as tx:
        tx.create(group_row(Group(id="gr_1", name="Evaluators")))
        tx.create(group_row(Group(id="gr_2", name="Nobody")))
    world.add_person("gus", "evaluator", None, "gr_1")
    automation(world, assign(card, "eve", "sam", each=True))
    world.add_interaction(1)
    world.automatic.evaluate("int_1")
    assert [each["evaluator_id"] for each in decision(world)["done"]] == ["us_eve", "us_sam"]
    of_group = [{"kind": "assign", "scorecard_id": card, "group_id": group} for group in ("gr_1", "gr_2")]
    nobody = automation(world, *of_group, name="Group")
    order = world.call("ada", "GET", "/automations")
    ids = [nobody.body["id"], *(each for each in items(order) if each != nobody.body["id"])]
    assert world.call("ada", "PUT", "/automations/order", {"ids": ids}, if_match=order.etag).status == 200
    world.add_interaction(2)
    world.automatic.evaluate("int_2")
    done = decision(world, 2)["done"]
    assert [(each["why_not"], each["evaluator_id"]) for each in done] == [(None, "us_gus"), ("nobody", None)]


@pytest.mark.feature("S4.11", "S4.7")
def test_what_starts_by_itself_goes_on_beside_a_card_unless_the_card_alone_decides(world: World) -> None:
    by_itself = answering(world, "By itself", start_automatically=True)
    started = answering(world, "Started")
    made = automation(world, start(started), condition=PARCELS)
    world.add_interaction(1)
    world.model.answers = [{"q1": line("yes")}, {"q1": line("yes")}]
    assert {each.scorecard_id for each in world.automatic.evaluate("int_1").evaluations} == {by_itself, started}
    path = f"/automations/{made.body['id']}"
    assert world.call("ada", "PATCH", path, {"keep_automatic": False}, if_match=made.etag).status == 200
    world.add_interaction(2)
    world.model.answers = [{"q1": line("yes")}]
    assert [each.scorecard_id for each in world.automatic.evaluate("int_2").evaluations] == [started]
    repeated = world.automatic.evaluate("int_2").evaluations
    assert [each.outcome for each in repeated] == ["exists"]


@pytest.mark.feature("S4.11")
def test_an_action_that_cannot_be_done_says_so_and_the_others_are_done(world: World) -> None:
    gone, chat = asking(world, "Gone"), world.published(content(yes_no("a"), applies_to={"channels": ["chat"]}), "Chat")
    made = automation(world, assign(gone, "eve"), assign(chat, "eve"), assign(asking(world), "pat"))
    assert made.status == 201, made.body
    assert world.call("ada", "POST", f"/scorecards/{gone}/archiving").status == 200
    world.add_interaction(1)
    world.automatic.evaluate("int_1")
    done = decision(world)["done"]
    assert [each["why_not"] for each in done] == ["no_scorecard", "not_for_this", "nobody"]
    assert done[1]["detail"] == "The scorecard isn't for this conversation: the channel is voice, not chat"
    assert done[2]["lot"]["passed_over"] == [{"id": "us_pat", "why": "out_of_reach"}]


@pytest.mark.feature("S4.11")
def test_moving_a_card_is_one_conditional_write(world: World) -> None:
    card = asking(world)
    made = [automation(world, assign(card, "eve"), name=f"Card {number}").body["id"] for number in range(3)]
    listed = world.call("ada", "GET", "/automations")
    assert items(listed) == made
    moved = [made[2], made[0], made[1]]
    done = world.call("ada", "PUT", "/automations/order", {"ids": moved}, if_match=listed.etag)
    assert (done.status, items(done)) == (200, moved)
    late = world.call("sam", "PUT", "/automations/order", {"ids": made}, if_match=listed.etag)
    assert late.status == 412
    for ids, pointer in (([*moved, "au_x"], "/ids/3"), (moved[:2], "/ids"), ([*moved[:2], moved[0]], "/ids")):
        refused = world.call("ada", "PUT", "/automations/order", {"ids": ids}, if_match=done.etag)
        assert (refused.status, refused.body["errors"][0]["pointer"]) == (422, pointer)
    found = world.call("ada", "GET", f"/automations/{made[0]}")
    assert world.call("ada", "DELETE", f"/automations/{made[0]}", if_match=found.etag).status == 204
    assert items(world.call("ada", "GET", "/automations")) == [made[2], made[1]]


@pytest.mark.feature("S4.11")
@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": " "}, "/name"),
        ({"condition": {"kind": "in", "field": "mood", "values": ["bad"]}}, "/condition/field"),
        ({"condition": {"kind": "in", "field": "channel", "values": ["pigeon"]}}, "/condition/values/0"),
        ({"then": []}, "/then"),
        ({"then": [start("sc_none")]}, "/then/0/scorecard_id"),
        ({"then": [start("HUMAN")]}, "/then/0/scorecard_id"),
        ({"then": [assign("HUMAN", "nobody")]}, "/then/0/evaluator_ids/0"),
        ({"then": [assign("HUMAN", "kim")]}, "/then/0/evaluator_ids/0"),
        ({"then": [assign("HUMAN")]}, "/then/0/evaluator_ids"),
        # The kind that a step or a condition is of is no place in the body.
        ({"then": [assign("", "eve")]}, "/then/0/scorecard_id"),
        ({"then": [{**assign("HUMAN", "eve"), "mood": 1}]}, "/then/0/mood"),
        ({"condition": {"kind": "all", "of": [{"kind": "in", "values": ["a"]}]}}, "/condition/of/0/field"),
        ({"then": [assign("HUMAN", group_id="gr_none")]}, "/then/0/group_id"),
        ({"then": [assign("HUMAN", "eve"), assign("HUMAN", "eve")]}, "/then/1"),
    ],
)
def test_a_card_that_cannot_be_so_names_the_place(world: World, change: dict[str, Any], pointer: str) -> None:
    card = asking(world)
    then = [{**each, "scorecard_id": each["scorecard_id"].replace("HUMAN", card)} for each in change.get("then", [])]
    body = {"name": "Card", "then": [assign(card, "eve")], **change, **({"then": then} if "then" in change else {})}
    refused = world.call("ada", "POST", "/automations", body)
    assert refused.status in (400, 422), refused.body
    assert pointer in [each["pointer"] for each in refused.body["errors"]]
    assert items(world.call("ada", "GET", "/automations")) == [], "nothing is half-written"


@pytest.mark.feature("S4.11")
def test_a_card_whose_people_are_gone_can_still_be_switched_off(world: World) -> None:
    made = automation(world, assign(asking(world), "eve"))
    world.call("ada", "POST", f"/scorecards/{made.body['then'][0]['scorecard_id']}/archiving")
    path = f"/automations/{made.body['id']}"
    off = world.call("ada", "PATCH", path, {"enabled": False}, if_match=made.etag)
    assert (off.status, off.body["enabled"]) == (200, False)
    assert world.call("ada", "PATCH", path, {"enabled": True}, if_match=off.etag).status == 422
    world.add_interaction(1)
    world.automatic.evaluate("int_1")
    assert query_all(QualityRow, "INT#int_1") == [], "without a card that is on nothing is kept"


@pytest.mark.feature("S4.11")
def test_two_runs_at_once_decide_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    automation(world, assign(asking(world), "eve"))
    world.add_interaction(1)
    store = AutomationStore
    read = store.taken

    def late(self: AutomationStore, interaction_id: str) -> None:
        monkeypatch.setattr(store, "taken", read)
        world.automatic.evaluate(interaction_id)

    monkeypatch.setattr(store, "taken", late)
    with pytest.raises(Stale):
        world.automatic.evaluate("int_1")
    assert len(items(world.call("eve", "GET", "/evaluations/assigned"))) == 1


@pytest.mark.feature("S4.11")
def test_a_condition_is_tried_on_the_newest_conversations_and_on_one(world: World) -> None:
    for number in range(1, 4):
        world.add_interaction(number, at=world.clock.now() - timedelta(hours=number))
    world.add_interaction(4, agent="zoe", at=world.clock.now())
    trial = {"condition": {"kind": "all", "of": [PARCELS, {"kind": "within", "field": "duration_ms", "at_least": 1}]}}
    tried = world.call("sam", "POST", "/conditions/trials", trial)
    assert (tried.status, tried.body["looked_at"], tried.body["holding"]) == (200, 3, 3)
    newest = tried.body["examples"][0]
    assert (newest["channel"], newest["queue"], newest["inquiry"]) == ("voice", "parcels", [])
    assert newest["why"] == [
        "the queue is parcels, which is listed",
        "the duration is 60000 ms, within the bounds",
    ]
    one = world.call("sam", "POST", "/conditions/trials", {"condition": ELSEWHERE, "interaction_id": "int_1"})
    assert (one.body["holding"], one.body["explained"]["holds"]) == (0, False)
    unseen = world.call("sam", "POST", "/conditions/trials", {"condition": ELSEWHERE, "interaction_id": "int_4"})
    assert unseen.status == 404
    broken = world.call("sam", "POST", "/conditions/trials", {"condition": {"kind": "absent", "field": "mood"}})
    assert (broken.status, broken.body["errors"][0]["pointer"]) == (422, "/condition/field")
    names = items(world.call("kim", "GET", "/conditions/fields"), lambda each: each["name"])
    assert {"agent_id", "team_id", "channel", "disposition", "indicators", "language", "topics", "duration_ms"} <= set(
        names
    )


@pytest.mark.feature("S4.11", "N14")
def test_whose_conversation_it_is_reads_why_it_was_taken_and_of_nobody_who_evaluates(world: World) -> None:
    card = asking(world)
    automation(world, assign(card, "eve", "ida", each=True), assign(card, "sam", "pat"), name="Parcels")
    world.add_interaction(1)
    world.automatic.evaluate("int_1")
    assert set(decision(world)["names"]) == {"us_eve", "us_ida", "us_sam", "us_pat"}
    told = decision(world, by="kim")
    assert (told["automation_name"], told["names"], len(told["done"])) == ("Parcels", {}, 3)
    for each in told["done"]:
        assert [each[name] for name in ("evaluation_id", "evaluator_id", "evaluator_name", "lot")] == [None] * 4
    assert not any(name in str(told) for name in ("us_eve", "us_ida", "us_sam", "us_pat"))


@pytest.mark.feature("S4.11")
def test_a_card_that_cannot_be_read_keeps_its_place_when_others_are_moved(world: World) -> None:
    card = asking(world)
    made = [automation(world, assign(card, "eve"), name=f"Card {number}").body["id"] for number in range(4)]
    stored = find(QualityRow, "AUTOMATIONS", f"CARD#{made[1]}")
    assert stored is not None
    whole, stored.body = stored.body, "{}"
    stored.save()
    listed = world.call("ada", "GET", "/automations")
    moved = [made[3], made[0], made[2]]
    done = world.call("ada", "PUT", "/automations/order", {"ids": moved}, if_match=listed.etag)
    assert (done.status, items(done)) == (200, moved)
    stored = find(QualityRow, "AUTOMATIONS", f"CARD#{made[1]}")
    assert stored is not None
    stored.body = whole
    stored.save()
    assert items(world.call("ada", "GET", "/automations")) == [made[3], made[0], made[1], made[2]]


@pytest.mark.feature("S4.11")
@given(st.permutations(range(8)), st.sets(st.integers(0, 7)))
def test_an_order_loses_nothing_and_keeps_what_is_named_as_it_was_asked_for(order: list[int], unread: set[int]) -> None:
    before = [str(each) for each in range(8)]
    named = [str(each) for each in order if each not in unread]
    after = with_unnamed(before, named)
    assert sorted(after) == before
    assert [each for each in after if each in named] == named
