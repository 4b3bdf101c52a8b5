"""How `make run` ends where the cloud refuses something."""

from typing import Any

import pytest

from local import run
from local.client import ApiError
from local.processes import ending


def test_what_the_api_refuses_is_a_sentence_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_: Any) -> None:
        raise ApiError(503, "Unavailable", "GET /people: not now")

    monkeypatch.setattr(run, "_obstacle", lambda: None)
    monkeypatch.setattr(ending, "end_in_order", lambda: None)
    monkeypatch.setattr(run, "_run", refused)
    assert run.main(["--demo"]) == 1
    assert "GET /people: not now" in capsys.readouterr().err
