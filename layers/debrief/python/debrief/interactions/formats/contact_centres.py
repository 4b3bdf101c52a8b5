"""What contact centres and meetings write in JSON: Genesys Cloud, Zoom, Webex and Teams."""

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from debrief.interactions.conversations.model import SourceFormat, Speaker
from debrief.interactions.formats.interleaving import in_order
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
    it was said: the first to speak is the agent, the others are colleagues, and whoever says nothing, as where it only
    rang, isn't either. Where nothing tells who was there, it is nobody's.
    """
    parts = [one for one in records(document.get("transcripts")) if isinstance(one.get("phrases"), list)]
    if not parts:
        return None
    participants = records(document.get("participants"))
    legs = _by_person([one for one in participants if _purpose(one) in _AGENTS and _who(one)])
    several, untold = len({leg.who for leg in legs}) > 1, False
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
        who = _present(legs, at) if role is Speaker.AGENT and len(legs) > 1 else None
        if role is Speaker.AGENT and several and who is None:
            role, untold = Speaker.UNKNOWN, True
        end = None if offset is None or length is None else offset + length
        segments.append(Segment(text=words, speaker=role, voice=who, start_ms=offset, end_ms=end))
    segments = in_order(segments)
    spoke = list(dict.fromkeys(each.voice for each in segments if each.voice))
    # Whoever isn't heard took no part, as far as that is told of everybody's words.
    known = dict.fromkeys(leg.who for leg in legs if leg.who is not None)
    people = spoke if spoke and not untold else [*spoke, *(who for who in known if who not in spoke)]
    segments = [
        each.model_copy(update={"speaker": Speaker.COLLEAGUE}) if each.voice and each.voice != people[0] else each
        for each in segments
    ]
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
        warnings=(SEVERAL_UNTOLD if untold else SEVERAL_AGENTS,) if len(people) > 1 or untold else (),
    )


SEVERAL_AGENTS: Final = (
    "More than one agent took part; one is taken as the agent, the first where nobody is given, the others as "
    "colleagues. For a conversation of another one, drop it again under another name with that agent in its metadata."
)
SEVERAL_UNTOLD: Final = (
    "More than one agent took part, and it doesn't always tell which of them was there: words that may be any of "
    "theirs are nobody's. Say who that is, or drop it again as WebVTT or vCon, where each voice has a name."
)
_TOLD_BY: Final = ("userId", "participantId", "id", "name")
_OF_PERSON: Final = ("userId", "name")


class _Leg(NamedTuple):
    """The time for which an agent was there. who: None where it may be any of several people's."""

    who: str | None
    start: float | None
    end: float | None


def _who(participant: Json) -> str | None:
    """By what a participant is told from others."""
    return next((found for name in _TOLD_BY if (found := text(participant.get(name)))), None)


def _by_person(agents: Sequence[Json]) -> list[_Leg]:
    """The legs of agents in the order in which they came, as far as that is told, each with whose it is.

    A leg that doesn't name its user is of whoever shares an id with it, or else the name, and there is one such; a leg
    that tells no person at all, where others do, may be anybody's.
    """
    named = any(text(one.get(name)) for one in agents for name in _OF_PERSON)
    users: dict[str, set[str]] = {}
    for one in agents:
        user = text(one.get("userId"))
        for name in ("participantId", "id", "name") if user else ():
            if value := text(one.get(name)):
                users.setdefault(f"{name} {value.casefold()}", set()).add(user or "")
    legs: list[_Leg] = []
    for one in agents:
        who = text(one.get("userId")) or _shared(one, users)
        if who is None and (not named or text(one.get("name"))):
            who = text(one.get("name")) if named else _who(one)
        legs.append(_Leg(who, number(one.get("startTimeMs")), number(one.get("endTimeMs"))))
    if all(leg.start is not None for leg in legs):
        legs.sort(key=lambda leg: leg.start or 0)
    return legs


def _shared(agent: Json, users: Mapping[str, set[str]]) -> str | None:
    """The one user with whom a leg shares an id or the name."""
    for name in ("participantId", "id", "name"):
        found = users.get(f"{name} {(text(agent.get(name)) or '').casefold()}", set())
        if len(found) == 1:
            return next(iter(found))
    return None


def _line(given: object) -> str | None:
    """The number or address of a line, without the `tel:` or `sip:` before it; of a number, without its host."""
    line = text(given)
    if line is None:
        return None
    called = re.sub(r"^(?:<\s*)?(?:tel|sips?):", "", line, flags=re.IGNORECASE).rstrip("> ")
    called = re.split(r"[;?]", called, maxsplit=1)[0]
    user, at, _ = called.partition("@")
    return (user if at and re.fullmatch(r"\+?[\d().\s-]{2,}", user) else called).strip() or None


def _purpose(item: Json) -> str:
    return str(item.get("participantPurpose", "")).casefold()


def _role_of(purpose: str) -> Speaker:
    for purposes, speaker in ((_AGENTS, Speaker.AGENT), (_CUSTOMERS, Speaker.CUSTOMER), (_MACHINES, Speaker.SYSTEM)):
        if purpose in purposes:
            return speaker
    return Speaker.UNKNOWN


def _present(legs: Sequence[_Leg], at: float | None) -> str | None:
    """The agent who was there at a moment, the one who came last; None where that can't be told."""
    here = [leg for leg in legs if _may_be_present(leg, at)]
    if len({leg.who for leg in here}) == 1:
        return here[0].who
    came = [leg.start for leg in here]
    latest = max((each for each in came if each is not None), default=None)
    if at is None or latest is None or None in came:
        return None
    last = {leg.who for leg in here if leg.start == latest}
    return last.pop() if len(last) == 1 else None


def _may_be_present(leg: _Leg, at: float | None) -> bool:
    """Whether nothing says that they weren't there at a moment."""
    return at is None or ((leg.start is None or leg.start <= at) and (leg.end is None or at <= leg.end))


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
    """The entries of a Teams transcript as Stream keeps them, or as `teams_in_word` finds them."""
    items = records(document.get("entries"))
    if not items or not any("speakerDisplayName" in one for one in items):
        return None
    return Told(
        format=SourceFormat.TEAMS,
        made_by="Microsoft Teams",
        segments=tuple(plain_segments(items)),
        raw={
            "channel": "voice",
            "language": items[0].get("spokenLanguageTag"),
            "started_at": document.get("startedAt"),
            "duration_ms": document.get("lasted"),
        },
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
