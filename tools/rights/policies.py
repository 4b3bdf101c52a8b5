"""The policies in the templates: every statement of every role and of every resource."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.rights.stacks import SPOKEN, Json, Stacks, UnreadableTemplate

_PREFIX = f"debrief-{SPOKEN}-"
_UNDERSTOOD = {"Action", "Condition", "Effect", "Principal", "Resource", "Sid"}


@dataclass(frozen=True)
class Statement:
    """One statement, its intrinsic functions resolved.

    conditions: operator → condition key → values. principals: of a resource's policy, as text.
    """

    effect: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    principals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Policy:
    """A policy document. of_resource: it is a resource's own, and names who may. trust: it says who may be a role."""

    place: str
    statements: tuple[Statement, ...]
    of_resource: bool = False
    trust: bool = False


@dataclass(frozen=True)
class Role:
    """A role and what it may do.

    holder: the function's or state machine's name within Debrief, else the role's logical id.
    """

    holder: str
    arn: str
    statements: tuple[Statement, ...]


def policies(stacks: Stacks) -> Iterator[Policy]:
    """Every policy document, wherever it stands in a resource, and every permission of a function."""
    for stack, logical, resource in stacks.resources():
        properties = resource.get("Properties", {})
        place = f"{stack}/{logical}"
        if resource["Type"] == "AWS::Lambda::Permission":
            yield Policy(place, (_permission(stacks, stack, properties),), of_resource=True)
            continue
        for name, document in _documents(properties):
            statements = tuple(statement(stacks, stack, each) for each in document["Statement"])
            trust = name == "AssumeRolePolicyDocument"
            of_resource = resource["Type"] not in ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::Role")
            yield Policy(place, statements, of_resource=of_resource, trust=trust)


def roles(stacks: Stacks) -> dict[str, Role]:
    """Every role by who holds it."""
    holders = _holders(stacks)
    held: dict[tuple[str, str], list[Statement]] = {
        (stack, logical): [
            statement(stacks, stack, each)
            for inline in role.get("Properties", {}).get("Policies", [])
            for each in inline["PolicyDocument"]["Statement"]
        ]
        for stack, logical, role in stacks.resources("AWS::IAM::Role")
    }
    for stack, _, policy in stacks.resources("AWS::IAM::Policy"):
        for role in policy["Properties"].get("Roles", []):
            held[stack, role["Ref"]] += [
                statement(stacks, stack, each) for each in policy["Properties"]["PolicyDocument"]["Statement"]
            ]
    found = (
        Role(holders.get(place, place[1]), stacks.arn(*place), tuple(statements)) for place, statements in held.items()
    )
    return {role.holder: role for role in found}


def statement(stacks: Stacks, stack: str, given: Json) -> Statement:
    """One statement as it stands in a template. Raises UnreadableTemplate."""
    if unknown := given.keys() - _UNDERSTOOD:
        raise UnreadableTemplate(
            f"{stack} has a statement with {', '.join(sorted(unknown))}, which nothing here knows."
        )
    return Statement(
        effect=given["Effect"],
        actions=tuple(_listed(given["Action"])),
        resources=tuple(stacks.text(stack, each) for each in _listed(given.get("Resource", []))),
        conditions={
            operator: {key: tuple(stacks.text(stack, each) for each in _listed(values)) for key, values in keys.items()}
            for operator, keys in given.get("Condition", {}).items()
        },
        principals=tuple(_principals(stacks, stack, given.get("Principal", {}))),
    )


def _principals(stacks: Stacks, stack: str, given: Any) -> Iterator[str]:
    if isinstance(given, str):
        yield given
        return
    for kind, names in given.items():
        for name in _listed(names):
            yield f"{kind} {stacks.text(stack, name)}"


def _permission(stacks: Stacks, stack: str, given: Json) -> Statement:
    conditions = {}
    if "SourceArn" in given:
        # Only whether there is one matters here, and its parts may name what isn't in these stacks.
        conditions["ArnLike"] = {"aws:SourceArn": ("*",)}
    return Statement(
        "Allow",
        (given["Action"],),
        (stacks.text(stack, given["FunctionName"]),),
        conditions,
        (f"Service {given['Principal']}",),
    )


def _documents(value: Any, name: str = "") -> Iterator[tuple[str, Json]]:
    """(name of the property, document) of every policy document below a value."""
    if isinstance(value, dict):
        if isinstance(value.get("Statement"), list):
            yield name, value
            return
        for key, each in value.items():
            yield from _documents(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from _documents(each, name)


def _holders(stacks: Stacks) -> dict[tuple[str, str], str]:
    """Who has a role: (stack, logical id of the role) → name."""
    found: dict[tuple[str, str], str] = {}
    arns = {stacks.arn(stack, logical): (stack, logical) for stack, logical, _ in stacks.resources("AWS::IAM::Role")}
    for kind, role_in, name_in in (
        ("AWS::Lambda::Function", "Role", "FunctionName"),
        ("AWS::StepFunctions::StateMachine", "RoleArn", "StateMachineName"),
    ):
        names = defaultdict(set)
        for stack, logical, resource in stacks.resources(kind):
            properties = resource["Properties"]
            name = properties.get(name_in, logical)
            names[arns[stacks.text(stack, properties[role_in])]].add(str(name).removeprefix(_PREFIX))
        found |= {place: " and ".join(sorted(each)) for place, each in names.items()}
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
