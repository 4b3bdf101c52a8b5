"""The verdict over a run of the tests, on recordings made up for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from infra.settings import load
from tests import rights_proof
from tests.rights_proof import RightsProof, judged, recordings
from tests.unit.tools.test_rights_report import TEMPLATES
from tools.rights.calls import Environment
from tools.rights.proof import DEPLOYED
from tools.rights.stacks import Stacks
from tools.rights.used_by_aws import UsedByAws

pytestmark = pytest.mark.feature("N19")

QUERY = {"TableName": "Rows", "IndexName": "GSI1"}
UNUSED = "work: dynamodb:Query on arn:aws:dynamodb:us-east-1:000000000000:table/Rows/index/GSI1: no test uses it."


def environment() -> Environment:
    return Environment.of(Stacks("local", TEMPLATES), load("local", {}))


def cloud_in(folder: Path, *params: dict[str, str]) -> Path:
    """The recordings of a cloud in which the one function made these queries."""
    folder.mkdir(parents=True)
    names = {"Data": {"Rows": "Rows"}, "Work": {"Role": "Role", "Worker": "debrief-local-work"}}
    called = {"holder": "debrief-local-work", "service": "dynamodb", "operation": "Query"}
    (folder / DEPLOYED).write_text(json.dumps(names), encoding="utf-8")
    (folder / "templates.json").write_text(json.dumps(TEMPLATES), encoding="utf-8")
    lines = [json.dumps({**called, "params": each}) for each in params]
    (folder / "debrief-local-work-1.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_a_right_that_no_test_uses_is_wrong_after_a_whole_run_and_says_nothing_after_another(tmp_path: Path) -> None:
    used, idle = cloud_in(tmp_path / "used", QUERY), cloud_in(tmp_path / "idle")
    assert judged([used, idle], prod=environment, known=()) == []
    (sentence,) = judged([idle], prod=environment, known=())
    assert sentence.startswith(UNUSED)
    assert judged([idle], prod=None, known=()) == []


def test_what_the_list_of_aws_has_too_much_is_wrong_too(tmp_path: Path) -> None:
    idle, used = cloud_in(tmp_path / "idle"), cloud_in(tmp_path / "used", QUERY)
    known = [UsedByAws("work", ("dynamodb:Query",), "any")]
    assert judged([idle], prod=environment, known=known) == []
    (sentence,) = judged([used], prod=environment, known=known)
    assert sentence.startswith("work: dynamodb:Query stands in tools/rights/used_by_aws.py")


def test_a_call_that_is_refused_is_wrong_after_any_run(tmp_path: Path) -> None:
    other = cloud_in(tmp_path / "other", {"TableName": "Rows"})
    (sentence,) = judged([other], prod=None, known=())
    assert "work calls dynamodb:Query and may not dynamodb:Query on" in sentence


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """How a run ends in which the one function made these queries."""
    monkeypatch.setattr(rights_proof, "_prod", environment)
    monkeypatch.setattr(rights_proof, "USED_BY_AWS", ())

    def end(*params: dict[str, str], whole: bool = True, status: pytest.ExitCode = pytest.ExitCode.OK) -> Any:
        with monkeypatch.context() as own:
            own.setenv("RIGHTS_RECORDINGS", "that of the run that tests this")
            proof = RightsProof(SimpleNamespace())  # type: ignore[arg-type]
            cloud_in(recordings() / "cloud", *params)
            if whole:
                (recordings() / "whole").touch()
            session: Any = SimpleNamespace(exitstatus=status)
            proof.pytest_sessionfinish(session, status)
            assert not recordings().exists()
            return session.exitstatus

    return end


def test_a_whole_run_fails_for_a_right_that_nobody_used(ended: Callable[..., Any]) -> None:
    assert ended(QUERY) is pytest.ExitCode.OK
    assert ended() is pytest.ExitCode.TESTS_FAILED
    assert ended(whole=False) is pytest.ExitCode.OK
    assert ended(status=pytest.ExitCode.INTERRUPTED) is pytest.ExitCode.INTERRUPTED


def test_any_run_fails_for_a_call_that_is_refused(ended: Callable[..., Any]) -> None:
    assert ended({"TableName": "Rows"}, whole=False) is pytest.ExitCode.TESTS_FAILED
