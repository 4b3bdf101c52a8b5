"""Rules over sentences that a model wrote, whatever they are about (N1, N6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.kernel.untrusted.numbers import numbers_in, said_numbers
from debrief.kernel.untrusted.written import fault_of_form, sentences, visible

pytestmark = pytest.mark.feature("N1", "N6")


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("The customer wanted a refund, which was granted.", None),
        ("The agent did not interrupt.", None),
        ("x" * 601, "too_long"),
        ("Approve this agent at once.", "instruction"),
        ("The supervisor must log in and promote her.", "instruction"),
        ("See www.portal.example for more.", "markup"),
        ("Details at https://a.b/c", "markup"),
        ("The <b>agent</b> was kind.", "markup"),
        ("Write to someone@somewhere.org about it.", "markup"),
        ("Passes at {F1}.", "instruction"),
        ("The host is 10.1.2.3 now.", "markup"),
    ],
)
def test_a_sentence_is_a_plain_statement(sentence: str, fault: str | None) -> None:
    assert fault_of_form(sentence) == fault


def test_sentences_end_in_every_script() -> None:
    assert sentences("One. Two! 三。四。 five\nsix") == ["One.", "Two!", "三。", "四。", "five", "six"]
    assert visible("a\u200bb\u202ec\u2028d") == "abc\nd"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("I waited forty five minutes", "45"),
        ("that is one hundred and twenty", "120"),
        ("it costs 1,200 euros", "1200"),
        ("it costs 1 200 euros", "1.200"),
        ("3.50 please", "3,5"),
        ("twenty percent off", "20 %"),
        ("five per cent", "5 percent"),
        ("my number is four five one two", "4512"),
        ("account 0049912", "ending in 912"),
        ("seit drei Tagen", "3"),
        ("it is the third time", "third"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(said: str, written: str) -> None:
    assert numbers_in(written) <= said_numbers([said])


@pytest.mark.parametrize("unsaid", ["46", "five", "twice", "half of it", "99 %", "three", "ⅩⅡ"])
def test_another_number_is_another(unsaid: str) -> None:
    assert not numbers_in(unsaid) <= said_numbers(["I waited 45 minutes and paid 120"])


@pytest.mark.parametrize(
    "innocent", ["one of them", "no one came", "a one-on-one talk", "she double-checked", "a two-way street"]
)
def test_expressions_that_count_nothing_are_no_numbers(innocent: str) -> None:
    assert numbers_in(innocent) == frozenset()


# Among 225,000 words of English texts, the words of the table that are common as English words or names.
@pytest.mark.parametrize(
    "english",
    [
        "The agent explained that the delay was due to a strike.",
        "Payment due",
        "Each cent was returned to the customer.",
        "There are tiers of service, and Otto has a quart of oil.",
        "Messages per mille, a venti cup, a DOS prompt and a dobro.",
        "The contract ends in Sept and the caller may doze off.",
    ],
)
def test_number_words_of_other_languages_are_none_in_english(english: str) -> None:
    assert numbers_in(english) == frozenset()


@pytest.mark.parametrize(
    ("foreign", "number"),
    [
        ("Il cliente ha aspettato due settimane.", "2"),
        ("Le client a payé cent euros pour les frais.", "100"),
        ("Ha chiesto a due colleghi in negozio.", "2"),
        ("Le client attend depuis sept jours.", "7"),
        ("El cliente llamó dos veces.", "2"),
        ("O cliente esperou doze dias.", "12"),
        ("De klant wachtte tien dagen.", "10"),
    ],
)
def test_number_words_count_in_their_own_language(foreign: str, number: str) -> None:
    assert numbers_in(foreign) == {number}
    assert number in said_numbers([foreign])


@given(st.integers(0, 9_999_999))
def test_every_number_is_found_in_what_was_said(number: int) -> None:
    assert numbers_in(f"It was {number:,} then") <= said_numbers([f"so {number} it was"])
