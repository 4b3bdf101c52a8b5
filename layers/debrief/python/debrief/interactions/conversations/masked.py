"""The turns of a conversation with masks over personal data, and what another system says of it (N8).

Masks are as long as what they cover: a quote of a masked turn stands at the same place of the turn as it was said.
"""

from collections.abc import Collection, Sequence

from debrief.interactions.conversations.analysis import Analysis, Origin
from debrief.interactions.conversations.model import Transcript, Turn
from debrief.kernel.masking.kinds import Kind, Segment


def masked_turns(turns: Sequence[Turn], kinds: Collection[Kind]) -> tuple[Turn, ...]:
    """The turns, read as one conversation, with masks over everything of these kinds."""
    if not kinds:
        return tuple(turns)
    from debrief.kernel.masking.masks import masked

    texts = masked([Segment(turn.speaker.value, turn.text) for turn in turns], kinds)
    return tuple(
        turn if text == turn.text else turn.model_copy(update={"text": text})
        for turn, text in zip(turns, texts, strict=True)
    )


def masked_transcript(transcript: Transcript, kinds: Collection[Kind]) -> Transcript:
    """The transcript with masks; the very same where nothing is masked."""
    turns = masked_turns(transcript.turns, kinds)
    return transcript if turns == transcript.turns else transcript.model_copy(update={"turns": turns})


def tells_in_words(analysis: Analysis) -> bool:
    """Whether another system tells something in words: a summary, or what it found in what was said."""
    summary = analysis.summary
    return (summary is not None and summary.origin is not Origin.MODEL) or any(
        each.value.text for each in analysis.findings
    )


def masked_analysis(analysis: Analysis, kinds: Collection[Kind]) -> Analysis:
    """The analysis with masks in the words of another system; those of ours are made of masked turns."""
    from debrief.kernel.masking.masks import masked_text

    summary = analysis.summary
    if summary is not None and summary.origin is not Origin.MODEL:
        summary = summary.model_copy(update={"value": masked_text(summary.value, kinds)})
    findings = tuple(
        each.model_copy(update={"value": each.value.model_copy(update={"text": masked_text(each.value.text, kinds)})})
        if each.value.text
        else each
        for each in analysis.findings
    )
    return analysis.model_copy(update={"summary": summary, "findings": findings})
