"""However a word is joined, whether it is a number is told in a moment, and a joined number stays one."""

import time
from typing import Final

import pytest

from debrief.summaries.drafting import quantities
from debrief.summaries.drafting.sentence import Sentence

pytestmark = pytest.mark.feature("N1")

LONGEST: Final = 0.05
"""Seconds of CPU."""

TRIES: Final = 3
"""The fastest of these counts: what else the machine does isn't the rules' doing."""


def seconds(text: str) -> float:
    took = []
    quantities.tables()
    for _ in range(TRIES):
        for cached in (quantities._joined, quantities._is_made_of_numbers):
            cached.cache_clear()
        begin = time.process_time()
        quantities.counts_in_words(Sentence(text))
        took.append(time.process_time() - begin)
    return min(took)


@pytest.mark.parametrize(
    "word", ["neun" + "es" * 40 + "x", "neun" + "nes" * 30 + "x", "elf" * 33, "en" * 49, "zweiundzwanzig" * 7 + "q"]
)
def test_a_word_of_many_parts_takes_a_moment(word: str) -> None:
    assert seconds(f"Das {word} war gut.") < LONGEST


@pytest.mark.parametrize("word", ["zweiundzwanzig", "tweeëntwintig", "dreihundertfünf", "fjortonhundra", "neunneunes"])
def test_a_joined_number_is_still_one(word: str) -> None:
    assert quantities.counts_in_words(Sentence(f"Das waren {word} Anrufe."))


@pytest.mark.parametrize("word", ["neunes", "esneun", "elfenbein", "unterneunt"])
def test_a_word_that_only_begins_so_is_none(word: str) -> None:
    assert not quantities._joined(word)
