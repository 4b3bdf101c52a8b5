"""Letters of a conversation that were encoded twice (`kernel.encoded_twice`), put right and told."""

from collections.abc import Iterable
from typing import Final

from debrief.interactions.formats.parsed import ParsedConversation
from debrief.kernel.encoded_twice import meant_letters

_FEWEST: Final = 4
"""Characters beyond ASCII, of which two, such as `Â°`, may be meant so."""

ENCODED_TWICE: Final = "Its letters beyond a to z were encoded twice, and were put right."


def put_right(conversation: ParsedConversation) -> ParsedConversation:
    """The conversation with its letters as they were meant, where all that is beyond ASCII in it was encoded twice."""
    said = [turn.text for turn in conversation.turns] + [turn.voice or "" for turn in conversation.turns]
    if not _are_encoded_twice(said):
        return conversation
    turns = tuple(
        turn.model_copy(
            update={
                "text": meant_letters(turn.text) or turn.text,
                "voice": turn.voice and (meant_letters(turn.voice) or turn.voice),
            }
        )
        for turn in conversation.turns
    )
    return conversation.model_copy(update={"turns": turns, "warnings": (*conversation.warnings, ENCODED_TWICE)})


def _are_encoded_twice(said: Iterable[str]) -> bool:
    beyond = [each for each in said if not each.isascii()]
    if sum(not character.isascii() for each in beyond for character in each) < _FEWEST:
        return False
    return all(meant_letters(each) is not None for each in beyond)
