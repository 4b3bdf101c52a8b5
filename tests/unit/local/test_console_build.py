"""The console is built when its sources changed, and only then."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from local.console.build import BackgroundBuild, BuildError, Console, installed_as_locked, node_obstacle, source_digest

LOCK = {
    "": {"name": "console"},
    "node_modules/a": {"version": "1.0.0"},
    "node_modules/b-linux": {"version": "2.0.0", "optional": True},
    "node_modules/b-darwin": {"version": "2.0.0", "optional": True},
}


class Npm:
    """Stands for npm: notes its arguments, and leaves what it would leave."""

    def __init__(self, web: Path) -> None:
        self.web, self.ran, self.code, self.builds = web, [], 0, True  # type: tuple[Path, list[str], int, bool]

    def __call__(self, command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        if command[0] == "node":
            return subprocess.CompletedProcess(command, 0, "v22.12.0\n", "")
        self.ran.append(" ".join(command[1:3]))
        if command[1] == "ci" and not self.code:
            installed = {name: package for name, package in LOCK.items() if name and "darwin" not in name}
            write(self.web / "node_modules" / ".package-lock.json", installed)
        if command[1] == "run" and self.builds and not self.code:
            (self.web / "dist").mkdir(exist_ok=True)
            (self.web / "dist" / "index.html").write_text("built")
        return subprocess.CompletedProcess(command, self.code, "", "line one\n\x1b[31mnpm error\x1b[0m network\n")


def write(file: Path, packages: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"packages": packages}))


@pytest.fixture
def web(tmp_path: Path) -> Path:
    folder = tmp_path / "web"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "main.tsx").write_text("let a = 1")
    write(folder / "package-lock.json", LOCK)
    return folder


@pytest.fixture
def npm(web: Path, monkeypatch: pytest.MonkeyPatch) -> Npm:
    npm = Npm(web)
    monkeypatch.setattr("local.console.build.guarded.run", npm)
    monkeypatch.setattr("local.console.build.shutil.which", lambda name: f"/bin/{name}")
    monkeypatch.setattr("local.console.build.node_obstacle", lambda: node_obstacle(lambda name: name, "v22.12.0"))
    return npm


def console(web: Path) -> Console:
    return Console(web, web.parent / "kept")


def test_only_what_changed_is_done_again(web: Path, npm: Npm) -> None:
    said: list[str] = []
    console(web).build(said.append)
    assert npm.ran == ["ci --no-audit", "run build"]
    assert len(said) == 2
    console(web).build(said.append)
    assert len(npm.ran) == len(said) == 2, "nothing changed"
    (web / "src" / "main.tsx").write_text("let a = 2")
    console(web).build(said.append)
    assert npm.ran[2:] == ["run build"]
    (web / "dist" / "index.html").unlink()
    console(web).build(said.append)
    assert npm.ran[3:] == ["run build"]
    write(web / "package-lock.json", {**LOCK, "node_modules/a": {"version": "1.0.1"}})
    console(web).build(said.append)
    assert npm.ran[4:] == ["ci --no-audit", "run build"]


def test_what_is_built_and_installed_is_no_source(web: Path) -> None:
    before = source_digest(web)
    for path in ("node_modules/a/index.js", "dist/index.html", "coverage/x.json"):
        (web / path).parent.mkdir(parents=True, exist_ok=True)
        (web / path).write_text("x")
    assert source_digest(web) == before
    (web / "src" / "other.tsx").write_text("")
    assert source_digest(web) != before


def test_installed_means_all_that_this_machine_needs_in_the_locked_versions(web: Path) -> None:
    record = web / "node_modules" / ".package-lock.json"
    assert not installed_as_locked(web)
    write(record, {"node_modules/a": {"version": "1.0.0"}})
    assert installed_as_locked(web)
    write(record, {"node_modules/a": {"version": "0.9.0"}})
    assert not installed_as_locked(web)
    write(record, {"node_modules/a": {"version": "1.0.0"}, "node_modules/gone": {"version": "1.0.0"}})
    assert not installed_as_locked(web)
    record.write_text("broken off")
    assert not installed_as_locked(web)


def test_what_fails_is_one_sentence_and_then_what_npm_said(web: Path, npm: Npm) -> None:
    npm.code = 1
    with pytest.raises(BuildError) as caught:
        console(web).build(lambda _: None)
    first, *rest = str(caught.value).splitlines()
    assert first == "The console can't be built: `npm ci --no-audit --no-fund` failed."
    assert rest[-1] == "npm error network"
    npm.code, npm.builds = 0, False
    with pytest.raises(BuildError, match=r"left no dist/index\.html"):
        console(web).build(lambda _: None)
    assert not console(web).is_current


def test_a_failed_build_stops_nothing_else(web: Path, npm: Npm) -> None:
    npm.code = 1
    said: list[str] = []
    missing = BackgroundBuild(said.append, console(web)).missing()
    assert missing == "The console can't be built: `npm ci --no-audit --no-fund` failed."
    npm.code = 0
    assert BackgroundBuild(said.append, console(web)).missing() is None


def test_whatever_else_keeps_the_console_from_being_built_is_said_too(web: Path) -> None:
    class Broken(Console):
        def build(self, say: Any) -> None:
            raise OSError("No space left on device")

    said: list[str] = []
    assert "No space left" in str(BackgroundBuild(said.append, Broken(web)).missing())
    assert len(said) == 1


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        ("v20.19.0", None),
        ("v22.12.1", None),
        ("v24.1.0", None),
        ("v20.18.3", "Node 20.18.3 is too old"),
        ("v21.7.0", "Node 21.7.0 is too old"),
        ("v22.11.0", "Node 22.11.0 is too old"),
        ("command not found", "`node --version` says 'command not found'"),
    ],
)
def test_node_must_be_recent_enough(version: str, sentence: str | None) -> None:
    obstacle = node_obstacle(lambda name: name, version)
    assert obstacle is None if sentence is None else str(obstacle).startswith(sentence)


@pytest.mark.parametrize("missing", ["node", "npm"])
def test_what_is_missing_is_named(missing: str) -> None:
    obstacle = node_obstacle(lambda name: None if name == missing else name, "v22.12.0")
    assert obstacle is not None
    assert obstacle.startswith(f"{missing} is missing")
