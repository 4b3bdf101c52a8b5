from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from debrief.interactions.conversations.analysis import Analysis, Origin, Reading
from debrief.interactions.conversations.model import Channel, Interaction, SourceFormat
from debrief.interactions.conversations.words import XnpsGroup, xnps_group
from debrief.kernel.ai.provenance import AiProvenance

START = datetime(2025, 3, 3, 10, tzinfo=UTC)
PREDICTED = Analysis(
    predicted_satisfaction=Reading[float](value=4.5, origin=Origin.MODEL),
    agent_sentiment=Reading[float](value=1, origin=Origin.VENDOR, source="contact_lens"),
    provenance=AiProvenance(
        model="sample-model",
        prompt_version="1",
        prompt_hash="0" * 64,
        parameters={"temperature": 0.0},
        input_tokens=10,
        output_tokens=5,
        cost_micro_usd=3,
        latency_ms=40,
    ),
)


def interaction(**changes: Any) -> Interaction:
    known = {
        "id": "int_1",
        "contact_reference": "C-1",
        "agent_id": "us_1",
        "started_at": START,
        "duration_ms": 60_000,
        "channel": "voice",
        "queue": "orders",
        "inquiry": ["refund", "delivery"],
        "topics": ["late parcel"],
        "talk_ms": 50_000,
        "hold_ms": 10_000,
        "after_call_work_ms": 5_000,
        "handle_ms": 65_000,
        "recording": {"bucket": "b", "key": "a.wav", "media_type": "audio/wav", "channels": 2, "agent_channel": 0},
        "screen_recordings": [{"bucket": "b", "key": "a.screen.mp4", "media_type": "video/mp4"}],
        "transcript": {"key": "t", "source_format": "vcon", "turns": 4, "words": 40},
        "crm_links": {"deal": "D-1", "account": "A-2"},
        "analysis": PREDICTED,
        "source": {"intake_id": "in_1", "format": "vcon", "import_id": "im_1"},
        "created_at": START,
        **changes,
    }
    return Interaction.model_validate(known)


@pytest.mark.feature("I1")
@pytest.mark.parametrize("channel", list(Channel))
def test_an_interaction_round_trips(channel: Channel) -> None:
    one = interaction(channel=channel, analysis=None if channel is Channel.EMAIL else PREDICTED)
    assert Interaction.model_validate_json(one.model_dump_json()) == one
    assert one.source.format is SourceFormat.VCON


@pytest.mark.feature("I1")
@pytest.mark.parametrize(
    "changes",
    [
        {"handle_ms": 60_000},
        {"ended_at": datetime(2025, 3, 3, 9, tzinfo=UTC)},
        {"duration_ms": -1},
        {"started_at": datetime(2025, 3, 3)},
        {"channel": "pigeon"},
        {"surprise": 1},
    ],
)
def test_what_contradicts_itself_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        interaction(**changes)


@pytest.mark.feature("I2")
def test_an_email_has_no_predictions() -> None:
    with pytest.raises(ValidationError, match="e-mail"):
        interaction(channel="email")
    permitted = PREDICTED.permitted(Channel.EMAIL, agent_sentiment=True)
    assert permitted.predicted_satisfaction is None
    assert permitted.agent_sentiment is not None
    assert interaction(channel="email", analysis=permitted).channel is Channel.EMAIL


@pytest.mark.feature("I2")
def test_agent_sentiment_is_off_unless_turned_on() -> None:
    assert PREDICTED.permitted(Channel.VOICE, agent_sentiment=False).agent_sentiment is None
    assert PREDICTED.permitted(Channel.VOICE, agent_sentiment=True) == PREDICTED


@pytest.mark.feature("I2")
@pytest.mark.parametrize(
    "field, value",
    [
        ("predicted_satisfaction", 0.5),
        ("predicted_satisfaction", 6),
        ("predicted_resolution", 2),
        ("xnps", 11),
        ("customer_sentiment_start", -5.1),
    ],
)
def test_values_outside_their_scale_are_refused(field: str, value: float) -> None:
    with pytest.raises(ValidationError):
        Analysis.model_validate({field: {"value": value, "origin": "model"}})


@pytest.mark.feature("I2")
def test_a_vendors_value_stays_and_the_model_fills_the_rest() -> None:
    vendor = Analysis(
        summary=Reading[str](value="theirs", origin=Origin.VENDOR, source="x"),
        topics=(Reading[str](value="bill", origin=Origin.VENDOR),),
    )
    model = Analysis(
        summary=Reading[str](value="ours", origin=Origin.MODEL),
        xnps=Reading[int](value=7, origin=Origin.MODEL),
        topics=(Reading[str](value="bill", origin=Origin.MODEL), Reading[str](value="order", origin=Origin.MODEL)),
    )
    both = vendor.filled_from(model)
    assert both.summary == vendor.summary
    assert both.xnps == model.xnps
    assert [(topic.value, topic.origin) for topic in both.topics] == [
        ("bill", Origin.VENDOR),
        ("order", Origin.MODEL),
    ]
    assert Analysis.model_validate_json(both.model_dump_json()) == both


@pytest.mark.feature("I2")
def test_xnps_groups() -> None:
    assert [xnps_group(score) for score in (0, 6, 7, 8, 9, 10)] == [
        XnpsGroup.DETRACTOR,
        XnpsGroup.DETRACTOR,
        XnpsGroup.PASSIVE,
        XnpsGroup.PASSIVE,
        XnpsGroup.PROMOTER,
        XnpsGroup.PROMOTER,
    ]
    with pytest.raises(ValueError):
        xnps_group(11)
