"""Step Functions `aws-sdk:` integrations for every service, not only for those the engine maps.

A service that the engine does not map is called over HTTP at the engine itself, with botocore's own model for the
names. Parameters and results are in Pascal case and errors carry the service's prefix, as on AWS. An error that isn't
in the service's model, as most throttles and refusals for a lack of rights aren't, is named there as the class above
all of its errors: `Transcribe.TranscribeException`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import cache
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError
from botocore.model import ServiceModel, Shape

from local.engine.patches import PatchError, engine, required
from local.settings import HOST

_RENAMED = {"sfn": "stepfunctions", "cloudwatchlogs": "logs", "eventbridge": "events"}


def parse_resource(resource: str) -> tuple[str, str]:
    """`arn:aws:states:::aws-sdk:transcribe:getTranscriptionJob` → ("transcribe", "GetTranscriptionJob")."""
    service, action = resource.removesuffix(".waitForTaskToken").split(":")[-2:]
    return service.lower(), action[0].upper() + action[1:]


def fit(value: Any, shape: Shape | None) -> Any:
    """`value` with the members' names spelled as the service's model spells them, whatever their case."""
    if shape is None:
        return value
    if shape.type_name == "structure" and isinstance(value, dict):
        if getattr(shape, "is_document_type", False):
            return value
        names = {name.lower(): name for name in shape.members}  # type: ignore[attr-defined]
        fitted: dict[str, Any] = {}
        for key, item in value.items():
            name = names.get(key.lower())
            fitted[name or key] = fit(item, shape.members[name]) if name else item  # type: ignore[attr-defined]
        return fitted
    if shape.type_name == "list" and isinstance(value, list):
        return [fit(item, shape.member) for item in value]  # type: ignore[attr-defined]
    return value


def pascal(value: Any, shape: Shape | None) -> Any:
    """A client's answer as a state's JSON output: Pascal case, ISO times, bodies read."""
    if shape is not None and shape.type_name == "structure" and isinstance(value, dict):
        if getattr(shape, "is_document_type", False):
            return value
        return {
            key[0].upper() + key[1:]: pascal(item, shape.members.get(key))  # type: ignore[attr-defined]
            for key, item in value.items()
            if key != "ResponseMetadata"
        }
    if shape is not None and shape.type_name == "list" and isinstance(value, list):
        return [pascal(item, shape.member) for item in value]  # type: ignore[attr-defined]
    if hasattr(value, "read"):
        return value.read().decode("utf-8", "replace")
    if hasattr(value, "isoformat"):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value


@cache
def _session() -> Any:
    import botocore.session

    return botocore.session.get_session()


@cache
def service_names() -> dict[str, str]:
    """Name in an `aws-sdk:` resource → botocore's service name, for all services botocore knows."""
    names = {name.replace("-", ""): name for name in _session().get_available_services()}
    return {**names, **_RENAMED}


def error_name(model: ServiceModel, code: str) -> str:
    """What Step Functions calls an error of a service, by the code that the service answered."""
    prefix = str(model.service_id).replace(" ", "")
    known = {str(shape.metadata.get("error", {}).get("code", shape.name)): shape.name for shape in model.error_shapes}
    return f"{prefix}.{known.get(code, f'{prefix}Exception')}"


@cache
def _client(service: str, region: str) -> Any:
    return _session().create_client(
        service,
        # What is refused for being too much is the state machine's to try again.
        config=Config(retries={"total_max_attempts": 1}),
        endpoint_url=f"http://{HOST}:{os.environ['GATEWAY_PORT']}",
        region_name=region,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def call(service: str, action: str, data: Any, region: str, failure: Callable[[str, str], Exception]) -> Any:
    """Call one operation; `failure(error, cause)` makes the exception for an error of the service."""
    from botocore import xform_name

    client = _client(service, region)
    model = client.meta.service_model
    prefix = str(model.service_id).replace(" ", "")
    if action not in model.operation_names:
        raise failure("States.Runtime", f"{prefix} has no operation {action}.")
    operation = model.operation_model(action)
    arguments = fit(data or {}, operation.input_shape)
    if service == "bedrock-runtime" and isinstance(arguments.get("body"), (dict, list)):
        arguments["body"] = json.dumps(arguments["body"])
    try:
        answer = getattr(client, xform_name(action))(**arguments)
    except ClientError as error:
        details = error.response.get("Error", {})
        raise failure(error_name(model, str(details.get("Code"))), str(details.get("Message", ""))) from error
    except ParamValidationError as error:
        raise failure("States.Runtime", str(error)) from error
    return pascal(answer, operation.output_shape)


def apply() -> None:
    stepfunctions = engine("services.stepfunctions")
    mapped = required(stepfunctions, "_AWS_SDK_SERVICE_MAP")
    original = required(stepfunctions, "_invoke_aws_sdk_integration")
    failure = required(stepfunctions, "_ExecutionError")
    region = required(stepfunctions, "get_region")
    if not isinstance(mapped, dict):
        raise PatchError("The local engine's map of aws-sdk services is no dictionary any more.")

    def invoke(resource: str, data: Any) -> Any:
        service, action = parse_resource(resource)
        if service in mapped or service not in service_names():
            return original(resource, data)
        return call(service_names()[service], action, data, region(), failure)

    stepfunctions._invoke_aws_sdk_integration = invoke
