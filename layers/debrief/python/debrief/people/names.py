"""Names and addresses as they are compared, whatever their case and spacing."""

import re
import unicodedata

from debrief.kernel.text import check_name


def name_key(name: str) -> str:
    """A name as it is sorted and compared: without case, accents and doubled spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.split())


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
