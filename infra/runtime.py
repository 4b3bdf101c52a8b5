"""The Python version that Lambda runs is the one that the tests ran on."""

from __future__ import annotations

import sys

from aws_cdk import aws_lambda as lambda_

_RUNTIMES = {
    (3, 11): lambda_.Runtime.PYTHON_3_11,
    (3, 12): lambda_.Runtime.PYTHON_3_12,
    (3, 13): lambda_.Runtime.PYTHON_3_13,
}

# The runtime of 3.11 stands on Amazon Linux 2 (glibc 2.26); later ones on Amazon Linux 2023 (glibc 2.34). A wheel built
# for a newer glibc installs without complaint and fails at import, so the bundler asks only for platforms that fit.
_PLATFORMS = {
    (3, 11): ("manylinux2014_aarch64",),
    (3, 12): ("manylinux_2_28_aarch64", "manylinux2014_aarch64"),
    (3, 13): ("manylinux_2_28_aarch64", "manylinux2014_aarch64"),
}


class UnsupportedPython(RuntimeError):
    """The interpreter that synthesises has no Lambda runtime that we support."""


def python_version(version: tuple[int, int] | None = None) -> tuple[int, int]:
    """The version of the running interpreter, or an error that says which ones are possible."""
    found = version or (sys.version_info.major, sys.version_info.minor)
    if found not in _RUNTIMES:
        possible = ", ".join(f"{major}.{minor}" for major, minor in _RUNTIMES)
        raise UnsupportedPython(
            f"Debrief deploys the Python version it is synthesised with, and Python {found[0]}.{found[1]} is not one "
            f"of {possible}. Make the virtual environment with one of these and try again."
        )
    return found


def lambda_runtime(version: tuple[int, int] | None = None) -> lambda_.Runtime:
    """The Lambda runtime of the interpreter."""
    return _RUNTIMES[python_version(version)]


def wheel_platforms(version: tuple[int, int] | None = None) -> tuple[str, ...]:
    """The wheel platforms that this runtime can load, the newest first."""
    return _PLATFORMS[python_version(version)]
