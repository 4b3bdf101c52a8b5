"""Names can be seen, and read in the direction in which they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.kernel.text import check_name, check_prose, check_shown
from debrief.people.names import check_new_name, name_key


@pytest.mark.parametrize(
    "name",
    [
        "Ada",
        "Zoë Müller-O’Neil",
        "علي",
        "نام\u200cخانوادگی",
        "山田 太郎",
        "👩\u200d💻",
        "한국어" * 10,
        "e\u0301",
        "=1+1",
        "-",
    ],
)
def test_names_of_people_are_names(name: str) -> None:
    assert check_new_name(name) == name


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a\x00b", "U+0000"),
        ("a\x1bb", "U+001B"),
        ("a\u2028b", "U+2028"),
        ("a\nb", "line break"),
        ("a\tb", "tabulator"),
        ("\u202etxt.exe", "U+202E"),
        ("\u2067abc", "U+2067"),
        ("\ud800", "U+D800"),
        ("\u200b", "nothing"),
        ("\u200d\u200c \u0301", "nothing"),
        ("\u3164\u2800", "nothing"),
        ("", "nothing"),
    ],
)
def test_what_cannot_be_seen_is_no_name(name: str, message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("+", r"\+")):
        check_name(name)


def test_pasted_prose_gets_plain_ends_of_lines() -> None:
    assert check_prose("One.\u2028Two.\u2029Three.\x0bFour.\x85Five.\r\nSix.\t") == (
        "One.\nTwo.\nThree.\nFour.\nFive.\r\nSix.\t"
    )
    for refused in ("a\x00", "\u202eb", "\ufeffc"):
        with pytest.raises(ValueError, match="isn't shown"):
            check_prose(refused)


def test_a_name_that_grows_when_it_is_written_out_has_an_end() -> None:
    assert len("\ufdfa" * 200) == 200
    with pytest.raises(ValueError, match="too long"):
        check_new_name("\ufdfa" * 200)


@given(st.text(max_size=250))
def test_whatever_is_a_name_can_be_sorted_by(name: str) -> None:
    try:
        check_new_name(name)
    except ValueError:
        return
    assert 0 < len(name_key(name).encode()) <= 900
    assert check_shown(name) == name
