"""No model reads what is personal, whatever asks it; and what is made of its answers stays masked (N8)."""

import re
from pathlib import Path
from typing import Any

import pytest

from debrief.interactions.conversations.analysis import Analysis, Finding, FindingKind, Origin, Reading
from debrief.interactions.conversations.masked import masked_analysis, masked_turns, tells_in_words
from debrief.interactions.conversations.model import Speaker, Turn
from debrief.interactions.conversations.quotes import find_quote
from debrief.kernel.masking.kinds import Kind, Masking
from tests.unit.quality.world import World, content, line, yes_no

pytestmark = pytest.mark.feature("N8")

ROOT = Path(__file__).parents[3]
SECRETS = ("4111", "four one one", "212", "0147", "jo@example.com", "078-05-1120", "1 2 3", "DE89")
SAID = (
    ("agent", "Good morning, thank you for calling. May I have your card number?"),
    ("customer", "It's 4111 1111"),
    ("agent", "mhm"),
    ("customer", "1111 1111, and the security code is 1 2 3."),
    ("agent", "Thank you. So that is 4111 1111 1111 1111, and I call you at 212 555 0147?"),
    ("customer", "Yes, or write to jo@example.com. My parcel has not arrived. My ssn is 078-05-1120."),
    ("agent", "I refund it to DE89 3704 0044 0532 0130 00."),
)
READ_BACK = "So that is card•••••••••••••••, and I call you at phone•••••••?"


def told(requests: list[dict[str, Any]]) -> str:
    return "".join(each["text"] for request in requests for each in request["messages"][0]["content"] if "text" in each)


def test_answers_and_the_second_look_are_asked_with_masks_and_keep_them(aws: None) -> None:
    world = World()
    world.published(content(yes_no("a", answerer="ai"), start_automatically=True))
    world.model.answers = [{"q1": line("yes", "So that is card••••, and I call you at")}]
    world.add_interaction(1, said=SAID)
    (started,) = world.automatic.evaluate("int_1").evaluations
    made = world.store.evaluation(started.evaluation_id)
    assert made is not None
    assert len(world.model.asked) == len(world.model.looked) == 1
    for requests in (world.model.asked, world.model.looked):
        assert not [secret for secret in SECRETS if secret in told(requests)]
    quote = made.answers[0].quote
    assert quote is not None
    assert quote.text == READ_BACK
    stored = world.interactions.transcript(world.interactions.interaction("int_1"))  # type: ignore[arg-type]
    assert stored is not None
    spoken = stored.turns[quote.turn_index].text
    at = spoken.find("So that is")
    assert spoken[at : at + len(quote.text)] == "So that is 4111 1111 1111 1111, and I call you at 212 555 0147?"
    assert find_quote(masked_turns(stored.turns, Masking().leaving), quote.text) is not None


def test_required_words_are_found_as_they_were_said_and_quoted_with_masks(aws: None) -> None:
    world = World()
    required = {"all_of": ["I call you at 212 555 0147"], "speaker": "agent"}
    asked = {"answerer": "ai", "check": "exact_match"}
    customers = {"any_of": ["the security code is"], "speaker": "customer"}
    nearly = {"all_of": ["I refund it to the DE89 3704 0044 0532 0130 00"], "speaker": "agent"}
    world.published(
        content(
            *(
                yes_no(id, **asked, phrases=phrases)
                for id, phrases in zip("abc", (required, customers, nearly), strict=True)
            ),
            start_automatically=True,
        )
    )
    world.add_interaction(1, said=SAID)
    (started,) = world.automatic.evaluate("int_1").evaluations
    made = world.store.evaluation(started.evaluation_id)
    assert made is not None
    assert [each.option_id for each in made.answers] == ["yes"] * 3
    assert made.answers[0].quote is not None
    assert made.answers[0].quote.text == "I call you at phone•••••••"
    assert made.answers[1].opportunity is not None
    assert made.answers[1].opportunity.text == "It's card•••••"
    assert made.answers[2].quote is not None
    assert made.answers[2].quote.text.startswith("I refund it to account••")


def test_what_an_account_doesnt_mask_is_read_and_quoted_as_it_was_said(aws: None) -> None:
    world = World()
    client = world._client()
    client._masked = lambda: frozenset({Kind.CVV})
    world.answering._model = lambda: client
    world.published(content(yes_no("a", answerer="ai"), start_automatically=True))
    world.model.answers = [{"q1": line("yes", "So that is 4111 1111 1111 1111")}]
    world.add_interaction(1, said=SAID)
    (started,) = world.automatic.evaluate("int_1").evaluations
    made = world.store.evaluation(started.evaluation_id)
    assert made is not None
    assert made.answers[0].quote is not None
    assert "4111 1111 1111 1111" in made.answers[0].quote.text
    assert "1 2 3" not in told(world.model.asked)


def test_evidence_of_people_is_kept_masked_however_they_read_it(aws: None) -> None:
    world = World()
    card = world.published(content(yes_no("a"), yes_no("b")))
    draft = world.opened("eve", world.add_interaction(1, said=SAID), card)
    given = [
        {"question_id": "a", "option_id": "yes", "quote": {"turn_index": 4, "text": "call you at 212 555 0147?"}},
        {"question_id": "b", "option_id": "yes", "quote": {"turn_index": 4, "text": "call you at phone•••••••?"}},
    ]
    path = f"/evaluations/{draft.body['id']}/answers"
    saved = world.call("eve", "PATCH", path, {"answers": given}, if_match=draft.etag)
    assert saved.status == 200, saved.body
    assert [each["quote"]["text"] for each in saved.body["answers"]] == ["call you at phone•••••••?"] * 2


def test_turns_are_masked_as_one_conversation_and_none_moves() -> None:
    turns = [Turn(index=at, speaker=Speaker(who), text=text, start_ms=at) for at, (who, text) in enumerate(SAID)]
    masked = masked_turns(turns, Masking().leaving)
    assert [len(each.text) for each in masked] == [len(each.text) for each in turns]
    assert [each.model_copy(update={"text": ""}) for each in masked] == [
        each.model_copy(update={"text": ""}) for each in turns
    ]
    assert masked_turns(masked, Masking().leaving) == masked
    assert masked_turns(turns, ()) == tuple(turns)
    assert not [secret for secret in SECRETS if secret in "".join(each.text for each in masked)]


def test_the_words_of_other_systems_are_masked_and_ours_are_already() -> None:
    words = "Call Jo at 212 555 0147."
    found = Reading(value=Finding(kind=FindingKind.ISSUE, text=words), origin=Origin.VENDOR)
    silent = Reading(value=Finding(kind=FindingKind.SILENCE), origin=Origin.VENDOR)
    told = Analysis(summary=Reading(value=words, origin=Origin.VENDOR), findings=(found, silent))
    assert tells_in_words(told)
    masked = masked_analysis(told, Masking().leaving)
    assert masked.summary is not None
    assert masked.summary.value == masked.findings[0].value.text == "Call Jo at phone•••••••."
    assert masked.findings[1] == silent
    ours = Analysis(summary=Reading(value=words, origin=Origin.MODEL), findings=(silent,))
    assert not tells_in_words(ours)
    assert masked_analysis(ours, Masking().leaving) == ours


def test_nothing_but_the_one_client_asks_a_model() -> None:
    asks = re.compile(r"bedrock-runtime|\.converse\(|invoke_model|chat/completions")
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in ("layers/debrief/python", "functions")
        for path in (ROOT / folder).rglob("*.py")
        if asks.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"layers/debrief/python/debrief/kernel/ai/model_client.py"}
