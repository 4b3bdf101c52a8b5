"""The file of somebody else: what is found in it before it is handed in."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from debrief.interactions.intake.file_names import Part, unit_of
from debrief.people.imports.sheet import read_sheet
from local.client import ApiClient
from local.errors import DemoError
from local.loading.bodies import people_csv
from local.loading.following import STALLED_S, follow_import, import_people
from local.sample.build import SMALL, generate
from local.sample.documents import json_lines
from local.sessions import Sessions
from local.story.import_file import (
    SUPERVISOR,
    FileContent,
    _check_agent,
    agent_person,
    bulk_key,
    print_result,
    read_file,
)
from local.waiting import WaitedTooLong, Waiter


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


def test_an_agent_may_be_asked_for_by_anything_that_the_file_calls_them(tmp_path: Path) -> None:
    agent = {"role": "agent", "mailto": "anna@other.example", "uuid": "d54cbfbe-9822", "name": "Anna"}
    said = {"type": "text", "originator": 0, "parties": [0], "body": "Hello", "start": "2026-03-02T10:00:00Z"}
    path = tmp_path / "chats.jsonl"
    path.write_text(json.dumps({"vcon": "0.4.0", "uuid": "c-1", "parties": [agent], "dialog": [said]}))
    content = read_file(path)
    assert list(content.agents) == ["anna@other.example"]
    assert {content.also_called[name] for name in ("anna@other.example", "d54cbfbe-9822", "Anna")} == set(
        content.agents
    )


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


class Importing:
    """An import whose counts change with every look, up to a last one that stays."""

    def __init__(self, *counts: tuple[int, int], status: str) -> None:
        self._counts = list(counts)
        self._status = status

    def pages(self, path: str) -> list[dict[str, Any]]:
        return [{"id": "im_1", "key": "a.jsonl"}]

    def get(self, path: str) -> dict[str, Any]:
        is_last = len(self._counts) == 1
        loaded, processing = self._counts[0] if is_last else self._counts.pop(0)
        counts = {"loaded": loaded, "held": 0, "failed": 0, "processing": processing}
        return {"lines": 4, "counts": counts, "status": self._status if is_last else "running"}


def follow(admin: Importing) -> tuple[dict[str, Any], list[str], float]:
    """What follow_import answers and says, and how long that takes."""
    clock, said = [0.0], list[str]()

    def sleep(seconds: float) -> None:
        clock[0] += seconds

    bulk = follow_import(cast(ApiClient, admin), "a.jsonl", said.append, Waiter(sleep=sleep, now=lambda: clock[0]))
    return bulk, said, clock[0]


def test_an_import_is_followed_as_long_as_it_goes_on() -> None:
    steps = [(0, 1), (0, 4), *[(1, 3)] * 400, *[(2, 2)] * 400, (3, 1), (4, 0)]
    bulk, said, seconds = follow(Importing(*steps, status="finished"))
    assert bulk["status"] == "finished"
    assert seconds > STALLED_S
    assert said[-1] == "  conversations loaded 4 of 4, held 0"
    assert len(said) == 5


def test_an_import_that_stands_still_is_given_up() -> None:
    with pytest.raises(WaitedTooLong, match="Progress of the import"):
        follow(Importing((0, 1), (1, 1), status="running"))


class ImportingPeople:
    """An import of people that ends after some looks."""

    def __init__(self, looks: int, **ended: Any) -> None:
        self._looks, self._ended = looks, ended
        self.asked: list[Any] = []

    def post(self, path: str, body: Any, query: Any) -> dict[str, Any]:
        self.asked.append((path, body, query))
        return {"id": "pi_1", "status": "running"}

    def get(self, path: str) -> dict[str, Any]:
        assert path == "/people/imports/pi_1"
        self._looks -= 1
        return {"status": "running"} if self._looks > 0 else self._ended


def test_people_are_there_when_their_import_has_ended() -> None:
    admin = ImportingPeople(3, status="finished", created=2)
    found = import_people(cast(ApiClient, admin), "name,email", Waiter(sleep=lambda _: None))
    assert found["created"] == 2
    assert admin.asked == [("/people/imports", {"csv": "name,email"}, {"create_missing": True})]


def test_people_who_were_left_out_are_told() -> None:
    failure, errors = {"sentence": "Some rows were left out."}, [{"pointer": "row 2, team", "message": "is gone"}]
    admin = ImportingPeople(1, status="failed", failure=failure, errors=errors)
    with pytest.raises(DemoError, match=r"Some rows were left out\. row 2, team is gone"):
        import_people(cast(ApiClient, admin), "name,email", Waiter(sleep=lambda _: None))


def test_chats_of_other_people_are_read(shared_data: Path) -> None:
    content = read_file(shared_data / "star.vcon.jsonl")
    assert (content.lines, content.unreadable, len(content.agents)) == (496, 0, 20)
