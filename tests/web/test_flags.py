"""The queue of flags: told of at home and in the rail, and worked off by keys alone."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from local.client import ApiClient
from local.waiting import Waiter
from tests.web.browser import answered
from tests.web.conftest import OpenConsole
from tests.web.places import QUESTION
from tests.web.test_summaries import passes_axe
from tests.web.world import Somebody, World

Clients = Callable[[str | Somebody], ApiClient]


def _flagged(world: World, lead: ApiClient, agent: Somebody, many: int) -> None:
    """As many visits of the agent's in which a compliance criterion was missed, and their flags."""
    admin = world.sessions.admin
    question = QUESTION | {"id": "greet", "compliance": True}
    sections = [{"id": "s", "title": "All", "weight": 100, "questions": [question]}]
    card = admin.post("/scorecards", {"name": f"Duties of {agent.name}", "content": {"sections": sections}})["id"]
    admin.post(f"/scorecards/{card}/publication")
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(days=2)
    for number in range(many):
        started_at = (at + timedelta(hours=number)).isoformat().replace("+00:00", "Z")
        spoken = {"agent_id": agent.id, "started_at": started_at, "about": f"Visit {number}", "notes": "Good morning."}
        interaction = admin.post("/interactions", spoken)["id"]
        draft = admin.post("/evaluations", {"interaction_id": interaction, "scorecard_id": card})["id"]
        answers = {"answers": [{"question_id": "greet", "option_id": "no"}]}
        admin.change(f"/evaluations/{draft}/answers", answers, of=f"/evaluations/{draft}")
        admin.post(f"/evaluations/{draft}/completion")

    def waiting() -> bool | None:
        return lead.get("/flags/waiting")["compliance"] == many or None

    Waiter().until("the flags wait", waiting, seconds=60)


@pytest.mark.feature("S2.3", "P1", "P2")
def test_flags_are_worked_off_by_keys_alone(
    console: OpenConsole, client: Clients, newcomer: Callable[..., Somebody], world: World
) -> None:
    lead = newcomer("supervisor")
    # Three running would be a pattern, and a flag of its own.
    _flagged(world, client(lead), newcomer("agent", manager_id=lead.id), 2)

    page = console(lead)
    rail = page.get_by_role("navigation", name="Places").get_by_role("link", name="Flags")
    expect(rail).to_contain_text(re.compile(r"\d+ ?open"))
    mine = page.get_by_role("list", name="For you")
    expect(mine.get_by_text("2 compliance flags")).to_be_visible()
    mine.get_by_role("link", name="Look through them: 2 compliance flags").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Compliance flags", level=1)).to_be_visible()
    expect(page.get_by_text("2 open for you")).to_be_visible()
    tab = page.get_by_role("navigation", name="In flags").get_by_role("link", name="Compliance")
    expect(tab).to_contain_text(re.compile("2 ?open"))
    rows = page.get_by_role("table", name="Compliance flags").get_by_role("row")
    expect(rows).to_have_count(3)

    # The newest first; what is done leaves the list, and the next one opens.
    for key, visit in (("j", "Visit 1"), ("j", "Visit 0"), ("k", "Visit 1")):
        page.keyboard.press(key)
        # What a key does is done with the flag that stands open by then.
        expect(page.get_by_role("dialog", name=re.compile(f"^{visit},"))).to_be_visible()
    page.keyboard.press("r")
    resolve = page.get_by_role("form", name="Resolve the flag")
    expect(resolve.get_by_role("radio", name="Talked about with the agent")).to_be_focused()
    passes_axe(resolve)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("The customer was called back.")
    page.keyboard.press("Tab")
    with answered(page, "POST", r"/flags/\w+/resolution"):
        page.keyboard.press("Enter")
    expect(rows).to_have_count(2)
    expect(tab).to_contain_text(re.compile("1 ?open"))
    expect(page).to_have_url(re.compile("open=fl_"))

    page.get_by_role("button", name="Snooze", exact=True).focus()
    page.keyboard.press("Enter")
    snooze = page.get_by_role("form", name="Snooze the flag")
    snooze.get_by_role("button", name="Snooze").focus()
    with answered(page, "POST", r"/flags/\w+/snooze"):
        page.keyboard.press("Enter")
    expect(page.get_by_text("No flags here")).to_be_visible()
    expect(tab).not_to_contain_text("open")
    resolved = client(lead).get("/flags", {"queue": "compliance", "state": "resolved"})["items"]
    assert [(each["resolution"]["outcome"], each["resolution"]["note"]) for each in resolved] == [
        ("put_right", "The customer was called back.")
    ]

    # On its own page the keyboard stays with what may be done next.
    page.goto(f"/flags/{resolved[0]['id']}")
    page.get_by_role("button", name="Open again").focus()
    with answered(page, "POST", r"/flags/\w+/reopening"):
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Resolve", exact=True)).to_be_focused()
