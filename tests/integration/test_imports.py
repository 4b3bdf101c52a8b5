"""Bulk import on the running cloud: every line is loaded, held or failed; reading the object again changes nothing."""

import json
from pathlib import Path

import pytest

from tests.integration import documents
from tests.integration.driver import IMPORT, Debrief, Json, eventually


def reference(debrief: Debrief) -> str:
    return str(debrief.agent["agent_references"][0])


def mixed(debrief: Debrief) -> bytes:
    """Nine lines: four good ones of which two are the same, one without an agent, one without a queue, three broken."""
    good = [documents.chat(reference(debrief), debrief.name("good")) for _ in range(3)]
    return documents.jsonl(
        good[0],
        "",
        good[1],
        '{"vcon": "0.4.0", "parties": [',
        good[2],
        good[0],
        documents.chat("nobody-of-that-name", debrief.name("unknown")),
        "\ufeff{}",
        documents.chat(reference(debrief), debrief.name("queueless"), queue=None),
        '["not", "a", "conversation"]',
    )


@pytest.mark.feature("S2.1")
def test_every_line_of_a_mixed_file_is_accounted_for(debrief: Debrief) -> None:
    key = f"bulk/{debrief.name('mixed')}.jsonl"
    debrief.drop(key, mixed(debrief))
    bulk = debrief.import_of(key)
    assert (bulk["status"], bulk["lines"]) == ("finished", 9)
    assert bulk["counts"] == {"loaded": 4, "held": 5, "failed": 0, "dismissed": 0, "processing": 0}
    held = debrief.get(f"/imports/{bulk['id']}/lines?status=held")["items"]
    reasons = {each["line"]: [reason["code"] for reason in each["reasons"]] for each in held}
    assert reasons.keys() == {4, 7, 8, 9, 10}
    assert reasons[7] == ["agent_unknown"]
    assert reasons[9] == ["queue_missing"]
    assert all(reasons.values())


def test_a_blank_file_is_told_to_be_one(debrief: Debrief) -> None:
    key = f"bulk/{debrief.name('blank')}.jsonl"
    debrief.drop(key, b"\n\n")
    bulk = debrief.import_of(key)
    assert (bulk["status"], bulk["lines"], bulk["counts"]["loaded"]) == ("failed", 0, 0)
    assert bulk["failure"]["sentence"] == "It is empty."


@pytest.mark.feature("S2.1")
def test_lines_that_were_held_are_completed_one_by_one(debrief: Debrief) -> None:
    key = f"bulk/{debrief.name('held')}.jsonl"
    debrief.drop(key, documents.jsonl(documents.chat(reference(debrief), debrief.name("line"), queue=None)))
    bulk = debrief.import_of(key)
    (line,) = debrief.get(f"/imports/{bulk['id']}/lines?status=held")["items"]
    body, revision = {"fields": {"queue": "returns"}}, f'"{line["revision"]}"'
    assert debrief.call("PATCH", f"/intake/{line['id']}", body, if_match=revision).status == 200
    assert debrief.settled(line["id"])["status"] == "loaded"
    counts = debrief.get(f"/imports/{bulk['id']}")["counts"]
    assert counts == {"loaded": 1, "held": 0, "failed": 0, "dismissed": 0, "processing": 0}


@pytest.mark.feature("S2.1")
def test_replaying_an_import_changes_nothing(debrief: Debrief) -> None:
    key, body = f"bulk/{debrief.name('replay')}.jsonl", mixed(debrief)
    debrief.drop(key, body)
    before = debrief.import_of(key)
    references = [
        json.loads(line)["attachments"][0]["body"]["contact_reference"]
        for line in body.splitlines()
        if line.startswith(b'{"vcon"') and b"attachments" in line
    ]

    def interactions() -> list[Json]:
        return [
            each
            for one in sorted(set(references))
            for each in debrief.get(f"/interactions?contact_reference={one}")["items"]
        ]

    first = interactions()
    assert len(first) == 3
    given = {"import_id": before["id"], "bucket": before["bucket"], "key": key}
    assert debrief.start(IMPORT, debrief.name("replay"), given).status == "SUCCEEDED"
    debrief.drop(key, body)
    eventually(lambda: debrief.messages("IntakeQueueUrl") == 0, "the intake has heard of the second drop")
    after = debrief.import_of(key)
    assert (after["counts"], after["status"]) == (before["counts"], "finished")
    assert interactions() == first


@pytest.mark.feature("S2.1", "N7", "N10")
def test_real_conversations_are_loaded(debrief: Debrief, shared_data: Path) -> None:
    lines = (shared_data / "star.vcon.jsonl").read_bytes().splitlines()[:60]
    for agent in sorted({json.loads(line)["parties"][0]["uuid"] for line in lines}):
        asked = {
            "name": f"Agent {agent[:8]}",
            "email": f"{agent[:8]}@sample.example",
            "role_ids": ["agent"],
            "agent_references": [agent],
        }
        assert debrief.call("POST", "/people", asked).status in (201, 409, 422)
    key = f"bulk/{debrief.name('star')}.jsonl"
    debrief.drop(key, b"\n".join(lines))
    bulk = debrief.import_of(key, 120)
    counts = bulk["counts"]
    assert (bulk["status"], bulk["lines"]) == ("finished", 60)
    assert counts["loaded"] + counts["held"] + counts["failed"] == 60
    # Of some chats nobody wrote down when they took place: those wait for a person.
    assert counts["loaded"] >= 50
    assert counts["failed"] == 0
