"""Evaluating by hand: by keys alone, saved as one goes, and nothing lost; and reading what came of it."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from local.client import ApiClient, ApiError, Json
from tests.web.conftest import OpenConsole, People
from tests.web.world import Somebody, World

Clients = Callable[[str | Somebody], ApiClient]
# What these tests provoke: refusals, and pages that cannot be read while the network is cut.
BUSY = r"status of (412|409|422|429|503|404)|ERR_INTERNET_DISCONNECTED|preload CSS|dynamically imported module"


@pytest.fixture(scope="module")
def judge(newcomer: Callable[..., Somebody]) -> Somebody:
    """An evaluator of these tests' own: drafts belong to whoever opened them."""
    return newcomer("evaluator")


@pytest.fixture(scope="module")
def scorecard(client: Clients, judge: Somebody) -> Json:
    """The scorecard for e-mails, which people answer, with its questions."""
    found = next(each for each in client(judge).pages("/scorecards") if each["name"] == "E-mail quality")
    detail: Json = client(judge).get(f"/scorecards/{found['id']}")
    return detail


@pytest.fixture
def email(client: Clients, judge: Somebody) -> Json:
    """A conversation by e-mail."""
    found: Json = client(judge).get("/interactions", {"channel": "email", "limit": 1})["items"][0]
    return found


@pytest.fixture
def draft(client: Clients, judge: Somebody, scorecard: Json, email: Json) -> Iterator[Json]:
    """A draft of a test's own, gone again after it unless it was completed."""
    api = client(judge)
    opened: Json = api.post("/evaluations", {"interaction_id": email["id"], "scorecard_id": scorecard["id"]})
    yield opened
    now = api.request("GET", f"/evaluations/{opened['id']}")
    if now.body["status"] == "draft":
        api.request("DELETE", f"/evaluations/{opened['id']}", etag=now.etag)


def _questions(scorecard: Json) -> list[Json]:
    return [question for section in scorecard["version"]["sections"] for question in section["questions"]]


def _question(page: Page, text: str) -> Locator:
    return page.get_by_role("group", name=re.compile(rf"^\d+\. {re.escape(text)}"))


def _total(page: Page) -> Locator:
    return page.get_by_role("group", name="Running total")


def _answer(client: ApiClient, evaluation: Json, text: str) -> Json | None:
    """The answer to a question as the API has it."""
    detail = client.get(f"/evaluations/{evaluation['id']}")
    question = next(each for each in _questions(detail) if each["text"] == text)
    return next((each for each in detail["answers"] if each["question_id"] == question["id"]), None)


def _problem(status: int, kind: str, detail: str) -> dict[str, Any]:
    body = {"type": f"urn:debrief:problem:{kind}", "title": kind, "status": status, "detail": detail, "errors": []}
    return {
        "status": status,
        "headers": {"Content-Type": "application/problem+json", "Retry-After": "1"},
        "body": json.dumps(body),
    }


@pytest.mark.feature("S4.1", "S4.2", "S4.4", "S4.7")
def test_a_conversation_is_evaluated_by_keys_alone(
    console: OpenConsole, client: Clients, newcomer: Callable[..., Somebody], scorecard: Json, email: Json
) -> None:
    somebody = newcomer("evaluator")
    page = console(somebody, at="/evaluations")
    page.get_by_role("button", name="New evaluation").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="New evaluation")
    expect(dialog.get_by_label("Contact reference")).to_be_focused()
    page.keyboard.type(email["contact_reference"])
    expect(dialog.get_by_text(email["agent_name"])).to_be_visible()
    dialog.get_by_role("combobox", name="Scorecard").or_(dialog.get_by_label("Scorecard")).first.focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("option", name=scorecard["name"]).wait_for()
    while page.locator('[data-combobox-selected="true"]').inner_text() != scorecard["name"]:
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Start evaluating").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(f"Evaluating {email['contact_reference']}")
    expect(_total(page)).to_contain_text("0/150")
    asked = _questions(scorecard)
    # All but the last are answered, with the best answer to the first and No to the second.
    for number, question in enumerate(asked[:-1]):
        if number:
            page.keyboard.press("j")
            expect(_question(page, question["text"])).to_be_focused()
        page.keyboard.press("4" if question["kind"] == "rating_scale" else "n" if number == 1 else "y")
    page.keyboard.press("k")
    page.keyboard.press("c")
    note = _question(page, asked[-3]["text"]).get_by_label("Comment")
    expect(note).to_be_focused()
    page.keyboard.type("Signed, as it should be.")
    page.keyboard.press("Escape")
    expect(page.get_by_text(f"{len(asked) - 1} of {len(asked)} answered")).to_be_visible()

    page.get_by_role("button", name="Complete evaluation").focus()
    page.keyboard.press("Enter")
    open_one = page.get_by_role("alert").get_by_role("button", name=re.compile(re.escape(asked[-1]["text"])))
    open_one.focus()
    page.keyboard.press("Enter")
    expect(_question(page, asked[-1]["text"])).to_be_focused()
    page.keyboard.press("y")
    expect(page.get_by_text(f"{len(asked)} of {len(asked)} answered")).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    possible = sum(max(option["points"] for option in each["options"]) for each in asked)
    earned = possible - max(option["points"] for option in asked[1]["options"])
    expect(_total(page)).to_contain_text(f"{earned:g}/{possible:g}")

    page.get_by_role("button", name="Complete evaluation").focus()
    page.keyboard.press("Enter")
    result = page.get_by_role("group", name="Score", exact=True)
    expect(result).to_contain_text(f"{earned:g}/{possible:g}")
    expect(result).to_contain_text("Passed")
    expect(page.get_by_text("Signed, as it should be.")).to_be_visible()
    saved = client(somebody).get("/evaluations/" + page.url.rsplit("/", 1)[-1])
    assert saved["status"] == "completed"
    assert (saved["score"]["earned"], saved["score"]["possible"]) == (earned, possible)


@pytest.mark.feature("S4.4", "S4.7")
def test_a_cut_network_loses_no_answer(
    console: OpenConsole, client: Clients, judge: Somebody, scorecard: Json, draft: Json
) -> None:
    first, second = _questions(scorecard)[:2]
    page = console(judge, at=f"/evaluations/{draft['id']}", allow=[BUSY])
    expect(_question(page, first["text"])).to_be_visible()
    page.context.set_offline(True)
    page.keyboard.press("3")
    expect(page.get_by_text("Not saved (1)")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("What you typed is still here")
    page.keyboard.press("j")
    page.keyboard.press("y")
    page.keyboard.press("c")
    page.keyboard.type("Taken up word by word.")
    expect(page.get_by_text("Not saved (2)")).to_be_visible()
    # Gone from the page and back: the answers are there still.
    page.get_by_role("link", name="Evaluations").first.click()
    page.go_back()
    expect(_question(page, second["text"]).get_by_label("Comment")).to_have_value("Taken up word by word.")
    page.context.set_offline(False)
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    api = client(judge)
    assert _answer(api, draft, second["text"]) == {
        **(_answer(api, draft, second["text"]) or {}),
        "option_id": "yes",
        "comment": "Taken up word by word.",
    }
    assert (_answer(api, draft, first["text"]) or {})["option_id"] == "op_3"


@pytest.mark.feature("S4.7")
def test_a_busy_api_is_told_and_tried_again(
    console: OpenConsole, client: Clients, judge: Somebody, scorecard: Json, draft: Json
) -> None:
    first = _questions(scorecard)[0]
    page = console(judge, at=f"/evaluations/{draft['id']}", allow=[BUSY])
    refusals = [
        _problem(503, "unavailable", "A part of Debrief does not answer just now."),
        _problem(429, "throttled", "Too much is being asked of Debrief just now."),
    ]
    at_once: list[int] = []

    def answer(route: Route) -> None:
        at_once.append(len(at_once))
        if refusals:
            route.fulfill(**refusals.pop(0))
        else:
            route.continue_()

    page.route("**/api/evaluations/*/answers", answer)
    expect(_question(page, first["text"])).to_be_visible()
    page.keyboard.press("4")
    expect(page.get_by_text("Not saved (1)")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("Debrief is busy")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert len(at_once) == 3
    assert (_answer(client(judge), draft, first["text"]) or {})["option_id"] == "op_4"


@pytest.mark.feature("S4.7")
def test_what_somebody_else_changed_is_loaded_and_what_was_typed_stays(
    console: OpenConsole, client: Clients, judge: Somebody, scorecard: Json, draft: Json
) -> None:
    first, second = _questions(scorecard)[:2]
    api = client(judge)
    page = console(judge, at=f"/evaluations/{draft['id']}", allow=[BUSY])
    expect(_question(page, first["text"])).to_be_visible()
    # The same person in another window.
    elsewhere = {"answers": [{"question_id": second["id"], "option_id": "no"}]}
    api.change(f"/evaluations/{draft['id']}/answers", elsewhere, of=f"/evaluations/{draft['id']}")
    page.keyboard.press("4")
    expect(page.get_by_role("alert")).to_contain_text("Somebody changed this meanwhile")
    expect(_question(page, first["text"]).get_by_role("radio", name="Fully")).to_be_checked()
    page.get_by_role("button", name="Load the latest").click()
    expect(_question(page, second["text"]).get_by_role("radio", name="No")).to_be_checked()
    expect(_question(page, first["text"]).get_by_role("radio", name="Fully")).to_be_checked()
    page.get_by_role("button", name="Save now").click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert (_answer(api, draft, first["text"]) or {})["option_id"] == "op_4"

    # Completed elsewhere: that is told, and the answer is kept for a correction.
    answers = [{"question_id": each["id"], "option_id": each["options"][0]["id"]} for each in _questions(scorecard)]
    api.change(f"/evaluations/{draft['id']}/answers", {"answers": answers}, of=f"/evaluations/{draft['id']}")
    api.post(f"/evaluations/{draft['id']}/completion")
    page.keyboard.press("2")
    expect(page.get_by_role("alert")).to_contain_text("completed")
    page.get_by_role("button", name="Load the latest").click()
    expect(page.get_by_role("alert").or_(page.get_by_text("The evaluation was completed meanwhile"))).to_be_visible()
    page.get_by_role("button", name="Correct answers").click()
    expect(_question(page, first["text"]).get_by_role("radio", name="Partly")).to_be_checked()
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Saved, and scored anew.")).to_be_visible()
    expect(page.get_by_role("group", name="Score", exact=True)).to_contain_text("/150")
    assert (_answer(api, draft, first["text"]) or {})["option_id"] == "op_2"


@pytest.mark.feature("S4.7")
def test_words_of_the_transcript_become_evidence(
    console: OpenConsole, client: Clients, judge: Somebody, scorecard: Json, email: Json, draft: Json
) -> None:
    first = _questions(scorecard)[0]
    page = console(judge, at=f"/evaluations/{draft['id']}")
    page.get_by_role("button", name=re.compile("^Use as evidence: ")).first.click()
    page.get_by_role("button", name=re.compile("^Use as evidence for question 1")).click()
    note = _question(page, first["text"]).get_by_label("Comment")
    expect(note).to_have_value(re.compile(r"^“.+” \(\d+:\d\d\)$", re.DOTALL))
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert "“" in (_answer(client(judge), draft, first["text"]) or {})["comment"]


@pytest.mark.feature("S4.7", "S2.4", "N1", "N2")
def test_a_quote_goes_to_where_it_was_said(console: OpenConsole, client: Clients, world: World, people: People) -> None:
    api = client("supervisor")
    call = api.get("/interactions", {"contact_reference": world.recorded})["items"][0]
    evaluation = next(
        each for each in api.pages("/evaluations", {"interaction_id": call["id"]}) if each["type"] == "automatic"
    )
    detail = api.get(f"/evaluations/{evaluation['id']}")
    quote = max((each["quote"] for each in detail["answers"] if each["quote"]), key=lambda each: each["start_ms"])
    page = console("supervisor", at=f"/evaluations?agent={people['agent'].id}&type=automatic")
    row = page.get_by_role("row").filter(has_text=world.recorded)
    expect(row).to_contain_text(f"{evaluation['earned']:g} of {evaluation['possible']:g} points")
    row.get_by_role("cell").last.click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("group", name="Score")).to_contain_text(f"{evaluation['percent']:g}%")
    expect(page).to_have_url(re.compile(f"open={evaluation['id']}"))
    drawer.get_by_role("link", name="Open beside the conversation").click()
    seconds = quote["start_ms"] // 1000
    page.get_by_role("region", name="Scorecard").get_by_role("button", name=quote["text"]).first.click()
    times = "|".join(f"{each // 60}:{each % 60:02d}" for each in range(seconds, seconds + 8))
    expect(page.get_by_label("Time")).to_have_text(re.compile(rf"^({times})"))
    page.get_by_role("button", name="How the AI answered").click()
    expect(page.get_by_text(detail["provenance"]["prompt_version"])).to_be_visible()


@pytest.mark.feature("S4.7", "P4")
def test_an_agent_reads_their_own_and_an_outsider_finds_nothing(
    console: OpenConsole, client: Clients, people: People
) -> None:
    evaluation = client("agent").get("/evaluations", {"limit": 1})["items"][0]
    page = console("agent", at="/evaluations")
    expect(page.get_by_role("button", name="New evaluation")).to_have_count(0)
    page.get_by_role("link", name=evaluation["contact_reference"]).first.click()
    expect(page.get_by_role("region", name="Scorecard").get_by_role("group", name="Score", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Correct answers|Delete"))).to_have_count(0)
    expect(page.get_by_role("radio")).to_have_count(0)
    with pytest.raises(ApiError):
        client("outsider").get(f"/evaluations/{evaluation['id']}")
    other = console("outsider", at=f"/evaluations/{evaluation['id']}", allow=[BUSY])
    expect(other.get_by_role("alert")).to_contain_text("Not found")
    expect(other.get_by_text(people["agent"].name)).to_have_count(0)


@pytest.mark.feature("S4.1", "S4.3", "S4.6")
def test_a_scorecard_is_read(console: OpenConsole, client: Clients, scorecard: Json) -> None:
    page = console("evaluator", at="/scorecards")
    page.get_by_role("link", name=scorecard["name"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(scorecard["name"])
    for section in scorecard["version"]["sections"]:
        expect(page.get_by_role("heading", level=2, name=section["title"])).to_be_visible()
        for question in section["questions"]:
            answers = page.get_by_role("table", name=f"Answers to {question['text']}")
            expect(answers.get_by_role("row")).to_have_count(len(question["options"]) + 1)
    expect(page.get_by_role("button", name="Archive")).to_have_count(0)


@pytest.mark.feature("S4.6")
def test_an_administrator_publishes_archives_and_sees_versions(console: OpenConsole, client: Clients) -> None:
    admin = client("admin")
    question = {
        "id": "",
        "text": "Greeting",
        "kind": "yes_no",
        "options": [
            {"id": "yes", "label": "Yes", "points": 10, "passes": True},
            {"id": "no", "label": "No", "points": 0, "auto_fail": "evaluation"},
        ],
    }
    section = {"id": "", "title": "Opening", "weight": 100, "questions": [question]}
    lacking = {**section, "weight": 90}
    made = admin.post("/scorecards", {"name": "Trial of the console", "content": {"sections": [lacking]}})
    page = console("admin", at=f"/scorecards/{made['id']}")
    expect(page.get_by_text("the section weights total 90")).to_be_visible()
    expect(page.get_by_role("button", name="Publish")).to_be_disabled()
    admin.change(f"/scorecards/{made['id']}", {"content": {"sections": [section]}})
    page.reload()
    expect(page.get_by_text("Fails the evaluation")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published", exact=True)).to_be_visible()
    detail = admin.get(f"/scorecards/{made['id']}")
    sections = detail["version"]["sections"]
    sections[0]["questions"][0]["allow_na"] = True
    admin.change(f"/scorecards/{made['id']}", {"content": {"sections": sections}})
    page.reload()
    page.get_by_label("Version").select_option(value="1")
    expect(page).to_have_url(re.compile("version=1"))
    expect(page.get_by_text("no N/A")).to_be_visible()
    page.get_by_role("button", name="Archive").click()
    page.get_by_role("dialog").get_by_role("button", name="Archive scorecard").click()
    expect(page.get_by_text("Archived", exact=True)).to_be_visible()
