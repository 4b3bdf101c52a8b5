"""The file of somebody else: what is found in it before it is handed in."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from debrief.interactions.file_names import Part, unit_of
from debrief.people.csv_import import read_sheet
from local.demo import DemoError
from local.import_demo import SUPERVISOR, FileContent, _check_agent, agent_person, bulk_key, print_result, read_file
from local.loading import people_csv
from local.sample.build import SMALL, generate
from local.sample.documents import json_lines
from local.sessions import Sessions

STAR = Path(os.environ.get("DEBRIEF_SHARED_DATA") or "../shared/data") / "star.vcon.jsonl"


class FakeSessions:
    """Knows one person."""

    def learn(self) -> dict[str, Any]:
        return {"a@sample.example": {"id": "us_1", "agent_references": []}}


class FakeAdmin:
    """Gives the lines of an import."""

    def pages(self, path: str, query: dict[str, Any]) -> list[dict[str, Any]]:
        if query["status"] == "failed":
            return []
        return [{"line": 7, "reasons": [{"sentence": "It doesn't say who the agent was."}], "failure": None}]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    sample = generate(date(2026, 3, 16), size=SMALL)
    path = tmp_path / "other people's chats.txt"
    path.write_bytes(b"\xef\xbb\xbf" + json_lines(sample.conversations[:40]) + b"\n\n{broken\n[]\n")
    return path


def test_lines_agents_and_what_is_no_conversation_are_counted(file: Path) -> None:
    content = read_file(file)
    assert (content.lines, content.unreadable, sum(content.agents.values())) == (42, 2, 40)
    assert set(content.channels) <= {"voice", "chat", "email"}


def test_the_file_always_lies_at_the_same_place_and_is_taken_as_bulk(file: Path) -> None:
    key = bulk_key(file)
    assert key == bulk_key(file)
    assert unit_of(key).part is Part.BULK
    file.write_bytes(b"{}\n")
    assert bulk_key(file) != key


def test_agents_become_people_that_an_import_takes() -> None:
    references = ["d54cbfbe-9822-80ca-c06f-a9029d7dbe20", "=1+1", "7", "Ünal, K."]
    people = [SUPERVISOR, *(agent_person(reference) for reference in references)]
    sheet = read_sheet(people_csv(people))
    assert sheet.errors == []
    assert [row.agent_references for row in sheet.rows[1:]] == [(reference,) for reference in references]
    assert sheet.rows[1].name == "Agent d54cbfbe"
    assert agent_person("7") == agent_person("7")


def test_an_unknown_agent_is_refused_with_those_that_there_are() -> None:
    content = FileContent(lines=3)
    content.agents.update(["anna", "anna", "berta"])
    sessions = cast(Sessions, FakeSessions())
    _check_agent(sessions, "anna", content)
    _check_agent(sessions, "us_1", content)
    with pytest.raises(DemoError) as caught:
        _check_agent(sessions, "carla", content)
    assert str(caught.value) == "AGENT: nobody is called carla; the file has anna (2), berta (1)."
    assert caught.value.exit_code == 2


def test_each_line_that_was_not_loaded_is_printed_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    bulk = {"id": "im_1", "lines": 9, "status": "finished", "counts": {"loaded": 8, "held": 1, "failed": 0}}
    print_result(cast(Any, FakeAdmin()), bulk)
    said = capsys.readouterr().out
    assert "lines read 9 = loaded 8 + held 1\n" in said
    assert "line 7 held: It doesn't say who the agent was." in said


@pytest.mark.skipif(not STAR.exists(), reason="the chats of other people aren't beside the repository")
def test_chats_of_other_people_are_read() -> None:
    content = read_file(STAR)
    assert (content.lines, content.unreadable, len(content.agents)) == (496, 0, 20)
