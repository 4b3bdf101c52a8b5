"""The account with two people at it, and the way out of the console when nobody answers."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from local.client import ApiClient
from tests.web.browser import SECONDS
from tests.web.conftest import OpenConsole
from tests.web.world import Somebody, World
from tools.browser import sign_in

Clients = Callable[[str | Somebody], ApiClient]
Newcomer = Callable[..., Somebody]
RULES = "/interactions/indicator-rules"


def _look_at_the_latest(form: Locator) -> None:
    """Saving came too late: the form says what happened and that nothing is lost, and reads what is there now."""
    notice = form.get_by_role("alert").filter(has_text="Somebody changed this meanwhile")
    expect(notice).to_contain_text("What you typed is still here. Load the latest state")
    notice.get_by_role("button", name="Load the latest").click()
    expect(notice).to_have_count(0)


@pytest.fixture
def settings(client: Clients) -> Iterator[dict[str, Any]]:
    """The account's settings; as before afterwards."""
    before = client("admin").get("/settings")
    yield before
    client("admin").change(
        "/settings", {name: before[name] for name in ("inquiries", "minimum_sample", "score_threshold")}
    )


@pytest.mark.feature("P3")
def test_two_people_change_the_settings(console: OpenConsole, client: Clients, settings: dict[str, Any]) -> None:
    page = console("admin", at="/settings", allow=["status of 412"])
    form = page.get_by_role("form", name="Settings")
    sample = form.get_by_label("Minimum sample")
    sample.fill("7")
    added = f"Inquiry {uuid4().hex[:6]}"
    client("admin").change("/settings", {"inquiries": [*settings["inquiries"], added]})
    form.get_by_role("button", name="Save").click()
    _look_at_the_latest(form)
    expect(form.get_by_text(added)).to_be_visible()
    expect(sample).to_have_value("7")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The settings are saved.")).to_be_visible()
    saved = client("admin").get("/settings")
    assert (saved["minimum_sample"], saved["inquiries"][-1]) == (7, added)


@pytest.mark.feature("N5", "P3")
def test_what_another_threshold_would_change_is_told_first(
    console: OpenConsole, client: Clients, settings: dict[str, Any]
) -> None:
    page = console("admin", at="/setup/account")
    form = page.get_by_role("form", name="Settings")
    form.get_by_label("Low score").fill("90")
    form.get_by_role("button", name="Save", exact=True).click()
    told = form.get_by_role("group", name="Before it takes effect")
    expect(told).to_contain_text("below 90% count as low")
    assert client("admin").get("/settings")["score_threshold"] == settings["score_threshold"]
    told.get_by_role("button", name="Go back").click()
    expect(told).to_have_count(0)
    form.get_by_role("button", name="Save", exact=True).click()
    told.get_by_role("button", name="Save the settings").click()
    expect(page.get_by_text("The settings are saved.")).to_be_visible()
    assert client("admin").get("/settings")["score_threshold"] == 90


@pytest.mark.feature("P2")
def test_two_people_change_a_role(console: OpenConsole, client: Clients) -> None:
    stem = uuid4().hex[:6]
    role = client("admin").post("/roles", {"name": f"Role {stem}", "reach": "own", "permissions": []})
    page = console("admin", at=f"/settings?tab=roles&open={role['id']}", allow=["status of 412"])
    form = page.get_by_role("form", name=f"Edit Role {stem}")
    form.get_by_label("Look at reports").check()
    client("admin").change(f"/roles/{role['id']}", {"reach": "everyone"})
    form.get_by_role("button", name="Save").click()
    _look_at_the_latest(form)
    expect(form.get_by_label("Everyone")).to_be_checked()
    expect(form.get_by_label("Look at reports")).to_be_checked()
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"Role {stem} is saved.", exact=False)).to_be_visible()
    saved = client("admin").get(f"/roles/{role['id']}")
    assert (saved["reach"], saved["permissions"]) == ("everyone", ["reports.view"])
    client("admin").change(f"/roles/{role['id']}", None, method="DELETE")


@pytest.mark.feature("I2")
def test_two_people_change_the_indicators(console: OpenConsole, client: Clients) -> None:
    admin, stem = client("admin"), uuid4().hex[:6]
    before = admin.get(RULES)["rules"]
    mine, theirs = (
        {"id": f"in_{name}{stem}", "name": f"{name.title()} {stem}", "any_of": ["refund"], "absence": False}
        for name in ("mine", "theirs")
    )
    admin.change(RULES, {"rules": [*before, mine]}, method="PUT")
    try:
        page = console("admin", at=f"/settings?tab=indicators&open={mine['id']}", allow=["status of 412"])
        form = page.get_by_role("form", name=f"Edit Mine {stem}")
        form.get_by_label("Name").fill(f"Renamed {stem}")
        admin.change(RULES, {"rules": [*before, mine, theirs]}, method="PUT")
        form.get_by_role("button", name="Save").click()
        _look_at_the_latest(form)
        expect(form.get_by_label("Name")).to_have_value(f"Renamed {stem}")
        form.get_by_role("button", name="Save").click()
        expect(page.get_by_text(f"Renamed {stem} is saved.")).to_be_visible()
        names = [each["name"] for each in admin.get(RULES)["rules"]]
        assert names == [*(each["name"] for each in before), f"Renamed {stem}", f"Theirs {stem}"]
    finally:
        admin.change(RULES, {"rules": before}, method="PUT")


@pytest.mark.feature("P1")
def test_a_team_and_its_supervisor_are_changed_by_two_people(
    console: OpenConsole, client: Clients, people: dict[str, Somebody]
) -> None:
    stem = uuid4().hex[:6]
    team = client("admin").post("/teams", {"name": f"Team {stem}"})
    page = console("admin", at=f"/settings?tab=teams&open={team['id']}", allow=["status of 412"])
    form = page.get_by_role("form", name=f"Edit Team {stem}")
    form.get_by_label("Name").fill(f"Crew {stem}")
    client("admin").change(f"/teams/{team['id']}", {"supervisor_id": people["supervisor"].id})
    form.get_by_role("button", name="Save").click()
    _look_at_the_latest(form)
    expect(form.get_by_role("combobox", name="Supervisor")).to_have_value(people["supervisor"].name)
    form.get_by_role("button", name="Save").click()
    row = page.get_by_role("row", name=re.compile(f"Crew {stem}.*{people['supervisor'].name}"))
    expect(row).to_be_visible()
    client("admin").change(f"/teams/{team['id']}", None, method="DELETE")


def _remains(page: Page) -> list[str]:
    """What the browser still holds of somebody."""
    stored: list[str] = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    return [each for each in stored if "Cognito" in each or each.startswith("debrief.kept.")]


def test_signing_out_without_a_network_leaves_nothing(console: OpenConsole, newcomer: Newcomer, world: World) -> None:
    somebody = newcomer("admin")
    page = console(None, at="/people?open=new", allow=["ERR_INTERNET_DISCONNECTED"])
    # By the form, as people do: so the browser knows the page to which they come back.
    sign_in(page, somebody.email, world.cloud.password)
    name = page.get_by_role("form", name="Add a person").get_by_label("Name")
    name.fill("Half a name")
    page.reload()
    expect(name).to_have_value("Half a name")
    assert len(_remains(page)) > 1
    page.keyboard.press("Escape")

    page.context.set_offline(True)
    page.get_by_role("button", name=f"{somebody.name}: account menu").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible(timeout=SECONDS * 2000)
    expect(page).to_have_url(re.compile("/sign-in$"))
    expect(page.get_by_text(somebody.name)).to_have_count(0)
    assert _remains(page) == []
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

    # Once there is a network again the console is read anew, and knows nobody.
    with page.expect_event("load"):
        page.context.set_offline(False)
    page.goto("/people")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert _remains(page) == []


@pytest.mark.feature("P2", "S4.13")
def test_nothing_of_one_person_reaches_the_next(
    console: OpenConsole, client: Clients, newcomer: Newcomer, people: dict[str, Somebody], world: World
) -> None:
    """Two people who may both write the same 1-to-1, one after the other in the same browser."""
    first, second = newcomer("admin"), newcomer("supervisor", manager_id=people["manager"].id)
    coached = newcomer("agent", manager_id=second.id)
    meeting = client(second).post(
        "/meetings", {"title": "About calls", "participant_id": coached.id, "scheduled_at": "2030-04-02T09:00:00Z"}
    )
    at, cut = f"/meetings/{meeting['id']}", re.compile(rf"/api/meetings/{meeting['id']}$")
    # The first writes the agenda, and it can't be saved.
    page = console(first, at=at, allow=["ERR_FAILED", "status of 401"])
    page.route(cut, lambda route: route.abort() if route.request.method == "PATCH" else route.continue_())
    agenda = page.get_by_role("textbox", name="Agenda")
    agenda.fill("Only for the two of us")
    expect(page.get_by_role("alert").get_by_text("No connection to Debrief")).to_be_visible()

    # In another tab the first one signs out: this one lets go of everything.
    other = page.context.new_page()
    other.goto("/")
    other.get_by_role("button", name=f"{first.name}: account menu").click()
    other.get_by_role("menuitem", name="Sign out").click()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert _remains(page) == []
    page.unroute(cut)

    # As in the tab of a session that ran out: what was typed lies there when somebody else signs in.
    place = f"debrief.kept.{first.id}.meeting.{meeting['id']}"
    draft = '{"agenda": {"mine": "Only for the two of us", "base": ""}}'
    page.evaluate("([place, draft]) => sessionStorage.setItem(place, draft)", [place, draft])
    sign_in(page, second.email, world.cloud.password)
    expect(page).to_have_url(re.compile(f"{at}$"))
    expect(agenda).to_have_value("")
    expect(page.get_by_text("All changes are saved")).to_be_visible()
    assert page.evaluate("place => sessionStorage.getItem(place)", place) is None

    # The first one signs in again in the other tab: this one is theirs from then on.
    sign_in(other, first.email, world.cloud.password)
    expect(other.get_by_role("button", name=f"{first.name}: account menu")).to_be_visible()
    expect(page.get_by_role("button", name=f"{first.name}: account menu")).to_be_visible()
    assert client(second).get(f"/meetings/{meeting['id']}")["agenda"] == ""
