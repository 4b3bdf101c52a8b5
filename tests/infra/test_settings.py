"""Settings and the Python version: wrong ones are refused in words."""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3

from infra import nag
from infra.runtime import UnsupportedPython, python_version, wheel_platforms
from infra.settings import EmailSetting, load
from infra.variables import SettingsError

PRICES = {"DEBRIEF_MODEL_INPUT_USD": "1.5", "DEBRIEF_MODEL_OUTPUT_USD": "6"}


@pytest.mark.parametrize("name", ["dev", "staging", "prod", "local"])
def test_environments_load_without_any_variable(name: str) -> None:
    assert load(name, {}).name == name


def test_an_unknown_environment_is_refused() -> None:
    with pytest.raises(SettingsError, match="dev, staging, prod, local"):
        load("production", {})


@pytest.mark.parametrize(
    "variables",
    [
        {"DEBRIEF_API_ORIGINS": "*"},
        {"DEBRIEF_ALARM_EMAIL": "nobody"},
        {"DEBRIEF_DOMAIN": "api.example.org"},
        {"DEBRIEF_CERTIFICATE_ARN": "arn"},
        {"DEBRIEF_CONSOLE_DOMAIN": "debrief.example.org"},
        {
            "DEBRIEF_CONSOLE_DOMAIN": "debrief.example.org",
            "DEBRIEF_CONSOLE_CERTIFICATE_ARN": "arn:aws:acm:eu-central-1:111122223333:certificate/a",
        },
        {
            "DEBRIEF_DOMAIN": "debrief.example.org",
            "DEBRIEF_CERTIFICATE_ARN": "arn:aws:acm:eu-central-1:111122223333:certificate/b",
            "DEBRIEF_CONSOLE_DOMAIN": "debrief.example.org",
            "DEBRIEF_CONSOLE_CERTIFICATE_ARN": "arn:aws:acm:us-east-1:111122223333:certificate/a",
        },
        {"DEBRIEF_MODEL_ID": "example.model-v1:0"},
        {"DEBRIEF_API_ORIGINS": "https://reports.example.org/"},
        {"DEBRIEF_API_ORIGINS": "reports.example.org"},
        {"DEBRIEF_EMAIL_FROM": "Debrief <debrief@example.org>"},
        {"DEBRIEF_EMAIL_FROM": "debrief@example.org", "DEBRIEF_EMAIL_IDENTITY": "example.com"},
        {"DEBRIEF_EMAIL_FROM": "debrief@badexample.org", "DEBRIEF_EMAIL_IDENTITY": "example.org"},
        {"DEBRIEF_EMAIL_FROM": "debrief@example.org", "DEBRIEF_EMAIL_REGION": "eu-central-1"},
        {"DEBRIEF_EMAIL_IDENTITY": "example.org"},
        {"DEBRIEF_EMAIL_REGION": "us-east-1"},
    ],
)
def test_values_that_make_no_sense_are_refused(variables: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as refused:
        load("prod", variables)
    assert any(name in str(refused.value) for name in variables) or "DEBRIEF_MODEL_INPUT_USD" in str(refused.value)


def test_the_sender_of_e_mails_is_verified_itself_or_by_its_domain() -> None:
    def sender(**more: str) -> EmailSetting | None:
        given = {f"DEBRIEF_EMAIL_{name}": value for name, value in more.items()}
        return load("prod", {"DEBRIEF_EMAIL_FROM": "debrief@mail.example.org", **given}).email

    assert load("prod", {}).email is None
    assert sender() == EmailSetting("debrief@mail.example.org", "debrief@mail.example.org", None)
    assert sender(IDENTITY="Example.org", REGION="eu-west-1") == EmailSetting(
        "debrief@mail.example.org", "Example.org", "eu-west-1"
    )


@pytest.mark.parametrize("name", ["dev", "staging", "prod", "local"])
def test_queues_are_worked_off_by_as_many_as_lambda_allows(name: str) -> None:
    settings = load(name, {})
    for consumer in ("intake_recording", "roll_up", "another"):
        assert 2 <= settings.queue(consumer).most_at_once <= 1000
        assert 0 <= settings.queue(consumer).wait_seconds <= 300


def test_a_profile_brings_the_regions_it_routes_to() -> None:
    assert load("prod", {}).model.regions == ("us-east-1", "us-east-2", "us-west-2")
    european = load("prod", {"DEBRIEF_MODEL_ID": "eu.example.model-v1:0", **PRICES}).model
    assert european.geography == "eu"
    assert european.foundation_model == "example.model-v1:0"
    assert "eu-west-1" in european.regions
    plain = load("prod", {"DEBRIEF_MODEL_ID": "example.model-v1:0", **PRICES}).model
    assert plain.geography is None
    assert plain.regions == ()
    assert load("prod", {"DEBRIEF_MODEL_REGIONS": "eu-west-1, eu-west-2"}).model.regions == ("eu-west-1", "eu-west-2")


def test_only_production_and_staging_keep_what_they_hold() -> None:
    kept = {name: load(name, {}).protection for name in ("dev", "staging", "prod", "local")}
    assert kept == {"dev": "destroy", "staging": "retain", "prod": "retain", "local": "destroy"}
    assert load("prod", {}).termination_protection


@pytest.mark.parametrize("version", [(3, 10), (3, 14)])
def test_other_pythons_are_refused_with_a_sentence(version: tuple[int, int]) -> None:
    with pytest.raises(UnsupportedPython, match=r"3\.11, 3\.12, 3\.13"):
        python_version(version)


def test_wheels_fit_the_c_library_of_the_runtime() -> None:
    assert wheel_platforms((3, 11)) == ("manylinux2014_aarch64",)
    assert wheel_platforms((3, 13))[0] == "manylinux_2_28_aarch64"


def test_a_finding_of_nag_stops_the_synthesis(tmp_path: Path) -> None:
    app = cdk.App(outdir=str(tmp_path))
    s3.Bucket(cdk.Stack(app, "Careless"), "Open")
    nag.check(app)
    with pytest.raises(RuntimeError, match="Validation"):
        app.synth()
