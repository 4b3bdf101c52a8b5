"""No page keeps anybody out: axe finds nothing in either theme, and nothing scrolls sideways on a narrow window."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from local.settings import REPOSITORY
from tests.web.browser import SECONDS
from tests.web.conftest import OpenConsole
from tests.web.places import Place, places, routes
from tests.web.world import World

AXE = REPOSITORY / "web" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, ZOOMED = (390, 844), (640, 430)
"""A phone; and a window of 1280 by 860 at 200 %."""

SETTLED = """() => Promise.race([
    Promise.allSettled(document.getAnimations().map(each => each.finished)),
    new Promise(done => setTimeout(done, 1000)),
]).then(() => new Promise(done => setTimeout(() => requestAnimationFrame(done), 250)))"""
"""Colours fade from one theme to the other; what axe sees halfway is neither."""


@pytest.fixture(scope="module")
def everywhere(world: World) -> list[Place]:
    return places(world)


def test_every_route_is_looked_at(everywhere: list[Place]) -> None:
    assert routes() == {place.route for place in everywhere}


@pytest.mark.timeout(600, func_only=True)
@pytest.mark.parametrize("role", ["admin", "supervisor", "evaluator", "agent"])
def test_pages_are_open_to_everybody(console: OpenConsole, everywhere: list[Place], role: str) -> None:
    page = console(role)
    wrong: list[str] = []
    for place in everywhere:
        if place.role == role:
            page.goto(place.address)
            wrong += _look(page, str(place))
    assert not wrong, "\n".join(wrong)


def test_signing_in_is_open_to_everybody(console: OpenConsole) -> None:
    page = console(None)
    wrong = _look(page, "signing in")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("address", ["/people", "/interactions", "/meetings"])
def test_the_keyboard_is_enough_to_get_about(console: OpenConsole, address: str) -> None:
    page = console("supervisor", at=address)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def _look(page: Page, name: str) -> list[str]:
    """What is wrong with the page as it is shown now, in both themes and three widths."""
    wrong: list[str] = []
    _ready(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
        page.evaluate(SETTLED)
        wrong += [f"{name}, {scheme}: {each}" for each in _violations(page)]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    width, height = 1280, 860
    for narrow in (ZOOMED, PHONE):
        page.set_viewport_size({"width": narrow[0], "height": narrow[1]})
        _ready(page)
        if not _fits(page):
            widest = page.evaluate("document.documentElement.scrollWidth")
            wrong.append(f"{name}, {narrow[0]} px: scrolls sideways to {widest} px ({_widest(page, narrow[0])})")
    wrong += [f"{name}, {PHONE[0]} px: {each}" for each in _violations(page)]
    page.set_viewport_size({"width": width, "height": height})
    return wrong


def _fits(page: Page) -> bool:
    """Whether nothing is wider than the window, once what follows its size has followed."""
    try:
        page.wait_for_function("document.documentElement.scrollWidth <= window.innerWidth", timeout=3000)
    except TimeoutError:
        return False
    return True


def _ready(page: Page) -> None:
    expect(page.get_by_role("heading", level=1).first).to_be_attached(timeout=SECONDS * 2000)
    expect(page.locator("[aria-busy=true]")).to_have_count(0, timeout=SECONDS * 2000)
    page.wait_for_load_state("networkidle")


def _violations(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        # Not as a script of the page: its content security policy would rightly refuse that.
        page.evaluate(AXE.read_text(encoding="utf-8"))
    run: Callable[[str, Any], Any] = page.evaluate
    found = run("tags => axe.run(document, { runOnly: tags, resultTypes: ['violations'] })", TAGS)
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: "
        + "; ".join(f"{node['target']} {node['html'][:160]}" for node in rule["nodes"][:3])
        for rule in found["violations"]
    ]


def _widest(page: Page, width: int) -> str:
    """The innermost elements that stick out."""
    return str(
        page.evaluate(
            """width => [...document.querySelectorAll('body *')]
                .filter(each => each.getBoundingClientRect().right > width + 1)
                .slice(-3).map(each => each.outerHTML.slice(0, 120)).join(' | ')""",
            width,
        )
    )
