"""What comes out of a printer: an evaluation with the conversation that it is about."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from local.client import ApiClient
from tests.pdf_text import text_of
from tests.web.browser import SECONDS
from tests.web.conftest import OpenConsole, People, Somebody
from tools.browser import settled

Client = Callable[[str | Somebody], ApiClient]


@pytest.mark.feature("S4.2")
def test_an_evaluation_prints_with_its_transcript(console: OpenConsole, client: Client, people: People) -> None:
    api = client("supervisor")
    done = api.get("/evaluations", {"agent_id": people["agent"].id, "limit": 5})["items"]
    page = console("supervisor", at=f"/evaluations/{done[0]['id']}")
    transcript = page.get_by_role("region", name="Transcript")
    expect(transcript).to_be_visible()
    turns = api.get(f"/interactions/{done[0]['interaction_id']}/transcript")["turns"]
    # What isn't there yet isn't printed.
    settled(page, SECONDS * 2)
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_hidden()
    expect(page.get_by_role("slider")).to_have_count(0)
    expect(page.get_by_role("heading", name="Transcript")).to_be_visible()
    printed = text_of(page.pdf())
    for turn in (turns[0], turns[len(turns) // 2], turns[-1]):
        assert " ".join(turn["text"].split())[:40] in printed
    assert "Skip to the content" not in printed
