"""What the analysis files of Transcribe Call Analytics and Contact Lens have in common."""

import json

from debrief.interactions.conversations.analysis import Analysis, Origin, Reading, SentimentQuarter
from debrief.interactions.conversations.measures import Measures
from debrief.interactions.conversations.model import Speaker, Turn
from debrief.interactions.formats.findings import findings_of, measured_by_vendor
from debrief.interactions.formats.parsed import UnreadableDocument, VendorDocument, quoted
from debrief.interactions.formats.values import Json, milliseconds, number, record, records, speaker_of, text, within
from debrief.interactions.holds import HoldCode


def check_completed(document: Json, maker: str) -> None:
    """Refuse the result of a job that didn't complete.

    Raises:
        UnreadableDocument: with the vendor's reason where it gives one.
    """
    status = text(document.get("JobStatus") or document.get("status"))
    if status is not None and status != "COMPLETED":
        why = text(document.get("FailureReason") or document.get("JobStatusReason") or document.get("ErrorMessage"))
        because = f": {quoted(why.rstrip('.'))}" if why else ""
        raise UnreadableDocument(
            f"{maker} reports the job as {quoted(status)}{because}.", HoldCode.TRANSCRIPTION_FAILED
        )


def roles_of(document: Json) -> dict[str, Speaker]:
    """The speaker of each participant id; a role stands for itself."""
    roles = {role: speaker_of(role) for role in ("AGENT", "CUSTOMER", "SYSTEM")}
    for participant in records(document.get("Participants")):
        if identifier := text(participant.get("ParticipantId")):
            roles[identifier] = speaker_of(participant.get("ParticipantRole"))
    return roles


def voice_turns(document: Json) -> tuple[Turn, ...]:
    """The turns of a voice analysis; none where nobody spoke. The confidence of a turn is the mean over its words.

    Of several participants that are agents the first who speaks is the agent, the others are colleagues.

    Raises:
        UnreadableDocument: there is no transcript.
    """
    if not isinstance(document.get("Transcript"), list):
        raise UnreadableDocument("It has no transcript.")
    roles = roles_of(document)
    turns: list[Turn] = []
    agent: str | None = None
    for item in records(document["Transcript"]):
        content = text(item.get("Content"))
        if content is None:
            continue
        who = text(item.get("ParticipantRole")) or text(item.get("ParticipantId")) or ""
        speaker, person = roles.get(who, speaker_of(who)), text(item.get("ParticipantId")) or who
        if speaker is Speaker.AGENT:
            agent = agent or person
        another = speaker is Speaker.AGENT and person != agent
        turns.append(
            Turn(
                index=len(turns),
                speaker=Speaker.COLLEAGUE if another else speaker,
                voice=person if another else None,
                text=content,
                start_ms=milliseconds(item.get("BeginOffsetMillis")),
                end_ms=milliseconds(item.get("EndOffsetMillis")),
                confidence=_confidence(item),
                sentiment_label=text(item.get("Sentiment")),
            )
        )
    return tuple(turns)


def _confidence(item: Json) -> float | None:
    heard = [
        score
        for word in records(item.get("Items"))
        if word.get("Type") == "pronunciation" and (score := within(word.get("Confidence"), 0, 1)) is not None
    ]
    return round(sum(heard) / len(heard), 4) if heard else None


def voice_analysis(document: Json, source: str) -> Analysis:
    """The readings of a voice analysis: sentiment, categories, findings, totals, and the vendor's summary.

    Sentiment at start and end is that of the first and last quarter.
    """
    sentiment = record(document, "ConversationCharacteristics", "Sentiment")
    quarters = records(record(sentiment, "SentimentByPeriod", "QUARTER").get("CUSTOMER"))
    arc = tuple(
        SentimentQuarter(quarter=place, score=score)
        for place, period in enumerate(quarters[:4], start=1)
        if (score := within(period.get("Score"), -5, 5)) is not None
    )
    overall = record(sentiment, "OverallSentiment")
    return Analysis(
        summary=_summary(document, source),
        customer_sentiment_arc=Reading(value=arc, origin=Origin.VENDOR, source=source) if arc else None,
        customer_sentiment_start=score_reading(arc[0].score if arc else None, source),
        customer_sentiment_end=score_reading(arc[-1].score if arc else None, source),
        customer_sentiment=score_reading(overall.get("CUSTOMER"), source),
        agent_sentiment=score_reading(overall.get("AGENT"), source),
        indicators=categories(document, source),
        findings=findings_of(document, source),
        vendor_values=measured_by_vendor(voice_measures(document, source), document, source),
    )


def score_reading(value: object, source: str) -> Reading[float] | None:
    """A vendor's sentiment score as a reading, where it is one."""
    score = within(value, -5, 5)
    return None if score is None else Reading(value=score, origin=Origin.VENDOR, source=source)


def _summary(document: Json, source: str) -> Reading[str] | None:
    summary = record(document, "ConversationCharacteristics", "ContactSummary")
    content = text(record(summary, "PostContactSummary").get("Content")) or text(
        record(summary, "AutoGenerated", "OverallSummary").get("Content")
    )
    return Reading(value=content, origin=Origin.VENDOR, source=source) if content else None


def categories(document: Json, source: str) -> tuple[Reading[str], ...]:
    """The vendor's matched categories as indicators."""
    matched = record(document, "Categories").get("MatchedCategories")
    names = [text(name) for name in matched] if isinstance(matched, list) else []
    return tuple(Reading(value=name, origin=Origin.VENDOR, source=source) for name in names if name)


def voice_measures(document: Json, source: str) -> Measures:
    """The vendor's own measures, as given."""
    characteristics = record(document, "ConversationCharacteristics")
    speech = record(characteristics, "TalkTime", "DetailsByParticipant")
    speed = record(characteristics, "TalkSpeed", "DetailsByParticipant")
    silence = record(characteristics, "NonTalkTime")
    stretches = [milliseconds(one.get("DurationMillis")) for one in records(silence.get("Instances"))]
    interruptions = characteristics.get("Interruptions")
    by = record(interruptions, "InterruptionsByInterrupter")
    counted = isinstance(interruptions, dict)
    return Measures(
        origin=Origin.VENDOR,
        source=source,
        duration_ms=milliseconds(characteristics.get("TotalConversationDurationMillis")),
        agent_speech_ms=milliseconds(record(speech, "AGENT").get("TotalTimeMillis")),
        customer_speech_ms=milliseconds(record(speech, "CUSTOMER").get("TotalTimeMillis")),
        silence_ms=milliseconds(silence.get("TotalTimeMillis")),
        longest_silence_ms=max((one for one in stretches if one is not None), default=None),
        interruptions_by_agent=len(records(by.get("AGENT"))) if counted else None,
        interruptions_by_customer=len(records(by.get("CUSTOMER"))) if counted else None,
        agent_words_per_minute=number(record(speed, "AGENT").get("AverageWordsPerMinute")),
        customer_words_per_minute=number(record(speed, "CUSTOMER").get("AverageWordsPerMinute")),
    )


def vendor_document(document: Json, vendor: str) -> VendorDocument:
    """The vendor's characteristics and categories, unchanged, without the transcript that is kept apart."""
    kept = {name: document[name] for name in ("ConversationCharacteristics", "Categories") if name in document}
    return VendorDocument(vendor=vendor, type="conversation_characteristics", body=json.dumps(kept, ensure_ascii=False))
