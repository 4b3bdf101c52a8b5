"""Evidence of answers: words that were said, looked up in the transcript before anybody is shown them (N1)."""

from collections.abc import Sequence
from typing import NamedTuple

from debrief.interactions.conversations.model import Speaker, Turn
from debrief.interactions.conversations.quotes import LEAST_EVIDENCE, QuoteMatch, find_quote, find_sentence
from debrief.quality.evaluations.model import VerifiedQuote


class Evidence(NamedTuple):
    """What the AI gave as evidence, as the transcript has it.

    quote: the whole sentence. shows: whether it can show what the agent did: words of the agent's, at least
    `LEAST_EVIDENCE` of them, of which no denying word was left out.
    """

    quote: VerifiedQuote
    shows: bool


def verified_quote(turns: Sequence[Turn], quoted: str) -> VerifiedQuote | None:
    """`quoted` as the turns have it; None where it isn't said in them (see `find_quote`)."""
    found = find_quote(turns, quoted)
    return _quote(found) if found else None


def evidence_of(turns: Sequence[Turn], quoted: str) -> Evidence | None:
    """The sentence that `quoted` stands in, the agent's where they said it; None where nobody did."""
    found = find_sentence(turns, quoted, Speaker.AGENT) or find_sentence(turns, quoted)
    if found is None:
        return None
    of_agent = found.speaker is Speaker.AGENT
    return Evidence(_quote(found), of_agent and found.words >= LEAST_EVIDENCE and not found.clipped)


def sentence_of(turns: Sequence[Turn], quoted: str) -> VerifiedQuote | None:
    """The sentence that `quoted` stands in, whoever said it; None where nobody did."""
    found = find_sentence(turns, quoted)
    return _quote(found) if found else None


def _quote(found: QuoteMatch) -> VerifiedQuote:
    return VerifiedQuote(text=found.text, turn_index=found.turn_index, start_ms=found.start_ms, speaker=found.speaker)
