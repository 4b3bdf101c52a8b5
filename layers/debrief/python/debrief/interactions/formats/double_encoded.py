"""Letters of a conversation that were encoded twice (`kernel.encoded_twice`), put right and told."""

from typing import Final

from debrief.interactions.formats.parsed import ParsedConversation
from debrief.kernel.encoded_twice import meant_letters

_FEWEST: Final = 4
"""Characters beyond ASCII, of which two, such as `Â°`, may be meant so."""

_BETWEEN: Final = "\x1e"
ENCODED_TWICE: Final = "Its letters beyond a to z were encoded twice, and were put right."


def put_right(conversation: ParsedConversation) -> ParsedConversation:
    """The conversation with its letters as they were meant, where all that is beyond ASCII in it was encoded twice."""
    said = [part for turn in conversation.turns for part in (turn.text, turn.voice or "")]
    together = _BETWEEN.join(said)
    if sum(not character.isascii() for character in together) < _FEWEST:
        return conversation
    meant = (meant_letters(together) or "").split(_BETWEEN)
    if len(meant) != len(said):
        return conversation
    turns = tuple(
        turn.model_copy(update={"text": words, "voice": voice or None})
        for turn, words, voice in zip(conversation.turns, meant[::2], meant[1::2], strict=True)
    )
    return conversation.model_copy(update={"turns": turns, "warnings": (*conversation.warnings, ENCODED_TWICE)})
