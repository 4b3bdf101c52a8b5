"""The people of a laptop cloud, signed in."""

from __future__ import annotations

import threading
from typing import Any

from local.client import ApiClient, cognito_token
from local.cloud import ADMIN_EMAIL, Cloud


class Sessions:
    """Clients of the API by person. Sign-ins are made when they are first needed.

    Several threads may ask at once; each has clients of its own.
    """

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._own = threading.local()
        self._directory: dict[str, Any] = {}
        self._signed_in: set[str] = {ADMIN_EMAIL}
        self._one_at_a_time = threading.RLock()

    @property
    def admin(self) -> ApiClient:
        """The account's first administrator."""
        return self._client(ADMIN_EMAIL)

    def learn(self) -> dict[str, Any]:
        """Read who is there; people by e-mail address."""
        self._directory = {person["email"]: person for person in self.admin.pages("/people") if person["email"]}
        return self._directory

    def person(self, email: str) -> Any:
        """What the API knows of a person, as of the last `learn`."""
        with self._one_at_a_time:
            if email not in self._directory:
                self.learn()
            return self._directory[email]

    def of(self, email: str) -> ApiClient:
        """A person's own client."""
        with self._one_at_a_time:
            if email not in self._signed_in:
                self._cloud.sign_in_for(self.person(email)["id"], email)
                self._signed_in.add(email)
        return self._client(email)

    def _client(self, email: str) -> ApiClient:
        clients: dict[str, ApiClient] = self._own.__dict__.setdefault("clients", {})
        if email not in clients:
            cloud = self._cloud
            token = cognito_token(cloud.boto("cognito-idp"), cloud.client_id, email, cloud.password)
            clients[email] = ApiClient(cloud.api_url, token)
        return clients[email]
