"""The Agent Effectiveness Score of a conversation (S1.2); lower is better.

Handle time in seconds ÷ (predicted satisfaction, 1–5, + predicted resolution, 0 or 1): what a conversation took for
what it achieved. 600 seconds are 100 where both are at their best (6), and 600 where both are at their worst (1). Of
e-mail nothing is predicted, so there the score is the handle time alone.

Scores are summed in millionths, so that every sum is a whole number that can be subtracted again; an average is within
half a millionth of what exact fractions would give.
"""

from fractions import Fraction
from typing import NamedTuple

from debrief.interactions.conversations.words import Channel
from debrief.kernel.figures import whole

MILLION = 1_000_000


class Measured(NamedTuple):
    """What is known of one conversation; None where nobody knows it.

    handle_ms: talk + hold + after-call work. satisfaction_hundredths: predicted, 1–5, times 100. resolved: predicted,
    0 or 1.
    """

    channel: Channel
    handle_ms: int | None
    satisfaction_hundredths: int | None
    resolved: int | None

    @property
    def score(self) -> Fraction | None:
        """The Agent Effectiveness Score, exactly; None where a part of it isn't known."""
        if self.handle_ms is None:
            return None
        seconds = Fraction(self.handle_ms, 1000)
        if self.channel is Channel.EMAIL:
            return seconds
        if self.satisfaction_hundredths is None or self.resolved is None:
            return None
        return seconds / (Fraction(self.satisfaction_hundredths, 100) + self.resolved)

    @property
    def score_millionths(self) -> int | None:
        """The score as it is summed, halves away from zero."""
        score = self.score
        return None if score is None else whole(MILLION * score)
