"""What one is told: a bell with a count, a list that leads to what it is about, and a choice of what one hears of."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from local.client import ApiClient
from local.waiting import Waiter
from tests.web.browser import SECONDS
from tests.web.conftest import OpenConsole, People
from tests.web.test_summaries import make
from tests.web.world import Somebody
from tools.browser import settled

Client = Callable[[str | Somebody], ApiClient]
Newcomer = Callable[..., Somebody]
pytestmark = pytest.mark.feature("S2.5")


@pytest.fixture
def told(newcomer: Newcomer, people: People) -> Somebody:
    """An agent in the supervisor's line who was told nothing yet."""
    return newcomer("agent", manager_id=people["supervisor"].id)


def schedule(client: Client, participant: Somebody, days: int = 2) -> dict[str, Any]:
    """A 1-to-1 that the supervisor leads, and of which the participant has been told."""
    before = client(participant).get("/notices/count")["unread"]
    at = (datetime.now(UTC) + timedelta(days=days)).replace(microsecond=0)
    draft = {"title": "About calls", "participant_id": participant.id, "scheduled_at": at.isoformat()}
    made: dict[str, Any] = client("supervisor").post("/meetings", draft)
    arrives(client, participant, before + 1)
    return made


def arrives(client: Client, who: Somebody, unread: int) -> None:
    """Wait until somebody has so many unread notices."""
    waiter = Waiter()
    waiter.until("The notice", lambda: client(who).get("/notices/count")["unread"] == unread or None, seconds=60)


def bell(page: Page, unread: str = "") -> Any:
    """The bell, by its name."""
    return page.get_by_role("button", name=f"Notices, {unread} unread" if unread else "Notices", exact=True)


def opened(page: Page) -> Any:
    """The list that the bell opens."""
    return page.get_by_role("dialog").filter(has=page.get_by_role("heading", name="Notices"))


def test_a_notice_is_counted_read_and_leads_to_what_it_is_about(
    console: OpenConsole, client: Client, told: Somebody, people: People
) -> None:
    meeting = schedule(client, told)
    schedule(client, told, days=3)
    page = console(told)
    bell(page, "2").click()
    lines = opened(page).get_by_role("list", name="Notices, newest first").get_by_role("listitem")
    expect(lines).to_have_count(2)
    first = lines.last.get_by_role("link")
    expect(first).to_contain_text(f"{people['supervisor'].name} scheduled a 1-to-1 with you")
    expect(first).to_contain_text("unread")
    # Midnight may have passed since.
    expect(first).to_contain_text(re.compile("today|yesterday"))
    first.click()
    expect(page).to_have_url(re.compile(f"/coaching/meetings/{meeting['id']}$"))
    expect(opened(page)).to_be_hidden()
    expect(bell(page, "1")).to_be_visible()
    # The page shows at once what it asks for; only then is it asked.
    settled(page, SECONDS)
    assert client(told).get("/notices/count") == {"unread": 1, "more": False}
    page.reload()
    expect(bell(page, "1")).to_be_visible()


def test_all_are_marked_at_once(console: OpenConsole, client: Client, told: Somebody) -> None:
    schedule(client, told)
    page = console(told)
    bell(page, "1").click()
    opened(page).get_by_role("button", name="Mark all read").click()
    expect(bell(page)).to_be_visible()
    expect(opened(page).get_by_role("link", name=re.compile("unread"))).to_have_count(0)
    expect(opened(page).get_by_role("button", name="Mark all read")).to_be_disabled()
    # The button that was pressed can't hold the focus any more; the keyboard stays in the list.
    expect(opened(page).get_by_role("heading", name="Notices")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opened(page)).to_be_hidden()
    expect(bell(page)).to_be_focused()
    settled(page, SECONDS)
    assert client(told).get("/notices", {"unread": "true"})["items"] == []


def test_who_was_told_nothing_reads_what_will_stand_there(console: OpenConsole, told: Somebody) -> None:
    page = console(told)
    bell(page).click()
    expect(opened(page).get_by_role("heading", name="Nothing yet")).to_be_visible()


def test_the_list_goes_on(console: OpenConsole, client: Client, told: Somebody) -> None:
    for number in range(16):
        at = (datetime.now(UTC) + timedelta(days=2 + number)).replace(microsecond=0)
        draft = {"title": "About calls", "participant_id": told.id, "scheduled_at": at.isoformat()}
        client("supervisor").post("/meetings", draft)
    arrives(client, told, 16)
    page = console(told, allow=["status of 500"])
    bell(page, "16").click()
    lines = opened(page).get_by_role("listitem")
    expect(lines).to_have_count(15)
    # A failure is told where the rest would stand, and what is there stays.
    page.route("**/api/notices?*cursor=*", lambda route: route.fulfill(status=500, body="{}"))
    opened(page).get_by_role("button", name="Load more").click()
    failed = opened(page).get_by_role("alert")
    expect(failed).to_be_in_viewport()
    expect(lines).to_have_count(15)
    page.unroute_all()
    failed.get_by_role("button", name="Try again").focus()
    page.keyboard.press("Enter")
    expect(lines).to_have_count(16)
    expect(lines.last.get_by_role("link")).to_be_focused()
    expect(opened(page).get_by_role("button", name="Load more")).to_be_hidden()


def test_a_failure_is_told_and_tried_again(console: OpenConsole, client: Client, told: Somebody) -> None:
    schedule(client, told)
    page = console(told, allow=["status of 503"])
    broken = [True]

    def answer(route: Route) -> None:
        route.fulfill(status=503, body="{}") if broken[0] else route.continue_()

    page.route(re.compile(r"/api/notices\?"), answer)
    bell(page, "1").click()
    problem = opened(page).get_by_role("alert")
    expect(problem).to_contain_text("Debrief is busy", timeout=SECONDS * 2000)
    broken[0] = False
    problem.get_by_role("button", name="Try again").click()
    expect(opened(page).get_by_role("listitem")).to_have_count(1)


def test_marking_that_is_refused_is_taken_back(console: OpenConsole, client: Client, told: Somebody) -> None:
    schedule(client, told)
    page = console(told, allow=["status of 503"])
    page.route("**/api/notices/readings", lambda route: route.fulfill(status=503, body="{}"))
    bell(page, "1").click()
    opened(page).get_by_role("button", name="Mark all read").click()
    expect(opened(page).get_by_role("alert")).to_contain_text("Debrief is busy")
    expect(bell(page, "1")).to_be_visible()
    expect(opened(page).get_by_role("link", name=re.compile("unread"))).to_have_count(1)
    # It was there before: that is no news.
    expect(page.get_by_role("status").filter(has_text="new notice")).to_have_count(0)


def test_a_keyboard_is_enough(console: OpenConsole, client: Client, told: Somebody) -> None:
    meeting = schedule(client, told)
    page = console(told)
    bell(page, "1").focus()
    page.keyboard.press("Enter")
    expect(opened(page).get_by_role("heading", name="Notices")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opened(page)).to_be_hidden()
    expect(bell(page, "1")).to_be_focused()
    page.keyboard.press("Enter")
    expect(opened(page).get_by_role("heading", name="Notices")).to_be_focused()
    # It is passed over while the list is being read.
    expect(opened(page).get_by_role("button", name="Mark all read")).to_be_enabled()
    for role, name in (("button", "Mark all read"), ("link", "Choose what")):
        page.keyboard.press("Tab")
        expect(opened(page).get_by_role(role, name=re.compile(f"^{name}"))).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/coaching/meetings/{meeting['id']}$"))


def test_what_comes_while_one_is_there_is_counted_and_said(
    console: OpenConsole, client: Client, told: Somebody
) -> None:
    page = console(told)
    page.clock.install()
    page.reload()
    expect(bell(page)).to_be_visible()
    schedule(client, told)
    page.clock.fast_forward(61_000)
    expect(bell(page, "1")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="1 new notice")).to_have_count(1)


def test_a_count_that_is_looked_for_while_one_is_read_says_nothing_new(
    console: OpenConsole, client: Client, told: Somebody
) -> None:
    schedule(client, told)
    page = console(told)
    page.clock.install()
    page.reload()
    expect(bell(page, "1")).to_be_visible()
    held: list[Route] = []
    page.route("**/api/notices/*/reading", lambda route: held.append(route))
    bell(page, "1").click()
    opened(page).get_by_role("listitem").get_by_role("link").click()
    expect(bell(page)).to_be_visible()
    # A minute passes before the API has taken that it was read: what it counts until then is an old number.
    page.clock.fast_forward(61_000)
    with page.expect_response("**/api/notices/count") as counted:
        for each in held:
            each.continue_()
    assert counted.value.json() == {"unread": 0, "more": False}
    expect(bell(page)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="new notice")).to_have_count(0)


def test_what_is_gone_opens_without_a_crash(console: OpenConsole, client: Client, told: Somebody) -> None:
    meeting = schedule(client, told)
    client("supervisor").change(f"/meetings/{meeting['id']}", None, method="DELETE")
    arrives(client, told, 2)
    page = console(told, allow=["status of 404"])
    bell(page, "2").click()
    opened(page).get_by_role("link", name=re.compile("cancelled your 1-to-1")).click()
    expect(page.get_by_role("alert")).to_contain_text("Not found")


@pytest.fixture
def report(client: Client, people: People) -> Iterator[str]:
    """A finished report on the star agent, not shared."""
    supervisor = client("supervisor")
    made = make(supervisor, {"agent_id": people["agent"].id})["id"]
    yield made
    supervisor.change(f"/summaries/{made}", None, method="DELETE")


def test_a_shared_report_is_told_and_taken_back_with_it(
    console: OpenConsole, client: Client, people: People, report: str
) -> None:
    def told_of_it() -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = client("agent").get("/notices")["items"]
        return [each for each in items if report in (each["path"] or "")]

    assert told_of_it() == []
    client("supervisor").post(f"/summaries/{report}/sharing", {})
    Waiter().until("The notice", lambda: told_of_it() or None, seconds=60)
    page = console("agent")
    # The star agent was told of other things too.
    some = page.get_by_role("button", name=re.compile("^Notices"))
    expect(some).to_have_accessible_name(re.compile(r"unread$"))
    some.click()
    line = opened(page).locator(f"a[href*='{report}']")
    expect(line).to_contain_text(f"{people['supervisor'].name} shared a performance report with you")
    client("supervisor").change(f"/summaries/{report}/sharing", None, of=f"/summaries/{report}", method="DELETE")
    Waiter().until("That it is taken back", lambda: not told_of_it() or None, seconds=60)
    page.goto("/")
    some.click()
    expect(opened(page).get_by_role("heading", name="Notices")).to_be_visible()
    settled(page, SECONDS)
    expect(line).to_have_count(0)


def test_one_chooses_what_one_hears_of(console: OpenConsole, client: Client, told: Somebody) -> None:
    page = console(told)
    page.get_by_role("button", name=f"{told.name}: account menu").click()
    page.get_by_role("menuitem", name="What you hear of").click()
    expect(page.get_by_role("heading", name="What you hear of", level=1)).to_be_visible()
    expect(page.get_by_text(f"E-mails go to {told.email}")).to_be_visible()
    table = page.get_by_role("table", name="What you hear of, and where")
    switch = table.get_by_role("switch", name="A 1-to-1 is scheduled with me: In Debrief")
    expect(switch).to_be_checked()
    # It shows what is being saved, which is a moment after the click; `uncheck` looks at once.
    moved = table.get_by_role("switch", name="A 1-to-1 of mine is moved: E-mail")
    for each in (switch, moved):
        each.click()
        expect(each).not_to_be_checked()
    settled(page, SECONDS)
    page.reload()
    expect(switch).not_to_be_checked()
    chosen = {each["kind"]: each["channels"] for each in client(told).get("/preferences")["notices"]}
    for kind, in_app in (("meeting_scheduled", False), ("meeting_moved", True)):
        assert {name: chosen[kind][name] for name in ("in_app", "email")} == {"in_app": in_app, "email": not in_app}

    at = (datetime.now(UTC) + timedelta(days=1)).replace(microsecond=0)
    draft = {"title": "About calls", "participant_id": told.id, "scheduled_at": at.isoformat()}
    meeting = client("supervisor").post("/meetings", draft)

    # The laptop's e-mail leaves no machine; a page of the same origin shows it.
    def mailed() -> bool | None:
        page.goto("/_mail")
        return page.get_by_role("row").filter(has_text=told.email).count() == 1 or None

    Waiter().until("The e-mail", mailed, seconds=60, every=2)
    row = page.get_by_role("row").filter(has_text=told.email)
    expect(row).to_contain_text("scheduled a 1-to-1 with you")
    row.get_by_role("link").first.click()
    text, invitation = page.locator("pre").first, page.locator("pre").last
    expect(text).to_contain_text(f"/meetings/{meeting['id']}")
    expect(text).to_contain_text(f"Hello {told.name},")
    expect(invitation).to_contain_text(f"UID:{meeting['id']}@debrief")
    assert client(told).get("/notices/count")["unread"] == 0


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_open_list_is_open_to_everybody(
    console: OpenConsole, client: Client, told: Somebody, width: int, dark: bool
) -> None:
    from tests.web.test_every_page import AXE, EVERYTHING, STILL

    schedule(client, told)
    page = console(told, width=width, dark=dark, bypass_csp=True)
    bell(page, "1").click()
    expect(opened(page).get_by_role("listitem")).to_have_count(1)
    page.evaluate(STILL)
    page.add_script_tag(path=AXE)
    # What lies below the list is half covered by it, and can't be reached while it is open.
    found = page.evaluate("rules => axe.run('[role=dialog]', { runOnly: rules })", EVERYTHING)
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
