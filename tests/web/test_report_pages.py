"""Performance: the reports show what the API counts, to the digit, and to each person what they may see."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response, expect

from local.client import ApiClient
from tests.web.browser import SECONDS
from tests.web.conftest import OpenConsole, People
from tests.web.world import Somebody
from tools.browser import settled

Clients = Callable[[str | Somebody], ApiClient]


@pytest.mark.feature("S4.9", "S0.10")
def test_line_items_are_those_of_the_api_to_the_digit(console: OpenConsole, client: Clients, people: People) -> None:
    report = client("supervisor").get("/reports/line-items", {"agent_id": people["agent"].id})
    page = console("supervisor", at=f"/reports?agent={people['agent'].id}")
    table = page.get_by_role("table", name="Line items")
    expect(table.get_by_role("row")).to_have_count(len(report["items"]) + 1)
    minimum = report["frame"]["minimum"]
    for item in report["items"]:
        row = table.get_by_role("row").filter(has=page.get_by_role("cell", name=item["text"], exact=True))
        if item["percent_text"] is None:
            expect(row).to_contain_text(f"Not enough data ({item['applicable']} of {minimum})")
        else:
            expect(row).to_contain_text(f"{item['percent_text']} of {item['applicable']}")
        standing = {"strongest": "Strongest", "weakest": "Weakest", None: "–"}[item["standing"]]
        expect(row.get_by_role("cell").last).to_have_text(standing)


def _told(page: Page) -> Callable[[str], Any]:
    """What the API told the page last, by the report; asked once the page is settled.

    Of a whole line other tests may have made something a moment ago that is counted between two questions.
    """
    heard: list[Response] = []
    page.on("response", lambda each: heard.append(each) if "/api/reports/" in each.url and each.ok else None)

    def last(report: str) -> Any:
        settled(page, SECONDS * 2)
        return next(each for each in reversed(heard) if urlsplit(each.url).path == f"/api/reports/{report}").json()

    return last


@pytest.mark.feature("S4.9")
def test_every_report_has_an_address_and_its_figures(console: OpenConsole) -> None:
    page = console("supervisor", at="/preferences")
    told = _told(page)
    page.goto("/reports")
    tabs = page.get_by_role("navigation", name="In performance")
    expect(tabs.get_by_role("link", name="Line items")).to_have_attribute("aria-current", "page")
    tabs.get_by_role("link", name="Overview").click()
    expect(page).to_have_url(re.compile("/performance$"))
    whole = told("evaluations")
    assert whole["every"] == "week"
    total = sum(whole["by_type"].values())
    types = ", ".join(
        f"{count} {each}" for each in ("manual", "blended", "automatic") if (count := whole["by_type"].get(each))
    )
    expect(page.get_by_text(f"{total} evaluations: {types}", exact=True)).to_be_visible()
    page.get_by_role("button", name="The figures as a table").first.click()
    figures = page.get_by_role("table", name="Average score by week")
    expect(figures.get_by_role("row")).to_have_count(len(whole["series"]) + 1)

    tabs.get_by_role("link", name="Responses").click()
    card = whole["items"][0]
    responses = told("responses")
    assert responses["scorecard_id"] == card["scorecard_id"]
    question = responses["questions"][0]
    answers = page.get_by_role("table", name=f"Answers to {question['text']}")
    for option in question["options"]:
        expect(answers.get_by_role("row").filter(has_text=option["label"])).to_contain_text(str(option["count"]))

    tabs.get_by_role("link", name="Overview").click()
    totals = told("conversations")
    expect(page.get_by_role("heading", name=f"{totals['totals']['count']} conversations")).to_be_visible()
    resolution = next(each for each in totals["metrics"] if each["name"] == "resolution_rate")
    shown = page.get_by_role("group", name="Resolution rate")
    expect(shown).to_contain_text(f"of {resolution['sample']}")
    page.get_by_label("Period").select_option(label="Last week")
    expect(page).to_have_url(re.compile(r"from=\d{4}-\d\d-\d\d&to="))
    page.go_back()
    expect(tabs.get_by_role("link", name="Responses")).to_have_attribute("aria-current", "page")


@pytest.mark.feature("S4.9", "P4")
def test_an_agent_begins_with_their_own_work(console: OpenConsole, client: Clients) -> None:
    report = client("agent").get("/reports/line-items")
    page = console("agent", at="/reports")
    expect(page.get_by_text("My work")).to_be_visible()
    expect(page.get_by_label("Person")).to_have_count(0)
    rows = page.get_by_role("table", name="Line items").get_by_role("row")
    expect(rows).to_have_count(len(report["items"]) + 1)
