"""The synthesised templates of every environment, made once: synthesis takes seconds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest

from infra.constructs.layers import SKIP_BUNDLING
from infra.environment import build, context
from infra.settings import load

Resources = dict[str, dict[str, Any]]
CHECKED = ("dev", "staging", "prod")


@dataclass(frozen=True)
class Environment:
    """The templates of one environment by the last part of the stack's name."""

    name: str
    templates: dict[str, dict[str, Any]]

    def resources(self, stack: str, kind: str | None = None) -> Resources:
        found: Resources = self.templates[stack]["Resources"]
        return {key: each for key, each in found.items() if kind in (None, each["Type"])}

    def functions(self) -> Resources:
        """Debrief's own functions; the console's stack has one that the CDK brings along to copy files."""
        found = self.all("AWS::Lambda::Function")
        return {key: each for key, each in found.items() if not key.startswith("Web/")}

    def all(self, kind: str) -> Resources:
        return {f"{stack}/{key}": each for stack in self.templates for key, each in self.resources(stack, kind).items()}


@pytest.fixture(scope="session")
def console_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stands for a build of the console: the stack only looks whether there is one."""
    folder = tmp_path_factory.mktemp("dist")
    (folder / "assets").mkdir()
    (folder / "index.html").write_text("<!doctype html>", encoding="utf-8")
    (folder / "assets" / "index-4f2a.js").write_text("", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def synthesised(tmp_path_factory: pytest.TempPathFactory, console_build: Path) -> Callable[[str], Environment]:
    """Synthesise an environment without building the dependencies layer; a finding of cdk-nag raises here."""

    @cache
    def synthesise(name: str) -> Environment:
        folder = tmp_path_factory.mktemp(name)
        app = cdk.App(context={**context(), SKIP_BUNDLING: True}, outdir=str(folder))
        variables = {
            "DEBRIEF_ALARM_EMAIL": "alarms@example.org",
            "DEBRIEF_API_ORIGINS": "https://reports.example.org",
        }
        stacks = build(app, load(name, variables), console=console_build)
        app.synth()
        return Environment(
            name,
            {
                stack.stack_name.removeprefix(f"Debrief-{name}-"): json.loads(
                    (Path(folder) / f"{stack.stack_name}.template.json").read_text(encoding="utf-8")
                )
                for stack in stacks
            },
        )

    return synthesise


@pytest.fixture(scope="session")
def prod(synthesised: Callable[[str], Environment]) -> Environment:
    return synthesised("prod")


@pytest.fixture(scope="session")
def local(synthesised: Callable[[str], Environment]) -> Environment:
    return synthesised("local")
