"""The routes of the AI's standing at questions, and of blind checks."""

from collections.abc import Sequence
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.quality_api.wiring import ai_standings, app, blind_checks, cursors, people
from debrief.kernel.auth import Permission
from debrief.kernel.model import Entity
from debrief.kernel.web.paging import Page, page_limit
from debrief.quality.earning.looked_at import Asked
from debrief.quality.earning.model import BlindAnswers, Check, CheckLine, State
from debrief.quality.earning.views import (
    AiQuestionDetail,
    AiQuestionView,
    AiStandingView,
    BlindCheckDetail,
    BlindCheckView,
    CheckLineView,
    check_detail,
    check_view,
    line_view,
    people_of,
    question_detail,
    question_view,
    standing_view,
)

VIEW, SCORECARDS, PERFORM = Permission.EVALUATIONS_VIEW, Permission.SCORECARDS_VIEW, Permission.EVALUATIONS_PERFORM


class BlindChecksToDo(Entity):
    """What the caller has to check, what has to be done first first; there are never many."""

    items: list[BlindCheckView]


@app.on("GET", "/ai-questions", allow=SCORECARDS)
def list_ai_questions(
    scorecard_id: Annotated[str | None, Query()] = None,
    state: Annotated[State | None, Query()] = None,
    limit: Annotated[int | None, Query()] = None,
    cursor: Annotated[str | None, Query()] = None,
) -> Page[AiQuestionView]:
    """The questions that the AI answers and how it stands at each; those that were asked so last first."""
    binding = (app.caller.user_id, "ai-questions", scorecard_id or "", state or "")
    after, rules = cursors.decode(cursor, *binding), ai_standings().rules
    found = ai_standings().page(app.caller, rules, scorecard_id, state, limit=page_limit(limit), after=after)
    views = [question_view(each, rules) for each in found.items]
    return Page(items=views, next_cursor=cursors.encode(found.last, *binding))


@app.on("GET", "/ai-questions/<ai_question_id>", allow=SCORECARDS)
def get_ai_question(ai_question_id: str) -> AiQuestionDetail:
    """How the AI stands at a question, how it came to that, and what it answers where people answer otherwise."""
    listed, results = ai_standings().one(app.caller, ai_question_id)
    return question_detail(listed, results, ai_standings().rules)


@app.on("GET", "/ai-questions/<ai_question_id>/checks", allow=SCORECARDS)
def list_checks_of_ai_question(
    ai_question_id: str,
    limit: Annotated[int | None, Query()] = None,
    cursor: Annotated[str | None, Query()] = None,
) -> Page[CheckLineView]:
    """The blind checks of a question, of agents whom the caller sees; those that were drawn last first."""
    binding = (app.caller.user_id, "ai-question-checks", ai_question_id)
    after = cursors.decode(cursor, *binding)
    found = ai_standings().checks(app.caller, ai_question_id, limit=page_limit(limit), after=after)
    names, now = _names(found.items), ai_standings().now
    views = [line_view(each, names, now) for each in found.items]
    return Page(items=views, next_cursor=cursors.encode(found.last, *binding))


@app.on("GET", "/blind-checks", allow=PERFORM)
def list_blind_checks() -> BlindChecksToDo:
    """What the caller has to check without seeing what the AI answered, what has to be done first first."""
    found = blind_checks().to_do(app.caller)
    names, now = _names(found), blind_checks().now
    return BlindChecksToDo(items=[check_view(each, names, now, app.caller.user_id) for each in found])


@app.on("GET", "/blind-checks/<check_id>", allow=PERFORM)
def get_blind_check(check_id: str) -> BlindCheckDetail:
    """A blind check with its questions; once it is answered, with what the AI had answered."""
    return _check(blind_checks().find(app.caller, check_id))


@app.on("POST", "/blind-checks/<check_id>/answers", allow=PERFORM)
def answer_blind_check(check_id: str, body: BlindAnswers) -> BlindCheckDetail:
    """Hand in the answers to all questions of a blind check; only then it shows what the AI had answered."""
    return _check(blind_checks().answer(app.caller, check_id, body))


@app.on("GET", "/evaluations/<evaluation_id>/ai-standing", allow=VIEW)
def get_ai_standing(evaluation_id: str) -> AiStandingView:
    """Who decided each question of an evaluation, whether the AI has earned it, and how it was drawn for a check."""
    found = ai_standings().of_evaluation(app.caller, evaluation_id)
    return standing_view(found, _names([found.check] if found.check else []), app.caller.user_id)


def _names(found: Sequence[Check | CheckLine]) -> dict[str, str]:
    return dict(people.names(people_of(found)))


def _check(asked: Asked) -> BlindCheckDetail:
    return check_detail(asked, _names([asked.check]), blind_checks().now, app.caller.user_id)
