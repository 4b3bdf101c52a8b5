"""The AI answers a draft outside of the request: what the evaluator does meanwhile, repeated and broken steps."""

from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from debrief.kernel.errors import ModelThrottled, Stale, Throttled, Unavailable
from debrief.quality.evaluations.ai_answering import LONGEST
from tests.unit.helpers import Answer
from tests.unit.quality.world import World, content, line, yes_no

SORRY = "I am so sorry about that."


@pytest.fixture
def world(aws: None) -> World:
    return World()


@pytest.fixture
def draft(world: World) -> Answer:
    card = world.published(content(yes_no("a"), yes_no("b", answerer="ai"), yes_no("c", answerer="ai")))
    return world.opened("eve", world.add_interaction(1), card)


def ask(world: World, draft: Answer, by: str = "eve") -> Answer:
    return world.call(by, "POST", f"/evaluations/{draft.body['id']}/ai-answers")


def read(world: World, draft: Answer) -> dict[str, Any]:
    body: dict[str, Any] = world.call("eve", "GET", f"/evaluations/{draft.body['id']}").body
    return body


def chosen(world: World, draft: Answer) -> dict[str, str | None]:
    return {each["question_id"]: each["option_id"] for each in read(world, draft)["answers"]}


def give(world: World, draft: Answer, **options: str) -> None:
    path = f"/evaluations/{draft.body['id']}"
    answers = [{"question_id": question, "option_id": option} for question, option in options.items()]
    etag = world.call("eve", "GET", path).etag
    assert world.call("eve", "PATCH", f"{path}/answers", {"answers": answers}, if_match=etag).status == 200


@pytest.mark.feature("S4.7")
def test_asking_answers_at_once_and_the_work_comes_after(world: World, draft: Answer) -> None:
    asked = ask(world, draft)
    assert asked.status == 202
    assert asked.headers["location"] == f"/evaluations/{draft.body['id']}"
    assert asked.body["ai_answering"]["status"] == "answering"
    assert asked.body["actions"] == ["answer", "complete", "delete"]
    assert world.started == [(draft.body["id"], 1)]
    assert world.model.asked == []
    again = ask(world, draft)
    assert (again.status, again.etag) == (202, asked.etag)
    assert world.started == [(draft.body["id"], 1)]


@pytest.mark.feature("S4.7")
def test_what_the_evaluator_answers_meanwhile_stays(world: World, draft: Answer) -> None:
    ask(world, draft)
    give(world, draft, b="no")
    world.model.answers = [{"q1": line("yes", SORRY)}]
    world.drafts.answer(draft.body["id"], 1)
    assert chosen(world, draft) == {"b": "no", "c": "yes"}
    assert read(world, draft)["ai_answering"] is None


@pytest.mark.feature("S4.7")
def test_an_answer_given_while_the_model_thinks_stays_too(world: World, draft: Answer) -> None:
    ask(world, draft)
    world.model.answers = [{"q1": line("yes", SORRY), "q2": line("yes", SORRY)}]
    think = world.model.converse

    def slow(**request: Any) -> Any:
        give(world, draft, c="no")
        return think(**request)

    world.model.converse = slow  # type: ignore[method-assign]
    assert world.drafts.answer(draft.body["id"], 1).outcome == "answered"
    assert chosen(world, draft) == {"b": "yes", "c": "no"}


@pytest.mark.feature("S4.7")
def test_a_save_between_reading_and_writing_is_not_overwritten(
    world: World, draft: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(world, draft)
    world.model.answers = [{"q1": line("yes", SORRY), "q2": line("yes", SORRY)}]
    write = world.drafts._evaluations.with_ai_answers
    tries: list[int] = []

    def beaten(*given: Any, **more: Any) -> Any:
        tries.append(1)
        if len(tries) == 1:
            give(world, draft, a="yes")
            raise Stale("It was changed by somebody else meanwhile; read it again")
        return write(*given, **more)

    monkeypatch.setattr(world.drafts._evaluations, "with_ai_answers", beaten)
    world.drafts.answer(draft.body["id"], 1)
    assert chosen(world, draft) == {"a": "yes", "b": "yes", "c": "yes"}
    assert len(world.model.asked) == 1


@pytest.mark.feature("S4.7")
def test_a_repeated_step_asks_no_model_twice(world: World, draft: Answer) -> None:
    ask(world, draft)
    world.model.answers = [{"q1": line("yes", SORRY), "q2": line("no")}]
    world.drafts.answer(draft.body["id"], 1)
    before = read(world, draft)
    assert world.drafts.answer(draft.body["id"], 1).outcome == "superseded"
    assert world.drafts.fail(draft.body["id"], 1, "ModelTimedOut").outcome == "superseded"
    assert read(world, draft) == before
    assert len(world.model.asked) == 1


@pytest.mark.feature("S4.7")
def test_a_failure_is_told_and_can_be_asked_again(world: World, draft: Answer) -> None:
    ask(world, draft)
    world.model.answers = [ClientError({"Error": {"Code": "ThrottlingException"}}, "Converse")]
    with pytest.raises(ModelThrottled):
        world.drafts.answer(draft.body["id"], 1)
    world.drafts.fail(draft.body["id"], 1, "debrief.kernel.errors.ModelThrottled")
    failed = read(world, draft)
    assert failed["ai_answering"]["status"] == "failed"
    assert failed["ai_answering"]["sentence"].startswith("The language model was too busy")
    assert "ask_ai" in failed["actions"]
    assert ask(world, draft).status == 202
    assert world.started[-1] == (draft.body["id"], 2)
    assert world.drafts.answer(draft.body["id"], 1).outcome == "superseded", "the first attempt has nothing to say"
    world.model.answers = [{"q1": line("yes", SORRY), "q2": line("no")}]
    world.drafts.answer(draft.body["id"], 2)
    assert chosen(world, draft) == {"b": "yes", "c": "no"}


@pytest.mark.feature("S4.7")
def test_what_was_opened_anew_is_answered_again_under_another_name(world: World, draft: Answer) -> None:
    for attempt in (1, 2, 3):
        ask(world, draft)
        assert world.started[-1] == (draft.body["id"], attempt)
        assert len(world.started) == attempt, "a name is run once only"
        world.model.answers = [{"q1": line("yes", SORRY), "q2": line("no")} if attempt == 1 else {"q1": line("yes")}]
        assert world.drafts.answer(draft.body["id"], attempt).outcome == "answered"
        assert (read(world, draft)["ai_answering"], chosen(world, draft)["b"]) == (None, "yes")
        path = f"/evaluations/{draft.body['id']}"
        nothing = {"answers": [{"question_id": "b", "option_id": None}]}
        etag = world.call("eve", "GET", path).etag
        assert world.call("eve", "PATCH", f"{path}/answers", nothing, if_match=etag).status == 200
        assert "b" not in chosen(world, draft) or chosen(world, draft)["b"] is None


@pytest.mark.feature("S4.7")
def test_work_that_never_ends_is_shown_as_failed(world: World, draft: Answer) -> None:
    ask(world, draft)
    world.clock.advance(LONGEST + timedelta(seconds=1))
    lost = read(world, draft)
    assert lost["ai_answering"]["status"] == "failed"
    assert "ask_ai" in lost["actions"]
    ask(world, draft)
    assert world.started[-1] == (draft.body["id"], 2)


@pytest.mark.feature("S4.7")
def test_a_start_that_fails_leaves_nothing_under_way(
    world: World, draft: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from api.quality_api import wiring

    def refuse(*_: Any) -> None:
        raise Unavailable("The work couldn't be started", retry_after_s=5)

    monkeypatch.setattr(wiring.draft_requests()._workflow, "start", refuse)
    assert ask(world, draft).status == 503
    assert read(world, draft)["ai_answering"]["status"] == "failed"


@pytest.mark.feature("S4.7")
def test_a_start_that_fails_is_noted_in_a_draft_that_was_changed_meanwhile(
    world: World, draft: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from api.quality_api import wiring

    def refuse(*_: Any) -> None:
        give(world, draft, a="yes")
        raise Unavailable("The work couldn't be started", retry_after_s=5)

    monkeypatch.setattr(wiring.draft_requests()._workflow, "start", refuse)
    asked = ask(world, draft)
    assert (asked.status, asked.headers["retry-after"]) == (503, "5")
    assert read(world, draft)["ai_answering"]["status"] == "failed"
    assert chosen(world, draft) == {"a": "yes"}


@pytest.mark.feature("S4.7")
@pytest.mark.parametrize("another", [Stale("Changed"), Throttled("Busy")])
def test_a_start_that_fails_is_told_also_when_it_cannot_be_noted(
    world: World, draft: Answer, monkeypatch: pytest.MonkeyPatch, another: Exception
) -> None:
    from api.quality_api import wiring

    def refuse(*_: Any) -> None:
        raise Unavailable("The work couldn't be started", retry_after_s=5)

    def beaten(*_: Any) -> None:
        raise another

    requests = wiring.draft_requests()
    monkeypatch.setattr(requests._workflow, "start", refuse)
    monkeypatch.setattr(requests._evaluations, "ai_failed", beaten)
    assert ask(world, draft).status == 503


@pytest.mark.feature("S4.7")
def test_a_draft_that_was_completed_before_the_start_failed_stays_so(
    world: World, draft: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from api.quality_api import wiring

    path = f"/evaluations/{draft.body['id']}"

    def refuse(*_: Any) -> None:
        give(world, draft, a="yes", b="no", c="no")
        assert world.call("eve", "POST", f"{path}/completion").status == 200
        raise Unavailable("The work couldn't be started", retry_after_s=5)

    monkeypatch.setattr(wiring.draft_requests()._workflow, "start", refuse)
    assert ask(world, draft).status == 503
    assert (read(world, draft)["status"], read(world, draft)["ai_answering"]) == ("completed", None)


@pytest.mark.feature("S4.7")
def test_a_completed_or_deleted_draft_is_left_alone(world: World, draft: Answer) -> None:
    path = f"/evaluations/{draft.body['id']}"
    ask(world, draft)
    give(world, draft, a="yes", b="no", c="no")
    done = world.call("eve", "POST", f"{path}/completion")
    assert (done.status, done.body["ai_answering"]) == (200, None)
    assert world.drafts.answer(draft.body["id"], 1).outcome == "superseded"
    assert world.call("eve", "GET", path).etag == done.etag
    assert world.model.asked == []
    assert world.drafts.answer("ev_00000000000000000000000009", 1).outcome == "superseded"


@pytest.mark.feature("S4.7")
def test_nothing_to_answer_starts_nothing(world: World, draft: Answer) -> None:
    give(world, draft, b="no", c="no")
    asked = ask(world, draft)
    assert (asked.status, asked.body["ai_answering"], world.started) == (202, None, [])
