"""What was begun of conversations entered by hand, so that none is deleted in that moment (the quality table).

| question | key | reads |
|---|---|---|
| has anything been begun of this conversation, or is it deleted | `INT#<id>` / `BEGUN` | written alone |

An evaluation begins, or a calibration, and its id is noted here in the same transaction; deleting the conversation
happens only where none is, and closes the row in the transaction that deletes it. So whichever of the two comes first
holds, however far an index is behind. Of what came from a system nothing is kept: it isn't deleted by hand.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from pynamodb.attributes import BooleanAttribute, UnicodeSetAttribute

from debrief.interactions.conversations.words import Channel
from debrief.kernel.errors import Conflict, NotFound
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.table_store import QualityRow

_KEPT: Final = timedelta(days=2)
"""So long it is known that a conversation was deleted: nobody who read it before is still about to write."""


class BegunRow(QualityRow):
    """What was begun of a conversation. closed: it is deleted, and nothing begins any more."""

    begun = UnicodeSetAttribute(null=True)
    closed = BooleanAttribute(null=True)


def note_begun(tx: Transaction, channel: Channel, interaction_id: str, ids: Iterable[str]) -> None:
    """Note that evaluations, or a calibration, of a conversation begin with `tx`: one write where it was entered by
    hand, else none.

    Raises (at the end of the transaction):
        NotFound: the conversation was deleted meanwhile.
    """
    if channel is not Channel.OFFLINE:
        return
    tx.update(
        _row(interaction_id),
        [BegunRow.kind.set("begun"), BegunRow.begun.add(set(ids))],
        condition=BegunRow.closed.does_not_exist(),
        otherwise=NotFound("There is no such interaction"),
    )


def note_gone(tx: Transaction, channel: Channel, interaction_id: str, id: str) -> None:
    """Note that an evaluation, or a calibration, goes with `tx`: one write where its conversation was entered by
    hand."""
    if channel is Channel.OFFLINE:
        tx.update(_row(interaction_id), [BegunRow.kind.set("begun"), BegunRow.begun.delete({id})])


def close(tx: Transaction, interaction_id: str, now: datetime) -> None:
    """Let nothing begin any more of a conversation that `tx` deletes.

    Raises (at the end of the transaction):
        Conflict: something was begun of it.
    """
    tx.update(
        _row(interaction_id),
        [BegunRow.kind.set("begun"), BegunRow.closed.set(True), BegunRow.expires_at.set(now + _KEPT)],
        condition=BegunRow.begun.does_not_exist(),
        otherwise=Conflict("Somebody has begun an evaluation of it: scores don't lose what they rest on"),
    )


def _row(interaction_id: str) -> BegunRow:
    return BegunRow(PK=f"INT#{interaction_id}", SK="BEGUN", kind="begun")
