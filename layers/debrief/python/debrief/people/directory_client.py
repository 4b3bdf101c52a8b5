"""People's sign-in: their accounts in the Cognito user pool. The user name is the user id, the e-mail an alias.

The pool tells capitals from small letters, because it would else lose those of the user ids; therefore addresses are
given to it in small ones, and so does the console when somebody signs in.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from debrief.kernel.env import Environment, read_environment
from debrief.kernel.errors import Conflict
from debrief.kernel.storage.clients import client
from debrief.people.names import email_key

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_cognito_idp.type_defs import AttributeTypeTypeDef


class DirectoryEnvironment(Environment):
    """USER_POOL_ID: the pool that people sign in to."""

    user_pool_id: str


class Directory:
    """The user pool of the account."""

    @property
    def _cognito(self) -> "CognitoIdentityProviderClient":
        cognito: CognitoIdentityProviderClient = client("cognito-idp")
        return cognito

    @property
    def _pool(self) -> str:
        return read_environment(DirectoryEnvironment).user_pool_id

    def invite(self, user_id: str, email: str) -> None:
        """Make the sign-in and let Cognito send the invitation.

        Raises:
            Conflict: there is one already, for this user or with this e-mail address.
        """
        try:
            self._cognito.admin_create_user(
                UserPoolId=self._pool,
                Username=user_id,
                UserAttributes=_verified(email),
                DesiredDeliveryMediums=["EMAIL"],
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in {"UsernameExistsException", "AliasExistsException"}:
                raise Conflict("This person has been invited already") from error
            raise

    def change_email(self, user_id: str, email: str) -> None:
        """Let the person sign in with another address; nothing happens where there is no sign-in yet."""
        with _unknown_is_fine():
            self._cognito.admin_update_user_attributes(
                UserPoolId=self._pool,
                Username=user_id,
                UserAttributes=_verified(email),
            )

    def disable(self, user_id: str) -> None:
        """Refuse further sign-ins; nothing happens where there is no sign-in yet."""
        with _unknown_is_fine():
            self._cognito.admin_disable_user(UserPoolId=self._pool, Username=user_id)

    def enable(self, user_id: str) -> None:
        """Allow sign-ins again; nothing happens where there is no sign-in yet."""
        with _unknown_is_fine():
            self._cognito.admin_enable_user(UserPoolId=self._pool, Username=user_id)


def _verified(email: str) -> "list[AttributeTypeTypeDef]":
    return [{"Name": "email", "Value": email_key(email)}, {"Name": "email_verified", "Value": "true"}]


@contextmanager
def _unknown_is_fine() -> Iterator[None]:
    """Somebody who was never invited has no sign-in, and none needs changing."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] != "UserNotFoundException":
            raise
