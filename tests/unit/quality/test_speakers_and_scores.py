"""A score follows who is who: what was made of the speakers as they were is superseded, what a person made stays."""

import pytest

from debrief.interactions.conversations.model import Interaction
from debrief.interactions.intake.store import IntakeStore
from debrief.interactions.speakers.model import SWAP
from debrief.interactions.speakers.service import SpeakerCorrection
from debrief.quality.evaluations.events import EVALUATION_COMPLETED, EVALUATION_SUPERSEDED
from tests.unit.interactions.test_intake import RecordedWorkflows
from tests.unit.quality.test_automatic import ai, automatic
from tests.unit.quality.world import World, content, yes_no

SAID = (("agent", "My parcel never came."), ("customer", "Good afternoon, this is the parcel desk."))


@pytest.fixture
def world(aws: None) -> World:
    return World()


def swapped(world: World, interaction: Interaction) -> Interaction:
    correction = SpeakerCorrection(
        world.interactions,
        IntakeStore(),
        RecordedWorkflows(),
        world.clock,
        world.ids,
        agent_sentiment=lambda: False,
    )
    return correction.correct(interaction, SWAP, by="us_eve")


def counts(world: World) -> list[float | None]:
    """The scores that count, of evaluations that began by themselves."""
    found = world.store.evaluations_of_interaction("int_1")
    return [each.score.percent for each in found if each.score and not each.superseded_at and not each.evaluator_id]


@pytest.mark.feature("S2.1", "S4.7")
def test_automatic_scores_follow_the_speakers_there_and_back(world: World) -> None:
    greeted = ai("x", check="exact_match", phrases={"any_of": ["good afternoon"]})
    world.published(automatic(greeted))
    interaction = world.add_interaction(1, said=SAID)
    world.automatic.evaluate("int_1")
    assert counts(world) == [0]
    after = swapped(world, interaction)
    assert after.lacks("answers")
    for _ in ("once", "and again, as a step is repeated"):
        world.automatic.evaluate("int_1")
        assert counts(world) == [100]
    assert len(world.events(EVALUATION_SUPERSEDED)) == 1
    settled = world.interactions.interaction("int_1")
    assert settled is not None
    assert not settled.lacks("answers")
    swapped(world, settled)
    world.automatic.evaluate("int_1")
    assert counts(world) == [0]
    # The first one holds again; nothing was answered a third time.
    assert len({event.subject for event in world.events(EVALUATION_COMPLETED)}) == 2


@pytest.mark.feature("S2.1", "S4.7")
def test_what_a_person_answered_stays_and_is_told_to_rest_on_earlier_words(world: World) -> None:
    card = world.published(content(yes_no("h")))
    interaction = world.add_interaction(1, said=SAID)
    evaluation = world.completed("eve", interaction, card, h="yes")
    swapped(world, interaction)
    world.automatic.evaluate("int_1")
    shown = world.call("eve", "GET", f"/evaluations/{evaluation}").body
    assert (shown["earlier_words"], shown["superseded_at"], shown["score"]["percent"]) == (True, None, 100)
    assert world.events(EVALUATION_SUPERSEDED) == []
