"""Performance by inquiry as people meet it: an agent finds the inquiry to work on, a supervisor their leaderboard."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from debrief.insights.benchmarks.deadlines import REFRESH, SUBJECT
from debrief.kernel.schedules.places import due_key, place
from local.client import ApiClient
from local.waiting import Waiter
from tests.web.browser import SECONDS, answered
from tests.web.conftest import OpenConsole, People
from tests.web.world import World


@pytest.fixture(scope="module")
def compared(world: World, people: People, client: Callable[[str], ApiClient]) -> None:
    """All agents are compared, as at night; a run ends after a while and goes on with the next."""
    dynamodb, key = world.cloud.boto("dynamodb"), due_key(REFRESH, SUBJECT)

    def done() -> bool | None:
        dynamodb.update_item(
            TableName=world.cloud.outputs["InsightsTable"],
            Key={"PK": {"S": f"DUE#{key}"}, "SK": {"S": "DUE"}},
            UpdateExpression="SET GSI1SK = :now",
            ExpressionAttributeValues={":now": {"S": place(datetime.now(UTC), key)}},
        )
        world.cloud.invoke("run_schedules", {})
        board = client("supervisor").get("/performance/leaderboard?channel=voice")
        return True if people["agent"].id in {each["agent_id"] for each in board["items"]} else None

    Waiter().until("everybody is compared", done, seconds=SECONDS * 3)


@pytest.mark.feature("S1.1", "S1.3", "S1.5", "S1.6")
def test_an_agent_finds_what_to_work_on_and_the_conversations_by_keyboard(
    console: OpenConsole, client: Callable[[str], ApiClient], compared: None
) -> None:
    told = client("agent").get("/performance/channels")["items"]
    page = console("agent", at="/performance")
    page.get_by_role("navigation", name="In performance").get_by_role("link", name="Inquiries").click()
    expect(page.get_by_role("heading", name="Your performance by inquiry")).to_be_visible()
    for each in told:
        label = {"voice": "Voice", "chat": "Chat", "email": "E-mail", "offline": "Offline"}[each["channel"]]
        expect(page.get_by_role("radio", name=label)).to_be_attached()
    expect(page.get_by_role("heading", name="Top performing inquiries")).to_be_visible()
    page.get_by_text("To work on", exact=True).click()
    expect(page.get_by_role("heading", name="Inquiries to work on")).to_be_visible()

    table = page.get_by_role("table", name="Inquiries")
    heading = table.get_by_role("columnheader", name="Handle time")
    heading.get_by_role("button").press("Enter")
    expect(page).to_have_url(re.compile("sort=handle_time"))
    expect(heading).to_have_attribute("aria-sort", "descending")
    heading.get_by_role("button").click()
    expect(page).to_have_url(re.compile("ascending=yes"))
    expect(heading).to_have_attribute("aria-sort", "ascending")
    expect(table.locator("xpath=ancestor::*[@aria-busy]")).to_have_count(0)
    first = table.get_by_role("row").nth(1).get_by_role("link").first
    first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="How it goes")).to_be_visible()
    more = page.get_by_role("button", name="Show more details")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Best agent").first).to_be_visible()
    newest = page.get_by_role("table", name=re.compile("^Newest conversations"))
    newest.get_by_role("link").first.focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("heading", name="Summary")).to_be_visible()
    expect(page.get_by_role("heading", name="How it goes")).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)

    page.get_by_role("link", name="Let’s build a coaching plan").click()
    expect(page).to_have_url(re.compile(r"/coaching/plans/new\?.*inquiry="))
    expect(page.get_by_role("heading", name="New coaching plan")).to_be_visible()


@pytest.mark.feature("S1.4", "N3", "P4")
def test_a_supervisor_sees_their_line_ranked_and_goes_on_to_one_of_them(
    console: OpenConsole, people: People, compared: None
) -> None:
    page = console("supervisor", at="/performance/inquiries")
    expect(page.get_by_role("heading", name="Leaderboard")).to_be_visible()
    page.get_by_label("Measured by").select_option("Handle time")
    expect(page).to_have_url(re.compile("metric=handle_time"))
    board = page.get_by_role("table", name="Leaderboard")
    star = board.get_by_role("link", name=people["agent"].name)
    expect(star).to_be_visible()
    star.click()
    expect(page.get_by_role("heading", name=f"Performance of {people['agent'].name}")).to_be_visible()
    expect(page.get_by_role("heading", name="Overall")).to_be_visible()
    page.get_by_role("link", name="Leaderboard").click()
    expect(page.get_by_role("heading", name="Performance by inquiry")).to_be_visible()


@pytest.mark.feature("S2.6", "S2.7", "N3")
def test_improvement_is_told_with_its_intervals_and_reached_by_keyboard(console: OpenConsole, people: People) -> None:
    page = console("supervisor", at="/performance")
    tab = page.get_by_role("navigation", name="In performance").get_by_role("link", name="Improvement")
    tab.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Improvement", exact=True)).to_be_visible()
    table = page.get_by_role("table", name="Key metrics")
    expect(table.get_by_role("row")).to_have_count(6)
    for name in ("Agent quality score", "First-call resolution", "Compliance rate", "Customer sentiment arc"):
        expect(table.get_by_role("row").filter(has_text=name)).to_be_visible()
    expect(page.get_by_role("heading", name="Flagged criteria", exact=True)).to_be_visible()
    expect(page.get_by_text("Choose a person", exact=True)).to_be_visible()

    page.goto(f"/performance/improvement?agent={people['agent'].id}")
    expect(page.get_by_text("Choose a person", exact=True)).to_have_count(0)
    expect(page.get_by_role("heading", name="Coached criteria", exact=True)).to_be_visible()
    with answered(page, "GET", r"/improvement/metrics"):
        page.get_by_label("Period").select_option("Past 60 days")
    expect(page).to_have_url(re.compile("days=60"))
    rows = page.get_by_role("table", name="Key metrics").get_by_role("row")
    expect(rows).to_have_count(6)
    # From the number to its proof.
    for name, proof in (("Agent quality score", "evaluations"), ("Customer sentiment arc", "conversations")):
        lead = rows.filter(has_text=name).get_by_role("link").first
        expect(lead).to_have_attribute("href", re.compile(rf"/{proof}\?.*agent={people['agent'].id}"))
