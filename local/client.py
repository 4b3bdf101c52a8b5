"""A small client of Debrief's API: signs in, keeps its connection, and tries again where that may help."""

from __future__ import annotations

import http.client
import json
import random
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

Json = dict[str, Any]
Query = Mapping[str, str | int | bool | Sequence[str]]

MOST_ATTEMPTS: Final = 6
TIMEOUT_S: Final = 60.0
_PASSING: Final = frozenset({429, 500, 502, 503, 504})
"""Statuses after which the same request may succeed. Every POST carries an idempotency key, so none happens twice."""
_IN_PROGRESS: Final = "still being answered"


class ApiError(Exception):
    """An answer that isn't a success: its status and what the problem says."""

    def __init__(self, status: int, title: str, detail: str, errors: Sequence[Json] = ()) -> None:
        self.status, self.title, self.detail, self.errors = status, title, detail, list(errors)
        named = "; ".join(f"{each.get('pointer')}: {each.get('message')}" for each in self.errors[:5])
        super().__init__(f"{status} {title}: {detail}" + (f" ({named})" if named else ""))


@dataclass(frozen=True)
class Answer:
    """A successful answer. etag: for a later change."""

    status: int
    body: Any
    etag: str | None
    location: str | None


class ApiClient:
    """Talks to the API as one person. Not for several threads at once: make one for each.

    url: of the API, without a slash at its end. token: gives an access token; asked again when one has expired.
    """

    def __init__(self, url: str, token: Callable[[], str], sleep: Callable[[float], None] = time.sleep) -> None:
        parts = urlsplit(url)
        self._https = parts.scheme == "https"
        self._host, self._base = parts.netloc, parts.path.rstrip("/")
        self._token, self._sleep = token, sleep
        self._access: str | None = None
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str, query: Query | None = None) -> Any:
        """The body of what is at `path`."""
        return self.request("GET", path, query=query).body

    def post(self, path: str, body: Any = None, *, query: Query | None = None, key: str | None = None) -> Any:
        """Make something. key: idempotency key; the same one gives the first answer again for a day."""
        return self.request("POST", path, body, query=query, key=key or uuid.uuid4().hex).body

    def change(self, path: str, body: Any, *, method: str = "PATCH", of: str | None = None) -> Any:
        """Change what is at `path`, as it is now; when somebody else is faster it is read again.

        of: where the thing itself is read, if `path` is only a part of it.
        """
        for attempt in range(1, MOST_ATTEMPTS + 1):
            etag = self.request("GET", of or path).etag
            try:
                return self.request(method, path, body, etag=etag).body
            except ApiError as error:
                if error.status != http.HTTPStatus.PRECONDITION_FAILED or attempt == MOST_ATTEMPTS:
                    raise
        raise AssertionError("the last attempt returns or raises")

    def pages(self, path: str, query: Query | None = None) -> Iterator[Any]:
        """Every item of a list, page by page."""
        asked: dict[str, str | int | bool | Sequence[str]] = {"limit": 100, **(query or {})}
        while True:
            page = self.get(path, asked)
            yield from page["items"]
            if not page.get("next_cursor"):
                return
            asked["cursor"] = page["next_cursor"]

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: Query | None = None,
        etag: str | None = None,
        key: str | None = None,
    ) -> Answer:
        """One request, again where that may help. Raises ApiError with what the problem says."""
        target = f"{self._base}{path}" + (f"?{urlencode(_plain(query), doseq=True)}" if query else "")
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        headers |= {"If-Match": etag} if etag else {}
        headers |= {"Idempotency-Key": key} if key else {}
        for attempt in range(1, MOST_ATTEMPTS + 1):
            last = attempt == MOST_ATTEMPTS
            try:
                answer, raw = self._once(method, target, content, headers)
            except (OSError, http.client.HTTPException) as error:
                self.close()
                if last or (method != "GET" and key is None and etag is None):
                    raise ApiError(0, "No answer", f"{method} {path}: {error!r}") from error
                self._sleep(_pause(attempt, None))
                continue
            if answer.status < http.HTTPStatus.BAD_REQUEST:
                body_read = json.loads(raw) if raw else None
                return Answer(answer.status, body_read, answer.getheader("ETag"), answer.getheader("Location"))
            problem = _problem(answer.status, raw)
            if answer.status == http.HTTPStatus.UNAUTHORIZED and attempt == 1:
                self._access = None
                continue
            busy = answer.status in _PASSING or (answer.status == 409 and _IN_PROGRESS in problem.detail)
            if last or not busy:
                raise problem
            self._sleep(_pause(attempt, answer.getheader("Retry-After")))
        raise AssertionError("the last attempt returns or raises")

    def close(self) -> None:
        """Let go of the connection; the next request makes a new one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _once(
        self, method: str, target: str, content: bytes | None, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        if self._access is None:
            self._access = self._token()
        if self._connection is None:
            kind = http.client.HTTPSConnection if self._https else http.client.HTTPConnection
            self._connection = kind(self._host, timeout=TIMEOUT_S)
        self._connection.request(method, target, content, {**headers, "Authorization": f"Bearer {self._access}"})
        answer = self._connection.getresponse()
        return answer, answer.read()


def cognito_token(cognito: Any, client_id: str, username: str, password: str) -> Callable[[], str]:
    """Signs a person in by user name or e-mail address; gives a new access token at each call.

    cognito: a boto3 client of `cognito-idp`.
    """

    def sign_in() -> str:
        given = cognito.initiate_auth(
            ClientId=client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": username, "PASSWORD": password},
        )
        token: str = given["AuthenticationResult"]["AccessToken"]
        return token

    return sign_in


def _plain(query: Query) -> dict[str, Any]:
    return {name: str(value).lower() if isinstance(value, bool) else value for name, value in query.items()}


def _pause(attempt: int, retry_after: str | None) -> float:
    if retry_after and retry_after.isdigit():
        return min(30.0, float(retry_after))
    # Full jitter: many clients that were refused together don't come back together.
    return random.uniform(0.05, min(5.0, 0.2 * 2**attempt))


def _problem(status: int, raw: bytes) -> ApiError:
    try:
        problem = json.loads(raw)
    except ValueError:
        return ApiError(status, "Error", raw[:300].decode(errors="replace"))
    if not isinstance(problem, dict):
        return ApiError(status, "Error", str(problem)[:300])
    detail = str(problem.get("detail") or problem.get("message") or "")
    return ApiError(status, str(problem.get("title") or "Error"), detail, problem.get("errors") or ())
