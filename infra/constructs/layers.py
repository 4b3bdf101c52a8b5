"""The layers: our own domain package, and the pinned third-party sets built without Docker."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import jsii
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.runtime import bytecode_compiler, lambda_runtime, python_version, wheel_platforms

ROOT = Path(__file__).resolve().parents[2]
SKIP_BUNDLING = "debrief:skip-bundling"

_CACHES = ("__pycache__", ".import_linter_cache", ".pytest_cache", ".mypy_cache")
NOT_PACKAGED = ["**/*.pyc", *(f"**/{cache}" for cache in _CACHES)]

# botocore carries the description of every AWS service: more than all other packages together. Kept are the services
# that functions call, sts, which botocore itself may ask for credentials, and connect, whose evaluation forms are held
# against its description. A call to another fails with UnknownServiceError, which the layer's test would show first.
KEPT_SERVICES = frozenset(
    {
        "bedrock-runtime",
        "cognito-idp",
        "connect",
        "dynamodb",
        "events",
        "s3",
        "secretsmanager",
        "sesv2",
        "sqs",
        "stepfunctions",
        "sts",
    }
)

# Beside tests and scripts: C sources that wheels carry along, and the compiled twins of fontTools' modules. Those only
# make large fonts faster; the same modules lie beside them in Python, and a report embeds small fonts. Of Pillow
# what reads AVIF and WebP and draws text, and the page that shows an OpenAPI document: nothing here does either.
_UNNEEDED = (
    "**/__pycache__",
    "**/tests",
    "**/*.c",
    "**/*.pyi",
    "**/*.pyx",
    "bin",
    "share",
    "boto3/examples",
    "fontTools/**/*.so",
    "uharfbuzz/_harfbuzz_test.*",
    *(f"PIL/{each}.*.so" for each in ("_avif", "_imagingft", "_imagingtk", "_webp")),
    *(f"pillow.libs/lib{each}*" for each in ("avif", "brotli", "freetype", "harfbuzz", "png", "sharpyuv", "webp")),
    "aws_lambda_powertools/event_handler/openapi/swagger_ui/*.css",
    "aws_lambda_powertools/event_handler/openapi/swagger_ui/*.js",
)

_AT = "/opt/python"
"""Where Lambda unpacks a layer's Python; tracebacks name it."""


_UNCOMPILED = (
    f"The layers hold no bytecode, and cold starts take more than twice as long: no {lambda_runtime().name} is on the "
    "path, and this is another Python."
)


PRINTING = frozenset({"summaries_api"})
"""The functions that write PDFs. What that takes is as large as all the rest, and nobody else carries it along."""


class LayerError(RuntimeError):
    """The dependencies could not be put together."""


def install(target: Path, requirements: Path) -> None:
    """Install the locked set into `target` as Lambda will load it, take out what never runs, and compile the rest.

    Every wheel is checked against the hash in the lock file; nothing is built from source. Without an interpreter of
    Lambda's version nothing is compiled either.
    """
    version = ".".join(str(part) for part in python_version())
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    for platform in wheel_platforms():
        command += ["--platform", platform]
    command += ["--implementation", "cp", "--python-version", version, "--only-binary=:all:", "--no-deps"]
    command += ["--require-hashes", "--requirement", str(requirements), "--target", str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LayerError(f"pip could not build the dependencies layer for Python {version}:\n{done.stderr.strip()}")
    strip(target)
    if compiler := bytecode_compiler():
        compile_beside(target, compiler)


def strip(target: Path) -> None:
    """Take out tests, scripts, type stubs and the descriptions of services that are not called."""
    for pattern in _UNNEEDED:
        _remove(target.glob(pattern))
    data = target / "botocore" / "data"
    if not data.parent.is_dir():
        return
    missing = sorted(service for service in KEPT_SERVICES if not (data / service).is_dir())
    if missing:
        raise LayerError(f"botocore no longer describes {', '.join(missing)}: correct KEPT_SERVICES")
    _remove(path for path in data.iterdir() if path.is_dir() and path.name not in KEPT_SERVICES)


def compile_beside(folder: Path, compiler: str) -> None:
    """Compile every module in `folder`, and leave its source where it is.

    Lambda's folders can't be written to, so without this each cold start compiles all it imports. The bytecode is
    valid without looking at the sources' times, which don't outlast packing.

    compiler: an interpreter of the version that will read it.
    """
    _compile(folder, compiler)


def compile_alone(source: Path, target: Path, compiler: str) -> None:
    """Put what lies in `source` into `target`, with bytecode in place of each module's source."""
    _copy(source, target)
    _compile(target, compiler, "-b")
    _remove(target.rglob("*.py"))


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*_CACHES))


def _compile(folder: Path, compiler: str, *options: str) -> None:
    command = [compiler, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", *options]
    # One process, sets in a fixed order: the same sources give the same bytes, and an unchanged layer isn't replaced.
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONNODEBUGRANGES": "1"}
    done = subprocess.run(
        [*command, "-s", str(folder), "-p", _AT, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    if done.returncode:
        raise LayerError(f"not all of {folder} can be compiled:\n{done.stdout.strip()[-2000:]}")


def _remove(paths: Iterable[Path]) -> None:
    for path in list(paths):
        if path.is_dir():
            shutil.rmtree(path)
        elif path.exists():
            path.unlink()


@jsii.implements(cdk.ILocalBundling)
class PipBundling:
    """Bundles the dependencies layer on this machine, for the machine that Lambda has."""

    def __init__(self, requirements: Path) -> None:
        self._requirements = requirements

    def try_bundle(self, output_dir: str, *_: Any, **__: Any) -> bool:
        """Fill `output_dir`; an error stops the synthesis instead of falling back to Docker."""
        install(Path(output_dir) / "python", self._requirements)
        return True


@jsii.implements(cdk.ILocalBundling)
class CompiledBundling:
    """Bundles our own layer as bytecode of Lambda's Python; as it lies where there is no such Python."""

    def __init__(self, source: Path) -> None:
        self._source = source

    def try_bundle(self, output_dir: str, *_: Any, **__: Any) -> bool:
        """Fill `output_dir`; an error stops the synthesis instead of falling back to Docker."""
        source, target = self._source / "python", Path(output_dir) / "python"
        if compiler := bytecode_compiler():
            compile_alone(source, target, compiler)
        else:
            _copy(source, target)
        return True


class Layers(Construct):
    """The layers of one stack.

    for_lambda: with the dependencies, and compiled. A laptop has them installed, and runs the sources.

    Each stack has its own layer versions over the same assets: a version's ARN changes with every edit, and
    CloudFormation refuses to change an export that another stack uses.
    """

    def __init__(self, scope: Construct, construct_id: str, *, for_lambda: bool) -> None:
        super().__init__(scope, construct_id)
        domain = ROOT / "layers" / "debrief"
        bundled = for_lambda and not self.node.try_get_context(SKIP_BUNDLING)
        if bundled and bytecode_compiler() is None:
            cdk.Annotations.of(self).add_warning_v2("debrief:bytecode", _UNCOMPILED)
        self._for_lambda, self._bundled = for_lambda, bundled
        self._printing: lambda_.ILayerVersion | None = None
        self._versions: list[lambda_.ILayerVersion] = [
            self._layer(
                "Debrief", _code(domain, CompiledBundling(domain) if bundled else None), "The domain of Debrief"
            )
        ]
        if for_lambda:
            self._versions.append(self._packages("Dependencies", "lambda.txt", "Pinned third-party packages"))

    def of(self, function: str) -> list[lambda_.ILayerVersion]:
        """The layers of a function of this stack, by its name."""
        if function not in PRINTING or not self._for_lambda:
            return self._versions
        if self._printing is None:
            self._printing = self._packages("Printing", "printing.txt", "What writes PDFs, and fonts for every script")
        return [*self._versions, self._printing]

    def _packages(self, name: str, requirements: str, description: str) -> lambda_.LayerVersion:
        bundling = PipBundling(ROOT / "requirements" / requirements) if self._bundled else None
        return self._layer(name, _code(ROOT / "layers" / name.lower(), bundling), description)

    def _layer(self, name: str, code: lambda_.Code, description: str) -> lambda_.LayerVersion:
        return lambda_.LayerVersion(
            self,
            name,
            code=code,
            description=description,
            compatible_runtimes=[lambda_runtime()],
            compatible_architectures=[lambda_.Architecture.ARM_64],
        )


def _code(source: Path, bundling: cdk.ILocalBundling | None) -> lambda_.Code:
    if bundling is None:
        return lambda_.Code.from_asset(str(source), exclude=NOT_PACKAGED)
    return lambda_.Code.from_asset(
        str(source),
        asset_hash_type=cdk.AssetHashType.OUTPUT,
        bundling=cdk.BundlingOptions(image=lambda_runtime().bundling_image, local=bundling),
    )
