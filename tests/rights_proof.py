"""What the integration tests do with AWS, held against the roles in the templates when all tests have run.

Clouds write their calls into a folder that all workers share. A call that a role doesn't allow fails the run, whatever
part of the tests ran. If every integration test ran and passed, so does a call that prod's roles would refuse, a right
that no test uses, and an entry in the list of what AWS uses that nobody needs.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from infra.settings import load
from local.cloud import STACKS, Cloud
from tools.rights.calls import Environment
from tools.rights.proof import DEPLOYED, prove, refused
from tools.rights.proof import recorded as recorded_calls
from tools.rights.stacks import Stacks
from tools.rights.used_by_aws import USED_BY_AWS, UsedByAws

INTEGRATION = Path(__file__).resolve().parent / "integration"
_FOLDER = "RIGHTS_RECORDINGS"
_WHOLE, _TEMPLATES = "whole", "templates.json"


def recordings() -> Path:
    """The folder below which each cloud writes down its calls, in a folder of its own."""
    return Path(os.environ[_FOLDER])


def recorded(cloud: Cloud) -> Cloud:
    """Note how a cloud's stacks look and what their resources are called there; the cloud itself."""
    from local.deployment.synthesis import synthesise

    folder = cloud.settings.record_calls
    assert folder is not None
    describe = cloud.boto("cloudformation").describe_stack_resources
    names = {
        stack: {
            each["LogicalResourceId"]: each["PhysicalResourceId"]
            for each in describe(StackName=f"Debrief-local-{stack}")["StackResources"]
        }
        for stack in STACKS
    }
    assembly = synthesise(cloud.settings, lambda _: None)
    templates = {
        stack: json.loads((assembly / f"Debrief-local-{stack}.template.json").read_text(encoding="utf-8"))
        for stack in STACKS
    }
    (folder / _TEMPLATES).write_text(json.dumps(templates), encoding="utf-8")
    (folder / DEPLOYED).write_text(json.dumps(names), encoding="utf-8")
    return cloud


class RightsProof:
    """The pytest plugin: in each worker it says whether all integration tests run, in their controller it judges."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._controls = not hasattr(config, "workerinput")
        self._deselected = False
        self._soaking: set[Path] = set()
        self._said: list[str] = []
        if self._controls:
            # Workers are processes of this one and inherit its environment.
            os.environ[_FOLDER] = tempfile.mkdtemp(prefix="debrief-rights-")

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        """Note what is left out; those of `make soak` always are."""
        soaking = {item for item in items if item.get_closest_marker("soak")}
        self._soaking |= {item.path for item in soaking}
        self._deselected = self._deselected or len(soaking) < len(items)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note whether the run is a whole one."""
        chosen = {item.path for item in session.items} | self._soaking
        whole = chosen.issuperset(INTEGRATION.rglob("test_*.py"))
        if whole and not self._deselected and not any("::" in each for each in self._config.args):
            (recordings() / _WHOLE).touch()

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Judge what was written down."""
        if not self._controls:
            return
        folder = recordings()
        try:
            clouds = [each.parent for each in folder.glob(f"*/{_TEMPLATES}")]
            if clouds:
                passed = exitstatus == pytest.ExitCode.OK
                whole = passed and (folder / _WHOLE).exists()
                self._said = judged(clouds, prod=_prod if whole else None, known=USED_BY_AWS)
                if self._said and passed:
                    session.exitstatus = pytest.ExitCode.TESTS_FAILED
        finally:
            shutil.rmtree(folder)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say what is wrong with the rights."""
        if self._said:
            terminalreporter.section("rights (docs/architecture.md)", red=True, bold=True)
            for line in self._said:
                terminalreporter.line(line)


def judged(
    clouds: list[Path],
    *,
    prod: Callable[[], Environment] | None,
    known: Sequence[UsedByAws],
) -> list[str]:
    """What is wrong with the roles, by the recordings of some clouds: a sentence each, and any of them fails the run.

    prod: the account's environment, after a whole run that passed; None after any other, which says nothing of what
    isn't used. known: what AWS itself uses.
    """
    local = Environment.of(
        Stacks("local", json.loads((clouds[0] / _TEMPLATES).read_text(encoding="utf-8"))), load("local", {})
    )
    calls = recorded_calls(clouds, local)
    if prod is None:
        return refused(calls, local)
    proof = prove(calls, [local, prod()], known)
    return [*proof.refused, *proof.unused, *proof.needless]


def _prod() -> Environment:
    """The account's environment: only there are keys of its own, and a model that is asked through a profile."""
    from tests.synthesis import VARIABLES, assembly_of, templates_of

    email = load("local", {}).email
    assert email is not None
    variables = {"DEBRIEF_EMAIL_FROM": email.sender, "DEBRIEF_EMAIL_IDENTITY": email.identity}
    templates = templates_of(assembly_of("prod", variables), "prod")
    return Environment.of(Stacks("prod", templates), load("prod", VARIABLES | variables))
