"""A Chromium that looks at the console: for its tests, and for its pictures."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_NAMES = ("chromium-headless-shell", "chromium")
"""The system's browsers. The first is the same engine without the window that nobody would see."""

_COUNTED = """(() => {
    const ask = window.fetch
    const asking = { now: 0, lastAnswer: 0 }
    window.asking = asking
    window.fetch = (...what) => {
        asking.now += 1
        return ask(...what).finally(() => {
            asking.now -= 1
            asking.lastAnswer = performance.now()
        })
    }
})()"""
_QUIET = """window.asking.now === 0 && performance.now() - window.asking.lastAnswer > 150
    && document.querySelector('[aria-busy=true], .mantine-Skeleton-root') === null"""
"""What an answer leads to is asked for before that is over. Playwright's own "networkidle" waits in vain beside a
recording: Chromium keeps its request open until all of it is played."""


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium, or else Playwright's own."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    browser = playwright.chromium.launch(executable_path=path, args=list(_ARGUMENTS))
    try:
        yield browser
    finally:
        browser.close()


def count_requests(context: BrowserContext) -> None:
    """Have the pages of `context` know what they are asking for, for `settled`."""
    context.add_init_script(_COUNTED)


def settled(page: Page, seconds: float = 60) -> None:
    """Wait until the page is there whole: it has its heading, nothing is asked for, and no skeleton is left."""
    expect(page.get_by_role("heading", level=1).first).to_be_attached(timeout=seconds * 1000)
    if not comes_true(page, _QUIET, seconds):
        raise TimeoutError(f"{page.url} still waits for something after {seconds:g} s")


def comes_true(page: Page, expression: str, seconds: float) -> bool:
    """Whether an expression of JavaScript becomes true in time.

    Playwright's `wait_for_function` evaluates text in the page, which the console's content security policy refuses.
    """
    looked = f"""limit => new Promise(done => {{
        const end = performance.now() + limit
        const look = () => {{
            if ({expression}) done(true)
            else if (performance.now() > end) done(false)
            else requestAnimationFrame(look)
        }}
        look()
    }})"""
    return bool(page.evaluate(looked, seconds * 1000))


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in at the form that the page shows."""
    page.get_by_label("E-mail address").fill(email)
    # By how it begins: the label of a field that must be filled ends with an asterisk.
    page.get_by_label(re.compile("^Password")).fill(password)
    page.get_by_role("button", name="Sign in").click()
