"""What is kept from earlier runs is taken only where everything is the same that it was made of."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from local.deployment import sources, synthesis
from local.deployment.sources import STACKS, digest
from local.deployment.synthesis import made_once

TODAY = date(2026, 11, 28)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file in each of the places that something may be made of."""
    folder = tmp_path / "repository"
    for each in (*STACKS, "local", "tests"):
        path = folder / each if "." in each else folder / each / "below" / "some.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("before", encoding="ascii")
    (folder / "tests" / "web").mkdir()
    (folder / "tests" / "web" / "sample.py").write_text("before", encoding="ascii")
    monkeypatch.setattr(sources, "REPOSITORY", folder)
    return folder


@pytest.fixture
def assemblies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(synthesis, "ASSEMBLIES", tmp_path / "assemblies")
    return tmp_path / "assemblies"


def key() -> str:
    # The browser's library takes a moment to load.
    from tests.web.world import _key

    return _key(TODAY)


@pytest.mark.parametrize(
    "changed",
    [
        "layers/below/some.py",
        "functions/below/some.py",
        "infra/below/some.py",
        "statemachines/below/some.py",
        "requirements/below/some.py",
        "cdk.json",
        "local/below/some.py",
        "tests/web/sample.py",
    ],
)
def test_the_world_of_the_consoles_tests_is_made_anew_when_anything_changes_that_it_was_made_of(
    repository: Path, changed: str
) -> None:
    before = key()
    assert key() == before
    (repository / changed).write_text("after", encoding="ascii")
    assert key() != before


def test_names_contents_and_what_is_told_tell_two_states_apart(repository: Path) -> None:
    found = {digest(STACKS), digest(STACKS, "a", "b"), digest(STACKS, "ab"), digest(("infra",))}
    assert len(found) == 4
    before = digest(("infra",))
    (repository / "infra" / "__pycache__").mkdir()
    (repository / "infra" / "__pycache__" / "some.pyc").write_bytes(b"compiled")
    assert digest(("infra",)) == before
    (repository / "infra" / "below" / "some.py").rename(repository / "infra" / "below" / "other.py")
    assert digest(("infra",)) != before


def making(made: list[Path]) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        made.append(folder)
        folder.mkdir()
        (folder / "manifest.json").write_text("{}", encoding="ascii")

    return make


@pytest.mark.usefixtures("repository")
def test_two_who_want_the_same_at_once_have_it_made_once(assemblies: Path) -> None:
    made: list[Path] = []
    together = threading.Barrier(2, timeout=60)

    def want(told: str) -> Path:
        together.wait()
        return made_once(STACKS, told, making(made))

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(want, ["dev", "dev"])
        assert first == second
        assert len(made) == 1
        first, second = pool.map(want, ["staging", "prod"])
        assert first != second
    assert len(made) == 3
    assert {each.name for each in assemblies.glob("*.making")} == set()


def test_what_could_not_be_made_is_made_the_next_time(repository: Path, assemblies: Path) -> None:
    def fail(folder: Path) -> None:
        folder.mkdir()
        raise ValueError("a finding")

    for _ in range(2):
        with pytest.raises(ValueError, match="a finding"):
            made_once(STACKS, "dev", fail)
        assert [*assemblies.glob("*/")] == []
    made: list[Path] = []
    folder = made_once(STACKS, "dev", making(made))
    assert (folder.parent, len(made)) == (assemblies, 1)
    (repository / "cdk.json").write_text("after", encoding="ascii")
    assert made_once(STACKS, "dev", making(made)) != folder


@pytest.mark.usefixtures("repository", "assemblies")
def test_those_used_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthesis, "KEPT", 2)
    first, second = (made_once(STACKS, each, making([])) for each in ("dev", "staging"))
    os.utime(first, (2, 2))
    os.utime(second, (1, 1))
    made_once(STACKS, "prod", making([]))
    assert (first.exists(), second.exists()) == (True, False)
