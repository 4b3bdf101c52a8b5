"""What Lambda stops is told in words, wherever the work of a machine is told to have failed."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from debrief.interactions.intake import failures as intake
from debrief.kernel.steps import StepError
from debrief.people.imports import failures as people
from debrief.quality.evaluations import ai_answering
from debrief.summaries import failures as summaries

TOLD: dict[str, Callable[[str], str]] = {
    "intake": lambda error: intake.failure_of(StepError(Error=error, Cause="{}")).sentence,
    "people": lambda error: people.failure_of(error).sentence,
    "answers": ai_answering.sentence_of,
    "summaries": lambda error: summaries.failure_of(error, datetime(2026, 1, 1, tzinfo=UTC)).sentence,
}


@pytest.mark.feature("S0.8", "S2.1")
@pytest.mark.parametrize("told", TOLD.values(), ids=TOLD)
def test_what_lambda_stops_is_told_in_words(told: Callable[[str], str]) -> None:
    unexpected = told("SomethingNobodyKnows")
    sentences = {told("Sandbox.Timedout"), told("Runtime.OutOfMemory")}
    assert len(sentences) == 2
    assert unexpected not in sentences
