"""Whatever a model writes, a sentence of it is judged in a moment: no rule takes longer for words made to try it."""

import time
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debrief.summaries.drafting import number_tables, quantities
from debrief.summaries.drafting.guard import LONGEST_SENTENCE, checked
from debrief.summaries.drafting.sentence import IMPERATIVES, NEGATIONS, Sentence, words_of
from tools.guard_rates.rates import OWN, known_from

pytestmark = pytest.mark.feature("N1")

LONGEST: Final = 0.05
"""Seconds of CPU for the longest sentence, whatever it is."""

TRIES: Final = 2
"""The fastest of these counts: what else the machine does isn't the rules' doing."""

KNOWN: Final = known_from(Path(OWN[0]))
LETTERS: Final = sorted(
    {each for words in number_tables.tables().parts for each in sorted(words)[:6]}
    | {"es", "und", "en", "s", "x", "neun", "elf"}
)
WORDS: Final = (
    *sorted(IMPERATIVES)[:12],
    *sorted(NEGATIONS),
    *sorted(words_of("the agent customer said also really is than best because of one most every only very quickly")),
    *sorted(words_of("{F9} {F9.name} {E1} , and : ' ( greets name by improved no clear change first a e.g. I Anna")),
)
long_words = st.lists(st.sampled_from(LETTERS), min_size=1, max_size=60).map("".join)
repeated = st.tuples(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), st.booleans()).map(
    lambda drawn: (" " if drawn[1] else "").join(drawn[0] * 300)
)
mixed = st.lists(st.one_of(st.sampled_from(WORDS), long_words), min_size=1, max_size=120).map(" ".join)


def seconds(text: str) -> float:
    took = []
    for _ in range(TRIES):
        for cached in (number_tables.is_joined, quantities._is_made_of_numbers):
            cached.cache_clear()
        begin = time.process_time()
        checked(text, KNOWN, must_cite=True)
        took.append(time.process_time() - begin)
    return min(took)


@pytest.fixture(scope="module", autouse=True)
def tables_read() -> None:
    checked("The agent greets customers by name. Neunzig Kunden waren da.", KNOWN)
    checked("{F9.name} passes at {F9}, and {F11.name} improved.", KNOWN)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=25, deadline=None)
@given(st.one_of(repeated, mixed, long_words).map(lambda text: text[:LONGEST_SENTENCE]))
def test_the_longest_sentence_takes_a_moment(text: str) -> None:
    assert seconds(text) < LONGEST


@pytest.mark.parametrize(
    "word", ["neun" + "es" * 40 + "x", "neun" + "nes" * 30 + "x", "elf" * 33, "en" * 49, "zweiundzwanzig" * 7 + "q"]
)
def test_a_word_of_many_parts_takes_a_moment(word: str) -> None:
    assert seconds(f"Das {word} war gut.") < LONGEST


@pytest.mark.parametrize("word", ["zweiundzwanzig", "tweeëntwintig", "dreihundertfünf", "fjortonhundra", "neunneunes"])
def test_a_joined_number_is_still_one(word: str) -> None:
    assert quantities.counts_in_words(Sentence(f"Das waren {word} Anrufe."), {})


@pytest.mark.parametrize("word", ["neunes", "esneun", "elfenbein", "unterneunt"])
def test_a_word_that_only_begins_so_is_none(word: str) -> None:
    assert not number_tables.is_joined(word)
