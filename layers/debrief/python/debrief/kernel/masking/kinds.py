"""The kinds of personal data, and where of a text one was found; apart from the rules, which are much to load."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, Literal, NamedTuple

from debrief.kernel.model import Entity

FILLER: Final = "•"
"""What a mask is made of. It is no letter, so that words are compared as if nothing stood there."""


class Kind(StrEnum):
    """What somebody may be known or paid by.

    card: the number of a payment card. cvv: its security code, a PIN, a one-time code. account: numbers of accounts,
    IBANs, policies and claims, and long numbers that nobody named. national_id: of a state's registers, passports and
    licences included. birth: a date of birth.
    """

    CARD = "card"
    CVV = "cvv"
    ACCOUNT = "account"
    NATIONAL_ID = "national_id"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    BIRTH = "birth"
    NAME = "name"


Masked = Literal["never", "leaving", "stored"]
"""Where a kind is masked. never: nowhere. leaving: in all that goes to a model or into a notice, and for readers
without the permission to see it. stored: in the stored transcript already, so that it is nowhere else either."""


class Masking(Entity):
    """Where each kind is masked.

    Security codes of cards may be kept by nobody once a payment is authorised (PCI DSS 3.3.1), so they aren't. All else
    stays in the transcript, which is what quotes and disputes are held against, and leaves it masked. Names are told
    apart from other words least surely, and whoever scores reads placeholders anyway (decision 0085).
    """

    card: Masked = "leaving"
    cvv: Masked = "stored"
    account: Masked = "leaving"
    national_id: Masked = "leaving"
    phone: Masked = "leaving"
    email: Masked = "leaving"
    address: Masked = "leaving"
    birth: Masked = "leaving"
    name: Masked = "never"

    @property
    def leaving(self) -> frozenset[Kind]:
        """What is masked in texts that leave."""
        return frozenset(kind for kind in Kind if getattr(self, kind.value) != "never")

    @property
    def stored(self) -> frozenset[Kind]:
        """What is masked before a transcript is stored."""
        return frozenset(kind for kind in Kind if getattr(self, kind.value) == "stored")


class Segment(NamedTuple):
    """What one speaker said without another taking over. speaker: whose it is; empty where nobody knows."""

    speaker: str
    text: str


class Found(NamedTuple):
    """Something personal: in which segment, from which character up to which, and of which kind."""

    segment: int
    start: int
    end: int
    kind: Kind


_LABELS: Final[Mapping[Kind, str]] = {
    Kind.CARD: "card",
    Kind.CVV: "code",
    Kind.ACCOUNT: "account",
    Kind.NATIONAL_ID: "id",
    Kind.PHONE: "phone",
    Kind.EMAIL: "email",
    Kind.ADDRESS: "address",
    Kind.BIRTH: "birth",
    Kind.NAME: "name",
}


def mask_of(kind: Kind, length: int) -> str:
    """What stands in the place of `length` characters: as many, and what they were where there is room to say it."""
    label = _LABELS[kind]
    return (label + FILLER * (length - len(label))) if length >= len(label) + 2 else FILLER * length


def written_over(text: str, found: Iterable[Found]) -> str:
    """The text with masks over what was found in it; nothing moves."""
    parts: list[str] = []
    at = 0
    for each in sorted(found, key=lambda one: one.start):
        if each.start < at:
            continue
        parts += [text[at : each.start], mask_of(each.kind, each.end - each.start)]
        at = each.end
    return "".join([*parts, text[at:]])
