"""What a browser is told beside the console's files: the one place for its headers, in AWS and on a laptop.

Pure functions of texts, without the CDK, so that the local server answers with the very headers of the distribution.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

HSTS_SECONDS: Final = 2 * 365 * 24 * 3600
IMMUTABLE: Final = "public, max-age=31536000, immutable"
REVALIDATE: Final = "no-cache"
CONFIG: Final = "/config.json"
"""Where the console finds out which cloud it belongs to."""

HASHED: Final = "/assets/"
"""Files below this path carry a hash of their content in their name, and therefore never change."""

_SELF: Final = "'self'"
# Nothing in the console asks for these. The list names what a script injected into the page would like most.
_NO_FEATURES: Final = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "serial",
    "usb",
)
_FILE: Final = re.compile(r"\.[A-Za-z0-9]+$")


def content_security_policy(*, connect: Sequence[str] = (), media: Sequence[str] = ()) -> str:
    """What the console's pages may load and ask.

    connect: origins beside the console's own that scripts may ask: the user pool, and the buckets, to which files
    are handed in. media: origins that recordings are played from.
    """
    directives: dict[str, Sequence[str]] = {
        "default-src": ["'none'"],
        "script-src": [_SELF],
        # The component library writes style elements while it runs; none of them holds a text from a conversation.
        "style-src": [_SELF, "'unsafe-inline'"],
        "img-src": [_SELF, "data:", "blob:"],
        "font-src": [_SELF],
        "connect-src": [_SELF, *connect],
        "media-src": [_SELF, "blob:", *media],
        "manifest-src": [_SELF],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(" ".join([name, *values]) for name, values in directives.items())


def permissions_policy() -> str:
    """The browser's abilities that no page of the console may use."""
    return ", ".join(f"{feature}=()" for feature in _NO_FEATURES)


def page_headers(policy: str, *, https: bool = True) -> dict[str, str]:
    """The headers of every file of the console.

    policy: from `content_security_policy`. https: whether the page came by it; without, a browser ignores HSTS.
    """
    return {
        "Content-Security-Policy": policy,
        "Permissions-Policy": permissions_policy(),
        "Cross-Origin-Opener-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        **_everywhere(https=https),
    }


def api_headers(*, https: bool = True) -> dict[str, str]:
    """The headers added to answers of the API on the console's origin: they aren't pages, and never become one."""
    return _everywhere(https=https)


def _everywhere(*, https: bool) -> dict[str, str]:
    headers = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
    if https:
        headers["Strict-Transport-Security"] = f"max-age={HSTS_SECONDS}; includeSubDomains"
    return headers


def cache_control(path: str) -> str:
    """How long a file may be kept: for ever when its name changes with it, else only after asking."""
    return IMMUTABLE if path.startswith(HASHED) else REVALIDATE


def is_page(path: str) -> bool:
    """Whether a path is an address within the console and not a file: its last part has no ending.

    `infra/edge/pages.js` decides the same at the edge.
    """
    return _FILE.search(path.rsplit("/", 1)[-1]) is None


def runtime_config(
    *,
    environment: str,
    region: str,
    user_pool_id: str,
    user_pool_client_id: str,
    cognito_endpoint: str | None = None,
) -> dict[str, str | None]:
    """What the console reads from `/config.json` when it starts.

    cognito_endpoint: where the user pool is asked, if not at AWS's own address; may be a path on the console's origin.
    """
    return {
        "environment": environment,
        "region": region,
        "user_pool_id": user_pool_id,
        "user_pool_client_id": user_pool_client_id,
        "cognito_endpoint": cognito_endpoint,
        "api": "/api",
    }
