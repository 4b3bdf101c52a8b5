"""Pairings as the API shows them: to those who lead both, to who learns, and to who helps."""

from datetime import date
from typing import Annotated

from pydantic import Field

from debrief.coaching.pairing.advice import SheetStep
from debrief.coaching.pairing.course import Verb
from debrief.coaching.pairing.model import Criterion, Lapsed, Moment, PairingState
from debrief.interactions.conversations.words import Speaker
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity
from debrief.quality.evaluations.model import VerifiedQuote

Count = Annotated[int, Field(ge=0)]


class RateView(Entity):
    """A pass rate in percent with its 95 % interval; none of it below the minimum sample."""

    sample: Count
    percent: float | None
    low: float | None
    high: float | None


class CriterionView(Entity):
    """A criterion, and how its agent stands on it."""

    criterion: Criterion
    rate: RateView


class Criteria(Entity):
    """What an agent's answers of a period tell, the lowest rate first. minimum: fewest answers behind a rate."""

    agent_id: str
    first_day: date
    last_day: date
    minimum: Count
    items: tuple[CriterionView, ...]


class PeerView(Entity):
    """A colleague who is strong on a criterion. open, lately: whom they help now, and how often they were paired in the
    past three months. moment: where it shows; null where no words of theirs show it.
    """

    agent_id: str
    agent_name: str
    rate: RateView
    open: Count
    lately: Count
    moment: Moment | None


class PeerSuggestions(Entity):
    """Colleagues who could help with a criterion, in the order in which they are asked.

    own: the learner's rate; everybody: of all who were looked at, together. considered: how many these were;
    compared: of those, with enough answers. strong: how many stand out; not_free: of these, who would rather not be
    asked, are away or help as many as they may, together.
    """

    criterion: Criterion
    learner_id: str
    first_day: date
    last_day: date
    minimum: Count
    own: RateView
    everybody: RateView
    considered: Count
    compared: Count
    strong: Count
    not_free: Count
    items: tuple[PeerView, ...]


class PairingView(Aggregate):
    """A pairing, as the caller may see it.

    part: what the caller is to it. learner_id, learner_name: null for the colleague until they have agreed. own,
    theirs: how both stood when they were paired, for those who lead them. moment: null for who learns, who is shown
    its words on the page. lapsed_because: why it came to nothing, by itself. takeaway: of who learns. why: what one of
    both said who would rather not, for those who lead them. actions: what the caller may do now.
    """

    id: str
    part: str
    criterion: Criterion
    state: PairingState
    learner_id: str | None
    learner_name: str | None
    colleague_id: str
    colleague_name: str
    by: str
    by_name: str
    proposed_at: Instant
    own: RateView | None
    theirs: RateView | None
    moment: Moment | None
    answered_at: Instant | None
    answer: str
    meeting_id: str | None
    meeting_at: Instant | None
    ended_at: Instant | None
    ended_by_name: str | None
    lapsed_because: Lapsed | None
    why: str
    takeaway: str
    actions: tuple[Verb, ...]


class SheetTurn(Entity):
    """What was said, with roles in the place of names. shows: whether these are the words that show it."""

    speaker: Speaker
    text: str
    start_ms: int | None
    shows: bool


class AdviceSheet(Entity):
    """One page for a short meeting of two colleagues.

    description, good, poor, context: of the criterion, as its scorecard tells it now. exchange: what was said around
    the moment; empty where there is none any more. quote: its words, with their place in the conversation, for those
    who may hear it. own_interaction_id: a conversation of the learner's to talk about, which the colleague isn't told.
    """

    pairing_id: str
    criterion: Criterion
    learner_name: str
    colleague_name: str
    minutes: Count
    description: str
    good: str
    poor: str
    context: str
    quote: VerifiedQuote | None
    exchange: tuple[SheetTurn, ...]
    own_interaction_id: str | None
    steps: tuple[SheetStep, ...]
    takeaway: str


class WillingnessView(Aggregate):
    """Whether the caller may be asked to help colleagues."""

    may_be_asked: bool
