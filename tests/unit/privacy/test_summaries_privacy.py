"""Reports about somebody go with all they were made from; of a customer nothing is quoted any more (N8, S0.15)."""

import json
from datetime import timedelta
from typing import Any

import pytest

from debrief.coaching.meetings.store import MeetingStore
from debrief.kernel.errors import Conflict
from debrief.kernel.storage.clients import client
from debrief.summaries import privacy_service
from debrief.summaries.drafting.draft import Answer
from debrief.summaries.privacy_service import SummariesPersonalData
from debrief.summaries.report.erasing import without_conversation
from debrief.summaries.report.report import Report
from tests.unit.coaching.world import AGENT, LEAD
from tests.unit.privacy.walking import contact, conversations_of, erase, export, person
from tests.unit.summaries.world import World


@pytest.fixture
def port(filled: World) -> SummariesPersonalData:
    return SummariesPersonalData(filled.store, MeetingStore(), filled.interactions, filled.clock, filled.ids)


def objects(world: World) -> list[str]:
    return world.content.list("summaries/", 1000)


def table() -> list[str]:
    return [item["kind"]["S"] for item in client("dynamodb").scan(TableName="test-summaries")["Items"]]


def everything_swept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for wait in (timedelta(0), timedelta(minutes=1), timedelta(hours=2), timedelta(minutes=1)):
        world.clock.advance(wait)
        assert world.run_schedules(monkeypatch)["failed"] == 0


@pytest.mark.feature("N8", "S0.15")
def test_summaries_about_somebody_are_handed_out_and_removed_with_all_they_left(
    filled: World, port: SummariesPersonalData, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(privacy_service, "_PAGE", 1)
    meeting = filled.meeting(filled.clock.now() + timedelta(days=1))
    ids = [filled.ready(LEAD).body["id"] for _ in range(2)]
    ids.append(filled.ready(LEAD, meeting_id=meeting).body["id"])
    replay = filled.call("POST", f"/summaries/{ids[0]}/replays", LEAD).body["id"]
    filled.run(replay)
    generating = filled.call("POST", "/summaries", LEAD, {"agent_id": AGENT, "period": {"kind": "last_week"}}).body[
        "id"
    ]
    filled.steps().gather(generating, 1)

    found = export(port, person(AGENT))
    assert found.pages >= 3
    assert sorted(each.id for each in found.records) == sorted([*ids, generating])
    report = next(each["report"] for each in found.of("summary") if each["status"] == "ready")
    assert report["highlights"]
    assert report["recommendations"][0]["action"]
    for hidden in (LEAD, '"C-1"', "my parcel never arrived", "chips"):
        assert hidden not in found.text

    assert erase(port, person(AGENT))[0] == 4
    assert filled.call("GET", f"/summaries/{ids[0]}", LEAD).status == 404
    assert MeetingStore().summaries_of([meeting]) == {}
    everything_swept(filled, monkeypatch)
    assert objects(filled) == []
    assert set(table()) <= {"outbox"}
    assert export(port, person(AGENT)).records == []
    assert erase(port, person(AGENT))[0] == 0
    assert filled.ready(LEAD, meeting_id=meeting).body["status"] == "ready", "the meeting is free for another one"


@pytest.mark.feature("N8", "S0.13")
def test_of_an_erased_customer_a_report_quotes_and_names_nothing(
    filled: World, port: SummariesPersonalData, monkeypatch: pytest.MonkeyPatch
) -> None:
    got = filled.ready(LEAD).body
    named = sorted(
        {chip["contact_reference"] for part in ("strengths", "development") for chip in got["report"][part]["chips"]}
    )
    assert named
    assert export(port, contact(named[0])).records == []
    # A pass that comes after the conversation was emptied finds it as well.
    assert erase(conversations_of(filled), contact(named[0]))[0] == 1
    assert erase(port, contact(named[0]))[0] >= 1
    everything_swept(filled, monkeypatch)
    assert objects(filled) == []
    again = filled.call("GET", f"/summaries/{got['id']}", LEAD).body
    assert again["status"] == "ready"
    assert f'"{named[0]}"' not in json.dumps(again)
    assert again["report"]["metrics"] == got["report"]["metrics"]
    assert filled.call("GET", f"/summaries/{got['id']}/provenance", LEAD).status == 404
    assert erase(port, contact(named[0]))[0] == 0


@pytest.mark.feature("N8", "S0.8")
def test_what_is_being_written_is_waited_for_and_a_later_attempt_is_left_alone(
    filled: World, port: SummariesPersonalData, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = filled.call("POST", "/summaries", LEAD, {"agent_id": AGENT, "period": {"kind": "last_week"}}).body["id"]
    filled.steps().gather(id, 1)
    with pytest.raises(Conflict, match="being written"):
        port.erase(contact("C-1"))
    assert filled.content.list(f"summaries/{id}/1/", 10)
    filled.steps().fail(id, 1, "ModelRefused")
    assert port.erase(contact("C-1")).changed == 1
    assert filled.call("POST", f"/summaries/{id}/retries", LEAD).status == 202
    filled.steps().gather(id, 2)
    for _ in range(2):
        filled.run_schedules(monkeypatch)
        assert filled.content.list(f"summaries/{id}/", 10) == [f"summaries/{id}/2/dossier.json"]
        filled.clock.advance(timedelta(minutes=30))
    filled.run(id)
    assert filled.call("GET", f"/summaries/{id}", LEAD).body["status"] == "ready"


@pytest.mark.feature("N8")
def test_summaries_of_other_periods_are_left_alone(filled: World, port: SummariesPersonalData) -> None:
    got = filled.ready(LEAD).body
    filled.conversation(40, filled.clock.now() - timedelta(days=60))
    assert erase(port, contact("C-40"))[0] == 0
    assert len(objects(filled)) == 6, "what the model read and said, the further rounds, and the report"
    assert filled.store.object(_summary(filled, got["id"]), "answer", Answer) is not None


def _summary(world: World, id: str) -> Any:
    return world.store.summary(id)


@pytest.mark.feature("N8")
def test_a_report_without_a_conversation_keeps_the_others(filled: World) -> None:
    id = filled.ready(LEAD).body["id"]
    report = filled.store.report(id)
    assert report is not None
    conversations = {chip.interaction_id for part in (report.strengths, report.development) for chip in part.chips}
    gone = min(conversations)
    left = without_conversation(report, gone)
    assert gone not in left.model_dump_json()
    assert {
        chip.interaction_id for part in (left.strengths, left.development) for chip in part.chips
    } == conversations - {gone}
    assert without_conversation(left, gone) == left
    assert without_conversation(Report(summary_id=id), gone) == Report(summary_id=id)
