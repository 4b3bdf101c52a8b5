"""DynamoDB as it is when many write at once: a transaction that touches an item of another one under way is refused.

moto works off one call after the other and never refuses any. Here a transaction lays claim to its items before it
waits for its turn at moto, and keeps them until it is through; whoever comes meanwhile with one of these items is
cancelled, as DynamoDB cancels, with a reason for each item. What DynamoDB takes in a transaction is looked at as well.
"""

import threading
import time
from collections import Counter
from typing import Any

import pytest
from pynamodb.connection.base import Connection
from pynamodb.exceptions import CancellationReason, VerboseClientError

MOST_OPERATORS, MOST_EXPRESSION_BYTES = 300, 4096

Item = tuple[str, str, str]


class Contention:
    """Installed over PynamoDB's connection. refused: conflicts by item; most_at_once: transactions under way.

    under_way_s: how long a transaction keeps its items, beside its turn at moto.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, under_way_s: float) -> None:
        self._under_way_s = under_way_s
        self.refused: Counter[Item] = Counter()
        self.written = 0
        self.most_at_once = 0
        self._claimed: dict[Item, int] = {}
        self._claims, self._moto = threading.Lock(), threading.RLock()
        real = Connection._make_api_call
        contention = self

        def call(connection: Connection, operation: str, arguments: dict[str, Any]) -> Any:
            def ask() -> Any:
                with contention._moto:
                    return real(connection, operation, arguments)

            return contention._transact(arguments, ask) if operation == "TransactWriteItems" else ask()

        monkeypatch.setattr(Connection, "_make_api_call", call)

    def _transact(self, arguments: dict[str, Any], ask: Any) -> Any:
        items = [_item(each) for each in arguments["TransactItems"]]
        assert len(items) == len(set(items)) <= 100, "DynamoDB takes 100 different items"
        mine = threading.get_ident()
        with self._claims:
            taken = [item for item in items if item in self._claimed]
            if taken:
                self.refused.update(taken)
                raise _cancelled(["TransactionConflict" if item in taken else "None" for item in items])
            self._claimed.update(dict.fromkeys(items, mine))
            self.most_at_once = max(self.most_at_once, len(set(self._claimed.values())))
        try:
            time.sleep(self._under_way_s)
            answer = ask()
            self.written += 1
            return answer
        finally:
            with self._claims:
                for item in items:
                    del self._claimed[item]


def _item(step: dict[str, Any]) -> Item:
    ((_, what),) = step.items()
    key = what.get("Key") or what["Item"]
    expression = what.get("UpdateExpression", "")
    assert len(expression.encode()) <= MOST_EXPRESSION_BYTES
    assert expression.count(",") < MOST_OPERATORS
    return what["TableName"], key["PK"]["S"], key["SK"]["S"]


def _cancelled(codes: list[str]) -> VerboseClientError:
    response = {"Error": {"Code": "TransactionCanceledException", "Message": "cancelled"}}
    reasons = [None if code == "None" else CancellationReason(code=code) for code in codes]
    return VerboseClientError(response, "TransactWriteItems", {}, cancellation_reasons=reasons)
