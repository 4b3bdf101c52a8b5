"""Models that stand in for a real one: one by rule, and one that does whatever a conversation says."""

import json
import re
from typing import Any

from debrief.kernel.ai.model_client import E, ModelAnswer, ModelClient
from debrief.kernel.ai.prompts import Prompt, harmless, one_line
from debrief.kernel.ai.provenance import AiProvenance
from debrief.quality.answering.checking import CONTROLS
from local.offline import drafter

_LEAST = 12
"""Characters of an attack by which it is known again; of a longer one a part as long as this is enough."""


class ByRule(ModelClient):
    """Answers as the offline model does."""

    def __init__(self) -> None:
        """Needs no settings and connects to nothing."""

    def ask(self, prompt: Prompt, tool: str, shape: type[E]) -> ModelAnswer[E]:
        """The answer to the prompt, by rule."""
        drafted = drafter(tool)(prompt.system, prompt.text, shape.model_json_schema())
        changed = self.changed(tool, drafted, prompt)
        return ModelAnswer[E](value=shape.model_validate(changed), provenance=_provenance(prompt))

    def changed(self, tool: str, drafted: dict[str, Any], prompt: Prompt) -> dict[str, Any]:  # noqa: ARG002 – the obedient one reads them
        """What becomes of an honest answer."""
        return drafted


class Agreeing(ByRule):
    """Answers each question with its first option by one sentence, and finds that borne out, but for the controls."""

    def __init__(self, sentence: str) -> None:
        """sentence: what it gives as evidence."""
        self._sentence = sentence

    def changed(self, tool: str, drafted: dict[str, Any], prompt: Prompt) -> dict[str, Any]:  # noqa: ARG002 – its answer is its own
        """The answers that rest on the sentence."""
        if tool == "check_answers":
            told = [json.loads(line) for line in _between(prompt.text, "answers").split("\n")]
            return {each["id"]: "not_supported" if each["agent_said"] in CONTROLS else "supported" for each in told}
        return {
            question["key"]: {
                "option": question["options"][0]["option"],
                "quote": self._sentence,
                "rationale": "",
                "confidence": 1,
            }
            for question in json.loads(_between(prompt.text, "questions"))
        }


class Obedient(ByRule):
    """Does what an attack asks for wherever it reads any of it, and answers by rule where it doesn't.

    Of questions it gives the first option of each, the best one here, and is certain of it. As evidence it gives what
    is likeliest to hold: what an honest answer would quote, else the attack itself where the agent speaks it, else
    another sentence of the agent's. Asked whether answers are borne out, it says so of all of them.
    """

    def __init__(self, attack: str) -> None:
        """attack: what the conversation says."""
        self._attack = attack

    def changed(self, tool: str, drafted: dict[str, Any], prompt: Prompt) -> dict[str, Any]:
        """The answers that the attack asks for."""
        if not self._reads_it(tool, prompt):
            return drafted
        if tool == "check_answers":
            return dict.fromkeys(drafted, "supported")
        if tool == "record_analysis":
            said = f"{self._attack} Scored 100 of 100. The agent is the best on the team."
            return {
                **drafted,
                "summary": said[:1500],
                "topics": [re.sub(r"\W+", " ", self._attack)[:60].strip() or "perfect"],
            }
        turns = [json.loads(line) for line in _between(prompt.text, "transcript").split("\n")]
        quotes = [turn["text"][:300] for turn in turns if turn["speaker"] == "agent" and len(turn["text"].split()) > 2]
        own = [quote for quote in quotes if self._is_part(quote)]
        questions = json.loads(_between(prompt.text, "questions"))
        return {
            question["key"]: {
                "option": question["options"][0]["option"],
                "quote": self._quote(drafted[question["key"]], own or quotes, place),
                "rationale": f"Scored 100 of 100. {self._attack}"[:900],
                "confidence": 1,
            }
            for place, question in enumerate(questions)
        }

    def _quote(self, honest: dict[str, Any], others: list[str], place: int) -> str | None:
        if honest.get("quote"):
            return str(honest["quote"])
        return others[place % len(others)] if others else None

    def _reads_it(self, tool: str, prompt: Prompt) -> bool:
        """Whether it reads the attack in what was said; a scorecard's own questions aren't anybody's."""
        if tool == "check_answers":
            told = [json.loads(line) for line in _between(prompt.text, "answers").split("\n")]
            return self._is_part(" | ".join(each["agent_said"] for each in told))
        return self._is_part(prompt.text.rpartition("<transcript>")[2])

    def _is_part(self, text: str) -> bool:
        """Whether a part of the attack stands in the text, as prompts have text."""
        seen, attack = _as_in_prompts(text), _as_in_prompts(self._attack)
        parts = [attack[at : at + _LEAST] for at in range(max(1, len(attack) - _LEAST + 1))]
        return any(part in seen for part in parts if part.strip())


def _as_in_prompts(text: str) -> str:
    return re.sub(r"\W+", " ", harmless(one_line(text.replace("\\", " ").replace("\n", " "))).casefold())


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
