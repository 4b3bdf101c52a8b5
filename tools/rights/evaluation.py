"""Whether a role may do what is asked for, by the rules of IAM within one account.

Only what the templates use is understood; anything else is an error and never a silent yes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from tools.rights.calls import Request
from tools.rights.policies import Statement

# The clients that are handed out speak TLS on AWS; what the laptop cloud's speak is no matter of rights.
_ALWAYS = {"aws:securetransport": ["true"]}


class UnknownCondition(ValueError):
    """A condition whose operator isn't understood here. The text is one sentence."""


def allowed(request: Request, statements: Iterable[Statement]) -> bool:
    """Whether some statement allows the request and none denies it."""
    found = {each.effect for each in statements if any(matches(request, each))}
    return found == {"Allow"}


def matches(request: Request, statement: Statement) -> Iterator[tuple[str, str]]:
    """The (action, resource) pairs of a statement that the request falls under, if its conditions hold."""
    pairs = [
        (action, resource)
        for action in statement.actions
        if _like(action.lower()).fullmatch(request.action.lower())
        for resource in statement.resources
        if _like(resource).fullmatch(request.resource)
    ]
    if pairs and all(
        _holds(operator, _values(request, key), expected)
        for operator, keys in statement.conditions.items()
        for key, expected in keys.items()
    ):
        yield from pairs


def _values(request: Request, key: str) -> list[str]:
    found = [value for name, value in request.context if name.lower() == key.lower()]
    return found or _ALWAYS.get(key.lower(), [])


def _holds(operator: str, actual: list[str], expected: tuple[str, ...]) -> bool:
    """Whether one of the expected values is found; with ForAllValues, one for every value that there is."""
    every, _, plain = operator.rpartition(":")
    if every not in ("", "ForAllValues") or plain not in _OPERATORS:
        raise UnknownCondition(
            f"The templates use the condition {operator}, which tools/rights/evaluation.py doesn't know."
        )
    found = [any(_OPERATORS[plain](each, value) for value in expected) for each in actual]
    return all(found) if every else any(found)


@cache
def _like(pattern: str) -> re.Pattern[str]:
    return re.compile("".join({"*": ".*", "?": "."}.get(sign, re.escape(sign)) for sign in pattern), re.DOTALL)


_OPERATORS: Mapping[str, Callable[[str, str], bool]] = {
    "ArnEquals": lambda actual, expected: _like(expected).fullmatch(actual) is not None,
    "ArnLike": lambda actual, expected: _like(expected).fullmatch(actual) is not None,
    "Bool": lambda actual, expected: actual.lower() == expected.lower(),
    "StringEquals": lambda actual, expected: actual == expected,
    "StringLike": lambda actual, expected: _like(expected).fullmatch(actual) is not None,
}
