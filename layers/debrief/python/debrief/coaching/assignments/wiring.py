"""The use cases of assignments, wired for the functions that run them."""

from typing import NamedTuple

from debrief.coaching.access import CoachingAccess
from debrief.coaching.assignments.bookmarks_service import BookmarkService
from debrief.coaching.assignments.conversations_reader import ConversationReader
from debrief.coaching.assignments.following_service import Following
from debrief.coaching.assignments.groups_service import GroupService
from debrief.coaching.assignments.marks_service import MarkService
from debrief.coaching.assignments.marks_store import BookmarkStore, MarkStore
from debrief.coaching.assignments.material_reader import MaterialReader
from debrief.coaching.assignments.reading_service import AssignmentReadings
from debrief.coaching.assignments.secrecy_access import GroupSecrecy
from debrief.coaching.assignments.service import AssignmentService
from debrief.coaching.assignments.store import AssignmentStore
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.web.paging import Cursors
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.store import ScorecardStore


class Assigning(NamedTuple):
    """The services of the room."""

    marks: MarkService
    groups: GroupService
    bookmarks: BookmarkService
    assignments: AssignmentService
    readings: AssignmentReadings
    following: Following


def assigning(
    people: PeopleStore, access: Access, interactions: InteractionStore, cursors: Cursors, clock: Clock, ids: Ids
) -> Assigning:
    """Wire the services; nothing is read from the environment or AWS yet."""
    reach, evaluations = CoachingAccess(people, access), EvaluationStore()
    store, mark_store, bookmarks = AssignmentStore(), MarkStore(), BookmarkStore()
    material = MaterialReader(interactions, evaluations, ScorecardStore(), bookmarks)
    secrecy = GroupSecrecy(store, mark_store, reach)
    marks = MarkService(mark_store, material, reach, secrecy, cursors, clock, ids)
    conversations = ConversationReader(interactions, evaluations)
    readings = AssignmentReadings(store, mark_store, marks, conversations, reach, secrecy, cursors)
    return Assigning(
        marks=marks,
        groups=GroupService(mark_store, store, marks, material, reach, secrecy, cursors, clock, ids),
        bookmarks=BookmarkService(bookmarks, material, reach, cursors, clock, ids),
        assignments=AssignmentService(store, mark_store, marks, readings, material, reach, secrecy, clock, ids),
        readings=readings,
        following=Following(store, mark_store, evaluations, material, clock, ids),
    )
