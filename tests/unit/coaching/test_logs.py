"""Coaching logs of flagged conversations: written once, followed, seen by whom, and every quote at its place (S2.4)."""

from datetime import timedelta
from typing import Any

import pytest

from debrief.coaching.logs.events import LOG_CHANGED, LOG_DELETED, LOG_WRITTEN
from tests.unit.coaching.assigning import coaching_items
from tests.unit.coaching.log_world import LOGS, World
from tests.unit.coaching.test_assignment_privacy import erase, exported
from tests.unit.quality.test_disputes import decided, disputed
from tests.unit.quality.world import SAID, content, yes_no


@pytest.fixture
def world(aws: None) -> World:
    return World()


def only(world: World, name: str = "sam", **query: str) -> dict[str, Any]:
    """The one log that somebody's list shows."""
    (found,) = world.page(name, **query)
    return found


def criteria(world: World, id: str, name: str = "sam") -> dict[str, dict[str, Any]]:
    """The criteria of a log by their ids."""
    answer = world.log(id, name)
    assert answer.status == 200, answer.body
    return {each["question_id"]: each for each in answer.body["criteria"]}


@pytest.mark.feature("S2.4")
def test_a_flagged_call_gets_one_log_with_everything_that_it_rests_on(world: World) -> None:
    evaluation_id = world.scored(1, a="no", b="yes")
    world.scored(2, "joe", a="yes", b="yes")
    log = only(world)
    assert (log["agent_name"], log["percent"], log["kinds"]) == ("Kim Sample", 50, ["low_score"])
    assert (log["question_id"], log["question"], log["recurring"]) == ("a", "Question a?", False)
    world.quoted(evaluation_id, "b", SAID[2][1], 2)
    whole = world.log(log["id"]).body
    assert (whole["call"]["duration_ms"], whole["call"]["queue"]) == (60_000, "parcels")
    a, b = criteria(world, log["id"]).values()
    assert (a["percent"], a["earned"], a["possible"], a["weight"], a["worth"], a["brought"]) == (0, 0, 10, 1, 50, 0)
    assert (b["section_weight"], b["brought"], b["low"]) == (100, 50, False)
    assert (b["quote"]["text"], b["quote"]["start_ms"], b["shows"]) == (SAID[2][1], 10_000, "answer")
    assert (a["quote"], a["no_quote"], whole["dropped"]) == (None, "none_given", 0)
    assert whole["flags"][0]["kind"] == "low_score"
    assert (whole["looked_back"]["calls"], whole["looked_back"]["threshold"]) == (0, 65)
    (written,) = [each for each in world.coaching_events() if each.type == LOG_WRITTEN]
    assert written.data == {
        "log_id": log["id"],
        "agent_id": "us_kim",
        "interaction_id": "int_1",
        "scorecard_id": world.card,
        "version": 1,
        "question_id": "a",
        "recurring": False,
        "state": "written",
    }
    assert world.told("coaching_log_written") == [("us_sam",)]
    world.hear()
    stored = coaching_items()
    world.hear(again=True)
    assert coaching_items() == stored, "heard twice, nothing changes"


@pytest.mark.feature("S2.4", "N12")
def test_what_is_low_again_and_again_is_told_over_how_many_calls(world: World) -> None:
    for number, option in enumerate(("yes", "yes", "no"), start=1):
        world.scored(number, a=option, b="yes")
    first = only(world)
    assert criteria(world, first["id"])["a"]["compared"] == {"standing": "too_few", "calls": 2, "low": 0}
    world.scored(4, a="yes", b="yes")
    world.scored(5, a="yes", b="no")
    (newest, _) = world.page()
    assert criteria(world, newest["id"])["b"]["compared"] == {"standing": "new", "calls": 4, "low": 0}
    world.scored(6, a="no", b="yes")
    world.scored(7, a="no", b="yes")
    again = world.page()[0]
    assert criteria(world, again["id"])["a"]["compared"] == {"standing": "recurring", "calls": 6, "low": 2}
    assert again["recurring"] is True
    assert [each["id"] for each in world.page(recurring="true")] == [again["id"]]
    assert [each["id"] for each in world.page(question_id="b")] == [newest["id"]]
    assert world.page(question_id="b", recurring="true") == []
    # A call long before counts no more, nor does one that came later.
    world.completed(
        "eve", world.add_interaction(99, at=world.clock.now() - timedelta(days=200)), world.card, a="no", b="no"
    )
    world.hear()
    assert world.log(again["id"]).body["looked_back"]["calls"] == 6


@pytest.mark.feature("S2.4")
def test_a_disputed_and_changed_score_is_followed_with_notes(world: World) -> None:
    evaluation_id = world.scored(1, a="no", b="yes")
    id = only(world)["id"]
    dispute = disputed(world, evaluation_id, "a")
    assert dispute.status == 201, dispute.body
    world.hear()
    assert (only(world)["status"], world.steps(id)) == ("disputed", ["written", "disputed"])
    assert decided(world, dispute, "eve", a="yes").status == 200
    world.hear()
    assert world.steps(id) == ["written", "disputed", "decided", "changed", "withdrawn"]
    gone = only(world)
    assert (gone["state"], gone["percent"]) == ("withdrawn", 100)
    assert world.log(id).body["history"][-1]["why"] == "not_flagged"


@pytest.mark.feature("S2.4")
def test_a_corrected_score_shows_at_once_and_comes_back_where_it_is_low_again(world: World) -> None:
    evaluation_id = world.scored(1, a="no", b="no")
    id = only(world)["id"]

    def rescored(**chosen: str) -> None:
        path = f"/evaluations/{evaluation_id}"
        answers = [{"question_id": question, "option_id": option} for question, option in chosen.items()]
        now = world.call("eve", "GET", path)
        done = world.call("eve", "PATCH", path, {"answers": answers}, if_match=now.etag)
        assert done.status == 200, done.body

    rescored(b="yes")
    assert only(world)["percent"] == 50, "by reference, before any event is heard"
    world.hear()
    step = world.log(id).body["history"][-1]
    assert (step["kind"], step["was_percent"], step["percent"]) == ("changed", 0, 50)
    rescored(a="yes")
    world.hear()
    assert only(world)["state"] == "withdrawn"
    rescored(a="no")
    world.hear()
    assert (only(world)["state"], world.steps(id)[-2:]) == ("written", ["withdrawn", "written_again"])
    assert [each.type for each in world.coaching_events() if each.subject == id].count(LOG_WRITTEN) == 2
    assert world.told("coaching_log_written") == [("us_sam",)] * 2


@pytest.mark.feature("S2.4")
def test_the_agent_reads_a_log_once_it_is_released_and_acknowledges_it(world: World) -> None:
    world.scored(1, a="no", b="yes")
    id = only(world)["id"]
    assert world.page("kim") == []
    assert world.log(id, "kim").status == 404
    for other in ("pat", "joe", "zoe"):
        assert world.log(id, other).status == 404, other
        assert world.page(other) == [], other
    assert world.act("pat", id, "release").status == 404
    assert world.act("kim", id, "release").status == 403
    assert world.act("sam", id, "notes", " ").status == 400
    assert world.act("sam", id, "notes", "Ask what kept her").status == 200
    done = world.act("sam", id, "release", "Have a look before Thursday")
    assert (done.status, done.body["state"], done.body["actions"]) == (200, "released", ["note"])
    assert world.act("sam", id, "release").status == 409
    assert world.told("coaching_log_released") == [("us_kim",)]
    own = only(world, "kim")
    assert (own["id"], own["kinds"]) == (id, [])
    read = world.log(id, "kim").body
    assert (read["flags"], read["actions"], read["notes"][0]["text"]) == ([], ["acknowledge"], "Ask what kept her")
    assert world.coach("kim", "POST", f"{LOGS}/{id}/acknowledgement", {}, if_match='"1"').status == 412
    done = world.act("kim", id, "acknowledgement", "I will")
    assert (done.status, done.body["state"], done.body["acknowledged"]["text"]) == (200, "acknowledged", "I will")
    assert world.told("coaching_log_acknowledged") == [("us_sam",)]
    assert world.act("kim", id, "acknowledgement").status == 409
    assert world.act("sam", id, "acknowledgement").status == 404
    assert world.steps(id) == ["written", "noted", "released", "acknowledged"]
    assert [each["state"] for each in world.page(state="acknowledged", agent_id="us_kim")] == ["acknowledged"]
    assert world.page(state="released") == []


@pytest.mark.feature("S2.4", "N1")
def test_a_quote_that_is_not_at_its_place_is_dropped_and_counted(world: World) -> None:
    evaluation_id = world.scored(1, a="no", b="no")
    world.quoted(evaluation_id, "a", "I never said anything of this kind", 2)
    world.quoted(evaluation_id, "b", SAID[3][1], 3, start_ms=14_000)
    id = only(world)["id"]
    shown = criteria(world, id)
    assert [(each["quote"], each["no_quote"]) for each in shown.values()] == [(None, "not_found")] * 2
    assert world.log(id).body["dropped"] == 2
    world.quoted(evaluation_id, "b", SAID[3][1], 3)
    assert criteria(world, id)["b"]["quote"]["turn_index"] == 3


@pytest.mark.feature("S2.4", "N8")
def test_words_are_shown_with_masks_at_the_same_place(world: World) -> None:
    said = (*SAID[:2], ("agent", "Is your card number 4111 1111 1111 1111 still right?"))
    world.add_interaction(1, said=said)
    evaluation_id = world.scored(1, a="no", b="yes")
    world.quoted(evaluation_id, "a", said[2][1], 2)
    quote = criteria(world, only(world)["id"])["a"]["quote"]
    assert (quote["start_ms"], len(quote["text"])) == (10_000, len(said[2][1]))
    assert "4111" not in quote["text"]
    assert quote["text"].endswith("still right?")


@pytest.mark.feature("S2.4")
def test_each_version_of_a_scorecard_has_a_log_and_several_evaluations_share_one(world: World) -> None:
    other = world.published(content(yes_no("a"), yes_no("c")), name="Chat")
    world.scored(1, a="no", b="yes")
    world.scored(1, card=other, a="no", c="no")
    world.scored(1, by="ida", a="no", b="no")
    found = world.page()
    assert len(found) == 2
    assert {each["scorecard_id"]: each["percent"] for each in found} == {world.card: 0, other: 0}
    listed = world.coach("sam", "GET", f"{LOGS}/of-conversations/int_1").body["items"]
    assert {each["id"] for each in listed} == {each["id"] for each in found}
    assert world.coach("pat", "GET", f"{LOGS}/of-conversations/int_1").body["items"] == []
    assert world.coach("sam", "GET", f"{LOGS}/of-conversations/int_unknown").body["items"] == []


@pytest.mark.feature("S2.4")
def test_a_log_of_a_deleted_evaluation_keeps_no_score(world: World) -> None:
    evaluation_id = world.scored(1, a="no", b="yes")
    id = only(world)["id"]
    evaluation = world.store.evaluation(evaluation_id)
    assert evaluation is not None
    from debrief.kernel.storage.transactions import Transaction
    from debrief.quality.evaluations.events import EVALUATION_DELETED, evaluation_data
    from debrief.quality.table_store import QualityRow

    with Transaction(world.clock, world.ids) as tx:
        world.store.delete_evaluation(tx, evaluation, for_good=True)
        tx.announce(QualityRow, EVALUATION_DELETED, evaluation.id, evaluation_data(evaluation))
    assert only(world)["percent"] is None
    world.hear()
    gone = world.log(id).body
    assert (gone["state"], gone["percent"], gone["score"], gone["criteria"]) == ("withdrawn", None, None, [])
    assert [each["percent"] for each in gone["history"]] == [None] * len(gone["history"])
    assert (gone["history"][-1]["why"], gone["actions"]) == ("deleted", ["note"])


@pytest.mark.feature("S2.4")
def test_nobody_is_told_of_old_calls_nor_of_their_own_scoring(world: World) -> None:
    world.completed("sam", world.add_interaction(1), world.card, a="no", b="yes")
    old = world.add_interaction(2, at=world.clock.now() - timedelta(days=31))
    world.completed("eve", old, world.card, a="no", b="yes")
    world.hear()
    assert len(world.page()) == 2
    assert world.told("coaching_log_written") == []


@pytest.mark.feature("S2.4", "N8")
def test_logs_are_handed_out_and_let_go(world: World) -> None:
    world.scored(1, a="no", b="yes")
    id = only(world)["id"]
    world.act("sam", id, "notes", "Ask what kept her")
    (record,) = exported(world, "kim")
    assert (record.kind, record.id, record.data["notes"][0]["text"]) == ("coaching_log", id, "Ask what kept her")
    assert "us_sam" not in record.model_dump_json()
    interaction = world.interactions.interaction("int_1")
    assert interaction is not None
    assert erase(world, "contact", interaction.contact_reference) == 1
    assert world.log(id).body["notes"][0]["text"] == ""
    assert erase(world, "person", "us_kim") == 1
    assert [each for each in coaching_items() if each["kind"]["S"] in {"coaching log", "log of"}] == []
    assert [each.type for each in world.coaching_events() if each.subject == id][-1] == LOG_DELETED
    assert LOG_CHANGED in {each.type for each in world.coaching_events()}


@pytest.mark.feature("S2.4")
def test_pages_of_logs_go_on_where_they_ended_for_every_reach(world: World) -> None:
    for number in range(1, 6):
        world.scored(number, "kim" if number % 2 else "zoe", a="no", b="yes")
    for name, number in (("ada", 5), ("eve", 5), ("sam", 3), ("pat", 2)):
        found: list[str] = []
        cursor: str | None = None
        while True:
            query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
            answer = world.coach(name, "GET", LOGS, query=query)
            found += [each["started_at"] for each in answer.body["items"]]
            cursor = answer.body["next_cursor"]
            if cursor is None:
                break
        assert (len(found), found) == (number, sorted(found, reverse=True)), name
    assert world.coach("sam", "GET", LOGS, query={"agent_id": "us_zoe"}).status == 404


@pytest.mark.feature("S2.4")
def test_logs_of_a_conversation_that_is_gone_go_with_it(world: World) -> None:
    world.scored(1, a="no", b="yes")
    interaction = world.interactions.interaction("int_1")
    assert interaction is not None
    world.writing.conversation_deleted("int_1")
    assert len(world.page()) == 1, "it is there still"
    world.gone(interaction)
    world.writing.conversation_deleted("int_1")
    assert world.page() == []


@pytest.mark.feature("S2.4", "S4.12")
def test_whoever_judges_a_conversation_blindly_sees_no_log_of_it(world: World) -> None:
    from debrief.kernel.storage.transactions import Transaction
    from debrief.quality.evaluations.blind_store import BlindStore
    from debrief.quality.evaluations.blinding import Blind

    world.scored(1, a="no", b="yes")
    id = only(world)["id"]
    began = world.clock.now()
    blind = Blind(interaction_id="int_1", agent_id="us_kim", interaction_started_at=began, by="cb_1")
    with Transaction(world.clock, world.ids) as tx:
        BlindStore().blind(tx, "us_eve", blind)
    assert world.page("eve") == []
    assert world.log(id, "eve").status == 404
    assert world.log(id).status == 200
    # Of a later call neither how often it was low before tells how this one came out.
    world.scored(2, a="no", b="yes")
    (later,) = (each["id"] for each in world.page("eve"))
    assert world.log(later, "eve").body["looked_back"]["calls"] == 0
    assert world.log(later).body["looked_back"]["calls"] == 1


@pytest.mark.feature("S2.4", "S4.12")
def test_nobody_is_told_of_a_log_of_what_they_judge_blindly(world: World) -> None:
    from debrief.kernel.storage.transactions import Transaction
    from debrief.quality.evaluations.blind_store import BlindStore
    from debrief.quality.evaluations.blinding import Blind

    blind = Blind(interaction_id="int_1", agent_id="us_kim", interaction_started_at=world.clock.now(), by="cb_1")
    with Transaction(world.clock, world.ids) as tx:
        BlindStore().blind(tx, "us_sam", blind)
    for number in (1, 2):
        world.scored(number, a="no", b="yes")
    assert len(world.page("ada")) == 2
    assert world.told("coaching_log_written") == [("us_sam",)], "of the other one alone"
    assert [each["interaction_id"] for each in world.page()] == ["int_2"]
