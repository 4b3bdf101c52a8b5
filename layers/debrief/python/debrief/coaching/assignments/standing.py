"""How an assignment stands: one table out of what was looked at, and what its evaluations' reviews wait for (S3.3).

Nothing of it is stored as a status: what was looked at and what waits are facts, and whether the account lets agents
accept and dispute is asked when the status is read. So switching that on or off holds at once, for what was assigned
before as well, and switching it back brings back what was so.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, Literal, NamedTuple

from debrief.coaching.assignments.model import Assignment, LinkedEvaluation

Looked = Literal["none", "some", "all", "closed"]
Waits = Literal["none", "agent", "supervisor"]
Status = Literal[
    "yet_to_start", "in_progress", "completed", "pending_agent_review", "pending_supervisor_review", "closed"
]

LOOKED: Final[tuple[Looked, ...]] = ("none", "some", "all", "closed")
WAITS: Final[tuple[Waits, ...]] = ("none", "agent", "supervisor")


class Facts(NamedTuple):
    """looked: how much of an assignment its agent has opened, or that it is closed, because its agent has left. waits:
    for whom a review of its evaluations waits."""

    looked: Looked
    waits: Waits


STATUSES: Final[Mapping[tuple[bool, Facts], Status]] = {
    # Accept & Dispute off: what was looked at tells.
    (False, Facts("none", "none")): "yet_to_start",
    (False, Facts("none", "agent")): "yet_to_start",
    (False, Facts("none", "supervisor")): "yet_to_start",
    (False, Facts("some", "none")): "in_progress",
    (False, Facts("some", "agent")): "in_progress",
    (False, Facts("some", "supervisor")): "in_progress",
    (False, Facts("all", "none")): "completed",
    (False, Facts("all", "agent")): "completed",
    (False, Facts("all", "supervisor")): "completed",
    # On: what waits for somebody comes first, and an open dispute before what the agent may still answer.
    (True, Facts("none", "none")): "yet_to_start",
    (True, Facts("none", "agent")): "pending_agent_review",
    (True, Facts("none", "supervisor")): "pending_supervisor_review",
    (True, Facts("some", "none")): "in_progress",
    (True, Facts("some", "agent")): "pending_agent_review",
    (True, Facts("some", "supervisor")): "pending_supervisor_review",
    (True, Facts("all", "none")): "completed",
    (True, Facts("all", "agent")): "pending_agent_review",
    (True, Facts("all", "supervisor")): "pending_supervisor_review",
    # Whoever has left looks at nothing more, whatever still waits.
    (False, Facts("closed", "none")): "closed",
    (False, Facts("closed", "agent")): "closed",
    (False, Facts("closed", "supervisor")): "closed",
    (True, Facts("closed", "none")): "closed",
    (True, Facts("closed", "agent")): "closed",
    (True, Facts("closed", "supervisor")): "closed",
}
"""Whether agents accept and dispute, and the facts → the status. The only place that decides one."""

ORDER: Final[tuple[Status, ...]] = (
    "pending_supervisor_review",
    "pending_agent_review",
    "yet_to_start",
    "in_progress",
    "completed",
    "closed",
)


def facts_of(assignment: Assignment) -> Facts:
    """What is so of an assignment, whatever the account has settled."""
    seen = [each.looked_at is not None for each in assignment.items]
    # Where nothing is left to look at, since it was erased, nothing is left to do.
    looked: Looked = "all" if all(seen) else "some" if any(seen) else "none"
    if assignment.closed_at is not None:
        looked = "closed"
    return Facts(looked, waits_of(linked for each in assignment.interactions for linked in each.evaluations))


def waits_of(evaluations: Iterable[LinkedEvaluation]) -> Waits:
    """For whom the reviews of some evaluations wait: for a decision before the agent's answer.

    What the AI evaluated alone waits for nobody unless it was disputed: only an evaluation that a person completed is
    the agent's to accept here (S3.3).
    """
    open_ = list(evaluations)
    if any(each.state == "supervisor" for each in open_):
        return "supervisor"
    if any(each.state == "agent" and each.type != "automatic" for each in open_):
        return "agent"
    return "none"


def status_of(facts: Facts, *, accept_and_dispute: bool) -> Status:
    """How an assignment of which this is so stands."""
    return STATUSES[accept_and_dispute, facts]


def is_open(facts: Facts, *, accept_and_dispute: bool) -> bool:
    """Whether its agent is in coaching with it: it is neither completed nor closed (S3.8)."""
    return status_of(facts, accept_and_dispute=accept_and_dispute) not in {"completed", "closed"}


def closed(assignment: Assignment, now: datetime) -> Assignment:
    """The assignment of somebody who has left; as it is where it is completed, or closed already."""
    # Somebody is in coaching with it whichever way the account has settled it.
    if not any(is_open(facts_of(assignment), accept_and_dispute=each) for each in (True, False)):
        return assignment
    return assignment.model_copy(update={"closed_at": now, "closed_because": "agent_left"})


def counted(tallies: Mapping[Facts, int], *, accept_and_dispute: bool) -> dict[Status, int]:
    """How many assignments stand how, out of how many there are of which facts; in the order of `ORDER`."""
    found = dict.fromkeys(ORDER, 0)
    for facts, count in tallies.items():
        found[status_of(facts, accept_and_dispute=accept_and_dispute)] += count
    return {status: count for status, count in found.items() if count}


def status_of_group(counts: Mapping[Status, int]) -> Status:
    """How those of a group stand together: what somebody has to act on first; begun where some have begun."""
    present = [status for status in ORDER if counts.get(status)]
    # Those of people who have left say nothing of the others.
    present = [status for status in present if status != "closed"] or present
    if not present:
        return "yet_to_start"
    if len(present) == 1 or present[0] not in {"yet_to_start", "in_progress"}:
        return present[0]
    return "in_progress"


ReviewTab = Literal["pending", "disputes", "resolved"]
ReviewWord = Literal["pending_agent_review", "pending_supervisor_review", "resolved", "closed"]


class ReviewPlace(NamedTuple):
    """Where the review of an evaluation stands in its agent's view. rounds: disputes that were decided (S3.6)."""

    tabs: tuple[ReviewTab, ...]
    word: ReviewWord
    rounds: int


def review_place(
    status: str, disputes: int, *, reviewed: bool, ended: bool = False, accept_and_dispute: bool = True
) -> ReviewPlace | None:
    """Where an evaluation of that status, disputed so often, stands; None where its agent has no say in it.

    ended: it was completed anew while the account let agents have no say, so that its agent isn't asked again.
    accept_and_dispute: whether agents have a say now; where they have none, no answer of theirs is waited for, and an
    open dispute is still somebody's to decide.
    resolved: it was disputed, and is over; closed: it was acknowledged without a dispute.
    """
    if not reviewed:
        return None
    if status == "completed" and (ended or not accept_and_dispute):
        return ReviewPlace(("resolved",), "resolved", disputes) if ended or disputes else None
    if status == "disputed":
        return ReviewPlace(("pending", "disputes"), "pending_supervisor_review", disputes - 1)
    if status == "completed":
        tabs: tuple[ReviewTab, ...] = ("pending", "disputes") if disputes else ("pending",)
        return ReviewPlace(tabs, "pending_agent_review", disputes)
    if status == "acknowledged":
        return ReviewPlace(("resolved",), "resolved" if disputes else "closed", disputes)
    return None
