"""A coaching plan of the agent whose report is shown, for what they talk about most."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any, Final

from local.client import ApiClient
from local.sample.model import Sample
from local.waiting import Waiter

Json = dict[str, Any]

_LOOKED_BACK: Final = timedelta(days=80)
"""Of the three months that a plan begins from, so that a sample of some days ago has them too."""

_LEAST: Final = 5
_LASTS: Final = timedelta(weeks=6)
_COUNTED_WITHIN_S: Final = 120


def talked_about_most(sample: Sample, today: date) -> tuple[str, str] | None:
    """The channel and the inquiry of most of the star agent's conversations of late; None where these are few."""
    counted = Counter(
        (each.channel, each.inquiry)
        for each in sample.conversations
        if each.agent == sample.star and each.started_at.date() > today - _LOOKED_BACK
    )
    # Of equal ones the first by name, so that the same sample gives the same plan.
    found = min(counted.items(), key=lambda item: (-item[1], item[0]), default=None)
    return found[0] if found and found[1] >= _LEAST else None


def commit_to_plan(client: ApiClient, sample: Sample, today: date, waiter: Waiter) -> bool:
    """Let the star agent, who is signed in with `client`, commit to a plan, unless they have; whether they have one."""
    if next(client.pages("/plans"), None) is not None:
        return True
    about = talked_about_most(sample, today)
    if about is None:
        return False
    channel, inquiry = about

    def counted() -> Json | None:
        advice: Json = client.get("/plans/advice", {"channel": channel, "inquiry": inquiry})
        return next((each for each in advice["metrics"] if each["metric"] == "handle_time" and each["targets"]), None)

    waiter.until("Counting the conversations for a coaching plan", counted, seconds=_COUNTED_WITHIN_S)
    client.post(
        "/plans",
        {
            "channel": channel,
            "inquiry": inquiry,
            "metric": "handle_time",
            "percent": 10,
            "ends_on": (today + _LASTS).isoformat(),
            "planned_actions": ["Say what I will do before I look things up", "Sum up and ask whether that is all"],
            "assistance": ["Listening to some of my calls together"],
        },
    )
    return True
