"""Nobody is told of a group that they are coached in themselves, whoever they are (S3.1).

An agent may have a role with which they work with groups. Whoever works with a group isn't put into it. Whoever comes
to work with it later is shown it without themselves while it waits, and not at all once they were given what it sent.
"""

from debrief.coaching.access import CoachingAccess
from debrief.coaching.assignments.marks_store import MarkStore
from debrief.coaching.assignments.model import CoachingGroup, Mark
from debrief.coaching.assignments.store import AssignmentStore
from debrief.kernel.auth import Caller, Permission, Reach
from debrief.kernel.errors import FieldError, RuleBroken


def works_with(caller: Caller, group: CoachingGroup) -> bool:
    """Whether the caller, who coaches, works with a group: it is their own, or their reach is everyone."""
    return group.created_by == caller.user_id or caller.reach is Reach.EVERYONE


class GroupSecrecy:
    """Tells what of groups is kept from somebody because they are in them."""

    def __init__(self, store: AssignmentStore, marks: MarkStore, reach: CoachingAccess) -> None:
        self._store = store
        self._marks = marks
        self._reach = reach

    def is_told(self, user_id: str, group: CoachingGroup) -> bool:
        """Whether somebody would be shown the group (two reads)."""
        person = self._reach.standing(user_id)
        return person is not None and person.may(Permission.COACHING_MANAGE) and works_with(person, group)

    def check_may_join(self, user_id: str, group: CoachingGroup) -> None:
        """Raises RuleBroken for somebody who works with the group."""
        if self.is_told(user_id, group):
            message = "is one that this person works with, who would read there that they are in it; choose none"
            mistake = FieldError(pointer="/group_id", message=message)
            raise RuleBroken("Nobody is coached in a group that they work with", errors=[mistake])

    def waiting(self, caller: Caller) -> dict[str, Mark]:
        """The caller's own marks that wait in groups, by group, to the last write (two reads for those few).

        Groups are counted to the last write, too: what one of both didn't know yet would be taken off twice, or stay.
        """
        return {each.group_id: each for each in self._marks.marks_now(caller.user_id) if each.group_id}

    def given(self, caller: Caller) -> frozenset[str]:
        """The groups that the caller's own assignments were made of (one query for these)."""
        return frozenset(each.group_id for each in self._store.of_agent(caller.user_id) if each.group_id)

    def is_given(self, caller: Caller, group_id: str) -> bool:
        """Whether an assignment of the caller's own was made of the group (one query)."""
        found, _ = self._store.of_group(group_id, agent=f"{caller.user_id}#", limit=1, start=None)
        return bool(found)
