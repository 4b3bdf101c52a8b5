"""The report: texts whose every number and quote leads to where it comes from (S0.9–S0.13, N1)."""

from collections.abc import Iterable
from typing import Annotated, Any, Final, Literal

from pydantic import Field, JsonValue, ValidationInfo, computed_field, model_validator

from debrief.interactions.conversations.words import Channel, Speaker
from debrief.kernel.model import Aggregate, Entity, is_kept
from debrief.summaries.facts.model import Fact, PreviousSession, ReportMetric, Week

CHIPS_A_SECTION = 2
"""Reference chips that a section shows at most (S0.13)."""

Text = Annotated[str, Field(min_length=1, max_length=4000)]


class Span(Entity):
    """A piece of a text. fact_id or evaluation_id, interaction_id: what the piece was computed from, and opens."""

    text: str
    fact_id: str | None = None
    evaluation_id: str | None = None
    interaction_id: str | None = None


class Passage(Entity):
    """A text in pieces. edited: a person wrote it; computed: the system wrote it, for want of anything to say."""

    spans: tuple[Span, ...]
    edited: bool = False
    computed: bool = False

    @computed_field  # type: ignore[prop-decorator]
    @property
    def text(self) -> str:
        """The text as it is read."""
        return "".join(span.text for span in self.spans)

    @model_validator(mode="before")
    @classmethod
    def _text_is_computed(cls, given: Any) -> Any:
        """What was stored with its text is read without it."""
        return {name: value for name, value in given.items() if name != "text"} if isinstance(given, dict) else given


class Chip(Entity):
    """A reference to an evaluation that bears a point out. note: why it was chosen."""

    evaluation_id: str
    interaction_id: str
    contact_reference: str
    channel: Channel
    note: Passage


class Quote(Entity):
    """Words found in a transcript, exactly as they stand there. start_ms: where the turn begins; None without times."""

    interaction_id: str
    contact_reference: str
    evaluation_id: str | None = None
    text: str
    turn_index: int
    start_ms: int | None
    speaker: Speaker


class Example(Entity):
    """A specific example, with what was said where the point rests on words."""

    text: Passage
    quote: Quote | None = None


class LineItem(Entity):
    """A line item of the section. text: as shown, such as `Active listening — 92%`; without enough data only its name.

    low, high: the 95 % Wilson interval in percent; None without enough data.
    """

    fact_id: str
    text: str
    scorecard_id: str
    question_id: str
    passed: int
    applicable: int
    low: float | None
    high: float | None


class ReportSection(Entity):
    """Positive patterns, or areas for development: line items, texts and the evaluations that bear them out."""

    line_items: tuple[LineItem, ...] = ()
    passages: tuple[Passage, ...] = ()
    chips: tuple[Chip, ...] = ()


class Target(Entity):
    """The line item that a recommendation is to lift."""

    scorecard_id: str
    question_id: str
    text: str


class Recommendation(Entity):
    """What to do, about what, and why.

    number: stays the recommendation's when others are edited away, so that the actions made from it find it; None
    stands for its place.
    """

    number: int | None = None
    area: Passage
    action: Passage
    rationale: Passage
    target: Target | None = None
    chips: tuple[Chip, ...] = ()


DropReason = Literal[
    "number",
    "unknown_reference",
    "no_value",
    "contradiction",
    "uncited",
    "misattributed",
    "movement",
    "comparison",
    "name",
    "person",
    "cause",
    "language",
    "disguised",
    "fragment",
    "unproven_quote",
    "instruction",
    "markup",
    "too_long",
    "too_many",
    "chip_not_analysed",
    "chip_beyond_two",
    "unsupported",
]


class Dropped(Entity):
    """How many sentences, quotes and chips of the model were left out, by reason."""

    reason: DropReason
    count: Annotated[int, Field(ge=1)]


_ALWAYS_THERE: Final[dict[str, JsonValue]] = {"default": {"chips": [], "line_items": [], "passages": []}}
"""A factory makes an empty section when it is needed; the API's description still says that no report lacks one."""


class Report(Aggregate):
    """The finished report, kept beside its summary.

    facts: those that the texts, line items and metrics refer to. weeks: the average score of
    each, with its interval.
    recommendations_numbered: how many numbers were given away, those of recommendations that are gone included.
    label: said with the report where the offline stand-in wrote it, else empty.
    """

    summary_id: str
    highlights: tuple[Passage, ...] = ()
    areas_for_improvement: tuple[Passage, ...] = ()
    trends: tuple[Passage, ...] = ()
    weeks: tuple[Week, ...] = ()
    examples: tuple[Example, ...] = ()
    strengths: ReportSection = Field(default_factory=ReportSection, json_schema_extra=_ALWAYS_THERE)
    development: ReportSection = Field(default_factory=ReportSection, json_schema_extra=_ALWAYS_THERE)
    talking_points: tuple[Passage, ...] = ()
    action_items: tuple[Passage, ...] = ()
    questions: tuple[Passage, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    recommendations_numbered: int = 0
    previous_session: PreviousSession | None = None
    metrics: tuple[ReportMetric, ...] = ()
    facts: tuple[Fact, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    offline: bool = False
    label: str = ""

    @model_validator(mode="before")
    @classmethod
    def _earlier_name(cls, data: Any, info: ValidationInfo) -> Any:
        """Read what was stored while metrics were called pills."""
        return {"metrics": data["pills"], **data} if is_kept(info) and "pills" in data else data


def number_of(report: Report, index: int) -> int:
    """The number of the report's recommendation at `index`."""
    given = report.recommendations[index].number
    return index if given is None else given


def passages_of(report: Report) -> Iterable[Passage]:
    """Every text of the report, in the order in which it is read."""
    yield from (*report.highlights, *report.areas_for_improvement, *report.trends)
    yield from (example.text for example in report.examples)
    for section in (report.strengths, report.development):
        yield from (*section.passages, *(chip.note for chip in section.chips))
    yield from (*report.talking_points, *report.action_items, *report.questions)
    for each in report.recommendations:
        yield from (each.area, each.action, each.rationale, *(chip.note for chip in each.chips))


def computed(text: str) -> Passage:
    """A text of the system's own."""
    return Passage(spans=(Span(text=text),), computed=True)


def edited(text: str) -> Passage:
    """A text that a person wrote."""
    return Passage(spans=(Span(text=text),), edited=True)
