"""Getting about: places and their tabs, addresses that moved, what no page has, and what stands open beside a list."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser import SECONDS
from tests.web.conftest import OpenConsole, People
from tests.web.world import World
from tools.browser import comes_true


def _places(page: Page) -> list[str]:
    return page.get_by_role("navigation", name="Places").get_by_role("link").all_inner_texts()


@pytest.mark.feature("P2")
def test_a_place_has_its_tabs_and_each_has_an_address(console: OpenConsole) -> None:
    page = console("admin")
    assert len(_places(page)) <= 8
    page.get_by_role("navigation", name="Places").get_by_role("link", name="Conversations").click()
    tabs = page.get_by_role("navigation", name="In conversations")
    expect(tabs.get_by_role("link", name="All")).to_have_attribute("aria-current", "page")
    tabs.get_by_role("link", name="Intake").click()
    expect(page).to_have_url(re.compile("/conversations/intake$"))
    expect(page.get_by_role("heading", name="Intake", level=1)).to_be_visible()
    # Something waits in the sample: said once in the rail, and at the tab that it is behind.
    expect(tabs.get_by_role("link", name="Intake")).to_contain_text(re.compile(r"\d+ ?held"))
    here = page.get_by_role("navigation", name="Places").get_by_role("link", name="Conversations")
    expect(here).to_contain_text(re.compile(r"\d+ ?held"))
    expect(here).to_have_attribute("aria-current", "true")

    page.get_by_role("navigation", name="Places").get_by_role("link", name="Setup").click()
    tabs = page.get_by_role("navigation", name="In setup")
    expect(tabs.get_by_role("link")).to_have_text(
        [
            "Scorecards",
            "AI answers",
            "Automations",
            "Goals",
            "Indicators",
            "Channels",
            "Roles",
            "Account",
        ]
    )
    tabs.get_by_role("link", name="Roles").click()
    expect(page.get_by_role("heading", name="Roles", level=1)).to_be_visible()


@pytest.mark.feature("P2")
def test_the_tab_that_stands_open_is_in_sight_on_a_phone(console: OpenConsole) -> None:
    page = console("supervisor", at="/performance?report=agreement", width=390, height=844)
    current = page.get_by_role("navigation", name="In performance").get_by_role("link", name="Agreement")
    # Its edge may lie between two points of the screen.
    expect(current).to_be_in_viewport(ratio=0.95)


@pytest.mark.feature("P2")
def test_filters_stay_from_tab_to_tab_of_one_page(console: OpenConsole, people: People) -> None:
    agent = people["agent"].id
    page = console("evaluator", at=f"/evaluations?agent={agent}")
    tabs = page.get_by_role("navigation", name="In evaluations")
    expect(tabs.get_by_role("link", name="Done")).to_have_attribute("aria-current", "page")
    tabs.get_by_role("link", name="To do").click()
    expect(page).to_have_url(re.compile(f"agent={agent}"))
    expect(page).to_have_url(re.compile("status=draft"))
    expect(tabs.get_by_role("link", name="To do")).to_have_attribute("aria-current", "page")
    page.go_back()
    expect(tabs.get_by_role("link", name="Done")).to_have_attribute("aria-current", "page")


@pytest.mark.feature("P2", "P4")
def test_an_agent_finds_evaluations_with_how_they_do(console: OpenConsole) -> None:
    page = console("agent", at="/performance")
    tabs = page.get_by_role("navigation", name="In performance")
    tabs.get_by_role("link", name="Evaluations").click()
    expect(page.get_by_role("heading", name="Evaluations", level=1)).to_be_visible()
    expect(page.get_by_role("table", name="Evaluations").get_by_role("row").nth(1)).to_be_visible()
    here = page.get_by_role("navigation", name="Places").get_by_role("link", name="Performance")
    expect(here).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize(
    ("old", "now", "heading"),
    [
        ("/interactions?channel=voice", r"/conversations\?channel=voice$", "Conversations"),
        ("/intake/imports", "/conversations/intake/imports$", "Bulk imports"),
        ("/meetings?view=calendar", r"/coaching/meetings\?view=calendar$", "1-to-1s"),
        ("/reports", r"/performance\?report=line-items$", "Performance"),
        ("/scorecards", "/setup/scorecards$", "Scorecards"),
        ("/settings?tab=roles", "/setup/roles$", "Roles"),
        ("/settings", "/setup/account$", "Account"),
    ],
)
def test_old_addresses_go_on_working(console: OpenConsole, old: str, now: str, heading: str) -> None:
    page = console("admin", at=old)
    expect(page).to_have_url(re.compile(now))
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()


def test_an_old_address_is_gone_on_to_after_signing_in(console: OpenConsole) -> None:
    page = console(None, at="/meetings?view=calendar")
    expect(page).to_have_url(re.compile(r"next=%2Fcoaching%2Fmeetings%3Fview%3Dcalendar"))


def test_an_unknown_address_keeps_the_navigation(console: OpenConsole) -> None:
    page = console("supervisor", at="/people/us_1/nothing/of/the/kind")
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
    page.get_by_role("navigation", name="Places").get_by_role("link", name="Coaching").click()
    expect(page.get_by_role("heading", name="1-to-1s", level=1)).to_be_visible()


def test_a_list_stays_usable_beside_what_was_opened_from_it(console: OpenConsole, people: People, world: World) -> None:
    page = console("admin", at="/people")
    agent, other = people["agent"], people["colleague"]
    table = page.get_by_role("table", name="People")
    link = table.get_by_role("link", name=agent.name)
    link.focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog", name=agent.name)
    expect(drawer).to_be_focused()
    expect(page).to_have_url(re.compile(f"open={agent.id}"))
    whole = drawer.get_by_role("link", name="Open in a new tab")
    expect(whole).to_have_attribute("href", f"/people/{agent.id}")
    expect(whole).to_have_attribute("target", "_blank")

    # Nothing lies over the list: another row is chosen at once, and beside it there is room.
    # (The table itself may be wider than what it is scrolled in.)
    box, beside = table.locator("..").bounding_box(), drawer.bounding_box()
    assert box is not None
    assert beside is not None
    assert box["x"] + box["width"] <= beside["x"] + 1
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(drawer).to_be_focused()
    table.get_by_role("link", name=other.name).click()
    expect(page.get_by_role("dialog", name=other.name)).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(1)

    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("open="))
    expect(table.get_by_role("link", name=other.name)).to_be_focused()


def test_escape_closes_what_is_uppermost_only(console: OpenConsole, people: People) -> None:
    page = console("admin", at=f"/people?open={people['agent'].id}")
    drawer = page.get_by_role("dialog", name=people["agent"].name)
    choice = drawer.get_by_role("combobox", name=re.compile("Team")).first
    choice.click()
    expect(page.get_by_role("listbox").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    # It was there when the page came: the focus goes to the row, and never to nowhere.
    assert comes_true(page, "document.activeElement !== document.body", SECONDS)


def test_on_a_phone_it_has_the_whole_width(console: OpenConsole, people: People) -> None:
    page = console("admin", at=f"/people?open={people['agent'].id}", width=390, height=844)
    beside = page.get_by_role("dialog", name=people["agent"].name).bounding_box()
    assert beside is not None
    assert (beside["x"], beside["width"]) == (0, 390)


def test_the_print_has_neither_the_way_to_the_content_nor_what_was_said(console: OpenConsole) -> None:
    page = console("supervisor", at="/people")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    page.emulate_media(media="print")
    expect(page.locator(".skip-link")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Places")).to_be_hidden()
    expect(page.get_by_role("main")).to_be_visible()


def test_what_was_done_is_said_without_covering_a_button(console: OpenConsole, people: People, world: World) -> None:
    page = console("admin", at="/setup/account?tab=teams")
    page.get_by_role("button", name="Add a team").click()
    form = page.get_by_role("form", name="Add a team")
    form.get_by_label("Name").fill("Team of a notice")
    save = form.get_by_role("button", name="Add team")
    save.click()
    said = page.get_by_role("alert").filter(has_text="Team of a notice is added.")
    expect(said).to_be_visible()
    # A click in the middle of it reaches what is below.
    box = said.bounding_box()
    assert box is not None
    hit = page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).closest('.mantine-Notifications-root') !== null",
        [box["x"] + box["width"] / 3, box["y"] + box["height"] / 2],
    )
    assert hit is False
    assert box["y"] + box["height"] < page.evaluate("window.innerHeight") / 3
    team = next(each for each in world.sessions.admin.pages("/teams") if each["name"] == "Team of a notice")
    world.sessions.admin.change(f"/teams/{team['id']}", None, method="DELETE")
