"""Interactions: the list with its filters, the drawer, and the page with player and transcript in step."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Request, Route, expect

from local.client import ApiClient
from tests.web.browser import SECONDS
from tests.web.conftest import OpenConsole
from tests.web.world import World

Client = Callable[[str], ApiClient]


def _rows(page: Page) -> Any:
    return page.get_by_role("table", name="Interactions").get_by_role("row")


def _recorded(world: World, client: Client) -> Any:
    found = client("supervisor").get("/interactions", {"contact_reference": world.recorded})["items"]
    return found[0]


@pytest.mark.feature("I1", "I2", "P4")
def test_filters_live_in_the_address_and_a_row_opens_beside_the_list(console: OpenConsole, client: Client) -> None:
    page = console("admin", at="/interactions")
    page.get_by_role("combobox", name="Channel").click()
    page.get_by_role("option", name="E-mail").click()
    expect(page).to_have_url(re.compile("channel"))
    table = page.get_by_role("table", name="Interactions")
    expect(table.get_by_role("cell", name="E-mail", exact=True).first).to_be_visible()
    expect(table.get_by_role("cell", name="Voice", exact=True)).to_have_count(0)
    page.keyboard.press("Escape")

    # The address alone says it all: read anew it shows the same, and the way back takes the filter away.
    page.reload()
    expect(table.get_by_role("cell", name="E-mail", exact=True).first).to_be_visible()
    expect(table.get_by_role("cell", name="Voice", exact=True)).to_have_count(0)
    page.go_back()
    expect(table.get_by_role("cell", name="Voice", exact=True).first).to_be_visible()

    # What makes no sense in an address is as if it weren't there.
    page.goto("/interactions?channel=nonsense&from=soon")
    expect(table.get_by_role("cell", name="Voice", exact=True).first).to_be_visible()

    # A whole reference finds its conversation.
    email = client("admin").get("/interactions", {"channel": "email", "limit": 1})["items"][0]
    page.get_by_role("textbox", name="Contact reference").fill(email["contact_reference"])
    page.keyboard.press("Enter")
    expect(_rows(page)).to_have_count(2)

    # So does its end, among what the other filters let through; and what they don't isn't there.
    end = re.split(r"[^0-9A-Za-z]", email["contact_reference"])[-1].lower()
    page.get_by_role("textbox", name="Contact reference").fill(end)
    page.keyboard.press("Enter")
    expect(_rows(page).filter(has_text=email["contact_reference"])).to_have_count(1)
    page.goto(f"/interactions?reference={end}&channel=voice")
    expect(page.get_by_text("Found by a part of the reference")).to_be_visible()
    expect(_rows(page).filter(has_text=email["contact_reference"])).to_have_count(0)
    page.goto(f"/interactions?reference={email['contact_reference']}")
    expect(_rows(page)).to_have_count(2)

    # Beside the list, with an address of its own; whole in a new tab; and closed by the way back.
    page.get_by_role("cell", name=email["agent_name"], exact=True).click()
    drawer = page.get_by_role("dialog", name=email["contact_reference"])
    expect(drawer.get_by_text(email["agent_name"])).to_be_visible()
    expect(drawer.get_by_text("Predicted satisfaction")).to_have_count(0)
    expect(page).to_have_url(re.compile(f"open={email['id']}"))
    with page.context.expect_page() as opened:
        drawer.get_by_role("link", name="Open in a new tab").click()
    whole = opened.value
    expect(whole.get_by_role("main")).to_contain_text(email["contact_reference"])
    expect(whole.get_by_role("region", name="Transcript").get_by_role("listitem").first).to_be_visible()
    whole.close()
    page.go_back()
    expect(drawer).to_have_count(0)


@pytest.mark.feature("I1", "I2")
def test_the_recording_and_the_transcript_go_in_step(console: OpenConsole, world: World, client: Client) -> None:
    call = _recorded(world, client)
    turns = client("supervisor").get(f"/interactions/{call['id']}/transcript")["turns"]
    page = console("supervisor", at=f"/interactions/{call['id']}")
    transcript = page.get_by_role("region", name="Transcript")
    position = page.get_by_role("slider", name="Position in the recording")
    expect(transcript.get_by_text(turns[0]["text"])).to_be_visible()

    # A click on a turn goes there; the one that is heard stands out.
    third = turns[3]
    transcript.get_by_text(third["text"]).click()
    expect(position).to_have_attribute("aria-valuenow", str(round(third["start_ms"] / 1000)))
    current = transcript.locator("[aria-current=true]")
    expect(current).to_contain_text(third["text"])
    expect(page.locator("canvas").first).to_be_attached()

    # It plays, and the transcript goes along to the next turn; space stops it, and ← goes back.
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.get_by_label("Speed").select_option("2")
    expect(current).to_contain_text(turns[4]["text"], timeout=SECONDS * 3000)
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    stood = int(position.get_attribute("aria-valuenow") or 0)
    page.keyboard.press("ArrowLeft")
    expect(position).not_to_have_attribute("aria-valuenow", str(stood))

    # By keyboard from turn to turn.
    transcript.get_by_role("button", name=re.compile("^Go to ")).nth(4).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(position).to_have_attribute("aria-valuenow", str(round(turns[5]["start_ms"] / 1000)))

    # What was read out of it says where it comes from.
    analysis = page.locator("section", has=page.get_by_role("heading", name="Analysis"))
    expect(analysis.get_by_text("Offline model").first).to_be_visible()
    expect(page.get_by_role("table", name=re.compile("Customer sentiment by quarter"))).to_be_attached()


@pytest.mark.feature("I1")
def test_an_address_names_a_turn_and_a_lost_address_of_the_recording_is_renewed(
    console: OpenConsole, world: World, client: Client
) -> None:
    call = _recorded(world, client)
    turn = client("supervisor").get(f"/interactions/{call['id']}/transcript")["turns"][-2]
    page = console("supervisor", at="/interactions", allow=[r"status of 403"])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path) if "/media" in request.url else None)
    refused = 0

    def refuse_once(route: Route) -> None:
        nonlocal refused
        if refused < 1:
            refused += 1
            route.fulfill(status=403, headers={"Access-Control-Allow-Origin": "*"}, body="")
        else:
            route.continue_()

    page.route(re.compile(r"\.wav\?"), refuse_once)
    page.goto(f"/interactions/{call['id']}?turn={turn['index']}")
    transcript = page.get_by_role("region", name="Transcript")
    expect(transcript.get_by_text(turn["text"])).to_be_in_viewport()
    position = page.get_by_role("slider", name="Position in the recording")
    expect(position).to_have_attribute("aria-valuenow", str(round(turn["start_ms"] / 1000)))
    page.get_by_role("button", name="Play").click()
    expect(position).not_to_have_attribute("aria-valuenow", str(round(turn["start_ms"] / 1000)), timeout=SECONDS * 3000)
    assert refused == 1
    assert asked.count(f"/api/interactions/{call['id']}/media") == 1


@pytest.mark.feature("I1")
def test_playing_goes_on_where_it_was_when_the_address_has_run_out(
    console: OpenConsole, world: World, client: Client
) -> None:
    call = _recorded(world, client)
    turn = client("supervisor").get(f"/interactions/{call['id']}/transcript")["turns"][3]
    page = console("supervisor", at="/interactions", allow=[r"status of 403"])
    addresses = 0

    def count(request: Request) -> None:
        nonlocal addresses
        addresses += urlsplit(request.url).path == f"/api/interactions/{call['id']}/media"

    def run_out(route: Route) -> None:
        if route.request.resource_type != "media":
            # Without its shape, which is drawn of the whole file, the recording is heard from its address.
            route.fulfill(status=403, headers={"Access-Control-Allow-Origin": "*"})
        elif addresses > 1:
            route.continue_()
        elif (route.request.headers.get("range") or "bytes=0-") == "bytes=0-":
            whole = route.fetch(headers={}).body()
            # Up to two seconds after the turn's beginning; what comes then is asked for when the address has run out.
            end = len(whole) * (turn["start_ms"] + 2000) // call["duration_ms"]
            span = f"bytes 0-{end - 1}/{len(whole)}"
            headers = {"Content-Range": span, "Accept-Ranges": "bytes", "Content-Type": "audio/wav"}
            route.fulfill(status=206, headers=headers, body=whole[:end])
        else:
            route.fulfill(status=403)

    page.on("request", count)
    page.route(re.compile(r"\.wav\?"), run_out)
    page.goto(f"/interactions/{call['id']}")
    position = page.get_by_role("slider", name="Position in the recording")
    play = page.get_by_role("button", name="Play")
    expect(play).to_be_enabled()
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(minutes=1))
    page.get_by_role("region", name="Transcript").get_by_text(turn["text"]).click()
    began = round(turn["start_ms"] / 1000)
    expect(position).to_have_attribute("aria-valuenow", str(began))
    play.click()
    page.wait_for_function(
        """([slider, past]) => {
            const at = Number(slider.getAttribute('aria-valuenow'));
            window.lowest = Math.min(window.lowest ?? at, at);
            return at > past;
        }""",
        arg=[position.element_handle(), began + 3],
        timeout=SECONDS * 3000,
    )
    assert page.evaluate("window.lowest") >= began
    assert addresses == 2
    expect(page.get_by_role("group", name="Recording").get_by_role("alert")).to_have_count(0)


@pytest.mark.feature("I1", "P2")
def test_a_row_of_earlier_filters_opens_nothing_by_a_key_until_it_is_what_was_asked_for(
    console: OpenConsole, client: Client
) -> None:
    page = console("admin", at="/interactions")
    first = _rows(page).nth(1).get_by_role("link").first
    expect(first).to_be_visible()
    held: list[Route] = []
    page.route(re.compile(r"/api/interactions\?.*channel=email"), lambda route: held.append(route))
    page.get_by_role("combobox", name="Channel").click()
    page.get_by_role("option", name="E-mail").click()
    page.keyboard.press("Escape")
    reading = page.get_by_role("progressbar", name="Loading what you chose")
    expect(reading).to_be_visible()
    first.press("Enter")
    expect(page.get_by_text("What you chose is still being read.")).to_be_visible()
    expect(first).to_be_focused()
    assert "/int_" not in page.url
    for route in held:
        route.continue_()
    expect(reading).to_have_count(0)
    first.press("Enter")
    expect(page).to_have_url(re.compile("/int_"))
    opened = page.url.rsplit("/", 1)[-1].partition("?")[0]
    assert client("admin").get(f"/interactions/{opened}")["channel"] == "email"


@pytest.mark.feature("I1")
def test_ten_thousand_rows_stay_few_in_the_page(console: OpenConsole, client: Client) -> None:
    pattern = client("admin").get("/interactions", {"limit": 1})["items"][0]
    page = console("admin", at="/intake/imports")
    pages, size = 10, 1000
    requested: list[str] = []

    def answer(route: Route, request: Request) -> None:
        requested.append(request.url)
        number = int(parse_qs(urlsplit(request.url).query).get("cursor", ["0"])[0])
        items = [
            {**pattern, "id": f"int_{number * size + each}", "contact_reference": f"ROW-{number * size + each}"}
            for each in range(size)
        ]
        route.fulfill(json={"items": items, "next_cursor": str(number + 1) if number + 1 < pages else None})

    page.route(re.compile(r"/api/interactions\?"), answer)
    # What a busy page does: it reports the end's leaving and coming back together, the last one last.
    page.add_init_script(
        """window.IntersectionObserver = class extends IntersectionObserver {
            constructor(told, options) {
                const before = (entry) => ({ target: entry.target, isIntersecting: !entry.isIntersecting });
                super((entries) => told(entries.flatMap((entry) => [before(entry), entry])), options);
            }
        }"""
    )
    page.goto("/interactions")
    table = page.get_by_role("table", name="Interactions")
    expect(page.get_by_role("link", name=re.compile(r"ROW-0$"))).to_be_visible()
    page.wait_for_function(
        """() => {
            window.scrollTo(0, document.body.scrollHeight);
            const table = document.querySelector('table[aria-label="Interactions"]');
            return table && table.getAttribute('aria-rowcount') === '10001';
        }""",
        timeout=SECONDS * 3000,
    )
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    expect(page.get_by_role("link", name=re.compile(r"ROW-9999$"))).to_be_visible()
    assert table.get_by_role("row").count() < 100
    assert len(requested) == len(set(requested)) == pages


@pytest.mark.feature("P4")
def test_an_interaction_of_another_line_is_not_there(console: OpenConsole, world: World, client: Client) -> None:
    call = _recorded(world, client)
    page = console("outsider", at=f"/interactions/{call['id']}", allow=[r"status of 404"])
    expect(page.get_by_role("alert")).to_contain_text("Not found")
    expect(page.get_by_text(call["agent_name"])).to_have_count(0)


@pytest.mark.feature("S4.7")
def test_an_evaluation_is_begun_from_the_interaction(console: OpenConsole, world: World, client: Client) -> None:
    call = _recorded(world, client)
    page = console("manager", at=f"/interactions/{call['id']}")
    page.get_by_role("combobox", name="Scorecard").click()
    page.get_by_role("option", name=re.compile("Voice")).first.click()
    page.get_by_role("button", name="Evaluate").click()
    expect(page).to_have_url(re.compile(r"/evaluations/ev_"))
    begun = page.url.rsplit("/", 1)[-1]
    client("manager").change(f"/evaluations/{begun}", None, method="DELETE")


LISTS = [
    ("/interactions", "Channel"),
    ("/evaluations", "Type"),
    ("/people", "Kind"),
    ("/meetings", "Status"),
    ("/reports", "Scorecard"),
]


@pytest.mark.parametrize(("address", "filter_name"), LISTS)
def test_filters_stand_behind_one_button_on_a_phone(console: OpenConsole, address: str, filter_name: str) -> None:
    page = console("admin", at=address, width=390, height=844)
    button = page.get_by_role("button", name=re.compile(r"^Filters"))
    field = page.get_by_role("search").get_by_role("combobox", name=filter_name)
    expect(button).to_have_text("Filters")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(field).to_be_hidden()
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    field.click()
    page.get_by_role("listbox").get_by_role("option").first.click()
    expect(button).to_have_text("Filters (1)")
    page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    # What is chosen stands in the address, and that the filters are open doesn't.
    page.reload()
    expect(button).to_have_text("Filters (1)")
    expect(field).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 860})
    expect(button).to_be_hidden()
    expect(field).to_be_visible()


@pytest.mark.feature("N7")
def test_the_words_of_a_conversation_are_saved_by_keyboard(console: OpenConsole, world: World, client: Client) -> None:
    recorded = _recorded(world, client)
    page = console("supervisor", at=f"/interactions/{recorded['id']}")
    menu = page.get_by_role("button", name="Download the transcript")
    for form, name, begins in (("vCon", "vcon", '{"vcon":"0.4.0"'), ("WebVTT captions", "vtt", "WEBVTT\n")):
        menu.press("Enter")
        with page.expect_download() as saved:
            page.get_by_role("menuitem", name=form).press("Enter")
        assert saved.value.suggested_filename == f"{recorded['id']}.{name}"
        assert saved.value.path().read_text(encoding="utf-8").startswith(begins)
        # A file takes its time: whoever goes on by keyboard goes on from here.
        expect(menu).to_be_focused()
