"""How assignments come about: out of marks and groups, each agent's own (S3.1, S3.5)."""

from collections.abc import Sequence
from datetime import date, datetime

from debrief.coaching.assignments.model import (
    MOST_INTERACTIONS,
    Area,
    Assignment,
    CoachedInteraction,
    CoachingGroup,
    Content,
    Mark,
    MarkedInteraction,
)
from debrief.kernel.errors import Conflict, FieldError, RuleBroken
from debrief.kernel.ids import derived_id
from debrief.people.names import name_key


def assignment_id(source: str) -> str:
    """The id of the assignment made of a mark, or of anything else that makes one.

    It follows from that alone, so that doing it twice finds the first one; and all ids look alike, so that none tells
    how its assignment came about.
    """
    return derived_id("ca", source)


def assignment_of(
    source: str,
    agent_id: str,
    areas: Sequence[Area],
    interactions: Sequence[MarkedInteraction],
    content: Content,
    *,
    by: str,
    at: datetime,
    group_id: str | None = None,
) -> Assignment:
    """The assignment that one agent gets. at: when this one is written, which is nobody else's instant.

    Best responses are conversations of others: those of the agent's own are left out.
    """
    best = [each for each in content.best_responses if each.agent_id != agent_id]
    return Assignment(
        id=assignment_id(source),
        agent_id=agent_id,
        name=content.name,
        areas=tuple(areas),
        interactions=tuple(CoachedInteraction(**dict(each)) for each in interactions),
        best_responses=tuple(each.model_copy(update={"looked_at": None}) for each in best),
        feedback=content.feedback,
        action_plan=content.action_plan,
        follow_up=content.follow_up,
        assigned_by=by,
        assigned_at=at,
        group_id=group_id,
    )


def of_mark(mark: Mark, content: Content, *, by: str, at: datetime) -> Assignment:
    """The assignment that a mark becomes."""
    return assignment_of(
        mark.id, mark.agent_id, mark.areas, mark.interactions, content, by=by, at=at, group_id=mark.group_id
    )


def check_content(content: Content, *, today: date, group: CoachingGroup | None = None) -> None:
    """Refuse what can't be given to an agent.

    Raises:
        RuleBroken: the follow-up lies behind; or agents would read the name of their group.
    """
    if content.follow_up < today:
        mistake = FieldError(pointer="/follow_up", message="lies in the past")
        raise RuleBroken("A follow-up is still to come", errors=[mistake])
    check_name(content.name, group)


def check_name(name: str, group: CoachingGroup | None, *, told: bool = True) -> None:
    """Raises RuleBroken where an assignment's agent would read the name of the group that it is made of.

    told: whether the reason may be told to who names it.
    """
    if group is not None and name_key(name) == name_key(group.name):
        if not told:
            mistake = FieldError(pointer="/name", message="can't be this; choose another")
            raise RuleBroken("The assignment can't be called so", errors=[mistake])
        mistake = FieldError(pointer="/name", message="is the group's name, which agents would read; choose another")
        raise RuleBroken("Agents aren't told of their group", errors=[mistake])


def check_something_to_look_at(assignment: Assignment) -> None:
    """Raises RuleBroken for an assignment with nothing in it to look at."""
    if not assignment.interactions and not assignment.best_responses:
        mistake = FieldError(pointer="/interactions", message="choose a conversation, or a best response")
        raise RuleBroken("There is nothing to look at in this assignment", errors=[mistake])


def check_dispatchable(group: CoachingGroup, *, agents: int, conversations: int) -> None:
    """Raises Conflict where a group can't be sent: it is on its way already, or nobody's conversation is in it."""
    if group.state != "pending":
        raise Conflict(f"The group is {'being sent' if group.state == 'sending' else 'sent'} already")
    if not agents or not conversations:
        raise Conflict("The group has no conversations yet; add some, or mark agents into it")


def with_interactions(mark: Mark, more: Sequence[MarkedInteraction]) -> Mark:
    """The mark with these conversations as well; those that are there stay as they are.

    Raises:
        RuleBroken: there would be more than `MOST_INTERACTIONS`.
    """
    known = {each.interaction_id for each in mark.interactions}
    new = {each.interaction_id: each for each in more if each.interaction_id not in known}
    if len(known) + len(new) > MOST_INTERACTIONS:
        message = f"there can be {MOST_INTERACTIONS} at most"
        raise RuleBroken("Too many conversations", errors=[FieldError(pointer="/interactions", message=message)])
    return mark.model_copy(update={"interactions": (*mark.interactions, *new.values())})


def check_areas(areas: Sequence[Area], *, needed: bool = True) -> None:
    """Raises RuleBroken where an area is named twice, or none is and one has to be."""
    seen: set[str] = set()
    for place, area in enumerate(areas):
        if area.key in seen:
            mistake = FieldError(pointer=f"/areas/{place}", message="is there already")
            raise RuleBroken("An area is named once", errors=[mistake])
        seen.add(area.key)
    if needed and not areas:
        raise RuleBroken("Name what is coached", errors=[FieldError(pointer="/areas", message="name one at least")])
