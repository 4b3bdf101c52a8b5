"""What CloudFormation would refuse or ignore: cfn-lint knows the schema of every resource in every Region."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cfnlint.api import lint_file
from cfnlint.config import ManualArgs

from tests.infra.conftest import EVERYTHING, Environment
from tests.sizes import SOAK

REGIONS = ["eu-central-1"]
if SOAK > 1:
    REGIONS += ["us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1", "ap-southeast-2"]

IGNORED = [
    # "Already depends on": the CDK lets a function wait for its role's policies, and writes down the role with them.
    "W3005",
]


LINTED = (
    *(pytest.param(name, (), marks=pytest.mark.soak) for name in ("dev", "staging", "prod")),
    pytest.param("prod", EVERYTHING, id="prod-everything"),
)
"""The fullest templates, in which the others' resources are too; in `make soak` all."""


@pytest.mark.parametrize(("name", "variables"), LINTED)
def test_no_template_has_an_error_or_a_warning(
    synthesised: Callable[..., Environment], name: str, variables: tuple[tuple[str, str], ...]
) -> None:
    templates = sorted(synthesised(name, variables).folder.glob("*.template.json"))
    # The door for SFTP stands only where it is wanted.
    assert len(templates) == 6 + any(key.startswith("DEBRIEF_SFTP") for key, _ in variables)
    found = [
        f"{template.name}: {match.rule.id} {match.message}"
        for template in templates
        for match in lint_file(template, ManualArgs(regions=REGIONS, ignore_checks=IGNORED))
    ]
    assert not found
