"""What the context announces. Data carry ids only."""

from debrief.kernel.model import Entity

RECORDED = "debrief.interactions.interaction.recorded.v1"
"""An interaction was written: its metadata and transcript are there."""

ANALYSED = "debrief.interactions.interaction.analysed.v1"
"""An interaction's analysis was written."""

UNMASKED = "debrief.interactions.transcript.unmasked.v1"
"""Somebody was shown a transcript with the personal data in it that others read masked."""

DELETED = "debrief.interactions.interaction.deleted.v1"
"""An interaction that was entered by hand is gone."""

SPEAKERS_CORRECTED = "debrief.interactions.speakers.corrected.v1"
"""A person said who is who in an interaction."""


class UnmaskedData(Entity):
    """Whose conversation it is, and who was shown it as it was said."""

    agent_id: str
    by: str


class SpeakersData(Entity):
    """Whose conversation it is, and who said who is who.

    changed: whether anybody is somebody else than before; not where a guess was confirmed. job: the correction of a
    whole import or source that it was part of.
    """

    agent_id: str
    by: str
    changed: bool
    job: str | None = None
