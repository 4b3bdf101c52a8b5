"""What conditions may ask of an interaction (S4.11)."""

from collections.abc import Sequence

from debrief.interactions.conversations.model import Interaction, Turn
from debrief.interactions.conversations.words import Channel, Direction
from debrief.kernel.conditions.fields import Fields, choice, choices, number, words
from debrief.kernel.conditions.phrases import Utterance

INTERACTION_FIELDS: Fields[Interaction] = {
    "agent_id": choice("agent", lambda each: each.agent_id),
    "team_id": choice("team", lambda each: each.team_id),
    "channel": choice("channel", lambda each: each.channel.value, [each.value for each in Channel]),
    "direction": choice("direction", lambda each: each.direction.value, [each.value for each in Direction]),
    "queue": choice("queue", lambda each: each.queue),
    "language": choice("language", lambda each: each.language),
    "disposition": choice("disposition", lambda each: each.disposition),
    "topics": choices("topic", lambda each: each.topics),
    "inquiry": choices("inquiry", lambda each: each.inquiry),
    "indicators": choices("indicator", lambda each: each.indicators),
    "duration_ms": number("duration", lambda each: each.duration_ms, "ms"),
    "talk_ms": number("talk time", lambda each: each.talk_ms, "ms"),
    "hold_ms": number("hold time", lambda each: each.hold_ms, "ms"),
    "after_call_work_ms": number("after-call work", lambda each: each.after_call_work_ms, "ms"),
    "handle_ms": number("handle time", lambda each: each.handle_ms, "ms"),
}
"""Fields of an interaction as it is stored, without reading its transcript."""


def utterances(turns: Sequence[Turn]) -> tuple[Utterance, ...]:
    """The turns as conditions search them."""
    return tuple(Utterance(turn.index, turn.speaker.value, turn.text, turn.start_ms, turn.end_ms) for turn in turns)


WORDS: Fields[Sequence[Utterance]] = {"words": words("words", lambda each: each)}
"""The words of a conversation; ask them of `utterances`."""
