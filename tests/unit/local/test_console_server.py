"""The console's origin on a laptop, without sockets: files, configuration, the way to the engine, headers."""

from __future__ import annotations

import gzip
import http.client
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from infra.console_headers import IMMUTABLE, REVALIDATE
from local.cloud import Cloud
from local.console.app import SIGN_IN_ACTIONS, ConsoleApp
from local.console.server import ConsoleError, ConsoleServer
from local.settings import REPOSITORY, LocalSettings

OUTPUTS = {"ApiId": "abc123", "UserPoolId": "us-east-1_pool", "UserPoolClientId": "client"}
POOL = {"X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth"}


class Engine:
    """Stands for the engine: what it was asked, and what it answers."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, bytes, dict[str, str]]] = []
        self.status, self.body = 200, b"{}"
        self.headers: list[tuple[str, str]] = [("Content-Type", "application/json")]
        self.fault: Exception | None = None

    def connection(self, host: str, port: int, timeout: float) -> Any:
        assert (host, port) == ("127.0.0.1", 4566)
        engine = self

        class Connection:
            def request(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> None:
                if engine.fault:
                    raise engine.fault
                engine.asked.append((method, path, body, headers))

            def getresponse(self) -> Any:
                head = "".join(f"{name}: {value}\r\n" for name, value in engine.headers)
                raw = f"HTTP/1.1 {engine.status} Said\r\n{head}Content-Length: {len(engine.body)}\r\n\r\n".encode()
                response = http.client.HTTPResponse(Socket(raw + engine.body))  # type: ignore[arg-type]
                response.begin()
                return response

            def close(self) -> None: ...

        return Connection()


class Socket:
    def __init__(self, content: bytes) -> None:
        self._content = content

    def makefile(self, _: str) -> io.BytesIO:
        return io.BytesIO(self._content)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    engine = Engine()
    monkeypatch.setattr("local.console.proxy.http.client.HTTPConnection", engine.connection)
    return engine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    built = tmp_path / "dist"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text("<!doctype html><title>Debrief</title>")
    (built / "assets" / "index-4f2a.js").write_text("let a = 1")
    (tmp_path / "secret.txt").write_text("not for anybody")
    return built


@pytest.fixture
def ask(folder: Path) -> Callable[..., TestResponse]:
    client = Client(ConsoleApp(Cloud(LocalSettings.from_env({}), OUTPUTS, "password"), folder))
    return client.open


@pytest.mark.feature("N10")
def test_an_address_within_the_console_is_its_page(ask: Callable[..., TestResponse]) -> None:
    for path in ("/", "/interactions/in_1", "/reports?from=2026-01-01"):
        answer = ask(path)
        assert (answer.status_code, answer.mimetype) == (200, "text/html")
        assert answer.headers["Cache-Control"] == REVALIDATE
        again = ask(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304


def test_hashed_files_are_kept_and_missing_ones_are_missing(ask: Callable[..., TestResponse]) -> None:
    answer = ask("/assets/index-4f2a.js")
    assert answer.headers["Cache-Control"] == IMMUTABLE
    assert answer.mimetype in {"text/javascript", "application/javascript"}
    missing = ask("/assets/index-0000.js")
    assert (missing.status_code, missing.mimetype) == (404, "text/plain")
    assert "immutable" not in missing.headers.get("Cache-Control", "")


@pytest.mark.parametrize("name", ["assets/index-4f2a.js", "assets/index-4f2a.css", "index.html", "icon.svg"])
def test_texts_are_compressed_for_who_takes_that(ask: Callable[..., TestResponse], folder: Path, name: str) -> None:
    content = b"let answer = 42;" * 500
    (folder / name).write_bytes(content)
    plain = ask(f"/{name}")
    assert (plain.headers.get("Content-Encoding"), plain.data) == (None, content)
    packed = ask(f"/{name}", headers={"Accept-Encoding": "gzip, deflate, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == content
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(content) / 10
    assert {plain.headers["Vary"], packed.headers["Vary"]} == {"Accept-Encoding"}
    assert packed.headers["Cache-Control"] == plain.headers["Cache-Control"]
    again = ask(f"/{name}", headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    # A build that follows is another file.
    (folder / name).write_bytes(content + b"//")
    packed = ask(f"/{name}", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == content + b"//"


def test_what_is_small_or_packed_already_is_sent_as_it_is(ask: Callable[..., TestResponse], folder: Path) -> None:
    (folder / "assets" / "inter-1a2b.woff2").write_bytes(bytes(5_000))
    for path in ("/assets/index-4f2a.js", "/assets/inter-1a2b.woff2"):
        answer = ask(path, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200
        assert "Content-Encoding" not in answer.headers
    (folder / "assets" / "index-4f2a.js").write_bytes(b"let a = 1;" * 500)
    refused = ask("/assets/index-4f2a.js", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


@pytest.mark.parametrize("path", ["/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "//etc/os.txt"])
def test_nothing_outside_the_build_is_read(ask: Callable[..., TestResponse], path: str) -> None:
    answer = ask(path)
    assert answer.status_code == 404
    assert b"not for anybody" not in answer.data


def test_a_console_that_is_not_built_says_so(ask: Callable[..., TestResponse], folder: Path) -> None:
    (folder / "index.html").unlink()
    answer = ask("/interactions")
    assert answer.status_code == 503
    assert b"make console" in answer.data
    assert ask("/config.json").status_code == 200


def test_the_configuration_is_that_of_the_running_cloud(ask: Callable[..., TestResponse]) -> None:
    answer = ask("/config.json")
    assert answer.headers["Cache-Control"] == REVALIDATE
    assert answer.json == {
        "environment": "local",
        "region": "us-east-1",
        "user_pool_id": "us-east-1_pool",
        "user_pool_client_id": "client",
        "cognito_endpoint": "/cognito",
        "api": "/api",
    }


def test_pages_have_the_policy_with_the_engine_in_the_buckets_place(ask: Callable[..., TestResponse]) -> None:
    headers = ask("/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self';" in policy
    assert "media-src 'self' blob: http://127.0.0.1:4566;" in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert "Strict-Transport-Security" not in headers


def test_the_api_is_asked_as_the_page_asked(ask: Callable[..., TestResponse], engine: Engine) -> None:
    engine.status, engine.body = 201, b'{"id": 1}'
    engine.headers += [("ETag", '"3"'), ("Location", "/teams/1"), ("Retry-After", "2"), ("Connection", "close")]
    answer = ask(
        "/api/teams/a%2Fb?cursor=x%2By&limit=5",
        method="PATCH",
        data=b"{}",
        content_type="application/json",
        headers={"Authorization": "Bearer t", "If-Match": '"2"', "Idempotency-Key": "k", "Host": "somewhere"},
    )
    ((method, path, body, headers),) = engine.asked
    assert (method, body) == ("PATCH", b"{}")
    assert path == "/_aws/execute-api/abc123/$default/teams/a%2Fb?cursor=x%2By&limit=5"
    assert {"Authorization": "Bearer t", "If-Match": '"2"', "Idempotency-Key": "k"}.items() <= headers.items()
    assert "Host" not in headers
    assert (answer.status_code, answer.data) == (201, b'{"id": 1}')
    assert (answer.headers["ETag"], answer.headers["Location"], answer.headers["Retry-After"]) == (
        '"3"',
        "/teams/1",
        "2",
    )
    assert "Connection" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Security-Policy" not in answer.headers


@pytest.mark.parametrize("status", [204, 304, 403, 404, 409, 412, 422, 429, 502])
def test_refusals_of_the_api_are_not_covered(ask: Callable[..., TestResponse], engine: Engine, status: int) -> None:
    engine.status, engine.body = status, b"" if status in {204, 304} else b'{"title": "as it was said"}'
    answer = ask("/api/me")
    assert (answer.status_code, answer.data) == (status, engine.body)


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (ConnectionRefusedError(), 503),
        (TimeoutError(), 504),
        (ConnectionResetError(), 502),
        (http.client.BadStatusLine(""), 502),
    ],
)
def test_an_engine_that_does_not_answer_is_a_problem_like_any_other(
    ask: Callable[..., TestResponse], engine: Engine, fault: Exception, status: int
) -> None:
    engine.fault = fault
    answer = ask("/api/me")
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    problem = json.loads(answer.data)
    assert problem["status"] == status
    assert problem["type"].startswith("urn:debrief:problem:")
    assert {"title", "detail", "errors", "trace_id"} <= problem.keys()


def test_only_a_sign_in_is_reached_under_cognito(ask: Callable[..., TestResponse], engine: Engine) -> None:
    signed = {"Authorization": "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/dynamodb/aws4_request"}
    answer = ask("/cognito", method="POST", data=b'{"AuthFlow": "USER_SRP_AUTH"}', headers={**POOL, **signed})
    assert answer.status_code == 200
    ((method, path, body, headers),) = engine.asked
    assert (method, path, body) == ("POST", "/", b'{"AuthFlow": "USER_SRP_AUTH"}')
    assert headers == {**POOL, "Content-Type": "application/x-amz-json-1.1"}
    for request in (
        {"method": "GET", "headers": POOL},
        {"method": "POST", "headers": {"X-Amz-Target": "DynamoDB_20120810.PutItem"}},
        {"method": "POST", "headers": {"X-Amz-Target": "InitiateAuth"}},
        {"method": "POST"},
    ):
        assert ask("/cognito", **request).status_code == 404
    assert len(engine.asked) == 1


@pytest.mark.parametrize(
    "action", ["AdminSetUserPassword", "AdminCreateUser", "ListUsers", "SignUp", "UpdateUserPool", "initiateauth", ""]
)
def test_the_user_pool_is_not_managed_from_a_page(
    ask: Callable[..., TestResponse], engine: Engine, action: str
) -> None:
    target = f"AWSCognitoIdentityProviderService.{action}"
    assert ask("/cognito", method="POST", data=b"{}", headers={"X-Amz-Target": target}).status_code == 404
    assert not engine.asked


def test_every_action_of_the_consoles_sign_in_passes() -> None:
    """By the clients that Amplify makes for what `web/src/session` imports of it, where it is installed."""
    modules = REPOSITORY / "web" / "node_modules" / "@aws-amplify" / "auth" / "dist" / "esm" / "providers" / "cognito"
    if not modules.is_dir():
        pytest.skip("the console's packages are not installed")
    modules = modules.resolve()
    used = ("apis/signIn", "apis/confirmSignIn", "apis/resetPassword", "apis/confirmResetPassword", "apis/signOut")
    seen, left = set(), [modules / f"{name}.mjs" for name in (*used, "utils/refreshAuthTokens")]
    actions = set()
    while left:
        module = left.pop().resolve()
        if module in seen or not module.is_relative_to(modules.parents[1]) or not module.is_file():
            continue
        seen.add(module)
        text = module.read_text(encoding="utf-8")
        actions |= set(re.findall(r"/create(\w+)Client\.mjs", text))
        left += [module.parent / name for name in re.findall(r"from '(\.[^']+\.mjs)'", text)]
    assert {"InitiateAuth", "ForgotPassword", "RevokeToken"} <= actions
    # A remembered device and a passkey aren't offered by this user pool.
    assert actions - {"ConfirmDevice"} - {each for each in actions if "WebAuthn" in each} <= SIGN_IN_ACTIONS


def test_files_are_only_read(ask: Callable[..., TestResponse]) -> None:
    answer = ask("/index.html", method="POST")
    assert answer.status_code == 405
    assert ask("/index.html", method="HEAD").data == b""


def test_a_taken_port_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr("local.console.server.is_taken", lambda port: True)
    settings = LocalSettings.from_env({"DEBRIEF_CONSOLE_PORT": "6000"})
    with pytest.raises(ConsoleError) as caught:
        ConsoleServer(Cloud(settings, OUTPUTS, "password"), folder).start()
    assert str(caught.value) == "Port 6000 on 127.0.0.1 is taken: set DEBRIEF_CONSOLE_PORT to a free port."
