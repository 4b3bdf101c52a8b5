"""Practice follows its coaching log, is told to whom it may be, and waits in lists of what waits (S2.4, S2.6)."""

import pytest

from debrief.coaching.access import CoachingAccess
from debrief.coaching.logs.model import Act
from debrief.coaching.practice.course import LOG_GONE
from debrief.coaching.practice.model import ScenarioText
from debrief.coaching.practice.store import PracticeStore
from debrief.coaching.practice.waiting_reader import PracticeWaiting
from debrief.home.practice_reader import PracticeForYou
from debrief.kernel.ai.model_client import ModelClient, ModelSettings
from debrief.kernel.ai.money import TokenPrice
from debrief.kernel.errors import BudgetSpent
from debrief.kernel.storage.transactions import Transaction
from debrief.people.account.budget_store import MonthlyBudget
from debrief.people.model import Change, ModelBudget
from debrief.people.organisation.store import write_users
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.blinding import Blind
from tests.unit.coaching.practice_world import MISSED, SHOWN, SORRY, TEXT, World
from tests.unit.coaching.test_practice import settle


@pytest.fixture
def world(aws: None) -> World:
    return World()


def taken_back(world: World, kind: str) -> list[str]:
    """From whom a notice of that kind was taken back."""
    events = [each for each in world.coaching_events() if each.type.endswith("notice.withdrawn.v1")]
    return [id for each in events if each.data["kind"] == kind for id in each.data["recipient_ids"]]


def for_you(world: World, name: str) -> list[tuple[str, str, str]]:
    """What of practice stands in somebody's list: its kind, its title, whom it is about or from."""
    waiting = PracticeWaiting(PracticeStore(), CoachingAccess(PeopleStore(), world.access), world.clock)
    found, more = PracticeForYou(waiting, PeopleStore()).of(world.access.caller(f"us_{name}"), 20)
    assert not more
    return [(each.kind, each.title, each.person.id if each.person else "") for each in found]


@pytest.mark.feature("S2.4", "S2.6")
def test_what_nobody_has_settled_goes_with_its_log_and_comes_back_with_it(world: World) -> None:
    world.add_interaction(1)
    made = world.written()
    assert made is not None
    assert for_you(world, "sam") == []
    world.model.answers.append(TEXT)
    world.work()
    assert for_you(world, "sam") == [("practice_to_approve", TEXT["title"], "us_kim")]
    assert (for_you(world, "kim"), for_you(world, "pat")) == ([], [])

    gone = world.written(holds=False)
    assert gone is not None
    assert (gone.state, gone.reason, gone.decided_by) == ("declined", LOG_GONE, None)
    assert "us_sam" in taken_back(world, "practice_to_approve")
    assert for_you(world, "sam") == []
    assert world.heard_of("cl_1") == gone, "heard twice, nothing changes"

    asked = len(world.model.asked)
    same = world.written()
    assert same is not None
    assert (same.state, same.text, same.decided_at) == ("waiting", ScenarioText(**TEXT), None), (
        "what was written is there again"
    )
    assert (len(world.model.asked), world.told("practice_to_approve")) == (asked, [("us_sam",), ("us_sam",)])
    world.written(holds=False)

    back = world.written(question_id="b")
    assert back is not None
    assert (back.state, back.text, back.criterion, back.works) == ("drafting", None, "Question b?", 2)
    world.model.answers.append(TEXT)
    world.work()
    other = world.written(question_id="a")
    assert other is not None
    assert (other.state, other.question_id) == ("drafting", "a"), "another criterion is the lowest"
    world.model.answers.append(TEXT)
    world.work()

    assert settle(world, made.id, "approval", {}).status == 200
    approved = world.practice.scenario(made.id)
    assert for_you(world, "kim") == [("practice", TEXT["title"], "us_sam")]
    assert world.written(holds=False) == approved, "what somebody has settled stays"
    world.scored(world.coach("kim", "GET", f"/practice/{made.id}"), SHOWN)
    assert for_you(world, "kim") == [], "what was passed waits no more"


@pytest.mark.feature("S2.4")
def test_of_a_conversation_long_ago_nobody_is_told_one_by_one(world: World) -> None:
    world.add_interaction(1)
    assert world.written(days_ago=31) is not None
    world.model.answers.append(TEXT)
    world.work()
    assert world.told("practice_to_approve") == []
    assert for_you(world, "sam") == [("practice_to_approve", TEXT["title"], "us_kim")]


@pytest.mark.feature("S2.6")
def test_only_those_are_told_who_may_coach_the_agent_now(world: World) -> None:
    made = world.made(text=None)
    people = PeopleStore()
    kim = people.find_user("us_kim")
    assert kim is not None
    with Transaction(world.clock, world.ids) as tx:
        write_users(tx, [Change(kim, kim.model_copy(update={"manager_id": "us_pat"}))])
    world.model.answers.append(TEXT)
    world.work()
    assert world.told("practice_to_approve") == [("us_pat",)], "whoever made it leads kim no more"
    assert for_you(world, "sam") == []
    assert settle(world, made.body["id"], "approval", {}, by="pat").status == 200
    assert "us_pat" in taken_back(world, "practice_to_approve")


@pytest.mark.feature("S4.12")
def test_whoever_judges_the_conversation_blindly_sees_no_practice_of_it(world: World) -> None:
    called = world.add_interaction(1)
    made = world.written()
    assert made is not None
    world.model.answers.append(TEXT)
    world.work()
    blind = Blind(interaction_id="int_1", agent_id="us_kim", interaction_started_at=called.started_at, by="ca_1")
    with Transaction(world.clock, world.ids) as tx:
        BlindStore().blind(tx, "us_sam", blind)
    assert world.coach("sam", "GET", f"/practice/{made.id}").status == 404
    assert world.coach("sam", "GET", "/practice").body["items"] == []
    assert world.coach("sam", "GET", "/practice", query={"log_id": "cl_1"}).body["items"] == []
    assert for_you(world, "sam") == []
    assert world.coach("ada", "GET", f"/practice/{made.id}").status == 200


@pytest.mark.feature("S4.12", "S2.6")
def test_nobody_is_told_of_a_practice_of_what_they_judge_blindly(world: World) -> None:
    """Its criterion is the one that the conversation was low on."""
    called = world.add_interaction(1)
    blind = Blind(interaction_id="int_1", agent_id="us_kim", interaction_started_at=called.started_at, by="ca_1")
    with Transaction(world.clock, world.ids) as tx:
        BlindStore().blind(tx, "us_sam", blind)
    assert world.written() is not None
    world.model.answers.append(TEXT)
    world.work()
    assert world.told("practice_to_approve") == []
    assert [each["state"] for each in world.coach("ada", "GET", "/practice").body["items"]] == ["waiting"]


@pytest.mark.feature("N8")
def test_a_number_told_in_pieces_is_masked_where_it_is_stored(world: World) -> None:
    attempt = world.begun(world.made())
    world.talked(attempt, "Your card is 4111 1111")
    world.talked(attempt, "1111 1111, isn't it?")
    turns = world.practice.words(attempt.body["scenario_id"], attempt.body["id"]).turns
    said = " ".join(each.text for each in turns)
    assert "4111" not in said
    assert "1111" not in said


@pytest.mark.feature("N8")
def test_a_score_that_comes_after_the_customer_was_erased_keeps_no_word(world: World) -> None:
    from debrief.coaching.practice.privacy_service import PracticePersonalData

    world.add_interaction(1)
    made = world.written()
    assert made is not None
    world.model.answers.append(TEXT)
    world.work()
    settle(world, made.id, "approval", {})
    attempt = world.begun(world.coach("kim", "GET", f"/practice/{made.id}"))
    world.talked(attempt)
    world.act(attempt, "completion")
    assert PracticePersonalData(world.clock, world.ids).erase_conversation("int_1") == [True]
    world.model.answers.append({"q1": MISSED})
    assert world.work().outcome == "superseded"
    left = world.practice.attempt(made.id, attempt.body["id"])
    assert left is not None
    assert (left.state, left.score, left.work) == ("given_up", None, None)
    assert SORRY not in str(world.practice.words(made.id, left.id))
    assert world.read(attempt).body["actions"] == []
    assert taken_back(world, "practice_for_you") == ["us_kim"]


@pytest.mark.feature("N9")
def test_a_spent_budget_stops_what_is_asked_before_the_call_and_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = world.begun(world.made())
    world.talked(attempt, reply=None)
    world.settle(model_budget_usd_month=ModelBudget(practice=0))
    model = ModelClient(
        ModelSettings(model_id="a-model", price=TokenPrice(input=3, output=15)),
        budget=MonthlyBudget("practice", PeopleStore(), world.clock),
        connect=lambda _: world.model,  # type: ignore[arg-type, return-value]
    )
    monkeypatch.setattr(world.working, "_model", lambda: model)
    asked = len(world.model.asked)
    with pytest.raises(BudgetSpent) as spent:
        world.work()
    assert len(world.model.asked) == asked, "nobody was asked"
    world.working.fail(*world.runs.started[-1], type(spent.value).__name__)
    told = world.read(attempt).body
    assert (told["state"], told["actions"]) == ("open", ["ask_again", "end", "give_up"])
    assert "budget for practice is spent" in told["problem"]
    # What other uses have left is theirs, and theirs spent leave practice its own.
    world.settle(model_budget_usd_month=ModelBudget(answers=0, analysis=0, summary=0))
    assert world.act(attempt, "retry").status == 202
    world.model.answers.append({"text": "And now?"})
    assert world.work().outcome == "done"


def logs_of(world: World, id: str, by: str = "sam") -> list[str]:
    """The coaching logs of a scenario, as somebody is shown them."""
    return [each["log_id"] for each in world.coach(by, "GET", f"/practice/{id}").body["logs"]]


@pytest.mark.feature("S2.4")
def test_further_logs_of_an_agent_and_a_criterion_join_what_waits(world: World) -> None:
    for number in (1, 2, 3):
        world.add_interaction(number)
    made = world.written()
    assert made is not None
    world.model.answers.append(TEXT)
    world.work()
    for number in (2, 3, 3):
        joined = world.written(f"cl_{number}", f"int_{number}")
        assert joined is not None
        assert (joined.id, joined.text, joined.state) == (made.id, ScenarioText(**TEXT), "waiting")
    assert logs_of(world, made.id) == ["cl_1", "cl_2", "cl_3"]
    assert (len(world.runs.started), world.told("practice_to_approve")) == (1, [("us_sam",)])
    assert for_you(world, "sam") == [("practice_to_approve", TEXT["title"], "us_kim")]
    (found,) = world.coach("sam", "GET", "/practice", query={"log_id": "cl_3"}).body["items"]
    assert found["id"] == made.id
    other = world.written("cl_4", "int_3", question_id="b")
    joe = world.written("cl_5", "int_3", agent_id="us_joe")
    assert other is not None
    assert joe is not None
    assert len({made.id, other.id, joe.id}) == 3, "another criterion, and somebody else, have their own"

    assert settle(world, made.id, "approval", {}).status == 200
    following = world.written("cl_6", "int_3")
    assert following is not None
    assert following.id != made.id, "what was settled takes nothing in any more"
    stays = world.written("cl_2", "int_2", holds=False)
    assert stays is not None
    assert (stays.id, stays.state, stays.log_ids) == (made.id, "approved", ("cl_1", "cl_2", "cl_3"))


@pytest.mark.feature("S2.4")
def test_a_log_leaves_what_it_joined_and_the_last_takes_it_away(world: World) -> None:
    for number in (1, 2, 3):
        world.add_interaction(number)
    made = world.written()
    assert made is not None
    world.written("cl_2", "int_2")
    world.written("cl_3", "int_3")
    world.model.answers.append(TEXT)
    world.work()
    moved = world.written("cl_2", "int_2", question_id="b")
    assert moved is not None
    assert (moved.question_id, moved.log_ids) == ("b", ("cl_2",))
    kept = world.practice.scenario(made.id)
    assert kept is not None
    assert (kept.log_ids, kept.state, kept.text) == (("cl_1", "cl_3"), "waiting", ScenarioText(**TEXT))
    assert world.written("cl_1", holds=False) is None, "the one that it was written from"
    again = world.practice.scenario(made.id)
    assert again is not None
    assert (again.log_ids, again.interaction_id, again.state, again.text) == (("cl_3",), "int_3", "drafting", None)
    back = world.written("cl_1")
    assert back is not None
    assert (back.id, back.log_ids) == (made.id, ("cl_3", "cl_1"))
    world.written("cl_3", "int_3", holds=False)
    world.written("cl_1", holds=False)
    gone = world.practice.scenario(made.id)
    assert gone is not None
    assert (gone.state, gone.log_gone, gone.log_ids) == ("declined", True, ("cl_1",))
    returned = world.written("cl_2", "int_2", question_id="a")
    assert returned is not None
    assert (returned.id, returned.state, returned.question_id) == (moved.id, "drafting", "a"), (
        "alone it follows its log"
    )
    joined = world.written("cl_1")
    assert joined is not None
    assert (joined.id, joined.log_ids) == (moved.id, ("cl_2", "cl_1")), "and what is back joins that"


@pytest.mark.feature("S2.4")
def test_two_logs_at_once_make_one_scenario(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2):
        world.add_interaction(number)
    read = PracticeStore.newest
    raced: list[bool] = []

    def racing(self: PracticeStore, *about: str) -> object:
        found = read(self, *about)
        if not raced:
            raced.append(True)
            world.written("cl_2", "int_2")
        return found

    monkeypatch.setattr(PracticeStore, "newest", racing)
    first = world.written("cl_1", "int_1")
    second = world.practice.of_log("cl_2")
    assert first == second
    assert first is not None
    assert first.log_ids == ("cl_2", "cl_1")


@pytest.mark.feature("N8", "S2.4")
def test_a_conversation_that_is_erased_leaves_what_waits_for_others(world: World) -> None:
    from debrief.coaching.practice.privacy_service import PracticePersonalData

    for number in (1, 2, 3):
        world.add_interaction(number)
    made = world.written()
    assert made is not None
    world.written("cl_2", "int_2")
    world.written("cl_3", "int_3")
    world.model.answers.append(TEXT)
    world.work()
    personal = PracticePersonalData(world.clock, world.ids)
    assert personal.erase_conversation("int_2") == [True]
    kept = world.practice.scenario(made.id)
    assert kept is not None
    assert (kept.log_ids, kept.text) == (("cl_1", "cl_3"), ScenarioText(**TEXT))
    assert personal.erase_conversation("int_1") == [True]
    left = world.practice.scenario(made.id)
    assert left is not None
    assert (left.log_ids, left.interaction_ids, left.text, left.state) == (("cl_3",), ("int_3",), None, "failed")
    assert personal.erase_conversation("int_1") == []
    shown = world.coach("sam", "GET", f"/practice/{made.id}").body
    assert (shown["actions"], "erased" in shown["problem"]) == (["edit", "decline", "draft"], True)
    world.written("cl_2", "int_2")
    personal.erase("us_kim", None)
    assert world.practice.scenario(made.id) is None
    assert world.practice.joins("cl_3") is None
    assert world.practice.newest("us_kim", world.practised, "a") is None


@pytest.mark.feature("S2.4", "P4")
def test_an_agent_is_told_of_a_log_by_its_release_and_not_by_its_practice(world: World) -> None:
    for number in (1, 2):
        world.add_interaction(number)
    made = world.written()
    assert made is not None
    world.written("cl_2", "int_2")
    world.model.answers.append(TEXT)
    world.work()
    assert settle(world, made.id, "approval", {}).status == 200
    seen = world.coach("kim", "GET", f"/practice/{made.id}").body
    assert (seen["log_id"], seen["interaction_id"], seen["logs"], seen["recurring"]) == (None, None, [], False)
    assert world.coach("kim", "GET", "/practice", query={"log_id": "cl_1"}).body["items"] == []
    log = world.coaching_logs.log("cl_2")
    assert log is not None
    with Transaction(world.clock, world.ids) as tx:
        world.coaching_logs.put(tx, log.model_copy(update={"released": Act(by="us_sam", at=world.clock.now())}))
    (listed,) = world.coach("kim", "GET", "/practice").body["items"]
    assert (listed["log_id"], listed["interaction_id"], listed["recurring"]) == ("cl_2", "int_2", True)
    assert logs_of(world, made.id, "kim") == ["cl_2"]
    assert logs_of(world, made.id) == ["cl_1", "cl_2"]
