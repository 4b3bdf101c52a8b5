"""E-mail through Amazon SES (version 2 of its API)."""

from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from debrief.kernel.env import Environment
from debrief.kernel.errors import DebriefError, Throttled, Unavailable
from debrief.kernel.storage.clients import ONCE, client
from debrief.notices.mails import Mail

_UNUSABLE: Final = frozenset({"BadRequestException", "ValidationException", "InvalidParameterValue"})
"""SES can't make anything of this message; that of others may be fine."""

_BUSY: Final = frozenset({"TooManyRequestsException", "LimitExceededException", "Throttling", "ThrottlingException"})


class Refused(DebriefError):
    """The channel can't make anything of this message, and never will. detail: the code of its answer."""

    type, title = "refused", "The channel refused it"


class EmailEnvironment(Environment):
    """email_from: the sender's address. email_region: where it is verified, if not in the function's own Region.

    email_configuration_set: that tells of bounces; empty where the environment has none.
    """

    email_from: str
    email_configuration_set: str = ""
    email_region: str = ""


class EmailClient:
    """Sends single e-mails."""

    def __init__(self, environment: EmailEnvironment) -> None:
        self._environment = environment

    def send(self, address: str, mail: Mail, tags: dict[str, str]) -> str:
        """Send an e-mail, in one try. tags: ids, which come back with what becomes of it. Returns what SES calls it.

        Raises:
            Refused: not this message. Throttled, Unavailable: not now, or not until somebody mends the account; or SES
            has taken it, and its answer was lost.
        """
        environment = self._environment
        request: dict[str, Any] = {
            "FromEmailAddress": f"Debrief <{environment.email_from}>",
            "Destination": {"ToAddresses": [address]},
            "Content": {
                "Simple": {
                    "Subject": _utf8(mail.subject),
                    "Body": {"Text": _utf8(mail.text), "Html": _utf8(mail.html)},
                    # Mail programs answer those of machines neither with absence notes nor with delivery reports.
                    "Headers": [
                        {"Name": "Auto-Submitted", "Value": "auto-generated"},
                        {"Name": "List-Unsubscribe", "Value": f"<{mail.settings_url}>"},
                    ],
                }
            },
            "EmailTags": [{"Name": name, "Value": value} for name, value in tags.items()],
        }
        if mail.invitation:
            name, media_type, content = mail.invitation
            request["Content"]["Simple"]["Attachments"] = [
                {
                    "FileName": name,
                    "ContentType": media_type,
                    "ContentDisposition": "ATTACHMENT",
                    "ContentTransferEncoding": "BASE64",
                    "RawContent": content.encode(),
                }
            ]
        if environment.email_configuration_set:
            request["ConfigurationSetName"] = environment.email_configuration_set
        try:
            answer = client("sesv2", environment.email_region or None, ONCE).send_email(**request)
        except ClientError as error:
            raise _told(error.response.get("Error", {}).get("Code", "")) from error
        except BotoCoreError as error:
            raise Unavailable(type(error).__name__, retry_after_s=60) from error
        return str(answer["MessageId"])


def _told(code: str) -> DebriefError:
    if code in _UNUSABLE:
        return Refused(code)
    if code in _BUSY:
        return Throttled(code, retry_after_s=60)
    # A sender who isn't verified, an account in the sandbox or stopped, a right that is missing: nothing is wrong with
    # the message, so it waits, and somebody hears of it by its dead letter.
    return Unavailable(code or "Unknown", retry_after_s=300)


def _utf8(text: str) -> dict[str, str]:
    return {"Data": text, "Charset": "UTF-8"}
