"""The layers as they are deployed: packed, unpacked, not to be written to, and whole."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra.constructs import layers
from infra.constructs.layers import KEPT_SERVICES, PRINTING, ROOT, compile_alone, compile_beside, strip
from infra.folders import FUNCTIONS, function_folders, module_of
from tests.infra.conftest import Environment
from tools.measure_packages import copy_installed

DOMAIN = ROOT / "layers" / "debrief" / "python"
CHECKED_AT_IMPORT = 0b10
HASHED = 0b01


def packed(source: Path, target: Path) -> Path:
    """What comes out of the archive that is deployed: no file keeps its time."""
    target.parent.mkdir(exist_ok=True)
    archive = target.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(source.rglob("*")):
            if path.is_file():
                file.writestr(zipfile.ZipInfo(str(path.relative_to(source))), path.read_bytes())
    with zipfile.ZipFile(archive) as file:
        file.extractall(target)
    return target


@pytest.fixture(scope="module")
def opt(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The layers' folders for Python, as Lambda puts them on the path: the domain, the packages, what prints."""
    folder = tmp_path_factory.mktemp("layers")
    for name, requirements in (("packages", "lambda.txt"), ("printing", "printing.txt")):
        copy_installed(folder / name, requirements)
        strip(folder / name)
        compile_beside(folder / name, sys.executable)
    compile_alone(DOMAIN, folder / "domain", sys.executable)
    return [packed(folder / name, folder / "opt" / name) for name in ("domain", "packages", "printing")]


def run(opt: list[Path], code: str) -> str:
    done = subprocess.run(
        # Without site: nothing but the layers and the functions is there.
        [sys.executable, "-S", "-c", code],
        env={
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": os.pathsep.join([*map(str, opt), str(FUNCTIONS)]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "AWS_REGION": "eu-central-1",
            "AWS_DEFAULT_REGION": "eu-central-1",
            "POWERTOOLS_SERVICE_NAME": "packed",
            "PYDANTIC_DISABLE_PLUGINS": "__all__",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_every_handler_runs_on_the_layers_alone_and_compiles_nothing(opt: list[Path]) -> None:
    modules = [module_of(name) for name in function_folders()]
    # Without what prints, which only one function has: it is loaded where a PDF is written.
    out = run(
        opt[:2],
        f"import importlib, sys\nfor name in {modules}: importlib.import_module(name)\n"
        "for name, module in list(sys.modules.items()):\n"
        "    spec = getattr(module, '__spec__', None)\n"
        "    if spec and spec.has_location and spec.origin.endswith('.py'): print(name, spec.cached, sep='|')",
    )
    uncompiled = {
        name
        for name, _, cached in (line.partition("|") for line in out.splitlines())
        if str(opt[0].parent) in cached and not Path(cached).exists()
    }
    assert "pydantic.main|" in out
    assert not uncompiled
    assert "debrief." not in out, "our own modules have no sources there"


def test_bytecode_counts_whatever_the_time_of_its_source(opt: list[Path]) -> None:
    found = [path for folder in opt for path in folder.rglob("*.pyc")]
    assert len(found) > 1000
    for path in found:
        flags = int.from_bytes(path.read_bytes()[4:8], "little")
        assert flags & HASHED, path
        assert not flags & CHECKED_AT_IMPORT, path


def test_what_was_taken_out_is_not_missed(opt: list[Path]) -> None:
    out = run(
        opt,
        f"import boto3\nfor service in {sorted(KEPT_SERVICES)}: boto3.client(service)\n"
        "from fpdf import FPDF\nfrom PIL import Image\nimport io\n"
        "pdf = FPDF()\npdf.add_page()\npdf.set_font('Helvetica', size=12)\npdf.cell(text='Größe: 5 %')\n"
        "picture = io.BytesIO()\nImage.new('RGB', (4, 4)).save(picture, 'PNG')\npdf.image(Image.open(picture))\n"
        "print(bytes(pdf.output())[:5].decode())",
    )
    assert out.strip() == "%PDF-"


def test_a_document_is_written_in_every_script_on_the_layers_alone(opt: list[Path]) -> None:
    out = run(
        opt,
        "from debrief.summaries.report.font_reader import fonts_for\n"
        "from debrief.summaries.report.letters import wanted\n"
        "with fonts_for(wanted(['محمد 山 🎉'])) as fonts: print(sorted({each.family for each in fonts.files}))\n",
    )
    assert out.strip() == "['arabic', 'cjk', 'emoji', 'sans']"


def test_only_what_prints_carries_what_printing_needs(prod: Environment) -> None:
    layers = {
        each["Properties"]["FunctionName"].removeprefix("debrief-prod-"): len(each["Properties"]["Layers"])
        for each in prod.functions().values()
    }
    assert {name for name, count in layers.items() if count == 3} == PRINTING
    assert {count for name, count in layers.items() if name not in PRINTING} == {2}


def test_tracebacks_name_the_place_in_lambda(opt: list[Path]) -> None:
    out = run(opt, "import debrief.kernel.ids as ids\nprint(ids.derived_id.__code__.co_filename)")
    assert out.strip() == "/opt/python/debrief/kernel/ids.py"


def test_without_lambdas_python_the_layer_is_as_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytecode of another version is not read, and without its source there would be nothing to read instead."""
    monkeypatch.setattr(layers, "bytecode_compiler", lambda: None)
    layers.CompiledBundling(ROOT / "layers" / "debrief").try_bundle(str(tmp_path))
    assert (tmp_path / "python" / "debrief" / "kernel" / "ids.py").is_file()
    assert not list(tmp_path.rglob("*.pyc"))
    monkeypatch.setattr(layers, "bytecode_compiler", lambda: sys.executable)
    layers.CompiledBundling(ROOT / "layers" / "debrief").try_bundle(str(tmp_path / "compiled"))
    assert (tmp_path / "compiled" / "python" / "debrief" / "kernel" / "ids.pyc").is_file()
    assert (tmp_path / "compiled" / "python" / "debrief" / "py.typed").is_file()
    assert not list((tmp_path / "compiled").rglob("*.py"))


def test_the_same_sources_make_the_same_bytecode(tmp_path: Path) -> None:
    """Else every deployment would bring new versions of the layers."""
    for name in ("first", "second"):
        compile_alone(DOMAIN / "debrief" / "kernel", tmp_path / name, sys.executable)
    first, second = (
        {str(path.relative_to(tmp_path / name)): path.read_bytes() for path in (tmp_path / name).rglob("*.pyc")}
        for name in ("first", "second")
    )
    assert first == second
    assert first
