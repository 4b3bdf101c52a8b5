"""`make smoke` on the running cloud: green where everything is there, and where it isn't it says what."""

import json
import time
from typing import Any

import pytest

from local.client import ApiClient, cognito_token
from local.cloud import ADMIN_EMAIL, Cloud
from local.waiting import Waiter
from tests.integration.driver import Debrief
from tools.smoke.people import srp_token
from tools.smoke.stack import Stack, deployed, on_laptop
from tools.smoke.walk import Walk

STEPS = [
    "people",
    "scorecard",
    "held",
    "completed",
    "transcribed",
    "analysed",
    "scored",
    "rolled up",
    "a 1-to-1",
    "a summary ready",
]


@pytest.fixture
def stack(cloud: Cloud) -> Stack:
    return on_laptop(cloud)


def left_of(debrief: Debrief, suffix: str) -> dict[str, Any]:
    """What there still is of a smoke test, and is neither over nor put away."""
    admin = ApiClient(
        debrief.cloud.api_url,
        cognito_token(debrief.boto("cognito-idp"), debrief.cloud.client_id, ADMIN_EMAIL, debrief.cloud.password),
    )
    users = debrief.boto("cognito-idp").list_users(UserPoolId=debrief.cloud.user_pool_id)["Users"]
    objects = debrief.boto("s3").list_objects_v2(Bucket=debrief.bucket, Prefix=f"smoke/{suffix}/")
    found = {
        "people": [
            each["name"] for each in admin.pages("/people") if suffix in each["name"] and each["status"] == "active"
        ],
        "scorecards": [
            each["name"]
            for each in admin.pages("/scorecards", {"status": ["draft", "published"]})
            if suffix in each["name"]
        ],
        "sign-ins": [each["Username"] for each in users if suffix in json.dumps(each["Attributes"])],
        "objects": [each["Key"] for each in objects.get("Contents", [])],
    }
    return {kind: names for kind, names in found.items() if names}


@pytest.mark.feature("N10")
def test_everything_is_there_and_nothing_is_left(stack: Stack, debrief: Debrief) -> None:
    said: list[str] = []
    result = Walk(stack, "allthere", seconds=60, waiter=Waiter()).run(said.append)
    assert result.ok, said
    assert [line.split(":")[0] for line in said if not line.startswith(" ")] == STEPS
    assert result.left == []
    assert left_of(debrief, "allthere") == {}


def test_what_is_missing_is_named_and_all_the_same_nothing_is_left(stack: Stack, debrief: Debrief) -> None:
    said: list[str] = []

    def now() -> float:
        """Seconds that pass ten times as fast where nothing comes any more: what comes is given all of its time."""
        return time.monotonic() * (10 if said and said[-1].startswith("scored:") else 1)

    with debrief.broken("roll_up"):
        result = Walk(stack, "norollup", seconds=60, waiter=Waiter(now=now)).run(said.append)
    assert list(result.missing) == ["rolled up"], said
    assert "didn't happen within 60 s" in result.missing["rolled up"]
    assert result.not_reached == ["a 1-to-1", "a summary ready"]
    assert result.left == []
    assert left_of(debrief, "norollup") == {}


def test_the_stacks_outputs_say_where_it_is(cloud: Cloud) -> None:
    found = deployed("local", cloud.boto)
    assert found.user_pool_id == cloud.user_pool_id
    assert found.recordings_bucket == cloud.recordings_bucket
    assert found.bootstrap_function.endswith("bootstrap_account")


def test_people_sign_in_as_the_console_does(cloud: Cloud) -> None:
    cognito = cloud.boto("cognito-idp")
    token = srp_token(cognito, cloud.user_pool_id, cloud.client_id, ADMIN_EMAIL, cloud.password)
    assert ApiClient(cloud.api_url, token).get("/me")["person"]["email"] == ADMIN_EMAIL
    with pytest.raises(cognito.exceptions.NotAuthorizedException):
        srp_token(cognito, cloud.user_pool_id, cloud.client_id, ADMIN_EMAIL, "another one")()
