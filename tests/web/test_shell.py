"""What stands around every page: the way in and out, places, search, theme, and what happens when something fails."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from local.client import ApiClient
from tests.web.browser import SECONDS
from tests.web.conftest import OpenConsole, People
from tests.web.world import Somebody, World
from tools.browser import sign_in

EVERYWHERE = ["Home", "Conversations", "Evaluations", "Coaching", "Performance", "Flags", "People", "Setup"]


def test_the_way_in_keeps_where_one_wanted_to_go_and_the_way_out_leaves_nothing(
    console: OpenConsole, newcomer: Callable[..., Somebody], world: World
) -> None:
    somebody = newcomer("supervisor")
    page = console(None, at="/people?status=active", allow=["status of 400"])
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))

    sign_in(page, somebody.email, "Not-the-password-1")
    expect(page.get_by_role("alert")).to_contain_text("E-mail address or password is wrong")

    sign_in(page, somebody.email, world.cloud.password)
    expect(page).to_have_url(re.compile(r"/people\?status=active$"))
    expect(page.get_by_role("heading", name="People", level=1)).to_be_visible()

    page.get_by_role("button", name=f"{somebody.name}: account menu").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert not [key for key in page.evaluate("Object.keys(localStorage)") if "Cognito" in key]
    page.goto("/people")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.feature("P2")
def test_everybody_has_the_places_that_their_roles_permit(
    console: OpenConsole, newcomer: Callable[..., Somebody]
) -> None:
    without = newcomer("agent", role_ids=[])
    expected: list[tuple[str | Somebody, list[str]]] = [
        ("admin", EVERYWHERE),
        ("supervisor", EVERYWHERE),
        ("evaluator", EVERYWHERE),
        ("agent", ["Home", "Conversations", "Coaching", "Performance"]),
        (without, ["Home"]),
    ]
    for who, places_of in expected:
        page = console(who)
        links = page.get_by_role("navigation", name="Places").get_by_role("link")
        expect(links).to_have_text([re.compile(f"^{re.escape(each)}") for each in places_of])
        page.context.close()


def test_search_finds_people_inquiries_and_contact_references_from_anywhere(
    console: OpenConsole, people: People, world: World, client: Callable[[str], ApiClient]
) -> None:
    page = console("supervisor", at="/scorecards")
    search = page.get_by_label("Search people, inquiries and contact references")

    page.keyboard.press("/")
    expect(search).to_be_focused()
    first, *_, last = people["agent"].name.lower().split()
    page.keyboard.type(f"{last[-3:]} {first[:2]}")
    expect(page.get_by_role("option", name=re.compile(people["agent"].name))).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/people/{people['agent'].id}"))

    page.keyboard.press("Control+k")
    expect(search).to_be_focused()
    page.keyboard.type(world.recorded.upper().partition("-")[2] or world.recorded)
    page.get_by_role("option", name=re.compile(world.recorded)).click()
    expect(page).to_have_url(re.compile("/conversations/int_"))

    page.go_back()
    expect(page).to_have_url(re.compile(f"/people/{people['agent'].id}"))
    page.go_back()
    expect(page.get_by_role("heading", name="Scorecards", level=1)).to_be_visible()

    # By parts of its words; and the keys count that are pressed before anything is found.
    known = client("supervisor").get("/me")["settings"]["inquiries"]
    inquiry = next(each for each in known if " " in each)
    one, two, *_ = inquiry.lower().split()
    page.keyboard.press("Control+k")
    page.keyboard.type(f"{two} {one[:3]}")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/conversations\?inquiry="))
    expect(page.get_by_role("heading", name="Conversations", level=1)).to_be_visible()


def test_the_theme_that_somebody_chooses_stays(console: OpenConsole, people: People) -> None:
    page = console("agent")
    root = page.locator("html")
    expect(root).to_have_attribute("data-mantine-color-scheme", "light")
    page.get_by_role("button", name=f"{people['agent'].name}: account menu").click()
    page.get_by_role("menu").get_by_text("Dark", exact=True).click()
    expect(root).to_have_attribute("data-mantine-color-scheme", "dark")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(root).to_have_attribute("data-mantine-color-scheme", "dark")


def test_a_token_that_is_refused_is_renewed_without_a_word(console: OpenConsole, people: People) -> None:
    page = console("supervisor", at="/scorecards", allow=["status of 401"])
    renewed: list[str] = []
    page.on("request", lambda asked: renewed.append(asked.url) if asked.url.endswith("/cognito") else None)
    _refuse(page, "**/api/people?**", 401, times=1)
    page.get_by_role("link", name="People").click()
    expect(page.get_by_role("link", name=people["agent"].name)).to_be_visible()
    assert renewed


def test_a_session_that_ran_out_is_begun_again_over_the_page_and_nothing_typed_is_lost(
    console: OpenConsole, newcomer: Callable[..., Somebody], world: World, client: Callable[[str], ApiClient]
) -> None:
    admin, person = newcomer("admin"), newcomer("agent")
    page = console(admin, at=f"/people?open={person.id}", allow=["status of 40[01]"])
    form = page.get_by_role("form", name=f"Edit {person.name}")
    name = form.get_by_label("Name")
    name.fill("Another name")

    # What a revoked refresh token and a token that nobody knows any more are answered with.
    revoked = {"__type": "NotAuthorizedException", "message": "Refresh Token has been revoked"}
    page.route("**/cognito", lambda route: route.fulfill(status=400, body=json.dumps(revoked)))
    _refuse(page, "**/api/**", 401)
    form.get_by_role("button", name="Save").click()
    again = page.get_by_role("dialog", name="You were signed out")
    expect(again).to_be_visible()
    expect(again.get_by_label("E-mail address")).to_have_value(admin.email)

    page.unroute_all()
    again.get_by_label(re.compile("^Password")).fill(world.cloud.password)
    again.get_by_role("button", name="Sign in").click()
    expect(again).to_be_hidden(timeout=SECONDS * 3000)
    expect(name).to_have_value("Another name")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Another name is saved.")).to_be_visible()
    assert client("admin").get(f"/people/{person.id}")["name"] == "Another name"


def test_what_passes_is_tried_again_and_what_stays_is_said(console: OpenConsole, people: People) -> None:
    page = console("supervisor", at="/scorecards", allow=["status of (429|503)", "ERR_"])
    row = page.get_by_role("link", name=people["agent"].name)
    asked = "**/api/people?**"

    # Throttled once: nobody notices.
    _refuse(page, asked, 429, times=1)
    page.get_by_role("link", name="People").click()
    expect(row).to_be_visible()

    # Unavailable for longer: said, with what to do; then it goes on where it was.
    page.unroute_all()
    _refuse(page, asked, 503, headers={"Retry-After": "1"})
    page.get_by_label("Name or e-mail").fill(people["agent"].name[:3])
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text("Debrief is busy", timeout=SECONDS * 2000)
    expect(problem).to_contain_text("in 1 second")
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(row).to_be_visible()
    expect(problem).to_have_count(0)

    # No network at all.
    page.route(asked, lambda route: route.abort("internetdisconnected"))
    page.get_by_label("Name or e-mail").fill(people["agent"].name[:4])
    expect(page.get_by_role("alert")).to_contain_text("No connection to Debrief", timeout=SECONDS * 2000)
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(row).to_be_visible()


def _refuse(
    page: Page, pattern: str, status: int, *, times: int | None = None, headers: dict[str, str] | None = None
) -> None:
    """Answer requests as API Gateway does when it refuses them."""

    def answer(route: Route) -> None:
        route.fulfill(status=status, headers=headers or {}, content_type="application/json", body='{"message": "No"}')

    page.route(pattern, answer, times=times)
