"""How large what is deployed is, unzipped."""

import shutil
import sys
import tempfile
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path

from infra.folders import function_folders

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1_000_000

LAYER_LIMIT_MB = 9.0
"""The debrief layer."""

FUNCTIONS_LIMIT_MB = 1.5
"""All of functions/ together."""

WHOLE_LIMIT_MB = 70.0
"""Both layers that every function has, and the largest function."""

PRINTING_LIMIT_MB = 75.0
"""The printing layer, which only those functions have that write PDFs."""

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


def dependencies(requirements: str = "lambda.txt") -> float:
    """The dependencies layer in MB, built as it is deployed (takes a minute); compiled by whatever Python there is.

    requirements: the lock file of another layer, `printing.txt`.
    """
    from infra.constructs.layers import compile_beside, install
    from infra.runtime import bytecode_compiler

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "python"
        install(target, ROOT / "requirements" / requirements)
        if bytecode_compiler() is None:
            compile_beside(target, sys.executable)
        return megabytes(target, compiled=True)


def installed(compiler: str, requirements: str) -> float:
    """A layer of packages in MB, as they are installed here: no index is asked."""
    from infra.constructs.layers import compile_beside, strip

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder)
        copy_installed(target, requirements)
        strip(target)
        compile_beside(target, compiler)
        return megabytes(target, compiled=True)


def largest_unzipped(compiler: str) -> float:
    """All layers and the largest function in MB: what a function comes to that prints."""
    packages = installed(compiler, "lambda.txt") + installed(compiler, "printing.txt")
    return packages + own_layer() + max(functions().values())


def copy_installed(target: Path, requirements: str = "lambda.txt") -> None:
    """Put the packages of a lock file into `target`, as they are installed here."""
    lines = (ROOT / "requirements" / requirements).read_text(encoding="utf-8").splitlines()
    for name in (line.partition("==")[0] for line in lines if "==" in line and not line.startswith((" ", "#"))):
        for file in distribution(name).files or ():
            if ".." not in file.parts and "__pycache__" not in file.parts:
                place = target / Path(*file.parts)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(file.locate()), place)


def _packaged(folder: Path, left_out: set[str]) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not left_out & set(path.parts))
