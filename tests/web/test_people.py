"""People and the account: an import with mistakes, a change that came too late, and what settings do at once."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import FilePayload, expect

from local.client import ApiClient
from tests.web.conftest import OpenConsole, People
from tests.web.world import Somebody, World
from tools.browser import settled

Clients = Callable[[str | Somebody], ApiClient]


@pytest.mark.feature("P1")
def test_a_file_of_people_is_checked_mended_and_imported(console: OpenConsole, client: Clients) -> None:
    stem = uuid4().hex[:6]
    header = "name,email,roles,team\n"
    wrong = f"{header}Newcomer One {stem},one-{stem}@sample.example,Agent,Team {stem}\nNewcomer Two,no-address,Agent,\n"
    right = wrong.replace("no-address", f"two-{stem}@sample.example")
    page = console("admin", at="/people", allow=["status of 422"])
    page.get_by_role("link", name="Import from a file").click()

    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download a template").click()
    assert downloading.value.path().read_text(encoding="utf-8").startswith("name,email,")

    def choose(text: str) -> None:
        file: FilePayload = {"name": "people.csv", "mimeType": "text/csv", "buffer": text.encode()}
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Check the file").click()

    choose(wrong)
    mistakes = page.get_by_role("table", name="Mistakes in the file")
    expect(mistakes.get_by_role("row", name="Row 3, e-mail is not an e-mail address")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Import"))).to_have_count(0)

    choose(right)
    expect(page.get_by_text("2 people added")).to_be_visible()
    expect(page.get_by_text(f"New teams: Team {stem}")).to_be_visible()
    assert client("admin").get("/people", {"q": f"one-{stem}@sample.example"})["items"] == []

    page.get_by_role("button", name="Import 2 people").click()
    expect(page).to_have_url(re.compile(r"/people/imports/pi_\w+$"))
    expect(page.get_by_role("heading", name="Import of people")).to_be_visible()
    expect(page.get_by_text("Finished")).to_be_visible(timeout=90_000)
    # Its address is all that is needed to see it again.
    page.reload()
    expect(page.get_by_text("Finished")).to_be_visible()
    expect(page.get_by_text("2 of 2 people dealt with")).to_be_visible()
    expect(page.get_by_text("2 people added")).to_be_visible()
    page.get_by_role("link", name="Show people").click()
    page.get_by_label("Name or e-mail").fill(f"one-{stem}@sample.example")
    expect(page.get_by_role("row", name=re.compile(f"Newcomer One {stem}.*Team {stem}"))).to_be_visible()
    expect(page).to_have_url(re.compile("q=one-"))


@pytest.mark.feature("P1")
def test_a_file_is_read_as_its_program_wrote_it(console: OpenConsole) -> None:
    stem = uuid4().hex[:6]
    page = console("admin", at="/people/imports", allow=["status of 422"])

    def choose(data: bytes) -> None:
        page.locator("input[type=file]").set_input_files(
            {"name": "people.csv", "mimeType": "application/vnd.ms-excel", "buffer": data}
        )
        page.get_by_role("button", name="Check the file").click()

    choose(b"PK\x03\x04" + bytes(100) + b"xl/workbook.xml")
    mistakes = page.get_by_role("table", name="Mistakes in the file")
    expect(mistakes.get_by_role("row", name=re.compile("The file is an Excel workbook .*CSV UTF-8"))).to_be_visible()

    choose(f"name;email;agent_references\r\nA;a-{stem}@sample.example;1.5E+11\r\n".encode("utf-16"))
    expect(mistakes.get_by_role("row", name=re.compile("Row 2, agent references .*shortened"))).to_be_visible()
    expect(page.get_by_text("It was read as UTF-16, separated by semicolons")).to_be_visible()

    choose(f"name;email\r\nZoë {stem};z-{stem}@sample.example\r\n".encode("cp1252"))
    expect(page.get_by_text("Read as Windows-1252, separated by semicolons.")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text=f"Zoë {stem}. The file doesn’t tell its encoding")).to_be_visible()


@pytest.mark.feature("P1")
def test_rows_that_were_left_out_are_named(console: OpenConsole) -> None:
    """Somebody else deletes a team between the check of the file and the writing of it."""
    stem = uuid4().hex[:6]
    found = {
        "id": f"pi_{stem}", "dry_run": False, "status": "failed", "people": 2, "created": 1, "updated": 0,
        "unchanged": 0, "left": 1, "errors": [{"pointer": "row 3, team", "message": "was made or deleted"}],
        "teams_made": 0, "groups_made": 0, "teams_created": [], "groups_created": [],
        "failure": {"reason": "rows_left", "sentence": "Some rows were left out."},
        "created_at": "2026-03-02T09:00:00.000Z", "ended_at": "2026-03-02T09:01:00.000Z",
    }  # fmt: skip
    page = console("admin", at="/people")
    page.route("**/api/people/imports/pi_*", lambda route: route.fulfill(json=found))
    page.goto(re.sub(r"/people.*", f"/people/imports/pi_{stem}", page.url))
    expect(page.get_by_text("Not finished")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="Some rows were left out.")).to_be_visible()
    left = page.get_by_role("table", name="Rows that were left out")
    expect(left.get_by_role("row", name="Row 3, team was made or deleted")).to_be_visible()


@pytest.mark.feature("P1")
def test_a_person_is_added_changed_and_deactivated(console: OpenConsole, client: Clients, people: People) -> None:
    stem = uuid4().hex[:6]
    page = console("admin", at="/people", allow=["status of 4(09|12|22)"])
    page.get_by_role("button", name="Add a person").click()
    added = page.get_by_role("form", name="Add a person")
    added.get_by_label("Name").fill(f"Newcomer {stem}")
    added.get_by_label("E-mail address").fill(f"{stem}@sample.example")
    manager = added.get_by_role("textbox", name="Manager").or_(added.get_by_role("combobox", name="Manager")).first
    manager.fill(people["supervisor"].name[:5])
    page.get_by_role("option", name=people["supervisor"].name).click()
    added.get_by_role("button", name="Add person").click()
    expect(page.get_by_text("Invite them, so that they can sign in.")).to_be_visible()
    person_id = re.search(r"open=(us_\w+)", page.url)
    assert person_id

    # Somebody else changes them meanwhile: what was typed stays, and what they changed is taken over.
    form = page.get_by_role("form", name=f"Edit Newcomer {stem}")
    form.get_by_label("Name").fill(f"Renamed {stem}")
    client("admin").change(f"/people/{person_id[1]}", {"agent_references": [f"agent-{stem}"]})
    form.get_by_role("button", name="Save").click()
    notice = page.get_by_role("alert").filter(has_text="Somebody changed this meanwhile")
    expect(notice).to_contain_text("What you typed is still here.")
    notice.get_by_role("button", name="Load the latest").click()
    expect(form.get_by_text(f"agent-{stem}")).to_be_visible()
    expect(form.get_by_label("Name")).to_have_value(f"Renamed {stem}")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"Renamed {stem} is saved.")).to_be_visible()
    stored = client("admin").get(f"/people/{person_id[1]}")
    assert (stored["name"], stored["agent_references"]) == (f"Renamed {stem}", [f"agent-{stem}"])
    assert stored["manager"]["id"] == people["supervisor"].id

    # An invitation can be sent once more, until they have signed in.
    for _ in range(2):
        page.get_by_role("button", name="Send an invitation").click()
        expect(page.get_by_text(f"Renamed {stem} gets an e-mail with a first password.").first).to_be_visible()
        settled(page)

    # What is wrong stands at its field.
    again = page.get_by_role("form", name=f"Edit Renamed {stem}")
    again.get_by_label("E-mail address").fill(people["agent"].email)
    again.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").last).to_be_visible()
    again.get_by_role("button", name="Discard changes").click()

    page.get_by_role("button", name="Deactivate").click()
    expect(page.get_by_text(f"Renamed {stem} can no longer sign in.")).to_be_visible()
    expect(page.get_by_role("button", name="Activate", exact=True)).to_be_visible()
    assert client("admin").get(f"/people/{person_id[1]}")["status"] == "inactive"


@pytest.mark.feature("P2")
def test_what_a_role_permits_holds_in_another_session(
    console: OpenConsole, newcomer: Callable[..., Somebody], client: Clients
) -> None:
    name = f"Reader {uuid4().hex[:6]}"
    page = console("admin", at="/settings?tab=roles", allow=["status of 422"])
    page.get_by_role("button", name="Add a role").click()
    form = page.get_by_role("form", name="Add a role")
    form.get_by_label("Name").fill(name)
    form.get_by_label("Everyone").check()
    form.get_by_label("Look at conversations and listen to them").check()
    form.get_by_role("button", name="Add role").click()
    expect(page.get_by_text(f"{name} is added.")).to_be_visible()
    role = next(each for each in client("admin").get("/roles")["items"] if each["name"] == name)

    reader = console(newcomer("agent", role_ids=[role["id"]]))
    seen = reader.get_by_role("navigation", name="Places").get_by_role("link")
    expect(seen).to_have_text(["Home", "Conversations"])

    page.get_by_role("link", name=name).click()
    form = page.get_by_role("form", name=f"Edit {name}")
    form.get_by_label("Look at reports").check()
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"{name} is saved.", exact=False)).to_be_visible()
    reader.reload()
    expect(seen).to_have_text(["Home", "Conversations", "Performance"])

    # Somebody has it, so it can't go.
    page.get_by_role("link", name=name).click()
    page.get_by_role("button", name="Delete role").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()


@pytest.mark.feature("P3", "S0.1")
def test_a_feature_that_is_off_shows_nowhere(console: OpenConsole, people: People, world: World) -> None:
    supervisor = console("supervisor", at=f"/people/{people['agent'].id}")
    reports = supervisor.get_by_text(re.compile("AI performance reports?", re.IGNORECASE)).first
    expect(reports).to_be_visible()

    page = console("admin", at="/settings?tab=flags")
    switch = page.get_by_label(re.compile("^AI performance reports"))
    expect(switch).to_be_checked()
    try:
        switch.click()
        expect(switch).not_to_be_checked()
        expect(switch).to_be_enabled()
        settled(page)
        supervisor.reload()
        settled(supervisor)
        expect(reports).to_have_count(0)
    finally:
        world.sessions.admin.change("/feature-flags/feature_ai_coaching", {"on": True})


@pytest.mark.feature("P3", "S0.5")
def test_the_time_zone_of_the_account_decides_how_times_are_said(
    console: OpenConsole, world: World, client: Clients
) -> None:
    before = client("admin").get("/settings")["time_zone"]
    interaction = client("admin").get("/interactions", {"contact_reference": world.recorded})["items"][0]
    when = interaction["started_at"]
    other = console("supervisor", at=f"/interactions/{interaction['id']}")
    time = other.locator(f"time[datetime='{when}']").first
    expect(time).to_have_text(re.compile(re.escape(when[11:16])))

    page = console("admin", at="/settings")
    form = page.get_by_role("form", name="Settings")
    try:
        zone = form.get_by_label("Time zone", exact=True).first
        zone.fill("Asia/Kolkata")
        page.get_by_role("option", name="Asia/Kolkata").click()
        form.get_by_role("button", name="Save").click()
        expect(page.get_by_text("The settings are saved.")).to_be_visible()
        assert client("admin").get("/settings")["time_zone"] == "Asia/Kolkata"
        other.reload()
        minutes = (int(when[11:13]) * 60 + int(when[14:16]) + 330) % (24 * 60)
        expect(time).to_have_text(re.compile(f"{minutes // 60:02d}:{minutes % 60:02d}"))
    finally:
        client("admin").change("/settings", {"time_zone": before})


@pytest.mark.feature("P1", "P3", "I2")
def test_teams_groups_and_indicators_come_and_go(console: OpenConsole, client: Clients, people: People) -> None:
    stem = uuid4().hex[:6]
    page = console("admin", at="/settings?tab=teams", allow=["status of 4(09|12|22)"])
    page.get_by_role("button", name="Add a team").click()
    form = page.get_by_role("form", name="Add a team")
    form.get_by_label("Name").fill(f"Team {stem}")
    form.get_by_role("button", name="Add team").click()
    expect(page.get_by_role("link", name=f"Team {stem}")).to_be_visible()

    # A name that is taken is said.
    page.get_by_role("button", name="Add a team").click()
    form.get_by_label("Name").fill(f"team {stem}")
    form.get_by_role("button", name="Add team").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name=f"Team {stem}").click()
    page.get_by_role("button", name="Delete team").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text(f"Team {stem} is deleted.")).to_be_visible()
    expect(page.get_by_role("link", name=f"Team {stem}")).to_have_count(0)

    page.get_by_role("tab", name="Groups").click()
    page.get_by_role("button", name="Add a group").click()
    form = page.get_by_role("form", name="Add a group")
    form.get_by_label("Name").fill(f"Group {stem}")
    form.get_by_role("button", name="Add group").click()
    page.get_by_role("link", name=f"Group {stem}").click()
    form = page.get_by_role("form", name=f"Edit Group {stem}")
    form.get_by_label("Name").fill(f"Shift {stem}")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name=f"Shift {stem}")).to_be_visible()

    page.get_by_role("navigation", name="In setup").get_by_role("link", name="Indicators").click()
    page.get_by_role("button", name="Add an indicator").click()
    form = page.get_by_role("form", name="Add an indicator")
    form.get_by_label("Name").fill(f"Rule {stem}")
    form.get_by_label("Phrases").first.fill("lawyer")
    page.keyboard.press("Enter")
    form.get_by_role("button", name="Add indicator").click()
    expect(page.get_by_role("row", name=re.compile(f"Rule {stem}.*anybody says one of them.*lawyer"))).to_be_visible()
    rules = client("admin").get("/interactions/indicator-rules")["rules"]
    assert [each["any_of"] for each in rules if each["name"] == f"Rule {stem}"] == [["lawyer"]]
    page.get_by_role("link", name=f"Rule {stem}").click()
    page.get_by_role("button", name="Delete indicator").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("link", name=f"Rule {stem}")).to_have_count(0)
