"""A finished performance summary as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any, Final

Json = dict[str, Any]

WIDTH: Final = 100
_SOURCES: Final = (
    ("evaluations", "evaluation results"),
    ("conversations", "conversations"),
    ("coaching", "feedback, actions and 1-to-1s"),
    ("previous_meeting", "goals and actions of the previous 1-to-1"),
)
_CHIPS: Final = {
    "completed": "Completed",
    "overdue": "Overdue",
    "on_track": "On track",
    "improved": "Improved",
    "still_developing": "Still developing",
}


def report_text(summary: Json) -> str:
    """The summary as GET /summaries/{id} gives it, once it is ready."""
    return "\n".join(_lines(summary))


def _lines(summary: Json) -> Iterator[str]:
    report = summary["report"]
    title = f"AI performance report: {summary['agent_name']}"
    yield title
    yield "=" * len(title)
    yield f"{summary['period_label']} · {summary['id']}"
    if report.get("label"):
        yield f"({report['label']})"
    yield from _sources(summary["sources"])
    yield from _previous(report["previous_session"])
    yield from _spotlight("One thing to praise", report["praise"])
    yield from _spotlight("One thing to work on", report["focus"])
    yield from _passages("Questions to start with", report["questions"])
    yield from _metrics(report["metrics"])
    yield from _section("Highlights and positive patterns", report["strengths"])
    yield from _section("Areas for improvement and development", report["development"])
    yield from _passages("Trends and progress", report["trends"])
    yield from _examples(report["examples"])
    yield from _recommendations(report["recommendations"])
    yield from _passages("Talking points", report["talking_points"])
    yield from _passages("Action items", report["action_items"])
    dropped = sum(each["count"] for each in report["dropped"])
    if dropped:
        reasons = ", ".join(f"{each['reason'].replace('_', ' ')} {each['count']}" for each in report["dropped"])
        yield ""
        yield f"Left out of the model's draft: {dropped} ({reasons})"


def _heading(text: str) -> Iterator[str]:
    yield ""
    yield text
    yield "-" * len(text)


def _item(text: str, mark: str = "•", indent: int = 0) -> str:
    lead = " " * indent + mark + " "
    return textwrap.fill(
        " ".join(text.split()), WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead), break_long_words=False
    )


def _sources(sources: Json) -> Iterator[str]:
    yield from _heading("Data")
    for name, label in _SOURCES:
        count = sources[name]
        note = f" {count['note']}" if count["note"] else ""
        yield f"  {count['available']:>5} {label}{note}"


def _metrics(metrics: Sequence[Json]) -> Iterator[str]:
    yield from _heading("Conversation insights")
    width = max((len(metric["label"]) for metric in metrics), default=0)
    for metric in metrics:
        yield f"  {metric['label']:<{width}}  {metric['text']}  (n = {metric['sample']})"


def _passages(title: str, passages: Sequence[Json]) -> Iterator[str]:
    if passages:
        yield from _heading(title)
        yield from (_item(passage["text"]) for passage in passages)


def _section(title: str, section: Json) -> Iterator[str]:
    if not section["line_items"] and not section["passages"]:
        return
    yield from _heading(title)
    for item in section["line_items"]:
        sample = f"  ({item['passed']} of {item['applicable']})" if item["low"] is not None else ""
        yield _item(f"{item['text']}{sample}", mark="▪")
    yield from (_item(passage["text"]) for passage in section["passages"])
    yield from _chips(section["chips"])


def _chips(chips: Sequence[Json]) -> Iterator[str]:
    for chip in chips:
        yield _item(f"[{chip['contact_reference']}] {chip['note']['text']}", mark="→", indent=4)


def _examples(examples: Sequence[Json]) -> Iterator[str]:
    if not examples:
        return
    yield from _heading("Examples")
    for example in examples:
        yield _item(example["text"]["text"])
        yield from _quote(example["quote"])


def _quote(quote: Json | None) -> Iterator[str]:
    if quote:
        at = f" at {clock_text(quote['start_ms'])}" if quote["start_ms"] is not None else ""
        yield _item(f"“{quote['text']}” ({quote['speaker']}, {quote['contact_reference']}{at})", mark="❝", indent=4)


def _spotlight(title: str, spotlight: Json | None) -> Iterator[str]:
    if spotlight is None:
        return
    item = spotlight["line_item"]
    yield from _heading(title)
    yield _item(f"{item['text']}  ({item['passed']} of {item['applicable']})", mark="▪")
    yield from _quote(spotlight["quote"])


def _previous(previous: Json | None) -> Iterator[str]:
    if previous is None:
        return
    yield from _heading(f"Previous session, {previous['held_on']}")
    yield from (_item(f"Goal: {goal}") for goal in previous["goals"])
    for action in previous["actions"]:
        yield _item(f"[{_CHIPS.get(action['chip'], action['chip'])}] {action['title']}")
        yield _item(action["evidence"], mark=" ", indent=4)


def _recommendations(recommendations: Sequence[Json]) -> Iterator[str]:
    if not recommendations:
        return
    yield from _heading("Recommendations")
    for number, each in enumerate(recommendations, start=1):
        yield _item(each["area"]["text"], mark=f"{number}.")
        yield _item(f"Do: {each['action']['text']}", mark=" ", indent=2)
        yield _item(f"Why: {each['rationale']['text']}", mark=" ", indent=2)
        yield from _chips(each["chips"])


def clock_text(milliseconds: int) -> str:
    """A place in a conversation, such as 2:05."""
    minutes, rest = divmod(milliseconds // 1000, 60)
    return f"{minutes}:{rest:02d}"


def length_text(milliseconds: int) -> str:
    """How long something lasted, such as `2 min 5 s`, as the console and the reports have it."""
    minutes, rest = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    parts = {"h": hours, "min": minutes, "s": 0 if hours else rest}
    return " ".join(f"{number} {unit}" for unit, number in parts.items() if number) or "0 s"
