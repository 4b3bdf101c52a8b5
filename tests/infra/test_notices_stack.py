"""Who may send e-mail from which address, what tells of bounces, an environment without a sender; and channels."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from debrief.kernel.storage.clients import ONCE, PATIENCE
from debrief.notices.channels.sending_service import LEAST_S
from debrief.notices.delivery_service import CLAIM
from infra.settings import load
from infra.variables import SettingsError
from tests.infra.conftest import ELSEWHERE, SENDER, Environment
from tests.synthesis import VARIABLES, synthesise, templates_of

DOMAIN = (
    ("DEBRIEF_CONSOLE_DOMAIN", "debrief.example.org"),
    ("DEBRIEF_CONSOLE_CERTIFICATE_ARN", "arn:aws:acm:us-east-1:123456789012:certificate/a"),
)


def all_of(template: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [each["Properties"] for each in template["Resources"].values() if each["Type"] == kind]


def function_named(template: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [each for each in all_of(template, "AWS::Lambda::Function") if f".{name}." in each["Handler"]]
    return found


def variables_of(template: dict[str, Any], name: str = "send_notices") -> dict[str, Any]:
    function = function_named(template, name)
    found: dict[str, Any] = function["Environment"]["Variables"]
    return found


def sending(template: dict[str, Any]) -> list[dict[str, Any]]:
    statements = [s for each in all_of(template, "AWS::IAM::Policy") for s in each["PolicyDocument"]["Statement"]]
    return [each for each in statements if each["Action"] == "ses:SendEmail"]


@pytest.mark.feature("S2.5")
def test_with_a_sender_the_function_may_send_from_it_and_hears_of_bounces(
    synthesised: Callable[..., Environment],
) -> None:
    template = synthesised("dev", (*SENDER, *DOMAIN)).templates["Notices"]
    (statement,) = sending(template)
    assert statement["Condition"] == {"StringEquals": {"ses:FromAddress": "debrief@example.org"}}
    resources = json.dumps(statement["Resource"])
    # As long as the account is in the sandbox, SES asks for the right to the recipient's identity as well.
    assert ":identity/*" in resources
    assert ":configuration-set/debrief-dev" in resources
    variables = variables_of(template)
    assert variables["NOTICE_CHANNELS"] == "in_app,email"
    assert variables["EMAIL_FROM"] == "debrief@example.org"
    assert variables["EMAIL_CONFIGURATION_SET"] == "debrief-dev"
    assert variables["CONSOLE_URL"] == "https://debrief.example.org"
    (made_set,) = all_of(template, "AWS::SES::ConfigurationSet")
    assert made_set["Name"] == "debrief-dev"
    assert made_set["DeliveryOptions"] == {"TlsPolicy": "REQUIRE"}
    assert made_set["SuppressionOptions"] == {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]}
    (destination,) = all_of(template, "AWS::SES::ConfigurationSetEventDestination")
    assert destination["EventDestination"]["MatchingEventTypes"] == ["bounce", "complaint", "reject"]
    assert "event-bus/default" in json.dumps(destination["EventDestination"]["EventBridgeDestination"])
    (rule,) = [each for each in all_of(template, "AWS::Events::Rule") if "source" in each["EventPattern"]]
    assert "EventBusName" not in rule, "SES tells the account's own bus"
    assert rule["EventPattern"]["detail"] == {"mail": {"tags": {"ses:configuration-set": ["debrief-dev"]}}}


@pytest.mark.feature("S2.5")
def test_a_whole_batch_fits_into_the_function_also_when_every_call_hangs(everything: Environment) -> None:
    template = everything.templates["Notices"]
    function = function_named(template, "send_notices")
    (source,) = [each for each in all_of(template, "AWS::Lambda::EventSourceMapping") if each["BatchSize"] == 2]
    (queue,) = [each for each in all_of(template, "AWS::SQS::Queue") if each["QueueName"].endswith("-notices")]
    hangs = max(each.attempts * (each.connect_s + each.read_s) for each in (PATIENCE, ONCE))
    # As much again as a quarter, for the waits between the tries and for the rest of a delivery.
    assert source["BatchSize"] * hangs * 1.25 < function["Timeout"]
    assert timedelta(seconds=function["Timeout"]) < CLAIM < timedelta(seconds=queue["VisibilityTimeout"])


@pytest.mark.feature("S2.5")
def test_channels_have_a_queue_and_secrets_of_their_own(everything: Environment, local: Environment) -> None:
    """A lane may take all of the function's time, and only the sender reads what opens channels."""
    template = everything.templates["Notices"]
    function = function_named(template, "send_to_channels")
    (queue,) = [each for each in all_of(template, "AWS::SQS::Queue") if each["QueueName"].endswith("-channels")]
    assert function["Timeout"] > 2 * LEAST_S
    assert queue["VisibilityTimeout"] >= 6 * function["Timeout"]
    assert [each for each in all_of(template, "AWS::CloudWatch::Alarm") if "channels-dead-letters" in json.dumps(each)]
    statements = [s for each in all_of(template, "AWS::IAM::Policy") for s in each["PolicyDocument"]["Statement"]]
    (reading,) = [each for each in statements if each["Action"] == "secretsmanager:GetSecretValue"]
    assert ":secret:debrief-prod/channels/*" in json.dumps(reading["Resource"])
    # Receivers on the machine itself are for laptops.
    assert "CHANNEL_LOOPBACK" not in json.dumps(everything.templates)
    assert variables_of(local.templates["Notices"], "send_to_channels")["CHANNEL_LOOPBACK"] == "true"


@pytest.mark.feature("S2.5")
def test_production_may_use_the_senders_identity_alone(everything: Environment) -> None:
    (statement,) = sending(everything.templates["Notices"])
    assert statement["Condition"] == {"StringEquals": {"ses:FromAddress": "debrief@mail.example.org"}}
    resources = json.dumps(statement["Resource"])
    assert ":identity/example.org" in resources
    assert ":configuration-set/debrief-prod" in resources
    assert "*" not in resources


@pytest.mark.feature("S2.5")
def test_a_sender_in_another_region_has_no_set_there(synthesised: Callable[..., Environment]) -> None:
    template = synthesised("dev", ELSEWHERE).templates["Notices"]
    (statement,) = sending(template)
    assert ":ses:eu-west-1:" in json.dumps(statement["Resource"])
    assert all_of(template, "AWS::SES::ConfigurationSet") == []
    assert variables_of(template)["EMAIL_REGION"] == "eu-west-1"


@pytest.mark.feature("S2.5")
def test_without_a_sender_nobody_may_send(prod: Environment) -> None:
    template = prod.templates["Notices"]
    assert sending(template) == []
    assert all_of(template, "AWS::SES::ConfigurationSet") == []
    variables = variables_of(template)
    assert variables["NOTICE_CHANNELS"] == "in_app"
    assert not [name for name in variables if name.startswith("EMAIL_")]
    assert "Fn::ImportValue" in json.dumps(variables["CONSOLE_URL"]), "the name that CloudFront gives"


@pytest.mark.feature("S2.5", "N19")
def test_without_cloudfront_links_lead_to_where_the_console_is_served(tmp_path: Path) -> None:
    """As in GovCloud. Nothing of the other stacks waits for the one that isn't there, nor for a build."""
    variables = VARIABLES | {"DEBRIEF_CONSOLE_URL": "https://debrief.example.gov/"}
    synthesise("prod", variables, tmp_path / "out", tmp_path / "no-build")
    templates = templates_of(tmp_path / "out", "prod")
    assert set(templates) == {"Data", "Workflows", "Api", "Notices", "Observability"}
    assert variables_of(templates["Notices"])["CONSOLE_URL"] == "https://debrief.example.gov"
    assert "-Web:" not in json.dumps(templates)
    for bucket in all_of(templates["Data"], "AWS::S3::Bucket"):
        for rule in bucket.get("CorsConfiguration", {}).get("CorsRules", []):
            assert rule["AllowedOrigins"] == ["https://debrief.example.gov", "https://reports.example.org"]


@pytest.mark.feature("S2.5")
def test_the_api_knows_which_channels_there_are(prod: Environment, local: Environment) -> None:
    for environment, channels in ((prod, "in_app"), (local, "in_app,email")):
        functions = environment.resources("Api", "AWS::Lambda::Function").values()
        found = [each["Properties"]["Environment"]["Variables"].get("NOTICE_CHANNELS") for each in functions]
        assert [each for each in found if each] == [channels]


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(SettingsError, match="DEBRIEF_EMAIL_FROM"):
        load("dev", {"DEBRIEF_EMAIL_FROM": "Debrief <debrief@example.org>"})
