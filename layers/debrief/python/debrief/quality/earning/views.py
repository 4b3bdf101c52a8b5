"""What the API shows of the AI's standing and of blind checks, and to whom how much (N13, N14)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from debrief.interactions.conversations.words import Channel
from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity
from debrief.quality.drawing.lot import Lot
from debrief.quality.earning.drawing import recomputes
from debrief.quality.earning.looked_at import Asked, DecidedBy, Listed, OfEvaluation
from debrief.quality.earning.model import (
    AiStateChange,
    Check,
    CheckLine,
    CheckStatus,
    LeftOutOfCheck,
    Result,
    Results,
    State,
)
from debrief.quality.earning.standing import Rules, agreement, since_of, state_of
from debrief.quality.evaluations.answers import NOT_APPLICABLE
from debrief.quality.scorecards.model import Question, VersionNumber


class AgreementView(Entity):
    """How far person and AI agree in the newest checks: in percent, with the ends of the 95 % interval; null of none.

    line: what the lower end has to exceed; least: fewest checks.
    """

    checks: int
    alike: int
    percent: float | None
    low: float | None
    high: float | None
    line: float
    least: int


class AiQuestionView(Entity):
    """A question as one model answers it, asked with one prompt, and how the AI stands at it.

    since: since when; null where settings that were changed have made it so. all_checks, all_alike: all there have
    been; `agreement` is of the newest 100. current: the scorecard in force asks it so; scorecard_name: null where it is
    gone. must_earn: the AI scores it alone only once it is earned; else it does so whatever the state.
    """

    id: str
    scorecard_id: str
    scorecard_name: str | None
    question_id: str
    question_text: str
    model: str
    prompt: str
    state: State
    since: Instant | None
    begun_at: Instant
    agreement: AgreementView
    all_checks: int
    all_alike: int
    current: bool
    must_earn: bool


class ChosenView(Entity):
    """What was answered: an option, or that it doesn't apply; with neither nothing was."""

    option_id: str | None
    not_applicable: bool


class PairView(Entity):
    """How often the AI answered so where a person answered so."""

    ai: ChosenView
    human: ChosenView
    count: int


class AiQuestionDetail(AiQuestionView):
    """The same, with how it came to stand so. pairs: of the newest checks, the most frequent first."""

    changes: list[AiStateChange]
    pairs: list[PairView]


class CheckLineView(Entity):
    """A check of a question. ai, human: null before it is answered. status: `lapsed` where its time is over."""

    check_id: str
    evaluation_id: str
    agent_id: str
    agent_name: str
    interaction_started_at: Instant
    checker_id: str
    checker_name: str
    drawn_at: Instant
    until: Instant
    answered_at: Instant | None
    status: Literal["open", "answered", "lapsed"]
    ai: ChosenView | None
    human: ChosenView | None
    alike: bool | None


class CheckedView(Entity):
    """What somebody answered to a drawn question, and what the AI had answered."""

    question_id: str
    ai: ChosenView
    human: ChosenView
    alike: bool


class BlindCheckView(Entity):
    """A check. evaluation_id, answers: once it is answered, unless the caller still assesses the conversation in a
    calibration. actions: of answer.
    """

    id: str
    status: CheckStatus
    interaction_id: str
    channel: Channel
    agent_id: str
    agent_name: str
    interaction_started_at: Instant
    scorecard_id: str
    scorecard_name: str
    scorecard_version: VersionNumber
    question_count: int
    drawn_at: Instant
    until: Instant
    answered_at: Instant | None
    evaluation_id: str | None
    actions: list[str]


class BlindCheckDetail(BlindCheckView):
    """The same, with its questions, and with what was answered once it was."""

    questions: list[Question]
    answers: list[CheckedView]


class ComparedView(Entity):
    """Whether person and AI agreed on a drawn question."""

    question_id: str
    alike: bool


class CheckDrawView(Entity):
    """How an evaluation was drawn for a blind check, with all that it takes to compute it again.

    The evaluation is drawn where SHA-256 over the seed's length, a colon, the seed and its id, read as a fraction of
    one, is below `percent`; the questions are the first `most` of `frame` in the order of the same hash with their ids.
    recomputes: whether it comes to the same, computed again now. checker_id, checkers: who checks it, and the lot among
    those who do; null to the agent. compared: once it is answered.
    """

    check_id: str
    evaluation_id: str
    status: CheckStatus
    drawn_at: Instant
    answered_at: Instant | None
    seed: str
    percent: float
    most: int
    frame: list[str]
    left_out: list[LeftOutOfCheck]
    questions: list[str]
    recomputes: bool
    checker_id: str | None
    checker_name: str | None
    checkers: Lot | None
    compared: list[ComparedView]


class DecidedView(Entity):
    """Who decided a question of an evaluation, and how the AI stands at it now.

    ai_question_id, state, since, agreement: null where no model answers it, or nobody has ever asked.
    """

    question_id: str
    decided_by: DecidedBy
    ai_question_id: str | None
    state: State | None
    since: Instant | None
    agreement: AgreementView | None


class AiStandingView(Entity):
    """How the AI stands at the questions of an evaluation. must_earn: it scores alone only what it has earned.

    draw: how it was drawn for a blind check; null where it wasn't.
    """

    must_earn: bool
    questions: list[DecidedView]
    draw: CheckDrawView | None


def question_view(listed: Listed, rules: Rules) -> AiQuestionView:
    """A question in lists."""
    return AiQuestionView(**_question(listed, rules))


def question_detail(listed: Listed, results: Results, rules: Rules) -> AiQuestionDetail:
    """A question by itself."""
    pairs = Counter((each.ai, each.human) for each in results.results)
    return AiQuestionDetail(
        **_question(listed, rules),
        changes=list(reversed(listed.term.changes)),
        pairs=[
            PairView(ai=_chosen(ai), human=_chosen(human), count=count) for (ai, human), count in pairs.most_common()
        ],
    )


def line_view(line: CheckLine, names: Mapping[str, str], now: datetime) -> CheckLineView:
    """A check in the list of a question's checks."""
    result: Result | None = line.result
    return CheckLineView(
        **line.model_dump(exclude={"result", "interaction_id"}),
        agent_name=names[line.agent_id],
        checker_name=names[line.checker_id],
        answered_at=result.at if result else None,
        status="answered" if result else "lapsed" if line.until <= now else "open",
        ai=_chosen(result.ai) if result else None,
        human=_chosen(result.human) if result else None,
        alike=result.alike if result else None,
    )


def check_view(check: Check, names: Mapping[str, str], now: datetime, user_id: str) -> BlindCheckView:
    """A check in its checker's list."""
    return BlindCheckView(**_check(check, names, now, user_id))


def check_detail(asked: Asked, names: Mapping[str, str], now: datetime, user_id: str) -> BlindCheckDetail:
    """A check to be answered, or what came of it."""
    check, questions = asked
    order = {each.id: number for number, each in enumerate(questions)}
    answers = sorted(check.answers, key=lambda each: order.get(each.question_id, len(order)))
    return BlindCheckDetail(
        **_check(check, names, now, user_id),
        questions=list(questions),
        answers=[
            CheckedView(question_id=each.question_id, ai=_chosen(each.ai), human=_chosen(each.human), alike=each.alike)
            for each in answers
        ],
    )


def standing_view(found: OfEvaluation, names: Mapping[str, str], user_id: str) -> AiStandingView:
    """How the AI stands at an evaluation's questions, as `user_id` may know it."""
    agent = found.evaluation.agent_id == user_id
    return AiStandingView(
        must_earn=found.must_earn,
        questions=[
            DecidedView(
                question_id=each.question_id,
                decided_by=each.by,
                ai_question_id=each.term.id if each.term else None,
                state=state_of(each.term, found.rules) if each.term else None,
                since=since_of(each.term, found.rules) if each.term else None,
                agreement=_agreement(each.term.alike, each.term.checks, found.rules) if each.term else None,
            )
            for each in found.decided
        ],
        draw=_draw(found.check, names, agent=agent) if found.check else None,
    )


def people_of(checks: Sequence[Check | CheckLine]) -> list[str]:
    """Whose names a view of these needs."""
    return [user_id for each in checks for user_id in (each.agent_id, each.checker_id)]


def _question(listed: Listed, rules: Rules) -> dict[str, Any]:
    term = listed.term
    return {
        **term.model_dump(
            include={
                "id",
                "scorecard_id",
                "question_id",
                "question_text",
                "model",
                "prompt",
                "begun_at",
                "all_checks",
                "all_alike",
            }
        ),
        "scorecard_name": listed.scorecard_name,
        "state": state_of(term, rules),
        "since": since_of(term, rules),
        "agreement": _agreement(term.alike, term.checks, rules),
        "current": listed.current,
        "must_earn": rules.must_earn,
    }


def _agreement(alike: int, checks: int, rules: Rules) -> AgreementView:
    found = agreement(alike, checks)
    return AgreementView(
        checks=checks,
        alike=alike,
        percent=_percent(found.share),
        low=_percent(found.low),
        high=_percent(found.high),
        line=rules.line * 100,
        least=rules.least,
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else share * 100


def _chosen(choice: str | None) -> ChosenView:
    return ChosenView(option_id=choice or None, not_applicable=choice == NOT_APPLICABLE)


def _check(check: Check, names: Mapping[str, str], now: datetime, user_id: str) -> dict[str, Any]:
    open_ = check.status == "open" and check.until > now and check.checker_id == user_id
    return {
        **check.model_dump(
            include={
                "id",
                "status",
                "interaction_id",
                "channel",
                "agent_id",
                "interaction_started_at",
                "scorecard_id",
                "scorecard_name",
                "scorecard_version",
                "drawn_at",
                "until",
                "answered_at",
            }
        ),
        "agent_name": names[check.agent_id],
        "question_count": len(check.draw.questions),
        "evaluation_id": check.evaluation_id if check.answers else None,
        "actions": ["answer"] if open_ else [],
    }


def _draw(check: Check, names: Mapping[str, str], *, agent: bool) -> CheckDrawView:
    draw = check.draw
    return CheckDrawView(
        check_id=check.id,
        evaluation_id=check.evaluation_id,
        status=check.status,
        drawn_at=check.drawn_at,
        answered_at=check.answered_at,
        seed=draw.seed,
        percent=draw.percent,
        most=draw.most,
        frame=list(draw.frame),
        left_out=list(draw.left_out),
        questions=list(draw.questions),
        recomputes=recomputes(draw),
        checker_id=None if agent else check.checker_id,
        checker_name=None if agent else names[check.checker_id],
        checkers=None if agent else draw.checkers,
        compared=[ComparedView(question_id=each.question_id, alike=each.alike) for each in check.answers],
    )
