"""Hands a parcel to its receiver, each type of channel in its own way; what it must know first is asked once a run.

Whatever is sent twice carries the same id: `webhook-id`, and in a CRM the field that our id stands in, by which the
task is made or found. Incoming webhooks of Slack and workflows of Teams know no such key: where a line is cut after
they took a message, it may stand there twice.
"""

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, Protocol
from urllib.parse import quote, urlencode

from pydantic import Field

from debrief.kernel.clock import Clock
from debrief.kernel.model import Entity
from debrief.notices.channels.model import Channel, ChannelType, Parcel
from debrief.notices.channels.outside_client import Answer
from debrief.notices.channels.signing import signed_headers
from debrief.notices.channels.story import (
    Story,
    hubspot_tasks,
    salesforce_task,
    slack_message,
    teams_message,
    webhook_event,
)
from debrief.notices.channels.verdicts import Broken, NotTaken, Unwanted, check_status

SALESFORCE_VERSION: Final = "v62.0"
HUBSPOT: Final = "https://api.hubapi.com"
_JSON: Final = {"Content-Type": "application/json"}


class Access(Entity):
    """What opens a channel; it is a secret as a whole. Of each type some: see `SECRETS_OF`.

    address: of Slack, Teams and webhooks. token: of a HubSpot private app. domain, client_id, client_secret: of a
    Salesforce org (such as `https://acme.my.salesforce.com`) and its connected app.
    """

    address: str = Field("", repr=False)
    token: str = Field("", repr=False)
    domain: str = Field("", repr=False)
    client_id: str = Field("", repr=False)
    client_secret: str = Field("", repr=False)


SECRETS_OF: Final[Mapping[ChannelType, tuple[str, ...]]] = {
    ChannelType.SLACK: ("address",),
    ChannelType.TEAMS: ("address",),
    ChannelType.WEBHOOK: ("address",),
    ChannelType.SALESFORCE: ("domain", "client_id", "client_secret"),
    ChannelType.HUBSPOT: ("token",),
}
"""What has to be known of each type."""


class Asks(Protocol):
    """Whatever reaches the outside; see `Outside`."""

    def ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Send one request. Raises NotTaken."""
        ...


class Addressee(NamedTuple):
    """Of a CRM, whom a task is for: by their address there."""

    email: str | None


class Carrier:
    """Carries the parcels of one channel. keys: signing keys of a webhook that are valid now, the newest first."""

    def __init__(self, outside: Asks, channel: Channel, access: Access, keys: tuple[str, ...], clock: Clock) -> None:
        self._outside = outside
        self._channel = channel
        self._access = access
        self._keys = keys
        self._clock = clock
        self._bearer: str | None = None
        self._owners: dict[str, str] = {}

    def carry(self, parcel: Parcel, story: Story, to: Addressee) -> None:
        """Hand over a parcel; when this returns, the receiver has it.

        Raises:
            AskedTooOften, Broken, Unwanted, NotTaken: see there.
        """
        match self._channel.type:
            case ChannelType.SLACK:
                self._post(slack_message(story))
            case ChannelType.TEAMS:
                self._post(teams_message(story))
            case ChannelType.WEBHOOK:
                if not self._keys:
                    raise Broken("no_key")
                body = _bytes(webhook_event(parcel.id, parcel.notice, parcel.recipient_ids, story.url))
                signed = signed_headers(parcel.id, self._clock.now(), body, self._keys)
                answer = self._outside.ask(
                    "POST", self._access.address, {"Content-Type": "application/cloudevents+json", **signed}, body
                )
                check_status(answer.status, answer.retry_after_s)
            case ChannelType.SALESFORCE:
                self._to_salesforce(parcel, story, to)
            case ChannelType.HUBSPOT:
                self._to_hubspot(parcel, story, to)

    def _post(self, message: Mapping[str, object]) -> None:
        answer = self._outside.ask("POST", self._access.address, _JSON, _bytes(message))
        check_status(answer.status, answer.retry_after_s)

    # Salesforce ----------------------------------------------------------------------------------------------------

    def _to_salesforce(self, parcel: Parcel, story: Story, to: Addressee) -> None:
        owner = self._owner(to, self._salesforce_owner)
        field, at = self._channel.id_field, parcel.notice.at
        path = f"sobjects/Task/{quote(field, safe='')}/{quote(parcel.id, safe='')}"
        self._salesforce("PATCH", path, salesforce_task(story, owner, at))

    def _salesforce_owner(self, email: str) -> str | None:
        plain = email.replace("\\", "\\\\").replace("'", "\\'")
        asked = f"SELECT Id FROM User WHERE Email = '{plain}' AND IsActive = true LIMIT 1"  # noqa: S608 - SOQL, with quotes escaped
        found = _json(self._salesforce("GET", f"query?{urlencode({'q': asked})}")).get("records") or [{}]
        return _text(found[0], "Id")

    def _salesforce(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Answer:
        if self._bearer is None:
            self._bearer = self._salesforce_token()
        url = f"{self._access.domain.rstrip('/')}/services/data/{SALESFORCE_VERSION}/{path}"
        sent = _bytes(body) if body is not None else b""
        answer = self._outside.ask(method, url, {**_JSON, "Authorization": f"Bearer {self._bearer}"}, sent)
        if answer.status == 401:
            # Tokens live as long as the org says: the next try asks for another one.
            self._bearer = None
            raise NotTaken("http_401")
        check_status(answer.status, answer.retry_after_s)
        return answer

    def _salesforce_token(self) -> str:
        form = urlencode(
            {
                "grant_type": "client_credentials",
                "client_id": self._access.client_id,
                "client_secret": self._access.client_secret,
            }
        )
        answer = self._outside.ask(
            "POST",
            f"{self._access.domain.rstrip('/')}/services/oauth2/token",
            {"Content-Type": "application/x-www-form-urlencoded"},
            form.encode(),
        )
        if answer.status in (400, 401):
            raise Broken("not_signed_in")
        check_status(answer.status, answer.retry_after_s)
        token = _text(_json(answer), "access_token")
        if not token:
            raise Broken("not_signed_in")
        return token

    # HubSpot -------------------------------------------------------------------------------------------------------

    def _to_hubspot(self, parcel: Parcel, story: Story, to: Addressee) -> None:
        owner = self._owner(to, self._hubspot_owner)
        field, at = self._channel.id_field, parcel.notice.at
        answer = self._hubspot(
            "POST", "/crm/objects/2026-03/tasks/batch/upsert", hubspot_tasks(story, owner, at, field, parcel.id)
        )
        if answer.status == 207:
            raise Unwanted("not_made")

    def _hubspot_owner(self, email: str) -> str | None:
        answer = self._hubspot("GET", f"/crm/v3/owners/?{urlencode({'email': email, 'limit': 1})}")
        return _text((_json(answer).get("results") or [{}])[0], "id")

    def _hubspot(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Answer:
        sent = _bytes(body) if body is not None else b""
        headers = {**_JSON, "Authorization": f"Bearer {self._access.token}"}
        answer = self._outside.ask(method, f"{HUBSPOT}{path}", headers, sent)
        check_status(answer.status, answer.retry_after_s)
        return answer

    def _owner(self, to: Addressee, ask: Any) -> str:
        if not to.email:
            raise Unwanted("no_such_owner")
        if to.email not in self._owners:
            found = ask(to.email)
            if not found:
                raise Unwanted("no_such_owner")
            self._owners[to.email] = str(found)
        return self._owners[to.email]


def _bytes(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def _json(answer: Answer) -> dict[str, Any]:
    try:
        found = json.loads(answer.body)
    except ValueError as error:
        raise NotTaken("not_json") from error
    if not isinstance(found, dict):
        raise NotTaken("not_json")
    return found


def _text(found: object, name: str) -> str | None:
    value = found.get(name) if isinstance(found, dict) else None
    return value if isinstance(value, str) and value else None
