"""Recorded parts of a vCon of which no word is known, beside other parts of which the words are."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from debrief.interactions.formats.values import Json
from debrief.interactions.formats.vcon_bodies import start_of
from debrief.interactions.holds import HoldCode, HoldReason

RECORDED: Final = ("recording", "video", "audio")
"""Types of dialogs that were recorded; older versions name the medium."""

_ONLY_TEXT: Final = "Of what was recorded in it only the texts that begin with it are known; there is no transcript."


class Unwritten(NamedTuple):
    """What holds a conversation of whose recorded parts some have no words, and what is only to be said of them."""

    hold: tuple[HoldReason, ...] = ()
    warnings: tuple[str, ...] = ()


def unwritten(dialog: Sequence[Json], told: frozenset[int], time_zone: str) -> Unwritten:
    """Whether of some recorded parts of a conversation no word is known, though other words of it are.

    told: the parts of which transcripts were read. A part that begins with one of them is another recording of the
    same. One that begins with a text, which may be what was said in it, holds nothing, but is told.
    """
    recorded = [place for place, part in enumerate(dialog) if part.get("type") in RECORDED]
    if len(recorded) == 1 and told:
        # Whichever part it names, a transcript that was read is of the only recording.
        return Unwritten()
    starts = {place: start_of(dialog[place], time_zone) for place in recorded}
    known = {at for place, at in starts.items() if place in told and at is not None}
    lacking = [place for place, at in starts.items() if place not in told and at not in known]
    if not lacking:
        return Unwritten()
    texts = {start_of(part, time_zone) for part in dialog if part.get("type", "text") == "text"}
    if all(starts[place] is not None and starts[place] in texts for place in lacking):
        return Unwritten(warnings=(_ONLY_TEXT,))
    sentence = (
        f"Of {len(lacking)} of its {len(recorded)} recorded parts (the first: dialog {lacking[0]}) there is no "
        "transcript that can be read, so that words are missing. Add the transcripts, or hand in one vCon for each."
    )
    return Unwritten(hold=(HoldReason(code=HoldCode.DOCUMENT_UNSUPPORTED, sentence=sentence),))
