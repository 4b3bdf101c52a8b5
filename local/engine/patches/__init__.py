"""Corrections to the engine, one module each, every one with `apply()`.

They replace private names of a pinned version. `required` makes a moved name an error at start, never a
silent difference from AWS.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any


class PatchError(Exception):
    """The engine no longer has what a patch replaces. The text is one sentence."""


def engine(module: str) -> Any:
    """A module of the engine, such as `services.sqs`, or PatchError naming it."""
    try:
        return import_module(f"ministack.{module}")
    except ModuleNotFoundError as error:
        raise PatchError(
            f"The local engine has no module {module}: install the version of ministack that stands in "
            "requirements/dev.txt."
        ) from error


def required(owner: ModuleType | type, name: str) -> Any:
    """The attribute `name` of the engine's module or class, or PatchError naming both."""
    if not hasattr(owner, name):
        raise PatchError(
            f"The local engine has no {owner.__name__}.{name} any more: pin the version of ministack "
            "in requirements/dev.in that the patches in local/engine/patches were written for."
        )
    return getattr(owner, name)
