"""Reading a stretch of an object costs that stretch and not the whole of it.

For every ranged GET the engine reads all of the object. A bulk import reads its file line by line, so that a file twice
as long would cost four times as much. Here the file is mapped, and only the pages that are asked for are read.
"""

from __future__ import annotations

import mmap
import threading
from collections.abc import Callable
from typing import Any

from local.engine.patches import engine, required

Body = bytes | mmap.mmap
ReadBody = Callable[[str, str, dict[str, Any]], Body]
GetObject = Callable[..., Any]


def mapped(path: str | None) -> mmap.mmap | None:
    """The file, to be sliced like bytes; None where it isn't there or is empty, and is read in the ordinary way."""
    if path is None:
        return None
    try:
        with open(path, "rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        return None


def sliced(
    get_object: GetObject, read_body: ReadBody, path_of: Callable[[str, str], str | None]
) -> tuple[GetObject, ReadBody]:
    """Both functions, the second one mapping files while the first one answers a ranged request."""
    now = threading.local()

    def getting(bucket: str, key: str, headers: dict[str, str], query: dict[str, Any] | None = None) -> Any:
        # Of a named version the engine answers with the whole body, whatever the range.
        now.ranged = bool(headers.get("range")) and not (query or {}).get("versionId")
        try:
            return get_object(bucket, key, headers, query)
        finally:
            now.ranged = False

    def reading(bucket: str, key: str, found: dict[str, Any]) -> Body:
        in_file = getattr(now, "ranged", False) and found.get("body") is None
        return (mapped(path_of(bucket, key)) if in_file else None) or read_body(bucket, key, found)

    return getting, reading


def apply() -> None:
    """Patch the engine's S3."""
    s3 = engine("services.s3")
    s3._get_object, s3._read_body = sliced(
        required(s3, "_get_object"), required(s3, "_read_body"), required(s3, "_object_disk_path")
    )
