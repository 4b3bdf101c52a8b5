"""Evaluating by hand: by keys alone, saved as one goes, and nothing lost; and reading what came of it."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from local.client import ApiClient, ApiError, Json
from local.waiting import Waiter
from tests.web.browser import SECONDS
from tests.web.conftest import OpenConsole, People
from tests.web.test_summaries import passes_axe
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
    yield from _opened(client(judge), email, scorecard)


@pytest.fixture
def call_draft(client: Clients, judge: Somebody, people: People) -> Iterator[Json]:
    """A draft about a call, all for the AI. It isn't the star agent's, whose figures other tests read."""
    api = client(judge)
    call = api.get("/interactions", {"channel": "voice", "agent_id": people["colleague"].id})["items"][0]
    card = next(each for each in api.pages("/scorecards") if each["name"] == "Voice service")
    yield from _opened(api, call, card)


def _opened(api: ApiClient, interaction: Json, scorecard: Json) -> Iterator[Json]:
    """A draft that is gone again afterwards, unless it was completed."""
    opened: Json = api.post("/evaluations", {"interaction_id": interaction["id"], "scorecard_id": scorecard["id"]})
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
    dialog.get_by_role("button", name="Evaluate").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text(", ".join(email["inquiry"][:1]))
    expect(page.get_by_role("main")).to_contain_text(email["contact_reference"])
    expect(_total(page)).to_contain_text("0/150")
    asked = _questions(scorecard)
    # All but the last are answered, with the best answer to the first and No to the second.
    for number, question in enumerate(asked[:-1]):
        # An answer goes on by itself.
        expect(_question(page, question["text"])).to_be_focused()
        page.keyboard.press("4" if question["kind"] == "rating_scale" else "n" if number == 1 else "y")
    page.keyboard.press("k")
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
    page = console(judge, at=f"/evaluations/{draft['id']}", allow=[BUSY, "ChunkMissing"])
    expect(_question(page, first["text"])).to_be_visible()
    page.context.set_offline(True)
    page.keyboard.press("3")
    expect(page.get_by_text("Not saved (1)")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("What you typed is still here")
    page.keyboard.press("y")
    # It went on to the third; the comment is on what was answered last.
    page.keyboard.press("Shift+C")
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


def _elsewhere(api: ApiClient, draft: Json, question: Json, option_id: str) -> None:
    """Answer a question of a draft as the same person does in another window."""
    answers = [{"question_id": question["id"], "option_id": option_id}]
    api.change(f"/evaluations/{draft['id']}/answers", {"answers": answers}, of=f"/evaluations/{draft['id']}")


@pytest.mark.feature("S4.7")
def test_what_was_saved_elsewhere_goes_together_with_what_is_answered_here(
    console: OpenConsole, client: Clients, judge: Somebody, scorecard: Json, draft: Json
) -> None:
    first, second = _questions(scorecard)[:2]
    api = client(judge)
    page = console(judge, at=f"/evaluations/{draft['id']}", allow=[BUSY])
    expect(_question(page, first["text"])).to_be_visible()
    _elsewhere(api, draft, second, "no")
    page.keyboard.press("4")
    expect(_question(page, second["text"]).get_by_role("radio", name="No")).to_be_checked()
    expect(_question(page, first["text"]).get_by_role("radio", name="Fully")).to_be_checked()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert (_answer(api, draft, first["text"]) or {})["option_id"] == "op_4"
    assert (_answer(api, draft, second["text"]) or {})["option_id"] == "no"

    # Completed elsewhere: that is told, and the answer is kept for a correction.
    answers = [{"question_id": each["id"], "option_id": each["options"][0]["id"]} for each in _questions(scorecard)]
    api.change(f"/evaluations/{draft['id']}/answers", {"answers": answers}, of=f"/evaluations/{draft['id']}")
    api.post(f"/evaluations/{draft['id']}/completion")
    page.keyboard.press("k")
    page.keyboard.press("2")
    expect(page.get_by_role("alert")).to_contain_text("completed")
    page.get_by_role("button", name="Load the latest").click()
    kept = page.get_by_role("alert").filter(has_text="The evaluation was completed meanwhile")
    expect(kept).to_contain_text("1 answer of yours could not be saved before")
    page.get_by_role("button", name="Correct answers").click()
    expect(_question(page, first["text"]).get_by_role("radio", name="Partly")).to_be_checked()
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Saved, and scored anew.")).to_be_visible()
    expect(page.get_by_role("group", name="Score", exact=True)).to_contain_text("/150")
    assert (_answer(api, draft, first["text"]) or {})["option_id"] == "op_2"


@pytest.mark.feature("S4.7")
def test_what_was_answered_twice_is_shown_side_by_side_and_asked(
    console: OpenConsole, client: Clients, judge: Somebody, scorecard: Json, draft: Json
) -> None:
    first, second = _questions(scorecard)[:2]
    api = client(judge)
    page = console(judge, at=f"/evaluations/{draft['id']}", allow=[BUSY])
    expect(_question(page, first["text"])).to_be_visible()
    _elsewhere(api, draft, first, "op_2")
    page.keyboard.press("4")
    page.keyboard.press("y")
    asked = page.get_by_role("alert").filter(has_text="Question 1 was answered elsewhere too")
    expect(asked).to_contain_text("Yours, not saved Fully Saved meanwhile Partly", use_inner_text=True)
    # Nothing else waits for it, and nothing is completed before.
    expect(page.get_by_text("Not saved (1)")).to_be_visible()

    def saved() -> bool | None:
        # The same is said while the first alone was refused, and this one is on its way.
        return (_answer(api, draft, second["text"]) or {}).get("option_id") == "yes" or None

    Waiter().until("That the other answer is saved", saved, seconds=SECONDS * 3)
    expect(page.get_by_text("Not saved (1)")).to_be_visible()
    # It is kept over a reload.
    page.reload()
    asked.get_by_role("button", name="Keep yours of question 1").click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    expect(asked).to_have_count(0)
    expect(_question(page, first["text"])).to_be_focused()
    assert (_answer(api, draft, first["text"]) or {})["option_id"] == "op_4"

    _elsewhere(api, draft, first, "op_3")
    page.keyboard.press("1")
    asked.get_by_role("button", name="Take the saved one of question 1").click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    expect(asked).to_have_count(0)
    label = next(each["label"] for each in first["options"] if each["id"] == "op_3")
    expect(_question(page, first["text"]).get_by_role("radio", name=label)).to_be_checked()
    assert (_answer(api, draft, first["text"]) or {})["option_id"] == "op_3"


@pytest.mark.feature("S4.7", "N1")
def test_the_ai_answers_while_somebody_goes_on(
    console: OpenConsole, client: Clients, judge: Somebody, call_draft: Json
) -> None:
    where, api = f"/evaluations/{call_draft['id']}", client(judge)
    its = _questions(api.get(where))
    assert {each["answerer"] for each in its} == {"ai"}
    own = its[-1]
    page = console(judge, at=where, allow=[BUSY])
    # What the AI saved comes late to the page: what is answered until then is sent over an older state.
    late = [True]

    def read(route: Route) -> None:
        if not late[0]:
            route.continue_()

    def save(route: Route) -> None:
        late[0] = False
        route.continue_()

    page.route(f"**/api{where}", read)
    page.route(f"**/api{where}/answers", save)
    status = page.get_by_role("status")
    page.get_by_role("button", name=f"Let the AI answer {len(its)} questions").focus()
    page.keyboard.press("Enter")
    expect(status.filter(has_text="The AI is answering")).to_be_visible()
    expect(status.filter(has_text="The AI is answering")).to_be_focused()

    def answered() -> Json | None:
        now: Json = api.get(where)
        return None if now["ai_answering"] else now

    by_ai = {each["question_id"]: each for each in Waiter().until("That it answers", answered, seconds=120)["answers"]}
    assert by_ai.keys() >= {each["id"] for each in its}
    assert {by_ai[each["id"]]["answered_by"] for each in its} == {"ai"}
    other = next(each for each in own["options"] if each["id"] != by_ai[own["id"]]["option_id"])
    _question(page, own["text"]).get_by_role("radio", name=re.compile(f"^{re.escape(other['label'])}")).check()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    expect(status.filter(has_text=re.compile(r"The AI is done: it answered \d+ questions"))).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    kept = _answer(api, call_draft, own["text"]) or {}
    assert (kept["option_id"], kept["answered_by"]) == (other["id"], "human")
    expect(_question(page, own["text"]).get_by_text("% sure")).to_have_count(0)
    quoted = 0
    for each in its[:-1]:
        answer, field = by_ai[each["id"]], _question(page, each["text"])
        # Where nothing said makes a question applicable, it is N/A.
        label = next((option["label"] for option in each["options"] if option["id"] == answer["option_id"]), "N/A")
        expect(field.get_by_role("radio", name=re.compile(f"^{re.escape(label)}"))).to_be_checked()
        expect(field.get_by_text("% sure")).to_have_count(0 if answer["no_opportunity"] else 1)
        if answer["quote"]:
            quoted += 1
            expect(field.get_by_role("button", name=answer["quote"]["text"]).last).to_be_visible()
    assert quoted
    passes_axe(page.locator("body"))

    # What it answered can be changed, or left to it once more.
    first = its[0]
    changed = next(each for each in first["options"] if each["id"] != by_ai[first["id"]]["option_id"])
    _question(page, first["text"]).get_by_role("radio", name=re.compile(f"^{re.escape(changed['label'])}")).check()
    _question(page, its[1]["text"]).get_by_role("button", name="Take back").click()
    page.get_by_role("button", name="Let the AI answer 1 question").click()
    expect(status.filter(has_text="The AI is done: it answered 1 question.")).to_be_visible(timeout=SECONDS * 3000)
    expect(_question(page, its[1]["text"]).get_by_text("% sure")).to_be_visible()

    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.get_by_role("button", name="Complete evaluation").click()
    expect(page.get_by_role("group", name="Score", exact=True)).to_be_visible()
    done = api.get(where)
    assert (done["status"], done["type"]) == ("completed", "blended")
    by = {each["question_id"]: each["answered_by"] for each in done["answers"]}
    assert (by[own["id"]], by[first["id"]], by[its[1]["id"]]) == ("human", "human", "ai")


@pytest.mark.feature("S4.7")
def test_a_latest_state_that_cannot_be_loaded_is_told(
    console: OpenConsole, client: Clients, judge: Somebody, scorecard: Json, draft: Json
) -> None:
    first, second = _questions(scorecard)[:2]
    page = console(judge, at=f"/evaluations/{draft['id']}", allow=[BUSY, r"status of 500"])
    expect(_question(page, first["text"])).to_be_visible()
    _elsewhere(client(judge), draft, second, "no")
    broken = _problem(500, "internal", "An unexpected error")
    page.route(f"**/api/evaluations/{draft['id']}", lambda route: route.fulfill(**broken))
    page.keyboard.press("4")
    told = page.get_by_role("alert").filter(has_text="Something went wrong in Debrief")
    expect(told).to_be_visible()
    expect(_question(page, first["text"]).get_by_role("radio", name="Fully")).to_be_checked()
    page.unroute_all()
    told.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(_question(page, second["text"]).get_by_role("radio", name="No")).to_be_checked()
    assert (_answer(client(judge), draft, first["text"]) or {})["option_id"] == "op_4"


def _select_in_turn(page: Page, turn: int, start: int, end: int) -> str:
    """Select characters of a turn as a mouse does; the turn's whole text."""
    text = page.locator(f'[data-text="{turn}"]')
    text.evaluate(
        "(place, [from, to]) => getSelection().setBaseAndExtent(place.firstChild, from, place.firstChild, to)",
        [start, end],
    )
    return text.inner_text()


@pytest.mark.feature("S4.7", "N1")
def test_words_of_the_transcript_become_evidence_and_go_again(
    console: OpenConsole, client: Clients, judge: Somebody, scorecard: Json, draft: Json
) -> None:
    first, second = _questions(scorecard)[:2]
    api = client(judge)
    turn = api.get(f"/interactions/{draft['interaction_id']}/transcript")["turns"][1]
    words = re.findall(r"\w+", turn["text"])[:4]
    page = console(judge, at=f"/evaluations/{draft['id']}")
    expect(_question(page, first["text"])).to_be_visible()
    page.keyboard.press("3")
    page.keyboard.press("k")
    # From within the first word to within the fourth: whole words are taken.
    end = re.match(r"(\W*\w+){4}", turn["text"])
    assert end is not None
    _select_in_turn(page, 1, turn["text"].index(words[0]) + 1, end.end() - 1)
    use = page.get_by_role("button", name="Use as evidence for question 1")
    expect(use).to_be_visible()
    page.keyboard.press("e")
    expect(use).to_have_count(0)
    quoted = turn["text"][turn["text"].index(words[0]) : end.end()]
    evidence = _question(page, first["text"]).get_by_role("button", name=quoted)
    expect(evidence).to_be_visible()
    expect(_question(page, first["text"]).get_by_label("Comment")).to_have_count(0)
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    kept = _answer(api, draft, first["text"]) or {}
    assert (kept["option_id"], kept["comment"], kept["answered_by"]) == ("op_3", "", "human")
    assert kept["quote"]["text"].startswith(quoted)
    assert (kept["quote"]["turn_index"], kept["quote"]["speaker"]) == (1, turn["speaker"])

    # A whole turn, for another question; both are marked where they were said.
    page.keyboard.press("j")
    page.get_by_role("button", name=re.compile("^Use as evidence: ")).first.click()
    page.get_by_role("button", name=re.compile("^Use as evidence for question 2")).click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    transcript = page.get_by_role("region", name="Transcript")
    expect(transcript.get_by_role("listitem").nth(1)).to_contain_text(first["text"])
    expect(transcript.get_by_role("listitem").nth(0)).to_contain_text(second["text"])
    assert (_answer(api, draft, second["text"]) or {})["option_id"] is None

    # Read anew it is still there, and goes to its turn.
    page.reload()
    evidence.click()
    expect(transcript.locator("[data-marked]")).to_contain_text(turn["text"].split("\n")[0])
    _question(page, first["text"]).get_by_role("button", name="Remove the evidence of question 1").click()
    expect(_question(page, first["text"])).to_be_focused()
    expect(evidence).to_have_count(0)
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert (_answer(api, draft, first["text"]) or {})["quote"] is None


@pytest.mark.feature("S4.7", "N1")
def test_refused_evidence_is_told_beside_its_question(
    console: OpenConsole, judge: Somebody, scorecard: Json, draft: Json
) -> None:
    first = _questions(scorecard)[0]
    page = console(judge, at=f"/evaluations/{draft['id']}", allow=[BUSY])
    why = {"pointer": "/answers/0/quote", "message": "these words don't stand in that turn"}
    told = _problem(422, "rule-broken", "Evidence has to be words of the conversation")
    told["body"] = json.dumps({**json.loads(told["body"]), "errors": [why]})

    def answer(route: Route) -> None:
        given = (route.request.post_data_json or {})["answers"]
        if any(each["quote"] for each in given):
            route.fulfill(**told)
        else:
            route.continue_()

    page.route("**/api/evaluations/*/answers", answer)
    page.get_by_role("button", name=re.compile("^Use as evidence: ")).first.click()
    page.get_by_role("button", name=re.compile("^Use as evidence for question 1")).click()
    question = _question(page, first["text"])
    expect(question.get_by_text(why["message"])).to_be_visible()
    question.get_by_role("button", name="Remove the evidence of question 1").click()
    expect(question.get_by_text(why["message"])).to_have_count(0)
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()


@pytest.fixture
def finished(client: Clients, newcomer: Callable[..., Somebody], scorecard: Json, email: Json) -> tuple[Somebody, Json]:
    """An evaluation with the best answers to everything, and who completed it."""
    who = newcomer("evaluator")
    api = client(who)
    opened = api.post("/evaluations", {"interaction_id": email["id"], "scorecard_id": scorecard["id"]})
    best = [max(each["options"], key=lambda option: option["points"]) for each in _questions(scorecard)]
    answers = [
        {"question_id": question["id"], "option_id": option["id"]}
        for question, option in zip(_questions(scorecard), best, strict=True)
    ]
    path = f"/evaluations/{opened['id']}"
    api.change(f"{path}/answers", {"answers": answers}, of=path)
    return who, api.post(f"{path}/completion")


@pytest.mark.feature("S4.4", "S4.7", "N1")
def test_a_correction_has_its_running_total_and_evidence(
    console: OpenConsole, client: Clients, scorecard: Json, finished: tuple[Somebody, Json]
) -> None:
    who, evaluation = finished
    first, second = _questions(scorecard)[:2]
    page = console(who, at=f"/evaluations/{evaluation['id']}")
    asked: list[Any] = []
    page.on("request", lambda sent: asked.append(sent.post_data_json) if sent.url.endswith("/score") else None)
    page.get_by_role("button", name="Correct answers").click()
    expect(_total(page)).to_contain_text("150/150")
    expect(page.get_by_text("Saved: 150/150, passed")).to_be_visible()
    _question(page, first["text"]).focus()
    worth = {each["id"]: each["points"] for each in first["options"]}
    page.keyboard.press("1")
    page.keyboard.press("k")
    lower = 150 - worth["op_4"] + worth["op_1"]
    expect(_total(page)).to_contain_text(f"{lower:g}/150")
    expect(page.get_by_text("Saved: 150/150, passed")).to_be_visible()
    # Taken back, it is open: that counts zero, and can't be saved.
    page.keyboard.press("Backspace")
    expect(_total(page)).to_contain_text(f"{150 - worth['op_4']:g}/150")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("alert")).to_contain_text(first["text"])
    # As it was is known and no change, and what was asked before is known too.
    _question(page, first["text"]).focus()
    page.keyboard.press("4")
    expect(_total(page)).to_contain_text("150/150")
    expect(page.get_by_text("Nothing changed yet")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.keyboard.press("k")
    page.keyboard.press("1")
    expect(_total(page)).to_contain_text(f"{lower:g}/150")
    page.get_by_role("button", name=re.compile("^Use as evidence: ")).first.click()
    page.keyboard.press("e")
    expect(_question(page, second["text"]).get_by_role("button", name="Remove the evidence")).to_be_visible()
    page.get_by_label("Comment on the whole evaluation").fill("Looked at again.")
    expect(page.get_by_text("3 changes not saved")).to_be_visible()
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("group", name="Score", exact=True)).to_contain_text(f"{lower:g}/150")
    assert len(asked) == 2, "once for each score, and never for evidence or a comment"
    api = client(who)
    saved = api.get(f"/evaluations/{evaluation['id']}")
    assert (saved["score"]["earned"], saved["comment"]) == (lower, "Looked at again.")
    quote = (_answer(api, evaluation, second["text"]) or {})["quote"]
    assert quote["turn_index"] == 0
    expect(page.get_by_role("region", name="Scorecard").get_by_role("button", name=quote["text"][:40])).to_be_visible()


@pytest.mark.feature("S4.4")
def test_a_total_that_cannot_be_told_is_said_quietly(
    console: OpenConsole, scorecard: Json, finished: tuple[Somebody, Json]
) -> None:
    who, evaluation = finished
    page = console(who, at=f"/evaluations/{evaluation['id']}", allow=[r"status of 500"])
    broken = _problem(500, "internal", "An unexpected error")
    page.route("**/api/evaluations/*/score", lambda route: route.fulfill(**broken))
    page.get_by_role("button", name="Correct answers").click()
    _question(page, _questions(scorecard)[0]["text"]).focus()
    page.keyboard.press("1")
    expect(page.get_by_text("The new total can’t be told just now.")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(_total(page)).not_to_contain_text("150")
    expect(page.get_by_role("button", name="Save changes")).to_be_enabled()
    page.unroute_all()
    page.get_by_role("button", name="Ask again").click()
    expect(_total(page)).to_contain_text("/150")
    page.get_by_role("button", name="Discard changes").click()


@pytest.mark.feature("S4.1")
def test_of_a_contact_that_was_transferred_one_conversation_is_chosen(
    console: OpenConsole, client: Clients, judge: Somebody, scorecard: Json, email: Json
) -> None:
    call = client(judge).get("/interactions", {"channel": "voice", "limit": 1})["items"][0]
    page = console(judge, at="/evaluations")
    items = [{**call, "contact_reference": email["contact_reference"]}, email]
    page.route(
        re.compile(r"/api/interactions\?contact_reference="),
        lambda route: route.fulfill(json={"items": items, "next_cursor": None}),
    )
    page.get_by_role("button", name="New evaluation").click()
    dialog = page.get_by_role("dialog", name="New evaluation")
    dialog.get_by_label("Contact reference").fill(email["contact_reference"])
    choice = dialog.get_by_role("radiogroup", name="Which of them")
    expect(choice.get_by_role("radio")).to_have_count(2)
    expect(dialog.get_by_role("combobox", name="Scorecard")).to_have_count(0)
    choice.get_by_role("radio", name=re.compile(f"{re.escape(email['agent_name'])}, E-mail")).check()
    dialog.get_by_role("combobox", name="Scorecard").click()
    expect(page.get_by_role("option", name=scorecard["name"])).to_be_visible()


@pytest.mark.feature("S4.1", "S4.7")
def test_only_scorecards_that_are_for_the_conversation_are_offered(
    console: OpenConsole, client: Clients, judge: Somebody, scorecard: Json, email: Json
) -> None:
    call = client(judge).get("/interactions", {"channel": "voice", "limit": 1})["items"][0]
    page = console(judge, at="/evaluations")
    page.get_by_role("button", name="New evaluation").click()
    dialog = page.get_by_role("dialog", name="New evaluation")
    choice = dialog.get_by_role("combobox", name="Scorecard")

    def offered(reference: str) -> list[str]:
        dialog.get_by_label("Contact reference").fill(reference)
        choice.click()
        expect(page.get_by_role("option").first).to_be_visible()
        names = page.get_by_role("option").all_inner_texts()
        choice.click()
        return names

    of_emails = offered(email["contact_reference"])
    assert scorecard["name"] in of_emails
    expect(dialog.get_by_role("button", name="Evaluate")).to_be_enabled()
    dialog.get_by_label("Contact reference").fill("")
    expect(choice).to_have_count(0)
    of_calls = offered(call["contact_reference"])
    assert "Voice service" in of_calls
    assert scorecard["name"] not in of_calls
    assert "Voice service" not in of_emails

    # Where none is for it, that is said, on the interaction's page too.
    def without(route: Route) -> None:
        answer = route.fetch()
        items = [each for each in answer.json()["items"] if each["id"] != scorecard["id"]]
        route.fulfill(response=answer, json={"items": items, "next_cursor": None})

    page.route(re.compile(r"/api/scorecards\?"), without)
    page.goto(f"/interactions/{email['id']}")
    said = f"No published scorecard is for the channel E-mail and the queue {email['queue']}."
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_role("button", name="Evaluate")).to_have_count(0)


@pytest.mark.feature("S4.7")
def test_an_own_draft_is_gone_on_with_from_the_interaction(
    console: OpenConsole, client: Clients, newcomer: Callable[..., Somebody], scorecard: Json, email: Json
) -> None:
    who = newcomer("evaluator")
    page = console(who, at=f"/interactions/{email['id']}", allow=[BUSY])
    expect(page.get_by_role("button", name="Evaluate")).to_be_enabled()
    # Begun elsewhere meanwhile: it is led to all the same.
    asked = {"interaction_id": email["id"], "scorecard_id": scorecard["id"]}
    opened = client(who).post("/evaluations", asked)
    page.get_by_role("button", name="Evaluate").click()
    expect(page).to_have_url(re.compile(f"/evaluations/{opened['id']}$"))
    page.go_back()
    expect(page.get_by_text("Your draft", exact=True)).to_be_visible()
    page.get_by_role("button", name="Go on with your draft").click()
    expect(page).to_have_url(re.compile(f"/evaluations/{opened['id']}$"))

    page.goto(f"/interactions?reference={email['contact_reference']}&open={email['id']}")
    drawer = page.get_by_role("dialog", name=email["contact_reference"])
    expect(drawer.get_by_text("Your draft", exact=True)).to_be_visible()
    drawer.get_by_role("link", name=f"Go on with {scorecard['name']}").click()
    expect(page).to_have_url(re.compile(f"/evaluations/{opened['id']}$"))

    # A colleague sees nothing of it.
    other = console(newcomer("evaluator"), at=f"/interactions/{email['id']}")
    expect(other.get_by_role("button", name="Evaluate")).to_be_enabled()
    expect(other.get_by_text("Your draft")).to_have_count(0)
    client(who).change(f"/evaluations/{opened['id']}", None, method="DELETE")


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
    # Its sections count by their weights: points beside the percent would say something else.
    expect(row).to_contain_text(f"{round(evaluation['percent'], 2):g}%")
    expect(row).not_to_contain_text("points")
    row.get_by_role("cell").last.click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("group", name="Score")).to_contain_text(f"{round(evaluation['percent'], 2):g}%")
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
    # The own name needn't be told in each row.
    expect(page.get_by_role("columnheader", name="Your answer")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Agent", exact=True)).to_have_count(0)
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


@pytest.mark.feature("S4.7")
def test_an_ai_that_could_not_answer_says_why_and_can_be_asked_again(
    console: OpenConsole, judge: Somebody, call_draft: Json
) -> None:
    where = f"/evaluations/{call_draft['id']}"
    page = console(judge)
    why = "The language model took too long, also after several tries."

    def failed(route: Route) -> None:
        answer = route.fetch()
        asked = {"status": "failed", "attempt": 1, "requested_by": judge.id, "sentence": why}
        told = {**asked, "requested_at": datetime.now(UTC).isoformat()}
        route.fulfill(response=answer, json={**answer.json(), "ai_answering": told})

    page.route(f"**/api{where}", failed)
    page.goto(where)
    expect(page.get_by_role("alert").filter(has_text="The AI didn’t answer")).to_contain_text(why)
    expect(page.get_by_role("status").filter(has_text="The AI is")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("^Let the AI answer"))).to_be_enabled()


@pytest.mark.feature("S4.7")
def test_a_scorecard_that_could_not_evaluate_says_when_and_what(
    console: OpenConsole, scorecard: Json, email: Json
) -> None:
    where = f"/scorecards/{scorecard['id']}"
    page = console("admin")

    def troubled(route: Route) -> None:
        answer = route.fetch()
        trouble = {"scorecard_version": 1, "interaction_id": email["id"], "problem": "A question has no options"}
        told = {**trouble, "at": datetime.now(UTC).isoformat()}
        route.fulfill(response=answer, json={**answer.json(), "trouble": told})

    page.route(f"**/api{where}", troubled)
    page.goto(where)
    told = page.get_by_role("alert").filter(has_text="It couldn’t evaluate a conversation")
    expect(told).to_contain_text(re.compile(r"(today|yesterday) \d\d:\d\d: A question has no options\."))
    told.get_by_role("link", name="The conversation").click()
    expect(page).to_have_url(re.compile(f"/conversations/{email['id']}$"))


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
    page.get_by_role("button", name="Publish version 1").click()
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


@pytest.mark.feature("S4.7")
def test_when_evaluations_were_created_and_completed_can_be_shown(console: OpenConsole) -> None:
    page = console("evaluator", at="/evaluations")
    table = page.get_by_role("table", name="Evaluations")
    expect(table.get_by_role("columnheader", name="Scorecard")).to_be_visible()
    page.get_by_role("button", name="Choose columns").click()
    for header in ("Created", "Completed"):
        page.get_by_role("checkbox", name=header, exact=True).check()
        expect(table.get_by_role("columnheader", name=header)).to_be_visible()
