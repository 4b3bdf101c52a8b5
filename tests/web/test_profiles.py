"""Profiles and home: what each role finds about a person, and what is waiting for them."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from local.client import ApiClient
from local.waiting import Waiter
from tests.web.conftest import OpenConsole, People, Somebody
from tools.browser import settled

Client = Callable[[str | Somebody], ApiClient]
TABS = ["Overview", "AI performance reports", "Evaluations", "Interactions", "1-to-1s", "Actions"]


@pytest.mark.feature("S0.3", "P4", "S0.10")
def test_a_supervisor_reads_the_profile_of_an_agent(console: OpenConsole, client: Client, people: People) -> None:
    agent = people["agent"]
    page = console("supervisor", at=f"/people/{agent.id}")
    expect(page.get_by_role("heading", level=1, name=agent.name)).to_be_visible()
    expect(page.get_by_text("Reports to")).to_be_visible()
    expect(page.get_by_role("link", name=people["supervisor"].name)).to_be_visible()
    expect(page.get_by_role("tab")).to_have_text(TABS)

    # To the digit what the report says of the same four weeks, which end today, whenever that is.
    items = client("supervisor").get("/reports/line-items", {"agent_id": agent.id})["items"]
    sheet = page.locator("section").filter(has=page.get_by_role("heading", name="Line items, last 4 weeks"))
    expect(sheet.get_by_role("heading", name="Strongest")).to_be_visible()
    standing = [each for each in items if each["standing"]]
    assert standing
    for item in standing:
        expect(sheet.get_by_text(item["text"], exact=True)).to_be_visible()
        expect(sheet.get_by_text(item["percent_text"], exact=True).first).to_be_visible()
    metrics = page.locator("section").filter(has=page.get_by_role("heading", name="Conversations, last 4 weeks"))
    metrics.get_by_text("Average handling time").focus()
    expect(page.get_by_role("tooltip")).to_contain_text("Talk, hold and after-call work")

    page.get_by_role("tab", name="Evaluations").click()
    expect(page).to_have_url(re.compile("tab=evaluations"))
    expect(page.get_by_role("table", name=f"Evaluations of {agent.name}").get_by_role("row").nth(1)).to_be_visible()
    page.get_by_role("tab", name="Interactions").click()
    expect(page.get_by_role("table", name=f"Interactions of {agent.name}").get_by_role("row").nth(1)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("tab", name="Evaluations")).to_have_attribute("aria-selected", "true")
    page.get_by_role("link", name="Open the full list").click()
    expect(page).to_have_url(re.compile(f"/evaluations.*agent={agent.id}"))

    page.goto(f"/people/{people['supervisor'].id}")
    reports = page.get_by_role("table", name="Direct reports")
    reports.get_by_role("link", name=agent.name).click()
    expect(page.get_by_role("heading", level=1, name=agent.name)).to_be_visible()


@pytest.mark.feature("S0.6", "P4")
def test_feedback_and_actions_reach_the_agent(
    console: OpenConsole, newcomer: Callable[..., Somebody], people: People
) -> None:
    agent = newcomer("agent", manager_id=people["supervisor"].id)
    page = console("supervisor", at=f"/people/{agent.id}")
    expect(page.get_by_text("No conversations in these four weeks")).to_be_visible()
    for text, reader in [("Calm throughout.", f"{agent.name} and"), ("Watch the closing.", "Only those")]:
        page.get_by_role("button", name="Give feedback").click()
        dialog = page.get_by_role("dialog", name=f"Feedback for {agent.name}")
        dialog.get_by_label("Feedback", exact=False).first.fill(text)
        dialog.get_by_role("radio", name=re.compile(reader)).check()
        dialog.get_by_role("button", name="Give feedback").click()
        expect(page.get_by_role("list", name="Feedback").get_by_text(text)).to_be_visible()
    page.get_by_role("button", name="Add action").click()
    page.get_by_label("What is to be done").fill("Repeat the customer's words")
    page.get_by_role("button", name="Assign action").click()
    expect(page.get_by_role("list", name="Open actions").get_by_text("Repeat the customer's words")).to_be_visible()

    own = console(agent, at="/")
    expect(own.get_by_role("heading", name="What you have agreed to do")).to_be_visible()
    own.get_by_role("checkbox", name="Complete: Repeat the customer's words").click()
    expect(own.get_by_role("checkbox", name="Open again: Repeat the customer's words")).to_be_checked()
    settled(own)
    own.goto(f"/people/{agent.id}")
    expect(own.get_by_text("Calm throughout.")).to_be_visible()
    expect(own.get_by_text("Watch the closing.")).to_have_count(0)
    expect(own.get_by_role("button", name="Give feedback")).to_have_count(0)


@pytest.mark.feature("P4", "S0.3")
def test_a_profile_shows_what_one_may_see(console: OpenConsole, client: Client, people: People) -> None:
    agent = people["agent"]
    own = console("agent", at=f"/people/{agent.id}?tab=actions")
    expect(own.get_by_role("tab")).to_have_text(TABS)
    expect(own.get_by_role("button", name="Add action")).to_have_count(0)
    expect(own.get_by_role("link", name="Schedule a 1-to-1")).to_have_count(0)
    for role in ("outsider", "colleague"):
        page = console(role, at=f"/people/{agent.id}", allow=[r"status of 404"])
        expect(page.get_by_role("alert").get_by_text("Not found")).to_be_visible()
        expect(page.get_by_text(agent.name)).to_have_count(0)
    bots = client("admin").get("/people", {"kind": ["bot"]})["items"]
    page = console("admin", at=f"/people/{bots[0]['id']}")
    expect(page.get_by_text("Bot", exact=True)).to_be_visible()
    expect(page.get_by_role("tab")).to_have_text(["Overview", "Evaluations", "Interactions"])


@pytest.mark.soak
@pytest.mark.feature("S0.3")
def test_reports_come_ten_a_page_newest_first(
    console: OpenConsole, client: Client, newcomer: Callable[..., Somebody], people: People, today: date
) -> None:
    agent, api = newcomer("agent", manager_id=people["supervisor"].id), client("supervisor")
    made: list[str] = []
    for days in range(11):
        period = {"kind": "custom", "first_day": str(today - timedelta(days=days + 1)), "last_day": str(today)}
        summary_id = api.post("/summaries", {"agent_id": agent.id, "period": period})["id"]

        def ended(summary_id: str = summary_id) -> bool | None:
            return True if api.get(f"/summaries/{summary_id}")["status"] != "generating" else None

        # One at a time is made of a person. There is nothing to tell of somebody new, and that is soon found out.
        Waiter().until("That the summary has ended", ended, seconds=60, every=0.1)
        made.insert(0, summary_id)

    page = console("supervisor", at=f"/people/{agent.id}?tab=reports")
    table = page.get_by_role("table", name="AI performance reports")
    links = table.get_by_role("link")
    previous, following = page.get_by_role("button", name="Previous"), page.get_by_role("button", name="Next")

    def shown(summary_ids: list[str]) -> None:
        expect(links).to_have_count(len(summary_ids))
        for place, summary_id in enumerate(summary_ids):
            expect(links.nth(place)).to_have_attribute("href", f"/summaries/{summary_id}")

    shown(made[:10])
    expect(previous).to_be_disabled()
    following.click()
    shown(made[10:])
    expect(following).to_be_disabled()
    previous.click()
    shown(made[:10])
    expect(previous).to_be_disabled()
