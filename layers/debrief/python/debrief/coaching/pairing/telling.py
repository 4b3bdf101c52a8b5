"""Whom a pairing concerns: the colleague who is asked, whoever paired them, and the learner once it is agreed."""

from typing import TYPE_CHECKING

from debrief.coaching.pairing.model import Pairing
from debrief.notices.criteria import criterion
from debrief.notices.model import NoticeKind
from debrief.notices.telling import tell, withdraw

if TYPE_CHECKING:
    from debrief.kernel.storage.tables import Row
    from debrief.kernel.storage.transactions import Transaction


def tell_of_asked(tx: "Transaction", outbox: type["Row"], pairing: Pairing) -> None:
    """The colleague is asked whether they would help: one write."""
    tell(
        tx, outbox, NoticeKind.PAIRING_ASKED, about=pairing.id, to=[pairing.colleague_id], by=pairing.by, **_of(pairing)
    )


def tell_of_answered(tx: "Transaction", outbox: type["Row"], pairing: Pairing, by: str) -> None:
    """Whoever paired them reads what was answered; the learner of a yes; of a no nobody else has to read any more that
    they are asked, or that it was agreed: three writes at most.
    """
    kind, about, state = NoticeKind.PAIRING_ANSWERED, pairing.id, pairing.state
    tell(tx, outbox, kind, about=about, to=[pairing.by], by=by, state=state, **_of(pairing))
    if pairing.state == "agreed":
        colleague_id = pairing.colleague_id
        kind, to = NoticeKind.PAIRING_AGREED, [pairing.learner_id]
        tell(tx, outbox, kind, about=about, to=to, by=pairing.by, colleague_id=colleague_id, **_of(pairing))
        withdraw(tx, outbox, NoticeKind.PAIRING_ASKED, about=about, to=[colleague_id])
    else:
        take_back(tx, outbox, pairing)


def tell_of_lapsed(tx: "Transaction", outbox: type["Row"], pairing: Pairing) -> None:
    """Whoever paired them reads that it came to nothing, and why; the two aren't asked any more: three writes."""
    kind, state, because = NoticeKind.PAIRING_ANSWERED, pairing.state, pairing.lapsed_because or ""
    tell(tx, outbox, kind, about=pairing.id, to=[pairing.by], by=None, state=state, because=because, **_of(pairing))
    take_back(tx, outbox, pairing)


def take_back(tx: "Transaction", outbox: type["Row"], pairing: Pairing) -> None:
    """It is over before it was read: two writes."""
    withdraw(tx, outbox, NoticeKind.PAIRING_ASKED, about=pairing.id, to=[pairing.colleague_id])
    withdraw(tx, outbox, NoticeKind.PAIRING_AGREED, about=pairing.id, to=[pairing.learner_id])


def _of(pairing: Pairing) -> dict[str, str]:
    """The criterion that one shows the other."""
    return criterion(pairing.criterion.scorecard_id, pairing.criterion.question_id)
