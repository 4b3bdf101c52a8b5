"""A sample organisation with conversations, a model that says what a test wants, and calls of the quality API."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3

from api.quality_api import wiring
from api.quality_api.handler import lambda_handler
from debrief.interactions.conversations.model import (
    Channel,
    Interaction,
    InteractionSource,
    SourceFormat,
    Speaker,
    Transcript,
    TranscriptReference,
    Turn,
)
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.ai.model_client import ModelClient, ModelSettings
from debrief.kernel.ai.money import TokenPrice
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.tables import query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.people.access import Access
from debrief.people.model import Change, User
from debrief.people.organisation.store import write_users
from debrief.people.rows_store import settings_row
from debrief.people.store import PeopleStore
from debrief.quality.answering.answerer_service import AiAnswerer
from debrief.quality.answering.automatic_service import AutomaticEvaluations
from debrief.quality.answering.checking import CONTROLS
from debrief.quality.answering.draft_service import DraftAnswering, DraftRequests
from debrief.quality.answering.names_reader import names_in
from debrief.quality.automations.service import AutomationService
from debrief.quality.automations.store import AutomationStore
from debrief.quality.automations.trial_service import ConditionTrials
from debrief.quality.automations.wiring import taking
from debrief.quality.calibrations.exchanging_service import Exchanges
from debrief.quality.calibrations.service import CalibrationService
from debrief.quality.calibrations.store import CalibrationStore
from debrief.quality.disputes.acknowledging_service import Acknowledgements
from debrief.quality.disputes.repairing_service import Repairs
from debrief.quality.disputes.service import DisputeService
from debrief.quality.disputes.store import DisputeStore
from debrief.quality.earning.checks_service import BlindChecks
from debrief.quality.earning.earning_service import Earning
from debrief.quality.earning.reading_service import AiStandings
from debrief.quality.earning.store import EarningStore
from debrief.quality.evaluations.assigning_service import Assigning
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.next_service import NextToScore
from debrief.quality.evaluations.outcome_service import OutcomeIndex
from debrief.quality.evaluations.outcome_store import OutcomeStore
from debrief.quality.evaluations.service import EvaluationService
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.table_store import QualityRow
from tests.doubles import FixedClock, SequentialIds
from tests.unit.helpers import LAMBDA_CONTEXT, Answer, answer_of, api_event

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
SAID = (
    ("agent", "Good morning, thank you for calling. How can I help?"),
    ("customer", "My parcel has not arrived and I am annoyed."),
    ("agent", "I am so sorry about that. This call is recorded for training."),
    ("agent", "I will send a new parcel today. Is there anything else?"),
    ("customer", "No, thanks."),
)


class FakeModel:
    """Bedrock's client: gives the answers that were put in, one a call, and keeps what it was asked.

    A second look finds everything borne out, unless something else was put in for it, by question; controls it finds
    to be what they are.
    """

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.asked: list[dict[str, Any]] = []
        self.looks: list[Any] = []
        self.looked: list[dict[str, Any]] = []

    def converse(self, **request: Any) -> dict[str, Any]:
        spec = request["toolConfig"]["tools"][0]["toolSpec"]
        tool = spec["name"]
        if tool == "check_answers":
            self.looked.append(request)
            answer = self.looks.pop(0) if self.looks else {}
            if isinstance(answer, dict):
                answer = {each["id"]: self._found(each, answer) for each in told_in(request)}
        else:
            self.asked.append(request)
            answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        use = {"toolUse": {"toolUseId": "use", "name": tool, "input": answer}}
        return {
            "output": {"message": {"role": "assistant", "content": [use]}},
            "stopReason": "tool_use",
            "usage": {"inputTokens": 1000, "outputTokens": 100},
            "ResponseMetadata": {"RequestId": f"request-{len(self.asked) + len(self.looked)}"},
        }

    @staticmethod
    def _found(told: dict[str, Any], put_in: dict[str, str]) -> str:
        if told["agent_said"] in CONTROLS:
            return put_in.get("control", "not_supported")
        return put_in.get(told["question"].removeprefix("Question ").removesuffix("?"), "supported")


def line(option: str, quote: str | None = None, confidence: float = 0.9, **more: Any) -> dict[str, Any]:
    """The model's answer to one question; a yes rests on the agent's greeting in `SAID` unless it says otherwise.

    What made it applicable is the customer's trouble.
    """
    more.setdefault("opportunity", "My parcel has not arrived")
    if quote is None and option == "yes":
        quote = "Good morning, thank you for calling."
    return {"option": option, "quote": quote, "rationale": "Because.", "confidence": confidence, **more}


def told_in(request: dict[str, Any]) -> list[dict[str, Any]]:
    """What a second look is told."""
    text: str = request["messages"][0]["content"][0]["text"]
    lines = text.split("<answers>\n")[1].split("\n</answers>")[0]
    return [json.loads(line) for line in lines.split("\n")]


class Started:
    """A workflow that only notes what it was asked to start. As in Step Functions, a name is run once only."""

    def __init__(self, started: list[tuple[str, int]]) -> None:
        self._started = started

    def start(self, draft: Evaluation, attempt: int) -> None:
        if (draft.id, attempt) not in self._started:
            self._started.append((draft.id, attempt))


class World:
    """ada (admin) › sam (supervisor) › kim, joe (agents); pat (supervisor) › zoe (agent); eve, ida (evaluators)."""

    def __init__(self) -> None:
        self.clock = FixedClock(START + timedelta(days=1))
        self.ids = SequentialIds()
        self.model = FakeModel()
        self.store, self.scorecards = EvaluationStore(), ScorecardStore()
        self.interactions = InteractionStore(ObjectStore("test-content"))
        self.check = True
        self.seeds = 0
        self.answering = AiAnswerer(self._client, lambda: self.check, names_in)
        self.automatic = AutomaticEvaluations(
            self.store,
            self.scorecards,
            self.interactions,
            lambda: self.answering,
            taking(self.store, self.scorecards, self.interactions, self.clock, self.ids),
            self.clock,
            self.ids,
            Earning(
                EarningStore(), self.store, PeopleStore(), Access(PeopleStore()), self.clock, self.ids, self._chance
            ),
        )
        self.access = Access(PeopleStore())
        for name, role, manager in (
            ("ada", "admin", None),
            ("sam", "supervisor", "ada"),
            ("pat", "supervisor", "ada"),
            ("kim", "agent", "sam"),
            ("joe", "agent", "sam"),
            ("zoe", "agent", "pat"),
            ("eve", "evaluator", None),
            ("ida", "evaluator", None),
        ):
            self.add_person(name, role, manager)
        self.calibrations = CalibrationService(
            CalibrationStore(), self.store, self.scorecards, self.interactions, self.access, self.clock, self.ids
        )
        wiring.calibrations._made = self.calibrations
        wiring.exchanges._made = Exchanges(
            self.calibrations,
            self.store,
            self.scorecards,
            self.interactions,
            self.access,
            self.clock,
            self.ids,
        )
        evaluations = EvaluationService(
            self.store, self.scorecards, self.interactions, self.access, self.clock, self.ids, self.calibrations
        )
        wiring.evaluations._made = evaluations
        self.drafts = DraftAnswering(evaluations, self.store, self.interactions, self.answering)
        self.outcomes = OutcomeIndex(OutcomeStore(), self.store, self.scorecards, self.clock, self.ids)
        wiring.next_to_score._made = NextToScore(
            evaluations, self.store, self.scorecards, self.interactions, self.access, self.clock
        )
        self.disputes = DisputeService(DisputeStore(), evaluations, self.access, self.clock, self.ids)
        self.acknowledgements = Acknowledgements(evaluations, self.store, self.access, self.clock, self.ids)
        self.repairs = Repairs(self.disputes, evaluations, self.access, self.clock, self.ids)
        wiring.repairs._made = self.repairs
        wiring.disputes._made, wiring.acknowledgements._made = self.disputes, self.acknowledgements
        wiring.assigning._made = Assigning(
            self.store, self.scorecards, self.interactions, self.access, self.clock, self.ids
        )
        wiring.automations._made = AutomationService(
            AutomationStore(), self.scorecards, self.interactions, PeopleStore(), self.access, self.clock, self.ids
        )
        wiring.blind_checks._made = BlindChecks(
            EarningStore(), self.scorecards, self.interactions, self.access, self.clock, self.ids
        )
        wiring.ai_standings._made = AiStandings(EarningStore(), evaluations, self.scorecards, self.access, self.clock)
        wiring.condition_trials._made = ConditionTrials(self.interactions, self.access, self.clock)
        self.started: list[tuple[str, int]] = []
        wiring.draft_requests._made = DraftRequests(evaluations, self.store, self.interactions, Started(self.started))

    def _chance(self) -> str:
        self.seeds += 1
        return f"seed {self.seeds}"

    def _client(self) -> ModelClient:
        settings = ModelSettings(model_id="a-model", price=TokenPrice(input=3, output=15))
        return ModelClient(settings, connect=lambda _: self.model, stopwatch=lambda: 0.0)  # type: ignore[arg-type, return-value]

    def add_person(self, name: str, role: str, manager: str | None, *groups: str) -> None:
        user = User(
            id=f"us_{name}",
            name=f"{name.title()} Sample",
            email=f"{name}@example.com",
            role_ids=frozenset({role}),
            manager_id=f"us_{manager}" if manager else None,
            group_ids=frozenset(groups),
        )
        with Transaction(self.clock, self.ids) as tx:
            write_users(tx, [Change(None, user)])

    def add_interaction(
        self,
        number: int,
        agent: str = "kim",
        said: tuple[tuple[str, str], ...] | None = SAID,
        channel: Channel = Channel.VOICE,
        at: datetime | None = None,
        digests: bool = True,
    ) -> Interaction:
        """A stored conversation, `number` hours after the start; added again, it takes the place of the first."""
        id = f"int_{number}"
        reference = None
        earlier = self.interactions.interaction(id)
        if said is not None:
            turns = tuple(
                Turn(index=i, speaker=Speaker(who), text=text, start_ms=i * 5000) for i, (who, text) in enumerate(said)
            )
            transcript = Transcript(interaction_id=id, turns=turns, source_format=SourceFormat.VCON)
            key = f"transcripts/{id}/1.json"
            self.interactions.put_transcript(key, transcript)
            reference = TranscriptReference(key=key, source_format=SourceFormat.VCON, turns=len(turns), words=50)
            if digests:
                reference = reference.model_copy(update={"digest": transcript.digest})
        interaction = Interaction(
            id=id,
            revision=earlier.revision if earlier else 0,
            contact_reference=f"C-{number}",
            agent_id=f"us_{agent}",
            started_at=at or START + timedelta(hours=number),
            duration_ms=60_000,
            channel=channel,
            queue="parcels",
            transcript=reference,
            source=InteractionSource(intake_id="in_1", format=SourceFormat.VCON),
            created_at=START,
        )
        with Transaction(self.clock, self.ids) as tx:
            self.interactions.put(tx, interaction)
        return written(interaction)

    def settle(self, **settings: Any) -> None:
        """Change the account's settings."""
        store = PeopleStore()
        with Transaction(self.clock, self.ids) as tx:
            tx.put(settings_row(store.settings().model_copy(update=settings)))

    def call(self, name: str | None, method: str, path: str, body: Any = None, **options: Any) -> Answer:
        """Ask the API as `name`. if_match: the ETag to send; query: the parameters."""
        headers = dict(options.pop("headers", {}))
        if "if_match" in options:
            headers["If-Match"] = options.pop("if_match")
        event = api_event(method, path, f"us_{name}" if name else None, body, headers=headers, **options)
        return answer_of(lambda_handler(event, LAMBDA_CONTEXT))

    def ask_ai(self, by: str, draft: Answer) -> Answer:
        """Let the AI answer, do the workflow's work, and read the draft."""
        path = f"/evaluations/{draft.body['id']}"
        asked = self.call(by, "POST", f"{path}/ai-answers")
        assert asked.status == 202, asked.body
        assert asked.body["ai_answering"]["status"] == "answering"
        self.drafts.answer(*self.started[-1])
        return self.call(by, "GET", path)

    def published(self, content: dict[str, Any], name: str = "Voice") -> str:
        """The id of a scorecard that was drafted and published over the API."""
        made = self.call("ada", "POST", "/scorecards", {"name": name, "content": content})
        assert made.status == 201, made.body
        done = self.call("ada", "POST", f"/scorecards/{made.body['id']}/publication")
        assert done.status == 200, done.body
        return str(made.body["id"])

    def opened(self, by: str, interaction: Interaction, scorecard_id: str) -> Answer:
        """A draft that `by` opened."""
        body = {"interaction_id": interaction.id, "scorecard_id": scorecard_id}
        return self.call(by, "POST", "/evaluations", body)

    def completed(self, by: str, interaction: Interaction, scorecard_id: str, **chosen: str) -> str:
        """The id of an evaluation that `by` completed with `question=option`."""
        draft = self.opened(by, interaction, scorecard_id)
        assert draft.status == 201, draft.body
        path = f"/evaluations/{draft.body['id']}"
        answers = [{"question_id": question, "option_id": option} for question, option in chosen.items()]
        saved = self.call(by, "PATCH", f"{path}/answers", {"answers": answers}, if_match=draft.etag)
        assert saved.status == 200, saved.body
        done = self.call(by, "POST", f"{path}/completion")
        assert done.status == 200, done.body
        return str(draft.body["id"])

    def events(self, type: str | None = None) -> list[Event]:
        """What was announced, in order."""
        rows = query_all(QualityRow, "OUTBOX", index="GSI1")
        events = [Event.model_validate_json(row.body or "") for row in rows]
        return sorted((each for each in events if type in {None, each.type}), key=lambda each: each.id)


def yes_no(id: str, **more: Any) -> dict[str, Any]:
    """A yes/no question in the API's form; yes earns 10 points and passes."""
    options = [{"id": "yes", "label": "Yes", "points": 10, "passes": True}, {"id": "no", "label": "No"}]
    return {"id": id, "text": f"Question {id}?", "kind": "yes_no", "options": options, **more}


def content(*questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A scorecard of one section in the API's form."""
    sections = [{"id": "a", "title": "Section a", "weight": 100, "questions": list(questions)}]
    return {"sections": sections, **more}


def items(answer: Answer, pick: Callable[[dict[str, Any]], Any] = lambda item: item["id"]) -> list[Any]:
    """What stands in a page."""
    assert answer.status == 200, answer.body
    return [pick(item) for item in answer.body["items"]]


def table_items() -> list[dict[str, Any]]:
    """Every item of the quality table, events aside."""
    found = boto3.client("dynamodb").scan(TableName="test-quality")["Items"]
    return [item for item in found if item["kind"]["S"] != "outbox"]
