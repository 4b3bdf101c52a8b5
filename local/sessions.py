"""The people of a laptop cloud, signed in."""

from __future__ import annotations

from typing import Any

from local.client import ApiClient, cognito_token
from local.cloud import ADMIN_EMAIL, Cloud


class Sessions:
    """Clients of the API by person. Sign-ins are made when they are first needed."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._clients: dict[str, ApiClient] = {}
        self._directory: dict[str, Any] = {}

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
        if email not in self._directory:
            self.learn()
        return self._directory[email]

    def of(self, email: str) -> ApiClient:
        """A person's own client."""
        if email != ADMIN_EMAIL and email not in self._clients:
            self._cloud.sign_in_for(self.person(email)["id"], email)
        return self._client(email)

    def _client(self, email: str) -> ApiClient:
        if email not in self._clients:
            cloud = self._cloud
            token = cognito_token(cloud.boto("cognito-idp"), cloud.client_id, email, cloud.password)
            self._clients[email] = ApiClient(cloud.api_url, token)
        return self._clients[email]
