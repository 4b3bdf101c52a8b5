"""What reading costs, in DynamoDB read units and round trips, on the local engine, which counts as DynamoDB bills."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from debrief.coaching.history_reader import HistoryReader
from debrief.insights.projection.model import RowKey
from debrief.insights.projection.rollup_reader import RollupReader
from debrief.insights.projection.rollups import additions
from debrief.insights.projection.shares import conversation_share
from debrief.insights.projection.store import RollupStore
from debrief.insights.reports.access import ReportAccess
from debrief.insights.reports.service import ReportQuery, ReportService
from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.rows_store import sort_key
from debrief.interactions.conversations.service import InteractionFilter, InteractionService
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller
from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.storage.transactions import Transaction
from debrief.people.access import Access
from debrief.people.model import User
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.store import ScorecardStore
from debrief.summaries.drafting.material_reader import MaterialReader
from debrief.summaries.model import Summary
from debrief.summaries.store import SummaryStore
from tools.measure_cloud import Ledger, ledger

LIMIT = 25
PAGES = 8
DAYS = 28
"""Over which interactions are spread, so that every agent has some every day even while there are few."""

EVALUATIONS, CONVERSATIONS = 300, 500

clock = SystemClock()
ids = UlidIds(clock)


class Stores:
    """The stores over the tables of the cloud that is measured."""

    def __init__(self, content_bucket: str) -> None:
        self.people, self.rollups = PeopleStore(), RollupStore()
        self.evaluations, self.scorecards = EvaluationStore(), ScorecardStore()
        self.interactions = InteractionStore(ObjectStore(content_bucket))
        self.summaries = SummaryStore(ObjectStore(content_bucket))
        self.access = Access(self.people)
        self.insights = RollupReader(self.rollups, self.scorecards, self.people)


class Reader(NamedTuple):
    """Somebody who reads, and how the table of results calls them."""

    name: str
    caller: Caller
    agent_id: str | None


def readers(stores: Stores, agent: User, supervisor: User, admin: User) -> list[Reader]:
    """An agent, a supervisor with a line, and somebody who sees everyone."""
    return [
        Reader("of an agent", stores.access.caller(agent.id), agent.id),
        Reader("of a supervisor's line", stores.access.caller(supervisor.id), None),
        Reader("of everyone", stores.access.caller(admin.id), None),
    ]


class Cost(NamedTuple):
    """Of one read."""

    read_units: float
    round_trips: float


def page_reads(stores: Stores, who: Iterable[Reader]) -> dict[str, Cost]:
    """What a page of interactions, a report and an agent's summaries cost each reader.

    A page of interactions is the mean of several that follow each other: how many of a line's streams have to be read
    on depends on who happened to talk last.

    Raises RuntimeError when there is too little to read.
    """
    service = InteractionService(
        stores.interactions,
        stores.access,
        ObjectStore,
        clock,
        agent_sentiment=lambda: stores.people.settings().agent_sentiment,
    )
    scopes = ReportAccess(stores.access, stores.people, stores.insights)
    reports = ReportService(stores.insights, scopes, stores.people, clock)
    last = clock.now().date()
    found: dict[str, Cost] = {}
    for reader in who:
        wanted = InteractionFilter(agent_id=reader.agent_id)
        with ledger() as kept:
            pages = _read_pages(service, reader.caller, wanted)
        if not pages:
            raise RuntimeError(f"there is no full page of interactions {reader.name}")
        cost = Cost(kept.read_units / pages, kept.round_trips / pages)
        found[f"a page of {LIMIT} interactions {reader.name}"] = cost
        with ledger() as kept:
            query = ReportQuery(agent_id=reader.agent_id, first=last - timedelta(days=DAYS - 2), last=last)
            report = reports.conversations(reader.caller, query, "week")
        if not report.totals.count:
            raise RuntimeError(f"the report {reader.name} is empty")
        found[f"the conversations report {reader.name}"] = Cost(kept.read_units, kept.round_trips)
        if reader.agent_id:
            with ledger() as kept:
                stores.summaries.of_agent(reader.agent_id, visible_only=False, limit=10, start=None)
            found["a page of summaries of an agent"] = Cost(kept.read_units, kept.round_trips)
    return found


def _read_pages(service: InteractionService, caller: Caller, wanted: InteractionFilter) -> int:
    """Read a few full pages; how many there were."""
    before = None
    for done in range(PAGES):
        page = service.find(caller, wanted, limit=LIMIT, before=before)
        if len(page.items) < LIMIT:
            return done
        before = page.last
        if before is None:
            return done + 1
    return PAGES


class Crowd:
    """Interactions copied from real ones of the sample until there are as many as wanted, with their rollups.

    Written in batches, past the outbox: the pipeline's cost is measured elsewhere.
    """

    def __init__(self, dynamodb: Any, tables: tuple[str, str], patterns: Sequence[Interaction], zone: str) -> None:
        self._dynamodb = dynamodb
        self._interactions, self._insights = tables
        self._patterns = patterns
        self._zone = zone
        self._sums: dict[RowKey, Counter[str]] = defaultdict(Counter)
        self._count = 0
        for each in patterns:
            self._add(each)

    def grow(self, total: int, agents: Sequence[User]) -> None:
        """Have `total` of them, over the agents in turn and over the last weeks."""
        now = datetime.now(UTC)
        self._write(self._interactions, (self._item(number, agents, now) for number in range(self._count, total)))
        self._count = total
        self._write(
            self._insights,
            (
                {"PK": {"S": place.pk}, "SK": {"S": place.sk}, "kind": {"S": "rollup"}, "revision": {"N": "1"}}
                | {name: {"N": str(count)} for name, count in counters.items()}
                for place, counters in self._sums.items()
            ),
        )

    def _item(self, number: int, agents: Sequence[User], now: datetime) -> dict[str, Any]:
        agent = agents[number % len(agents)]
        day = number // len(agents) % DAYS
        # Anywhere in the day: a rule would put an agent's in heaps.
        started = now - timedelta(days=day, seconds=Random(number).randrange(300, 72_000))
        made = _moved(self._patterns[number % len(self._patterns)], started).model_copy(
            update={
                "id": f"int_{number:026d}",
                "contact_reference": f"BENCH-{number}",
                "agent_id": agent.id,
                "team_id": agent.team_id,
                "revision": 1,
            }
        )
        self._add(made)
        place = sort_key(made.started_at, made.id)
        keys = {
            "PK": f"INT#{made.id}",
            "SK": "INTERACTION",
            "GSI1PK": f"AGENT#{agent.id}",
            "GSI1SK": place,
            "GSI2PK": f"YEAR#{place[:4]}",
            "GSI2SK": place,
            "GSI3PK": f"CONTACT#{made.contact_reference}",
            "GSI3SK": made.id,
            "kind": "interaction",
            "body": made.model_dump_json(exclude={"revision"}),
        }
        return {name: {"S": value} for name, value in keys.items()} | {"revision": {"N": "1"}}

    def _add(self, interaction: Interaction) -> None:
        for place, counters in additions(conversation_share(interaction, self._zone)).items():
            self._sums[place].update(counters)

    def _write(self, table: str, items: Iterable[dict[str, Any]]) -> None:
        batch: list[dict[str, Any]] = []
        for item in items:
            batch.append({"PutRequest": {"Item": item}})
            if len(batch) == 25:
                self._dynamodb.batch_write_item(RequestItems={table: batch})
                batch = []
        if batch:
            self._dynamodb.batch_write_item(RequestItems={table: batch})


def fill_for_gather(stores: Stores, summary: Summary) -> None:
    """Give the summary's agent 300 evaluations and 500 conversations in its period, copies of those that are there."""
    agent_id, period = summary.agent_id, summary.period
    evaluations = stores.evaluations.evaluations_of(agent_id, period.start, period.end, most=50)
    conversations = stores.interactions.interactions_of(agent_id, period.start, period.end, most=50)
    if not evaluations or not conversations:
        raise RuntimeError("the sample has no evaluations or conversations to copy")
    step = (min(period.end, clock.now()) - period.start) / (CONVERSATIONS + 2)
    for number in range(max(EVALUATIONS, CONVERSATIONS)):
        at = period.start + (number + 1) * step
        interaction_id = f"int_G{number:025d}"
        with Transaction(clock, ids) as tx:
            if number < CONVERSATIONS:
                talk = conversations[number % len(conversations)]
                changed: dict[str, Any] = {"contact_reference": f"GATHER-{number}", "revision": 0}
                stores.interactions.put(tx, _moved(talk, at).model_copy(update={"id": interaction_id} | changed))
            if number < EVALUATIONS:
                pattern = evaluations[number % len(evaluations)]
                changed = {"interaction_id": interaction_id, "interaction_started_at": at, "revision": 0}
                stores.evaluations.put_evaluation(tx, pattern.model_copy(update={"id": f"ev_G{number:025d}"} | changed))


def gather(stores: Stores, summary: Summary) -> Ledger:
    """What reading everything for `summary` costs, in a process that has read nothing before."""
    fresh = Stores(stores.summaries.content.bucket)
    gatherer = MaterialReader(
        fresh.evaluations, fresh.scorecards, fresh.interactions, HistoryReader(), fresh.insights, PeopleStore(), clock
    )
    with ledger() as kept:
        material = gatherer.dossier(summary).material
    if (len(material.evaluations), len(material.conversations)) != (EVALUATIONS, CONVERSATIONS):
        raise RuntimeError(f"{len(material.evaluations)} evaluations, {len(material.conversations)} conversations read")
    return kept


def _moved(interaction: Interaction, to: datetime) -> Interaction:
    """The interaction as if it had started at another moment."""
    ended = interaction.ended_at and interaction.ended_at + (to - interaction.started_at)
    return interaction.model_copy(update={"started_at": to, "ended_at": ended})
