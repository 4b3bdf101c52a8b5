"""The messages of a conversation as Twilio's Conversations API lists them: SMS, WhatsApp and chats."""

import re
from datetime import datetime, timedelta
from typing import Final

from debrief.interactions.conversations.model import SourceFormat, Speaker
from debrief.interactions.formats.interleaving import in_order
from debrief.interactions.formats.recognisers import Told
from debrief.interactions.formats.times import read_instant
from debrief.interactions.formats.values import Json, record, records, text
from debrief.interactions.formats.voices import Segment, voice_label
from debrief.interactions.holds import HoldCode, HoldReason

_ADDRESS: Final = re.compile(r"(?:(?:whatsapp|messenger|rcs|sms|tel):.+|\+\d{6,15})", re.IGNORECASE)
_SYSTEM: Final = "system"
"""The author of a message for which nobody is given as one."""

_ONE_PAGE: Final = HoldReason(
    code=HoldCode.DOCUMENT_UNSUPPORTED,
    sentence=(
        "It is one page of a conversation's messages, and there are others. Put the messages of all pages into one "
        "list (messages) and drop it again."
    ),
)


def twilio_chat(document: Json) -> Told | None:
    """The messages of one conversation, in snake case as the API or in camel case as Twilio's libraries write them.

    Whoever writes by a number or an address of a messenger is outside, and the customer where it is one; whoever has
    an identity (`author`) may be either. A page that others go before or follow holds it, since words are missing.
    """
    messages = records(document.get("messages"))
    if not messages or not all(_of(one, "conversation_sid") and "author" in one for one in messages):
        return None
    messages.sort(key=lambda one: index if isinstance(index := one.get("index"), int) else 0)
    times = [_instant(_of(one, "date_created")) for one in messages]
    begin = min((at for at in times if at is not None), default=None)
    outside = list(
        dict.fromkeys(who for one in messages if (who := text(one.get("author"))) and _ADDRESS.fullmatch(who))
    )
    segments: list[Segment] = []
    for one, at in zip(messages, times, strict=True):
        words = _words_of(one)
        if words is None:
            continue
        who = voice_label(one.get("author"))
        role = Speaker.CUSTOMER if outside == [who] else Speaker.SYSTEM if who == _SYSTEM else Speaker.UNKNOWN
        offset = round((at - begin) / timedelta(milliseconds=1)) if at is not None and begin is not None else None
        segments.append(Segment(text=words, speaker=role, voice=who, start_ms=offset, end_ms=offset))
    known = [at for at in times if at is not None]
    meta = record(document, "meta")
    more = any(meta.get(name) for name in ("next_page_url", "previous_page_url", "nextPageUrl", "previousPageUrl"))
    several = len({_of(one, "conversation_sid") for one in messages}) > 1
    return Told(
        format=SourceFormat.TWILIO,
        made_by="Twilio",
        segments=tuple(in_order(segments)),
        raw={
            "channel": "chat",
            "contact_reference": _of(messages[0], "conversation_sid"),
            "started_at": begin,
            "customer": outside[0] if len(outside) == 1 else None,
        },
        duration_ms=round((max(known) - min(known)) / timedelta(milliseconds=1)) if known else None,
        hold=(_SEVERAL,) if several else (_ONE_PAGE,) if more else (),
    )


_SEVERAL: Final = HoldReason(
    code=HoldCode.DOCUMENT_UNSUPPORTED,
    sentence="Its messages are of several conversations. Drop a file again for each of them.",
)


def _of(message: Json, name: str) -> str | None:
    """A field under its name in snake case or in camel case."""
    first, *others = name.split("_")
    return text(message.get(name)) or text(message.get("".join((first, *(each.title() for each in others)))))


def _words_of(message: Json) -> str | None:
    """What was written, and the names of what was sent with it."""
    names = [text(one.get("filename")) or _of(one, "content_type") or "file" for one in records(message.get("media"))]
    parts = [text(message.get("body")), *(f"[attachment: {name}]" for name in names)]
    return "\n".join(part for part in parts if part) or None


def _instant(value: str | None) -> datetime | None:
    try:
        return read_instant(value, "UTC")
    except ValueError:
        return None
