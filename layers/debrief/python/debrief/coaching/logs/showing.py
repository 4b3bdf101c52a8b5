"""From a log, its evaluation and its conversation to what is shown of them. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from debrief.coaching.logs.comparing import MOST_BEFORE, PERIOD, compared, percents_of, worths
from debrief.coaching.logs.model import Act, CoachingLog
from debrief.coaching.logs.quoting import Said, Shown, shown_of
from debrief.coaching.logs.views import (
    CriterionOutcome,
    LogAct,
    LogCall,
    LogCriterion,
    LogLine,
    LogScore,
    LogStepView,
    LookedBack,
)
from debrief.interactions.conversations.masked import masked_analysis, tells_in_words
from debrief.interactions.conversations.model import Interaction
from debrief.kernel.masking.kinds import Masking
from debrief.quality.evaluations.model import Answer, Evaluation
from debrief.quality.evaluations.scoring import QuestionScore, question_scores
from debrief.quality.flags.model import CallScores
from debrief.quality.scorecards.model import Question, ScorecardVersion

_SAME: Final = (
    *("id", "agent_id", "team_id", "interaction_id", "started_at", "scorecard_id", "scorecard_version"),
    *("evaluation_id", "state", "kinds", "written_at"),
)

_OF_FLAGS: Final = ("not_flagged", "doubtful")
"""Why a log was withdrawn, as its agent isn't told it."""


class Known(NamedTuple):
    """What else is there for a line: names of people and scorecards, and the words of criteria, by id."""

    people: Mapping[str, str]
    scorecards: Mapping[str, str]
    questions: Mapping[tuple[str, int, str], str]


def line_of(
    log: CoachingLog, evaluation: Evaluation | None, interaction: Interaction | None, known: Known, *, own: bool
) -> LogLine:
    """A log in a list. own: to its agent, who isn't told why it is flagged."""
    stands = log.looked_at
    card = (log.scorecard_id, log.scorecard_version)
    kept = {name: getattr(log, name) for name in _SAME}
    return LogLine(
        **kept | ({"kinds": ()} if own else {}),
        agent_name=known.people.get(log.agent_id, ""),
        channel=interaction.channel if interaction else None,
        queue=interaction.queue if interaction else None,
        inquiry=interaction.inquiry if interaction else (),
        scorecard_name=known.scorecards.get(log.scorecard_id, ""),
        percent=evaluation.score.percent if evaluation and evaluation.score else None,
        status=evaluation.status if evaluation else None,
        question_id=stands.question_id,
        question=known.questions.get((*card, stands.question_id)) if stands.question_id else None,
        recurring=stands.recurring,
        low=len(stands.low),
    )


def call_of(interaction: Interaction | None, masking: Masking, *, reads: bool) -> LogCall | None:
    """The conversation, without what a model read of it while that doesn't count. reads: whether the caller may read
    conversations.
    """
    if interaction is None:
        return None
    analysis = interaction.counted_analysis if reads and interaction.erased_at is None else None
    if analysis is not None and tells_in_words(analysis):
        analysis = masked_analysis(analysis, masking.leaving)
    summary = analysis.summary if analysis else None
    same = ("contact_reference", "started_at", "duration_ms", "channel", "queue", "inquiry")
    return LogCall(
        **{name: getattr(interaction, name) for name in same},
        summary=summary.value if summary else None,
        summary_origin=summary.origin if summary else None,
        sound=interaction.recording is not None,
    )


def score_of(version: ScorecardVersion, evaluation: Evaluation, interaction: Interaction | None) -> LogScore | None:
    """What the evaluation came to."""
    score = evaluation.score
    if score is None:
        return None
    digest = interaction.transcript_digest if interaction else None
    earlier = evaluation.transcript_digest is not None and digest not in {None, evaluation.transcript_digest}
    return LogScore(
        percent=score.percent,
        earned=score.earned,
        possible=score.possible,
        format=version.format,
        passed=score.passed,
        pass_mark=version.pass_mark,
        auto_failed=score.auto_failed,
        status=evaluation.status,
        type=evaluation.type,
        completed_at=evaluation.completed_at,
        earlier_words=earlier,
    )


def looked_back(log: CoachingLog, before: Sequence[CallScores], threshold: float) -> LookedBack:
    """What low criteria are held against."""
    since, until = log.started_at - PERIOD, log.started_at
    return LookedBack(since=since, until=until, calls=len(before), most=MOST_BEFORE, threshold=threshold)


def criteria_of(
    version: ScorecardVersion,
    evaluation: Evaluation,
    before: Sequence[CallScores],
    threshold: float,
    said: Said | None,
    *,
    reads: bool,
) -> tuple[LogCriterion, ...]:
    """Each criterion with its score, its weight, the words it rests on, and how it compares, as the scorecard has them.

    reads: whether the caller may read conversations.
    """
    answers = {each.question_id: each for each in evaluation.answers}
    scores = {each.question_id: each for each in question_scores(version, evaluation.answers)}
    sections = {each.section_id: each for each in evaluation.score.sections} if evaluation.score else {}
    worth = worths(evaluation, scores.values())
    against = compared(percents_of(version, evaluation), before, threshold)
    found = []
    for section in version.sections:
        whole = sections.get(section.id)
        for question in section.questions:
            answer, score = answers.get(question.id), scores[question.id]
            option = question.option(answer.option_id) if answer and answer.option_id is not None else None
            shown = shown_of(answer, said) if reads else Shown(None, False, "not_permitted")
            found.append(
                LogCriterion(
                    section=section.title,
                    question_id=question.id,
                    question=question.text,
                    compliance=question.compliance,
                    answer=_label(question, answer),
                    outcome=_outcome(score),
                    fails=option.auto_fail if option else "none",
                    percent=score.percent,
                    earned=score.earned,
                    possible=score.possible,
                    weight=question.weight,
                    section_weight=whole.effective_weight if whole else 0,
                    worth=worth[question.id],
                    brought=worth[question.id] * score.earned / score.possible if score.possible else 0,
                    quote=shown.quote,
                    shows=None if shown.quote is None else "opportunity" if shown.opportunity else "answer",
                    no_quote=shown.why,
                    why=answer.rationale if answer else "",
                    comment=answer.comment if answer else "",
                    low=question.id in against,
                    compared=against.get(question.id),
                )
            )
    return tuple(found)


def act_of(act: Act | None, names: Mapping[str, str]) -> LogAct | None:
    """What somebody did, with their name."""
    return LogAct(**act.model_dump(), by_name=names.get(act.by, "")) if act else None


def steps_of(log: CoachingLog, names: Mapping[str, str], *, own: bool) -> tuple[LogStepView, ...]:
    """What happened to a log, oldest first. own: to its agent, who isn't told of flags."""
    hidden = {"why": None} if own else {}
    return tuple(
        LogStepView(
            **each.model_dump() | (hidden if each.why in _OF_FLAGS else {}),
            by_name=names.get(each.by, "") if each.by else None,
        )
        for each in log.history
    )


def people_in(log: CoachingLog) -> set[str]:
    """Ids of those who are named."""
    acts = (log.released, log.acknowledged, *log.notes)
    named = {log.agent_id, *(each.by for each in acts if each), *(each.by for each in log.history)}
    return {each for each in named if each}


def _label(question: Question, answer: Answer | None) -> str:
    if answer is not None and answer.not_applicable:
        return "N/A"
    if answer is None or answer.option_id is None:
        return ""
    option = question.option(answer.option_id)
    return option.label if option else answer.option_id


def _outcome(score: QuestionScore) -> CriterionOutcome:
    if score.not_applicable:
        return "not_applicable"
    if not score.answered:
        return "open"
    return "passed" if score.passed else "missed"
