"""What an evaluation's score rests on (N17)."""

from typing import Annotated, Literal

from pydantic import Field

from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity
from debrief.quality.disputes.model import DisputeState, Outcome
from debrief.quality.evaluations.model import EvaluationStatus, VerifiedQuote
from debrief.quality.evaluations.words import EvaluationType
from debrief.quality.scorecards.model import AutoFail, Percent, Points, ScoreFormat

DeciderKind = Literal["person", "model", "rule"]
"""rule: the words that the question requires were looked for, and no model was asked."""

GroundOutcome = Literal["passed", "missed", "not_applicable", "no_opportunity", "open"]


class Decider(Entity):
    """Who or what decided. user_id, name: of a person, where that is known. model, prompt_version: of a model."""

    kind: DeciderKind
    user_id: str | None = None
    name: str | None = None
    model: str | None = None
    prompt_version: str | None = None


class AnswerShown(Entity):
    """What was chosen: an option by its label, N/A, or nothing."""

    label: str
    outcome: GroundOutcome


class Disputed(Entity):
    """That the answer was disputed. outcome: of this answer; null while nobody has decided."""

    round: int
    state: DisputeState
    reason: str
    outcome: Outcome | None
    response: str | None
    decided_by_name: str | None


class Ground(Entity):
    """One answer, and all that it rests on.

    section, question: as the version reads that it was made with. looks_for: what is asked in more words; good, poor:
    what these look like. worth: how many points of the whole score, out of 100, the question can bring here; brought:
    how many it did, before what fails a section or all of it. fails: what the answer fails at once.
    quote: the words that it rests on; opportunity: those that made the question applicable. why: the AI's reason.
    decided, decided_at: who or what chose what stands, and when. before: what stood before somebody changed it last;
    ai: what the AI had chosen before a person answered. disputable: whether its agent may dispute it now.
    """

    section: str
    question_id: str
    question: str
    looks_for: str
    good: str
    poor: str
    compliance: bool
    answer: AnswerShown
    fails: AutoFail
    earned: Points
    possible: Points
    worth: Percent
    brought: Percent
    quote: VerifiedQuote | None
    opportunity: VerifiedQuote | None
    comment: str
    why: str
    confidence: float | None
    decided: Decider
    decided_at: Instant | None
    before: AnswerShown | None
    ai: AnswerShown | None
    disputable: bool
    disputes: tuple[Disputed, ...]


class Answering(Entity):
    """What its agent may still say to it. may_dispute, until: whether, and until when; why_not: why not, as a sentence
    without a full stop. rounds: disputes that are left. decider_name: who is to decide an open one; null where any of
    those with the permission may. silence: whether letting the time pass acknowledges it.
    """

    may_dispute: bool
    until: Instant | None
    why_not: str | None
    rounds: Annotated[int, Field(ge=0)]
    decider_name: str | None
    silence: bool


class Grounds(Entity):
    """A score, and all that it rests on.

    scorecard_version, published_at: the version that it was made with. newer: whether the scorecard has been changed
    since; the score keeps this one. made_by: who or what completed it. drawn: whether its conversation was drawn by
    lot. sound: whether its conversation can be heard. earlier_words: the conversation was replaced since. counts:
    whether it is in reports.
    """

    evaluation_id: str
    interaction_id: str
    contact_reference: str
    interaction_started_at: Instant
    agent_id: str
    agent_name: str
    scorecard_id: str
    scorecard_name: str
    scorecard_version: int
    published_at: Instant | None
    newer: bool
    format: ScoreFormat
    type: EvaluationType
    status: EvaluationStatus
    percent: Percent | None
    passed: bool | None
    pass_mark: Percent
    auto_failed: bool
    completed_at: Instant | None
    made_by: Decider
    drawn: bool
    sound: bool
    earlier_words: bool
    counts: bool
    answering: Answering
    answers: tuple[Ground, ...]
