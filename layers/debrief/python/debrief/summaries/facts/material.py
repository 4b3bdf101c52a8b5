"""What gathering read, no more than a summary needs of it, with ids and versions."""

from datetime import date
from typing import Annotated

from pydantic import Field

from debrief.interactions.conversations.words import Channel, Speaker
from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity
from debrief.quality.evaluations.words import EvaluationType
from debrief.summaries.facts.model import PreviousSession
from debrief.summaries.model import Period, ScorecardType, Sources, SummaryFrame

Count = Annotated[int, Field(ge=0)]


class AnswerRemark(Entity):
    """What was remarked on one answer, or (without a question) on the evaluation as a whole."""

    question_id: str | None
    text: str


class AnswerQuote(Entity):
    """Words that an answer rests on, found in the transcript when the answer was given."""

    question_id: str
    text: str
    turn_index: Count
    start_ms: int | None
    speaker: Speaker


class EvaluationDigest(Entity):
    """What a summary needs of a completed evaluation.

    type, inquiry, queue: None and empty in what was gathered before they were told. percent, passed: of its score. met,
    missed: ids of the questions that passed and that didn't; N/A is in neither. quotes: words that answers rest on;
    arose: words that made a question applicable which was missed, where its answer rests on no words.
    """

    id: str
    revision: int
    interaction_id: str
    contact_reference: str
    channel: Channel
    scorecard_id: str
    scorecard_name: str
    scorecard_version: int
    percent: float | None
    passed: bool | None
    started_at: Instant
    type: EvaluationType | None = None
    inquiry: tuple[str, ...] = ()
    queue: str | None = None
    met: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    remarks: tuple[AnswerRemark, ...] = ()
    quotes: tuple[AnswerQuote, ...] = ()
    arose: tuple[AnswerQuote, ...] = ()


class ConversationDigest(Entity):
    """What a summary needs of a conversation; None where nobody knows.

    queue: None also in what was gathered before it was told. handle_ms: talk + hold + after-call work. xnps 0–10,
    sentiments −5 to 5, resolved and repeated as predicted or told. transcript_key: where its transcript lies.
    looked_at: a person has looked at these very words.
    """

    id: str
    revision: int
    contact_reference: str
    channel: Channel
    started_at: Instant
    inquiry: tuple[str, ...] = ()
    queue: str | None = None
    handle_ms: int | None = None
    xnps: int | None = None
    customer_sentiment: float | None = None
    agent_sentiment: float | None = None
    resolved: bool | None = None
    repeated: bool | None = None
    summary: str = ""
    transcript_key: str | None = None
    looked_at: bool = False


class LineCount(Entity):
    """A line item's counts as the Line Item Performance report has them; see `insights.line_items.LineItemCount`."""

    scorecard_id: str
    scorecard_name: str
    scorecard_version: int
    question_id: str
    text: str
    passed: Count
    applicable: Count


class PastScore(Entity):
    """The score of an evaluation in the period before."""

    evaluation_id: str
    scorecard_id: str
    percent: float


class DayScores(Entity):
    """What all evaluations of a day with one scorecard came to, as the evaluation report has it.

    scored: those with a score. score_hundredths: the sum of their scores, in hundredths of a percent. score_rest: what
    these lack of it, in units of `quality.evaluations.averages`.
    """

    day: date
    scorecard_id: str
    scored: Count
    score_hundredths: Count
    score_rest: int = 0


class ActionDigest(Entity):
    """An action of the agent. description: what it was made from; closed: completed."""

    id: str
    revision: int
    title: str
    closed: bool
    due_date: date | None = None


class FeedbackDigest(Entity):
    """Feedback on the agent's work."""

    id: str
    revision: int
    text: str
    at: Instant


class MeetingDigest(Entity):
    """An earlier 1-to-1 of the agent, with what both may read of it."""

    id: str
    revision: int
    title: str
    notes: str
    at: Instant


class Material(Entity):
    """What gathering read.

    read_on: the day on which it was read, in the account's time zone. before: the counts of the period before, which
    is as long and ends where this one begins. past_scores: scores of that period, newest first.
    past_scores_whole: whether these are all of them. day_scores: what all evaluations of the period came to, only where
    there are more of them than `evaluations`, which are the newest.
    """

    summary_id: str
    agent_id: str
    frame: SummaryFrame
    period: Period
    scorecard_type: ScorecardType
    read_on: date
    evaluations: tuple[EvaluationDigest, ...] = ()
    conversations: tuple[ConversationDigest, ...] = ()
    counts: tuple[LineCount, ...] = ()
    counts_before: tuple[LineCount, ...] = ()
    past_scores: tuple[PastScore, ...] = ()
    past_scores_whole: bool = True
    day_scores: tuple[DayScores, ...] = ()
    actions: tuple[ActionDigest, ...] = ()
    feedback: tuple[FeedbackDigest, ...] = ()
    meetings: tuple[MeetingDigest, ...] = ()
    sources: Sources
    previous_session: PreviousSession | None = None
