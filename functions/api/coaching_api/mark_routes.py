"""The routes of marks, groups and bookmarks."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from api.coaching_api.assigning import rooms
from api.coaching_api.wiring import COACH, app
from debrief.coaching.assignments.drafts import (
    BookmarkDraft,
    CoachingGroupChanges,
    CoachingGroupDraft,
    ContentDraft,
    MarkChanges,
    MarkDraft,
)
from debrief.coaching.assignments.marks_service import MarkFilter
from debrief.coaching.assignments.views import AssignmentLine, BookmarkView, CoachingGroupView, GroupNameCheck, MarkView
from debrief.kernel.web.api import IfMatch, expected_revision, nothing, versioned
from debrief.kernel.web.paging import Page


@app.on("GET", "/coaching-marks", allow=COACH)
def list_marks(
    agent_id: str | None = None, group_id: str | None = None, limit: int | None = None, cursor: str | None = None
) -> Page[MarkView]:
    """List who is marked for coaching: an agent's marks, those in a group, or those in none."""
    return rooms().marks.page(app.caller, MarkFilter(agent_id, group_id), limit, cursor)


@app.on("POST", "/coaching-marks", allow=COACH, status=201)
def mark_for_coaching(body: MarkDraft) -> Response[MarkView]:
    """Mark an agent for coaching."""
    view = rooms().marks.mark(app.caller, body)
    return versioned(view, view.revision, status=201, location=f"/coaching-marks/{view.id}")


@app.on("GET", "/coaching-marks/<mark_id>", allow=COACH)
def get_mark(mark_id: str) -> Response[MarkView]:
    """Get a mark."""
    view = rooms().marks.get(app.caller, mark_id)
    return versioned(view, view.revision)


@app.on("PATCH", "/coaching-marks/<mark_id>", allow=COACH)
def change_mark(mark_id: str, body: MarkChanges, if_match: IfMatch = None) -> Response[MarkView]:
    """Change a mark: its areas, its group, further conversations."""
    view = rooms().marks.change(app.caller, mark_id, body, expected_revision(if_match))
    return versioned(view, view.revision)


@app.on("DELETE", "/coaching-marks/<mark_id>", allow=COACH, status=204)
def remove_mark(mark_id: str, if_match: IfMatch = None) -> Response[None]:
    """Take a mark away."""
    rooms().marks.remove(app.caller, mark_id, expected_revision(if_match))
    return nothing()


@app.on("GET", "/coaching-groups", allow=COACH)
def list_coaching_groups(limit: int | None = None, cursor: str | None = None) -> Page[CoachingGroupView]:
    """List the coaching groups that aren't sent."""
    return rooms().groups.page(app.caller, limit, cursor)


@app.on("GET", "/coaching-groups/names", allow=COACH)
def check_group_name(name: Annotated[str, Query()]) -> GroupNameCheck:
    """Tell whether a new group may be called so."""
    return rooms().groups.check_name(name)


@app.on("POST", "/coaching-groups", allow=COACH, status=201)
def create_coaching_group(body: CoachingGroupDraft) -> Response[CoachingGroupView]:
    """Make a coaching group."""
    view = rooms().groups.create(app.caller, body)
    return versioned(view, view.revision, status=201, location=f"/coaching-groups/{view.id}")


@app.on("GET", "/coaching-groups/<group_id>", allow=COACH)
def get_coaching_group(group_id: str) -> Response[CoachingGroupView]:
    """Get a coaching group, and how far its sending is."""
    view = rooms().groups.get(app.caller, group_id)
    return versioned(view, view.revision)


@app.on("PATCH", "/coaching-groups/<group_id>", allow=COACH)
def change_coaching_group(
    group_id: str, body: CoachingGroupChanges, if_match: IfMatch = None
) -> Response[CoachingGroupView]:
    """Change a coaching group that isn't sent."""
    view = rooms().groups.change(app.caller, group_id, body, expected_revision(if_match))
    return versioned(view, view.revision)


@app.on("DELETE", "/coaching-groups/<group_id>", allow=COACH, status=204)
def delete_coaching_group(group_id: str, if_match: IfMatch = None) -> Response[None]:
    """Delete a coaching group in which nobody waits."""
    rooms().groups.delete(app.caller, group_id, expected_revision(if_match))
    return nothing()


@app.on("POST", "/coaching-groups/<group_id>/dispatch", allow=COACH, status=202)
def dispatch_coaching_group(group_id: str, body: ContentDraft) -> Response[CoachingGroupView]:
    """Give each agent of a coaching group an assignment of their own."""
    view = rooms().groups.dispatch(app.caller, group_id, body)
    return versioned(view, view.revision, status=202, location=f"/coaching-groups/{view.id}")


@app.on("GET", "/coaching-groups/<group_id>/assignment", allow=COACH)
def get_group_assignment(group_id: str) -> AssignmentLine:
    """Get what was sent to a coaching group, as the list of assignments shows it."""
    return rooms().readings.line_of_group(app.caller, group_id)


@app.on("GET", "/coaching-groups/<group_id>/assignments", allow=COACH)
def list_group_assignments(
    group_id: str, agent: str | None = None, limit: int | None = None, cursor: str | None = None
) -> Page[AssignmentLine]:
    """List the assignments that were made of a coaching group, one for each agent."""
    return rooms().readings.agents_of(app.caller, group_id, agent, limit, cursor)


@app.on("GET", "/bookmarks", allow=COACH)
def list_bookmarks(
    interaction_id: str | None = None, limit: int | None = None, cursor: str | None = None
) -> Page[BookmarkView]:
    """List the caller's bookmarks, or the one of a conversation."""
    return rooms().bookmarks.page(app.caller, interaction_id, limit, cursor)


@app.on("POST", "/bookmarks", allow=COACH, status=201)
def bookmark_conversation(body: BookmarkDraft) -> Response[BookmarkView]:
    """Bookmark a conversation for best responses."""
    view = rooms().bookmarks.keep(app.caller, body)
    return versioned(view, view.revision, status=201, location=f"/bookmarks/{view.id}")


@app.on("DELETE", "/bookmarks/<bookmark_id>", allow=COACH, status=204)
def remove_bookmark(bookmark_id: str, if_match: IfMatch = None) -> Response[None]:
    """Take a bookmark away."""
    rooms().bookmarks.remove(app.caller, bookmark_id, expected_revision(if_match))
    return nothing()
