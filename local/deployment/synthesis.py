"""Synthesises the stacks of the local environment, anew only when a source of them has changed.

What was synthesised lies in `build/assemblies`, each under the digest of what it was made of, and is shared by
everything on this machine that needs the same stacks: `make run`, integration tests, the console's tests.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from local.model_server import context_tokens
from local.processes import guarded
from local.settings import REPOSITORY, LocalSettings

Say = Callable[[str], None]

ASSEMBLIES: Final = REPOSITORY / "build" / "assemblies"
KEPT: Final = 4
"""So many are kept, the latest used: somebody may go to and fro between branches, or be reading one just now."""

_SOURCES: Final = ("infra", "functions", "layers", "statemachines", "requirements", "cdk.json")
_OF_TESTS: Final = ("DEBRIEF_WEB_", "DEBRIEF_SHARED_")
_NOT_SOURCES: Final = {"__pycache__", "node_modules", ".mypy_cache", ".ruff_cache"}


class SynthesisError(Exception):
    """The stacks can't be synthesised. The text is one sentence, then what was said."""


def synthesise(settings: LocalSettings, say: Say) -> Path:
    """The cloud assembly of the local environment. Raises SynthesisError."""
    variables = _variables(settings)
    folder = ASSEMBLIES / _digest(variables)
    ASSEMBLIES.mkdir(parents=True, exist_ok=True)
    with (ASSEMBLIES / "lock").open("w") as lock:
        # Somebody else who needs the same waits here, and then finds it.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "manifest.json").exists():
            say("synthesising the stacks")
            _make(folder, variables)
        os.utime(folder)
        for old in sorted(ASSEMBLIES.glob("*/"), key=lambda each: each.stat().st_mtime)[:-KEPT]:
            shutil.rmtree(old)
    return folder


def _make(folder: Path, variables: Mapping[str, str]) -> None:
    making = folder.with_name("making")
    shutil.rmtree(making, ignore_errors=True)
    environment = {
        **os.environ,
        **variables,
        "DEBRIEF_ENV": "local",
        "CDK_OUTDIR": str(making),
        "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1",
    }
    done = guarded.run([sys.executable, "-m", "infra.app"], cwd=REPOSITORY, env=environment)
    if done.returncode:
        raise SynthesisError(f"The stacks can't be synthesised.\n{done.stderr.strip()[-3000:]}")
    making.rename(folder)


def _variables(settings: LocalSettings) -> dict[str, str]:
    """What the templates are told by the environment.

    Of the model among it, so that what it wrote carries its name and not the offline one's.
    """
    from infra.settings import load

    named = {
        name: value
        for name, value in os.environ.items()
        if name.startswith("DEBRIEF_") and value and name not in settings.to_env() and not name.startswith(_OF_TESTS)
    }
    # Asked now: how much is sent is decided where prompts are made, not where they are sent.
    if room := settings.model_context_tokens or _room_at(settings):
        named["DEBRIEF_MODEL_CONTEXT_TOKENS"] = str(room)
    if "DEBRIEF_MODEL_ID" in named or settings.uses_offline_model:
        return named
    if settings.model_url:
        model_id, prices = settings.model_name or "openai-compatible", (0.0, 0.0)
    else:
        bedrock = load("dev").model
        model_id, prices = bedrock.model_id, (bedrock.input_usd, bedrock.output_usd)
    return {
        **named,
        "DEBRIEF_MODEL_ID": model_id,
        "DEBRIEF_MODEL_INPUT_USD": str(prices[0]),
        "DEBRIEF_MODEL_OUTPUT_USD": str(prices[1]),
    }


def _room_at(settings: LocalSettings) -> int | None:
    if not settings.model_url:
        return None
    return context_tokens(settings.model_url, settings.model_key, settings.model_name)


def _digest(variables: Mapping[str, str]) -> str:
    digest = sha256(f"{sys.version}{sorted(variables.items())}".encode())
    for source in _SOURCES:
        root = REPOSITORY / source
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_file() and not _NOT_SOURCES & set(path.parts):
                digest.update(path.relative_to(REPOSITORY).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:24]
