"""What a conversation was about is one thing: what came in with it, or else what the model read."""

from datetime import UTC, datetime

import pytest

from debrief.interactions.conversations.analysis import Analysis, Origin, Reading
from debrief.interactions.conversations.inquiry import as_given, settled_inquiry, with_one_inquiry
from debrief.interactions.conversations.model import Channel, Interaction, InteractionSource, SourceFormat

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
    assert settled_inquiry(before) == as_given(before, ("Late delivery",))
    shown = with_one_inquiry(before)
    assert shown.analysis is not None
    assert [(each.value, each.origin, each.source) for each in shown.analysis.inquiry] == [
        ("Late delivery", Origin.VENDOR, "vcon")
    ]
    assert shown.analysis.inquiry == as_given(before, before.inquiry)
    assert with_one_inquiry(shown) == shown
    # Analysed again, it is still what came in.
    assert settled_inquiry(shown) == shown.analysis.inquiry


def test_what_the_model_read_stands_where_nothing_came_in() -> None:
    read = _conversation(("Refund",), (("Refund", Origin.MODEL),)).model_copy(update={"inquiry_read": True})
    assert settled_inquiry(read) == (), "it may be read anew"
    assert with_one_inquiry(read) == read
    assert settled_inquiry(_conversation((), ())) == ()


@pytest.mark.feature("I1", "I2")
def test_what_may_have_come_in_is_not_overwritten() -> None:
    """Stored before it was written down whose it is: the vendor said it, the model read the same, or only the model."""
    before = _conversation(("Refund",), (("Refund", Origin.MODEL),))
    assert [(each.value, each.origin) for each in settled_inquiry(before)] == [("Refund", Origin.MODEL)]
