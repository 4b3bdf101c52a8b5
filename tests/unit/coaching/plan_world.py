"""Plans over a sample organisation, and conversations that are counted for them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import boto3

from debrief.coaching.access import CoachingAccess
from debrief.coaching.plans.drafts import PlanDraft
from debrief.coaching.plans.metrics import Metric
from debrief.coaching.plans.refresh_service import PlanRefresh
from debrief.coaching.plans.service import PlanService
from debrief.coaching.plans.store import PlanStore
from debrief.coaching.plans.views import PlanDetail
from debrief.coaching.plans.wiring import figures
from debrief.insights.projection.model import RowKey
from debrief.insights.projection.rollups import additions
from debrief.insights.projection.shares import conversation_share
from debrief.interactions.conversations.analysis import Analysis
from debrief.interactions.conversations.model import Interaction, InteractionSource, SourceFormat
from debrief.interactions.conversations.words import Channel
from debrief.kernel.calendar import day_of
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.paging import Cursors
from debrief.people.rows_store import settings_row
from tests.unit.coaching.world import AGENT, NOW, World

TODAY = NOW.date()


def conversation(number: int, at: datetime, **changes: Any) -> Interaction:
    """A call about billing of 100 AES: 600 seconds with a satisfaction of 5 and resolved."""
    read = {
        "predicted_satisfaction": changes.pop("satisfaction", 5.0),
        "predicted_resolution": changes.pop("resolved", 1),
    }
    told = {name: {"value": value, "origin": "model"} for name, value in read.items() if value is not None}
    fields: dict[str, Any] = {
        "id": f"int_{number}",
        "contact_reference": f"C-{number}",
        "agent_id": AGENT,
        "started_at": at,
        "duration_ms": 600_000,
        "handle_ms": 600_000,
        "channel": Channel.VOICE,
        "queue": "orders",
        "inquiry": ("billing",),
        "analysis": Analysis.model_validate(told),
        "source": InteractionSource(intake_id="in_1", format=SourceFormat.VCON),
        "created_at": at,
    }
    return Interaction(**(fields | changes))


def count(conversations: Iterable[Interaction], time_zone: str = "UTC") -> None:
    """Put the rollups of conversations, which themselves aren't stored; those that are there stay."""
    rows: dict[RowKey, Counter[str]] = defaultdict(Counter)
    for each in conversations:
        for place, counters in additions(conversation_share(each, time_zone)).items():
            rows[place].update(counters)
    dynamodb = boto3.client("dynamodb")
    for place, counters in rows.items():
        dynamodb.update_item(
            TableName="test-insights",
            Key={"PK": {"S": place.pk}, "SK": {"S": place.sk}},
            UpdateExpression="SET kind = :kind ADD " + ", ".join(f"#n{at} :n{at}" for at, _ in enumerate(counters)),
            ExpressionAttributeNames={f"#n{at}": name for at, name in enumerate(counters)},
            ExpressionAttributeValues={":kind": {"S": "rollup"}}
            | {f":n{at}": {"N": str(value)} for at, value in enumerate(counters.values())},
        )


class PlanWorld(World):
    """The services of plans over empty tables."""

    def __init__(self) -> None:
        super().__init__()
        reach, self.cursors = CoachingAccess(self.people, self.access), Cursors(lambda: b"secret")
        self.store = PlanStore()
        self.plans = PlanService(self.store, figures(), self.people, reach, self.cursors, self.clock, self.ids)
        self.refreshing = PlanRefresh(self.store, figures(), self.people, self.clock, self.ids)
        self.numbers = 0

    def settle(self, **settings: Any) -> None:
        with Transaction(self.clock, self.ids) as transaction:
            transaction.put(settings_row(self.people.settings().model_copy(update=settings)))

    def talk(self, *handle_s: int, at: datetime | None = None, **changes: Any) -> list[Interaction]:
        """Conversations that took so many seconds, one an hour up to `at` (a day ago unless told), counted."""
        last = at or self.clock.now() - timedelta(days=1)
        made = []
        for place, seconds in enumerate(handle_s):
            self.numbers += 1
            started = last - timedelta(hours=len(handle_s) - 1 - place)
            made.append(conversation(self.numbers, started, handle_ms=1000 * seconds, **changes))
        count(made)
        return made

    def draft(self, **changes: Any) -> PlanDraft:
        today = day_of(self.clock.now(), "UTC")
        fields: dict[str, Any] = {
            "channel": Channel.VOICE,
            "inquiry": "billing",
            "metric": Metric.EFFECTIVENESS,
            "percent": 10,
            "ends_on": today + timedelta(days=30),
            "planned_actions": ("Ask what they have tried", "Sum up"),
            "assistance": ("Training on our systems",),
        }
        return PlanDraft(**(fields | changes))

    def commit(self, by: str = AGENT, **changes: Any) -> PlanDetail:
        return self.plans.commit(self.caller(by), self.draft(**changes))

    def night(self, plan_id: str, days: int = 1) -> datetime | None:
        """Move the clock on and look at the plan."""
        self.clock.advance(timedelta(days=days))
        return self.refreshing.refresh(plan_id)

    @property
    def today(self) -> date:
        return day_of(self.clock.now(), "UTC")
