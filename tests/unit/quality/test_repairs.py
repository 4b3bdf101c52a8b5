"""What an upheld dispute leads to: others like it are listed and re-scored, the question is put more clearly (N15)."""

from typing import Any

import pytest

from debrief.kernel.errors import Conflict
from debrief.kernel.web import merging
from debrief.quality.disputes import repairing_service
from debrief.quality.disputes.deadlines import RESCORING_GOES_ON
from debrief.quality.evaluations.events import EVALUATION_RESCORED
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.service import EvaluationService
from debrief.quality.scorecards.store import ScorecardStore
from tests.unit.helpers import Answer
from tests.unit.quality.test_calibrations import begun as calibrated
from tests.unit.quality.test_calibrations import hand_in, own
from tests.unit.quality.test_disputes import decided, disputed, kinds, leave, read
from tests.unit.quality.world import World, content, items, line, yes_no


@pytest.fixture
def world(aws: None) -> World:
    return World()


def upheld(world: World, card: str) -> Answer:
    """A dispute of kim's about question a, answered No by a person without evidence, that eve has upheld."""
    id = world.completed("eve", world.add_interaction(1), card, a="no", b="yes")
    keep(world, id)
    done = decided(world, disputed(world, id, "a"), "eve", a="yes")
    assert done.body["actions"] == ["rescore_others"], done.body
    keep(world, id)
    return done


def keep(world: World, *ids: str) -> None:
    """Keep the outcomes of evaluations, as their events let them be kept."""
    assert world.outcomes.keep(ids) == {}


@pytest.mark.feature("N15")
def test_others_like_an_upheld_one_are_listed_and_rescored_once_each(world: World) -> None:
    card = world.published(content(yes_no("a"), yes_no("b")))
    alike = [
        world.completed("ida", world.add_interaction(number, agent=agent), card, a="no", b="yes")
        for number, agent in ((2, "joe"), (3, "zoe"), (4, "kim"))
    ]
    other_answer = world.completed("ida", world.add_interaction(5), card, a="yes", b="yes")
    quoted = world.opened("ida", world.add_interaction(6), card)
    path = f"/evaluations/{quoted.body['id']}"
    quote = {"turn_index": 0, "text": "How can I help?"}
    body = {
        "answers": [{"question_id": "a", "option_id": "no", "quote": quote}, {"question_id": "b", "option_id": "no"}]
    }
    assert world.call("ida", "PATCH", f"{path}/answers", body, if_match=quoted.etag).status == 200
    assert world.call("ida", "POST", f"{path}/completion").status == 200
    keep(world, *alike, other_answer, quoted.body["id"])
    dispute = upheld(world, card)
    similar = f"/disputes/{dispute.body['id']}/similar"
    listed = world.call("eve", "GET", similar, query={"question_id": "a"})
    assert items(listed) == alike[::-1], "not another answer, nor one that rests on other evidence"
    assert items(world.call("sam", "GET", similar, query={"question_id": "a"})) == [alike[2], alike[0]], "sam's line"
    assert world.call("kim", "GET", similar, query={"question_id": "a"}).status == 403
    assert world.call("eve", "GET", similar, query={"question_id": "b"}).status == 404
    # joe disputes his in the meantime, and zoe's is corrected by whoever made it.
    disputed(world, alike[0], "b", by="joe")
    change = {"answers": [{"question_id": "a", "option_id": "yes"}]}
    etag = read(world, "ida", alike[1]).etag
    assert world.call("ida", "PATCH", f"/evaluations/{alike[1]}", change, if_match=etag).status == 200
    before = len(world.events(EVALUATION_RESCORED))
    asked = {"question_id": "a", "evaluation_ids": [*alike, "ev_unknown", alike[2]]}
    begun = world.call("eve", "POST", f"/disputes/{dispute.body['id']}/rescorings", asked)
    assert (begun.status, begun.body["position"]) == (202, 0)
    assert world.repairs.go_on(begun.body["id"]) is None
    assert world.repairs.go_on(begun.body["id"]) is None
    done = world.call("eve", "GET", begun.headers["location"]).body
    reasons = {each["evaluation_id"]: each["reason"] for each in done["skipped"]}
    assert reasons == {alike[0]: "disputed", alike[1]: "changed", "ev_unknown": "gone"}
    assert (done["position"], done["rescored"], done["stopped"]) == (4, 1, False)
    rescored = read(world, "kim", alike[2]).body
    assert (rescored["score"]["percent"], rescored["status"], rescored["evaluator_id"]) == (100, "completed", "us_ida")
    assert kinds(world, alike[2]) == ["completed", "rescored"]
    assert len(world.events(EVALUATION_RESCORED)) == before + 1
    listing = world.call("eve", "GET", f"/disputes/{dispute.body['id']}/rescorings").body["items"]
    assert [each["id"] for each in listing] == [begun.body["id"]]
    assert RESCORING_GOES_ON.startswith("quality.")


@pytest.mark.feature("N15")
def test_one_that_cannot_be_written_keeps_no_other_waiting(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    card = world.published(content(yes_no("a"), yes_no("b")))
    odd, other = (
        world.completed("ida", world.add_interaction(number, agent="joe"), card, a="no", b="yes") for number in (2, 3)
    )
    keep(world, odd, other)
    dispute = upheld(world, card)
    asked = {"question_id": "a", "evaluation_ids": [odd, other]}
    begun = world.call("eve", "POST", f"/disputes/{dispute.body['id']}/rescorings", asked)
    save, tries = EvaluationService.save_rescored, list[str]()

    def saved(self: EvaluationService, after: Evaluation, before: Evaluation, **more: Any) -> Evaluation:
        tries.append(after.id)
        if after.id == odd:
            raise Conflict("A row that nobody thought of")
        return save(self, after, before, **more)

    monkeypatch.setattr(EvaluationService, "save_rescored", saved)
    assert world.repairs.go_on(begun.body["id"]) is None
    done = world.call("eve", "GET", begun.headers["location"]).body
    assert done["skipped"] == [{"evaluation_id": odd, "reason": "not_saved"}]
    assert (done["rescored"], done["finished_at"] is not None, tries) == (1, True, [odd, odd, other])


@pytest.mark.feature("N15")
def test_a_rescoring_stops_when_whoever_asked_may_no_longer_decide(world: World) -> None:
    card = world.published(content(yes_no("a"), yes_no("b")))
    other = world.completed("ida", world.add_interaction(2), card, a="no", b="yes")
    dispute = upheld(world, card)
    asked = {"question_id": "a", "evaluation_ids": [other]}
    begun = world.call("eve", "POST", f"/disputes/{dispute.body['id']}/rescorings", asked)
    leave(world, "eve")
    assert world.repairs.go_on(begun.body["id"]) is None
    done = world.call("ida", "GET", begun.headers["location"]).body
    assert (done["stopped"], done["rescored"], done["position"]) == (True, 0, 0)
    affirmed = decided(world, disputed(world, other, "a"), "ida")
    refused = world.call("ida", "POST", f"/disputes/{affirmed.body['id']}/rescorings", asked)
    assert (refused.status, refused.body["errors"][0]["pointer"]) == (422, "/question_id")


@pytest.mark.feature("N15")
def test_a_clearer_question_is_drafted_and_holds_once_it_is_published(world: World) -> None:
    question = yes_no("a", answerer="ai")
    card = world.published(content(question, yes_no("b")))
    draft = world.opened("eve", world.add_interaction(1), card)
    world.model.answers = [{"q1": line("no")}]
    world.ask_ai("eve", draft)
    path = f"/evaluations/{draft.body['id']}"
    body = {"answers": [{"question_id": "b", "option_id": "yes"}]}
    world.call("eve", "PATCH", f"{path}/answers", body, if_match=read(world, "eve", draft.body["id"]).etag)
    assert world.call("eve", "POST", f"{path}/completion").status == 200
    dispute = decided(world, disputed(world, draft.body["id"], "a"), "eve", a="yes")
    clearer = {"question_id": "a", "description": "A thank you counts as a greeting."}
    asked = f"/disputes/{dispute.body['id']}/definition"
    assert world.call("eve", "POST", asked, clearer).status == 403, "evaluators don't manage scorecards"
    same = world.call("sam", "POST", asked, {"question_id": "a", "description": ""})
    assert (same.status, same.body["errors"][0]["message"]) == (422, "is as it was")
    drafted = world.call("sam", "POST", asked, clearer)
    assert (drafted.status, drafted.body["text"]) == (201, "Question a?")
    assert world.call("sam", "GET", f"/scorecards/{card}").body["current_version"] == 1, "nothing holds yet"
    drafts = world.call("ada", "GET", f"/scorecards/{card}/question-drafts").body["items"]
    assert [each["dispute_id"] for each in drafts] == [dispute.body["id"]]
    at = f"/scorecards/{card}/question-drafts/a"
    assert world.call("sam", "POST", f"{at}/publication", if_match='"9"').status == 412
    held = world.call("sam", "POST", f"{at}/publication", if_match=drafted.etag)
    assert (held.status, held.body["number"]) == (200, 2), "the AI is asked otherwise: a new version"
    assert held.body["sections"][0]["questions"][0]["description"] == clearer["description"]
    assert world.call("sam", "POST", f"{at}/publication", if_match=drafted.etag).status == 404
    # In the builder it is a change among others: saving them takes it up, in these words or other ones.
    again = world.call("sam", "POST", asked, clearer | {"description": "Thanks count."})
    assert (again.body["words"], again.body["evaluation_id"]) == (["description"], draft.body["id"])
    now = world.call("sam", "GET", f"/scorecards/{card}")
    built = content(question | {"description": "Thanks count, too."}, yes_no("b"))
    change = {"content": built, "question_drafts": ["a", "b"]}
    saved = world.call("sam", "PATCH", f"/scorecards/{card}", change, if_match=now.etag)
    assert (saved.status, saved.body["current_version"]) == (200, 3)
    assert world.call("ada", "GET", f"/scorecards/{card}/question-drafts").body["items"] == []
    again = world.call("sam", "POST", asked, clearer | {"description": "Thanks count."})
    assert world.call("sam", "DELETE", at, if_match=again.etag).status == 204
    assert world.call("ada", "GET", f"/scorecards/{card}/question-drafts").body["items"] == []


@pytest.mark.feature("N15")
def test_a_definition_that_is_drafted_anew_while_it_is_published_puts_nothing_into_force(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = world.published(content(yes_no("a", answerer="ai"), yes_no("b")))
    dispute = upheld(world, card)
    asked = f"/disputes/{dispute.body['id']}/definition"
    first = world.call("sam", "POST", asked, {"question_id": "a", "description": "A thank you counts."})
    put_scorecard, others = ScorecardStore.put_scorecard, [True]

    def meanwhile(*args: Any, **options: Any) -> None:
        if others:
            others.clear()
            again = {"question_id": "a", "description": "Only a name counts."}
            assert world.call("ada", "POST", asked, again).status == 201
        put_scorecard(*args, **options)

    monkeypatch.setattr(ScorecardStore, "put_scorecard", meanwhile)
    refused = world.call("sam", "POST", f"/scorecards/{card}/question-drafts/a/publication", if_match=first.etag)
    assert refused.status == 412
    now = world.call("sam", "GET", f"/scorecards/{card}").body
    assert now["current_version"] == 1, "nothing is in force"
    (kept,) = world.call("ada", "GET", f"/scorecards/{card}/question-drafts").body["items"]
    assert kept["description"] == "Only a name counts."


def rescored(world: World, by: str, dispute: Answer, *ids: str) -> tuple[int, dict[str, str]]:
    """How many were re-scored, and why the others weren't, when `by` asks for all of these."""
    asked = {"question_id": "a", "evaluation_ids": list(ids)}
    begun = world.call(by, "POST", f"/disputes/{dispute.body['id']}/rescorings", asked)
    assert begun.status == 202, begun.body
    assert world.repairs.go_on(begun.body["id"]) is None
    done = world.call(by, "GET", begun.headers["location"]).body
    return done["rescored"], {each["evaluation_id"]: each["reason"] for each in done["skipped"]}


@pytest.mark.feature("N15", "S4.12")
def test_what_was_handed_in_for_a_calibration_is_never_rescored(world: World) -> None:
    card = world.published(content(yes_no("a"), yes_no("b")))
    id = calibrated(world, card, world.add_interaction(2), assessor_ids=["us_eve", "us_sam"]).body["id"]
    assert hand_in(world, "eve", id, a="no", b="yes").status == 200
    hers = own(world, "eve", id).rpartition("/")[2]
    before = world.store.evaluation(hers)
    assert rescored(world, "eve", upheld(world, card), hers) == (0, {hers: "gone"})
    assert world.store.evaluation(hers) == before


@pytest.mark.feature("N15")
def test_what_was_made_with_a_copy_of_the_scorecard_is_another_question(world: World) -> None:
    card, copy = (world.published(content(yes_no("a"), yes_no("b")), name) for name in ("Voice", "Voice too"))
    of_copy = world.completed("eve", world.add_interaction(2), copy, a="no", b="yes")
    keep(world, of_copy)
    dispute = upheld(world, card)
    similar = world.call("eve", "GET", f"/disputes/{dispute.body['id']}/similar", query={"question_id": "a"})
    assert similar.body["items"] == []
    before = world.store.evaluation(of_copy)
    assert rescored(world, "eve", dispute, of_copy) == (0, {of_copy: "does_not_fit"})
    assert world.store.evaluation(of_copy) == before


@pytest.mark.feature("N15", "N13")
def test_of_what_isnt_theirs_to_see_a_rescoring_tells_nothing(world: World) -> None:
    card = world.published(content(yes_no("a"), yes_no("b")))
    others = [
        world.completed("ida", world.add_interaction(number, agent="zoe"), card, a=option, b="yes")
        for number, option in ((2, "no"), (3, "yes"), (4, "no"))
    ]
    disputed(world, others[2], "a", by="zoe")
    draft = world.opened("ida", world.add_interaction(5), card).body["id"]
    judged = world.add_interaction(6)
    hidden = [world.completed("ida", judged, card, a=option, b="yes") for option in ("no", "yes")]
    own_work = world.completed("ida", world.add_interaction(7, agent="sam"), card, a="no", b="yes")
    dispute = upheld(world, card)
    reasons = dict.fromkeys((*others, draft, "ev_unknown"), "gone") | {own_work: "not_allowed"}
    assert rescored(world, "sam", dispute, *reasons) == (0, reasons), "zoe is in pat's line"
    calibrated(world, card, judged, assessor_ids=["us_eve", "us_sam"])
    assert rescored(world, "eve", dispute, *hidden) == (0, dict.fromkeys(hidden, "gone")), "she judges it by herself"


@pytest.mark.feature("N15")
def test_whose_dispute_it_was_leaves_the_question_to_others(world: World) -> None:
    card = world.published(content(yes_no("a"), yes_no("b")))
    world.settle(disputes_decided_by="queue")
    id = world.completed("eve", world.add_interaction(1, agent="sam"), card, a="no", b="yes")
    dispute = decided(world, disputed(world, id, "a", by="sam"), "ida", a="yes")
    path = f"/disputes/{dispute.body['id']}"
    assert "define" not in world.call("sam", "GET", path).body["actions"]
    clearer = {"question_id": "a", "description": "A thank you counts as a greeting."}
    assert world.call("sam", "POST", f"{path}/definition", clearer).status == 403
    assert world.call("ada", "POST", f"{path}/definition", clearer).status == 201


@pytest.mark.feature("N15")
def test_a_supervisor_finds_those_of_their_line_whoever_else_has_how_many(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = world.published(content(yes_no("a"), yes_no("b")))
    numbers = range(2, 14)
    # Of kim the oldest ones, and all newer ones of zoe, whom sam doesn't lead.
    made = {
        number: world.completed(
            "ida", world.add_interaction(number, agent="kim" if number < 5 else "zoe"), card, a="no", b="yes"
        )
        for number in numbers
    }
    keep(world, *made.values())
    dispute = upheld(world, card)
    similar = f"/disputes/{dispute.body['id']}/similar"
    # Of everybody's hardly any are looked at for a page: a list of their own is what finds these.
    monkeypatch.setattr(merging, "MOST_EXAMINED", 3)
    first = world.call("sam", "GET", similar, query={"question_id": "a", "limit": "2"})
    assert items(first) == [made[4], made[3]]
    rest = world.call(
        "sam", "GET", similar, query={"question_id": "a", "limit": "2", "cursor": first.body["next_cursor"]}
    )
    assert (items(rest), rest.body["next_cursor"]) == ([made[2]], None)
    # Whoever sees more people than lists are merged of reads everybody's, as before.
    monkeypatch.setattr(repairing_service, "MOST_LISTS", 1)
    monkeypatch.setattr(merging, "MOST_EXAMINED", 500)
    assert items(world.call("sam", "GET", similar, query={"question_id": "a"})) == [made[4], made[3], made[2]]
