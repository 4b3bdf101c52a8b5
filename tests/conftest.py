"""Fixtures for every kind of test."""

import os
from pathlib import Path

import pytest

from tests.hard_end import HardEnd
from tests.rights_proof import RightsProof

TESTS = Path(__file__).resolve().parent
TOGETHER = ("infra", "integration/engine")
"""Folders whose tests share what takes long to make: where tests run side by side, one worker has all of them."""


def pytest_configure(config: pytest.Config) -> None:
    """Whatever runs has an end, at which the rights that integration tests use are held against the roles."""
    config.pluginmanager.register(HardEnd(config))
    config.pluginmanager.register(RightsProof(config))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep those together, for `--dist loadgroup`."""
    for item in items:
        for folder in TOGETHER:
            if item.path.is_relative_to(TESTS / folder):
                item.add_marker(pytest.mark.xdist_group(folder))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real input that isn't part of the repository; tests on it are skipped where it is absent."""
    named = os.environ.get("DEBRIEF_SHARED_DATA")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the folder with real input is absent (DEBRIEF_SHARED_DATA)")
    return folder
