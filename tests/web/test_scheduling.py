"""Planning a 1-to-1 by quiet times, shifts from a file, and a calendar at a secret address, in the console."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from local.client import ApiClient
from tests.web.conftest import OpenConsole, People, Somebody
from tests.web.test_summaries import passes_axe

Client = Callable[[str | Somebody], ApiClient]

pytestmark = pytest.mark.feature("S4.13")


def test_shifts_come_from_a_file_with_their_mistakes_named(
    console: OpenConsole, newcomer: Callable[..., Somebody], people: People, today: date
) -> None:
    agent = newcomer("agent", manager_id=people["supervisor"].id)
    day = today + timedelta(days=50)
    page = console("supervisor", at="/people/shifts")
    text = f"person,date,start,end\n{agent.email},{day},08:00,10:00\nnobody@sample.example,{day},08:00,10:00\n"
    page.locator("input[type=file]").set_input_files(
        files={"name": "shifts.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Import the shifts").click()
    expect(page.get_by_text("1 week of a person is new or changed")).to_be_visible()
    expect(page.get_by_text("row 3, person")).to_be_visible()
    passes_axe(page.locator("main"))


def test_a_quiet_time_is_proposed_and_taken_and_one_off_shift_is_warned_of(
    console: OpenConsole, client: Client, newcomer: Callable[..., Somebody], people: People, today: date
) -> None:
    lead = people["supervisor"]
    agent = newcomer("agent", manager_id=lead.id)
    day = today + timedelta(days=51)
    rows = f"{agent.email},{day},06:00,07:00\n{lead.email},{day},05:00,23:00\n"
    client("supervisor").post("/shifts/imports", {"text": f"person,date,start,end\n{rows}"})
    page = console("supervisor", at=f"/meetings?schedule={agent.id}")
    dialog = page.get_by_role("dialog", name="Schedule a 1-to-1")
    dialog.get_by_label("Day").fill(day.isoformat())
    dialog.get_by_label("Time").fill("12:00")
    expect(dialog.get_by_text(f"{agent.name} is off shift from 12:00 to 12:30")).to_be_visible()
    dialog.get_by_role("button", name="Suggest quiet times").click()
    found = dialog.get_by_role("region", name="Suggestions")
    expect(found.get_by_text("Within both people's shifts").first).to_be_visible()
    passes_axe(dialog)
    found.get_by_role("button", name=re.compile("^Take ")).first.click()
    expect(dialog.get_by_label("Time")).to_have_value(re.compile(r"^06:\d\d$"))
    expect(dialog.get_by_text("is off shift")).to_have_count(0)
    dialog.get_by_role("button", name="Schedule").click()
    expect(page.get_by_role("heading", level=1, name=f"1-to-1 with {agent.name}")).to_be_visible()
    expect(page.get_by_role("button", name="Calendar file")).to_be_visible()


def test_a_calendar_s_address_is_made_shown_once_and_revoked(
    console: OpenConsole, newcomer: Callable[..., Somebody], people: People
) -> None:
    agent = newcomer("agent", manager_id=people["supervisor"].id)
    page = console(agent, at="/")
    page.get_by_role("button", name=re.compile("account menu")).click()
    page.get_by_role("menuitem", name="Your calendar").click()
    expect(page.get_by_text("You have no address.")).to_be_visible()
    page.get_by_role("button", name="Make an address").click()
    address = page.get_by_label("Your address, shown only now")
    expect(address).to_have_value(re.compile(r"^https?://.*/api/calendars/[\w-]{43}\.ics$"))
    opened = page.request.get(address.input_value())
    assert opened.status == 200
    assert opened.text().startswith("BEGIN:VCALENDAR")
    passes_axe(page.locator("main"))
    shown = address.input_value()
    page.reload()
    expect(page.get_by_text("It can’t be shown again")).to_be_visible()
    page.get_by_role("button", name="Revoke it").click()
    expect(page.get_by_text("You have no address.")).to_be_visible()
    assert page.request.get(shown).status == 404
