"""Whether two conditions can hold of the same subject, as far as the values tell that they list."""

from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from debrief.kernel.conditions.fields import Fields
from debrief.kernel.conditions.model import AllOf, AnyOf, Condition, IsIn

S = TypeVar("S")


class Apart(NamedTuple):
    """A field of one value of which each of two conditions demands other values than the other."""

    field: str
    one: tuple[str, ...]
    other: tuple[str, ...]


def apart(one: Condition, other: Condition, fields: Fields[S]) -> Apart | None:
    """Where two conditions demand what no subject has both of; None where their lists don't say so, and both may hold.

    Never wrongly told: what isn't a list of values, and fields of several values, are taken to allow anything.
    """
    first, second = _demanded(one, fields), _demanded(other, fields)
    for field in fields:
        values, others = first.get(field, frozenset()), second.get(field, frozenset())
        if values and others and values.isdisjoint(others):
            return Apart(field, tuple(sorted(values)), tuple(sorted(others)))
    return None


def _demanded(condition: Condition, fields: Fields[S]) -> Mapping[str, frozenset[str]]:
    """Of which fields one of which values is there wherever the condition holds."""
    if isinstance(condition, IsIn):
        single = condition.field in fields and fields[condition.field].kind == "choice"
        return {condition.field: frozenset(condition.values)} if single else {}
    if not isinstance(condition, AllOf | AnyOf) or not condition.of:
        return {}
    found, *more = (_demanded(part, fields) for part in condition.of)
    for each in more:
        if isinstance(condition, AllOf):
            found = {**found, **each, **{field: found[field] & each[field] for field in found.keys() & each.keys()}}
        else:
            found = {field: found[field] | each[field] for field in found.keys() & each.keys()}
    return found
