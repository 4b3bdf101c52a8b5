"""Home as each finds it who comes in: what waits, how their people stand, and the way on in a click."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from local.client import ApiClient
from local.waiting import Waiter
from tests.web.browser import SECONDS
from tests.web.conftest import OpenConsole, People, Somebody
from tools.browser import settled

UNDATED: dict[str, Any] = {
    "due_at": None,
    "due_on": None,
    "since": "2026-03-01T10:00:00Z",
    "late": False,
    "count": None,
}

Client = Callable[[str | Somebody], ApiClient]

REPORT_MS = max(120, SECONDS * 6) * 1000
"""How long a report may take on a busy machine."""


@pytest.fixture
def at_ten(client: Client, people: People) -> Iterator[dict[str, Any]]:
    """A 1-to-1 of the supervisor with the star agent that begins in five minutes."""
    supervisor = client("supervisor")
    at = (datetime.now(UTC) + timedelta(minutes=5)).replace(microsecond=0)
    draft = {"title": "At ten", "participant_id": people["agent"].id, "scheduled_at": at.isoformat()}
    made: dict[str, Any] = supervisor.post("/meetings", draft)
    yield made
    supervisor.post(f"/meetings/{made['id']}/cancellation")


def row_of(page: Page, agent: Somebody) -> Locator:
    return page.get_by_role("table", name="Your agents").get_by_role("row").filter(has_text=agent.name)


@pytest.mark.timeout(300, func_only=True)
@pytest.mark.feature("S4.13", "S0.2")
def test_a_supervisor_holds_the_report_of_her_next_1_to_1_after_two_clicks(
    console: OpenConsole, people: People, at_ten: dict[str, Any]
) -> None:
    agent = people["agent"]
    page = console("supervisor")
    waiting = page.get_by_role("list", name="For you")
    expect(waiting.get_by_text(f"1-to-1 with {agent.name}").first).to_be_visible()
    row = row_of(page, agent)

    row.get_by_role("button", name=f"Make the report for the 1-to-1 with {agent.name}").click()
    ready = row.get_by_role("link", name=re.compile("^Ready"))
    expect(ready).to_be_visible(timeout=REPORT_MS)
    ready.click()

    expect(page).to_have_url(re.compile(f"/coaching/meetings/{at_ten['id']}"))
    expect(page.get_by_text(agent.name).first).to_be_visible()
    finished = re.compile("Recommendations|Talking points|Questions to start with|What to work on", re.IGNORECASE)
    expect(page.get_by_text(finished).first).to_be_visible()


@pytest.mark.timeout(300, func_only=True)
@pytest.mark.feature("S4.13", "S0.2")
def test_at_five_to_ten_the_report_lies_there_and_two_clicks_lead_to_its_proof(
    console: OpenConsole, people: People, client: Client, at_ten: dict[str, Any]
) -> None:
    supervisor = client("supervisor")
    asked = {"meeting_id": at_ten["id"], "period": {"kind": "last_4_weeks"}}
    id = supervisor.post("/summaries", asked)["id"]

    def made() -> bool | None:
        return supervisor.get(f"/summaries/{id}")["status"] == "ready" or None

    Waiter().until("That the report is made", made, seconds=REPORT_MS / 1000)
    page = console("supervisor")

    row_of(page, people["agent"]).get_by_role("link", name=re.compile("^Ready")).click()
    report = page.get_by_role("article", name="AI performance report")
    expect(report.get_by_role("heading", name=people["agent"].name)).to_be_visible()
    report.get_by_role("region", name="Highlights and positive patterns").get_by_role("button").first.click()
    behind = page.get_by_role("dialog").get_by_role("list", name=re.compile(r"^(Met|Missed): \d+$")).first
    expect(behind.get_by_role("link").first).to_have_attribute("href", re.compile(r"/evaluations/ev_\w+\?question="))
    expect(behind.locator("time").first).to_be_visible()


@pytest.mark.timeout(300, func_only=True)
@pytest.mark.feature("S4.13")
def test_the_same_by_keyboard_and_the_focus_goes_along(
    console: OpenConsole, people: People, at_ten: dict[str, Any]
) -> None:
    page = console("supervisor")
    row = row_of(page, people["agent"])
    row.get_by_role("button", name=re.compile("^Make the report")).focus()
    page.keyboard.press("Enter")
    ready = row.get_by_role("link", name=re.compile("^Ready"))
    expect(ready).to_be_focused(timeout=REPORT_MS)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/coaching/meetings/{at_ten['id']}"))


@pytest.mark.feature("N3", "P4")
def test_a_supervisor_sees_how_each_agent_stands(console: OpenConsole, people: People) -> None:
    page = console("supervisor")
    table = page.get_by_role("table", name="Your agents")
    for header in ["Next 1-to-1, its report", "Score since the last 1-to-1", "Weakest line item", "Overdue actions"]:
        expect(table.get_by_role("columnheader", name=header)).to_be_visible()
    row = row_of(page, people["agent"])
    # Two or three evaluations since: that is said instead of a percentage.
    expect(
        row.get_by_text(re.compile(r"Not enough data \(\d of 5\)|points|No clear change|\d% of \d")).first
    ).to_be_visible()
    expect(row.get_by_role("link", name=people["agent"].name)).to_have_attribute(
        "href", f"/people/{people['agent'].id}"
    )
    expect(table.get_by_text(people["outsider"].name)).to_have_count(0)


@pytest.mark.feature("P4")
def test_a_manager_sees_her_teams(console: OpenConsole, people: People) -> None:
    page = console("manager")
    table = page.get_by_role("table", name="Your teams")
    rows = table.get_by_role("row").filter(has_text=people["supervisor"].name)
    expect(rows).to_have_count(1)
    expect(rows.get_by_text(re.compile(r"Not enough data|points|No clear change|% of \d")).first).to_be_visible()


@pytest.mark.feature("S4.4")
def test_an_evaluator_starts_the_next_one(
    console: OpenConsole, client: Client, newcomer: Callable[..., Somebody]
) -> None:
    judge = newcomer("evaluator")
    api = client(judge)
    email = api.get("/interactions", {"channel": "email", "limit": 1})["items"][0]
    card = next(each for each in api.pages("/scorecards") if each["name"] == "E-mail quality")
    draft = api.post("/evaluations", {"interaction_id": email["id"], "scorecard_id": card["id"]})
    page = console(judge)
    expect(page.get_by_role("heading", name="Evaluations today")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^0 of \d+\+? today$"))).to_be_visible()
    expect(page.get_by_text(re.compile("completed today, .*yours, and those that nobody has taken"))).to_be_visible()
    page.get_by_role("button", name="Start next").click()
    # What has waited longest: this one, or one that nobody has taken.
    expect(page).to_have_url(re.compile(r"/evaluations/ev_"))
    api.request("DELETE", f"/evaluations/{draft['id']}", etag=api.request("GET", f"/evaluations/{draft['id']}").etag)


@pytest.mark.feature("S4.13", "N3")
def test_an_agent_s_home_begins_with_what_goes_well(console: OpenConsole) -> None:
    page = console("agent")
    sections = page.get_by_role("main").get_by_role("heading", level=2)
    expect(sections.first).to_have_text("What goes well")
    for heading in ["What you have agreed to do", "Your 1-to-1s", "For you", "AI performance reports"]:
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    expect(page.get_by_role("list", name="Your conversations, evaluated")).to_be_visible()
    settled(page, SECONDS * 2)
    said = page.get_by_role("main").inner_text()
    # No percentage without how much it is of, or of what it is the interval.
    for figure in re.finditer(r"\d+(\.\d+)?%(?! of \d|\s+of\s+\d| interval)", said):
        pytest.fail(f"a bare {figure[0]} in: {said}")


@pytest.mark.feature("N3", "S0.10")
def test_an_agent_s_strength_has_its_own_sample_or_none_is_named(console: OpenConsole) -> None:
    page = console("agent", at="/preferences")
    told: dict[str, Any] = {}

    def standing(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        body["items"][0] |= {"basis": "last_13_weeks", "first_day": "2025-12-10", "minimum": 5} | told
        route.fulfill(response=answer, json=body)

    def item(text: str, passed: int, applicable: int) -> dict[str, Any]:
        whose = {"scorecard_id": "sc_1", "scorecard_name": "Voice", "first_version": 1, "last_version": 1}
        figures = {"percent": 80.0, "percent_text": "80%", "low": 40.0, "high": 95.0, "enough_data": True}
        counts = {"passed": passed, "applicable": applicable, "standing": "strongest"}
        return whose | figures | counts | {"question_id": f"qn_{text}", "text": text}

    page.route(re.compile("/api/home/standings"), standing)
    main = page.get_by_role("main")
    told |= {"strongest": [item("Greeting", 80, 100), item("Closing", 8, 10)], "most_answers": 100}
    page.goto("/")
    expect(main).to_contain_text(re.compile(r"Greeting\s*shown in 80%\s*of 100 answers in the last 13 weeks"))
    expect(main).to_contain_text(re.compile(r"Closing\s*shown in 80%\s*of 10 answers"))
    told |= {"strongest": [], "most_answers": 28}
    page.reload()
    expect(
        main.get_by_text("No line item stands out as a strength in the last 13 weeks (since 10 Dec 2025).")
    ).to_be_visible()
    told |= {"most_answers": 3}
    page.reload()
    expect(main.get_by_text(re.compile(r"There are not enough answers .* \(3 of 5\)"))).to_be_visible()


@pytest.mark.feature("P4")
def test_without_the_right_to_reports_nothing_is_waited_for(console: OpenConsole) -> None:
    page = console("supervisor", at="/preferences")

    def without(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        body["permissions"].remove("reports.view")
        route.fulfill(response=answer, json=body)

    page.route("**/api/me", without)
    page.goto("/")
    table = page.get_by_role("table", name="Your agents")
    expect(table.get_by_role("columnheader", name="Next 1-to-1, its report")).to_be_visible()
    expect(table.get_by_role("columnheader", name="Weakest line item")).to_have_count(0)
    expect(page.get_by_role("main").locator("[aria-busy=true]")).to_have_count(0)


@pytest.mark.feature("S2.5")
def test_news_is_read_once_it_is_gone_to(console: OpenConsole) -> None:
    page = console("agent", at="/preferences")
    news = {"kind": "notice", "about": "nt_news", "title": "A report was shared with you", "person": None}
    read: list[str] = []

    def home(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        if not read:
            body["for_you"].insert(0, news | UNDATED | {"report": None, "summary_id": None, "path": "/preferences"})
        route.fulfill(response=answer, json=body)

    def reading(route: Route) -> None:
        read.append(route.request.method)
        route.fulfill(status=204)

    page.route(re.compile("/api/home$"), home)
    page.route("**/api/notices/nt_news/reading", reading)
    page.goto("/")
    there = page.get_by_role("link", name="Read: A report was shared with you")
    there.click()
    expect(page).to_have_url(re.compile("/preferences"))
    page.get_by_role("link", name="Home", exact=True).first.click()
    expect(page.get_by_role("heading", name="For you")).to_be_visible()
    expect(there).to_have_count(0)
    assert read == ["POST"]


@pytest.mark.feature("S4.4", "S4.13")
def test_the_focus_goes_on_where_what_was_pressed_gives_way(
    console: OpenConsole, newcomer: Callable[..., Somebody]
) -> None:
    page = console(newcomer("evaluator"), at="/preferences", allow=[r"status of 404"])
    rest = {"person": None, "report": None, "summary_id": None, "path": "/preferences"}

    def home(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        news = ({"kind": "notice", "about": f"nt_{each}", "title": f"News {each}"} for each in range(1, 11))
        body["for_you"] = [each | UNDATED | rest for each in news]
        route.fulfill(response=answer, json=body)

    def nothing(route: Route) -> None:
        problem = {"type": "about:blank", "title": "Nothing waits", "status": 404}
        route.fulfill(status=404, content_type="application/problem+json", json=problem)

    page.route(re.compile("/api/home$"), home)
    page.route("**/api/evaluations/next", nothing)
    page.goto("/")
    page.get_by_role("button", name="2 more").press("Enter")
    expect(page.get_by_role("link", name="Read: News 9")).to_be_focused()
    page.get_by_role("button", name="Start next").press("Enter")
    expect(page.get_by_role("link", name="Choose a conversation")).to_be_focused()


@pytest.mark.feature("S2.1", "N9")
def test_an_admin_finds_what_waits_and_what_it_costs(console: OpenConsole) -> None:
    page = console("admin")
    waits = page.get_by_role("list", name="What waits in the intake")
    expect(waits.get_by_role("link", name=re.compile(r"conversations? held"))).to_be_visible()
    expect(page.get_by_role("heading", name="Cost of transcription and the language model")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^Writing performance reports: \$"))).to_be_visible()
    waits.get_by_role("link", name="No queue").click()
    expect(page).to_have_url(re.compile("/conversations/intake.*reason=queue_missing"))


@pytest.mark.feature("N9")
def test_reports_overnight_are_a_setting_that_is_off(console: OpenConsole, client: Client) -> None:
    page = console("admin", at="/settings")
    switch = page.get_by_role("switch", name="Make reports of 1-to-1s overnight")
    expect(switch).not_to_be_checked()
    switch.check(force=True)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The settings are saved.")).to_be_visible()
    admin = client("admin")
    try:
        assert admin.get("/settings")["reports_overnight"] is True
    finally:
        admin.change("/settings", {"reports_overnight": False})


def test_home_takes_one_request_for_the_first_screen(console: OpenConsole) -> None:
    page = console("supervisor", at="/preferences")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.split("/api")[1]) if "/api/" in request.url else None)
    page.get_by_role("link", name="Home", exact=True).first.click()
    expect(page.get_by_role("table", name="Your agents")).to_be_visible()
    # Not "networkidle": that was reached when the page before was loaded.
    settled(page, SECONDS * 2)
    assert [each for each in asked if each == "/home"] == ["/home"]
    others = {each.split("?")[0] for each in asked} - {"/home", "/home/standings", "/notices/count", "/meetings"}
    assert others == set(), asked
