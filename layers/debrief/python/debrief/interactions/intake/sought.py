"""What held, failed and dismissed items are found by: the beginnings of their names and references.

A text and what is looked for are compared without case, accents and punctuation, so `INV-204` finds `inv_204/a.wav`.
"""

from collections.abc import Mapping
from typing import Final

from debrief.interactions.intake.model import IntakeItem, IntakeStatus
from debrief.kernel.text import sought_key

LISTED: Final = (IntakeStatus.HELD, IntakeStatus.FAILED, IntakeStatus.DISMISSED)
"""What waits for somebody, or was put aside, can be looked for; what passes through writes nothing for it."""


def sought(item: IntakeItem) -> dict[str, str]:
    """By what an item is found: its file's name, contact reference, and agent and queue as they were written.

    A text that another one of the same item begins with is left out. Empty for what isn't listed, and what was erased.
    """
    if item.status not in LISTED or item.erased_at is not None:
        return {}
    known = item.metadata
    found: dict[str, str] = {}
    for name, text in (
        ("file", _file_name(item)),
        ("contact", known.contact_reference),
        ("agent", known.agent_reference),
        ("queue", known.queue),
    ):
        if text and (key := sought_key(text)):
            found[name] = key
    return {name: key for name, key in found.items() if not _is_told(name, key, found)}


def first_of(item: IntakeItem, wanted: str) -> str | None:
    """The text, as it is compared, under which an item stands in what `wanted` finds: once, whatever else it has."""
    return min((key for key in sought(item).values() if key.startswith(wanted)), default=None)


def _is_told(name: str, key: str, found: Mapping[str, str]) -> bool:
    return any(
        other.startswith(key) and (len(other), place) > (len(key), name)
        for place, other in found.items()
        if place != name
    )


def _file_name(item: IntakeItem) -> str:
    main = item.recording or item.transcript or item.sidecar or item.unsupported
    name = (main.key if main else item.unit_key).rsplit("/", 1)[-1]
    return f"{name} {item.line}" if item.line is not None else name
