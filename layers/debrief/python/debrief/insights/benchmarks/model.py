"""What the daily refresh leaves: of each inquiry the bounds and the teams' averages, of each agent how they stand."""

from datetime import date
from typing import Any, Literal

from debrief.insights.benchmarks.quartiles import Bounds
from debrief.insights.inquiry_averages import EffectMetric
from debrief.insights.projection.inquiry_sums import InquirySums
from debrief.insights.projection.model import Days
from debrief.interactions.conversations.words import Channel
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity


class Benchmark(Entity):
    """What the ranked agents come to at an inquiry (`ALL`: at everything) on a channel.

    first_day, last_day: the conversations of these days, in the account's time zone. made_at: when it was worked out,
    by a run that began at began_at. A metric that nobody has enough conversations for isn't in `metrics`. cleared: a
    run didn't write it any more, and emptied it with its board.
    """

    inquiry: str
    channel: Channel
    first_day: date
    last_day: date
    made_at: Instant
    metrics: dict[EffectMetric, Bounds]
    began_at: Instant | None = None
    cleared: bool = False


class TeamFigure(Entity):
    """A team's average, over all conversations of its people.

    value: in the metric's unit. number: in how many it is known. people: how many people these are of. agents: some of
    them by id, each with how many; of a large team not all.
    """

    value: float
    number: int
    people: int
    agents: dict[str, int]


class TeamAverages(Entity):
    """Some inquiries of a team on a channel: those of one bucket. made_at: when they were worked out; a row of which a
    later run has nothing to write stays as it is, and doesn't count.
    """

    inquiries: dict[str, dict[EffectMetric, TeamFigure]]
    made_at: Instant | None = None


class Standing(Entity):
    """All conversations of an agent on a channel in sums, as leaderboards read them."""

    agent_id: str
    channel: Channel
    first_day: date
    last_day: date
    made_at: Instant
    sums: InquirySums


class Board(Entity):
    """How agents stand at an inquiry, as leaderboards read it: one of as many parts as one row doesn't hold."""

    first_day: date
    last_day: date
    made_at: Instant
    parts: int
    agents: dict[str, InquirySums]


class Cell(Entity):
    """One agent's conversations of one inquiry, on the way to the benchmark."""

    inquiry: str
    agent_id: str
    team_id: str | None
    sums: InquirySums


class Run(Aggregate):
    """How far a refresh has come.

    id: of the run, which its rows are kept under. phase: it reads agents (`gather`), makes the benchmarks (`make`), or
    clears what isn't compared any more (`clear`), or has ended. began_at: when it did. buckets: over how many inquiries
    are spread. place: where the next page of people, or of benchmarks to be cleared, begins; None at the beginning.
    pages: how many of people were read. agents: how many of them had conversations, and filled: the buckets that these
    are in, by channel; None of a run of before, which didn't tell. bucket: which of those is the next one to be made,
    all of a channel after each other; in the clearing the number of the channel. minimum, rates_from: fewest
    conversations of an agent who is ranked, and who is by a rate. made_at: when the last run that came to its end did;
    None before the first.
    """

    id: str
    phase: Literal["gather", "make", "clear", "done"]
    began_at: Instant | None = None
    buckets: int = 16
    first_day: date
    last_day: date
    minimum: int
    rates_from: int = 0
    place: dict[str, Any] | None = None
    pages: int = 0
    agents: int = 0
    filled: dict[Channel, tuple[int, ...]] | None = None
    bucket: int = 0
    made_at: Instant | None = None

    @property
    def days(self) -> Days:
        """The days that count."""
        return Days(self.first_day, self.last_day)
