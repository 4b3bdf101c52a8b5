"""What the rule of doors finds, on graphs of imports that are made up."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from grimp import ImportGraph

from tools.import_contracts import PureButForDoors

ROOT = Path(__file__).resolve().parents[3]
(RULE,) = (
    each
    for each in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    if each["type"] == "pure_but_for_doors"
)


def broken(*imports: tuple[str, str], line: str = "") -> list[str]:
    """What the rule finds in a house with these imports (importing, imported) and no others, all written as `line`."""
    graph = ImportGraph()
    packages = {*RULE["contexts"], RULE["ground"]}
    for module in sorted({*packages, *(each for pair in imports for each in pair)}):
        graph.add_module(module, is_squashed=not module.startswith("debrief"))
    for importing, imported in imports:
        if line:
            graph.add_import(importer=importing, imported=imported, line_number=1, line_contents=line)
        else:
            graph.add_import(importer=importing, imported=imported)
    check = PureButForDoors(name="doors", session_options={"root_packages": ["debrief"]}, contract_options=RULE).check(
        graph, verbose=False
    )
    found: list[str] = check.metadata["found"]
    return found


OUTSIDE = ["boto3", "os", "httpx", "requests", "asyncio", "importlib", "pathlib", "debrief.kernel.storage.tables"]


@pytest.mark.parametrize("outside", OUTSIDE)
def test_only_a_door_touches_the_outside(outside: str) -> None:
    assert broken(("debrief.people.rules", outside)) == [f"debrief.people.rules imports {outside}"]
    assert broken(("debrief.people.unit_reader", outside)) == []


@pytest.mark.parametrize(
    ("line", "harmless"),
    [
        ("from urllib.parse import quote, unquote", True),
        ("import urllib.parse", True),
        ("import urllib.request", False),
        ("from urllib import request", False),
        ("from pathlib import PurePosixPath", True),
        ("from pathlib import Path, PurePosixPath", False),
        ("import pathlib", False),
        ("from io import StringIO", True),
        ("from io import (", False),
    ],
)
def test_of_a_module_that_reaches_the_world_some_names_do_not(line: str, harmless: bool) -> None:
    module = line.split()[1].split(".")[0]
    found = broken(("debrief.people.rules", module), line=line)
    assert found == ([] if harmless else [f"debrief.people.rules imports {module}"])


def test_a_module_of_the_kernel_that_reaches_the_outside_is_outside_without_being_named() -> None:
    kernel = (
        ("debrief.kernel.workflows", "debrief.kernel.storage.clients"),
        ("debrief.kernel.runs", "debrief.kernel.workflows"),
        ("debrief.kernel.env", "os"),
        ("debrief.kernel.money", "decimal"),
    )
    for reaching in ("workflows", "runs", "env"):
        using = ("debrief.quality.rules", f"debrief.kernel.{reaching}")
        assert broken(*kernel, using) == [f"debrief.quality.rules imports debrief.kernel.{reaching}"]
        assert broken(*kernel, ("debrief.quality.workflow_client", using[1])) == []
    assert broken(*kernel, ("debrief.quality.rules", "debrief.kernel.money")) == []


def test_who_is_no_door_opens_none() -> None:
    assert broken(("debrief.people.rules", "debrief.people.store")) == [
        "debrief.people.rules imports debrief.people.store"
    ]
    assert broken(("debrief.people.service", "debrief.people.store")) == []
