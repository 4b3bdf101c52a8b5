"""Where the smoke test looks, what it drops, and how it ends."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from debrief.interactions.intake.file_names import unit_of
from local.client import ApiError
from tools.smoke import __main__ as command
from tools.smoke import walk
from tools.smoke.conversation import call
from tools.smoke.stack import STACKS, VARIABLES, Stack, StackError, deployed, find
from tools.smoke.walk import Result

NOW = datetime(2026, 11, 28, 12, 0, 5, tzinfo=UTC)
OUTPUTS = {output: f"the {output}" for output in VARIABLES}


class CloudFormation:
    """Has the outputs in one stack of each environment's two."""

    def __init__(self, outputs: dict[str, str]) -> None:
        self.outputs, self.asked = outputs, []  # type: tuple[dict[str, str], list[str]]

    def describe_stacks(self, **asked: str) -> dict[str, Any]:
        name = asked["StackName"]
        self.asked.append(name)
        if "nowhere" in name:
            raise ClientError({"Error": {"Code": "ValidationError", "Message": "it does not exist"}}, "DescribeStacks")
        given = self.outputs if name.endswith("Api") else {}
        return {"Stacks": [{"Outputs": [{"OutputKey": key, "OutputValue": value} for key, value in given.items()]}]}


def test_the_outputs_of_the_stacks_say_where_it_is() -> None:
    cloudformation = CloudFormation({**OUTPUTS, "ApiUrl": "https://api.example.org/"})
    found = deployed("dev", lambda service: cloudformation)
    assert cloudformation.asked == [f"Debrief-dev-{part}" for part in STACKS]
    assert (found.api_url, found.client_id) == ("https://api.example.org", "the UserPoolClientId")


def test_what_is_missing_is_said_in_one_sentence() -> None:
    with pytest.raises(StackError, match=r"The stack Debrief-nowhere-Data can't be read: it does not exist"):
        deployed("nowhere", lambda service: CloudFormation({}))
    with pytest.raises(StackError, match="The outputs UserPoolClientId are missing: set SMOKE_USER_POOL_CLIENT_ID"):
        find(None, {name: "x" for output, name in VARIABLES.items() if output != "UserPoolClientId"})


def test_variables_say_where_it_is_when_the_outputs_cannot_be_read() -> None:
    found = find(None, {name: f"the {output}" for output, name in VARIABLES.items()})
    assert (found.api_url, found.bootstrap_function) == ("the ApiUrl", "the BootstrapFunction")


def test_the_call_names_its_agent_and_is_told_by_its_queue_only_later() -> None:
    dropped = call("ab12", "smoke-ab12", NOW)
    assert {unit_of(f"{dropped.stem}{end}").unit_key for end in (".wav", ".json", ".metadata.json")} == {dropped.stem}
    assert dropped.stem.startswith("smoke/ab12/call_GUID_SMOKE-ab12_AGENT_smoke-ab12_DT_2026-11-28T11-00-05Z")
    assert "smoke-ab12" == dropped.queue not in dropped.stem.replace("_AGENT_smoke-ab12", "")
    known = json.loads(dropped.metadata)
    assert (known["agent_reference"], known["queue"]) == ("smoke-ab12", "smoke-ab12")
    # Nothing that an account would have to be set up for.
    assert not known.keys() & {"team", "inquiry", "topics"}
    assert dropped.transcript is not None


def test_a_recording_of_ones_own_comes_without_a_transcript(tmp_path: Path) -> None:
    (tmp_path / "call.wav").write_bytes(b"RIFF")
    dropped = call("ab12", "smoke-ab12", NOW, tmp_path / "call.wav")
    assert (dropped.recording, dropped.transcript) == (b"RIFF", None)
    assert not json.loads(dropped.metadata).keys() & {"ended_at", "duration_ms"}


@pytest.mark.parametrize(
    ("result", "code", "said"),
    [
        (Result(), 0, ""),
        (Result(left=["the 1-to-1"]), 0, "left behind: the 1-to-1\n"),
        (
            Result(missing={"scored": "no evaluation"}, not_reached=["rolled up", "a 1-to-1"]),
            1,
            "missing: scored: no evaluation\nnot reached: rolled up, a 1-to-1\n",
        ),
    ],
)
def test_the_exit_code_says_whether_something_was_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], result: Result, code: int, said: str
) -> None:
    class Walk:
        def __init__(self, *_: Any, **__: Any) -> None: ...

        def run(self, say: Any) -> Result:
            return result

    stack = Stack("a stack", "u", "b", "p", "c", "f", lambda service: None)
    monkeypatch.setattr(command, "find", lambda *_: stack)
    monkeypatch.setattr(command, "Walk", Walk)
    monkeypatch.setattr(command, "end_in_order", lambda: None)
    assert command.main([]) == code
    assert capsys.readouterr().err == said


def test_where_nothing_runs_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def nowhere(*_: Any) -> Stack:
        raise StackError("There is no stack.")

    monkeypatch.setattr(command, "find", nowhere)
    monkeypatch.setattr(command, "end_in_order", lambda: None)
    assert command.main(["--stack", "dev"]) == 1
    assert capsys.readouterr().err == "There is no stack.\n"


class Refusing:
    """An administrator to whom publishing is refused. asked: of what."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def post(self, path: str, body: Any = None) -> Any:
        self.asked.append(path)
        if path.endswith("/publication"):
            raise ApiError(400, "Bad Request", "no sections")
        return {"id": "sc_1"}


def test_a_scorecard_that_cannot_be_published_is_taken_away_too(monkeypatch: pytest.MonkeyPatch) -> None:
    class Somebody:
        def __init__(self, *_: Any) -> None:
            self.reference, self.admin = "smoke-ab12", Refusing()

        def arrive(self) -> str:
            return "an administrator"

        def leave(self) -> str:
            return "an administrator"

    monkeypatch.setattr(walk, "People", Somebody)
    made = walk.Walk(Stack("a stack", "u", "b", "p", "c", "f", lambda service: None), "ab12", seconds=1)
    result = made.run(lambda _: None)
    assert result.missing == {"scorecard": "400 Bad Request: no sections"}
    assert made._people.admin.asked[-1] == "/scorecards/sc_1/archiving"  # type: ignore[attr-defined]
    assert result.left == []
