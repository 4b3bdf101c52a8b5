"""Pages and the signed cursors between them."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from debrief.kernel.errors import FieldError, Malformed

T = TypeVar("T")
DEFAULT_LIMIT = 25
MOST = 100


class Page(BaseModel, Generic[T]):
    """A page of a list. `next_cursor` fetches the next one; null at the end."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    items: list[T]
    next_cursor: str | None = None


class Cursors:
    """Makes and reads cursors: where the next page starts, bound to the query and the caller, signed.

    A cursor from another query, another caller or another maker is refused.
    """

    def __init__(self, secret: Callable[[], bytes]) -> None:
        self._fetch = secret

    @cached_property
    def _key(self) -> bytes:
        return self._fetch()

    def encode(self, position: Any | None, *binding: object) -> str | None:
        """The cursor for a JSON-able `position`; None for none. `binding`: what the query depends on."""
        if position is None:
            return None
        payload = json.dumps(position, separators=(",", ":"), sort_keys=True).encode()
        return base64.urlsafe_b64encode(self._sign(payload, binding) + payload).decode().rstrip("=")

    def decode(self, cursor: str | None, *binding: object) -> Any | None:
        """The position in `cursor`; None for no cursor.

        Raises:
            Malformed: the cursor is damaged, or belongs to another query.
        """
        if not cursor:
            return None
        try:
            raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        except ValueError:
            raw = b""
        signature, payload = raw[:16], raw[16:]
        if not payload or not hmac.compare_digest(signature, self._sign(payload, binding)):
            message = "does not belong to this query"
            raise Malformed("The cursor is not valid", errors=[FieldError(pointer="?cursor", message=message)])
        return json.loads(payload)

    def _sign(self, payload: bytes, binding: tuple[object, ...]) -> bytes:
        bound = json.dumps(binding, separators=(",", ":"), sort_keys=True, default=str).encode()
        return hmac.new(self._key, hashlib.sha256(bound).digest() + payload, hashlib.sha256).digest()[:16]


def page_limit(limit: int | None) -> int:
    """The number of items on a page: 25 unless told, 100 at most.

    Raises:
        Malformed: not between 1 and 100.
    """
    if limit is None:
        return DEFAULT_LIMIT
    if not 1 <= limit <= MOST:
        raise Malformed(
            "The limit is out of range", errors=[FieldError(pointer="?limit", message=f"must be 1 to {MOST}")]
        )
    return limit
