"""The `analysis` of a vCon without its transcripts: surveys, summaries and whatever else a vendor put there."""

import json
from math import isfinite
from typing import Final

from debrief.interactions.conversations.analysis import Analysis, Origin, Reading
from debrief.interactions.formats.parsed import VendorDocument
from debrief.interactions.formats.values import Json, record, text, within
from debrief.interactions.formats.vcon_transcripts import is_transcript

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
        if is_transcript(part):
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
