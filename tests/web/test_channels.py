"""An administrator sets a channel up, sends a test, and sees that it arrived."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from local.waiting import Waiter
from tests.unit.notices.receivers import Receiver
from tests.web.conftest import OpenConsole

pytestmark = pytest.mark.feature("S2.5")
SECONDS = 30_000


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


def test_a_webhook_is_set_up_tried_and_given_another_key(console: OpenConsole, receiver: Receiver) -> None:
    page = console("admin", at="/setup/channels")
    page.get_by_role("button", name="Add a channel").first.click()
    form = page.get_by_role("form", name="Add a channel")
    form.get_by_role("combobox", name="Type").click()
    page.get_by_role("option", name="Webhook").click()
    form.get_by_role("textbox", name="Name").fill("Signed hook")
    form.get_by_label("Address", exact=False).first.fill(f"{receiver.url}/hook")
    form.get_by_role("checkbox", name="A 1-to-1 is scheduled with me").check()
    form.get_by_role("button", name="Add channel").click()
    page.get_by_role("link", name="Signed hook").first.click()
    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_text("Working").first).to_be_visible(timeout=SECONDS)
    Waiter().until("The test has arrived", lambda: bool(receiver.got) or None, seconds=60, every=1)
    assert "webhook-signature" in receiver.got[0].headers
    page.get_by_role("button", name="Signing key").click()
    page.get_by_role("button", name="Make a new key").click()
    expect(page.get_by_label("The new key, shown only now")).to_have_value(re.compile("^whsec_"))
    page.get_by_role("button", name="Delete channel").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("link", name="Signed hook")).to_have_count(0)
