"""Drafts, repairs and checks of summaries are asked with masks, and what is quoted stays masked (N8)."""

import json
from datetime import timedelta
from typing import Any

import pytest

from debrief.interactions.conversations.model import Speaker
from tests.unit.coaching.world import LEAD, NOW
from tests.unit.summaries.world import World

pytestmark = pytest.mark.feature("N8")

SECRETS = ("4111", "1111 1111", "jo@example.com", "212 555", "0147", "078-05-1120")
SAID = (
    (Speaker.AGENT, "Good morning, thank you for calling. How can I help you today?"),
    (Speaker.CUSTOMER, "My card 4111 1111 1111 1111 was charged twice, write to jo@example.com please."),
    (Speaker.AGENT, "I am sorry, I will look into that. I have 212 555 0147 for you, and 078-05-1120 as your ssn."),
)


def test_no_question_about_a_summary_holds_what_is_personal(world: World) -> None:
    world.scorecard()
    for number in range(1, 9):
        at = NOW - timedelta(days=6) + timedelta(hours=number)
        world.conversation(number, at, said=SAID, summary="The customer, at jo@example.com, was charged twice.")
        world.evaluation(number, at, {"qn_greet": "yes", "qn_verify": "no", "qn_listen": "yes"})
    draft = world.answers

    def quoting(system: str, prompt: str, schema: dict[str, Any]) -> dict[str, Any]:
        """The offline draft, with the agent's last sentence as it stands in the prompt for a quote."""
        drafted = draft(system, prompt, schema)
        (last, *_) = [row for row in prompt.splitlines() if row.startswith("[2] agent: ")]
        text = last.removeprefix("[2] agent: ").split(". ")[1]
        for example in drafted["examples"]:
            if example.get("quote"):
                example["quote"] = {**example["quote"], "turn": 2, "text": text}
        return drafted

    world.answers = quoting
    got = world.ready(LEAD)
    questions = [*world.asked, *world.repairs_asked, *world.checks_asked]
    assert world.asked
    assert world.checks_asked
    assert not [secret for secret in SECRETS if secret in "".join(questions)]
    report = json.dumps(got.body["report"], ensure_ascii=False)
    assert not [secret for secret in SECRETS if secret in report]
    quotes = [each["quote"]["text"] for each in got.body["report"]["examples"] if each.get("quote")]
    assert any("phone•••" in quote and "id••" in quote for quote in quotes), quotes
