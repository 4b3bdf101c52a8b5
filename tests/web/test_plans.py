"""An agent builds a coaching plan by keyboard and ticks an action; who leads them sees it."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import OpenConsole
from tests.web.places import coaching_plan, talked_about
from tests.web.world import World


def _continued(page: Page, step: int) -> None:
    """Go on by keyboard from wherever the focus is."""
    button = page.get_by_role("button", name="Continue")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Step {step} of 7")).to_be_visible()


@pytest.mark.feature("S1.7", "S1.8")
def test_a_plan_is_built_by_keyboard_step_by_step(console: OpenConsole, world: World) -> None:
    coaching_plan(world)
    world.sessions.admin.change("/settings", {"minimum_ranked": 1})
    about = quote(talked_about(world))
    page = console("agent", at=f"/coaching/plans/new?channel=voice&inquiry={about}")
    expect(page.get_by_role("heading", name="What to focus on")).to_be_visible()
    taken = page.get_by_role("radio", name=re.compile("Average handle time"))
    expect(taken).to_be_disabled()
    expect(page.get_by_text("A plan for it is in progress")).to_be_visible()
    score = page.get_by_role("radio", name=re.compile("Agent Effectiveness Score"))
    score.focus()
    page.keyboard.press("Space")
    expect(score).to_be_checked()
    _continued(page, 2)
    slider = page.get_by_role("slider", name="Percent better")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text(re.compile("^11% better: from"))).to_be_visible()
    _continued(page, 3)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Choose a day", exact=True)).to_be_visible()
    date = page.get_by_role("textbox", name="Date")
    date.fill((world.day + timedelta(days=5)).isoformat())
    date.press("Tab")
    expect(page.get_by_text(re.compile("^That is soon"))).to_be_visible()
    date.fill((world.day + timedelta(days=40)).isoformat())
    date.press("Tab")
    _continued(page, 4)
    expect(page.get_by_role("main").get_by_role("listitem").first).to_be_visible()
    _continued(page, 5)
    page.get_by_role("textbox", name="Action 1").fill("Ask what they have tried")
    page.get_by_role("button", name="Another action").press("Enter")
    page.get_by_role("textbox", name="Action 2").fill("Sum up")
    _continued(page, 6)
    page.get_by_role("checkbox", name="Training on our systems").focus()
    page.keyboard.press("Space")
    page.reload()
    # What was chosen is still there, from the first step on.
    for step in range(2, 8):
        _continued(page, step)
    expect(page.get_by_text("Training on our systems")).to_be_visible()
    page.get_by_role("button", name="I commit to this plan!").press("Enter")
    expect(page.get_by_role("heading", name="How far it has come")).to_be_visible()
    expect(page.get_by_text("In progress", exact=True)).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("the table has the numbers$"))).to_be_visible()
    done = page.get_by_role("checkbox", name="Sum up")
    done.focus()
    page.keyboard.press("Space")
    expect(done).to_be_checked()
    expect(page.get_by_text(re.compile("^Done"))).to_be_visible()
    page.get_by_role("button", name="Day by day").press("Enter")
    expect(page.get_by_role("table", name="The way day by day")).to_be_visible()

    theirs = console("supervisor", at="/coaching/plans?status=in_progress")
    rows = theirs.get_by_role("table", name="Coaching plans").get_by_role("row")
    expect(rows.filter(has_text="Agent Effectiveness Score")).to_have_count(1)
    rows.filter(has_text="Agent Effectiveness Score").get_by_role("link").click()
    expect(theirs.get_by_role("checkbox", name="Sum up")).to_be_disabled()
    expect(theirs.get_by_role("button", name="Cancel the plan")).to_have_count(0)
