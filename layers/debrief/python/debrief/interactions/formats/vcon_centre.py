"""What a vCon tells of the contact centre: the parameters of the drafts' extension for it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from debrief.interactions.formats.metadata import FoundIn, Metadata
from debrief.interactions.formats.metadata_values import is_channel, is_direction, metadata_from
from debrief.interactions.formats.values import Json, records, text
from debrief.interactions.formats.vcon_bodies import instant_of, length_of, start_of


def of_contact_centre(dialog: Sequence[Json], time_zone: str) -> Metadata:
    """The contact-centre parameters of the drafts: skill, campaign, interaction type, and who was on hold."""

    def first(name: str) -> str | None:
        return next((found for part in dialog if (found := text(part.get(name)))), None)

    kind = first("interaction_type")
    raw: dict[str, object] = {
        "skill": first("skill"),
        "campaign": first("campaign"),
        "direction": kind if is_direction(kind) else None,
        "channel": kind if not is_direction(kind) else None,
        "hold_ms": _on_hold(dialog, time_zone),
    }
    application = first("application")
    if raw["channel"] is None and is_channel(application):
        raw["channel"] = application
    return metadata_from(raw, FoundIn.DOCUMENT, time_zone)


def _on_hold(dialog: Sequence[Json], time_zone: str) -> int | None:
    """For how long somebody was on hold by the parties' history; None where it says nothing of holds."""
    spans: list[tuple[datetime, datetime]] = []
    for part in dialog:
        began: dict[object, datetime] = {}
        history = sorted(
            ((at, one) for one in records(part.get("party_history")) if (at := instant_of(one.get("time"), time_zone))),
            key=lambda each: each[0],
        )
        start, length = start_of(part, time_zone), length_of(part)
        for at, one in history:
            who, event = one.get("party"), one.get("event")
            if not isinstance(who, int):
                continue
            if event == "hold":
                began.setdefault(who, at)
            elif event in ("unhold", "drop") and who in began:
                spans.append((began.pop(who), at))
        if start is not None and length is not None:
            end = start + timedelta(milliseconds=length)
            spans += [(at, end) for at in began.values() if at < end]
    if not spans:
        return None
    total, until = timedelta(), datetime.min.replace(tzinfo=spans[0][0].tzinfo)
    for at, end in sorted(spans):
        total += max(timedelta(), end - max(at, until))
        until = max(until, end)
    return round(total / timedelta(milliseconds=1))
