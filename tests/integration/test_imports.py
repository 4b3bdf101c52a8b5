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


@pytest.mark.feature("S2.1", "N19")
def test_held_lines_are_found_and_completed_dismissed_and_released_many_at_once(debrief: Debrief) -> None:
    mark, key = debrief.name("many"), f"bulk/{debrief.name('many')}.jsonl"
    agent = reference(debrief)
    inside = documents.recorded_inside(agent, f"{mark}-inside", queue=None)
    lines = [
        *(documents.chat(agent, f"{mark}-{each}", queue=None) for each in range(12)),
        documents.chat("nobody-of-that-name", f"{mark}-nobody", queue=None),
        inside,
    ]
    debrief.drop(key, documents.jsonl(*lines))
    bulk = debrief.import_of(key)
    assert bulk["counts"]["held"] == 14
    counted = debrief.get("/intake/counts")
    assert counted["reasons"]["queue_missing"] >= 14

    # They are found by how their contact reference begins, whatever its case, page by page.
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = debrief.get(f"/intake?q={mark.upper()}-&limit=5{f'&cursor={cursor}' if cursor else ''}")
        found += [each["metadata"]["contact_reference"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert found == sorted(found)
    assert len(found) == len({*found}) == 14
    held = debrief.get(f"/imports/{bulk['id']}/lines?status=held")["items"]
    by_reference = {each["metadata"]["contact_reference"].removeprefix(f"{mark}-"): each["id"] for each in held}

    # A slip in what is filled in is told before anything is done; the queue is a new one here, and learned from.
    queue = debrief.name("returns")
    ticked = [by_reference[str(each)] for each in range(10)] + [by_reference["nobody"], by_reference["inside"]]
    asked = {"act": "complete", "ids": ticked, "fields": {"queue": queue}}
    done = debrief.batch_ended(debrief.post("/intake/batches", asked))
    assert (done["status"], done["chosen"]) == ("finished", 12)
    assert (done["counts"]["released"], done["counts"]["still_held"]) == (11, 1)
    assert [(each["intake_id"], each["codes"]) for each in done["told"]] == [
        (by_reference["nobody"], ["agent_unknown"])
    ]
    nobody = debrief.get(f"/intake/{by_reference['nobody']}")
    still = debrief.call(
        "PATCH", f"/intake/{nobody['id']}", {"fields": {"language": "en-GB"}}, if_match=f'"{nobody["revision"]}"'
    )
    assert [each["given"] for each in still.body["reasons"]] == ["nobody-of-that-name"]
    for each in ticked[:10]:
        assert debrief.settled(each)["status"] == "loaded"
    slip = {"act": "complete", "ids": [by_reference["10"]], "fields": {"queue": queue.replace("returns", "retunrs")}}
    refused = debrief.call("POST", "/intake/batches", slip)
    assert (refused.status, [each["pointer"] for each in refused.body["errors"]]) == (422, ["/fields/queue"])

    # What is asked for again is passed over, what isn't wanted is dismissed, and taken back one by one.
    again = debrief.batch_ended(debrief.post("/intake/batches", {"act": "release", "ids": ticked[:2]}))
    assert again["counts"]["passed_over"] == 2
    rest = [by_reference["10"], by_reference["11"]]
    dismissed = {"act": "dismiss", "ids": rest, "dismissal": "A test of the telephones"}
    assert debrief.batch_ended(debrief.post("/intake/batches", dismissed))["counts"]["dismissed"] == 2
    assert len(debrief.get(f"/intake?status=dismissed&q={mark}-1")["items"]) == 2
    assert debrief.get(f"/imports/{bulk['id']}")["counts"]["dismissed"] == 2
    assert debrief.get("/intake/batches?limit=2")["next_cursor"]

    # The queue is known by now; that may be taken back.
    names: list[Json] = []
    cursor = ""
    while cursor is not None:
        page = debrief.get(f"/intake/names?limit=100{f'&cursor={cursor}' if cursor else ''}")
        names += [each for each in page["items"] if each["written"] == queue]
        cursor = page["next_cursor"]
    (known,) = names
    gone = debrief.call("DELETE", f"/intake/names/{known['id']}", if_match=f'"{known["revision"]}"')
    assert gone.status == 204
    assert debrief.call("GET", f"/intake/names/{known['id']}").status == 404


@pytest.mark.feature("S2.1", "N19")
def test_what_a_batch_is_for_may_be_gone(debrief: Debrief) -> None:
    """On AWS, being told that takes a right of its own."""
    held = debrief.settled(debrief.drop(f"calls/{debrief.name('gone')}.wav", documents.recording()))
    debrief.boto("s3").delete_object(Bucket=debrief.bucket, Key=held["recording"]["key"])
    done = debrief.batch_ended(debrief.post("/intake/batches", {"act": "release", "ids": [held["id"]]}))
    assert (done["counts"]["failed"], [each["intake_id"] for each in done["told"]]) == (1, [held["id"]])


@pytest.mark.feature("S2.1")
def test_a_line_that_failed_is_found_no_more_once_it_is_taken(debrief: Debrief) -> None:
    key, name = f"bulk/{debrief.name('broken')}.jsonl", debrief.name("line")
    with debrief.broken("import_lines"):
        debrief.drop(key, documents.jsonl(documents.chat(reference(debrief), name, queue=debrief.name("queue"))))
        failed = debrief.import_of(key)
    assert failed["counts"]["failed"] == 1
    line = debrief.get(f"/imports/{failed['id']}/lines?status=failed")["items"][0]
    file = key.removeprefix("bulk/")
    assert [each["id"] for each in debrief.get(f"/intake?status=failed&q={file}")["items"]] == [line["id"]]
    given = {"import_id": failed["id"], "bucket": failed["bucket"], "key": key}
    assert debrief.start(IMPORT, debrief.name("again"), given).status == "SUCCEEDED"
    assert debrief.settled(line["id"], "loaded")["metadata"]["contact_reference"] == name
    assert debrief.get(f"/intake?status=failed&q={file}")["items"] == []


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
