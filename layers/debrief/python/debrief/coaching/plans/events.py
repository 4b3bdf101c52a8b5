"""What is announced of plans. Data is ids and states, never content."""

from typing import Any, Final

from debrief.coaching.plans.model import Plan

PLAN_STARTED: Final = "debrief.coaching.plan.started.v1"
PLAN_CHANGED: Final = "debrief.coaching.plan.changed.v1"
PLAN_ENDED: Final = "debrief.coaching.plan.ended.v1"
PLAN_DELETED: Final = "debrief.coaching.plan.deleted.v1"


def plan_data(plan: Plan) -> dict[str, Any]:
    """Whose plan it is, what it is to improve and how it stands."""
    return {
        "agent_id": plan.agent_id,
        "channel": plan.channel.value,
        "metric": plan.metric.value,
        "ends_on": plan.ends_on.isoformat(),
        "status": plan.status,
    }
