"""The course of a pairing: who may do what to it, when, and who is shown what (N16)."""

from datetime import datetime
from typing import Final, Literal

from debrief.coaching.pairing.model import Lapsed, Pairing, PairingState
from debrief.kernel.errors import Conflict

Part = Literal["learner", "colleague", "leader"]
"""What somebody is to a pairing. A leader coaches, and sees both who are paired."""

Verb = Literal["accept", "decline", "withdraw", "schedule", "finish"]

_AGREED: Final = frozenset[PairingState]({"agreed"})
RULES: Final[dict[Verb, dict[Part, frozenset[PairingState]]]] = {
    "accept": {"colleague": frozenset({"asked"})},
    "decline": {"colleague": frozenset({"asked", "agreed"}), "learner": _AGREED},
    "withdraw": {"leader": frozenset({"asked", "agreed"})},
    "schedule": {"leader": _AGREED},
    "finish": {"leader": _AGREED, "learner": _AGREED},
}
"""Verb → who may, in which states."""

_SHOWN: Final[dict[Part, frozenset[PairingState]]] = {
    "leader": frozenset({"asked", "agreed", "declined", "withdrawn", "lapsed", "met"}),
    # Whoever was never told that they were asked for isn't told that somebody would rather not.
    "learner": frozenset({"agreed", "met"}),
    "colleague": frozenset({"asked", "agreed", "met"}),
}
_KNOWS_BOTH: Final[frozenset[PairingState]] = frozenset({"agreed", "met"})


def part_in(pairing: Pairing, user_id: str, *, leads: bool) -> Part | None:
    """What somebody is to the pairing; None where it isn't for them. Taking part comes first."""
    if user_id == pairing.learner_id:
        return "learner"
    if user_id == pairing.colleague_id:
        return "colleague"
    return "leader" if leads else None


def is_shown(pairing: Pairing, part: Part | None) -> bool:
    """Whether it is there for somebody who is that to it."""
    return part is not None and pairing.state in _SHOWN[part]


def knows_learner(pairing: Pairing, part: Part) -> bool:
    """Whether they are told who would like to learn: the colleague is once they have agreed."""
    return part != "colleague" or pairing.state in _KNOWS_BOTH


def allowed(pairing: Pairing, part: Part) -> tuple[Verb, ...]:
    """What they may do now, for the `actions` field of the API."""
    found = (verb for verb, who in RULES.items() if pairing.state in who.get(part, frozenset()))
    return tuple(verb for verb in found if verb != "schedule" or pairing.meeting_id is None)


def check(pairing: Pairing, part: Part, verb: Verb) -> None:
    """Raises Conflict unless they may do it now."""
    if verb in allowed(pairing, part):
        return
    if verb == "schedule" and pairing.meeting_id is not None:
        raise Conflict("They have a time to meet already; move that one, or cancel it first")
    words = {"asked": "waits for the colleague's answer", "met": "has taken place", "lapsed": "has lapsed"}
    raise Conflict(f"The pairing {words.get(pairing.state, f'is {pairing.state}')}")


def answered(pairing: Pairing, *, yes: bool, answer: str, by: str, now: datetime) -> Pairing:
    """The pairing once one of both has said yes, or would rather not."""
    if yes:
        return pairing.model_copy(update={"state": "agreed", "answered_at": now, "answer": answer})
    answered_at = pairing.answered_at or now
    update = {"state": "declined", "why": answer, "answered_at": answered_at, "ended_at": now, "ended_by": by}
    return pairing.model_copy(update=update)


def ended(pairing: Pairing, state: PairingState, *, by: str, now: datetime, takeaway: str = "") -> Pairing:
    """The pairing once it is over."""
    return pairing.model_copy(update={"state": state, "ended_at": now, "ended_by": by, "takeaway": takeaway})


def lapsed(pairing: Pairing, because: Lapsed, now: datetime) -> Pairing:
    """The pairing once nobody goes on with it: nobody's doing."""
    return pairing.model_copy(update={"state": "lapsed", "lapsed_because": because, "ended_at": now})
