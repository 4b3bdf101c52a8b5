"""How a model is asked for a scenario, and for what the customer says next; and what of its answers may be kept.

What people said, and what agents write while they practise, is data between marks (N6). Neither question is about how
well anybody did: that is asked as it is of conversations, by `quality.answering`.
"""

import json
from collections.abc import Sequence
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from debrief.coaching.practice.model import (
    LONGEST_PART,
    LONGEST_REPLY,
    LONGEST_TITLE,
    PracticeTurn,
    ScenarioText,
)
from debrief.interactions.conversations.model import Turn
from debrief.kernel.ai.prompts import Prompt, data_json, fence, harmless, one_line, prompt_template
from debrief.kernel.model import Entity
from debrief.kernel.untrusted.instructions import instructions_in
from debrief.quality.scorecards.model import Question

DRAFT: Final = "draft_practice"
PLAY: Final = "play_customer"
_ROOM: Final = "debrief.coaching.practice"
_MOST_SHOWN: Final = 24_000
"""Characters of a conversation that are shown for a scenario; what was said before them is left out."""


def _shown(text: str) -> str:
    """One line that holds something to be seen."""
    line = one_line(text)
    if not line:
        raise ValueError("is empty")
    return line


class DraftedScenario(Entity):
    """A practice situation. See the system prompt for what belongs into each part."""

    title: Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE), AfterValidator(_shown)]
    situation: Annotated[str, Field(min_length=1, max_length=LONGEST_PART), AfterValidator(_shown)]
    customer: Annotated[str, Field(min_length=1, max_length=LONGEST_PART), AfterValidator(_shown)]
    opening: Annotated[str, Field(min_length=1, max_length=LONGEST_REPLY), AfterValidator(_shown)]


class CustomerReply(Entity):
    """What the customer says next."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_REPLY), AfterValidator(_shown)]


def scenario_prompt(question: Question, turns: Sequence[Turn]) -> Prompt:
    """The criterion with the conversation in which it was low, where there is one to be shown.

    turns: as a model may read them: with placeholders for names, and masked.
    """
    criterion = {
        "question": question.text,
        **{name: text for name, text in _guidance(question).items() if text},
    }
    shown = f"The conversation in which it was low, one turn a line as JSON:\n\n{_chat(turns)}" if turns else ""
    return prompt_template(_ROOM, DRAFT, 1).fill(
        criterion=fence("criterion", json.dumps(criterion, ensure_ascii=False, indent=1)),
        conversation=shown or "There is no conversation to go by: make up a usual one.",
    )


def reply_prompt(text: ScenarioText, turns: Sequence[PracticeTurn]) -> Prompt:
    """The customer's part with all that was said so far."""
    said = "\n".join(data_json({"speaker": turn.speaker, "text": turn.text}) for turn in turns)
    return prompt_template(_ROOM, PLAY, 1).fill(
        part=harmless(data_json({"situation": text.situation, "customer": text.customer})),
        chat=fence("chat", said),
    )


def kept(drafted: DraftedScenario) -> ScenarioText | None:
    """The scenario as it is kept; None where it speaks to a model, which no situation of a customer does."""
    text = ScenarioText(**drafted.model_dump())
    parts = (text.title, text.situation, text.customer, text.opening)
    return None if any(instructions_in(part, short=True) for part in parts) else text


def _guidance(question: Question) -> dict[str, str]:
    return {
        "description": question.description,
        "what_good_looks_like": question.good,
        "what_poor_looks_like": question.poor,
        "context": question.context,
    }


def _chat(turns: Sequence[Turn]) -> str:
    lines: list[str] = []
    room = _MOST_SHOWN
    for turn in reversed(turns):
        line = data_json({"turn": turn.index, "speaker": turn.speaker, "text": turn.text})
        room -= len(line)
        if room < 0:
            break
        lines.append(line)
    return fence("transcript", "\n".join(reversed(lines)))
