"""Which conversations the AI can evaluate at all."""

from debrief.interactions.conversations.model import Speaker, Transcript

MOST_CHARACTERS = 400_000
"""Of a transcript that is shown to the model; a longer one isn't cut, it isn't evaluated."""


def why_unanswerable(transcript: Transcript | None) -> str | None:
    """Why the AI can't evaluate this conversation, as a sentence; None when it can."""
    if transcript is None:
        return "The interaction has no transcript"
    if not any(turn.speaker is Speaker.AGENT and turn.text.strip() for turn in transcript.turns):
        return "The agent says nothing in the transcript"
    if sum(len(turn.text) for turn in transcript.turns) > MOST_CHARACTERS:
        return f"The transcript is longer than {MOST_CHARACTERS:,} characters"
    return None
