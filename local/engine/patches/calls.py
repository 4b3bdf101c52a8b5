"""Which AWS calls the functions and the state machines make, written down for the tests of rights.

The engine lets everybody do everything, and what a state machine calls it does inside itself, as nobody. Here every
handler's process notes its calls (`local.engine.recording`), and the engine notes those of state machines under the
ARN of their role. Only names are kept, never content.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import local.engine.recording
from local.engine.patches import engine, required
from local.engine.patches.sdk_integrations import parse_resource, service_names
from local.engine.recording.sitecustomize import FOLDER

Json = dict[str, Any]
_role: ContextVar[str] = ContextVar("role")

# What a state machine's own calls are named by; its parameters are its definition's, and hold ids only.
_NAMES = {
    "CallAnalyticsJobName",
    "DataAccessRoleArn",
    "JobExecutionSettings",
    "OutputBucketName",
    "OutputEncryptionKMSKeyId",
    "OutputKey",
    "OutputLocation",
    "TranscriptionJobName",
}


class Recorder:
    """Appends the calls of state machines to a file, each different one once."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / f"state-machines-{os.getpid()}.jsonl"
        self._lock = threading.Lock()
        self._seen: set[str] = set()

    def note(self, service: str, operation: str, params: Json) -> None:
        """A call by the state machine whose role is the current one. service, operation: botocore's names."""
        call = {"holder": _role.get(), "service": service, "operation": operation, "params": params}
        line = json.dumps(call, sort_keys=True)
        with self._lock:
            if line not in self._seen:
                self._seen.add(line)
                with self._file.open("a", encoding="utf-8") as file:
                    file.write(line + "\n")


def machine_of(execution: Json) -> str:
    """The ARN of an execution's state machine; a map's child execution has its parent's, followed by a label."""
    arn: str = execution["stateMachineArn"].rsplit("/", 1)[0]
    return arn


def apply(folder: Path) -> None:
    """Write the calls into `folder`, a file for each process."""
    folder.mkdir(parents=True, exist_ok=True)
    # Processes of handlers inherit these.
    os.environ[FOLDER] = str(folder)
    os.environ["PYTHONPATH"] = str(Path(local.engine.recording.__file__).parent)
    stepfunctions = engine("services.stepfunctions")
    recorder = Recorder(folder)
    machines = required(stepfunctions, "_state_machines")

    def under_its_role(original: Callable[..., Any], execution_at: int) -> Callable[..., Any]:
        def run(*args: Any) -> Any:
            token = _role.set(machines[machine_of(args[execution_at])]["roleArn"])
            try:
                return original(*args)
            finally:
                _role.reset(token)

        return run

    execute_task = required(stepfunctions, "_execute_task")
    run_map = required(stepfunctions, "_run_distributed_map")
    call_lambda = required(stepfunctions, "_call_lambda")
    call_sdk = required(stepfunctions, "_invoke_aws_sdk_integration")
    read_object = required(stepfunctions, "_s3_object_text")

    def mapping(*args: Any) -> Any:
        # The children are executions of the state machine itself.
        recorder.note("stepfunctions", "StartExecution", {"stateMachineArn": machine_of(args[4])})
        return run_map(*args)

    def calling_lambda(function: str, event: Any) -> Any:
        recorder.note("lambda", "Invoke", {"FunctionName": function})
        return call_lambda(function, event)

    def calling_sdk(resource: str, data: Any) -> Any:
        service, operation = parse_resource(resource)
        names = {name: value for name, value in (data or {}).items() if name in _NAMES}
        recorder.note(service_names().get(service, service), operation, names)
        return call_sdk(resource, data)

    def reading_object(bucket: str, key: str) -> Any:
        recorder.note("s3", "GetObject", {"Bucket": bucket, "Key": key})
        return read_object(bucket, key)

    stepfunctions._execute_task = under_its_role(execute_task, 2)
    stepfunctions._run_distributed_map = under_its_role(mapping, 4)
    stepfunctions._call_lambda = calling_lambda
    stepfunctions._invoke_aws_sdk_integration = calling_sdk
    stepfunctions._s3_object_text = reading_object
