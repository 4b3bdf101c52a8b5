"""Whoever leads an agent opens the coaching log of a flagged conversation and releases it; the agent reads it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from local.waiting import Waiter
from tests.web.browser import answered
from tests.web.conftest import OpenConsole
from tests.web.places import QUESTION
from tests.web.world import Somebody, World


def _flagged_call(world: World, agent: Somebody) -> dict[str, Any]:
    """The coaching log of a conversation of the agent's that missed the one thing that was asked."""
    admin = world.sessions.admin
    sections = [{"id": "s", "title": "All", "weight": 100, "questions": [QUESTION | {"id": "greets"}]}]
    card = admin.post("/scorecards", {"name": "First words", "content": {"sections": sections}})["id"]
    admin.post(f"/scorecards/{card}/publication")
    at = (datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3)).isoformat().replace("+00:00", "Z")
    spoken = {"agent_id": agent.id, "started_at": at, "about": "A short visit", "notes": "What is it about?"}
    call = admin.post("/interactions", spoken)["id"]
    draft = admin.post("/evaluations", {"interaction_id": call, "scorecard_id": card})["id"]
    answers = [{"question_id": "greets", "option_id": "no"}]
    admin.change(f"/evaluations/{draft}/answers", {"answers": answers}, of=f"/evaluations/{draft}")
    admin.post(f"/evaluations/{draft}/completion")

    def written() -> dict[str, Any] | None:
        found: list[dict[str, Any]] = admin.get(f"/coaching-logs/of-conversations/{call}")["items"]
        return found[0] if found else None

    return Waiter().until("the flagged conversation has its log", written, seconds=60)


@pytest.mark.feature("S2.4")
def test_a_log_is_released_by_keyboard_and_read_by_its_agent(
    console: OpenConsole, newcomer: Callable[..., Somebody], world: World
) -> None:
    lead = newcomer("supervisor")
    agent = newcomer("agent", manager_id=lead.id)
    log = _flagged_call(world, agent)
    page = console(lead, at="/coaching/logs")
    rows = page.get_by_role("table", name="Coaching logs").get_by_role("row")
    rows.filter(has_text="First words").get_by_role("link").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"open={log['id']}"))
    criterion = page.get_by_role("group", name="Did they greet?")
    expect(criterion.get_by_text("0% (0 of 1 points), weight 1; brought 0 of 100")).to_be_visible()
    expect(criterion.get_by_text("No words are given for this answer.")).to_be_visible()
    release = page.get_by_role("button", name="Release to the agent")
    release.first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="A word with it")).to_be_focused()
    page.keyboard.type("Have a look before Thursday")
    # A note is another thing to say, and what was begun is there after a reload.
    page.get_by_role("button", name="Add a note").click()
    expect(page.get_by_role("textbox", name="Note")).to_have_value("")
    page.reload()
    release.first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="A word with it")).to_have_value("Have a look before Thursday")
    with answered(page, "POST", r"/coaching-logs/\w+/release"):
        release.last.press("Enter")
    expect(page.get_by_text("Released to the agent by")).to_be_visible()
    expect(release).to_have_count(0)
    expect(page.get_by_role("button", name="Add a note")).to_be_focused()

    own = console(agent, at=f"/coaching/logs/{log['id']}")
    expect(own.get_by_text("Have a look before Thursday")).to_be_visible()
    expect(own.get_by_role("link", name="Open the flag")).to_have_count(0)
    own.get_by_role("button", name="I have read it").first.click()
    own.get_by_role("textbox", name="A word with it").fill("I will greet first")
    with answered(own, "POST", r"/coaching-logs/\w+/acknowledgement"):
        own.get_by_role("button", name="I have read it").last.click()
    expect(own.get_by_role("textbox", name="A word with it")).to_have_count(0)
    expect(own.get_by_text("I will greet first")).to_be_visible()
    expect(own.get_by_text("Read by the agent").first).to_be_visible()
    # The way from the conversation.
    own.get_by_role("link", name="Open the conversation").click()
    expect(own.get_by_role("link", name="Coaching log, First words")).to_be_visible()


@pytest.mark.feature("S2.4", "N1")
def test_every_quote_of_every_log_stands_in_its_conversation(newcomer: Callable[..., Somebody], world: World) -> None:
    """Of the whole sample, as it is read by whoever sees all of it."""
    _flagged_call(world, newcomer("agent", manager_id=newcomer("supervisor").id))
    admin = world.sessions.admin
    for line in admin.pages("/coaching-logs"):
        log = admin.get(f"/coaching-logs/{line['id']}")
        shown = [each["quote"] for each in log["criteria"] if each["quote"]]
        assert log["dropped"] == 0, line["id"]
        if not shown:
            continue
        said = admin.get(f"/interactions/{log['interaction_id']}/transcript")["turns"]
        turns = {each["index"]: each for each in said}
        for quote in shown:
            here, following = (turns.get(quote["turn_index"] + step) for step in (0, 1))
            assert here is not None
            words = " ".join([here["text"], following["text"] if following else ""])
            assert quote["text"] in words
            assert quote["start_ms"] == here["start_ms"]
