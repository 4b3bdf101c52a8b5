"""Turns from audio, and Amazon's result shapes."""

from __future__ import annotations

import io
import math
import os
import struct
import wave
from array import array
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.engine import recogniser
from local.engine.recogniser import RecognitionFailed, clean_word, run
from local.engine.transcription.audio import AudioError, Recording, detect_turns, read_wav, resample
from local.engine.transcription.recognised import MARKER, Recognised, SpokenTurn, Word
from local.engine.transcription.results import call_analytics, transcription

RATE = 8000


def speech(milliseconds: int, amplitude: int = 8000) -> list[int]:
    return [int(amplitude * math.sin(i * 0.4)) for i in range(RATE * milliseconds // 1000)]


def silence(milliseconds: int) -> list[int]:
    return [(i * 7919) % 9 - 4 for i in range(RATE * milliseconds // 1000)]


def wav(channels: int, width: int, frames: bytes, rate: int = RATE) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(frames)
    return buffer.getvalue()


def test_reads_what_wave_writes() -> None:
    stereo = read_wav(wav(2, 2, struct.pack("<6h", 1, -1, 2, -2, 3, -3)))
    assert [list(channel) for channel in stereo.channels] == [[1, 2, 3], [-1, -2, -3]]
    assert list(read_wav(wav(1, 1, bytes([0, 128, 255]))).channels[0]) == [-32768, 0, 32512]
    assert list(read_wav(wav(1, 3, b"\x99\x01\x00\x00\xff\xff")).channels[0]) == [1, -1]


def test_reads_the_telephone_codings() -> None:
    def g711(coding: int, codes: bytes) -> list[int]:
        form = struct.pack("<HHIIHH", coding, 1, RATE, RATE, 1, 8)
        chunks = b"fmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(codes)) + codes
        return list(read_wav(b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks).channels[0])

    assert g711(7, b"\xff\x7f\x80\x00") == [0, 0, 32124, -32124]
    assert g711(6, b"\xd5\x55\xaa\x2a") == [8, -8, 32256, -32256]


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF])
@pytest.mark.parametrize("form", [b"RIFF", b"RF64"])
def test_reads_to_the_end_what_has_no_size(form: bytes, size: int) -> None:
    whole = wav(1, 2, struct.pack("<3h", 1, 2, 3))
    at = whole.index(b"data") + 4
    unfilled = form + whole[4:at] + struct.pack("<I", size) + whole[at + 4 :]
    assert list(read_wav(unfilled).channels[0]) == [1, 2, 3]


@pytest.mark.parametrize("data", [b"", b"ID3 not a wav", b"RIFF\0\0\0\0WAVE", wav(1, 2, b"")])
def test_what_is_no_recording_is_said(data: bytes) -> None:
    with pytest.raises(AudioError):
        read_wav(data)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    with suppress(AudioError):
        assert read_wav(b"RIFF\0\0\0\0WAVE" + data).channels


def test_turns_of_two_channels_without_the_echo() -> None:
    agent = speech(1500) + silence(2500)
    customer = [value // 40 for value in speech(1500)] + silence(500) + speech(1500) + silence(500)
    turns = detect_turns(Recording(RATE, (array("h", agent), array("h", customer))))
    assert [(turn.channel, turn.begin_ms, turn.end_ms) for turn in turns] == [(0, 0, 1600), (1, 1900, 3600)]
    assert all(0 < level < 96 for turn in turns for level in turn.loudness)


def test_one_channel_is_split_at_pauses_only() -> None:
    samples = speech(1000) + silence(300) + speech(1000) + silence(1200) + speech(1000) + silence(500)
    turns = detect_turns(Recording(RATE, (array("h", samples),)))
    assert [(turn.begin_ms, turn.end_ms) for turn in turns] == [(0, 2400), (3400, 4600)]


def test_silence_has_no_turns() -> None:
    assert detect_turns(Recording(RATE, (array("h", bytes(2 * RATE)),))) == []


@pytest.mark.parametrize("rate", [8000, 11_025, 44_100, 16_000])
def test_resampling_keeps_the_length_in_time(rate: int) -> None:
    samples = array("h", [int(1000 * math.sin(i / 9)) for i in range(rate)])
    assert abs(len(resample(samples, rate)) - 16_000) <= 2


def test_dictionary_entries_become_words() -> None:
    assert [clean_word(word) for word in ("the(2)", "<sil>", "[NOISE]", "++um++", "o'clock")] == [
        "the",
        None,
        None,
        None,
        "o'clock",
    ]


def test_a_switched_off_or_hopeless_recogniser_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recogniser, "find_spec", lambda _: None)
    with pytest.raises(RecognitionFailed, match=r"no wheel for this version of Python .* Python 3\.11 or 3\.13"):
        run(wav(1, 2, bytes(320)), "pocketsphinx", 1)
    monkeypatch.setattr(recogniser, "find_spec", lambda _: object())
    with pytest.raises(RecognitionFailed, match="LOCAL_RECOGNISER=off"):
        run(wav(1, 2, bytes(320)), "off", 1)
    with pytest.raises(RecognitionFailed, match="cannot read the recording: the file is not a WAV"):
        run(b"\xff\xfbmp3", "pocketsphinx", 1)


@pytest.mark.parametrize(
    "audio",
    [b"ID3\x04" + bytes(40), b"\x00\x00\x00\x18ftypM4A " + bytes(40), b"#!AMR\n" + bytes(40), b"OggS" + bytes(40)],
)
def test_a_recording_that_is_no_wav_is_told_what_can_be_read_here_and_what_to_do(
    audio: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recogniser, "find_spec", lambda _: object())
    with pytest.raises(RecognitionFailed, match=r"reads WAV files alone .* in AWS only.* put a transcript beside it"):
        recogniser.check(audio, "pocketsphinx", 10)


def spoken(channel: int, begin: int, end: int, *words: str) -> SpokenTurn:
    step = (end - begin) // max(1, len(words))
    items = tuple(Word(word, begin + i * step, begin + (i + 1) * step, 0.25) for i, word in enumerate(words))
    return SpokenTurn(channel, begin, end, (60.5,), items)


CALL = Recognised(
    channels=2,
    duration_ms=20_000,
    turns=(
        spoken(0, 0, 3000, "good", "morning"),
        spoken(1, 2500, 6000, "hello"),
        spoken(0, 10_000, 12_000, "thank", "you"),
    ),
)
ROLES = {0: "AGENT", 1: "CUSTOMER"}


def test_results_survive_the_way_between_processes() -> None:
    assert Recognised.from_json(CALL.to_json()) == CALL


def test_call_analytics_measures_and_invents_nothing() -> None:
    result = call_analytics("job", "000000000000", "en-US", ROLES, CALL)
    assert result["DebriefRecogniser"] == MARKER
    assert [turn["ParticipantRole"] for turn in result["Transcript"]] == ["AGENT", "CUSTOMER", "AGENT"]
    first = result["Transcript"][0]
    assert (first["Content"], first["BeginOffsetMillis"], first["EndOffsetMillis"]) == (
        "good morning",
        0,
        3000,
    )
    assert "Sentiment" not in first
    facts = result["ConversationCharacteristics"]
    assert "Sentiment" not in facts
    assert facts["TalkTime"]["TotalTimeMillis"] == 8500
    assert facts["TalkSpeed"]["DetailsByParticipant"]["AGENT"]["AverageWordsPerMinute"] == 48
    assert facts["NonTalkTime"]["Instances"] == [
        {"BeginOffsetMillis": 6000, "EndOffsetMillis": 10_000, "DurationMillis": 4000}
    ]
    assert facts["Interruptions"]["InterruptionsByInterrupter"] == {
        "CUSTOMER": [{"BeginOffsetMillis": 2500, "EndOffsetMillis": 3000, "DurationMillis": 500}]
    }


def test_plain_results_have_labels_only_when_asked_for() -> None:
    plain = transcription("job", "0", {}, CALL)
    assert plain["results"]["transcripts"][0]["transcript"] == "good morning hello thank you"
    assert "speaker_labels" not in plain["results"]
    labelled = transcription("job", "0", {"ShowSpeakerLabels": True, "MaxSpeakerLabels": 2}, CALL)["results"]
    assert labelled["speaker_labels"]["speakers"] == 2
    assert [item["speaker_label"] for item in labelled["items"]] == ["spk_0"] * 2 + ["spk_1"] + ["spk_0"] * 2
    channels = transcription("job", "0", {"ChannelIdentification": True}, CALL)["results"]["channel_labels"]
    assert [len(channel["items"]) for channel in channels["channels"]] == [4, 1]


def shared_recordings() -> list[Path]:
    root = Path(__file__).resolve().parents[3]
    folder = Path(os.environ.get("DEBRIEF_SHARED_DATA") or root.parent / "shared" / "data") / "voice"
    return sorted(folder.glob("*.wav"))


@pytest.mark.skipif(not shared_recordings(), reason="the recordings for trying out are not on this machine")
def test_real_calls_have_believable_turns() -> None:
    found: dict[int, Any] = {}
    for path in shared_recordings():
        recording = read_wav(path.read_bytes())
        turns = detect_turns(recording)
        talk = sum(turn.end_ms - turn.begin_ms for turn in turns)
        assert 0.3 < talk / recording.duration_ms < 1.2
        found[len(recording.channels)] = turns
    changes = sum(a.channel != b.channel for a, b in zip(found[2], found[2][1:], strict=False))
    assert changes >= 10
