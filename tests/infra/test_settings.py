"""Settings: wrong ones are refused in words. The Python version: one, and what is said of it everywhere fits."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Template

from infra import nag
from infra.constructs.context_table import ContextTable
from infra.constructs.grants import ask_model
from infra.runtime import bytecode_compiler, lambda_runtime, python_version, wheel_platforms
from infra.settings import EmailSetting, load
from infra.variables import SettingsError

ROOT = Path(__file__).resolve().parents[2]
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
        {"DEBRIEF_CONSOLE_URL": "http://debrief.example.org"},
        {"DEBRIEF_CONSOLE_URL": "https://example.org/debrief"},
        {
            "DEBRIEF_CONSOLE_URL": "https://debrief.example.org",
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


@pytest.mark.feature("N9")
def test_a_minute_of_transcription_costs_what_is_told_else_the_dearest_that_is_used() -> None:
    assert load("prod").transcription.usd_per_minute == 0.030
    assert load("local").transcription.usd_per_minute == 0.0
    assert load("prod", {"DEBRIEF_TRANSCRIBE_USD_MINUTE": " 0.024 "}).transcription.usd_per_minute == 0.024
    for told in ("-1", "0,024", "free", "1e3"):
        with pytest.raises(SettingsError):
            load("prod", {"DEBRIEF_TRANSCRIBE_USD_MINUTE": told})


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
    assert european.is_profile
    assert european.foundation_model == "example.model-v1:0"
    assert "eu-west-1" in european.regions
    plain = load("prod", {"DEBRIEF_MODEL_ID": "example.model-v1:0", **PRICES}).model
    assert not plain.is_profile
    assert plain.regions == ()
    assert load("prod", {"DEBRIEF_MODEL_REGIONS": "eu-west-1, eu-west-2"}).model.regions == ("eu-west-1", "eu-west-2")


def test_other_geographies_are_profiles_too_and_a_global_one_is_in_no_region() -> None:
    for prefix, region in (("jp", "ap-northeast-3"), ("au", "ap-southeast-4"), ("us-gov", "us-gov-west-1")):
        model = load("prod", {"DEBRIEF_MODEL_ID": f"{prefix}.example.model-v1:0", **PRICES}).model
        assert model.is_profile
        assert model.foundation_model == "example.model-v1:0"
        assert region in model.regions
    everywhere = load("prod", {"DEBRIEF_MODEL_ID": "global.example.model-v1:0", **PRICES}).model
    assert (everywhere.is_profile, everywhere.is_global, everywhere.regions) == (True, True, ())


def test_a_global_profile_may_be_asked_in_its_three_places() -> None:
    stack = cdk.Stack(cdk.App(), "Asking")
    table = ContextTable(stack, "People", settings=load("dev", {}), key=None, outbox=False)
    function = lambda_.Function(
        stack,
        "Asks",
        runtime=lambda_.Runtime.PYTHON_3_11,
        handler="x.y",
        code=lambda_.Code.from_inline("x"),
    )
    model = load("dev", {"DEBRIEF_MODEL_ID": "global.example.model-v1:0", **PRICES}).model
    ask_model(model, table)(function)
    template = json.dumps(Template.from_stack(stack).to_json())
    # The profile and the model in the stack's own Region, and the model that is in none.
    for place in (":inference-profile/global.", '"::foundation-model/example.', ":bedrock:::foundation-model/example."):
        assert place in template, place


def test_what_a_model_can_do_may_be_said() -> None:
    said = load("prod", {"DEBRIEF_MODEL_CONTEXT_TOKENS": "8192", "DEBRIEF_MODEL_TOOL_CHOICE": "auto"}).model
    assert (said.context_tokens, said.tool_choice) == (8192, "auto")
    assert (load("prod", {}).model.context_tokens, load("prod", {}).model.tool_choice) == (None, None)
    for wrong in ({"DEBRIEF_MODEL_CONTEXT_TOKENS": "512"}, {"DEBRIEF_MODEL_CONTEXT_TOKENS": "many"}):
        with pytest.raises(SettingsError, match="CONTEXT_TOKENS"):
            load("prod", wrong)
    with pytest.raises(SettingsError, match="one of tool, any, auto, none"):
        load("prod", {"DEBRIEF_MODEL_TOOL_CHOICE": "hammer"})


def test_only_production_and_staging_keep_what_they_hold() -> None:
    kept = {name: load(name, {}).protection for name in ("dev", "staging", "prod", "local")}
    assert kept == {"dev": "destroy", "staging": "retain", "prod": "retain", "local": "destroy"}
    assert load("prod", {}).termination_protection


def test_lambda_runs_the_newest_python_that_the_tests_run_on() -> None:
    lambdas = ".".join(map(str, python_version()))
    assert lambda_runtime().name == f"python{lambdas}"
    offered = re.search(r"python: \[(.+)\]", (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    assert offered
    oldest, newest = re.findall(r"\d+\.\d+", offered[1])
    assert newest == lambdas
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["requires-python"] == f">={oldest}"
    assert project["tool"]["mypy"]["python_version"] == oldest
    assert project["tool"]["ruff"]["target-version"] == f"py{oldest.replace('.', '')}"
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"--python-version {oldest} " in makefile
    assert f"{tuple(map(int, oldest.split('.')))} <= v <= {python_version()}" in makefile


@pytest.mark.parametrize(
    ("says", "fits"),
    [("echo Python 3.14.8", True), ("echo Python 3.11.7", False), ("echo no such version >&2; exit 127", False)],
)
def test_bytecode_is_compiled_by_lambdas_version_or_not_at_all(
    says: str, fits: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = tmp_path / "python3.14"
    named.write_text(f"#!/bin/sh\n{says}\n", encoding="utf-8")
    named.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(sys, "version_info", (3, 11, 7, "final", 0))
    bytecode_compiler.cache_clear()
    assert bytecode_compiler() == (str(named) if fits else None)
    monkeypatch.setattr(sys, "version_info", (3, 14, 8, "final", 0))
    bytecode_compiler.cache_clear()
    assert bytecode_compiler() == sys.executable
    bytecode_compiler.cache_clear()


def test_wheels_fit_the_c_library_of_the_runtime() -> None:
    wanted = wheel_platforms()
    assert wanted[0] == "manylinux_2_34_aarch64"
    assert {"manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"} < set(wanted)
    assert not {"manylinux_2_35_aarch64", "manylinux_2_34_x86_64"} & set(wanted)


def test_a_finding_of_nag_stops_the_synthesis(tmp_path: Path) -> None:
    app = cdk.App(outdir=str(tmp_path))
    s3.Bucket(cdk.Stack(app, "Careless"), "Open")
    nag.check(app)
    with pytest.raises(RuntimeError, match="Validation"):
        app.synth()
