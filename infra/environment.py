"""One environment: its stacks, their tags and their checks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk

from infra import nag
from infra.settings import Settings
from infra.stacks.api.stack import ApiStack
from infra.stacks.data import DataStack
from infra.stacks.notices import NoticesStack
from infra.stacks.observability import ObservabilityStack
from infra.stacks.workflows.stack import WorkflowsStack

_ROOT = Path(__file__).resolve().parents[1]
_CDK_JSON = _ROOT / "cdk.json"
CONSOLE_BUILD = _ROOT / "web" / "dist"


class MissingBuild(FileNotFoundError):
    """The console isn't built. The text is one sentence for the person at the keyboard."""


def context() -> dict[str, Any]:
    """The feature flags of cdk.json. Only the CDK command reads that file; without it the templates would differ."""
    found: dict[str, Any] = json.loads(_CDK_JSON.read_text(encoding="utf-8"))["context"]
    return found


def build(app: cdk.App, settings: Settings, *, console: Path = CONSOLE_BUILD) -> list[cdk.Stack]:
    """Put the stacks of an environment into the app. No account and no Region is fixed.

    console: the folder with the built console.

    Raises
    ------
    MissingBuild: the console isn't built.
    """
    if settings.console and not (console / "index.html").is_file():
        raise MissingBuild(f"The console isn't built, there is no {console / 'index.html'}: run `make console` first.")
    prefix = f"Debrief-{settings.name}"
    data = DataStack(app, f"{prefix}-Data", settings=settings)
    workflows = WorkflowsStack(app, f"{prefix}-Workflows", settings=settings, data=data)
    api = ApiStack(app, f"{prefix}-Api", settings=settings, data=data, workflows=workflows)
    stacks: list[cdk.Stack] = [data, workflows, api]
    console_url = settings.console_url
    if settings.console:
        # Heavy modules that the laptop cloud has no use for.
        from infra.stacks.web import WebStack

        web = WebStack(app, f"{prefix}-Web", settings=settings, data=data, api=api, build=console)
        console_url = web.console_url
        stacks.append(web)
    notices = NoticesStack(app, f"{prefix}-Notices", settings=settings, data=data, console_url=console_url)
    stacks.append(notices)
    if settings.sftp:
        from infra.stacks.sftp import SftpStack

        stacks.append(SftpStack(app, f"{prefix}-Sftp", settings=settings, data=data))
    if settings.dashboards:
        stacks.append(
            ObservabilityStack(
                app,
                f"{prefix}-Observability",
                settings=settings,
                data=data,
                workflows=workflows,
                api=api,
                notices=notices,
            )
        )
    cdk.Tags.of(app).add("application", "debrief")
    cdk.Tags.of(app).add("environment", settings.name)
    if settings.nag:
        nag.check(app)
    return stacks
