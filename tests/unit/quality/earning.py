"""What tests of the AI's standing have in common: evaluations that it makes by itself, and checks of them."""

from typing import Any

from api.quality_api import wiring
from debrief.interactions.conversations.model import Interaction
from debrief.quality.earning.model import BlindAnswers
from debrief.quality.earning.store import check_id
from tests.unit.helpers import Answer
from tests.unit.quality.world import World, content, line, yes_no

SURE = {"ai_least_checks": 5, "ai_agreement_line": 50.0, "ai_check_percent": 100.0}


def card_of(world: World, *questions: dict[str, Any], name: str = "Voice") -> str:
    asked = questions or (yes_no("a", answerer="ai", allow_na=True), yes_no("b", answerer="ai"))
    return world.published(content(*asked, start_automatically=True), name=name)


def evaluated(world: World, number: int, a: str = "yes", b: str = "yes", agent: str = "kim") -> str:
    """The id of what the AI made of another conversation with its only scorecard."""
    interaction = world.add_interaction(number, agent)
    return of(world, interaction, a, b)


def of(world: World, interaction: Interaction, *chosen: str) -> str:
    world.model.answers.append({f"q{number}": line(option) for number, option in enumerate(chosen, start=1)})
    (made,) = world.automatic.evaluate(interaction.id).evaluations
    return made.evaluation_id


def answers(**chosen: str) -> dict[str, Any]:
    return {
        "answers": [
            {"question_id": each, "not_applicable": True}
            if option == "na"
            else {"question_id": each, "option_id": option}
            for each, option in chosen.items()
        ]
    }


def hand_in(world: World, evaluation: str, by: str = "eve", **chosen: str) -> Answer:
    return world.call(by, "POST", f"/blind-checks/{check_id(evaluation)}/answers", answers(**chosen))


def directly(world: World, evaluation: str, **chosen: str) -> None:
    """The same in the middle of another request, which the API as a function can't be in."""
    given = BlindAnswers.model_validate(answers(**chosen))
    wiring.blind_checks().answer(world.access.caller("us_eve"), check_id(evaluation), given)


def questions(world: World, by: str = "ada", **query: str) -> dict[str, dict[str, Any]]:
    found = world.call(by, "GET", "/ai-questions", query=query)
    assert found.status == 200, found.body
    return {each["question_id"]: each for each in found.body["items"]}
