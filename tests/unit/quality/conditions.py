"""Conversations and conditions of any shape, and what a condition means said a second time, as plainly as can be."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from debrief.interactions.conversations.model import Channel, Interaction, InteractionSource, SourceFormat
from debrief.kernel.conditions.model import AllOf, AnyOf, Condition, IsAbsent, IsIn, IsPresent, NotIn, Within

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
QUEUES, TOPICS = ("orders", "parcels", "not yet there"), ("refund", "delay", "loss")
READ: dict[str, Callable[[Interaction], Any]] = {
    "agent_id": lambda each: [each.agent_id],
    "queue": lambda each: [each.queue],
    "channel": lambda each: [each.channel.value],
    "language": lambda each: [each.language] if each.language is not None else [],
    "topics": lambda each: list(each.topics),
    "indicators": lambda each: list(each.indicators),
    "duration_ms": lambda each: each.duration_ms,
    "hold_ms": lambda each: each.hold_ms,
}
"""How this test reads the fields; the registry of the context is what is tried."""

LISTED, NUMBERS = tuple(READ)[:6], tuple(READ)[6:]


def interaction(number: int = 1, agent_id: str = "us_a", **more: Any) -> Interaction:
    """A conversation."""
    fields: dict[str, Any] = {
        "id": f"int_{number}",
        "contact_reference": f"C-{number}",
        "agent_id": agent_id,
        "started_at": AT + timedelta(minutes=number),
        "duration_ms": 60_000,
        "channel": Channel.VOICE,
        "queue": "orders",
        "source": InteractionSource(intake_id="in_1", format=SourceFormat.VCON),
        "created_at": AT,
    }
    return Interaction(**fields | more)


interactions = st.builds(
    interaction,
    number=st.integers(1, 10_000),
    agent_id=st.sampled_from(("us_a", "us_b")),
    channel=st.sampled_from([each for each in Channel if each is not Channel.EMAIL]),
    queue=st.sampled_from(QUEUES[:2]),
    language=st.sampled_from((None, "en", "de")),
    topics=st.lists(st.sampled_from(TOPICS), unique=True).map(tuple),
    indicators=st.lists(st.sampled_from(("complaint", "cancel")), unique=True).map(tuple),
    duration_ms=st.integers(0, 600_000),
    hold_ms=st.none() | st.integers(0, 60_000),
)

_values = st.lists(
    st.sampled_from(("us_a", "us_b", *QUEUES, "voice", "chat", "en", "de", *TOPICS, "complaint")),
    min_size=1,
    max_size=4,
).map(tuple)
_bounds = st.integers(0, 600_000).map(float)
leaves: st.SearchStrategy[Condition] = st.one_of(
    st.builds(IsIn, field=st.sampled_from(LISTED), values=_values),
    st.builds(NotIn, field=st.sampled_from(LISTED), values=_values),
    st.builds(Within, field=st.sampled_from(NUMBERS), at_least=_bounds, at_most=st.none() | _bounds),
    st.builds(IsAbsent, field=st.sampled_from(tuple(READ))),
    st.builds(IsPresent, field=st.sampled_from(tuple(READ))),
)
conditions: st.SearchStrategy[Condition] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(AllOf, of=st.lists(inner, max_size=4).map(tuple)),
        st.builds(AnyOf, of=st.lists(inner, max_size=4).map(tuple)),
    ),
    max_leaves=10,
)


def holds(condition: Condition, subject: Interaction) -> bool:
    """What a condition means."""
    match condition:
        case AllOf():
            return all(holds(each, subject) for each in condition.of)
        case AnyOf():
            return any(holds(each, subject) for each in condition.of)
    value = READ[condition.field](subject)
    match condition:
        case IsIn():
            return any(each in condition.values for each in value)
        case NotIn():
            return not any(each in condition.values for each in value)
        case Within():
            low, high = condition.at_least, condition.at_most
            return value is not None and (low is None or value >= low) and (high is None or value <= high)
        case IsAbsent():
            return value is None or value == []
        case IsPresent():
            return not (value is None or value == [])
    raise AssertionError(condition)
