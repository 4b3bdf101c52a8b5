"""Scorecards and their versions (S4.1, S4.2, S4.6)."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool

from debrief.interactions.conversations.words import Channel, Speaker
from debrief.kernel.clock import Instant
from debrief.kernel.conditions.model import AllOf, IsIn
from debrief.kernel.model import Aggregate, Entity

ScorecardStatus = Literal["draft", "published", "archived"]
ScoreFormat = Literal["percentage", "points"]
SectionAutoFailRule = Literal["zero", "leave_out"]
QuestionKind = Literal["yes_no", "single_choice", "rating_scale"]
AutoFail = Literal["none", "section", "evaluation"]
Answerer = Literal["human", "ai"]
CheckKind = Literal["intent", "exact_match"]
Tolerance = Literal["none", "small"]

Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Points = Annotated[float, Field(ge=0, allow_inf_nan=False)]
MOST_POINTS, LEAST_POINTS, MOST_WEIGHT, LEAST_WEIGHT = 1_000_000.0, 0.000_001, 1_000_000.0, 0.000_001
"""What a published scorecard may give and weigh. Older ones that are stored keep what they have, and are read."""

MOST_PHRASES = 500
"""Phrases that one question may require when it is published, those of both lists together; older ones are read."""

Milliseconds = Annotated[int, Field(ge=0)]
VersionNumber = Annotated[int, Field(ge=1)]
Name = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=4000)]

YES = "yes"
"""The option id of "yes" in every yes/no question; its label may be in any language."""
NO = "no"
"""The option id of "no" in every yes/no question."""


class AppliesTo(Entity):
    """The interactions that a scorecard is for; an empty list means any. `NewAppliesTo` bounds what is written."""

    channels: tuple[Channel, ...] = ()
    queues: tuple[str, ...] = ()

    @property
    def condition(self) -> AllOf:
        """The same as a condition over interactions."""
        channels = tuple(channel.value for channel in self.channels)
        lists = (("channel", channels), ("queue", self.queues))
        return AllOf(of=tuple(IsIn(field=field, values=values) for field, values in lists if values))


class Scorecard(Aggregate):
    """A scorecard as people know it; what it asks is in its versions.

    current_version: the version that new evaluations use, or the one being drafted while nothing is published.
    applies_to: of the current version, so that a list tells which scorecards an interaction may be evaluated with.
    """

    id: str
    name: Name
    description: Text = ""
    status: ScorecardStatus = "draft"
    current_version: VersionNumber = 1
    applies_to: AppliesTo = AppliesTo()
    created_at: Instant
    updated_at: Instant


class Trouble(Entity):
    """The last time that a scorecard couldn't evaluate a conversation by itself, for a fault of its own.

    problem: a sentence for whoever looks after the scorecard.
    """

    scorecard_version: VersionNumber
    interaction_id: str
    problem: str
    at: Instant


class Option(Entity):
    """One possible answer to a question.

    id: unique within the question; `yes` and `no` in a yes/no question.
    value: the place on the scale, in a rating scale only.
    points: what choosing it earns, before the question's weight.
    auto_fail: what choosing it fails at once, whatever else was answered.
    passes: whether it counts as a pass in Line Item Performance.
    """

    id: str
    label: Name
    value: float | None = Field(default=None, allow_inf_nan=False)
    points: Points = 0
    auto_fail: AutoFail = "none"
    passes: StrictBool = False


class RequiredPhrases(Entity):
    """The language that an exact match looks for; case, spaces and punctuation don't matter, word limits do.

    all_of: each of them has to be said.
    any_of: at least one of them has to be said, where there are any.
    speaker: whose turns are searched.
    within_ms: only turns that begin this early in the interaction; none means any time. A turn without a time
        never begins early enough.
    within_turns: only this many first turns of that speaker; none means all.
    tolerance: `small` for numbers in words or digits, fillers, and small errors of recognition, see
        `answering.tolerance`; `none` for the words alone.
    """

    all_of: tuple[Name, ...] = ()
    any_of: tuple[Name, ...] = ()
    speaker: Speaker = Speaker.AGENT
    within_ms: Milliseconds | None = None
    within_turns: Annotated[int, Field(ge=1)] | None = None
    tolerance: Tolerance = "small"


class Question(Entity):
    """A question of a scorecard, called a line item in reports.

    id: kept from version to version, so that its pass rate adds up over them.
    description: what is asked, in more words, for the one who answers.
    good, poor: what good and poor look like.
    context: what else is worth knowing, such as when the question doesn't apply.
    options: the possible answers; the best one's points times `weight` are what the question is worth.
    weight: multiplies the points of this question within its section.
    required: has to be answered (or marked N/A, where allowed) before the evaluation can be completed.
    default_option_id, default_not_applicable: what is preselected when an evaluation is opened: an answer, or N/A where
        that is allowed.
    allow_comment, require_comment: whoever answers may, or has to, say more in a comment. The AI gives its reasons.
    answerer: who answers it at first; a person may correct an answer of the AI.
    check: how the AI answers: by `intent` (shown in any words) or `exact_match` (the words of `phrases` said).
    compliance: a miss is a compliance matter, whatever the overall score.
    pass_by_absence: passing means that something wasn't said or done ("did not interrupt"), so that no words can show
        it. Any other pass that the AI gives by intent has to rest on a sentence of the agent's.
    always_applies: there is no conversation to which it doesn't apply, such as a greeting. Any other question applies
        to the AI only once something was said that made it applicable; see `opportunity` of an answer.
    """

    id: str
    text: Annotated[str, Field(max_length=1000)]
    description: Text = ""
    good: Text = ""
    poor: Text = ""
    context: Text = ""
    kind: QuestionKind
    options: tuple[Option, ...] = Field(default=(), max_length=50)
    weight: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1
    required: StrictBool = True
    allow_na: StrictBool = False
    default_option_id: str | None = None
    default_not_applicable: StrictBool = False
    allow_comment: StrictBool = True
    require_comment: StrictBool = False
    answerer: Answerer = "human"
    check: CheckKind = "intent"
    phrases: RequiredPhrases | None = None
    compliance: StrictBool = False
    pass_by_absence: StrictBool = False
    always_applies: StrictBool = False

    def option(self, option_id: str) -> Option | None:
        """The option of that id, or none."""
        return next((option for option in self.options if option.id == option_id), None)

    @property
    def best_points(self) -> float:
        """The points of the best option, before the weight; 0 without options."""
        return max((option.points for option in self.options), default=0)


class Section(Entity):
    """A group of questions.

    weight: percent of the score, in percentage format only, where the sections' weights total 100.
    """

    id: str
    title: Name
    description: Text = ""
    weight: Percent | None = None
    questions: tuple[Question, ...] = Field(default=(), max_length=100)


class VersionContent(Entity):
    """What a scorecard asks and how it scores.

    pass_mark: the score in percent from which an evaluation passes.
    section_auto_fail_rule: a section that failed automatically counts `zero`, or is `leave_out` of the total.
    start_automatically: the AI's questions are answered as soon as an interaction it applies to is analysed.
    """

    format: ScoreFormat = "percentage"
    pass_mark: Percent = 80
    section_auto_fail_rule: SectionAutoFailRule = "zero"
    applies_to: AppliesTo = Field(default_factory=AppliesTo)
    start_automatically: StrictBool = False
    sections: tuple[Section, ...] = Field(default=(), max_length=50)


class ScorecardVersion(VersionContent):
    """A version of a scorecard; evaluations keep the one they were made with.

    number: counts up from 1 within the scorecard. published_at: when it was published; none while it is a draft.
    """

    scorecard_id: str
    number: VersionNumber = 1
    published_at: Instant | None = None

    def questions(self) -> tuple[Question, ...]:
        """All questions, in the order of the scorecard."""
        return tuple(question for section in self.sections for question in section.questions)
