"""What stands around every page: the way in and out, places, search, theme, and what happens when something fails."""

import pytest
from playwright.sync_api import expect

from tests.web.conftest import OpenConsole, People


@pytest.mark.feature("P2", "P4")
@pytest.mark.parametrize("role", ["admin", "supervisor"])
def test_smoke(console: OpenConsole, people: People, role: str) -> None:
    page = console(role)
    expect(page.get_by_role("button", name=f"{people[role].name}: account menu")).to_be_visible()
