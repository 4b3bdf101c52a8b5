"""The routes of what an upheld dispute leads to: others like it are re-scored, the question is put more clearly."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from api.quality_api.dispute_requests import QuestionDrafts, Rescorings, SimilarItem
from api.quality_api.wiring import app, cursors, definitions, people, repairs
from debrief.kernel.auth import Permission
from debrief.kernel.web.api import IfMatch, expected_revision, nothing, versioned
from debrief.kernel.web.paging import Page, page_limit
from debrief.quality.disputes.repairing import NewDefinition, NewRescoring, QuestionDraft, Rescoring
from debrief.quality.scorecards.model import ScorecardVersion

DECIDE, MANAGE = Permission.DISPUTES_DECIDE, Permission.SCORECARDS_MANAGE


@app.on("GET", "/disputes/<dispute_id>/similar", allow=DECIDE)
def list_similar_evaluations(
    dispute_id: str,
    question_id: Annotated[str, Query(description="The question whose answer was upheld")],
    limit: Annotated[int | None, Query()] = None,
    cursor: Annotated[str | None, Query()] = None,
) -> Page[SimilarItem]:
    """Evaluations with the same question, answer and kind of evidence; a short page may have a next."""
    binding = (app.caller.user_id, "similar", dispute_id, question_id)
    after = cursors.decode(cursor, *binding)
    found = repairs().similar(app.caller, dispute_id, question_id, limit=page_limit(limit), after=after)
    names = people.names(user_id for each in found.items for user_id in (each.agent_id, each.evaluator_id))
    items = [
        SimilarItem(
            **dict(each),
            agent_name=names.get(each.agent_id, ""),
            evaluator_name=names.get(each.evaluator_id, "") if each.evaluator_id else None,
        )
        for each in found.items
    ]
    return Page(items=items, next_cursor=cursors.encode(found.last, *binding))


@app.on("POST", "/disputes/<dispute_id>/rescorings", allow=DECIDE, status=202)
def rescore_similar(dispute_id: str, body: NewRescoring) -> Response[Rescoring]:
    """Give others the answer that the dispute ended with, 500 at most; how far that is can be read."""
    rescoring = repairs().rescore(app.caller, dispute_id, body)
    location = f"/disputes/{dispute_id}/rescorings/{rescoring.id}"
    return versioned(rescoring, rescoring.revision, status=202, location=location)


@app.on("GET", "/disputes/<dispute_id>/rescorings", allow=DECIDE)
def list_rescorings(dispute_id: str) -> Rescorings:
    """The newest re-scorings that a dispute led to."""
    return Rescorings(items=repairs().rescorings(app.caller, dispute_id))


@app.on("GET", "/disputes/<dispute_id>/rescorings/<rescoring_id>", allow=DECIDE)
def get_rescoring(dispute_id: str, rescoring_id: str) -> Response[Rescoring]:
    """How far a re-scoring is, and what it has left alone."""
    rescoring = repairs().find(app.caller, dispute_id, rescoring_id)
    return versioned(rescoring, rescoring.revision)


@app.on("POST", "/disputes/<dispute_id>/definition", allow=MANAGE, status=201)
def draft_definition(dispute_id: str, body: NewDefinition) -> Response[QuestionDraft]:
    """Draft the question of an upheld dispute in clearer words; they hold once they are published."""
    draft = definitions().draft(app.caller, dispute_id, body)
    return versioned(draft, draft.revision, status=201, location=f"/scorecards/{draft.scorecard_id}/question-drafts")


@app.on("GET", "/scorecards/<scorecard_id>/question-drafts", allow=MANAGE)
def list_question_drafts(scorecard_id: str) -> QuestionDrafts:
    """What questions of a scorecard are drafted to be, after disputes."""
    return QuestionDrafts(items=definitions().drafts(app.caller, scorecard_id))


@app.on("POST", "/scorecards/<scorecard_id>/question-drafts/<question_id>/publication", allow=MANAGE)
def publish_question_draft(scorecard_id: str, question_id: str, if_match: IfMatch = None) -> Response[ScorecardVersion]:
    """Put the drafted words of a question into force; the answer is the version that has them."""
    opened = definitions().publish(app.caller, scorecard_id, question_id, expected_revision(if_match))
    return versioned(opened.version, opened.scorecard.revision)


@app.on("DELETE", "/scorecards/<scorecard_id>/question-drafts/<question_id>", allow=MANAGE, status=204)
def discard_question_draft(scorecard_id: str, question_id: str, if_match: IfMatch = None) -> Response[None]:
    """Let the drafted words of a question go."""
    definitions().discard(app.caller, scorecard_id, question_id, expected_revision(if_match))
    return nothing()
