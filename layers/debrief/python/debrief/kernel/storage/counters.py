"""Rows that everybody writes at once: numbers that are added to, each write for itself.

DynamoDB lines up single updates of a row one behind the other, where transactions that meet at it are refused and have
to be tried again. What counts here stands by itself, so nothing else has to become true with it.
"""

from collections.abc import Sequence
from typing import TypeVar

from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from debrief.kernel.errors import DebriefError
from debrief.kernel.storage.tables import Row, storage_error

R = TypeVar("R", bound=Row)


def count(
    row_class: type[Row],
    pk: str,
    sk: str,
    actions: Sequence[Action],
    *,
    condition: Condition | None = None,
    otherwise: DebriefError | None = None,
) -> None:
    """Change numbers of one row, which is made where there is none.

    A request that is repeated because its answer got lost counts twice.

    Raises:
        `otherwise` where `condition` doesn't hold. Throttled, Unavailable.
    """
    try:
        row_class._get_connection().update_item(pk, range_key=sk, actions=list(actions), condition=condition)
    except PynamoDBException as error:
        if otherwise is not None and error.cause_response_code == "ConditionalCheckFailedException":
            raise otherwise from error
        raise storage_error(error) from error


def take(row_class: type[R], pk: str, sk: str) -> R | None:
    """Remove a row and give back what it was; None where there was none. Of two takers one gets it."""
    try:
        answer = row_class._get_connection().delete_item(pk, range_key=sk, return_values="ALL_OLD")
    except PynamoDBException as error:
        raise storage_error(error) from error
    was = answer.get("Attributes")
    return row_class.from_raw_data(was) if was else None
