"""The routes of evaluations."""

from collections.abc import Sequence
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from api.quality_api.requests import (
    AnswerHere,
    EvaluationDetail,
    EvaluationItem,
    EvaluationList,
    EvaluationView,
    LookedSoFar,
    NewEvaluation,
    NextRequest,
)
from api.quality_api.wiring import (
    app,
    calibrations,
    cards,
    cursors,
    draft_requests,
    evaluations,
    next_to_score,
    outcomes,
    people,
)
from debrief.kernel.auth import Permission
from debrief.kernel.clock import Instant
from debrief.kernel.errors import FieldError, Malformed
from debrief.kernel.web.api import IfMatch, expected_revision, nothing, versioned
from debrief.kernel.web.paging import page_limit
from debrief.kernel.web.requests import check_period
from debrief.quality.evaluations.completed_service import ChangedScore
from debrief.quality.evaluations.given_answers import AnswerChange
from debrief.quality.evaluations.listing import EvaluationFilter, EvaluationSummary
from debrief.quality.evaluations.model import Evaluation, EvaluationStatus
from debrief.quality.evaluations.outcomes import (
    AUTO_FAILED,
    OUTCOMES,
    OVERALL,
    SECTION_OUTCOMES,
    Outcome,
    OutcomeFilter,
    OutcomeLine,
    SectionLine,
)
from debrief.quality.evaluations.reading_service import Listed
from debrief.quality.evaluations.unscored_reader import Place
from debrief.quality.evaluations.words import EvaluationType
from debrief.quality.scorecards.model import ScorecardVersion

VIEW, PERFORM = Permission.EVALUATIONS_VIEW, Permission.EVALUATIONS_PERFORM


@app.on("GET", "/evaluations", allow=VIEW)
def list_evaluations(
    agent_id: Annotated[list[str] | None, Query()] = None,
    team_id: Annotated[
        str | None, Query(description="With a scorecard or auto_failed: of this team, as it was at the time")
    ] = None,
    evaluator_id: Annotated[str | None, Query()] = None,
    scorecard_id: Annotated[str | None, Query()] = None,
    question_id: Annotated[
        str | None, Query(description="With a scorecard: where this question was answered or is N/A")
    ] = None,
    section_id: Annotated[
        str | None, Query(description="With a scorecard, and without a question: where this section was scored or N/A")
    ] = None,
    outcome: Annotated[
        list[Outcome] | None,
        Query(
            description="How that question came out, or else the evaluation as a whole, with a scorecard; auto_failed, "
            "alone: evaluations that one answer failed, with any. Of a section: scored, not_applicable; auto_failed, "
            "alone: where an answer failed it"
        ),
    ] = None,
    option_id: Annotated[str | None, Query(description="With a question: where this was the answer")] = None,
    scorecard_version: Annotated[int | None, Query(ge=1, description="With a scorecard: made with this one")] = None,
    model: Annotated[
        str | None, Query(description="With a scorecard: evaluated by this model, and completed by nobody")
    ] = None,
    interaction_id: Annotated[str | None, Query()] = None,
    type: Annotated[list[EvaluationType] | None, Query()] = None,
    status: Annotated[
        list[EvaluationStatus] | None,
        Query(description="By default all that have been completed; drafts are listed by themselves"),
    ] = None,
    start: Annotated[Instant | None, Query(alias="from")] = None,
    end: Annotated[Instant | None, Query(alias="to")] = None,
    limit: Annotated[int | None, Query()] = None,
    cursor: Annotated[str | None, Query()] = None,
) -> EvaluationList:
    """Evaluations that the caller may see, newest first; `from` and `to` (excluded) bound the interaction's start.

    With a team, a question, an outcome, a version or a model: what is behind a figure of a report, each with how it
    came out.
    """
    check_period(start, end, names=("from", "to"))
    drafts = "draft" in (status or ())
    if drafts and len(set(status or ())) > 1:
        raise _needs("status", "draft can't stand beside another one")
    agents, types = frozenset(agent_id) if agent_id else None, frozenset(type) if type else None
    if team_id or question_id or section_id or outcome or option_id or scorecard_version or model:
        auto_failed = AUTO_FAILED in (outcome or ())
        if auto_failed and (question_id or option_id or len(set(outcome or ())) > 1):
            raise _needs("outcome", "auto_failed is of the evaluation or a section as a whole, and stands alone")
        if not scorecard_id and not (auto_failed and section_id is None):
            needed = "is needed beside a team, a question, a section, an outcome, a version or a model"
            raise _needs("scorecard_id", needed)
        if section_id and question_id:
            raise _needs("section_id", "can't stand beside a question")
        known = SECTION_OUTCOMES if section_id else OUTCOMES
        if other := next((each for each in outcome or () if each not in (*known, AUTO_FAILED)), None):
            raise _needs("outcome", f"{other} is of {'a question or the whole' if section_id else 'a section'}")
        if option_id and not question_id:
            raise _needs("question_id", "is needed beside an option")
        if interaction_id or status:
            raise _needs("interaction_id" if interaction_id else "status", "can't stand beside an outcome")
        behind = OutcomeFilter(
            scorecard_id=scorecard_id,
            question_id=question_id or OVERALL,
            outcomes=frozenset(outcome or known),
            section_id=section_id,
            option_id=option_id,
            agent_ids=agents,
            team_id=team_id,
            evaluator_id=evaluator_id,
            types=types,
            scorecard_version=scorecard_version,
            model=model,
            start=start,
            end=end,
        )
        return _behind(behind, limit, cursor)
    wanted = EvaluationFilter(
        agent_ids=agents,
        evaluator_id=evaluator_id,
        scorecard_id=scorecard_id,
        interaction_id=interaction_id,
        types=types,
        statuses=frozenset(status) if status else None,
        start=start,
        end=end,
    )
    listed: Listed = "draft" if drafts else "completed"
    binding = (app.caller.user_id, listed, *_bound(wanted))
    after = cursors.decode(cursor, *binding)
    found = evaluations().page(app.caller, wanted, listed, limit=page_limit(limit), after=after)
    names = names_of(found.items)
    items = [EvaluationItem(**dict(each), **beside(each, names)) for each in found.items]
    return EvaluationList(items=items, next_cursor=cursors.encode(found.last, *binding))


def _behind(wanted: OutcomeFilter, limit: int | None, cursor: str | None) -> EvaluationList:
    binding = (app.caller.user_id, "outcomes", *_bound(wanted))
    after = cursors.decode(cursor, *binding)
    found = outcomes().page(app.caller, wanted, limit=page_limit(limit), after=after)
    names = names_of([each.summary for each in found.items])
    _, versions = cards().scorecards_with((each.line.scorecard_id, each.line.scorecard_version) for each in found.items)
    items = [
        EvaluationItem(**dict(summary), **beside(summary, names), answer=_answer(line, versions.get(_version_of(line))))
        for summary, line in found.items
    ]
    return EvaluationList(
        items=items,
        next_cursor=cursors.encode(found.last, *binding),
        out_of_sight=found.out_of_sight,
        blind_days=found.blind_days,
    )


def _answer(line: OutcomeLine, version: ScorecardVersion | None) -> AnswerHere:
    questions = version.questions() if version else ()
    question = next((each for each in questions if each.id == line.question_id), None)
    option = question.option(line.option_id) if question and line.option_id is not None else None
    if isinstance(line, SectionLine):
        return _section_here(line, version)
    return AnswerHere(
        question_id=line.question_id or None,
        question=question.text if question else None,
        outcome=line.outcome,
        option_id=line.option_id,
        option=option.label if option else None,
    )


def _section_here(line: SectionLine, version: ScorecardVersion | None) -> AnswerHere:
    section = next((each for each in (version.sections if version else ()) if each.id == line.section_id), None)
    return AnswerHere(
        question_id=None,
        question=None,
        outcome=line.outcome,
        option_id=None,
        option=None,
        section_id=line.section_id,
        section=section.title if section else None,
        percent=line.percent,
    )


def _version_of(line: OutcomeLine) -> tuple[str, int]:
    return line.scorecard_id, line.scorecard_version


def _bound(wanted: EvaluationFilter | OutcomeFilter) -> list[Any]:
    return [sorted(each) if isinstance(each, frozenset) else each for each in wanted]


def _needs(parameter: str, message: str) -> Malformed:
    return Malformed(f"{parameter} {message}", errors=[FieldError(pointer=f"?{parameter}", message=message)])


@app.on("POST", "/evaluations/next", allow=PERFORM, also=201)
def score_next(body: NextRequest) -> Response[EvaluationView | LookedSoFar]:
    """The next conversation to score, as a draft: one that is there (200), or opened (201).

    404 where nothing is left. One request looks through some hundreds of conversations: where none of these waits, the
    answer is 200 and says only with which `cursor` to go on.
    """
    binding = (app.caller.user_id, "next", body.after, body.scorecard_id)
    came_to = cursors.decode(body.cursor, *binding)
    since = Place(*came_to) if came_to else None
    taken = next_to_score().take(app.caller, after=body.after, scorecard_id=body.scorecard_id, since=since)
    if isinstance(taken, Place):
        going_on = LookedSoFar(next_cursor=cursors.encode(taken, *binding) or "")
        return Response(status_code=200, content_type="application/json", body=going_on)
    answer: Response[Any] = shown_evaluation(taken.draft, created=taken.opened)
    return answer


@app.on("POST", "/evaluations", allow=PERFORM, status=201)
def open_evaluation(body: NewEvaluation) -> Response[EvaluationView]:
    """Open a draft with the preselected answers."""
    return shown_evaluation(evaluations().open(app.caller, body.interaction_id, body.scorecard_id), created=True)


@app.on("GET", "/evaluations/<evaluation_id>", allow=VIEW)
def get_evaluation(evaluation_id: str) -> Response[EvaluationDetail]:
    """An evaluation with its answers, quotes and the questions it was made with."""
    evaluation = evaluations().find(app.caller, evaluation_id)
    version = evaluations().version_of(evaluation)
    earlier = evaluations().is_of_earlier_words(evaluation)
    active = calibrations().active_of(app.caller, evaluation)
    detail = EvaluationDetail(**fields_of(evaluation), version=version, earlier_words=earlier, calibration=active)
    return versioned(detail, evaluation.revision)


@app.on("PATCH", "/evaluations/<evaluation_id>/answers", allow=PERFORM)
def answer_evaluation(evaluation_id: str, body: AnswerChange, if_match: IfMatch = None) -> Response[EvaluationView]:
    """Save answers of a draft; the score is the running total."""
    return shown_evaluation(evaluations().answer(app.caller, evaluation_id, expected_revision(if_match), body))


@app.on("POST", "/evaluations/<evaluation_id>/ai-answers", allow=PERFORM, status=202)
def ask_ai(evaluation_id: str) -> Response[EvaluationView]:
    """Let the AI answer its open questions of a draft: `ai_answering` of the evaluation tells how far it is."""
    evaluation = draft_requests().ask(app.caller, evaluation_id)
    view = EvaluationView(**fields_of(evaluation))
    return versioned(view, evaluation.revision, status=202, location=f"/evaluations/{evaluation.id}")


@app.on("POST", "/evaluations/<evaluation_id>/completion", allow=PERFORM)
def complete_evaluation(evaluation_id: str, if_match: IfMatch = None) -> Response[EvaluationView]:
    """Complete a draft; with `If-Match` only with the answers that were read, not with what came meanwhile."""
    revision = expected_revision(if_match) if if_match else None
    return shown_evaluation(evaluations().complete(app.caller, evaluation_id, revision))


@app.on("PATCH", "/evaluations/<evaluation_id>", allow=PERFORM)
def rescore_evaluation(evaluation_id: str, body: AnswerChange, if_match: IfMatch = None) -> Response[EvaluationView]:
    """Change answers of a completed evaluation and score it anew."""
    return shown_evaluation(evaluations().rescore(app.caller, evaluation_id, expected_revision(if_match), body))


@app.on("POST", "/evaluations/<evaluation_id>/score", allow=PERFORM)
def score_changed_answers(evaluation_id: str, body: AnswerChange) -> ChangedScore:
    """What a completed evaluation would come to with other answers; saves nothing."""
    return evaluations().score_with(app.caller, evaluation_id, body)


@app.on("DELETE", "/evaluations/<evaluation_id>", allow=VIEW, status=204)
def delete_evaluation(evaluation_id: str, if_match: IfMatch = None) -> Response[None]:
    """Delete an own draft, or for good what began by itself."""
    evaluations().delete(app.caller, evaluation_id, expected_revision(if_match))
    return nothing()


def fields_of(evaluation: Evaluation) -> dict[str, Any]:
    """An evaluation with what stands beside it."""
    return {**dict(evaluation), **beside(evaluation, names_of([evaluation]))}


def names_of(shown: Sequence[Evaluation | EvaluationSummary]) -> dict[str, str]:
    """The names of agents and evaluators: who may read an evaluation may know whose it is and who made it."""
    return people.names(user_id for each in shown for user_id in (each.agent_id, each.evaluator_id, _decider(each)))


def _decider(evaluation: Evaluation | EvaluationSummary) -> str | None:
    return evaluation.review.decider_id if evaluation.review and evaluation.status == "disputed" else None


def beside(evaluation: Evaluation | EvaluationSummary, names: dict[str, str]) -> dict[str, Any]:
    """What the API shows beside an evaluation: names, and what the caller may do with it."""
    return {
        "agent_name": names.get(evaluation.agent_id, ""),
        "evaluator_name": names.get(evaluation.evaluator_id, "") if evaluation.evaluator_id else None,
        "decider_name": names.get(decider, "") if (decider := _decider(evaluation)) else None,
        "actions": evaluations().actions(app.caller, evaluation),
    }


def shown_evaluation(evaluation: Evaluation, *, created: bool = False) -> Response[EvaluationView]:
    """An evaluation as the caller reads it after they changed it."""
    location = f"/evaluations/{evaluation.id}" if created else None
    view = EvaluationView(**fields_of(evaluation))
    return versioned(view, evaluation.revision, status=201 if created else 200, location=location)
