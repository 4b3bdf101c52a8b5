"""Masks over what is spelled aloud as recognisers of several languages write it (N8)."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.kernel.masking.finding import found_in
from debrief.kernel.masking.kinds import Kind, Segment

pytestmark = pytest.mark.feature("N8")

ALL = frozenset(Kind)


def found(*turns: str, kinds: frozenset[Kind] = ALL - {Kind.NAME}) -> list[tuple[str, Kind]]:
    segments = [Segment(*turn.split(": ", 1)) for turn in turns]
    return [(segments[each.segment].text[each.start : each.end], each.kind) for each in found_in(segments, kinds)]


@pytest.mark.parametrize(
    "date",
    [
        "fünfzehnter März neunzehnhundertfünfundachtzig",
        "dritten April neunzehnhundertzweiundneunzig",
        "einundzwanzigsten Juni zweitausendeins",
        "ersten Mai neunzehnhundert siebzig",
        "15. März neunzehnhundertfünfundachtzig",
        "zwölfter Dezember neunzehnhundertdreizehn",
        "fünfzehnter dritter neunzehnhundertfünfundachtzig",
        "siebter elfter achtundsechzig",
        "zweiten Oktober zweitausend und drei",
    ],
)
def test_a_german_date_of_birth_is_masked_with_its_year(date: str) -> None:
    assert found(f"c: Ich bin am {date} geboren worden") == [(date, Kind.BIRTH)]
    assert found("a: Wie ist Ihr Geburtsdatum bitte?", f"c: {date}") == [(date, Kind.BIRTH)]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("my postcode is S W one A two A A", "S W one A two A A"),
        ("the zip code is nine four one oh five", "nine four one oh five"),
        ("postal code it's K one A zero B one thanks", "K one A zero B one"),
        ("meine Postleitzahl ist eins null eins eins fünf", "eins null eins eins fünf"),
        ("it's E C two A four N X", "E C two A four N X"),
        ("yes M 1 1 A E", "M 1 1 A E"),
        ("H zero H zero H zero", None),
        ("postcode is S for sugar W one A two A A", "S for sugar W one A two A A"),
    ],
)
def test_a_postcode_that_is_spelled_is_masked(said: str, value: str | None) -> None:
    assert found(f"c: {said}") == [(value or said, Kind.ADDRESS)]


@pytest.mark.parametrize(
    "said",
    [
        "the order is A B one two C D",
        "I paid a one time fee and a two way trip",
        "my post code is the same as before",
        "plan a one or plan b two a b",
        "option A one B",
        "what is the zip code for that",
    ],
)
def test_letters_and_numbers_that_are_none_stay(said: str) -> None:
    assert [kind for _, kind in found(f"c: {said}") if kind is Kind.ADDRESS] == []


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("it's smith … at gmail com", "smith … at gmail com"),
        ("my email is john smith at gmail com thanks", "john smith at gmail com"),
        ("john dot smith eighty at yahoo co uk", "john dot smith eighty at yahoo co uk"),
        ("meine adresse lautet lena unterstrich k at gmx de", "lena unterstrich k at gmx de"),
        ("j smith ... at hotmail com", "j smith ... at hotmail com"),
        ("info at northwind com", "info at northwind com"),
    ],
)
def test_an_address_without_its_dot_is_masked(said: str, value: str) -> None:
    assert found(f"c: {said}") == [(value, Kind.EMAIL)]


@pytest.mark.parametrize(
    "said",
    [
        "I looked at the web to find it",
        "we are at home in June",
        "you can look at it in the net today",
        "be there at ten",
    ],
)
def test_whoever_is_somewhere_gives_no_address(said: str) -> None:
    assert found(f"c: {said}") == []


@pytest.mark.parametrize(
    "said",
    [
        "Mm-hmm.",
        "mm-hmm, go on",
        "Uh-huh.",
        "Mhm, okay.",
        "Nuh-uh.",
        "That was a one-time fee.",
        "One-time only.",
        "It needs a follow-up.",
        "The pick-up was early.",
        "hmm okay",
    ],
)
def test_sounds_and_words_with_a_hyphen_are_no_names(said: str) -> None:
    assert found(f"c: {said}", kinds=frozenset({Kind.NAME})) == []


@pytest.mark.parametrize("name", ["Jean-Luc Moreau", "Anna Weiss-Kramer"])
def test_names_with_a_hyphen_are_names(name: str) -> None:
    assert found(f"c: my name is {name}", kinds=frozenset({Kind.NAME})) == [(name, Kind.NAME)]


@given(st.sampled_from(["a ", "S W one ", "at ", "x at gmail ", "neunzehnhundert", "fünf und ", "mm-", "one-"]))
def test_nothing_takes_long(piece: str) -> None:
    begun = process_time()
    found(f"c: my postcode is {piece * 800} com")
    assert process_time() - begun < 3
