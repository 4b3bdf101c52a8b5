"""How large what is deployed is, unzipped."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from infra.folders import function_folders

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1_000_000

OWN_LIMIT_MB = 1.0
"""The debrief layer, and all of functions/ together."""

WHOLE_LIMIT_MB = 60.0
"""Both layers and the largest function."""

# As NOT_PACKAGED in infra/constructs/layers.py.
_LEFT_OUT = {"__pycache__", ".pytest_cache", ".mypy_cache", ".import_linter_cache"}


def megabytes(folder: Path) -> float:
    """The size of a folder's files as the CDK packages it, without bytecode and caches."""
    return sum(path.stat().st_size for path in _packaged(folder)) / MEGABYTE


def own_layer() -> float:
    """The debrief layer in MB."""
    return megabytes(ROOT / "layers" / "debrief")


def functions() -> dict[str, float]:
    """Each function in MB."""
    return {name: megabytes(folder) for name, folder in function_folders().items()}


def dependencies() -> float:
    """The dependencies layer in MB, built as it is deployed (takes a minute)."""
    from infra.constructs.layers import install

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "python"
        install(target, ROOT / "requirements" / "lambda.txt")
        return megabytes(target)


def _packaged(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not _LEFT_OUT & set(path.parts))
