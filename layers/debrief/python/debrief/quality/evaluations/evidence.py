"""Evidence of answers: words that were said, looked up in the transcript before anybody is shown them (N1)."""

from collections.abc import Sequence

from debrief.interactions.conversations.model import Turn
from debrief.interactions.conversations.quotes import find_quote
from debrief.quality.evaluations.model import VerifiedQuote


def verified_quote(turns: Sequence[Turn], quoted: str) -> VerifiedQuote | None:
    """`quoted` as the turns have it; None where it isn't said in them (see `find_quote`)."""
    found = find_quote(turns, quoted)
    if found is None:
        return None
    return VerifiedQuote(text=found.text, turn_index=found.turn_index, start_ms=found.start_ms, speaker=found.speaker)
