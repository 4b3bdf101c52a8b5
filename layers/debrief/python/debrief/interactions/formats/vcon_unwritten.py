"""Recorded parts of a vCon of which no word is known, beside others of which there is a transcript."""

from collections.abc import Sequence
from typing import Final

from debrief.interactions.formats.values import Json, records, text
from debrief.interactions.formats.vcon_bodies import start_of
from debrief.interactions.formats.vcon_parties import Party
from debrief.interactions.formats.vcon_transcripts import is_transcript, spoken_in
from debrief.interactions.holds import HoldCode, HoldReason

RECORDED: Final = ("recording", "video", "audio")
"""Types of dialogs that were recorded; older versions name the medium."""


def unwritten(document: Json, dialog: Sequence[Json], people: Sequence[Party], time_zone: str) -> list[HoldReason]:
    """What holds a conversation of several recorded parts, of some of which no word is known.

    A part that begins with one whose words are known is another recording of the same.
    """
    recorded = [place for place, part in enumerate(dialog) if part.get("type") in RECORDED]
    if len(recorded) < 2:
        return []
    parts = [
        part
        for part in (*records(document.get("analysis")), *records(document.get("attachments")))
        if is_transcript(part) and (part.get("body") is not None or text(part.get("url")) is None)
    ]
    starts = [start_of(one, time_zone) for one in dialog]
    told: set[int] = set()
    for part in parts:
        if len(told) == len(dialog):
            break
        if not spoken_in([part], dialog, starts, people, None).unread:
            told |= _about(part, len(dialog))
    known = {at for place in recorded if place in told and (at := starts[place]) is not None}
    lacking = [place for place in recorded if place not in told and starts[place] not in known]
    if not lacking:
        return []
    sentence = (
        f"Of {len(lacking)} of its {len(recorded)} recorded parts (the first: dialog {lacking[0]}) there is no "
        "transcript that can be read, so that words are missing. Add the transcripts, or hand in one vCon for each."
    )
    return [HoldReason(code=HoldCode.DOCUMENT_UNSUPPORTED, sentence=sentence)]


def _about(part: Json, count: int) -> set[int]:
    """Of which parts of the dialog a transcript is; one that names none of them is of all."""
    given = part.get("dialog")
    named = {one for one in (given if isinstance(given, list) else [given]) if isinstance(one, int)}
    return {one for one in named if 0 <= one < count} or set(range(count))
