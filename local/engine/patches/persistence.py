"""State that survives kill -9, with at most a few seconds of loss, and costs nothing while nothing happens.

The engine saves on a clean stop only, and then everything. Here a thread saves `DEBRIEF_SAVE_SECONDS` after a request
that may have changed something. Rows of DynamoDB go into a journal (`journal.py`), which costs what has changed; each
other service's file is replaced in one step where it differs. A service may take a fiftieth of the time for that: the
histories of a thousand executions take a third of a second, and are saved every fifteen.

S3 bodies are on disk at once. Everything else is as old as its last save: what an execution or a message lost by that
has to do again, the sweeps start again.
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
from typing import Any, Final

from local.engine.patches import PatchError, engine, required
from local.engine.patches.journal import Journal, TableKey

_log = logging.getLogger("debrief.persistence")
SHARE: Final = 50
"""The part of the time that saving a service may take."""

DYNAMODB: Final = "dynamodb"
_ATTEMPTS = 20
_LOOP_SECONDS = 60.0
_LAST_SECONDS = 0.5
_READS: Final = ("BatchGet", "Describe", "Get", "List", "Query", "Scan", "TransactGet")
_WRITES_ALL_THE_SAME: Final = ("GetTokens",)
_COUNTED: Final = frozenset({"items", "ItemCount", "TableSizeBytes"})
"""What a table knows of its rows, and can be counted again."""


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

    def save(self, service: str, state: Any) -> bool:
        """Write one service's state; False when it is what the file holds already."""
        wrapped = {"__ministack_format__": self._version(service), "payload": state}
        # dumps with the C encoder is several times faster than dump to a file.
        text = self.encode(wrapped)
        digest = blake2b(text.encode(), digest_size=16).digest()
        if self._written.get(service) == digest:
            return False
        write_atomically(self._directory / f"{service}.json", text)
        self._written[service] = digest
        return True

    def encode(self, state: Any) -> str:
        """A part of a state as JSON, with what only the engine knows how to write."""
        return json.dumps(state, default=self._default)


class Rows:
    """Saves and loads DynamoDB through the journal.

    tables: the engine's own, by key. get_state: all of its state.
    """

    def __init__(
        self,
        journal: Journal,
        tables: Callable[[], dict[TableKey, dict[str, Any]]],
        get_state: Callable[[], dict[str, Any]],
    ) -> None:
        self._journal, self._tables, self._get_state = journal, tables, get_state
        self._was_read = False
        self.loop: asyncio.AbstractEventLoop | None = None
        """Where the engine serves requests. It works off each one in one go there, and so is each save: what it writes
        never holds half a transaction, and nothing is written out of order."""

    def save(self) -> None:
        """Write what has changed. For any thread but the loop's."""
        if self.loop is None:
            self.save_now()
            return

        async def saving() -> None:
            self.save_now()

        asyncio.run_coroutine_threadsafe(saving(), self.loop).result(_LOOP_SECONDS)

    def save_now(self) -> None:
        """Write what has changed, on this thread."""
        whole = self._journal.overgrown
        if whole:
            self._journal.broken()
        line = self._journal.line(self._tables().items(), without_rows(self._get_state()))
        if not line:
            return
        try:
            (self._journal.rewrite if whole else self._journal.append)(line)
        except OSError:
            self._journal.broken()
            raise

    def read(self) -> dict[str, Any] | None:
        """The state as the engine loads it; None where the journal has none."""
        found = self._journal.read()
        if found is None:
            return None
        state, rows = found
        for key, table in state["tables"].all_items():
            table["items"] = rows.get(key, {})
        self._was_read = True
        return dict(state)

    def loaded(self) -> None:
        """The engine has loaded its state, perhaps that which `read` gave."""
        if self._was_read:
            self._journal.loaded(self._tables().items())


def without_rows(state: dict[str, Any]) -> dict[str, Any]:
    """A state of DynamoDB with tables that have no rows."""
    tables = type(state["tables"])()
    for key, table in state["tables"].all_items():
        tables.set_scoped(*key, {name: value for name, value in table.items() if name not in _COUNTED})
    return {**state, "tables": tables}


class Autosaver(threading.Thread):
    """Saves soon after something may have changed, and not at all while nothing does.

    states: how to get the state of each service but DynamoDB. every: seconds between two rounds.
    """

    def __init__(
        self,
        states: Callable[[], dict[str, Callable[[], Any]]],
        files: StateFiles,
        rows: Rows | None,
        every: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(name="debrief-autosave", daemon=True)
        self._states, self._files, self._rows, self._every, self._clock = states, files, rows, every, clock
        self._touched = threading.Event()
        self._may_be_saved_at: dict[str, float] = {}
        self._one_at_a_time = threading.Lock()

    def touch(self) -> None:
        self._touched.set()

    def save(self) -> bool:
        """Save what may be saved now; whether something is left to save."""
        self._touched.clear()
        failed = self._rows is not None and self._safely(DYNAMODB, self._rows.save)
        return self._save_files(everything=False) or failed

    def save_everything(self) -> bool:
        """Save all, whatever it costs, on the thread of the engine's loop; whether all could be saved."""
        failed = self._rows is not None and self._safely(DYNAMODB, self._rows.save_now)
        return not (self._save_files(everything=True) or failed)

    def _save_files(self, *, everything: bool) -> bool:
        waiting = False
        # Not while waiting for the loop, which may be waiting here.
        with self._one_at_a_time:
            for service, get_state in self._states().items():
                started = self._clock()
                if not everything and started < self._may_be_saved_at.get(service, 0.0):
                    waiting = True
                    continue
                waiting |= self._safely(service, partial(self._save_file, service, get_state))
                ended = self._clock()
                self._may_be_saved_at[service] = ended + SHARE * (ended - started)
        return waiting

    def _save_file(self, service: str, get_state: Callable[[], Any]) -> None:
        state = snapshot(get_state)
        if state is not None:
            self._files.save(service, state)

    @staticmethod
    def _safely(service: str, save: Callable[[], Any]) -> bool:
        """Whether it failed: one service that cannot be saved must not cost the others their state."""
        try:
            save()
        except Exception:
            _log.exception("the state of %s could not be saved", service)
            return True
        return False

    def run(self) -> None:
        waiting = False
        while True:
            time.sleep(self._every)
            self._touched.wait(0 if waiting else None)
            waiting = self.save()


def writes(scope: dict[str, Any]) -> bool:
    """Whether a request may have changed something; by its method, and by the operation that it names in a header."""
    if scope.get("type") != "http" or scope.get("method") in {"GET", "HEAD", "OPTIONS"}:
        return False
    for name, value in scope.get("headers", ()):
        if name.lower() == b"x-amz-target":
            operation = value.decode("latin-1").rpartition(".")[2]
            return not operation.startswith(_READS) or operation.startswith(_WRITES_ALL_THE_SAME)
    return True


def apply(every: float, mark: Path) -> None:
    """Patch the engine's saving. The thread starts once the last run's state is loaded, never before.

    mark: a file that lies there from then until the state is saved in whole on a clean stop.

    Raises
    ------
    JournalError: the rows can't be read.
    """
    app = engine("app")
    persistence = engine("core.persistence")
    dynamodb = engine("services.dynamodb")
    if not required(persistence, "PERSIST_STATE"):
        raise PatchError("The engine was imported before PERSIST_STATE=1 was set, so it would keep no state.")
    required(app, "save_all")
    states = required(app, "_build_persistence_save_dict")
    load = required(app, "_load_persisted_state")
    load_state = required(app, "load_state")
    asgi = required(app, "app")
    directory = Path(required(persistence, "STATE_DIR"))
    files = StateFiles(
        directory, required(persistence, "_state_format_version"), required(persistence, "_json_default")
    )
    rows = _rows(dynamodb, files, directory, required(persistence, "_json_object_hook"))

    def but_rows() -> dict[str, Callable[[], Any]]:
        return {service: get_state for service, get_state in states().items() if service != DYNAMODB}

    saver = Autosaver(but_rows, files, rows, every)

    async def counting(
        scope: dict[str, Any], receive: Callable[..., Awaitable[Any]], send: Callable[..., Awaitable[Any]]
    ) -> None:
        try:
            await asgi(scope, receive, send)
        finally:
            if writes(scope):
                saver.touch()

    # Now, because what can't be read ends the start with a sentence, and later only with the engine's traceback.
    read = {DYNAMODB: rows.read()}

    def reading(service: str) -> Any:
        return read.pop(service, None) or load_state(service)

    def load_then_start() -> None:
        load()
        rows.loaded()
        rows.loop = asyncio.get_running_loop()
        mark.touch()
        saver.start()

    def save_all(_: Any) -> None:
        if saver.save_everything():
            mark.unlink(missing_ok=True)
        # What still happens isn't kept any more. The engine would wait for the ends of all invocations, for minutes.
        last = threading.Timer(_LAST_SECONDS, os._exit, (0,))
        last.daemon = True
        last.start()

    app.app = counting
    app.load_state = reading
    app._load_persisted_state = load_then_start
    app.save_all = save_all


def _rows(dynamodb: Any, files: StateFiles, directory: Path, hook: Callable[[dict[str, Any]], Any]) -> Rows:
    """The journal behind the engine's DynamoDB, told of every row that changes."""
    journal = Journal(directory / "dynamodb.journal", files.encode, lambda text: json.loads(text, object_hook=hook))
    tables = required(dynamodb, "_tables")
    set_item = required(dynamodb, "_set_item")
    remove_item = required(dynamodb, "_remove_item")
    items_replaced = required(dynamodb, "_items_replaced")
    update_counts = required(dynamodb, "_update_counts")
    get_state = required(dynamodb, "get_state")
    restore = required(dynamodb, "load_persisted_state")
    copies = SharedCopies(required(dynamodb, "copy"))

    def setting(table: dict[str, Any], pk: str, sk: str, item: Any) -> Any:
        journal.changed(table, pk, sk)
        return set_item(table, pk, sk, item)

    def removing(table: dict[str, Any], pk: str, sk: str) -> Any:
        journal.changed(table, pk, sk)
        return remove_item(table, pk, sk)

    def replacing(table: dict[str, Any]) -> None:
        journal.replaced(table)
        items_replaced(table)

    def uncopied() -> dict[str, Any]:
        with copies.left_out():
            state: dict[str, Any] = get_state()
        return state

    def restoring(data: Any) -> None:
        restore(data)
        for table in tables.all_values():
            update_counts(table)

    dynamodb.copy = copies
    dynamodb._set_item = setting
    dynamodb._remove_item = removing
    dynamodb._items_replaced = replacing
    dynamodb.load_persisted_state = restoring
    return Rows(journal, lambda: dict(tables.all_items()), uncopied)
