"""Lists of evaluations: what a line shows, and what a list is narrowed to."""

from datetime import datetime
from typing import NamedTuple

from debrief.interactions.conversations.words import Channel
from debrief.kernel.clock import Instant, iso
from debrief.kernel.model import Entity
from debrief.quality.evaluations.model import Assignment, Evaluation, EvaluationStatus, Review
from debrief.quality.evaluations.words import EvaluationType, ReviewReason
from debrief.quality.scorecards.model import Percent, Points, ScoreFormat, VersionNumber
from debrief.quality.spans import Span


class EvaluationSummary(Entity):
    """An evaluation as lists show it: without answers, comments and quotes.

    percent, earned, possible, passed, auto_failed: of its score; see `Score`.
    format, inquiry, transcript_digest, to_review, review, assignment: as in `Evaluation`; None and empty in lines that
    were stored without them.
    """

    id: str
    interaction_id: str
    contact_reference: str
    agent_id: str
    team_id: str | None
    channel: Channel
    queue: str | None
    scorecard_id: str
    scorecard_name: str
    scorecard_version: VersionNumber
    type: EvaluationType
    status: EvaluationStatus
    evaluator_id: str | None
    percent: Percent | None
    earned: Points
    possible: Points
    passed: bool | None
    auto_failed: bool
    created_at: Instant
    completed_at: Instant | None
    interaction_started_at: Instant
    transcript_digest: str | None = None
    to_review: tuple[ReviewReason, ...] = ()
    format: ScoreFormat | None = None
    inquiry: tuple[str, ...] = ()
    review: Review | None = None
    assignment: Assignment | None = None


def summary_of(evaluation: Evaluation) -> EvaluationSummary:
    """The line of `evaluation` in lists."""
    score = evaluation.score
    return EvaluationSummary(
        **{name: getattr(evaluation, name) for name in EvaluationSummary.model_fields if hasattr(evaluation, name)},
        percent=score.percent if score else None,
        earned=score.earned if score else 0,
        possible=score.possible if score else 0,
        passed=score.passed if score else None,
        auto_failed=score.auto_failed if score else False,
    )


class EvaluationFilter(NamedTuple):
    """Which evaluations a list shows; None stands for any. start (included), end (excluded): of the interaction."""

    agent_ids: frozenset[str] | None = None
    evaluator_id: str | None = None
    scorecard_id: str | None = None
    interaction_id: str | None = None
    types: frozenset[EvaluationType] | None = None
    statuses: frozenset[EvaluationStatus] | None = None
    start: datetime | None = None
    end: datetime | None = None

    def admits(self, line: EvaluationSummary) -> bool:
        """Whether `line` is one of them."""
        return (
            (self.agent_ids is None or line.agent_id in self.agent_ids)
            and (self.evaluator_id is None or line.evaluator_id == self.evaluator_id)
            and (self.scorecard_id is None or line.scorecard_id == self.scorecard_id)
            and (self.interaction_id is None or line.interaction_id == self.interaction_id)
            and (self.types is None or line.type in self.types)
            and (self.statuses is None or line.status in self.statuses)
            and (self.start is None or line.interaction_started_at >= self.start)
            and (self.end is None or line.interaction_started_at < self.end)
        )

    @property
    def span(self) -> Span:
        """The period as sort keys."""
        return Span(iso(self.start) if self.start else None, iso(self.end) if self.end else None)
