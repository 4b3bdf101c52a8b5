"""Events on their way out: written in the transaction that makes them true, published afterwards.

A published event's row is removed; what is left over after some minutes was not published and is swept up again.
Consumers therefore see every event at least once.
"""

from datetime import timedelta
from typing import Any

from debrief.kernel.clock import Instant, iso
from debrief.kernel.model import Entity
from debrief.kernel.storage.tables import Row

KIND = "outbox"
PARTITION = "OUTBOX"
KEEP = timedelta(days=7)


class Event(Entity):
    """Something that happened, in the shape of CloudEvents 1.0.

    type: `debrief.<context>.<noun>.<past tense>.v1`; subject: the id it happened to; data: small, free of content.
    """

    id: str
    type: str
    subject: str
    time: Instant
    data: dict[str, Any]

    @property
    def source(self) -> str:
        """CloudEvents `source`: the context that announces it, such as `/debrief/quality`."""
        return f"/debrief/{self.type.split('.')[1]}"


def outbox_row(row_class: type[Row], event: Event) -> Row:
    """The row that carries `event`; GSI1 lists the unpublished ones, oldest first."""
    return row_class(
        PK=f"{PARTITION}#{event.id}",
        SK="EVENT",
        kind=KIND,
        GSI1PK=PARTITION,
        GSI1SK=f"{iso(event.time)}#{event.id}",
        body=event.model_dump_json(),
        expires_at=event.time + KEEP,
    )
