"""Hands a request on to the local engine, and its answer back, as the distribution does in AWS."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from werkzeug.datastructures import Headers
from werkzeug.http import is_hop_by_hop_header
from werkzeug.wrappers import Request, Response

# A little more than API Gateway allows a function, so that the engine's own answer comes first.
TIMEOUT_S: Final = 35.0
# The length is counted again, since the engine's body was taken apart if it came in chunks.
_OUR_OWN: Final = frozenset({"content-length", "date", "server"})
_PROBLEM_BASE: Final = "urn:debrief:problem:"


class Upstream:
    """One address of the engine. base: without a slash at its end, such as `http://127.0.0.1:4566/prefix`."""

    def __init__(self, base: str, *, timeout_s: float = TIMEOUT_S) -> None:
        parts = urlsplit(base)
        if parts.scheme != "http" or not parts.hostname:
            raise ValueError(f"{base!r} is no http address")
        self._host, self._port, self._prefix = parts.hostname, parts.port or 80, parts.path.rstrip("/")
        self._timeout_s = timeout_s

    def forward(self, request: Request, path: str) -> Response:
        """The engine's answer to the request at `path` (with its query, as it was sent), whatever its status.

        Answers with a problem: 503 when nobody listens, 504 after `timeout_s`, 502 when the answer breaks off.
        """
        body = request.get_data()
        return self.ask(request.method, path, body, _passed_on(request, len(body)))

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Response:
        """The engine's answer to a request that is made here, or a problem as `forward` answers with one."""
        connection = http.client.HTTPConnection(self._host, self._port, timeout=self._timeout_s)
        try:
            connection.request(method, self._prefix + path, body, dict(headers or {}))
            answer = connection.getresponse()
            content = answer.read()
        except ConnectionRefusedError:
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, "The local engine isn't running: start it with `make run`")
        except TimeoutError:
            detail = f"The local engine didn't answer within {self._timeout_s:g} s"
            return problem(HTTPStatus.GATEWAY_TIMEOUT, detail)
        except (OSError, http.client.HTTPException):
            return problem(HTTPStatus.BAD_GATEWAY, "The local engine broke off its answer; it may have been stopped")
        finally:
            connection.close()
        received = Headers(
            (name, value)
            for name, value in answer.getheaders()
            if not is_hop_by_hop_header(name) and name.lower() not in _OUR_OWN
        )
        return Response(content, answer.status, received)


def problem(status: HTTPStatus, detail: str) -> Response:
    """An answer in the API's own form of errors (RFC 9457)."""
    content = {
        "type": _PROBLEM_BASE + status.phrase.lower().replace(" ", "-"),
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
        "errors": [],
        "trace_id": "-",
    }
    answer = Response(json.dumps(content), int(status), content_type="application/problem+json")
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = "2"
    return answer


def _passed_on(request: Request, length: int) -> dict[str, str]:
    """All of the viewer's headers but Host, and those that hold for one connection only."""
    headers = {
        name: value
        for name, value in request.headers.items()
        if not is_hop_by_hop_header(name) and name.lower() not in {"host", "content-length"}
    }
    if length or request.method in {"POST", "PUT", "PATCH"}:
        headers["Content-Length"] = str(length)
    return headers
