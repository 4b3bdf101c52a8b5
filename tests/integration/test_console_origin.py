"""The console's origin before the running engine: sign-in, API and recordings, as a page uses them."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest

from local.client import ApiClient, ApiError, cognito_token
from local.cloud import ADMIN_EMAIL, Cloud
from local.console.server import ConsoleError, ConsoleServer
from local.engine.process import free_port


@pytest.fixture(scope="module")
def console(cloud: Cloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleServer]:
    folder: Path = tmp_path_factory.mktemp("dist")
    (folder / "index.html").write_text("<!doctype html><title>Debrief</title>", encoding="utf-8")
    settings = replace(cloud.settings, console_port=free_port())
    with ConsoleServer(replace(cloud, settings=settings), folder) as server:
        yield server


def config(console: ConsoleServer) -> Any:
    with urllib.request.urlopen(f"{console.url}/config.json", timeout=30) as answer:
        return json.load(answer)


@pytest.mark.feature("N10")
def test_a_page_signs_in_and_works_on_one_origin(console: ConsoleServer, cloud: Cloud) -> None:
    told = config(console)
    cognito = boto3.client(
        "cognito-idp",
        endpoint_url=console.url + told["cognito_endpoint"],
        region_name=told["region"],
        aws_access_key_id="nobody",
        aws_secret_access_key="nobody",
    )
    token = cognito_token(cognito, told["user_pool_client_id"], ADMIN_EMAIL, cloud.password)
    api = ApiClient(console.url + told["api"], token)
    assert api.get("/me")["person"]["email"] == ADMIN_EMAIL
    made = api.request("POST", "/teams", {"name": "Seen from the console"}, key="console-origin")
    assert (made.status, made.etag) == (201, '"1"')
    assert made.location == f"/teams/{made.body['id']}"
    with pytest.raises(ApiError) as stale:
        api.request("PATCH", made.location, {"name": "Too late"}, etag='"7"')
    assert stale.value.status == 412
    with pytest.raises(ApiError) as gone:
        api.get("/teams/tm_nowhere")
    assert gone.value.status == 404


def test_a_part_of_a_recording_can_be_asked_for_from_another_origin(console: ConsoleServer, cloud: Cloud) -> None:
    s3, key = cloud.boto("s3"), "console/heard.wav"
    s3.put_object(Bucket=cloud.content_bucket, Key=key, Body=bytes(range(200)), ContentType="audio/wav")
    signed = s3.generate_presigned_url("get_object", Params={"Bucket": cloud.content_bucket, "Key": key})
    request = urllib.request.Request(signed, headers={"Range": "bytes=50-59", "Origin": console.url})
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == 206
        assert answer.headers["Content-Range"] == "bytes 50-59/200"
        assert answer.headers["Access-Control-Allow-Origin"] in {"*", console.url}
        assert answer.read() == bytes(range(50, 60))
    assert f"media-src 'self' blob: {signed.split('/', 3)[0]}//{signed.split('/', 3)[2]};" in policy(console)


def test_what_was_sent_is_shown_and_nobody_else_gets_it(console: ConsoleServer, cloud: Cloud) -> None:
    ses = cloud.boto("sesv2")
    for address in ("sender@sample.example", "reader@sample.example"):
        ses.create_email_identity(EmailIdentity=address)
    html = "<p>Read <a href='https://example.org'>this</a></p>"
    ses.send_email(
        FromEmailAddress="sender@sample.example",
        Destination={"ToAddresses": ["reader@sample.example"]},
        Content={
            "Simple": {
                "Subject": {"Data": "Seen at the console"},
                "Body": {"Text": {"Data": "Read this"}, "Html": {"Data": html}},
            }
        },
    )
    listed = page(console, "/_mail")
    found = re.search(r"<a href='(/_mail/[^']+)'>Seen at the console</a>", listed)
    assert found is not None, listed
    assert "reader@sample.example" in listed
    message = page(console, found[1])
    assert "Read this" in message
    assert f"src='{found[1]}/html'" in message
    assert page(console, f"{found[1]}/html") == html


def test_the_user_pool_is_not_managed_through_the_console(console: ConsoleServer, cloud: Cloud) -> None:
    body = json.dumps({"UserPoolId": cloud.user_pool_id}).encode()
    headers = {"X-Amz-Target": "AWSCognitoIdentityProviderService.ListUsers"}
    request = urllib.request.Request(f"{console.url}/cognito", body, headers)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=30)
    assert refused.value.code == 404


def page(console: ConsoleServer, path: str) -> str:
    with urllib.request.urlopen(console.url + path, timeout=30) as answer:
        return str(answer.read().decode())


def test_two_consoles_do_not_share_a_port(console: ConsoleServer, cloud: Cloud, tmp_path: Path) -> None:
    port = int(console.url.rsplit(":", 1)[1])
    other = ConsoleServer(replace(cloud, settings=replace(cloud.settings, console_port=port)), tmp_path)
    with pytest.raises(ConsoleError, match=f"Port {port} on 127.0.0.1 is taken"):
        other.start()


def policy(console: ConsoleServer) -> str:
    with urllib.request.urlopen(f"{console.url}/", timeout=30) as answer:
        return str(answer.headers["Content-Security-Policy"])
