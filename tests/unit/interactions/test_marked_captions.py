"""Captions that mark only that somebody else speaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.model import Speaker
from debrief.interactions.formats.caption_marks import BY_TURNS, MORE_THAN_TWO
from debrief.interactions.formats.detect import read_conversation
from debrief.interactions.formats.parsed import ParsedConversation

pytestmark = pytest.mark.feature("S2.1", "N7")

AGENT = ("Thank you for calling Northwind, how can I help you today?", "Let me check that in your account for you.")
CUSTOMER = ("Hi, my router is broken and I want a refund.", "My order number is in the letter you sent me.")
TALK = (AGENT[0], CUSTOMER[0], AGENT[1], CUSTOMER[1])


def vtt(*captions: str) -> str:
    return "WEBVTT\n\n" + "\n".join(f"00:{n:02}.000 --> 00:{n:02}.900\n{words}\n" for n, words in enumerate(captions))


def srt(*captions: str) -> str:
    return "\n".join(f"{n + 1}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{words}\n" for n, words in enumerate(captions))


def read(document: str) -> ParsedConversation:
    return read_conversation(document.encode(), time_zone="UTC")


def said(document: str) -> list[tuple[str, str]]:
    return [(each.speaker.value, each.text) for each in read(document).turns]


BY_TURN = [("agent", AGENT[0]), ("customer", CUSTOMER[0]), ("agent", AGENT[1]), ("customer", CUSTOMER[1])]


@pytest.mark.parametrize("written", [vtt, srt])
@pytest.mark.parametrize("mark", [">> ", ">>", "&gt;&gt; ", "- ", "-", "– ", "— "])
def test_each_mark_is_a_change_of_speaker_and_who_speaks_a_guess(written: object, mark: str) -> None:
    assert callable(written)
    document = written(*(f"{mark}{words}" for words in TALK))
    assert said(document) == BY_TURN
    parsed = read(document)
    assert parsed.roles.guessed
    assert BY_TURNS in parsed.warnings


@pytest.mark.parametrize("mark", [">> ", "- "])
def test_two_in_one_caption_and_what_goes_on_in_the_next(mark: str) -> None:
    one, two = AGENT[1].split(" in ", 1)
    document = vtt(f"{mark}{TALK[0]}\n{mark}{TALK[1]}", f"{mark}{one}", f"in {two}", f"{mark}{TALK[3]}")
    assert said(document) == [*BY_TURN[:2], ("agent", one), ("agent", f"in {two}"), BY_TURN[3]]


def test_arrows_within_a_line_change_too() -> None:
    assert said(vtt(f">> {TALK[0]} >> {TALK[1]}", f">> {TALK[2]} >> {TALK[3]}")) == BY_TURN


@pytest.mark.parametrize(
    "document",
    [
        vtt(f"- {TALK[0]}\n- {TALK[1]}\n- {TALK[2]}", f"- {TALK[3]}"),
        vtt(f">> {TALK[0]}", f">> {TALK[1]}", f">>> {TALK[2]}", f">> {TALK[3]}"),
    ],
)
def test_more_than_two_stay_unknown(document: str) -> None:
    parsed = read(document)
    assert [each.text for each in parsed.turns] == list(TALK)
    assert {each.speaker for each in parsed.turns} == {Speaker.UNKNOWN}
    assert MORE_THAN_TWO in parsed.warnings


@pytest.mark.parametrize(
    "captions",
    [
        ("It is 5 - 3 degrees.", "- 5 outside, and - 3 here."),
        ("I wanted to say", "- and then I forgot -", "what it was."),
        ("See x >> y.", "Nothing else."),
        ("<v Mara>- Hello there.", "<v Jonas>- Good morning."),
        ("Agent: - Hello there.", "Customer: - Good morning."),
        ("- Only once marked.", "And on it goes."),
    ],
)
def test_what_is_no_mark_changes_nothing(captions: tuple[str, ...]) -> None:
    parsed = read(vtt(*captions))
    assert not {BY_TURNS, MORE_THAN_TWO} & set(parsed.warnings)


def test_marks_beside_names_are_no_words() -> None:
    document = vtt(">> Agent: Hello", ">> My bill is wrong", ">> Agent: Let me look")
    assert said(document) == [("agent", "Hello"), ("unknown", "My bill is wrong"), ("agent", "Let me look")]


@given(st.lists(st.sampled_from([">> ", "- ", "", ">>> ", ">>", "-"]), min_size=1, max_size=6), st.booleans())
def test_no_word_is_lost_and_none_made_up(marks: list[str], lines: bool) -> None:
    pieces = [f"{mark}Word{n} said" for n, mark in enumerate(marks)]
    parsed = read(vtt("\n".join(pieces)) if lines else vtt(*pieces))
    words = " ".join(each.text for each in parsed.turns)
    assert words.count("Word") == len(marks)
    assert all(f"Word{n} said" in words for n in range(len(marks)))
