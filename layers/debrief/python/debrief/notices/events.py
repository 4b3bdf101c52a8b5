"""What is announced of notices. Data is ids, states and instants, never names or content.

The first two leave with the transaction of whichever context says something, through its own table's outbox.
"""

from typing import Annotated, Final

from pydantic import Field

from debrief.kernel.model import Entity
from debrief.notices.model import Parameter

NOTICE_REQUESTED: Final = "debrief.notices.notice.requested.v1"
"""People are to be told something. Its subject is the id of the thing it is about."""

NOTICE_WITHDRAWN: Final = "debrief.notices.notice.withdrawn.v1"
"""What people were told before then, and haven't read, no longer holds."""

DELIVERY_QUEUED: Final = "debrief.notices.delivery.queued.v1"
"""A notice is to leave on a channel. Its subject is the id of the notice."""

MOST_RECIPIENTS: Final = 50
"""People in one event. What they all are told in is written in few transactions."""

Recipients = Annotated[list[str], Field(min_length=1, max_length=MOST_RECIPIENTS)]


class NoticeRequestedData(Entity):
    """Who is told what kind of thing, by whose doing."""

    kind: str
    recipient_ids: Recipients
    actor_id: str | None
    parameters: dict[str, Parameter]


class NoticeWithdrawnData(Entity):
    """Whom it was told, and what kind of thing."""

    kind: str
    recipient_ids: Recipients


class DeliveryQueuedData(Entity):
    """To whom the notice goes, and on which channel."""

    recipient_id: str
    channel: str
