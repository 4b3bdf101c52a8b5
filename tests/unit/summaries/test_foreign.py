"""What sentences of other languages claim, held against the facts (N1)."""

from typing import Final

import pytest

from debrief.summaries.drafting.claim_words import CLAIMS, Claim
from debrief.summaries.drafting.guard import Known, checked
from debrief.summaries.drafting.languages import is_foreign
from debrief.summaries.drafting.reporting import words_heard
from debrief.summaries.drafting.sentence import Sentence
from tools.guard_rates.rates import OWN, known_from

pytestmark = pytest.mark.feature("N1")


@pytest.fixture(scope="module")
def known() -> Known:
    """Greeting (F9) is strongest and went up (F10), the recap (F11) weakest, alternatives (F13) went down (F14)."""
    return known_from(OWN[0])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{F9.name} liegt bei {F9} und ist eine Stärke.", None),
        ("{F11.name} ist mit {F11} eine Stärke.", "contradiction"),
        ("{F9.name} ist keine Schwäche ({F9}).", None),
        ("{F23.name} liegt bei {F9}.", "misattributed"),
        ("{F9.name} und {F23.name} erreichen {F9} und {F23}.", None),
        ("{F9.name} und {F23.name} erreichen {F23} und {F9}.", "misattributed"),
        ("Die Lösungsquote liegt bei {F18}.", None),
        ("Die Lösungsquote liegt bei {F19}.", "misattributed"),
        ("Der Durchschnittswert ist gesunken ({F8}).", None),
        ("{F13.name} ist gestiegen ({F14}).", "contradiction"),
        ("{F13.name} ist nicht gestiegen ({F14}).", None),
        ("{F9.name} ist gestiegen.", "movement"),
        ("Bei {F11.name} gibt es keine klare Veränderung ({F12}).", None),
        ("Bei {F9.name} gibt es keine klare Veränderung ({F10}).", "contradiction"),
        ("Von {F21} auf {F22} ist der Durchschnittswert gestiegen.", None),
        ("Von {F21} auf {F22} ist der Durchschnittswert gesunken.", "contradiction"),
        ("{F9.name} liegt mit {F9} über dem Ziel.", "comparison"),
        ("{F11.name} liegt bei {F11}, weil der Agent müde ist.", "cause"),
        ("In {E1} legt der Kunde auf, weil niemand antwortet.", None),
        ("Der Agent ist faul, wie {E1} zeigt.", "person"),
        ("In {E1} sagte der Kunde, dass er kündigt.", "unproven_quote"),
        ("In {E1} ({E2.score}) fehlt die Zusammenfassung.", "misattributed"),
        ("In {E1} fragt der Agent nie nach dem Namen.", None),
        ("Der Agent fragt nie nach dem Namen ({F9.name}).", "number"),
        ("{F5} Maßnahmen sind überfällig.", None),
        ("{F5} Maßnahmen sind erledigt.", "misattributed"),
        ("Agent słucha uważnie i nie przerywa ({E1}).", None),
        ("{F13.name} spadło ({F14}).", None),
        ("{F9.name} spadło ({F10}).", "contradiction"),
        ("{F9.name}は強みです（{F9}）。", None),
        ("{F11.name}は強みです（{F11}）。", "contradiction"),
        ("تحسن {F13.name} ({F14}).", "contradiction"),
        ("è in forte crescita {F13.name} ({F14}).", "contradiction"),
        ("Xyzzy {F9.name} plugh.", "language"),
    ],
)
def test_what_a_sentence_claims_has_to_be_so(known: Known, text: str, reason: str | None) -> None:
    assert checked(text, known, must_cite=True).dropped == ((reason,) if reason else ())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Fassen Sie am Ende jedes Gesprächs zusammen, was gilt.", None),
        ("Am Ende jedes Gesprächs fasst der Agent zusammen.", None),
        ("Jeder Kunde war zufrieden.", "number"),
        ("¿Qué te ayuda en cada llamada?", None),
        ("Cada llamada acaba mal.", "number"),
        ("Wie kann {F13.name} besser werden?", None),
    ],
)
def test_advice_and_questions_count_nothing(known: Known, text: str, reason: str | None) -> None:
    assert checked(text, known).dropped == ((reason,) if reason else ())


def test_told_words_may_stay_that_were_heard(known: Known) -> None:
    heard = known._replace(heard=lambda _: words_heard(["Ich werde den Vertrag kündigen, wirklich."]))
    told = "In {E1} sagte der Kunde, dass er den Vertrag kündigen werde."
    assert checked(told, heard, must_cite=True).dropped == ()
    assert checked(told, known, must_cite=True).dropped == ("unproven_quote",)


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("Summaries come late, e.g. in {E1}.", False),
        ("{F9.name} is up ({F10}).", False),
        ("Ni'nety callers left.", False),
        ("{F9.name} is gestegen ({F10}).", True),
        ("{F9.name} è in forte crescita ({F10}).", True),
        ("To jest dobry wynik.", True),
    ],
)
def test_a_language_is_told_by_most_of_its_words(text: str, *, foreign: bool) -> None:
    assert is_foreign(Sentence(text)) is foreign


LEAST: Final = (
    Claim.GOOD, Claim.BAD, Claim.UP, Claim.DOWN, Claim.NOT, Claim.OTHERS, Claim.PERSON, Claim.REPORTED, Claim.CAUSE,
)  # fmt: skip


def test_each_language_of_the_table_knows_what_is_claimed_most() -> None:
    head = {line.partition(": ")[0] for line in _table() if line and not line.startswith("#")}
    for language in CLAIMS.languages:
        assert {f"{language} {each}" for each in LEAST} <= head, language


def test_every_meaning_in_the_table_has_a_name() -> None:
    heads = {line.partition(": ")[0].partition(" ")[2] for line in _table() if line and not line.startswith("#")}
    assert heads == set(Claim)


def _table() -> list[str]:
    from importlib.resources import files

    return (files("debrief.summaries.drafting.words") / "claims.txt").read_text(encoding="utf-8").splitlines()
