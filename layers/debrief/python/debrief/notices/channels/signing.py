"""Signatures of webhooks, as Standard Webhooks 1.0 has them (standardwebhooks.com).

What is signed is `id.timestamp.body`, with HMAC-SHA256; a header carries a signature for each key that is valid, so
that a receiver may change from one key to the next whenever it likes within the overlap.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Final

PREFIX: Final = "whsec_"
KEY_BYTES: Final = 32


def key_text(raw: bytes) -> str:
    """A signing key as a receiver is told it."""
    return PREFIX + base64.b64encode(raw).decode()


def signed_headers(parcel_id: str, at: datetime, body: bytes, keys: Sequence[str]) -> dict[str, str]:
    """The headers of a webhook. at: of this try, in seconds; the id stays the same in each. keys: the newest first."""
    timestamp = str(int(at.timestamp()))
    signed = f"{parcel_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": parcel_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{_signature(key, signed)}" for key in keys),
    }


def _signature(key: str, signed: bytes) -> str:
    raw = base64.b64decode(key.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(raw, signed, hashlib.sha256).digest()).decode()
