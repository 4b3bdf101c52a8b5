"""Files on their way to the browser, compressed as the distribution compresses them in AWS.

CloudFront makes gzip or Brotli of texts between 1,000 and 10,000,000 bytes; here it is gzip, which Python has. What a
browser is told is the same, and a slow line at a laptop is as slow as one at a desk.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Final

from werkzeug.wrappers import Request, Response

SMALLEST: Final = 1_000
LARGEST: Final = 10_000_000
"""Bytes of the files that CloudFront compresses."""

_TEXTS: Final = frozenset(
    {"text/html", "text/css", "text/javascript", "application/javascript", "application/json", "image/svg+xml"}
)
_FILES: Final = 256
"""Compressed files that are kept: more than a build has."""


def compress(request: Request, response: Response, file: Path) -> None:
    """Make the answer with a file a compressed one, where the browser takes that and it is worth it."""
    if response.mimetype not in _TEXTS:
        return
    # A proxy must not hand the one to who asked for the other.
    response.vary.add("Accept-Encoding")
    status = file.stat()
    if response.status_code != HTTPStatus.OK or not SMALLEST <= status.st_size <= LARGEST:
        return
    if request.accept_encodings["gzip"] <= 0:
        return
    content = _compressed(file, status.st_mtime_ns, status.st_size)
    # The file itself was to be sent, in pieces.
    response.direct_passthrough = False
    response.set_data(content)
    response.content_encoding = "gzip"
    response.headers.pop("Accept-Ranges", None)
    etag, _ = response.get_etag()
    if etag is not None:
        # The same content in other bytes, as CloudFront says it too.
        response.set_etag(etag, weak=True)


@lru_cache(maxsize=_FILES)
def _compressed(file: Path, _mtime_ns: int, _size: int) -> bytes:
    """A file's content. When it was written and how long it is tell one build's file from the next one's."""
    return gzip.compress(file.read_bytes(), compresslevel=9, mtime=0)
