"""A manager approves a practice, the agent does it twice by keyboard, and the trend shows both."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import OpenConsole
from tests.web.places import PRACTICE, QUESTION
from tests.web.world import World


@pytest.mark.feature("S2.4", "S2.6")
def test_a_practice_is_approved_done_twice_and_the_trend_shows_both(console: OpenConsole, world: World) -> None:
    admin, agent = world.sessions.admin, world.people["agent"]
    question = QUESTION | {"id": "warm", "text": "Did the agent show empathy?", "answerer": "ai"}
    sections = [{"id": "s", "title": "All", "weight": 100, "questions": [question]}]
    card = admin.post("/scorecards", {"name": "Warmth", "content": {"sections": sections}})["id"]
    admin.post(f"/scorecards/{card}/publication")
    about = f"agent={agent.id}&scorecard={card}&question=warm"

    # The model writes it, the manager changes a word of it and approves.
    page = console("supervisor", at=f"/coaching/practice/new?{about}")
    page.get_by_role("button", name="Let the model write it").click()
    title = page.get_by_role("textbox", name="Title")
    expect(title).not_to_have_value("", timeout=60_000)
    expect(page.get_by_text("The offline model wrote this situation")).to_be_visible()
    title.fill(PRACTICE["title"])
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved; it waits for approval.")).to_be_visible()
    expect(title).to_have_value(PRACTICE["title"])
    approve = page.get_by_role("button", name="Approve")
    approve.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="To practise")).to_be_visible()
    expect(approve).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    address = re.search(r"/coaching/practice/(ps_\w+)", page.url)
    assert address is not None

    own = console("agent", at=address[0])
    expect(own.get_by_role("heading", level=1, name=PRACTICE["title"])).to_be_visible()
    expect(own.get_by_text("never what the model is told")).to_have_count(0)
    for number, says in enumerate(("What is your order number?", "I am so sorry about that, I understand."), start=1):
        own.get_by_role("button", name="Begin" if number == 1 else "Try again").click()
        expect(own.get_by_role("heading", level=1, name=f"Attempt {number}")).to_be_visible()
        field = own.get_by_role("textbox", name="What you say")
        field.fill(says)
        if number == 1:
            # What is typed is there after a reload.
            own.reload()
            expect(field).to_have_value(says)
        field.press("Enter")
        chat = own.get_by_role("log", name="Chat")
        expect(chat.get_by_role("listitem")).to_have_count(3, timeout=60_000)
        # Whoever was writing goes on writing.
        expect(field).to_be_focused()
        expect(field).to_have_value("")
        own.get_by_role("button", name="End and score").click()
        own.get_by_role("dialog").get_by_role("button", name="End and score").click()
        expected = "0%, not passed" if number == 1 else "100%, passed"
        expect(own.get_by_role("status").filter(has_text=expected)).to_be_visible(timeout=60_000)
        own.get_by_role("link", name=PRACTICE["title"]).click()
        # It stands at once as the score that came says, and not as it stood before.
        best = "Best 0%" if number == 1 else "Best 100%"
        expect(own.get_by_text(re.compile(f"^{best}; passes from"))).to_be_visible()
    trend = own.get_by_role("img", name="Scores by attempt: attempt 1: 0%, attempt 2: 100%")
    expect(trend).to_be_visible()

    page.reload()
    expect(page.get_by_role("img", name=re.compile("attempt 2: 100%"))).to_be_visible()
    page.get_by_role("link", name="Attempt 2").click()
    expect(page.get_by_text("the words that count")).to_be_visible()
    expect(page.get_by_role("textbox", name="What you say")).to_have_count(0)
