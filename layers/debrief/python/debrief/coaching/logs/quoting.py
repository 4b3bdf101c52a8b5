"""The words that a log shows, held against the conversation as it is now: what isn't there isn't shown (N1)."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from debrief.interactions.conversations.model import Turn
from debrief.quality.evaluations.evidence import verified_quote
from debrief.quality.evaluations.model import Answer, VerifiedQuote

NoQuote = Literal["none_given", "not_found", "no_words", "not_permitted"]


class Shown(NamedTuple):
    """What is shown of an answer's words. quote: as the conversation has them, with masks. opportunity: they are what
    made the question applicable, and the answer rests on none. why: why there are none.
    """

    quote: VerifiedQuote | None
    opportunity: bool
    why: NoQuote | None


class Said(NamedTuple):
    """What was said, without and with masks over personal data, turn by turn the same."""

    turns: Sequence[Turn]
    masked: Sequence[Turn]


def shown_of(answer: Answer | None, said: Said | None) -> Shown:
    """The words that an answer rests on, else those that made its question applicable, where they are found."""
    given = [each for each in (answer.quote, answer.opportunity) if each is not None] if answer else []
    if not given:
        return Shown(None, False, "none_given")
    if said is None:
        return Shown(None, False, "no_words")
    for quote in given:
        found = at_its_place(quote, said)
        if found is not None:
            return Shown(found, answer is not None and quote is not answer.quote, None)
    return Shown(None, False, "not_found")


def at_its_place(quote: VerifiedQuote, said: Said) -> VerifiedQuote | None:
    """The quote as the conversation has it at its own place and time, with masks; None where it doesn't stand there.

    A quote may have been taken from the words with masks or without; masks are as long as what they cover, so that what
    is found without them is cut out of the masked turns at the same place.
    """
    here = range(quote.turn_index, quote.turn_index + 2)
    masked = [turn for turn in said.masked if turn.index in here]
    found = _found(masked, quote)
    if found is not None:
        return found
    plain = [turn for turn in said.turns if turn.index in here]
    found = _found(plain, quote)
    if found is None:
        return None
    whole, covered = (" ".join(turn.text for turn in some) for some in (plain, masked))
    at = whole.find(found.text)
    if at < 0 or len(whole) != len(covered):
        return None
    return found.model_copy(update={"text": covered[at : at + len(found.text)]})


def _found(turns: Sequence[Turn], quote: VerifiedQuote) -> VerifiedQuote | None:
    found = verified_quote(turns, quote.text)
    same = found is not None and (found.turn_index, found.start_ms) == (quote.turn_index, quote.start_ms)
    return found if same else None
