"""Amazon Transcribe Call Analytics: the result of a post-call analytics job."""

from debrief.interactions.conversations.model import SourceFormat
from debrief.interactions.formats.amazon import (
    check_completed,
    vendor_document,
    voice_analysis,
    voice_measures,
    voice_turns,
)
from debrief.interactions.formats.metadata import FoundIn, metadata_from
from debrief.interactions.formats.parsed import NOBODY_SPEAKS, ParsedConversation
from debrief.interactions.formats.values import Json

SOURCE = "transcribe_call_analytics"


def recognises(document: Json) -> bool:
    """Whether the JSON is a Call Analytics result."""
    return "ConversationCharacteristics" in document and "JobName" in document and "Transcript" in document


def read(document: Json, time_zone: str) -> ParsedConversation:
    """The conversation. The file knows neither agent nor date nor queue; its job name is kept as further metadata.

    Raises:
        UnreadableDocument: the job failed, or there is no transcript in it.
    """
    check_completed(document, "Transcribe")
    measures = voice_measures(document, SOURCE)
    turns = voice_turns(document)
    raw = {
        "channel": document.get("Channel", "voice"),
        "language_code": document.get("LanguageCode"),
        "duration_ms": measures.duration_ms,
        "job_name": document.get("JobName"),
    }
    return ParsedConversation(
        format=SourceFormat.CALL_ANALYTICS,
        metadata=metadata_from(raw, FoundIn.DOCUMENT, time_zone),
        turns=turns,
        analysis=voice_analysis(document, SOURCE),
        measures=measures,
        vendor_documents=(vendor_document(document, SOURCE),),
        warnings=() if turns else (NOBODY_SPEAKS,),
        made_by="Amazon Transcribe Call Analytics",
    )
