"""Acknowledging and disputing over the API: who may, what follows, and what the history tells."""

from datetime import timedelta

import pytest

from debrief.kernel.schedules.store import is_scheduled, unschedule
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.events import NOTICE_REQUESTED
from debrief.people.model import AccountSettings, Change, UserStatus
from debrief.people.organisation.store import write_users
from debrief.people.store import PeopleStore
from debrief.quality.disputes.deadlines import UNDECIDED
from debrief.quality.disputes.events import DISPUTE_DECIDED, DISPUTE_RAISED
from debrief.quality.evaluations.deadlines import UNANSWERED
from debrief.quality.evaluations.events import EVALUATION_ACKNOWLEDGED, EVALUATION_RESCORED
from debrief.quality.spans import Span
from debrief.quality.table_store import QualityRow
from tests.unit.helpers import Answer
from tests.unit.quality.world import World, content, items, line, yes_no


@pytest.fixture
def world(aws: None) -> World:
    return World()


@pytest.fixture
def card(world: World) -> str:
    return world.published(content(yes_no("a"), yes_no("b", allow_na=True)))


def read(world: World, by: str, id: str) -> Answer:
    """The evaluation as `by` reads it."""
    return world.call(by, "GET", f"/evaluations/{id}")


def acknowledged(world: World, id: str, by: str = "kim") -> Answer:
    """What comes of it that `by` acknowledges the evaluation as they read it."""
    return world.call(by, "POST", f"/evaluations/{id}/acknowledgement", if_match=read(world, by, id).etag)


def disputed(world: World, id: str, *questions: str, by: str = "kim") -> Answer:
    """The dispute that the agent raises of answers of an evaluation."""
    body = {"answers": [{"question_id": each, "reason": f"I did {each}"} for each in questions]}
    return world.call(by, "POST", f"/evaluations/{id}/disputes", body, if_match=read(world, by, id).etag)


def decided(world: World, dispute: Answer, by: str, **options: str) -> Answer:
    """What `by` decides: an option for each question whose answer changes; the others are affirmed."""
    answers = [
        {"question_id": each["question_id"], "response": "I listened again"}
        | ({"option_id": options[each["question_id"]]} if each["question_id"] in options else {})
        for each in dispute.body["answers"]
    ]
    path = f"/disputes/{dispute.body['id']}"
    return world.call(by, "POST", f"{path}/decision", {"answers": answers}, if_match=dispute.etag)


def kinds(world: World, id: str) -> list[str]:
    """What happened to the evaluation."""
    return [each["kind"] for each in world.call("ada", "GET", f"/evaluations/{id}/history").body["items"]]


def leave(world: World, name: str) -> None:
    """Somebody is deactivated."""
    user = PeopleStore().find_user(f"us_{name}")
    assert user is not None
    with Transaction(world.clock, world.ids) as tx:
        write_users(tx, [Change(user, user.model_copy(update={"status": UserStatus.INACTIVE}))])


@pytest.mark.feature("S4.7", "S4.8")
def test_what_waits_for_its_agents_answer_stands_in_lists_once(world: World, card: str) -> None:
    id = world.completed("eve", world.add_interaction(1), card, a="no", b="yes")
    for who, query in (("kim", {}), ("sam", {}), ("ada", {"agent_id": "us_kim"})):
        assert items(world.call(who, "GET", "/evaluations", query=query)) == [id]
    assert [each.id for _, each in world.store.lines_of_agent("us_kim", Span(), chunk=10)] == [id]


@pytest.mark.feature("S4.8")
def test_an_agent_disputes_an_answer_and_the_evaluator_changes_it(world: World, card: str) -> None:
    id = world.completed("eve", world.add_interaction(1), card, a="no", b="yes")
    assert read(world, "kim", id).body["actions"] == ["acknowledge", "dispute"]
    dispute = disputed(world, id, "a")
    assert dispute.status == 201, dispute.body
    assert (dispute.body["decider_id"], dispute.body["round"], dispute.body["percent"]) == ("us_eve", 1, 50)
    assert read(world, "kim", id).body["actions"] == []
    assert read(world, "eve", id).body["actions"] == ["decide"], "what is disputed isn't corrected beside"
    waiting = world.call("eve", "GET", "/disputes")
    assert items(waiting) == [dispute.body["id"]]
    assert waiting.body["items"][0]["agent_name"] == "Kim Sample"
    assert items(world.call("ida", "GET", "/disputes")) == [], "it is somebody else's to decide"
    assert items(world.call("ida", "GET", "/disputes", query={"whose": "everybody"})) == [dispute.body["id"]]
    done = decided(world, dispute, "eve", a="yes")
    assert done.status == 200, done.body
    assert (done.body["decision"]["outcome"], done.body["decision"]["percent"]) == ("re_evaluated", 100)
    assert items(world.call("eve", "GET", "/disputes")) == []
    after = read(world, "kim", id).body
    assert (after["status"], after["score"]["percent"], after["evaluator_id"]) == ("completed", 100, "us_eve")
    assert after["answers"][0]["comment"] == "I listened again"
    assert acknowledged(world, id).body["status"] == "acknowledged"
    steps = world.call("kim", "GET", f"/evaluations/{id}/history").body["items"]
    assert [each["kind"] for each in steps] == ["completed", "disputed", "re_evaluated", "acknowledged"]
    assert (steps[2]["moved"][0]["before"]["option_id"], steps[2]["percent_before"]) == ("no", 50)
    assert [each["by_name"] for each in steps] == ["Eve Sample", "Kim Sample", "Eve Sample", "Kim Sample"]
    for type in (DISPUTE_RAISED, DISPUTE_DECIDED, EVALUATION_RESCORED, EVALUATION_ACKNOWLEDGED):
        assert len(world.events(type)) == 1, type


@pytest.mark.feature("S4.8")
def test_what_is_affirmed_may_be_disputed_again_as_often_as_the_account_allows(world: World, card: str) -> None:
    id = world.completed("eve", world.add_interaction(1), card, a="no", b="no")
    for round_ in (1, 2):
        dispute = disputed(world, id, "a", "b")
        assert dispute.body["round"] == round_
        answers = {"answers": [{"question_id": "a", "response": "No"}]}
        path = f"/disputes/{dispute.body['id']}/decision"
        half = world.call("eve", "POST", path, answers, if_match=dispute.etag)
        assert (half.status, half.body["errors"][0]["pointer"]) == (422, "/answers")
        assert decided(world, dispute, "eve").body["decision"]["outcome"] == "re_affirmed"
        assert decided(world, dispute, "eve").status == 409
    assert read(world, "kim", id).body["actions"] == ["acknowledge"]
    again = disputed(world, id, "a")
    assert again.status == 409
    assert "disputed 2 times" in again.body["detail"]
    assert [each["round"] for each in world.call("kim", "GET", f"/evaluations/{id}/disputes").body["items"]] == [1, 2]
    assert world.events(EVALUATION_RESCORED) == []
    # What changes after the agent has acknowledged it is theirs to answer anew.
    assert acknowledged(world, id).status == 200
    body = {"answers": [{"question_id": "a", "option_id": "yes"}]}
    assert world.call("eve", "PATCH", f"/evaluations/{id}", body, if_match=read(world, "eve", id).etag).status == 200
    assert read(world, "kim", id).body["status"] == "completed"
    assert kinds(world, id)[-2:] == ["acknowledged", "rescored"]


@pytest.mark.feature("S4.8")
def test_nobody_decides_what_they_raised_nor_what_is_another_s_to_decide(world: World, card: str) -> None:
    id = world.completed("eve", world.add_interaction(1), card, a="no", b="yes")
    assert disputed(world, id, "a", by="sam").status == 403, "only the one whose work it is"
    assert acknowledged(world, id, by="sam").status == 403
    assert world.call("joe", "POST", f"/evaluations/{id}/acknowledgement", if_match='"3"').status == 404
    dispute = disputed(world, id, "a")
    assert decided(world, dispute, "kim", a="yes").status == 403
    assert decided(world, dispute, "ida", a="yes").status == 403, "eve is to decide"
    assert decided(world, dispute, "pat", a="yes").status == 404, "kim isn't in pat's line"
    # Somebody who may decide disputes and whose own work it is.
    own = world.completed("eve", world.add_interaction(2, agent="sam"), card, a="no", b="yes")
    world.settle(disputes_decided_by="queue")
    raised = disputed(world, own, "a", by="sam")
    assert raised.body["decider_id"] is None
    assert decided(world, raised, "sam", a="yes").status == 403
    assert items(world.call("sam", "GET", "/disputes", query={"agent_id": "us_kim"})) == [dispute.body["id"]]
    assert raised.body["id"] not in items(
        world.call("sam", "GET", "/disputes"), lambda each: "decide" in each["actions"]
    )
    assert decided(world, raised, "ida", a="yes").status == 200


@pytest.mark.feature("S4.8")
def test_who_decides_is_settled_and_falls_to_those_who_are_there(world: World, card: str) -> None:
    def decider(number: int, **settings: str | None) -> str | None:
        world.settle(**settings)
        id = world.completed("eve", world.add_interaction(number), card, a="no", b="yes")
        found = disputed(world, id, "a").body["decider_id"]
        assert found is None or isinstance(found, str)
        return found

    assert decider(1, disputes_decided_by="reviewer", dispute_reviewer_id="us_ida") == "us_ida"
    assert decider(2, disputes_decided_by="queue") is None
    assert decider(3, disputes_decided_by="reviewer", dispute_reviewer_id="us_pat") is None, "pat doesn't see kim"
    assert decider(4, disputes_decided_by="reviewer", dispute_reviewer_id="us_joe") is None, "an agent may not decide"
    assert decider(5, disputes_decided_by="evaluator", dispute_reviewer_id="us_ida") == "us_eve"
    id = world.completed("eve", world.add_interaction(6), card, a="no", b="yes")
    leave(world, "eve")
    gone = disputed(world, id, "a")
    assert gone.body["decider_id"] == "us_ida", "the evaluator has left"
    leave(world, "ida")
    world.clock.advance(timedelta(days=1))
    assert world.disputes.look_after(gone.body["id"]) is None
    assert items(world.call("sam", "GET", "/disputes"))[0] == gone.body["id"], "now it is for any who may"
    assert kinds(world, id) == ["completed", "disputed", "handed_over"]
    again = world.call("sam", "GET", f"/disputes/{gone.body['id']}")
    assert decided(world, again, "sam", a="yes").status == 200


@pytest.mark.feature("S4.8", "S4.12", "N13")
def test_a_dispute_is_never_for_whoever_judges_the_conversation_blindly(world: World, card: str) -> None:
    """They find no such dispute, and nobody else might decide it."""
    world.settle(disputes_decided_by="reviewer", dispute_reviewer_id="us_ida")
    id = world.completed("eve", world.add_interaction(1), card, a="no", b="yes")
    dispute = disputed(world, id, "a")
    assert dispute.body["decider_id"] == "us_ida"
    body = {"name": "March", "interaction_id": "int_1", "scorecard_id": card, "assessor_ids": ["us_ida", "us_sam"]}
    assert world.call("ada", "POST", "/calibrations", body).status == 201
    path = f"/disputes/{dispute.body['id']}"
    assert world.call("ida", "GET", path).status == 404
    world.clock.advance(timedelta(days=1))
    assert world.disputes.look_after(dispute.body["id"]) is None
    assert world.call("eve", "GET", path).body["decider_id"] is None, "it is for any who may"
    assert kinds(world, id)[-1] == "handed_over"
    assert items(world.call("ida", "GET", "/disputes")) == items(world.call("sam", "GET", "/disputes")) == []
    again = world.call("eve", "GET", path)
    assert decided(world, again, "eve", a="yes").status == 200
    # Raised while they are blind, it is never theirs.
    other = world.completed("eve", world.add_interaction(2), card, a="no", b="yes")
    body |= {"interaction_id": "int_2"}
    assert world.call("ada", "POST", "/calibrations", body).status == 201
    assert disputed(world, other, "a").body["decider_id"] is None


@pytest.mark.feature("S4.8", "S4.12", "N13")
def test_who_completed_answers_of_the_ai_neither_decides_nor_hears_while_they_assess(world: World) -> None:
    """Of their own, what the AI had a part in is hidden from them too; what they answered alone isn't."""
    card = world.published(content(yes_no("a"), yes_no("b", answerer="ai")))
    plain = world.published(content(yes_no("a"), yes_no("b")), name="People")
    world.settle(disputes_decided_by="evaluator", dispute_reviewer_id="us_ida")
    call = world.add_interaction(1)
    drafted = world.opened("eve", call, card)
    world.model.answers = [{"q1": line("yes")}]
    drafted = world.ask_ai("eve", drafted)
    path = f"/evaluations/{drafted.body['id']}"
    given = {"answers": [{"question_id": "a", "option_id": "no"}]}
    assert world.call("eve", "PATCH", f"{path}/answers", given, if_match=drafted.etag).status == 200
    assert world.call("eve", "POST", f"{path}/completion").body["type"] == "blended"
    own = world.completed("eve", call, plain, a="no", b="yes")
    body = {"name": "March", "interaction_id": "int_1", "scorecard_id": card, "assessor_ids": ["us_eve", "us_sam"]}
    assert world.call("ada", "POST", "/calibrations", body).status == 201
    assert disputed(world, own, "a").body["decider_id"] == "us_eve"
    dispute = disputed(world, drafted.body["id"], "a")
    assert dispute.body["decider_id"] == "us_ida"
    assert decided(world, dispute, "ida", a="yes").status == 200
    told = [each for each in world.events(NOTICE_REQUESTED) if each.data["kind"] == "dispute_decided"]
    assert [each.data["recipient_ids"] for each in told] == [["us_kim"]], "how it came out isn't told to eve"


@pytest.mark.feature("S4.8", "S4.7")
def test_what_the_ai_completed_may_be_disputed_goes_to_a_person_and_is_set_aside_with_its_words(world: World) -> None:
    card = world.published(content(yes_no("a", answerer="ai"), start_automatically=True))
    call = world.add_interaction(1)
    world.model.answers = [{"q1": line("no")}, {"q1": line("yes")}]
    world.automatic.evaluate(call.id)
    (id,) = items(world.call("kim", "GET", "/evaluations"))
    shown = read(world, "kim", id).body
    assert (shown["actions"], shown["review"]["asked"]) == (["acknowledge", "dispute"], False)
    dispute = disputed(world, id, "a")
    assert (dispute.body["decider_id"], dispute.body["answers"][0]["evidence"]["answered_by"]) == (None, "ai")
    assert items(world.call("kim", "GET", "/evaluations", query={"status": ["disputed"]})) == [id]
    assert items(world.call("kim", "GET", "/evaluations", query={"status": ["completed", "acknowledged"]})) == []
    assert world.call("kim", "GET", "/evaluations", query={"status": ["draft", "completed"]}).status == 400
    world.add_interaction(1, said=(("agent", "Other words, said just now by the agent."),))
    world.automatic.evaluate(call.id)
    assert items(world.call("ida", "GET", "/disputes")) == [], "there is nothing to decide"
    assert decided(world, dispute, "ida", a="yes").status in {409, 412}
    world.add_interaction(1)
    world.automatic.evaluate(call.id)
    assert items(world.call("ida", "GET", "/disputes")) == [dispute.body["id"]], "the words came back"
    again = world.call("ida", "GET", f"/disputes/{dispute.body['id']}")
    assert decided(world, again, "ida", a="yes").status == 200
    after = read(world, "kim", id).body
    assert (after["type"], after["evaluator_id"], after["score"]["percent"]) == ("blended", "us_ida", 100)
    assert kinds(world, id) == ["completed", "disputed", "superseded", "reinstated", "re_evaluated"]
    assert card == after["scorecard_id"]


def test_deleting_an_evaluation_takes_its_disputes_and_its_history(world: World) -> None:
    world.published(content(yes_no("a", answerer="ai"), start_automatically=True))
    call = world.add_interaction(1)
    world.model.answers = [{"q1": line("no")}]
    world.automatic.evaluate(call.id)
    (id,) = items(world.call("kim", "GET", "/evaluations"))
    dispute = disputed(world, id, "a")
    gone = world.call("ada", "DELETE", f"/evaluations/{id}", if_match=read(world, "ada", id).etag)
    assert gone.status == 204
    assert world.call("ada", "GET", f"/disputes/{dispute.body['id']}").status == 404
    assert items(world.call("ida", "GET", "/disputes")) == []
    assert world.disputes.look_after(dispute.body["id"]) is None
    assert world.acknowledgements.see_to(id) is None


@pytest.mark.feature("S4.4")
def test_two_save_one_evaluation_at_once_one_wins_and_the_other_is_told(world: World, card: str) -> None:
    id = world.completed("eve", world.add_interaction(1), card, a="no", b="yes")
    etag = read(world, "eve", id).etag
    path = f"/evaluations/{id}"
    first = {"answers": [{"question_id": "a", "option_id": "yes"}]}
    assert world.call("eve", "PATCH", path, first, if_match=etag).status == 200
    late = {"answers": [{"question_id": "b", "option_id": "yes"}, {"question_id": "a", "option_id": "no"}]}
    told = world.call("eve", "PATCH", path, late, if_match=etag)
    assert told.status == 412
    assert told.body["errors"] == [{"pointer": "/answers/1", "message": "is Yes now"}]
    assert read(world, "eve", id).body["score"]["percent"] == 100


def test_where_the_account_wants_no_answers_agents_are_told_all_the_same(world: World, card: str) -> None:
    world.settle(accept_and_dispute=False)
    id = world.completed("eve", world.add_interaction(1), card, a="no", b="yes")
    shown = read(world, "kim", id).body
    assert (shown["review"], shown["actions"]) == (None, [])
    assert disputed(world, id, "a").status == 409
    assert [each.data["kind"] for each in world.events("debrief.notices.notice.requested.v1")] == [
        "evaluation_completed"
    ]


@pytest.mark.feature("S4.8")
def test_what_was_disputed_stays_where_the_account_wants_no_answers_any_more(world: World, card: str) -> None:
    world.settle(require_acknowledgement=True)
    id = world.completed("eve", world.add_interaction(1), card, a="no", b="yes")
    dispute = disputed(world, id, "a")
    world.settle(accept_and_dispute=False)
    assert decided(world, dispute, "eve").status == 200
    shown = read(world, "kim", id).body
    assert (shown["actions"], shown["review"]["ended"], shown["status"]) == ([], True, "completed")
    assert (acknowledged(world, id).status, disputed(world, id, "a").status) == (409, 409)
    assert items(world.call("kim", "GET", f"/evaluations/{id}/disputes")) == [dispute.body["id"]]
    world.clock.advance(timedelta(days=30))
    assert world.acknowledgements.see_to(id) is None
    # Switched on again, what changes is answered anew, and the dispute of before was a round.
    world.settle(accept_and_dispute=True)
    body = {"answers": [{"question_id": "b", "option_id": "no"}]}
    assert world.call("eve", "PATCH", f"/evaluations/{id}", body, if_match=read(world, "eve", id).etag).status == 200
    again = disputed(world, id, "b")
    assert (again.status, again.body.get("round")) == (201, 2), again.body
    assert len(items(world.call("kim", "GET", f"/evaluations/{id}/disputes"))) == 2


@pytest.mark.feature("S4.8", "S4.7")
def test_the_time_in_which_an_evaluation_rested_on_other_words_counts_for_nothing(world: World) -> None:
    world.published(content(yes_no("a", answerer="ai"), start_automatically=True))
    world.settle(
        disputes_decided_by="reviewer",
        dispute_reviewer_id="us_ida",
        acknowledge_automatic=True,
        require_acknowledgement=True,
        acknowledgement_window_days=2,
    )
    for number in (1, 2):
        world.model.answers = [{"q1": line("no")}]
        world.automatic.evaluate(world.add_interaction(number).id)
    answered, waiting = items(world.call("kim", "GET", "/evaluations"))
    dispute = disputed(world, answered, "a")
    assert dispute.body["decider_id"] == "us_ida"
    for number in (1, 2):
        world.model.answers = [{"q1": line("no")}]
        world.automatic.evaluate(world.add_interaction(number, said=(("agent", "Other words, just now."),)).id)
    world.clock.advance(timedelta(days=20))
    # What is due meanwhile finds nothing to do, and is done with.
    assert world.disputes.look_after(dispute.body["id"]) is None
    assert (world.acknowledgements.see_to(answered), world.acknowledgements.see_to(waiting)) == (None, None)
    with Transaction(world.clock, world.ids) as tx:
        unschedule(tx, QualityRow, UNDECIDED, dispute.body["id"])
        unschedule(tx, QualityRow, UNANSWERED, waiting)
    for number in (1, 2):
        world.automatic.evaluate(world.add_interaction(number).id)
    assert is_scheduled(QualityRow, UNDECIDED, dispute.body["id"]), "whoever is to decide is reminded again"
    assert is_scheduled(QualityRow, UNANSWERED, waiting)
    due = world.acknowledgements.see_to(waiting)
    assert due is not None
    assert due > world.clock.now() + timedelta(days=2)
    assert read(world, "kim", waiting).body["actions"] == ["acknowledge", "dispute"]


@pytest.mark.feature("S4.8", "S4.7")
def test_who_isnt_to_decide_any_more_is_told_so(world: World) -> None:
    world.published(content(yes_no("a", answerer="ai"), start_automatically=True))
    world.settle(disputes_decided_by="reviewer", dispute_reviewer_id="us_ida")
    world.model.answers = [{"q1": line("no")}, {"q1": line("no")}]
    for number in (1, 2):
        world.automatic.evaluate(world.add_interaction(number).id)
    gone, handed = items(world.call("kim", "GET", "/evaluations"))
    disputed(world, gone, "a")
    dispute = disputed(world, handed, "a")

    def taken_back() -> set[tuple[str, str, str]]:
        told = world.events("debrief.notices.notice.withdrawn.v1")
        return {(each.subject, each.data["kind"], who) for each in told for who in each.data["recipient_ids"]}

    assert taken_back() == set()
    assert world.call("ada", "DELETE", f"/evaluations/{gone}", if_match=read(world, "ada", gone).etag).status == 204
    assert (gone, "dispute_raised", "us_ida") in taken_back(), "there is nothing to decide any more"
    leave(world, "ida")
    assert world.disputes.look_after(dispute.body["id"]) is None
    assert (handed, "dispute_raised", "us_ida") in taken_back()


@pytest.mark.feature("S4.8", "S4.7")
def test_nothing_waits_for_the_answer_to_what_is_deleted(world: World) -> None:
    world.published(content(yes_no("a", answerer="ai"), start_automatically=True))
    world.settle(acknowledge_automatic=True, require_acknowledgement=True)
    world.model.answers = [{"q1": line("no")}]
    world.automatic.evaluate(world.add_interaction(1).id)
    (id,) = items(world.call("kim", "GET", "/evaluations"))
    assert is_scheduled(QualityRow, UNANSWERED, id)
    assert world.call("ada", "DELETE", f"/evaluations/{id}", if_match=read(world, "ada", id).etag).status == 204
    assert not is_scheduled(QualityRow, UNANSWERED, id)


@pytest.mark.feature("S4.8")
def test_nobody_is_reminded_of_a_dispute_that_is_decided_in_that_moment(
    world: World, card: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = world.completed("eve", world.add_interaction(1), card, a="no", b="yes")
    dispute = disputed(world, id, "a")
    world.clock.advance(timedelta(days=3))
    read_settings = world.access.settings
    asked: list[int] = []

    def decided_meanwhile() -> AccountSettings:
        if not asked:
            asked.append(1)
            assert decided(world, dispute, "eve", a="yes").status == 200
        return read_settings()

    with monkeypatch.context() as patched:
        # What it was read with before it reminds.
        patched.setattr(world.access, "settings", decided_meanwhile)
        assert world.disputes.look_after(dispute.body["id"]) == world.clock.now()
    assert world.disputes.look_after(dispute.body["id"]) is None
    told = [each.data["kind"] for each in world.events(NOTICE_REQUESTED)]
    assert "dispute_undecided" not in told
    assert not is_scheduled(QualityRow, UNDECIDED, dispute.body["id"])
