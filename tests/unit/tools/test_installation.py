"""`make` notices when what is installed is of another Python, or isn't what is pinned now."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from local.settings import REPOSITORY

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
PINS = ("install.txt", "dev.txt")


class House:
    """A folder with the Makefile, pins, and Pythons that only tell their version."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copy(REPOSITORY / "Makefile", folder)
        (folder / "requirements").mkdir()
        self.pin("1.0")
        self.python("python3", "3.11")

    def pin(self, version: str) -> None:
        for name in PINS:
            (self.folder / "requirements" / name).write_text(f"package=={version}\n", encoding="ascii")

    def python(self, name: str, version: str) -> None:
        """A Python that Debrief can run on; an empty version is one that it can't."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\necho {version}\n", encoding="ascii")
        path.chmod(0o755)

    def installed(self, version: str) -> None:
        """As `make` leaves it, and newer than all else."""
        self.python(".venv/bin/python", version)
        pins = "".join((self.folder / "requirements" / name).read_text(encoding="ascii") for name in PINS)
        done = subprocess.run(["cksum"], input=pins, capture_output=True, text=True, check=True)
        (self.folder / ".venv" / ".installed").write_text(done.stdout, encoding="ascii")

    def is_current(self, *named: str) -> bool:
        """Whether nothing would be installed. named: variables that are given to `make`."""
        environment = {name: value for name, value in os.environ.items() if name not in ("PYTHON", "MAKEFLAGS")}
        path = f"{self.folder}:{environment['PATH']}"
        asked = ["make", "-q", ".venv/.installed", *named]
        done = subprocess.run(
            asked, cwd=self.folder, env={**environment, "PATH": path}, capture_output=True, check=False
        )
        assert done.returncode in (0, 1), done.stderr
        return done.returncode == 0


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_what_is_installed_stays(house: House) -> None:
    assert not house.is_current()
    house.installed("3.11")
    assert house.is_current()


def test_an_installation_of_another_python_is_made_anew(house: House) -> None:
    house.installed("3.12")
    assert not house.is_current()
    house.python("other", "3.12")
    assert house.is_current("PYTHON=./other")
    house.installed("3.11")
    assert not house.is_current("PYTHON=./other")


def test_an_installation_whose_python_is_gone_is_made_anew(house: House) -> None:
    house.installed("3.11")
    (house.folder / ".venv" / "bin" / "python").unlink()
    assert not house.is_current()


def test_other_pins_are_noticed_however_old_their_files_are(house: House) -> None:
    house.installed("3.11")
    house.pin("1.1")
    for name in PINS:
        os.utime(house.folder / "requirements" / name, (0, 0))
    assert not house.is_current()
    house.pin("1.0")
    assert house.is_current(), "files that only look newer are none of it"


def test_one_that_was_made_with_a_named_python_stays_where_python3_is_too_old(house: House) -> None:
    house.python("python3", "")
    house.installed("3.12")
    assert house.is_current()
    house.python("old", "")
    assert not house.is_current("PYTHON=./old"), "who names one is told that it is too old"


@pytest.mark.feature("N10")
@pytest.mark.parametrize("target", ["run", "demo"])
@pytest.mark.parametrize(
    ("named", "recogniser", "installs"),
    [
        ([], "", False),
        (["RECOGNISER=pocketsphinx"], "pocketsphinx", False),
        (["RECOGNISER=moonshine"], "moonshine", True),
    ],
)
def test_the_better_recogniser_is_installed_for_those_who_name_it(
    house: House, target: str, named: list[str], recogniser: str, installs: bool
) -> None:
    house.installed("3.11")
    log = house.folder / "log"
    for name in ("python", "uv"):
        program = house.folder / ".venv" / "bin" / name
        program.write_text(f'#!/bin/sh\necho "{name} [$LOCAL_RECOGNISER] $*" >> "{log}"\necho 3.11\n', encoding="ascii")
        program.chmod(0o755)
    os.utime(house.folder / ".venv" / ".installed")
    assert house.is_current()
    log.write_text("", encoding="ascii")
    environment = {name: each for name, each in os.environ.items() if name not in ("MAKEFLAGS", "LOCAL_RECOGNISER")}
    environment["PATH"] = f"{house.folder}:{environment['PATH']}"
    subprocess.run(["make", target, *named], cwd=house.folder, env=environment, capture_output=True, check=True)
    lines = log.read_text(encoding="ascii").splitlines()
    assert any(f"python [{recogniser}] -m local.run" in line for line in lines)
    assert any("-r requirements/moonshine.txt" in line for line in lines) == installs
