"""What stacks are made of, and digests of it: what is kept from earlier runs is named by one."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from local.settings import REPOSITORY

STACKS: Final = ("infra", "functions", "layers", "statemachines", "requirements", "cdk.json")
"""Files and folders of the repository that the templates and what is deployed with them are made of."""

_NOT_SOURCES: Final = {"__pycache__", "node_modules", ".mypy_cache", ".ruff_cache"}


def digest(sources: Iterable[str], *told: str) -> str:
    """Names a state of these files and folders, of this version of Python, and of whatever else it depends on."""
    found = sha256(repr((sys.version, told)).encode())
    for source in sources:
        root = REPOSITORY / source
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_file() and not _NOT_SOURCES & set(path.parts):
                found.update(path.relative_to(REPOSITORY).as_posix().encode() + b"\0")
                found.update(sha256(path.read_bytes()).digest())
    return found.hexdigest()[:24]
