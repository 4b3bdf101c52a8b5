"""What a report and its provenance show: facts, metrics, weeks, evidence and the previous 1-to-1, all computed.

How each is computed stands in the file named for it; whoever only shows them needs no more than this one.
"""

from datetime import date
from typing import Any, Final, Literal

from pydantic import ValidationInfo, model_validator

from debrief.coaching.actions.model import Chip as ProgressChip
from debrief.insights.comparing import Direction
from debrief.interactions.conversations.words import Channel
from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity, is_kept

FactKind = Literal["count", "average", "line_item", "change", "metric", "week"]
FactUnit = Literal["count", "percent", "points", "sentiment", "ms"]
Standing = Literal["strongest", "weakest", ""]
MetricName = Literal[
    "xnps", "agent_sentiment", "customer_sentiment", "resolution_rate", "repeat_rate", "average_handling_time"
]
MetricUnit = Literal["points", "percent", "sentiment", "ms"]

LABELS: Final[dict[MetricName, str]] = {
    "xnps": "xNPS",
    "agent_sentiment": "Agent Sentiment",
    "customer_sentiment": "Customer Sentiment",
    "resolution_rate": "Resolution Rate",
    "repeat_rate": "Repeat Rate",
    "average_handling_time": "Average Handling Time",
}


class Fact(Entity):
    """One computed number.

    name: what it is of. text: the value as shown; none without enough data. note: sample and interval, as said beside.
    value: the value in `unit`, in full precision. sample: what it was computed from. low, high: its 95 % interval.
    standing: among the strongest or weakest line items. direction: of a change, where more is better;
    up or down only where that is clear.
    scorecard_id, question_id: of a line item. of: the fact whose change this is.
    source_ids: what it was computed from, by id.
    """

    id: str
    kind: FactKind
    name: str
    text: str | None
    note: str = ""
    value: float | None = None
    unit: FactUnit
    sample: int
    low: float | None = None
    high: float | None = None
    passed: int | None = None
    standing: Standing = ""
    direction: Direction | None = None
    scorecard_id: str | None = None
    question_id: str | None = None
    first_day: date | None = None
    of: str | None = None
    source_ids: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _earlier_name(cls, data: Any, info: ValidationInfo) -> Any:
        """Read what was stored while metrics were called pills."""
        return {**data, "kind": "metric"} if is_kept(info) and data.get("kind") == "pill" else data


class ReportMetric(Entity):
    """One metric over the conversations that were analysed.

    value: none below the minimum sample. text: as shown, `Not enough data (3 of 5)` without a value.
    unit: what `value` is in. sample: conversations in which the metric is known; source_ids: which ones.
    """

    name: MetricName
    label: str
    definition: str
    value: float | None
    unit: MetricUnit
    text: str
    sample: int
    fact_id: str = ""
    source_ids: tuple[str, ...] = ()


class Week(Entity):
    """The average score of one week.

    first_day, last_day: its days within the period; the last week may be short. average: 0–100, none below the minimum
    sample. sample: evaluations with a score. low, high: the 95 % interval of the average, within 0–100; none without an
    average, of a single evaluation, in a week of which not all evaluations were analysed, and in reports that were made
    before weeks had one.
    """

    first_day: date
    last_day: date
    average: float | None
    sample: int
    low: float | None = None
    high: float | None = None


class Evidence(Entity):
    """One thing that a text may point to.

    contact_reference: as texts show it. score: as shown; none for conversations and where nothing applied.
    heading: what the conversation was about or, where nobody has said, its channel and queue. started_at: when it
    began. called: how a text names it, its reference beside: `Late delivery on 26 Nov`.
    """

    id: str
    kind: Literal["evaluation", "conversation"]
    evaluation_id: str | None = None
    interaction_id: str
    contact_reference: str
    channel: Channel
    score: str | None = None
    heading: str = ""
    started_at: Instant | None = None
    called: str = ""
    transcript_key: str | None = None


class PreviousAction(Entity):
    """An action from the previous 1-to-1 with its chip and one line of evidence (S0.12)."""

    action_id: str
    title: str
    due_date: date | None = None
    chip: ProgressChip
    evidence: str


class PreviousSession(Entity):
    """What the previous 1-to-1 agreed on and how it went. No actions: no list of them."""

    meeting_id: str
    held_on: date
    goals: tuple[str, ...] = ()
    actions: tuple[PreviousAction, ...] = ()
