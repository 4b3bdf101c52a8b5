"""The templates of an environment, without building the dependencies layer: made once for all tests on this machine."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from local.deployment.sources import STACKS
from local.deployment.synthesis import made_once

VARIABLES = {
    "DEBRIEF_ALARM_EMAIL": "alarms@example.org",
    "DEBRIEF_API_ORIGINS": "https://reports.example.org",
}
_STACK = ".template.json"


def console_in(folder: Path) -> Path:
    """Stands for a build of the console: the stack only looks whether there is one."""
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html>", encoding="utf-8")
    (folder / "assets" / "index-4f2a.js").write_text("", encoding="utf-8")
    return folder


def assembly_of(name: str, variables: Mapping[str, str] | None = None) -> Path:
    """The folder with the templates of an environment, without assets; a finding of cdk-nag raises here.

    variables: beside `VARIABLES`.
    """
    told = VARIABLES | dict(variables or {})

    def make(folder: Path) -> None:
        with TemporaryDirectory() as console:
            synthesise(name, told, folder, console_in(Path(console) / "dist"))
        # Nobody deploys it, and what copies the console's files has 20 MB.
        for asset in folder.glob("asset.*"):
            shutil.rmtree(asset) if asset.is_dir() else asset.unlink()

    return made_once((*STACKS, "tests/synthesis.py"), f"{name} of the tests {sorted(told.items())}", make)


def templates_of(assembly: Path, name: str) -> dict[str, dict[str, Any]]:
    """The templates of an environment's assembly by the last part of the stack's name."""
    return {
        path.name.removeprefix(f"Debrief-{name}-").removesuffix(_STACK): json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(assembly.glob(f"*{_STACK}"))
    }


def synthesise(name: str, variables: Mapping[str, str], folder: Path, console: Path) -> None:
    """Synthesise an environment into a folder; a finding of cdk-nag raises here. console: where its build would be."""
    # The CDK takes seconds to load, and often all is there already.
    import aws_cdk as cdk

    from infra.constructs.layers import SKIP_BUNDLING
    from infra.environment import build, context
    from infra.settings import load

    app = cdk.App(context={**context(), SKIP_BUNDLING: True}, outdir=str(folder))
    build(app, load(name, variables), console=console)
    app.synth()
