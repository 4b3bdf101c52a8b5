"""What the first page costs on a slow line: bytes, files and time, each with a budget that fails when it is passed.

Bytes are those on the wire, compressed as the laptop's server does (gzip; CloudFront's Brotli is a tenth smaller).
`docs/decisions/0062-the-first-load.md` says what weighs what.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from playwright.sync_api import Page, Response, expect

from tests.web.browser import SECONDS
from tests.web.conftest import OpenConsole
from tests.web.places import summary_of
from tests.web.world import World
from tools.browser import settled

HOME_SCRIPT = 286_500
SIGN_IN_SCRIPT = 206_000
REPORT_OWN_SCRIPT = 120_000
STYLES = 45_000
FILES = 24
"""Scripts of home. A file is a request, and a request takes a slow line 400 ms."""

SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
"""Milliseconds for each request, bytes a second."""
USABLE_SECONDS = 10.0


@dataclass
class Loaded:
    """What came for one page: script and style by address, in bytes on the wire."""

    scripts: dict[str, int]
    styles: dict[str, int]

    @property
    def script(self) -> int:
        return sum(self.scripts.values())

    def told(self) -> str:
        largest = sorted(self.scripts.items(), key=lambda each: -each[1])[:8]
        names = ", ".join(f"{url.rsplit('/', 1)[-1]} {size:,}" for url, size in largest)
        styles = sum(self.styles.values())
        return f"{self.script:,} bytes of script in {len(self.scripts)} files ({names}), {styles:,} of style"


def _load(page: Page, go: Callable[[], object]) -> Loaded:
    loaded = Loaded({}, {})

    def note(answer: Response) -> None:
        kinds = {"script": loaded.scripts, "stylesheet": loaded.styles}
        if (kind := kinds.get(answer.request.resource_type)) is not None:
            kind[answer.url] = int(answer.headers.get("content-length", 0))

    page.on("response", note)
    go()
    settled(page, SECONDS * 3)
    page.remove_listener("response", note)
    return loaded


def test_home_is_within_its_budget(console: OpenConsole) -> None:
    page = console("supervisor")
    home = _load(page, page.reload)
    print(f"home: {home.told()}")  # noqa: T201
    assert 0 < home.script < HOME_SCRIPT, home.told()
    assert len(home.scripts) <= FILES, home.told()
    assert 0 < sum(home.styles.values()) < STYLES, home.told()


def test_signing_in_is_within_its_budget(console: OpenConsole) -> None:
    page = console(None)
    door = _load(page, page.reload)
    print(f"signing in: {door.told()}")  # noqa: T201
    assert 0 < door.script < SIGN_IN_SCRIPT, door.told()


def test_the_report_brings_little_of_its_own(console: OpenConsole, world: World) -> None:
    page = console("supervisor")
    settled(page, SECONDS * 3)
    report = _load(page, lambda: page.goto(f"/summaries/{summary_of(world)}"))
    # What home has already is there.
    page.mouse.wheel(0, 10_000)
    home = _load(page, lambda: page.goto("/"))
    own = {url: size for url, size in report.scripts.items() if url not in home.scripts}
    print(f"report: {report.told()}, {sum(own.values()):,} bytes its own")  # noqa: T201
    assert 0 < sum(own.values()) < REPORT_OWN_SCRIPT, own


def test_home_is_usable_on_a_slow_line(console: OpenConsole) -> None:
    page = console("supervisor")
    settled(page, SECONDS * 3)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line.send("Network.emulateNetworkConditions", SLOW_3G)
    begun = monotonic()
    page.reload(wait_until="commit")
    navigation = page.get_by_role("navigation", name="Places")
    expect(navigation.get_by_role("link").first).to_be_visible(timeout=60_000)
    shown = monotonic() - begun
    settled(page)
    usable = monotonic() - begun
    print(f"slow 3G: the places after {shown:.1f} s, home usable after {usable:.1f} s")  # noqa: T201
    # As for all waiting here: a machine that has other things to do is given more.
    assert usable < USABLE_SECONDS * max(1.0, SECONDS / 10), (shown, usable)
