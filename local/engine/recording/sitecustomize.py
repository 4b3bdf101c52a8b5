"""Writes down the AWS calls of a handler's process: who, what, on what. Never content.

Python imports a module of this name at its start when the folder is on its path; `local.engine.patches.calls` puts it
there. One line of JSON for each different call, in a file for each process, so that nothing is lost when one is killed.
"""

from __future__ import annotations

import json
import os
import re
from typing import Any

FOLDER = "DEBRIEF_RECORD_CALLS"
"""The variable that names the folder of the recordings."""

# The parameters that say what a call is on. All else is content, or says how.
_NAMES = frozenset(
    {
        "Bucket",
        "ConfigurationSetName",
        "EventBusName",
        "FromEmailAddress",
        "FunctionName",
        "IndexName",
        "Key",
        "Name",
        "Prefix",
        "QueueName",
        "QueueUrl",
        "SecretId",
        "TableName",
        "UserPoolId",
        "executionArn",
        "modelId",
        "stateMachineArn",
    }
)
_AROUND_NAMES = frozenset({"ConditionCheck", "Delete", "Entries", "Get", "Objects", "Put", "TransactItems", "Update"})
_EQUALS = re.compile(r"(#?\w+)(\s*=\s*)(:\w+)")
_MISSING = {"404", "NoSuchKey", "NotFound"}
_KEPT = "debrief_names"


def names_in(params: Any) -> Any:
    """The parameters without all content: what names things, and the structures around.

    Of a row's partition key what kind of key it is (`USER#`) is kept, as `LeadingKey`.
    """
    if isinstance(params, list | tuple):
        return [names_in(each) for each in params]
    if not isinstance(params, dict):
        return {}
    found: dict[str, Any] = {key: value for key, value in params.items() if key in _NAMES and isinstance(value, str)}
    found |= {key: names_in(value) for key, value in params.items() if key in _AROUND_NAMES}
    if "RequestItems" in params:
        found["RequestItems"] = {table: _kinds(requests) for table, requests in sorted(params["RequestItems"].items())}
    if (kind := _kind(params)) is not None:
        found["LeadingKey"] = kind
    return found


def _kinds(requests: Any) -> list[str]:
    """The kinds of partition keys in what a batch does with one table."""
    if isinstance(requests, dict):
        keys = [{"Key": key} for key in requests.get("Keys", [])]
    else:
        keys = [change for each in requests for change in each.values()]
    return sorted({kind for key in keys if (kind := _kind(key)) is not None})


def _kind(params: dict[str, Any]) -> str | None:
    """The kind of partition key that one operation is about; None where there is none."""
    row = params.get("Key") or params.get("Item")
    value = row.get("PK") if isinstance(row, dict) else _queried(params)
    if not isinstance(value, dict) or "S" not in value:
        return None
    head, sign, _ = str(value["S"]).partition("#")
    return head + sign


def _queried(params: dict[str, Any]) -> Any:
    names = params.get("ExpressionAttributeNames", {})
    for name, _, value in _EQUALS.findall(params.get("KeyConditionExpression", "")):
        if names.get(name, name).endswith("PK"):
            return params["ExpressionAttributeValues"][value]
    return None


class Recorder:
    """Writes calls of one holder into one file, each different one once."""

    def __init__(self, folder: str, holder: str) -> None:
        self._holder = holder
        self._file = os.path.join(folder, f"{holder}-{os.getpid()}.jsonl")
        self._seen: set[str] = set()

    def asked(self, **told: Any) -> None:
        """A call is about to be made, or an address for one to be signed."""
        names = told["context"][_KEPT] = names_in(told["params"])
        self._write(told["model"], names)

    def answered(self, **told: Any) -> None:
        """An answer came: of objects it is told when they aren't there, since that takes a right of its own."""
        if str(told["parsed"].get("Error", {}).get("Code")) in _MISSING:
            self._write(told["model"], told["context"][_KEPT], missing=True)

    def _write(self, model: Any, params: Any, **more: Any) -> None:
        call = {
            "holder": self._holder,
            "service": model.service_model.service_name,
            "operation": model.name,
            "params": params,
            **more,
        }
        line = json.dumps(call, sort_keys=True)
        if line not in self._seen:
            self._seen.add(line)
            with open(self._file, "a", encoding="utf-8") as file:
                file.write(line + "\n")


def install(folder: str, holder: str) -> None:
    """Let every botocore client of this process tell a recorder."""
    from botocore import handlers

    recorder = Recorder(folder, holder)
    handlers.BUILTIN_HANDLERS += [
        ("before-parameter-build", recorder.asked),
        ("after-call.s3", recorder.answered),
    ]


if os.environ.get(FOLDER) and os.environ.get("AWS_LAMBDA_FUNCTION_NAME"):
    install(os.environ[FOLDER], os.environ["AWS_LAMBDA_FUNCTION_NAME"])
