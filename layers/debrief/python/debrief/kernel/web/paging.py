"""Pages and the encrypted cursors between them."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from functools import cached_property
from secrets import token_bytes
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from debrief.kernel.errors import FieldError, Malformed

T = TypeVar("T")
DEFAULT_LIMIT = 25
MOST = 100

_NONCE_BYTES, _TAG_BYTES = 16, 16
_HEAD_BYTES = _NONCE_BYTES + _TAG_BYTES
_PADDED_TO = 256


class Page(BaseModel, Generic[T]):
    """A page of a list. `next_cursor` fetches the next one; null at the end."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    items: list[T]
    next_cursor: str | None = None


class Cursors:
    """Makes and reads cursors: where the next page starts, encrypted, and bound to the query and the caller.

    A position may be that of something which the caller doesn't see: what was left out after reading. So a cursor tells
    neither the position nor its length, and is another one each time. A cursor from another query, another caller or
    another maker is refused.

    The construction is encrypt-then-MAC out of HMAC-SHA256: a keystream of HMAC(nonce, counter), and a tag over nonce,
    binding and ciphertext; see decision 0040.

    nonce: 16 bytes that never come again.
    """

    def __init__(
        self, secret: Callable[[], bytes], *, nonce: Callable[[], bytes] = lambda: token_bytes(_NONCE_BYTES)
    ) -> None:
        self._fetch = secret
        self._nonce = nonce

    @cached_property
    def _keys(self) -> tuple[bytes, bytes]:
        secret = self._fetch()
        return _hmac(secret, b"cursor encryption"), _hmac(secret, b"cursor authentication")

    def encode(self, position: Any | None, *binding: object) -> str | None:
        """The cursor for a JSON-able `position`; None for none. `binding`: what the query depends on."""
        if position is None:
            return None
        plain = json.dumps(position, separators=(",", ":"), sort_keys=True).encode()
        # JSON doesn't mind blanks at its end.
        plain = plain.ljust(-(-len(plain) // _PADDED_TO) * _PADDED_TO)
        nonce = self._nonce()
        hidden = self._xor(nonce, plain)
        return base64.urlsafe_b64encode(nonce + self._tag(nonce, hidden, binding) + hidden).decode().rstrip("=")

    def decode(self, cursor: str | None, *binding: object) -> Any | None:
        """The position in `cursor`; None for no cursor.

        Raises:
            Malformed: the cursor is damaged or of an older version, or belongs to another query.
        """
        if not cursor:
            return None
        try:
            raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        except ValueError:
            raw = b""
        nonce, tag, hidden = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:_HEAD_BYTES], raw[_HEAD_BYTES:]
        if not hidden or not hmac.compare_digest(tag, self._tag(nonce, hidden, binding)):
            message = "does not belong to this query; begin again without it"
            raise Malformed("The cursor is not valid", errors=[FieldError(pointer="?cursor", message=message)])
        return json.loads(self._xor(nonce, hidden))

    def _tag(self, nonce: bytes, hidden: bytes, binding: tuple[object, ...]) -> bytes:
        bound = json.dumps(binding, separators=(",", ":"), sort_keys=True, default=str).encode()
        return _hmac(self._keys[1], nonce + hashlib.sha256(bound).digest() + hidden)[:_TAG_BYTES]

    def _xor(self, nonce: bytes, text: bytes) -> bytes:
        blocks = range(-(-len(text) // hashlib.sha256().digest_size))
        stream = b"".join(_hmac(self._keys[0], nonce + block.to_bytes(4, "big")) for block in blocks)
        return bytes(one ^ other for one, other in zip(text, stream, strict=False))


def _hmac(key: bytes, text: bytes) -> bytes:
    return hmac.new(key, text, hashlib.sha256).digest()


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
