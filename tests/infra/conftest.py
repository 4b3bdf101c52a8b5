"""The synthesised templates of every environment, made once for all workers and runs: synthesis takes seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.synthesis import assembly_of, templates_of

Resources = dict[str, dict[str, Any]]
CHECKED = ("dev", "staging", "prod")

EVERYTHING = (
    ("DEBRIEF_CERTIFICATE_ARN", "arn:aws:acm:eu-central-1:111122223333:certificate/0a1b2c3d-1"),
    ("DEBRIEF_CONSOLE_CERTIFICATE_ARN", "arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-2"),
    ("DEBRIEF_CONSOLE_DOMAIN", "debrief.example.org"),
    ("DEBRIEF_DOMAIN", "api.example.org"),
    ("DEBRIEF_EMAIL_FROM", "debrief@mail.example.org"),
    ("DEBRIEF_EMAIL_IDENTITY", "example.org"),
    ("DEBRIEF_MODEL_ID", "arn:aws:bedrock:eu-central-1:111122223333:application-inference-profile/a1b2c3d4e5f6"),
    ("DEBRIEF_MODEL_INPUT_USD", "3"),
    ("DEBRIEF_MODEL_OUTPUT_USD", "15"),
    ("DEBRIEF_MODEL_SOURCE", "global.example.model-v1:0"),
    (
        "DEBRIEF_SFTP_SOURCES",
        "pbx-north ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f;"
        "pbx-south ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIP//////////////////////////////////////////",
    ),
)  # fmt: skip
"""All that an account can add to an environment, at once."""

OF_EACH_KIND = (
    ("dev", ()),
    *(pytest.param(name, (), marks=pytest.mark.soak) for name in CHECKED if name != "dev"),
    pytest.param("prod", EVERYTHING, id="prod-everything"),
)
"""What is gone through resource by resource: the least, the most, and in `make soak` what lies between them."""

SENDER = (("DEBRIEF_EMAIL_FROM", "debrief@example.org"), ("DEBRIEF_EMAIL_IDENTITY", "example.org"))
ELSEWHERE = (*SENDER, ("DEBRIEF_EMAIL_REGION", "eu-west-1"))
"""A sender of e-mails, and one that is verified in another Region."""


@dataclass(frozen=True)
class Environment:
    """The templates of one environment by the last part of the stack's name; folder: where they lie."""

    name: str
    templates: dict[str, dict[str, Any]]
    folder: Path

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
def synthesised() -> Callable[..., Environment]:
    """An environment without the dependencies layer; a finding of cdk-nag raises here.

    Called with the environment's name and, beside `VARIABLES`, further variables as pairs.
    """

    @cache
    def synthesise(name: str, variables: tuple[tuple[str, str], ...] = ()) -> Environment:
        folder = assembly_of(name, dict(variables))
        return Environment(name, templates_of(folder, name), folder)

    return synthesise


@pytest.fixture(scope="session")
def prod(synthesised: Callable[[str], Environment]) -> Environment:
    return synthesised("prod")


@pytest.fixture(scope="session")
def everything(synthesised: Callable[..., Environment]) -> Environment:
    """Production with all that an account can add."""
    return synthesised("prod", EVERYTHING)


@pytest.fixture(scope="session")
def local(synthesised: Callable[[str], Environment]) -> Environment:
    return synthesised("local")
