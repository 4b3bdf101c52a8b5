"""Drafters of the offline model: one module per tool, named for the tool.

A drafter answers a tool call by rule, from what stands in the prompt. The module `local.offline.<tool>` has

    def draft(system: str, prompt: str, schema: dict[str, Any]) -> dict[str, Any]

`system` is the system prompt; `prompt` all that the user and the tools said, in order, parted by blank lines; `schema`
the JSON Schema of the tool's input. The answer is the tool's input. `Unanswerable` says that the prompt lacks what
the rules need; it reaches the caller as a ValidationException.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module, util
from typing import Any

Draft = Callable[[str, str, dict[str, Any]], dict[str, Any]]

_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Unanswerable(Exception):
    """The offline model cannot draft this answer. The text says why."""


def drafter(tool: str) -> Draft:
    """The drafter for a tool. Raises Unanswerable if there is none."""
    if not _NAME.fullmatch(tool) or util.find_spec(f"{__name__}.{tool}") is None:
        raise Unanswerable(
            f"The offline model has no drafter for the tool {tool!r}. Set DEBRIEF_MODEL_URL or "
            "DEBRIEF_MODEL=bedrock to use a real model."
        )
    draft: Draft = import_module(f"{__name__}.{tool}").draft
    return draft
