"""One identity for one address of a customer, however systems write it."""

import re
import unicodedata
from typing import Final

_LONGEST: Final = 2_000
"""Characters of a name with an address, or an address with parameters; what is longer is no address and stays."""

_SCHEME: Final = re.compile(r"(?P<scheme>tel|sips?|callto|sms|smsto|whatsapp|mailto):(?://)?", re.IGNORECASE)
_IN_BRACKETS: Final = re.compile(
    r"[^<>]*<(?P<inside>(?:tel|sips?|callto|sms|smsto|whatsapp|mailto):[^<>]+|[^<>\s@]+@[^<>\s@]+|\+[\d\s().\-/]{5,})>",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\+?[\d\s().\-/]{3,}")
_TRUNK: Final = re.compile(r"\(0\)")
"""The zero that is dialled within a country alone: "+49 (0)30"."""
_EXTENSION: Final = re.compile(r"(?:^|;)\s*ext=(?P<digits>[\d\-.() ]+)", re.IGNORECASE)
_E_MAIL: Final = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_LEAST_DIGITS: Final = 5


def customer_key(reference: str) -> str:
    """What a customer is known by: of a telephone number its digits behind a `+`, of an e-mail small letters.

    `tel:+1-201-555-0123`, `sip:+12015550123@trunk.example;user=phone` and `+1 (201) 555-0123` are one number. An
    extension belongs to it. What is neither a number with its country nor said to be one (`tel:`) is a reference of a
    system's own and stays as it is written. A number that begins with `00` stays too: of which country it is dialled
    from isn't known, and elsewhere that is no prefix.
    """
    if len(reference) > _LONGEST:
        return reference
    plain = unicodedata.normalize("NFKC", reference).strip()
    if inside := _IN_BRACKETS.fullmatch(plain):
        plain = inside["inside"].strip()
    called, rest = _SCHEME.match(plain), ""
    if called:
        plain, _, rest = plain[called.end() :].partition("?")[0].partition(";")
        plain = plain.strip()
        if not called["scheme"].casefold().startswith("mailto"):
            user, at, _ = plain.partition("@")
            plain = user if at and _NUMBER.fullmatch(user) else plain
    if _NUMBER.fullmatch(plain) and (called or plain.startswith("+")):
        digits = "".join(character for character in _TRUNK.sub("", plain) if character.isdigit())
        if len(digits) >= _LEAST_DIGITS:
            extension = _EXTENSION.search(rest)
            behind = f";ext={''.join(filter(str.isdigit, extension['digits']))}" if extension else ""
            return f"{'+' if plain.startswith('+') else ''}{digits}{behind}"
    if _E_MAIL.fullmatch(plain):
        return plain.casefold()
    return plain if called and plain else reference
