"""Conversation insights: six metrics, each with a plain definition (S0.11)."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from debrief.insights.projection.conversation_totals import hundredths
from debrief.interactions.conversations.words import XnpsGroup, xnps_group
from debrief.kernel.figures import fixed, whole
from debrief.summaries.facts.material import ConversationDigest
from debrief.summaries.facts.model import LABELS, MetricName, MetricUnit, ReportMetric

DEFINITIONS: dict[MetricName, str] = {
    "xnps": (
        "How likely customers would be to recommend the service, read from the conversations: the share of promoters "
        "(9 or 10) minus the share of detractors (0 to 6), from -100 to +100."
    ),
    "agent_sentiment": "How positive the agent's own words were on average, from -5 (very negative) to +5.",
    "customer_sentiment": "How positive the customer's words were on average, from -5 (very negative) to +5.",
    "resolution_rate": "The share of conversations in which the customer's matter was settled.",
    "repeat_rate": "The share of conversations in which the customer came back with the same matter.",
    "average_handling_time": "The mean time a conversation took: talking, holding and the work after it.",
}


def metrics(
    conversations: Sequence[ConversationDigest], *, minimum: int, agent_sentiment: bool
) -> tuple[ReportMetric, ...]:
    """The metrics in the order in which they are shown; Agent Sentiment only where the account turned it on."""
    shown: list[ReportMetric] = []
    for name in LABELS:
        if name == "agent_sentiment" and not agent_sentiment:
            continue
        known = [(each.id, reading) for each in conversations if (reading := _reading(name, each)) is not None]
        shown.append(_metric(name, known, minimum))
    return tuple(shown)


def xnps(scores: Sequence[int]) -> float:
    """The percentage of promoters minus that of detractors; `scores` isn't empty."""
    groups = [xnps_group(score) for score in scores]
    return 100 * (groups.count(XnpsGroup.PROMOTER) - groups.count(XnpsGroup.DETRACTOR)) / len(groups)


def duration_text(milliseconds: float) -> str:
    """Such as `6 min 20 s`, to the second; from an hour on such as `1 h 5 min`, to the minute.

    The console says the same of the same average (`sayDuration`).
    """
    minutes, seconds = divmod(whole(milliseconds / 1000), 60)
    if minutes < 60:
        parts = {"min": minutes, "s": seconds}
    else:
        hours, minutes = divmod(whole(milliseconds / 60_000), 60)
        parts = {"h": hours, "min": minutes}
    return " ".join(f"{number} {unit}" for unit, number in parts.items() if number) or "0 s"


def not_enough(sample: int, minimum: int) -> str:
    """What is said in the place of a number that would mislead."""
    return f"Not enough data ({sample} of {minimum})"


class Told(NamedTuple):
    """What a metric is of one conversation. place: those first that call for a look. group: what it has in common with
    others; empty where each stands for itself. text: as shown, empty where the group says it."""

    place: tuple[float, ...]
    group: str
    text: str


def told_of(label: str, conversation: ConversationDigest) -> Told | None:
    """What the metric of a label is of a conversation; None where nobody knows, or there is no such metric."""
    name = next((name for name, each in LABELS.items() if each == label), None)
    value = None if name is None else _reading(name, conversation)
    if name is None or value is None:
        return None
    if name in _SIDES:
        place, group = _SIDES[name][bool(value)]
        return Told((place,), group, "")
    if name == "average_handling_time":
        return Told((-value,), "", duration_text(value))
    if name == "xnps":
        place, group = _XNPS_GROUPS[xnps_group(int(value))]
        return Told((place,), group, f"{int(value)} of 10")
    sign = (value > 0) - (value < 0)
    return Told((sign, value), _SIGNS[sign], _signed(value, 1))


_SIDES: Final[dict[MetricName, dict[bool, tuple[int, str]]]] = {
    "resolution_rate": {False: (0, "Not resolved"), True: (1, "Resolved")},
    "repeat_rate": {True: (0, "Came back with the same matter"), False: (1, "Not about an earlier matter")},
}
_XNPS_GROUPS: Final = {
    XnpsGroup.DETRACTOR: (0, "Detractors (0 to 6)"),
    XnpsGroup.PASSIVE: (1, "Passives (7 or 8)"),
    XnpsGroup.PROMOTER: (2, "Promoters (9 or 10)"),
}
_SIGNS: Final = {-1: "Negative", 0: "Neither negative nor positive", 1: "Positive"}


def _reading(name: MetricName, conversation: ConversationDigest) -> float | None:
    readings: dict[MetricName, float | None] = {
        "xnps": conversation.xnps,
        "agent_sentiment": conversation.agent_sentiment,
        "customer_sentiment": conversation.customer_sentiment,
        "resolution_rate": conversation.resolved,
        "repeat_rate": conversation.repeated,
        "average_handling_time": conversation.handle_ms,
    }
    return readings[name]


def _metric(name: MetricName, known: Sequence[tuple[str, float]], minimum: int) -> ReportMetric:
    values = [value for _, value in known]
    value, unit, text = _measured(name, values) if len(values) >= minimum else (None, _UNITS[name], "")
    return ReportMetric(
        name=name,
        label=LABELS[name],
        definition=DEFINITIONS[name],
        value=value,
        unit=unit,
        text=text or not_enough(len(values), minimum),
        sample=len(values),
        source_ids=tuple(each for each, _ in known),
    )


_UNITS: dict[MetricName, MetricUnit] = {
    "xnps": "points",
    "agent_sentiment": "sentiment",
    "customer_sentiment": "sentiment",
    "resolution_rate": "percent",
    "repeat_rate": "percent",
    "average_handling_time": "ms",
}


def _measured(name: MetricName, values: Sequence[float]) -> tuple[float, MetricUnit, str]:
    unit = _UNITS[name]
    if unit == "points":
        value = xnps([int(value) for value in values])
        return value, unit, _signed(value, 0)
    if unit == "percent":
        value = 100 * sum(values) / len(values)
        return value, unit, f"{whole(value)}%"
    if unit == "ms":
        value = sum(values) / len(values)
        return value, unit, duration_text(value)
    # In hundredths, as the rollups sum them: so the report on conversations has the same average.
    value = float(Fraction(sum(map(hundredths, values)), 100 * len(values)))
    return value, unit, _signed(value, 1)


def _signed(value: float, digits: int) -> str:
    text = fixed(value, digits)
    # With a minus sign, as the console and intervals write it.
    return text.replace("-", "−") if text.startswith("-") or not float(text) else f"+{text}"
