"""The words in which other contexts speak of conversations too; apart from the model, which is much to load."""

from enum import StrEnum


class Channel(StrEnum):
    """How the conversation was held."""

    VOICE = "voice"
    CHAT = "chat"
    EMAIL = "email"
    OFFLINE = "offline"


class Direction(StrEnum):
    """Who began it: the customer (inbound) or the contact centre (outbound)."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    UNKNOWN = "unknown"


class Speaker(StrEnum):
    """Whose turn it is. A bot or an announcement is `system`; `unknown` is said, never guessed.

    colleague: another agent than the one whose conversation it is, after a transfer or in a conference.
    """

    AGENT = "agent"
    CUSTOMER = "customer"
    COLLEAGUE = "colleague"
    SYSTEM = "system"
    UNKNOWN = "unknown"


class XnpsGroup(StrEnum):
    """The group of an xNPS score."""

    DETRACTOR = "detractor"
    PASSIVE = "passive"
    PROMOTER = "promoter"


def xnps_group(score: int) -> XnpsGroup:
    """0–6 detractor, 7–8 passive, 9–10 promoter.

    Raises:
        ValueError: the score isn't within 0–10.
    """
    if not 0 <= score <= 10:
        raise ValueError("an xNPS score is a whole number from 0 to 10")
    if score <= 6:
        return XnpsGroup.DETRACTOR
    return XnpsGroup.PASSIVE if score <= 8 else XnpsGroup.PROMOTER
