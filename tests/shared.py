"""Where the folder of real input and of cases lies that isn't part of the repository."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def shared(*parts: str) -> Path:
    """A folder or file of it. A test that needs it is skipped where it is absent; `DEBRIEF_SHARED` names another."""
    found = Path(os.environ.get("DEBRIEF_SHARED") or ROOT.parent / "shared").joinpath(*parts)
    if not found.exists():
        pytest.skip(f"{found.name} of the shared folder is absent (DEBRIEF_SHARED)")
    return found
