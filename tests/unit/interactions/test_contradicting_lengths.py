"""Lengths that contradict the recording or the words are told, and those that can't be are not taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.model import Channel
from debrief.interactions.formats.durations import DurationSources, doubts, not_believed, with_duration
from debrief.interactions.formats.metadata import FoundIn, Metadata

pytestmark = pytest.mark.feature("S2.1")

HOUR = 3_600_000


def of(audio: int | None = None, words: int | None = None, **more: bool) -> DurationSources:
    return DurationSources(audio_header_ms=audio, transcript_end_ms=words, **more)


@pytest.mark.parametrize("given_ms, audio_ms", [(45_000, 8_200), (13_000, 8_200), (2_000, 8_200), (340_000, 300_000)])
def test_a_recording_of_another_length_is_told(given_ms: int, audio_ms: int) -> None:
    known, sources = Metadata(duration_ms=given_ms), of(audio_ms)
    assert with_duration(known, sources).duration_ms == given_ms
    (doubt,) = doubts(known, sources)
    assert "but its recording is" in doubt


@pytest.mark.parametrize("given_ms, audio_ms", [(9_000, 8_200), (11_000, 8_200), (310_000, 300_000), (HOUR, HOUR)])
def test_seconds_of_ringing_are_no_contradiction(given_ms: int, audio_ms: int) -> None:
    assert doubts(Metadata(duration_ms=given_ms), of(audio_ms)) == ()


def test_measured_bytes_are_the_stronger_source() -> None:
    known = Metadata(duration_ms=2 * HOUR)
    assert with_duration(known, of(8_200, 7_900)).duration_ms == 8_200
    assert doubts(known, of(8_200, 7_900)) == (
        "It is said to have lasted 2 h, but its recording is 8.2 s long; 8.2 s was taken.",
    )
    cut_off = of(8_200, 7_900, audio_cut_off=True)
    assert with_duration(known, cut_off).duration_ms == 2 * HOUR
    said = known.model_copy(update={"found_in": {"duration_ms": FoundIn.PERSON}})
    assert with_duration(said, of(8_200, 7_900)).duration_ms == 2 * HOUR


def test_days_on_the_phone_with_words_of_seconds_are_asked_about() -> None:
    known, sources = Metadata(duration_ms=90 * HOUR, channel=Channel.VOICE), of(words=11_000)
    told = not_believed(with_duration(known, sources), sources)
    assert told is not None
    assert told.startswith("It is said to have lasted 90 h, but the last word ends at 11 s.")
    for believed in (
        known.model_copy(update={"channel": Channel.CHAT}),
        known.model_copy(update={"duration_ms": 11 * HOUR}),
        known.model_copy(update={"found_in": {"duration_ms": FoundIn.PERSON}}),
    ):
        assert not_believed(believed, sources) is None
    assert not_believed(known, of(words=20 * HOUR)) is None


@given(st.integers(0, 10**9), st.integers(1, 10**8), st.none() | st.integers(1, 10**8))
def test_a_length_far_from_its_recording_is_never_silent(given_ms: int, audio_ms: int, words_ms: int | None) -> None:
    known, sources = Metadata(duration_ms=given_ms), of(audio_ms, words_ms)
    kept = with_duration(known, sources).duration_ms
    if kept is not None and abs(given_ms - audio_ms) > max(3_000, audio_ms // 20):
        assert doubts(known, sources)
