"""Disputes: answers of an evaluation that its agent disagrees with, and what somebody else decided (S4.8)."""

from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from debrief.interactions.conversations.words import Channel
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity
from debrief.quality.evaluations.history import Choice
from debrief.quality.evaluations.words import EvaluationType
from debrief.quality.scorecards.model import Answerer, Percent, VersionNumber

MOST_DISPUTED: Final = 50
"""Answers in one dispute."""

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Words = Literal["agent", "others", "none"]
DisputeState = Literal["open", "decided", "set_aside"]
"""open: somebody has to decide. set_aside: the conversation's words were replaced, so that there is nothing to decide;
it is open again should they come back."""

Outcome = Literal["re_evaluated", "re_affirmed"]
"""re_evaluated: an answer at least was changed. re_affirmed: all of them stay."""


class EvidenceKind(Entity):
    """What kind of evidence an answer rests on. answered_by: who gave it. words: whose words are quoted, if any."""

    answered_by: Answerer
    words: Words


class DisputedAnswer(Entity):
    """An answer that the agent disagrees with, as it stood then. reason: theirs."""

    question_id: str
    choice: Choice
    evidence: EvidenceKind
    reason: str


class AnswerDecision(Entity):
    """What was decided of a disputed answer.

    upheld: the agent was right, and the answer is another one now. choice: the answer as it stands now. response: what
    whoever decided says to it.
    """

    question_id: str
    upheld: bool
    choice: Choice
    response: str


class Decision(Entity):
    """How a dispute ended. percent: the score since then."""

    outcome: Outcome
    by: str
    at: Instant
    answers: tuple[AnswerDecision, ...]
    percent: Percent | None


class Dispute(Aggregate):
    """What an agent disputes of an evaluation, once.

    round: counts the disputes of this evaluation, from 1. raised_by: the agent. decider_id: who is to decide; none
    where any of those with the permission may. percent: the score that was disputed. The fields of the evaluation are
    those that a list shows.
    """

    id: str
    evaluation_id: str
    round: Annotated[int, Field(ge=1)]
    state: DisputeState = "open"
    raised_by: str
    raised_at: Instant
    answers: tuple[DisputedAnswer, ...]
    decider_id: str | None
    decision: Decision | None = None
    percent: Percent | None
    agent_id: str
    team_id: str | None
    interaction_id: str
    interaction_started_at: Instant
    contact_reference: str
    inquiry: tuple[str, ...]
    channel: Channel
    scorecard_id: str
    scorecard_version: VersionNumber
    scorecard_name: str
    type: EvaluationType
    evaluator_id: str | None


class DisputedHere(Entity):
    """An answer that an agent disputes, and why."""

    question_id: str
    reason: Reason


class NewDispute(Entity):
    """What an agent disputes of an evaluation of their work."""

    answers: Annotated[tuple[DisputedHere, ...], Field(min_length=1, max_length=MOST_DISPUTED)]


class GivenDecision(Entity):
    """What somebody decides of a disputed answer.

    response: what they say to the agent. option_id, not_applicable: the answer from now on, where it changes; with
    neither it is affirmed.
    """

    question_id: str
    response: Reason
    option_id: str | None = None
    not_applicable: bool = False


class NewDecision(Entity):
    """What somebody decides of a dispute: of every answer that is disputed."""

    answers: Annotated[tuple[GivenDecision, ...], Field(min_length=1, max_length=MOST_DISPUTED)]
