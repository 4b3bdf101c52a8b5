"""The routes of comments on conversations."""

from collections.abc import Sequence

from aws_lambda_powertools.event_handler import Response

from api.interactions_api.requests import CommentView, ConversationComments, TaggedView
from api.interactions_api.wiring import app, comments, people
from debrief.interactions.comments.model import Comment, CommentChange, NewComment
from debrief.kernel.auth import Permission
from debrief.kernel.web.api import IfMatch, expected_revision, nothing, versioned

VIEW = Permission.INTERACTIONS_VIEW


@app.on("GET", "/interactions/<interaction_id>/comments", allow=VIEW)
def list_comments(interaction_id: str) -> ConversationComments:
    """The comments on an interaction that the caller sees, oldest first."""
    found = comments().all_on(app.caller, interaction_id)
    actions = ["comment"] if comments().may_comment(app.caller, found) else []
    return ConversationComments(items=_views(found), actions=actions)


@app.on("POST", "/interactions/<interaction_id>/comments", allow=VIEW, status=201)
def add_comment(interaction_id: str, body: NewComment) -> Response[CommentView]:
    """Comment on a place of an interaction, or on all of it; those tagged are told."""
    return _comment(comments().add(app.caller, interaction_id, body), created=True)


@app.on("PATCH", "/interactions/<interaction_id>/comments/<comment_id>", allow=VIEW)
def change_comment(
    interaction_id: str, comment_id: str, body: CommentChange, if_match: IfMatch = None
) -> Response[CommentView]:
    """Change an own comment; who is newly tagged is told."""
    revision = expected_revision(if_match)
    return _comment(comments().change(app.caller, interaction_id, comment_id, revision, body))


@app.on("DELETE", "/interactions/<interaction_id>/comments/<comment_id>", allow=VIEW, status=204)
def delete_comment(interaction_id: str, comment_id: str, if_match: IfMatch = None) -> Response[None]:
    """Delete an own comment, or as an administrator a public one."""
    comments().delete(app.caller, interaction_id, comment_id, expected_revision(if_match))
    return nothing()


def _views(found: Sequence[Comment]) -> list[CommentView]:
    names = people.names(user_id for each in found for user_id in (each.author_id, *each.tagged_ids))
    return [
        CommentView(
            **dict(each),
            author_name=names.get(each.author_id, ""),
            tagged=[TaggedView(user_id=user_id, name=names.get(user_id, "")) for user_id in each.tagged_ids],
            actions=comments().actions(app.caller, each),
        )
        for each in found
    ]


def _comment(comment: Comment, *, created: bool = False) -> Response[CommentView]:
    location = f"/interactions/{comment.interaction_id}/comments/{comment.id}" if created else None
    (shown,) = _views([comment])
    return versioned(shown, comment.revision, status=201 if created else 200, location=location)
