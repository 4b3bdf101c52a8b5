"""How many tokens a text comes to, estimated without the model's own tokenizer."""

import math
from collections import Counter
from functools import lru_cache
from typing import Final

_SCRIPTS: Final[tuple[tuple[int, float], ...]] = (
    # (first code point after the stretch, tokens a character)
    (0x0250, 3.0),  # Latin letters with marks: they also break the word that they stand in
    (0x0370, 1.2),  # phonetic letters, combining marks
    (0x0400, 1.4),  # Greek
    (0x0530, 1.0),  # Cyrillic
    (0x0590, 2.3),  # Armenian
    (0x0900, 1.4),  # Hebrew, Arabic and their neighbours
    (0x0980, 1.5),  # Devanagari
    (0x0A00, 2.2),  # Bengali
    (0x0B80, 3.3),  # Gurmukhi, Gujarati, Odia
    (0x0C00, 2.2),  # Tamil
    (0x0E00, 3.3),  # Telugu, Kannada, Malayalam, Sinhala
    (0x0E80, 2.3),  # Thai
    (0x10A0, 3.2),  # Lao, Tibetan, Burmese
    (0x1100, 2.4),  # Georgian
    (0x1200, 3.0),  # single Hangul letters
    (0x1E00, 3.2),  # Ethiopic, Cherokee, Khmer, Mongolian and others
    (0x1F00, 3.0),  # more Latin, as in Vietnamese
    (0x2000, 3.0),  # old Greek
    (0x2070, 1.5),  # dashes, quotation marks
    (0x2E80, 3.0),  # signs, arrows
    (0xD7B0, 2.0),  # Chinese, Japanese, Korean
    (0xFF00, 3.0),  # compatibility forms
    (0x10000, 2.0),  # full-width forms
)


def estimated_tokens(text: str) -> int:
    """A cautious estimate by script, so that a limit holds in every language.

    English prose has about four characters a token and is counted with less than three. The weights are what published
    vocabularies make of everyday sentences, the largest of them, rounded up: Llama 2 and Mistral (32,000 entries),
    SmolLM2 (49,000), Claude 2 (65,000), cl100k (100,000), Llama 3 (128,000), Tekken (131,000) and o200k (200,000).
    What stands in no vocabulary comes to a token for each of its bytes, three for most scripts; in the small ones each
    digit is a token. `tests/unit/kernel/token_counts.json` has the sentences and the counts. Vocabularies that aren't
    published (Claude from 3 on, Nova) are larger, and need less.
    """
    return math.ceil(sum(_weight(character) * times for character, times in Counter(text).items()))


@lru_cache(maxsize=4096)
def _weight(character: str) -> float:
    code = ord(character)
    if code < 0x80:
        if character.islower() or character == " ":
            return 0.37
        return 1.0 if character.isdigit() else 0.8 if character.isupper() else 0.6
    for end, tokens in _SCRIPTS:
        if code < end:
            return tokens
    # Emoji and rare scripts: four bytes, of which hardly two ever share a token.
    return 4.0
