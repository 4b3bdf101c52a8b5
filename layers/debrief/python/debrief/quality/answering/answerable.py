"""Which conversations the AI can evaluate at all."""

from debrief.interactions.conversations.model import SourceFormat, Speaker, Transcript

MOST_CHARACTERS = 400_000
"""Of a transcript that is shown to the model; a longer one isn't cut, it isn't evaluated."""


def why_unanswerable(transcript: Transcript | None) -> str | None:
    """Why the AI can't evaluate this conversation, as a sentence; None when it can."""
    if transcript is None:
        return "The interaction has no transcript"
    # In notes nobody speaks: they tell what was done. What is answered from them waits for a person (decision 0079).
    says = [turn for turn in transcript.turns if turn.speaker is Speaker.AGENT or _is_notes(transcript)]
    if not any(turn.text.strip() for turn in says):
        return "The agent says nothing in the transcript"
    if sum(len(turn.text) for turn in transcript.turns) > MOST_CHARACTERS:
        return f"The transcript is longer than {MOST_CHARACTERS:,} characters"
    return None


def _is_notes(transcript: Transcript) -> bool:
    return transcript.source_format is SourceFormat.NOTES
