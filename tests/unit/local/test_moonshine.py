"""The better recogniser: pieces, what is believed, and the times of words. The library itself where it is installed."""

from __future__ import annotations

import asyncio
import io
import json
import math
import random
import sys
import threading
import wave
from array import array
from concurrent.futures import Future
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.settings import load
from local.engine import recogniser
from local.engine.hearing import Hearing, Telling
from local.engine.patches.transcribe import in_its_turn
from local.engine.recogniser import RecognitionFailed, check, run, which
from local.engine.recognisers.moonshine import recognise
from local.engine.transcription.audio import FRAME_MS, Recording, detect_turns, duration_of
from local.engine.transcription.believing import (
    CLEARLY_BETTER,
    LARGEST_GAP,
    NO_FIT,
    Fit,
    Laid,
    as_spoken,
    can_be_said,
    fits,
    is_understood,
    lay,
    without_loop,
)
from local.engine.transcription.cutting import LONGEST_MS, pieces, spans
from local.engine.transcription.recognised import MOONSHINE, Recognised
from local.engine.transcription.results import call_analytics, transcription
from local.settings import PIPELINE_WAITS_S, REPOSITORY, LocalSettings

RATE = 8000
PYTHON = sys.executable


def sound(milliseconds: int, pitch: float = 0.4) -> list[int]:
    return [int(8000 * math.sin(i * pitch)) for i in range(RATE * milliseconds // 1000)]


def silence(milliseconds: int) -> list[int]:
    return [(i * 7919) % 9 - 4 for i in range(RATE * milliseconds // 1000)]


def recording(*channels: list[int]) -> Recording:
    return Recording(RATE, tuple(array("h", each) for each in channels))


def wav(samples: list[int], channels: int = 1) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(array("h", samples).tobytes())
    return buffer.getvalue()


class Writer:
    """Writes the given texts, one a piece, and remembers how long the pieces were."""

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)
        self.milliseconds: list[int] = []

    def text(self, samples: array[int]) -> str:
        self.milliseconds.append(len(samples) * 1000 // 16_000)
        return self.texts.pop(0)


class Checker:
    """Knows all but what begins with x; lays words over the piece evenly.

    gaps: of texts, by their first word; of 5 otherwise. A text that ends with such a word is one backwards, and fits
    worse by `advantage`.
    """

    def __init__(self, advantage: float = 30.0, **gaps: float) -> None:
        self.advantage = advantage
        self.gaps = gaps

    def knows(self, word: str) -> bool:
        return not word.startswith("x")

    def fit(self, samples: array[int], words: list[str]) -> Fit | None:
        gap = self.gaps.get(words[0], self.gaps.get(words[-1], 5.0 - self.advantage) + self.advantage)
        if gap >= NO_FIT:
            return None
        step = len(samples) * 1000 // 16_000 // len(words)
        return Fit(tuple((at * step, (at + 1) * step, gap * step / 10) for at in range(len(words))))


# Cutting -------------------------------------------------------------------------------------------------------------


@given(
    st.lists(st.floats(-96, 0), max_size=400),
    st.integers(1, 60),
    st.floats(-96, 0),
)
def test_parts_are_everything_in_order_and_none_is_too_long(levels: list[float], longest: int, speech: float) -> None:
    parts = spans(levels, longest, speech)
    assert [frame for first, last in parts for frame in range(first, last)] == list(range(len(levels)))
    assert all(0 < last - first <= longest for first, last in parts)


@given(
    st.lists(st.tuples(st.integers(100, 6000), st.integers(100, 1500)), min_size=1, max_size=6), st.integers(400, 3000)
)
def test_pieces_cover_every_turn_in_order(talk: list[tuple[int, int]], longest: int) -> None:
    samples = [value for speaking, pausing in talk for value in sound(speaking) + silence(pausing)]
    whole = recording(samples, silence(len(samples) * 1000 // RATE)[: len(samples)])
    turns = detect_turns(whole)
    cut = pieces(whole, turns, longest)
    assert all(0 < piece.end_ms - piece.begin_ms <= longest + FRAME_MS for piece in cut)
    for turn in turns:
        own = [
            each
            for each in cut
            if each.channel == turn.channel and turn.begin_ms <= each.begin_ms and each.end_ms <= turn.end_ms
        ]
        assert (own[0].begin_ms, own[-1].end_ms) == (turn.begin_ms, turn.end_ms)
        assert all(a.end_ms == b.begin_ms for a, b in pairwise(own))
    assert cut == sorted(cut, key=lambda each: each.begin_ms)


@pytest.mark.feature("N10")
def test_a_long_turn_is_cut_in_its_longest_silence() -> None:
    whole = recording(sound(15_000) + silence(300) + sound(4000) + silence(600) + sound(10_000) + silence(2000))
    (turn,) = detect_turns(whole)
    first, second = pieces(whole, [turn])
    assert abs(first.end_ms - 19_600) <= 2 * FRAME_MS
    assert (first.begin_ms, second.end_ms) == (turn.begin_ms, turn.end_ms)
    assert first.loudness
    assert second.loudness


def test_sound_without_a_silence_is_cut_all_the_same() -> None:
    whole = recording(sound(70_000) + silence(2000))
    lengths = [each.end_ms - each.begin_ms for each in pieces(whole, detect_turns(whole))]
    assert max(lengths) <= LONGEST_MS
    assert sum(lengths) == sum(turn.end_ms - turn.begin_ms for turn in detect_turns(whole))


# What is believed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("no, no, no, I said so", "no, no, no, I said so"),
        ("well the the the the the the the", "well the"),
        ("we do what we can, what we can, What we can. what we can", "we do what we can,"),
        ("one two three four", "one two three four"),
        ("", ""),
    ],
)
def test_a_loop_ends_the_text(text: str, kept: str) -> None:
    assert " ".join(without_loop(text.split())) == kept


@given(st.lists(st.sampled_from("abcdef"), max_size=40), st.lists(st.sampled_from("ab"), min_size=1, max_size=4))
def test_no_text_keeps_a_loop(words: list[str], phrase: list[str]) -> None:
    kept = without_loop(words + phrase * 6)
    assert kept == (words + phrase * 6)[: len(kept)]
    for length in range(1, 5):
        for begin in range(len(kept)):
            times = [kept[begin + length * time : begin + length * (time + 1)] for time in range(4)]
            assert not all(each == times[0] and len(each) == length for each in times)


def test_nobody_says_ten_words_in_a_second() -> None:
    assert can_be_said(["yes", "of", "course"], 400)
    assert not can_be_said(["word"] * 10, 1000)


def test_written_words_as_a_dictionary_has_them() -> None:
    assert as_spoken("In-house,") == ["in", "house"]
    assert as_spoken("o’clock.") == ["o'clock"]
    assert as_spoken("42") == ["forty", "two"]
    assert as_spoken("20,") == ["twenty"]
    assert as_spoken("907") == ["nine", "zero", "seven"]
    assert as_spoken("4th") == ["four", "th"]
    assert as_spoken("…") == []
    assert as_spoken("٣") == []


@given(st.text(max_size=20))
def test_no_text_breaks_the_spelling(text: str) -> None:
    assert all(part.islower() for part in as_spoken(text))


def test_words_that_fit_badly_or_are_mostly_unknown_are_not_believed() -> None:
    samples = array("h", bytes(2 * 16_000))

    def believed(text: str, gap: float, advantage: float = 0.0) -> bool:
        checker = Checker(advantage, **{text.split()[0]: gap})
        return fits(lay(text.split(), checker.knows, lambda words: checker.fit(samples, words)))

    assert believed("good morning", LARGEST_GAP - 1)
    assert not believed("good morning", LARGEST_GAP + 1)
    assert not believed("good morning", NO_FIT)
    assert believed("good xylor", 1.0)
    assert not believed("good xylor xylar", 1.0)
    assert not believed("xylor", 1.0)


def test_fast_speech_is_believed_where_it_fits_much_better_than_backwards() -> None:
    samples = array("h", bytes(2 * 16_000))

    def believed(text: str, advantage: float) -> bool:
        checker = Checker(advantage, good=LARGEST_GAP + 8)
        return fits(lay(text.split(), checker.knows, lambda words: checker.fit(samples, words)))

    assert believed("good morning to you", CLEARLY_BETTER)
    assert not believed("good morning to you", CLEARLY_BETTER - 1)
    # Of two words, either order may be the one that was said.
    assert not believed("good morning", CLEARLY_BETTER)


def laid(gap: float, backwards: float | None = None) -> Laid:
    return Laid(("so",), (("so",),), Fit(((0, 1000, gap * 100),)), backwards)


def test_a_channel_counts_as_a_whole_by_its_time() -> None:
    english, foreign = laid(27.0, 58.0), laid(42.0, 45.0)
    assert is_understood([(english, 5000), (foreign, 1000)])
    assert not is_understood([(english, 1000), (foreign, 5000)])
    assert is_understood([])
    # A word here and there tells nothing where more is said, and has to do where nothing is.
    assert is_understood([(english, 5000), (laid(42.0), 60_000)])
    assert is_understood([(laid(5.0), 1000), (laid(45.0), 100)])
    assert not is_understood([(laid(5.0), 100), (laid(45.0), 1000)])


@given(st.lists(st.tuples(st.floats(0, 200), st.floats(0, 200), st.integers(1, 25_000)), min_size=1))
def test_better_fits_never_make_a_channel_less_understood(channel: list[tuple[float, float, int]]) -> None:
    before = is_understood([(laid(gap, backwards), each) for gap, backwards, each in channel])
    assert is_understood([(laid(gap / 2, backwards), each) for gap, backwards, each in channel]) or not before


# The whole ------------------------------------------------------------------------------------------------------------


@pytest.mark.feature("N10")
def test_turns_have_the_words_that_fit_and_the_rest_is_counted() -> None:
    agent = sound(2000) + silence(3000) + sound(2000) + silence(3000)
    customer = silence(2600) + sound(1500) + silence(5900)
    writer, shares = Writer("good morning", "the the the the the the", "music while you wait"), []
    checker = Checker(14.0, music=30.0, good=5.0)
    result = recognise(recording(agent, customer), writer, checker, lambda done, total: shares.append(done / total))
    assert [(turn.channel, turn.text) for turn in result.turns] == [(0, "good morning"), (1, "the")]
    assert result.made_by == MOONSHINE
    assert 1900 <= result.left_out_ms <= 2300
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert all(0 <= word.confidence <= 0.3 for turn in result.turns for word in turn.words)
    assert Recognised.from_json(result.to_json()) == result


@pytest.mark.feature("N10")
def test_nothing_is_believed_of_a_channel_that_is_not_understood() -> None:
    foreign = [value for _ in range(5) for value in sound(3000) + silence(1000)]
    writer = Writer("press one", "perhaps so", "the skin of it", "access to use", "a vaccine")
    result = recognise(
        recording(foreign), writer, Checker(2.0, press=45.0, perhaps=45.0, the=50.0, access=NO_FIT, a=41.0)
    )
    assert result.turns == ()
    assert result.left_out_ms > 15_000


def test_the_writer_gets_no_more_than_it_takes_and_silence_not_at_all() -> None:
    writer = Writer(*["so it is"] * 20)
    recognise(recording(sound(60_000) + silence(90_000) + sound(1000) + silence(5000)), writer, Checker())
    assert max(writer.milliseconds) <= LONGEST_MS
    assert sum(writer.milliseconds) < 62_000


@pytest.mark.feature("N10")
def test_times_of_words_are_measured_or_said_to_be_spread() -> None:
    writer = Writer("my name is Xylor Xandros of Leeds")
    result = recognise(recording(sound(3000) + silence(2000)), writer, Checker(my=5.0))
    (turn,) = result.turns
    assert [word.content for word in turn.words if word.spread] == ["Xylor", "Xandros"]
    assert all(
        a.end_ms <= b.begin_ms or a.end_ms - b.begin_ms <= 1 for a, b in zip(turn.words, turn.words[1:], strict=False)
    )
    assert all(turn.begin_ms <= word.begin_ms <= word.end_ms <= turn.end_ms for word in turn.words)
    document = transcription("job", "0", {}, result)
    assert document["DebriefRecogniser"] == MOONSHINE
    assert [item["alternatives"][0]["content"] for item in document["results"]["items"] if "DebriefTime" in item] == [
        "Xylor",
        "Xandros",
    ]
    analysed = call_analytics("job", "0", "en-US", {0: "AGENT", 1: "CUSTOMER"}, result)
    assert [item.get("DebriefTime") for item in analysed["Transcript"][0]["Items"]].count("spread") == 2


@given(st.lists(st.sampled_from(["so", "xy", "in-house", "42", "…"]), min_size=1, max_size=12))
def test_words_stay_in_order_and_inside_their_turn(words: list[str]) -> None:
    result = recognise(recording(sound(4000) + silence(1000)), Writer(" ".join(words)), Checker())
    for turn in result.turns:
        assert [word.content for word in turn.words] == without_loop(words)
        begins = [word.begin_ms for word in turn.words]
        assert begins == sorted(begins)
        assert turn.begin_ms <= begins[0]
        assert turn.words[-1].end_ms <= turn.end_ms


def test_what_was_left_out_stands_in_the_result() -> None:
    result = Recognised(1, 9000, (), MOONSHINE, 4000)
    assert transcription("job", "0", {}, result)["DebriefLeftOutMillis"] == 4000
    assert "DebriefLeftOutMillis" not in transcription("job", "0", {}, Recognised(1, 9000, ()))


# Which, and for how long ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "there", "chosen"),
    [
        ("auto", {"moonshine_cpp", "pocketsphinx"}, "moonshine"),
        ("auto", {"pocketsphinx"}, "pocketsphinx"),
        ("pocketsphinx", {"moonshine_cpp", "pocketsphinx"}, "pocketsphinx"),
        ("moonshine", {"moonshine_cpp", "pocketsphinx"}, "moonshine"),
    ],
)
def test_the_better_one_is_taken_where_it_is_installed(
    monkeypatch: pytest.MonkeyPatch, kind: str, there: set[str], chosen: str
) -> None:
    monkeypatch.setattr(recogniser, "find_spec", lambda name: name if name in there else None)
    assert which(kind) == chosen


def test_moonshine_without_its_parts_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recogniser, "find_spec", lambda name: name if name == "pocketsphinx" else None)
    with pytest.raises(RecognitionFailed, match="make run RECOGNISER=moonshine"):
        which("moonshine")
    monkeypatch.setattr(recogniser, "find_spec", lambda name: name if name == "moonshine_cpp" else None)
    for kind in ("auto", "moonshine"):
        with pytest.raises(RecognitionFailed, match=r"Python 3\.11 or 3\.13"):
            which(kind)


@pytest.mark.feature("S2.1")
def test_ten_minutes_are_taken_and_more_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recogniser, "find_spec", lambda _: object())
    ten = wav([0] * RATE * 600)
    assert duration_of(ten) == 600_000
    check(ten, "pocketsphinx", 10, "en-GB")
    with pytest.raises(RecognitionFailed) as refused:
        check(wav([0] * (RATE * 1202 + 1), 2), "pocketsphinx", 10)
    assert str(refused.value) == (
        "The recording lasts 10 min 1 s, and the offline recogniser takes up to 10 min (LOCAL_RECOGNISER_MINUTES). "
        "Import a transcript instead: put it beside the recording, with the recording's name and .vtt or .json; or "
        "start with more, and release it again."
    )
    check(wav([0] * RATE * 601), "pocketsphinx", 11)


def test_a_language_that_it_does_not_know_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recogniser, "find_spec", lambda _: object())
    with pytest.raises(RecognitionFailed, match="English only, and the recording is said to be in fr-CA"):
        check(wav([0] * RATE), "auto", 10, "fr-CA")
    with pytest.raises(RecognitionFailed, match="cannot read the recording: the file is not a WAV"):
        check(b"ID3 not a wav", "auto", 10)


@pytest.mark.feature("S2.1")
def test_a_recording_waits_for_its_turn_and_is_told_when_that_takes_too_long() -> None:
    result = Recognised(1, 1000, ())

    async def outcome(work: Future[Recognised], patience: float) -> Recognised:
        return await in_its_turn(work, patience)

    never: Future[Recognised] = Future()
    with pytest.raises(RecognitionFailed, match=r"too many were before this one\. Release it again"):
        asyncio.run(outcome(never, 0.01))
    assert never.cancelled()
    begun: Future[Recognised] = Future()
    begun.set_running_or_notify_cancel()
    timer = threading.Timer(0.05, lambda: begun.set_result(result))
    timer.start()
    assert asyncio.run(outcome(begun, 0.01)) == result
    failed: Future[Recognised] = Future()
    failed.set_exception(RecognitionFailed("broken"))
    with pytest.raises(RecognitionFailed, match="broken"):
        asyncio.run(outcome(failed, 5))


@pytest.mark.feature("S2.1")
def test_the_pipeline_waits_for_recordings_that_wait_for_others() -> None:
    setting = load("local").transcription
    assert setting.poll_seconds * setting.poll_limit == PIPELINE_WAITS_S
    machine = json.loads((REPOSITORY / "statemachines" / "interaction_pipeline.asl.json").read_text(encoding="utf-8"))
    assert machine["TimeoutSeconds"] > PIPELINE_WAITS_S + 600
    # One that takes as long as it may, after another that did.
    assert 2 * LocalSettings.from_env({}).recogniser_seconds < PIPELINE_WAITS_S


def child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str) -> None:
    """Have the recogniser's process run a script; `sys.argv` ends with the recording and the result."""
    stand_in = tmp_path / "stand_in.py"
    stand_in.write_text(f"import sys, pathlib\n{script}\n", encoding="utf-8")
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec "{PYTHON}" "{stand_in}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    monkeypatch.setattr(recogniser, "find_spec", lambda _: object())
    monkeypatch.setattr(sys, "executable", str(python))


@pytest.mark.feature("N10")
def test_how_far_it_is_comes_line_by_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    result = Recognised(1, 1000, ())
    child(
        monkeypatch,
        tmp_path,
        f"print('heard 0.5'); print('something else'); print('heard 1.0')\n"
        f"pathlib.Path(sys.argv[-1]).write_text({result.to_json()!r})",
    )
    shares: list[float] = []
    assert run(wav([0] * RATE), "pocketsphinx", 30, shares.append) == result
    assert shares == [0.5, 1.0]


def test_a_recogniser_that_takes_too_long_or_dies_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    child(monkeypatch, tmp_path, "import threading; threading.Event().wait()")
    with pytest.raises(RecognitionFailed, match=r"longer than LOCAL_RECOGNISER_SECONDS \(0.2 s\). Import a transcript"):
        run(wav([0] * RATE), "pocketsphinx", 0.2)
    child(monkeypatch, tmp_path, "sys.exit('Killed by a bug')")
    with pytest.raises(RecognitionFailed, match="The offline recogniser failed: Killed by a bug"):
        run(wav([0] * RATE), "pocketsphinx", 30)


@pytest.mark.feature("N10")
def test_speech_of_which_nothing_fits_fails_with_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    result = Recognised(1, 9000, (), MOONSHINE, 8000)
    child(monkeypatch, tmp_path, f"pathlib.Path(sys.argv[-1]).write_text({result.to_json()!r})")
    with pytest.raises(RecognitionFailed, match=r"knows English only\. Import a transcript instead"):
        run(wav([0] * RATE), "moonshine", 30)


def test_how_far_recordings_are_is_told_once_for_each_step(tmp_path: Path) -> None:
    file = tmp_path / "hearing.json"
    hearing, telling = Hearing(file), Telling(file)
    assert telling.news() is None
    first = hearing.of("a")
    hearing.of("b")
    assert telling.news() == "a recording is being recognised on this machine: 0%, 1 more waits"
    first(0.05)
    assert telling.news() is None
    first(0.4)
    assert telling.news() == "a recording is being recognised on this machine: 40%, 1 more waits"
    hearing.end("b")
    hearing.end("a")
    hearing.end("a")
    assert not file.exists()
    assert telling.news() == "no recording is being recognised any more"
    assert telling.news() is None


def test_many_threads_leave_a_whole_file(tmp_path: Path) -> None:
    hearing = Hearing(tmp_path / "hearing.json")
    threads = [
        threading.Thread(target=lambda heard=hearing.of(str(job)): [heard(step / 10) for step in range(11)])
        for job in range(8)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (
        Telling(tmp_path / "hearing.json").news()
        == "a recording is being recognised on this machine: 100%, 7 more wait"
    )


# The library itself ---------------------------------------------------------------------------------------------------

installed = pytest.mark.skipif(
    not all(find_spec(module) for module in ("moonshine_cpp", "pocketsphinx")),
    reason="moonshine-cpp is an extra and not installed: `make run RECOGNISER=moonshine` does it",
)


@installed
@pytest.mark.feature("N10")
def test_moonshine_understands_english() -> None:
    import moonshine_cpp  # type: ignore[import-not-found, unused-ignore]

    spoken = Path(moonshine_cpp.__file__).parent / "test-data" / "beckett.wav"
    result = run(spoken.read_bytes(), "moonshine", 120)
    text = " ".join(turn.text for turn in result.turns).casefold()
    assert result.made_by == MOONSHINE
    assert "try again" in text
    assert "fail better" in text
    assert all(word.confidence <= 0.3 for turn in result.turns for word in turn.words)


@installed
@pytest.mark.feature("N10")
def test_moonshine_writes_nothing_for_noise_and_tones() -> None:
    chance = random.Random(1)
    hiss = [int(chance.gauss(0, 2500)) for _ in range(RATE * 6)]
    ring = [int(12_000 * math.sin(i * 0.345)) if i // RATE % 3 < 1 else 0 for i in range(RATE * 6)]
    for samples in (hiss, ring):
        assert run(wav(samples), "moonshine", 120).turns == ()
