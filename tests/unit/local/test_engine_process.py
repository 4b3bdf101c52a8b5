"""Ending the engine."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from local.engine import process
from local.engine.process import EngineProcess


def test_an_engine_that_ends_by_itself_in_the_same_moment_has_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(pid: int, number: int) -> None:
        raise ProcessLookupError

    engine = EngineProcess(SimpleNamespace(pid_file=tmp_path / "engine.pid"))  # type: ignore[arg-type]
    monkeypatch.setattr(process, "_is_engine", lambda _: True)
    (tmp_path / "engine.pid").write_text("4242", encoding="ascii")
    monkeypatch.setattr("os.kill", gone)
    monkeypatch.setattr(engine, "_wait_for_end", lambda *_: True)
    assert engine.stop()
    assert not (tmp_path / "engine.pid").exists()
