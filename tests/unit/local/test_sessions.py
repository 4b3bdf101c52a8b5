"""The people of a laptop cloud are asked for by several threads at once."""

from __future__ import annotations

import threading
from typing import Any, cast

import pytest

from local import sessions
from local.cloud import ADMIN_EMAIL, Cloud
from local.sessions import Sessions

PEOPLE = [{"id": f"us_{number}", "email": f"{number}@example.com"} for number in range(6)]


class Client:
    """A client that notices when a second thread uses it."""

    learnt = 0

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url, token
        self._thread = threading.get_ident()

    def pages(self, path: str) -> list[Any]:
        assert (path, threading.get_ident()) == ("/people", self._thread)
        Client.learnt += 1
        return PEOPLE


class OneCloud:
    """Who can sign in at it."""

    client_id = api_url = password = ""

    def __init__(self) -> None:
        self.signed_in: list[str] = []

    def boto(self, service: str) -> str:
        return service

    def sign_in_for(self, user_id: str, email: str) -> None:
        assert {"id": user_id, "email": email} in PEOPLE
        self.signed_in.append(email)


def test_threads_share_what_is_known_and_no_client(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "ApiClient", Client)
    monkeypatch.setattr(sessions, "cognito_token", lambda _service, _client, email, _password: email)
    monkeypatch.setattr(Client, "learnt", 0)
    cloud = OneCloud()
    shared = Sessions(cast(Cloud, cloud))
    begin, seen, failures = threading.Barrier(4), [], []

    def work() -> None:
        try:
            begin.wait(10)
            for person in PEOPLE:
                seen.append(shared.of(person["email"]))
            assert shared.admin is shared.admin
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert failures == []
    assert len({id(client) for client in seen}) == 24
    assert Client.learnt == 1
    assert sorted(cloud.signed_in) == sorted(person["email"] for person in PEOPLE)
    assert shared.admin.__dict__["token"] == ADMIN_EMAIL
