"""Which types of events each consumer hears of."""

from __future__ import annotations

COUNTED = [
    "debrief.coaching.assignment.changed.v1",
    "debrief.coaching.assignment.created.v1",
    "debrief.coaching.assignment.deleted.v1",
    "debrief.coaching.coaching_log.changed.v1",
    "debrief.coaching.coaching_log.deleted.v1",
    "debrief.coaching.coaching_log.written.v1",
    "debrief.coaching.practice.approved.v1",
    "debrief.coaching.practice.attempted.v1",
    "debrief.coaching.practice.closed.v1",
    "debrief.interactions.interaction.analysed.v1",
    "debrief.interactions.interaction.deleted.v1",
    "debrief.interactions.interaction.recorded.v1",
    "debrief.quality.blind_check.answered.v1",
    "debrief.quality.calibration.closed.v1",
    "debrief.quality.calibration.deleted.v1",
    "debrief.quality.evaluation.completed.v1",
    "debrief.quality.evaluation.deleted.v1",
    "debrief.quality.evaluation.rescored.v1",
    "debrief.quality.evaluation.superseded.v1",
]
"""The types of events that the rollups hear of: exactly those that the function has a handler for."""


FOLLOWED = [
    "debrief.coaching.assignment.created.v1",
    "debrief.interactions.interaction.deleted.v1",
    "debrief.coaching.coaching_log.changed.v1",
    "debrief.coaching.coaching_log.deleted.v1",
    "debrief.coaching.coaching_log.written.v1",
    "debrief.people.user.deactivated.v1",
    "debrief.quality.dispute.decided.v1",
    "debrief.quality.dispute.raised.v1",
    "debrief.quality.evaluation.acknowledged.v1",
    "debrief.quality.evaluation.completed.v1",
    "debrief.quality.evaluation.deleted.v1",
    "debrief.quality.evaluation.rescored.v1",
    "debrief.quality.evaluation.superseded.v1",
    "debrief.quality.flag.raised.v1",
    "debrief.quality.flag.reopened.v1",
    "debrief.quality.flag.resolved.v1",
    "debrief.quality.flag.withdrawn.v1",
]
"""The types of events that coaching follows: exactly those that the function has a handler for."""


FLAGGED = [
    "debrief.interactions.interaction.analysed.v1",
    "debrief.interactions.interaction.deleted.v1",
    "debrief.people.role.changed.v1",
    "debrief.people.user.activated.v1",
    "debrief.people.user.changed.v1",
    "debrief.people.user.deactivated.v1",
    "debrief.quality.evaluation.completed.v1",
    "debrief.quality.evaluation.deleted.v1",
    "debrief.quality.evaluation.rescored.v1",
    "debrief.quality.evaluation.superseded.v1",
]
"""The types of events that flags rest on: exactly those that the function has a handler for."""
