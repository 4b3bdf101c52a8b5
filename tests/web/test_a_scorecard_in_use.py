"""One scorecard through all hands: built by keys alone, published with its forecast, evaluated with, disputed by the
agent, re-affirmed, and seen in the breakdown of responses."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from local.client import ApiClient, Json
from local.waiting import Waiter
from tests.integration.driver import Debrief
from tests.web.browser import SECONDS, answered
from tests.web.conftest import OpenConsole, People
from tests.web.test_scorecards import button, press, reach
from tests.web.test_summaries import passes_axe
from tests.web.world import Somebody, World
from tools.browser import settled

Clients = Callable[[str | Somebody], ApiClient]
Newcomer = Callable[..., Somebody]

QUESTIONS = ("Greeted by name?", "Offered a way back?")


@pytest.fixture
def name(client: Clients) -> Iterator[str]:
    """What the scorecard is called; it is archived afterwards, so that no list to choose from has one more."""
    name = f"Visits {uuid4().hex[:6]}"
    yield name
    api = client("admin")
    for each in list(api.pages("/scorecards", {"status": "published"})):
        if each["name"] == name:
            api.post(f"/scorecards/{each['id']}/archiving")


@pytest.fixture
def agent(newcomer: Newcomer, people: People) -> Somebody:
    """An agent of these tests' own, whose figures nobody else reads."""
    return newcomer("agent", manager_id=people["supervisor"].id)


@pytest.fixture
def visit(client: Clients, agent: Somebody) -> Json:
    """A conversation that no system recorded."""
    began = datetime.now(UTC) - timedelta(days=2)
    entered = {
        "agent_id": agent.id,
        "started_at": began.isoformat(),
        "about": "A visit",
        "notes": "The customer was at the counter.",
    }
    made: Json = client("admin").post("/interactions", entered)
    return made


def _built(page: Page, name: str) -> None:
    """Build a scorecard of two questions from nothing, without a mouse."""
    press(page, page.get_by_role("link", name="New scorecard"))
    reach(page, page.get_by_label("Name"))
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Edit {name}")).to_be_visible()
    press(page, button(page, "Add a section"))
    page.keyboard.type("Opening")
    for text in QUESTIONS:
        press(page, button(page, "Add a yes/no question to section 1"))
        expect(page.get_by_label("Question", exact=True)).to_be_focused()
        page.keyboard.type(text)
    # The second one begins with N/A.
    press(page, page.get_by_role("switch", name="N/A allowed"), " ")
    preselected = page.get_by_role("combobox", name="Preselected answer").or_(page.get_by_label("Preselected answer"))
    reach(page, preselected.first)
    page.keyboard.press("ArrowDown")
    page.get_by_role("option", name="N/A").wait_for()
    while page.locator('[data-combobox-selected="true"]').inner_text() != "N/A":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(preselected.first).to_have_value("N/A")


@pytest.mark.feature("S4.1", "S4.2", "S4.7", "S4.8", "S4.9", "N5")
def test_a_scorecard_goes_from_nothing_to_the_breakdown(
    console: OpenConsole,
    client: Clients,
    newcomer: Newcomer,
    world: World,
    name: str,
    agent: Somebody,
    visit: Json,
) -> None:
    page = console("admin", at="/setup/scorecards")
    _built(page, name)

    # Before it takes effect it is told for what it would be; nothing is published meanwhile.
    expect(button(page, "Publish")).to_be_enabled()
    # Asked for by now, or the clock would be the first to make it.
    with answered(page, "POST", "/forecasts"):
        press(page, button(page, "Publish"))
    before = page.get_by_role("group", name="Before it takes effect")
    expect(before).to_be_focused()
    expect(before).to_contain_text("What would change")
    Debrief(world.cloud).run_schedules()
    expect(before).to_contain_text(re.compile(r"\d of \d+(\.\d)? conversations a week"), timeout=90_000)
    expect(before).to_contain_text("It has evaluated nothing yet")
    assert [
        each for each in client("admin").pages("/scorecards", {"status": "published"}) if each["name"] == name
    ] == []
    passes_axe(page.locator("body"))
    press(page, button(page, "Publish version 1"))
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_text("preselected: N/A")).to_be_visible()

    # An evaluator takes it for the visit.
    judge = newcomer("evaluator")
    page = console(judge, at=f"/conversations/{visit['id']}")
    choice = page.get_by_role("combobox", name="Scorecard").or_(page.get_by_label("Scorecard", exact=True)).first
    choice.focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("option", name=name).click()
    page.get_by_role("button", name="Evaluate", exact=True).press("Enter")
    expect(page.get_by_text("1 of 2 answered")).to_be_visible()
    page.get_by_role("group", name=re.compile(rf"^1\. {re.escape(QUESTIONS[0])}")).focus()
    page.keyboard.press("n")
    expect(page.get_by_text("2 of 2 answered")).to_be_visible()
    page.keyboard.press("y")
    page.get_by_role("button", name="Complete evaluation").press("Enter")
    (made,) = Waiter().until(
        "That the evaluation is completed",
        lambda: list(client(judge).pages("/evaluations", {"agent_id": agent.id, "status": "completed"})) or None,
        seconds=60,
    )

    # Its agent disputes one answer.
    page = console(agent, at=f"/evaluations/{made['id']}")
    page.get_by_role("button", name="Dispute answers").press("Enter")
    form = page.get_by_role("form", name="Dispute answers")
    form.get_by_role("checkbox", name=QUESTIONS[0]).press("Space")
    form.get_by_label("Reason").fill("I said the name at the door.")
    form.get_by_role("button", name="Dispute 1 answer").press("Enter")
    expect(page.get_by_role("region", name="Your answer")).to_contain_text("Disputed")

    # Who evaluated finds it in the list of what is to decide, and re-affirms it.
    page = console(judge, at="/evaluations/disputes")
    page.get_by_role("table").get_by_role("link").first.press("Enter")
    decide = page.get_by_role("form", name="Decide the dispute")
    decide.get_by_label(re.compile("^What you say to")).fill("Nothing of it stands in the notes.")
    decide.get_by_role("button", name="Re-affirm").press("Enter")
    expect(page.get_by_role("region", name="Dispute 1")).to_contain_text("Nothing of it stands in the notes.")

    # The breakdown has it, counted once.
    card = client(judge).get(f"/evaluations/{made['id']}")["scorecard_id"]
    at = f"/performance?report=responses&agent={agent.id}&scorecard={card}"
    page = console("supervisor", at=at)
    said = page.get_by_role("link", name=f"1 answered No: {QUESTIONS[0]}")

    def counted() -> bool | None:
        page.goto(at)
        settled(page, SECONDS * 2)
        return True if said.count() else None

    Waiter().until("That the breakdown counts it", counted, seconds=60)
    expect(said).to_be_visible()
    passes_axe(page.locator("body"))
