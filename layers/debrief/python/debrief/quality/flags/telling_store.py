"""How those are told who have a flag to look at."""

from typing import Final

from debrief.kernel.storage.transactions import Transaction
from debrief.notices.criteria import criterion
from debrief.notices.model import NoticeKind
from debrief.notices.telling import tell, withdraw
from debrief.quality.flags.model import Flag
from debrief.quality.table_store import QualityRow

_ALL: Final = (NoticeKind.FLAG_HANDED_OVER, NoticeKind.FLAG_BACK)


def kind_of(flag: Flag) -> NoticeKind:
    """What somebody is told of a flag that the reporting line gives them: what is a compliance matter apart."""
    if flag.queue == "compliance":
        return NoticeKind.FLAG_COMPLIANCE
    return NoticeKind.FLAG_PATTERN if flag.kind == "pattern" else NoticeKind.FLAG_QUALITY


def tell_of(tx: Transaction, flag: Flag, *, to: str | None, by: str | None = None, back: bool = False) -> None:
    """Tell somebody of a flag: one write. by: who handed it over. back: it was snoozed and waits again."""
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
