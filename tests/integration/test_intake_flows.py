"""Whole flows: what is dropped into the bucket becomes an interaction, is held with its reasons, or fails with one."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.integration import documents
from tests.integration.driver import PIPELINE, Debrief, Json, eventually


def reference(debrief: Debrief) -> str:
    return str(debrief.agent["agent_references"][0])


@pytest.mark.feature("S2.1", "I1", "I2", "N10")
def test_a_dropped_chat_becomes_an_interaction_with_transcript_and_analysis(debrief: Debrief) -> None:
    name = debrief.name("chat")
    found = debrief.load(f"chats/{name}.vcon.json", documents.chat(reference(debrief), name, crm_deal_id="D-1"))
    assert (found["contact_reference"], found["agent_id"]) == (name, debrief.agent["id"])
    assert (found["channel"], found["queue"], found["duration_ms"]) == ("chat", "parcels", 300_000)
    assert found["analysis"]["summary"]["value"]
    assert found["analysis"]["customer_sentiment_arc"]["value"]
    assert found["analysis"]["provenance"]["model"]
    transcript = debrief.get(f"/interactions/{found['id']}/transcript")
    assert [(turn["speaker"], turn["text"]) for turn in transcript["turns"]] == list(documents.SAID)
    listed = debrief.get(f"/interactions?contact_reference={name}")["items"]
    assert [each["id"] for each in listed] == [found["id"]]


@pytest.mark.feature("S4.7", "N2")
def test_a_scorecard_that_starts_automatically_evaluates_what_comes_in(debrief: Debrief) -> None:
    queue, name = debrief.name("queue"), debrief.name("evaluated")
    card = debrief.scorecard(documents.automatic_scorecard(queue))
    found = debrief.load(f"chats/{name}.vcon.json", documents.chat(reference(debrief), name, queue=queue))
    made = debrief.get(f"/evaluations?interaction_id={found['id']}")["items"]
    assert [(each["type"], each["scorecard_id"]) for each in made] == [("automatic", card["id"])]
    detail = debrief.get(f"/evaluations/{made[0]['id']}")
    assert detail["answers"][0]["option_id"] == "yes"
    assert detail["provenance"]["prompt_hash"]
    evaluated = f"/reports/evaluations?agent_id={debrief.agent['id']}&from=2026-02-01&to=2026-02-28"
    eventually(
        lambda: str(card["id"]) in json.dumps(debrief.get(evaluated)) or None, "the evaluation is in the reports"
    )


def beyond_counting(debrief: Debrief, card: Json) -> None:
    """Give a published scorecard values that it couldn't be published with, as one may have from before."""
    dynamodb, table = debrief.boto("dynamodb"), debrief.cloud.outputs["QualityTable"]
    key = {"PK": {"S": f"SC#{card['id']}"}, "SK": {"S": "VERSION#000001"}}
    row = dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]
    body = json.loads(row["body"]["S"])
    question = body["sections"][0]["questions"][0]
    question["weight"] = question["options"][0]["points"] = 1e308
    dynamodb.put_item(TableName=table, Item=row | {"body": {"S": json.dumps(body)}})


@pytest.mark.feature("S4.7", "N19")
def test_a_scorecard_that_fails_stops_neither_the_conversation_nor_the_others(debrief: Debrief) -> None:
    queue, name = debrief.name("queue"), debrief.name("evaluated")
    broken, good = (debrief.scorecard(documents.automatic_scorecard(queue)) for _ in range(2))
    beyond_counting(debrief, broken)
    found = debrief.load(f"chats/{name}.vcon.json", documents.chat(reference(debrief), name, queue=queue))
    made = debrief.get(f"/evaluations?interaction_id={found['id']}")["items"]
    assert [each["scorecard_id"] for each in made] == [good["id"]]
    trouble = debrief.get(f"/scorecards/{broken['id']}")["trouble"]
    assert trouble["interaction_id"] == found["id"]
    assert trouble["problem"]
    assert debrief.get(f"/scorecards/{good['id']}")["trouble"] is None


FORMS: dict[str, Any] = {
    "contact_lens_chat": (".json", lambda name: documents.contact_lens_chat(name), "chat"),
    "contact_lens_voice": (".json", lambda name: documents.contact_lens_voice(name), "voice"),
    "call_analytics": (".json", lambda _: documents.call_analytics(), "voice"),
    "transcribe": (".json", lambda _: documents.transcribe(), "voice"),
    "webvtt": (".vtt", lambda _: documents.webvtt(), "voice"),
}


@pytest.mark.feature("S2.1", "N7")
@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_transcript_is_taken(debrief: Debrief, form: str) -> None:
    suffix, make, channel = FORMS[form]
    name = debrief.name(form.replace("_", "-"))
    known = {
        "agent_id": reference(debrief),
        "contact_reference": name,
        "queue": "parcels",
        "started_at": "2026-02-02T10:00:00Z",
    }
    found = debrief.load(f"forms/{name}{suffix}", make(name), known)
    assert (found["contact_reference"], found["queue"]) == (name, "parcels")
    assert found["channel"] == channel
    turns = debrief.get(f"/interactions/{found['id']}/transcript")["turns"]
    assert {turn["speaker"] for turn in turns} == {"agent", "customer"}
    assert found["duration_ms"] > 0


@pytest.mark.feature("S2.1")
def test_of_three_voices_who_is_called_as_another_user_is_their_colleague(debrief: Debrief) -> None:
    name, colleague = debrief.name("three"), debrief.employee()
    said = (debrief.agent["name"], "I pass you on."), ("Ida Oak", "All right."), (colleague["name"], "I take over.")
    cues = [f"00:0{at}.000 --> 00:0{at}.900\n<v {who}>{words}" for at, (who, words) in enumerate(said)]
    known = {
        "agent_id": reference(debrief),
        "contact_reference": name,
        "queue": "parcels",
        "started_at": "2026-02-02T10:00:00Z",
    }
    found = debrief.load(f"forms/{name}.vtt", "\n\n".join(["WEBVTT", *cues]).encode(), known)
    turns = debrief.get(f"/interactions/{found['id']}/transcript")["turns"]
    assert [turn["speaker"] for turn in turns] == ["agent", "customer", "colleague"]
    assert found["agent_id"] == debrief.agent["id"]


@pytest.mark.feature("S2.1")
@pytest.mark.parametrize("order", [("wav", "json", "vtt"), ("vtt", "json", "wav")])
def test_recording_sidecar_and_transcript_are_one_conversation_in_any_order(
    debrief: Debrief, order: tuple[str, ...]
) -> None:
    name = debrief.name("three")
    bodies: dict[str, Any] = {
        "wav": documents.recording(3.0),
        "json": documents.sidecar(reference(debrief), name),
        "vtt": documents.webvtt(),
    }
    for suffix in order:
        item = debrief.settled(debrief.drop(f"calls/{name}.{suffix}", bodies[suffix]))
    found = eventually(
        lambda: next(iter(debrief.get(f"/interactions?contact_reference={name}")["items"]), None), f"{name} is loaded"
    )

    def whole() -> Any:
        each = debrief.get(f"/interactions/{found['id']}")
        return each if each["recording"] and each["transcript"] and each["analysis"] else None

    complete = eventually(whole, "it has its recording, transcript and analysis")
    # It may have been held, or have failed, for what wasn't there before.
    debrief.settled(item["id"], "loaded")
    assert complete["recording"]["channels"] == 2
    # The words go on after the end of the recording, which can't be the whole of it.
    assert (complete["recording"]["duration_ms"], complete["duration_ms"]) == (3000, 38_000)
    media = debrief.get(f"/interactions/{found['id']}/media")
    assert media["url"].startswith("http")
    assert len(debrief.get(f"/interactions?contact_reference={name}")["items"]) == 1


@pytest.mark.feature("S2.1", "N7")
@pytest.mark.parametrize("way", ["dropped", "completed", "imported"])
def test_a_recording_inside_a_document_is_the_conversations(debrief: Debrief, way: str) -> None:
    name = debrief.name("inside")
    document = documents.recorded_inside(reference(debrief), name, queue=None if way == "completed" else "parcels")
    if way == "imported":
        debrief.drop(f"bulk/{name}.jsonl", documents.jsonl(document))
        debrief.import_of(f"bulk/{name}.jsonl")
    else:
        item = debrief.settled(debrief.drop(f"calls/{name}.vcon.json", document))
        if way == "completed":
            fields = {"queue": "parcels"}
            answer = debrief.call(
                "PATCH", f"/intake/{item['id']}", {"fields": fields}, if_match=f'"{item["revision"]}"'
            )
            assert answer.status == 200, answer
            item = debrief.settled(item["id"])
        assert item["status"] == "loaded", item
    found = eventually(
        lambda: next(iter(debrief.get(f"/interactions?contact_reference={name}")["items"]), None), f"{name} is loaded"
    )
    whole = debrief.get(f"/interactions/{found['id']}")
    assert (whole["recording"]["duration_ms"], whole["recording"]["channels"]) == (3000, 2)
    assert debrief.get(f"/interactions/{found['id']}/media")["url"].startswith("http")
    turns = debrief.get(f"/interactions/{found['id']}/transcript")["turns"]
    assert [turn["speaker"] for turn in turns] == ["agent", "customer"]


@pytest.mark.feature("S2.1")
@pytest.mark.parametrize("channels", [1, 2])
def test_a_recording_that_cannot_be_transcribed_fails_with_the_reason(debrief: Debrief, channels: int) -> None:
    name = debrief.name("silent")
    debrief.drop(f"calls/{name}.metadata.json", documents.sidecar(reference(debrief), name))
    item = debrief.settled(debrief.drop(f"calls/{name}.wav", documents.recording(channels=channels)), "failed")
    assert item["failure"]["code"] == "TranscriptionFailed"
    assert "LOCAL_RECOGNISER=off" in item["failure"]["sentence"]
    assert item["actions"] == ["complete", "release", "dismiss"]
    # What was missing is added afterwards: it goes through.
    debrief.drop(f"calls/{name}.vtt", documents.webvtt())
    assert debrief.settled(item["id"], "loaded")["failure"] is None


@pytest.mark.feature("S2.1")
def test_what_is_held_says_why_is_completed_and_loaded(debrief: Debrief) -> None:
    name = debrief.name("held")
    document = documents.chat("nobody-of-that-name", name, queue=None)
    item = debrief.settled(debrief.drop(f"chats/{name}.vcon.json", document))
    assert item["status"] == "held"
    assert {reason["code"]: reason["field"] for reason in item["reasons"]} == {
        "agent_unknown": "agent_reference",
        "queue_missing": "queue",
    }
    held = debrief.get("/intake?status=held&limit=100")["items"]
    assert item["id"] in {each["id"] for each in held}
    fields = {"agent_reference": reference(debrief), "queue": "returns"}
    answer = debrief.call("PATCH", f"/intake/{item['id']}", {"fields": fields}, if_match=f'"{item["revision"]}"')
    assert answer.status == 200, answer
    loaded = debrief.settled(item["id"])
    assert loaded["status"] == "loaded"
    assert debrief.get(f"/interactions/{loaded['interaction_id']}")["queue"] == "returns"


@pytest.mark.feature("S2.1")
def test_somebody_is_added_and_what_waited_for_them_is_released(debrief: Debrief) -> None:
    name, new = debrief.name("late"), debrief.name("AG")
    item = debrief.settled(debrief.drop(f"chats/{name}.vcon.json", documents.chat(new, name)))
    assert [reason["code"] for reason in item["reasons"]] == ["agent_unknown"]
    person = debrief.person(references=(new,))
    loaded = debrief.release(item["id"])
    assert (loaded["status"], loaded["agent_id"]) == ("loaded", person["id"])


@pytest.mark.feature("S2.1")
def test_the_same_object_thirty_times_at_once_is_one_interaction(debrief: Debrief) -> None:
    name = debrief.name("thirty")
    body = json.dumps(documents.chat(reference(debrief), name)).encode()
    key, s3 = f"chats/{name}.vcon.json", debrief.boto("s3")
    with ThreadPoolExecutor(10) as pool:
        for job in [pool.submit(s3.put_object, Bucket=debrief.bucket, Key=key, Body=body) for _ in range(30)]:
            job.result()
    item = debrief.settled(debrief.intake_id(key), "loaded")
    eventually(lambda: debrief.messages("IntakeQueueUrl") == 0 or None, "the intake has worked off its queue")
    after = debrief.settled(item["id"])
    assert (after["status"], after["attempt"]) == ("loaded", 1)
    assert len(debrief.get(f"/interactions?contact_reference={name}")["items"]) == 1
    states = debrief.boto("stepfunctions")
    runs = [
        each["name"]
        for page in states.get_paginator("list_executions").paginate(stateMachineArn=debrief.cloud.outputs[PIPELINE])
        for each in page["executions"]
        if each["name"].startswith(item["id"])
    ]
    assert runs == [f"{item['id']}-1"]
    assert debrief.messages("IntakeDeadLettersUrl") == 0


def customers(debrief: Debrief, name: str) -> list[str]:
    """By which of two customers a conversation is found."""
    dynamodb, table = debrief.boto("dynamodb"), debrief.cloud.outputs["InteractionsTable"]

    def found(which: str) -> int:
        key = {":key": {"S": f"CUSTOMER#{name}-{which}"}}
        answer = dynamodb.query(TableName=table, KeyConditionExpression="PK = :key", ExpressionAttributeValues=key)
        return int(answer["Count"])

    return [which for which in ("one", "two") if found(which)]


@pytest.mark.feature("S2.1", "N8")
def test_the_same_conversation_under_other_names_is_one_interaction(debrief: Debrief) -> None:
    name = debrief.name("copy")
    body = documents.chat(reference(debrief), name, customer_reference=f"{name}-one")
    first = debrief.load(f"chats/{name}-a.vcon.json", body)
    assert customers(debrief, name) == ["one"]
    copy = debrief.settled(debrief.drop(f"chats/{name}-b.vcon.json", body))
    assert (copy["status"], copy["already_loaded"], copy["interaction_id"]) == ("loaded", True, first["id"])
    said = (("customer", "Something else."), ("agent", "I see."))
    other = documents.chat(reference(debrief), name, said=said, customer_reference=f"{name}-two")
    held = debrief.settled(debrief.drop(f"chats/{name}-c.vcon.json", other))
    assert [reason["code"] for reason in held["reasons"]] == ["duplicate"]
    assert debrief.release(held["id"], replace=True)["status"] == "loaded"
    turns = debrief.get(f"/interactions/{first['id']}/transcript")["turns"]
    assert [turn["text"] for turn in turns] == ["Something else.", "I see."]
    assert customers(debrief, name) == ["two"]


@pytest.mark.feature("S2.1", "S4.7", "S4.9")
def test_a_conversation_that_is_replaced_is_scored_by_its_new_words_alone(debrief: Debrief) -> None:
    queue, name = debrief.name("queue"), debrief.name("replaced")
    card = debrief.scorecard(documents.automatic_scorecard(queue))
    first = debrief.load(f"chats/{name}-a.vcon.json", documents.chat(reference(debrief), name, queue=queue))
    evaluations = f"/evaluations?interaction_id={first['id']}"
    (old,) = debrief.get(evaluations)["items"]
    said = (("customer", "Something else."), ("agent", "I see."))
    other = documents.chat(reference(debrief), name, said=said, queue=queue)
    held = debrief.settled(debrief.drop(f"chats/{name}-b.vcon.json", other))
    assert debrief.release(held["id"], replace=True)["status"] == "loaded"
    (new,) = debrief.get(evaluations)["items"]
    assert new["id"] != old["id"]
    assert (old["percent"], new["percent"]) == (100, 0), "only at first did the agent say sorry"
    kept = debrief.get(f"/evaluations/{old['id']}")
    assert (kept["superseded_at"] is not None, kept["earlier_words"]) == (True, True)
    in_february = f"agent_id={debrief.agent['id']}&from=2026-02-01&to=2026-02-28"
    scores = f"/reports/evaluations?{in_february}&scorecard_id={card['id']}"

    def counts_the_new_one() -> bool:
        # One was counted before as well: the old one.
        items = debrief.get(scores)["items"]
        return [(each["evaluations"], each["passed"]) for each in items] == [(1, 0)]

    eventually(counts_the_new_one, "the new score is in the reports, and the old one isn't")


@pytest.mark.feature("S2.1", "S4.7")
def test_an_old_score_goes_also_where_the_new_words_get_no_analysis(debrief: Debrief) -> None:
    queue, name = debrief.name("queue"), debrief.name("unread")
    debrief.scorecard(documents.automatic_scorecard(queue))
    first = debrief.load(f"chats/{name}-a.vcon.json", documents.chat(reference(debrief), name, queue=queue))
    evaluations = f"/evaluations?interaction_id={first['id']}"
    (old,) = debrief.get(evaluations)["items"]
    said = (("customer", "Something else."), ("agent", "I see."))
    held = debrief.settled(
        debrief.drop(f"chats/{name}-b.vcon.json", documents.chat(reference(debrief), name, said=said, queue=queue))
    )
    with debrief.broken("analyse_interaction"):
        assert debrief.release(held["id"], replace=True)["status"] == "failed"
    assert debrief.get(evaluations)["items"] == []
    assert debrief.get(f"/evaluations/{old['id']}")["superseded_at"] is not None
    assert debrief.release(held["id"])["status"] == "loaded"
    (new,) = debrief.get(evaluations)["items"]
    assert new["id"] != old["id"]


@pytest.mark.feature("S2.1")
def test_a_copy_of_what_failed_is_no_duplicate(debrief: Debrief) -> None:
    name = debrief.name("again")
    sound = documents.recording()
    known = documents.sidecar(reference(debrief), name)
    failed = debrief.settled(debrief.drop(f"calls/{name}-a.wav", sound, known))
    assert failed["status"] == "failed", failed
    copy = debrief.settled(debrief.drop(f"calls/{name}-b.wav", sound, known))
    assert (copy["status"], copy["already_loaded"]) == ("failed", False)
    other = debrief.settled(debrief.drop(f"calls/{name}-c.vtt", documents.webvtt(), known))
    assert (other["status"], other["already_loaded"]) == ("loaded", False)


@pytest.mark.feature("P4")
def test_over_the_gateway_an_agent_sees_their_own_conversations_only(debrief: Debrief) -> None:
    name = debrief.name("private")
    found = debrief.load(f"chats/{name}.vcon.json", documents.chat(reference(debrief), name))
    stranger = debrief.person()
    assert debrief.call("GET", f"/interactions/{found['id']}", as_user=debrief.agent["email"]).status == 200
    hidden = debrief.call("GET", f"/interactions/{found['id']}", as_user=stranger["email"])
    unknown = debrief.call("GET", "/interactions/int_00000000000000000000000000", as_user=stranger["email"])
    assert hidden.status == unknown.status == 404
    assert {**hidden.body, "trace_id": ""} == {**unknown.body, "trace_id": ""}


@pytest.mark.feature("S2.1", "N7")
def test_real_vendor_files_are_taken(debrief: Debrief, shared_data: Path) -> None:
    outcomes = {}
    for path in sorted((shared_data / "vendor_json").glob("*.json")):
        name = debrief.name(path.stem.replace("_", "-"))
        known = {"agent_id": reference(debrief), "queue": "parcels", "contact_reference": name}
        if "chat" not in path.stem:
            # Files of calls don't say when the call was.
            known["started_at"] = "2026-02-04T09:00:00Z"
        item = debrief.settled(debrief.drop(f"vendor/{name}.json", path.read_bytes(), known))
        outcomes[path.stem] = (item["status"], [reason["code"] for reason in item["reasons"]])
    assert outcomes["contact_lens_chat_original"] == ("loaded", [])
    assert outcomes["contact_lens_voice"] == ("loaded", [])
    assert outcomes["transcribe_call_analytics_GUID_102"] == ("loaded", [])
    # A form with evaluations is no conversation: it is held and says so.
    status, codes = outcomes["contact_evaluation_output"]
    assert status == "held"
    assert codes


@pytest.mark.feature("S2.1")
def test_real_recordings_are_known_by_their_names_and_fail_with_a_reason(debrief: Debrief, shared_data: Path) -> None:
    for path in sorted((shared_data / "voice").glob("*.wav")):
        agent = path.name.split("_AGENT_")[1].split("_")[0]
        # A few more bytes: no other recording is the same.
        body = path.read_bytes() + debrief.name("end").encode()
        if not debrief.get(f"/people?q={agent}")["items"]:
            debrief.call(
                "POST",
                "/people",
                {
                    "name": f"{agent} of the recording",
                    "email": f"{debrief.name(agent).lower()}@sample.example",
                    "role_ids": ["agent"],
                    "agent_references": [agent],
                },
            )
        item = debrief.settled(debrief.drop(f"{debrief.name('voice')}/{path.name}", body))
        assert [reason["code"] for reason in item["reasons"]] == ["queue_missing"], item
        fields = {"queue": "service"}
        answer = debrief.call("PATCH", f"/intake/{item['id']}", {"fields": fields}, if_match=f'"{item["revision"]}"')
        assert answer.status == 200, answer
        failed = debrief.settled(item["id"])
        assert failed["failure"]["code"] == "TranscriptionFailed", failed
        assert failed["metadata"]["duration_ms"] > 200_000
