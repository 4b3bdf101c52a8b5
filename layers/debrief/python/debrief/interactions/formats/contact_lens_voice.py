"""Amazon Connect Contact Lens: the analysis file of a voice contact."""

from debrief.interactions.conversations.model import SourceFormat, Speaker
from debrief.interactions.formats.amazon import (
    check_completed,
    vendor_document,
    voice_analysis,
    voice_measures,
    voice_turns,
)
from debrief.interactions.formats.contact_centres import SEVERAL_AGENTS
from debrief.interactions.formats.metadata import FoundIn
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.formats.parsed import NOBODY_SPEAKS, ParsedConversation
from debrief.interactions.formats.values import Json, record

SOURCE = "contact_lens"


def recognises(document: Json) -> bool:
    """Whether the JSON is the Contact Lens analysis of a voice contact."""
    version = str(document.get("Version", ""))
    return version.startswith("VOICE-") or (
        document.get("Channel") == "VOICE"
        and "JobName" not in document
        and "ConversationCharacteristics" in document
        and any(name in document for name in ("CustomerMetadata", "CustomModels", "Transcript"))
    )


def read(document: Json, time_zone: str) -> ParsedConversation:
    """The conversation. The contact id comes from `CustomerMetadata`; agent, date and queue aren't in the file.

    Raises:
        UnreadableDocument: the analysis failed, or there is no transcript in it.
    """
    check_completed(document, "Contact Lens")
    measures = voice_measures(document, SOURCE)
    turns = voice_turns(document)
    several = any(turn.speaker is Speaker.COLLEAGUE for turn in turns)
    raw = {
        "channel": document.get("Channel", "voice"),
        "language_code": document.get("LanguageCode"),
        "duration_ms": measures.duration_ms,
        "contact_id": record(document, "CustomerMetadata").get("ContactId"),
        "recording_uri": record(document, "CustomerMetadata").get("InputS3Uri"),
    }
    return ParsedConversation(
        format=SourceFormat.CONTACT_LENS_VOICE,
        metadata=metadata_from(raw, FoundIn.DOCUMENT, time_zone),
        turns=turns,
        analysis=voice_analysis(document, SOURCE),
        measures=measures,
        vendor_documents=(vendor_document(document, SOURCE),),
        warnings=(*((SEVERAL_AGENTS,) if several else ()), *(() if turns else (NOBODY_SPEAKS,))),
        made_by="Amazon Connect Contact Lens",
    )
