"""People's sign-in: their accounts in the Cognito user pool. The user name is the user id, the e-mail an alias.

The pool tells capitals from small letters, because it would else lose those of the user ids; therefore addresses are
given to it in small ones, and so does the console when somebody signs in.

What Cognito refuses is raised as one of our errors (`kernel.storage.aws_errors`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from debrief.kernel.env import Environment, read_environment
from debrief.kernel.errors import Conflict, RuleBroken
from debrief.kernel.storage.aws_errors import code_of, our_errors
from debrief.kernel.storage.clients import client
from debrief.people.names import email_key

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_cognito_idp.type_defs import AttributeTypeTypeDef

_UNKNOWN = "UserNotFoundException"
_TAKEN = frozenset({"UsernameExistsException", "AliasExistsException"})
_UNFIT = frozenset({"CodeDeliveryFailureException", "InvalidParameterException"})


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
            Conflict: there is one already, for this user or with this e-mail address. RuleBroken: Cognito takes no such
            address, or can't send to it.
        """
        try:
            with our_errors(but=_TAKEN | _UNFIT):
                self._cognito.admin_create_user(
                    UserPoolId=self._pool,
                    Username=user_id,
                    UserAttributes=_verified(email),
                    DesiredDeliveryMediums=["EMAIL"],
                )
        except ClientError as error:
            if code_of(error) in _TAKEN:
                raise Conflict("This person has been invited already") from error
            raise RuleBroken("The sign-in service doesn't take this e-mail address") from error

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

    def remove(self, user_id: str) -> None:
        """Remove the sign-in for good, with the address that it has; nothing happens where there is none."""
        with _unknown_is_fine():
            self._cognito.admin_delete_user(UserPoolId=self._pool, Username=user_id)


def _verified(email: str) -> "list[AttributeTypeTypeDef]":
    return [{"Name": "email", "Value": email_key(email)}, {"Name": "email_verified", "Value": "true"}]


@contextmanager
def _unknown_is_fine() -> Iterator[None]:
    """Somebody who was never invited has no sign-in, and none needs changing."""
    try:
        with our_errors(but={_UNKNOWN} | _TAKEN | _UNFIT):
            yield
    except ClientError as error:
        if code_of(error) in _TAKEN:
            raise Conflict("Somebody else signs in with this e-mail address") from error
        if code_of(error) in _UNFIT:
            raise RuleBroken("The sign-in service doesn't take this e-mail address") from error
