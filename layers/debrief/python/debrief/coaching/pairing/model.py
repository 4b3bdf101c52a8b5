"""Pairings of colleagues, and who may be asked (N16)."""

from typing import Annotated, Final, Literal

from pydantic import Field, StrictBool

from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity
from debrief.quality.evaluations.model import VerifiedQuote

MOST_WORDS: Final = 1000
"""Characters of what somebody writes beside a pairing."""

MOST_AT_ONCE: Final = 2
"""Colleagues whom one person helps at a time."""

PairingState = Literal["asked", "agreed", "declined", "withdrawn", "lapsed", "met"]
"""asked: the colleague hasn't answered; the learner knows of nothing. agreed: both know, and are to meet. declined: the
colleague, or later one of both, would rather not. withdrawn: whoever paired them took it back. lapsed: nobody went on
with it. met: they have met."""

Lapsed = Literal["unanswered", "not_met", "left"]
"""Why a pairing lapsed. unanswered: the colleague didn't say anything. not_met: nobody said that they have met. left:
one of both has left."""

OPEN: Final[frozenset[PairingState]] = frozenset({"asked", "agreed"})
"""While it is so, it counts as work of the colleague's, and the learner is paired with nobody else on the same."""

Source = Literal["best_response", "evaluation"]
Words = Annotated[str, Field(max_length=MOST_WORDS)]


class Criterion(Entity):
    """A question of a scorecard, over all of its versions. name, scorecard_name: as they read when it was chosen."""

    scorecard_id: str
    question_id: str
    name: str
    scorecard_name: str


class Figures(Entity):
    """How often somebody passed the criterion, of how often it applied."""

    passed: Annotated[int, Field(ge=0)]
    applicable: Annotated[int, Field(ge=0)]


class Moment(Entity):
    """Where a conversation shows how it is done well.

    quote: words that were found in the transcript, with their place. source: of a best response that whoever paired
    them keeps, or of an evaluation that passed the criterion on these words.
    """

    interaction_id: str
    evaluation_id: str
    started_at: Instant
    queue: str = ""
    quote: VerifiedQuote
    source: Source


class Pairing(Aggregate):
    """That somebody is to meet a colleague who is strong on a criterion.

    by: who paired them. own, theirs: how both stood then; told to those who lead them alone. moment: None where none
    was found, or its conversation is gone. answer: what the colleague said with their yes. why: what one of both said
    who would rather not (`ended_by`). takeaway: what the learner will try.
    """

    id: str
    learner_id: str
    colleague_id: str
    criterion: Criterion
    by: str
    proposed_at: Instant
    state: PairingState = "asked"
    own: Figures | None = None
    theirs: Figures
    moment: Moment | None = None
    answered_at: Instant | None = None
    answer: Words = ""
    meeting_id: str | None = None
    ended_at: Instant | None = None
    ended_by: str | None = None
    lapsed_because: Lapsed | None = None
    why: Words = ""
    takeaway: Words = ""


class Willingness(Aggregate):
    """Whether somebody may be asked to help colleagues. Whoever hasn't said may."""

    user_id: str
    may_be_asked: StrictBool = True
    changed_at: Instant
