"""The routes of channels that leave Debrief: for those who settle the account."""

from datetime import timedelta

from aws_lambda_powertools.event_handler import Response

from api.notices_api.handler import app
from api.notices_api.wiring import channels
from debrief.kernel.auth import Permission
from debrief.kernel.web.api import IfMatch, expected_revision, nothing, versioned
from debrief.notices.channels.views import (
    ChannelChanges,
    KeyRotation,
    NewChannel,
    OutsideChannel,
    OutsideChannels,
    RetriedView,
    SigningKeyView,
)

SETTLE = Permission.SETTINGS_MANAGE


@app.on("GET", "/channels", allow=SETTLE)
def list_channels() -> OutsideChannels:
    """List the channels that leave Debrief, how each of them gets on, and how e-mail does."""
    return channels().channels()


@app.on("POST", "/channels", allow=SETTLE, status=201)
def create_channel(body: NewChannel) -> Response[OutsideChannel]:
    """Set up a channel. What opens it is kept as a secret and not shown again."""
    made = channels().create(body)
    return versioned(made, made.revision, status=201, location=f"/channels/{made.id}")


@app.on("GET", "/channels/<channel_id>", allow=SETTLE)
def get_channel(channel_id: str) -> Response[OutsideChannel]:
    """Get a channel and how it gets on."""
    found = channels().channel(channel_id)
    return versioned(found, found.revision)


@app.on("PATCH", "/channels/<channel_id>", allow=SETTLE)
def change_channel(channel_id: str, body: ChannelChanges, if_match: IfMatch = None) -> Response[OutsideChannel]:
    """Change a channel, switch it on or off, or give it another address or token."""
    changed = channels().change(channel_id, body, expected_revision(if_match))
    return versioned(changed, changed.revision)


@app.on("DELETE", "/channels/<channel_id>", allow=SETTLE, status=204)
def delete_channel(channel_id: str, if_match: IfMatch = None) -> Response[None]:
    """Delete a channel with its secrets; what waits for it is not sent."""
    channels().delete(channel_id, expected_revision(if_match))
    return nothing()


@app.on("PUT", "/channels/<channel_id>/signing-key", allow=SETTLE)
def replace_signing_key(channel_id: str, body: KeyRotation, if_match: IfMatch = None) -> Response[SigningKeyView]:
    """Make a new signing key for a webhook and tell it, this once; the one before is valid for the overlap."""
    # A PUT: answers of a POST are kept for a day when they carry an Idempotency-Key, and this is a secret.
    overlap = timedelta(hours=body.overlap_hours)
    told, revision = channels().new_key(channel_id, overlap, expected_revision(if_match))
    return versioned(told, revision)


@app.on("POST", "/channels/<channel_id>/test", allow=SETTLE, status=202)
def test_channel(channel_id: str) -> Response[OutsideChannel]:
    """Send a test the way that notices go; the channel's health tells whether it arrived."""
    found = channels().test(app.caller, channel_id)
    return versioned(found, found.revision, status=202, location=f"/channels/{channel_id}")


@app.on("POST", "/channels/<channel_id>/retries", allow=SETTLE)
def retry_channel(channel_id: str) -> RetriedView:
    """Let what was given up be tried again, a hundred at most."""
    return channels().retry(channel_id)
