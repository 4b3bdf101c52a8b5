"""How fast the workflows are on the local engine, and what one call costs in AWS's list prices."""

import json
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any, Final

from debrief.insights.projection.projector import RollupProjector
from debrief.interactions.analysis.analyse_step import ConversationAnalyser
from debrief.interactions.analysis.indicator_store import IndicatorStore
from debrief.interactions.conversations.model import Interaction, ModelPart
from debrief.interactions.intake.model import BulkImport, IntakeItem
from debrief.interactions.intake.normalise_step import Normaliser
from debrief.interactions.intake.receiving_service import ReceivingService
from debrief.interactions.intake.store import IntakeStore
from debrief.interactions.intake.unit_reader import UnitReader
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.workflows import RUNNING, UNKNOWN
from debrief.people.account.model_wiring import model_client
from debrief.quality.answering.answerer_service import AiAnswerer
from debrief.quality.answering.automatic_service import AutomaticEvaluations
from debrief.quality.answering.names_reader import names_in
from debrief.quality.answering.wiring import wants_check
from debrief.quality.automations.wiring import taking
from debrief.quality.earning.wiring import earning
from local.cloud import Cloud
from local.sample import documents
from local.sample.build import DAYS
from local.sample.model import Conversation, Sample
from local.sample.talk import Frame, compose
from local.waiting import Waiter
from tools.measure_cloud import Ledger, ledger
from tools.measure_reads import Stores, clock, ids

# AWS list price, us-east-1, in US dollars: DynamoDB on demand since November 2024, the others as of 2025. They change
# seldom, and mostly downwards; AWS's price pages have the present ones.
READ_UNIT: Final = 0.125e-6
WRITE_UNIT: Final = 0.625e-6
S3_WRITE: Final = 5e-6
S3_READ: Final = 0.4e-6
LAMBDA_REQUEST: Final = 0.2e-6
LAMBDA_GB_SECOND_ARM: Final = 13.3334e-6
STATE_TRANSITION: Final = 25e-6
EVENT: Final = 1e-6
QUEUE_REQUEST: Final = 0.4e-6
TRACE: Final = 5e-6
LOG_GB: Final = 0.5

MODEL_WAIT_S: Final = 8.0
"""How long a function waits for a real model in a call; the offline one answers at once."""

LOG_BYTES: Final = 1500
"""Written to the log at one invocation: Lambda's own lines and one or two of ours."""

QUEUE_REQUESTS: Final = 3
"""Sending, receiving and deleting a message."""


def conversations(sample: Sample, count: int, prefix: str) -> Iterator[Conversation]:
    """New conversations of the sample's agents, by turns."""
    rng = random.Random(f"bench:{prefix}")
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    for number in range(count):
        profile = sample.profiles[number % len(sample.profiles)]
        frame = Frame(f"{prefix}-{number:05d}", at - timedelta(minutes=7 * number), sample.first_day, DAYS)
        yield compose(profile, frame, rng)


def per_minute(cloud: Cloud, sample: Sample, count: int, waiter: Waiter) -> float:
    """Conversations a minute through the deployed pipeline: from the first drop to the last end.

    Raises RuntimeError when one fails.
    """
    machine = _machine(cloud, "pipeline")
    before = len(_ended(cloud, machine))
    bodies = [(each.reference, json.dumps(documents.vcon(each)).encode()) for each in conversations(sample, count, "B")]
    s3 = cloud.boto("s3")
    started = time.monotonic()
    for reference, body in bodies:
        s3.put_object(Bucket=cloud.recordings_bucket, Key=f"bench/{reference}.vcon.json", Body=body)

    def all_ended() -> bool | None:
        return True if len(_ended(cloud, machine)) >= before + count else None

    waiter.until(f"The end of {count} conversations", all_ended, seconds=600, every=0.5)
    took = time.monotonic() - started
    statuses = _ended(cloud, machine)
    if set(statuses) != {"SUCCEEDED"}:
        raise RuntimeError(f"executions ended as {sorted(set(statuses))}")
    return count / took * 60


def own_seconds(cloud: Cloud, execution: str, model_s: float) -> float:
    """How long an execution of a summary's workflow took, without the `model_s` seconds that the model took of it."""
    step_functions = cloud.boto("stepfunctions")
    arn = _machine(cloud, "summary").replace(":stateMachine:", ":execution:") + f":{execution}"
    run = step_functions.describe_execution(executionArn=arn)
    return float((run["stopDate"] - run["startDate"]).total_seconds()) - model_s


def transitions(cloud: Cloud) -> int:
    """The most states that one of the pipeline's last runs went through."""
    step_functions = cloud.boto("stepfunctions")
    runs = step_functions.list_executions(stateMachineArn=_machine(cloud, "pipeline"), maxResults=20)["executions"]
    return max(
        sum(
            bool(event["type"].endswith("StateEntered"))
            for page in step_functions.get_paginator("get_execution_history").paginate(executionArn=run["executionArn"])
            for event in page["events"]
        )
        for run in runs
    )


class _Noted:
    """Workflows that are only noted: the steps are taken here."""

    item: IntakeItem | None = None

    def start_pipeline(self, item: IntakeItem, transcription: dict[str, Any]) -> None:
        if transcription["needs_transcription"]:
            raise RuntimeError("the call came with its transcript")
        self.item = item

    def pipeline_state(self, item: IntakeItem) -> str:
        return RUNNING if item == self.item else UNKNOWN

    def start_catching_up(self, interaction: Interaction, part: ModelPart, name: str) -> None:
        raise RuntimeError(f"{interaction.id} lacks {part}: {name} was asked for")

    def start_import(self, bulk: BulkImport) -> None:
        raise RuntimeError(f"no import was expected: {bulk.id}")

    def import_state(self, bulk: BulkImport) -> str:
        raise RuntimeError(f"no import was expected: {bulk.id}")


class CallCost:
    """What one call needs, from the drop to its place in the reports. model_calls: of the analysis and evaluations."""

    def __init__(self, kept: Ledger, seconds: float, states: int, memory_gb: float, model_calls: int) -> None:
        invocations = 5 + 2 * kept.announced
        self.parts = {
            "DynamoDB": kept.read_units * READ_UNIT
            # Publishing removes each event from the outbox again.
            + (kept.write_units + kept.announced) * WRITE_UNIT,
            "S3": kept.calls["s3.PutObject"] * S3_WRITE
            + (kept.calls["s3.GetObject"] + kept.calls["s3.HeadObject"]) * S3_READ,
            "Step Functions": states * STATE_TRANSITION,
            "Lambda": invocations * LAMBDA_REQUEST
            + (seconds + model_calls * MODEL_WAIT_S) * memory_gb * LAMBDA_GB_SECOND_ARM,
            "events and queues": kept.announced * EVENT + (1 + kept.announced) * QUEUE_REQUESTS * QUEUE_REQUEST,
            "logs and traces": invocations * (TRACE + LOG_BYTES / 1e9 * LOG_GB),
        }

    @property
    def usd(self) -> float:
        """All parts together."""
        return sum(self.parts.values())


def cost_of_a_call(cloud: Cloud, stores: Stores, sample: Sample) -> CallCost:
    """Take one call through all steps in this process, and price what that needed."""
    bucket = "debrief-bench-drops"
    s3 = cloud.boto("s3")
    s3.create_bucket(Bucket=bucket)
    call = next(conversations(sample, 1, "COST"))
    body = json.dumps(documents.vcon(call)).encode()
    put = s3.put_object(Bucket=bucket, Key="cost.vcon.json", Body=body)
    noted, reader = _Noted(), UnitReader(stores.people, ObjectStore)
    intake = ReceivingService(IntakeStore(), stores.interactions, lambda: reader, noted, clock, ids)
    parts = IntakeStore(), stores.interactions, stores.people, reader
    normaliser = Normaliser(*parts, clock, ids)
    model = model_client("analysis", clock)
    analyst = ConversationAnalyser(stores.interactions, IndicatorStore(), stores.people, model, clock, ids)
    automatic = AutomaticEvaluations(
        stores.evaluations,
        stores.scorecards,
        stores.interactions,
        lambda: AiAnswerer(lambda: model_client("answers", clock), wants_check, names_in),
        taking(stores.evaluations, stores.scorecards, stores.interactions, clock, ids),
        clock,
        ids,
        earning(stores.evaluations, clock, ids),
    )
    keeper = RollupProjector(
        stores.rollups, stores.evaluations, stores.scorecards, stores.interactions, stores.people, clock, ids
    )
    with ledger() as kept:
        started = time.perf_counter()
        intake.receive(bucket, "cost.vcon.json", put["ETag"].strip('"'), len(body))
        if noted.item is None:
            raise RuntimeError("the call was held at the intake")
        interaction_id = normaliser.run(noted.item.id, noted.item.attempt, None)
        analyst.run(interaction_id)
        automatic.evaluate(interaction_id)
        intake.settle(noted.item.id, noted.item.attempt, None)
        keeper.count_conversation(interaction_id)
        evaluations = stores.evaluations.evaluations_of_interaction(interaction_id)
        for evaluation in evaluations:
            keeper.count_evaluation(evaluation.id)
        seconds = time.perf_counter() - started
    return CallCost(kept, seconds, transitions(cloud), _memory_gb(cloud), 1 + len(evaluations))


def middle(times: int, measure: Callable[[], float]) -> float:
    """The median of several measurements."""
    return median(measure() for _ in range(times))


def _memory_gb(cloud: Cloud) -> float:
    """The largest memory of the pipeline's functions."""
    names = ("intake_recording", "normalise_transcript", "analyse_interaction", "evaluate_automatically")
    lambda_ = cloud.boto("lambda")
    found = (lambda_.get_function_configuration(FunctionName=f"debrief-local-{name}") for name in names)
    return max(int(each["MemorySize"]) for each in found) / 1024


def _machine(cloud: Cloud, word: str) -> str:
    machines = cloud.boto("stepfunctions").list_state_machines()["stateMachines"]
    return next(str(each["stateMachineArn"]) for each in machines if word in each["name"])


def _ended(cloud: Cloud, machine: str) -> list[str]:
    pages = cloud.boto("stepfunctions").get_paginator("list_executions").paginate(stateMachineArn=machine)
    return [run["status"] for page in pages for run in page["executions"] if run["status"] != "RUNNING"]
