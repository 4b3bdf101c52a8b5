"""Who sees a practice, and who may do what with it (P4): pure rules over what `CoachingAccess` tells."""

from debrief.coaching.practice.model import Attempt, Scenario
from debrief.quality.evaluations.blinding import BlindSpots

SEEN_BY_AGENT = frozenset({"approved", "closed"})
"""Scenarios that their agent knows of; before that nobody but those who lead them does."""


def scenario_actions(scenario: Scenario, *, own: bool, leads: bool) -> tuple[str, ...]:
    """What may be done with a scenario, by its agent (own) or by somebody who leads them."""
    if own:
        free = scenario.state == "approved" and scenario.open_attempt_id is None
        return ("attempt",) if free else ()
    if not leads:
        return ()
    if scenario.state == "waiting":
        return ("edit", "approve", "decline", "draft")
    if scenario.state == "failed":
        return ("edit", "decline", "draft")
    return ("close",) if scenario.state == "approved" else ()


def tells_what_is_hidden(scenario: Scenario, blind: BlindSpots) -> bool:
    """Whether it follows from a conversation that somebody judges blindly: its criterion tells how that was scored. Its
    agent judges none of their own.
    """
    return scenario.agent_id != blind.user_id and any(
        each.interaction_id in scenario.interaction_ids for each in blind.spots
    )


def attempt_actions(scenario: Scenario, attempt: Attempt, *, own: bool, leads: bool) -> tuple[str, ...]:
    """What may be done with an attempt."""
    if not own:
        return ("score",) if leads and attempt.state in ("to_review", "unscored") else ()
    if attempt.state == "unscored":
        return ("ask_again",)
    if scenario.state != "approved":
        return ()
    if attempt.state == "given_up":
        return ("resume",) if scenario.open_attempt_id is None else ()
    if attempt.state != "open":
        return ()
    speaks: tuple[str, ...] = ("speak",) if attempt.work is None else ()
    if attempt.work is not None and attempt.work.failed:
        speaks = ("ask_again",)
    return (*speaks, *(("end",) if attempt.said else ()), "give_up")
