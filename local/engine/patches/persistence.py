"""State that survives kill -9, with at most `DEBRIEF_SAVE_SECONDS` of loss.

The engine saves on a clean stop only. Here a thread saves whenever there was a write since the last save. Each
service's file is replaced in one step. Saving never takes more than a fifth of the time: after a save of a second
(about a hundred thousand rows) the next one waits five.

S3 bodies are on disk at once; everything else is as old as the last save.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

from local.engine.patches import PatchError, engine, required

_log = logging.getLogger("debrief.persistence")
_IDLE_SECONDS = 60.0
_SHARE = 5
_ATTEMPTS = 20
_LOOP_SECONDS = 60.0
# DynamoDB works off each request in one go on the event loop. Encoded there, a file never holds half a transaction.
_BETWEEN_REQUESTS = frozenset({"dynamodb"})


def write_atomically(path: Path, text: str) -> None:
    """Replace `path` by a complete new file, or leave it as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".tmp")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def snapshot(get_state: Callable[[], Any], attempts: int = _ATTEMPTS) -> Any:
    """A service's state, copied while requests go on changing it.

    A dictionary that grows during the copy raises RuntimeError; the copy is then taken again.
    """
    for attempt in range(attempts):
        try:
            return get_state()
        except RuntimeError:
            if attempt == attempts - 1:
                raise
            time.sleep(0.01 * (attempt + 1))
    raise AssertionError("unreachable")


class SharedCopies(threading.local):
    """Stands in for the `copy` module inside the engine's DynamoDB.

    Its state is copied in depth before it is written, which takes ten times as long as writing it. The encoder goes
    through the tables in one step that no other thread can enter, so that while saving the copy may be left out.
    """

    saving = False

    def __init__(self, module: Any) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)

    def deepcopy(self, value: Any, *rest: Any) -> Any:
        return value if self.saving else self._module.deepcopy(value, *rest)

    @contextmanager
    def left_out(self) -> Iterator[None]:
        self.saving = True
        try:
            yield
        finally:
            self.saving = False


class StateFiles:
    """Writes the services' states, each only when it changed."""

    def __init__(self, directory: Path, version: Callable[[str], int], default: Callable[[Any], Any]) -> None:
        self._directory = directory
        self._version = version
        self._default = default
        self._written: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def save(self, service: str, state: Any) -> bool:
        """Write one service's state; False when it is what the file holds already."""
        return self.write(service, self.encode(service, state))

    def encode(self, service: str, state: Any) -> str:
        wrapped = {"__ministack_format__": self._version(service), "payload": state}
        # dumps with the C encoder is several times faster than dump to a file.
        return json.dumps(wrapped, default=self._default)

    def write(self, service: str, text: str) -> bool:
        digest = blake2b(text.encode(), digest_size=16).digest()
        with self._lock:
            if self._written.get(service) == digest:
                return False
            write_atomically(self._directory / f"{service}.json", text)
            self._written[service] = digest
        return True


class Autosaver(threading.Thread):
    """Saves every few seconds while there are writes, and once a minute when there are none."""

    def __init__(
        self,
        states: Callable[[], dict[str, Callable[[], Any]]],
        files: StateFiles,
        every: float,
        copies: SharedCopies,
    ) -> None:
        super().__init__(name="debrief-autosave", daemon=True)
        self._states = states
        self._files = files
        self._every = every
        self._copies = copies
        self._touched = threading.Event()
        self.loop: asyncio.AbstractEventLoop | None = None
        """Where the engine serves requests."""

    def touch(self) -> None:
        self._touched.set()

    def save(self) -> None:
        self._touched.clear()
        for service, get_state in self._states().items():
            try:
                encode = partial(self._encode, service, get_state)
                text = self._on_loop(encode) if service in _BETWEEN_REQUESTS else encode()
                if text is not None:
                    self._files.write(service, text)
            except Exception:
                # One service that cannot be saved must not cost the others their state.
                _log.exception("the state of %s could not be saved", service)
                self._touched.set()

    def _encode(self, service: str, get_state: Callable[[], Any]) -> str | None:
        with self._copies.left_out():
            state = snapshot(get_state)
            return None if state is None else self._files.encode(service, state)

    def _on_loop(self, work: Callable[[], str | None]) -> str | None:
        if self.loop is None:
            return work()

        async def working() -> str | None:
            return work()

        return asyncio.run_coroutine_threadsafe(working(), self.loop).result(_LOOP_SECONDS)

    def run(self) -> None:
        pause = self._every
        while True:
            time.sleep(pause)
            self._touched.wait(_IDLE_SECONDS)
            started = time.monotonic()
            self.save()
            pause = max(self._every, (time.monotonic() - started) * _SHARE)


def writes(scope: dict[str, Any]) -> bool:
    """Whether a request may have changed something."""
    return scope.get("type") == "http" and scope.get("method") not in {"GET", "HEAD", "OPTIONS"}


def apply(every: float) -> None:
    """Patch the engine's saving. The thread starts once the last run's state is loaded, never before."""
    app = engine("app")
    persistence = engine("core.persistence")
    if not required(persistence, "PERSIST_STATE"):
        raise PatchError("The engine was imported before PERSIST_STATE=1 was set, so it would keep no state.")
    required(persistence, "save_state")
    states = required(app, "_build_persistence_save_dict")
    load = required(app, "_load_persisted_state")
    asgi = required(app, "app")
    files = StateFiles(
        Path(required(persistence, "STATE_DIR")),
        required(persistence, "_state_format_version"),
        required(persistence, "_json_default"),
    )
    dynamodb = engine("services.dynamodb")
    copies = SharedCopies(required(dynamodb, "copy"))
    dynamodb.copy = copies
    saver = Autosaver(states, files, every, copies)

    async def counting(
        scope: dict[str, Any], receive: Callable[..., Awaitable[Any]], send: Callable[..., Awaitable[Any]]
    ) -> None:
        try:
            await asgi(scope, receive, send)
        finally:
            if writes(scope):
                saver.touch()

    def load_then_start() -> None:
        load()
        saver.loop = asyncio.get_running_loop()
        saver.start()

    app.app = counting
    app._load_persisted_state = load_then_start
    # The clean stop saves through the same files, so that it writes only what changed since.
    persistence.save_state = files.save
