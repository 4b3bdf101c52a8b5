"""Who the customer is once it is known who the agent is, among the parties of whom a document gives no role."""

import re
from collections.abc import Iterable
from typing import Final

from debrief.interactions.conversations.model import Speaker
from debrief.interactions.formats.metadata import FoundIn, Metadata, merge
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.formats.parsed import ParsedConversation
from debrief.interactions.formats.values import is_dialling, is_numbered, speaker_of
from debrief.interactions.formats.voices import is_nobody, known_as, names_of

_CHANNEL: Final = re.compile(r"channel \d+")
_NOT_THEM: Final = (Speaker.AGENT, Speaker.COLLEAGUE, Speaker.SYSTEM)


def with_partys_reference(conversation: ParsedConversation, names: Iterable[str]) -> ParsedConversation:
    """The conversation with the customer's reference, where the one party that speaks as the customer has one.

    names: of the agent. Where no party speaks as the customer, as in a conversation without words or a transcript that
    calls its voices by roles or numbers, the customer is the one party that is left beside the agent.
    Where agent and customer were guessed, the agent's reference is kept for the case that they are the other way round.
    """
    references, metadata = conversation.references, conversation.metadata
    if metadata.customer_reference is not None or not references:
        return conversation
    wanted = {known_as(name) for name in names if name.strip()}
    mine = {
        label
        for label in references
        if wanted & names_of(label).union(*(names_of(each) for each in conversation.voices.get(label, ())))
    }
    speaks = {turn.voice: turn.speaker for turn in conversation.turns if turn.voice in references}
    customers = [label for label, speaker in speaks.items() if speaker is Speaker.CUSTOMER]
    others = {turn.voice for turn in conversation.turns if turn.speaker is Speaker.CUSTOMER}
    if not customers and len(mine) == 1 and all(map(_may_be_any_party, others)):
        customers = [
            label
            for label in references
            if label not in mine and speaks.get(label) not in _NOT_THEM and not is_nobody(label)
        ]
    if len(customers) != 1 or customers[0] in mine or (found := references[customers[0]]) is None:
        return conversation
    told = merge(metadata, metadata_from({"customer": found}, FoundIn.DOCUMENT, "UTC"))
    agents = [label for label, speaker in speaks.items() if speaker is Speaker.AGENT and label not in mine]
    if conversation.roles.guessed and len(agents) == 1:
        told = told.model_copy(update={"other_side": references[agents[0]]})
    return conversation.model_copy(update={"metadata": told})


def _may_be_any_party(voice: str | None) -> bool:
    """Whether a voice says nothing of which party it is: without a name, or with a role's or a recogniser's alone."""
    if voice is None or is_dialling(voice) or is_numbered(voice) or _CHANNEL.fullmatch(voice):
        return True
    return speaker_of(voice) is Speaker.CUSTOMER


def following(metadata: Metadata, before: Metadata, after: Metadata) -> Metadata:
    """All that is known, with the customer as the document tells it once it is known who the agent is.

    before, after: what the document told until then, and what it tells now. What another place gives stands.
    """
    place = metadata.found_in.get("customer_reference", FoundIn.DOCUMENT)
    told = (after.customer_reference, after.other_side)
    if place is not FoundIn.DOCUMENT or told == (before.customer_reference, before.other_side):
        return metadata
    found_in = {field: where for field, where in metadata.found_in.items() if field != "customer_reference"}
    if after.customer_reference is not None:
        found_in["customer_reference"] = FoundIn.DOCUMENT
    changes = {"customer_reference": after.customer_reference, "other_side": after.other_side, "found_in": found_in}
    return metadata.model_copy(update=changes)


def turned(metadata: Metadata) -> Metadata:
    """What a document tells of agent and customer the other way round, where it tells both by who dialled."""
    if metadata.other_side is None or metadata.customer_reference is None:
        return metadata
    changes = {"customer_reference": metadata.other_side, "other_side": metadata.customer_reference}
    return metadata.model_copy(update=changes)
