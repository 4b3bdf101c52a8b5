"""The console in a real browser, against a local cloud with a small sample in it (see `sample.py` for what there is).

How to write such a test::

    @pytest.mark.feature("S4.1")
    def test_a_supervisor_finds_her_agent(console: OpenConsole, people: People) -> None:
        page = console("supervisor", at="/people")
        expect(page.get_by_role("link", name=people["agent"].name)).to_be_visible()

- `console(role)` gives a page that is signed in, in a fresh context. Roles: admin, manager (operations manager),
  supervisor (of the star agent), evaluator, agent (the star agent), colleague (of the star agent), outsider (supervisor
  of another line); None is nobody, at the sign-in. `at` is the address that it opens. `width=390` is a phone,
  `dark=True` the dark theme. Playwright's own settings of a page are at hand through `page.context`.
- `client(role)` gives an `ApiClient` of the same person, to make what the test needs and to look at what came of it.
  `newcomer("agent", manager=…)` makes a person of one's own who can sign in: `console(newcomer(…))`.
- `people[role]` has their id, name and e-mail address; `world` the cloud itself; `world.recorded` the contact reference
  of the call with a recording; `today` the day that the sample ends with.
- A test fails when a page complains: an error in its console, or one that nobody caught. What a test provokes it
  names: `console("agent", allow=[r"status of 404"])`.
- Find things as people do: by role and name, by label. Wait with `expect(…)`, never with a sleep. What a page shows at
  once isn't answered yet: before one reloads, goes elsewhere or asks the API, `browser.answered` or `settled` waits.
- The sample is shared by all tests and all of it may be looked at. A test that changes something changes what it made
  itself, or mends what it changed; it says what it expects of its own things and not how many there are in all.
- When a test fails, its report names pictures of the pages and what a screen reader would have found there.

The first run brings up the cloud and loads the sample, and keeps that; see `world.py`. The console is built when its
sources changed. DEBRIEF_WEB_BUILT=1 takes the build that is there, DEBRIEF_WEB_SECONDS=30 waits longer for everything.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from datetime import date
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright

from local.client import ApiClient
from local.console.build import Console
from local.console.server import ConsoleServer
from tests.web.browser import SECONDS, Windows
from tests.web.world import Somebody as Somebody
from tests.web.world import World
from tests.web.world import world as made
from tools.browser import chromium

HERE = Path(__file__).parent
People = dict[str, Somebody]
_WINDOWS = pytest.StashKey[Windows]()


class OpenConsole(Protocol):
    """Opens the console as somebody; see above."""

    def __call__(
        self,
        who: str | Somebody | None,
        *,
        at: str = "/",
        width: int = 1280,
        height: int = 860,
        dark: bool = False,
        allow: list[str] | None = None,
        bypass_csp: bool = False,
        locale: str = "en-GB",
    ) -> Page: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        # Bringing up the cloud isn't the first test's own time.
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.timeout(120 * max(1.0, SECONDS / 10), func_only=True))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    windows = item.stash.get(_WINDOWS, None)
    if windows is not None and report.when == "call" and report.failed:
        folder = Path(item.config.stash[_PICTURES]) / item.name.replace("/", "-")
        report.sections.append(("what the pages showed", "\n".join(windows.photograph(folder))))
        if errors := windows.errors():
            report.sections.append(("what the pages complained of", "\n".join(errors)))
    return report


_PICTURES = pytest.StashKey[str]()


@pytest.fixture(scope="session")
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The running cloud with the sample."""
    request.config.stash[_PICTURES] = str(tmp_path_factory.mktemp("pages"))
    with made(print) as found:
        yield found


@pytest.fixture(scope="session")
def origin(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the built console is served."""
    console = Console()
    if not os.environ.get("DEBRIEF_WEB_BUILT"):
        console.build(print)
    # A copy: another run may build anew while this one reads.
    folder = tmp_path_factory.mktemp("console") / "dist"
    shutil.copytree(console.dist, folder)
    with ConsoleServer(world.cloud, folder) as server:
        yield server.url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=SECONDS * 1000)
    with sync_playwright() as playwright, chromium(playwright) as launched:
        yield launched


@pytest.fixture(scope="session")
def people(world: World) -> People:
    """The sample's people by role."""
    return world.people


@pytest.fixture(scope="session")
def today(world: World) -> date:
    """The day that the sample ends with: the same for all tests of one run."""
    return world.day


@pytest.fixture(scope="session")
def client(world: World) -> Callable[[str | Somebody], ApiClient]:
    """Clients of the API by role."""
    return lambda who: world.sessions.of(who.email if isinstance(who, Somebody) else world.people[who].email)


@pytest.fixture(scope="session")
def newcomer(world: World) -> Callable[..., Somebody]:
    """Makes somebody new who can sign in. Takes what POST /people takes, such as `manager_id` or `agent_references`."""
    run, numbers = uuid4().hex[:5], count(1)

    def make(role: str = "agent", **more: Any) -> Somebody:
        # All of one length: of no two is one the beginning of the other, where somebody is looked for by name.
        stem = f"{role}-{run}-{next(numbers):03d}"
        asked = {"name": f"Newcomer {stem}", "email": f"{stem}@sample.example", "role_ids": [role], **more}
        person = world.sessions.admin.post("/people", asked)
        world.cloud.sign_in_for(person["id"], person["email"])
        return Somebody(person["id"], person["name"], person["email"])

    return make


@pytest.fixture(scope="session")
def _signed_in(world: World, origin: str) -> Callable[[Somebody], StorageState]:
    """What a browser keeps of somebody's sign-in, made once for each."""
    return cache(partial(world.signed_in, origin=origin))


@pytest.fixture
def windows(request: pytest.FixtureRequest, browser: Browser, origin: str) -> Iterator[Windows]:
    """The pages of one test, closed at its end; an error that no test allowed fails it."""
    opened = Windows(browser, origin)
    request.node.stash[_WINDOWS] = opened
    yield opened
    errors = opened.errors()
    opened.close()
    assert not errors, "the page complained:\n" + "\n".join(errors)


@pytest.fixture
def console(windows: Windows, _signed_in: Callable[[Somebody], StorageState], people: People) -> OpenConsole:
    """Opens the console as somebody."""

    def open_as(who: str | Somebody | None, *, at: str = "/", allow: list[str] | None = None, **how: Any) -> Page:
        somebody = people[who] if isinstance(who, str) else who
        page = windows.open(_signed_in(somebody) if somebody else None, allow=allow or (), **how)
        page.goto(at)
        expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=SECONDS * 2000)
        return page

    return open_as
