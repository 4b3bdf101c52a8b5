"""Scorecards built by keys alone, tried and published; changed by a file, with its mistakes; and versions compared."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from local.client import ApiClient
from tests.web.browser import SECONDS
from tests.web.conftest import OpenConsole
from tests.web.world import Somebody
from tools.browser import settled

Clients = Callable[[str | Somebody], ApiClient]
Json = dict[str, Any]


def reach(page: Page, target: Locator) -> None:
    """Go there with the tabulator, forwards, as somebody does who has no mouse."""
    target.wait_for()
    for _ in range(200):
        if target.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {target} by keyboard")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    reach(page, target)
    page.keyboard.press(key)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def order(page: Page) -> list[str]:
    """The questions as they stand."""
    return [
        str(each.get_attribute("aria-label")).split(". ", 1)[1]
        for each in page.get_by_role("button", name=re.compile(r"^(Edit|Close) question \d+\. ")).all()
    ]


@pytest.mark.feature("S4.1", "S4.2", "S4.3", "S4.4")
def test_a_scorecard_is_built_from_nothing_by_keyboard_and_published(console: OpenConsole, client: Clients) -> None:
    name = f"Returns {uuid4().hex[:6]}"
    page = console("admin", at="/setup/scorecards")
    press(page, page.get_by_role("link", name="New scorecard"))
    reach(page, page.get_by_label("Name"))
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Edit {name}")).to_be_visible()
    expect(button(page, "Publish")).to_be_disabled()

    # Each thing that is added has the focus, so that typing goes on.
    press(page, button(page, "Add a section"))
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.type("Opening")
    press(page, button(page, "Add a yes/no question to section 1"))
    expect(page.get_by_label("Question", exact=True)).to_be_focused()
    page.keyboard.type("Greeted by name?")
    press(page, button(page, "Add a section"))
    page.keyboard.type("Solution")
    press(page, button(page, "Add a single choice to section 2"))
    page.keyboard.type("How was it settled?")
    reach(page, page.get_by_label("Label of answer 1"))
    page.keyboard.type("At once")
    reach(page, page.get_by_label("Label of answer 2"))
    page.keyboard.type("Not at all")
    reach(
        page,
        page.get_by_role("combobox", name="What answer 2 fails").or_(page.get_by_label("What answer 2 fails")).first,
    )
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)

    # The second section has no weight yet; shared evenly they add up.
    totals = page.get_by_role("status", name="Totals").first
    expect(totals).to_contain_text("The weights total 100%")
    press(page, button(page, "Share evenly"))
    expect(page.get_by_label("Weight").first).to_have_value("50%")
    expect(totals).to_contain_text("2 points in all")

    # Over the edge of its section and back, by the buttons; then within it by the handle.
    press(page, button(page, "Move question 2 up"))
    expect(page.get_by_role("region", name="Opening")).to_contain_text("How was it settled?")
    press(page, page.get_by_role("button", name="Drag question 2"), " ")
    page.keyboard.press("ArrowUp")
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name=re.compile(r"question 1\. How was it settled"))).to_be_visible()
    assert order(page) == ["How was it settled?", "Greeted by name?"]
    press(page, button(page, "Move question 2 down"))
    assert order(page) == ["How was it settled?", "Greeted by name?"]
    expect(page.get_by_role("region", name="Solution")).to_contain_text("Greeted by name?")

    # What isn't saved is there on other pages, and after a reload.
    press(page, page.get_by_role("link", name="Preview as evaluators see it"))
    expect(page.get_by_role("heading", name=f"Preview of {name}")).to_be_visible()
    total = page.get_by_role("group", name="Running total")
    press(page, page.get_by_role("radio", name=re.compile("^At once")), " ")
    expect(total).to_contain_text("50%")
    press(page, page.get_by_role("radio", name=re.compile("^Yes")), " ")
    expect(total).to_contain_text("100%")
    page.get_by_role("radio", name=re.compile("^Not at all")).focus()
    page.keyboard.press(" ")
    expect(total).to_contain_text("Auto-failed")
    press(page, page.get_by_role("link", name="Back to editing"))
    expect(page.get_by_role("heading", name=f"Edit {name}")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Not saved yet.")).to_be_visible()
    settled(page, SECONDS * 2)

    # What it would change is told first; there is a way back, and one on.
    press(page, button(page, "Publish"))
    before = page.get_by_role("group", name="Before it takes effect")
    expect(before).to_be_focused()
    press(page, button(page, "Go back"))
    expect(before).to_have_count(0)
    press(page, button(page, "Publish"))
    press(page, button(page, "Publish version 1"))
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    expect(page.get_by_text("Published").first).to_be_visible()
    card = next(each for each in client("admin").pages("/scorecards") if each["name"] == name)
    made: Json = client("admin").get(f"/scorecards/{card['id']}")
    sections = made["version"]["sections"]
    assert [(each["title"], each["weight"]) for each in sections] == [("Opening", 50), ("Solution", 50)]
    (choice,) = sections[0]["questions"]
    assert [(each["label"], each["auto_fail"]) for each in choice["options"]] == [
        ("At once", "none"),
        ("Not at all", "evaluation"),
    ]
    # It would be one more for every conversation, where other tests choose.
    client("admin").post(f"/scorecards/{made['id']}/archiving")


@pytest.fixture
def card(client: Clients) -> Iterator[Json]:
    """A published scorecard of one question, for every conversation; archived afterwards."""
    question = {
        "text": "Greeted?", "kind": "yes_no",
        "options": [{"id": "yes", "label": "Yes", "points": 1, "passes": True}, {"id": "no", "label": "No"}],
    }  # fmt: skip
    sections = [{"id": "", "title": "Opening", "weight": 100, "questions": [{"id": "", **question}]}]
    api = client("admin")
    made = api.post("/scorecards", {"name": f"Sales {uuid4().hex[:6]}", "content": {"sections": sections}})
    api.post(f"/scorecards/{made['id']}/publication")
    found: Json = api.get(f"/scorecards/{made['id']}")
    yield found
    api.post(f"/scorecards/{made['id']}/archiving")


@pytest.mark.feature("S4.5", "S4.6")
def test_a_file_changes_a_scorecard_and_its_versions_are_compared(
    console: OpenConsole, client: Clients, card: Json
) -> None:
    page = console("admin", at=f"/setup/scorecards/{card['id']}", allow=["status of 422"])
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as downloading:
        page.get_by_role("menuitem", name="CSV, with everything").click()
    text = downloading.value.path().read_bytes().decode("utf-8")
    assert text.startswith('\ufeff"row","id","text"')

    page.get_by_role("link", name="Import").click()
    expect(page.get_by_role("heading", name=f"Import into {card['name']}")).to_be_visible()

    def choose(content: str, name: str = "card.csv") -> None:
        file: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
        page.locator("input[type=file]").set_input_files(file)

    question = f'"question","{card["version"]["sections"][0]["questions"][0]["id"]}","Greeted?","","'
    assert question + "1" in text
    choose(text.replace(question + "1", question + "heavy"))
    expect(page.get_by_text("row 4, weight: is not a number")).to_be_visible()
    choose(text.replace(question + "1", question + "2"))
    changes = page.get_by_role("table", name="What the import will change")
    expect(changes.get_by_role("row", name="Opening, Greeted? Weight: 1 → 2 Scoring")).to_be_visible()
    page.get_by_role("button", name="Import as a new version").click()
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_role("heading", name="Version 2")).to_be_visible()

    page.get_by_label("Compared with").select_option("1")
    expect(page).to_have_url(re.compile(r"compared=1"))
    compared = page.get_by_role("table", name="Changes from version 1 to version 2")
    expect(compared.get_by_role("row", name="Opening, Greeted? Weight: 1 → 2 Scoring")).to_be_visible()

    # As a form of Amazon Connect it goes out, with what such a form can't say, and comes in as another scorecard.
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as downloading:
        page.get_by_role("menuitem", name=re.compile("Amazon Connect")).click()
    expect(page.get_by_text("the pass mark of 80%: a form has none")).to_be_visible()
    form = downloading.value.path().read_text(encoding="utf-8")
    page.goto("/setup/scorecards/import")
    choose(json.dumps({**json.loads(form), "Title": f"Form {card['name']}"}), "form.json")
    page.get_by_role("button", name="Import as a draft").click()
    expect(page.get_by_role("heading", name=f"Form {card['name']}")).to_be_visible()


@pytest.mark.feature("S4.6")
def test_changes_of_two_people_are_both_seen(console: OpenConsole, client: Clients, card: Json) -> None:
    question = card["version"]["sections"][0]["questions"][0]["id"]
    page = console("admin", at=f"/setup/scorecards/{card['id']}/edit?question={question}", allow=["status of 412"])
    page.get_by_label("What good looks like").fill("Says the name")
    client("admin").change(f"/scorecards/{card['id']}", {"description": "Said meanwhile"})
    page.get_by_role("button", name="Publish changes").click()
    page.get_by_role("dialog").get_by_role("button", name="Publish changes").click()
    page.get_by_role("alert").get_by_role("button", name="Load the latest").click()
    notice = page.get_by_role("alert").filter(has_text="Somebody else changed this scorecard meanwhile")
    notice.get_by_role("button", name="Keep mine").click()
    expect(page.get_by_label("What good looks like")).to_have_value("Says the name")
    page.get_by_role("button", name="Publish changes").click()
    page.get_by_role("dialog").get_by_role("button", name="Publish changes").click()
    expect(page.get_by_text("The changes are in force.")).to_be_visible()
    made: Json = client("admin").get(f"/scorecards/{card['id']}")
    assert made["version"]["sections"][0]["questions"][0]["good"] == "Says the name"
    assert made["current_version"] == 1
