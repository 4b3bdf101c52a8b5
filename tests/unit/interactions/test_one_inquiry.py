"""What a conversation was about is one thing: what came in with it, or else what the model read."""

from datetime import UTC, datetime

import pytest

from debrief.interactions.conversations.inquiry import as_given, given_inquiry, with_one_inquiry
from debrief.interactions.conversations.model import (
    Analysis,
    Channel,
    Interaction,
    InteractionSource,
    Origin,
    Reading,
    SourceFormat,
)

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def _conversation(inquiry: tuple[str, ...], read: tuple[tuple[str, Origin], ...]) -> Interaction:
    analysis = Analysis(inquiry=tuple(Reading[str](value=value, origin=origin) for value, origin in read))
    return Interaction(
        id="int_1",
        contact_reference="C-1",
        agent_id="us_kim",
        started_at=AT,
        duration_ms=60_000,
        channel=Channel.VOICE,
        queue="parcels",
        inquiry=inquiry,
        analysis=analysis,
        source=InteractionSource(intake_id="in_1", format=SourceFormat.VCON),
        created_at=AT,
    )


@pytest.mark.feature("I1", "I2")
def test_what_came_in_stands_and_says_whose_it_is() -> None:
    before = _conversation(("Late delivery",), (("Address change", Origin.MODEL),))
    assert given_inquiry(before) == ("Late delivery",)
    shown = with_one_inquiry(before)
    assert shown.analysis is not None
    assert [(each.value, each.origin, each.source) for each in shown.analysis.inquiry] == [
        ("Late delivery", Origin.VENDOR, "vcon")
    ]
    assert shown.analysis.inquiry == as_given(before, before.inquiry)
    assert with_one_inquiry(shown) == shown
    # Analysed again, it is still what came in.
    assert given_inquiry(shown) == ("Late delivery",)


def test_what_the_model_read_stands_where_nothing_came_in() -> None:
    read = _conversation(("Refund",), (("Refund", Origin.MODEL),))
    assert given_inquiry(read) == ()
    assert with_one_inquiry(read) == read
    assert given_inquiry(_conversation((), ())) == ()
