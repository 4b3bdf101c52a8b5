"""Captions in whose place for times something else stands are counted, and nobody is given their words."""

import pytest

from debrief.interactions.formats.parsed import UnreadableDocument
from debrief.interactions.formats.webvtt import read

pytestmark = pytest.mark.feature("S2.1")


def document(times: str, words: str, above: str = "") -> str:
    return (
        "WEBVTT\n\n00:01.000 --> 00:03.000\nAgent: Which parcel do you mean?\n\n"
        f"{above}{times}\n{words}\n\n00:07.000 --> 00:09.000\nAgent: I see it here.\n"
    )


@pytest.mark.parametrize("above", ["", "2\n"])
@pytest.mark.parametrize("words", ["Customer: The brown one.", "<v Customer>The brown one.", "Kundin: Das braune."])
@pytest.mark.parametrize(
    "times",
    [
        "xx:yy --> zz",
        "aa --> bb",
        "--:--.--- --> --:--.---",
        "??:?? --> ??:??",
        "start --> end",
        "hh:mm:ss --> hh:mm:ss",
    ],
)
def test_words_below_what_is_no_time_are_counted_and_are_nobodys(times: str, words: str, above: str) -> None:
    found = read(document(times, words, above), "UTC")
    assert [turn.text for turn in found.turns] == ["Which parcel do you mean?", "I see it here."]
    assert "1 of 3 captions couldn't be read: their times are no times." in found.warnings


def test_words_without_a_label_below_a_placeholder_are_counted_too() -> None:
    found = read(document("xx:yy --> zz:zz", "The brown one."), "UTC")
    assert [turn.text for turn in found.turns] == ["Which parcel do you mean?", "I see it here."]


@pytest.mark.parametrize(
    "line", ["Menu --> Settings", "It goes http://old.example --> http://new.example", "then press on --> and wait"]
)
def test_an_arrow_that_somebody_wrote_stays(line: str) -> None:
    found = read(document(line, "and the other one."), "UTC")
    assert any(line in turn.text for turn in found.turns)
    assert not any("couldn't be read" in each for each in found.warnings)


def test_where_no_caption_has_times_it_is_held() -> None:
    with pytest.raises(UnreadableDocument):
        read("WEBVTT\n\nxx:yy --> zz\nAgent: Good morning.\n\nxx:yy --> zz\nCustomer: Hello.\n", "UTC")
