"""Audio is as long as its bytes and has the channels of its codec, whatever its header says.

The files in `sounds` are tones of a second at 8 kHz, made for these tests: `recorded.webm` without a length, as
browsers record; `fragmented.mp4` without a table of its sound.
"""

import io
import struct
import wave
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.intake import audio_reader
from debrief.interactions.intake.audio_reader import audio_facts
from debrief.interactions.intake.flac import flac_facts
from debrief.interactions.intake.mp3 import mp3_facts
from debrief.interactions.intake.wav import AudioFacts, Read, is_wav, wav_facts
from debrief.kernel.storage.objects import ObjectStore

pytestmark = pytest.mark.feature("S2.1")

SOUNDS = Path(__file__).parent / "sounds"
FILLED_IN_LATER = [0, 0xFFFFFFFF, 0x7FFFFFFF, 0x7FFFF000, 0xFFFFFFFF - 44]


def wav(frames: int, *, channels: int = 1, rate: int = 8000) -> bytes:
    raw = io.BytesIO()
    with wave.open(raw, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"\1\0" * frames * channels)
    return raw.getvalue()


def with_data_size(body: bytes, size: int) -> bytes:
    at = body.index(b"data") + 4
    return body[:at] + struct.pack("<I", size) + body[at + 4 :]


def chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def before_data(body: bytes, *chunks: bytes) -> bytes:
    at = body.index(b"data")
    return body[:at] + b"".join(chunks) + body[at:]


def facts(body: bytes) -> AudioFacts:
    return wav_facts(lambda at, length: body[at : at + length], len(body))


@pytest.mark.parametrize("size", FILLED_IN_LATER)
@pytest.mark.parametrize("channels", [1, 2])
def test_a_header_that_was_never_filled_in_is_not_believed(size: int, channels: int) -> None:
    body = with_data_size(wav(24_000, channels=channels), size)
    assert facts(body) == AudioFacts(3000, channels, cut_off=False)


def test_a_size_of_what_was_written_first_is_not_believed() -> None:
    assert facts(with_data_size(wav(24_000), 1600)).duration_ms == 3000


def test_a_file_that_is_cut_off_is_as_long_as_what_is_left_and_says_so() -> None:
    assert facts(wav(24_000)[: 44 + 16_000]) == AudioFacts(1000, 1, cut_off=True)


def test_chunks_behind_the_sound_are_no_sound() -> None:
    told = chunk(b"LIST", b"INFOISFT" + b"x" * 5000)
    assert facts(wav(8000) + told).duration_ms == 1000
    assert facts(with_data_size(wav(0), 0) + told).duration_ms == 0


def test_chunks_before_the_sound_may_be_large() -> None:
    body = before_data(wav(8000), chunk(b"bext", b"x" * 300_001), chunk(b"JUNK", b"y" * 70_000))
    assert facts(body) == AudioFacts(1000, 1)


@pytest.mark.parametrize("form", [b"RF64", b"BW64"])
def test_large_forms_have_their_size_elsewhere(form: bytes) -> None:
    plain = wav(16_000)
    sizes = chunk(b"ds64", struct.pack("<QQQI", len(plain), 32_000, 16_000, 0))
    body = with_data_size(form + b"\xff" * 4 + b"WAVE" + sizes + plain[12:], 0xFFFFFFFF)
    assert facts(body) == AudioFacts(2000, 1)
    assert facts(body[:-16_000]) == AudioFacts(1000, 1, cut_off=True)


def test_of_compressed_sound_the_samples_count() -> None:
    form = struct.pack("<HHIIHHHH", 0x31, 1, 8000, 1625, 65, 0, 2, 320)
    body = (
        b"RIFF\0\0\0\0WAVE"
        + chunk(b"fmt ", form)
        + chunk(b"fact", struct.pack("<I", 16_000))
        + chunk(b"data", b"g" * 3250)
    )
    assert facts(body) == AudioFacts(2000, 1)
    assert facts(with_data_size(body, 0xFFFFFFFF)).duration_ms == 2000


@given(st.integers(1, 50_000), st.integers(1, 2), st.sampled_from(FILLED_IN_LATER))
def test_whatever_the_header_says_the_length_is_that_of_the_bytes(frames: int, channels: int, size: int) -> None:
    body = with_data_size(wav(frames, channels=channels), size)
    assert facts(body) == AudioFacts(round(frames * 1000 / 8000), channels)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader_of_wav(body: bytes) -> None:
    whole = b"RIFF\0\0\0\0WAVE" + body
    assert is_wav(whole)
    assert facts(whole) is not None


def mp3(*frames: int) -> bytes:
    """Frames of an MP3 of 44.1 kHz with these rates in kilobits, without a table of them."""
    rates = {32: 1, 64: 5, 128: 9, 320: 14}
    sound = bytearray()
    for kilobits in frames:
        length = 144_000 * kilobits // 44_100
        sound += bytes((0xFF, 0xFB, rates[kilobits] << 4, 0xC4)) + bytes(length - 4)
    return bytes(sound)


def tag(*frames: bytes, footer: bool = False) -> bytes:
    """A tag of ID3v2.4 as it stands before an MP3."""
    body = b"".join(each[:4] + synchsafe(len(each) - 4) + b"\0\0" + each[4:] for each in frames)
    head = bytes((4, 0, 0x10 if footer else 0)) + synchsafe(len(body))
    return b"ID3" + head + body + (b"3DI" + head if footer else b"")


def synchsafe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def with_table(frames: int, kilobits: int = 64, *, told: int | None = None) -> bytes:
    """An MP3 whose first frame is Xing's table, which tells of so many frames."""
    table, told = bytearray(mp3(kilobits)), frames if told is None else told
    table[21:33] = b"Xing" + (1).to_bytes(4, "big") + told.to_bytes(4, "big")
    return bytes(table) + mp3(*[kilobits] * frames)


NOISE = bytes(Random(5).randrange(256) for _ in range(3_000_000))
COVER = b"APIC\0image/jpeg\0\x03\0" + NOISE
ID3V1 = b"TAG" + b"A call".ljust(124, b"\0") + b"\xff"
LATER = b"".join(
    bytes((0xFF, 0xF3, 0x48, 0x04)) + bytes(140) for _ in range(100)
)  # MPEG 2, 16 kHz, 32 kbit, two channels
OLDEST = b"".join(bytes((0xFF, 0xE3, 0x28, 0xC4)) + bytes(140) for _ in range(100))  # MPEG 2.5, 8 kHz, 16 kbit, mono


@pytest.mark.parametrize(
    ("body", "length", "channels"),
    [
        (mp3(*[64] * 200), 5224, 1),
        (tag(b"TIT2\x03A call") + mp3(*[64] * 200) + ID3V1, 5224, 1),
        (tag(COVER) + mp3(*[64] * 200), 5224, 1),
        (tag(COVER, footer=True) + mp3(*([32] * 100 + [320] * 100)) + ID3V1, 5224, 1),
        (tag(b"TIT2\x03A") + tag(b"TIT2\x03B") + bytes(5000) + mp3(*[64] * 200), 5224, 1),
        (bytes(each % 251 for each in NOISE[:300_000]) + mp3(*[64] * 200), 5224, 1),
        (b"ID3\x04\0\0" + synchsafe(2**27) + b"TIT2" + mp3(*[64] * 200), 5224, 1),
        (mp3(*[64] * 200) + tag(b"TIT2\x03A call", footer=True) + NOISE[:20_000] + ID3V1, 5224, 1),
        (mp3(*[64] * 100) + b"lost" * 100 + mp3(*[64] * 100), 5224, 1),
        (mp3(*[64] * 100) + tag(b"TIT2\x03B") + LATER, 6212, 1),
        (with_table(200), 5224, 1),
        (tag(b"TIT2\x03A") + with_table(200), 5224, 1),
        (LATER, 3600, 2),
        (tag(COVER) + OLDEST, 7200, 1),
    ],
)
def test_an_mp3_is_as_long_as_its_frames_whatever_lies_around_them(
    aws: None, monkeypatch: pytest.MonkeyPatch, body: bytes, length: int, channels: int
) -> None:
    store = ObjectStore("test-recordings")
    store.put("a.mp3", body, "audio/mpeg")
    read = watched(monkeypatch, store, [0.0], 0)
    assert audio_facts(store, "a.mp3", len(body)) == AudioFacts(length, channels)
    assert len(read) <= 6
    assert sum(read) < len(body) + 4_000_000


@pytest.mark.parametrize(
    ("body", "length"),
    [(mp3(*[64] * 200)[:-50], 5224), (with_table(100, told=200), 2612), (with_table(200)[:20_000], 2508)],
)
def test_an_mp3_that_is_cut_off_tells_what_is_left(aws: None, body: bytes, length: int) -> None:
    store = ObjectStore("test-recordings")
    store.put("a.mp3", body, "audio/mpeg")
    assert audio_facts(store, "a.mp3", len(body)) == AudioFacts(length, 1, cut_off=True)


def test_frames_that_were_not_counted_are_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    # Its first part has the larger frames: what follows has more of them than the first part's size tells.
    sound = mp3(*[320] * 100, *[32] * 400)
    body = with_table(500)[: len(mp3(64))] + sound
    assert mp3_facts(lambda at, length: body[at : at + length], len(body)) == AudioFacts(13_061, 1)
    monkeypatch.setattr("debrief.interactions.intake.mp3._WHOLE", 100_000)
    found = mp3_facts(lambda at, length: body[at : at + length], len(body))
    assert found is not None
    assert found.duration_ms is not None
    assert found.duration_ms < 5_000
    assert not found.cut_off


def test_one_joined_of_very_many_pieces_is_as_long_as_all_of_them() -> None:
    body = (tag(b"TIT2\x03A piece") + mp3(*[64] * 10)) * 400
    assert mp3_facts(lambda at, length: body[at : at + length], len(body)) == AudioFacts(104_490, 1)


def test_one_in_which_frames_are_only_met_by_chance_is_no_mp3() -> None:
    assert mp3_facts(lambda at, length: NOISE[at : at + length], len(NOISE)) is None
    assert mp3_facts(lambda at, length: b"\xff\xfb\x50\xc4"[at : at + length], 4) is None


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader_of_mp3(body: bytes) -> None:
    for whole in (b"ID3" + body, b"\xff\xfb" + body, mp3(32) + body):

        def read(at: int, length: int, body: bytes = whole) -> bytes:
            return body[at : at + length]

        mp3_facts(read, len(whole))


@pytest.mark.parametrize(
    ("name", "body", "length", "channels"),
    [
        ("a.wav", wav(8000), 1000, 1),
        ("named-otherwise.mp3", wav(8000, channels=2), 1000, 2),
        ("mono.m4a", None, 1024, 1),
        ("stereo.m4a", None, 1024, 2),
        ("fragmented.mp4", None, 1152, 1),
        ("plain.webm", None, 1032, 1),
        ("recorded.webm", None, 1021, 1),
        ("mono.opus", None, 1031, 1),
        ("mono.flac", None, 1024, 1),
        ("a.amr", b"#!AMR\n" + (b"\x04" + b"\0" * 12) * 100, 2000, 1),
        ("variable.mp3", mp3(*([32] * 100 + [320] * 100)), 5224, 1),
    ],
)
def test_every_accepted_kind_tells_its_length_and_channels(
    aws: None, name: str, body: bytes | None, length: int, channels: int
) -> None:
    body = body or (SOUNDS / name).read_bytes()
    store = ObjectStore("test-recordings")
    store.put(name, body, "audio/x")
    assert audio_facts(store, name, len(body)) == AudioFacts(length, channels)


@pytest.mark.parametrize("name", ["mono.m4a", "fragmented.mp4", "plain.webm", "recorded.webm", "mono.opus"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_what_is_cut_off_is_never_longer_than_it_was(aws: None, name: str, part: float) -> None:
    whole = (SOUNDS / name).read_bytes()
    body = whole[: int(len(whole) * part)]
    store = ObjectStore("test-recordings")
    store.put(name, body, "audio/x")
    found = audio_facts(store, name, len(body))
    assert found.duration_ms is None or found.duration_ms <= 1200


@pytest.mark.parametrize(("part", "length"), [(0.99, 1008), (0.9, 720), (0.5, None)])
def test_a_flac_that_is_cut_off_is_as_long_as_its_last_frame_says(aws: None, part: float, length: int | None) -> None:
    whole = (SOUNDS / "mono.flac").read_bytes()
    body = whole[: int(len(whole) * part)]
    store = ObjectStore("test-recordings")
    store.put("a.flac", body, "audio/flac")
    assert audio_facts(store, "a.flac", len(body)) == AudioFacts(length, 1, cut_off=True)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader_of_flac(body: bytes) -> None:
    whole = b"fLaC" + body
    assert flac_facts(lambda at, length: whole[at : at + length], len(whole)) is not None


def test_a_reader_that_dies_or_hangs_costs_only_that_recording(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    body = (SOUNDS / "mono.m4a").read_bytes()
    store = ObjectStore("test-recordings")
    store.put("a.m4a", body, "audio/x")
    monkeypatch.setattr(audio_reader, "_CHILD", "debrief.there_is_no_such_module")
    assert audio_facts(store, "a.m4a", len(body)) == AudioFacts(None, None)

    def killed(*_: Any) -> AudioFacts:
        raise BrokenPipeError

    monkeypatch.setattr(audio_reader, "_conversed", killed)
    assert audio_facts(store, "a.m4a", len(body)) == AudioFacts(None, None)


def test_what_is_read_of_a_large_file_is_little(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    body = before_data(wav(8000), chunk(b"bext", b"x" * 9_000_000))
    store = ObjectStore("test-recordings")
    store.put("large.wav", body, "audio/x")
    get, read = store.get, []

    def counted(key: str, **options: Any) -> bytes:
        found = get(key, **options)
        read.append(len(found))
        return found

    monkeypatch.setattr(store, "get", counted)
    assert audio_facts(store, "large.wav", len(body)).duration_ms == 1000
    assert sum(read) < 3_000_000


def watched(monkeypatch: pytest.MonkeyPatch, store: ObjectStore, clock: list[float], each: float) -> list[int]:
    """The bytes of each read of the store, which takes so many seconds of the clock."""
    get, read = store.get, list[int]()

    def slow(key: str, **options: Any) -> bytes:
        found = get(key, **options)
        clock[0] += each
        read.append(len(found))
        return found

    monkeypatch.setattr(store, "get", slow)
    return read


@pytest.mark.parametrize("behind", [False, True], ids=["before the sound", "behind it"])
def test_of_a_wav_of_very_many_chunks_few_headers_are_read(
    aws: None, monkeypatch: pytest.MonkeyPatch, behind: bool
) -> None:
    chunks = [chunk(b"JUNK", b"j" * 5000)] * 1000
    sound = wav(8000, channels=2)
    body = sound + b"".join(chunks) if behind else before_data(sound, *chunks)
    store = ObjectStore("test-recordings")
    store.put("a.wav", body, "audio/wav")
    read = watched(monkeypatch, store, [0.0], 0)
    assert audio_facts(store, "a.wav", len(body)) == AudioFacts(None, 2)
    assert len(read) <= audio_reader.MOST_READS
    assert sum(read) <= 64 * len(read)


@pytest.mark.parametrize("name", ["mono.m4a", "recorded.webm", "mono.flac", "large.wav", "large.mp3"])
def test_a_recording_that_takes_too_long_does_not_tell(aws: None, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    large = {"large.wav": before_data(wav(8000), *[chunk(b"JUNK", b"j" * 500)] * 20), "large.mp3": mp3(*[320] * 5000)}
    body = large.get(name) or (SOUNDS / name).read_bytes()
    each = audio_reader.SECONDS * (0.4 if name in large else 1)
    store, clock = ObjectStore("test-recordings"), [0.0]
    store.put(name, body, "audio/x")
    read = watched(monkeypatch, store, clock, each)
    found = audio_facts(store, name, len(body), monotonic=lambda: clock[0])
    assert (found.duration_ms, found.cut_off) == (None, False)
    assert len(read) == (3 if name in large else 1)


def test_five_slow_recordings_fit_into_one_batch() -> None:
    assert 5 * audio_reader.SECONDS < 60


def test_a_reader_that_dies_while_it_is_answered_costs_only_that_recording(
    aws: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = (SOUNDS / "mono.m4a").read_bytes()
    store = ObjectStore("test-recordings")
    store.put("a.m4a", body, "audio/x")
    conversed = audio_reader._conversed

    def dying(child: Any, read: Read) -> AudioFacts:
        def last(at: int, length: int) -> bytes:
            child.kill()
            child.wait()
            return read(at, min(length, 100))  # less than what is buffered: only the flush fails

        return conversed(child, last)

    monkeypatch.setattr(audio_reader, "_conversed", dying)
    assert audio_facts(store, "a.m4a", len(body)) == AudioFacts(None, None)


def test_a_reader_that_cannot_run_is_a_fault_and_audio_that_cannot_be_told_is_none(
    aws: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(audio_reader, "log_fault", lambda what, _, **ids: told.append((what, ids)))
    store = ObjectStore("test-recordings")
    store.put("a.mp3", b"no sound at all" * 100, "audio/mpeg")
    assert audio_facts(store, "a.mp3", 1500) == AudioFacts(None, None)
    assert told == []
    (tmp_path / "pymediainfo.py").write_text("raise ImportError", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert audio_facts(store, "a.mp3", 1500) == AudioFacts(None, None)
    assert told == [("the process that looks into audio doesn't run", {"exit_code": 1})]
