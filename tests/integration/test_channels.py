"""A webhook through all floors: set up over the API, told by the queue, sent, tried again when due; and a digest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from debrief.kernel.events.publishing import cloud_event
from debrief.kernel.storage.outbox import Event
from tests.integration.driver import Debrief, Json, eventually
from tests.integration.test_work import change, etag_of, lead, meeting_of
from tests.unit.notices.receivers import Got, Receiver, Say


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


@pytest.mark.feature("S2.5", "N19")
def test_what_people_are_told_arrives_at_a_webhook_under_one_id(debrief: Debrief, receiver: Receiver) -> None:
    supervisor, agent = lead(debrief)
    team = debrief.post("/teams", {"name": debrief.name("team")})
    change(debrief, "PATCH", f"/people/{agent['id']}", {"team_id": team["id"]})
    asked = {
        "type": "webhook",
        "name": debrief.name("hook"),
        "kinds": ["meeting_scheduled"],
        "team_ids": [team["id"]],
        "access": {"address": f"{receiver.url}/hook"},
    }
    channel: Json = debrief.post("/channels", asked)
    path = f"/channels/{channel['id']}"
    told = change(debrief, "PUT", f"{path}/signing-key", {"overlap_hours": 1}, of=path)
    assert told["signing_key"].startswith("whsec_")
    debrief.post(f"{path}/test")
    eventually(lambda: receiver.got, "the test has arrived")
    # It refuses once: what it refused waits, and arrives under the same id when it is due.
    receiver.script = [Say(503)]
    meeting = meeting_of(debrief, agent, as_user=supervisor["email"])

    def waits() -> bool:
        health = debrief.get(path)["health"]
        return len(receiver.got) == 2 and health["waiting"] == 1 and health["error"] == "http_503"

    eventually(waits, "it was refused, and waits")
    parcels = rows(debrief, f"LANE#{channel['id']}", "WAITING#")
    assert len(parcels) == 1
    at_once(debrief, parcels[0])

    def all_three() -> list[Got] | None:
        return receiver.got if len(receiver.got) == 3 else None

    arrived = debrief.once_due("NoticesTable", channel["id"], all_three, "it has arrived")
    first, second = (each.headers["webhook-id"] for each in arrived[1:])
    assert first == second
    event = arrived[2].json
    assert (event["subject"], event["data"]["recipient_ids"]) == (meeting["id"], [agent["id"]])
    eventually(lambda: debrief.get(path)["health"]["state"] == "well", "the channel is well")
    found = {each["id"]: each for each in debrief.get("/channels")["items"]}
    assert found[channel["id"]]["health"]["sent"] == 2
    assert debrief.post(f"{path}/retries") == {"retried": 0}
    change(debrief, "PATCH", path, {"access": {"address": f"{receiver.url}/other"}})
    answer = debrief.call("DELETE", path, if_match=etag_of(debrief, path))
    assert answer.status == 204
    assert "whsec_" not in json.dumps(rows(debrief, f"LANE#{channel['id']}", ""))


@pytest.mark.feature("S2.5", "N19")
def test_a_message_that_the_sender_cannot_read_is_hidden_for_as_long_as_it_says(debrief: Debrief) -> None:
    """Of two messages made up here, one is no event and the other is of no interest; the queue has neither."""
    arn = f"arn:aws:sqs:{debrief.cloud.region}:000000000000:debrief-local-channels"
    at = datetime(2026, 2, 2, tzinfo=UTC)
    other = Event(id="evt_1", type="debrief.people.user.created.v1", subject="us_1", time=at, data={})
    records = [
        {
            "messageId": name,
            "receiptHandle": f"of-{name}",
            "eventSource": "aws:sqs",
            "eventSourceARN": arn,
            "attributes": {"ApproximateReceiveCount": "1"},
            "body": body,
        }
        for name, body in (
            ("broken", "{"),
            ("other", json.dumps({"detail-type": other.type, "detail": cloud_event(other)})),
        )
    ]
    answer = debrief.cloud.invoke("send_to_channels", {"Records": records})
    assert answer == {"batchItemFailures": [{"itemIdentifier": "broken"}]}


@pytest.mark.feature("S2.5", "N19")
def test_a_digest_gathers_what_was_not_read(debrief: Debrief) -> None:
    supervisor, agent = lead(debrief)
    theirs = {"as_user": agent["email"]}
    digest = {"every": "day", "hour": 7, "weekday": 0, "time_zone": "Asia/Kolkata"}
    chosen = change(debrief, "PATCH", "/preferences", {"digest": digest}, **theirs)
    assert chosen["digest"]["next_at"]
    for _ in range(2):
        meeting_of(debrief, agent, as_user=supervisor["email"])

    def gathered() -> bool:
        return len(rows(debrief, f"TO#{agent['id']}", "DELIVERY#digest#")) == 2

    eventually(gathered, "two notices wait for the digest")
    read = debrief.get("/notices", **theirs)["items"][0]
    debrief.post(f"/notices/{read['id']}/reading", **theirs)

    def sent() -> list[Json]:
        found = [json.loads(each["body"]["S"]) for each in rows(debrief, f"TO#{agent['id']}", "DELIVERY#email#")]
        return [each for each in found if each.get("gathered") and each["state"] == "sent"]

    (mail,) = debrief.once_due("NoticesTable", agent["id"], sent, "the digest is sent")
    assert len(mail["gathered"]) == 1, "the other one was read"
    assert not rows(debrief, f"TO#{agent['id']}", "DELIVERY#digest#")


def rows(debrief: Debrief, pk: str, begins: str) -> list[dict[str, Any]]:
    """Items of the notices table."""
    asked: dict[str, Any] = {
        "TableName": debrief.cloud.outputs["NoticesTable"],
        "KeyConditionExpression": "PK = :pk",
        "ExpressionAttributeValues": {":pk": {"S": pk}},
    }
    if begins:
        asked["KeyConditionExpression"] += " AND begins_with(SK, :sk)"
        asked["ExpressionAttributeValues"][":sk"] = {"S": begins}
    return list(debrief.boto("dynamodb").query(**asked)["Items"])


def at_once(debrief: Debrief, parcel: dict[str, Any]) -> None:
    """Let a parcel that failed be tried again now, in place of in a minute."""
    body = json.loads(parcel["body"]["S"])
    body["not_before"] = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    debrief.boto("dynamodb").update_item(
        TableName=debrief.cloud.outputs["NoticesTable"],
        Key={"PK": parcel["PK"], "SK": parcel["SK"]},
        UpdateExpression="SET body = :body",
        ExpressionAttributeValues={":body": {"S": json.dumps(body)}},
    )
