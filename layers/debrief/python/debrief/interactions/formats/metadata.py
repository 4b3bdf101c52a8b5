"""What is known about a conversation before it is loaded, gathered from every place that tells something.

The places, strongest first: a person who completed it, the sidecar JSON, the S3 object's metadata, the document
itself, the file name, the account's settings.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from debrief.interactions.conversations.customer_references import customer_key
from debrief.interactions.conversations.model import Channel, Direction
from debrief.kernel.clock import Instant
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
    against: per field, the end of a sentence that says under which names its place gave it with values that contradict
        each other.
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
    against: dict[str, str] = {}
    further: dict[str, str] = {}
    other_side: str | None = None


_BOOKKEEPING = frozenset(
    {"found_in", "unread", "written", "too_large", "further", "crm_links", "agent_also", "other_side", "against"}
)
DATES: Final = frozenset({"started_at", "ended_at"})
FIELDS: Final = tuple(name for name in Metadata.model_fields if name not in _BOOKKEEPING)
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
        for field in sorted(DATES)
        if field in metadata.written and field not in metadata.unread and getattr(metadata, field) is not None
    )


def unread_remarks(metadata: Metadata) -> tuple[str, ...]:
    """Sentences about what was given and can't be read, so that nothing is replaced or left out in silence."""
    return tuple(
        f"Its {_CALLED.get(field, field.replace('_', ' '))} can't be read: {why}; {_instead(metadata, field)}."
        for field, why in metadata.unread.items()
    )


def contradicting_remarks(metadata: Metadata) -> tuple[str, ...]:
    """Sentences about what one place told twice, with another value each time."""
    return tuple(
        f"Its {_CALLED.get(field, field.replace('_', ' '))} {how}."
        for field, how in metadata.against.items()
        if getattr(metadata, field) is not None
    )


def remarks_on(metadata: Metadata) -> tuple[str, ...]:
    """What is to be told of values that were read."""
    return (*one_way_remarks(metadata), *contradicting_remarks(metadata))


def _instead(metadata: Metadata, field: str) -> str:
    if getattr(metadata, field, None) is None:
        return "it was left out"
    found = metadata.found_in.get(field)
    if found is None and field == "duration_ms":
        return "it was reckoned from the rest"
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
    against: dict[str, str] = {}
    also: tuple[str, ...] = ()
    for place in places:
        if "agent_reference" not in values:
            also = place.agent_also
        unread = {**{field: why for field, why in place.unread.items() if field not in values}, **unread}
        for field in FIELDS:
            value = getattr(place, field)
            if field not in values and value is not None and value != ():
                values[field] = value
                if field in place.against:
                    against[field] = place.against[field]
                if field in DATES and field in place.written and field not in place.unread:
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
            "against": against,
            "further": further,
            "other_side": next((place.other_side for place in places if place.other_side), None),
        }
    )


def other_side(known: Metadata) -> str | None:
    """Who the customer would be if agent and customer were the other way round, where only who dialled tells that."""
    found = known.found_in.get("customer_reference", FoundIn.DOCUMENT)
    return known.other_side if found is FoundIn.DOCUMENT else None


def customer_of(known: Metadata, *, turned: bool) -> str | None:
    """What the customer is known by once it is settled whether agent and customer are the other way round."""
    found = (turned and other_side(known)) or known.customer_reference
    return customer_key(found) if found else None
