"""The report as text: everything that a supervisor reads on the page is there."""

from __future__ import annotations

from typing import Any

import pytest

from local.story.report_text import clock_text, length_text, report_text


def passage(text: str) -> dict[str, Any]:
    return {"text": text, "spans": [], "edited": False, "computed": False}


def line_item(text: str, low: float | None) -> dict[str, Any]:
    return {"text": text, "passed": 11, "applicable": 12, "low": low, "high": low}


CHIP = {"contact_reference": "QH-V-1", "note": passage("Shows a warm opening"), "channel": "voice"}
COUNT = {"available": 2, "analysed": 2, "note": ""}
REPORT: dict[str, Any] = {
    "label": "Drafted offline",
    "offline": True,
    "praise": {
        "line_item": line_item("Greeting — 92%", 65.0),
        "quote": {"text": "let me help", "speaker": "agent", "contact_reference": "QH-V-2", "start_ms": None},
    },
    "focus": None,
    "trends": [passage("Empathy rose.")],
    "examples": [
        {
            "text": passage("A good opening"),
            "quote": {
                "text": "thank you for calling",
                "speaker": "agent",
                "contact_reference": "QH-V-1",
                "start_ms": 65_000,
            },
        }
    ],
    "strengths": {"line_items": [line_item("Greeting — 92%", 65.0)], "passages": [], "chips": [CHIP]},
    "development": {"line_items": [line_item("Recap", None)], "passages": [], "chips": []},
    "talking_points": [passage("Ask about the workshop.")],
    "action_items": [],
    "questions": [passage("What went well?")],
    "recommendations": [
        {"area": passage("Recap"), "action": passage("Sum up"), "rationale": passage("Passes rarely"), "chips": [CHIP]}
    ],
    "previous_session": {
        "held_on": "2026-02-13",
        "goals": ["Better closings"],
        "actions": [{"title": "Sum up", "chip": "still_developing", "evidence": "passed 3 of 9 since"}],
    },
    "metrics": [{"label": "xNPS", "text": "+20", "sample": 14}],
    "dropped": [{"reason": "unproven_quote", "count": 2}],
}
SUMMARY: dict[str, Any] = {
    "id": "sm_1",
    "agent_name": "Sample Agent",
    "period_label": "Last 4 weeks, 1 – 28 Feb 2026",
    "sources": {
        "evaluations": {"available": 412, "analysed": 300, "note": "(max 300 will be analysed)"},
        "conversations": COUNT,
        "coaching": COUNT,
        "previous_meeting": COUNT,
    },
    "report": REPORT,
}


@pytest.mark.parametrize(
    "expected",
    [
        "AI performance report: Sample Agent",
        "Last 4 weeks, 1 – 28 Feb 2026 · sm_1",
        "(Drafted offline)",
        "412 evaluation results (max 300 will be analysed)",
        "xNPS  +20  (n = 14)",
        "▪ Greeting — 92%  (11 of 12)".replace("  ", " "),
        "→ [QH-V-1] Shows a warm opening",
        "“thank you for calling” (agent, QH-V-1 at 1:05)",
        "Previous session, 2026-02-13",
        "[Still developing] Sum up",
        "passed 3 of 9 since",
        "1. Recap",
        "Do: Sum up",
        "Why: Passes rarely",
        "What went well?",
        "One thing to praise",
        "“let me help” (agent, QH-V-2)",
        "Left out of the model's draft: 2 (unproven quote 2)",
    ],
)
def test_it_is_said(expected: str) -> None:
    assert expected in report_text(SUMMARY)


def test_a_line_item_without_enough_data_has_only_its_name() -> None:
    assert "▪ Recap\n" in report_text(SUMMARY)


def test_what_there_is_none_of_is_left_out() -> None:
    text = report_text({**SUMMARY, "report": {**REPORT, "previous_session": None, "label": "", "dropped": []}})
    assert "Previous session" not in text
    assert "One thing to work on" not in text
    assert "Left out" not in text


def test_places_are_minutes_and_seconds() -> None:
    assert [clock_text(ms) for ms in (0, 59_999, 125_000)] == ["0:00", "0:59", "2:05"]


def test_a_length_has_its_units() -> None:
    assert [length_text(ms) for ms in (0, 59_999, 125_000, 3_729_400)] == ["0 s", "59 s", "2 min 5 s", "1 h 2 min"]
