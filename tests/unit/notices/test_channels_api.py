"""Channels over the API: what may be set up, what is shown, and that a key is told once and kept nowhere."""

from collections.abc import Iterator
from typing import Any

import pytest

from api.notices_api import wiring
from debrief.kernel.storage.clients import client
from tests.unit.coaching.world import ADMIN, AGENT, LEAD
from tests.unit.notices.channel_world import ACCESS
from tests.unit.notices.world import World

pytestmark = pytest.mark.feature("S2.5")
HOOK = {"type": "webhook", "name": "Hook", "access": {"address": "https://example.com/hook?token=s3cret"}}


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    wiring.channels.forget()
    yield
    wiring.channels.forget()


def make(world: World, **given: Any) -> Any:
    answer = world.call(ADMIN, "POST", "/channels", {**HOOK, **given})
    assert answer.status == 201, answer
    return answer.body


def test_a_channel_is_set_up_changed_and_deleted(world: World) -> None:
    made = make(world, kinds=["meeting_moved"])
    assert (made["host"], made["health"]["state"], made["quiet_hours"]) == ("example.com", "unused", 12)
    assert made["actions"] == ["edit", "delete", "test", "new_key"]
    path = f"/channels/{made['id']}"
    changed = world.call(ADMIN, "PATCH", path, {"name": "Other", "on": False}, headers={"If-Match": '"1"'})
    assert (changed.status, changed.body["name"], changed.body["health"]["state"]) == (200, "Other", "off")
    assert world.call(ADMIN, "PATCH", path, {"name": "Late"}, headers={"If-Match": '"1"'}).status == 412
    assert world.call(ADMIN, "POST", f"{path}/test").status == 409, "it is switched off"
    listed = world.call(ADMIN, "GET", "/channels").body
    assert [each["name"] for each in listed["items"]] == ["Other"]
    assert listed["email"]["state"] == "unused"
    assert {"kind": "meeting_moved", "label": "A 1-to-1 of mine is moved"} in listed["kinds"]
    assert world.call(ADMIN, "DELETE", path, headers={"If-Match": '"2"'}).status == 204
    assert world.call(ADMIN, "GET", path).status == 404
    kept = [each["Name"] for each in client("secretsmanager").list_secrets()["SecretList"]]
    assert not [each for each in kept if made["id"] in each]


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"access": {"address": "http://example.com/"}}, "/access/address"),
        ({"access": {"address": "https://169.254.169.254/latest"}}, "/access/address"),
        ({"access": {}}, "/access/address"),
        ({"access": {"address": "https://example.com", "token": "x"}}, "/access/token"),
        ({"access": {"address": "https://example.com", "password": "x"}}, "/access/password"),
        ({"type": "slack"}, "/access/address"),
        ({"type": "salesforce", "access": {"domain": "https://a.my.salesforce.com/x"}}, "/access/domain"),
        ({"type": "salesforce", "access": {"domain": "https://a.my.salesforce.com"}}, "/access/client_id"),
        ({"kinds": ["something_else"]}, "/kinds"),
        ({"team_ids": ["tm_gone"]}, "/team_ids"),
    ],
)
def test_what_may_not_be_set_up_names_its_field(world: World, given: Any, pointer: str) -> None:
    answer = world.call(ADMIN, "POST", "/channels", {**HOOK, **given})
    assert answer.status == 422
    assert pointer in [each["pointer"] for each in answer.body["errors"]]
    assert "s3cret" not in str(answer.body)


def test_every_type_is_set_up_and_shows_its_host_alone(world: World) -> None:
    for type, access in ACCESS.items():
        made = make(world, type=type.value, access=access)
        assert made["host"]
        assert "secret" not in str(made)
    assert make(world, type="hubspot", access={"token": "t"})["id_field"] == "debrief_id"


def test_a_new_key_is_told_by_a_put_and_kept_in_no_answer(world: World) -> None:
    made = make(world)
    path = f"/channels/{made['id']}/signing-key"
    told = world.call(ADMIN, "PUT", path, {"overlap_hours": 2}, headers={"If-Match": '"1"'})
    assert told.status == 200
    assert told.body["signing_key"].startswith("whsec_")
    assert told.headers["etag"] == '"2"'
    assert told.body["signing_key"] not in str(world.call(ADMIN, "GET", f"/channels/{made['id']}").body)
    kept = client("dynamodb").scan(TableName="test-idempotency")["Items"]
    assert "whsec_" not in str(kept)
    slack = make(world, type="slack", access={"address": "https://hooks.slack.com/services/T/B/x"})
    assert (
        world.call(ADMIN, "PUT", f"/channels/{slack['id']}/signing-key", {}, headers={"If-Match": '"1"'}).status == 422
    )


def test_a_secret_that_was_sent_with_a_key_of_a_request_is_kept_nowhere(world: World) -> None:
    sent = world.call(ADMIN, "POST", "/channels", HOOK, headers={"Idempotency-Key": "once"})
    assert sent.status == 201
    for table in ("test-idempotency", "test-notices"):
        assert "s3cret" not in str(client("dynamodb").scan(TableName=table)["Items"])


def test_only_those_who_settle_the_account_see_channels(world: World) -> None:
    for who in (AGENT, LEAD):
        assert world.call(who, "GET", "/channels").status == 403
        assert world.call(who, "POST", "/channels", HOOK).status == 403


def test_a_digest_is_chosen_with_its_time_zone_and_comes_next_then(world: World) -> None:
    digest = {"every": "week", "hour": 7, "weekday": 4, "time_zone": "America/New_York"}
    changed = world.call(
        AGENT, "PATCH", "/preferences", {"digest": digest, "quiet_hours": 6}, headers={"If-Match": '"0"'}
    )
    assert changed.status == 200
    assert changed.body["digest"]["next_at"] == "2026-03-13T11:00:00.000Z"
    assert changed.body["quiet_hours"] == 6
    channels = {each["channel"]: each["available"] for each in changed.body["channels"]}
    assert channels == {"in_app": True, "email": True, "digest": True, "chat": False, "task": False}
    make(world, type="slack", access={"address": "https://hooks.slack.com/services/T/B/x"})
    again = world.call(AGENT, "GET", "/preferences").body
    assert {each["channel"]: each["available"] for each in again["channels"]}["chat"] is True
    bad = {"digest": {**digest, "time_zone": "Mars/Olympus"}}
    assert world.call(AGENT, "PATCH", "/preferences", bad, headers={"If-Match": '"1"'}).status == 400
