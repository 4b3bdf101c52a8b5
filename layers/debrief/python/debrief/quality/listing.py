"""Lists of evaluations and scorecards: what a line shows, and pages merged out of several ordered sources."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from debrief.interactions.words import Channel
from debrief.kernel.clock import Instant, iso
from debrief.kernel.model import Entity
from debrief.quality.model import Evaluation, EvaluationStatus, EvaluationType, Percent, Points, VersionNumber

MOST_EXAMINED = 500
"""Lines that one page looks at, at most: a filter that hardly anything passes gives short pages, never a long wait."""

T = TypeVar("T")
Placed = tuple[str, T]
"""A line with its place: the sort key that all sources of a page share."""


class EvaluationSummary(Entity):
    """An evaluation as lists show it: without answers, comments and quotes.

    percent, earned, possible, passed, auto_failed: of its score; see `Score`.
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
            and (self.start is None or line.interaction_started_at >= self.start)
            and (self.end is None or line.interaction_started_at < self.end)
        )

    @property
    def span(self) -> "Span":
        """The period as sort keys."""
        return Span(iso(self.start) if self.start else None, iso(self.end) if self.end else None)


class Span(NamedTuple):
    """Bounds of sort keys, both included; None is open. A key of an instant sorts before those that begin with it."""

    low: str | None = None
    high: str | None = None


class Found(NamedTuple, Generic[T]):
    """The lines of a page, and the place of the last one looked at; no place at the end of the list."""

    items: list[T]
    last: str | None


def page_of(
    sources: Iterable[Iterator[Placed[T]]],
    wanted: Callable[[T], bool],
    *,
    limit: int,
    newest_first: bool,
    after: str | None = None,
    most_examined: int = MOST_EXAMINED,
) -> Found[T]:
    """A page out of sources that are each in order; they are read only as far as the page needs.

    after: the place where the page before ended; lines at that place are passed over.
    """
    merged = heapq.merge(*sources, key=lambda placed: placed[0], reverse=newest_first)
    left = (placed for placed in merged if placed[0] != after)
    items: list[T] = []
    last: str | None = None
    for examined, (place, value) in enumerate(left):
        if len(items) == limit or examined == most_examined:
            return Found(items, last)
        last = place
        if wanted(value):
            items.append(value)
    return Found(items, None)
