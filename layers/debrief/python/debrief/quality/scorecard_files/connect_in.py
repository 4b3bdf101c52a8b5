"""Reading a scorecard from an evaluation form of Amazon Connect, as its API takes and describes it.

A form is what `CreateEvaluationForm` takes, or what `DescribeEvaluationForm` answers. `connect_model_reader` has looked
at it before: what is here has its fields and their types. What a scorecard has no place for is left out and named.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import ValidationError

from debrief.kernel.errors import FieldError, RuleBroken
from debrief.kernel.figures import short
from debrief.kernel.mistakes import plain
from debrief.quality.scorecard_files.connect_out import passes_by_score, rating_id
from debrief.quality.scorecard_files.reading import Filed, FiledScorecard, NotCarried
from debrief.quality.scorecards.model import NO, YES, AutoFail, Option, Question, QuestionKind, Section, VersionContent

Form = Mapping[str, Any]
_CARD: Final = "The form"
_CARRIED: Final = frozenset(
    {"Title", "Description", "Items", "ScoringStrategy", "AutoEvaluationConfiguration", "TargetConfiguration"}
)
_OF_NO_CONCERN: Final = frozenset(
    {
        "EvaluationFormId",
        "EvaluationFormVersion",
        "EvaluationFormArn",
        "Locked",
        "Status",
        "CreatedTime",
        "CreatedBy",
        "LastModifiedTime",
        "LastModifiedBy",
        "InstanceId",
        "ClientToken",
        "AsDraft",
        "Tags",
    }
)
"""What belongs to the form's life there, and not to what it asks."""


def form_of(document: Form) -> Form:
    """The form itself, where the document is the answer of `DescribeEvaluationForm`; what is null isn't there."""
    inside = document.get("EvaluationForm")
    form: Form = _without_nulls(inside if isinstance(inside, Mapping) else document)
    return form


def _without_nulls(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    return [_without_nulls(inner) for inner in value] if isinstance(value, list) else value


def of_concern(form: Form, known: frozenset[str]) -> dict[str, Any]:
    """The form with what makes it one. known: the fields of one that is to be created."""
    return {key: value for key, value in form.items() if key in known or key not in _OF_NO_CONCERN}


def read_connect(form: Form) -> Filed:
    """The scorecard of a form.

    The ids of sections, questions and answers are kept. Which answers pass a form doesn't say: those that score most
    do.

    Raises:
        RuleBroken: a scorecard can't be as the form is; with the places, as pointers into the scorecard.
    """
    reader = _Reader(form)
    content = reader.content()
    try:
        scorecard = FiledScorecard.model_validate(
            {
                "name": form["Title"],
                "description": form.get("Description") or "",
                "content": content.model_dump(),
            }
        )
    except ValidationError as error:
        errors = [
            FieldError(pointer="/" + "/".join(str(step) for step in each["loc"]), message=plain(each))
            for each in error.errors()
        ]
        raise RuleBroken("The form is no scorecard that can be read", errors=errors) from error
    return Filed(scorecard, left_out=tuple(reader.left_out))


class _Reader:
    """Reads a form, and notes what it leaves out. What it makes isn't validated: the whole scorecard is, later."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self.left_out: list[NotCarried] = []
        scoring = form.get("ScoringStrategy") or {}
        self._mode = scoring.get("Mode", "SECTION_ONLY")
        self._unscored = scoring.get("Status", "DISABLED") == "DISABLED"
        if scoring.get("ScoreThresholds"):
            self._lose(_CARD, "the thresholds of its score")

    def content(self) -> VersionContent:
        """What the form asks and how it scores."""
        form = self._form
        for key in sorted(set(form) - _CARRIED - _OF_NO_CONCERN):
            self._lose(_CARD, f"{key}: a scorecard has no such thing")
        if (form.get("TargetConfiguration") or {}).get("ContactInteractionType", "AGENT") != "AGENT":
            self._lose(_CARD, "that it evaluates somebody else than the agent")
        if self._unscored:
            self._lose(_CARD, "that it isn't scored: give its answers points")
        if self._mode == "QUESTION_ONLY":
            self._lose(_CARD, "the weights of its questions become points, which score the same")
        sections = [self._section(item["Section"]) for item in form["Items"] if "Section" in item]
        loose = [item["Question"] for item in form["Items"] if "Question" in item]
        if loose:
            self._lose(
                _CARD, f"that {len(loose)} of its questions stand in no section; here they are in one of their own"
            )
            section = {"Title": form["Title"], "RefId": "questions", "Items": [{"Question": each} for each in loose]}
            sections.append(self._section(section))
        automatic = bool((form.get("AutoEvaluationConfiguration") or {}).get("Enabled"))
        answered = any(question.answerer == "ai" for section in sections for question in section.questions)
        if automatic and not answered:
            self._lose(_CARD, "that it is evaluated automatically: no question is left that the AI answers")
        return VersionContent.model_construct(
            format="percentage" if self._mode == "SECTION_ONLY" else "points",
            start_automatically=automatic and answered,
            sections=tuple(sections),
        )

    def _lose(self, where: str, what: str) -> None:
        self.left_out.append(NotCarried(where=where, what=what))

    def _section(self, given: Form) -> Section:
        title = given["Title"]
        ids = {given["RefId"]}
        for inner in _subsections(given):
            ids.add(inner["RefId"])
            self._lose(inner["Title"], f"that it is a section of its own inside “{title}”; its questions are there")
        if given.get("ScoreThresholds"):
            self._lose(title, "the thresholds of its score")
        weight = given.get("Weight")
        if given.get("IsExcludedFromScoring"):
            self._lose(title, "that it isn't scored: it has the weight 0, or its answers give no points")
            weight = 0.0
        questions = [self._question(each, ids) for each in _questions(given)]
        if given.get("IsExcludedFromScoring") and self._mode != "SECTION_ONLY":
            questions = [_without_points(each) for each in questions if each]
        return Section.model_construct(
            id=given["RefId"],
            title=title,
            description=given.get("Instructions") or "",
            weight=weight if self._mode == "SECTION_ONLY" else None,
            questions=self._counting_alike([each for each in questions if each]),
        )

    def _counting_alike(self, questions: list[Question]) -> tuple[Question, ...]:
        """Weighted so that the questions of a section count alike, as they do where only sections have weights."""
        best = {question.best_points for question in questions if question.best_points}
        if self._mode != "SECTION_ONLY" or len(best) < 2:
            return tuple(questions)
        return tuple(
            each.model_copy(update={"weight": 10 / each.best_points}) if each.best_points else each
            for each in questions
        )

    def _question(self, given: Form, sections: set[str]) -> Question | None:
        title, kind = given["Title"], given["QuestionType"]
        properties = given.get("QuestionTypeProperties") or {}
        single, numeric = properties.get("SingleSelect"), properties.get("Numeric")
        if kind == "SINGLESELECT" and single:
            question = self._single(given, single, sections)
        elif kind == "NUMERIC" and numeric and numeric.get("Options"):
            question = self._numeric(given, numeric, sections)
        else:
            known = {"NUMERIC": "numbers without a score", "SINGLESELECT": "a choice without answers"}
            what = str(known.get(kind, kind))
            self._lose(title, f"the whole question: {what.lower()} isn't asked by scorecards")
            return None
        if given.get("Enablement"):
            self._lose(title, "that it is asked only after certain answers")
        if given.get("MetricConfiguration"):
            self._lose(title, "the business outcome that it measures")
        scoring = given.get("ScoringConfiguration") or {}
        if scoring.get("ScoreThresholds"):
            self._lose(title, "the thresholds of its score")
        points = scoring.get("PointsConfiguration") or {}
        if points.get("IsBonus"):
            self._lose(title, "that its points are a bonus: here they count like others")
        if points.get("MinPointValue"):
            self._lose(title, "the least points that it gives")
        if scoring.get("IsExcludedFromScoring"):
            self._lose(title, "that it isn't scored: its answers give no points")
            return _without_points(question)
        if self._mode == "QUESTION_ONLY" and question.best_points and given.get("Weight"):
            return question.model_copy(update={"weight": given["Weight"] / question.best_points})
        return question

    def _single(self, given: Form, single: Form, sections: set[str]) -> Question:
        title = given["Title"]
        options = tuple(
            self._option(title, each, sections, id=each["RefId"], label=each["Text"]) for each in single["Options"]
        )
        kind: QuestionKind = "single_choice"
        by_word = {option.label.strip().casefold(): option for option in options}
        if sorted(by_word) == [NO, YES] and len(options) == 2:
            kind = "yes_no"
            options = tuple(option.model_copy(update={"id": option.label.strip().casefold()}) for option in options)
        automation = single.get("Automation") or {}
        by_ai = (automation.get("AnswerSource") or {}).get("SourceType") == "GEN_AI"
        if automation.get("Options") or (automation.get("AnswerSource") and not by_ai):
            self._lose(title, "that Contact Lens answers it: a person does")
        if automation.get("DefaultOptionRefId"):
            self._lose(title, "the answer that its automation gives by default")
        if single.get("DisplayAs") == "DROPDOWN":
            self._lose(title, "that its answers are shown as a list that opens")
        return self._made(given, kind, options, by_ai=by_ai)

    def _numeric(self, given: Form, numeric: Form, sections: set[str]) -> Question:
        title = given["Title"]
        if numeric.get("Automation"):
            self._lose(title, "that a measure answers it: a person does")
        ranges = [(each["MinValue"], each["MaxValue"], each) for each in numeric["Options"]]
        if all(low == high for low, high, _ in ranges):
            options = tuple(
                self._option(title, each, sections, id=rating_id(low), label=short(low, 0), value=float(low))
                for low, _, each in ranges
            )
            return self._made(given, "rating_scale", options, by_ai=False)
        self._lose(title, "that a number is entered: its ranges become answers to choose from")
        options = tuple(
            self._option(title, each, sections, id=f"range_{low}_{high}", label=f"{low} to {high}")
            for low, high, each in ranges
        )
        return self._made(given, "single_choice", options, by_ai=False)

    def _option(self, title: str, given: Form, sections: set[str], **named: Any) -> Option:
        auto_fail: AutoFail = "none"
        if given.get("AutomaticFail"):
            target = (given.get("AutomaticFailConfiguration") or {}).get("TargetSection")
            auto_fail = "section" if target in sections else "evaluation"
            if target and target not in sections:
                self._lose(title, f"that “{named['label']}” fails another section: here it fails the evaluation")
        configured = given.get("PointsConfiguration") or {}
        if configured.get("IsBonus"):
            self._lose(title, f"that the points of “{named['label']}” are a bonus: here they count like others")
        points = configured.get("PointValue", 0) if self._mode == "POINTS_BASED" else given.get("Score", 0)
        return Option.model_construct(**named, points=float(points), auto_fail=auto_fail)

    def _made(self, given: Form, kind: QuestionKind, options: tuple[Option, ...], *, by_ai: bool) -> Question:
        question = Question.model_construct(
            id=given["RefId"],
            text=given["Title"],
            description=given.get("Instructions", ""),
            kind=kind,
            options=options,
            allow_na=given.get("NotApplicableEnabled", False),
            answerer="ai" if by_ai else "human",
        )
        return question.model_copy(
            update={
                "options": tuple(
                    option.model_copy(update={"passes": passes_by_score(option, question)}) for option in options
                )
            }
        )


def _without_points(question: Question) -> Question:
    options = tuple(option.model_copy(update={"points": 0.0, "passes": False}) for option in question.options)
    return question.model_copy(update={"options": options})


def _subsections(section: Form) -> Iterator[Form]:
    for item in section["Items"]:
        if "Section" in item:
            yield item["Section"]
            yield from _subsections(item["Section"])


def _questions(section: Form) -> Iterator[Form]:
    for item in section["Items"]:
        if "Question" in item:
            yield item["Question"]
        elif "Section" in item:
            yield from _questions(item["Section"])
