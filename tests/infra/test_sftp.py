"""The SFTP door: there is none unless it is asked for, and what it lets in may do next to nothing (S2.1)."""

import re
from typing import Any

import pytest

from debrief.interactions.intake.file_names import UNFINISHED as KNOWN_TO_THE_INTAKE
from infra.settings import load
from infra.sftp import SftpSource, sftp_sources
from infra.stacks.sftp import SECURITY_POLICY, UNFINISHED
from infra.variables import SettingsError
from tests.infra.conftest import EVERYTHING, Environment

pytestmark = pytest.mark.feature("S2.1")

ENTRIES = dict(EVERYTHING)["DEBRIEF_SFTP_SOURCES"].split(";")
KEY = ENTRIES[0].split(" ", 1)[1]


def sources(text: str) -> tuple[SftpSource, ...]:
    return sftp_sources({"DEBRIEF_SFTP_SOURCES": text})


def test_without_sources_there_is_no_server(prod: Environment) -> None:
    assert load("prod", {}).sftp == ()
    assert "Sftp" not in prod.templates
    assert prod.all("AWS::Transfer::Server") == {}


def test_the_server_takes_keys_alone_with_todays_algorithms(everything: Environment) -> None:
    (server,) = everything.resources("Sftp", "AWS::Transfer::Server").values()
    properties = server["Properties"]
    # What CloudFormation takes for granted where it is told nothing are the algorithms of 2018.
    assert properties["SecurityPolicyName"] == SECURITY_POLICY
    assert properties["Protocols"] == ["SFTP"]
    assert properties["IdentityProviderType"] == "SERVICE_MANAGED"
    assert properties["ProtocolDetails"] == {"SetStatOption": "ENABLE_NO_OP"}
    (log,) = everything.resources("Sftp", "AWS::Logs::LogGroup")
    assert properties["StructuredLogDestinations"] == [{"Fn::GetAtt": [log, "Arn"]}]
    assert everything.resources("Sftp", "AWS::Logs::LogGroup")[log]["Properties"]["RetentionInDays"] == 90
    assert [*everything.templates["Sftp"]["Outputs"]] == ["SftpHost"]


def test_each_source_is_shut_into_its_folder(everything: Environment) -> None:
    users = {each["Properties"]["UserName"]: each["Properties"] for each in of_users(everything)}
    assert [*users] == ["pbx-north", "pbx-south"]
    for name, user in users.items():
        (mapping,) = user["HomeDirectoryMappings"]
        assert (user["HomeDirectoryType"], mapping["Entry"]) == ("LOGICAL", "/")
        assert written(mapping["Target"]).endswith(f"/sftp/{name}")
        assert user["SshPublicKeys"] == [entry.split(" ", 1)[1] for entry in ENTRIES if entry.startswith(name)]


def test_a_source_may_put_files_and_rename_what_it_uploads(everything: Environment) -> None:
    policies = everything.resources("Sftp", "AWS::IAM::Policy").values()
    assert len(policies) == 2
    for policy in policies:
        allowed: dict[str, set[str]] = {}
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
            assert statement["Effect"] == "Allow"
            resources = statement["Resource"]
            for action in statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]:
                listed = resources if isinstance(resources, list) else [resources]
                allowed.setdefault(action, set()).update(written(each) for each in listed)
        (put,) = allowed["s3:PutObject"]
        folder = put.removesuffix("*")
        assert re.search(r"/sftp/pbx-(?:north|south)/$", folder)
        # Nothing that has the name of a recording can be read or deleted through the door.
        unfinished = {f"{folder}*{ending}" for ending in UNFINISHED}
        assert allowed["s3:GetObject"] == allowed["s3:DeleteObject"] == unfinished
        assert {*allowed} == {
            *("s3:ListBucket", "s3:PutObject", "s3:GetObject", "s3:DeleteObject"),
            *("kms:Decrypt", "kms:GenerateDataKey"),
        }
        (listing,) = (each for each in policy["Properties"]["PolicyDocument"]["Statement"] if "Condition" in each)
        prefixes = listing["Condition"]["StringLike"]["s3:prefix"]
        assert [each.rstrip("/*") for each in prefixes] == [prefixes[0]] * 2
        assert folder.endswith(f"/{prefixes[0]}/")


def test_only_this_server_may_take_the_roles(everything: Environment) -> None:
    for role in everything.resources("Sftp", "AWS::IAM::Role").values():
        (trust,) = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": "transfer.amazonaws.com"}
        assert {*trust["Condition"]} == {"StringEquals", "ArnLike"}
        assert "AWS::AccountId" in str(trust["Condition"]["StringEquals"])
        assert "Server" in written(trust["Condition"]["ArnLike"]["aws:SourceArn"])


def test_refusals_faults_and_cut_off_uploads_raise_alarms(everything: Environment) -> None:
    filters = everything.resources("Sftp", "AWS::Logs::MetricFilter").values()
    assert sorted(each["Properties"]["FilterPattern"] for each in filters) == [
        '{ $.activity-type = "AUTH_FAILURE" }',
        '{ $.activity-type = "ERROR" }',
        '{ $.activity-type = "PARTIAL_CLOSE" }',
    ]
    watched = {
        each["Properties"]["MetricName"] for each in everything.resources("Sftp", "AWS::CloudWatch::Alarm").values()
    }
    assert watched == {each["Properties"]["MetricTransformations"][0]["MetricName"] for each in filters}


def test_the_door_and_the_intake_know_the_same_names_of_uploads() -> None:
    assert UNFINISHED == KNOWN_TO_THE_INTAKE


def test_sources_are_read_with_all_their_keys() -> None:
    other = ENTRIES[1].split(" ", 1)[1]
    assert sources(f"pbx-b {KEY} a comment\npbx-a {KEY}; pbx-b {other}; ") == (
        SftpSource("pbx-a", (KEY,)),
        SftpSource("pbx-b", (KEY, other)),
    )
    assert sources("") == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"PBX {KEY}", "3 to 32 small letters"),
        (f"p {KEY}", "3 to 32 small letters"),
        ("pbx", "none of ssh-ed25519"),
        ("pbx ssh-dss AAAA", "none of ssh-ed25519"),
        ("pbx ssh-ed25519 not-base64!", "none of ssh-ed25519"),
        (f"pbx ssh-rsa {KEY.split()[1]}", "none of ssh-ed25519"),
        ("pbx -----BEGIN OPENSSH PRIVATE KEY-----", "private key"),
        (f"pbx {KEY};pbx {KEY}", "one key twice"),
    ],
)
def test_what_is_no_source_is_refused_without_its_key(text: str, why: str) -> None:
    with pytest.raises(SettingsError, match=why) as refused:
        sources(text)
    assert KEY.split()[1] not in str(refused.value)


def of_users(everything: Environment) -> list[dict[str, Any]]:
    users = everything.resources("Sftp", "AWS::Transfer::User").values()
    return sorted(users, key=lambda each: str(each["Properties"]["UserName"]))


def written(value: Any) -> str:
    """A value of a template as text; what it refers to by its name."""
    if isinstance(value, str):
        return value
    if "Fn::Join" in value:
        separator, parts = value["Fn::Join"]
        return str(separator).join(written(part) for part in parts)
    if "Fn::GetAtt" in value:
        return f"<{'.'.join(value['Fn::GetAtt'])}>"
    return f"<{next(iter(value.values()))}>"
