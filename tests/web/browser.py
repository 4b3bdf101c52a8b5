"""Pages that are watched for errors, and show what they showed when a test fails."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Response

from tools.browser import count_requests

SECONDS = float(os.environ.get("DEBRIEF_WEB_SECONDS") or 10)
"""How long anything may take to appear. DEBRIEF_WEB_SECONDS: more, for a machine that has other things to do."""


def answered(page: Page, method: str, path: str) -> AbstractContextManager[Any]:
    """The API has answered what is done inside the block: what the page shows before that may be what it asked for.

    path: a regular expression for how the address ends, without what follows a `?`.
    """

    def is_it(answer: Response) -> bool:
        return answer.request.method == method and bool(re.search(f"{path}$", urlsplit(answer.url).path))

    return page.expect_response(is_it)


@dataclass
class Errors:
    """What a page complained of. allowed: patterns of what a test provokes."""

    allowed: list[str]
    found: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self._note(f"page error: {error}"))
        page.on("console", lambda told: self._note(f"{told.text} ({_place(told)})") if told.type == "error" else None)

    def _note(self, text: str) -> None:
        if not any(re.search(pattern, text) for pattern in self.allowed):
            self.found.append(text)


class Windows:
    """Opens pages for one test. url: of the console; signed_in: makes the storage state of a person."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser, self._url = browser, url
        self._contexts: list[BrowserContext] = []
        self._watched: list[Errors] = []

    def open(
        self,
        state: Any = None,
        *,
        width: int = 1280,
        height: int = 860,
        dark: bool = False,
        allow: Sequence[str] = (),
        bypass_csp: bool = False,
        locale: str = "en-GB",
    ) -> Page:
        """A page in a fresh context, not gone to anywhere yet.

        state: storage state of somebody who is signed in. locale: of the browser, which says how days are written.
        """
        context = self._browser.new_context(
            base_url=self._url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            # Another zone than the account's, so that nobody takes the browser's for it.
            timezone_id="America/New_York",
            locale=locale,
            storage_state=state,
            bypass_csp=bypass_csp,
        )
        context.set_default_timeout(SECONDS * 1000)
        count_requests(context)
        self._contexts.append(context)
        context.on("close", lambda closed: self._contexts.remove(closed))
        errors = Errors(list(allow))
        self._watched.append(errors)
        context.on("page", errors.watch)
        return context.new_page()

    def errors(self) -> list[str]:
        """Everything that pages complained of and no test allowed."""
        return [each for errors in self._watched for each in errors.found]

    def photograph(self, folder: Path) -> list[str]:
        """A picture of every open page, with its address and what a screen reader would find; where they lie."""
        folder.mkdir(parents=True, exist_ok=True)
        told = []
        pages = [page for context in self._contexts for page in context.pages]
        for number, page in enumerate(pages, start=1):
            stem = folder / f"page-{number}"
            try:
                page.screenshot(path=f"{stem}.png", full_page=True, timeout=5000)
                stem.with_suffix(".yaml").write_text(page.locator("body").aria_snapshot(timeout=5000), encoding="utf-8")
            except Exception as error:
                told.append(f"{page.url}: no picture ({error})")
            else:
                told.append(f"{page.url}: {stem}.png, {stem}.yaml")
        return told

    def close(self) -> None:
        for context in list(self._contexts):
            # What a page still asks for when its test is over meets no handler that reads on from a closed context.
            for page in context.pages:
                page.unroute_all(behavior="ignoreErrors")
            context.unroute_all(behavior="ignoreErrors")
            context.close()


def _place(told: Any) -> str:
    location = told.location
    return str(location.get("url", "")) if isinstance(location, dict) else ""
