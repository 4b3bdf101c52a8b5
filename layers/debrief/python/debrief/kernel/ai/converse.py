"""Bedrock's Converse as plain data: what is sent, what of an answer counts, and how it is asked for once more.

Models differ in how an answer of a given shape can be had from them. `Abilities` holds what is known of one: what its
settings say, and what its provider's refusals have taught since.
"""

import json
import re
from collections.abc import Mapping, Sequence
from inspect import cleandoc
from typing import Any, Final, Literal, NamedTuple

from debrief.kernel.ai.prompts import Prompt
from debrief.kernel.ai.tokens import estimated_tokens
from debrief.kernel.model import Entity

Json = dict[str, Any]

ToolChoice = Literal["tool", "any", "auto", "none"]
"""How the answer is asked for, the firmest way first.

tool: the one tool is named (Claude from 3 on, Nova). any: some tool must be called (Mistral Large). auto: the tool is
there and the prompt asks for it (Llama, Jamba, Command R). none: JSON in a text, by its schema (models without tools).
"""

LONGEST_ECHO: Final = 40_000
"""Characters of a wrong answer that are sent back with what is wrong; of a longer one only what is wrong."""

_FORCED: Final = re.compile(r"tool_?choice|tool choice", re.IGNORECASE)
_TOOLS: Final = re.compile(r"\btool use\b|\btools?\b.{0,40}\bnot supported\b|\btoolConfig\b", re.IGNORECASE)
_LONGEST_OUTPUT: Final = re.compile(r"model limit of (\d+)|> ?(\d+), which is the maximum", re.IGNORECASE)
_FIELDS: Final = {
    "temperature": re.compile(r"\btemperature\b", re.IGNORECASE),
    "system": re.compile(r"\bsystem (?:message|prompt|instruction)s?\b", re.IGNORECASE),
    "status": re.compile(r"\bstatus field\b", re.IGNORECASE),
}
_IDENTIFIER: Final = re.compile(r"[\w-]{1,64}", re.ASCII)
_FENCED: Final = re.compile(r"^```(?:json)?\s*\n(.*?)\n?```$", re.DOTALL | re.IGNORECASE)


class Abilities(NamedTuple):
    """What a model can be asked for.

    temperature, system, status: whether it takes these fields. max_tokens: the longest answer it may be asked for.
    """

    choice: ToolChoice
    max_tokens: int
    temperature: bool = True
    system: bool = True
    status: bool = True

    def after(self, message: str) -> "Abilities | None":
        """What is known once a request was refused as invalid with this message; None where it teaches nothing new."""
        if self.choice in ("tool", "any") and _FORCED.search(message):
            return self._replace(choice="any" if self.choice == "tool" else "auto")
        if self.choice != "none" and _TOOLS.search(message):
            return self._replace(choice="none")
        if found := _LONGEST_OUTPUT.search(message):
            longest = int(found[1] or found[2])
            return self._replace(max_tokens=longest) if 0 < longest < self.max_tokens else None
        for name, told in _FIELDS.items():
            if getattr(self, name) and told.search(message):
                lacking: dict[str, Any] = {name: False}
                return self._replace(**lacking)
        return None


class Tool(NamedTuple):
    """The tool whose input is the answer."""

    name: str
    description: str
    schema: Json


def tool_of(name: str, shape: type[Entity]) -> Tool:
    """The tool for answers of a shape; its description is the shape's own."""
    return Tool(name, cleandoc(shape.__doc__ or name), _without_titles(shape.model_json_schema()))


def _without_titles(schema: Json) -> Json:
    """A schema without the titles that pydantic makes out of names: they tell nothing, and each token is paid for."""
    slim: Json = {}
    for key, value in schema.items():
        if key == "title" and isinstance(value, str):
            continue
        if key in ("properties", "$defs"):
            slim[key] = {name: _without_titles(each) for name, each in value.items()}
        elif isinstance(value, dict):
            slim[key] = _without_titles(value)
        elif isinstance(value, list):
            slim[key] = [_without_titles(each) if isinstance(each, dict) else each for each in value]
        else:
            slim[key] = value
    return slim


class Mistake(NamedTuple):
    """An answer that doesn't count. wrong: why, as a sentence for the model; cut: it met its length limit."""

    said: Sequence[Json]
    wrong: str
    cut: bool = False


def tokens_of(prompt: Prompt, tool: Tool, mistake: Mistake | None = None) -> int:
    """About how many tokens a request has."""
    echo = 0 if mistake is None else estimated_tokens(_as_text(mistake.said)) + estimated_tokens(mistake.wrong)
    schema = json.dumps(tool.schema, separators=(",", ":"))
    return estimated_tokens(prompt.system) + estimated_tokens(prompt.text) + estimated_tokens(schema) + echo


def request(
    model_id: str, abilities: Abilities, prompt: Prompt, tool: Tool, *, temperature: float, mistake: Mistake | None
) -> Json:
    """The parameters of `converse`. mistake: the answer before this one, where there was one."""
    system = prompt.system + _how_to_answer(abilities.choice, tool)
    asked = prompt.text if abilities.system else f"{system}\n\n{prompt.text}"
    inference: Json = {"maxTokens": abilities.max_tokens}
    if abilities.temperature:
        inference["temperature"] = temperature
    sent: Json = {
        "modelId": model_id,
        "messages": _messages(asked, abilities, tool, mistake),
        "inferenceConfig": inference,
    }
    if abilities.system:
        sent["system"] = [{"text": system}]
    if abilities.choice != "none":
        specification = {
            "name": tool.name,
            "description": tool.description,
            "inputSchema": {"json": tool.schema},
        }
        config: Json = {"tools": [{"toolSpec": specification}]}
        if abilities.choice == "tool":
            config["toolChoice"] = {"tool": {"name": tool.name}}
        elif abilities.choice == "any":
            config["toolChoice"] = {"any": {}}
        # `auto` is what models do without being told, and some refuse to be told.
        sent["toolConfig"] = config
    return sent


def _how_to_answer(choice: ToolChoice, tool: Tool) -> str:
    if choice == "auto":
        return f"\n\nGive your answer by calling the tool `{tool.name}` once, and write nothing else."
    if choice == "none":
        schema = json.dumps(tool.schema, ensure_ascii=False, separators=(",", ":"))
        return (
            f"\n\nThere is no tool here: where one is spoken of, write its input. {tool.description}\n"
            f"Answer with one JSON object and nothing else. It must fit this JSON Schema:\n{schema}"
        )
    return ""


def _messages(asked: str, abilities: Abilities, tool: Tool, mistake: Mistake | None) -> list[Json]:
    if mistake is None:
        return [_user({"text": asked})]
    said = _echo(mistake.said, tools=abilities.choice != "none")
    if mistake.cut or not said or len(_as_text(said)) > LONGEST_ECHO or not _sendable(said, tool):
        return [_user({"text": f"{asked}\n\nAn earlier answer to this couldn't be used. {mistake.wrong}"})]
    uses = [part["toolUse"] for part in said if "toolUse" in part]
    if not uses:
        how = "with the whole JSON object" if abilities.choice == "none" else f"by calling the tool `{tool.name}`"
        again: list[Json] = [{"text": f"{mistake.wrong} Answer again, {how}."}]
    else:
        # Every call needs its result, all of them in the next message, and no text beside them.
        again = [{"toolResult": _result(use["toolUseId"], mistake.wrong, abilities)} for use in uses]
    return [_user({"text": asked}), {"role": "assistant", "content": said}, _user(*again)]


def _user(*content: Json) -> Json:
    return {"role": "user", "content": list(content)}


def _result(tool_use_id: str, wrong: str, abilities: Abilities) -> Json:
    result: Json = {
        "toolUseId": tool_use_id,
        "content": [{"text": f"This answer can't be used. {wrong} Call the tool again with all of it."}],
    }
    return result | {"status": "error"} if abilities.status else result


def _echo(said: Sequence[Json], *, tools: bool) -> list[Json]:
    """What may be sent back of an answer: neither what the model thought, nor empty texts, nor forms we don't know."""
    kept: list[Json] = []
    for part in said:
        if isinstance(part.get("text"), str) and part["text"].strip():
            kept.append({"text": part["text"]})
        elif tools and isinstance(part.get("toolUse"), dict):
            use = part["toolUse"]
            given = use.get("input")
            kept.append(
                {
                    "toolUse": {
                        "toolUseId": use.get("toolUseId"),
                        "name": use.get("name"),
                        "input": given if isinstance(given, dict) else {},
                    }
                }
            )
    return kept


def _sendable(said: Sequence[Json], tool: Tool) -> bool:
    """Whether its calls are ones that a request may hold: of the tool that there is, each with an id of its own."""
    uses = [part["toolUse"] for part in said if "toolUse" in part]
    ids = {str(use["toolUseId"]) for use in uses}
    return (
        len(ids) == len(uses) and all(map(_IDENTIFIER.fullmatch, ids)) and {use["name"] for use in uses} <= {tool.name}
    )


def _as_text(said: Sequence[Json]) -> str:
    return json.dumps(list(said), ensure_ascii=False, default=str)


_STOPPED: Final[Mapping[str, str]] = {
    "malformed_tool_use": "The input of the tool was no valid JSON.",
    "malformed_model_output": "The answer had no valid form.",
}
BLOCKED: Final = frozenset({"guardrail_intervened", "content_filtered", "refusal"})
"""Stop reasons of a model, filter or guardrail that doesn't want to answer."""

FULL: Final = "model_context_window_exceeded"
"""The stop reason of a model that has no room left to answer in."""


def answer_in(answer: Json, abilities: Abilities, tool: Tool) -> Any | Mistake:
    """The tool's input that an answer gives, or why it gives none.

    One answer is wanted. A call of another tool, or calls that say different things, leave open which one counts, and
    none does. The same call twice is one. Where no tool can be forced, a text that is one JSON object is an answer.
    """
    said = list(answer["output"]["message"]["content"])
    stopped = answer["stopReason"]
    if stopped == "max_tokens":
        wrong = (
            "It was cut off at its length limit. Give a complete answer that is much shorter: fewer and shorter texts."
        )
        return Mistake(said, wrong, cut=True)
    if stopped in _STOPPED:
        return Mistake(said, _STOPPED[stopped])
    uses = [part["toolUse"] for part in said if "toolUse" in part]
    if any(use.get("name") != tool.name for use in uses):
        return Mistake(said, f"A tool was called that doesn't exist; the only one is `{tool.name}`.")
    if uses:
        first = uses[0].get("input")
        if any(use.get("input") != first for use in uses[1:]):
            return Mistake(said, "The tool was called several times with different answers; call it once.")
        return first
    if abilities.choice in ("auto", "none"):
        found = _object_in("".join(part["text"] for part in said if "text" in part))
        if found is not None:
            return found
    form = "a JSON object" if abilities.choice == "none" else f"a call of the tool `{tool.name}`"
    return Mistake(said, f"The answer was not {form}.")


def _object_in(text: str) -> Json | None:
    """The JSON object that a text is, with or without a code fence around it."""
    bare = text.strip()
    fenced = _FENCED.match(bare)
    try:
        found = json.loads(fenced[1] if fenced else bare)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def well_formed(answer: Any) -> bool:
    """Whether an answer is one of Converse at all; a proxy's page, half a body or a usage below nothing isn't."""
    if not isinstance(answer, dict):
        return False
    output = answer.get("output")
    message = output.get("message") if isinstance(output, dict) else None
    content = message.get("content") if isinstance(message, dict) else None
    usage = answer.get("usage")
    return (
        isinstance(content, list)
        and all(map(_is_part, content))
        and isinstance(answer.get("stopReason"), str)
        and isinstance(usage, dict)
        and all(_is_count(usage.get(name)) for name in ("inputTokens", "outputTokens"))
    )


def _is_part(part: Any) -> bool:
    """Whether it is a part of an answer whose text is a text, and whose call has texts as its name and id."""
    if not isinstance(part, dict):
        return False
    use = part.get("toolUse", {})
    return (
        isinstance(part.get("text", ""), str)
        and isinstance(use, dict)
        and all(isinstance(use.get(name), str | None) for name in ("name", "toolUseId"))
    )


def _is_count(told: Any) -> bool:
    """Whether it is a number of tokens. Below none there is nothing; it would be money given back."""
    return isinstance(told, int) and not isinstance(told, bool) and told >= 0
