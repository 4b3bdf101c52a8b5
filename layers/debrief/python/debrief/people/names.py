"""Names and addresses as they are compared, whatever their case and spacing."""

import re
import unicodedata
from collections.abc import Iterable

from debrief.kernel.text import check_name, is_unspaced, plain_letters, sought_key


def name_key(name: str) -> str:
    """A name as it is sorted and compared: without case, accents and doubled spaces."""
    return " ".join(plain_letters(name).split())


_SHORT = 2
"""Letters of what is looked for that stand within too many words; a script without blanks says a word in as many."""


def is_called(name: str, wanted: str) -> bool:
    """Whether every word of `wanted` stands in `name`, whatever their order, case, accents and punctuation.

    A word of three letters or more may stand anywhere in a word of the name, a shorter one where it begins. Nobody is
    called by what has no letter and no number.
    """
    words, key = sought_key(wanted).split(), sought_key(name)
    return bool(words) and all(
        word in key if len(word) > _SHORT or is_unspaced(word[0]) else f" {word}" in f" {key}" for word in words
    )


_LONGEST_KEY = 900
"""Bytes: names are sorted by, with an id behind, and DynamoDB takes 1,024 as a sort key."""


def check_new_name(name: str) -> str:
    """`name` itself, where somebody or something may be called so from now on.

    Raises:
        ValueError: see `check_name`; or it is too long, written out, to be sorted by.
    """
    check_name(name)
    length = len(name_key(name).encode())
    if length == 0:
        raise ValueError("has nothing to be found by")
    if length > _LONGEST_KEY:
        raise ValueError(f"is too long: {length} bytes when it is written out, {_LONGEST_KEY} at most")
    return name


_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


def check_address(email: str) -> str:
    """`email` itself, where it is an address alone.

    Raises:
        ValueError: something like `mailto:` stands before it, under which nobody can be found.
    """
    if before := _SCHEME.match(email):
        raise ValueError(f"begins with {before[0].lower()} which is no part of an address")
    return email


def email_key(email: str) -> str:
    """An e-mail address as it is compared."""
    return email.strip().lower()


_CALLED_BY = re.compile(r"(?:mailto|tel|sips?|callto|user):(?://)?", re.IGNORECASE)
_PHONE = re.compile(r"\+[\d\s().\-/]{5,}")
_ADDRESS = re.compile(r"<(?:mailto:)?([^<>\s@]+@[^<>\s@]+)>", re.IGNORECASE)
_LONGEST_COMPARED = 2_000
"""Characters of a name with an address, or an address with parameters; what is longer is nobody's and stays."""


def reference_keys(references: Iterable[str]) -> set[str]:
    """Under what references lie: exactly as they are written, which counts first, and as they are compared."""
    return {key for each in references for key in (each, reference_key(each))}


def reference_key(reference: str) -> str:
    """An agent reference as it is compared: whatever its case and spacing, without a `tel:`, `mailto:` or `sip:`.

    Of `Name <address>` only the address counts, and of a telephone number that begins with `+`, only the digits count.
    """
    if len(reference) > _LONGEST_COMPARED:
        return reference
    plain = reference.strip()
    if address := _ADDRESS.fullmatch(plain, max(plain.rfind("<"), 0)):
        return email_key(address[1])
    if before := _CALLED_BY.match(plain):
        plain = re.split(r"[;?]", plain[before.end() :], maxsplit=1)[0].strip()
    if _PHONE.fullmatch(plain):
        return "+" + "".join(character for character in plain if character.isdigit())
    return " ".join(unicodedata.normalize("NFC", plain).casefold().split()) or reference
