"""What is left of a dispute whose words were erased, and what of one is about whom (N8)."""

from typing import Final

from debrief.kernel.privacy import Record, plain
from debrief.quality.disputes.model import Dispute

_OF_OTHERS: Final = frozenset({"evaluator_id", "decider_id", "contact_reference", "agent_id", "raised_by"})


def without_words(dispute: Dispute) -> Dispute:
    """What is left: which answers were disputed and what was decided of them. Nobody's words."""
    answers = tuple(each.model_copy(update={"reason": ""}) for each in dispute.answers)
    decision = dispute.decision and dispute.decision.model_copy(
        update={"answers": tuple(each.model_copy(update={"response": ""}) for each in dispute.decision.answers)}
    )
    changed = {"contact_reference": dispute.interaction_id, "answers": answers, "decision": decision}
    return dispute.model_copy(update=changed)


def dispute_record(dispute: Dispute) -> Record:
    """A dispute as it is about the agent: their reasons, and what was said to them; not by whom."""
    data = plain(dispute, without=_OF_OTHERS)
    if "decision" in data:
        data["decision"] = {name: each for name, each in data["decision"].items() if name != "by"}
    return Record(kind="dispute", id=dispute.id, data=data)
