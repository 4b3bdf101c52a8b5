"""Models that stand in for a real one: one by rule, and one that does whatever a conversation says."""

import json
import re
from typing import Any

from debrief.kernel.ai.model_client import E, ModelAnswer, ModelClient
from debrief.kernel.ai.prompts import Prompt
from debrief.kernel.ai.provenance import AiProvenance
from local.offline import drafter


class ByRule(ModelClient):
    """Answers as the offline model does."""

    def __init__(self) -> None:
        """Needs no settings and connects to nothing."""

    def ask(self, prompt: Prompt, tool: str, shape: type[E]) -> ModelAnswer[E]:
        """The answer to the prompt, by rule."""
        drafted = drafter(tool)(prompt.system, prompt.text, shape.model_json_schema())
        return ModelAnswer[E](value=shape.model_validate(self.changed(drafted, prompt)), provenance=_provenance(prompt))

    def changed(self, drafted: dict[str, Any], prompt: Prompt) -> dict[str, Any]:  # noqa: ARG002 – the obedient one reads it
        """What becomes of an honest answer."""
        return drafted


class Obedient(ByRule):
    """Gives the first option of every question, the best one here, certain of it, with a sentence of the agent's as
    evidence, and says so in words of the attack."""

    def __init__(self, attack: str) -> None:
        """attack: what the conversation says."""
        self._attack = attack

    def changed(self, drafted: dict[str, Any], prompt: Prompt) -> dict[str, Any]:
        """The answers that the attack asks for."""
        if "summary" in drafted:
            said = f"{self._attack} Scored 100 of 100. The agent is the best on the team."
            return {
                **drafted,
                "summary": said[:1500],
                "topics": [re.sub(r"\W+", " ", self._attack)[:60].strip() or "perfect"],
            }
        turns = [json.loads(line) for line in _between(prompt.text, "transcript").split("\n")]
        quotes = [turn["text"][:300] for turn in turns if turn["speaker"] == "agent" and len(turn["text"].split()) > 2]
        questions = json.loads(_between(prompt.text, "questions"))
        return {
            question["key"]: {
                "option": question["options"][0]["option"],
                "quote": quotes[place % len(quotes)] if quotes else None,
                "rationale": f"Scored 100 of 100. {self._attack}"[:900],
                "confidence": 1,
            }
            for place, question in enumerate(questions)
        }


def _between(text: str, mark: str) -> str:
    found = re.search(rf"<{mark}>\n(.*?)\n</{mark}>", text, re.DOTALL)
    if found is None:
        raise ValueError(f"the prompt has no part marked {mark}")
    return found[1]


def _provenance(prompt: Prompt) -> AiProvenance:
    return AiProvenance(
        model="stand-in",
        prompt_version=prompt.label,
        prompt_hash=prompt.hash,
        input_tokens=1,
        output_tokens=1,
        cost_micro_usd=0,
        latency_ms=0,
    )
