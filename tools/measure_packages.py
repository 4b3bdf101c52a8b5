"""How large what is deployed is, unzipped."""

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from infra.folders import function_folders

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1_000_000

LAYER_LIMIT_MB = 2.0
"""The debrief layer."""

FUNCTIONS_LIMIT_MB = 1.0
"""All of functions/ together."""

WHOLE_LIMIT_MB = 70.0
"""Both layers and the largest function."""

# As NOT_PACKAGED in infra/constructs/layers.py.
_LEFT_OUT = {"__pycache__", ".pytest_cache", ".mypy_cache", ".import_linter_cache"}


def megabytes(folder: Path, *, compiled: bool = False) -> float:
    """The size of a folder's files as the CDK packages it, without caches; with bytecode where it is `compiled`."""
    left_out = _LEFT_OUT - {"__pycache__"} if compiled else _LEFT_OUT
    return sum(path.stat().st_size for path in _packaged(folder, left_out)) / MEGABYTE


def own_layer() -> float:
    """The debrief layer in MB, compiled as it is deployed, though by the Python that runs here."""
    from infra.constructs.layers import compile_alone

    with tempfile.TemporaryDirectory() as folder:
        compile_alone(ROOT / "layers" / "debrief", Path(folder), sys.executable)
        return megabytes(Path(folder), compiled=True)


def functions() -> dict[str, float]:
    """Each function in MB."""
    return {name: megabytes(folder) for name, folder in function_folders().items()}


def dependencies() -> float:
    """The dependencies layer in MB, built as it is deployed (takes a minute); compiled by whatever Python there is."""
    from infra.constructs.layers import compile_beside, install
    from infra.runtime import bytecode_compiler

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "python"
        install(target, ROOT / "requirements" / "lambda.txt")
        if bytecode_compiler() is None:
            compile_beside(target, sys.executable)
        return megabytes(target, compiled=True)


def _packaged(folder: Path, left_out: set[str]) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not left_out & set(path.parts))
