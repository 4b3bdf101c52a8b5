"""What lists and reports of quality cost to read among few evaluations and among many.

The rows are those that the stores write, made once for each kind and copied with other ids, people and days, past the
transactions: what writing costs is measured elsewhere. Rollups are summed from what each evaluation adds.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Final, NamedTuple, Protocol
from urllib.parse import urlencode

from debrief.insights.projection.model import RowKey
from debrief.insights.projection.rollups import additions
from debrief.insights.projection.shares import evaluation_share
from debrief.interactions.conversations.words import Channel
from debrief.kernel.ai.provenance import AiProvenance
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import iso
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import User
from debrief.quality.automations.model import Automation, AutomationOrder, StartEvaluation
from debrief.quality.automations.store import AutomationStore
from debrief.quality.calibrations.model import Assessor, Calibration
from debrief.quality.calibrations.store import CalibrationStore
from debrief.quality.disputes.model import Dispute, DisputedAnswer, EvidenceKind
from debrief.quality.disputes.store import DisputeStore
from debrief.quality.evaluations.history import Choice
from debrief.quality.evaluations.model import Answer, Evaluation
from debrief.quality.evaluations.outcome_store import OutcomeStore
from debrief.quality.evaluations.outcomes import OVERALL, outcome_lines
from debrief.quality.evaluations.scoring import score
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.goals.model import Goal
from debrief.quality.goals.store import GoalStore
from debrief.quality.scorecards.model import Option, Question, Scorecard, ScorecardVersion, Section
from debrief.quality.scorecards.store import ScorecardStore
from tools.kept_rows import Kept, clock, ids, text_of, write

CARD: Final = "sc_00000000000000000BENCHCARD"
QUESTION: Final = "question-1"
QUESTIONS: Final = 12
DAYS: Final = 28
"""Over which evaluations are spread. The reports are of the last half of them, with the first half beside."""

MOST_AGENTS: Final = 8
"""With so many, and three kinds of evaluations, each agent has each kind on each day even while there are few."""

GOALS, AUTOMATIONS = 20, 20
"""They don't grow with what is evaluated; an account has 100 and 50 at most."""

DISPUTED, CALIBRATED = 10, 50
"""One of so many evaluations is disputed, and of so many there is a calibration."""

MODEL: Final = AiProvenance(
    model="bench-model",
    prompt_version="evaluation.v1",
    prompt_hash="0" * 64,
    input_tokens=1,
    output_tokens=1,
    cost_micro_usd=1,
    latency_ms=1,
)

_EVALUATION, _CONVERSATION, _AGENT, _TEAM = "ev_PATTERN", "int_PATTERN", "us_PATTERN", "tm_PATTERN"
_THING = "thing_PATTERN"
_AT = datetime(2001, 2, 3, 4, 5, 6, 789_000, tzinfo=UTC)
_CONTEXT = SimpleNamespace(
    function_name="bench",
    memory_limit_in_mb=256,
    invoked_function_arn="arn:aws:lambda:eu-central-1:123456789012:function:bench",
    aws_request_id="bench",
    get_remaining_time_in_millis=lambda: 30_000,
)


class Usage(Protocol):
    """What was read so far."""

    @property
    def read_units(self) -> float: ...

    @property
    def round_trips(self) -> int: ...


class Cost(NamedTuple):
    """Of one read, with all that it takes to know who asks and what they are called."""

    read_units: float
    round_trips: int


class Asked(NamedTuple):
    """A read: its name in the table, and what is asked for."""

    name: str
    path: str
    query: dict[str, str]


class EvaluationCrowd:
    """Evaluations of some agents over the last weeks, as many as wanted, by two people and a model.

    Of each there is what lists read: its summary, and how it and one of its questions came out. The evaluations
    themselves are left out, since no list reads one.
    """

    def __init__(
        self, dynamodb: Any, tables: tuple[str, str], agents: Sequence[User], evaluators: Sequence[User], zone: str
    ) -> None:
        self._dynamodb = dynamodb
        self._quality, self._insights = tables
        self._agents, self._evaluators, self._zone = agents[:MOST_AGENTS], evaluators, zone
        self._version = scorecard_version()
        self._patterns = [self._pattern(place) for place in range(3)]
        self._sums: dict[RowKey, Counter[str]] = defaultdict(Counter)
        self._count = 0
        self._now = datetime.now(UTC)

    def begin(self) -> None:
        """Publish the scorecard, and set goals and automations."""
        card = Scorecard(id=CARD, name="Bench", status="published", current_version=1, created_at=_AT, updated_at=_AT)
        by = self._evaluators[0].id
        made: dict[str, Any] = {"created_at": _AT, "created_by": by, "updated_at": _AT, "updated_by": by}
        with Transaction(clock, ids) as tx:
            ScorecardStore().put_scorecard(tx, card, self._version, write_version=True)
        cards = [f"au_{number:026d}" for number in range(AUTOMATIONS)]
        with Transaction(clock, ids) as tx:
            for number, id in enumerate(cards):
                then = (StartEvaluation(scorecard_id=CARD),)
                AutomationStore().put(tx, Automation(id=id, name=f"Card {number}", then=then, **made))
            AutomationStore().put_order(tx, AutomationOrder(ids=tuple(cards)))
        with Transaction(clock, ids) as tx:
            for number in range(GOALS):
                says: dict[str, Any] = {
                    "name": f"Goal {number}",
                    "scorecard_id": CARD,
                    "evaluator_ids": (by,),
                    "first_on": _AT.date(),
                    "agent_ids": tuple(each.id for each in self._agents),
                }
                GoalStore().put(tx, Goal(id=f"gl_{number:026d}", **says, **made))

    def grow(self, total: int) -> None:
        """Have `total` of them."""
        batch: list[dict[str, Any]] = []
        for number in range(self._count, total):
            batch += self._items(number)
            if len(batch) >= 500:
                write(self._dynamodb, self._quality, batch)
                batch = []
        write(self._dynamodb, self._quality, batch)
        self._count = total
        counted = (
            {"PK": {"S": place.pk}, "SK": {"S": place.sk}, "kind": {"S": "rollup"}, "revision": {"N": "1"}}
            | {name: {"N": str(count)} for name, count in counters.items()}
            for place, counters in self._sums.items()
        )
        write(self._dynamodb, self._insights, list(counted))

    def _items(self, number: int) -> Iterator[dict[str, Any]]:
        agent = self._agents[number % len(self._agents)]
        turn = number // len(self._agents)
        pattern = self._patterns[turn // DAYS % len(self._patterns)]
        started = self._now - timedelta(days=turn % DAYS, milliseconds=number % 86_000_000)
        where = {
            _EVALUATION: f"ev_{number:026d}",
            _CONVERSATION: f"int_{number:026d}",
            _THING: f"x_{number:026d}",
            _AGENT: agent.id,
            _TEAM: agent.team_id or "tm_none",
            iso(_AT): iso(started),
        }
        text = pattern.often
        if number % DISPUTED == 0:
            text = text[:-1] + "," + pattern.disputed[1:]
        if number % CALIBRATED == 0:
            text = text[:-1] + "," + pattern.calibrated[1:]
        for old, new in where.items():
            text = text.replace(old, new)
        for place, counters in pattern.adds(agent, day_of(started, self._zone).isoformat()).items():
            self._sums[place].update(counters)
        yield from json.loads(text)

    def _pattern(self, place: int) -> "_Pattern":
        by = self._evaluators[place % len(self._evaluators)].id if place < 2 else None
        answers = tuple(
            Answer(question_id=question.id, option_id="yes" if (at + place) % 3 else "no")
            for at, question in enumerate(self._version.questions())
        )
        evaluation = Evaluation(
            id=_EVALUATION,
            interaction_id=_CONVERSATION,
            contact_reference="BENCH",
            agent_id=_AGENT,
            team_id=_TEAM,
            channel=Channel.VOICE,
            scorecard_id=CARD,
            scorecard_name="Bench",
            scorecard_version=1,
            type="manual" if by else "automatic",
            status="completed",
            evaluator_id=by,
            provenance=None if by else MODEL,
            answers=answers,
            score=score(self._version, answers, running=False),
            created_at=_AT,
            completed_at=_AT,
            interaction_started_at=_AT,
        )
        return _Pattern(self._version, evaluation, self._evaluators[0].id)


class _Pattern:
    """What there is of one kind of evaluation, as JSON texts of items, and what it adds to rollups."""

    def __init__(self, version: ScorecardVersion, evaluation: Evaluation, by: str) -> None:
        often, disputed, calibrated = Kept(), Kept(), Kept()
        EvaluationStore().put_evaluation(often, evaluation)
        lines = outcome_lines(version, evaluation)
        for line in (lines[OVERALL], lines[QUESTION]):
            OutcomeStore().write(often, line, None)
        DisputeStore().put(disputed, _dispute(evaluation))
        CalibrationStore().put(calibrated, _calibration(evaluation, by))
        self.often = text_of(each for each in often.kept if each.kind != "evaluation")
        self.disputed, self.calibrated = text_of(disputed.kept), text_of(calibrated.kept)
        self._version, self._evaluation = version, evaluation
        self._added: dict[tuple[str, str], dict[RowKey, dict[str, int]]] = {}

    def adds(self, agent: User, day: str) -> dict[RowKey, dict[str, int]]:
        """What one of an agent's adds on a day."""
        if (agent.id, day) not in self._added:
            at = datetime.fromisoformat(f"{day}T12:00:00+00:00")
            whose = {"agent_id": agent.id, "team_id": agent.team_id, "interaction_started_at": at}
            share = evaluation_share(self._version, self._evaluation.model_copy(update=whose), "UTC")
            self._added[agent.id, day] = additions(share)
        return self._added[agent.id, day]


def asked(agent_id: str, zone: str) -> list[Asked]:
    """What is measured: the lists, and the reports of the last weeks with the period before beside them."""
    last = day_of(clock.now(), zone)
    first = last - timedelta(days=DAYS // 2 - 1)
    period = {"scorecard_id": CARD, "from": str(first), "to": str(last)}
    lists = [
        Asked("evaluations", "/evaluations", {}),
        Asked("evaluations of an agent", "/evaluations", {"agent_id": agent_id}),
        Asked("evaluations of a scorecard", "/evaluations", {"scorecard_id": CARD}),
        Asked(
            "evaluations that missed a question",
            "/evaluations",
            {"scorecard_id": CARD, "question_id": QUESTION, "outcome": "missed"},
        ),
        Asked("disputes", "/disputes", {"state": "open", "whose": "everybody"}),
        Asked("calibrations", "/calibrations", {}),
    ]
    whole = [Asked("goals", "/goals", {}), Asked("automations", "/automations", {})]
    reports = [
        Asked("line items, with those before", "/reports/line-items", period | {"previous": "true"}),
        Asked("responses, with those before", "/reports/responses", period | {"previous": "true"}),
        *(
            Asked(f"a question by {by}", "/reports/breakdown", period | {"question_id": QUESTION, "by": by})
            for by in ("agent", "team", "version", "evaluator", "week")
        ),
    ]
    around = {"agent_id": agent_id, "from": str(first), "to": str(last), "beside": "true"}
    reports.append(Asked("improvement of an agent, beside colleagues", "/improvement/metrics", around))
    limited = [each._replace(name=f"a page of {each.name}", query=each.query | {"limit": "25"}) for each in lists]
    return [*limited, *whole, *reports]


def costs(
    user_id: str, wanted: Sequence[Asked], measured: Callable[[], AbstractContextManager[Usage]]
) -> dict[str, Cost]:
    """What each of them costs somebody who sees everybody.

    Raises:
        RuntimeError: one of them is refused, or finds nothing.
    """
    found: dict[str, Cost] = {}
    for each in wanted:
        # What a function keeps for its next requests is there.
        _answer(user_id, each)
        with measured() as usage:
            answer = _answer(user_id, each)
        if not (answer.get("items") or answer.get("questions") or answer.get("rows") or answer.get("metrics")):
            raise RuntimeError(f"{each.name}: there is nothing to read")
        found[each.name] = Cost(usage.read_units, usage.round_trips)
    return found


def _answer(user_id: str, wanted: Asked) -> dict[str, Any]:
    from api.insights_api.handler import lambda_handler as insights
    from api.quality_api.handler import lambda_handler as quality

    claims = {"jwt": {"claims": {"username": user_id, "token_use": "access"}, "scopes": None}}
    event = {
        "version": "2.0",
        "routeKey": f"GET {wanted.path}",
        "rawPath": wanted.path,
        "rawQueryString": urlencode(wanted.query),
        "headers": {"content-type": "application/json", "host": "bench.example.com"},
        "queryStringParameters": wanted.query,
        "requestContext": {
            "authorizer": claims,
            "domainName": "bench.example.com",
            "http": {"method": "GET", "path": wanted.path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"},
            "requestId": "bench",
            "stage": "$default",
        },
        "isBase64Encoded": False,
    }
    answer = (insights if wanted.path.startswith(("/reports", "/improvement")) else quality)(event, _CONTEXT)
    if answer["statusCode"] != 200:
        raise RuntimeError(f"{wanted.name}: {answer['statusCode']} {answer['body'][:300]}")
    told: dict[str, Any] = json.loads(answer["body"])
    return told


def scorecard_version() -> ScorecardVersion:
    """The scorecard that everything is evaluated with."""
    options = (Option(id="yes", label="Yes", points=1, passes=True), Option(id="no", label="No"))
    questions = [
        Question(id=f"question-{number}", text=f"Question {number}", kind="yes_no", options=options)
        for number in range(1, QUESTIONS + 1)
    ]
    halves = [tuple(questions[first : first + QUESTIONS // 2]) for first in range(0, QUESTIONS, QUESTIONS // 2)]
    sections = tuple(
        Section(id=f"section-{place}", title=f"Section {place}", weight=50, questions=part)
        for place, part in enumerate(halves)
    )
    return ScorecardVersion(scorecard_id=CARD, number=1, sections=sections, published_at=_AT)


def _dispute(of: Evaluation) -> Dispute:
    answer = DisputedAnswer(
        question_id=QUESTION,
        choice=Choice(option_id="no"),
        evidence=EvidenceKind(answered_by="human", words="none"),
        reason="As the recording says.",
    )
    return Dispute(
        id=_THING,
        evaluation_id=of.id,
        round=1,
        raised_by=of.agent_id,
        raised_at=_AT,
        answers=(answer,),
        decider_id=None,
        percent=of.score.percent if of.score else None,
        **_shared(of),
        team_id=of.team_id,
        type=of.type,
        evaluator_id=of.evaluator_id,
    )


def _calibration(of: Evaluation, by: str) -> Calibration:
    assessors = (Assessor(user_id=by, evaluation_id=f"{of.id}-1"),)
    return Calibration(id=_THING, name="Bench", assessors=assessors, created_by=by, created_at=_AT, **_shared(of))


def _shared(of: Evaluation) -> dict[str, Any]:
    """What a dispute and a calibration both keep of a conversation and its scorecard."""
    return {
        "interaction_id": of.interaction_id,
        "contact_reference": of.contact_reference,
        "channel": of.channel,
        "inquiry": of.inquiry,
        "agent_id": of.agent_id,
        "interaction_started_at": of.interaction_started_at,
        "scorecard_id": of.scorecard_id,
        "scorecard_name": of.scorecard_name,
        "scorecard_version": of.scorecard_version,
    }
