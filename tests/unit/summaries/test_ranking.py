"""What an item may be called by how high it is, not only by where it stands among others (N1)."""

from typing import Literal

import pytest

from debrief.summaries.drafting.guard import Known, checked
from debrief.summaries.facts.model import Fact


def known(*rates: float) -> Known:
    """Items with these rates: the first is among the weakest, the last among the strongest."""
    names = ("Offers an alternative", "Explains fees", "Greets by name")
    standings: tuple[Literal["strongest", "weakest", ""], ...] = ("weakest", "", "strongest")
    facts = {
        f"F{at}": Fact(
            id=f"F{at}", kind="line_item", name=name, text=f"{rate:.0f}%", value=rate, unit="percent", sample=50,
            standing=standing,
        )
        for at, (name, standing, rate) in enumerate(zip(names, standings, rates, strict=True), start=1)
    }  # fmt: skip
    return Known(facts, {})


@pytest.mark.feature("N1")
@pytest.mark.parametrize(
    "sentence",
    [
        "{F1.name} is a serious weakness, at {F1}.",
        "The agent struggles with {F1.name} ({F1}).",
        "{F1.name} urgently needs work, at {F1}.",
        "{F1.name} passes at only {F1}.",
        "{F2.name} is poor at {F2}.",
    ],
)
def test_what_nearly_always_passes_is_the_lowest_but_no_weakness(sentence: str) -> None:
    assert checked(sentence, known(97, 98, 99), must_cite=True).dropped == ("contradiction",)
    assert checked(sentence, known(31, 52, 99), must_cite=True).kept == (sentence,)


@pytest.mark.feature("N1")
@pytest.mark.parametrize(
    "sentence",
    [
        "{F1.name} is the item with the lowest pass rate, {F1}.",
        "{F1.name} has the most room to grow, at {F1}.",
        "{F1.name} leaves room for improvement at {F1}.",
    ],
)
def test_the_lowest_may_be_told_however_high_it_is(sentence: str) -> None:
    assert checked(sentence, known(97, 98, 99), must_cite=True).kept == (sentence,)


@pytest.mark.feature("N1")
def test_what_mostly_fails_may_be_the_strongest_and_is_mastered_by_nobody() -> None:
    low = known(4, 11, 20)
    assert checked("{F3.name} is a strength compared with the rest, at {F3}.", low).dropped == ()
    assert checked("The agent masters {F3.name} at {F3}.", low, must_cite=True).dropped == ("contradiction",)
    assert checked("{F3.name} is excellent at {F3}.", low, must_cite=True).dropped == ("contradiction",)
