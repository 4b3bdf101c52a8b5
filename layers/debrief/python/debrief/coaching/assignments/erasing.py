"""What is left of assignments that were erased, and what of them is about whom (N8)."""

from typing import Final

from debrief.coaching.assignments.model import Assignment, Bookmark, Mark
from debrief.kernel.privacy import ERASED_TEXT, Record, plain

_OF_OTHERS: Final = frozenset({"agent_id", "assigned_by", "group_id", "best_responses"})
"""A best response is somebody else's conversation; and an agent is told nothing of a group."""

_OF_A_BOOKMARK: Final = ("bookmarked_at", "note")
_MARKED_BY_OTHERS: Final = frozenset({"agent_id", "marked_by", "group_id"})


def assignment_record(assignment: Assignment) -> Record:
    """An assignment as it is about its agent: the same however it came about."""
    return Record(kind="coaching_assignment", id=assignment.id, data=plain(assignment, without=_OF_OTHERS))


def mark_record(mark: Mark) -> Record:
    """A mark as it is about the agent who is marked."""
    return Record(kind="coaching_mark", id=mark.id, data=plain(mark, without=_MARKED_BY_OTHERS))


def bookmark_record(bookmark: Bookmark) -> Record:
    """A bookmark as it is about who set it: that they did, when, and what they wrote."""
    given = plain(bookmark)
    return Record(kind="bookmark", id=bookmark.id, data={name: given[name] for name in _OF_A_BOOKMARK if name in given})


def without_conversation(assignment: Assignment, interaction_id: str) -> Assignment:
    """An assignment without a conversation whose customer was erased. What was written may speak of it, and goes where
    it was among those that are coached on.
    """
    kept = tuple(each for each in assignment.interactions if each.interaction_id != interaction_id)
    best = tuple(each for each in assignment.best_responses if each.interaction_id != interaction_id)
    words = {}
    if len(kept) < len(assignment.interactions):
        words = {name: ERASED_TEXT for name in ("feedback", "action_plan") if getattr(assignment, name)}
    return assignment.model_copy(update={"interactions": kept, "best_responses": best, **words})
