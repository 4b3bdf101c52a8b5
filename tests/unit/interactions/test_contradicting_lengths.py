"""Lengths that contradict the recording or the words are told, and those that can't be are not taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.model import Channel, Speaker, Turn
from debrief.interactions.formats.durations import (
    DurationSources,
    doubts,
    in_words,
    not_believed,
    sources_of,
    with_duration,
)
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


def turns(*times: tuple[int, int], text: str = "Would you tell me the number of your order, please?") -> list[Turn]:
    return [
        Turn(index=index, speaker=Speaker.UNKNOWN, text=text, start_ms=start, end_ms=end)
        for index, (start, end) in enumerate(times)
    ]


def heard(said: list[Turn], audio: int | None = None, *, cut_off: bool = False) -> DurationSources:
    end = max(turn.end_ms or 0 for turn in said)
    return sources_of(said, end, DurationSources(audio_header_ms=audio, audio_cut_off=cut_off))


SPOKEN = [(0, 4_000), (6_000, 11_000), (200_000, 208_000)]
"""When the words of a call of some 210 seconds are spoken."""


@pytest.mark.parametrize(
    "last",
    [(208_500, 35_999_000), (208_500, 3_599_999), (35_990_000, 35_999_000), (208_500, 359_999_999), (600_000, 640_000)],
)
def test_one_wrong_time_does_not_beat_a_recording(last: tuple[int, int]) -> None:
    sources = heard(turns(*SPOKEN, last), 210_000)
    for known in (Metadata(duration_ms=209_000), Metadata()):
        kept = with_duration(known, sources)
        assert kept.duration_ms == (known.duration_ms or 210_000)
        assert not_believed(kept, sources) is None
        assert "The times of its words contradict its length" in doubts(known, sources)[-1]


@pytest.mark.parametrize("last", [(208_500, 35_999_000), (208_500, 359_999_999), (40_000_000, 40_004_000)])
def test_one_wrong_time_does_not_beat_a_length_that_is_given_in_silence(last: tuple[int, int]) -> None:
    known, sources = Metadata(duration_ms=209_000, channel=Channel.VOICE), heard(turns(*SPOKEN, last))
    kept = with_duration(known, sources)
    assert kept.duration_ms == 209_000
    assert "The times of its words contradict its length" in doubts(known, sources)[-1]
    alone = with_duration(Metadata(channel=Channel.VOICE), heard(turns(*SPOKEN, (208_500, 359_999_999))))
    assert not_believed(alone, heard(turns(*SPOKEN, (208_500, 359_999_999)))) is not None


def test_one_far_turn_without_a_recording_is_asked_about() -> None:
    known, sources = Metadata(duration_ms=209_000, channel=Channel.VOICE), heard(turns(*SPOKEN, (9_000_000, 9_004_000)))
    told = not_believed(with_duration(known, sources), sources)
    assert told is not None
    assert "the times of its words contradict its length. Say how long it was." in told
    said = known.model_copy(update={"found_in": {"duration_ms": FoundIn.PERSON}})
    assert with_duration(said, sources).duration_ms == 209_000
    assert not_believed(said, sources) is None


@pytest.mark.parametrize("scale", [100, 1000])
def test_words_timed_in_another_unit_disprove_nothing(scale: int) -> None:
    sources = heard(turns(*((start * scale, end * scale) for start, end in SPOKEN)))
    known = Metadata(duration_ms=209_000, channel=Channel.VOICE)
    assert with_duration(known, sources).duration_ms == 209_000
    assert doubts(known, sources)
    alone = with_duration(Metadata(channel=Channel.VOICE), sources)
    told = not_believed(alone, sources)
    if scale == 1000:
        assert told is not None
        assert "times of its words" in told
    recorded = sources.model_copy(update={"audio_header_ms": 210_000})
    for each in (known, Metadata(), known.model_copy(update={"found_in": {"duration_ms": FoundIn.PERSON}})):
        kept = with_duration(each, recorded)
        assert kept.duration_ms in (209_000, 210_000)
        assert not_believed(kept, recorded) is None


def test_words_of_several_turns_still_disprove_what_is_too_short() -> None:
    for given_ms in (0, 3_400, 20_000):
        assert with_duration(Metadata(duration_ms=given_ms), heard(turns(*SPOKEN, (230_000, 241_000)))).duration_ms == (
            241_000
        )
    hours = turns(*SPOKEN, (3_000_000, 3_009_000), (3_500_000, 3_540_000))
    assert with_duration(Metadata(duration_ms=60_000), heard(hours)).duration_ms == 3_540_000


@pytest.mark.parametrize("given_ms", [1_000, 3_400, 5_000, 20_000])
def test_a_tenth_of_the_recording_is_disproved_by_it(given_ms: int) -> None:
    known = Metadata(duration_ms=given_ms)
    assert with_duration(known, of(204_000)).duration_ms == 204_000
    assert doubts(known, of(204_000)) == (
        f"It is said to have lasted {in_words(given_ms)}, but its recording is 3 min 24 s long; 3 min 24 s was taken.",
    )
    assert with_duration(known, of(204_000, audio_cut_off=True)).duration_ms == 204_000
    said = known.model_copy(update={"found_in": {"duration_ms": FoundIn.PERSON}})
    assert with_duration(said, of(204_000)).duration_ms == given_ms


def test_a_short_length_that_the_words_bear_out_stands_beside_a_long_recording() -> None:
    known = Metadata(duration_ms=20_000)
    assert with_duration(known, of(204_000, 19_000)).duration_ms == 20_000
    assert doubts(known, of(204_000, 19_000))


@pytest.mark.parametrize("words_ms", [None, 2_300])
def test_a_recording_that_is_cut_off_does_not_make_days_believable(words_ms: int | None) -> None:
    known, sources = Metadata(duration_ms=80 * HOUR, channel=Channel.VOICE), of(25_000, words_ms, audio_cut_off=True)
    told = not_believed(with_duration(known, sources), sources)
    assert told is not None
    assert "say how long it was" in told
    assert not_believed(known.model_copy(update={"duration_ms": 2 * HOUR}), sources) is None


@given(
    st.none() | st.integers(0, 10**9),
    st.none() | st.integers(1, 10**8),
    st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=4),
    st.booleans(),
)
def test_some_length_is_always_kept_and_a_persons_always(
    given_ms: int | None, audio_ms: int | None, times: list[tuple[int, int]], cut_off: bool
) -> None:
    sources = heard(turns(*((start, max(start, end)) for start, end in times)), audio_ms, cut_off=cut_off)
    if sources.transcript_end_ms:
        assert with_duration(Metadata(duration_ms=given_ms), sources).duration_ms is not None
    if given_ms:
        said = Metadata(duration_ms=given_ms, found_in={"duration_ms": FoundIn.PERSON})
        assert with_duration(said, sources).duration_ms == given_ms
        assert not_believed(said, sources) is None
