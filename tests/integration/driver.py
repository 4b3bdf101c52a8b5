"""A small client of the running cloud: people, dropped objects, the API, executions. Waiting is polling with an end."""

import csv
import io
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from itertools import count
from typing import Any, NamedTuple, TypeVar
from uuid import uuid4

from debrief.interactions.intake.file_names import unit_of
from debrief.kernel.ids import derived_id
from debrief.kernel.schedules.places import GIVEN_UP, SHARDS, partition, place
from local.cloud import ADMIN_EMAIL, Cloud
from tools.rights.proof import NOWHERE

Json = dict[str, Any]
T = TypeVar("T")
SETTLED = ("loaded", "held", "failed")
TOKEN_S = 1800.0
"""How long an access token is used: it holds for an hour, and on a slow machine all of the flows may take longer."""
PIPELINE, IMPORT, SUMMARY, ANSWERS, PEOPLE, HELD, PRACTICE = (
    "InteractionPipelineArn",
    "BulkImportArn",
    "PerformanceSummaryArn",
    "DraftAnswersArn",
    "PeopleImportArn",
    "HeldBatchArn",
    "PracticeArn",
)
"""The state machines, by the names of their outputs."""


PATIENCE_S = 90.0
"""How long anything is waited for that takes a few seconds: a machine that has other things to do may take many times
as long. Only a test that fails waits for so long."""


def eventually(look: Callable[[], T | None], what: str, seconds: float = PATIENCE_S) -> T:
    """The first value of `look` that counts as true. Raises AssertionError when there is none in time.

    What a test asserts of work that goes on elsewhere belongs into `look`, all of it: of what events lead to, a part
    may be there before the rest.
    """
    deadline = time.monotonic() + seconds
    pause = 0.02
    while True:
        value = look()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds:g} s: {what}")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.3)


class Answer(NamedTuple):
    """An answer of the API. headers: names in lower case."""

    status: int
    headers: dict[str, str]
    body: Any


class Run(NamedTuple):
    """An execution that has ended.

    transitions: (state, the one entered next, whether the first one had failed). items: how those of its maps ended.
    """

    arn: str
    status: str
    transitions: frozenset[tuple[str, str, bool]]
    items: frozenset[str]


class Debrief:
    """One running Debrief. `name` makes names that no other test has."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self._session = uuid4().hex[:8]
        self._numbers = count(1)
        self._tokens: dict[str, tuple[str, float]] = {}

    def name(self, stem: str) -> str:
        return f"{stem}-{self._session}-{next(self._numbers)}"

    # Clients and the API ---------------------------------------------------------------------------------------------

    def boto(self, service: str) -> Any:
        return self.cloud.boto(service)

    def token(self, username: str = ADMIN_EMAIL) -> str:
        """An access token of somebody who has a sign-in."""
        token, since = self._tokens.get(username, ("", 0.0))
        if not token or time.monotonic() - since > TOKEN_S:
            answer = self.boto("cognito-idp").initiate_auth(
                ClientId=self.cloud.client_id,
                AuthFlow="USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": username, "PASSWORD": self.cloud.password},
            )
            token = str(answer["AuthenticationResult"]["AccessToken"])
            self._tokens[username] = token, time.monotonic()
        return token

    def call(self, method: str, path: str, body: Any = None, *, as_user: str = ADMIN_EMAIL, **headers: str) -> Answer:
        """Ask the API. headers: `if_match="…"` is sent as If-Match."""
        sent = {"Authorization": f"Bearer {self.token(as_user)}", "Content-Type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.cloud.api_url + path, data, sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return _answer(response.status, response.headers, response.read())
        except urllib.error.HTTPError as error:
            with error:
                return _answer(error.code, error.headers, error.read())

    def get(self, path: str, **options: Any) -> Any:
        """The body of what is there."""
        answer = self.call("GET", path, **options)
        assert answer.status == 200, (path, answer)
        return answer.body

    def post(self, path: str, body: Any = None, **options: Any) -> Any:
        """The body of what was done."""
        answer = self.call("POST", path, body, **options)
        assert 200 <= answer.status < 300, (path, answer)
        return answer.body

    # People ----------------------------------------------------------------------------------------------------------

    def person(self, role: str = "agent", *, manager: str | None = None, references: tuple[str, ...] = ()) -> Json:
        """Somebody new who can sign in with their `email`."""
        name = self.name(role)
        asked = {
            "name": f"Sample {name}",
            "email": f"{name}@sample.example",
            "role_ids": [role],
            "manager_id": manager,
            "agent_references": list(references),
        }
        made: Json = self.post("/people", asked)
        self.cloud.sign_in_for(made["id"], made["email"])
        return made

    @cached_property
    def agent(self) -> Json:
        """An agent below the administrator, whom conversations may name by their only agent reference."""
        return self.employee()

    def employee(self) -> Json:
        """Another one of these."""
        return self.person(manager=self.get("/me")["person"]["id"], references=(self.name("AG"),))

    def scorecard(self, content: Json) -> Json:
        """A published scorecard."""
        card: Json = self.post("/scorecards", {"name": self.name("Scorecard"), "content": content})
        self.post(f"/scorecards/{card['id']}/publication")
        return card

    def import_people(self, rows: Iterable[tuple[str, ...]]) -> Json:
        """Hand in a file of people, with its teams and groups; the import as it begins."""
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        begun: Json = self.post("/people/imports?create_missing=true", {"csv": text.getvalue()})
        return begun

    def people_imported(self, begun: Json) -> Json:
        """The import, once it runs no more."""

        def look() -> Json | None:
            found: Json = self.get(f"/people/imports/{begun['id']}")
            return found if found["status"] != "running" else None

        return eventually(look, f"{begun['id']} is written or has failed", 120)

    def batch_ended(self, begun: Json, seconds: float = 90) -> Json:
        """The batch of held items, once it runs no more."""

        def look() -> Json | None:
            found: Json = self.get(f"/intake/batches/{begun['id']}")
            return found if found["status"] != "running" else None

        return eventually(look, f"{begun['id']} is done or has failed", seconds)

    # Intake ----------------------------------------------------------------------------------------------------------

    def drop(self, key: str, body: Any, metadata: dict[str, str] | None = None) -> str:
        """Put an object into the recordings bucket; the id of its intake item. body: bytes, or what becomes JSON."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.boto("s3").put_object(Bucket=self.bucket, Key=key, Body=data, Metadata=metadata or {})
        return self.intake_id(key)

    def drop_all(self, objects: dict[str, bytes], threads: int = 8) -> None:
        """Put many objects at once."""
        s3 = self.boto("s3")
        with ThreadPoolExecutor(threads) as pool:
            jobs = [pool.submit(s3.put_object, Bucket=self.bucket, Key=key, Body=objects[key]) for key in objects]
            for job in jobs:
                job.result()

    @property
    def bucket(self) -> str:
        return self.cloud.recordings_bucket

    def intake_id(self, key: str) -> str:
        return derived_id("in", self.bucket, unit_of(key).unit_key)

    def item(self, intake_id: str) -> Json | None:
        """The intake item, or None while nobody has heard of its object."""
        answer = self.call("GET", f"/intake/{intake_id}")
        assert answer.status in (200, 404), answer
        return answer.body if answer.status == 200 else None

    def settled(self, intake_id: str, *statuses: str, seconds: float = PATIENCE_S) -> Json:
        """The intake item once it is loaded, held or failed (or one of `statuses`).

        One that was so before something more came for it may still be: then the status that it comes to is named.
        """

        def look() -> Json | None:
            item = self.item(intake_id)
            return item if item and item["status"] in (statuses or SETTLED) else None

        return eventually(look, f"{intake_id} {statuses or SETTLED}; now {self.item(intake_id)}", seconds)

    def load(self, key: str, body: Any, metadata: dict[str, str] | None = None) -> Json:
        """Drop something that shall be loaded; its interaction."""
        item = self.settled(self.drop(key, body, metadata))
        assert item["status"] == "loaded", item
        interaction: Json = self.get(f"/interactions/{item['interaction_id']}")
        return interaction

    def release(self, intake_id: str, *, replace: bool = False) -> Json:
        """Release a held or failed item and wait for what becomes of it."""
        self.post(f"/intake/{intake_id}/release", {"replace": replace})
        return self.settled(intake_id)

    def import_of(self, key: str, seconds: float = 120.0) -> Json:
        """The import of a dropped .jsonl object, once it runs no more."""

        def look() -> Json | None:
            found = [each for each in self.get("/imports?limit=100")["items"] if each["key"] == key]
            return found[0] if found and found[0]["status"] != "running" else None

        return eventually(look, f"the import of {key} ends", seconds)

    def reopened(self, item: Json) -> Json:
        """A failed item as it was while its run still went on, for another run that begins in the middle."""
        table = self.cloud.outputs["InteractionsTable"]
        key = {"PK": {"S": f"INTAKE#{item['id']}"}, "SK": {"S": "ITEM"}}
        dynamodb = self.boto("dynamodb")
        row = dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]
        body = json.loads(row["body"]["S"]) | {"status": "processing", "failure": None}
        row |= {"body": {"S": json.dumps(body)}, "GSI1PK": {"S": "INTAKE#processing"}}
        dynamodb.put_item(TableName=table, Item=row)
        again = self.item(item["id"])
        assert again is not None
        assert again["status"] == "processing"
        return again

    # Workflows -------------------------------------------------------------------------------------------------------

    def start(self, machine: str, name: str, given: Json, *, at: str | None = None) -> Run:
        """Run a deployed state machine to its end. at: begin at this state of the deployed definition, not its first.

        Some branches are out of reach from outside, such as what another service answers: those begin in the middle.
        """
        states = self.boto("stepfunctions")
        arn = self.cloud.outputs[machine]
        if at is not None:
            deployed = states.describe_state_machine(stateMachineArn=arn)
            definition = json.dumps({**json.loads(deployed["definition"]), "StartAt": at})
            arn = states.create_state_machine(
                name=self.name(f"{NOWHERE}-{at}"), definition=definition, roleArn=deployed["roleArn"]
            )["stateMachineArn"]
        execution = states.start_execution(stateMachineArn=arn, name=name, input=json.dumps(given))["executionArn"]
        return self.ended(execution)

    def execution(self, machine: str, name: str) -> str:
        """The ARN of an execution by its name."""
        return f"{self.cloud.outputs[machine].replace(':stateMachine:', ':execution:')}:{name}"

    def ended(self, arn: str, seconds: float = 120.0) -> Run:
        """The execution, once it has ended."""
        states = self.boto("stepfunctions")

        def look() -> str | None:
            try:
                status: str = states.describe_execution(executionArn=arn)["status"]
            except states.exceptions.ExecutionDoesNotExist:
                return None
            return None if status == "RUNNING" else status

        status = eventually(look, f"{arn} ends", seconds)
        maps = states.list_map_runs(executionArn=arn)["mapRuns"]
        items = [each for run in maps for each in states.list_executions(mapRunArn=run["mapRunArn"])["executions"]]
        return Run(arn, status, frozenset(self._transitions(arn)), frozenset(each["status"] for each in items))

    def _transitions(self, arn: str) -> Iterator[tuple[str, str, bool]]:
        states = self.boto("stepfunctions")
        state, failed = None, False
        for page in states.get_paginator("get_execution_history").paginate(executionArn=arn):
            for event in page["events"]:
                if event["type"].endswith("StateEntered"):
                    entered = event["stateEnteredEventDetails"]["name"]
                    if state is not None:
                        yield state, entered, failed
                    state, failed = entered, False
                elif event["type"].endswith(("Failed", "TimedOut", "Aborted")):
                    failed = True
                elif event["type"].endswith("Succeeded"):
                    # A later try went through.
                    failed = False

    def failures(self, arn: str) -> list[tuple[str, str]]:
        """Each failed try of an execution's tasks: the state, and the name of the error."""
        found: list[tuple[str, str]] = []
        state = ""
        pages = self.boto("stepfunctions").get_paginator("get_execution_history").paginate(executionArn=arn)
        for event in (each for page in pages for each in page["events"]):
            if event["type"].endswith("StateEntered"):
                state = event["stateEnteredEventDetails"]["name"]
            elif event["type"] == "TaskFailed":
                found.append((state, event["taskFailedEventDetails"]["error"]))
        return found

    # Due work ---------------------------------------------------------------------------------------------------------

    def due(self, table: str) -> list[Json]:
        """The due work of a table, as its rows stand in the index; given up or not. table: the name of its output."""
        pages = self.boto("dynamodb").get_paginator("query")
        return [
            row
            for partition in [*(partition(shard) for shard in range(SHARDS)), GIVEN_UP]
            for page in pages.paginate(
                TableName=self.cloud.outputs[table],
                IndexName="GSI1",
                KeyConditionExpression="GSI1PK = :partition",
                ExpressionAttributeValues={":partition": {"S": partition}},
            )
            for row in page["Items"]
        ]

    def hasten(self, table: str, *subjects: str) -> None:
        """Let time pass for due work that nobody works on: it is due now. subjects: only theirs; all of it without."""
        dynamodb = self.boto("dynamodb")
        for row in self.due(table):
            key = row["PK"]["S"].partition("#")[2]
            if subjects and key.partition("#")[2] not in subjects:
                continue
            try:
                dynamodb.update_item(
                    TableName=self.cloud.outputs[table],
                    Key={"PK": row["PK"], "SK": row["SK"]},
                    UpdateExpression="SET GSI1SK = :now",
                    ConditionExpression="GSI1SK = :before AND attribute_not_exists(#claim)",
                    ExpressionAttributeNames={"#claim": "claim"},
                    ExpressionAttributeValues={
                        ":now": {"S": place(datetime.now(UTC), key)},
                        ":before": row["GSI1SK"],
                    },
                )
            except dynamodb.exceptions.ConditionalCheckFailedException:
                # It moved by itself.
                continue

    def run_schedules(self) -> Json:
        """What the clock does every minute anyway.

        The clock does it beside the tests too: what is due may be in the hands of another run when this one has ended.
        """
        done: Json = self.cloud.invoke("run_schedules", {})
        return done

    def once_due(
        self, table: str, subject: str, look: Callable[[], T | None], what: str, seconds: float = PATIENCE_S
    ) -> T:
        """The first value of `look` that counts as true, once what is due of the subject was done, by whichever run."""

        def done() -> T | None:
            self.hasten(table, subject)
            self.run_schedules()
            return look()

        return eventually(done, what, seconds)

    @contextmanager
    def broken(self, *functions: str) -> Iterator[None]:
        """Functions that can't start, as after a deployment that went wrong; mended afterwards."""
        client = self.boto("lambda")
        before = {each: client.get_function_configuration(FunctionName=_deployed(each)) for each in functions}
        try:
            for each in functions:
                self._configure(each, Handler="nowhere.handler.lambda_handler")
            yield
        finally:
            for each in functions:
                self._configure(each, Handler=before[each]["Handler"])

    @contextmanager
    def altered(self, function: str, **environment: str) -> Iterator[None]:
        """A function with another environment; as before afterwards. What shall not be there is called `NOWHERE`."""
        client = self.boto("lambda")
        before = client.get_function_configuration(FunctionName=_deployed(function))["Environment"]["Variables"]
        assert environment.keys() <= before.keys(), sorted(before)
        try:
            self._configure(function, Environment={"Variables": before | environment})
            yield
        finally:
            self._configure(function, Environment={"Variables": before})

    @contextmanager
    def hurried(self, function: str, seconds: int) -> Iterator[None]:
        """A function with a shorter time-out; as before afterwards."""
        before = self.boto("lambda").get_function_configuration(FunctionName=_deployed(function))["Timeout"]
        try:
            self._configure(function, Timeout=seconds)
            yield
        finally:
            self._configure(function, Timeout=before)

    def _configure(self, function: str, **changes: Any) -> None:
        client = self.boto("lambda")
        client.update_function_configuration(FunctionName=_deployed(function), **changes)

        def updated() -> bool:
            found = client.get_function_configuration(FunctionName=_deployed(function))
            return bool(found["LastUpdateStatus"] == "Successful")

        eventually(updated, f"{function} is updated")

    def messages(self, queue: str) -> int:
        """How many messages a queue has, by the name of its output; those being worked on included."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.boto("sqs").get_queue_attributes(QueueUrl=self.cloud.outputs[queue], AttributeNames=names)
        return sum(int(number) for number in found["Attributes"].values())


def _deployed(function: str) -> str:
    return f"debrief-local-{function}"


def _answer(status: int, headers: Any, raw: bytes) -> Answer:
    named = {name.lower(): value for name, value in headers.items()}
    is_json = "json" in named.get("content-type", "") and raw
    return Answer(status, named, json.loads(raw) if is_json else raw)
