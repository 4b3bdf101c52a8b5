"""Indicators: phrase rules that say whether something was said, or wasn't (I2)."""

from collections.abc import Sequence
from typing import Self

from pydantic import Field, model_validator

from debrief.interactions.conversations.conditions import WORDS, utterances
from debrief.interactions.conversations.model import Speaker, Turn
from debrief.kernel.conditions.evaluation import Explained, evaluate
from debrief.kernel.conditions.model import MOST_PHRASES, NotSaid, Said
from debrief.kernel.conditions.phrases import WordIndex, is_blank
from debrief.kernel.model import Entity


class Indicator(Entity):
    """A rule over the words of a conversation: a condition of one test, with a name.

    any_of: phrases, one of which is enough; see `Said` for how they are written.
    speaker: whose words count; None for anybody's.
    absence: the rule holds when none of the phrases is said.
    first_ms, last_ms: only turns that begin within so many milliseconds of the beginning or the end count.
    """

    id: str
    name: str = Field(min_length=1)
    any_of: tuple[str, ...] = Field(min_length=1, max_length=MOST_PHRASES)
    speaker: Speaker | None = None
    absence: bool = False
    first_ms: int | None = Field(default=None, gt=0)
    last_ms: int | None = Field(default=None, gt=0)

    @property
    def condition(self) -> Said:
        """The rule as a condition over `WORDS`."""
        test = NotSaid if self.absence else Said
        by = self.speaker.value if self.speaker else None
        return test(field="words", any_of=self.any_of, by=by, first_ms=self.first_ms, last_ms=self.last_ms)

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        for phrase in self.any_of:
            # Underscores counted as a word once. Such a phrase is read, and found nowhere; written anew it is refused.
            if is_blank(phrase):
                raise ValueError(f'the phrase "{phrase}" has no word')
        if self.first_ms is not None and self.last_ms is not None:
            raise ValueError("looks at the beginning or at the end, not at both")
        return self


class IndicatorHit(Entity):
    """A rule that holds. Where a phrase was said: its turn, offset, the phrase of the rule and the words found."""

    indicator_id: str
    name: str
    turn_index: int | None = None
    start_ms: int | None = None
    phrase: str | None = None
    text: str | None = None


def hits_of(indicators: Sequence[Indicator], turns: Sequence[Turn]) -> tuple[IndicatorHit, ...]:
    """The rules that hold, each with the first turn at which it does (none for an absence).

    An absence needs a conversation to be absent from: without any turn of that speaker it doesn't hold.
    """
    said = utterances(turns)
    index = WordIndex()
    found = ((indicator, evaluate(indicator.condition, said, WORDS, index)) for indicator in indicators)
    return tuple(_hit(indicator, explained) for indicator, explained in found if explained.holds)


def _hit(indicator: Indicator, explained: Explained) -> IndicatorHit:
    place = explained.said
    if place is None:
        return IndicatorHit(indicator_id=indicator.id, name=indicator.name)
    return IndicatorHit(
        indicator_id=indicator.id,
        name=indicator.name,
        turn_index=place.turn,
        start_ms=place.start_ms,
        phrase=place.phrase,
        text=place.words,
    )
