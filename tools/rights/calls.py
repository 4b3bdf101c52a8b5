"""Which rights a call to AWS asks for: action, resource and what conditions may ask about.

A call is one of botocore's operations with those of its parameters that name things. What AWS does on the caller's
behalf with the caller's own rights counts too: passing a role, and using the key that a table, bucket or secret is
encrypted with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from typing import Any

from infra.language_model import ModelSetting
from infra.settings import Settings
from tools.rights.stacks import ACCOUNT, PARTITION, REGION, Json, Stacks

CONFIGURED_MODEL = "the configured model"
"""Stands in a call for the model id that its environment configures."""


class UnknownCall(ValueError):
    """A call whose rights nobody has written down yet. The text is one sentence."""


@dataclass(frozen=True)
class Call:
    """What a role's holder did.

    service, operation: botocore's names. missing: the object that was asked for isn't there.
    """

    holder: str
    service: str
    operation: str
    params: Json
    missing: bool = False


@dataclass(frozen=True)
class Request:
    """One right that is asked for. context: condition keys with their values; one with several stands several times."""

    action: str
    resource: str
    context: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Environment:
    """The stacks that a call is thought to have been made in, and what they were made from.

    keys: ARN of what is encrypted → ARN of the customer managed key that it is encrypted with.
    """

    stacks: Stacks
    settings: Settings
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)

    @staticmethod
    def of(stacks: Stacks, settings: Settings) -> Environment:
        """With the keys that the templates name."""
        return Environment(stacks, settings, dict(_keys(stacks)))


def requests_of(call: Call, environment: Environment) -> list[Request]:
    """All rights that the call asks for, each once. Raises UnknownCall."""
    requests = _REQUESTS.get(call.service)
    found = list(requests(call, environment)) if requests else []
    if not found:
        called = f"{call.holder} calls {call.service}:{call.operation}"
        raise UnknownCall(f"{called}, and tools/rights/calls.py doesn't know what that needs.")
    return list(dict.fromkeys(found))


# DynamoDB ------------------------------------------------------------------------------------------------------------

_MEMBERS = {
    "ConditionCheck": "ConditionCheckItem",
    "Delete": "DeleteItem",
    "Get": "GetItem",
    "Put": "PutItem",
    "Update": "UpdateItem",
}
_READING = {"BatchGetItem", "ConditionCheckItem", "GetItem", "Query", "Scan"}


def _dynamodb(call: Call, environment: Environment) -> Iterator[Request]:
    params = call.params
    if call.operation in ("TransactWriteItems", "TransactGetItems"):
        # A transaction is no action of its own: each of its items needs the right of the single operation.
        for item in params["TransactItems"]:
            for member, given in item.items():
                yield from _on_table(
                    environment, _MEMBERS[member], given, ("dynamodb:EnclosingOperation", call.operation)
                )
    elif "RequestItems" in params:
        for table, keys in params["RequestItems"].items():
            leading = [("dynamodb:LeadingKeys", key) for key in keys]
            yield from _on_table(environment, call.operation, {"TableName": table}, *leading)
    else:
        yield from _on_table(environment, call.operation, params)


def _on_table(environment: Environment, operation: str, given: Json, *context: tuple[str, str]) -> Iterator[Request]:
    table, index = given["TableName"], given.get("IndexName")
    arn = table if table.startswith("arn:") else _arn("dynamodb", f"table/{table}")
    leading = [("dynamodb:LeadingKeys", given["LeadingKey"])] if "LeadingKey" in given else []
    yield Request(f"dynamodb:{operation}", f"{arn}/index/{index}" if index else arn, (*context, *leading))
    # DynamoDB opens the table's key on behalf of whoever reads or writes, and makes data keys for whoever writes.
    yield from _with_key(environment, arn, "Decrypt", *(() if operation in _READING else ("GenerateDataKey",)))


# S3 ------------------------------------------------------------------------------------------------------------------

_UPLOADING = {"CompleteMultipartUpload", "CreateMultipartUpload", "UploadPart"}


def _s3(call: Call, environment: Environment) -> Iterator[Request]:
    params, operation = call.params, call.operation
    bucket = f"arn:{PARTITION}:s3:::{params['Bucket']}"
    if operation in ("GetObject", "HeadObject"):
        yield Request("s3:GetObject", f"{bucket}/{params['Key']}")
        if call.missing:
            # Who may not list is told 403 instead of 404.
            yield Request("s3:ListBucket", bucket)
        yield from _with_key(environment, bucket, "Decrypt")
    elif operation == "PutObject" or operation in _UPLOADING:
        yield Request("s3:PutObject", f"{bucket}/{params['Key']}")
        yield from _with_key(environment, bucket, "GenerateDataKey")
        if operation in _UPLOADING:
            yield from _with_key(environment, bucket, "Decrypt")
    elif operation in ("AbortMultipartUpload", "DeleteObject"):
        yield Request(f"s3:{operation}", f"{bucket}/{params['Key']}")
    elif operation == "DeleteObjects":
        for each in params["Delete"]["Objects"]:
            yield Request("s3:DeleteObject", f"{bucket}/{each['Key']}")
    elif operation in ("HeadBucket", "ListObjects", "ListObjectsV2"):
        context = (("s3:prefix", params["Prefix"]),) if "Prefix" in params else ()
        yield Request("s3:ListBucket", bucket, context)


# The other services --------------------------------------------------------------------------------------------------


def _secretsmanager(call: Call, environment: Environment) -> Iterator[Request]:
    # A secret that is made has a name alone; one that is named without its end is the same to a right.
    given = call.params.get("SecretId") or call.params["Name"]
    secret = given if given.startswith("arn:") else _arn_of_secret(given)
    yield Request(f"secretsmanager:{call.operation}", secret)
    yield from _with_key(environment, secret, "Decrypt")


def _arn_of_secret(name: str) -> str:
    return f"arn:{PARTITION}:secretsmanager:{REGION}:{ACCOUNT}:secret:{name}-AbCdEf"


def _events(call: Call, _: Environment) -> Iterator[Request]:
    for entry in call.params["Entries"]:
        bus = entry.get("EventBusName", "default")
        yield Request(f"events:{call.operation}", bus if bus.startswith("arn:") else _arn("events", f"event-bus/{bus}"))


def _cognito(call: Call, _: Environment) -> Iterator[Request]:
    yield Request(f"cognito-idp:{call.operation}", _arn("cognito-idp", f"userpool/{call.params['UserPoolId']}"))


def _states(call: Call, _: Environment) -> Iterator[Request]:
    params = call.params
    yield Request(f"states:{call.operation}", params.get("executionArn") or params["stateMachineArn"])


def _lambda(call: Call, _: Environment) -> Iterator[Request]:
    name = call.params["FunctionName"]
    yield Request("lambda:InvokeFunction", name if name.startswith("arn:") else _arn("lambda", f"function:{name}"))


def _sqs(call: Call, _: Environment) -> Iterator[Request]:
    # Who doesn't know a queue's address yet names the queue.
    name = call.params.get("QueueName") or call.params["QueueUrl"].rsplit("/", 1)[1]
    # A batch is no action of its own.
    yield Request(f"sqs:{call.operation.removesuffix('Batch')}", _arn("sqs", name))


def _bedrock(call: Call, environment: Environment) -> Iterator[Request]:
    action = "InvokeModelWithResponseStream" if call.operation.endswith("Stream") else "InvokeModel"
    asked, model = call.params["modelId"], environment.settings.model
    if asked != CONFIGURED_MODEL:
        yield Request(f"bedrock:{action}", f"arn:{PARTITION}:bedrock:{REGION}::foundation-model/{asked}")
        return
    through: tuple[tuple[str, str], ...] = ()
    if model.is_profile:
        known = model.model_id.startswith("arn:")
        profile = model.model_id if known else _arn("bedrock", f"inference-profile/{model.model_id}")
        yield Request(f"bedrock:{action}", profile)
        through = (("bedrock:InferenceProfileArn", profile),)
    # Through a profile, Bedrock may ask the model in any of the profile's Regions, and through a global one in none.
    for region in dict.fromkeys((REGION, *model.regions)):
        yield Request(f"bedrock:{action}", _model_in(region, model), through)
    if model.is_global:
        yield Request(f"bedrock:{action}", _model_in("", model), (*through, ("aws:RequestedRegion", "unspecified")))


def _model_in(region: str, model: ModelSetting) -> str:
    return f"arn:{PARTITION}:bedrock:{region}::foundation-model/{model.foundation_model}"


def _ses(call: Call, environment: Environment) -> Iterator[Request]:
    params, email = call.params, environment.settings.email
    # The name beside the address has a condition key of its own.
    sender = parseaddr(params["FromEmailAddress"])[1]
    # What is verified may be the address or its domain; the environment says which.
    identity = email.identity if email else sender
    context = (("ses:FromAddress", sender),)
    yield Request(f"ses:{call.operation}", _arn("ses", f"identity/{identity}"), context)
    if environment.settings.email_sandbox:
        # In the sandbox, whoever it goes to must be verified, and the right to that identity is asked for as well.
        yield Request(f"ses:{call.operation}", _arn("ses", "identity/somebody@sample.example"), context)
    if "ConfigurationSetName" in params:
        used = _arn("ses", f"configuration-set/{params['ConfigurationSetName']}")
        yield Request(f"ses:{call.operation}", used, context)


def _transcribe(call: Call, _: Environment) -> Iterator[Request]:
    params, operation = call.params, call.operation
    if operation.startswith("Start"):
        told = ("OutputBucketName", "OutputEncryptionKMSKeyId", "OutputKey", "OutputLocation")
        context = tuple((f"transcribe:{name}", params[name]) for name in told if name in params)
        yield Request(f"transcribe:{operation}", "*", context)
        role = params.get("DataAccessRoleArn") or params.get("JobExecutionSettings", {}).get("DataAccessRoleArn")
        if role:
            yield Request("iam:PassRole", role, (("iam:PassedToService", "transcribe.amazonaws.com"),))
    elif "CallAnalyticsJobName" in params:
        yield Request(f"transcribe:{operation}", _arn("transcribe", f"analytics/{params['CallAnalyticsJobName']}"))
    else:
        yield Request(
            f"transcribe:{operation}", _arn("transcribe", f"transcription-job/{params['TranscriptionJobName']}")
        )


_REQUESTS: Mapping[str, Callable[[Call, Environment], Iterator[Request]]] = {
    "bedrock-runtime": _bedrock,
    "cognito-idp": _cognito,
    "dynamodb": _dynamodb,
    "events": _events,
    "lambda": _lambda,
    "s3": _s3,
    "secretsmanager": _secretsmanager,
    "sesv2": _ses,
    "sqs": _sqs,
    "stepfunctions": _states,
    "transcribe": _transcribe,
}


def _arn(service: str, resource: str) -> str:
    return f"arn:{PARTITION}:{service}:{REGION}:{ACCOUNT}:{resource}"


def _with_key(environment: Environment, arn: str, *operations: str) -> Iterator[Request]:
    if key := environment.keys.get(arn):
        for operation in operations:
            yield Request(f"kms:{operation}", key)


def _keys(stacks: Stacks) -> Iterator[tuple[str, str]]:
    """(ARN of a table, bucket or secret, ARN of the customer managed key that it is encrypted with)."""
    for kind, path in (
        ("AWS::DynamoDB::Table", ("SSESpecification", "KMSMasterKeyId")),
        (
            "AWS::S3::Bucket",
            (
                "BucketEncryption",
                "ServerSideEncryptionConfiguration",
                0,
                "ServerSideEncryptionByDefault",
                "KMSMasterKeyID",
            ),
        ),
        ("AWS::SecretsManager::Secret", ("KmsKeyId",)),
    ):
        for stack, logical, resource in stacks.resources(kind):
            key = _at(resource.get("Properties", {}), path)
            if key is not None:
                yield stacks.arn(stack, logical), stacks.text(stack, key)


def _at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError):
            return None
    return value
