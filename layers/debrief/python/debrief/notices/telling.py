"""How any context tells people something, in its own transaction.

An event leaves through the outbox of the context's own table, with what it is about, or not at all. Who is told on
which channel, and whether they still want to hear of it, is decided when the event is heard.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from debrief.kernel.clock import iso
from debrief.notices.events import (
    MOST_RECIPIENTS,
    NOTICE_REQUESTED,
    NOTICE_WITHDRAWN,
    NoticeRequestedData,
    NoticeWithdrawnData,
)
from debrief.notices.model import NoticeKind

if TYPE_CHECKING:
    from debrief.kernel.storage.tables import Row
    from debrief.kernel.storage.transactions import Transaction

T = TypeVar("T")
Told = str | int | date | datetime
"""What a notice may carry beside ids: an id, a state, a number, a day, an instant."""


def tell(
    transaction: "Transaction",
    outbox: type["Row"],
    kind: NoticeKind,
    *,
    about: str,
    to: Iterable[str | None],
    by: str | None,
    **parameters: Told,
) -> None:
    """Let people be told something when `transaction` happens: one of its writes for each 50 of them.

    outbox: the row class of the caller's table. about: the id of the thing. to: ids of users; None is passed over, and
    so is `by`, whose doing it is: nobody is told of what they did themselves. parameters: what `kinds` asks for.
    """
    for recipients in _chunks(sorted({each for each in to if each} - {by})):
        data = NoticeRequestedData(
            kind=kind.value,
            recipient_ids=recipients,
            actor_id=by,
            parameters={name: _text(value) for name, value in parameters.items()},
        )
        transaction.announce(outbox, NOTICE_REQUESTED, about, data.model_dump(mode="json"))


def withdraw(
    transaction: "Transaction", outbox: type["Row"], kind: NoticeKind, *, about: str, to: Iterable[str | None]
) -> None:
    """Take back what people were told of a thing and haven't read: one of the transaction's writes for each 50 of them.

    What was read stays, and so does what left Debrief already. Only kinds that `kinds` calls withdrawable can be.
    """
    for recipients in _chunks(sorted({each for each in to if each})):
        data = NoticeWithdrawnData(kind=kind.value, recipient_ids=recipients)
        transaction.announce(outbox, NOTICE_WITHDRAWN, about, data.model_dump(mode="json"))


def _chunks(many: list[T]) -> Iterator[list[T]]:
    left = iter(many)
    while chunk := list(islice(left, MOST_RECIPIENTS)):
        yield chunk


def _text(value: Told) -> str:
    if isinstance(value, datetime):
        return iso(value)
    return value.isoformat() if isinstance(value, date) else str(value)
