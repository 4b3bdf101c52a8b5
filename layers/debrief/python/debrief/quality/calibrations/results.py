"""What a calibration came to: scores and their spread, each question with who answered what, and agreement (S4.12, N4).

One conversation has one answer of each assessor to each question. So over a single question only the share that agrees
can be told; coefficients are over all questions of the scorecard, which are their units: how each came out (passed,
missed, N/A), how many of its points it earned, and, of rating scales, the place on the scale. The expert's answers are
what the others are held against; they count in no average and in no agreement among the assessors. Neither do the AI's,
which are shown beside them where it had answered the same conversation with the same version.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import sqrt

from debrief.kernel.model import Entity
from debrief.quality.agreement.coefficients import Unit, Value, counted, leave_one_out_kappa, percent_agreement
from debrief.quality.agreement.estimates import Agreement, agreement
from debrief.quality.calibrations.model import Calibration
from debrief.quality.evaluations.answers import NOT_APPLICABLE, choice
from debrief.quality.evaluations.averages import fraction_of, mean
from debrief.quality.evaluations.model import Answer, Evaluation
from debrief.quality.evaluations.scoring import QuestionScore, question_scores, score
from debrief.quality.scorecards.model import Question, ScorecardVersion

AI = "ai"
"""Who the AI is among those who answered."""


class GivenHere(Entity):
    """One answer to a question. user_id: `ai` for the AI. option_id: null where it is N/A. percent: of its points."""

    user_id: str
    option_id: str | None
    not_applicable: bool
    label: str
    comment: str
    percent: float | None


class QuestionResult(Entity):
    """How a question was answered.

    answers: of the assessors, the expert and the AI; without those who left it open. agree_percent: the share of pairs
    of assessors that chose alike; null where fewer than two answered. unanimous: all of them chose the same.
    average, lowest, highest, deviation: of the percent of its points, over the assessors to whom it applied; the
    deviation is that of the whole (divided by n), and of one alone there is no spread. as_expert_percent,
    as_ai_percent: the share of assessors who chose as the expert, or the AI.
    """

    question_id: str
    section_id: str
    text: str
    answers: tuple[GivenHere, ...]
    agree_percent: float | None
    unanimous: bool
    average: float | None
    lowest: float | None
    highest: float | None
    deviation: float | None
    as_expert_percent: float | None
    as_ai_percent: float | None


class AssessorResult(Entity):
    """What one assessor came to.

    percent, passed: of their score. from_average, from_expert: how many points of percent they lie above (below, where
    negative). kappa: Cohen's, of how the questions came out, with most of the other assessors; null where it isn't
    defined, and of the expert. as_expert_percent: the share of questions that they answered as the expert.
    """

    user_id: str
    expert: bool
    percent: float | None
    passed: bool | None
    from_average: float | None
    from_expert: float | None
    kappa: float | None
    as_expert_percent: float | None


class CalibrationResults(Entity):
    """What a calibration came to.

    completion_percent: the share of assessors who handed in, the expert included. average, lowest, highest, deviation:
    of the assessors' scores in percent. outcomes: whether each question passed, was missed or N/A. points: the percent
    of its points, as an interval. ratings: places on rating scales, as ranks; null where fewer than two questions have
    one. ai_percent: the AI's score.
    """

    completion_percent: float
    average: float | None
    lowest: float | None
    highest: float | None
    deviation: float | None
    ai_percent: float | None
    assessors: tuple[AssessorResult, ...]
    questions: tuple[QuestionResult, ...]
    outcomes: Agreement
    points: Agreement
    ratings: Agreement | None


class _Sheet:
    """What one of them answered, by question."""

    def __init__(self, version: ScorecardVersion, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.answers: dict[str, Answer] = {each.question_id: each for each in evaluation.answers}
        self.scores: dict[str, QuestionScore] = {
            each.question_id: each for each in question_scores(version, evaluation.answers)
        }

    @property
    def percent(self) -> float | None:
        """Of the score; none where nothing applied."""
        return self.evaluation.score.percent if self.evaluation.score else None

    def chosen(self, question_id: str) -> str | None:
        """The option, or that it is N/A; None where it was left open."""
        return choice(self.answers.get(question_id))

    def outcome(self, question_id: str) -> str | None:
        """Whether it passed, was missed or N/A; None where it was left open."""
        score = self.scores[question_id]
        if score.not_applicable:
            return NOT_APPLICABLE
        return None if score.passed is None else ("passed" if score.passed else "missed")

    def points(self, question_id: str) -> int | None:
        """The percent of its points, in hundredths; None where it was left open, is N/A or gives none."""
        score = self.scores[question_id]
        return round(score.percent * 100) if score.answered and score.percent is not None else None

    def rank(self, question: Question) -> int | None:
        """The place on a rating scale, from 0; None where it was left open or is N/A."""
        scale = sorted(question.options, key=lambda each: each.value or 0)
        chosen = self.chosen(question.id)
        return next((place for place, each in enumerate(scale) if each.id == chosen), None)


def results_of(
    calibration: Calibration,
    version: ScorecardVersion,
    handed_in: Mapping[str, Evaluation],
    ai: Evaluation | None,
) -> CalibrationResults:
    """What a closed calibration came to.

    handed_in: the evaluations by assessor. ai: the AI's own evaluation of the same conversation with the same version,
        with what it had answered.
    """
    sheets = {user_id: _Sheet(version, each) for user_id, each in handed_in.items()}
    expert = sheets.get(calibration.expert_id) if calibration.expert_id else None
    people = [user_id for user_id in _in_order(calibration) if user_id in sheets and user_id != calibration.expert_id]
    own = [sheets[user_id] for user_id in people]
    of_ai = _Sheet(version, ai) if ai else None
    questions = version.questions()
    percents = [each.percent for each in own if each.percent is not None]
    average, lowest, highest, deviation = _spread(percents)
    outcomes = [_unit(each.outcome(question.id) for each in own) for question in questions]
    rated = [question for question in questions if question.kind == "rating_scale"]
    may_be_na = any(question.allow_na for question in questions)
    sections = {question.id: section.id for section in version.sections for question in section.questions}
    seed = calibration.id
    return CalibrationResults(
        completion_percent=100 * calibration.handed_in / len(calibration.assessors),
        average=average,
        lowest=lowest,
        highest=highest,
        deviation=deviation,
        ai_percent=_percent_of_ai(version, ai) if ai else None,
        assessors=tuple(
            _assessor(user_id, sheets[user_id], average, expert, outcomes, people, questions)
            for user_id in _in_order(calibration)
            if user_id in sheets
        ),
        questions=tuple(_question(each, sections[each.id], people, sheets, calibration, of_ai) for each in questions),
        outcomes=agreement(counted(outcomes), seed, categories=3 if may_be_na else 2),
        points=agreement(counted(_unit(each.points(one.id) for each in own) for one in questions), seed, "interval"),
        ratings=agreement(
            counted(_unit(each.rank(one) for each in own) for one in rated),
            seed,
            "ordinal",
            categories=max(len(one.options) for one in rated),
        )
        if len(rated) > 1
        else None,
    )


def _percent_of_ai(version: ScorecardVersion, ai: Evaluation) -> float | None:
    """What the AI's own answers come to; None where people have answered some of the questions in its place."""
    if ai.evaluator_id is None:
        return ai.score.percent if ai.score else None
    whole = len(ai.answers) == len(version.questions())
    return score(version, ai.answers, running=True).percent if whole else None


def _in_order(calibration: Calibration) -> list[str]:
    """By id, so that neither who was named first nor who was done first shows."""
    return sorted(each.user_id for each in calibration.assessors)


def _unit(values: Iterable[Value | None]) -> Unit:
    return tuple(values)


def _assessor(
    user_id: str,
    sheet: _Sheet,
    average: float | None,
    expert: _Sheet | None,
    outcomes: Sequence[Unit],
    people: Sequence[str],
    questions: Sequence[Question],
) -> AssessorResult:
    is_expert = sheet is expert
    kappa = None
    if not is_expert and len(people) > 1:
        exact = leave_one_out_kappa(counted(outcomes), Fraction, people.index(user_id))
        kappa = None if exact is None else float(exact)
    beside = None if is_expert else expert
    same = [_same(sheet.chosen(each.id), beside.chosen(each.id)) for each in questions] if beside else []
    return AssessorResult(
        user_id=user_id,
        expert=is_expert,
        percent=sheet.percent,
        passed=sheet.evaluation.score.passed if sheet.evaluation.score else None,
        from_average=None if is_expert or len(people) < 2 else _apart(sheet.percent, average),
        from_expert=_apart(sheet.percent, beside.percent) if beside else None,
        kappa=kappa,
        as_expert_percent=_share(same),
    )


def _question(
    question: Question,
    section_id: str,
    people: Sequence[str],
    sheets: Mapping[str, _Sheet],
    calibration: Calibration,
    ai: _Sheet | None,
) -> QuestionResult:
    everybody = {user_id: sheets[user_id] for user_id in _in_order(calibration) if user_id in sheets}
    expert = sheets.get(calibration.expert_id or "")
    answers = [_given(question, user_id, sheet) for user_id, sheet in everybody.items()]
    if ai is not None:
        answers.append(_given(question, AI, ai))
    chosen = [sheets[user_id].chosen(question.id) for user_id in people]
    alike = percent_agreement(counted([tuple(chosen)]), Fraction)
    percents = [points / 100 for user_id in people if (points := sheets[user_id].points(question.id)) is not None]
    average, lowest, highest, deviation = _spread(percents)
    return QuestionResult(
        question_id=question.id,
        section_id=section_id,
        text=question.text,
        answers=tuple(each for each in answers if each is not None),
        agree_percent=None if alike is None else float(alike * 100),
        unanimous=alike == 1,
        average=average,
        lowest=lowest,
        highest=highest,
        deviation=deviation,
        as_expert_percent=_share([_same(each, expert.chosen(question.id)) for each in chosen]) if expert else None,
        as_ai_percent=_share([_same(each, ai.chosen(question.id)) for each in chosen]) if ai else None,
    )


def _given(question: Question, user_id: str, sheet: _Sheet) -> GivenHere | None:
    answer = sheet.answers.get(question.id)
    if answer is None or sheet.chosen(question.id) is None:
        return None
    option = question.option(answer.option_id) if answer.option_id is not None else None
    return GivenHere(
        user_id=user_id,
        option_id=answer.option_id,
        not_applicable=answer.not_applicable,
        label=option.label if option else "N/A",
        comment=answer.comment,
        percent=sheet.scores[question.id].percent,
    )


def _same(one: Value | None, other: Value | None) -> bool | None:
    """Whether both chose the same; None where one of them left it open."""
    return None if one is None or other is None else one == other


def _share(same: Sequence[bool | None]) -> float | None:
    told = [each for each in same if each is not None]
    return 100 * sum(told) / len(told) if told else None


def _apart(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else float(fraction_of(one) - fraction_of(other))


def _spread(percents: Sequence[float]) -> tuple[float | None, float | None, float | None, float | None]:
    """Mean, lowest, highest, and the standard deviation of the whole; one alone has no spread, and none nothing."""
    if len(percents) < 2:
        return (percents[0] if percents else None), None, None, None
    middle = mean(percents)
    squares = sum(((fraction_of(each) - fraction_of(middle)) ** 2 for each in percents), Fraction())
    return middle, min(percents), max(percents), sqrt(squares / len(percents))
