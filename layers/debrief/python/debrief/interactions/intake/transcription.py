"""What is asked of Transcribe for an item."""

from typing import Any, Final

from debrief.interactions.intake.languages import DEFAULT, is_analysed, transcribed_as
from debrief.interactions.intake.model import IntakeItem

MOST_CHANNELS: Final = 2
"""Channels that Transcribe writes down apart from each other."""

VOICES: Final = 4
"""Voices that Transcribe may tell apart in a recording of one channel: an announcement, two agents and the customer.
Where there are more than it may, it makes one of several people."""


def transcription_of(item: IntakeItem) -> dict[str, Any]:
    """What the pipeline needs to transcribe the item; where its words came with it, that it needs not.

    Recordings of two channels go through Call Analytics, which is told whose channel is whose and finds out the
    language itself. All others go through plain Transcribe, which is told the language: with a transcript for each of
    two channels where Call Analytics doesn't know the language, else with the speakers told apart by voice.
    """
    recording = item.recording
    if recording is None or (item.transcript is not None and not item.wordless):
        return {"needs_transcription": False, "transcription": "none"}
    two = recording.channels == MOST_CHANNELS
    analysed = two and is_analysed(item.metadata.language)
    agent = item.metadata.agent_channel or 0
    return {
        "needs_transcription": True,
        "transcription": "call_analytics" if analysed else "channels" if two else "speaker_labels",
        "recording": {
            "bucket": item.bucket,
            "key": recording.key,
            "channels": [
                {"ChannelId": agent, "ParticipantRole": "AGENT"},
                {"ChannelId": 1 - agent, "ParticipantRole": "CUSTOMER"},
            ],
        },
        "job": {
            "name": f"{item.id}-{item.attempt}",
            "language_code": transcribed_as(item.metadata.language) or DEFAULT,
            # Transcribe takes one of the two, and the number of speakers only with labels.
            "settings": {"ChannelIdentification": True}
            if two
            else {"ShowSpeakerLabels": True, "MaxSpeakerLabels": VOICES},
        },
    }
