"""The Python version that Lambda runs, said once: whatever interpreter synthesises, the templates are the same."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache
from typing import Final

from aws_cdk import aws_lambda as lambda_

LAMBDA_PYTHON: Final = (3, 14)
"""The newest runtime of Lambda for which every pin of requirements/lambda.txt has a wheel; `.github/workflows/ci.yml`
runs all tests on it. A newer one is taken by changing this line and that file."""

_RUNTIME: Final = lambda_.Runtime.PYTHON_3_14

_GLIBC: Final = 34
"""The runtimes from 3.12 on stand on Amazon Linux 2023, which has glibc 2.34."""

_OLDEST_GLIBC: Final = 17
"""Wheels for arm64 start with manylinux2014, which is glibc 2.17 by another name."""


def python_version() -> tuple[int, int]:
    """The version of Lambda's runtime, which need not be the one of the running interpreter."""
    return LAMBDA_PYTHON


@cache
def bytecode_compiler() -> str | None:
    """An interpreter whose bytecode Lambda reads: the running one, or `python3.14` on the path; None without either.

    Bytecode of another version is not read, and where it stands in place of its source nothing can be imported.
    """
    if sys.version_info[:2] == LAMBDA_PYTHON:
        return sys.executable
    wanted = f"python{'.'.join(map(str, LAMBDA_PYTHON))}"
    found = shutil.which(wanted)
    # A name on the path may be a shim for a version that isn't installed.
    said = found and subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    return found if said and said.lower().replace(" ", "").startswith(f"{wanted}.") else None


def lambda_runtime() -> lambda_.Runtime:
    """The runtime of every function and layer."""
    return _RUNTIME


def wheel_platforms() -> tuple[str, ...]:
    """The wheel platforms that this runtime can load, the newest first.

    A wheel built for a newer glibc installs without complaint and fails at import, so the bundler asks only for
    platforms that fit. pip takes each literally and doesn't add the older ones by itself.
    """
    numbered = [f"manylinux_2_{minor}_aarch64" for minor in range(_GLIBC, _OLDEST_GLIBC - 1, -1)]
    return (*numbered, "manylinux2014_aarch64")
