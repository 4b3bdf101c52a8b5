"""The patched engine itself: one process, started once, then crashed and restarted."""

from __future__ import annotations

import io
import json
import math
import struct
import time
import urllib.request
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ReadTimeoutError

from local.deployment.deployer import Deployer, DeployError, Outputs, api_url
from local.engine.process import EngineError, EngineProcess, free_port
from local.settings import LocalSettings
from tests.integration.engine import assembly

SAVE_SECONDS = 0.5


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    settings = LocalSettings(
        port=free_port(),
        model_port=free_port(),
        state_dir=tmp_path_factory.mktemp("engine"),
        save_seconds=SAVE_SECONDS,
        recogniser="off",
    )
    with EngineProcess(settings) as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return assembly.write(tmp_path_factory.mktemp("assembly"))


@pytest.fixture(scope="module")
def deployer(engine: EngineProcess) -> Deployer:
    return Deployer(engine.settings)


@pytest.fixture(scope="module")
def outputs(deployer: Deployer, folder: Path) -> Outputs:
    return deployer.deploy(folder)


def eventually(check: Callable[[], Any], seconds: float = 60.0) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = check()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def run_flow(deployer: Deployer, arn: str, data: dict[str, Any]) -> dict[str, Any]:
    client = deployer.client("stepfunctions")
    execution = client.start_execution(stateMachineArn=arn, input=json.dumps(data))["executionArn"]

    def ended() -> Any:
        state = client.describe_execution(executionArn=execution)
        return state if state["status"] != "RUNNING" else None

    state: dict[str, Any] = eventually(ended)
    assert state["status"] == "SUCCEEDED", state
    output: dict[str, Any] = json.loads(state["output"])
    return output


def converse(engine: EngineProcess, tool: str = "echo", read_timeout: float = 60.0) -> dict[str, Any]:
    session: Any = boto3.Session(region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
    client = session.client(
        "bedrock-runtime",
        endpoint_url=engine.url,
        config=Config(retries={"total_max_attempts": 1}, read_timeout=read_timeout),
    )
    answer: dict[str, Any] = client.converse(
        modelId="anthropic.claude-3-5-haiku-20241022-v1:0",
        system=[{"text": "be brief"}],
        messages=[{"role": "user", "content": [{"text": "say it back"}]}],
        toolConfig={
            "tools": [{"toolSpec": {"name": tool, "inputSchema": {"json": {"type": "object"}}}}],
            "toolChoice": {"tool": {"name": tool}},
        },
    )
    return answer


def test_stacks_import_from_each_other(outputs: Outputs) -> None:
    assert outputs["Tiny-Flows"]["Flow"].startswith("arn:aws:states:")
    assert outputs["Tiny-Data"]["Seen"]


def test_a_second_deployment_changes_nothing(outputs: Outputs, engine: EngineProcess, folder: Path) -> None:
    said: list[str] = []
    assert Deployer(engine.settings, said.append).deploy(folder) == outputs
    assert len(said) == 2
    assert all("unchanged, 0 assets" in line for line in said)


def test_time_to_live_recovery_and_cors_come_from_the_template(outputs: Outputs, deployer: Deployer) -> None:
    dynamodb, table = deployer.client("dynamodb"), outputs["Tiny-Data"]["Rows"]
    ttl = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    assert ttl == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}
    backups = dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    request = urllib.request.Request(
        api_url(deployer._settings, outputs["Tiny-Flows"]["Api"]) + "/any",
        headers={"Origin": "http://localhost:1", "Access-Control-Request-Method": "GET"},
        method="OPTIONS",
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        assert response.headers["Access-Control-Allow-Origin"] == "http://localhost:1"


@pytest.mark.parametrize("quote", [False, True])
def test_exceptions_are_caught_by_name_and_transcribe_answers(
    outputs: Outputs, deployer: Deployer, quote: bool
) -> None:
    bucket = outputs["Tiny-Data"]["Bucket"]
    data = {
        "job": f"call-{quote}",
        "media": f"s3://{bucket}/a.wav",
        "output": f"s3://{bucket}/out/",
        "quote": quote,
    }
    deployer.client("s3").put_object(Bucket=bucket, Key="a.wav", Body=tone())
    result = run_flow(deployer, outputs["Tiny-Flows"]["Flow"], data)
    assert result["why"]["Error"] == "RecordUnreadable"
    assert result["started"]["CallAnalyticsJob"]["CallAnalyticsJobStatus"] == "IN_PROGRESS"
    job = result["looked"]["CallAnalyticsJob"]
    assert job["CallAnalyticsJobStatus"] == "FAILED"
    assert "LOCAL_RECOGNISER=off" in job["FailureReason"]


def test_stream_mappings_filter_retry_from_the_failed_record_and_give_up(outputs: Outputs, deployer: Deployer) -> None:
    dynamodb = deployer.client("dynamodb")
    rows, seen = outputs["Tiny-Data"]["Rows"], outputs["Tiny-Data"]["Seen"]

    def put(key: str, kind: str) -> None:
        dynamodb.put_item(TableName=rows, Item={"pk": {"S": key}, "kind": {"S": kind}})

    def times(key: str) -> int:
        item = dynamodb.get_item(TableName=seen, Key={"pk": {"S": key}}).get("Item")
        return int(item["times"]["N"]) if item else 0

    dynamodb.transact_write_items(
        TransactItems=[
            {"Put": {"TableName": rows, "Item": {"pk": {"S": key}, "kind": {"S": "outbox"}}}}
            for key in ("one", "shaky", "two")
        ]
    )
    put("left out", "other")
    eventually(lambda: times("two") == 1)
    assert (times("one"), times("shaky"), times("left out")) == (1, 2, 0)
    put("bad", "outbox")
    queue = outputs["Tiny-Flows"]["Failures"]
    message = eventually(
        lambda: deployer.client("sqs").receive_message(QueueUrl=queue, WaitTimeSeconds=1).get("Messages")
    )[0]
    assert json.loads(message["Body"])["requestContext"]["condition"] == "RetryAttemptsExhausted"
    put("three", "outbox")
    eventually(lambda: times("three") == 1)
    assert times("bad") == 2


def test_the_same_start_of_a_running_execution_is_answered_twice(outputs: Outputs, deployer: Deployer) -> None:
    client = deployer.client("stepfunctions")
    machine = client.create_state_machine(
        name="waits",
        definition=json.dumps({"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 30, "End": True}}}),
        roleArn="arn:aws:iam::000000000000:role/any",
    )["stateMachineArn"]
    start = {"stateMachineArn": machine, "name": "once"}
    first, again = (client.start_execution(**start, input='{"a": 1}') for _ in range(2))
    assert (first["executionArn"], first["startDate"]) == (again["executionArn"], again["startDate"])
    with pytest.raises(ClientError) as caught:
        client.start_execution(**start, input='{"a": 2}')
    assert caught.value.response["Error"]["Code"] == "ExecutionAlreadyExists"


def test_reads_cost_by_size(outputs: Outputs, deployer: Deployer) -> None:
    dynamodb, table = deployer.client("dynamodb"), outputs["Tiny-Data"]["Seen"]
    item = {"pk": {"S": "large"}, "body": {"S": "x" * 20_000}}
    dynamodb.put_item(TableName=table, Item=item)
    key = {"pk": {"S": "large"}}
    got = dynamodb.get_item(TableName=table, Key=key, ReturnConsumedCapacity="TOTAL")
    assert got["ConsumedCapacity"]["CapacityUnits"] == 2.5
    found = dynamodb.query(
        TableName=table,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": "large"}},
        Select="COUNT",
        ConsistentRead=True,
        ReturnConsumedCapacity="INDEXES",
    )
    assert found["ConsumedCapacity"]["Table"]["CapacityUnits"] == 5.0
    keys = {table: {"Keys": [key, {"pk": {"S": "none"}}]}}
    batch = dynamodb.batch_get_item(RequestItems=keys, ReturnConsumedCapacity="TOTAL")
    assert batch["ConsumedCapacity"] == [{"TableName": table, "CapacityUnits": 3.0}]


def test_a_tool_call_goes_through_the_offline_model(engine: EngineProcess) -> None:
    answer = converse(engine)
    assert answer["stopReason"] == "tool_use"
    use = answer["output"]["message"]["content"][0]["toolUse"]
    assert use["name"] == "echo"
    assert use["input"] == {"system": "be brief", "prompt": "say it back"}
    assert answer["usage"]["inputTokens"] > 0


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("throttle", "ThrottlingException"),
        ("unavailable", "ServiceUnavailableException"),
        ("error_500", "InternalServerException"),
        ("model_timeout", "ModelTimeoutException"),
        ("garbage", "ModelErrorException"),
    ],
)
def test_scripted_faults_arrive_as_errors_of_bedrock(engine: EngineProcess, fault: str, code: str) -> None:
    engine.script_faults(fault)
    with pytest.raises(ClientError) as caught:
        converse(engine)
    assert caught.value.response["Error"]["Code"] == code
    assert converse(engine)["stopReason"] == "tool_use"


def test_a_missing_drafter_is_an_error_not_an_invention(engine: EngineProcess) -> None:
    with pytest.raises(ClientError) as caught:
        converse(engine, tool="unheard_of")
    assert caught.value.response["Error"]["Code"] == "ValidationException"
    assert "no drafter" in caught.value.response["Error"]["Message"]


def test_scripted_answers(engine: EngineProcess) -> None:
    engine.script_faults("broken_json", {"answer": {"score": 3}}, tool="echo")
    assert converse(engine)["stopReason"] == "malformed_tool_use"
    content = converse(engine)["output"]["message"]["content"]
    assert content[0]["toolUse"]["input"] == {"score": 3}


def test_a_time_out_is_the_clients_until_the_script_is_cleared(engine: EngineProcess) -> None:
    engine.script_faults({"fault": "timeout", "seconds": 30})
    with pytest.raises(ReadTimeoutError):
        converse(engine, read_timeout=0.5)
    engine.clear_faults()
    assert converse(engine)["stopReason"] == "tool_use"


def test_a_broken_stack_names_the_resource_and_the_reason(outputs: Outputs, deployer: Deployer, tmp_path: Path) -> None:
    template = {"Resources": {"Odd": {"Type": "AWS::Nothing::Known", "Properties": {}}}}
    (tmp_path / "Odd.template.json").write_text(json.dumps(template))
    artifact = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "Odd.template.json"}}
    (tmp_path / "manifest.json").write_text(json.dumps({"artifacts": {"Odd": artifact}}))
    with pytest.raises(DeployError, match=r"AWS::Nothing::Known"):
        deployer.deploy(tmp_path)


def test_a_taken_port_is_said_in_one_sentence(engine: EngineProcess, tmp_path: Path) -> None:
    other = LocalSettings(port=engine.settings.port, model_port=free_port(), state_dir=tmp_path)
    with pytest.raises(EngineError, match=rf"^Port {other.port} on 127.0.0.1 is taken: set DEBRIEF_PORT"):
        EngineProcess(other).start()


def test_state_survives_a_crash_and_a_restart(
    outputs: Outputs, engine: EngineProcess, deployer: Deployer, folder: Path
) -> None:
    dynamodb, rows, seen = deployer.client("dynamodb"), *(outputs["Tiny-Data"][k] for k in ("Rows", "Seen"))
    bucket = outputs["Tiny-Data"]["Bucket"]

    def has(table: str, key: str) -> bool:
        return "Item" in dynamodb.get_item(TableName=table, Key={"pk": {"S": key}})

    # Stopped for a moment, the mapping has a record left to read when the engine dies.
    mapping = outputs["Tiny-Flows"]["Mapping"]
    deployer.client("lambda").update_event_source_mapping(UUID=mapping, Enabled=False)
    dynamodb.put_item(TableName=rows, Item={"pk": {"S": "unread"}, "kind": {"S": "outbox"}})
    deployer.client("s3").put_object(Bucket=bucket, Key="kept/ä b+c.txt", Body=b"kept")
    send(deployer, "Kept")
    # Objects of S3 are on disk at once.
    awaited = ("unread", "Kept", '"Disabled"')
    eventually(lambda: all(each in saved(engine) for each in awaited))
    engine.kill()
    assert not engine.running
    engine.start()
    assert has(rows, "unread")
    assert Deployer(engine.settings).deploy(folder) == outputs
    body = deployer.client("s3").get_object(Bucket=bucket, Key="kept/ä b+c.txt")["Body"].read()
    assert body == b"kept"
    assert subjects(engine) == ["Kept"]
    assert not has(seen, "unread")
    deployer.client("lambda").update_event_source_mapping(UUID=mapping, Enabled=True)
    eventually(lambda: has(seen, "unread"))

    dynamodb.put_item(TableName=rows, Item={"pk": {"S": "last"}, "kind": {"S": "outbox"}})
    eventually(lambda: has(seen, "last"))
    engine.restart()
    assert has(rows, "last")
    dynamodb.put_item(TableName=rows, Item={"pk": {"S": "after"}, "kind": {"S": "outbox"}})
    eventually(lambda: has(seen, "after"))


def saved(engine: EngineProcess) -> str:
    """All that the engine has saved so far, as text."""
    files = [each for each in engine.settings.engine_state.iterdir() if each.is_file()]
    return "".join(each.read_text(errors="replace") for each in files if each.suffix != ".tmp")


def send(deployer: Deployer, subject: str) -> None:
    ses = deployer.client("ses")
    ses.verify_email_identity(EmailAddress="one@sample.example")
    ses.send_email(
        Source="one@sample.example",
        Destination={"ToAddresses": ["one@sample.example"]},
        Message={"Subject": {"Data": subject}, "Body": {"Text": {"Data": "…"}}},
    )


def subjects(engine: EngineProcess) -> list[str]:
    with urllib.request.urlopen(f"{engine.url}/_ministack/ses/messages", timeout=30) as answer:
        return [each["Subject"] for sent in json.load(answer)["messages"].values() for each in sent]


def tone() -> bytes:
    """A second of sound on two channels."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8000)
        samples = [int(9000 * math.sin(i / 3)) for i in range(8000)]
        file.writeframes(b"".join(struct.pack("<hh", s, 0) for s in samples))
    return buffer.getvalue()
