"""1-to-1s as the two who meet find them: scheduled, prepared, written down, closed, acknowledged."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from local.client import ApiClient
from tests.web.browser import SECONDS
from tests.web.conftest import OpenConsole, People, Somebody
from tests.web.test_summaries import passes_axe
from tools.browser import settled

Client = Callable[[str | Somebody], ApiClient]
SAVED = "All changes are saved"
CHANGES = re.compile(r"/api/meetings/mt_\w+$")


@pytest.fixture(scope="module")
def coached(newcomer: Callable[..., Somebody], people: People) -> Somebody:
    """An agent in the supervisor's line about whom nobody else's test says anything."""
    return newcomer("agent", manager_id=people["supervisor"].id)


def schedule(client: ApiClient, participant: Somebody, **more: Any) -> dict[str, Any]:
    """A 1-to-1 that the client's person leads."""
    at = (datetime.now(UTC) + timedelta(days=2)).replace(microsecond=0)
    draft = {"title": "About calls", "participant_id": participant.id, "scheduled_at": at.isoformat(), **more}
    made: dict[str, Any] = client.post("/meetings", draft)
    return made


@pytest.mark.feature("S4.13", "S0.2")
def test_a_one_to_one_from_scheduling_to_acknowledgement(
    console: OpenConsole, client: Client, coached: Somebody, people: People, today: date
) -> None:
    page = console("supervisor", at="/meetings")
    page.get_by_role("button", name="Schedule a 1-to-1").click()
    dialog = page.get_by_role("dialog", name="Schedule a 1-to-1")
    expect(dialog.get_by_text("the account’s time zone, UTC")).to_be_visible()
    dialog.get_by_role("button", name="Schedule").click()
    expect(dialog.get_by_text("Choose with whom")).to_be_visible()
    dialog.get_by_role("combobox", name="With whom").fill(coached.name)
    page.get_by_role("option", name=coached.name).click()
    expect(dialog.get_by_label("Title")).to_have_value(f"1-to-1 with {coached.name}")
    day = today + timedelta(days=1)
    dialog.get_by_label("Day").fill(day.isoformat())
    dialog.get_by_label("Time").fill("09:40")
    dialog.get_by_label("Agenda").fill("How the last calls went")
    dialog.get_by_role("button", name="Schedule").click()

    # Written in New York, meant in UTC.
    expect(page.get_by_role("heading", level=1, name=f"1-to-1 with {coached.name}")).to_be_visible()
    meeting_id = page.url.rsplit("/", 1)[1]
    assert client("supervisor").get(f"/meetings/{meeting_id}")["scheduled_at"].startswith(f"{day}T09:40")
    expect(page.get_by_label("Agenda")).to_have_value("How the last calls went")
    expect(page.get_by_text("This is the first 1-to-1")).to_be_visible()

    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_text("In progress", exact=True)).to_be_visible()
    page.get_by_label("Shared notes").fill("Greeting went well.")
    page.get_by_label("Private notes").fill("Praise more.")
    page.get_by_label("New goal").fill("Say what was agreed at the end")
    page.get_by_role("button", name="Add goal").click()
    expect(page.get_by_label("Goal 1", exact=True)).to_have_value("Say what was agreed at the end")

    page.get_by_role("button", name="Add action").click()
    dialog = page.get_by_role("dialog", name=f"Assign action to {coached.name}")
    dialog.get_by_label("What is to be done").fill("Listen to two calls")
    dialog.get_by_label("Due date").fill((day + timedelta(days=7)).isoformat())
    dialog.get_by_role("button", name="Assign action").click()
    actions = page.get_by_role("list", name="Actions", exact=True)
    expect(actions.get_by_text("Listen to two calls")).to_be_visible()
    expect(actions.get_by_text("1-to-1 meeting")).to_be_visible()
    page.get_by_role("button", name="More for: Listen to two calls").click()
    page.get_by_role("menuitem", name="Edit").click()
    page.get_by_label("What is to be done").fill("Listen to three calls")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(actions.get_by_text("Listen to three calls")).to_be_visible()

    # What was written within the last second is saved before the meeting is closed.
    page.get_by_label("Agenda").fill("How the last calls went, and the goals")
    page.get_by_role("button", name="Complete", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Complete 1-to-1").click()
    expect(page.get_by_text("Completed", exact=True)).to_be_visible()
    expect(page.get_by_text("How the last calls went, and the goals")).to_be_visible()
    expect(page.get_by_label("Agenda")).to_have_count(0)
    saved = client("supervisor").get(f"/meetings/{meeting_id}")
    assert (saved["notes"], saved["private_notes"]) == ("Greeting went well.", "Praise more.")
    assert [goal["text"] for goal in saved["goals"]] == ["Say what was agreed at the end"]

    theirs = console(coached, at="/")
    # To the agent it is the 1-to-1 with their supervisor, and not with somebody of their own name.
    lead = people["supervisor"].name
    theirs.get_by_role("link", name=f"Read and acknowledge: Your 1-to-1 with {lead}").click()
    expect(theirs.get_by_role("heading", level=1, name=f"Your 1-to-1 with {lead}")).to_be_visible()
    expect(theirs.get_by_text("Greeting went well.")).to_be_visible()
    expect(theirs.get_by_text("Praise more.")).to_have_count(0)
    expect(theirs.get_by_role("textbox", name="Shared notes")).to_have_count(0)
    expect(theirs.get_by_role("button", name="Add action")).to_have_count(0)
    theirs.get_by_role("checkbox", name="Complete: Listen to three calls").click()
    expect(theirs.get_by_role("checkbox", name="Open again: Listen to three calls")).to_be_focused()
    theirs.get_by_role("button", name="Acknowledge", exact=True).press("Enter")
    expect(theirs.get_by_text("Acknowledged", exact=True)).to_be_visible()
    expect(theirs.get_by_role("button", name="Acknowledge", exact=True)).to_have_count(0)
    expect(theirs.get_by_role("heading", level=1)).to_be_focused()
    # The tick is shown before it is answered.
    settled(theirs, SECONDS)
    done = client("supervisor").get("/actions", {"attached_to": meeting_id})["items"]
    assert [(each["status"], each["completed_by"]) for each in done] == [("completed", coached.id)]

    # Next time the goals and actions of this one stand beside the new notes.
    following = schedule(client("supervisor"), coached)
    page.goto(f"/meetings/{following['id']}")
    last = page.locator("section").filter(has=page.get_by_role("heading", name="Last time"))
    expect(last.get_by_text("Say what was agreed at the end")).to_be_visible()
    expect(last.get_by_role("checkbox", name="Open again: Listen to three calls")).to_be_checked()


@pytest.mark.feature("S4.13", "S0.2")
def test_completing_is_asked_about_and_can_be_taken_back(
    console: OpenConsole, client: Client, coached: Somebody, people: People
) -> None:
    meeting = schedule(client("supervisor"), coached)
    page = console("supervisor", at=f"/meetings/{meeting['id']}")
    page.get_by_role("button", name="Complete", exact=True).click()
    asked = page.get_by_role("dialog", name="Complete this 1-to-1?")
    expect(asked.get_by_text("It was not started")).to_be_visible()
    page.keyboard.press("Escape")
    expect(asked).to_have_count(0)
    assert client("supervisor").get(f"/meetings/{meeting['id']}")["status"] == "scheduled"

    # By keyboard alone.
    page.get_by_role("button", name="Complete", exact=True).press("Enter")
    expect(asked).to_be_visible()
    asked.get_by_role("button", name="Complete 1-to-1").press("Enter")
    expect(page.get_by_text("Completed", exact=True)).to_be_visible()
    # What was pressed is gone each time: the keyboard goes on from the 1-to-1, and not from the top of the page.
    named = page.get_by_role("heading", level=1)
    expect(named).to_be_focused()
    page.get_by_role("button", name="Reopen", exact=True).press("Enter")
    expect(page.get_by_text("Scheduled", exact=True)).to_be_visible()
    expect(named).to_be_focused()
    page.get_by_role("button", name="History").click()
    told = page.get_by_role("list", name="History").get_by_role("listitem")
    lead = people["supervisor"].name
    expect(told).to_contain_text([f"Reopened by {lead}", f"Completed by {lead}"])
    passes_axe(page.locator("body"))

    theirs = console(coached, at=f"/meetings/{meeting['id']}")
    expect(theirs.get_by_role("button", name="Reopen")).to_have_count(0)
    expect(theirs.get_by_role("button", name="Acknowledge", exact=True)).to_have_count(0)


@pytest.mark.feature("S4.13")
def test_a_clash_is_warned_of_and_refuses_nothing(
    console: OpenConsole, client: Client, newcomer: Callable[..., Somebody], people: People, today: date
) -> None:
    lead = people["supervisor"]
    one, other = (newcomer("agent", manager_id=lead.id) for _ in range(2))
    day = today + timedelta(days=40)
    schedule(client("supervisor"), one, scheduled_at=f"{day}T10:15:00Z")
    page = console("supervisor", at=f"/meetings?schedule={other.id}")
    dialog = page.get_by_role("dialog", name="Schedule a 1-to-1")
    warning = dialog.get_by_text("Another 1-to-1 is then")
    dialog.get_by_label("Day").fill(day.isoformat())
    dialog.get_by_label("Time").fill("10:00")
    expect(warning).to_be_visible()
    expect(dialog.get_by_text(f"{one.name} with You")).to_be_visible()
    passes_axe(dialog)
    dialog.get_by_label("Time").fill("10:45")
    expect(warning).to_have_count(0)
    dialog.get_by_label("Time").fill("10:00")
    expect(warning).to_be_visible()
    dialog.get_by_role("button", name="Schedule").click()
    expect(page.get_by_role("heading", level=1, name=f"1-to-1 with {other.name}")).to_be_visible()


@pytest.mark.feature("S4.13")
def test_days_are_typed_in_ones_own_order_and_never_guessed(
    console: OpenConsole, client: Client, coached: Somebody
) -> None:
    page = console("supervisor", at=f"/meetings?schedule={coached.id}")
    dialog = page.get_by_role("dialog", name="Schedule a 1-to-1")
    day, asked = dialog.get_by_role("textbox", name="Day"), dialog.get_by_role("group", name="Which day do you mean?")
    day.fill("")
    expect(day).to_have_attribute("placeholder", "DD/MM/YYYY")
    for typed, shown in (
        ("10/12/2040", "Mon 10 Dec 2040"),
        ("2040-12-09", "Sun 9 Dec 2040"),
        ("8 Dec 2040", "Sat 8 Dec 2040"),
        ("07.12.2040", "Fri 7 Dec 2040"),
    ):
        day.fill(typed)
        day.press("Tab")
        expect(day).to_have_value(shown)

    # What may be several days is asked about, and until then nothing is scheduled.
    day.fill("20 Dec")
    day.press("Tab")
    expect(day).to_have_value("20 Dec")
    expect(asked.get_by_role("button")).to_have_count(2)
    passes_axe(dialog)
    dialog.get_by_role("button", name="Schedule").click()
    expect(day).to_be_focused()
    expect(dialog).to_be_visible()
    answer = asked.get_by_role("button").first
    meant = answer.text_content()
    answer.press("Enter")
    expect(day).to_have_value(str(meant))
    expect(day).to_be_focused()

    # What is no day stays in the field, with a sentence.
    day.fill("31/04/2040")
    day.press("Tab")
    expect(day).to_have_value("31/04/2040")
    expect(dialog.get_by_text("There is no 31 Apr 2040.")).to_be_visible()
    dialog.get_by_role("button", name="Schedule").click()
    expect(dialog).to_be_visible()

    # Escape closes the calendar alone; by keyboard.
    day.fill("2040-12-09")
    day.press("Alt+ArrowDown")
    calendar = page.get_by_role("button", name="9 December 2040", exact=True)
    expect(calendar).to_be_visible()
    page.keyboard.press("Escape")
    expect(calendar).to_have_count(0)
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Open calendar").click()
    page.get_by_role("button", name="12 December 2040").click()
    expect(day).to_have_value("Wed 12 Dec 2040")
    dialog.get_by_role("button", name="Schedule").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1-to-1 with")
    made = client("supervisor").get(f"/meetings/{page.url.rsplit('/', 1)[1]}")
    assert made["scheduled_at"].startswith("2040-12-12T")


@pytest.mark.feature("S4.13")
def test_a_browser_that_nobody_told_anything_is_asked_which_number_is_the_month(
    console: OpenConsole, coached: Somebody
) -> None:
    page = console("supervisor", at=f"/meetings?schedule={coached.id}", locale="en-US")
    dialog = page.get_by_role("dialog", name="Schedule a 1-to-1")
    day, asked = dialog.get_by_role("textbox", name="Day"), dialog.get_by_role("group", name="Which day do you mean?")
    day.fill("10/11/2040")
    expect(asked.get_by_role("button")).to_have_text(["Thu 11 Oct 2040", "Sat 10 Nov 2040"])
    asked.get_by_role("button", name="Sat 10 Nov 2040").click()
    expect(day).to_have_value("Sat 10 Nov 2040")
    day.fill("")
    expect(day).to_have_attribute("placeholder", "MM/DD/YYYY")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()


@pytest.mark.feature("S4.13")
def test_nothing_typed_is_lost(console: OpenConsole, client: Client, coached: Somebody) -> None:
    meeting = schedule(client("supervisor"), coached, agenda="As planned")
    cut = [r"ERR_FAILED|ERR_INTERNET_DISCONNECTED", r"status of 412"]
    page = console("supervisor", at=f"/meetings/{meeting['id']}", allow=cut)
    notes, agenda = page.get_by_role("textbox", name="Shared notes"), page.get_by_role("textbox", name="Agenda")
    expect(page.get_by_text(SAVED)).to_be_visible()

    page.route(CHANGES, lambda route: _unless_read(route))
    notes.fill("Typed while the network is cut")
    expect(page.get_by_role("alert").get_by_text("No connection to Debrief")).to_be_visible()
    expect(page.get_by_text("saved as soon as Debrief answers")).to_be_visible()
    notes.fill("Typed while the network is cut, and more")
    page.reload()
    expect(notes).to_have_value("Typed while the network is cut, and more")
    expect(page.get_by_role("alert").get_by_text("What you typed is still here")).to_be_visible()
    page.unroute(CHANGES)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert _now(client, meeting)["notes"] == "Typed while the network is cut, and more"

    # Somebody else changes it meanwhile: the same field, and another one.
    client("supervisor").change(f"/meetings/{meeting['id']}", {"notes": "From another window", "agenda": "Moved"})
    notes.fill("From this window")
    expect(page.get_by_role("alert").get_by_text("Somebody changed this meanwhile")).to_be_visible()
    expect(notes).to_have_value("From this window")
    page.get_by_role("button", name="Load the latest").click()
    expect(page.get_by_text("From another window")).to_be_visible()
    expect(notes).to_have_value("From this window")
    expect(agenda).to_have_value("Moved")
    page.get_by_role("button", name="Keep mine").click()
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert (_now(client, meeting)["notes"], _now(client, meeting)["agenda"]) == ("From this window", "Moved")


@pytest.mark.feature("S4.13", "S0.6")
def test_what_somebody_else_changed_meanwhile_is_not_undone(
    console: OpenConsole, client: Client, coached: Somebody
) -> None:
    api = client("supervisor")
    meeting = schedule(api, coached)
    draft = {"title": "Listen to two calls", "assignee_id": coached.id, "meeting_id": meeting["id"]}
    action = api.post("/actions", draft)
    page = console("supervisor", at=f"/meetings/{meeting['id']}", allow=[r"status of 412"])
    _more(page, "Change when, how or where")
    dialog = page.get_by_role("dialog", name="When, how and where")
    dialog.get_by_label("Title").fill("About three calls")
    api.change(f"/meetings/{meeting['id']}", {"link": "https://meet.example/later", "duration_ms": 3_600_000})
    dialog.get_by_role("button", name="Save").click()
    dialog.get_by_role("button", name="Load the latest").click()
    expect(dialog.get_by_label("Link")).to_have_value("https://meet.example/later")
    expect(dialog.get_by_label("Title")).to_have_value("About three calls")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name="About three calls")).to_be_visible()
    saved = _now(client, meeting)
    assert (saved["link"], saved["duration_ms"]) == ("https://meet.example/later", 3_600_000)

    page.get_by_role("button", name="More for: Listen to two calls").click()
    page.get_by_role("menuitem", name="Edit").click()
    dialog = page.get_by_role("dialog", name="Edit action")
    dialog.get_by_label("Description").fill("With the transcript beside them")
    api.change(f"/actions/{action['id']}", {"title": "Listen to three calls"})
    dialog.get_by_role("button", name="Save").click()
    dialog.get_by_role("button", name="Load the latest").click()
    expect(dialog.get_by_label("What is to be done")).to_have_value("Listen to three calls")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("list", name="Actions", exact=True).get_by_text("Listen to three calls")).to_be_visible()
    saved = api.get(f"/actions/{action['id']}")
    assert (saved["title"], saved["description"]) == ("Listen to three calls", "With the transcript beside them")


@pytest.mark.feature("S4.13", "S0.6")
def test_who_changed_the_same_as_somebody_else_chooses(console: OpenConsole, client: Client, coached: Somebody) -> None:
    api = client("supervisor")
    meeting = schedule(api, coached)
    page = console("supervisor", at=f"/meetings/{meeting['id']}", allow=[r"status of 412"])
    _more(page, "Change when, how or where")
    dialog = page.get_by_role("dialog", name="When, how and where")
    dialog.get_by_role("textbox", name="Title").fill("About three calls")
    api.change(f"/meetings/{meeting['id']}", {"title": "About two calls"})
    dialog.get_by_role("button", name="Save").click()
    dialog.get_by_role("button", name="Load the latest").click()
    choice = dialog.get_by_role("group", name="Title")
    expect(choice).to_contain_text("About two calls")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert").filter(has_text="Somebody else changed this meanwhile")).to_be_focused()
    assert _now(client, meeting)["title"] == "About two calls"
    choice.get_by_role("button", name="Keep mine").click()
    expect(choice).to_have_count(0)
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name="About three calls")).to_be_visible()


@pytest.mark.feature("S4.13")
def test_cancelling_and_deleting_are_asked_about(console: OpenConsole, client: Client, coached: Somebody) -> None:
    meeting = schedule(client("supervisor"), coached)
    page = console("supervisor", at=f"/meetings/{meeting['id']}")
    _more(page, "Cancel 1-to-1")
    page.get_by_role("dialog").get_by_role("button", name="Cancel", exact=True).click()
    expect(page.get_by_text("Scheduled", exact=True)).to_be_visible()
    _more(page, "Cancel 1-to-1")
    page.get_by_role("dialog").get_by_role("button", name="Cancel 1-to-1").click()
    expect(page.get_by_text("Cancelled", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Start", exact=True)).to_have_count(0)
    _more(page, "Delete")
    page.get_by_role("dialog").get_by_role("button", name="Delete 1-to-1").click()
    expect(page.get_by_role("heading", level=1, name="1-to-1s")).to_be_visible()


@pytest.mark.feature("S4.13", "P4")
def test_list_and_calendar(console: OpenConsole, client: Client, coached: Somebody, people: People) -> None:
    meeting = schedule(client("supervisor"), coached, scheduled_at="2030-03-05T23:30:00Z", title="In spring")
    page = console("supervisor", at=f"/meetings?participant={coached.id}&status=scheduled")
    row = page.get_by_role("row", name=re.compile("In spring"))
    expect(row.get_by_text("Scheduled", exact=True)).to_be_visible()
    page.get_by_text("Calendar", exact=True).click()
    expect(page).to_have_url(re.compile("view=calendar"))
    page.goto(f"/meetings?participant={coached.id}&view=calendar&month=2030-02-01")
    expect(page.get_by_role("heading", name="February 2030")).to_be_visible()
    page.get_by_role("button", name="Month after").click()
    expect(page.get_by_role("heading", name="March 2030")).to_be_visible()
    # The day is the account's, not that of the browser's time zone.
    day = page.get_by_role("table", name="1-to-1s in March 2030").get_by_role("list", name="Tuesday 5 March")
    day.get_by_role("link", name=re.compile(f"23:30 {coached.name}")).press("Enter")
    expect(page.get_by_role("heading", level=1, name="In spring")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="March 2030")).to_be_visible()

    phone = console(coached, at="/meetings?view=calendar&month=2030-03-01", width=390)
    expect(phone.get_by_role("heading", name="Tuesday 5 March")).to_be_visible()
    expect(phone.get_by_role("button", name="Schedule a 1-to-1")).to_have_count(0)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390

    outside = console("outsider", at=f"/meetings/{meeting['id']}", allow=[r"status of 404"])
    expect(outside.get_by_role("alert").get_by_text("Not found")).to_be_visible()


@pytest.mark.feature("S0.1", "S0.2")
def test_the_summary_tab_is_there_only_with_the_feature(
    console: OpenConsole, client: Client, coached: Somebody
) -> None:
    meeting = schedule(client("supervisor"), coached)
    page = console("supervisor", at=f"/meetings/{meeting['id']}", width=1100)
    page.get_by_role("tab", name="AI Performance Report").click()
    expect(page).to_have_url(re.compile("tab=summary"))
    # The switch is the account's, and other tests look at it: here only this page is told that it is off.
    page.route(re.compile(r"/api/me$"), _without_the_feature)
    page.reload()
    expect(page.get_by_role("tab", name="Notes")).to_be_visible()
    expect(page.get_by_role("tab", name="AI Performance Report")).to_have_count(0)
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.get_by_role("button", name="Generate report")).to_have_count(0)


def _without_the_feature(route: Route) -> None:
    answer = route.fetch()
    me = answer.json()
    route.fulfill(response=answer, json={**me, "flags": []})


def _unless_read(route: Route) -> None:
    if route.request.method == "GET":
        route.continue_()
    else:
        route.abort()


def _more(page: Page, what: str) -> None:
    page.get_by_role("button", name="More for this 1-to-1").click()
    page.get_by_role("menuitem", name=what).click()


def _now(client: Client, meeting: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = client("supervisor").get(f"/meetings/{meeting['id']}")
    return found
