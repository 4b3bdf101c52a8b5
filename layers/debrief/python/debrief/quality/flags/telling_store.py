"""How those are told who have a flag to look at, unless they judge its conversation blindly (0077).

What a notice says of a flag tells how an evaluation came out. Of such a conversation nobody is told who judges it by
themselves: the flag stands in their list once they needn't any more.
"""

from collections.abc import Collection
from itertools import islice
from typing import Final

from debrief.kernel.storage.transactions import Transaction
from debrief.notices.criteria import criterion
from debrief.notices.model import NoticeKind
from debrief.notices.telling import tell, withdraw
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.blinding import Blind, BlindSpots
from debrief.quality.flags.course import tells_what_is_hidden
from debrief.quality.flags.model import Flag
from debrief.quality.flags.store import FlagStore
from debrief.quality.table_store import QualityRow

_ALL: Final = (NoticeKind.FLAG_HANDED_OVER, NoticeKind.FLAG_BACK)

_MOST_LOOKED_AT: Final = 50
"""Unsettled flags of an agent, the newest, among which those are looked for that are taken back from whom is blind."""

_MOST_TAKEN_BACK: Final = 10
"""Of them so many are taken back: one conversation is rarely flagged more often, and a transaction has its bound."""


def kind_of(flag: Flag) -> NoticeKind:
    """What somebody is told of a flag that the reporting line gives them: what is a compliance matter apart."""
    if flag.queue == "compliance":
        return NoticeKind.FLAG_COMPLIANCE
    return NoticeKind.FLAG_PATTERN if flag.kind == "pattern" else NoticeKind.FLAG_QUALITY


def tell_of(tx: Transaction, flag: Flag, *, to: str | None, by: str | None = None, back: bool = False) -> None:
    """Tell somebody of a flag, unless it tells what is hidden from them: one write at most, and a small query where it
    rests on an evaluation. by: who handed it over. back: it was snoozed and waits again.
    """
    if to is None or (flag.about.evaluation_id is not None and tells_what_is_hidden(flag, BlindStore().spots(to))):
        return
    kind = NoticeKind.FLAG_BACK if back else kind_of(flag) if by is None else NoticeKind.FLAG_HANDED_OVER
    about, criteria = flag.about, flag.grounds.criteria
    tell(
        tx,
        QualityRow,
        kind,
        about=flag.id,
        to=[to],
        by=by,
        why=flag.kind,
        agent_id=about.agent_id,
        started_at=about.interaction_started_at,
        running=flag.grounds.running,
        **({"criteria": len(criteria)} if criteria else {}),
        **criterion(about.scorecard_id, criteria[0].question_id if criteria else None),
    )


def tell_no_more(tx: Transaction, flag: Flag) -> None:
    """Take back what who had the flag was told of it and hasn't read: three writes at most."""
    for kind in dict.fromkeys((kind_of(flag), *_ALL)):
        withdraw(tx, QualityRow, kind, about=flag.id, to=[flag.assignee_id])


def hide_from(
    tx: Transaction, user_ids: Collection[str], blind: Blind, *, most: int = _MOST_TAKEN_BACK
) -> tuple[Flag, ...]:
    """Take back what people haven't read of flags that tell what is hidden from them from this transaction on: a page
    of the agent's unsettled flags is read, and three writes at most for each of `most`. Returns those of ten for which
    there was no room: what was told of them is to be taken back once the transaction has happened.
    """
    found = FlagStore().of_agent(blind.agent_id, unsettled=True, before=None, chunk=_MOST_LOOKED_AT)
    theirs = [
        flag
        for _, flag in islice(found, _MOST_LOOKED_AT)
        if (user_id := flag.assignee_id) in user_ids
        and user_id is not None
        and tells_what_is_hidden(flag, BlindSpots(user_id, (blind,)))
    ]
    for flag in theirs[:most]:
        tell_no_more(tx, flag)
    return tuple(theirs[most:_MOST_TAKEN_BACK])
