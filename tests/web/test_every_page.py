"""Every page: it keeps nobody out, fits a narrow window, and asks for nothing twice."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal

import pytest
from playwright.sync_api import Page, Request, expect

from local.settings import REPOSITORY
from tests.sizes import SOAK
from tests.web.browser import SECONDS
from tests.web.conftest import OpenConsole
from tests.web.places import Place, places, routes
from tests.web.world import World
from tools.browser import comes_true, settled

AXE = REPOSITORY / "web" / "node_modules" / "axe-core" / "axe.min.js"
Checked = dict[str, str | list[str]]
EVERYTHING: Checked = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
COLOURS: Checked = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""What a theme can do wrong. All else is the same in both."""

PHONE, ZOOMED, DESK = (390, 844), (640, 430), (1280, 860)
"""A phone; a window of 1280 by 860 at 200 %; that window."""

LOOKED_AGAIN_MS = 7_000
"""A page that is slow to come may look again before it is there whole (`IDLE_MS` in web/src/intake/queries.ts)."""

ROLES = ("admin", "manager", "supervisor", "evaluator", "agent")
"""Whose pages are looked at."""

STILL = """() => {
    const still = new CSSStyleSheet()
    still.replaceSync('*, ::before, ::after { transition: none !important; animation: none !important }')
    document.adoptedStyleSheets = [still]
}"""
"""Colours fade from one theme to the other; what axe sees halfway is neither."""


BY_CLICK_ALONE = """() => [...document.querySelectorAll('table')]
    .filter(table => [...table.querySelectorAll('tr[data-opens]')].some(row => !row.querySelector('a[href], button')))
    .map(table => `rows of “${table.getAttribute('aria-label')}” open by a click alone`)"""
"""Rows that open something, and hold nothing that the keyboard reaches."""


@pytest.fixture(scope="module")
def everywhere(world: World) -> list[Place]:
    return places(world)


def test_every_route_is_looked_at(everywhere: list[Place]) -> None:
    assert routes() == {place.route for place in everywhere}
    assert {place.role for place in everywhere} == set(ROLES)


@pytest.mark.timeout(600, func_only=True)
@pytest.mark.parametrize("role", ROLES)
def test_pages_are_open_to_everybody(console: OpenConsole, everywhere: list[Place], role: str) -> None:
    page = console(role)
    asked: list[Request] = []
    page.on("request", lambda each: asked.append(each) if each.method == "GET" and "/api/" in each.url else None)
    wrong: list[str] = []
    for number, place in enumerate(everywhere):
        if place.role == role:
            # What the page before still asks isn't this one's.
            page.goto("about:blank")
            asked.clear()
            page.goto(place.address)
            settled(page, SECONDS * 2)
            wrong += [f"{place}: asks {count} × for {url}" for url, count in _several(asked).items()]
            # Every other page is looked at in one further way, and all in both in `make soak`.
            wrong += _look(page, str(place), dark=SOAK > 1 or number % 4 == 0, phone=SOAK > 1 or number % 4 == 2)
    assert not wrong, "\n".join(wrong)


def _several(asked: Iterable[Request]) -> dict[str, int]:
    """What was asked for more than once, and how often; not what is looked at again some seconds later."""
    at: defaultdict[str, list[float]] = defaultdict(list)
    for each in asked:
        at[each.url.split("/api")[1]].append(each.timing["startTime"])
    close = {
        url: sum(later - before < LOOKED_AGAIN_MS for before, later in pairwise(sorted(times)))
        for url, times in at.items()
    }
    return {url: count + 1 for url, count in close.items() if count}


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


def _look(page: Page, name: str, *, dark: bool = True, phone: bool = True) -> list[str]:
    """What is wrong with the page as it is shown now: whether it fits three widths, and what axe finds on a desk.

    dark, phone: what axe finds in the dark theme too, and on a phone.
    """
    page.evaluate(STILL)
    wrong = [f"{name}: {each}" for each in page.evaluate(BY_CLICK_ALONE)]
    wrong += [f"{name}, light: {each}" for each in _violations(page, EVERYTHING)]
    if dark:
        _show(page, "dark")
        wrong += [f"{name}, dark: {each}" for each in _violations(page, COLOURS)]
        _show(page, "light")
    for width, height in (ZOOMED, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        settled(page, SECONDS * 2)
        if not _fits(page):
            widest = page.evaluate("document.documentElement.scrollWidth")
            wrong.append(f"{name}, {width} px: scrolls sideways to {widest} px ({_widest(page, width)})")
    if phone:
        wrong += [f"{name}, {PHONE[0]} px: {each}" for each in _violations(page, EVERYTHING)]
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    return wrong


def _show(page: Page, scheme: Literal["dark", "light"]) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)


def _fits(page: Page) -> bool:
    """Whether nothing is wider than the window, once what follows its size has followed."""
    return comes_true(page, "document.documentElement.scrollWidth <= window.innerWidth", SECONDS)


def _violations(page: Page, checked: Checked) -> list[str]:
    if not page.evaluate("'axe' in window"):
        # Not as a script of the page: its content security policy would rightly refuse that.
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("runOnly => axe.run(document, { runOnly, resultTypes: ['violations'] })", checked)
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
