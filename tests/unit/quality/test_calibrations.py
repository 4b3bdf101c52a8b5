"""Calibrations over the API: begun, answered blindly, closed; what may be seen of them, by whom and when."""

from datetime import timedelta
from typing import Any

import pytest

from api.quality_api import wiring
from debrief.interactions.conversations.model import Interaction
from debrief.kernel.auth import Permission, Reach
from debrief.kernel.clock import iso
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.events import NOTICE_REQUESTED, NOTICE_WITHDRAWN
from debrief.people.model import Role
from debrief.people.rows_store import role_row
from debrief.quality.calibrations.deadlines import REMINDER
from debrief.quality.calibrations.events import CALIBRATION_CLOSED, CALIBRATION_DELETED, CALIBRATION_STARTED
from debrief.quality.calibrations.waiting_reader import CalibrationsWaiting
from debrief.quality.earning.store import check_id
from debrief.quality.evaluations.events import EVALUATION_COMPLETED
from tests.unit.helpers import Answer
from tests.unit.quality import earning
from tests.unit.quality.world import World, content, items, line, table_items, yes_no

pytestmark = pytest.mark.feature("S4.12")


@pytest.fixture
def world(aws: None) -> World:
    return World()


@pytest.fixture
def card(world: World) -> str:
    """A published scorecard: a, b that the AI answers else, c which may be N/A and has yes preselected."""
    return world.published(
        content(yes_no("a"), yes_no("b", answerer="ai"), yes_no("c", allow_na=True, default_option_id="yes"))
    )


def begun(world: World, card: str, interaction: Interaction, by: str = "ada", **more: Any) -> Answer:
    body = {
        "name": "March",
        "interaction_id": interaction.id,
        "scorecard_id": card,
        "assessor_ids": ["us_eve", "us_ida", "us_sam"],
        **more,
    }
    return world.call(by, "POST", "/calibrations", body)


def own(world: World, who: str, calibration_id: str) -> str:
    """The path of somebody's own answers."""
    shown = world.call(who, "GET", f"/calibrations/{calibration_id}").body
    (id,) = [each["evaluation_id"] for each in shown["assessors"] if each["user_id"] == f"us_{who}"]
    return f"/evaluations/{id}"


def answered(world: World, who: str, calibration_id: str, **chosen: str) -> str:
    """Save somebody's answers; where they are."""
    path = own(world, who, calibration_id)
    answers = [
        {"question_id": each, "not_applicable": True} if option == "na" else {"question_id": each, "option_id": option}
        for each, option in chosen.items()
    ]
    draft = world.call(who, "GET", path)
    saved = world.call(who, "PATCH", f"{path}/answers", {"answers": answers}, if_match=draft.etag)
    assert saved.status == 200, saved.body
    return path


def hand_in(world: World, who: str, calibration_id: str, **chosen: str) -> Answer:
    return world.call(who, "POST", f"{answered(world, who, calibration_id, **chosen)}/completion")


def test_begun_answered_by_all_and_opened(world: World, card: str) -> None:
    made = begun(world, card, world.add_interaction(1), due_at=iso(world.clock.now() + timedelta(days=5)))
    assert made.status == 201, made.body
    id = made.body["id"]
    assert made.headers["location"] == f"/calibrations/{id}"
    assert [(each["name"], each["handed_in"]) for each in made.body["assessors"]] == [
        ("Eve Sample", False),
        ("Ida Sample", False),
        ("Sam Sample", False),
    ]
    assert made.body["actions"] == ["edit", "close", "delete"]
    told = [each for each in world.events(NOTICE_REQUESTED) if each.data["kind"] == "calibration_assigned"]
    assert [each.data["recipient_ids"] for each in told] == [["us_eve"], ["us_ida"], ["us_sam"]]
    assert f"/evaluations/{told[0].subject}" == own(world, "eve", id), "the link leads to the answers themselves"
    draft = world.call("eve", "GET", own(world, "eve", id)).body
    assert (draft["answers"], draft["actions"]) == ([], ["answer", "complete"]), "nothing is preselected"
    assert draft["calibration"] == {"id": id, "name": "March"}
    assert hand_in(world, "eve", id, a="yes", b="yes", c="na").status == 200
    assert hand_in(world, "ida", id, a="yes", b="no", c="yes").status == 200
    assert world.call("ada", "GET", f"/calibrations/{id}/results").status == 409
    half = world.call("ada", "GET", f"/calibrations/{id}").body
    assert (half["handed_in"], round(half["completion_percent"])) == (2, 67)
    assert hand_in(world, "sam", id, a="yes", b="no", c="yes").status == 200
    shown = world.call("ida", "GET", f"/calibrations/{id}").body
    assert (shown["status"], shown["closed_by"], shown["actions"]) == ("closed", None, ["see_results", "delete"])
    results = world.call("ida", "GET", f"/calibrations/{id}/results").body
    assert [each["percent"] for each in results["assessors"]] == pytest.approx([100, 200 / 3, 200 / 3])
    assert (results["average"], results["lowest"], results["highest"]) == pytest.approx((700 / 9, 200 / 3, 100))
    first, second, third = results["questions"]
    assert (first["unanimous"], first["agree_percent"]) == (True, 100)
    assert second["agree_percent"] == pytest.approx(100 / 3)
    assert [(each["user_id"], each["label"]) for each in third["answers"]] == [
        ("us_eve", "N/A"),
        ("us_ida", "Yes"),
        ("us_sam", "Yes"),
    ]
    assert results["outcomes"]["compared"] == 3
    assert [each.subject for each in world.events(CALIBRATION_CLOSED)] == [id]
    closed = [each for each in world.events(NOTICE_REQUESTED) if each.data["kind"] == "calibration_closed"]
    assert [each.data["recipient_ids"] for each in closed] == [["us_ada", "us_eve", "us_ida"]]


def test_it_counts_nowhere(world: World, card: str) -> None:
    interaction = world.add_interaction(1)
    id = begun(world, card, interaction).body["id"]
    for who in ("eve", "ida", "sam"):
        assert hand_in(world, who, id, a="yes", b="no", c="yes").status == 200
    assert world.events(EVALUATION_COMPLETED) == []
    for query in ({}, {"interaction_id": interaction.id}, {"scorecard_id": card}, {"evaluator_id": "us_eve"}):
        assert items(world.call("ada", "GET", "/evaluations", query=query)) == []
        assert items(world.call("eve", "GET", "/evaluations", query={**query, "status": "draft"})) == []
    assert world.store.evaluations_of("us_kim", interaction.started_at, world.clock.now()) == []
    mine = own(world, "eve", id).rpartition("/")[2]
    world.outcomes.keep([mine])
    assert [each for each in table_items() if each["kind"]["S"] in {"outcome", "summary", "completed"}] == []
    assert world.call("eve", "GET", f"/evaluations/{mine}").body["actions"] == []


def test_no_way_leads_an_assessor_to_what_others_or_the_ai_answered(world: World, card: str) -> None:
    """Field by field: evaluations of before, by people and the AI; those of the other assessors; lists and counts."""
    interaction = world.add_interaction(1)
    by_pat = world.completed("ida", interaction, card, a="no", b="no", c="no")
    world.model.answers = [{"q1": line("yes")}]
    asked = world.ask_ai("ada", world.opened("ada", interaction, card))
    assert asked.body["answers"], "the AI has answered"
    drafted = world.opened("eve", interaction, card).body["id"]
    other = world.completed("ida", world.add_interaction(2), card, a="yes", b="yes", c="yes")
    for each in (by_pat, other):
        world.outcomes.keep([each])
    question = {"scorecard_id": card, "question_id": "a"}
    assert len(items(world.call("eve", "GET", "/evaluations", query=question))) == 2
    id = begun(world, card, interaction, assessor_ids=["us_eve", "us_sam"]).body["id"]

    for who in ("eve",):
        listed: list[Answer] = [
            world.call(who, "GET", "/evaluations"),
            world.call(who, "GET", "/evaluations", query={"interaction_id": interaction.id}),
            world.call(who, "GET", "/evaluations", query={"status": "draft"}),
            world.call(who, "GET", "/evaluations", query={"status": "draft", "interaction_id": interaction.id}),
            world.call(who, "GET", "/evaluations", query=question),
            world.call(who, "GET", "/evaluations", query={"scorecard_id": card, "outcome": "missed"}),
            world.call(who, "GET", "/evaluations", query={**question, "outcome": "missed", "limit": "1"}),
        ]
        for answer in listed:
            assert not [each for each in answer.body["items"] if each["interaction_id"] == interaction.id]
            assert answer.body["next_cursor"] is None, "nor does a list that seems to go on tell that there is more"
        for hidden in (by_pat, drafted, asked.body["id"]):
            for method, end, body in (
                ("GET", "", None),
                ("PATCH", "", {"comment": "x"}),
                ("POST", "/score", {"comment": "x"}),
                ("POST", "/ai-answers", None),
                ("DELETE", "", None),
            ):
                answer = world.call(who, method, f"/evaluations/{hidden}{end}", body, if_match='"1"')
                assert answer.status in {403, 404}, (who, method, end, answer.body)
        assert world.opened(who, interaction, card).status == 409, "nor may they have the AI answer beside it"
        mine = own(world, who, id)
        assert world.call(who, "POST", f"{mine}/ai-answers").status == 409
        detail = world.call(who, "GET", mine).body
        assert (detail["answers"], detail["score"]["percent"], detail["provenance"]) == ([], 0, None)
        assert world.call(who, "POST", "/evaluations/next", {"scorecard_id": card}).body.get("id") != drafted

    assert hand_in(world, "eve", id, a="yes", b="yes", c="yes").status == 200
    # Who has handed in still sees nothing, and nobody sees hers: neither who began it nor another assessor.
    hers = own(world, "eve", id)
    assert [world.call(who, "GET", hers).status for who in ("sam", "ada", "ida", "kim")] == [404, 404, 404, 404]
    assert world.call("eve", "GET", f"/calibrations/{id}/results").status == 409
    assert items(world.call("eve", "GET", "/evaluations", query={"interaction_id": interaction.id})) == []
    told = world.call("ada", "GET", f"/calibrations/{id}").body
    assert not {"average", "score", "percent", "answers"} & set(told)
    assert all(set(each) == {"user_id", "name", "expert", "handed_in", "evaluation_id"} for each in told["assessors"])
    assert all(each["evaluation_id"] is None for each in told["assessors"])
    for event in world.events():
        assert not {"score", "percent", "answers", "option_id", "evaluator_id"} & set(event.data)
    # Others see what they always saw.
    assert world.call("ida", "GET", f"/evaluations/{by_pat}").status == 200

    assert hand_in(world, "sam", id, a="yes", b="no", c="yes").status == 200
    assert world.call("sam", "GET", f"/evaluations/{by_pat}").status == 200
    assert len(items(world.call("eve", "GET", "/evaluations", query=question))) == 2
    assert [world.call(who, "GET", hers).status for who in ("eve", "sam")] == [200, 404]


def test_an_assessor_who_looks_after_nothing_sees_only_themselves(world: World, card: str) -> None:
    permissions = frozenset({Permission.EVALUATIONS_VIEW, Permission.EVALUATIONS_PERFORM})
    with Transaction(world.clock, world.ids) as tx:
        tx.create(role_row(Role(id="assessor", name="Assessor", reach=Reach.EVERYONE, permissions=permissions)))
    world.add_person("liz", "assessor", None)
    id = begun(world, card, world.add_interaction(1), assessor_ids=["us_liz", "us_eve"], expert_id="us_eve").body["id"]
    (shown,) = world.call("liz", "GET", "/calibrations").body["items"]
    assert [each["user_id"] for each in shown["assessors"]] == ["us_liz"]
    assert (shown["assessor_count"], shown["handed_in"], shown["expert_id"]) == (2, 0, None)
    assert shown["actions"] == ["answer"]
    for method, end in (("POST", "/closing"), ("DELETE", ""), ("PATCH", "")):
        assert world.call("liz", method, f"/calibrations/{id}{end}", {}, if_match='"1"').status == 403
    assert hand_in(world, "liz", id, a="yes", b="yes", c="yes").status == 200
    assert hand_in(world, "eve", id, a="yes", b="no", c="yes").status == 200
    assert items(world.call("liz", "GET", "/calibrations")) == []
    (shown,) = world.call("liz", "GET", "/calibrations", query={"status": "closed"}).body["items"]
    assert len(shown["assessors"]) == 2
    results = world.call("liz", "GET", f"/calibrations/{id}/results").body
    expert, liz = results["assessors"]
    assert (expert["expert"], expert["from_average"]) == (True, None)
    assert (liz["from_expert"], liz["as_expert_percent"]) == pytest.approx((100 / 3, 200 / 3))
    assert results["average"] == 100, "the expert's own score is in no average"
    assert results["questions"][1]["as_expert_percent"] == 0


def test_closed_early_what_was_not_handed_in_goes(world: World, card: str) -> None:
    interaction = world.add_interaction(1)
    made = begun(world, card, interaction)
    id = made.body["id"]
    assert hand_in(world, "eve", id, a="yes", b="yes", c="yes").status == 200
    late = own(world, "ida", id)
    done = world.call("ada", "POST", f"/calibrations/{id}/closing")
    assert (done.status, done.body["closed_by_name"]) == (200, "Ada Sample")
    assert world.call("ada", "POST", f"/calibrations/{id}/closing").status == 409
    assert world.call("ida", "GET", late).status == 404
    assert world.call("ida", "POST", f"{late}/completion").status == 404
    withdrawn = {(each.subject, each.data["kind"]) for each in world.events(NOTICE_WITHDRAWN)}
    assert (late.rpartition("/")[2], "calibration_assigned") in withdrawn
    results = world.call("ida", "GET", f"/calibrations/{id}/results").body
    assert ([each["name"] for each in results["assessors"]], round(results["completion_percent"])) == (
        ["Eve Sample"],
        33,
    )
    assert results["questions"][0]["agree_percent"] is None
    assert world.opened("ida", interaction, card).status == 201, "they are blind no more"
    assert not [each for each in table_items() if each["kind"]["S"] in {"blind", "calibrated", "due"}]
    assert begun(world, card, interaction).status == 201, "and the conversation may be in another one"


def test_deleted_with_all_that_was_answered(world: World, card: str) -> None:
    made = begun(world, card, world.add_interaction(1), due_at=iso(world.clock.now() + timedelta(days=3)))
    id = made.body["id"]
    hand_in(world, "eve", id, a="yes", b="yes", c="yes")
    now = world.call("ada", "GET", f"/calibrations/{id}")
    assert world.call("ada", "DELETE", f"/calibrations/{id}", if_match=now.etag).status == 204
    assert world.call("ada", "GET", f"/calibrations/{id}").status == 404
    assert [each.subject for each in world.events(CALIBRATION_DELETED)] == [id]
    left = {each["kind"]["S"] for each in table_items()}
    assert left <= {"scorecard", "version", "scorecard version", "name"}, left


def test_what_cant_begin_says_why_by_field(world: World, card: str) -> None:
    interaction = world.add_interaction(1)
    past = iso(world.clock.now() - timedelta(hours=1))
    tried: list[tuple[dict[str, Any], set[str]]] = [
        ({"assessor_ids": ["us_eve"]}, {"/assessor_ids"}),
        ({"assessor_ids": ["us_eve", "us_eve"]}, {"/assessor_ids", "/assessor_ids/1"}),
        ({"assessor_ids": ["us_eve", "us_kim"]}, {"/assessor_ids/1"}),
        ({"assessor_ids": ["us_pat", "us_eve"]}, {"/assessor_ids/0"}),
        ({"assessor_ids": ["us_eve", "us_nobody"]}, {"/assessor_ids/1"}),
        ({"assessor_ids": ["us_eve", "us_joe"]}, {"/assessor_ids/1"}),
        ({"expert_id": "us_ada"}, {"/expert_id"}),
        ({"due_at": past}, {"/due_at"}),
        ({"scorecard_id": "sc_none"}, {"/scorecard_id"}),
    ]
    before = table_items()
    for more, pointers in tried:
        answer = begun(world, card, interaction, **more)
        assert answer.status == 422, (more, answer.body)
        assert {each["pointer"] for each in answer.body["errors"]} == pointers
    assert begun(world, card, interaction, interaction_id="int_9").status == 404
    assert begun(world, card, interaction, by="pat").status == 404, "out of her line"
    assert begun(world, card, interaction, by="kim").status == 403
    assert begun(world, card, interaction, name=" ").status == 400
    assert table_items() == before, "nothing is half-written"
    assert begun(world, card, interaction).status == 201
    assert begun(world, card, interaction).status == 409
    assert len(world.events(CALIBRATION_STARTED)) == 1


def test_its_name_and_date_change_and_reminders_with_them(world: World, card: str) -> None:
    due = world.clock.now() + timedelta(days=5)
    made = begun(world, card, world.add_interaction(1), due_at=iso(due))
    id, etag = made.body["id"], made.etag
    path = f"/calibrations/{id}"
    renamed = world.call("ada", "PATCH", path, {"name": "April"}, if_match=etag)
    assert (renamed.body["name"], renamed.body["due_at"]) == ("April", iso(due))
    assert world.call("eve", "GET", own(world, "eve", id)).body["calibration"]["name"] == "April"
    assert world.call("ada", "PATCH", path, {"name": "May"}, if_match=etag).status == 412
    hand_in(world, "eve", id, a="yes", b="yes", c="yes")

    def reminded() -> list[list[str]]:
        told = world.events(NOTICE_REQUESTED)
        return [each.data["recipient_ids"] for each in told if each.data["kind"] == "calibration_due"]

    def due_rows() -> list[str]:
        rows = [each for each in table_items() if each["kind"]["S"] == "due"]
        return [each["GSI1SK"]["S"] for each in rows if REMINDER in each["PK"]["S"]]

    assert [each.startswith(iso(due - timedelta(days=1))[:19]) for each in due_rows()] == [True]
    world.clock.advance(timedelta(days=4))
    world.calibrations.remind(id)
    assert reminded() == [["us_ida"], ["us_sam"]]
    assert [each.startswith(iso(due)[:19]) for each in due_rows()] == [True], "and again when it is due"
    world.clock.advance(timedelta(days=1))
    world.calibrations.remind(id)
    assert len(reminded()) == 4
    assert due_rows() == []
    now = world.call("ada", "GET", path)
    taken = world.call("ada", "PATCH", path, {"due_at": None}, if_match=now.etag)
    assert taken.body["due_at"] is None
    assert world.calibrations.remind(id) is None
    assert len(reminded()) == 4


def exchange(world: World, id: str, leaves: str, comes: str, by: str = "ada") -> Answer:
    shown = world.call(by, "GET", f"/calibrations/{id}")
    body = {"assessor_id": f"us_{leaves}", "by_id": f"us_{comes}"}
    return world.call(by, "POST", f"/calibrations/{id}/exchanges", body, if_match=shown.etag)


def test_an_assessor_is_exchanged_before_they_hand_in(world: World, card: str) -> None:
    interaction = world.add_interaction(1)
    earlier = world.completed("sam", interaction, card, a="no", b="no", c="no")
    id = begun(world, card, interaction, assessor_ids=["us_eve", "us_ida"], expert_id="us_ida").body["id"]
    begun_by_ida = answered(world, "ida", id, a="yes")
    assert world.call("ida", "GET", f"/evaluations/{earlier}").status == 404
    after = exchange(world, id, "ida", "ada")
    assert after.status == 200, after.body
    assert {each["user_id"]: each["expert"] for each in after.body["assessors"]} == {"us_eve": False, "us_ada": True}

    # Who comes is told, and as blind as the others; what who left had begun is gone, and what they were told.
    again = exchange(world, id, "ada", "sam")
    assert again.status == 200
    told = [each for each in world.events(NOTICE_REQUESTED) if each.data["kind"] == "calibration_assigned"]
    assert told[-1].data["recipient_ids"] == ["us_sam"]
    assert f"/evaluations/{told[-1].subject}" == own(world, "sam", id)
    assert world.call("sam", "GET", own(world, "sam", id)).body["answers"] == []
    assert items(world.call("sam", "GET", "/evaluations", query={"interaction_id": interaction.id})) == []
    other = world.completed("eve", world.add_interaction(2), card, a="yes", b="yes", c="yes")
    assert world.call("sam", "GET", f"/evaluations/{other}").status == 200
    assert world.call("ida", "GET", begun_by_ida).status == 404
    withdrawn = {(each.subject, each.data["recipient_ids"][0]) for each in world.events(NOTICE_WITHDRAWN)}
    assert (begun_by_ida.rpartition("/")[2], "us_ida") in withdrawn
    assert world.call("ida", "GET", f"/evaluations/{earlier}").status == 200, "and they may see again"

    # Who left doesn't come back; who is in, has handed in or can't assess isn't taken.
    refused = exchange(world, id, "sam", "ida")
    assert (refused.status, refused.body["errors"][0]["pointer"]) == (422, "/by_id")
    assert exchange(world, id, "sam", "eve").status == 422
    assert exchange(world, id, "sam", "kim").status == 422
    assert exchange(world, id, "ida", "pat").status == 422
    assert hand_in(world, "eve", id, a="yes", b="yes", c="yes").status == 200
    assert exchange(world, id, "eve", "pat").status == 409
    stale = world.call(
        "ada", "POST", f"/calibrations/{id}/exchanges", {"assessor_id": "us_sam", "by_id": "us_pat"}, if_match='"1"'
    )
    assert stale.status == 412
    assert hand_in(world, "sam", id, a="yes", b="no", c="yes").status == 200
    assert world.call("ada", "GET", f"/calibrations/{id}").body["status"] == "closed"
    assert exchange(world, id, "sam", "pat").status == 409


def test_who_is_exchanged_in_sees_no_earlier_answers_from_then_on(world: World, card: str) -> None:
    interaction = world.add_interaction(1)
    earlier = world.completed("ida", interaction, card, a="no", b="no", c="no")
    id = begun(world, card, interaction, assessor_ids=["us_eve", "us_sam"]).body["id"]
    assert world.call("ada", "GET", f"/evaluations/{earlier}").status == 200
    assert exchange(world, id, "eve", "ada", by="sam").status == 200
    assert world.call("ada", "GET", f"/evaluations/{earlier}").status == 404
    assert items(world.call("ada", "GET", "/evaluations", query={"interaction_id": interaction.id})) == []
    assert world.call("eve", "GET", f"/evaluations/{earlier}").status == 200


def test_two_who_hand_in_at_once_both_get_in(world: World, card: str, monkeypatch: pytest.MonkeyPatch) -> None:
    id = begun(world, card, world.add_interaction(1)).body["id"]
    answered(world, "ida", id, a="yes", b="no", c="yes")
    first, ida = world.calibrations.hand_in, world.access.caller("us_ida")
    others = own(world, "ida", id).rpartition("/")[2]
    done: list[int] = []

    def meanwhile(tx: Any, evaluation: Any) -> None:
        first(tx, evaluation)
        if not done:
            done.append(1)
            assert wiring.evaluations().complete(ida, others).status == "completed"

    monkeypatch.setattr(world.calibrations, "hand_in", meanwhile)
    assert hand_in(world, "eve", id, a="yes", b="yes", c="yes").status == 200
    assert world.call("ada", "GET", f"/calibrations/{id}").body["handed_in"] == 2


def test_the_agent_and_others_know_nothing_of_it(world: World, card: str) -> None:
    interaction = world.add_interaction(1)
    evaluated = world.completed("ida", interaction, card, a="no", b="no", c="no")
    id = begun(world, card, interaction, assessor_ids=["us_eve", "us_sam"]).body["id"]
    for who in ("kim", "joe", "pat"):
        assert world.call(who, "GET", f"/calibrations/{id}").status == 404
        assert items(world.call(who, "GET", "/calibrations")) == []
    assert world.call("kim", "GET", f"/evaluations/{evaluated}").body["calibration"] is None
    assert world.call("ida", "GET", f"/evaluations/{evaluated}").body["calibration"]["id"] == id


def test_the_ai_stands_beside_them_once_it_is_open(world: World) -> None:
    card = world.published(content(yes_no("a", answerer="ai"), yes_no("b", answerer="ai"), start_automatically=True))
    interaction = world.add_interaction(1)
    world.model.answers = [{"q1": line("yes"), "q2": line("no")}]
    world.automatic.evaluate(interaction.id)
    id = begun(world, card, interaction, assessor_ids=["us_eve", "us_sam"]).body["id"]
    assert items(world.call("eve", "GET", "/evaluations")) == []
    hand_in(world, "eve", id, a="yes", b="yes")
    hand_in(world, "sam", id, a="yes", b="no")
    results = world.call("eve", "GET", f"/calibrations/{id}/results").body
    first, second = results["questions"]
    assert [each["user_id"] for each in first["answers"]] == ["us_eve", "us_sam", "ai"]
    assert (first["as_ai_percent"], second["as_ai_percent"], results["ai_percent"]) == (100, 50, 50)


def test_what_a_calibration_came_to_is_closed_to_who_judges_the_conversation_again(world: World, card: str) -> None:
    interaction = world.add_interaction(1)
    first = begun(world, card, interaction, assessor_ids=["us_eve", "us_sam"]).body["id"]
    hand_in(world, "eve", first, a="yes", b="yes", c="yes")
    hand_in(world, "sam", first, a="yes", b="no", c="yes")
    results = f"/calibrations/{first}/results"
    assert [world.call(who, "GET", results).status for who in ("eve", "sam", "ada")] == [200, 200, 200]
    again = begun(world, card, interaction, assessor_ids=["us_eve", "us_ida"]).body["id"]
    assert [world.call(who, "GET", results).status for who in ("eve", "sam", "ada")] == [409, 200, 200]
    hand_in(world, "eve", again, a="yes", b="yes", c="yes")
    assert world.call("eve", "GET", results).status == 409
    hand_in(world, "ida", again, a="yes", b="yes", c="yes")
    assert world.call("eve", "GET", results).status == 200


@pytest.mark.feature("N13")
def test_who_is_still_to_check_the_ai_finds_its_answers_in_no_calibration(world: World) -> None:
    world.settle(ai_checker_ids=("us_eve",), **earning.SURE)
    card = earning.card_of(world)
    interaction = world.add_interaction(1)
    made = earning.of(world, interaction, "yes", "no")
    id = begun(world, card, interaction, assessor_ids=["us_eve", "us_sam"]).body["id"]
    hand_in(world, "eve", id, a="yes", b="yes")
    hand_in(world, "sam", id, a="yes", b="no")
    results = f"/calibrations/{id}/results"
    assert (world.call("eve", "GET", results).status, world.call("sam", "GET", results).status) == (409, 200)
    assert earning.hand_in(world, made, a="yes", b="yes").status == 200
    assert world.call("eve", "GET", results).body["ai_percent"] == 50


@pytest.mark.feature("N4")
def test_what_the_ai_had_answered_stays_beside_them_whoever_corrects_it(world: World) -> None:
    card = earning.card_of(world)
    interaction = world.add_interaction(1)
    made = earning.of(world, interaction, "yes", "no")
    id = begun(world, card, interaction, assessor_ids=["us_eve", "us_sam"]).body["id"]
    for who in ("eve", "sam"):
        hand_in(world, who, id, a="yes", b="yes")
    before = world.call("eve", "GET", f"/calibrations/{id}/results").body
    assert (before["ai_percent"], before["questions"][1]["as_ai_percent"]) == (50, 0)
    change = {"answers": [{"question_id": "b", "option_id": "yes"}, {"question_id": "a", "option_id": "yes"}]}
    now = world.call("ida", "GET", f"/evaluations/{made}")
    assert world.call("ida", "PATCH", f"/evaluations/{made}", change, if_match=now.etag).body["type"] == "blended"
    assert world.call("eve", "GET", f"/calibrations/{id}/results").body == before
    now = world.call("ida", "GET", f"/evaluations/{made}")
    assert now.body["score"]["percent"] == 100


@pytest.mark.feature("N13")
def test_who_assesses_finds_the_ais_answers_in_no_check_of_theirs_before_it_is_open(world: World) -> None:
    """Also where they hand in their check first."""
    world.settle(ai_checker_ids=("us_eve",), **earning.SURE)
    card = earning.card_of(world)
    made = earning.of(world, world.add_interaction(1), "yes", "no")
    interaction = world.interactions.interactions(["int_1"])[0]
    id = begun(world, card, interaction, assessor_ids=["us_eve", "us_sam"]).body["id"]
    told = earning.hand_in(world, made, a="yes", b="yes")
    path = f"/blind-checks/{check_id(made)}"
    for answer in (told, world.call("eve", "GET", path)):
        assert (answer.status, answer.body["status"]) == (200, "answered")
        assert (answer.body["answers"], answer.body["evaluation_id"]) == ([], None)
    hand_in(world, "eve", id, a="yes", b="yes")
    assert world.call("eve", "GET", path).body["answers"] == []
    hand_in(world, "sam", id, a="yes", b="no")
    assert [each["alike"] for each in world.call("eve", "GET", path).body["answers"]] == [True, False]


@pytest.mark.feature("N13")
def test_checks_of_the_ai_arent_counted_as_calibrations_that_wait(world: World) -> None:
    world.settle(ai_checker_ids=("us_eve",), **earning.SURE)
    card = earning.card_of(world)
    for number in range(1, 4):
        earning.of(world, world.add_interaction(number), "yes", "no")
    begun(world, card, world.interactions.interactions(["int_1"])[0], assessor_ids=["us_eve", "us_sam"])
    found, more = CalibrationsWaiting(world.access).of(world.access.caller("us_eve"), 1)
    assert ([each.calibration.interaction_id for each in found], more) == (["int_1"], False)


def test_another_name_in_the_minute_of_a_reminder_takes_it_from_nobody(world: World, card: str) -> None:
    due = world.clock.now() + timedelta(days=5)
    made = begun(world, card, world.add_interaction(1), due_at=iso(due))
    # It is due, and the minute's run hasn't come to it yet.
    world.clock.advance(timedelta(days=4, seconds=20))
    path = f"/calibrations/{made.body['id']}"
    assert world.call("ada", "PATCH", path, {"name": "April"}, if_match=made.etag).status == 200
    (row,) = [each for each in table_items() if each["kind"]["S"] == "due" and REMINDER in each["PK"]["S"]]
    assert row["GSI1SK"]["S"].startswith(iso(due - timedelta(days=1))[:19])
