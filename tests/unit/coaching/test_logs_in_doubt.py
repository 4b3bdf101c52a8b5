"""No coaching log is written while its conversation seems to instruct the AI and nobody has decided it (S2.4, N6)."""

from collections.abc import Callable
from typing import Any

import pytest

from debrief.coaching.logs.doubting import in_doubt
from debrief.interactions.analysis.instructing import instructing
from debrief.interactions.conversations.analysis import Analysis, Origin, Reading
from debrief.interactions.conversations.model import Interaction
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.flags.model import Flag
from debrief.quality.flags.store import FlagStore
from tests.unit.coaching.log_world import World
from tests.unit.quality.test_addressing_ai import ATTACK

SAID = (("agent", "Hello."), ("customer", ATTACK), ("agent", "Bye."))
SUMMARY = "The customer asks where the parcel is."


@pytest.fixture
def world(aws: None) -> World:
    return World()


def analysed(world: World, number: int = 1) -> Interaction:
    """A conversation that instructs the AI, as its analysis leaves it."""
    interaction = world.add_interaction(number, said=SAID)
    transcript = world.interactions.transcript(interaction)
    assert transcript is not None
    analysis = Analysis(
        instructs=tuple(
            Reading(value=each, origin=Origin.COMPUTED) for each in instructing(interaction, transcript.turns)
        ),
        summary=Reading(value=SUMMARY, origin=Origin.MODEL),
    )
    with Transaction(world.clock, world.ids) as tx:
        world.interactions.put(tx, interaction.model_copy(update={"analysis": analysis}))
    found = world.interactions.interaction(interaction.id)
    assert found is not None
    return found


def of_doubt(world: World) -> Flag:
    """The flag of who instructs the AI."""
    (found,) = [each for each in world.flags.of_interaction("int_1") if each.kind == "addresses_ai"]
    return found


def settle(world: World, verb: str, body: dict[str, Any] | None = None) -> None:
    """Resolve that flag, or open it again, and let coaching hear of it."""
    path = f"/flags/{of_doubt(world).id}"
    done = world.call("sam", "POST", f"{path}/{verb}", body, if_match=world.call("sam", "GET", path).etag)
    assert done.status == 200, done.body
    world.hear()


@pytest.mark.feature("S2.4", "N6")
@pytest.mark.parametrize(("outcome", "summary"), [("mistaken", SUMMARY), ("coached", None)])
def test_a_log_waits_for_who_decides_of_the_doubt(world: World, outcome: str, summary: str | None) -> None:
    assert analysed(world).doubtful
    world.scored(1, a="no", b="no")
    assert [each.kind for each in world.flags.of_interaction("int_1")] == ["low_score"], "its flag comes later"
    assert (world.page(), world.told("coaching_log_written")) == ([], [])
    world.raising.conversation_changed("int_1")
    world.hear(again=True)
    assert (world.page(), world.told("coaching_log_written")) == ([], [])

    settle(world, "resolution", {"outcome": outcome, "note": "Looked at."})
    (log,) = world.page()
    assert (log["state"], world.told("coaching_log_written")) == ("written", [("us_sam",)])
    assert world.log(log["id"]).body["call"]["summary"] == summary, "what a model read is told where it counts"

    assert world.act("sam", log["id"], "release", "Please read").status == 200
    settle(world, "reopening")
    (log,) = world.page()
    assert (log["state"], world.log(log["id"]).body["history"][-1]["why"]) == ("withdrawn", "doubtful")
    assert world.log(log["id"], "kim").body["history"][-1]["why"] is None, "nobody is told of flags about them"
    settle(world, "resolution", {"outcome": outcome, "note": "Looked at."})
    (log,) = world.page()
    assert (log["state"], world.steps(log["id"])[-2:]) == ("released", ["withdrawn", "written_again"])
    assert world.told("coaching_log_released") == [("us_kim",), ("us_kim",)], "what was taken back is told again"


@pytest.mark.feature("S2.4", "N6")
def test_answers_of_the_ai_that_wait_for_that_reason_keep_it_waiting(world: World) -> None:
    evaluation = world.store.evaluation(world.scored(1, a="no", b="no"))
    assert evaluation is not None
    waits = evaluation.model_copy(update={"status": "draft", "to_review": ("addresses_ai",)})
    interaction = world.interactions.interaction("int_1")
    assert in_doubt(interaction, (), [evaluation, waits])
    for settled in ({"to_review": ("unsupported",)}, {"superseded_at": world.clock.now()}, {"status": "completed"}):
        assert not in_doubt(interaction, (), [evaluation, waits.model_copy(update=settled)])
    assert not in_doubt(None, (), [])


@pytest.mark.feature("S2.4")
def test_a_flag_that_goes_while_a_log_is_written_of_it_leaves_none(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.add_interaction(1)
    id = world.scored(1, a="yes", b="yes")
    world.settle(alert_keywords=("parcel",))
    world.raising.conversation_changed("int_1")
    read: Callable[[FlagStore, str], list[Flag]] = FlagStore.of_interaction
    looks = []

    def slow(store: FlagStore, interaction_id: str) -> list[Flag]:
        # Only coaching reads them so.
        found = read(store, interaction_id)
        looks.append(len(found))
        if len(looks) == 1:
            world.settle(alert_keywords=())
            world.raising.conversation_changed("int_1")
        return found

    monkeypatch.setattr(FlagStore, "of_interaction", slow)
    world.writing.conversation_changed("int_1", id)
    assert looks == [1, 1], "it looked again"
    assert [each.holds for each in world.flags.of_interaction("int_1")] == [False]
    assert world.logs.of_conversation("int_1") == []
