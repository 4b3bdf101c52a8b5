"""How much of AWS's limits the templates use. Pure functions of templates as they are deployed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

Template = Mapping[str, Any]

# What CloudFormation fills in is counted as something long.
_PSEUDO: Final = {
    "AWS::AccountId": "1" * 12,
    "AWS::Partition": "aws",
    "AWS::Region": "ap-southeast-2",
    "AWS::URLSuffix": "amazonaws.com",
}
_ARN: Final = "a" * 110
_NAME: Final = "n" * 64

_EDGE: Final = Path(__file__).resolve().parent / "edge"

# Events of Step Functions for a state that is entered and left, and for a task that is scheduled, started and done.
_STATE, _TASK = 2, 5


def usage(files: Mapping[str, bytes], *, polls: int, unzipped_mb: float) -> dict[str, float]:
    """What an environment uses of each of `infra.limits.COUNTED`.

    files: the templates of its stacks, as they are uploaded, by name. polls: how often a transcription is looked at.
    unzipped_mb: both layers and the largest function.
    """
    templates: list[Template] = [json.loads(file) for file in files.values()]
    return {
        "routes": _most(_count(each, "AWS::ApiGatewayV2::Route") for each in templates),
        "integrations": _most(_count(each, "AWS::ApiGatewayV2::Integration") for each in templates),
        "access_log": _most(_bytes(each["AccessLogSettings"]["Format"]) for each in _all(templates, _STAGE)),
        "resources": _most(len(each["Resources"]) for each in templates),
        "outputs": _most(len(each.get("Outputs", {})) for each in templates),
        "parameters": _most(len(each.get("Parameters", {})) for each in templates),
        "template": _most(map(len, files.values())),
        "role_policies": _most(_policies(templates).values()),
        "trust_policy": _most(_document(each["AssumeRolePolicyDocument"]) for each in _all(templates, _ROLE)),
        "roles": len(list(_all(templates, _ROLE))),
        "environment": _most(_variables(each) for each in _all(templates, _FUNCTION)),
        "layers": _most(len(each.get("Layers", [])) for each in _all(templates, _FUNCTION)),
        "unzipped": unzipped_mb,
        "function_name": _longest(templates, _FUNCTION, "FunctionName"),
        "definition": _most(_bytes(each["DefinitionString"]) for each in _all(templates, _MACHINE)),
        "history": _most(history(json.loads(each["DefinitionString"]), polls) for each in _all(templates, _MACHINE)),
        "indexes": _most(len(each.get("GlobalSecondaryIndexes", [])) for each in _all(templates, _TABLE)),
        "rules": len(list(_all(templates, _RULE))),
        "targets": _most(len(each.get("Targets", [])) for each in _all(templates, _RULE)),
        "pattern": _most(_document(each.get("EventPattern", {})) for each in _all(templates, _RULE)),
        "alarms": len(list(_all(templates, "AWS::CloudWatch::Alarm"))),
        "widgets": _most(len(_widgets(each)) for each in _all(templates, _BOARD)),
        "dashboard_metrics": _most(sum(map(_metrics, _widgets(each))) for each in _all(templates, _BOARD)),
        "widget_metrics": _most(_metrics(widget) for each in _all(templates, _BOARD) for widget in _widgets(each)),
        "edge_function": _most(each.stat().st_size for each in _EDGE.glob("*.js")),
        "queue_name": _longest(templates, "AWS::SQS::Queue", "QueueName"),
    }


def history(definition: Mapping[str, Any], polls: int) -> int:
    """The events of an execution that enters each state once, and those of its loop `polls` times.

    Tries that failed come on top, and are few.
    """
    states: Mapping[str, Mapping[str, Any]] = definition["States"]
    looped = _on_a_loop(states)
    return 2 + sum((polls if name in looped else 1) * _events(each) for name, each in states.items())


def _on_a_loop(states: Mapping[str, Mapping[str, Any]]) -> set[str]:
    after = {name: set(_next(state)) for name, state in states.items()}

    def reached(name: str) -> set[str]:
        seen: set[str] = set()
        waiting = list(after[name])
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += after[one]
        return seen

    return {name for name in states if name in reached(name)}


def _next(state: Mapping[str, Any]) -> Iterator[str]:
    for choice in (state, *state.get("Choices", []), *state.get("Catch", [])):
        if following := choice.get("Next"):
            yield following
    if default := state.get("Default"):
        yield default


def _events(state: Mapping[str, Any]) -> int:
    return _TASK if state["Type"] in {"Task", "Map"} else _STATE


_STAGE: Final = "AWS::ApiGatewayV2::Stage"
_ROLE: Final = "AWS::IAM::Role"
_FUNCTION: Final = "AWS::Lambda::Function"
_MACHINE: Final = "AWS::StepFunctions::StateMachine"
_TABLE: Final = "AWS::DynamoDB::Table"
_RULE: Final = "AWS::Events::Rule"
_BOARD: Final = "AWS::CloudWatch::Dashboard"


def _all(templates: Iterable[Template], kind: str) -> Iterator[Mapping[str, Any]]:
    """The properties of every resource of a type."""
    for template in templates:
        yield from (each.get("Properties", {}) for each in template["Resources"].values() if each["Type"] == kind)


def _count(template: Template, kind: str) -> int:
    return len(list(_all([template], kind)))


def _most(values: Iterable[float]) -> float:
    return max(values, default=0)


def _longest(templates: Iterable[Template], kind: str, name: str) -> int:
    return max((len(each[name]) for each in _all(templates, kind) if isinstance(each.get(name), str)), default=0)


def _policies(templates: Iterable[Template]) -> dict[str, int]:
    """Characters of the inline policies of each role. IAM doesn't count white space."""
    sizes: dict[str, int] = {}
    for place, template in enumerate(templates):
        for policy in _all([template], "AWS::IAM::Policy"):
            for role in policy.get("Roles", []):
                key = f"{place}/{json.dumps(role)}"
                sizes[key] = sizes.get(key, 0) + _document(policy["PolicyDocument"])
        for key, each in template["Resources"].items():
            for policy in each.get("Properties", {}).get("Policies", []) if each["Type"] == _ROLE else []:
                role = f"{place}/{json.dumps({'Ref': key})}"
                sizes[role] = sizes.get(role, 0) + _document(policy["PolicyDocument"])
    return sizes


def _document(value: Any) -> int:
    return len("".join(json.dumps(filled_in(value), separators=(",", ":")).split()))


def _variables(function: Mapping[str, Any]) -> int:
    variables = function.get("Environment", {}).get("Variables", {})
    return sum(len(name) + len(str(filled_in(value)).encode()) for name, value in variables.items())


def _bytes(value: Any) -> int:
    return len(str(filled_in(value)).encode())


def filled_in(value: Any) -> Any:
    """A value of a template as it is once CloudFormation has filled in what it knows by then."""
    if isinstance(value, list):
        return [filled_in(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "Fn::Join" in value:
        between, parts = value["Fn::Join"]
        return between.join(str(filled_in(part)) for part in parts)
    if "Ref" in value:
        return _PSEUDO.get(value["Ref"], _NAME)
    if len(value) == 1 and next(iter(value)).startswith("Fn::"):
        return _ARN
    return {key: filled_in(each) for key, each in value.items()}


def _widgets(board: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = json.loads(str(filled_in(board["DashboardBody"])))["widgets"]
    return found


def _metrics(widget: Mapping[str, Any]) -> int:
    return len(widget.get("properties", {}).get("metrics", []))
