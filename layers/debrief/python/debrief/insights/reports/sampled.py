"""How far rates that rest on a sample of the conversations err (N9).

Only what the AI evaluates by itself is drawn by lot. What people evaluate they have chosen, and often it is what the AI
has evaluated too: counted as drawn it would make the sample seem larger than it is, up to all of them.
"""

from collections.abc import Sequence

from debrief.insights.intervals import Interval, finite_wilson
from debrief.insights.line_items import LineItemRate
from debrief.insights.projection.model import Subject
from debrief.insights.reports.model import SampleOf
from debrief.people.model import AutomaticSampling


def sample_of(sampling: AutomaticSampling, conversations: int) -> SampleOf | None:
    """What the rates were drawn from; None where all conversations are evaluated."""
    if sampling.how == "all":
        return None
    share = sampling.how == "share"
    return SampleOf(
        conversations=conversations,
        how="share" if share else "number",
        percent=sampling.percent if share else None,
        per_agent_month=None if share else sampling.per_agent_month,
    )


def drawn_alike(sampling: AutomaticSampling, subjects: Sequence[Subject]) -> bool:
    """Whether each of the conversations was as likely to be drawn, so that a rate of those that were tells of all.

    Of so many conversations of each agent those of a busy one are less likely: taken together, the agents with few
    conversations would count for more than they have.
    """
    return sampling.how == "share" or (len(subjects) == 1 and subjects[0].kind == "agent")


def within(rate: LineItemRate, conversations: int) -> Interval | None:
    """Between what the rate would lie, in percent, had all conversations been evaluated; None without enough data.

    rate: of what was drawn. In how many of them the question would have applied is estimated by how often it did in
    those that were evaluated. Conversations that the scorecard isn't for count among them, which makes the interval
    wider than it has to be.
    """
    if not rate.enough_data:
        return None
    answered = rate.applicable + rate.not_applicable + rate.no_opportunity
    population = round(conversations * rate.applicable / answered)
    found = finite_wilson(rate.passed, rate.applicable, population)
    return Interval(100 * found.low, 100 * found.high)
