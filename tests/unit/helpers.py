"""What unit tests of handlers share: requests as API Gateway sends them, answers as it gets them."""

import json
from types import SimpleNamespace
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ReadTimeoutError

from debrief.kernel.storage.clients import forget_clients

LAMBDA_CONTEXT = SimpleNamespace(
    function_name="under-test",
    memory_limit_in_mb=256,
    invoked_function_arn="arn:aws:lambda:eu-central-1:123456789012:function:under-test",
    aws_request_id="00000000-0000-0000-0000-000000000000",
    get_remaining_time_in_millis=lambda: 30_000,
)
"""As much of Lambda's context object as handlers use."""


class Unanswered:
    """AWS as the real boto3 sees it when answers get lost on the way: the calls arrive, and nothing comes back.

    calls: the actions that were asked for, each as often as it was sent. status: told instead of saying nothing.
    """

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.status: int | None = None

    def stand_in(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Take the calls of every client that is made from now on; not together with moto, which takes them first."""
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "testing")
        forget_clients()
        monkeypatch.setattr("time.sleep", lambda _: None)
        monkeypatch.setattr("botocore.httpsession.URLLib3Session.send", self._send)

    def answer(self, call: str, request: Any) -> Any:
        """What is answered to a call: a body, or a status and a body; None where the answer is lost."""
        return None if self.status is None else (self.status, {})

    def _send(self, request: Any) -> AWSResponse:
        target = request.headers.get("X-Amz-Target", b"")
        call = (target.decode() if isinstance(target, bytes) else target).rsplit(".", 1)[-1]
        self.calls.append(call)
        answer = self.answer(call, request)
        if answer is None:
            raise ReadTimeoutError(endpoint_url=request.url)
        status, body = answer if isinstance(answer, tuple) else (200, answer)
        raw: Any = SimpleNamespace(stream=lambda: iter([json.dumps(body).encode()]))
        return AWSResponse(request.url, status, HTTPHeaders(), raw)


def api_event(
    method: str,
    path: str,
    user_id: str | None,
    body: Any = None,
    query: dict[str, str | list[str]] | None = None,
    headers: dict[str, str] | None = None,
) -> dict[str, Any]:
    """An event of API Gateway's HTTP API (payload 2.0) behind its JWT authorizer.

    user_id: who is signed in; None for a request without a token. body: sent as JSON; text is sent as it is.
    """
    pairs: list[tuple[str, str]] = []
    for name, values in (query or {}).items():
        pairs += [(name, value) for value in ([values] if isinstance(values, str) else values)]
    joined: dict[str, str] = {}
    for name, value in pairs:
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    sent = {"content-type": "application/json", "host": "debrief.example.com"} | {
        name.lower(): value for name, value in (headers or {}).items()
    }
    text = body if isinstance(body, str) or body is None else json.dumps(body)
    authorizer = {"jwt": {"claims": {"username": user_id, "token_use": "access"}, "scopes": None}}
    return {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": urlencode(pairs),
        "headers": sent,
        **({"queryStringParameters": joined} if joined else {}),
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "api",
            **({"authorizer": authorizer} if user_id else {}),
            "domainName": "debrief.example.com",
            "domainPrefix": "debrief",
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "tests",
            },
            "requestId": "request",
            "routeKey": f"{method} {path}",
            "stage": "$default",
            "time": "01/Jan/2026:00:00:00 +0000",
            "timeEpoch": 1767225600000,
        },
        **({"body": text} if text is not None else {}),
        "isBase64Encoded": False,
    }


class Answer(NamedTuple):
    """A handler's answer, read. headers: names in lower case; body: JSON read, or the text where it isn't JSON."""

    status: int
    headers: dict[str, str]
    body: Any

    @property
    def etag(self) -> str:
        """The version of what was answered."""
        return self.headers["etag"]


def answer_of(raw: dict[str, Any]) -> Answer:
    """Read what `lambda_handler` gave back."""
    headers = {name.lower(): value for name, value in raw.get("headers", {}).items()}
    for name, values in raw.get("multiValueHeaders", {}).items():
        headers.setdefault(name.lower(), ", ".join(values))
    text = raw.get("body") or ""
    is_json = "json" in headers.get("content-type", "") and text
    return Answer(raw["statusCode"], headers, json.loads(text) if is_json else text)
