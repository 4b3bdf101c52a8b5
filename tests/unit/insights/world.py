"""A small sample organisation with scorecards, evaluations and conversations, and the rollups over them."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import boto3

from debrief.insights.line_items import LineItemCount
from debrief.insights.projection.model import Contribution, RowKey
from debrief.insights.projection.projector import RollupProjector
from debrief.insights.projection.rollup_reader import RollupReader
from debrief.insights.projection.rollups import additions
from debrief.insights.projection.shares import conversation_share, evaluation_share
from debrief.insights.projection.store import RollupStore
from debrief.interactions.conversations.analysis import Analysis
from debrief.interactions.conversations.model import Channel, Interaction, InteractionSource, SourceFormat
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.calendar import day_of
from debrief.kernel.events.publishing import cloud_event
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import AccountSettings, Team, User
from debrief.people.rows_store import settings_row, team_row, user_row
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.model import Answer, Evaluation
from debrief.quality.evaluations.scoring import score
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.evaluations.tally import contribution
from debrief.quality.evaluations.words import EvaluationType
from debrief.quality.scorecards.model import Option, Question, Scorecard, ScorecardVersion, Section
from debrief.quality.scorecards.store import ScorecardStore
from tests.doubles import FixedClock, SequentialIds
from tests.unit.conftest import context_table

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
AT = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
QUESTIONS = ("listening", "closing", "greeting.[odd]:id")
"""Ids of questions; the last one has every character that could be mistaken for something else."""

# id, role, manager, team, direct reports
PEOPLE = [
    ("us_admin", "admin", None, None, 0),
    ("us_head", "supervisor", None, None, 1),
    ("us_lead", "supervisor", "us_head", None, 4),
    ("us_other", "supervisor", None, None, 1),
    ("us_a", "agent", "us_lead", "tm_big", 0),
    ("us_b", "agent", "us_lead", "tm_big", 0),
    ("us_c", "agent", "us_lead", "tm_big", 0),
    ("us_d", "agent", "us_lead", "tm_small", 0),
    ("us_x", "agent", "us_other", "tm_big", 0),
]


class World:
    """Stores over empty tables, and the people above."""

    def __init__(self, time_zone: str = "UTC") -> None:
        self.clock, self.ids = FixedClock(NOW), SequentialIds()
        self.evaluations, self.people = EvaluationStore(), PeopleStore()
        self.scorecards = ScorecardStore(stopwatch=lambda: 0)
        self.interactions = InteractionStore(ObjectStore(""))
        self.store = RollupStore()
        self.keeper = RollupProjector(
            self.store, self.evaluations, self.scorecards, self.interactions, self.people, self.clock, self.ids
        )
        self.insights = RollupReader(self.store, self.scorecards, self.people)
        for user_id, role, manager, team, reports in PEOPLE:
            email = f"{user_id}@example.com"
            user_row(
                User(
                    id=user_id,
                    name=f"Sample {user_id}",
                    email=email,
                    role_ids=frozenset({role}),
                    manager_id=manager,
                    team_id=team,
                    reports=reports,
                )
            ).save()
        for team in ("tm_big", "tm_small", "tm_empty"):
            team_row(Team(id=team, name=f"Team {team}")).save()
        self.settle(time_zone=time_zone)
        self.versions: dict[tuple[str, int], ScorecardVersion] = {}
        self.publish("sc_1", "Voice", 1)

    def start_over(self) -> None:
        """Empty the tables of evaluations and rollups, for the next example of Hypothesis."""
        dynamodb = boto3.client("dynamodb")
        for context in ("quality", "insights"):
            dynamodb.delete_table(TableName=f"test-{context}")
            dynamodb.create_table(**context_table(f"test-{context}"))
        self.versions.clear()
        self.publish("sc_1", "Voice", 1)

    def load(self, evaluations: Sequence[Evaluation], conversations: Sequence[Interaction]) -> None:
        """Put the rollups of many evaluations and conversations, which themselves aren't stored, without transactions:
        those of moto take time in proportion to the table."""
        zone = self.people.settings().time_zone
        shares = [conversation_share(each, zone) for each in conversations]
        for each in evaluations:
            share = evaluation_share(self.versions[each.scorecard_id, each.scorecard_version], each, zone)
            shares += [share] if share else []
        self.put_shares(shares)

    def put_shares(self, shares: Iterable[Contribution]) -> None:
        """Put down the rollups that some shares add up to, for places where nothing is yet."""
        rows: dict[RowKey, Counter[str]] = defaultdict(Counter)
        for share in shares:
            for place, counters in additions(share).items():
                rows[place].update(counters)
        items = [
            {"PK": {"S": place.pk}, "SK": {"S": place.sk}, "kind": {"S": "rollup"}, "revision": {"N": "1"}}
            | {name: {"N": str(count)} for name, count in counters.items()}
            for place, counters in rows.items()
        ]
        dynamodb = boto3.client("dynamodb")
        for first in range(0, len(items), 25):
            puts: Any = [{"PutRequest": {"Item": item}} for item in items[first : first + 25]]
            dynamodb.batch_write_item(RequestItems={"test-insights": puts})

    def settle(self, **settings: Any) -> AccountSettings:
        """Change the account's settings."""
        changed = self.people.settings().model_copy(update=settings)
        with Transaction(self.clock, self.ids) as tx:
            tx.put(settings_row(changed))
        return changed

    def publish(self, scorecard_id: str, name: str, number: int, suffix: str = "") -> ScorecardVersion:
        """Publish a version whose questions are worded `Listening<suffix>` and so on."""
        questions = tuple(_question(each, f"{each.title()}{suffix}") for each in QUESTIONS)
        version = ScorecardVersion(
            scorecard_id=scorecard_id,
            number=number,
            sections=(Section(id="se_1", title=f"Conversation{suffix}", weight=100, questions=questions),),
            published_at=AT,
        )
        before = self.scorecards.scorecard(scorecard_id)
        scorecard = Scorecard(
            id=scorecard_id,
            name=name,
            status="published",
            current_version=number,
            created_at=AT,
            updated_at=AT,
            revision=before.revision if before else 0,
        )
        with Transaction(self.clock, self.ids) as tx:
            self.scorecards.put_scorecard(tx, scorecard, version, write_version=True)
        self.versions[scorecard_id, number] = version
        return version

    def write(self, evaluation_id: str, answers: str, **changes: Any) -> Evaluation:
        """Complete or rescore an evaluation; `answers` as in `evaluation`."""
        before = self.evaluations.evaluation(evaluation_id)
        version = self.versions[changes.get("scorecard_id", "sc_1"), changes.get("scorecard_version", 1)]
        made = evaluation(version, evaluation_id, answers, **changes)
        made = made.model_copy(update={"revision": before.revision if before else 0})
        with Transaction(self.clock, self.ids) as tx:
            self.evaluations.put_evaluation(tx, made, before)
        return made

    def delete(self, evaluation_id: str) -> None:
        """Delete an evaluation, if it is there."""
        if found := self.evaluations.evaluation(evaluation_id):
            with Transaction(self.clock, self.ids) as tx:
                self.evaluations.delete_evaluation(tx, found, for_good=False)

    def complete(self, evaluation_id: str, answers: str, **changes: Any) -> Evaluation:
        """Complete or rescore an evaluation and count it."""
        made = self.write(evaluation_id, answers, **changes)
        self.keeper.count_evaluation(evaluation_id)
        return made

    def converse(self, interaction_id: str, analysis: Mapping[str, Any] | None = None, **changes: Any) -> Interaction:
        """Write a conversation (again) and count it."""
        before = self.interactions.interaction(interaction_id)
        made = conversation(interaction_id, analysis, **changes).model_copy(
            update={"revision": before.revision if before else 0}
        )
        with Transaction(self.clock, self.ids) as tx:
            self.interactions.put(tx, made)
        self.keeper.count_conversation(interaction_id)
        return made

    def counted_directly(self, evaluations: Iterable[Evaluation]) -> list[LineItemCount]:
        """The line items of the evaluations, counted one by one."""
        items: dict[tuple[str, str, int, str, str], Counter[str]] = {}
        for each in evaluations:
            version = self.versions[each.scorecard_id, each.scorecard_version]
            texts = {question.id: question.text for question in version.questions()}
            scorecard = self.scorecards.scorecard(each.scorecard_id)
            for key, counters in contribution(version, each).items():
                if key.scope == "question" and scorecard:
                    item = (scorecard.id, scorecard.name, version.number, key.item_id, texts[key.item_id])
                    items.setdefault(item, Counter()).update(counters)
        return [
            LineItemCount(
                *item,
                counted["passed"],
                counted["applicable"],
                not_applicable=counted["not_applicable"],
                no_opportunity=counted["no_opportunity"],
            )
            for item, counted in items.items()
        ]


def evaluation(version: ScorecardVersion, evaluation_id: str, answers: str, **changes: Any) -> Evaluation:
    """A completed evaluation; `answers` has a letter for each question: y(es), n(o), o (no opportunity), - (other N/A)
    or blank (open)."""
    given = tuple(
        Answer(
            question_id=question.id,
            option_id={"y": "yes", "n": "no"}.get(letter),
            not_applicable=letter in "-o",
            no_opportunity=letter == "o",
        )
        for question, letter in zip(version.questions(), answers, strict=True)
        if letter != " "
    )
    fields: dict[str, Any] = {
        "id": evaluation_id,
        "interaction_id": f"int_{evaluation_id}",
        "contact_reference": f"C-{evaluation_id}",
        "agent_id": "us_a",
        "team_id": "tm_big",
        "channel": Channel.VOICE,
        "scorecard_id": version.scorecard_id,
        "scorecard_name": "as it was called then",
        "scorecard_version": version.number,
        "type": "manual",
        "status": "completed",
        "answers": given,
        "score": score(version, given, running=True),
        "created_at": AT,
        "completed_at": AT,
        "interaction_started_at": AT,
    }
    return Evaluation(**(fields | changes))


def conversation(interaction_id: str, analysis: Mapping[str, Any] | None = None, **changes: Any) -> Interaction:
    """A conversation. analysis: values by field, each told by the model."""
    read = {name: {"value": value, "origin": "model"} for name, value in (analysis or {}).items()}
    fields: dict[str, Any] = {
        "id": interaction_id,
        "contact_reference": f"C-{interaction_id}",
        "agent_id": "us_a",
        "team_id": "tm_big",
        "started_at": AT,
        "duration_ms": 300_000,
        "handle_ms": 360_000,
        "channel": Channel.VOICE,
        "queue": "orders",
        "analysis": Analysis.model_validate(read) if analysis is not None else None,
        "source": InteractionSource(intake_id="in_1", format=SourceFormat.VCON),
        "created_at": AT,
    }
    return Interaction(**(fields | changes))


def on_day(day: int, hour: int = 9) -> datetime:
    """An instant of March 2026."""
    return AT.replace(day=day, hour=hour)


def within(evaluations: Iterable[Evaluation], first: date, last: date, time_zone: str = "UTC") -> list[Evaluation]:
    """Those whose interaction was in the period."""
    return [each for each in evaluations if first <= day_of(each.interaction_started_at, time_zone) <= last]


def message(event_type: str, subject: str, number: int = 1, **data: Any) -> dict[str, Any]:
    """An event as a queue hands it over."""
    event = Event(id=f"evt_{number}", type=event_type, subject=subject, time=NOW, data=data)
    envelope = {"version": "0", "source": "debrief.quality", "detail-type": event_type, "detail": cloud_event(event)}
    return raw(json.dumps(envelope), number)


def raw(body: str, number: int) -> dict[str, Any]:
    """A message with any body, as SQS hands it over."""
    attributes = {"ApproximateReceiveCount": "1"}
    return {"messageId": f"m{number}", "eventSource": "aws:sqs", "attributes": attributes, "body": body}


def batch(*messages: dict[str, Any]) -> dict[str, Any]:
    """A batch of messages."""
    return {"Records": list(messages)}


def _question(id: str, text: str) -> Question:
    options = (Option(id="yes", label="Yes", points=1, passes=True), Option(id="no", label="No"))
    return Question(id=id, text=text, kind="yes_no", options=options, required=False, allow_na=True)


TYPES: tuple[EvaluationType, ...] = ("manual", "blended", "automatic")
CONTEXT = SimpleNamespace(function_name="roll_up", get_remaining_time_in_millis=lambda: 30_000)
