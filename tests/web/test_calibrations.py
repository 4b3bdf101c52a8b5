"""A calibration from a conversation to its results, comments beside the transcript, and one entered by hand."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.browser import answered
from tests.web.conftest import OpenConsole
from tests.web.places import QUESTION
from tests.web.world import World


def _chosen(page: Page, label: str, name: str, *, within: Locator | None = None) -> None:
    field = (within or page).get_by_role("combobox", name=label)
    if field.is_editable():
        field.fill(name)
    else:
        field.click()
    page.get_by_role("option", name=name).click()


@pytest.mark.feature("S4.12", "S4.16", "S4.17", "N4")
def test_a_visit_is_entered_commented_and_calibrated(console: OpenConsole, world: World) -> None:
    agent, evaluator = world.people["agent"], world.people["evaluator"]
    admin = world.sessions.admin
    content = {"sections": [{"id": "", "title": "All", "weight": 100, "questions": [QUESTION]}]}
    applies = {"channels": ["offline"], "queues": []}
    card = admin.post("/scorecards", {"name": "On site", "content": {**content, "applies_to": applies}})["id"]
    admin.post(f"/scorecards/{card}/publication")

    page = console("admin", at="/conversations")
    page.get_by_role("button", name="Add offline conversation").click()
    dialog = page.get_by_role("dialog", name="Add an offline conversation")
    _chosen(page, "Agent", agent.name, within=dialog)
    dialog.get_by_role("textbox", name="What it was about").fill("A visit to the shop")
    dialog.get_by_label("Began at").fill("00:01")
    dialog.get_by_role("textbox", name="Notes").fill("The agent greeted at once.\n\nThey explained the fee.")
    dialog.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("A visit to the shop")

    page.get_by_role("button", name=re.compile("^Comment on this turn: ")).nth(1).click()
    field = page.get_by_role("textbox", name="Comment", exact=True)
    field.fill("Well explained, ")
    field.press("End")
    field.press_sequentially(f"@{agent.name}")
    people = page.get_by_role("listbox", name="People to tag")
    expect(people.get_by_role("option", name=agent.name)).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(people).to_have_count(0)
    expect(field).to_have_value(f"Well explained, @{agent.name} ")
    expect(page.get_by_role("button", name=f"Tag {agent.name} no more")).to_be_visible()
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_text(f"Well explained, @{agent.name}")).to_be_visible()
    expect(page.get_by_text(f"@{agent.name}", exact=True)).to_be_visible()

    page.get_by_role("link", name="Calibrate").click()
    dialog = page.get_by_role("dialog", name="New calibration")
    dialog.get_by_role("textbox", name="Name").fill("Visits in spring")
    _chosen(page, "Scorecard", "On site", within=dialog)
    _chosen(page, "Assessors", evaluator.name, within=dialog)
    dialog.get_by_role("button", name="Begin").click()
    expect(dialog.get_by_text("Two people assess at least")).to_be_visible()
    _chosen(page, "Assessors", world.people["admin"].name, within=dialog)
    dialog.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name="Visits in spring")).to_be_visible()
    expect(page.get_by_text("0 of 2")).to_be_visible()

    for who, option in (("admin", "Yes"), ("evaluator", "No")):
        own = page if who == "admin" else console(who, at="/evaluations/calibrations")
        if who == "evaluator":
            expect(own.get_by_text("Waits for you")).to_be_visible()
            own.get_by_role("link", name="Visits in spring").click()
        own.get_by_role("link", name="Assess the conversation").click()
        own.get_by_role("radio", name=option, exact=True).check()
        # The other one completes only then: whoever is last closes it.
        with answered(own, "POST", r"/evaluations/\w+/completion"):
            own.get_by_role("button", name="Complete evaluation").click()
        expect(own.get_by_text("This conversation is in the calibration")).to_have_count(1 if who == "admin" else 0)

    seen = console("evaluator", at="/evaluations/calibrations?status=closed")
    seen.get_by_role("link", name="Visits in spring").click()
    expect(seen.get_by_role("table", name="Scores by assessor")).to_contain_text(evaluator.name)
    answers = seen.get_by_role("table", name="Answers to Did they greet?")
    expect(answers.get_by_role("row", name=re.compile(evaluator.name))).to_contain_text("No")
    expect(seen.get_by_role("table", name="Agreement among the assessors")).to_be_visible()
    admin.post(f"/scorecards/{card}/archiving")
