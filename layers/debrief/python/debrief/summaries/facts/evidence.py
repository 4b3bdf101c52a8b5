"""What a text may point to: the evaluations and conversations that were analysed, each with a short id (S0.13).

Evaluations come first, newest first, then conversations. A text refers to one as `{E12}` (what it was about, its day
and its contact reference) or `{E12.score}` (an evaluation's score).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from debrief.interactions.conversations.headings import about_text
from debrief.interactions.conversations.words import Channel
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Instant
from debrief.summaries.facts.material import ConversationDigest, EvaluationDigest, Material
from debrief.summaries.facts.model import Evidence

NEUTRAL_REFERENCE: Final = "this conversation"
"""What a conversation is called in a text where its own reference could be a text too."""

_PLAIN_REFERENCE: Final = re.compile(r"[+#]?\w+(?:[-+#:/_]\w+|\.\d\w*)*")
_LONGEST_REFERENCE: Final = 64
_PLAIN_INQUIRY: Final = re.compile(r"[^\W\d_][\w'’&/, -]*")
_LONGEST_INQUIRY, _MOST_WORDS = 48, 6
_TALKS: Final = {
    Channel.VOICE: "the call",
    Channel.CHAT: "the chat",
    Channel.EMAIL: "the e-mail",
    Channel.OFFLINE: "the offline conversation",
}


def evidence_of(material: Material) -> dict[str, Evidence]:
    """All evidence by its id, always the same for the same material."""
    conversations = {each.id: each for each in material.conversations}
    transcripts = {each.id: each.transcript_key for each in material.conversations}
    zone = material.period.time_zone
    found = [
        Evidence(
            id=f"E{number}",
            kind="evaluation",
            evaluation_id=evaluation.id,
            interaction_id=evaluation.interaction_id,
            contact_reference=plain_reference(evaluation.contact_reference),
            channel=evaluation.channel,
            score=score_text(evaluation),
            heading=heading(evaluation, conversations.get(evaluation.interaction_id)),
            started_at=evaluation.started_at,
            called=called(
                _inquiry(evaluation, conversations.get(evaluation.interaction_id)),
                evaluation.channel,
                evaluation.started_at,
                zone,
            ),
            transcript_key=transcripts.get(evaluation.interaction_id),
        )
        for number, evaluation in enumerate(material.evaluations, start=1)
    ]
    found += [
        Evidence(
            id=f"E{number}",
            kind="conversation",
            interaction_id=conversation.id,
            contact_reference=plain_reference(conversation.contact_reference),
            channel=conversation.channel,
            heading=talk_heading(conversation),
            started_at=conversation.started_at,
            called=called(conversation.inquiry, conversation.channel, conversation.started_at, zone),
            transcript_key=conversation.transcript_key,
        )
        for number, conversation in enumerate(material.conversations, start=len(found) + 1)
    ]
    return {each.id: each for each in found}


def heading(evaluation: EvaluationDigest, conversation: ConversationDigest | None) -> str:
    """What the conversation of an evaluation was about; where nobody has said, its channel and queue."""
    queue = evaluation.queue or (conversation.queue if conversation else None)
    return about_text(_inquiry(evaluation, conversation), evaluation.channel, queue)


def _inquiry(evaluation: EvaluationDigest, conversation: ConversationDigest | None) -> tuple[str, ...]:
    return evaluation.inquiry or (conversation.inquiry if conversation else ())


def called(inquiry: Sequence[str], channel: Channel, started_at: Instant, time_zone: str) -> str:
    """How a text names a conversation, its reference beside: `Late delivery on 26 Nov`, or `the call of 26 Nov`.

    What it was about may come from whoever makes the metadata: it is said where it is a few plain words.
    """
    day = day_of(started_at, time_zone)
    about = inquiry[0].strip() if inquiry else ""
    plain = len(about) <= _LONGEST_INQUIRY and len(about.split()) <= _MOST_WORDS and _PLAIN_INQUIRY.fullmatch(about)
    return f"{about} on {day.day} {day:%b}" if plain else f"{_TALKS[channel]} of {day.day} {day:%b}"


def talk_heading(conversation: ConversationDigest) -> str:
    """What a conversation was about; where nobody has said, its channel and queue."""
    return about_text(conversation.inquiry, conversation.channel, conversation.queue)


def plain_reference(reference: str) -> str:
    """A contact reference as texts show it: the reference where it is short and plain, else a neutral label.

    It comes with the recording, from whoever makes the metadata, and may hold whole sentences, addresses or markup. A
    plain one is a single word of letters and digits, such as `C-2026/114` or `1608123.45`.
    """
    plain = len(reference) <= _LONGEST_REFERENCE and _PLAIN_REFERENCE.fullmatch(reference)
    return reference if plain else NEUTRAL_REFERENCE


def score_text(evaluation: EvaluationDigest) -> str | None:
    """The score as a text shows it, such as `62.5%`."""
    from debrief.quality.evaluations.scoring import percent_text

    return None if evaluation.percent is None else percent_text(evaluation.percent)


def computed_note(evaluation: EvaluationDigest, names: Mapping[tuple[str, str], str]) -> str:
    """Why an evaluation was chosen, in our own words, where the model's can't be shown.

    names: what a line item is called, by scorecard and question.
    """
    named = [names[key] for each in evaluation.missed if (key := (evaluation.scorecard_id, each)) in names]
    score = score_text(evaluation)
    begin = f"Scored {score}" if score else "Evaluated"
    if not named:
        return f"{begin}; nothing was missed." if not evaluation.missed else f"{begin}."
    return f"{begin}; missed {', '.join(named[:2])}" + (f" and {len(named) - 2} more." if len(named) > 2 else ".")
