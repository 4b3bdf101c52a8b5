"""How long a conversation lasted, from the best source that tells."""

from datetime import timedelta

from debrief.interactions.formats.metadata import Metadata
from debrief.kernel.model import Entity


class DurationSources(Entity):
    """Where a duration can be taken from when the metadata has none, best first, in milliseconds."""

    audio_header_ms: int | None = None
    vendor_ms: int | None = None
    transcript_end_ms: int | None = None


def with_duration(metadata: Metadata, sources: DurationSources) -> Metadata:
    """The metadata with the best known duration.

    Order: given → ended_at - started_at → audio header → the vendor's total → end of the last turn.
    A duration of 0 is a duration: a contact that was dropped before anybody spoke.
    """
    if metadata.duration_ms is not None:
        return metadata
    if metadata.started_at is not None and metadata.ended_at is not None:
        lasted = round((metadata.ended_at - metadata.started_at) / timedelta(milliseconds=1))
        if lasted >= 0:
            return metadata.model_copy(update={"duration_ms": lasted})
    for candidate in (sources.audio_header_ms, sources.vendor_ms, sources.transcript_end_ms):
        if candidate is not None and candidate >= 0:
            return metadata.model_copy(update={"duration_ms": candidate})
    return metadata
