"""What is left of pairings that were erased, and what of them is about whom (N8)."""

from typing import Any, Final

from debrief.coaching.pairing.model import Pairing, Willingness
from debrief.kernel.privacy import Record, plain

_OF_OTHERS: Final = frozenset({"colleague_id", "by", "theirs", "moment", "answer", "ended_by"})
"""How the colleague stands, and what they said, is theirs."""

_OF_THE_LEARNER: Final = frozenset({"learner_id", "by", "own", "takeaway", "ended_by"})


def learnt_record(pairing: Pairing) -> Record:
    """A pairing as it is about who learns."""
    return Record(kind="pairing", id=pairing.id, data=_data(pairing, pairing.learner_id, _OF_OTHERS))


def helped_record(pairing: Pairing) -> Record:
    """A pairing as it is about who helps, with their own words."""
    return Record(kind="helped_pairing", id=pairing.id, data=_data(pairing, pairing.colleague_id, _OF_THE_LEARNER))


def _data(pairing: Pairing, whose: str, without: frozenset[str]) -> dict[str, Any]:
    """Why somebody would rather not is told to whoever said it."""
    return plain(pairing, without=without if pairing.ended_by == whose else without | {"why"})


def willingness_record(willingness: Willingness) -> Record:
    """Whether somebody may be asked."""
    data = plain(willingness, without=frozenset({"user_id"}))
    return Record(kind="peer_choice", id=willingness.user_id, data=data)


def without_moment(pairing: Pairing) -> Pairing:
    """A pairing without words of a conversation whose customer was erased."""
    return pairing.model_copy(update={"moment": None})
