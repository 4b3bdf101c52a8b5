"""Evaluations over the API: opened, answered, completed, re-scored, deleted, listed."""

from datetime import timedelta

import pytest

from debrief.kernel.storage.transactions import Transaction
from debrief.people.access import Access
from debrief.quality.evaluations import reading_service
from debrief.quality.evaluations.events import EVALUATION_COMPLETED, EVALUATION_DELETED, EVALUATION_RESCORED
from debrief.quality.evaluations.model import Answer
from tests.doubles import metered
from tests.unit.helpers import Answer as Answered
from tests.unit.quality.world import START, World, content, items, line, table_items, yes_no


@pytest.fixture
def world(aws: None) -> World:
    return World()


@pytest.fixture
def card(world: World) -> str:
    """A published scorecard of people's questions: a, and b which may be left out."""
    return world.published(content(yes_no("a"), yes_no("b", required=False, allow_na=True, default_option_id="yes")))


@pytest.mark.feature("S4.2", "S4.7")
def test_na_may_be_preselected(world: World) -> None:
    card = world.published(content(yes_no("a"), yes_no("b", allow_na=True, default_not_applicable=True)))
    draft = world.opened("eve", world.add_interaction(1), card)
    (given,) = draft.body["answers"]
    assert (given["question_id"], given["option_id"], given["not_applicable"]) == ("b", None, True)
    path = f"/evaluations/{draft.body['id']}"
    body = {"answers": [{"question_id": "a", "option_id": "yes"}, {"question_id": "b", "option_id": "no"}]}
    saved = world.call("eve", "PATCH", f"{path}/answers", body, if_match=draft.etag)
    assert saved.body["score"]["percent"] == 50, "and the evaluator may say otherwise"


@pytest.mark.feature("S4.4", "S4.7")
def test_a_draft_is_answered_as_you_go_and_completed(world: World, card: str) -> None:
    draft = world.opened("eve", world.add_interaction(1), card)
    assert draft.status == 201
    assert draft.headers["location"] == f"/evaluations/{draft.body['id']}"
    assert draft.body["score"]["percent"] == 50, "the preselected answer counts, the open one is zero"
    assert draft.body["contact_reference"] == "C-1"
    path = f"/evaluations/{draft.body['id']}"
    early = world.call("eve", "POST", f"{path}/completion")
    assert early.status == 422
    body = {"answers": [{"question_id": "a", "option_id": "yes", "comment": "Well done"}], "comment": "Good"}
    saved = world.call("eve", "PATCH", f"{path}/answers", body, if_match=draft.etag)
    assert (saved.status, saved.body["score"]["percent"], saved.body["comment"]) == (200, 100, "Good")
    assert world.call("eve", "PATCH", f"{path}/answers", body, if_match=draft.etag).status == 412
    assert world.call("eve", "PATCH", f"{path}/answers", body).status == 428
    seen_before = world.call("eve", "POST", f"{path}/completion", if_match=draft.etag)
    assert seen_before.status == 412, "there are answers that whoever completes it hasn't seen"
    assert world.events(EVALUATION_COMPLETED) == []
    done = world.call("eve", "POST", f"{path}/completion", if_match=saved.etag)
    assert done.body["status"] == "completed"
    assert done.body["type"] == "manual"
    assert done.body["completed_at"] == "2026-03-03T09:00:00.000Z"
    assert done.body["actions"] == ["rescore"]
    assert world.call("eve", "POST", f"{path}/completion").status == 409
    detail = world.call("eve", "GET", path)
    assert detail.etag == done.etag
    assert detail.body["version"]["number"] == 1
    (event,) = world.events(EVALUATION_COMPLETED)
    assert event.data == {
        "evaluation_id": draft.body["id"],
        "agent_id": "us_kim",
        "interaction_id": "int_1",
        "scorecard_id": card,
        "scorecard_version": 1,
        "type": "manual",
        "interaction_started_at": "2026-03-02T10:00:00.000Z",
        "revision": 3,
    }


def test_an_answer_that_does_not_fit_is_refused_with_its_place(world: World, card: str) -> None:
    draft = world.opened("eve", world.add_interaction(1), card)
    path = f"/evaluations/{draft.body['id']}/answers"
    answers = [{"question_id": "b"}, {"question_id": "a", "not_applicable": True}, {"question_id": "x"}]
    refused = world.call("eve", "PATCH", path, {"answers": answers}, if_match=draft.etag)
    assert refused.status == 422
    pointers = [error["pointer"] for error in refused.body["errors"]]
    assert pointers == ["/answers/1/not_applicable", "/answers/2/question_id"]
    cleared = world.call("eve", "PATCH", path, {"answers": [{"question_id": "b"}]}, if_match=draft.etag)
    assert cleared.body["answers"] == []
    sly = {"answers": [{"question_id": "a", "option_id": "yes", "answered_by": "ai"}]}
    assert world.call("eve", "PATCH", path, sly, if_match=cleared.etag).status == 400


@pytest.mark.feature("S4.6")
def test_an_evaluation_keeps_the_version_it_was_opened_with(world: World, card: str) -> None:
    draft = world.opened("eve", world.add_interaction(1), card)
    etag = world.call("ada", "GET", f"/scorecards/{card}").etag
    world.call("ada", "PATCH", f"/scorecards/{card}", {"content": content(yes_no("new"))}, if_match=etag)
    detail = world.call("eve", "GET", f"/evaluations/{draft.body['id']}")
    assert [q["id"] for q in detail.body["version"]["sections"][0]["questions"]] == ["a", "b"]
    assert world.opened("ida", world.add_interaction(2), card).body["scorecard_version"] == 2


@pytest.mark.feature("S4.7")
def test_several_evaluators_but_one_draft_each(world: World, card: str) -> None:
    interaction = world.add_interaction(1)
    first = world.opened("eve", interaction, card)
    again = world.opened("eve", interaction, card)
    assert again.status == 409
    assert first.body["id"] in again.body["detail"]
    second = world.opened("ida", interaction, card)
    assert second.status == 201
    assert world.call("ida", "GET", f"/evaluations/{first.body['id']}").status == 404, "drafts are their own only"
    for who, draft in (("eve", first), ("ida", second)):
        path = f"/evaluations/{draft.body['id']}"
        answers = {"answers": [{"question_id": "a", "option_id": "yes"}]}
        world.call(who, "PATCH", f"{path}/answers", answers, if_match=draft.etag)
        assert world.call(who, "POST", f"{path}/completion").status == 200
    both = items(world.call("sam", "GET", "/evaluations", query={"interaction_id": "int_1"}))
    assert sorted(both) == sorted([first.body["id"], second.body["id"]])


def test_nobody_evaluates_their_own_conversation(world: World, card: str) -> None:
    refused = world.opened("sam", world.add_interaction(1, agent="sam"), card)
    assert (refused.status, refused.body["detail"]) == (403, "Nobody evaluates their own conversation")


def test_a_scorecard_is_used_only_for_what_it_is_for(world: World) -> None:
    chats = world.published(content(yes_no("a"), applies_to={"channels": ["chat"]}))
    call = world.add_interaction(1)
    assert world.opened("eve", call, chats).status == 422
    assert world.opened("eve", call, "sc_unknown").status == 422
    body = {"interaction_id": "int_unknown", "scorecard_id": chats}
    assert world.call("eve", "POST", "/evaluations", body).status == 404


@pytest.mark.feature("P4")
def test_who_sees_a_completed_evaluation(world: World, card: str) -> None:
    done = world.completed("eve", world.add_interaction(1), card, a="yes")
    draft = world.opened("eve", world.add_interaction(2), card).body["id"]
    for name, sees in (
        ("kim", 200),
        ("sam", 200),
        ("ida", 200),
        ("ada", 200),
        ("joe", 404),
        ("pat", 404),
        ("zoe", 404),
    ):
        assert world.call(name, "GET", f"/evaluations/{done}").status == sees, name
        listed = items(world.call(name, "GET", "/evaluations"))
        assert listed == ([done] if sees == 200 else []), name
        by_interaction = items(world.call(name, "GET", "/evaluations", query={"interaction_id": "int_1"}))
        assert by_interaction == listed, name
        asked_for = items(world.call(name, "GET", "/evaluations", query={"agent_id": "us_kim"}))
        assert asked_for == listed, name
        assert world.call(name, "GET", f"/evaluations/{draft}").status == 404, name
    assert world.call("kim", "GET", f"/evaluations/{done}").body["actions"] == ["acknowledge", "dispute"]
    assert world.opened("pat", world.add_interaction(3), card).status == 404
    assert world.call("kim", "POST", "/evaluations", {}).status in {400, 403}


@pytest.mark.feature("S4.7")
def test_its_evaluator_may_score_again_and_nobody_else(world: World, card: str) -> None:
    done = world.completed("eve", world.add_interaction(1), card, a="yes")
    path = f"/evaluations/{done}"
    etag = world.call("eve", "GET", path).etag
    change = {"answers": [{"question_id": "a", "option_id": "no"}]}
    assert world.call("ida", "PATCH", path, change, if_match=etag).status == 403
    assert world.call("kim", "PATCH", path, change, if_match=etag).status == 403
    assert world.call("pat", "PATCH", path, change, if_match=etag).status == 404
    unfinished = {"answers": [{"question_id": "a"}]}
    assert world.call("eve", "PATCH", path, unfinished, if_match=etag).status == 422
    again = world.call("eve", "PATCH", path, change, if_match=etag)
    assert again.body["score"]["percent"] == 50
    (listed,) = world.call("sam", "GET", "/evaluations").body["items"]
    assert (listed["percent"], listed["passed"]) == (50, False)
    completed, rescored = world.events(EVALUATION_COMPLETED), world.events(EVALUATION_RESCORED)
    assert [event.data["revision"] for event in (*completed, *rescored)] == [3, 4]


@pytest.mark.feature("S4.4")
def test_a_correction_is_scored_before_it_is_saved(world: World, card: str) -> None:
    done = world.completed("eve", world.add_interaction(1), card, a="yes")
    path = f"/evaluations/{done}"
    before = world.call("eve", "GET", path)
    items_before, events_before = table_items(), world.events()

    def tried(*answers: dict[str, str], who: str = "eve") -> Answered:
        return world.call(who, "POST", f"{path}/score", {"answers": answers})

    lower = tried({"question_id": "a", "option_id": "no"})
    assert lower.status == 200
    assert (lower.body["score"]["percent"], lower.body["score"]["passed"], lower.body["open_points"]) == (50, False, [])
    open_one = tried({"question_id": "a"}, {"question_id": "b"})
    assert open_one.body["score"]["percent"] == 0, "what is open counts as zero"
    (missing,) = open_one.body["open_points"]
    assert (missing["pointer"], "required question a" in missing["message"]) == ("/answers", True)
    unfit = tried({"question_id": "b", "option_id": "yes"}, {"question_id": "a", "option_id": "perhaps"})
    assert (unfit.status, unfit.body["errors"][0]["pointer"]) == (422, "/answers/1/option_id")
    invented = {"question_id": "a", "option_id": "no", "quote": {"turn_index": 0, "text": "never said"}}
    assert world.call("eve", "POST", f"{path}/score", {"answers": [invented]}).status == 422
    for who, status in (("ida", 403), ("kim", 403), ("pat", 404), ("zoe", 403)):
        assert tried(who=who).status == status, who
    assert (table_items(), world.events()) == (items_before, events_before), "nothing is saved or announced"
    saved = world.call(
        "eve", "PATCH", path, {"answers": [{"question_id": "a", "option_id": "no"}]}, if_match=before.etag
    )
    assert saved.body["score"] == lower.body["score"], "the score that was told is the score it gets"


@pytest.mark.feature("S4.4")
def test_a_draft_has_its_running_total_and_no_other(world: World, card: str) -> None:
    draft = world.opened("eve", world.add_interaction(1), card)
    path = f"/evaluations/{draft.body['id']}/score"
    assert world.call("eve", "POST", path, {}).status == 409
    assert world.call("ida", "POST", path, {}).status == 404, "drafts are their own only"


def test_an_own_draft_can_be_thrown_away_and_begun_again(world: World, card: str) -> None:
    interaction = world.add_interaction(1)
    draft = world.opened("eve", interaction, card)
    path = f"/evaluations/{draft.body['id']}"
    assert world.call("ida", "DELETE", path, if_match=draft.etag).status == 404
    assert world.call("eve", "DELETE", path, if_match=draft.etag).status == 204
    assert world.call("eve", "GET", path).status == 404
    assert world.opened("eve", interaction, card).status == 201
    assert world.events(EVALUATION_DELETED) == []


def test_what_a_person_completed_cannot_be_deleted(world: World, card: str) -> None:
    done = world.completed("eve", world.add_interaction(1), card, a="yes")
    etag = world.call("ada", "GET", f"/evaluations/{done}").etag
    assert world.call("ada", "DELETE", f"/evaluations/{done}", if_match=etag).status == 409
    assert world.call("eve", "DELETE", f"/evaluations/{done}", if_match=etag).status == 403


@pytest.mark.feature("P4", "S4.7")
@pytest.mark.parametrize("length", ["short", "long"])
def test_drafts_are_listed_of_those_whom_their_evaluator_sees(
    world: World, card: str, length: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_lines(monkeypatch, length)
    automatic = world.published(content(yes_no("a"), yes_no("c", answerer="ai"), start_automatically=True), "Blended")
    seen = world.opened("sam", world.add_interaction(1), card).body["id"]
    for number, agent in ((2, "joe"), (3, "zoe")):
        world.clock.advance(timedelta(minutes=1))
        world.add_interaction(number, agent=agent)
        world.model.answers = [{"q1": line("yes")}]
        assert world.automatic.evaluate(f"int_{number}").evaluations
    drafts = world.call("sam", "GET", "/evaluations", query={"status": "draft"}).body["items"]
    assert [(each["agent_id"], each["scorecard_id"]) for each in drafts] == [("us_joe", automatic), ("us_kim", card)]
    assert drafts[1]["id"] == seen
    (of_pat,) = world.call("pat", "GET", "/evaluations", query={"status": "draft"}).body["items"]
    assert of_pat["agent_id"] == "us_zoe"


def test_drafts_are_listed_to_their_evaluator(world: World, card: str) -> None:
    mine = []
    for number in (1, 2, 3):
        mine.append(world.opened("eve", world.add_interaction(number), card).body["id"])
        world.clock.advance(timedelta(minutes=1))
    world.opened("ida", world.add_interaction(4), card)
    page = world.call("eve", "GET", "/evaluations", query={"status": "draft", "limit": "2"})
    assert items(page) == [mine[2], mine[1]]
    assert page.body["items"][0]["actions"] == ["answer", "ask_ai", "complete", "delete"]
    query = {"status": "draft", "limit": "2", "cursor": page.body["next_cursor"]}
    assert items(world.call("eve", "GET", "/evaluations", query=query)) == [mine[0]]
    assert items(world.call("kim", "GET", "/evaluations", query={"status": "draft"})) == []


@pytest.mark.feature("S4.7", "P4")
def test_an_interactions_drafts_are_listed_to_those_who_may_go_on(world: World) -> None:
    card = world.published(content(yes_no("a")))
    blended = world.published(content(yes_no("a"), yes_no("c", answerer="ai"), start_automatically=True), "Blended")
    call = world.add_interaction(1)
    world.model.answers = [{"q1": line("yes")}]
    (started,) = world.automatic.evaluate(call.id).evaluations
    world.clock.advance(timedelta(minutes=1))
    mine = world.opened("eve", call, card).body["id"]
    world.clock.advance(timedelta(minutes=1))
    other_card = world.opened("eve", call, blended).body["id"]
    theirs = world.opened("ida", call, card).body["id"]
    done = world.completed("sam", call, card, a="yes")
    world.opened("eve", world.add_interaction(2), card)

    def drafts(who: str, **more: str) -> list[str]:
        query = {"status": "draft", "interaction_id": call.id, **more}
        return items(world.call(who, "GET", "/evaluations", query=query))

    assert drafts("eve") == [other_card, mine, started.evaluation_id]
    assert drafts("eve", evaluator_id="us_eve", scorecard_id=card) == [mine]
    assert drafts("ida") == [theirs, started.evaluation_id]
    assert drafts("sam") == [started.evaluation_id]
    for outside in ("kim", "joe", "pat", "zoe"):
        assert drafts(outside) == [], outside
    assert items(world.call("eve", "GET", "/evaluations", query={"interaction_id": call.id})) == [done]

    walked: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(3):
        query = {"status": "draft", "interaction_id": call.id, "limit": "1", **cursor}
        page = world.call("eve", "GET", "/evaluations", query=query)
        walked += items(page)
        cursor = {"cursor": page.body["next_cursor"]}
    assert walked == [other_card, mine, started.evaluation_id]
    assert cursor == {"cursor": None}


def test_an_interactions_drafts_cost_the_same_however_many_drafts_there_are(world: World, card: str) -> None:
    query = {"status": "draft", "interaction_id": "int_1"}

    def cost() -> tuple[float, int]:
        with metered() as usage:
            assert len(items(world.call("eve", "GET", "/evaluations", query=query))) == 1
        return usage.read_units, usage.round_trips

    world.opened("eve", world.add_interaction(1), card)
    first = cost()
    for number in range(2, 12):
        world.opened("eve", world.add_interaction(number), card)
    assert cost() == first


def long_lines(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """Take the lines of the few here for longer ones."""
    if line != "short":
        monkeypatch.setattr(reading_service, "MOST_MERGED", 1)
    if line == "long":
        monkeypatch.setattr(Access, "visible_people", lambda *_: None)


@pytest.mark.parametrize("length", ["short", "middling", "long"])
def test_lists_filter_and_page_newest_interaction_first(
    world: World, card: str, length: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_lines(monkeypatch, length)
    other = world.published(content(yes_no("a")), "Other")
    ids = {}
    for number in range(1, 9):
        agent, by = ("kim" if number % 2 else "joe"), ("eve" if number < 5 else "ida")
        interaction = world.add_interaction(number, agent=agent)
        ids[number] = world.completed(by, interaction, other if number == 3 else card, a="yes")
    zoe = world.completed("eve", world.add_interaction(9, agent="zoe"), card, a="no")

    def walk(who: str, size: str = "3", **query: str | list[str]) -> list[str]:
        found: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = world.call(who, "GET", "/evaluations", query={"limit": size, **query, **cursor})
            found += items(page)
            if page.body["next_cursor"] is None:
                return found
            cursor = {"cursor": page.body["next_cursor"]}

    newest_first = [ids[number] for number in range(8, 0, -1)]
    assert walk("eve") == [zoe, *newest_first]
    assert walk("sam") == newest_first
    assert walk("kim") == [ids[7], ids[5], ids[3], ids[1]]
    assert walk("sam", agent_id=["us_kim", "us_zoe"]) == [ids[7], ids[5], ids[3], ids[1]]
    assert walk("eve", evaluator_id="us_ida") == [ids[8], ids[7], ids[6], ids[5]]
    assert walk("sam", evaluator_id="us_ida", agent_id="us_kim") == [ids[7], ids[5]]
    assert walk("eve", scorecard_id=other) == [ids[3]]
    assert walk("eve", type="automatic") == []
    period = {"from": "2026-03-02T11:00:00Z", "to": "2026-03-02T13:00:00Z"}
    assert walk("eve", **period) == walk("sam", **period) == [ids[3], ids[2]]
    assert world.call("eve", "GET", "/evaluations", query={"from": "2026-03-02T11:00:00"}).status == 400
    page = world.call("eve", "GET", "/evaluations", query={"limit": "3"})
    other_query = {"limit": "3", "type": "manual", "cursor": page.body["next_cursor"]}
    assert world.call("eve", "GET", "/evaluations", query=other_query).status == 400
    kim = world.store.evaluations_of("us_kim", START + timedelta(hours=3), START + timedelta(hours=7))
    assert [each.id for each in kim] == [ids[5], ids[3]]
    assert world.store.evaluations_of("us_kim", START, START + timedelta(days=1), type="manual", most=1)[0].id == ids[7]


@pytest.mark.feature("P4", "S4.7")
def test_whoever_reads_an_evaluation_learns_who_made_it(world: World, card: str) -> None:
    evaluation_id = world.completed("eve", world.add_interaction(1), card, a="yes")
    for reader in ("kim", "sam", "eve"):
        listed = world.call(reader, "GET", "/evaluations").body["items"][0]
        read = world.call(reader, "GET", f"/evaluations/{evaluation_id}").body
        for answer in (listed, read):
            assert (answer["agent_name"], answer["evaluator_name"]) == ("Kim Sample", "Eve Sample")


def test_a_page_of_a_list_costs_a_few_read_units_whatever_the_evaluations_hold(world: World, card: str) -> None:
    for number in range(1, 13):
        interaction = world.add_interaction(number)
        draft = world.opened("eve", interaction, card)
        path = f"/evaluations/{draft.body['id']}"
        answers = [{"question_id": "a", "option_id": "yes", "comment": "x" * 4000}]
        world.call("eve", "PATCH", f"{path}/answers", {"answers": answers}, if_match=draft.etag)
        world.call("eve", "POST", f"{path}/completion")
    with metered() as usage:
        assert len(items(world.call("ida", "GET", "/evaluations", query={"limit": "10"}))) == 10
    # One of them tells what is hidden from somebody who judges blindly.
    assert usage.read_units <= 6
    assert usage.round_trips <= 5


@pytest.mark.feature("S2.2", "S4.7")
def test_the_ai_answers_its_open_questions_of_an_ad_hoc_draft(world: World) -> None:
    exact = yes_no("x", answerer="ai", check="exact_match", phrases={"all_of": ["call is recorded"]})
    card = world.published(content(yes_no("a"), yes_no("b", answerer="ai"), yes_no("c", answerer="ai"), exact))
    draft = world.opened("eve", world.add_interaction(1), card)
    path = f"/evaluations/{draft.body['id']}"
    mine = {"answers": [{"question_id": "b", "option_id": "no"}]}
    saved = world.call("eve", "PATCH", f"{path}/answers", mine, if_match=draft.etag)
    world.model.answers = [{"q1": line("yes", "I am so sorry about that.")}]
    asked = world.ask_ai("eve", draft)
    by = {answer["question_id"]: answer for answer in asked.body["answers"]}
    assert by["b"]["option_id"] == "no"
    assert by["b"]["answered_by"] == "human"
    assert by["c"]["quote"] == {
        "text": "I am so sorry about that.",
        "turn_index": 2,
        "start_ms": 10000,
        "speaker": "agent",
    }
    assert by["x"]["option_id"] == "yes"
    assert asked.body["type"] == "blended"
    assert saved.body["provenance"] is None
    assert asked.body["provenance"]["model"] == "a-model"
    kept = {"answers": [{"question_id": "c", "option_id": "yes", "comment": "Agreed"}]}
    agreed = world.call("eve", "PATCH", f"{path}/answers", kept, if_match=asked.etag)
    by = {answer["question_id"]: answer for answer in agreed.body["answers"]}
    assert (by["c"]["answered_by"], by["c"]["comment"], by["c"]["quote"]["turn_index"]) == ("ai", "Agreed", 2)
    world.call(
        "eve", "PATCH", f"{path}/answers", {"answers": [{"question_id": "a", "option_id": "yes"}]}, if_match=agreed.etag
    )
    assert world.call("eve", "POST", f"{path}/completion").body["type"] == "blended"


def test_nothing_is_left_of_a_thrown_away_draft(world: World, card: str) -> None:
    before = len(table_items())
    draft = world.opened("eve", world.add_interaction(1), card)
    world.call("eve", "DELETE", f"/evaluations/{draft.body['id']}", if_match=draft.etag)
    assert len(table_items()) == before


@pytest.mark.feature("S4.7", "P4")
def test_large_evaluations_of_an_interaction_are_all_found(world: World, card: str) -> None:
    """Six of a quarter of a megabyte each are more than one answer of DynamoDB holds."""
    interaction = world.add_interaction(1)
    names = [f"e{number}" for number in range(6)]
    for name in names:
        world.add_person(name, "evaluator", None)
        draft = world.opened(name, interaction, card)
        stored = world.store.evaluation(draft.body["id"])
        assert stored is not None
        with Transaction(world.clock, world.ids) as tx:
            comments = tuple(Answer(question_id=f"q{n}", comment="x" * 4_000) for n in range(60))
            done = {"status": "completed", "answers": comments, "completed_at": START, "score": stored.score}
            large = stored.model_copy(update=done)
            world.store.put_evaluation(tx, large, stored)
    page = world.call("ada", "GET", "/evaluations", query={"interaction_id": interaction.id, "limit": "100"})
    assert {each["evaluator_id"] for each in page.body["items"]} == {f"us_{name}" for name in names}
