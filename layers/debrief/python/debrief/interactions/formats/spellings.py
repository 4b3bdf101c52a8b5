"""The names and words in which metadata is given: which field a key means, and what words mean.

Spellings are read leniently: case, `-`, `_`, `.`, blanks and an `x-amz-meta-` before the name make no difference, so
`agentId`, `agent_id`, `Agent-ID` and `x-amz-meta-agent-id` are one key.
"""

from collections.abc import Mapping
from typing import Final

from debrief.interactions.conversations.model import Channel, Direction

SPELLINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "contact_reference": (
        "contact_reference", "contact_id", "contact", "interaction_id", "conversation_id", "call_id",
        "reference", "guid", "ucid", "initial_contact_id", "session_id",
    ),
    "agent_reference": (
        "agent_reference", "agent_id", "agent", "agent_name", "agent_email", "agent_username",
        "agent_login", "agent_extension", "user_id", "operator", "operator_id", "advisor",
        "representative",
    ),
    "customer_reference": (
        "customer_reference", "customer_id", "customer", "cust", "cust_id", "caller", "caller_id",
        "client_id", "customer_number", "customer_endpoint",
    ),
    "started_at": (
        "started_at", "start", "start_time", "started", "start_timestamp", "call_start", "call_date", "date",
        "datetime", "date_time", "dt", "timestamp", "conversation_time", "initiation_timestamp", "call_datetime",
        "start_datetime", "start_date_time", "call_start_time", "call_start_date", "call_started_at", "call_started",
        "conversation_start", "conversation_start_time", "interaction_start", "interaction_start_time",
        "interaction_date", "contact_start", "contact_start_time", "contact_date", "session_start",
        "session_start_time", "recording_start", "recording_start_time", "recording_date", "recorded_at",
        "begin", "begin_time", "began_at", "begin_timestamp", "answered_at", "answer_time",
        "connected_to_system_timestamp", "connected_at", "connect_time",
    ),
    "ended_at": (
        "ended_at", "end", "end_time", "ended", "end_timestamp", "call_end", "disconnect_timestamp",
        "end_datetime", "end_date_time", "call_end_time", "call_ended_at", "conversation_end", "conversation_end_time",
        "interaction_end", "interaction_end_time", "contact_end", "contact_end_time", "session_end",
        "session_end_time", "recording_end", "recording_end_time", "disconnected_at", "disconnect_time",
    ),
    "channel": ("channel", "media", "channel_type", "interaction_type"),
    "direction": ("direction", "call_direction", "initiation_method"),
    "queue": ("queue", "queue_name", "queue_id", "skill", "skill_group", "campaign"),
    "team": ("team", "team_id", "team_name", "agent_team"),
    "language": ("language", "language_code", "lang", "locale"),
    "disposition": ("disposition", "outcome", "wrap_up", "wrap_up_code", "disposition_code"),
    "inquiry": ("inquiry", "inquiries", "call_type", "contact_reason", "reason", "intent"),
    "topics": ("topics", "topic", "tags"),
    "agent_channel": ("agent_channel", "agent_audio_channel"),
}  # fmt: skip
"""The names under which a field may be given, strongest first."""

DURATION_SPELLINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "duration_ms": ("duration", "call_duration", "total_duration", "length"),
    "talk_ms": ("talk", "talk_time", "talk_duration", "agent_interaction_duration"),
    "hold_ms": ("hold", "hold_time", "hold_duration", "customer_hold_duration"),
    "after_call_work_ms": (
        "after_call_work", "acw", "after_call_work_time", "after_contact_work", "wrap_up_time",
        "after_contact_work_duration",
    ),
}  # fmt: skip
"""Durations: a bare number is in seconds unless the name ends in `_ms`, `_millis`, `_minutes` …"""

CRM_KINDS: Final = ("deal", "account", "opportunity", "case", "ticket", "lead", "crm_contact")
"""`deal`, `deal_id`, `crm_deal` … become the CRM link `deal`, and so on for each kind."""

_UNITS: Final = {
    "": 1000, "s": 1000, "sec": 1000, "secs": 1000, "seconds": 1000, "insec": 1000, "inseconds": 1000,
    "ms": 1, "msec": 1, "millis": 1, "milliseconds": 1, "inms": 1, "inmillis": 1, "inmilliseconds": 1,
    "min": 60_000, "mins": 60_000, "minutes": 60_000, "inmin": 60_000, "inminutes": 60_000,
    "hours": 3_600_000, "hrs": 3_600_000, "inhours": 3_600_000,
}  # fmt: skip
CHANNEL_WORDS: Final[Mapping[str, Channel]] = {
    "voice": Channel.VOICE, "call": Channel.VOICE, "phone": Channel.VOICE, "telephony": Channel.VOICE,
    "audio": Channel.VOICE, "telephone": Channel.VOICE, "phonecall": Channel.VOICE, "voicecall": Channel.VOICE,
    "callback": Channel.VOICE, "pstn": Channel.VOICE, "voip": Channel.VOICE, "video": Channel.VOICE,
    "videocall": Channel.VOICE,
    "chat": Channel.CHAT, "messaging": Channel.CHAT, "sms": Channel.CHAT, "email": Channel.EMAIL, "mail": Channel.EMAIL,
    "livechat": Channel.CHAT, "webchat": Channel.CHAT, "chatsync": Channel.CHAT, "webmessaging": Channel.CHAT,
    "openmessaging": Channel.CHAT, "message": Channel.CHAT, "text": Channel.CHAT, "textmessage": Channel.CHAT,
    "mms": Channel.CHAT, "rcs": Channel.CHAT, "whatsapp": Channel.CHAT, "messenger": Channel.CHAT,
    "facebook": Channel.CHAT, "facebookmessenger": Channel.CHAT, "instagram": Channel.CHAT, "telegram": Channel.CHAT,
    "viber": Channel.CHAT, "wechat": Channel.CHAT, "line": Channel.CHAT, "kakaotalk": Channel.CHAT,
    "signal": Channel.CHAT, "imessage": Channel.CHAT, "applemessages": Channel.CHAT, "applebusinesschat": Channel.CHAT,
    "twitter": Channel.CHAT, "x": Channel.CHAT, "social": Channel.CHAT, "socialmedia": Channel.CHAT,
    "slack": Channel.CHAT, "digital": Channel.CHAT, "emails": Channel.EMAIL,
    "offline": Channel.OFFLINE, "inperson": Channel.OFFLINE, "facetoface": Channel.OFFLINE,
}  # fmt: skip
"""The words for channels, as `squashed` gives them."""

DIRECTION_WORDS: Final = {
    "inbound": Direction.INBOUND, "in": Direction.INBOUND, "incoming": Direction.INBOUND,
    "outbound": Direction.OUTBOUND, "out": Direction.OUTBOUND, "outgoing": Direction.OUTBOUND,
    "externaloutbound": Direction.OUTBOUND, "callback": Direction.OUTBOUND,
    # How Amazon Connect says that a contact began which nobody dialled.
    **dict.fromkeys(
        ("unknown", "transfer", "queuetransfer", "disconnect", "api", "webrtcapi", "monitor"), Direction.UNKNOWN
    ),
}  # fmt: skip
"""The words for directions, as `squashed` gives them."""

DIALLED: Final = ("caller", "callerid")
"""Names of who dialled: the customer only where the customer called."""

WAS_DIALLED: Final = ("callee", "calleeid", "called", "callednumber", "dialednumber", "diallednumber")
"""Names of who was dialled: the customer only where the agent called."""


def squashed(key: str) -> str:
    """A name as names are compared, without case and separators: `crm-deal-id` of S3 is `crmDealId` of JSON."""
    lowered = key.strip().lower().removeprefix("x-amz-meta-")
    return "".join(character for character in lowered if character.isalnum())


FIELD_OF: Final = {
    squashed(spelling): (field, rank)
    for field, spellings in SPELLINGS.items()
    for rank, spelling in enumerate(spellings)
}
"""By squashed name: the field that it gives, and how strong the spelling is, the strongest 0."""

RANKS_OF_DIALLING: Final = tuple(FIELD_OF[name][1] for name in DIALLED)
"""How strong the spellings are that only tell who dialled."""

DURATION_OF: Final = {
    squashed(spelling) + unit: (field, factor)
    for field, spellings in DURATION_SPELLINGS.items()
    for spelling in spellings
    for unit, factor in _UNITS.items()
}
"""By squashed name with its unit: the field that it gives, and the unit in milliseconds."""

UNITLESS: Final = frozenset(squashed(each) for spellings in DURATION_SPELLINGS.values() for each in spellings)
"""Squashed names of durations that tell no unit."""

UNIT_OF: Final = {
    squashed(spelling) + end: field
    for field, spellings in DURATION_SPELLINGS.items()
    for spelling in spellings
    for end in ("unit", "units", "uom")
}
"""By squashed name: the duration whose unit it gives, where that stands beside."""

UNITS: Final[Mapping[str, int]] = {
    **{name: factor for name, factor in _UNITS.items() if name},
    "second": 1000, "millisecond": 1, "m": 60_000, "minute": 60_000, "h": 3_600_000, "hour": 3_600_000,
}  # fmt: skip
"""Units by their names, in milliseconds."""

CRM_KIND_OF: Final = {
    squashed(before + kind + after): kind.removeprefix("crm_")
    for kind in CRM_KINDS
    for before in ("", "crm_")
    for after in ("", "_id", "_url", "_link")
}
"""By squashed name: the kind of CRM link that it gives."""
