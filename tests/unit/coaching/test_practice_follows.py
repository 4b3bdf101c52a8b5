"""Practice follows its coaching log, is told to whom it may be, and waits in lists of what waits (S2.4, S2.6)."""

import pytest

from debrief.coaching.access import CoachingAccess
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
