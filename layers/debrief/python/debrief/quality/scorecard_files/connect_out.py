"""A scorecard as an evaluation form of Amazon Connect: the input of its `CreateEvaluationForm`, without the instance.

Lengths and counts are those of Amazon Connect's API reference: texts of a form beyond them are refused and not cut.
What a form has no place for is left out and named. Percentage scorecards are scored `SECTION_ONLY`, where the weights
of sections total 100 and the questions of a section count alike; those in points `POINTS_BASED`.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final, NamedTuple

from debrief.kernel.errors import FieldError, RuleBroken
from debrief.kernel.figures import as_written, short, whole
from debrief.quality.scorecard_files.reading import NotCarried
from debrief.quality.scorecards.model import Option, Question, Section, VersionContent

MOST_SCORE: Final = 10
MOST_POINTS: Final = 100
MOST_SECTIONS = MOST_QUESTIONS = 100
LONGEST: Final = {"title": 128, "description": 1024, "question": 350, "answer": 128, "id": 40}
_NEAR: Final = Fraction(1, 1_000_000_000)
"""How far apart what two questions are worth may be written, and still be meant to be alike: room for thirds."""


class ConnectForm(NamedTuple):
    """A form, and what of the scorecard isn't in it."""

    form: dict[str, Any]
    left_out: tuple[NotCarried, ...]


def rating_id(value: float) -> str:
    """The id of the answer that a number of a numeric question becomes: numbers have none there."""
    return f"rating_{short(value, 0)}"


def is_numeric(question: Question) -> bool:
    """Whether a rating scale is all numbers, as those that were read from a numeric question."""
    return (
        question.kind == "rating_scale"
        and bool(question.options)
        and all(
            option.value is not None
            and float(option.value).is_integer()
            and (option.id, option.label) == (rating_id(option.value), short(option.value, 0))
            for option in question.options
        )
    )


def passes_by_score(option: Option, question: Question) -> bool:
    """Which answers pass where a form doesn't say it: those that score most, unless they fail automatically."""
    return 0 < option.points == question.best_points and option.auto_fail == "none"


def connect_form(name: str, description: str, content: VersionContent) -> ConnectForm:
    """The form.

    Raises:
        RuleBroken: it has texts, counts or points that Amazon Connect doesn't take, each with its place.
    """
    errors = tuple(_errors(name, description, content))
    if errors:
        raise RuleBroken("Amazon Connect doesn't take the scorecard as it is", errors=errors)
    points = content.format == "points"
    automatic = content.start_automatically and all(
        each.answerer == "ai" and each.check == "intent" for section in content.sections for each in section.questions
    )
    form: dict[str, Any] = {
        "Title": name,
        "Description": description,
        "Items": [{"Section": _section(section, content)} for section in content.sections],
        "ScoringStrategy": {"Mode": "POINTS_BASED" if points else "SECTION_ONLY", "Status": "ENABLED"},
        "AutoEvaluationConfiguration": {"Enabled": automatic},
    }
    return ConnectForm(form, tuple(_left_out(content, automatic=automatic)))


def _section(section: Section, content: VersionContent) -> dict[str, Any]:
    weight = {} if section.weight is None else {"Weight": float(section.weight)}
    return {
        "Title": section.title,
        "RefId": section.id,
        "Instructions": section.description,
        "Items": [{"Question": _question(each, section, content)} for each in section.questions],
        **weight,
    }


def _question(question: Question, section: Section, content: VersionContent) -> dict[str, Any]:
    points = content.format == "points"
    made: dict[str, Any] = {
        "Title": question.text,
        "Instructions": _instructions(question),
        "RefId": question.id,
        "NotApplicableEnabled": question.allow_na,
    }
    options = [_option(option, question, section, points=points) for option in question.options]
    if is_numeric(question):
        values = [int(option.value or 0) for option in question.options]
        ranges = [{"MinValue": value, "MaxValue": value, **each} for value, each in zip(values, options, strict=True)]
        numeric = {"MinValue": min(values), "MaxValue": max(values), "Options": ranges}
        made |= {"QuestionType": "NUMERIC", "QuestionTypeProperties": {"Numeric": numeric}}
    else:
        named = [
            {"RefId": option.id, "Text": option.label, **each}
            for option, each in zip(question.options, options, strict=True)
        ]
        single: dict[str, Any] = {"Options": named, "DisplayAs": "RADIO"}
        if question.answerer == "ai" and question.check == "intent":
            single["Automation"] = {"AnswerSource": {"SourceType": "GEN_AI"}}
        made |= {"QuestionType": "SINGLESELECT", "QuestionTypeProperties": {"SingleSelect": single}}
    if points:
        best = max((_points(option, question) for option in question.options), default=0)
        made["ScoringConfiguration"] = {"PointsConfiguration": {"MaxPointValue": best}}
    return made


def _option(option: Option, question: Question, section: Section, *, points: bool) -> dict[str, Any]:
    made: dict[str, Any] = {"AutomaticFail": option.auto_fail != "none"}
    if points:
        made["PointsConfiguration"] = {"PointValue": _points(option, question)}
    else:
        made["Score"] = _score(option, question)
    if option.auto_fail == "section":
        made["AutomaticFailConfiguration"] = {"TargetSection": section.id}
    return made


def _exact_points(option: Option, question: Question) -> Fraction:
    return as_written(option.points) * as_written(question.weight)


def _points(option: Option, question: Question) -> int:
    return whole(_exact_points(option, question))


def _exact_score(option: Option, question: Question) -> Fraction:
    """As it is where every answer's points are a score already, else in tenths of the best."""
    if all(float(each.points).is_integer() and each.points <= MOST_SCORE for each in question.options):
        return as_written(option.points)
    return as_written(option.points) / as_written(question.best_points) * MOST_SCORE


def _score(option: Option, question: Question) -> int:
    return whole(_exact_score(option, question))


def _guidance(question: Question) -> list[tuple[str, str]]:
    told = [("Good", question.good), ("Poor", question.poor), ("Context", question.context)]
    return [(word, text) for word, text in told if text]


def _instructions(question: Question) -> str:
    more = [f"{word}: {text}" for word, text in _guidance(question)]
    return "\n".join([*([question.description] if question.description else []), *more])


def _errors(name: str, description: str, content: VersionContent) -> Iterator[FieldError]:
    yield from _too_long("/name", name, "title")
    yield from _too_long("/description", description, "description")
    count = sum(len(section.questions) for section in content.sections)
    if not count:
        yield FieldError(pointer="/sections", message="a form needs a question")
    if len(content.sections) > MOST_SECTIONS or count > MOST_QUESTIONS:
        yield FieldError(pointer="/sections", message="a form takes 100 sections and 100 questions at most")
    for number, section in enumerate(content.sections):
        place = f"/sections/{number}"
        yield from _too_long(f"{place}/id", section.id, "id")
        yield from _too_long(f"{place}/title", section.title, "title")
        yield from _too_long(f"{place}/description", section.description, "description")
        if not section.questions:
            yield FieldError(pointer=place, message="a section of a form needs a question")
        for position, question in enumerate(section.questions):
            yield from _question_errors(f"{place}/questions/{position}", question, content)


def _question_errors(place: str, question: Question, content: VersionContent) -> Iterator[FieldError]:
    yield from _too_long(f"{place}/id", question.id, "id")
    yield from _too_long(f"{place}/text", question.text, "question")
    yield from _too_long(f"{place}/description", _instructions(question), "description")
    if not question.options:
        yield FieldError(pointer=f"{place}/options", message="a question of a form needs an answer")
    for number, option in enumerate(question.options):
        at = f"{place}/options/{number}"
        yield from _too_long(f"{at}/id", option.id, "id")
        yield from _too_long(f"{at}/label", option.label, "answer")
        if content.format == "points" and _points(option, question) > MOST_POINTS:
            yield FieldError(pointer=f"{at}/points", message=f"an answer of a form gives {MOST_POINTS} points at most")


def _too_long(place: str, text: str, what: str) -> Iterator[FieldError]:
    if len(text) > LONGEST[what]:
        yield FieldError(pointer=place, message=f"is longer than the {LONGEST[what]} characters that a form takes")


def _left_out(content: VersionContent, *, automatic: bool) -> Iterator[NotCarried]:
    whole_card = "The scorecard"
    yield NotCarried(where=whole_card, what=f"the pass mark of {short(content.pass_mark, 2)}%: a form has none")
    if content.section_auto_fail_rule == "leave_out":
        yield NotCarried(where=whole_card, what="a section that fails counts 0 there; here it is left out of the total")
    if content.applies_to.channels or content.applies_to.queues:
        yield NotCarried(where=whole_card, what="the channels and queues that it applies to")
    if content.start_automatically and not automatic:
        yield NotCarried(
            where=whole_card, what="that it starts automatically: there the AI has to answer every question"
        )
    for section in content.sections:
        if content.format == "percentage" and not _alike(section):
            yield NotCarried(
                where=section.title, what="its questions count alike there, whatever points and weights they have here"
            )
        for question in section.questions:
            for what in _lost(question, content):
                yield NotCarried(where=question.text, what=what)


def _alike(section: Section) -> bool:
    worth = [as_written(each.best_points) * as_written(each.weight) for each in section.questions if each.best_points]
    return not worth or max(worth) - min(worth) <= _NEAR * max(worth)


def _lost(question: Question, content: VersionContent) -> Iterator[str]:
    if question.kind == "rating_scale" and not is_numeric(question):
        yield "becomes a single choice, without the places on the scale"
    rounded = _exact_points if content.format == "points" else _exact_score
    for option in question.options:
        exact = rounded(option, question)
        if exact.denominator != 1:
            yield f"“{option.label}” scores {short(exact, 4)}, which is rounded to {whole(exact)}"
    if any(option.passes != passes_by_score(option, question) for option in question.options):
        yield "which answers pass: a form doesn't say it"
    if question.options and not any(option.points for option in question.options):
        yield "gives no points here, and counts there like any other question of its section"
    for word, _ in _guidance(question):
        yield f"“{word}” is carried in the instructions"
    if not question.required:
        yield "is optional; there every question is answered"
    if not question.allow_comment:
        yield "takes no comment; there every question does"
    if question.require_comment:
        yield "needs a comment"
    if question.default_option_id is not None or question.default_not_applicable:
        yield "the answer that is preselected"
    if question.check == "exact_match":
        yield "the words that are looked for; a person answers it there"
    elif question.answerer == "ai" and is_numeric(question):
        yield "a person answers it there"
    if question.compliance:
        yield "that it is a matter of compliance"
    if question.pass_by_absence:
        yield "that a pass needs no words that show it"
    if question.always_applies:
        yield "that it always applies"
