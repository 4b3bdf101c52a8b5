"""Evidence that people give: words of the conversation, looked up before they are kept."""

from typing import Any

import pytest

from debrief.interactions.conversations.model import Interaction
from tests.unit.helpers import Answer
from tests.unit.quality.world import World, content, line, yes_no

SORRY = "I am so sorry about that."


@pytest.fixture
def world(aws: None) -> World:
    return World()


@pytest.fixture
def reads(world: World, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The interactions whose transcript was read, in order."""
    found: list[str] = []
    read = world.interactions.transcript

    def counted(interaction: Interaction) -> Any:
        found.append(interaction.id)
        return read(interaction)

    monkeypatch.setattr(world.interactions, "transcript", counted)
    return found


def answer(question: str, option: str | None = None, turn: int | None = None, text: str = "", **more: Any) -> Any:
    """An answer in the API's form, with words of a turn where one is named."""
    quote = None if turn is None else {"turn_index": turn, "text": text}
    return {"question_id": question, "option_id": option, "quote": quote, **more}


def save(world: World, draft: Answer, *answers: Any) -> Answer:
    """What comes of saving these answers in eve's draft."""
    path = f"/evaluations/{draft.body['id']}/answers"
    return world.call("eve", "PATCH", path, {"answers": answers}, if_match=draft.etag)


def by_question(saved: Answer) -> dict[str, Any]:
    assert saved.status == 200, saved.body
    return {each["question_id"]: each for each in saved.body["answers"]}


@pytest.mark.feature("S4.7", "N1")
def test_words_of_a_turn_become_the_evidence_as_the_transcript_has_them(world: World, reads: list[str]) -> None:
    card = world.published(content(yes_no("a", allow_comment=False), yes_no("b")))
    draft = world.opened("eve", world.add_interaction(1), card)
    saved = save(world, draft, answer("a", "yes", 2, "i am so SORRY about that"), answer("b", None, 1, "annoyed"))
    assert by_question(saved)["a"]["quote"] == {
        "text": SORRY,
        "turn_index": 2,
        "start_ms": 10_000,
        "speaker": "agent",
    }
    only_evidence = by_question(saved)["b"]
    assert (only_evidence["option_id"], only_evidence["quote"]["speaker"]) == (None, "customer")
    assert saved.body["score"]["percent"] == 50, "evidence alone leaves the question open"
    assert reads == ["int_1"], "once, for both"

    # What was looked up isn't looked up again, and goes where nobody gives it any more.
    saved = save(world, saved, answer("a", "no", 2, SORRY), answer("b"))
    assert by_question(saved)["a"]["quote"]["text"] == SORRY
    assert list(by_question(saved)) == ["a"]
    saved = save(world, saved, answer("a", "no"))
    assert by_question(saved)["a"]["quote"] is None
    assert reads == ["int_1"]


@pytest.mark.feature("N1")
@pytest.mark.parametrize(
    ("turn", "text", "why"),
    [
        (1, SORRY, "these words don't stand in that turn"),
        (2, "I am not sorry about that", "these words don't stand in that turn"),
        (2, "…", "these words don't stand in that turn"),
        (9, SORRY, "the transcript has no such turn"),
    ],
)
def test_what_nobody_said_in_that_turn_is_refused_with_its_place(world: World, turn: int, text: str, why: str) -> None:
    card = world.published(content(yes_no("a"), yes_no("b")))
    draft = world.opened("eve", world.add_interaction(1), card)
    refused = save(world, draft, answer("b", "yes", 0, "How can I help?"), answer("a", "yes", turn, text))
    assert refused.status == 422
    assert refused.body["errors"] == [{"pointer": "/answers/1/quote", "message": why}]
    now = world.call("eve", "GET", f"/evaluations/{draft.body['id']}")
    assert (now.etag, now.body["answers"]) == (draft.etag, []), "nothing of it was saved"


@pytest.mark.feature("N1")
def test_without_a_transcript_there_is_no_evidence(world: World) -> None:
    card = world.published(content(yes_no("a")))
    draft = world.opened("eve", world.add_interaction(1, said=None), card)
    refused = save(world, draft, answer("a", "yes", 0, "Good morning"))
    assert refused.status == 422
    assert refused.body["errors"][0] == {"pointer": "/answers/0/quote", "message": "the interaction has no transcript"}
    assert save(world, draft, answer("a", "yes", -1, "Good morning")).body["errors"][0]["pointer"] == (
        "/answers/0/quote/turn_index"
    )
    assert save(world, draft, answer("a", "yes", 0, "")).body["errors"][0]["pointer"] == "/answers/0/quote/text"


@pytest.mark.feature("S4.7", "N1")
def test_the_ais_evidence_stays_until_a_person_gives_their_own(world: World) -> None:
    card = world.published(content(yes_no("h"), yes_no("c", answerer="ai"), yes_no("d", answerer="ai")))
    draft = world.opened("eve", world.add_interaction(1), card)
    draft = save(world, draft, answer("d", None, 1, "My parcel has not arrived"))
    world.model.answers = [{"q1": line("yes", SORRY)}]
    asked = world.ask_ai("eve", draft)
    own = by_question(asked)["d"]
    assert (own["answered_by"], own["option_id"]) == ("human", None), "who has begun with evidence answers it"

    agreed = save(world, asked, answer("c", "yes", comment="Agreed"))
    assert (by_question(agreed)["c"]["answered_by"], by_question(agreed)["c"]["quote"]["text"]) == ("ai", SORRY)
    agreed = save(world, agreed, answer("c", "yes", 2, SORRY))
    assert by_question(agreed)["c"]["answered_by"] == "ai", "the very same evidence is no other answer"
    own = by_question(save(world, agreed, answer("c", "yes", 3, "I will send a new parcel today.")))["c"]
    assert (own["answered_by"], own["quote"]["turn_index"], own["rationale"]) == ("human", 3, "")


@pytest.mark.feature("S4.7", "N1")
def test_a_correction_brings_evidence_too(world: World) -> None:
    card = world.published(content(yes_no("a")))
    path = f"/evaluations/{world.completed('eve', world.add_interaction(1), card, a='yes')}"
    etag = world.call("eve", "GET", path).etag
    wrong = {"answers": [answer("a", "no", 0, SORRY)]}
    refused = world.call("eve", "PATCH", path, wrong, if_match=etag)
    assert [each["pointer"] for each in refused.body["errors"]] == ["/answers/0/quote"]
    right = {"answers": [answer("a", "no", 2, SORRY)]}
    corrected = world.call("eve", "PATCH", path, right, if_match=etag)
    assert by_question(corrected)["a"]["quote"]["turn_index"] == 2
    assert world.call("kim", "GET", path).body["answers"] == corrected.body["answers"], "the agent reads it too"


@pytest.mark.feature("S4.7", "N4")
def test_what_the_ai_had_chosen_is_remembered_also_where_its_answer_is_taken_back_first(world: World) -> None:
    card = world.published(content(yes_no("a", answerer="ai"), yes_no("b", required=False)))
    draft = world.opened("eve", world.add_interaction(1), card)
    world.model.answers = [{"q1": line("yes")}]
    asked = world.ask_ai("eve", draft)
    taken = save(world, asked, answer("a"))
    assert taken.status == 200
    assert taken.body["score"]["percent"] == 0
    (left,) = taken.body["answers"]
    assert (left["option_id"], left["answered_by"], left["replaced"]["option_id"]) == (None, "human", "yes")
    own = by_question(save(world, taken, answer("a", "no"), answer("b")))
    assert set(own) == {"a"}, "of what nobody had answered nothing is left"
    assert (own["a"]["option_id"], own["a"]["replaced"]["option_id"]) == ("no", "yes")
    assert world.call("eve", "POST", f"/evaluations/{draft.body['id']}/completion").status == 200
