"""What telephony systems drop: read by their names, and waited for while they still upload (S2.1)."""

import pytest

from tests.integration import documents
from tests.integration.driver import Debrief, Json, eventually

OUT = "out-{number}-{agent}-{date:YYYYMMDD-HHmmss}-{reference}"


@pytest.mark.feature("S2.1")
def test_a_recordings_name_says_all_that_a_settled_pattern_reads(debrief: Debrief) -> None:
    name, reference = debrief.name("dialled"), str(debrief.agent["agent_references"][0])
    folder = f"sftp/{debrief.name('pbx')}/"
    key = f"{folder}out-0301234567-{reference}-20260202-100000-{name}.vtt"
    before = debrief.call("GET", "/intake/name-patterns")
    assert before.status == 200
    said = {
        "name": f"Calls out of {folder}",
        "folder": folder,
        "pattern": OUT,
        "time_zone": "UTC",
        "values": {"queue": "parcels", "direction": "outbound"},
    }
    (tried,) = debrief.post("/intake/name-patterns/trials", {"names": [key], "patterns": [said]})["names"]
    assert (tried["pattern"], tried["reasons"]) == (said["name"], [])
    wrong = debrief.call("PUT", "/intake/name-patterns", {"patterns": [{**said, "pattern": "{agent}{queue}"}]})
    assert wrong.status == 428, "nobody overwrites what they haven't read"
    settled = debrief.call("PUT", "/intake/name-patterns", {"patterns": [said]}, **{"if-match": before.headers["etag"]})
    assert settled.status == 200, settled
    found = debrief.load(key, documents.webvtt())
    assert (found["agent_id"], found["contact_reference"]) == (debrief.agent["id"], name)
    assert (found["queue"], found["direction"], found["started_at"]) == (
        "parcels",
        "outbound",
        "2026-02-02T10:00:00.000Z",
    )


@pytest.mark.feature("S2.1")
def test_an_upload_is_taken_once_it_is_renamed_and_held_where_it_is_left(debrief: Debrief) -> None:
    name, left = debrief.name("renamed"), debrief.name("left")
    s3, folder = debrief.boto("s3"), "sftp/pbx-north"
    body = documents.chat(str(debrief.agent["agent_references"][0]), name)
    going_on = debrief.drop(f"{folder}/{name}.vcon.json.filepart", body)
    left_behind = debrief.drop(f"{folder}/{left}.vcon.json.part", body)
    eventually(lambda: _waits(debrief, going_on) and _waits(debrief, left_behind), "both are waited for")
    place = {"Bucket": debrief.bucket, "Key": f"{folder}/{name}.vcon.json.filepart"}
    s3.copy_object(Bucket=debrief.bucket, Key=f"{folder}/{name}.vcon.json", CopySource=place)
    s3.delete_object(**place)
    loaded = debrief.settled(debrief.intake_id(f"{folder}/{name}.vcon.json"))
    assert (loaded["status"], loaded["already_loaded"]) == ("loaded", False)
    assert len(debrief.get(f"/interactions?contact_reference={name}")["items"]) == 1

    def held() -> Json | None:
        return debrief.item(left_behind)

    item = debrief.once_due("InteractionsTable", left_behind, held, "what was left behind is held")
    assert item["status"] == "held"
    assert "hasn't been renamed" in item["reasons"][0]["sentence"]
    debrief.once_due(
        "InteractionsTable", going_on, lambda: not _waits(debrief, going_on) or None, "nothing is left to look at"
    )
    assert debrief.item(going_on) is None


def _waits(debrief: Debrief, intake_id: str) -> bool:
    """Whether a look at an upload is due; for that there is no item of it."""
    return any(row["PK"]["S"].endswith(f"#{intake_id}") for row in debrief.due("InteractionsTable"))
