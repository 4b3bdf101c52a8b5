"""The templates of an environment, synthesised in this process without building the dependencies layer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

VARIABLES = {
    "DEBRIEF_ALARM_EMAIL": "alarms@example.org",
    "DEBRIEF_API_ORIGINS": "https://reports.example.org",
}


def console_in(folder: Path) -> Path:
    """Stands for a build of the console: the stack only looks whether there is one."""
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html>", encoding="utf-8")
    (folder / "assets" / "index-4f2a.js").write_text("", encoding="utf-8")
    return folder


def templates_of(
    name: str, folder: Path, console: Path, variables: Mapping[str, str] | None = None
) -> dict[str, dict[str, Any]]:
    """The templates by the last part of the stack's name; a finding of cdk-nag raises here.

    folder: where the assembly goes. console: from `console_in`. variables: beside `VARIABLES`.
    """
    # The CDK takes seconds to load, and most tests have no use for it.
    import aws_cdk as cdk

    from infra.constructs.layers import SKIP_BUNDLING
    from infra.environment import build, context
    from infra.settings import load

    app = cdk.App(context={**context(), SKIP_BUNDLING: True}, outdir=str(folder))
    stacks = build(app, load(name, VARIABLES | dict(variables or {})), console=console)
    app.synth()
    return {
        stack.stack_name.removeprefix(f"Debrief-{name}-"): json.loads(
            (folder / f"{stack.stack_name}.template.json").read_text(encoding="utf-8")
        )
        for stack in stacks
    }
