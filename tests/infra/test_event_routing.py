"""What the rules route to a queue is what the function behind it handles, type by type."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from debrief.kernel.events.consumers import Consumer
from tests.contract.event_schemas import announced_types
from tests.infra.conftest import Environment


def routed(environment: Environment) -> dict[str, set[str]]:
    """The detail types that the rules route to each function with a queue, by the handler's module."""
    found: dict[str, set[str]] = {}
    for stack in environment.templates:
        resources = environment.resources(stack)
        consumers = {
            mapping["Properties"]["EventSourceArn"]["Fn::GetAtt"][0]: mapping["Properties"]["FunctionName"]["Ref"]
            for mapping in environment.resources(stack, "AWS::Lambda::EventSourceMapping").values()
            if "Fn::GetAtt" in mapping["Properties"]["EventSourceArn"]
        }
        for rule in environment.resources(stack, "AWS::Events::Rule").values():
            for target in rule["Properties"]["Targets"]:
                queue = target["Arn"].get("Fn::GetAtt", [""])[0]
                if queue in consumers:
                    handler = resources[consumers[queue]]["Properties"]["Handler"]
                    module = handler.removesuffix(".lambda_handler")
                    found.setdefault(module, set()).update(_types(rule["Properties"]["EventPattern"]))
    return found


def _types(pattern: dict[str, Any]) -> set[str]:
    types = pattern["detail-type"]
    assert all(isinstance(each, str) for each in types), "types are routed by their whole names"
    return set(types)


@pytest.fixture
def handlers(prod: Environment, monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[set[str], Consumer]]:
    """What is routed to, and what is handled by, each function behind a queue."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "tests")
    found: dict[str, tuple[set[str], Consumer]] = {}
    for module, types in routed(prod).items():
        found[module] = (types, importlib.import_module(module).consumer)
    return found


def test_no_type_is_routed_without_a_handler_and_none_handled_without_a_route(
    handlers: dict[str, tuple[set[str], Consumer]],
) -> None:
    assert {"events.roll_up.handler", "events.intake_recording.handler", "events.follow_reviews.handler"} <= {*handlers}
    for module, (types, consumer) in handlers.items():
        assert types == consumer.types | consumer.aws_types, module


def test_only_types_that_somebody_announces_are_handled(handlers: dict[str, tuple[set[str], Consumer]]) -> None:
    for module, (_, consumer) in handlers.items():
        assert consumer.types <= announced_types(), module
