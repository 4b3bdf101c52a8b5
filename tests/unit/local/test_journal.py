"""Rows of DynamoDB in a journal: what is read is what was there at the last save, whatever happened."""

from __future__ import annotations

import json
import resource
import shutil
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.engine.patches import journal as module
from local.engine.patches.journal import Journal, JournalError, TableKey

ONE: TableKey = ("000000000000", "us-east-1", "one")
TWO: TableKey = ("000000000000", "us-east-1", "two/with a slash")


class Tables:
    """The engine's tables and its ways to change them, each of which tells the journal."""

    def __init__(self, file: Path) -> None:
        self.journal = Journal(file, json.dumps, json.loads)
        self.there: dict[TableKey, dict[str, Any]] = {}
        self.create(ONE)

    def create(self, key: TableKey) -> None:
        self.there[key] = {"items": defaultdict(dict)}

    def drop(self, key: TableKey) -> None:
        self.there.pop(key, None)

    def put(self, key: TableKey, pk: str, sk: str, value: int) -> None:
        if key in self.there:
            self.there[key]["items"].setdefault(pk, {})[sk] = {"v": {"N": str(value)}}
            self.journal.changed(self.there[key], pk, sk)

    def delete(self, key: TableKey, pk: str, sk: str) -> None:
        if key in self.there and sk in self.there[key]["items"].get(pk, {}):
            del self.there[key]["items"][pk][sk]
            if not self.there[key]["items"][pk]:
                del self.there[key]["items"][pk]
            self.journal.changed(self.there[key], pk, sk)

    def swap(self, key: TableKey) -> None:
        """As a restored backup does it."""
        if key in self.there:
            self.there[key]["items"] = defaultdict(dict, {"restored": {"s": {"v": {"N": "1"}}}})
            self.journal.replaced(self.there[key])

    def save(self) -> str:
        line = self.journal.line(self.there.items(), {"names": sorted(map(str, self.there))})
        if line:
            self.journal.append(line)
        return line

    def rows(self) -> dict[TableKey, Any]:
        return {key: {pk: dict(rows) for pk, rows in table["items"].items()} for key, table in self.there.items()}


def read(file: Path, names: dict[TableKey, Any]) -> dict[TableKey, Any]:
    """What another start finds, for the tables that there are."""
    found = Journal(file, json.dumps, json.loads).read()
    assert found is not None
    rest, rows = found
    assert rest == {"names": sorted(map(str, names))}
    return {key: rows.get(key, {}) for key in names}


KEYS = st.sampled_from([ONE, TWO])
PLACES = st.sampled_from(["a", "b"]), st.sampled_from(["x", "y"])
STEPS = st.one_of(
    st.tuples(st.just("put"), KEYS, *PLACES, st.integers(0, 9)),
    st.tuples(st.just("delete"), KEYS, *PLACES),
    st.tuples(st.sampled_from(["create", "drop", "swap"]), KEYS),
    st.tuples(st.just("save")),
)


@given(st.lists(STEPS, max_size=40))
def test_what_is_read_is_what_was_saved(steps: list[tuple[Any, ...]]) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "journal"
        tables = Tables(file)
        for name, *arguments in steps:
            getattr(tables, name)(*arguments)
        tables.save()
        assert read(file, tables.there) == tables.rows()


def test_a_save_costs_what_has_changed(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "journal")
    for number in range(500):
        tables.put(ONE, f"p{number}", "s", number)
    tables.save()
    assert tables.save() == ""
    tables.put(ONE, "p7", "s", 1)
    assert json.loads(tables.save()) == {"rows": [["/".join(ONE), "p7", "s", {"v": {"N": "1"}}]]}


def test_a_line_that_a_crash_cut_off_is_no_half_of_a_save(tmp_path: Path) -> None:
    file = tmp_path / "journal"
    tables = Tables(file)
    tables.put(ONE, "a", "x", 1)
    tables.save()
    before = tables.rows()
    tables.put(ONE, "a", "x", 2)
    tables.put(ONE, "b", "x", 2)
    tables.save()
    file.write_bytes(file.read_bytes()[:-9])
    assert read(file, tables.there) == before
    # The next start goes on behind the last whole line.
    again = Journal(file, json.dumps, json.loads)
    again.read()
    again.append(json.dumps({"rows": [["/".join(ONE), "c", "x", {"v": {"N": "3"}}]]}))
    assert read(file, tables.there)[ONE] == {**before[ONE], "c": {"x": {"v": {"N": "3"}}}}


def fail_in_the_middle(tables: Tables, room: int) -> None:
    """Save while there is room for a file of so many bytes; what the engine does then (`persistence.Rows`)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        with pytest.raises(OSError):
            tables.save()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    tables.journal.broken()


def test_half_a_line_of_a_failed_save_goes_before_the_next(tmp_path: Path) -> None:
    file = tmp_path / "journal"
    tables = Tables(file)
    tables.put(ONE, "a", "x", 1)
    tables.save()
    before, size = tables.rows(), file.stat().st_size
    for value in (2, 3):
        tables.put(ONE, "a", "x", value)
        fail_in_the_middle(tables, size + 9)
        assert file.stat().st_size == size + 9, "half a line"
    shutil.copy(file, tmp_path / "died")
    assert read(tmp_path / "died", tables.there) == before, "had it died now"
    tables.save()
    assert read(file, tables.there) == tables.rows()
    tables.put(ONE, "b", "x", 4)
    tables.save()
    assert read(file, tables.there) == tables.rows()


def two_saves(file: Path) -> tuple[Tables, dict[TableKey, Any]]:
    """A file with two lines, and the rows after the first."""
    tables = Tables(file)
    tables.put(ONE, "a", "x", 1)
    tables.save()
    before = tables.rows()
    tables.put(ONE, "a", "x", 2)
    tables.save()
    return tables, before


@pytest.mark.parametrize(
    "broken", [b'{"rows": [[\n', b"\0\0\0\n", b'{"rest": "half{"rows": []}\n', b"[]\n", b"\0\0", b"\xff\n"]
)
def test_a_last_line_that_is_broken_is_taken_away_and_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, broken: bytes
) -> None:
    file = tmp_path / "journal"
    tables, _ = two_saves(file)
    whole = file.read_bytes()
    file.write_bytes(whole + broken)
    assert read(file, tables.there) == tables.rows()
    assert file.read_bytes() == whole
    assert f"the last line of {file} is broken" in caplog.text


def test_a_broken_line_between_others_ends_it_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "journal"
    tables, before = two_saves(file)
    first, second = file.read_bytes().splitlines(keepends=True)
    content = first + b"half of one" + second + second
    file.write_bytes(content)
    with pytest.raises(JournalError, match=rf"^Line 2 of 3 in {file}, .* is broken: cut the file off before it .*\.$"):
        read(file, tables.there)
    assert file.read_bytes() == content, "nothing is lost by trying"
    file.write_bytes(first)
    assert read(file, tables.there) == before


@pytest.mark.parametrize("rest", [b"", b"{}\n"])
def test_a_broken_first_line_is_not_taken_for_an_empty_cloud(tmp_path: Path, rest: bytes) -> None:
    file = tmp_path / "journal"
    file.write_bytes(b"no save\n" + rest)
    with pytest.raises(JournalError, match=rf"is broken: delete the folder {tmp_path} to begin anew\.$"):
        Journal(file, json.dumps, json.loads).read()


def test_after_a_lost_line_the_next_one_tells_everything(tmp_path: Path) -> None:
    file = tmp_path / "journal"
    tables = Tables(file)
    tables.put(ONE, "a", "x", 1)
    tables.journal.line(tables.there.items(), {"names": sorted(map(str, tables.there))})
    tables.journal.broken()
    tables.save()
    assert read(file, tables.there) == tables.rows()


def test_a_start_writes_nothing_that_was_read(tmp_path: Path) -> None:
    file = tmp_path / "journal"
    Tables(file).save()
    again = Tables(file)
    again.journal.read()
    again.journal.loaded(again.there.items())
    again.put(ONE, "a", "x", 1)
    assert "tables" not in json.loads(again.save())


def test_what_has_grown_too_much_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SMALLEST", 500)
    tables = Tables(tmp_path / "journal")
    for number in range(100):
        tables.put(ONE, "a", "x", number)
        tables.save()
    grown = tables.journal.overgrown
    tables.journal.broken()
    tables.journal.rewrite(tables.journal.line(tables.there.items(), {"names": sorted(map(str, tables.there))}))
    assert (grown, tables.journal.overgrown) == (True, False)
    assert (tmp_path / "journal").stat().st_size < 300
    assert read(tmp_path / "journal", tables.there) == tables.rows()


def test_nothing_was_kept(tmp_path: Path) -> None:
    assert Journal(tmp_path / "journal", json.dumps, json.loads).read() is None
