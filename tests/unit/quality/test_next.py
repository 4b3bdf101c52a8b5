"""The next conversation to score: it goes on until there is none, and is given to one evaluator alone."""

from datetime import timedelta
from typing import Any

import pytest

from debrief.kernel.storage.tables import find
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web import merging
from debrief.quality.evaluations import next_service, unscored_reader
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.opening import opened
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.table_store import QualityRow
from tests.doubles import metered
from tests.unit.helpers import Answer
from tests.unit.quality.world import World, content, yes_no

PATH = "/evaluations/next"


@pytest.fixture
def world(aws: None) -> World:
    return World()


@pytest.fixture
def card(world: World) -> str:
    return world.published(content(yes_no("a")))


def following(world: World, who: str, **body: Any) -> Answer:
    return world.call(who, "POST", PATH, body)


def complete(world: World, who: str, draft: Answer) -> None:
    path = f"/evaluations/{draft.body['id']}"
    answers = {"answers": [{"question_id": "a", "option_id": "yes"}]}
    assert world.call(who, "PATCH", f"{path}/answers", answers, if_match=draft.etag).status == 200
    assert world.call(who, "POST", f"{path}/completion").status == 200


@pytest.mark.feature("S4.4")
def test_after_the_oldest_comes_the_newest(world: World, card: str) -> None:
    first, *_ = [world.add_interaction(number) for number in (1, 2, 3)]
    draft = world.opened("eve", first, card)
    complete(world, "eve", draft)
    taken = []
    while (found := following(world, "eve", after=draft.body["id"])).status == 201:
        taken.append(found.body["interaction_id"])
        complete(world, "eve", found)
    assert (taken, found.status) == (["int_3", "int_2"], 404)


@pytest.mark.feature("S4.4")
def test_what_colleagues_have_scored_hides_nothing_behind_it(
    world: World, card: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unscored_reader, "MOST_LOOKED_UP", 5)
    world.add_interaction(1)
    for number in range(2, 22):
        world.completed("ida", world.add_interaction(number), card, a="yes")
    with metered() as cost:
        found = following(world, "eve", scorecard_id=card)
    assert (found.status, found.body["interaction_id"]) == (201, "int_1")
    assert cost.round_trips < 20, "they aren't looked up one by one"


@pytest.mark.feature("S4.4", "P4")
def test_a_line_is_found_however_much_others_have_done(
    world: World, card: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unscored_reader, "MOST_READ", 10)
    for number in range(60):
        world.add_person(f"a{number}", "agent", "sam")
    world.add_interaction(1, agent="a7", said=None)
    for number in range(2, 22):
        world.add_interaction(number, agent="zoe", said=None)
    found = following(world, "sam", scorecard_id=card)
    assert (found.status, found.body["interaction_id"]) == (201, "int_1")


@pytest.mark.feature("S4.4")
@pytest.mark.parametrize("who", ["eve", "sam"])
def test_where_it_has_looked_as_far_as_it_may_it_says_with_what_to_go_on(
    world: World, card: str, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unscored_reader, "MOST_LOOKED_UP", 3)
    monkeypatch.setattr(unscored_reader, "MOST_READ", 10)
    monkeypatch.setattr(unscored_reader, "_PAGE", 5)
    monkeypatch.setattr(unscored_reader, "_BATCH", 5)
    for number in range(1, 25):
        interaction = world.add_interaction(number)
        if number != 3:
            world.completed("ida", interaction, card, a="yes")
    body: dict[str, Any] = {"scorecard_id": card}
    asked = 0
    while (found := following(world, who, **body)).body.get("next_cursor"):
        assert (found.status, set(found.body)) == (200, {"next_cursor"})
        body["cursor"] = found.body["next_cursor"]
        asked += 1
        assert asked < 20
    assert (found.status, found.body["interaction_id"]) == (201, "int_3")
    assert asked == 2
    assert following(world, who, **{**body, "after": found.body["id"]}).status == 400, "of another question"

    # From the one it comes to, once around, and only then it is the end.
    complete(world, who, found)
    body, asked = {"after": found.body["id"]}, 0
    while (answer := following(world, who, **body)).body.get("next_cursor"):
        body["cursor"] = answer.body["next_cursor"]
        asked += 1
        assert asked < 20
    assert (answer.status, asked >= 2) == (404, True)


@pytest.mark.feature("S4.4")
def test_two_evaluators_are_given_two_conversations(world: World, card: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also while the index doesn't tell yet of what the other has opened."""
    for number in (1, 2):
        world.add_interaction(number)
    monkeypatch.setattr(EvaluationStore, "evaluations_of_interaction", lambda *_: [])
    given = {who: following(world, who, scorecard_id=card) for who in ("eve", "ida")}
    assert [found.body["interaction_id"] for found in given.values()] == ["int_2", "int_1"]
    assert following(world, "ada", scorecard_id=card).status == 404
    # Whoever lets theirs go leaves it to others.
    path = f"/evaluations/{given['eve'].body['id']}"
    assert world.call("eve", "DELETE", path, if_match=given["eve"].etag).status == 204
    assert following(world, "ada", scorecard_id=card).body["interaction_id"] == "int_2"


@pytest.mark.feature("S4.4")
def test_a_draft_that_nobody_has_taken_is_given_to_one_alone(world: World, card: str) -> None:
    scorecard, version = world.scorecards.scorecard(card), world.scorecards.version(card, 1)
    assert scorecard is not None
    assert version is not None
    free = opened(world.ids.new("ev"), world.add_interaction(1), scorecard, version, world.clock, evaluator_id=None)
    with Transaction(world.clock, world.ids) as tx:
        world.store.put_evaluation(tx, free)
    assert [following(world, "eve").body["id"] for _ in "ab"] == [free.id, free.id]
    assert following(world, "ida").status == 404
    # Whoever leaves it as it was keeps it from nobody for long.
    world.clock.advance(timedelta(minutes=11))
    assert following(world, "ida").body["id"] == free.id


@pytest.mark.feature("S4.4")
def test_one_that_can_no_longer_be_opened_is_passed_over(
    world: World, card: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2):
        world.add_interaction(number)
    real = world.interactions.interaction
    monkeypatch.setattr(world.interactions, "interaction", lambda id: None if id == "int_2" else real(id))
    assert following(world, "eve", scorecard_id=card).body["interaction_id"] == "int_1"


def free_draft(world: World, card: str, number: int, agent: str = "kim") -> Evaluation:
    """A draft that nobody has taken, a minute after the one before."""
    world.clock.advance(timedelta(minutes=1))
    scorecard, version = world.scorecards.scorecard(card), world.scorecards.version(card, 1)
    assert scorecard is not None
    assert version is not None
    interaction = world.add_interaction(number, agent=agent)
    draft = opened(world.ids.new("ev"), interaction, scorecard, version, world.clock, evaluator_id=None)
    with Transaction(world.clock, world.ids) as tx:
        world.store.put_evaluation(tx, draft)
    return draft


@pytest.mark.feature("S4.4")
def test_what_has_waited_longest_comes_first_and_is_given_to_one_evaluator(world: World, card: str) -> None:
    drafts = [free_draft(world, card, number).id for number in (1, 2, 3, 4)]
    first = following(world, "eve")
    assert [first.body["id"], following(world, "ida").body["id"]] == drafts[:2]
    complete(world, "eve", first)
    second = following(world, "eve", after=first.body["id"])
    assert second.body["id"] == drafts[2]
    complete(world, "eve", second)
    # From the last on, and then those that came before it: what ida left as it was.
    world.clock.advance(timedelta(minutes=11))
    last = following(world, "eve", after=second.body["id"])
    assert last.body["id"] == drafts[3]
    complete(world, "eve", last)
    assert following(world, "eve", after=last.body["id"]).body["id"] == drafts[1]


@pytest.mark.feature("S4.4")
def test_whoever_has_no_drafts_begins_with_what_nobody_has_scored(world: World, card: str) -> None:
    other = world.published(content(yes_no("a")), "Another")
    world.published(content(yes_no("a", answerer="ai"), start_automatically=True), "By itself")
    world.add_interaction(1)
    begun = following(world, "eve")
    assert (begun.status, begun.body["scorecard_id"]) == (201, other), "the first by name"
    complete(world, "eve", begun)
    world.completed("ida", world.add_interaction(2), card, a="yes")
    world.add_interaction(3)
    assert following(world, "ida").body["scorecard_id"] == card, "the one used last"
    # Nothing is left with that one, so that it goes on with the next.
    body: dict[str, Any] = {}
    while (found := following(world, "ida", **body)).body.get("next_cursor"):
        body["cursor"] = found.body["next_cursor"]
    assert found.status == 200, "their own draft"
    complete(world, "ida", found)
    body, taken = {}, []
    for _ in range(12):
        found = following(world, "ida", **body)
        body = {"cursor": found.body["next_cursor"]} if found.body.get("next_cursor") else {}
        if found.status == 201:
            taken.append((found.body["scorecard_id"], found.body["interaction_id"]))
            complete(world, "ida", found)
        if found.status == 404:
            break
    assert found.status == 404
    assert sorted(taken) == sorted([(card, "int_1"), (other, "int_2"), (other, "int_3")])


@pytest.mark.feature("S4.4", "P4")
def test_drafts_of_others_end_nothing(world: World, card: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page may be empty though more follow: those looked at are about people whom one doesn't see."""
    monkeypatch.setattr(merging, "MOST_EXAMINED", 2)
    monkeypatch.setattr(next_service, "_DRAFT_PAGES", 2)
    long_line = [f"a{number}" for number in range(51)]
    for name in long_line:
        world.add_person(name, "agent", "sam")
    for number in range(1, 8):
        free_draft(world, card, number, agent="zoe")
    own = free_draft(world, card, 9, agent="a7").id
    body: dict[str, Any] = {"scorecard_id": card}
    asked = 0
    while (found := following(world, "sam", **body)).body.get("next_cursor"):
        body["cursor"] = found.body["next_cursor"]
        asked += 1
        assert asked < 20
    assert (found.status, found.body.get("id")) == (200, own)
    assert asked > 0


@pytest.mark.feature("S4.4", "S4.7")
def test_a_list_of_drafts_reads_lines_and_one_of_before_stands_among_them(world: World, card: str) -> None:
    before, now = free_draft(world, card, 1), free_draft(world, card, 2)
    # As a draft was written before there were lines: whole, where lines stand.
    line = find(QualityRow, f"EV#{before.id}", "DRAFT")
    whole = find(QualityRow, f"EV#{before.id}", "EVALUATION")
    assert line is not None
    assert whole is not None
    with Transaction(world.clock, world.ids) as tx:
        for name in ("GSI1PK", "GSI1SK", "GSI2PK", "GSI2SK"):
            setattr(whole, name, getattr(line, name))
        tx.delete(line)
        tx.put(whole)

    def listed(who: str) -> list[str]:
        page = world.call(who, "GET", "/evaluations", query={"status": "draft"})
        return [each["id"] for each in page.body["items"]]

    assert listed("eve") == [now.id, before.id]
    assert listed("sam") == [now.id, before.id]
    taken = following(world, "eve")
    assert taken.body["id"] == before.id
    path = f"/evaluations/{before.id}"
    answers: dict[str, Any] = {"answers": [{"question_id": "a", "option_id": "yes", "comment": "x" * 4000}]}
    answers["comment"] = "y" * 4000
    saved = world.call("eve", "PATCH", f"{path}/answers", answers, if_match=taken.etag)
    assert saved.status == 200
    assert (listed("eve"), listed("ida")) == ([now.id, before.id], [now.id])
    written: Any = find(QualityRow, f"EV#{before.id}", "EVALUATION")
    assert written.GSI1PK is None, "from now on its line is what lists find"
    with metered() as cost:
        list(world.store.drafts("us_eve", chunk=10))
    assert cost.read_units <= 1, "a line, and not 8,000 letters"
    assert world.call("eve", "POST", f"{path}/completion").status == 200
    assert listed("eve") == [now.id]
    assert find(QualityRow, f"EV#{before.id}", "DRAFT") is None


@pytest.mark.feature("S4.4")
def test_where_the_search_isn_t_over_nothing_of_a_later_stage_is_given(
    world: World, card: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A draft with another scorecard comes after the last conversation for one's own, however far that lies."""
    monkeypatch.setattr(unscored_reader, "MOST_READ", 2)
    monkeypatch.setattr(unscored_reader, "_PAGE", 2)
    other = world.published(content(yes_no("a")), "Another")
    first = world.completed("eve", world.add_interaction(30), card, a="yes")
    for number in range(10, 14):
        world.completed("ida", world.add_interaction(number), card, a="yes")
    world.add_interaction(1)
    later = free_draft(world, other, 40)
    taken: list[str] = []
    body: dict[str, Any] = {"after": first}
    asked = 0
    while (found := following(world, "eve", **body)).status != 404 and asked < 30:
        asked += 1
        if cursor := found.body.get("next_cursor"):
            body["cursor"] = cursor
            continue
        taken.append(found.body["id"] if found.status == 200 else found.body["interaction_id"])
        complete(world, "eve", found)
        body = {"after": first}
    assert (taken, found.status) == (["int_1", "int_40", later.id], 404)
    assert asked > len(taken), "it took more than one request to come so far"


def given(world: World, card: str, number: int, on: str) -> str:
    """What was given to eve to do until a day."""
    world.clock.advance(timedelta(minutes=1))
    world.add_interaction(number)
    body = {"interaction_id": f"int_{number}", "scorecard_id": card, "due_on": on, "evaluator_ids": ["us_eve"]}
    made = world.call("sam", "POST", "/evaluations/assignments", body)
    assert made.status == 201, made.body
    return str(made.body["items"][0]["id"])


@pytest.mark.feature("S4.4", "S4.7")
def test_what_is_due_soonest_comes_first_whatever_has_waited_longer(world: World, card: str) -> None:
    other = world.published(content(yes_no("a")), "Another")
    free = free_draft(world, card, 1).id
    late = given(world, card, 2, "2026-03-12")
    soon = given(world, card, 3, "2026-03-09")
    with_another = given(world, other, 4, "2026-03-08")
    world.add_interaction(5)
    found = following(world, "eve")
    order: list[str] = []
    while found.status == 200 and len(order) < 5:
        order.append(found.body["id"])
        complete(world, "eve", found)
        found = following(world, "eve", after=order[-1])
    assert order == [with_another, soon, late, free]


@pytest.mark.feature("S4.4", "S4.7")
def test_what_was_given_with_another_scorecard_isn_t_starved_by_conversations(world: World, card: str) -> None:
    other = world.published(content(yes_no("a")), "Another")
    first = given(world, card, 1, "2026-03-12")
    second = given(world, card, 2, "2026-03-11")
    free = free_draft(world, card, 3).id
    elsewhere = given(world, other, 4, "2026-03-20")
    world.add_interaction(5)
    after = world.completed("eve", world.add_interaction(6), card, a="yes")
    order = []
    while (found := following(world, "eve", after=after)).status == 200:
        order.append(found.body["id"])
        complete(world, "eve", found)
    assert order == [second, first, free, elsewhere]
    assert found.status == 201, "and then conversations that nobody has scored"
    # One that is left as it is comes after what is due later, and again.
    skipped, behind = given(world, card, 7, "2026-03-11"), given(world, card, 8, "2026-03-12")
    assert following(world, "eve", after=skipped).body["id"] == behind
    assert following(world, "eve", after=behind).body["id"] == skipped


@pytest.mark.feature("S4.4")
def test_who_lets_a_draft_go_frees_nothing_that_was_given_to_another_since(world: World, card: str) -> None:
    world.add_interaction(1)
    mine = following(world, "eve", scorecard_id=card)
    world.clock.advance(timedelta(minutes=11))
    with pytest.MonkeyPatch.context() as patched:
        # The index doesn't tell yet of what others have opened.
        patched.setattr(EvaluationStore, "evaluations_of_interaction", lambda *_: [])
        assert following(world, "ida", scorecard_id=card).status == 201
        path = f"/evaluations/{mine.body['id']}"
        assert world.call("eve", "DELETE", path, if_match=mine.etag).status == 204
        assert following(world, "ada", scorecard_id=card).status == 404, "it is Ida's"
