from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.measures import HandleTime, handle_time, measure
from debrief.interactions.conversations.model import Speaker, Turn

pytestmark = pytest.mark.feature("I1")


def turn(index: int, speaker: str, start: int | None, end: int | None, text: str = "one two") -> Turn:
    return Turn(index=index, speaker=Speaker(speaker), text=text, start_ms=start, end_ms=end)


CALL = [
    turn(0, "customer", 1000, 5000),
    turn(1, "agent", 7000, 12_000, "a b c d e f"),
    turn(2, "customer", 10_000, 15_000),
    turn(3, "agent", 21_000, 22_000),
    turn(4, "agent", 22_500, 24_000),
]


def test_a_call_is_measured() -> None:
    found = measure(CALL, 30_000)
    assert (found.agent_speech_ms, found.customer_speech_ms) == (7500, 9000)
    assert (found.silence_ms, found.longest_silence_ms) == (12_000, 6000)
    assert (found.interruptions_by_customer, found.interruptions_by_agent) == (1, 0)
    assert found.agent_first_response_ms == 6000
    assert (found.agent_response_mean_ms, found.agent_response_max_ms) == (4000, 6000)
    assert found.customer_response_max_ms == 0
    assert (found.agent_words, found.customer_words) == (10, 4)
    assert found.agent_words_per_minute == 80


def test_a_chat_has_response_times_only() -> None:
    found = measure([turn(0, "customer", 0, 0), turn(1, "agent", 4000, 4000)], spoken=False)
    assert (found.agent_first_response_ms, found.agent_response_max_ms) == (4000, 4000)
    assert found.silence_ms is None
    assert found.agent_speech_ms is None


def test_without_times_only_words_are_counted() -> None:
    found = measure([turn(0, "agent", None, None)])
    assert found.agent_words == 2
    assert found.duration_ms is None
    assert found.agent_first_response_ms is None


def test_a_short_overlap_is_no_interruption() -> None:
    assert measure([turn(0, "agent", 0, 5000), turn(1, "customer", 4600, 8000)]).interruptions_by_customer == 0
    assert measure([turn(0, "agent", 0, 5000), turn(1, "customer", 4400, 8000)]).interruptions_by_customer == 1
    assert measure([turn(0, "agent", 0, 5000), turn(1, "customer", 3000, 3300)]).interruptions_by_customer == 0


spans = st.lists(
    st.tuples(st.sampled_from(["agent", "customer", "system"]), st.integers(0, 60_000), st.integers(0, 9000)),
    max_size=12,
)


@given(spans)
def test_speech_and_silence_fit_into_the_conversation(said: list[tuple[str, int, int]]) -> None:
    turns = [turn(index, who, start, start + length) for index, (who, start, length) in enumerate(said)]
    found = measure(turns)
    if not turns:
        assert found.duration_ms is None
        return
    assert found.duration_ms is not None
    assert found.silence_ms is not None
    assert found.longest_silence_ms is not None
    for spoken in (found.agent_speech_ms, found.customer_speech_ms):
        assert spoken is not None
        assert spoken + found.silence_ms <= found.duration_ms
    assert 0 <= found.longest_silence_ms <= found.silence_ms
    assert measure(list(reversed(turns))) == found


@pytest.mark.parametrize(
    "known, expected",
    [
        ({}, (60_000, 0, 0, 60_000)),
        ({"hold_ms": 10_000}, (50_000, 10_000, 0, 60_000)),
        ({"hold_ms": 10_000, "after_call_work_ms": 5000}, (50_000, 10_000, 5000, 65_000)),
        ({"talk_ms": 30_000, "after_call_work_ms": 1}, (30_000, 0, 1, 30_001)),
        ({"hold_ms": 90_000}, (0, 90_000, 0, 90_000)),
    ],
)
def test_handle_time_is_talk_hold_and_after_call_work(known: dict[str, Any], expected: tuple[int, ...]) -> None:
    talk, hold, after, handle = expected
    assert handle_time(60_000, **known) == HandleTime(
        talk_ms=talk, hold_ms=hold, after_call_work_ms=after, handle_ms=handle
    )
