"""Setup › Automations and Goals by keyboard, and what a conversation and Performance say of them."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.browser import SECONDS, answered
from tests.web.conftest import OpenConsole, People
from tools.browser import settled

ORDER = ("PUT", "/automations/order")


def _choose_the_first(page: Page, choice: Locator) -> None:
    """Choose the first scorecard by keyboard, once they are read."""
    settled(page, SECONDS)
    choice.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(choice).not_to_have_value("")


@pytest.mark.feature("S4.11")
def test_an_automation_is_added_moved_switched_and_deleted(console: OpenConsole, people: People) -> None:
    page = console("admin", at="/setup/automations")
    for name in ("First card", "Second card"):
        page.get_by_role("link", name="Add an automation").press("Enter")
        form = page.get_by_role("form", name="Add an automation")
        form.get_by_role("textbox", name="Name").fill(name)
        form.get_by_role("button", name="Add a condition").press("Enter")
        one = form.get_by_role("group", name="Condition 1")
        one.get_by_label("Values").fill("a queue that isn't there yet")
        one.get_by_label("Values").press("Enter")
        form.get_by_role("button", name="Try on the newest conversations").press("Enter")
        expect(form.get_by_role("status")).to_contain_text("It holds for 0 of")
        form.get_by_role("button", name="Give it to somebody").press("Enter")
        action = form.get_by_role("group", name="Action 1")
        _choose_the_first(page, action.get_by_role("combobox", name="Somebody evaluates it with"))
        evaluators = action.get_by_role("combobox", name="Evaluators")
        evaluators.fill(people["evaluator"].name)
        page.get_by_role("option", name=people["evaluator"].name).click()
        form.get_by_role("button", name="Add automation").press("Enter")
        expect(page.get_by_role("link", name=name)).to_be_visible()
    with answered(page, *ORDER):
        page.get_by_role("button", name="Move Second card up").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Second card is at place")).to_be_visible()
    # At the end of the way the focus is on the other arrow, and not lost.
    expect(page.get_by_role("button", name="Move Second card down")).to_be_focused()
    names = page.get_by_role("heading", level=2).filter(has_text="card")
    expect(names.first).to_have_text(re.compile("Second card"))
    page.reload()
    expect(names.first).to_have_text(re.compile("Second card"))
    handle = page.get_by_label("Drag Second card")
    handle.focus()
    with answered(page, *ORDER):
        for key in ("Space", "ArrowDown", "Space"):
            page.keyboard.press(key)
    expect(names.last).to_have_text(re.compile("Second card"))
    with answered(page, "PATCH", r"/automations/\w+"):
        page.get_by_role("switch", name="First card is on").press("Space")
    expect(page.get_by_role("switch", name="First card is on")).not_to_be_checked()
    settled(page, SECONDS)
    for name in ("First card", "Second card"):
        page.get_by_role("link", name=name).press("Enter")
        page.get_by_role("button", name="Delete automation").press("Enter")
        page.get_by_role("button", name="Delete", exact=True).press("Enter")
        expect(page.get_by_role("link", name=name)).to_have_count(0)


@pytest.mark.feature("S4.10")
def test_a_goal_is_set_and_its_progress_shown(console: OpenConsole, people: People) -> None:
    page = console("admin", at="/setup/goals?open=new")
    form = page.get_by_role("form", name="Add a goal")
    form.get_by_role("textbox", name="Name").fill("Two a week")
    _choose_the_first(page, form.get_by_role("combobox", name="Scorecard"))
    for field, who in (("Evaluators", people["evaluator"]), ("Agents", people["agent"])):
        form.get_by_role("combobox", name=field).fill(who.name)
        page.get_by_role("option", name=who.name).click()
    form.get_by_role("button", name="Add goal").press("Enter")
    expect(page.get_by_role("link", name="Two a week")).to_be_visible()
    page.goto("/performance/goals")
    expect(page.get_by_role("heading", name="Two a week")).to_be_visible()
    expect(page.get_by_text("1 conversation of each agent, every week")).to_be_visible()
    page.goto("/setup/goals")
    page.get_by_role("link", name="Two a week").press("Enter")
    page.get_by_role("button", name="Delete goal").press("Enter")
    page.get_by_role("button", name="Delete", exact=True).press("Enter")
    expect(page.get_by_role("link", name="Two a week")).to_have_count(0)
