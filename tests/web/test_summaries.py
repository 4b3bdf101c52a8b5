"""The AI performance report as people meet it: the dialog, the work, the report, and what may be done with it."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from math import floor
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from local.client import ApiClient, ApiError
from local.settings import REPOSITORY
from local.waiting import Waiter
from tests.web.browser import SECONDS
from tests.web.conftest import OpenConsole, People
from tools.browser import settled

Client = Callable[[str], ApiClient]
STRENGTHS, DEVELOPMENT = "Highlights and positive patterns", "Areas for improvement and development"
MENU = "What to do with this report"
AXE = REPOSITORY / "web" / "node_modules" / "axe-core" / "axe.min.js"
LONG = SECONDS * 6000
"""Time for a summary to be made, in milliseconds."""


SOURCES = re.compile(r"[\w)]: \d|From \d")
"""How the list behind a number begins."""


@pytest.fixture
def meeting(client: Client, people: People) -> Iterator[str]:
    """A 1-to-1 of the supervisor with the star agent, without a summary."""
    supervisor = client("supervisor")
    made = supervisor.post(
        "/meetings",
        {
            "title": "1-to-1 about summaries",
            "participant_id": people["agent"].id,
            "scheduled_at": (datetime.now(UTC) + timedelta(days=3)).isoformat(),
        },
    )
    yield made["id"]
    left = supervisor.get("/summaries", {"meeting_id": made["id"]})["items"]
    for each in left:
        _delete(supervisor, f"/summaries/{each['id']}", cascade="true")
    _delete(supervisor, f"/meetings/{made['id']}")


@pytest.fixture
def report(client: Client, people: People) -> Iterator[dict[str, Any]]:
    """A finished report on the star agent's profile, made by the supervisor and not shared."""
    supervisor = client("supervisor")
    made = make(supervisor, {"agent_id": people["agent"].id})
    yield made
    _delete(supervisor, f"/summaries/{made['id']}", cascade="true")


def make(client: ApiClient, target: dict[str, str]) -> dict[str, Any]:
    """Have a summary made over the last four weeks."""
    wanted = {**target, "period": {"kind": "last_4_weeks"}}
    summary_id = client.post("/summaries", wanted)["id"]

    def ended() -> dict[str, Any] | None:
        summary: dict[str, Any] = client.get(f"/summaries/{summary_id}")
        return summary if summary["status"] != "generating" else None

    summary = Waiter().until("That the summary is made", ended, seconds=LONG / 1000)
    assert summary["status"] == "ready", summary["failure"]
    return summary


def _delete(client: ApiClient, path: str, **query: str) -> None:
    """Delete what may be gone already."""
    try:
        client.change(f"{path}?{urlencode(query)}", None, method="DELETE", of=path)
    except ApiError as error:
        if error.status != 404:
            raise


def choose(page: Page, name: str) -> None:
    """Choose an item of the report's menu."""
    page.get_by_role("button", name=MENU).click()
    page.get_by_role("menuitem", name=re.compile(f"^{name}")).click()


def document(page: Page) -> Locator:
    """The report."""
    return page.get_by_role("article", name="AI performance report")


def sources(page: Page) -> Locator:
    return page.get_by_role("region", name="Data sources")


def passes_axe(part: Locator) -> None:
    """Nothing that axe can tell is wrong in a part of the page; `test_every_page` looks at whole pages."""
    if not part.page.evaluate("'axe' in window"):
        # Not as a script of the page: its content security policy would rightly refuse that.
        part.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = part.evaluate(
        "async (each, tags) => (await axe.run(each, {runOnly: tags, resultTypes: ['violations']})).violations"
        ".map(rule => `${rule.id}: ${rule.nodes.map(node => node.html.slice(0, 160)).join(' | ')}`)",
        ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    )
    assert not found, "\n".join(found)


@pytest.mark.feature("S0.4", "S0.5", "S0.6", "S0.7", "S0.8", "S0.9", "S0.10", "S0.12", "S0.13", "S0.14", "S0.15")
def test_a_facilitator_prepares_a_meeting(console: OpenConsole, client: Client, people: People, meeting: str) -> None:
    name, api = people["agent"].name, client("supervisor")
    page = console("supervisor", at=f"/meetings/{meeting}?tab=summary", allow=["status of 409"])
    page.get_by_role("button", name="Generate report").click()
    dialog = page.get_by_role("dialog", name=f"Generate AI performance report: {name}")
    expect(dialog.get_by_role("radio", name="Since last 1-to-1 meeting")).to_be_checked()
    dialog.get_by_text("Last 4 weeks").click()
    asked = {"meeting_id": meeting, "period": "last_4_weeks"}
    counted = api.get("/summaries/sources", asked)
    expect(sources(page)).to_contain_text(f"Evaluation results{counted['evaluations']['available']}")
    expect(sources(page)).to_contain_text(f"Conversations{counted['conversations']['available']}")
    dialog.get_by_text("Automatic", exact=True).click()
    expect(dialog.get_by_text("AI scored from end to end")).to_be_visible()
    automatic = api.get("/summaries/sources", {**asked, "scorecard_type": "automatic"})
    assert automatic["evaluations"] != counted["evaluations"]
    expect(sources(page)).to_contain_text(f"Evaluation results{automatic['evaluations']['available']}")
    dialog.get_by_text("All", exact=True).click()
    dialog.get_by_role("button", name="Generate").click()
    expect(page.get_by_role("heading", name="Analyzing Performance Data")).to_be_visible()

    shown = document(page)
    expect(shown).to_be_visible(timeout=LONG)
    expect(shown.get_by_role("heading", name=name)).to_be_visible()
    summary = api.get("/summaries", {"meeting_id": meeting})["items"][0]
    summary = api.get(f"/summaries/{summary['id']}")
    for section in (STRENGTHS, DEVELOPMENT, "Recommendations", "Talking points"):
        expect(shown.get_by_role("region", name=section)).to_be_visible()
    # Pass rates are those of the report on line items, to the digit.
    period = summary["period"]
    rows = api.get(
        "/reports/line-items",
        {"agent_id": people["agent"].id, "from": period["first_day"], "to": period["last_day"]},
    )["items"]
    texts = {f"{row['text']} — {row['percent_text']}" for row in rows}
    assert summary["report"]["development"]["line_items"]
    assert summary["report"]["previous_session"]["actions"]
    for item in summary["report"]["development"]["line_items"]:
        assert item["text"] in texts
        expect(shown.get_by_role("region", name=DEVELOPMENT)).to_contain_text(item["text"])
    previous = shown.get_by_role("region", name="Previous session")
    for action in summary["report"]["previous_session"]["actions"]:
        expect(previous).to_contain_text(action["evidence"])

    # A number opens where it comes from; a reference opens its evaluation in a new tab.
    shown.get_by_role("region", name=STRENGTHS).get_by_role("button").first.click()
    origin = page.get_by_role("dialog")
    expect(origin).to_contain_text(SOURCES)
    # Of a line item what met it and what missed it stand apart; each leads to that question of the evaluation.
    link = origin.get_by_role("list", name=re.compile(r"^(Met|Missed): \d+$")).first.get_by_role("link").first
    expect(link).to_have_attribute("href", re.compile(r"^/evaluations/ev_\w+\?question="))
    expect(link.locator("time")).to_be_visible()
    page.keyboard.press("Escape")
    expect(origin).to_be_hidden()
    chip = summary["report"]["development"]["chips"][0]
    link = shown.get_by_role("region", name=DEVELOPMENT).get_by_role("link")
    place = f"?question={chip['question_id']}" if chip["question_id"] else ""
    link = link.and_(page.locator(f"[href='/evaluations/{chip['evaluation_id']}{place}']")).first
    expect(link).to_contain_text(chip["contact_reference"])
    link.hover()
    expect(page.get_by_role("tooltip")).to_contain_text(chip["note"]["text"])
    with page.context.expect_page() as opened:
        link.click()
    expect(opened.value).to_have_url(re.compile(rf"/evaluations/{chip['evaluation_id']}(\?question=\w+)?$"))
    opened.value.close()

    # A recommendation becomes an action; the report then is deleted with it, after a second word.
    card = shown.get_by_role("article", name=re.compile("^Recommendation")).first
    advice = summary["report"]["recommendations"][0]
    card.get_by_role("button", name=re.compile("^Action")).click()
    assign = page.get_by_role("dialog", name=f"Assign action to {name}")
    expect(assign.get_by_label("Assigned to")).to_have_value(name)
    expect(assign.get_by_label("Assigned to")).not_to_be_editable()
    expect(assign.get_by_label("Title")).to_have_value(advice["action"]["text"])
    description = assign.get_by_label("Description")
    for part in ("area", "action", "rationale"):
        expect(description).to_have_value(re.compile(re.escape(advice[part]["text"])))
    expect(assign).to_contain_text("AI Coaching Report")
    assign.get_by_role("button", name="Assign action").click()
    expect(card.get_by_role("list", name="Actions made of it")).to_contain_text(advice["action"]["text"])
    made = api.get(f"/summaries/{summary['id']}")["recommendation_actions"][0]["made"]
    assert [each["origin"] for each in made] == ["ai_coaching_report"]
    choose(page, "Delete")
    question = page.get_by_role("alertdialog", name="Delete the actions too?")
    expect(question).to_contain_text("1 action made from this report")
    question.get_by_role("button", name="Keep the report").click()
    expect(shown).to_be_visible()
    choose(page, "Delete")
    question.get_by_role("button", name="Delete report and 1 action").click()
    expect(page.get_by_text("No AI performance report yet")).to_be_visible()
    with pytest.raises(ApiError):
        api.get(f"/summaries/{summary['id']}")


@pytest.mark.feature("S0.1", "S0.2", "S0.14")
def test_a_participant_reads_and_changes_nothing(
    console: OpenConsole, client: Client, people: People, meeting: str
) -> None:
    page = console("agent", at=f"/meetings/{meeting}?tab=summary")
    told = "The facilitator can generate an AI-powered performance summary for this meeting."
    expect(page.get_by_text(told)).to_be_visible()
    expect(page.get_by_role("button", name="Generate report")).to_be_hidden()
    make(client("supervisor"), {"meeting_id": meeting})
    page.reload()
    shown = document(page)
    expect(shown.get_by_role("heading", name=people["agent"].name)).to_be_visible()
    expect(shown.get_by_role("article", name=re.compile("^Recommendation")).first).to_be_visible()
    expect(shown.get_by_role("button", name=re.compile("^Action"))).to_have_count(0)
    expect(shown.get_by_text("Replays")).to_be_hidden()
    expect(shown.get_by_text("can read this")).to_have_count(0)
    page.get_by_role("button", name=MENU).click()
    expect(page.get_by_role("menuitem")).to_have_text(["Print", "Export as PDF"])
    page.keyboard.press("Escape")
    # Numbers lead the participant to where they come from too.
    shown.get_by_role("region", name=STRENGTHS).get_by_role("button").first.click()
    expect(page.get_by_role("dialog")).to_contain_text(SOURCES)

    # With the feature off there is nothing of it.
    def off(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "flags": []})

    page.route("**/api/me", off)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("tab", name="AI Performance Report")).to_be_hidden()
    expect(document(page)).to_be_hidden()


@pytest.mark.feature("S0.3", "S0.5", "S0.12", "S0.14", "S0.15", "P4")
def test_a_report_on_a_profile_is_made_shared_and_deleted(console: OpenConsole, client: Client, people: People) -> None:
    agent = people["agent"]
    page = console("supervisor", at=f"/people/{agent.id}?tab=reports", allow=["status of 404"])
    panel = page.get_by_role("tabpanel")
    panel.get_by_role("button", name="Generate AI performance report").click()
    dialog = page.get_by_role("dialog")
    since = dialog.get_by_role("radio", name="Since last 1-to-1 meeting")
    expect(since).to_be_disabled()
    expect(dialog.get_by_text("Only in a 1-to-1 meeting")).to_be_visible()
    expect(dialog.get_by_role("radio", name="Last 4 weeks")).to_be_checked()
    dialog.get_by_role("button", name="Generate", exact=True).click()
    drawer = page.get_by_role("dialog", name="AI performance report")
    shown = drawer.get_by_role("article", name="AI performance report")
    expect(shown).to_be_visible(timeout=LONG)
    summary_id = re.search(r"report=(sm_\w+)", page.url)
    assert summary_id
    report_id = summary_id[1]
    expect(shown.get_by_role("region", name="Previous session")).to_be_hidden()
    expect(drawer.get_by_role("link", name="Open in a new tab")).to_have_attribute("href", f"/summaries/{report_id}")

    # A draft is the manager's own until it is shared.
    agents = console("agent", at=f"/summaries/{report_id}", allow=["status of 404"])
    expect(agents.get_by_text("Not found")).to_be_visible()
    choose(page, "Share")
    expect(shown.get_by_text(f"Shared with {agent.name}")).to_be_visible()
    agents.goto(f"/people/{agent.id}?tab=reports")
    row = agents.get_by_role("link", name=re.compile("^Last 4 weeks")).first
    row.click()
    expect(document(agents)).to_be_visible()
    expect(agents).to_have_url(re.compile(rf"report={report_id}"))
    expect(document(agents).get_by_role("button", name=re.compile("^Action"))).to_have_count(0)
    agents.keyboard.press("Escape")
    expect(document(agents)).to_be_hidden()
    outsider = console("outsider", at=f"/summaries/{report_id}", allow=["status of 404"])
    expect(outsider.get_by_text("Not found")).to_be_visible()

    # An action from it is attached to the report itself; in the drawer no dialog opens over the dialog.
    shown.get_by_role("button", name=re.compile("^Action")).first.click()
    within = shown.get_by_role("group", name=f"Assign action to {agent.name}")
    within.get_by_role("button", name="Cancel").click()
    expect(within).to_be_hidden()
    choose(page, "Stop sharing")
    expect(shown.get_by_text(f"Shared with {agent.name}")).to_be_hidden()
    agents.reload()
    expect(agents.get_by_role("heading", level=1)).to_be_visible()
    with pytest.raises(ApiError):
        client("agent").get(f"/summaries/{report_id}")
    # Nothing hangs on it, and it is asked about all the same.
    choose(page, "Delete")
    question = page.get_by_role("alertdialog", name="Delete this report?")
    expect(question.get_by_role("button", name="Keep the report")).to_be_focused()
    question.get_by_role("button", name="Keep the report").click()
    expect(question).to_be_hidden()
    choose(page, "Delete")
    question.get_by_role("button", name="Delete report").click()
    expect(drawer).to_be_hidden()
    with pytest.raises(ApiError):
        client("supervisor").get(f"/summaries/{report_id}")


@pytest.mark.feature("S0.14")
def test_an_action_is_made_in_the_drawer_of_a_profile(
    console: OpenConsole, client: Client, people: People, report: dict[str, Any]
) -> None:
    agent, api = people["agent"], client("supervisor")
    page = console("supervisor", at=f"/people/{agent.id}?tab=reports&report={report['id']}")
    card = document(page).get_by_role("article", name=re.compile("^Recommendation")).first
    card.get_by_role("button", name=re.compile("^Action")).click()
    form = card.get_by_role("group", name=f"Assign action to {agent.name}")
    expect(form.get_by_label("Assigned to")).to_have_value(agent.name)
    expect(form.get_by_label("Assigned to")).not_to_be_editable()
    form.get_by_label("Title").fill("Say back what was asked")
    due = (datetime.now(UTC) + timedelta(days=14)).date()
    form.get_by_label("Due date").fill(f"{due.day} {due:%b} {due.year}")
    form.get_by_role("button", name="Assign action").click()
    expect(form).to_be_hidden()
    expect(card.get_by_role("list", name="Actions made of it")).to_contain_text("Say back what was asked")
    (made,) = api.get("/actions", {"attached_to": report["id"]})["items"]
    assert (made["assignee_id"], made["origin"], made["due_date"]) == (agent.id, "ai_coaching_report", str(due))
    assert made["title"] == "Say back what was asked"
    assert report["report"]["recommendations"][0]["rationale"]["text"] in made["description"]


@pytest.mark.feature("S0.9", "N1", "N3")
def test_the_trend_says_how_sure_it_is(console: OpenConsole, report: dict[str, Any]) -> None:
    where = f"/summaries/{report['id']}"
    page = console("supervisor", at=where)
    trend = document(page).get_by_role("region", name="Trend")
    table = trend.get_by_role("table", name="Average score by week")
    known = [week for week in report["report"]["weeks"] if week["average"] is not None]
    assert known
    as_table = trend.get_by_role("button", name="Show as a table")
    expect(as_table.or_(table)).to_have_count(1)
    if as_table.count():
        as_table.click()
    for number, week in enumerate(known, start=1):
        row = table.get_by_role("row").nth(number)
        expect(row.get_by_role("cell", name=f"{week['average']:.1f}%", exact=True)).to_be_visible()
        expect(row).to_contain_text(f"{_rounded(week['low'])} to {_rounded(week['high'])}%")
        expect(row.get_by_role("cell").last).to_have_text(str(week["sample"]))

    # Several weeks are a line in its band, the table beside; a report from before bands has the line alone.
    several = [
        {"first_day": f"2026-0{month}-01", "last_day": f"2026-0{month}-07", "sample": 9}
        | {"average": average, "low": average - 6.5, "high": average + 6.5}
        for month, average in ((1, 70.0), (2, 76.0), (3, 81.0))
    ]
    without = [{name: week[name] for name in ("first_day", "last_day", "sample", "average")} for week in several]
    for weeks, bands in ((several, 1), (without, 0)):
        page.unroute_all()
        page.route(f"**/api{where}", _with_weeks(weeks))
        page.reload()
        expect(trend.get_by_role("img", name=re.compile("^Average score by week"))).to_be_visible()
        expect(trend.locator("[data-part=line]")).to_have_count(1)
        expect(trend.locator("[data-part=band]")).to_have_count(bands)
        trend.get_by_role("button", name="Show as a table").click()
        expect(table.get_by_role("row")).to_have_count(4)
        expect(table.get_by_role("columnheader", name="95% interval")).to_have_count(bands)
        passes_axe(trend)


def _with_weeks(weeks: list[dict[str, Any]]) -> Callable[[Route], None]:
    """Answers a summary whose report has these weeks."""
    return _with({"weeks": weeks})


def _with(parts: dict[str, Any]) -> Callable[[Route], None]:
    """Answers a summary whose report has these parts."""

    def answered(route: Route) -> None:
        answer = route.fetch()
        summary = answer.json()
        route.fulfill(response=answer, json={**summary, "report": {**summary["report"], **parts}})

    return answered


def _rounded(value: float) -> str:
    """As the console writes whole numbers."""
    return str(floor(value + 0.5))


@pytest.mark.feature("S0.14", "S0.15")
def test_an_edit_survives_a_cut_network_a_reload_and_somebody_elses_save(
    console: OpenConsole, client: Client, report: dict[str, Any]
) -> None:
    where, api = f"/summaries/{report['id']}", client("supervisor")
    page = console("supervisor", at=where, allow=["ERR_", "status of 412", "Failed to load"])
    choose(page, "Edit")
    form = page.get_by_role("form", name=re.compile("^Edit the report"))
    expect(form.get_by_role("button", name=re.compile("^Action"))).to_have_count(0)
    expect(form.get_by_text("QH-").first).to_be_visible()
    mine = "Promises are kept, and customers notice."
    form.get_by_label(f"{STRENGTHS} 1", exact=True).fill(mine)
    form.get_by_role("button", name="Add to Talking points").click()
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("Write something, or remove it.").first).to_be_visible()
    page.keyboard.type("What went well")
    added = len(report["report"]["talking_points"]) + 1
    form.get_by_label(f"Talking points {added}", exact=True).fill("What went well")

    # The network is cut, and the page is left in mid-edit.
    page.route(
        "**/api/summaries/**", lambda route: route.abort() if route.request.method == "PATCH" else route.fallback()
    )
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert").filter(has_text="No connection to Debrief")).to_be_visible()
    page.unroute("**/api/summaries/**")
    page.reload()
    expect(form.get_by_label(f"{STRENGTHS} 1", exact=True)).to_have_value(mine)

    # Meanwhile somebody else changed the same section and another one.
    theirs = [each["text"] for each in report["report"]["strengths"]["passages"]]
    theirs[-1] = "Said by somebody else."
    api.change(where, {"strengths": theirs, "questions": ["And how are you?"]}, of=where)
    form.get_by_role("button", name="Save").click()
    stale = form.get_by_role("alert").filter(has_text="Somebody changed this meanwhile")
    stale.get_by_role("button", name="Load the latest").click()
    expect(form.get_by_text("Somebody changed this section too")).to_be_visible()
    expect(form.get_by_label(f"{STRENGTHS} 1", exact=True)).to_have_value(mine)
    expect(form.get_by_label("Questions to start with 1", exact=True)).to_have_value("And how are you?")
    form.get_by_role("button", name="Save").click()
    shown = document(page)
    expect(shown.get_by_text(mine)).to_be_visible()
    expect(shown.get_by_role("region", name="Questions to start with")).to_contain_text("And how are you?")
    expect(shown.get_by_role("region", name="Talking points")).to_contain_text("What went well")
    expect(form).to_be_hidden()

    # Cancelling asks only when something was changed.
    choose(page, "Edit")
    form.get_by_role("button", name="Cancel").click()
    expect(form).to_be_hidden()
    choose(page, "Edit")
    form.get_by_role("button", name=f"Remove {STRENGTHS} 1", exact=True).click()
    form.get_by_role("button", name="Cancel").click()
    page.get_by_role("alertdialog", name="Discard your changes?").get_by_role("button", name="Discard changes").click()
    expect(shown.get_by_text(mine)).to_be_visible()


@pytest.mark.feature("S0.5", "S0.6", "S0.8")
def test_the_dialog_says_what_cannot_be_and_a_failure_why(console: OpenConsole, people: People, meeting: str) -> None:
    page = console("supervisor", at=f"/meetings/{meeting}?tab=summary", allow=["status of 503", "status of 409"])
    many = {"available": 412, "analysed": 300, "note": "(max 300 will be analysed)"}
    more = {"available": 733, "analysed": 500, "note": "(max 500 will be analysed)"}
    none = {"available": 0, "analysed": 0, "note": ""}
    answers = [
        {"evaluations": many, "conversations": more, "coaching": none, "previous_meeting": none},
        {"evaluations": none, "conversations": none, "coaching": none, "previous_meeting": none},
    ]

    def counts(route: Route) -> None:
        route.fulfill(json=answers[0] if "last_week" not in route.request.url else answers[1])

    def periods(route: Route) -> None:
        answer = route.fetch()
        found = answer.json()
        found[0] |= {"available": False, "reason": "There is no previous completed 1-to-1"}
        route.fulfill(response=answer, json=found)

    page.route("**/api/summaries/sources?**", counts)
    page.route("**/api/summaries/periods?**", periods)
    page.get_by_role("button", name="Generate report").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name="Since last 1-to-1 meeting")).to_be_disabled()
    expect(dialog.get_by_text("There is no previous completed 1-to-1")).to_be_visible()
    expect(sources(page)).to_contain_text("412 (max 300 will be analysed)")
    expect(sources(page)).to_contain_text("733 (max 500 will be analysed)")
    dialog.get_by_text("Last week").click()
    expect(dialog.get_by_text("There is nothing to analyse in this period").first).to_be_visible()
    generate = dialog.get_by_role("button", name="Generate", exact=True)
    expect(generate).to_be_disabled()
    dialog.get_by_text("Custom range").click()
    generate.click()
    expect(dialog.get_by_text("Choose the first day.")).to_be_visible()
    dialog.get_by_label("First day").fill("20 Nov 2025")
    dialog.get_by_label("Last day").fill("10 Nov 2025")
    dialog.get_by_label("Last day").press("Tab")
    expect(dialog.get_by_text("The last day lies before the first.")).to_be_visible()
    dialog.get_by_text("Last 4 weeks").click()

    # While it is made, Debrief doesn't answer for a while; then the work fails, and a retry succeeds.
    looks: list[str] = []

    def look(route: Route) -> None:
        if route.request.method != "GET":
            route.fallback()
            return
        looks.append(route.request.url)
        if len(looks) <= 4:
            route.fulfill(
                status=503,
                content_type="application/problem+json",
                body=json.dumps({"type": "urn:debrief:problem:unavailable", "detail": "A part does not answer."}),
            )
            return
        answer = route.fetch()
        sentence = "The language model took no more requests, also after several tries. Try again in some minutes."
        failure = {"reason": "model_busy", "sentence": sentence, "at": "2026-11-01T10:00:00.000Z"}
        failed = {
            "status": "failed",
            "failure": failure,
            "report": None,
            "progress": None,
            "actions": ["retry", "delete"],
        }
        route.fulfill(response=answer, json={**answer.json(), **failed})

    page.route(re.compile(r"/api/summaries/sm_\w+$"), look)
    generate.click()
    expect(page.get_by_role("heading", name="Analyzing Performance Data")).to_be_visible()
    expect(page.get_by_text("The work goes on all the same")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="took no more requests")).to_be_visible(timeout=LONG)
    page.unroute(re.compile(r"/api/summaries/sm_\w+$"))

    def retried(route: Route) -> None:
        # The real one didn't fail, so that there is nothing to try again: it is as if it were made by now.
        answer = route.fetch(url=route.request.url.removesuffix("/retries"), method="GET")
        route.fulfill(response=answer, json={**answer.json(), "status": "generating", "report": None})

    page.route("**/api/summaries/*/retries", retried)
    page.get_by_role("button", name="Try again").click()
    expect(document(page)).to_be_visible(timeout=LONG)


@pytest.mark.feature("S0.11", "S0.13", "N1", "N2")
def test_the_whole_by_keyboard_and_for_those_who_cannot_see(console: OpenConsole, people: People, meeting: str) -> None:
    page = console("supervisor", at=f"/meetings/{meeting}?tab=summary")
    press = page.keyboard.press
    page.get_by_role("button", name="Generate report").focus()
    press("Enter")
    dialog = page.get_by_role("dialog")
    since = dialog.get_by_role("radio", name="Since last 1-to-1 meeting")
    expect(since).to_be_checked()
    passes_axe(dialog)
    reach(page, since)
    for _ in range(3):
        press("ArrowDown")
    expect(dialog.get_by_role("radio", name="Last 4 weeks")).to_be_checked()
    reach(page, dialog.get_by_role("radio", name="All", exact=True))
    press("ArrowRight")
    press("ArrowLeft")
    expect(dialog.get_by_role("radio", name="All", exact=True)).to_be_checked()
    reach(page, dialog.get_by_role("button", name="Generate", exact=True))
    press("Enter")
    shown = document(page)
    expect(shown).to_be_visible(timeout=LONG)
    # A metric says what it measures on focus, and where it comes from at Enter.
    metric = shown.get_by_role("region", name="Conversation insights").get_by_role("button").first
    reach(page, metric)
    expect(page.get_by_role("tooltip")).to_contain_text("promoters")
    press("Enter")
    origin = page.get_by_role("dialog")
    expect(origin).to_contain_text(SOURCES)
    press("Escape")
    expect(origin).to_be_hidden()
    expect(metric).to_be_focused()
    # With one week that has enough data the table stands in the place of a line, and with none a sentence.
    as_table = shown.get_by_role("button", name="Show as a table")
    weeks = shown.get_by_role("table", name="Average score by week")
    none = shown.get_by_text("No week of this period has evaluations enough")
    expect(as_table.or_(weeks).or_(none)).to_have_count(1)
    if as_table.count():
        reach(page, as_table)
        press("Enter")
    expect(weeks.or_(none)).to_be_visible()
    quote = shown.get_by_role("region", name="Examples").get_by_role("link", name="“").first
    reach(page, quote)
    expect(quote).to_have_attribute("href", re.compile(r"^/conversations/int_\w+\?turn=\d+$"))
    action = shown.get_by_role("button", name=re.compile("^Action")).first
    reach(page, action)
    press("Enter")
    assign = page.get_by_role("dialog", name=f"Assign action to {people['agent'].name}")
    expect(assign.get_by_label("Title")).to_be_focused()
    passes_axe(assign)
    press("Escape")
    expect(assign).to_be_hidden()
    # How it was made folds away, and a replay with it.
    replay = shown.get_by_role("button", name="Replay", exact=True)
    expect(replay).to_be_hidden()
    reach(page, shown.get_by_text("How it was made", exact=True))
    press("Enter")
    reach(page, replay)
    press("Enter")
    expect(shown.get_by_text(re.compile("All 8 sections are equal"))).to_be_visible(timeout=LONG)
    page.get_by_role("button", name=MENU).focus()
    press("Enter")
    for _ in range(3):
        press("ArrowDown")
    page.get_by_role("menuitem", name="Edit").press("Enter")
    expect(page.get_by_role("form", name=re.compile("^Edit the report"))).to_be_visible()
    passes_axe(page.get_by_role("form", name=re.compile("^Edit the report")))


def reach(page: Page, wanted: Locator) -> None:
    """Go on with the Tab key until the wanted thing has the focus."""
    # There, not in sight: what one sees of a segmented control is its label, and the radio gets the focus.
    expect(wanted).to_be_attached()
    for _ in range(160):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The Tab key doesn't reach {wanted}")


@pytest.mark.feature("S0.9", "S0.15", "N1", "N2")
def test_the_report_on_paper_on_a_phone_and_in_the_dark(
    console: OpenConsole, people: People, report: dict[str, Any]
) -> None:
    where = f"/summaries/{report['id']}"
    page = console("supervisor", at=where)
    shown = document(page)
    expect(shown).to_be_visible()
    rail = shown.get_by_role("complementary", name="Sources and provenance")
    expect(rail).to_contain_text(report["provenance"]["prompt_version"])
    passes_axe(shown)
    with page.expect_download() as saved:
        choose(page, "Export as PDF")
    assert saved.value.suggested_filename.startswith(f"AI performance report, {people['agent'].name}, 20")
    assert saved.value.path().read_bytes().startswith(b"%PDF")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Places")).to_be_hidden()
    expect(page.get_by_role("button", name=MENU)).to_be_hidden()
    expect(shown.get_by_role("heading", name=people["agent"].name)).to_be_visible()
    expect(shown.get_by_role("table", name="Average score by week")).to_be_visible()
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf())
    assert 1 <= len(pages) <= 3
    for width in (390, 640):
        narrow = console("supervisor", at=where, width=width, dark=True)
        expect(document(narrow)).to_be_visible()
        settled(narrow, SECONDS * 2)
        assert narrow.evaluate("document.documentElement.scrollWidth <= innerWidth")
    passes_axe(document(narrow))


@pytest.mark.feature("S0.2", "S0.9", "S0.10", "S0.12", "S0.13")
def test_the_first_page_is_what_a_meeting_needs(console: OpenConsole, client: Client, meeting: str) -> None:
    made = make(client("supervisor"), {"meeting_id": meeting})["report"]
    page = console("supervisor", at=f"/meetings/{meeting}", width=1440)
    shown = document(page)
    for part, title in ((made["praise"], "One thing to praise"), (made["focus"], "One thing to work on")):
        spot = shown.get_by_role("region", name=title)
        expect(spot).to_contain_text(part["line_item"]["text"])
        expect(spot).to_contain_text(f"of {part['line_item']['applicable']} (95% interval")
        if part["quote"]:
            expect(spot.get_by_role("link", name="“")).to_contain_text(part["quote"]["text"])
            expect(spot).to_contain_text(part["quote"]["contact_reference"])
        else:
            expect(spot).to_contain_text("There is no quote")
    # In the order in which they are needed.
    order = ["Previous session", "One thing to praise", "One thing to work on", "Questions to start with"]
    regions = shown.get_by_role("region")
    assert [regions.nth(n).get_attribute("aria-label") for n in range(len(order))] == order
    expect(shown.get_by_role("region", name="Questions to start with").get_by_role("listitem")).to_have_count(3)
    # No text says a rate that stands beside it, and nothing is said to be missing where something is.
    for side in ("strengths", "development"):
        beside = {item["text"].rsplit(" — ")[-1] for item in made[side]["line_items"]}
        for passage in made[side]["passages"]:
            assert "stands out" not in passage["text"]
            assert not any(f" at {rate}" in passage["text"] for rate in beside)
    passes_axe(shown)
    # A metric leads to its conversations, by what they came to.
    insights = shown.get_by_role("region", name="Conversation insights")
    insights.get_by_role("button", name=re.compile("Resolution Rate")).click()
    expect(page.get_by_text(re.compile(r"^(Not resolved|Resolved): \d+$")).first).to_be_visible()
    page.keyboard.press("Escape")
    # The browser's own command prints the notes beside it too, the report's menu the report alone.
    page.emulate_media(media="print")
    expect(shown.get_by_role("region", name="One thing to praise")).to_be_visible()
    expect(page.get_by_role("textbox", name="Agenda")).to_be_visible()
    page.evaluate("document.documentElement.dataset.prints = 'report'")
    expect(shown.get_by_role("region", name="One thing to praise")).to_be_visible()
    expect(page.get_by_role("textbox", name="Agenda")).to_be_hidden()


@pytest.mark.feature("S0.2", "S0.14", "S4.13")
def test_the_report_stands_beside_the_notes_and_fills_the_agenda(
    console: OpenConsole, client: Client, people: People, meeting: str
) -> None:
    made, api = make(client("supervisor"), {"meeting_id": meeting}), client("supervisor")
    name = people["agent"].name
    page = console("supervisor", at=f"/meetings/{meeting}", width=1440)
    shown, agenda = document(page), page.get_by_role("textbox", name="Agenda")
    expect(shown).to_be_visible()
    expect(page.get_by_label("Shared notes")).to_be_visible()
    expect(page.get_by_role("tab")).to_have_count(0)
    notes, report = page.get_by_label("Shared notes").bounding_box(), shown.bounding_box()
    assert notes
    assert report
    assert notes["x"] + notes["width"] <= report["x"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(shown.get_by_text(f"{name} can read this")).to_be_visible()

    # Points go to the agenda by keyboard, once each, below what stands there.
    agenda.fill("How the last calls went")
    first, second, third = (each["text"] for each in made["report"]["questions"])
    button = shown.get_by_role("button", name=f"To the agenda: {first}", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(agenda).to_have_value(f"How the last calls went\n- {first}")
    expect(shown.get_by_role("button", name=f"On the agenda: {first}", exact=True)).to_be_focused()
    shown.get_by_role("button", name="All to the agenda: Questions to start with").click()
    expect(agenda).to_have_value(f"How the last calls went\n- {first}\n- {second}\n- {third}")
    # The button goes with the last of them; the focus doesn't.
    expect(shown.get_by_role("button", name=f"On the agenda: {first}", exact=True)).to_be_focused()
    expect(page.get_by_text("All changes are saved")).to_be_visible()
    assert api.get(f"/meetings/{meeting}")["agenda"].endswith(third)

    # An action is due by the next 1-to-1: the one that follows this one.
    at = datetime.now(UTC) + timedelta(days=3 + 14)
    following = api.post(
        "/meetings",
        {"title": "Later", "participant_id": people["agent"].id, "scheduled_at": at.isoformat()},
    )
    scheduled = api.get(
        "/meetings",
        {
            "participant_id": people["agent"].id,
            "status": "scheduled",
            "order": "oldest",
            "from": datetime.now(UTC).isoformat(),
        },
    )["items"]
    this = next(each for each in scheduled if each["id"] == meeting)
    day = next(each["scheduled_at"] for each in scheduled if each["scheduled_at"] > this["scheduled_at"])[:10]
    card = shown.get_by_role("article", name=re.compile("^Recommendation")).first
    card.get_by_role("button", name=re.compile("^Action")).click()
    assign = page.get_by_role("dialog", name=f"Assign action to {name}")
    expect(assign).to_contain_text("By the next 1-to-1.")
    assign.get_by_role("button", name="Assign action").click()
    expect(card.get_by_role("list", name="Actions made of it")).to_be_visible()
    (action,) = api.get(f"/summaries/{made['id']}")["recommendation_actions"][0]["made"]
    assert action["due_date"] == day
    _delete(api, f"/meetings/{following['id']}")

    # On a narrow screen there are tabs, and points go to the agenda all the same.
    narrow = console("supervisor", at=f"/meetings/{meeting}?tab=summary", width=390, dark=True)
    expect(document(narrow)).to_be_visible()
    expect(narrow.get_by_role("tab", name="AI performance report")).to_be_visible()
    settled(narrow, SECONDS * 2)
    assert narrow.evaluate("document.documentElement.scrollWidth <= innerWidth")
    passes_axe(document(narrow))
    expect(narrow.get_by_role("button", name=f"On the agenda: {first}", exact=True)).to_be_visible()
    # Who may only read puts nothing anywhere.
    theirs = console("agent", at=f"/meetings/{meeting}", width=1440)
    expect(document(theirs)).to_be_visible()
    expect(theirs.get_by_role("button", name=re.compile("agenda"))).to_have_count(0)


@pytest.mark.feature("S0.9", "S0.10", "N3")
def test_two_weeks_are_no_trend_and_few_answers_no_conclusion(console: OpenConsole, report: dict[str, Any]) -> None:
    where = f"/summaries/{report['id']}"
    page = console("supervisor", at=where)
    weeks = [
        {"first_day": f"2026-01-{day:02d}", "last_day": f"2026-01-{day + 6:02d}", "sample": 9}
        | {"average": average, "low": 70.0 if average else None, "high": 90.0 if average else None}
        for day, average in ((1, 78.0), (8, None), (15, 84.0), (22, None))
    ]
    page.route(f"**/api{where}", _with_weeks(weeks))
    page.reload()
    trend = document(page).get_by_role("region", name="Trend")
    expect(trend.get_by_role("table", name="Average score by week").get_by_role("row")).to_have_count(3)
    expect(trend).to_contain_text("2 other weeks have too few evaluations")
    expect(trend.get_by_role("img")).to_have_count(0)
    expect(trend.get_by_text("The band")).to_have_count(0)

    note = {"spans": [{"text": "Not enough data."}], "text": "Not enough data.", "edited": False, "computed": True}
    none = {"line_items": [], "passages": [note], "chips": []}
    few: dict[str, Any] = {"strengths": none, "development": none, "praise": None, "focus": None, "recommendations": []}
    few |= {"too_few": [{**report["report"]["strengths"]["line_items"][0], "text": "Recap", "low": None, "high": None}]}
    page.unroute_all()
    page.route(f"**/api{where}", _with(few))
    page.reload()
    shown = document(page)
    expect(shown.get_by_role("region", name="Not enough data")).to_be_visible()
    expect(shown.get_by_text("Too few answers to tell: Recap")).to_be_visible()
    for gone in (STRENGTHS, DEVELOPMENT, "One thing to praise", "One thing to work on", "Recommendations"):
        expect(shown.get_by_role("region", name=gone)).to_have_count(0)
