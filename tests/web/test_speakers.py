"""Who is who, said by a person: above a transcript, and for a whole import."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from local.client import ApiClient
from local.waiting import Waiter
from tests.integration.driver import Debrief
from tests.web.browser import answered
from tests.web.conftest import OpenConsole, People
from tests.web.test_intake_pages import Newcomer, _file, _hand_in, _lines, _vcon
from tests.web.world import World

Client = Callable[[str], ApiClient]


def _guessed(reference: str, agent: str) -> dict[str, Any]:
    """A chat of two people of whom only their wording tells who is the agent."""
    document = _vcon(reference, agent, "Refunds")
    document["parties"] = [{"name": "First"}, {"name": "Second"}]
    document["attachments"][0]["body"]["agent_id"] = agent
    return document


@pytest.mark.feature("S2.1")
def test_speakers_are_swapped_at_one_click_and_said_one_by_one(
    console: OpenConsole, client: Client, people: People, newcomer: Newcomer
) -> None:
    mark = uuid4().hex[:8]
    newcomer("agent", manager_id=people["supervisor"].id, agent_references=[f"swap-{mark}"])
    page = console("admin", at="/intake")
    _hand_in(page, _file(f"swap-{mark}.vcon.json", _guessed(f"SWAP-{mark}", f"swap-{mark}")))

    def loaded() -> Any:
        found = client("admin").get("/interactions", {"contact_reference": f"SWAP-{mark}"})["items"]
        # Evaluations follow the analysis, and while it is being taken in nobody says who is who.
        processing = client("admin").get("/intake", {"status": "processing"})["items"]
        under_way = any(each["interaction_id"] == found[0]["id"] for each in processing) if found else True
        return found[0] if not under_way and found[0]["analysis"] else None

    call = Waiter().until("That it is loaded", loaded, seconds=90)
    page = console("supervisor", at=f"/interactions/{call['id']}")
    transcript = page.get_by_role("region", name="Transcript")
    first = transcript.get_by_role("listitem").first
    expect(page.get_by_text("Guessed", exact=True)).to_be_visible()
    expect(first).to_contain_text("Agent")

    # One click, and everything that rests on it is made anew before one's eyes.
    page.get_by_role("button", name="Swap speakers").click()
    expect(first).to_contain_text("Customer")
    expect(page.get_by_text("Guessed", exact=True)).to_have_count(0)
    facts = page.get_by_role("region", name="Facts").or_(page.locator("section", has_text="Facts")).first
    expect(facts.get_by_text(re.compile("^said by "))).to_be_visible()
    expect(page.get_by_text("are being made anew")).to_have_count(0, timeout=60_000)
    expect(page.get_by_role("heading", name="Analysis")).to_be_visible()

    # Each voice by what it is called, with what it says first.
    page.get_by_role("button", name="Say who is who").click()
    form = page.get_by_role("dialog", name="Who is who")
    expect(form.get_by_text("Where is my refund?")).to_be_visible()
    form.get_by_label("First").select_option("Another agent")
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)
    expect(first).to_contain_text("Another agent")

    # The agent reads it, and says nothing of it.
    page = console("colleague", at="/interactions")
    expect(page.get_by_role("button", name="Swap speakers")).to_have_count(0)


@pytest.mark.feature("S2.1")
def test_what_was_guessed_of_an_import_is_swapped_and_taken_back(
    console: OpenConsole, newcomer: Newcomer, world: World
) -> None:
    mark = uuid4().hex[:8]
    newcomer("agent", agent_references=[f"many-{mark}"])
    page = console("admin", at="/intake")
    lines = [_guessed(f"MANY-{mark}-{number}", f"many-{mark}") for number in (1, 2)]
    lines.append(_vcon(f"MANY-{mark}-3", f"many-{mark}", "Refunds"))
    _hand_in(page, _lines(f"many-{mark}.jsonl", lines))
    page.get_by_role("region", name="Hand in files").get_by_role("link", name="bulk imports").click()
    page.get_by_role("link", name=f"many-{mark}.jsonl").click(timeout=60_000)
    expect(page.get_by_text("3 lines read = 3 loaded")).to_be_visible(timeout=90_000)
    of_import = f"/imports/{urlsplit(page.url).path.rsplit('/', 1)[1]}/speakers"

    def through() -> bool | None:
        return world.sessions.admin.get(of_import)["correction"]["status"] == "finished" or None

    for ask, yes, outcome in (
        ("Swap where guessed", "Swap speakers", "2 swapped of 3 looked at"),
        ("Take it back", "Take it back", "2 swapped of 3 looked at"),
    ):
        page.get_by_role("button", name=f"{ask}: many-{mark}.jsonl").click()
        # What the page says of the first correction it says of the second too.
        with answered(page, "POST", of_import):
            page.get_by_role("dialog").get_by_role("button", name=yes, exact=True).click()
        Debrief(world.cloud).run_schedules()
        Waiter().until("That the correction is through", through, seconds=90)
        expect(page.get_by_text(f"Speakers were corrected: {outcome}")).to_be_visible()
    expect(page.get_by_role("button", name="Take it back")).to_have_count(0)


@pytest.mark.feature("S2.1")
def test_a_source_is_settled_and_what_came_before_is_swapped(console: OpenConsole, world: World) -> None:
    folder = f"source-{uuid4().hex[:8]}/"
    page = console("admin", at="/intake", allow=[r"status of 422"])
    page.get_by_role("link", name="Sources").click()
    form = page.get_by_role("form", name="Settle a source")
    form.get_by_role("textbox", name="Folder").fill("no//folder")
    form.get_by_role("button", name="Settle").click()
    expect(form.get_by_text("must be a folder of the bucket")).to_be_visible()
    form.get_by_role("textbox", name="Folder").fill(folder)
    form.get_by_role("button", name="Settle").click()
    source = page.locator("section", has=page.get_by_role("heading", name=folder))
    expect(source.get_by_text("Settled by")).to_be_visible()
    source.get_by_role("button", name=f"Swap where guessed: {folder}").click()
    with answered(page, "POST", "/intake/sources/speakers"):
        page.get_by_role("dialog").get_by_role("button", name="Swap speakers", exact=True).click()
    expect(source.get_by_text(re.compile("^Speakers are being swapped|^Speakers were corrected"))).to_be_visible()
    Debrief(world.cloud).run_schedules()
    expect(source.get_by_text("Speakers were corrected: 0 swapped of 0 looked at")).to_be_visible(timeout=90_000)
    source.get_by_role("button", name=f"Remove {folder}").click()
    source.get_by_role("button", name="Remove it").click()
    expect(source).to_have_count(0)
