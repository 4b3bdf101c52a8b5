"""What the quality API takes and gives, beyond the entities themselves."""

import base64
from typing import Any, Literal, Self

from pydantic import Field, field_serializer, model_validator

from debrief.kernel.errors import FieldError, Malformed
from debrief.kernel.model import Entity
from debrief.kernel.web.paging import Page
from debrief.quality.calibrations.model import ActiveCalibration
from debrief.quality.evaluations.listing import EvaluationSummary
from debrief.quality.evaluations.model import Evaluation, EvaluationStatus
from debrief.quality.evaluations.outcomes import Outcome
from debrief.quality.scorecard_files.reading import File, FiledScorecard, NotCarried
from debrief.quality.scorecards.given import NewContent
from debrief.quality.scorecards.model import Percent, Scorecard, ScorecardVersion, Trouble
from debrief.quality.scorecards.service import ContentCheck


class NewScorecard(Entity):
    """A scorecard to be drafted; its content may be incomplete."""

    name: str = Field(max_length=200)
    description: str = Field(default="", max_length=4000)
    content: NewContent = Field(default_factory=NewContent)


class ScorecardItem(Scorecard):
    """A scorecard with what the caller may do with it."""

    actions: list[str]


class ScorecardDetail(ScorecardItem):
    """A scorecard with its current version. open_points: what keeps a draft from being published.

    trouble: the last conversation that it couldn't evaluate by itself, for a fault of its own; for those who manage it.
    """

    version: ScorecardVersion
    open_points: list[FieldError]
    trouble: Trouble | None


class ScorecardCheck(Entity):
    """Content as somebody is writing it. scorecard_id: what it is to take the place of; null for a new scorecard."""

    content: NewContent
    scorecard_id: str | None = None


class ScorecardFile(Entity):
    """A scorecard as a file; one of the three is needed.

    csv: the text of a CSV file, see GET /scorecards/template for its columns. file: its bytes in base64, of which the
    encoding is recognised. connect: an evaluation form of Amazon Connect, as its API takes or describes it.
    """

    csv: str | None = Field(default=None, max_length=5_000_000)
    file: str | None = Field(default=None, max_length=5_500_000)
    connect: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if sum(each is not None for each in (self.csv, self.file, self.connect)) != 1:
            raise ValueError("needs one of csv, file and connect")
        return self

    def content(self) -> File:
        """The text, the bytes, or the form. Raises Malformed where `file` isn't base64."""
        if self.connect is not None:
            return self.connect
        if self.file is None:
            return self.csv or ""
        try:
            return base64.b64decode(self.file, validate=True)
        except ValueError as error:  # A letter that base64 hasn't, or its `binascii.Error`.
            mistake = FieldError(pointer="/file", message="must be base64")
            raise Malformed("The file isn't sent in base64", errors=[mistake]) from error


class ScorecardImport(FiledScorecard, ContentCheck):
    """What a file holds, and what importing it did, or would do.

    left_out: what of the file a scorecard can't hold. open_points: with their places in the file while it is a dry run,
    after that as those of a scorecard. scorecard: null in a dry run.
    """

    left_out: list[NotCarried]
    scorecard: ScorecardDetail | None


class ScorecardConnectForm(Entity):
    """An evaluation form as the input of Amazon Connect's CreateEvaluationForm, without the instance.

    left_out: what of the scorecard isn't in it.
    """

    form: dict[str, Any]
    left_out: list[NotCarried]


class NewEvaluation(Entity):
    """Which conversation to evaluate, and with what."""

    interaction_id: str
    scorecard_id: str


class NextRequest(Entity):
    """Where somebody comes from who wants to score the next conversation.

    after: the evaluation that they have just completed or left. scorecard_id: only with this one; unless told with that
    of `after` first, and drafts with any. cursor: of an answer that hadn't come to the end; with
    the same others.
    """

    after: str | None = None
    scorecard_id: str | None = None
    cursor: str | None = None


class LookedSoFar(Entity):
    """None of the conversations that were looked through waits to be scored, and there are more.

    next_cursor: asked with it, the next ones are looked through.
    """

    next_cursor: str


class AnswerHere(Entity):
    """How the question, or the section, that a list is about came out in one evaluation.

    question_id, question: null where the list is about the evaluations as a whole, or a section. option: the answer's
    label; null where it is N/A. section_id, section: of a section, its title. percent: the section's score; null where
    nothing in it applies.
    """

    question_id: str | None
    question: str | None
    outcome: Outcome
    option_id: str | None
    option: str | None
    section_id: str | None = None
    section: str | None = None
    percent: Percent | None = None


class EvaluationItem(EvaluationSummary):
    """An evaluation in a list, with names and what the caller may do with it.

    actions: of answer, ask_ai, complete, rescore, delete; acknowledge, dispute, decide.
    evaluator_name: null where nobody has taken it or the AI made it.
    decider_name: of a disputed one, who is to decide; null where any of those with the permission may.
    answer: where the list was asked for by how a question came out.
    """

    agent_name: str
    evaluator_name: str | None
    decider_name: str | None
    actions: list[str]
    answer: AnswerHere | None = None


class EvaluationList(Page[EvaluationItem]):
    """A page of evaluations. Where it is of what is behind a figure, and may hold less than the figure counts:

    out_of_sight: work of the team was left out whose people aren't in the caller's line any more. blind_days: on so
    many days the caller assesses a conversation in a calibration; figures leave these days out, the list only these
    conversations.
    """

    out_of_sight: bool = False
    blind_days: int = 0


ShownStatus = Literal[EvaluationStatus, "superseded"]
"""What has become of an evaluation, also that it counts no more."""


class EvaluationView(Evaluation):
    """An evaluation with its answers and score, names, and what the caller may do with it; see `EvaluationItem`.

    status: `superseded` where the words that it was made of were replaced, whatever it was before: it counts no more.
    """

    agent_name: str
    evaluator_name: str | None
    decider_name: str | None
    actions: list[str]

    @field_serializer("status")
    def _shown(self, status: EvaluationStatus) -> ShownStatus:
        return status if self.superseded_at is None else "superseded"


class EvaluationDetail(EvaluationView):
    """An evaluation with the version of the scorecard that it was made with.

    earlier_words: the conversation was replaced since it was begun, so that its quotes may not be found any more.
    calibration: the active one that its conversation is in, told to those who evaluate.
    """

    version: ScorecardVersion
    earlier_words: bool
    calibration: ActiveCalibration | None
