"""Personal data on its way: out of what is stored, out of what the model is asked, and out of what is read (N8)."""

import json

import pytest

from tests.integration import documents
from tests.integration.driver import Debrief

CARD, CODE, ADDRESS = "4111 1111 1111 1111", "739", "40 Elm Street Apt. 7, Springfield, IL 62704"
SAID = (
    ("agent", "Which card shall I charge for the new parcel, and where shall it go?"),
    ("customer", f"My card number is {CARD} and the security code is {CODE}."),
    ("customer", f"Please send it to {ADDRESS}."),
    ("agent", "Thank you. Is there anything else?"),
)


@pytest.mark.feature("N8", "N6")
def test_what_a_customer_pays_with_reaches_no_model_and_no_reader(debrief: Debrief) -> None:
    name, queue = debrief.name("paid"), debrief.name("queue")
    debrief.scorecard(documents.automatic_scorecard(queue))
    agent = debrief.agent
    found = debrief.load(
        f"chats/{name}.vcon.json", documents.chat(agent["agent_references"][0], name, SAID, queue=queue)
    )
    path = f"/interactions/{found['id']}/transcript"

    masked = [turn["text"] for turn in debrief.get(path)["turns"]]
    assert all(len(text) == len(said) for text, (_, said) in zip(masked, SAID, strict=True)), "nothing moves"
    for secret in (CARD, CODE, ADDRESS):
        assert secret not in " ".join(masked)
    assert masked[3] == SAID[3][1]

    # What was asked of the model, and what it made of it, came from masked words.
    derived = [found, *debrief.get(f"/evaluations?interaction_id={found['id']}")["items"]]
    derived += [debrief.get(f"/evaluations/{each['id']}") for each in derived[1:]]
    assert len(derived) == 3, "it was evaluated as well"
    for secret in (CARD, CODE, ADDRESS):
        assert secret not in json.dumps(derived, ensure_ascii=False)

    # One right shows the words as they were said, but for the code, which nobody may keep.
    said = [turn["text"] for turn in debrief.get(f"{path}?unmasked=true")["turns"]]
    assert CARD in said[1]
    assert CODE not in said[1]
    assert ADDRESS in said[2]
    lead = debrief.person("supervisor")["email"]
    assert debrief.call("GET", f"{path}?unmasked=true", as_user=lead).status in (403, 404)
    stored = debrief.boto("s3").list_objects_v2(Bucket=debrief.cloud.outputs["ContentBucket"], Prefix="transcripts/")
    bodies = [
        debrief.boto("s3").get_object(Bucket=debrief.cloud.outputs["ContentBucket"], Key=each["Key"])["Body"].read()
        for each in stored["Contents"]
        if found["id"] in each["Key"]
    ]
    assert bodies
    assert all(CODE.encode() not in body for body in bodies)
