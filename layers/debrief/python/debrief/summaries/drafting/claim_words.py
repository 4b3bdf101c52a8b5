"""What words claim, in other languages than English, and the table of them."""

from enum import StrEnum
from typing import Final

from debrief.kernel.untrusted.meanings import Table


class Claim(StrEnum):
    """What words of a sentence mean for what it claims; then the metrics and counts that it may name."""

    GOOD = "good"
    BAD = "bad"
    ROOM = "room"
    """That there is more to gain."""
    MOST = "most"
    """The most of all."""
    UP = "up"
    DOWN = "down"
    SAME = "same"
    """That it stayed."""
    CHANGE = "change"
    NOT = "not"
    OTHERS = "others"
    """Others, or a target."""
    REPORTED = "reported"
    """Somebody said that."""
    CAUSE = "cause"
    PERSON = "person"
    """About the person."""
    WISHED = "wished"
    """Wished, possible or advised."""
    TOLD_TO = "told_to"
    """Tells somebody to do something."""

    AVERAGE = "average"
    RESOLUTION = "resolution"
    REPEAT = "repeat"
    HANDLING = "handling"
    SENTIMENT = "sentiment"
    XNPS = "xnps"
    EVALUATIONS = "evaluations"
    CONVERSATIONS = "conversations"
    FEEDBACK = "feedback"
    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"


CLAIMS: Final = Table(
    "debrief.summaries.drafting.words",
    "claims.txt",
    whole=(Claim.ROOM, Claim.TOLD_TO, Claim.WISHED, Claim.GOOD, Claim.BAD),
    parts=(Claim.GOOD, Claim.BAD, Claim.UP, Claim.DOWN, Claim.MOST),
)
