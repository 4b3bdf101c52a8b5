"""What the calls that were seen say of the rights that are granted: which are missing, and which nobody uses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tools.rights.calls import CONFIGURED_MODEL, Call, Environment, requests_of
from tools.rights.evaluation import allowed, matches
from tools.rights.policies import Statement, policies, roles
from tools.rights.stacks import SPOKEN
from tools.rights.used_by_aws import USED_BY_AWS, UsedByAws

CALLS, DEPLOYED = "*.jsonl", "deployed.json"
"""In a folder of recordings: the calls, and the names that the stacks' resources had there."""

NOWHERE = "nowhere-at-all"
"""In the names of things that tests make up beside the stacks: whether they may be touched is no matter of rights."""


class Right(NamedTuple):
    """That a role's holder may do something with something."""

    holder: str
    action: str
    resource: str

    def __str__(self) -> str:
        return f"{self.holder}: {self.action} on {self.resource}"


@dataclass(frozen=True)
class Proof:
    """What was found, a sentence each.

    refused: calls that a role doesn't allow. unused: rights that no call needed. needless: what the list of AWS's own
    uses has too much.
    """

    refused: tuple[str, ...]
    unused: tuple[str, ...]
    needless: tuple[str, ...]


def recorded(folders: Iterable[Path], environment: Environment) -> list[Call]:
    """The calls that clouds have written down, each once, under the names that the templates are read with.

    environment: what the clouds were made from.
    """
    lines: set[str] = set()
    for folder in folders:
        # A cloud that never came up has written nothing down.
        if (folder / DEPLOYED).exists():
            lines.update(_renamed(folder, environment))
    holders = {role.arn: role.holder for role in roles(environment.stacks).values()}
    return [_call(json.loads(line), holders, environment.settings.model.model_id) for line in sorted(lines)]


def refused(calls: Iterable[Call], environment: Environment) -> list[str]:
    """The calls that would be refused in an environment, a sentence each."""
    held = roles(environment.stacks)
    denials = _denials(environment)
    found: dict[str, None] = {}
    for call in calls:
        for request in requests_of(call, environment):
            role = held.get(call.holder)
            if NOWHERE in request.resource:
                continue
            if role is None or not allowed(request, [*role.statements, *denials]):
                told = "".join(f", {key} {value}" for key, value in request.context)
                called = f"{environment.stacks.environment}: {call.holder} calls {call.service}:{call.operation}"
                found[f"{called} and may not {request.action} on {request.resource}{told}."] = None
    return list(found)


def unused(calls: Iterable[Call], environment: Environment) -> set[Right]:
    """The rights that no call needed."""
    held = roles(environment.stacks)
    rights = {
        Right(role.holder, action, resource)
        for role in held.values()
        for statement in role.statements
        if statement.effect == "Allow"
        for action in statement.actions
        for resource in statement.resources
    }
    for call in calls:
        for request in requests_of(call, environment):
            for statement in held[call.holder].statements if call.holder in held else ():
                rights -= {Right(call.holder, *pair) for pair in matches(request, statement)}
    return rights


def prove(
    calls: Sequence[Call], environments: Iterable[Environment], known: Sequence[UsedByAws] = USED_BY_AWS
) -> Proof:
    """Hold the calls against the roles of all environments, and all roles against the calls."""
    missing: list[str] = []
    idle: set[Right] = set()
    for environment in environments:
        missing += refused(calls, environment)
        idle |= unused(calls, environment)
    return Proof(
        refused=tuple(missing),
        unused=tuple(
            f"{right}: no test uses it. Take it away, or show its use."
            for right in sorted(idle)
            if not any(entry.means(*right) for entry in known)
        ),
        needless=tuple(
            f"{entry.holder}: {action} stands in tools/rights/used_by_aws.py, and either nobody has this right or a "
            "test uses it."
            for entry in known
            for action in entry.actions
            if not any(right.action == action and entry.means(*right) for right in idle)
        ),
    )


def _renamed(folder: Path, environment: Environment) -> Iterator[str]:
    names = environment.stacks.names(json.loads((folder / DEPLOYED).read_text(encoding="utf-8")))
    # The longest first: a name may be the beginning of another one.
    ordered = sorted(((old, new) for old, new in names.items() if old != new), key=lambda pair: -len(pair[0]))
    for file in folder.glob(CALLS):
        for line in file.read_text(encoding="utf-8").splitlines():
            for old, new in ordered:
                line = line.replace(old, new)
            yield line


def _call(given: dict[str, object], holders: dict[str, str], model_id: str) -> Call:
    call = Call(**given)  # type: ignore[arg-type]
    holder = holders.get(call.holder, call.holder.removeprefix(f"debrief-{SPOKEN}-"))
    params = dict(call.params)
    if params.get("modelId") == model_id:
        params["modelId"] = CONFIGURED_MODEL
    return Call(holder, call.service, call.operation, params, call.missing)


def _denials(environment: Environment) -> list[Statement]:
    """What the resources themselves deny everybody."""
    return [
        statement
        for policy in policies(environment.stacks)
        if policy.of_resource
        for statement in policy.statements
        if statement.effect == "Deny"
    ]
