"""Going on: without a connection, after a deployment, and when a session ran out, nothing is lost and it says so."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from local.client import ApiClient
from tests.web.browser import SECONDS
from tests.web.conftest import OpenConsole, People
from tests.web.world import World
from tools.browser import settled, sign_in

CUT = ["ERR_", "ChunkMissing", "Failed to (load|fetch)", "dynamically imported"]
OUT = ["status of 40[01]"]


def test_a_page_not_read_yet_opens_by_itself_once_there_is_a_connection(console: OpenConsole) -> None:
    page = console("supervisor", at="/people", allow=CUT)
    settled(page)
    page.context.set_offline(True)
    expect(page.get_by_role("status").filter(has_text="No connection")).to_be_visible()
    page.get_by_role("navigation", name="Places").get_by_role("link", name="Coaching").click()
    expect(page.get_by_role("alert")).to_contain_text("No connection to Debrief")
    expect(page.get_by_role("alert")).to_contain_text("opens by itself")
    # The rest of the console is there, and a page that was read before still shows.
    places = page.get_by_role("navigation", name="Places")
    places.get_by_role("link", name="People").click()
    expect(page.get_by_role("heading", name="People", level=1)).to_be_visible()
    places.get_by_role("link", name="Coaching").click()
    expect(page.get_by_role("alert")).to_contain_text("No connection to Debrief")

    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="1-to-1s", level=1)).to_be_visible(timeout=SECONDS * 2000)
    expect(page.get_by_role("status").filter(has_text="No connection")).to_have_count(0)


def test_a_search_without_an_answer_does_not_say_that_nobody_is_there(console: OpenConsole) -> None:
    page = console("supervisor", at="/people", allow=CUT)
    settled(page)
    search = page.get_by_label("Search people, inquiries and contact references")
    search.fill("zzzz")
    expect(page.get_by_text("Nobody and nothing of this name")).to_be_visible()
    page.context.set_offline(True)
    search.fill("kornfeld")
    expect(page.get_by_text("People and conversations couldn’t be searched just now")).to_be_visible()
    expect(page.get_by_text("Nobody and nothing of this name")).to_have_count(0)
    page.context.set_offline(False)


def test_a_script_that_broke_off_is_fetched_again(console: OpenConsole) -> None:
    page = console("supervisor", at="/people", allow=CUT)
    settled(page)
    page.route(re.compile(r"/assets/MeetingsPage-.*\.js"), lambda route: route.abort())
    page.get_by_role("navigation", name="Places").get_by_role("link", name="Coaching").click()
    expect(page.get_by_role("alert")).to_contain_text("could not be fetched")
    page.unroute_all()
    expect(page.get_by_role("heading", name="1-to-1s", level=1)).to_be_visible(timeout=SECONDS * 2000)


def test_after_a_deployment_the_page_says_so_and_opens_in_the_new_console(console: OpenConsole) -> None:
    page = console("supervisor", at="/people", allow=[*CUT, "status of 404"])
    settled(page)
    document = page.evaluate("performance.timeOrigin")
    # The script of the page is gone, and what is served begins with another one.
    page.route(re.compile(r"/assets/MeetingsPage-.*\.js"), lambda route: route.fulfill(status=404))

    def newer(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r"/assets/index-[^.\"]+\.js", "/assets/index-new.js", answer.text()))

    page.route("**/index.html", newer)
    page.get_by_role("navigation", name="Places").get_by_role("link", name="Coaching").click()
    expect(page.get_by_role("alert")).to_contain_text("Debrief was updated while you had it open")
    page.unroute_all()
    expect(page.get_by_role("heading", name="1-to-1s", level=1)).to_be_visible(timeout=SECONDS * 2000)
    assert page.evaluate("performance.timeOrigin") > document


@pytest.fixture
def meeting(world: World, client: Callable[..., ApiClient], people: People) -> str:
    made: str = client("supervisor").post(
        "/meetings",
        {"title": "What is lost", "participant_id": people["agent"].id, "scheduled_at": "2031-03-04T09:00:00Z"},
    )["id"]
    return made


def _lose(page: Page) -> None:
    """The session runs out: what a revoked refresh token and an unknown access token are answered with."""
    revoked = {"__type": "NotAuthorizedException", "message": "Refresh Token has been revoked"}
    page.route("**/cognito", lambda route: route.fulfill(status=400, body=json.dumps(revoked)))
    page.route(
        "**/api/**",
        lambda route: route.fulfill(status=401, content_type="application/json", body='{"message": "No"}'),
    )


def _typed_after_the_session_ended(console: OpenConsole, meeting: str, agenda: str) -> tuple[Page, Locator]:
    """A page on which somebody typed while their session was over, and the dialog that asks to sign in again."""
    page = console("supervisor", at=f"/coaching/meetings/{meeting}", allow=OUT)
    settled(page)
    _lose(page)
    page.get_by_role("textbox", name="Agenda").fill(agenda)
    again = page.get_by_role("dialog", name="You were signed out")
    expect(again).to_be_visible(timeout=SECONDS * 2000)
    return page, again


def test_what_was_typed_saves_itself_after_signing_in_again(
    console: OpenConsole, meeting: str, world: World, client: Callable[..., ApiClient]
) -> None:
    page, again = _typed_after_the_session_ended(console, meeting, "Begin with what went well")
    page.unroute_all()
    again.get_by_label(re.compile("^Password")).fill(world.cloud.password)
    again.get_by_role("button", name="Sign in").click()
    expect(again).to_have_count(0, timeout=SECONDS * 2000)
    # Who was typing goes on typing.
    expect(page.get_by_role("textbox", name="Agenda")).to_be_focused()
    # Nobody touches a key.
    expect(page.get_by_text("All changes are saved")).to_be_visible(timeout=SECONDS * 2000)
    expect(page.get_by_text("You are signed out")).to_have_count(0)
    assert "Begin with what went well" in json.dumps(client("supervisor").get(f"/meetings/{meeting}"))


def test_signing_in_again_in_another_tab_is_enough(
    console: OpenConsole, meeting: str, world: World, client: Callable[..., ApiClient]
) -> None:
    page, again = _typed_after_the_session_ended(console, meeting, "Then the two calls of Monday")

    page.unroute_all()
    other = page.context.new_page()
    other.goto("/people")
    sign_in(other, world.people["supervisor"].email, world.cloud.password)
    expect(other.get_by_role("heading", name="People", level=1)).to_be_visible(timeout=SECONDS * 2000)

    expect(again).to_have_count(0, timeout=SECONDS * 2000)
    expect(page.get_by_text("All changes are saved")).to_be_visible(timeout=SECONDS * 2000)
    assert "Then the two calls of Monday" in json.dumps(client("supervisor").get(f"/meetings/{meeting}"))
