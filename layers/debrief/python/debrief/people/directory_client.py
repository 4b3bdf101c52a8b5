"""People's sign-in: their accounts in the Cognito user pool. The user name is the user id, the e-mail an alias.

The pool tells capitals from small letters, because it would else lose those of the user ids; therefore addresses are
given to it in small ones, and so does the console when somebody signs in.

What Cognito refuses is raised as one of our errors (`kernel.storage.aws_errors`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from botocore.exceptions import ClientError

from debrief.kernel.env import Environment, read_environment
from debrief.kernel.errors import Conflict, RuleBroken
from debrief.kernel.storage.aws_errors import code_of, our_errors
from debrief.kernel.storage.clients import ONCE, client
from debrief.people.names import email_key

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_cognito_idp.type_defs import AttributeTypeTypeDef

_UNKNOWN = "UserNotFoundException"
_TAKEN = frozenset({"UsernameExistsException", "AliasExistsException"})
_UNFIT = frozenset({"CodeDeliveryFailureException", "InvalidParameterException"})
_OTHER_STATE = "UnsupportedUserStateException"
_INVITED = "FORCE_CHANGE_PASSWORD"
"""The state of who was invited and hasn't signed in yet, also when their first password has lapsed."""

_OWED: "AttributeTypeTypeDef" = {"Name": "custom:invitation", "Value": "owed"}
_SENT: "AttributeTypeTypeDef" = {"Name": "custom:invitation", "Value": "sent"}
"""What an invited person's sign-in carries from a change on that asks for another invitation, until that is sent."""

_NOT_TAKEN = "The sign-in service doesn't take this e-mail address"
_OTHER = "Somebody else signs in with this e-mail address"
_SIGNED_IN_BEFORE = (
    "This person has signed in before and has a password of their own. Whoever forgot it chooses a new one with "
    "“Forgot your password?” at the sign-in"
)


class DirectoryEnvironment(Environment):
    """USER_POOL_ID: the pool that people sign in to."""

    user_pool_id: str


class _Known(NamedTuple):
    """What the pool has of a person. email: the one that they sign in with; None while it isn't verified.

    invited: they haven't signed in yet. owed: an invitation, because of a change that was written before it.
    """

    email: str | None
    enabled: bool
    invited: bool
    owed: bool


class Directory:
    """The user pool of the account."""

    @property
    def _cognito(self) -> "CognitoIdentityProviderClient":
        cognito: CognitoIdentityProviderClient = client("cognito-idp")
        return cognito

    @property
    def _inviting(self) -> "CognitoIdentityProviderClient":
        """For what sends an invitation: said twice it sends two, and the second makes the first of no use."""
        cognito: CognitoIdentityProviderClient = client("cognito-idp", None, ONCE)
        return cognito

    @property
    def _pool(self) -> str:
        return read_environment(DirectoryEnvironment).user_pool_id

    def invite(self, user_id: str, email: str) -> None:
        """Make the sign-in and let Cognito send the invitation, or send it again to who hasn't signed in yet.

        A later invitation has a new first password, valid as long as the first one was; the one before is of no use.

        Raises:
            Conflict: they have signed in and have a password of their own, or somebody else signs in with the address.
            RuleBroken: Cognito takes no such address, or can't send to it. Throttled, Unavailable: it doesn't answer.
            The invitation may have left then; inviting again sends another one.
        """
        try:
            with our_errors(but=_TAKEN | _UNFIT):
                self._inviting.admin_create_user(
                    UserPoolId=self._pool,
                    Username=user_id,
                    UserAttributes=_verified(email),
                    DesiredDeliveryMediums=["EMAIL"],
                )
        except ClientError as error:
            if code_of(error) not in _TAKEN:
                raise RuleBroken(_NOT_TAKEN) from error
            self._invite_again(user_id, email)

    def _invite_again(self, user_id: str, email: str) -> None:
        known = self._known(user_id)
        if known is None:
            # Cognito says the same of a user name and of an address that is taken.
            raise Conflict(_OTHER)
        if not known.invited:
            raise Conflict(_SIGNED_IN_BEFORE)
        if known.owed or known.email != email_key(email):
            # The invitation goes to the address that the pool has, whatever is sent along.
            self.change_email(user_id, email)
        else:
            self._resend(user_id)

    def change_email(self, user_id: str, email: str) -> None:
        """Let the person sign in with another address, and no longer with the one before. May be repeated.

        Nothing happens where there is no sign-in yet. Who was invited and hasn't signed in yet is invited again, at
        the new address: the first password that went to the old one is of no use any more. An invitation that an
        earlier change still owes them is sent, too.

        Raises:
            Conflict: somebody else signs in with the address. RuleBroken: Cognito doesn't take it, or can't send to it.
        """
        known = self._known(user_id)
        if known is None:
            return
        if known.email != email_key(email):
            self._write(user_id, [*_verified(email), *([_OWED] if known.invited else [])])
        elif not known.owed:
            return
        if known.invited and known.enabled:
            self._send_owed(user_id)

    def _send_owed(self, user_id: str) -> None:
        """Send an invitation that was noted as owed, which it is until it is sent, whoever dies in between."""
        self._resend(user_id)
        self._write(user_id, [_SENT])

    def _write(self, user_id: str, attributes: "list[AttributeTypeTypeDef]") -> None:
        with _unknown_is_fine():
            self._cognito.admin_update_user_attributes(
                UserPoolId=self._pool, Username=user_id, UserAttributes=attributes
            )

    def _resend(self, user_id: str) -> None:
        try:
            with our_errors(but=_UNFIT | {_OTHER_STATE}):
                self._inviting.admin_create_user(
                    UserPoolId=self._pool,
                    Username=user_id,
                    MessageAction="RESEND",
                    DesiredDeliveryMediums=["EMAIL"],
                )
        except ClientError as error:
            if code_of(error) == _OTHER_STATE:
                raise Conflict(_SIGNED_IN_BEFORE) from error
            raise RuleBroken(_NOT_TAKEN) from error

    def _known(self, user_id: str) -> _Known | None:
        """What the pool has of the person; None where there is no sign-in."""
        try:
            with our_errors(but={_UNKNOWN}):
                found = self._cognito.admin_get_user(UserPoolId=self._pool, Username=user_id)
        except ClientError:
            return None
        attributes = {each["Name"]: each.get("Value", "") for each in found.get("UserAttributes", [])}
        verified = attributes.get("email_verified") == "true"
        invited = found.get("UserStatus") == _INVITED
        return _Known(
            email=attributes.get("email") if verified else None,
            enabled=found.get("Enabled", True),
            invited=invited,
            owed=invited and attributes.get(_OWED["Name"]) == _OWED["Value"],
        )

    def disable(self, user_id: str) -> None:
        """Refuse further sign-ins; nothing happens where there is no sign-in yet."""
        with _unknown_is_fine():
            self._cognito.admin_disable_user(UserPoolId=self._pool, Username=user_id)

    def enable(self, user_id: str) -> None:
        """Allow sign-ins again; nothing happens where there is no sign-in yet, or it is allowed.

        Who was invited and hasn't signed in yet is invited again: their first password may have gone elsewhere.
        """
        known = self._known(user_id)
        if known is None or known.enabled:
            return
        if known.invited:
            # First, since nobody asks any more once they are enabled. While they aren't, none can be sent.
            self._write(user_id, [_OWED])
        with _unknown_is_fine():
            self._cognito.admin_enable_user(UserPoolId=self._pool, Username=user_id)
        if known.invited:
            self._send_owed(user_id)

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
            raise Conflict(_OTHER) from error
        if code_of(error) in _UNFIT:
            raise RuleBroken(_NOT_TAKEN) from error
