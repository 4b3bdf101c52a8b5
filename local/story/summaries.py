"""Asking for a performance summary, following it step by step, and showing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from local.client import ApiClient
from local.errors import DemoError
from local.story.report_text import report_text
from local.waiting import Waiter

Json = dict[str, Any]
Say = Callable[[str], None]

READY_S: Final = 180.0


def await_summary(client: ApiClient, wanted: Json, say: Say, waiter: Waiter) -> Json:
    """Ask for a summary and wait until it is there, telling each step.

    Raises:
        DemoError: it failed, with its reason.
    """
    summary_id = client.post("/summaries", wanted)["id"]
    say(f"summary {summary_id} is being generated")
    return follow_summary(client, summary_id, say, waiter)


def follow_summary(client: ApiClient, summary_id: str, say: Say, waiter: Waiter) -> Json:
    """Wait until a summary that was asked for is there, telling each step. Raises DemoError, as `await_summary`."""
    told: set[str] = set()

    def ended() -> Json | None:
        summary: Json = client.get(f"/summaries/{summary_id}")
        progress = summary.get("progress")
        if progress and progress["sentence"] not in told:
            told.add(progress["sentence"])
            say(f"  {progress['step']}: {progress['sentence']}")
        return summary if summary["status"] != "generating" else None

    summary = waiter.until("The summary", ended, seconds=READY_S, every=0.15)
    if summary["status"] == "failed":
        raise DemoError(f"The summary failed: {summary['failure']['sentence']}")
    return summary


def show_summary(summary: Json, say: Say) -> None:
    """Print a finished summary, its id, and what it was drafted by."""
    say(f"the summary is ready: {summary['id']}")
    print()
    print(report_text(summary))
    provenance = summary.get("provenance") or {}
    if summary["report"]["offline"]:
        by = "It was drafted by the offline model, by rule: set DEBRIEF_MODEL=bedrock for Amazon Bedrock."
    else:
        by = f"It was drafted by {provenance.get('model', 'a model')}."
    print(f"\n{by}\nSummary id: {summary['id']}", flush=True)
