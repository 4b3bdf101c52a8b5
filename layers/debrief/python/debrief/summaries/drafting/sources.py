"""What there is to analyse, counted before anything is generated (S0.6, S0.7)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from debrief.summaries.model import MOST_CONVERSATIONS, MOST_EVALUATIONS, ScorecardType, SourceCount, Sources

if TYPE_CHECKING:
    from debrief.insights.line_items import LineItemCount
    from debrief.insights.projection.model import Days
    from debrief.insights.projection.rollup_reader import ScoreCount
    from debrief.quality.evaluations.words import EvaluationType

MOST_ACTIVITY = 200
"""Feedback and actions together, and 1-to-1s, that are read for a period."""


class ConversationCount(Protocol):
    """The one thing that is asked of the totals."""

    @property
    def count(self) -> int:
        """How many there were."""
        ...


class InsightsReader(Protocol):
    """What summaries ask of insights: all of it read from rollups."""

    def line_item_counts_in(
        self, agent_id: str, periods: "Sequence[Days]", type: "EvaluationType | None"
    ) -> "Sequence[Sequence[LineItemCount]]":
        """The counts behind the Line Item Performance report, for each of the periods, read together."""
        ...

    def score_counts(self, agent_id: str, days: "Days", type: "EvaluationType | None") -> "Sequence[ScoreCount]":
        """What all evaluations came to, by day and scorecard."""
        ...

    def evaluation_totals(self, agent_id: str, first_day: date, last_day: date) -> "Mapping[EvaluationType, int]":
        """Completed evaluations by type."""
        ...

    def conversation_totals(self, agent_id: str, first_day: date, last_day: date) -> ConversationCount:
        """Conversations, counted and summed up."""
        ...


def evaluation_type(scorecard_type: ScorecardType) -> "EvaluationType | None":
    """The one type of evaluation that counts; None for all of them."""
    return None if scorecard_type == "all" else scorecard_type


def counted(available: int, most: int | None = None) -> SourceCount:
    """A count with the note that says where only a part is analysed."""
    if most is None or available <= most:
        return SourceCount(available=available, analysed=available)
    return SourceCount(available=available, analysed=most, note=f"(max {most} will be analysed)")


def sources_of(
    evaluations: "Mapping[EvaluationType, int]",
    scorecard_type: ScorecardType,
    *,
    conversations: int,
    coaching: int,
    previous_meeting: int,
) -> Sources:
    """The counts of the dialog. evaluations: by type; coaching, previous_meeting: pieces of each."""
    only = evaluation_type(scorecard_type)
    available = sum(count for type, count in evaluations.items() if only is None or type == only)
    return Sources(
        evaluations=counted(available, MOST_EVALUATIONS),
        conversations=counted(conversations, MOST_CONVERSATIONS),
        coaching=counted(coaching),
        previous_meeting=counted(previous_meeting),
    )
