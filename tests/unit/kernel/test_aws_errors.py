"""What AWS refuses, as ours: what passes is tried again, what doesn't is told as what it is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError, ReadTimeoutError
from botocore.stub import Stubber
from pynamodb.exceptions import CancellationReason, PutError, TransactWriteError, VerboseClientError

from debrief.kernel.clock import SystemClock
from debrief.kernel.errors import DebriefError, Malformed, Misconfigured, NotFound, Throttled, TooLarge, Unavailable
from debrief.kernel.storage.aws_errors import aws_error, error_for, our_errors
from debrief.kernel.storage.clients import ONCE, client
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.storage.tables import Row, find, find_many, query, storage_error, table_meta
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.secrets import cursor_secret
from debrief.kernel.workflows import UNKNOWN, StateMachine
from debrief.people.directory_client import Directory
from tests.doubles import SequentialIds

MACHINE = "arn:aws:states:eu-central-1:123456789012:stateMachine:any"
TRIED_AGAIN = {"Throttled", "Unavailable"}


class AnyRow(Row):
    """A row of a table that exists in tests."""

    Meta = table_meta("COACHING_TABLE")


@pytest.mark.parametrize(
    ("code", "message", "status", "kind"),
    [
        ("ThrottlingException", "", 400, Throttled),
        ("ProvisionedThroughputExceededException", "", 400, Throttled),
        ("TooManyRequestsException", "", 400, Throttled),
        ("ExecutionLimitExceeded", "", 400, Throttled),
        ("Whatever", "", 429, Throttled),
        ("SlowDown", "", 503, Unavailable),
        ("InternalServerError", "", 500, Unavailable),
        ("InternalErrorException", "", 500, Unavailable),
        ("503", "", 503, Unavailable),
        ("Whatever", "", 500, Unavailable),
        ("", "", None, Unavailable),
        ("AccessDenied", "", 403, Misconfigured),
        ("AccessDeniedException", "", 400, Misconfigured),
        ("403", "", 403, Misconfigured),
        ("ResourceNotFoundException", "", 400, Misconfigured),
        ("StateMachineDoesNotExist", "", 400, Misconfigured),
        # What KMS says to S3, SQS and Step Functions, as each of them passes it on.
        ("KMS.ThrottlingException", "", 400, Throttled),
        ("KmsThrottlingException", "", 400, Throttled),
        ("KMS.KMSInternalException", "", 400, Unavailable),
        ("KMS.DependencyTimeoutException", "", 400, Unavailable),
        ("KMS.DisabledException", "", 400, Misconfigured),
        ("KMS.NotFoundException", "", 400, Misconfigured),
        ("KMS.KMSInvalidStateException", "", 400, Misconfigured),
        ("KMS.InvalidStateException", "", 400, Misconfigured),
        ("KMS.InvalidKeyUsageException", "", 400, Misconfigured),
        ("KMS.AccessDeniedException", "", 400, Misconfigured),
        ("KMS.OptInRequired", "", 403, Misconfigured),
        ("KmsAccessDeniedException", "", 400, Misconfigured),
        ("KmsInvalidStateException", "", 400, Misconfigured),
        ("DecryptionFailure", "", 400, Misconfigured),
        ("AWS.SimpleQueueService.NonExistentQueue", "", 400, Misconfigured),
        ("OverLimit", "", 403, Throttled),
        ("MissingAuthenticationTokenException", "", 400, Misconfigured),
        ("ItemCollectionSizeLimitExceededException", "", 400, TooLarge),
        ("ValidationException", "Item size has exceeded the maximum allowed size", 400, TooLarge),
        ("ValidationException", "Size of hashkey has exceeded the maximum size limit of2048 bytes", 400, TooLarge),
        ("ValidationException", "Member must have length less than or equal to 262144", 400, TooLarge),
        ("ValidationException", "The provided expression refers to an attribute", 400, DebriefError),
        ("InvalidDefinition", "", 400, DebriefError),
    ],
)
def test_each_code_is_one_of_ours(code: str, message: str, status: int | None, kind: type[DebriefError]) -> None:
    found = error_for(code, message=message, status=status)
    assert type(found) is kind
    # A step of a workflow is retried by the name of its error, and a client by Retry-After: the same ones.
    assert (found.retry_after_s is not None) == (kind.__name__ in TRIED_AGAIN)
    assert not message or message not in found.detail


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (EndpointConnectionError(endpoint_url="x"), Unavailable),
        (ReadTimeoutError(endpoint_url="x"), Unavailable),
        (NoCredentialsError(), Misconfigured),
    ],
)
def test_what_had_no_answer(error: Exception, kind: type[DebriefError]) -> None:
    assert type(aws_error(error)) is kind
    assert type(storage_error(PutError("failed", error))) is kind


def test_of_a_cancelled_transaction_the_reason_that_stays_is_told() -> None:
    reasons = [
        None,
        CancellationReason("TransactionConflict"),
        CancellationReason("ValidationError", "Item size to update has exceeded the maximum allowed size"),
    ]
    told = {"Error": {"Code": "TransactionCanceledException", "Message": "cancelled"}}
    cause = VerboseClientError(told, "TransactWriteItems", {}, cancellation_reasons=reasons)
    assert type(storage_error(TransactWriteError("cancelled", cause))) is TooLarge


def test_codes_that_mean_something_to_the_caller_are_left_alone() -> None:
    error = ClientError({"Error": {"Code": "NoSuchKey"}}, "GetObject")
    with pytest.raises(ClientError), our_errors(but={"NoSuchKey"}):
        raise error


ASKING: list[tuple[str, str, Callable[[], Any]]] = [
    ("s3", "get_object", lambda: ObjectStore("test-content").get("a")),
    ("s3", "get_object", lambda: list(ObjectStore("test-content").chunks("a"))),
    ("s3", "head_object", lambda: ObjectStore("test-content").head("a")),
    ("s3", "list_objects_v2", lambda: ObjectStore("test-content").list("a", 1)),
    ("s3", "put_object", lambda: ObjectStore("test-content").put("a", b"a", "text/plain")),
    ("s3", "delete_object", lambda: ObjectStore("test-content").delete("a")),
    ("stepfunctions", "start_execution", lambda: StateMachine(MACHINE).start("a", {})),
    ("stepfunctions", "describe_execution", lambda: StateMachine(MACHINE).state("a")),
    ("cognito-idp", "admin_create_user", lambda: Directory().invite("us_1", "a@example.com")),
    ("cognito-idp", "admin_update_user_attributes", lambda: Directory().change_email("us_1", "a@example.com")),
    ("cognito-idp", "admin_disable_user", lambda: Directory().disable("us_1")),
    ("cognito-idp", "admin_enable_user", lambda: Directory().enable("us_1")),
    ("cognito-idp", "admin_get_user", lambda: Directory().enable("us_1")),
    ("cognito-idp", "admin_delete_user", lambda: Directory().remove("us_1")),
    ("secretsmanager", "get_secret_value", cursor_secret),
]

AFTER_A_LOOK: dict[str, dict[str, Any]] = {
    "admin_update_user_attributes": {"Username": "us_1", "UserStatus": "CONFIRMED"},
    "admin_enable_user": {"Username": "us_1", "UserStatus": "CONFIRMED", "Enabled": False},
}
"""What is changed only after a look at the sign-in as it is."""


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("ThrottlingException", 400, Throttled),
        ("InternalFailure", 500, Unavailable),
        ("AccessDeniedException", 400, Misconfigured),
    ],
)
@pytest.mark.parametrize(
    ("service", "operation", "ask"), ASKING, ids=[f"{each[1]}-{n}" for n, each in enumerate(ASKING)]
)
def test_every_client_tells_what_passes_from_what_stays(
    service: str, operation: str, ask: Callable[[], Any], code: str, status: int, kind: type[DebriefError]
) -> None:
    asked = client(service, None, ONCE) if operation == "admin_create_user" else client(service)
    with Stubber(asked) as stub:
        if operation in AFTER_A_LOOK:
            stub.add_response("admin_get_user", AFTER_A_LOOK[operation])
        stub.add_client_error(operation, code, http_status_code=status)
        with pytest.raises(DebriefError) as caught:
            ask()
    assert type(caught.value) is kind


@pytest.mark.usefixtures("aws")
def test_a_workflow_starts_once_and_an_unknown_run_is_unknown() -> None:
    with Stubber(client("stepfunctions")) as stub:
        stub.add_client_error("start_execution", "ExecutionAlreadyExists")
        StateMachine(MACHINE).start("a", {})
        stub.add_client_error("describe_execution", "ExecutionDoesNotExist")
        assert StateMachine(MACHINE).state("a") == UNKNOWN


@pytest.mark.usefixtures("aws")
def test_an_object_that_is_not_there_or_has_nothing_in_it() -> None:
    store = ObjectStore("test-content")
    for ask in (lambda: store.get("none"), lambda: list(store.chunks("none"))):
        with pytest.raises(NotFound):
            ask()
    with Stubber(client("s3")) as stub:
        # S3's answer to a range of an empty object; moto gives the empty object instead.
        stub.add_client_error("get_object", "InvalidRange", http_status_code=416)
        assert store.get("empty", first=64) == b""


def test_the_state_machines_try_again_by_these_names() -> None:
    files = list((Path(__file__).parents[3] / "statemachines").glob("*.asl.json"))
    assert files
    for file in files:
        for state in _tasks(json.loads(file.read_text(encoding="utf-8"))):
            if state["Resource"] == "arn:aws:states:::lambda:invoke":
                retried = {name for retry in state["Retry"] for name in retry["ErrorEquals"]}
                assert retried >= TRIED_AGAIN
                assert not retried & {"Misconfigured", "TooLarge", "DebriefError"}


def _tasks(machine: Any) -> list[Any]:
    if isinstance(machine, dict):
        own = [machine] if machine.get("Type") == "Task" else []
        return own + [each for value in machine.values() for each in _tasks(value)]
    return [each for value in machine for each in _tasks(value)] if isinstance(machine, list) else []


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("id", ["x" * 3000, "\ud800", "ſ" * 1100])
def test_an_id_that_no_key_can_be_is_there_no_more_than_another(id: str) -> None:
    assert find(AnyRow, f"ANY#{id}", "ANY") is None
    assert find_many(AnyRow, [(f"ANY#{id}", "ANY")]) == []
    assert query(AnyRow, f"ANY#{id}").rows == []
    assert query(AnyRow, "ANY", sort=AnyRow.SK.startswith(id)).rows == []


@pytest.mark.usefixtures("aws")
def test_a_stretch_that_ends_before_it_begins_is_empty() -> None:
    assert query(AnyRow, "ANY", sort=AnyRow.SK.between("b", "a")) == ([], None)


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(
    ("row", "error"),
    [
        ({"PK": "a" * 2049, "SK": "a"}, TooLarge),
        ({"PK": "a", "SK": "a" * 1025}, TooLarge),
        ({"PK": "a", "SK": "a", "GSI1PK": "a", "GSI1SK": "ß" * 513}, TooLarge),
        ({"PK": "a", "SK": "a", "body": "a" * 409_000}, TooLarge),
        ({"PK": "a", "SK": "a", "body": "\ud800"}, Malformed),
    ],
)
def test_what_dynamodb_would_not_take_is_refused_before(row: dict[str, Any], error: type[DebriefError]) -> None:
    with pytest.raises(error), Transaction(SystemClock(), SequentialIds()) as tx:
        tx.create(AnyRow(kind="any", **row))
