"""Hands out the words of a conversation as everybody who may see it reads them, in the open forms (N7)."""

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final
from uuid import UUID

from debrief.interactions.conversations.model import Interaction, Transcript
from debrief.interactions.conversations.offline import is_by_hand
from debrief.kernel.auth import Caller
from debrief.kernel.clock import Instant
from debrief.kernel.errors import Conflict, DebriefError, TooLarge
from debrief.kernel.faults import log_fault

if TYPE_CHECKING:
    from debrief.interactions.conversations.service import InteractionService

LARGEST_FILE: Final = 6_000_000
"""Bytes of a file as text within JSON: Lambda gives no answer above 6,291,456. Every transcript that was taken in is
less (`LARGEST_TRANSCRIPT`), and takes less than that as a vCon."""


class Downloads:
    """The use cases over the service of conversations, which settles who may see what, and what is masked."""

    def __init__(self, conversations: "InteractionService") -> None:
        self._conversations = conversations

    def vcon(self, caller: Caller, interaction_id: str) -> str:
        """The words as a vCon, as JSON: masked, and without what anybody concluded from them.

        Raises:
            NotFound: also where the caller may not see its agent's work, or there is no transcript. Conflict: notes.
            TooLarge. DebriefError: what we wrote isn't as the draft has it, which is a fault of ours.
        """
        from pydantic import ValidationError

        from debrief.interactions.formats import vcon_form, vcon_out

        interaction, transcript = self._words(caller, interaction_id)
        document = vcon_out.write(_facts(interaction), transcript, vcon_uuid="")
        document["uuid"] = vcon_id(document, interaction.created_at)
        try:
            vcon_form.check(document)
        except ValidationError as error:
            log_fault("a vCon isn't as the draft has it", error, interaction_id=interaction_id)
            raise DebriefError("This vCon isn't as it should be, which is our fault; the trace id finds it") from None
        return _bounded(_json(document))

    def webvtt(self, caller: Caller, interaction_id: str) -> str:
        """The words as captions, masked.

        Raises:
            NotFound: also where the caller may not see its agent's work, or there is no transcript. TooLarge.
            Conflict: notes, or words without a time, for which WebVTT has no place.
        """
        from debrief.interactions.formats import webvtt

        _, transcript = self._words(caller, interaction_id)
        if any(turn.start_ms is None for turn in transcript.turns):
            raise Conflict("Not all that was said here has a time, and WebVTT has no place without one; take the vCon")
        return _bounded(webvtt.write(transcript))

    def _words(self, caller: Caller, interaction_id: str) -> tuple[Interaction, Transcript]:
        interaction = self._conversations.get(caller, interaction_id)
        if is_by_hand(interaction):
            raise Conflict("These are notes of somebody who wasn't in the conversation: its words are nowhere")
        return interaction, self._conversations.masked(interaction)


def _facts(interaction: Interaction) -> Interaction:
    """The interaction with what places its words, and nothing else: a file outlives what was concluded."""
    concluded = {"analysis": None, "inquiry": (), "topics": (), "disposition": None}
    return interaction.model_copy(update={**concluded, "customer_reference": None, "crm_links": {}})


def vcon_id(document: Mapping[str, object], loaded_at: Instant) -> str:
    """A UUID of version 8 (RFC 9562): the same for a vCon that says the same, another one for one that says more.

    Its first 48 bits are when the interaction was loaded, in milliseconds since 1970, as the draft asks; where that
    takes chance and the name of a host, these are bits of a SHA-256 of what the vCon says.
    """
    digest = hashlib.sha256(_json(document).encode()).digest()
    low = int.from_bytes(digest[:10]) & ~(0xF << 76) & ~(0x3 << 62) | _VERSION_8 | _VARIANT
    return str(UUID(int=int(loaded_at.timestamp() * 1000) << 80 | low))


_VERSION_8: Final = 8 << 76
_VARIANT: Final = 2 << 62


def _json(document: Mapping[str, object]) -> str:
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _bounded(text: str) -> str:
    if len(json.dumps(text)) > LARGEST_FILE:
        raise TooLarge("This conversation doesn't fit into one file of 6 MB; its transcript can be read here")
    return text
