"""The report: texts whose every number and quote leads to where it comes from (S0.9–S0.13, N1)."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import Field, JsonValue, ValidationInfo, computed_field, model_validator

from debrief.interactions.conversations.words import Channel, Speaker
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity, is_kept
from debrief.quality.evaluations.words import EvaluationType
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
    """A reference to an evaluation that bears a point out. note: why it was chosen.

    started_at: when the conversation began; score: as shown; type: who answered, the AI, a person, or both;
    heading: what the conversation was about or, where nobody has said, its channel and queue; in reports made before
    that, nothing then; question_id: the question at which the evaluation shows the point, where there is one. None of
    them is told in reports made before it was.
    """

    evaluation_id: str
    interaction_id: str
    contact_reference: str
    channel: Channel
    note: Passage
    heading: str = ""
    started_at: Instant | None = None
    score: str | None = None
    type: EvaluationType | None = None
    question_id: str | None = None


class Quote(Entity):
    """Words found in a transcript, exactly as they stand there. start_ms: where the turn begins; None without times.

    started_at: when the conversation began, heading: what it was about; not told in reports made before they were.
    arose: a line item was missed there; the words don't show it, but called for it.
    """

    interaction_id: str
    contact_reference: str
    evaluation_id: str | None = None
    text: str
    turn_index: int
    start_ms: int | None
    speaker: Speaker
    started_at: Instant | None = None
    heading: str = ""
    arose: bool = False


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
    """What goes well, or what to work on: line items, texts and the evaluations that bear them out."""

    line_items: tuple[LineItem, ...] = ()
    passages: tuple[Passage, ...] = ()
    chips: tuple[Chip, ...] = ()


class Spotlight(Entity):
    """The one line item that a report praises, or that it wants worked on, with the words that show it best.

    Both are chosen by rule (`drafting/spotlights.py`). quote: none where no answer to the line item rests on words; the
    report then says so. chip: in its place the newest evaluation that met this very line item, or missed it; none where
    none of those that were analysed did.
    """

    line_item: LineItem
    quote: Quote | None = None
    chip: Chip | None = None


class DaySpan(Entity):
    """Whole days in the account's time zone, the first and the last included."""

    first_day: date
    last_day: date


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
    "restated",
    "misplaced",
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

    praise, focus: one thing to praise and one to work on; none where no line item with enough data can be called
    strong, or weak.
    strengths: highlights and positive patterns. development: areas for improvement and development.
    too_few: line items with too few answers for a rate; nothing is concluded of them.
    compared_with: the period before, that changes are against; not told in reports made before it was.
    facts: those that the texts, line items and metrics refer to. weeks: the average score of
    each, with its interval.
    recommendations_numbered: how many numbers were given away, those of recommendations that are gone included.
    label: said with the report where the offline stand-in wrote it, else empty.
    """

    summary_id: str
    praise: Spotlight | None = None
    focus: Spotlight | None = None
    trends: tuple[Passage, ...] = ()
    weeks: tuple[Week, ...] = ()
    examples: tuple[Example, ...] = ()
    strengths: ReportSection = Field(default_factory=ReportSection, json_schema_extra=_ALWAYS_THERE)
    development: ReportSection = Field(default_factory=ReportSection, json_schema_extra=_ALWAYS_THERE)
    too_few: tuple[LineItem, ...] = ()
    talking_points: tuple[Passage, ...] = ()
    action_items: tuple[Passage, ...] = ()
    questions: tuple[Passage, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    recommendations_numbered: int = 0
    previous_session: PreviousSession | None = None
    compared_with: DaySpan | None = None
    metrics: tuple[ReportMetric, ...] = ()
    facts: tuple[Fact, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    offline: bool = False
    label: str = ""

    @model_validator(mode="before")
    @classmethod
    def _earlier_name(cls, data: Any, info: ValidationInfo) -> Any:
        """Read what was stored while metrics were called pills, and while highlights and areas for improvement were
        sections of their own."""
        if not is_kept(info) or not isinstance(data, dict):
            return data
        if "pills" in data:
            data = {"metrics": data["pills"], **data}
        for earlier, section in (("highlights", "strengths"), ("areas_for_improvement", "development")):
            if earlier in data:
                data = _joined(data, earlier, section)
        return data


def _joined(data: dict[str, Any], earlier: str, section: str) -> dict[str, Any]:
    """The data with the texts of a section of an earlier version before those of the one that took it in.

    What stood there for want of a text only named the line items that stand beside it now.
    """
    written = [each for each in data[earlier] if not each.get("computed")]
    whole = data.get(section, {})
    joined = {**whole, "passages": [*written, *whole.get("passages", ())]}
    return {**{name: value for name, value in data.items() if name != earlier}, section: joined}


def number_of(report: Report, index: int) -> int:
    """The number of the report's recommendation at `index`."""
    given = report.recommendations[index].number
    return index if given is None else given


def passages_of(report: Report) -> Iterable[Passage]:
    """Every text of the report, in the order in which it is read."""
    yield from report.trends
    yield from (example.text for example in report.examples)
    for section in (report.strengths, report.development):
        yield from (*section.passages, *(chip.note for chip in section.chips))
    yield from (*report.talking_points, *report.action_items, *report.questions)
    for each in report.recommendations:
        yield from (each.area, each.action, each.rationale, *(chip.note for chip in each.chips))


def quotes_of(report: Report) -> Iterable[Quote]:
    """Every quote of the report, each once, in the order in which they are read."""
    spotlights = (each.quote for each in (report.praise, report.focus) if each)
    found = [each for each in (*spotlights, *(example.quote for example in report.examples)) if each]
    yield from {(each.interaction_id, each.turn_index, each.text): each for each in found}.values()


def computed(text: str) -> Passage:
    """A text of the system's own."""
    return Passage(spans=(Span(text=text),), computed=True)


def edited(text: str) -> Passage:
    """A text that a person wrote."""
    return Passage(spans=(Span(text=text),), edited=True)
