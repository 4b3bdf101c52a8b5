"""Settings, and reading a cloud assembly."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from local.deployment.deployer import DeployError, api_url, read_assembly, zip_folder
from local.settings import LocalSettings, SettingsError


def test_defaults_and_the_way_through_the_environment() -> None:
    settings = LocalSettings.from_env({})
    assert (settings.port, settings.model_port, settings.url) == (4566, 4567, "http://127.0.0.1:4566")
    assert settings.state_dir.name == ".local"
    assert settings.console_url == "http://127.0.0.1:5173"
    changed = LocalSettings.from_env(
        {
            "DEBRIEF_PORT": "5000",
            "DEBRIEF_MODEL_URL": "http://localhost:11434/v1/",
            "LOCAL_RECOGNISER": "off",
            "DEBRIEF_CONSOLE_PORT": "5001",
        }
    )
    assert changed.console_port == 5001
    assert (changed.model_port, changed.model_url) == (5001, "http://localhost:11434")
    assert not changed.uses_offline_model
    assert LocalSettings.from_env(changed.to_env()) == changed


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({"DEBRIEF_PORT": "many"}, "DEBRIEF_PORT must be a number, not 'many'."),
        ({"DEBRIEF_SAVE_SECONDS": "0"}, "DEBRIEF_SAVE_SECONDS must be greater than zero, not 0."),
        ({"DEBRIEF_MODEL": "gpt"}, "DEBRIEF_MODEL must be one of offline, bedrock, not 'gpt'."),
        (
            {"LOCAL_RECOGNISER_SECONDS": "20000"},
            "LOCAL_RECOGNISER_SECONDS can be up to 10800: the pipeline waits no longer.",
        ),
        ({"LOCAL_RECOGNISER": "on"}, "LOCAL_RECOGNISER must be one of auto, moonshine, pocketsphinx, off, not 'on'."),
    ],
)
def test_a_wrong_setting_is_said_in_one_sentence(env: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingsError) as caught:
        LocalSettings.from_env(env)
    assert str(caught.value) == sentence


def test_the_engine_is_bound_to_the_loopback_interface() -> None:
    environment = LocalSettings.from_env({"BIND_HOST": "0.0.0.0"}).engine_environment()
    assert environment["BIND_HOST"] == "127.0.0.1"
    assert environment["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4566"
    assert environment["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull
    assert environment["LAMBDA_ACCOUNT_CONCURRENCY"] == "0", "what waits for a worker refuses nobody"


def write(folder: Path, artifacts: dict[str, Any]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}))
    return folder


def stack(*needs: str) -> dict[str, Any]:
    return {
        "type": "aws:cloudformation:stack",
        "properties": {"templateFile": "t.json"},
        "dependencies": list(needs),
    }


def test_stacks_come_in_the_order_of_their_needs(tmp_path: Path) -> None:
    folder = write(tmp_path, {"api": stack("data", "assets"), "data": stack(), "web": stack("api")})
    assert [item.name for item in read_assembly(folder, "us-east-1")] == ["data", "api", "web"]


def test_nested_assemblies_are_read(tmp_path: Path) -> None:
    write(tmp_path / "inner", {"one": stack()})
    outer = {"stage": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "inner"}}}
    assert [item.name for item in read_assembly(write(tmp_path, outer), "us-east-1")] == ["one"]


def test_assets_go_where_the_manifest_says(tmp_path: Path) -> None:
    file = {
        "source": {"path": "code", "packaging": "zip"},
        "destinations": {"x": {"bucketName": "assets-${AWS::AccountId}-${AWS::Region}", "objectKey": "k.zip"}},
    }
    (tmp_path / "a.json").write_text(json.dumps({"files": {"h": file}}))
    artifacts = {"s": stack("m"), "m": {"type": "cdk:asset-manifest", "properties": {"file": "a.json"}}}
    (asset,) = read_assembly(write(tmp_path, artifacts), "eu-west-1")[0].assets
    assert (asset.bucket, asset.key) == ("assets-000000000000-eu-west-1", "k.zip")


def test_what_cannot_be_deployed_is_said(tmp_path: Path) -> None:
    with pytest.raises(DeployError, match="no cloud assembly"):
        read_assembly(tmp_path, "us-east-1")
    with pytest.raises(DeployError, match="in a circle"):
        read_assembly(write(tmp_path, {"a": stack("b"), "b": stack("a")}), "us-east-1")


def test_the_same_folder_gives_the_same_zip(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "deep").mkdir(parents=True)
        (tmp_path / name / "deep" / "f.py").write_text("x = 1\n")
        os.utime(tmp_path / name / "deep" / "f.py", (1, 1 if name == "one" else 99))
    assert zip_folder(tmp_path / "one") == zip_folder(tmp_path / "two")


def test_apis_are_reached_by_path() -> None:
    assert api_url(LocalSettings.from_env({}), "abc") == ("http://127.0.0.1:4566/_aws/execute-api/abc/$default")
