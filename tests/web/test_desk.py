"""The desk at speed: conversation after conversation by keys alone, and from a figure to what is behind it."""

import json
import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from local.client import ApiClient, Json
from local.loading.following import follow_import
from local.waiting import Waiter
from tests.web.browser import SECONDS
from tests.web.conftest import OpenConsole, People
from tests.web.test_summaries import passes_axe
from tests.web.world import Somebody, World
from tools.browser import settled

Clients = Callable[[str | Somebody], ApiClient]
Newcomer = Callable[..., Somebody]

QUESTIONS = ("Greeting", "Listening", "Solution", "Tone", "Closing")


def _yes_no(text: str, **more: Any) -> Json:
    options = [{"id": "yes", "label": "Yes", "points": 10, "passes": True}, {"id": "no", "label": "No", "points": 0}]
    return {"id": "", "text": text, "kind": "yes_no", "options": options, **more}


def _vcon(reference: str, agent: str, queue: str, at: datetime) -> Json:
    said = ("Hello, how can I help?", "My parcel has not come.", "I am sorry. It is on its way.", "Thank you.")
    metadata = {"contact_reference": reference, "channel": "chat", "queue": queue, "inquiry": ["Late delivery"]}
    return {
        "vcon": "0.4.0",
        "uuid": str(uuid4()),
        "created_at": at.isoformat(),
        "parties": [{"role": "agent", "id": agent}, {"role": "customer", "id": "C-9"}],
        "dialog": [
            {
                "type": "text",
                "parties": [0, 1],
                "originator": number % 2,
                "mediatype": "text/plain",
                "encoding": "none",
                "body": text,
                "start": (at + timedelta(minutes=number)).isoformat(),
            }
            for number, text in enumerate(said)
        ],
        "attachments": [
            {"purpose": "metadata", "party": 0, "mediatype": "application/json", "encoding": "json", "body": metadata}
        ],
    }


@pytest.fixture(scope="module")
def desk(world: World, client: Clients, newcomer: Newcomer, people: People) -> Callable[[int], Json]:
    """A scorecard for conversations of a queue of their own, so many of them, and whose they are."""
    numbers = count(1)

    def made(conversations: int) -> Json:
        admin, name = client("admin"), f"Desk-{uuid4().hex[:6]}"
        agent = newcomer("agent", manager_id=people["supervisor"].id, agent_references=[f"{name}-agent"])
        # Long enough ago that no other test takes them for the newest.
        first = datetime.now(UTC) - timedelta(days=21)
        lines = [
            _vcon(f"{name}-{number:02d}", f"{name}-agent", name, first + timedelta(hours=number))
            for number in range(conversations)
        ]
        key = f"desk/{next(numbers)}-{name}.jsonl"
        body = ("\n".join(json.dumps(line) for line in lines) + "\n").encode()
        world.cloud.boto("s3").put_object(Bucket=world.cloud.recordings_bucket, Key=key, Body=body)
        follow_import(admin, key, print, Waiter())
        questions = [_yes_no(text, allow_na=text == "Tone") for text in QUESTIONS]
        questions[0]["weight"] = 3
        sections = [
            {"id": "", "title": "Opening", "weight": 40, "questions": questions[:2]},
            {"id": "", "title": "Matter", "weight": 60, "questions": questions[2:]},
        ]
        content = {"sections": sections, "applies_to": {"channels": ["chat"], "queues": [name]}}
        card = admin.post("/scorecards", {"name": name, "content": content})
        admin.post(f"/scorecards/{card['id']}/publication")
        detail: Json = admin.get(f"/scorecards/{card['id']}")
        return {"card": detail, "agent": agent, "name": name}

    return made


# Loading isn't the tests' own time: these are made before them.
@pytest.fixture(scope="module", params=[12, pytest.param(40, marks=pytest.mark.soak)])
def session(request: pytest.FixtureRequest, desk: Callable[[int], Json]) -> tuple[int, Json]:
    """Conversations for a session of scoring, and how many."""
    many = int(request.param)
    return many, desk(many)


@pytest.fixture(scope="module")
def one(desk: Callable[[int], Json]) -> Json:
    """A single conversation to score."""
    return desk(1)


@pytest.fixture(scope="module")
def three(desk: Callable[[int], Json]) -> Json:
    """Three conversations of one agent."""
    return desk(3)


def _question(page: Page, text: str) -> Locator:
    return page.get_by_role("group", name=re.compile(rf"^\d+\. {re.escape(text)}"))


def _has_focus(page: Page) -> bool:
    return bool(page.evaluate("document.activeElement !== null && document.activeElement !== document.body"))


def _until_completed(api: ApiClient, evaluation_id: str) -> None:
    def completed() -> bool | None:
        return api.get(f"/evaluations/{evaluation_id}")["status"] == "completed" or None

    Waiter().until("That the evaluation is completed", completed, seconds=SECONDS * 3)


@pytest.mark.feature("S4.1", "S4.4", "S4.7")
def test_a_session_is_scored_by_keys_alone(
    console: OpenConsole, client: Clients, newcomer: Newcomer, session: tuple[int, Json]
) -> None:
    (many, made), judge = session, newcomer("evaluator")
    api, card = client(judge), made["card"]["id"]
    begun = api.post("/evaluations/next", {"scorecard_id": card})
    # The last one has none after it.
    page = console(judge, at=f"/evaluations/{begun['id']}", allow=[r"status of 404"])
    page.get_by_role("link", name="Evaluations").first.focus()
    took: list[float] = []
    for number in range(many):
        where = page.url
        expect(page.get_by_text(f"0 of {len(QUESTIONS)} answered")).to_be_visible()
        if number:
            # Opened by the key that completed the one before: one goes on at the first question.
            expect(_question(page, QUESTIONS[0])).to_be_focused()
        began = time.monotonic()
        for key in ("y", "n" if number % 3 == 0 else "y", "y", "a", "y"):
            page.keyboard.press(key)
        if number == 0:
            page.keyboard.press("Shift+C")
            page.keyboard.type("As it should be.")
        page.keyboard.press("Control+Enter")
        if number < many - 1:
            expect(page).not_to_have_url(where)
            expect(page.get_by_text(f"0 of {len(QUESTIONS)} answered")).to_be_visible()
        else:
            # After it comes what waits with other scorecards, or nothing; the page says the same of the one before.
            _until_completed(api, where.rsplit("/", 1)[-1])
            expect(page.get_by_text("The evaluation is completed.").last).to_be_visible()
        took.append(time.monotonic() - began)
        assert _has_focus(page), f"the focus fell to the body after {number + 1}"

    def listed() -> list[Json] | None:
        found = list(api.pages("/evaluations", {"scorecard_id": card, "evaluator_id": judge.id}))
        return found if len(found) >= many else None

    # A list may show a moment later what was completed just now.
    done = Waiter().until("That all are listed", listed, seconds=SECONDS * 3)
    assert len(done) == many
    assert len({each["interaction_id"] for each in done}) == many
    first = api.get(f"/evaluations/{begun['id']}")
    assert [each["comment"] for each in first["answers"] if each["comment"]] == ["As it should be."]
    took.sort()
    sys.stderr.write(
        f"\n{many} conversations scored by keyboard: {sum(took) / many:.2f} s each on average, "
        f"median {took[many // 2]:.2f} s, slowest {took[-1]:.2f} s\n"
    )


@pytest.mark.feature("S4.7")
def test_a_key_that_does_nothing_says_why(console: OpenConsole, client: Clients, newcomer: Newcomer, one: Json) -> None:
    made, judge = one, newcomer("evaluator")
    begun = client(judge).post("/evaluations/next", {"scorecard_id": made["card"]["id"]})
    page = console(judge, at=f"/evaluations/{begun['id']}")
    _question(page, QUESTIONS[0]).focus()
    for key, why in (
        ("7", "Question 1 has no answer 7. Press Y or N."),
        ("a", "Question 1 can’t be N/A."),
        ("e", "Select words in the transcript"),
        ("Backspace", "Question 1 has no answer to take back."),
        ("k", "That is the first question."),
        (" ", "There is no recording to play."),
    ):
        page.keyboard.press(key)
        expect(page.get_by_role("status").filter(has_text=why)).to_be_visible()
        expect(_question(page, QUESTIONS[0])).to_be_focused()
    # What isn't answered can't be completed: that is told, and one stands at it.
    page.keyboard.press("j")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("Required questions are still open")
    expect(_question(page, QUESTIONS[0])).to_be_focused()
    # A turn that has the focus is evidence as well as selected words are.
    page.get_by_role("button", name=re.compile("^Use as evidence: ")).nth(2).focus()
    page.keyboard.press("e")
    expect(_question(page, QUESTIONS[0]).get_by_role("button", name="I am sorry")).to_be_visible()
    passes_axe(page.locator("body"))
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("Complete, and open the next conversation to score")


@pytest.fixture
def twice(client: Clients, newcomer: Newcomer, people: People) -> tuple[Somebody, Json, Json]:
    """A call that the AI and a person evaluated with one scorecard: who, and what each made of it."""
    who = newcomer("evaluator")
    api = client(who)
    of_ai = next(api.pages("/evaluations", {"agent_id": people["colleague"].id, "type": "automatic"}))
    asked = {"interaction_id": of_ai["interaction_id"], "scorecard_id": of_ai["scorecard_id"]}
    opened = api.post("/evaluations", asked)
    path = f"/evaluations/{opened['id']}"
    by_ai = {each["question_id"]: each["option_id"] for each in api.get(f"/evaluations/{of_ai['id']}")["answers"]}
    questions = [each for section in api.get(path)["version"]["sections"] for each in section["questions"]]
    # The same but for the first.
    answers = [{"question_id": each["id"], "option_id": by_ai[each["id"]]} for each in questions if by_ai[each["id"]]]
    first = next(each for each in questions if each["id"] == answers[0]["question_id"])
    answers[0]["option_id"] = next(o["id"] for o in first["options"] if o["id"] != answers[0]["option_id"])
    answers += [{"question_id": each["id"], "not_applicable": True} for each in questions if not by_ai[each["id"]]]
    api.change(f"{path}/answers", {"answers": answers}, of=path)
    return who, of_ai, api.post(f"{path}/completion")


@pytest.mark.feature("S4.7")
def test_the_ais_and_a_persons_evaluation_stand_side_by_side(
    console: OpenConsole, twice: tuple[Somebody, Json, Json]
) -> None:
    who, of_ai, own = twice
    page = console(who, at=f"/interactions/{of_ai['interaction_id']}")
    expect(page.get_by_role("listitem").filter(has_text=who.name)).to_be_visible()
    page.get_by_role("link", name=f"{of_ai['scorecard_name']}: side by side").click()
    expect(page).to_have_url(re.compile(f"/evaluations/{of_ai['id']}\\?with={own['id']}"))
    pane = page.get_by_role("region", name="Scorecard")
    expect(pane.get_by_role("group", name="Score of AI")).to_contain_text("%")
    expect(pane.get_by_role("group", name=f"Score of {who.name}")).to_contain_text("%")
    expect(pane.get_by_text("Differs", exact=True)).to_have_count(1)
    expect(pane.get_by_text(re.compile(r"The same answer to \d+ of \d+ questions"))).to_be_visible()
    pane.get_by_role("switch", name="Only what differs").check(force=True)
    expect(pane.get_by_role("group", name=who.name, exact=True)).to_have_count(1)
    passes_axe(page.locator("body"))


@pytest.mark.feature("S4.9", "N1", "N3")
def test_a_figure_leads_to_the_conversations_that_missed_it(
    console: OpenConsole, client: Clients, newcomer: Newcomer, three: Json, today: Any
) -> None:
    made, judge = three, newcomer("evaluator")
    api, card = client(judge), made["card"]
    first = card["version"]["sections"][0]["questions"][0]
    ids = []
    body: Json = {"scorecard_id": card["id"]}
    for number in range(3):
        draft = api.post("/evaluations/next", body)
        path = f"/evaluations/{draft['id']}"
        questions = [each for section in card["version"]["sections"] for each in section["questions"]]
        answers = [
            {"question_id": each["id"], "option_id": "no" if each["id"] == first["id"] and number < 2 else "yes"}
            for each in questions
        ]
        api.change(f"{path}/answers", {"answers": answers}, of=path)
        api.post(f"{path}/completion")
        ids.append(draft["id"])
        body = {"after": draft["id"]}
    asked = {"scorecard_id": card["id"], "question_id": first["id"], "outcome": "missed"}
    supervisor = client("supervisor")

    def behind() -> list[str] | None:
        found = [each["id"] for each in supervisor.pages("/evaluations", asked)]
        return found if len(found) == 2 else None

    assert Waiter().until("That the outcomes are kept", behind, seconds=60) == ids[:2]

    def counted() -> bool | None:
        period = {"from": str(today - timedelta(days=27)), "to": str(today + timedelta(days=1))}
        report = supervisor.get("/reports/line-items", {"agent_id": made["agent"].id, **period})
        own = [each for each in report["items"] if each["question_id"] == first["id"]]
        return True if any(each["applicable"] == 3 for each in own) else None

    Waiter().until("That the report counts them", counted, seconds=60)
    page = console("supervisor", at=f"/reports?report=line-items&agent={made['agent'].id}")
    expect(page.get_by_text(re.compile(r"Counts \d+ evaluations: 3 by people"))).to_be_visible()
    page.get_by_role("link", name="2 missed Greeting", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="“Greeting” missed")).to_be_visible()
    assert _has_focus(page)
    query = parse_qs(urlsplit(page.url).query)
    assert {"agent", "scorecard", "question", "outcome", "from", "to"} <= query.keys()
    rows = page.get_by_role("table", name="Evaluations").get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text(re.compile(r"Late delivery, \d+ \w+( \d{4})? \d\d:\d\d"))
    expect(rows.nth(1)).to_contain_text("No")
    # Sections count by their weights: points would say something else than the percent.
    expect(rows.nth(1)).not_to_contain_text("points")
    passes_axe(page.locator("body"))
    rows.nth(1).get_by_role("link").first.focus()
    page.keyboard.press("Enter")
    # It opens at that question.
    answer = page.get_by_role("region", name="Scorecard").get_by_role("group", name="Greeting")
    expect(answer).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Late delivery")

    # Responses lead there too, and so does the profile.
    page.goto(f"/reports?report=responses&agent={made['agent'].id}&scorecard={card['id']}")
    page.get_by_role("link", name="2 answered No: Greeting").click()
    expect(page.get_by_role("heading", name="“Greeting” answered “No”")).to_be_visible()
    expect(page.get_by_role("table", name="Evaluations").get_by_role("row")).to_have_count(3)
    # An agent finds their own, another line nothing.
    assert [each["id"] for each in client(made["agent"]).pages("/evaluations", asked)] == ids[:2]
    assert list(client("outsider").pages("/evaluations", asked)) == []


@pytest.mark.feature("S4.7", "S2.4")
def test_flags_stand_at_their_second_and_each_can_be_reached(
    console: OpenConsole, client: Clients, world: World
) -> None:
    api = client("supervisor")
    call = api.get("/interactions", {"contact_reference": world.recorded})["items"][0]
    evaluation = next(
        each for each in api.pages("/evaluations", {"interaction_id": call["id"]}) if each["type"] == "automatic"
    )
    quotes = [each["quote"] for each in api.get(f"/evaluations/{evaluation['id']}")["answers"] if each["quote"]]
    page = console("supervisor", at=f"/evaluations/{evaluation['id']}")
    recording = page.get_by_role("group", name="Recording")
    track = recording.locator("[data-track]")
    expect(recording.get_by_text(re.compile("^/ "))).to_be_visible()
    # Until all has come, what is measured moves.
    settled(page, SECONDS * 2)
    single = recording.get_by_role("button", name=re.compile(r": (Agent|Customer) at \d+:\d\d$"))
    several = recording.get_by_role("button", name=re.compile(r"^\d+ quotes from "))
    expect(single.or_(several).first).to_be_visible()
    duration = api.get(f"/interactions/{call['id']}/media")["recording"]["duration_ms"] or call["duration_ms"]
    reached = 0
    for index in range(single.count()):
        flag = single.nth(index)
        clock = (flag.get_attribute("aria-label") or "").rsplit(" ", 1)[-1]
        minutes, seconds = clock.split(":")
        at = next(q["start_ms"] for q in quotes if abs(q["start_ms"] / 1000 - int(minutes) * 60 - int(seconds)) <= 0.5)
        box, place = track.bounding_box(), flag.bounding_box()
        assert box is not None
        assert place is not None
        assert abs(place["x"] + 11 - (box["x"] + box["width"] * at / duration)) < 4
        flag.click()
        reached += 1
    for index in range(several.count()):
        several.nth(index).click()
        items = page.get_by_role("menuitem")
        expect(items.first).to_be_visible()
        reached += items.count()
        page.keyboard.press("Escape")
        expect(items).to_have_count(0)
    assert reached == len(quotes)


@pytest.mark.feature("I1", "I2")
def test_a_conversation_has_one_inquiry(console: OpenConsole, client: Clients, people: People) -> None:
    rows = client("supervisor").get("/interactions", {"agent_id": people["agent"].id, "limit": 40})["items"]
    assert rows
    for each in rows:
        if each["analysis"]:
            assert [reading["value"] for reading in each["analysis"]["inquiry"]] == each["inquiry"]
    given = next(each for each in rows if each["analysis"] and each["inquiry"])
    assert {reading["origin"] for reading in given["analysis"]["inquiry"]} == {"vendor"}
    page = console("supervisor", at=f"/interactions/{given['id']}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(given["inquiry"][0])
    analysis = page.get_by_role("main")
    expect(analysis).to_contain_text(given["contact_reference"])
    expect(analysis.get_by_text(given["inquiry"][0], exact=True).first).to_be_visible()


def test_the_focus_goes_along_from_lists_and_search(console: OpenConsole, client: Clients, people: People) -> None:
    page = console("supervisor", at="/interactions")
    link = page.get_by_role("table", name="Interactions").get_by_role("row").nth(1).get_by_role("link").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/int_"))
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type(people["agent"].name)
    expect(page.get_by_role("option", name=re.compile(re.escape(people["agent"].name)))).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(people["agent"].id))
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_charts_have_no_nameless_tab_stop(console: OpenConsole, people: People) -> None:
    for at in (f"/reports?report=evaluations&agent={people['agent'].id}", "/reports?report=conversations"):
        page = console("supervisor", at=at)
        expect(page.locator("svg.recharts-surface").first).to_be_visible(timeout=SECONDS * 2000)
        nameless = page.evaluate(
            """() => [...document.querySelectorAll('main [tabindex="0"]')]
              .filter((each) => each.closest('.recharts-wrapper') || (!each.innerText.trim()
                && !each.getAttribute('aria-label') && !each.getAttribute('aria-labelledby')))
              .map((each) => each.outerHTML.slice(0, 200))"""
        )
        assert nameless == []
        # What listens for the focus Chromium stops at, whatever its attributes say.
        page.locator("main h1").first.click()
        for _ in range(60):
            page.keyboard.press("Tab")
            assert not page.evaluate("document.activeElement.closest('[aria-hidden=true], svg') !== null")


@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.soak)])
def test_it_fits_a_phone(console: OpenConsole, client: Clients, people: People, dark: bool) -> None:
    evaluation = client("supervisor").get("/evaluations", {"agent_id": people["agent"].id, "limit": 1})["items"][0]
    for at in ("/evaluations", f"/evaluations/{evaluation['id']}", "/interactions", "/reports"):
        page = console("supervisor", at=at, width=390, dark=dark)
        settled(page, SECONDS * 2)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), at
        passes_axe(page.locator("body"))


@pytest.mark.feature("S4.4", "S4.7")
def test_a_held_key_answers_once_and_completes_nothing_unseen(
    console: OpenConsole, client: Clients, newcomer: Newcomer, desk: Callable[[int], Json]
) -> None:
    judge, card = newcomer("evaluator"), desk(1)["card"]
    api = client(judge)
    begun = api.post("/evaluations/next", {"scorecard_id": card["id"]})
    path = f"/evaluations/{begun['id']}"
    page = console(judge, at=path)
    _question(page, QUESTIONS[0]).focus()
    for _ in range(4):
        # Without letting go of it: what follows are repeats.
        page.keyboard.down("y")
    page.keyboard.up("y")
    expect(page.get_by_text(f"1 of {len(QUESTIONS)} answered")).to_be_visible()
    questions = [each for section in card["version"]["sections"] for each in section["questions"]]
    answers = [{"question_id": each["id"], "option_id": "yes"} for each in questions]
    # "Not saved" has the word in it too.
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    api.change(f"{path}/answers", {"answers": answers}, of=path)
    page = console(judge, at=path)
    expect(page.get_by_text(f"{len(QUESTIONS)} of {len(QUESTIONS)} answered")).to_be_visible()
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").filter(has_text="then Ctrl+Enter completes")).to_be_visible()
    assert api.get(path)["status"] == "draft"
