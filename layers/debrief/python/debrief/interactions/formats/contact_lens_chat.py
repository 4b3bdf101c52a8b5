"""Amazon Connect Contact Lens: the analysis file of a chat contact."""

import json
from datetime import datetime, timedelta
from typing import Final

from debrief.interactions.conversations.analysis import Analysis, Origin, Reading
from debrief.interactions.conversations.measures import Measures, measure
from debrief.interactions.conversations.model import SourceFormat, Speaker, Turn
from debrief.interactions.formats.amazon import (
    categories,
    check_completed,
    roles_of,
    score_reading,
    vendor_document,
)
from debrief.interactions.formats.contact_centres import SEVERAL_AGENTS
from debrief.interactions.formats.findings import findings_of, measured_by_vendor
from debrief.interactions.formats.metadata import FoundIn
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.formats.parsed import NOBODY_SPEAKS, ParsedConversation, UnreadableDocument
from debrief.interactions.formats.times import read_instant
from debrief.interactions.formats.values import Json, milliseconds, record, records, speaker_of, text, within

SOURCE = "contact_lens"
_INTERACTIVE: Final = "connect.message.interactive"
"""In the content type of list pickers, time pickers, panels and the like, whose content is JSON."""

_SHOWN: Final = frozenset({"title", "subtitle", "description", "text", "label"})
_DEEPEST: Final = 12


def recognises(document: Json) -> bool:
    """Whether the JSON is the Contact Lens analysis of a chat contact."""
    version = str(document.get("Version", ""))
    return version.startswith("CHAT-") or (document.get("Channel") == "CHAT" and "ChatTranscriptVersion" in document)


def recognises_raw(document: Json) -> bool:
    """Whether the JSON is a chat as Amazon Connect itself keeps it in S3, without Contact Lens."""
    items = records(document.get("Transcript"))
    return "ContactId" in document and any("AbsoluteTime" in item and "ContentType" in item for item in items)


def read_raw(document: Json, time_zone: str) -> ParsedConversation:
    """The conversation of a chat as Amazon Connect keeps it; see `read`."""
    lens = {**document, "Channel": "CHAT", "CustomerMetadata": {"ContactId": document.get("ContactId")}}
    found = read(lens, time_zone)
    analysis = None if found.analysis == Analysis() else found.analysis
    return found.model_copy(
        update={
            "format": SourceFormat.CONNECT_CHAT,
            "made_by": "Amazon Connect",
            "analysis": analysis,
            "vendor_documents": (),
        }
    )


def read(document: Json, time_zone: str) -> ParsedConversation:
    """The conversation. Start and end are the first and last time in the transcript, joining and leaving included.

    The agent reference is the agent's display name: the participant id is another one in every contact. Of several
    agents the first who joined is the agent, the others are colleagues.

    Raises:
        UnreadableDocument: the analysis failed, or there is no transcript in it.
    """
    check_completed(document, "Contact Lens")
    if not isinstance(document.get("Transcript"), list):
        raise UnreadableDocument("It has no transcript.")
    items, times = _in_order(records(document["Transcript"]), time_zone)
    known = [at for at in times if at is not None]
    begin = min(known, default=None)
    turns = _turns(document, items, times, begin)
    agents = [
        text(one.get("DisplayName"))
        for one in (*records(document.get("Participants")), *items)
        if speaker_of(one.get("ParticipantRole")) is Speaker.AGENT
    ]
    names = list(dict.fromkeys(name for name in agents if name))
    turns = _with_colleagues(turns, names)
    raw: dict[str, object] = {
        "channel": document.get("Channel", "chat"),
        "language_code": document.get("LanguageCode"),
        "contact_id": record(document, "CustomerMetadata").get("ContactId"),
        "agent": next(iter(names), None),
        "started_at": begin,
        "ended_at": max(known, default=None),
    }
    measures = _measures(document, turns, known)
    return ParsedConversation(
        format=SourceFormat.CONTACT_LENS_CHAT,
        metadata=metadata_from(raw, FoundIn.DOCUMENT, time_zone),
        turns=turns,
        analysis=_analysis(document, measures),
        measures=measures,
        vendor_documents=(vendor_document(document, SOURCE),),
        warnings=(*((SEVERAL_AGENTS,) if len(names) > 1 else ()), *(() if turns else (NOBODY_SPEAKS,))),
        made_by="Amazon Connect Contact Lens",
    )


def _with_colleagues(turns: tuple[Turn, ...], names: list[str]) -> tuple[Turn, ...]:
    """The turns with the words of other agents than the first as a colleague's; with one agent, as they are."""
    if len(names) < 2:
        return tuple(turn.model_copy(update={"voice": None}) for turn in turns)
    return tuple(
        turn.model_copy(update={"speaker": Speaker.COLLEAGUE})
        if turn.speaker is Speaker.AGENT and turn.voice not in (None, names[0])
        else turn
        for turn in turns
    )


def _in_order(items: list[Json], time_zone: str) -> tuple[list[Json], list[datetime | None]]:
    """What was written and done by when it was, with the times; what has none stays behind what it was given after."""
    placed: list[tuple[float, Json, datetime | None]] = []
    for item in items:
        at = _instant(item, time_zone)
        place = at.timestamp() if at is not None else placed[-1][0] if placed else float("-inf")
        placed.append((place, item, at))
    placed.sort(key=lambda one: one[0])
    return [item for _, item, _ in placed], [at for _, _, at in placed]


def _instant(item: Json, time_zone: str) -> datetime | None:
    try:
        return read_instant(item.get("AbsoluteTime"), time_zone)
    except ValueError:
        return None


def _turns(document: Json, items: list[Json], times: list[datetime | None], begin: datetime | None) -> tuple[Turn, ...]:
    roles = roles_of(document)
    moods = _moods(document)
    turns: list[Turn] = []
    for item, at in zip(items, times, strict=True):
        content = _content(item)
        if content is None:
            continue
        role = text(item.get("ParticipantRole"))
        who = speaker_of(role) if role else roles.get(text(item.get("ParticipantId")) or "", Speaker.UNKNOWN)
        offset = round((at - begin) / timedelta(milliseconds=1)) if at is not None and begin is not None else None
        label, score = moods.get(text(item.get("Id")) or "", (None, None))
        turns.append(
            Turn(
                index=len(turns),
                speaker=who,
                text=content,
                start_ms=offset,
                end_ms=offset,
                voice=text(item.get("DisplayName")),
                sentiment_label=label,
                sentiment_score=score,
            )
        )
    return tuple(turns)


def _content(item: Json) -> str | None:
    if item.get("Type") == "ATTACHMENT":
        names = [text(one.get("AttachmentName")) for one in records(item.get("Attachments"))]
        return f"[attachment: {', '.join(name for name in names if name) or 'file'}]"
    if item.get("Type") not in ("MESSAGE", None):
        return None
    content = text(item.get("Content"))
    kind = text(item.get("ContentType")) or ""
    return (_shown(content) if content and _INTERACTIVE in kind else None) or content


def _shown(content: str) -> str | None:
    """What an interactive message shows, a title or a choice a line; None where it can't be read."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return None
    lines: list[str] = []

    def collect(part: object, depth: int) -> None:
        if isinstance(part, dict) and depth < _DEEPEST:
            for key, value in part.items():
                if key in _SHOWN and isinstance(value, str) and value.strip():
                    lines.append(value.strip())
                else:
                    collect(value, depth + 1)
        elif isinstance(part, list) and depth < _DEEPEST:
            for each in part:
                collect(each, depth + 1)

    collect(document, 0)
    return "\n".join(dict.fromkeys(lines)) or None


def _moods(document: Json) -> dict[str, tuple[str | None, float | None]]:
    groups = record(document, "ConversationCharacteristics", "Sentiment").get("DetailsByTranscriptItemGroup")
    return {
        identifier: (text(group.get("Sentiment")), within(group.get("ProgressiveScore"), -5, 5))
        for group in records(groups)
        for item in records(group.get("TranscriptItems"))
        if (identifier := text(item.get("Id")))
    }


def _analysis(document: Json, measures: Measures) -> Analysis:
    sentiment = record(document, "ConversationCharacteristics", "Sentiment")
    overall = record(sentiment, "OverallSentiment", "DetailsByParticipantRole")
    shift = record(sentiment, "SentimentShift", "DetailsByParticipantRole", "CUSTOMER")
    summary = text(
        record(document, "ConversationCharacteristics", "ContactSummary", "PostContactSummary").get("Content")
    )
    return Analysis(
        summary=Reading(value=summary, origin=Origin.VENDOR, source=SOURCE) if summary else None,
        customer_sentiment_start=score_reading(shift.get("BeginScore"), SOURCE),
        customer_sentiment_end=score_reading(shift.get("EndScore"), SOURCE),
        customer_sentiment=score_reading(overall.get("CUSTOMER"), SOURCE),
        agent_sentiment=score_reading(overall.get("AGENT"), SOURCE),
        indicators=categories(document, SOURCE),
        findings=findings_of(document, SOURCE),
        vendor_values=measured_by_vendor(measures, document, SOURCE),
    )


def _measures(document: Json, turns: tuple[Turn, ...], known: list[datetime]) -> Measures:
    lasted = round((max(known) - min(known)) / timedelta(milliseconds=1)) if known else None
    response = record(document, "ConversationCharacteristics", "ResponseTime")
    if not response:
        return measure(turns, lasted, spoken=False)
    agent = record(response, "DetailsByParticipantRole", "AGENT")
    customer = record(response, "DetailsByParticipantRole", "CUSTOMER")
    return Measures(
        origin=Origin.VENDOR,
        source=SOURCE,
        duration_ms=lasted,
        agent_first_response_ms=milliseconds(response.get("AgentGreetingTimeMillis")),
        agent_response_mean_ms=milliseconds(record(agent, "Average").get("ValueMillis")),
        agent_response_max_ms=milliseconds(record(agent, "Maximum").get("ValueMillis")),
        customer_response_mean_ms=milliseconds(record(customer, "Average").get("ValueMillis")),
        customer_response_max_ms=milliseconds(record(customer, "Maximum").get("ValueMillis")),
    )
