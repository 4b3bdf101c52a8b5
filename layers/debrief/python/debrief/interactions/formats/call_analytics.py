"""Amazon Transcribe Call Analytics: the result of a post-call analytics job."""

from typing import Any, Final

from debrief.interactions.conversations.model import SourceFormat
from debrief.interactions.formats.amazon import (
    check_completed,
    vendor_document,
    voice_analysis,
    voice_measures,
    voice_turns,
)
from debrief.interactions.formats.metadata import FoundIn
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.formats.parsed import NOBODY_SPEAKS, ParsedConversation
from debrief.interactions.formats.roles import AgentChannel, checked
from debrief.interactions.formats.values import Json

SOURCE = "transcribe_call_analytics"


def recognises(document: Json) -> bool:
    """Whether the JSON is a Call Analytics result."""
    return "ConversationCharacteristics" in document and "JobName" in document and "Transcript" in document


def read(document: Json, time_zone: str, given: AgentChannel | None = None) -> ParsedConversation:
    """The conversation. The file knows neither agent nor date nor queue; its job name is kept as further metadata.

    given: for a job of ours, what was known of the agent's channel when it was begun: where nobody had said which it
    is, the wording decides after the fact, and everything that the file says of the one is said of the other.

    Raises:
        UnreadableDocument: the job failed, or there is no transcript in it.
    """
    parsed = _read(document, time_zone)
    if given is None:
        return parsed
    found = checked(parsed.turns, given)
    parsed = _read(_swapped(document), time_zone) if found.swap else parsed
    changes = {"roles": found.roles, "agent_channel": found.channel, "warnings": (*parsed.warnings, *found.warnings)}
    return parsed.model_copy(update=changes)


def as_told(document: Json, time_zone: str, told: ParsedConversation) -> ParsedConversation:
    """The result of a job of ours, which took the first channel for the agent's, once it is told otherwise who is who.

    told: the conversation with these roles; what the file says of agent and customer goes with them.
    """
    parsed = _read(_swapped(document) if told.agent_channel == 1 else document, time_zone)
    changes = {"roles": told.roles, "agent_channel": told.agent_channel, "warnings": told.warnings}
    return parsed.model_copy(update=changes)


_OTHER: Final = {"AGENT": "CUSTOMER", "CUSTOMER": "AGENT"}


def _swapped(value: Any) -> Any:
    """The document with agent and customer in each other's place, in roles and in what is told of each."""
    if isinstance(value, list):
        return [_swapped(each) for each in value]
    if isinstance(value, dict):
        return {
            _OTHER.get(name, name): inner if name in ("Content", "Items") else _swapped(inner)
            for name, inner in value.items()
        }
    return _OTHER.get(value, value) if isinstance(value, str) else value


def _read(document: Json, time_zone: str) -> ParsedConversation:
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
