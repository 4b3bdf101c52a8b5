"""Builds the console when its sources changed: `python -m local.console.build [--install]`.

npm installs only when what lies in `web/node_modules` isn't what `web/package-lock.json` names; the build is kept
together with a digest of what it was made of.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from local.processes import guarded
from local.settings import REPOSITORY

Say = Callable[[str], None]

WEB: Final = REPOSITORY / "web"
NODE_WANTED: Final = "Node 20.19, or 22.12 or later"
_NOT_SOURCES: Final = frozenset({"node_modules", "dist", "coverage"})
_LAST_LINES: Final = 25
_COLOUR: Final = re.compile(r"\x1b\[[0-9;]*m")


class BuildError(Exception):
    """The console can't be built. The text is one sentence, then what npm said."""


class Console:
    """The console's folder. web: with package.json; kept: where digest and lock of the build lie."""

    def __init__(self, web: Path = WEB, kept: Path = REPOSITORY / "build") -> None:
        self._web, self._kept = web, kept
        self.dist = web / "dist"

    @property
    def is_current(self) -> bool:
        """Whether the build is there and was made of the sources as they are now."""
        mark = self._kept / "console.digest"
        return (
            (self.dist / "index.html").is_file()
            and mark.is_file()
            and mark.read_text(encoding="ascii") == source_digest(self._web)
        )

    def build(self, say: Say) -> None:
        """Install and build what isn't current. Raises BuildError."""
        with self._alone():
            if self.is_current:
                return
            self._install(say)
            digest = source_digest(self._web)
            say("building the console")
            self._npm("run", "build")
            if not (self.dist / "index.html").is_file():
                raise BuildError("The console can't be built: `npm run build` left no dist/index.html.")
            (self._kept / "console.digest").write_text(digest, encoding="ascii")

    def install(self, say: Say) -> None:
        """Install what the console is built with, if it isn't there as locked. Raises BuildError."""
        with self._alone():
            self._install(say)

    def _install(self, say: Say) -> None:
        if obstacle := node_obstacle():
            raise BuildError(obstacle)
        if installed_as_locked(self._web):
            return
        say("installing what the console is built with (once)")
        self._npm("ci", "--no-audit", "--no-fund")

    def _npm(self, *arguments: str) -> None:
        done = guarded.run(["npm", *arguments], cwd=self._web)
        if done.returncode:
            said = "\n".join(_COLOUR.sub("", done.stdout + done.stderr).strip().splitlines()[-_LAST_LINES:])
            raise BuildError(f"The console can't be built: `npm {' '.join(arguments)}` failed.\n{said}")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One build at a time: two would empty each other's folder."""
        self._kept.mkdir(parents=True, exist_ok=True)
        with (self._kept / "console.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class BackgroundBuild:
    """Builds in a thread of its own while the cloud comes up; what goes wrong is said, and stops nothing else."""

    def __init__(self, say: Say, console: Console | None = None) -> None:
        self._say, self._console = say, console or Console()
        self._missing: str | None = None
        self._thread = threading.Thread(target=self._build, name="console build", daemon=True)
        self._thread.start()

    def missing(self) -> str | None:
        """Waits for the end of the build; why the console isn't that of the sources, as one sentence, or None."""
        self._thread.join()
        return self._missing

    def _build(self) -> None:
        try:
            self._console.build(self._say)
        except BuildError as error:
            self._missing = str(error).splitlines()[0]
            self._say(str(error))
        except Exception as error:
            # Of a thread of its own nobody else hears.
            self._missing = f"The console can't be built: {type(error).__name__}: {error}"
            self._say(self._missing)


def source_digest(web: Path) -> str:
    """A digest of everything that the build is made of."""
    digest = sha256()
    for folder, folders, files in os.walk(web):
        # In place, so that the tens of thousands of installed files aren't even listed; sorted, so that order is ours.
        folders[:] = sorted(set(folders) - _NOT_SOURCES)
        for name in sorted(files):
            path = Path(folder, name)
            digest.update(path.relative_to(web).as_posix().encode() + b"\0" + sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def installed_as_locked(web: Path) -> bool:
    """Whether node_modules holds what package-lock.json names, going by npm's own record of what it installed."""
    locked = _packages(web / "package-lock.json")
    installed = _packages(web / "node_modules" / ".package-lock.json")
    if locked is None or installed is None:
        return False
    # Packages for other systems are locked as optional, and aren't installed here.
    needed = {name for name, package in locked.items() if name and not package.get("optional")}
    return needed <= installed.keys() and all(
        name in locked and package.get("version") == locked[name].get("version") for name, package in installed.items()
    )


def _packages(file: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["packages"]
    except (OSError, ValueError, KeyError):
        return None
    return found


def node_obstacle(find: Callable[[str], str | None] = shutil.which, version: str | None = None) -> str | None:
    """What of Node or npm keeps the console from being built, as one sentence; None when nothing does.

    version: as `node --version` says it; asked when it isn't given.
    """
    for command in ("node", "npm"):
        if find(command) is None:
            return f"{command} is missing: the console is built with it. Install {NODE_WANTED}, with npm."
    if version is None:
        version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    found = re.match(r"v?(\d+)\.(\d+)", version)
    if found is None:
        return f"`node --version` says {version!r}: the console is built with {NODE_WANTED}."
    major, minor = int(found[1]), int(found[2])
    if not ((major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major > 22):
        return f"Node {version.removeprefix('v')} is too old: the console is built with {NODE_WANTED}."
    return None


def main(arguments: Sequence[str] | None = None) -> int:
    wanted = sys.argv[1:] if arguments is None else list(arguments)
    console = Console()
    try:
        if "--install" in wanted:
            console.install(print)
        else:
            console.build(print)
            print(f"The console is built in {console.dist.relative_to(REPOSITORY)}")
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
