"""The rows of DynamoDB's tables, kept in a file to which each save adds what has changed since the one before.

The engine writes all rows of all tables at every save: with a full sample some 30 MB, half a second of a core. A save
here is one line, so that it is on disk as a whole or not at all:

    {"rest": "…", "tables": {"<table>": {"<pk>": {"<sk>": row}}}, "rows": [["<table>", "<pk>", "<sk>", row or null], …]}

rest: everything that is no row, as the engine encodes it. tables: all rows of tables that are new, or were replaced.
rows: those written or, with null, deleted. The last line about a thing holds.

A save that fails in the middle, on a full disk, leaves half a line. The next one takes that away before it writes.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from typing import Any, Final

_log = logging.getLogger("debrief.persistence")

Json = dict[str, Any]
TableKey = tuple[str, str, str]
"""Account, Region, name."""

GROWS: Final = 4
"""It is written anew when it has grown to so many times what it holds."""

SMALLEST: Final = 32 * 1024 * 1024
"""Bytes below which it isn't worth it."""


class JournalError(Exception):
    """The file can't be read. The text is one sentence for the person at the keyboard."""


class Journal:
    """One engine's rows. encode, decode: how the engine turns what is no row into JSON and back."""

    def __init__(self, path: Path, encode: Callable[[Any], str], decode: Callable[[str], Any]) -> None:
        self._path, self._encode, self._decode = path, encode, decode
        self._lock = Lock()
        self._rows: dict[int, tuple[Json, set[tuple[str, str]]]] = {}
        self._replaced: dict[int, Json] = {}
        self._known: dict[TableKey, Json] = {}
        """Tables whose rows are in the file, but for those noted above."""
        self._rest = ""
        self._size = path.stat().st_size if path.exists() else 0
        """Bytes of whole lines."""
        self._whole = 0

    def changed(self, table: Json, pk: str, sk: str) -> None:
        """Note that a row was written or deleted. For any thread."""
        with self._lock:
            self._rows.setdefault(id(table), (table, set()))[1].add((pk, sk))

    def replaced(self, table: Json) -> None:
        """Note that all rows of a table were exchanged for others. For any thread."""
        with self._lock:
            self._replaced[id(table)] = table

    def line(self, tables: Iterable[tuple[TableKey, Json]], rest: Any) -> str:
        """What has changed, as a line without its end; empty when nothing has.

        Rows must not change meanwhile. What it tells counts as saved: call `broken` when the line is lost.
        """
        there = dict(tables)
        with self._lock:
            rows, self._rows = self._rows, {}
            replaced, self._replaced = self._replaced, {}
        said: Json = {}
        text = self._encode(rest)
        if text != self._rest:
            said["rest"] = self._rest = text
        whole = {key for key, table in there.items() if self._known.get(key) is not table or id(table) in replaced}
        if whole:
            said["tables"] = {"/".join(key): there[key]["items"] for key in whole}
        places = {id(table): key for key, table in there.items() if key not in whole}
        if changed := [
            ["/".join(places[number]), pk, sk, table["items"].get(pk, {}).get(sk)]
            for number, (table, keys) in rows.items()
            if number in places
            for pk, sk in sorted(keys)
        ]:
            said["rows"] = changed
        self._known = there
        return json.dumps(said) if said else ""

    def broken(self) -> None:
        """A line was lost: the next one tells everything."""
        self._known, self._rest = {}, ""

    @property
    def overgrown(self) -> bool:
        """Whether it should be written anew: call `broken` for a line with everything, and `rewrite` with that."""
        return self._size > max(SMALLEST, GROWS * self._whole)

    def append(self, line: str) -> None:
        """Add a line and see to it that it is on disk."""
        content = f"{line}\n".encode()
        with self._path.open("ab") as file:
            # What an earlier one left that failed.
            file.truncate(self._size)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        self._size += len(content)

    def rewrite(self, line: str) -> None:
        """Replace all lines by one that tells everything."""
        new = self._path.with_name(f"{self._path.name}.new")
        new.unlink(missing_ok=True)
        content = f"{line}\n".encode()
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)
        self._size = self._whole = len(content)

    def read(self) -> tuple[Any, dict[TableKey, Json]] | None:
        """What is no row, and the rows by table; None where nothing was kept.

        A last line that a crash cut off, or that is broken, is taken away: the save before it holds.

        Raises
        ------
        JournalError: another line is broken, or a first one that is whole, before which there was no save.
        """
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return None
        complete, rest, tables = 0, "", {}
        lines = content.split(b"\n")
        last = len(lines) if lines[-1] else len(lines) - 1
        for number, line in enumerate(lines[:last], start=1):
            said, is_whole = _said(line), complete + len(line) < len(content)
            if said is None or not is_whole:
                if number < last or (number == 1 and is_whole):
                    raise JournalError(_unreadable(self._path, number, last))
                _log.warning("the last line of %s is broken and taken away: the save before it holds", self._path)
                os.truncate(self._path, complete)
                break
            complete += len(line) + 1
            rest = said.get("rest", rest)
            tables.update(said.get("tables", {}))
            for name, pk, sk, row in said.get("rows", ()):
                rows = tables.setdefault(name, {})
                if row is None:
                    rows.get(pk, {}).pop(sk, None)
                    if not rows.get(pk, True):
                        del rows[pk]
                else:
                    rows.setdefault(pk, {})[sk] = row
        self._size = complete
        # How much of it still holds isn't known; it is written anew once it has doubled.
        self._whole = 2 * complete // GROWS
        if not rest:
            return None
        return self._decode(rest), {_key(name): rows for name, rows in tables.items()}

    def loaded(self, tables: Iterable[tuple[TableKey, Json]]) -> None:
        """Note that these tables are as they were read."""
        self._known = dict(tables)


def _said(line: bytes) -> Json | None:
    """What a line tells; None for one that is broken."""
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _unreadable(path: Path, number: int, last: int) -> str:
    before = "cut the file off before it to go on with what was saved until then, or " if number > 1 else ""
    # Other services' states lie beside it, and belong to the same moment.
    return (
        f"Line {number} of {last} in {path}, where the laptop cloud keeps its tables, is broken: "
        f"{before}delete the folder {path.parent} to begin anew."
    )


def _key(name: str) -> TableKey:
    account, region, table = name.split("/", 2)
    return account, region, table
