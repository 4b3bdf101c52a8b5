"""Conversations that seem to instruct the AI are no evidence before a person has looked at them (N6, S0.13)."""

from datetime import UTC, datetime

import pytest

from debrief.interactions.conversations.analysis import Analysis, Instructing, Origin, Reading
from debrief.interactions.conversations.model import (
    Channel,
    Interaction,
    InteractionSource,
    SourceFormat,
    TranscriptReference,
)
from debrief.kernel.untrusted.kinds import InstructionKind
from debrief.summaries.drafting.material_reader import conversation_digest

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLACE = Reading(value=Instructing(turn=1, kinds=(InstructionKind.DEMAND,)), origin=Origin.COMPUTED)


def conversation(*, instructs: bool) -> Interaction:
    analysis = Analysis(
        summary=Reading(value="A perfect call.", origin=Origin.MODEL),
        xnps=Reading(value=10, origin=Origin.MODEL),
        predicted_resolution=Reading(value=1, origin=Origin.CUSTOMER_SURVEY),
        instructs=(PLACE,) if instructs else (),
    )
    return Interaction(
        id="int_1",
        contact_reference="C-1",
        agent_id="us_1",
        started_at=AT,
        duration_ms=1,
        channel=Channel.CHAT,
        queue="parcels",
        transcript=TranscriptReference(key="t.json", source_format=SourceFormat.VCON, turns=2, words=9),
        analysis=analysis,
        source=InteractionSource(intake_id="in_1", format=SourceFormat.VCON),
        created_at=AT,
    )


@pytest.mark.feature("N6", "S0.13")
@pytest.mark.parametrize(("instructs", "looked_at"), [(False, False), (True, True)])
def test_an_ordinary_conversation_and_one_that_was_looked_at_are_evidence(instructs: bool, looked_at: bool) -> None:
    digest = conversation_digest(conversation(instructs=instructs), looked_at=looked_at)
    assert (digest.summary, digest.transcript_key, digest.xnps) == ("A perfect call.", "t.json", 10)


@pytest.mark.feature("N6", "S0.13")
def test_of_a_doubtful_one_only_what_no_model_read_stays() -> None:
    digest = conversation_digest(conversation(instructs=True), looked_at=False)
    assert (digest.summary, digest.transcript_key, digest.xnps, digest.resolved) == ("", None, None, True)
