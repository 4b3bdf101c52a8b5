"""Synthesises the stacks of the local environment, anew only when a source of them has changed.

What was synthesised lies in `build/assemblies`, each under the digest of what it was made of, and is shared by
everything on this machine that needs the same stacks: `make run`, integration tests, the console's tests, and those of
the templates, which have other environments made in the same way.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from local.deployment import sources
from local.model_server import context_tokens
from local.processes import guarded
from local.settings import REPOSITORY, LocalSettings

Say = Callable[[str], None]

ASSEMBLIES: Final = REPOSITORY / "build" / "assemblies"
KEPT: Final = 40
"""So many are kept, the latest used: the tests of the templates need a dozen at once, and somebody may go to and fro
between branches."""

_OF_TESTS: Final = ("DEBRIEF_SHARED_", "DEBRIEF_SOAK", "DEBRIEF_WEB_")


class SynthesisError(Exception):
    """The stacks can't be synthesised. The text is one sentence, then what was said."""


def synthesise(settings: LocalSettings, say: Say) -> Path:
    """The cloud assembly of the local environment. Raises SynthesisError."""
    variables = _variables(settings)

    def make(folder: Path) -> None:
        say("synthesising the stacks")
        _make(folder, variables)

    return made_once(sources.STACKS, f"local {sorted(variables.items())}", make)


def made_once(of: Iterable[str], told: str, make: Callable[[Path], None]) -> Path:
    """The cloud assembly that is made of these sources and of what it is told; made now if nobody has done so before.

    make: writes it into the folder that it is given, which isn't there yet. What it raises leaves nothing behind.
    """
    folder = ASSEMBLIES / sources.digest(of, told)
    ASSEMBLIES.mkdir(parents=True, exist_ok=True)
    # A few locks for all there will ever be: files that are locked can't be tidied up.
    with (ASSEMBLIES / f"lock-{folder.name[0]}").open("w") as lock:
        # Somebody else who needs the same waits here, and then finds it.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "manifest.json").exists():
            making = folder.with_suffix(".making")
            for old in (folder, making):
                shutil.rmtree(old, ignore_errors=True)
            try:
                make(making)
            except BaseException:
                shutil.rmtree(making, ignore_errors=True)
                raise
            making.rename(folder)
        os.utime(folder)
    _forget_old()
    return folder


def _forget_old() -> None:
    used: list[tuple[float, Path]] = []
    for each in ASSEMBLIES.glob("*/"):
        # Somebody else may be tidying up as well.
        with suppress(FileNotFoundError):
            used.append((each.stat().st_mtime, each))
    for _, old in sorted(used)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _make(folder: Path, variables: Mapping[str, str]) -> None:
    environment = {
        **os.environ,
        **variables,
        "DEBRIEF_ENV": "local",
        "CDK_OUTDIR": str(folder),
        "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1",
    }
    done = guarded.run([sys.executable, "-m", "infra.app"], cwd=REPOSITORY, env=environment)
    if done.returncode:
        raise SynthesisError(f"The stacks can't be synthesised.\n{done.stderr.strip()[-3000:]}")


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
