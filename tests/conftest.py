"""Fixtures for every kind of test."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real input that isn't part of the repository; tests on it are skipped where it is absent."""
    named = os.environ.get("DEBRIEF_SHARED_DATA")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the folder with real input is absent (DEBRIEF_SHARED_DATA)")
    return folder
