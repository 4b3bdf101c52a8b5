"""The `analysis` of a vCon: surveys, summaries, transcripts and whatever else a vendor put there."""

import json
from math import isfinite
from typing import Final, NamedTuple

from debrief.interactions.conversations.model import Analysis, Origin, Reading, Roles, Speaker, Turn
from debrief.interactions.formats.parsed import VendorDocument
from debrief.interactions.formats.roles import by_voice, swapped
from debrief.interactions.formats.values import Json, milliseconds, record, records, speaker_of, text, within

Body = tuple[Json, object]
"""An analysis object and its decoded body."""

SURVEYS: Final = ("customer_survey", "survey", "csat", "nps")
_LONGEST_NAME: Final = 200
_RESOLVED: Final = ("task_success", "resolved", "resolution", "issue_resolved", "solved")
_SATISFIED: Final = ("satisfaction", "csat", "rating", "overall_satisfaction")
_RECOMMENDS: Final = ("nps", "likelihood_to_recommend", "recommend")


def analysis_of(bodies: list[Body]) -> Analysis | None:
    """The readings of a vCon's analyses; None where there are none.

    A customer's survey gives resolution (`task_success`, `resolved` …), satisfaction (1–5) and NPS (0–10) with the
    origin `customer_survey`: what the customer said stands where a model would have predicted. All plain values are
    also kept under `vendor.type.field`.
    """
    analysis = Analysis()
    for part, body in bodies:
        vendor, kind = _vendor(part), _kind(part)
        if kind == "transcript":
            continue
        origin = Origin.CUSTOMER_SURVEY if kind in SURVEYS else Origin.VENDOR
        found = Analysis(vendor_values=_plain_values(body, vendor, kind, origin))
        if origin is Origin.CUSTOMER_SURVEY:
            found = found.model_copy(update=_survey(record(body), vendor))
        elif kind == "summary" and (summary := _summary(body)):
            reading = Reading[str](value=summary, origin=Origin.VENDOR, source=vendor)
            found = found.model_copy(update={"summary": reading})
        analysis = analysis.filled_from(found)
    return None if analysis == Analysis() else analysis


def _vendor(part: Json) -> str:
    return (text(part.get("vendor")) or text(part.get("product")) or "unknown")[:_LONGEST_NAME]


def _kind(part: Json) -> str:
    return (text(part.get("type")) or "analysis").lower()[:_LONGEST_NAME]


def _plain_values(body: object, vendor: str, kind: str, origin: Origin) -> dict[str, Reading[bool | int | float | str]]:
    values = body.items() if isinstance(body, dict) else [] if isinstance(body, list) else [("body", body)]
    return {
        f"{vendor}.{kind}.{name}": Reading[bool | int | float | str](value=value, origin=origin, source=vendor)
        for name, value in values
        if isinstance(value, bool | int | float | str) and value != "" and _is_plain(value)
    }


def _is_plain(value: bool | int | float | str) -> bool:
    """Whether JSON has such a value: it has no infinity."""
    return not isinstance(value, float) or isfinite(value)


def _survey(body: Json, vendor: str) -> dict[str, object]:
    found: dict[str, object] = {}
    origin = Origin.CUSTOMER_SURVEY
    for name, value in body.items():
        plain = name.lower()
        if plain in _RESOLVED and (isinstance(value, bool) or value in (0, 1)):
            found.setdefault("predicted_resolution", Reading[int](value=int(bool(value)), origin=origin, source=vendor))
        elif plain in _SATISFIED and (score := within(value, 1, 5)) is not None:
            found.setdefault("predicted_satisfaction", Reading[float](value=score, origin=origin, source=vendor))
        elif plain in _RECOMMENDS and (score := within(value, 0, 10)) is not None and score == int(score):
            found.setdefault("xnps", Reading[int](value=int(score), origin=origin, source=vendor))
    return found


def _summary(body: object) -> str | None:
    if isinstance(body, str):
        return text(body)
    return text(record(body).get("summary")) or text(record(body).get("text")) or text(record(body).get("content"))


def documents_of(bodies: list[Body]) -> tuple[VendorDocument, ...]:
    """Every analysis with its body as given."""
    return tuple(
        VendorDocument(vendor=_vendor(part), type=_kind(part), body=json.dumps(body, ensure_ascii=False))
        for part, body in bodies
        if body is not None
    )


class FoundTurns(NamedTuple):
    """The turns of a transcript and its vendor. roles: None where the vCon's parties tell who speaks."""

    turns: tuple[Turn, ...] = ()
    made_by: str | None = None
    roles: Roles | None = None
    warnings: tuple[str, ...] = ()


def transcript_turns(bodies: list[Body], speakers: list[Speaker]) -> FoundTurns:
    """The turns of the first transcript among the analyses.

    Read are a list of segments, or one under `segments`, `transcript`, `turns` or `utterances`, with text under
    `text`, `message`, `transcript` or `content`, the speaker as a role or a party's number (`party`), and `start` and
    `end` in seconds (`start_ms`, `end_ms` in milliseconds). A recogniser's number of a voice (`speaker`) is no party's:
    such voices are told apart by wording.
    """
    for part, body in bodies:
        if _kind(part) != "transcript":
            continue
        segments = records(body)
        for name in ("segments", "transcript", "turns", "utterances"):
            segments = segments or records(record(body).get(name))
        turns: list[Turn] = []
        voices: list[str | None] = []
        for segment in segments:
            words = next((found for name in _WORDS if (found := text(segment.get(name)))), None)
            if words is None:
                continue
            start, end = _time(segment, "start"), _time(segment, "end")
            who = _who(segment, speakers)
            turns.append(Turn(index=len(turns), speaker=who, text=words, start_ms=start, end_ms=end))
            voices.append(_voice(segment) if who is Speaker.UNKNOWN else None)
        turns = _by_exclusion(turns, voices)
        if turns and any(voices) and all(turn.speaker is Speaker.UNKNOWN for turn in turns):
            told = by_voice(list(zip(voices, turns, strict=True)), sorted({voice for voice in voices if voice}))
            heard = (
                turn.model_copy(update={"speaker": told.speakers.get(voice or "", Speaker.UNKNOWN)})
                for voice, turn in zip(voices, turns, strict=True)
            )
            return FoundTurns(tuple(heard), _vendor(part), told.roles, told.warnings)
        if turns:
            return FoundTurns(tuple(turns), _vendor(part))
    return FoundTurns()


_WORDS: Final = ("text", "message", "transcript", "content")


def _time(segment: Json, name: str) -> int | None:
    exact = milliseconds(segment.get(f"{name}_ms"))
    return exact if exact is not None else milliseconds(segment.get(name), 1000)


def _who(segment: Json, speakers: list[Speaker]) -> Speaker:
    for name in ("role", "speaker", "party", "originator"):
        value = segment.get(name)
        party = name != "speaker" and isinstance(value, int) and not isinstance(value, bool)
        if party and isinstance(value, int) and 0 <= value < len(speakers):
            return speakers[value]
        if isinstance(value, str) and (found := speaker_of(value)) is not Speaker.UNKNOWN:
            return found
    return Speaker.UNKNOWN


def _by_exclusion(turns: list[Turn], voices: list[str | None]) -> list[Turn]:
    """Where a role tells the one speaker, and there is one voice without a role, that is the other one."""
    told = {turn.speaker for turn in turns} & {Speaker.AGENT, Speaker.CUSTOMER}
    if len(told) != 1 or len({voice for voice in voices if voice}) != 1:
        return turns
    other = swapped(told.pop())
    return [
        turn.model_copy(update={"speaker": other}) if voice else turn for turn, voice in zip(turns, voices, strict=True)
    ]


def _voice(segment: Json) -> str | None:
    """What the recogniser calls the voice of a segment."""
    named = (text(segment.get(name)) for name in ("speaker", "speaker_id", "speaker_label", "channel"))
    return next((each for each in named if each), None)
