"""Two channels, each recognised by itself: turns in the order in which they began (S2.1)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debrief.interactions.conversations.model import Speaker
from debrief.interactions.formats import transcribe_standard
from debrief.interactions.formats.interleaving import Word, in_order, turns_of
from debrief.interactions.formats.recognisers import deepgram
from debrief.interactions.formats.voices import Segment
from tests.sizes import soaked
from tests.unit.interactions import samples

pytestmark = pytest.mark.feature("S2.1")


def _items(*said: tuple[str, float]) -> list[dict[str, object]]:
    return [samples.word(text, at) for text, at in said]


def test_a_short_answer_stands_between_what_was_asked_before_and_after() -> None:
    agent = _items(("Is", 0.0), ("that", 0.4), ("right", 0.8), ("Good", 2.2), ("Your", 2.6), ("name", 3.0))
    customer = _items(("Yes", 1.5), ("Jane", 3.9))
    channels = [{"channel_label": "ch_0", "items": agent}, {"channel_label": "ch_1", "items": customer}]
    document = samples.transcribe(channel_labels={"channels": channels, "number_of_channels": 2}, items=[])
    parsed = transcribe_standard.read(document, "UTC", agent_channel=0)
    assert [(turn.speaker, turn.text) for turn in parsed.turns] == [
        (Speaker.AGENT, "Is that right"),
        (Speaker.CUSTOMER, "Yes"),
        (Speaker.AGENT, "Good Your name"),
        (Speaker.CUSTOMER, "Jane"),
    ]


def test_who_only_hums_while_somebody_speaks_on_parts_no_sentence() -> None:
    agent = _items(("I", 0.0), ("will", 0.35), ("look", 0.7), ("it", 1.05), ("up", 1.4))
    channels = [{"channel_label": "ch_0", "items": agent}, {"channel_label": "ch_1", "items": _items(("Mhm", 0.66))}]
    document = samples.transcribe(channel_labels={"channels": channels, "number_of_channels": 2}, items=[])
    parsed = transcribe_standard.read(document, "UTC", agent_channel=0)
    assert [turn.text for turn in parsed.turns] == ["I will look it up", "Mhm"]


def test_the_words_of_deepgrams_channels_become_turns_in_their_order() -> None:
    def channel(*said: tuple[str, float]) -> dict[str, object]:
        words = [{"word": text.lower(), "punctuated_word": text, "start": at, "end": at + 0.3} for text, at in said]
        return {"alternatives": [{"transcript": " ".join(text for text, _ in said), "words": words}]}

    told = deepgram(
        {
            "results": {
                "channels": [
                    channel(("Hello.", 0.0), ("Your", 1.9), ("number?", 2.3), ("Thanks.", 6.0)),
                    channel(("Hi.", 1.0), ("It", 3.2), ("is", 3.6), ("seven.", 4.0)),
                ]
            }
        }
    )
    assert told is not None
    assert [(each.voice, each.text) for each in told.segments] == [
        ("channel 0", "Hello."),
        ("channel 1", "Hi."),
        ("channel 0", "Your number?"),
        ("channel 1", "It is seven."),
        ("channel 0", "Thanks."),
    ]


def test_what_has_no_time_stays_behind_what_stands_before_it() -> None:
    given_so = [Segment(text="b", start_ms=2000), Segment(text="c"), Segment(text="a", start_ms=1000)]
    assert [each.text for each in in_order(given_so)] == ["a", "b", "c"]


WORDS = st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 900)), max_size=12)


def _channel(label: str, gaps: list[tuple[int, int]]) -> list[Word]:
    words, at = [], 0
    for gap, length in gaps:
        at += gap
        words.append(Word(text=f"{label}{at}", start_ms=at, end_ms=at + length, confidence=None, label=label))
        at += length
    return words


@given(WORDS, WORDS)
@settings(max_examples=soaked(50))
def test_no_word_is_lost_and_turns_follow_their_beginnings(
    one: list[tuple[int, int]], two: list[tuple[int, int]]
) -> None:
    words = [*_channel("ch_0", one), *_channel("ch_1", two)]
    turns = turns_of(words)
    assert sorted(word.text for turn in turns for word in turn) == sorted(word.text for word in words)
    assert [turn[0].start_ms for turn in turns] == sorted(turn[0].start_ms for turn in turns)
    for turn in turns:
        assert len({word.label for word in turn}) == 1
        assert turn == sorted(turn, key=lambda word: word.start_ms)
