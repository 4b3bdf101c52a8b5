"""From marks in evaluations to a group that is sent, what its agents do, and what the monitor tells (S3)."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.web.browser import answered
from tests.web.conftest import OpenConsole
from tests.web.test_calibrations import _chosen
from tests.web.world import World

GROUP, NAME = "Openings in autumn", "Say who you are"


@pytest.mark.feature("S3.1", "S3.2", "S3.3", "S3.5", "S3.6", "S3.7", "S3.8")
def test_three_agents_are_marked_grouped_and_sent_and_the_monitor_shows_them(
    console: OpenConsole, world: World
) -> None:
    admin, agent = world.sessions.admin, world.people["agent"]
    audits: dict[str, dict[str, str]] = {}
    for each in admin.pages("/evaluations", {"from": "2020-01-01T00:00:00Z"}):
        if each["type"] != "automatic" and (each["agent_id"] == agent.id or len(audits) < 2 or agent.id in audits):
            audits.setdefault(each["agent_id"], each)
        if len(audits) >= 3 and agent.id in audits:
            break
    three = [audits[agent.id], *(each for id, each in audits.items() if id != agent.id)][:3]

    page = console("evaluator", at="/coaching/marked")
    page.get_by_role("link", name="Add new group").click()
    page.get_by_role("textbox", name="Group name").fill(GROUP)
    expect(page.get_by_text("This name is free")).to_be_visible()
    areas = page.get_by_role("combobox", name="Coaching areas")
    areas.fill("Openings")
    expect(page.get_by_role("option", name="Add “Openings”")).to_be_visible()
    # As the field says: typed, and Enter.
    areas.press("Enter")
    expect(page.get_by_text("Name one at least")).to_have_count(0)
    areas.press("Escape")
    with answered(page, "POST", "/coaching-groups"):
        page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("table", name="Groups")).to_contain_text(GROUP)

    for audit in three:
        page.goto(f"/evaluations/{audit['id']}")
        page.get_by_role("button", name="Mark for coaching").click()
        dialog = page.get_by_role("dialog")
        if audit is three[-1]:
            alone = dialog.get_by_role("combobox", name="Coaching areas")
            alone.fill("By themselves")
            alone.press("Enter")
            alone.press("Escape")
            # Closed by mistake: what was chosen stands there when it is opened again.
            page.keyboard.press("Escape")
            expect(dialog).to_have_count(0)
            page.get_by_role("button", name="Mark for coaching").click()
            expect(dialog).to_contain_text("By themselves")
        else:
            _chosen(page, "Group", GROUP, within=dialog)
        with answered(page, "POST", "/coaching-marks"):
            dialog.get_by_role("button", name="Mark", exact=True).click()

    # Who was marked by themselves goes into the group as well.
    page.goto("/coaching/marked")
    page.get_by_role("row", name="By themselves").get_by_role("link", name="Assign coaching to").click()
    _chosen(page, "Into a group instead", GROUP, within=page.get_by_role("dialog"))
    with answered(page, "PATCH", r"/coaching-marks/\w+"):
        page.get_by_role("button", name="Put into the group").click()

    page.goto("/coaching/marked?tab=groups")
    page.get_by_role("link", name=f"Assign coaching to {GROUP}").click()
    page.get_by_role("textbox", name="Name", exact=True).fill(NAME)
    with answered(page, "POST", r"/coaching-groups/\w+/dispatch"):
        page.get_by_role("button", name="Assign coaching to 3 agents").click()
    expect(page.get_by_role("table", name="Agents of the group")).to_contain_text(agent.name)
    expect(page.get_by_text("3 agents", exact=True)).to_be_visible()

    theirs = console("agent", at="/coaching/assignments")
    row = theirs.get_by_role("row", name=NAME)
    # Nothing is opened; the evaluation behind it may wait for the agent's answer, which its status tells.
    expect(row).to_contain_text("0 of 1 opened")
    expect(theirs.get_by_text(GROUP)).to_have_count(0)
    row.get_by_role("link", name=NAME).click()
    expect(theirs.get_by_role("heading", name="Review")).to_be_visible()
    with answered(theirs, "POST", r"/assignments/\w+/looks"):
        theirs.get_by_role("table", name="Conversations to look at").get_by_role("link").first.click()
    theirs.goto("/coaching/assignments")
    expect(theirs.get_by_role("row", name=NAME)).to_contain_text("1 of 1 opened")

    today = datetime.now(UTC).date()
    since = (today - timedelta(days=2)).isoformat()
    page.goto(f"/coaching/monitor?from={since}&compare=yes")
    monitored = page.get_by_role("table", name="Coaching monitor")
    expect(monitored.get_by_role("link", name=agent.name).first).to_be_visible()
    monitored.get_by_role("link", name=agent.name).first.click()
    expect(page.get_by_role("table", name="Progress by attribute")).to_contain_text("Openings")
