"""How names of files are read: a pattern is written, tried on names, mended and settled, by keys alone."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from local.client import ApiClient
from tests.web.browser import answered
from tests.web.conftest import OpenConsole, People
from tests.web.test_summaries import passes_axe

Client = Callable[[str], ApiClient]
PATH = "/intake/name-patterns"


@pytest.fixture
def as_before(client: Client) -> Iterator[int]:
    """How many patterns the sample has; they are all that there is again afterwards."""
    admin = client("admin")
    kept = ("name", "folder", "pattern", "time_zone", "values")
    before = [{name: each[name] for name in kept} for each in admin.get(PATH)["patterns"]]
    yield len(before)
    admin.change(PATH, {"patterns": before}, method="PUT")


@pytest.mark.feature("S2.1", "P1", "P2")
def test_a_pattern_is_tried_on_names_before_it_is_settled(
    console: OpenConsole, client: Client, people: People, as_before: int
) -> None:
    reference = client("admin").get(f"/people/{people['agent'].id}")["agent_references"][0]
    page = console("admin", at="/conversations/intake", allow=[r"status of 422"])
    page.get_by_role("link", name="Names of files").focus()
    page.keyboard.press("Enter")
    form = page.get_by_role("form", name="Patterns")
    groups = form.get_by_role("group")
    expect(groups).to_have_count(as_before)
    form.get_by_role("button", name="Add a pattern").focus()
    page.keyboard.press("Enter")
    mine = groups.nth(as_before)
    expect(mine.get_by_role("textbox", name=re.compile("^Name"))).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Hotline")
    page.keyboard.press("Tab")
    page.keyboard.type("hotline")
    page.keyboard.press("Tab")
    page.keyboard.type("{agent}{reference}_{date:YYYYMMDD-HHmmss}")
    form.get_by_role("button", name="Settle").focus()
    with answered(page, "PUT", PATH):
        page.keyboard.press("Enter")
    expect(mine.get_by_text(re.compile(r"doesn't tell where \{agent\} ends"))).to_be_visible()

    mine.get_by_role("textbox", name=re.compile("^Pattern")).fill("{agent}_{reference}_{date:YYYYMMDD-HHmmss}")
    mine.get_by_role("textbox", name="Queue, where the name tells none").fill("Orders")
    trial = page.get_by_role("form", name="Try names")
    trial.get_by_role("textbox", name="Names of files").fill(
        f"hotline/{reference}_C-77_20260213-140507.wav\nhotline/nobody_C-78_20260213-140507.wav\nhotline/x.wav"
    )
    trial.get_by_role("button", name="Try").focus()
    with answered(page, "POST", f"{PATH}/trials"):
        page.keyboard.press("Enter")
    expect(page.get_by_text("3 names tried: a pattern fits 2")).to_be_visible()
    table = page.get_by_role("table", name="Names that were tried")
    first, second, third = (table.get_by_role("row").nth(place) for place in (1, 2, 3))
    expect(first).to_contain_text("Hotline")
    expect(first).to_contain_text("C-77")
    expect(second).to_contain_text('No user answers to "nobody"')
    expect(third).to_contain_text("None")
    passes_axe(page.get_by_role("main"))

    # The keyboard goes with what is moved.
    earlier, later = (form.get_by_role("button", name=f"Try Hotline {word}") for word in ("earlier", "later"))
    assert as_before > 0
    earlier.focus()
    page.keyboard.press("Enter")
    expect(groups.nth(as_before - 1).get_by_role("textbox", name=re.compile("^Name"))).to_have_value("Hotline")
    expect(later if as_before == 1 else earlier).to_be_focused()
    later.focus()
    page.keyboard.press("Enter")
    expect(mine.get_by_role("textbox", name=re.compile("^Name"))).to_have_value("Hotline")
    expect(earlier).to_be_focused()

    form.get_by_role("button", name="Settle").focus()
    with answered(page, "PUT", PATH):
        page.keyboard.press("Enter")
    expect(form.get_by_role("button", name="Settle")).to_be_disabled()
    expect(form.get_by_role("button", name="Add a pattern")).to_be_focused()
    settled = client("admin").get(PATH)["patterns"][as_before]
    assert (settled["name"], settled["folder"], settled["values"]) == ("Hotline", "hotline/", {"queue": "Orders"})
    page.reload()
    expect(groups).to_have_count(as_before + 1)
    expect(form.get_by_role("button", name="Settle")).to_be_disabled()
