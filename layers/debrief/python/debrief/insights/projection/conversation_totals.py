"""Conversations in sums, and the metrics that are read from them (S0.11).

Sentiment and satisfaction are summed in hundredths, so that every sum is a whole number.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from debrief.insights.intervals import wilson
from debrief.insights.projection.model import Counters
from debrief.interactions.conversations.words import XnpsGroup, xnps_group
from debrief.kernel.figures import as_written, whole
from debrief.kernel.model import Entity

if TYPE_CHECKING:
    from debrief.interactions.conversations.model import Interaction

Count = Annotated[int, Field(ge=0)]
MetricName = Literal[
    "xnps",
    "agent_sentiment",
    "customer_sentiment",
    "resolution_rate",
    "repeat_rate",
    "average_handling_time",
    "satisfaction",
]
MetricUnit = Literal["points", "percent", "sentiment", "stars", "ms"]

_GROUPS = {
    XnpsGroup.PROMOTER: "promoters",
    XnpsGroup.PASSIVE: "passives",
    XnpsGroup.DETRACTOR: "detractors",
}


_SUMMED = {
    "handled": ("handled", "handle_ms"),
    "customer_sentiment_known": ("customer_sentiment_known", "customer_sentiment_hundredths"),
    "agent_sentiment_known": ("agent_sentiment_known", "agent_sentiment_hundredths"),
    "resolution_known": ("resolution_known", "resolved"),
    "repeat_known": ("repeat_known", "repeated"),
    "first_contact_known": ("first_contact_known", "resolved_first"),
    "sentiment_arc_known": ("sentiment_arc_known", "sentiment_arc_hundredths", "sentiment_arc_squares"),
    "xnps_known": ("promoters", "passives", "detractors"),
    "satisfaction_known": ("satisfaction_known", "satisfaction_hundredths"),
}
"""What is summed over the conversations in which it is known, by the name of their number."""

_CHANNELS = ("voice", "chat", "email", "offline")
"""Counts that add up to the number of all conversations."""


class ConversationTotals(Entity):
    """Sums over conversations. A field `…_known` (or `handled`) tells in how many of them the value was known.

    handle_ms: talk + hold + after-call work. *_hundredths: sentiment −5 to 5 and satisfaction 1–5, times 100.
    resolved_first: resolved, and no repeat contact, of those in which both are known (first_contact_known).
    sentiment_arc_*: the customer's sentiment at the end less that at the start, −10 to 10; its squares in hundredths
    squared.
    """

    count: Count = 0
    voice: Count = 0
    chat: Count = 0
    email: Count = 0
    offline: Count = 0
    handle_ms: Count = 0
    handled: Count = 0
    customer_sentiment_hundredths: int = 0
    customer_sentiment_known: Count = 0
    agent_sentiment_hundredths: int = 0
    agent_sentiment_known: Count = 0
    resolved: Count = 0
    resolution_known: Count = 0
    repeated: Count = 0
    repeat_known: Count = 0
    resolved_first: Count = 0
    first_contact_known: Count = 0
    sentiment_arc_hundredths: int = 0
    sentiment_arc_squares: Count = 0
    sentiment_arc_known: Count = 0
    promoters: Count = 0
    passives: Count = 0
    detractors: Count = 0
    satisfaction_hundredths: Count = 0
    satisfaction_known: Count = 0

    @property
    def xnps_known(self) -> int:
        """Conversations with an xNPS score."""
        return self.promoters + self.passives + self.detractors

    def known_in(self, minimum: int) -> "ConversationTotals":
        """The same without the sums of what is known in fewer than `minimum` conversations; nothing of so few.

        Nor does it tell how many conversations of a channel there were where they were so few, or where the others,
        taken off the whole, would tell.
        """
        if self.count < minimum:
            return ConversationTotals()
        unknown: dict[str, int] = {}
        for known, values in _SUMMED.items():
            if getattr(self, known) < minimum:
                unknown |= dict.fromkeys(values, 0)
        unknown |= dict.fromkeys(self._channels_hidden(minimum), 0)
        return self.model_copy(update=unknown)

    def _channels_hidden(self, minimum: int) -> list[str]:
        """The channels with the fewest conversations, from the first that has too few until all of them are enough."""
        counts = {name: getattr(self, name) for name in _CHANNELS if getattr(self, name)}
        hidden: list[str] = []
        for name in sorted(counts, key=lambda each: counts[each]):
            if counts[name] >= minimum and (not hidden or sum(counts[each] for each in hidden) >= minimum):
                break
            hidden.append(name)
        return hidden

    def without_agent_sentiment(self) -> "ConversationTotals":
        """The same for an account in which agents' sentiment isn't inferred."""
        return self.model_copy(update={"agent_sentiment_hundredths": 0, "agent_sentiment_known": 0})


class Metric(Entity):
    """One metric. value: in `unit`; none below the minimum sample. sample: conversations in which it is known.

    low, high: the 95 % Wilson interval, of rates only; none below the minimum sample.
    """

    name: MetricName
    unit: MetricUnit
    value: float | None
    sample: Count
    enough_data: bool
    low: float | None = None
    high: float | None = None


def hundredths(value: float) -> int:
    """A sentiment or satisfaction as it is summed, halves away from zero."""
    return whole(100 * as_written(value))


def counted(interaction: "Interaction") -> Counters:
    """What one conversation adds, by the field names of `ConversationTotals`."""
    counters: Counters = {"count": 1, interaction.channel.value: 1}
    if interaction.handle_ms is not None:
        counters |= {"handle_ms": interaction.handle_ms, "handled": 1}
    # What a model read of a conversation that instructs it waits for a person (N6).
    analysis = interaction.counted_analysis
    if analysis is None:
        return counters
    for name, reading in (
        ("customer_sentiment", analysis.customer_sentiment),
        ("agent_sentiment", analysis.agent_sentiment),
        ("satisfaction", analysis.predicted_satisfaction),
    ):
        if reading is not None:
            counters |= {f"{name}_hundredths": hundredths(reading.value), f"{name}_known": 1}
    if analysis.predicted_resolution is not None:
        counters |= {"resolved": analysis.predicted_resolution.value, "resolution_known": 1}
    if analysis.repeat_contact is not None:
        counters |= {"repeated": int(analysis.repeat_contact.value), "repeat_known": 1}
    if analysis.predicted_resolution is not None and analysis.repeat_contact is not None:
        first = analysis.predicted_resolution.value == 1 and not analysis.repeat_contact.value
        counters |= {"resolved_first": int(first), "first_contact_known": 1}
    if analysis.customer_sentiment_start is not None and analysis.customer_sentiment_end is not None:
        arc = hundredths(analysis.customer_sentiment_end.value) - hundredths(analysis.customer_sentiment_start.value)
        counters |= {"sentiment_arc_hundredths": arc, "sentiment_arc_squares": arc * arc, "sentiment_arc_known": 1}
    if analysis.xnps is not None:
        counters[_GROUPS[xnps_group(analysis.xnps.value)]] = 1
    return counters


def totals_of(many: Iterable[Counters]) -> ConversationTotals:
    """The sum of the counters. Names that this version doesn't know are passed over."""
    sums = dict.fromkeys(ConversationTotals.model_fields, 0)
    for counters in many:
        for name in sums.keys() & counters.keys():
            sums[name] += counters[name]
    return ConversationTotals.model_validate(sums)


def metrics(totals: ConversationTotals, *, minimum: int, agent_sentiment: bool) -> tuple[Metric, ...]:
    """The metrics in the order in which they are shown; agents' sentiment only where the account turned it on."""
    t = totals

    def sentiment(name: Literal["customer_sentiment", "agent_sentiment"]) -> Metric:
        total, sample = Fraction(getattr(t, f"{name}_hundredths"), 100), getattr(t, f"{name}_known")
        return _mean(name, "sentiment", total, sample, minimum)

    shown = [
        _mean("xnps", "points", 100 * (t.promoters - t.detractors), t.xnps_known, minimum),
        sentiment("customer_sentiment"),
        _rate("resolution_rate", t.resolved, t.resolution_known, minimum),
        _rate("repeat_rate", t.repeated, t.repeat_known, minimum),
        _mean("average_handling_time", "ms", t.handle_ms, t.handled, minimum),
        _mean("satisfaction", "stars", Fraction(t.satisfaction_hundredths, 100), t.satisfaction_known, minimum),
    ]
    if agent_sentiment:
        shown.insert(1, sentiment("agent_sentiment"))
    return tuple(shown)


def _mean(name: MetricName, unit: MetricUnit, total: int | Fraction, sample: int, minimum: int) -> Metric:
    enough = sample >= minimum
    return Metric(
        name=name,
        unit=unit,
        value=float(Fraction(total, sample)) if enough else None,
        sample=sample,
        enough_data=enough,
    )


def _rate(name: MetricName, hits: int, sample: int, minimum: int) -> Metric:
    if sample < minimum:
        return _mean(name, "percent", 0, sample, minimum)
    interval = wilson(hits, sample)
    return Metric(
        name=name,
        unit="percent",
        value=100 * hits / sample,
        sample=sample,
        enough_data=True,
        low=100 * interval.low,
        high=100 * interval.high,
    )
