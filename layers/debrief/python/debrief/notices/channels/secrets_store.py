"""What opens channels, in Secrets Manager: the API writes it and can't read it, the sender reads it and can't write it.

| secret | holds | read |
|---|---|---|
| `<prefix><channel>/access` | address, token or client, as JSON (`Access`) | once a run of a channel |
| `<prefix><channel>/key` | the signing key of a webhook; within an overlap also its version before | the same |

A key that is replaced is kept by Secrets Manager itself as the version before, so two of them can be valid without
anybody reading the first.
"""

from typing import Any, Final, Literal

from botocore.exceptions import ClientError

from debrief.kernel.env import Environment
from debrief.kernel.storage.aws_errors import our_errors
from debrief.kernel.storage.clients import client

Part = Literal["access", "key"]
_PARTS: Final[tuple[Part, ...]] = ("access", "key")


class SecretsEnvironment(Environment):
    """channel_secrets: how the names of channels' secrets begin, such as `debrief-prod/channels/`."""

    channel_secrets: str


class ChannelSecrets:
    """Secrets of channels, by the channel's id."""

    def __init__(self, environment: SecretsEnvironment) -> None:
        self._prefix = environment.channel_secrets

    def write(self, channel_id: str, part: Part, value: str) -> None:
        """Keep a secret; what was kept before is the version before. Raises Throttled, Unavailable, Misconfigured."""
        name, secrets = self._name(channel_id, part), _secrets()
        with our_errors():
            try:
                secrets.put_secret_value(SecretId=name, SecretString=value)
            except ClientError as error:
                if not _is(error, "ResourceNotFoundException"):
                    raise
                secrets.create_secret(Name=name, SecretString=value, Description="A channel of Debrief's notices")

    def read(self, channel_id: str, part: Part, *, before: bool = False) -> str | None:
        """A secret, or the version before; None where there is none. Raises Throttled, Unavailable, Misconfigured."""
        stage = "AWSPREVIOUS" if before else "AWSCURRENT"
        with our_errors():
            try:
                found = _secrets().get_secret_value(SecretId=self._name(channel_id, part), VersionStage=stage)
            except ClientError as error:
                if _is(error, "ResourceNotFoundException"):
                    return None
                raise
        return str(found["SecretString"])

    def remove(self, channel_id: str) -> None:
        """Remove all secrets of a channel for good. Raises Throttled, Unavailable, Misconfigured."""
        for part in _PARTS:
            with our_errors():
                try:
                    _secrets().delete_secret(SecretId=self._name(channel_id, part), ForceDeleteWithoutRecovery=True)
                except ClientError as error:
                    if not _is(error, "ResourceNotFoundException"):
                        raise

    def _name(self, channel_id: str, part: Part) -> str:
        return f"{self._prefix}{channel_id}/{part}"


def _is(error: ClientError, code: str) -> bool:
    return bool(error.response.get("Error", {}).get("Code") == code)


def _secrets() -> Any:
    return client("secretsmanager")
