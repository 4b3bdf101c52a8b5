"""Evaluations: a scorecard's version applied to an interaction (S4.4, S4.7)."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from debrief.interactions.conversations.words import Channel, Speaker
from debrief.kernel.ai.provenance import AiProvenance
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity
from debrief.quality.evaluations.words import EvaluationType, ReviewReason
from debrief.quality.scorecards.model import Answerer, Milliseconds, Percent, Points, ScoreFormat, Text, VersionNumber

EvaluationStatus = Literal["draft", "completed", "disputed", "acknowledged"]
"""A draft counts nowhere; every other status counts in the reports, unless the evaluation is superseded.

completed: scored; its agent may still answer, where the account wants that. disputed: the agent disagrees with answers,
and somebody has to decide. acknowledged: the agent has read it, or has let the time for an answer pass (S4.8).
"""


class VerifiedQuote(Entity):
    """Words that were found in the transcript.

    text: exactly as they stand in the turn, or in two that follow each other.
    turn_index: the turn's place in the transcript, from 0.
    start_ms: when the turn begins, from the start of the interaction; none where the transcript has no times.
    speaker: who said them.
    """

    text: str
    turn_index: Annotated[int, Field(ge=0)]
    start_ms: Milliseconds | None = None
    speaker: Speaker


class Replaced(Entity):
    """What the AI had chosen before a person answered otherwise."""

    option_id: str | None = None
    not_applicable: bool = False


class Answer(Entity):
    """The answer to one question; with neither an option nor N/A it is only a remark, and the question is open.

    One of the AI that is open says that nothing made the question applicable and it can't be N/A.

    opportunity: of the AI's, the words that made the question applicable; None where nothing did, or it always applies.
    no_opportunity: it is N/A because nothing made the question applicable.
    quote: the evidence, where the answer rests on words that were said.
    rationale: why the AI chose it.
    confidence: how sure the AI is, 0–1.
    unsupported: the AI gave credit that no whole sentence of the agent's shows, where one has to; a person decides.
    unchecked: the AI gave credit, and the second look at the sentence that it rests on couldn't be had.
    replaced: what the AI had chosen, where a person has answered since; None where it hadn't, or that wasn't kept yet.
    """

    question_id: str
    option_id: str | None = None
    not_applicable: bool = False
    comment: Text = ""
    answered_by: Answerer = "human"
    opportunity: VerifiedQuote | None = None
    no_opportunity: bool = False
    quote: VerifiedQuote | None = None
    rationale: Text = ""
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    unsupported: bool = False
    unchecked: bool = False
    replaced: Replaced | None = None

    @model_validator(mode="after")
    def _without_an_opportunity_is_not_applicable(self) -> Self:
        if self.no_opportunity and (not self.not_applicable or self.opportunity is not None):
            raise ValueError("without an opportunity a question isn't applicable")
        return self


class SectionScore(Entity):
    """What one section came to.

    earned, possible: points after the questions' weights, without N/A questions.
    percent: earned ÷ possible × 100 (0 when failed automatically); none when nothing in it applies.
    weight: the section's weight on the scorecard; none in points format.
    effective_weight: its share in the total in percent, after what doesn't apply or was left out.
    auto_failed: an answer failed this section.
    not_applicable: nothing that scores in it applies.
    """

    section_id: str
    title: str
    earned: Points
    possible: Points
    percent: Percent | None
    weight: Percent | None
    effective_weight: Percent
    auto_failed: bool
    not_applicable: bool


class Score(Entity):
    """What an evaluation came to.

    percent: 0–100 in full precision; none when nothing applies.
    earned, possible: points over the sections that count; in points format percent = earned ÷ possible × 100.
    passed: percent reaches the pass mark and nothing failed the evaluation; none when percent is none.
    auto_failed: an answer failed the evaluation; percent and earned are 0, the sections tell what was answered.
    failed_by: ids of the questions whose answer failed the evaluation or their section.
    """

    percent: Percent | None
    earned: Points
    possible: Points
    passed: bool | None
    auto_failed: bool
    failed_by: tuple[str, ...]
    sections: tuple[SectionScore, ...]


class AiAnswering(Entity):
    """That the AI was asked to answer its questions of a draft, and how far it is.

    attempt: counts the times it was asked. sentence: why it failed, for people.
    """

    status: Literal["answering", "failed"]
    attempt: Annotated[int, Field(ge=1)]
    requested_by: str
    requested_at: Instant
    sentence: Text = ""


class Review(Entity):
    """That the agent may answer an evaluation, and how far that is (S4.8).

    since: from when they could answer what stands now. answer_by: until when they may dispute it; where it is
        `required`, whoever hasn't answered by then has acknowledged it. remind_at: when they are reminded, if they are.
    asked: whether they were told of it and it waits for them; an automatic one may be answered without.
    rounds: most disputes, as it was when the evaluation was completed. dispute_ids: those that there were, in order;
        while the evaluation is disputed, the last one is open. decider_id: who is to decide that one; none where any of
        those with the permission may.
    acknowledged_at: when it was acknowledged; by_silence: by letting the time pass.
    ended: the account has switched that off since, so that nothing is answered; what was disputed before stays.
    """

    since: Instant
    answer_by: Instant
    required: bool
    asked: bool
    remind_at: Instant | None = None
    rounds: Annotated[int, Field(ge=1)]
    dispute_ids: tuple[str, ...] = ()
    decider_id: str | None = None
    acknowledged_at: Instant | None = None
    by_silence: bool = False
    ended: bool = False


class Assignment(Entity):
    """That an evaluation was given to its evaluator to do (S4.7).

    by: the user who assigned it, or who made the automation or the goal that did. automation_id, draw_id: that one, and
    the draw of the goal; none where a person did it there and then. due_at: the end of the day until which it is due.
    """

    by: str
    at: Instant
    due_at: Instant
    automation_id: str | None = None
    goal_id: str | None = None
    draw_id: str | None = None


class Evaluation(Aggregate):
    """A scorecard applied to an interaction.

    contact_reference: the interaction's reference as people know it. inquiry: what it was about when the evaluation
        was begun, so that a list can be headed by it; empty where nobody had said.
    format: how the scorecard counts; None where it was begun before that was kept here. Only in `points` do an
        evaluation's points say what its percent says: sections of a weighted scorecard count by their weights.
    type: `manual`, `blended` or `automatic`; who answered decides.
    evaluator_id: who answers or answered; none when automatic.
    score: the running total of a draft, or the final score.
    interaction_started_at: when the interaction took place; decides the day it counts for.
    provenance: how the AI came to its answers, where it gave any.
    ai_answering: of a draft, while the AI answers, or why it couldn't; none when nothing is under way.
    transcript_digest: which words of the interaction it was begun on; see `Transcript`. None where there were none, or
        it was begun before that was known.
    superseded_at: when the interaction's words were replaced by others, so that what the AI made of the earlier ones
        by itself counts no more; it is kept, in no list and no report.
    ai_attempts: how often the AI was asked to answer the draft, whatever came of it; an attempt's number is never
        used twice, because the name of its run follows from it.
    calibration_id: the calibration that it was made for; then it counts nowhere, and is found by its id and with its
        calibration alone. None for every other.
    to_review: of a draft, why what the AI answered counts only once a person has completed it; empty where it is
        a draft for other reasons, and once it is completed.
    review: of a completed one, how far the agent's answer is; none where the account had switched that off.
    assignment: by whom it was given to its evaluator, and until when it is due; none where they began it themselves.
    """

    id: str
    interaction_id: str
    contact_reference: str
    agent_id: str
    team_id: str | None = None
    channel: Channel
    queue: str | None = None
    inquiry: tuple[str, ...] = ()
    scorecard_id: str
    scorecard_name: str
    scorecard_version: VersionNumber
    format: ScoreFormat | None = None
    type: EvaluationType
    status: EvaluationStatus = "draft"
    evaluator_id: str | None = None
    answers: tuple[Answer, ...] = ()
    comment: Text = ""
    score: Score | None = None
    created_at: Instant
    completed_at: Instant | None = None
    interaction_started_at: Instant
    provenance: AiProvenance | None = None
    ai_answering: AiAnswering | None = None
    ai_attempts: Annotated[int, Field(ge=0)] = 0
    transcript_digest: str | None = None
    superseded_at: Instant | None = None
    to_review: tuple[ReviewReason, ...] = ()
    review: Review | None = None
    calibration_id: str | None = None
    assignment: Assignment | None = None

    @model_validator(mode="after")
    def _completed_is_complete(self) -> Self:
        if self.status != "draft" and (self.score is None or self.completed_at is None):
            raise ValueError("a completed evaluation needs its score and completion time")
        return self


def counts(evaluation: Evaluation) -> bool:
    """Whether the evaluation is in reports: no draft, nothing that is superseded, nothing made for a calibration."""
    held = evaluation.superseded_at is None and evaluation.calibration_id is None
    return held and evaluation.status != "draft"
