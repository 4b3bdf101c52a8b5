"""What contact centres and meetings write in JSON: Genesys Cloud, Zoom, Webex and Teams."""

import re
from collections.abc import Sequence
from typing import Final

from debrief.interactions.conversations.model import SourceFormat, Speaker
from debrief.interactions.formats.recognisers import Told
from debrief.interactions.formats.segments import offset_ms, plain_segments
from debrief.interactions.formats.times import read_instant
from debrief.interactions.formats.values import Json, milliseconds, number, record, records, text
from debrief.interactions.formats.voices import Segment, voice_label

_INSTANT_MS: Final = 100_000_000_000
"""From here on milliseconds are Unix time and no offset: they lie after 1973."""

_AGENTS: Final = ("internal", "agent", "user")
_CUSTOMERS: Final = ("external", "customer")
_MACHINES: Final = ("ivr", "acd", "bot", "system", "workflow", "voicemail")


def genesys(document: Json) -> Told | None:
    """A transcript of Genesys Cloud's speech and text analytics.

    `internal` is the agent and `external` the customer. Of several agents each has their own id, by who was there when
    it was said: the first is the agent, the others are colleagues. Where nothing tells who was there, it is nobody's.
    """
    parts = [one for one in records(document.get("transcripts")) if isinstance(one.get("phrases"), list)]
    if not parts:
        return None
    participants = records(document.get("participants"))
    agents = [one for one in participants if _purpose(one) in _AGENTS and _who(one)]
    people = list(dict.fromkeys(_who(one) for one in agents))
    untold = False
    phrases = [phrase for part in parts for phrase in records(part["phrases"])]
    starts = [at for phrase in phrases if (at := number(phrase.get("startTimeMs"))) is not None]
    begin = number(document.get("conversationStartTime")) or number(document.get("startTime"))
    if begin is None or (starts and min(starts) >= _INSTANT_MS and begin > min(starts)):
        begin = min(starts, default=None)
    segments: list[Segment] = []
    for phrase in phrases:
        words = text(phrase.get("decoratedText")) or text(phrase.get("text"))
        if words is None:
            continue
        at = number(phrase.get("startTimeMs"))
        start = at - (begin or 0) if at is not None and at >= _INSTANT_MS else at
        offset = milliseconds(start)
        length = offset_ms(phrase.get("duration"), 1)
        role = _role_of(_purpose(phrase))
        who = _present(agents, at) if role is Speaker.AGENT and len(agents) > 1 else None
        if role is Speaker.AGENT and len(people) > 1 and who is None:
            role, untold = Speaker.UNKNOWN, True
        elif who is not None and who != people[0]:
            role = Speaker.COLLEAGUE
        end = None if offset is None or length is None else offset + length
        segments.append(Segment(text=words, speaker=role, voice=who, start_ms=offset, end_ms=end))
    segments.sort(key=lambda each: each.start_ms or 0)
    customers = [one for one in participants if _purpose(one) in _CUSTOMERS]
    direction = next((found for one in participants if (found := text(one.get("initialDirection")))), None)
    calls_in = direction is None or direction.casefold() == "inbound"
    lines = [_line(one.get("ani" if calls_in else "dnis")) for one in customers]
    raw: dict[str, object] = {
        "contact_reference": document.get("conversationId"),
        "channel": document.get("mediaType", "call"),
        "started_at": int(begin) if begin is not None and begin >= _INSTANT_MS else None,
        "language": parts[0].get("language"),
        "agent": people[0] if people else None,
        "queue": next((found for one in participants if (found := text(one.get("queueId")))), None),
        "customer": next((line for line in lines if line), None),
        "direction": direction,
    }
    return Told(
        format=SourceFormat.GENESYS,
        made_by="Genesys Cloud",
        segments=tuple(segments),
        raw=raw,
        duration_ms=milliseconds(record(document, "duration").get("milliseconds")),
        warnings=(SEVERAL_UNTOLD if untold else SEVERAL_AGENTS,) if len(people) > 1 else (),
    )


SEVERAL_AGENTS: Final = (
    "More than one agent took part; the first one is taken as the agent, the others as colleagues. For a conversation "
    "of another one, drop it again under another name with that agent in its metadata."
)
SEVERAL_UNTOLD: Final = (
    "More than one agent took part, and it doesn't always tell which of them was there: words that may be any of "
    "theirs are nobody's. Say who that is, or drop it again as WebVTT or vCon, where each voice has a name."
)
_TOLD_BY: Final = ("userId", "participantId", "id", "name")


def _who(participant: Json) -> str | None:
    """By what a participant is told from others."""
    return next((found for name in _TOLD_BY if (found := text(participant.get(name)))), None)


def _line(given: object) -> str | None:
    """The number or address of a line, without the `tel:` or `sip:` before it."""
    line = text(given)
    return None if line is None else re.sub(r"^(?:tel|sips?):", "", line, flags=re.IGNORECASE) or None


def _purpose(item: Json) -> str:
    return str(item.get("participantPurpose", "")).casefold()


def _role_of(purpose: str) -> Speaker:
    for purposes, speaker in ((_AGENTS, Speaker.AGENT), (_CUSTOMERS, Speaker.CUSTOMER), (_MACHINES, Speaker.SYSTEM)):
        if purpose in purposes:
            return speaker
    return Speaker.UNKNOWN


def _present(agents: Sequence[Json], at: float | None) -> str | None:
    """The agent who was there at a moment, the one who came last; None where that can't be told."""
    here = [one for one in agents if _may_be_present(one, at)]
    if len({_who(one) for one in here}) == 1:
        return _who(here[0])
    came = [number(one.get("startTimeMs")) for one in here]
    latest = max((each for each in came if each is not None), default=None)
    if at is None or latest is None or None in came:
        return None
    last = {_who(one) for one, each in zip(here, came, strict=True) if each == latest}
    return last.pop() if len(last) == 1 else None


def _may_be_present(agent: Json, at: float | None) -> bool:
    """Whether nothing says that they weren't there at a moment."""
    start, end = number(agent.get("startTimeMs")), number(agent.get("endTimeMs"))
    return at is None or ((start is None or start <= at) and (end is None or at <= end))


def zoom(document: Json) -> Told | None:
    """A transcript of Zoom Phone or Zoom Meetings in JSON."""
    timeline = records(document.get("timeline"))
    if not timeline or not any(text(one.get("text")) for one in timeline):
        return None
    segments: list[Segment] = []
    for one in timeline:
        words = text(one.get("text"))
        if words is None:
            continue
        users = [voice_label(user.get("username") or user.get("user_id")) for user in records(one.get("users"))]
        segments.append(
            Segment(
                text=words,
                voice=next((user for user in users if user), None),
                start_ms=offset_ms(one.get("ts")),
                end_ms=offset_ms(one.get("end_ts")),
            )
        )
    raw: dict[str, object] = {
        "channel": "voice",
        "started_at": document.get("recording_start"),
        "ended_at": document.get("recording_end"),
        "contact_reference": document.get("recording_id") or document.get("meeting_id"),
    }
    return Told(format=SourceFormat.ZOOM, made_by="Zoom", segments=tuple(segments), raw=raw)


def webex(document: Json) -> Told | None:
    """The snippets of a Webex meeting's transcript."""
    items = records(document.get("items"))
    if not items or not any("personName" in one and "text" in one for one in items):
        return None
    first = _first_instant(items, "startTime")
    begin = read_instant(first, "UTC") if first else None
    return Told(
        format=SourceFormat.WEBEX,
        made_by="Webex",
        segments=tuple(plain_segments(items, unit_ms=1, begin=begin)),
        raw={"channel": "voice", "started_at": first, "language": items[0].get("language")},
    )


def teams(document: Json) -> Told | None:
    """The entries of a Teams transcript as Stream keeps them."""
    items = records(document.get("entries"))
    if not items or not any("speakerDisplayName" in one for one in items):
        return None
    return Told(
        format=SourceFormat.TEAMS,
        made_by="Microsoft Teams",
        segments=tuple(plain_segments(items)),
        raw={"channel": "voice", "language": items[0].get("spokenLanguageTag")},
    )


def _first_instant(items: Sequence[Json], name: str) -> str | None:
    for one in items:
        given = text(one.get(name))
        if given is None:
            continue
        try:
            read_instant(given, "UTC")
        except ValueError:
            continue
        return given
    return None
