"""A person is found by any part of their name, as somebody types it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.people.names import is_called, name_key

pytestmark = pytest.mark.feature("P4")

WORDS = st.lists(st.text(alphabet="abcdeéüñ", min_size=3, max_size=8), min_size=1, max_size=3)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Anna Kornfeld", "kornfeld"),
        ("Anna Kornfeld", "feld"),
        ("Anna Kornfeld", "korn an"),
        ("Anna Kornfeld", "KORNFELD, ANNA"),
        ("Łukasz Żak-Nowak", "nowak"),
        ("Zoë O'Brien", "zoe"),
        ("Zoë O'Brien", "brien"),
        ("Ann Lee", "le"),
        ("王小明", "小"),
        ("สมชาย ใจดี", "ใจดี"),
        ("محمد علي", "علي"),
    ],
)
def test_a_part_finds_the_name(name: str, wanted: str) -> None:
    assert is_called(name, wanted)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Anna Kornfeld", "na"),
        ("Anna Kornfeld", "kornfeld bert"),
        ("Anna Kornfeld", ""),
        ("Anna Kornfeld", "?!"),
        ("Anna Kornfeld", "annakorn"),
    ],
)
def test_what_is_no_part_finds_nothing(name: str, wanted: str) -> None:
    assert not is_called(name, wanted)


@given(WORDS, st.data())
def test_words_in_any_order_and_cut_find_the_name(words: list[str], data: st.DataObject) -> None:
    cut = [data.draw(st.integers(0, len(word) - 3)) for word in words]
    parts = [word[begin:] for word, begin in zip(words, cut, strict=True)]
    wanted = " ".join(data.draw(st.permutations(parts))).upper()
    assert is_called(" ".join(words), wanted)


def test_letters_that_do_not_come_apart_are_typed_as_any_keyboard_has_them() -> None:
    for name, typed in (
        ("Łukasz Wałęsa", "lukasz walesa"),
        ("Søren Ødegård", "odegard soren"),
        ("Weiß", "weiss"),
        ("Đorđe", "dorde"),
        ("Æther", "aether"),
        ("Işık", "isik"),
    ):
        assert is_called(name, typed), name
        assert is_called(name, name.upper()), name
    assert name_key("Łukasz") < name_key("Marta"), "sorted by the letter that it is typed with"
