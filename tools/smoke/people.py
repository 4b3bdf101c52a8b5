"""People who exist for one smoke test: an administrator, a supervisor and an agent, all named for it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from local.client import ApiClient, ApiError
from tools.smoke.stack import Stack, StackError

Json = dict[str, Any]

# Takes in whatever is sent to it and bounces nothing, should the account tell these people anything.
_ADDRESS: Final = "success+{stem}@simulator.amazonses.com"


class People:
    """The three, once `arrive` has made them. suffix: what nobody else's names end in."""

    def __init__(self, stack: Stack, suffix: str) -> None:
        self._stack, self._suffix = stack, suffix
        self._cognito = stack.boto("cognito-idp")
        self._signed_in: list[str] = []
        self._made: list[str] = []
        self._admin: ApiClient | None = None
        self.reference = f"smoke-{suffix}"
        """What the telephony system calls the agent."""

    @property
    def admin(self) -> ApiClient:
        """The administrator's client. Raises StackError while there is none."""
        if self._admin is None:
            raise StackError("The smoke test's administrator can't sign in")
        return self._admin

    def arrive(self) -> str:
        """Make them; who they are. Raises StackError in an account that has nobody yet."""
        if not self._cognito.list_users(UserPoolId=self._stack.user_pool_id, Limit=1)["Users"]:
            raise StackError(
                "Nobody can sign in yet: make the first administrator (docs/operations.md), then try again."
            )
        first = {
            "admin_name": self._name("administrator"),
            "admin_email": self._email("administrator"),
            "flags": [],
            "invite": False,
            "further_admin": True,
        }
        admin_id: str = self._invoke(first)["admin_id"]
        self._made.append(admin_id)
        self._admin = self._sign_in(admin_id, "administrator")
        self.supervisor_id = self._person("supervisor")
        self.agent_id = self._person("agent", manager_id=self.supervisor_id, agent_references=[self.reference])
        self.supervisor = self._sign_in(self.supervisor_id, "supervisor")
        return f"an administrator, a supervisor and an agent, all called “Smoke test … {self._suffix}”"

    def leave(self) -> str:
        """Deactivate whom `arrive` made and take their sign-ins away; what was done. May be called again.

        Raises:
            StackError: names whom the administrator couldn't deactivate; their sign-ins are gone all the same.
        """
        count = len(self._made)
        try:
            # Nobody may go before those who report to them, and the administrator does it, signed in as long as needed.
            while self._made:
                self.admin.post(f"/people/{self._made[-1]}/deactivation")
                self._made.pop()
        except (ApiError, StackError) as error:
            raise StackError(f"An administrator has to deactivate {', '.join(self._made)}: {error}") from error
        finally:
            while self._signed_in:
                self._cognito.admin_delete_user(UserPoolId=self._stack.user_pool_id, Username=self._signed_in[-1])
                self._signed_in.pop()
        return f"{count} people deactivated, their sign-ins deleted"

    def _person(self, role: str, **more: Any) -> str:
        asked = {"name": self._name(role), "email": self._email(role), "role_ids": [role], **more}
        made: str = self.admin.post("/people", asked)["id"]
        self._made.append(made)
        return made

    def _name(self, role: str) -> str:
        return f"Smoke test {role} {self._suffix}"

    def _email(self, role: str) -> str:
        return _ADDRESS.format(stem=f"smoke-{role}-{self._suffix}")

    def _invoke(self, event: Json) -> Json:
        answer = self._stack.boto("lambda").invoke(
            FunctionName=self._stack.bootstrap_function, Payload=json.dumps(event).encode()
        )
        said = json.loads(answer["Payload"].read() or b"null")
        if answer.get("FunctionError"):
            raise StackError(f"No administrator could be made: {said.get('errorMessage')}")
        made: Json = said
        return made

    def _sign_in(self, user_id: str, role: str) -> ApiClient:
        pool, password = self._stack.user_pool_id, f"Smoke-{secrets.token_urlsafe(18)}-7"
        self._cognito.admin_create_user(
            UserPoolId=pool,
            Username=user_id,
            MessageAction="SUPPRESS",
            UserAttributes=[
                {"Name": "email", "Value": self._email(role)},
                {"Name": "email_verified", "Value": "true"},
            ],
        )
        self._signed_in.append(user_id)
        self._cognito.admin_set_user_password(UserPoolId=pool, Username=user_id, Password=password, Permanent=True)
        return ApiClient(self._stack.api_url, srp_token(self._cognito, pool, self._stack.client_id, user_id, password))


def srp_token(cognito: Any, pool: str, client_id: str, username: str, password: str) -> Callable[[], str]:
    """Signs in as the console does, by SRP: staging and prod take no password that is sent. Gives access tokens."""

    def sign_in() -> str:
        # Imported here: only this needs it, and it has no types.
        module: Any = import_module("pycognito.aws_srp")
        srp = module.AWSSRP(username=username, password=password, pool_id=pool, client_id=client_id, client=cognito)
        token: str = srp.authenticate_user()["AuthenticationResult"]["AccessToken"]
        return token

    return sign_in
