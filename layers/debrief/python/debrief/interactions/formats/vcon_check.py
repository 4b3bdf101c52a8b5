"""What is damaged in a vCon, by the draft's schema as far as it decides whether something would be lost or mistaken.

Not asked for is what conservers leave out without harm: the version, dates of parts, required names of vendors.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Final

from debrief.interactions.formats.parsed import quoted
from debrief.interactions.formats.values import Json, records, text
from debrief.interactions.formats.vcon_bodies import is_understood, purpose_of

LISTS: Final = ("parties", "dialog", "analysis", "attachments")
KINDS: Final = ("recording", "text", "transfer", "incomplete", "recording-set", "video", "audio")
UNDERSTOOD: Final = frozenset({"cc", "wtf_transcription", "wtf", "meta", "lawful_basis", "lifecycle"})
"""Extensions that a vCon may declare critical: what they say is read, or nothing is done that they forbid."""

_REFERENCES: Final = ("parties", "originator", "transferee", "transferor", "transfer_target", "transfer-target")
_MOST_TOLD: Final = 3


def damage(document: Json, further: Iterable[str] = ()) -> tuple[str, ...]:
    """What is wrong with the document, each as a clause; nothing where all of it can be read.

    further: what is wrong in its transcripts.
    """
    # One by one: a document of 50 MB has room for millions.
    found = chain(_lists(document), _dialogs(document), _critical(document), further)
    told = tuple(islice(found, _MOST_TOLD))
    more = sum(1 for _ in found)
    return (*told, f"and {more} more") if more else told


def _lists(document: Json) -> Iterator[str]:
    for name in LISTS:
        value = document.get(name)
        if value is None:
            continue
        if not isinstance(value, list):
            yield f"its {name} is no list"
            continue
        for place, item in enumerate(value):
            if not isinstance(item, Mapping):
                yield f"{name} {place} is no object"


def _dialogs(document: Json) -> Iterator[str]:
    parties = len(records(document.get("parties")))
    for place, part in enumerate(records(document.get("dialog"))):
        kind = part.get("type", "text")
        if kind not in KINDS:
            yield f"dialog {place} is of no known type"
            continue
        if kind == "text" and part.get("body") is None and text(part.get("url")) is None:
            yield f"dialog {place} has no body"
        if kind == "text" and not is_understood(part):
            yield f"the body of dialog {place} is of a form in which no words are found"
        for name in _REFERENCES:
            if name in part and not _all_within(part[name], parties):
                yield f"the {name} of dialog {place} name a party that isn't there"


def _all_within(value: object, parties: int) -> bool:
    if isinstance(value, list):
        return all(each is None or _all_within(each, parties) for each in value)
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < parties


def _critical(document: Json) -> Iterator[str]:
    named = document.get("critical") or document.get("must_support")
    if not isinstance(named, list):
        return
    for extension in named:
        if str(extension).lower() not in UNDERSTOOD:
            yield f'it can only be read with the extension "{str(extension)[:60]}"'


def by_address(document: Json) -> tuple[str, ...]:
    """What the document only gives by an address, which isn't fetched: words and transcripts, each as a clause."""
    words = (
        f"the words of dialog {place}"
        for place, part in enumerate(records(document.get("dialog")))
        if part.get("type") == "text" and part.get("body") is None and text(part.get("url")) is not None
    )
    transcripts = (
        f"the {quoted(purpose_of(part))}"
        for part in records(document.get("analysis"))
        if "transcript" in purpose_of(part) and part.get("body") is None and text(part.get("url")) is not None
    )
    return tuple(islice(chain(words, transcripts), _MOST_TOLD))
