"""What is known about a conversation before it is loaded, gathered from every place that tells something.

The places, strongest first: a person who completed it, the sidecar JSON, the S3 object's metadata, the document
itself, the file name, the account's settings. Spellings of keys are read leniently: case, `-`, `_`, `.`, blanks and
an `x-amz-meta-` before the name make no difference, so `agentId`, `agent_id`, `Agent-ID` and `x-amz-meta-agent-id`
are one key.
"""

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from typing import Final

from debrief.interactions.conversations.model import Channel, Direction
from debrief.interactions.formats.times import (
    is_date_alone,
    is_year_last,
    on_day,
    read_duration_ms,
    read_instant,
    read_time_of_day,
)
from debrief.interactions.formats.values import read_json
from debrief.kernel.clock import Instant
from debrief.kernel.conditions.model import LONGEST_VALUE
from debrief.kernel.model import Entity


class FoundIn(StrEnum):
    """Where a value was found, strongest first."""

    PERSON = "person"
    SIDECAR = "sidecar"
    OBJECT_METADATA = "object_metadata"
    DOCUMENT = "document"
    SOURCE = "source"
    FILE_NAME = "file_name"
    ACCOUNT = "account"
    ANSWER = "answer"
    """Somebody was asked what this value means, and the answer was kept; see `intake.known_names_store`."""


class Metadata(Entity):
    """What is known about a conversation. None or empty: not known.

    agent_reference: the agent as the telephony system calls them; a person or the directory resolves it to a user.
    agent_also: what else the document calls the agent, where the reference is nobody's.
    talk_ms, hold_ms, after_call_work_ms: the parts of the handle time.
    agent_channel: the 0-based audio channel of the agent in a stereo recording.
    found_in: the place of each field that is set (not of each CRM link).
    unread: per field, the end of a sentence that says why a given value couldn't be read, also where a weaker place
        gave the field instead.
    written: the value as it was given, of fields in `unread` and of dates with the year last.
    too_large: per field (or `further`, `crm_links`), the end of a sentence that says what is more than can be kept.
    further: what was given under names that mean nothing here, kept as text.
    other_side: who the customer would be if agent and customer were the other way round, where a document tells only
        who dialled; nothing that is given under this name is taken for it.
    """

    contact_reference: str | None = None
    agent_reference: str | None = None
    customer_reference: str | None = None
    started_at: Instant | None = None
    ended_at: Instant | None = None
    duration_ms: int | None = None
    channel: Channel | None = None
    direction: Direction | None = None
    queue: str | None = None
    team: str | None = None
    language: str | None = None
    disposition: str | None = None
    inquiry: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    talk_ms: int | None = None
    hold_ms: int | None = None
    after_call_work_ms: int | None = None
    agent_channel: int | None = None
    agent_also: tuple[str, ...] = ()
    crm_links: dict[str, str] = {}
    found_in: dict[str, FoundIn] = {}
    unread: dict[str, str] = {}
    written: dict[str, str] = {}
    too_large: dict[str, str] = {}
    further: dict[str, str] = {}
    other_side: str | None = None


_BOOKKEEPING = frozenset(
    {"found_in", "unread", "written", "too_large", "further", "crm_links", "agent_also", "other_side"}
)
_DATES: Final = frozenset({"started_at", "ended_at"})
FIELDS: Final = tuple(name for name in Metadata.model_fields if name not in _BOOKKEEPING)

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
    ),
    "ended_at": (
        "ended_at", "end", "end_time", "ended", "end_timestamp", "call_end", "disconnect_timestamp",
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
    "ms": 1, "millis": 1, "milliseconds": 1, "min": 60_000, "minutes": 60_000,
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
"""The words for channels, as `_squash` compares them."""

_DIRECTIONS: Final = {
    "inbound": Direction.INBOUND, "in": Direction.INBOUND, "incoming": Direction.INBOUND,
    "outbound": Direction.OUTBOUND, "out": Direction.OUTBOUND, "outgoing": Direction.OUTBOUND,
    "externaloutbound": Direction.OUTBOUND, "callback": Direction.OUTBOUND,
    # How Amazon Connect says that a contact began which nobody dialled.
    **dict.fromkeys(
        ("unknown", "transfer", "queuetransfer", "disconnect", "api", "webrtcapi", "monitor"), Direction.UNKNOWN
    ),
}  # fmt: skip
_NESTED_NAMES: Final = ("id", "reference", "username", "login", "email", "code", "name", "address", "arn")
_AGENTS_TIMES: Final = ("talk_ms", "hold_ms", "after_call_work_ms")
_DIALLED: Final = ("caller", "callerid")
_WAS_DIALLED: Final = ("callee", "calleeid", "called", "callednumber", "dialednumber", "diallednumber")
LONGEST_TEXT: Final = LONGEST_VALUE
"""Characters of one value, as many as a condition takes of it; what is longer is no name, reference or reason."""

_MOST_BYTES: Final = 1_900  # of a value: references are keys of DynamoDB, which takes 2,048 with what stands before
_MOST_VALUES: Final = 50  # of a list
_MOST_FURTHER_BYTES: Final = 32_000
_MOST_CRM_BYTES: Final = 8_000
_LONGEST_COMPLAINT: Final = 300


def _squash(key: str) -> str:
    # Names are compared without case and separators; a `crm-deal-id` of S3 and a `crmDealId` of JSON are one.
    lowered = key.strip().lower().removeprefix("x-amz-meta-")
    return "".join(character for character in lowered if character.isalnum())


_BY_SPELLING: Final = {
    _squash(spelling): (field, rank)
    for field, spellings in SPELLINGS.items()
    for rank, spelling in enumerate(spellings)
}
_RANKS_OF_DIALLING: Final = tuple(_BY_SPELLING[name][1] for name in _DIALLED)
_DURATIONS: Final = {
    _squash(spelling) + unit: (field, factor)
    for field, spellings in DURATION_SPELLINGS.items()
    for spelling in spellings
    for unit, factor in _UNITS.items()
}
_CRM: Final = {
    _squash(before + kind + after): kind.removeprefix("crm_")
    for kind in CRM_KINDS
    for before in ("", "crm_")
    for after in ("", "_id", "_url", "_link")
}


def metadata_from(raw: Mapping[str, object], found_in: FoundIn, time_zone: str) -> Metadata:
    """Read one place's keys and values.

    raw: the JSON of a sidecar or of a person's completion, or S3 object metadata. `agent`, `customer`, `queue` and
    `team` may be objects with an `id` or a `name`; `crm_links` an object, also as JSON text.
    An `Agent` as Amazon Connect writes it also has the hold and the after-call work.
    time_zone: the account's (IANA name); instants without a zone are in it.
    Nothing is dropped: what can't be read is in `unread`, what isn't known here in `further`.
    """
    reader = _Reader(found_in, time_zone)
    for key, value in raw.items():
        reader.take(str(key), value)
    return reader.result()


class _Reader:
    """Collects the fields of one place; the strongest spelling of a field wins."""

    def __init__(self, found_in: FoundIn, time_zone: str) -> None:
        self._found_in, self._time_zone = found_in, time_zone
        self._values: dict[str, object] = {}
        self._ranks: dict[str, int] = {}
        self._crm: dict[str, str] = {}
        self._unread: dict[str, str] = {}
        self._written: dict[str, str] = {}
        self._too_large: dict[str, str] = {}
        self._further: dict[str, str] = {}
        self._day: object = None
        self._time_of_day: object = None
        self._dialled: object = None
        self._was_dialled: object = None

    def take(self, key: str, value: object) -> None:
        if value is None or (isinstance(value, str) and not value.strip()):
            return
        name = _squash(key)
        if name in ("crmlinks", "crm", "links"):
            self._take_crm(key, value)
        elif name in _CRM:
            self._crm[_CRM[name]] = _cut(_plain(value))
        elif name in ("calltime", "time", "timeofday"):
            self._time_of_day = value
        elif name in _DURATIONS:
            field, unit_ms = _DURATIONS[name]
            self._set(field, 0, value, partial(read_duration_ms, unit_ms=unit_ms))
        elif name in _WAS_DIALLED:
            self._was_dialled = value
            self._further[key] = _cut(_plain(value))
        elif name in _BY_SPELLING:
            field, rank = _BY_SPELLING[name]
            if name in _DIALLED:
                self._dialled = value
            if field == "agent_reference" and isinstance(value, Mapping):
                self._take_times_of(value)
            if field == "started_at" and is_date_alone(value):
                self._day = value
            self._set(field, rank, value, self._reader_of(field))
        else:
            self._further[key] = _cut(_plain(value))

    def _take_times_of(self, agent: Mapping[str, object]) -> None:
        """The hold and the work afterwards that stand with the agent; what isn't given beside wins."""
        for key, value in agent.items():
            field, unit_ms = _DURATIONS.get(_squash(str(key)), ("", 0))
            if field in _AGENTS_TIMES and field not in self._values and value is not None:
                self._set(field, 1, value, partial(read_duration_ms, unit_ms=unit_ms))

    def _take_crm(self, key: str, value: object) -> None:
        links = _json_object(value)
        if links is None:
            self._further[key] = _cut(_plain(value))
            return
        for kind, link in links.items():
            if link is not None and link != "":
                self._crm[_CRM.get(_squash(kind), kind)] = _cut(_plain(link))

    def _reader_of(self, field: str) -> Callable[[object], object]:
        if field in _DATES:
            return lambda given: read_instant(given, self._time_zone)
        return _READERS.get(field, _text)

    def _set(self, field: str, rank: int, value: object, read: Callable[[object], object]) -> None:
        if field in self._values and self._ranks[field] <= rank:
            return
        try:
            self._values[field] = read(value)
        except TooMuch as error:
            self._values.pop(field, None)
            self._too_large[field] = str(error)
            return
        except ValueError as error:
            self._unread[field] = str(error)[:_LONGEST_COMPLAINT]
            self._written[field] = _cut(_plain(value))
            return
        self._ranks[field] = rank
        self._written.pop(field, None)
        if field in _DATES and is_year_last(value):
            self._written[field] = _cut(_plain(value))
        self._unread.pop(field, None)
        self._too_large.pop(field, None)

    def result(self) -> Metadata:
        if self._day is not None and self._time_of_day is not None:
            try:
                at = read_time_of_day(self._time_of_day)
                self._values["started_at"] = on_day(self._day, at, self._time_zone)
            except ValueError as error:
                self._unread["started_at"] = str(error)[:_LONGEST_COMPLAINT]
                self._values.pop("started_at", None)
        self._settle_customer()
        for name, kept, most in (
            ("further", self._further, _MOST_FURTHER_BYTES),
            ("crm_links", self._crm, _MOST_CRM_BYTES),
        ):
            if sum(len(key.encode()) + len(value.encode()) for key, value in kept.items()) > most:
                self._too_large[name] = f"they are more than {most:,} bytes together"
                kept.clear()
        return Metadata.model_validate(
            {
                **self._values,
                "crm_links": self._crm,
                "found_in": dict.fromkeys(self._values, self._found_in),
                "unread": self._unread,
                "written": {
                    field: text
                    for field, text in self._written.items()
                    if field in self._unread or (field in self._values and field in _DATES)
                },
                "too_large": self._too_large,
                "further": self._further,
            }
        )

    def _settle_customer(self) -> None:
        """Who dialled is the customer only where the customer called; on outbound calls it is who was dialled."""
        by_dialling = self._dialled is not None and self._ranks.get("customer_reference") in _RANKS_OF_DIALLING
        if by_dialling and self._values.get("direction") is Direction.OUTBOUND:
            del self._values["customer_reference"]
            del self._ranks["customer_reference"]
            self._further["caller"] = _cut(_plain(self._dialled))
        outbound = self._values.get("direction") is Direction.OUTBOUND
        if outbound and self._was_dialled is not None:
            self._set("customer_reference", _RANKS_OF_DIALLING[-1], self._was_dialled, _text)


class TooMuch(ValueError):
    """A value is larger than can be kept; the text is the end of a sentence that says so."""


def _text(value: object) -> str:
    found = _plain(value)
    if len(found) > LONGEST_TEXT or len(found.encode()) > _MOST_BYTES:
        raise TooMuch(f"it is longer than {LONGEST_TEXT} characters")
    return found


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        named = {_squash(str(name)): inner for name, inner in value.items()}
        for name in _NESTED_NAMES:
            if named.get(name) not in (None, ""):
                return _plain(named[name])
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value).strip()


def _cut(text: str) -> str:
    """What means nothing here is kept as far as it is likely to say something."""
    return text[:LONGEST_TEXT]


def _json_object(value: object) -> Mapping[str, object] | None:
    if isinstance(value, str):
        try:
            value = read_json(value)
        except (ValueError, RecursionError):
            return None
    return value if isinstance(value, Mapping) else None


def read_list(value: object) -> tuple[str, ...]:
    """A list, or text joined by `|` (or by `;`), without blanks and repeats."""
    parts = value if isinstance(value, list | tuple) else str(value).replace(";", "|").split("|")
    found = tuple(dict.fromkeys(text for part in parts if (text := _text(part))))
    if len(found) > _MOST_VALUES:
        raise TooMuch(f"it has more than {_MOST_VALUES} values")
    return found


def _channel(value: object) -> Channel:
    try:
        return CHANNEL_WORDS[_squash(str(value))]
    except KeyError:
        raise ValueError(f'"{value}" is no channel (voice, chat, email, offline)') from None


def _direction(value: object) -> Direction:
    try:
        return _DIRECTIONS[_squash(str(value))]
    except KeyError:
        raise ValueError(f'"{value}" is no direction (inbound, outbound)') from None


def is_channel(value: object) -> bool:
    """Whether the value names a channel."""
    return _squash(str(value)) in CHANNEL_WORDS


def is_direction(value: object) -> bool:
    """Whether the value names a direction."""
    return _squash(str(value)) in _DIRECTIONS and value is not None


def _audio_channel(value: object) -> int:
    text = str(value).strip().lower().removeprefix("ch_")
    if text not in ("0", "1"):
        raise ValueError(f'"{value}" is no audio channel (0, 1)')
    return int(text)


_READERS: Final[Mapping[str, Callable[[object], object]]] = {
    "channel": _channel,
    "direction": _direction,
    "inquiry": read_list,
    "topics": read_list,
    "agent_channel": _audio_channel,
}


_CALLED: Final[Mapping[str, str]] = {
    "started_at": "date", "ended_at": "end", "duration_ms": "duration", "talk_ms": "talk time", "hold_ms": "hold time",
    "after_call_work_ms": "after-call work", "agent_channel": "agent's audio channel",
}  # fmt: skip
_WHERE: Final[Mapping[FoundIn, str]] = {
    FoundIn.PERSON: "what a person filled in",
    FoundIn.SIDECAR: "the metadata file",
    FoundIn.OBJECT_METADATA: "the metadata of the upload",
    FoundIn.DOCUMENT: "the transcript",
    FoundIn.SOURCE: "what is settled for its folder",
    FoundIn.FILE_NAME: "the file name",
    FoundIn.ACCOUNT: "the account's settings",
    FoundIn.ANSWER: "an earlier answer",
}


def one_way_remarks(metadata: Metadata) -> tuple[str, ...]:
    """Sentences about dates whose day and month were told apart by there being no other such day."""
    return tuple(
        f'Its {_CALLED[field]}, given as "{metadata.written[field]}", was read as the only day that it can mean.'
        for field in sorted(_DATES)
        if field in metadata.written and field not in metadata.unread and getattr(metadata, field) is not None
    )


def unread_remarks(metadata: Metadata) -> tuple[str, ...]:
    """Sentences about what was given and can't be read, so that nothing is replaced or left out in silence."""
    return tuple(
        f"Its {_CALLED.get(field, field.replace('_', ' '))} can't be read: {why}; {_instead(metadata, field)}."
        for field, why in metadata.unread.items()
    )


def _instead(metadata: Metadata, field: str) -> str:
    if getattr(metadata, field, None) is None:
        return "it was left out"
    found = metadata.found_in.get(field)
    return f"that of {_WHERE[found]} was taken" if found else "what is usual was taken"


def merge(*places: Metadata) -> Metadata:
    """One metadata out of several, the strongest first.

    A field comes whole from the first place that has it; CRM links and further values are united. A value that
    couldn't be read, or was too large, is forgotten once a place as strong or a stronger one gives the field; where
    only a weaker one does, the complaint stays beside the value, so that nothing is replaced in silence.
    """
    values: dict[str, object] = {}
    found_in: dict[str, FoundIn] = {}
    crm: dict[str, str] = {}
    unread: dict[str, str] = {}
    written: dict[str, str] = {}
    read: dict[str, str] = {}
    too_large: dict[str, str] = {}
    further: dict[str, str] = {}
    also: tuple[str, ...] = ()
    for place in places:
        if "agent_reference" not in values:
            also = place.agent_also
        unread = {**{field: why for field, why in place.unread.items() if field not in values}, **unread}
        for field in FIELDS:
            value = getattr(place, field)
            if field not in values and value is not None and value != ():
                values[field] = value
                if field in _DATES and field in place.written and field not in place.unread:
                    read[field] = place.written[field]
                if field in place.found_in:
                    found_in[field] = place.found_in[field]
        crm = {**place.crm_links, **crm}
        unread = {**{field: why for field, why in place.unread.items() if field not in values}, **unread}
        too_large = {**{field: why for field, why in place.too_large.items() if field not in values}, **too_large}
        written = {**place.written, **written}
        further = {**place.further, **further}
    return Metadata.model_validate(
        {
            **values,
            "agent_also": also,
            "crm_links": crm,
            "found_in": found_in,
            "unread": unread,
            "written": {**read, **{field: text for field, text in written.items() if field in unread}},
            "too_large": too_large,
            "further": further,
            "other_side": next((place.other_side for place in places if place.other_side), None),
        }
    )


def other_side(known: Metadata) -> str | None:
    """Who the customer would be if agent and customer were the other way round, where only who dialled tells that."""
    found = known.found_in.get("customer_reference", FoundIn.DOCUMENT)
    return known.other_side if found is FoundIn.DOCUMENT else None


def customer_of(known: Metadata, *, turned: bool) -> str | None:
    """The customer's reference once it is settled whether agent and customer are the other way round."""
    return (turned and other_side(known)) or known.customer_reference
