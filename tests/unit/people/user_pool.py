"""A user pool with e-mail addresses as aliases, as far as Debrief asks it: moto's needs a library more.

What it does follows the API reference of Cognito user pools: an alias belongs to one user and is theirs while it is
verified; a resent invitation goes to the address that the pool has, with a new first password, and only to who hasn't
signed in yet.
"""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from debrief.people.directory_client import Directory


class UserPool:
    """Answers in the place of the client. sent: invitations, as (address, first password).

    refusals: told to the next calls, each once. refused: told to the next call of an action.
    """

    def __init__(self) -> None:
        self.users: dict[str, dict[str, Any]] = {}
        self.sent: list[tuple[str, str]] = []
        self.calls: list[str] = []
        self.refusals: list[BaseException] = []
        self.refused: dict[str, BaseException] = {}

    def stand_in(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let everything that is asked of the pool be asked of this one."""
        for name in ("_cognito", "_inviting"):
            monkeypatch.setattr(Directory, name, self)

    def signs_in(self, name: str, password: str) -> str | None:
        """The user name of whoever this address or user name and password belong to; None where it is refused."""
        for username, user in self.users.items():
            if name in (username, user["email"]) and user["enabled"] and user["password"] == password:
                return username
        return None

    def choose_password(self, username: str, password: str) -> None:
        """The person signs in for the first time."""
        self.users[username] |= {"status": "CONFIRMED", "password": password}

    def admin_create_user(self, **given: Any) -> dict[str, Any]:
        self._called("AdminCreateUser")
        assert given["DesiredDeliveryMediums"] == ["EMAIL"], "without, the invitation would be a text message"
        user = self.users.get(given["Username"])
        if given.get("MessageAction") == "RESEND":
            if user is None:
                raise error("UserNotFoundException")
            if user["status"] != "FORCE_CHANGE_PASSWORD" or not user["enabled"]:
                raise error("UnsupportedUserStateException")
        elif user is not None or self._owner(given["UserAttributes"]) is not None:
            raise error("UsernameExistsException")
        else:
            user = {"status": "FORCE_CHANGE_PASSWORD", "enabled": True, "email": _email(given["UserAttributes"])}
            self.users[given["Username"]] = user
        user["password"] = f"first-{len(self.sent)}"
        self.sent.append((user["email"], user["password"]))
        return {}

    def admin_get_user(self, **given: Any) -> dict[str, Any]:
        self._called("AdminGetUser")
        user = self._found(given["Username"])
        attributes = [
            {"Name": "email", "Value": user["email"]},
            {"Name": "email_verified", "Value": "true"},
            *({"Name": name, "Value": value} for name, value in user.get("custom", {}).items()),
        ]
        return {"UserStatus": user["status"], "Enabled": user["enabled"], "UserAttributes": attributes}

    def admin_update_user_attributes(self, **given: Any) -> dict[str, Any]:
        self._called("AdminUpdateUserAttributes")
        user = self._found(given["Username"])
        values = {each["Name"]: each["Value"] for each in given["UserAttributes"]}
        if "email" in values:
            if self._owner(given["UserAttributes"]) not in (None, given["Username"]):
                raise error("AliasExistsException")
            user["email"] = _email(given["UserAttributes"])
        custom = {name: value for name, value in values.items() if name.startswith("custom:")}
        user["custom"] = user.get("custom", {}) | custom
        return {}

    def admin_disable_user(self, **given: Any) -> dict[str, Any]:
        self._called("AdminDisableUser")
        self._found(given["Username"])["enabled"] = False
        return {}

    def admin_enable_user(self, **given: Any) -> dict[str, Any]:
        self._called("AdminEnableUser")
        self._found(given["Username"])["enabled"] = True
        return {}

    def _called(self, action: str) -> None:
        if action in self.refused:
            raise self.refused.pop(action)
        if self.refusals:
            raise self.refusals.pop(0)
        self.calls.append(action)

    def _found(self, username: str) -> dict[str, Any]:
        if username not in self.users:
            raise error("UserNotFoundException")
        return self.users[username]

    def _owner(self, attributes: Any) -> str | None:
        return next((name for name, user in self.users.items() if user["email"] == _email(attributes)), None)


def _email(attributes: Any) -> str:
    values = {each["Name"]: each["Value"] for each in attributes}
    assert values["email_verified"] == "true", "an address that isn't verified is no alias"
    return str(values["email"])


def error(code: str) -> ClientError:
    """A refusal as boto3 tells it."""
    return ClientError({"Error": {"Code": code, "Message": code}}, "Any")
