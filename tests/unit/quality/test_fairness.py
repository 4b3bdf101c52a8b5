"""What a score rests on, answer by answer, over the API (N17)."""

import importlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debrief.people.store import PeopleStore
from debrief.quality.evaluations.model import Answer, Evaluation
from debrief.quality.evaluations.scoring import score
from debrief.quality.fairness.grounds import grounds_of
from debrief.quality.fairness.service import FairnessService
from debrief.quality.scorecards.model import Option, Question, ScorecardVersion, Section
from tests.sizes import soaked
from tests.unit.quality.test_disputes import decided, disputed
from tests.unit.quality.world import START, World, content, line, yes_no


@pytest.fixture
def world(aws: None) -> World:
    made = World()
    wired = importlib.import_module("api.quality_api.wiring")
    wired.fairness._made = FairnessService(
        wired.evaluations._made, made.disputes, made.scorecards, made.interactions, PeopleStore(), made.clock
    )
    return made


def grounds(world: World, by: str, id: str) -> Any:
    found = world.call(by, "GET", f"/evaluations/{id}/grounds")
    assert found.status == 200, found.body
    return found.body


@pytest.mark.feature("N17", "S4.8")
def test_an_agent_reads_what_each_answer_rests_on_and_what_may_be_disputed_until_when(world: World) -> None:
    card = world.published(content(yes_no("a", good="Thanks first"), yes_no("b", allow_na=True)))
    id = world.completed("eve", world.add_interaction(1), card, a="no", b="yes")
    mine = grounds(world, "kim", id)
    first, second = mine["answers"]
    assert (first["question"], first["answer"]) == ("Question a?", {"label": "No", "outcome": "missed"})
    assert (first["worth"], first["brought"], second["worth"], second["brought"]) == (50, 0, 50, 50)
    assert (first["decided"]["kind"], first["decided"]["name"], first["good"]) == (
        "person",
        "Eve Sample",
        "Thanks first",
    )
    assert (mine["scorecard_version"], mine["newer"], mine["made_by"]["name"]) == (1, False, "Eve Sample")
    answering = mine["answering"]
    assert (answering["may_dispute"], answering["rounds"], answering["why_not"]) == (True, 2, None)
    assert answering["until"] > mine["completed_at"]
    assert first["disputable"] is True
    assert world.call("joe", "GET", f"/evaluations/{id}/grounds").status == 404
    assert world.call("pat", "GET", f"/evaluations/{id}/grounds").status == 404
    draft = world.opened("eve", world.add_interaction(2), card).body["id"]
    assert world.call("eve", "GET", f"/evaluations/{draft}/grounds").status == 404, "a draft has no score"


@pytest.mark.feature("N17", "S4.8")
def test_what_was_changed_tells_by_whom_and_what_stood_before(world: World) -> None:
    card = world.published(content(yes_no("a"), yes_no("b", allow_na=True)))
    id = world.completed("eve", world.add_interaction(1), card, a="no", b="yes")
    dispute = disputed(world, id, "a")
    waiting = grounds(world, "kim", id)
    assert (waiting["answering"]["may_dispute"], waiting["answering"]["why_not"]) == (False, "it is disputed already")
    assert waiting["answering"]["decider_name"] == "Eve Sample"
    (open_,) = waiting["answers"][0]["disputes"]
    assert (open_["state"], open_["reason"], open_["outcome"]) == ("open", "I did a", None)
    decided(world, dispute, "eve", a="yes")
    first, second = grounds(world, "kim", id)["answers"]
    assert (first["before"]["label"], first["answer"]["label"], first["decided"]["name"]) == ("No", "Yes", "Eve Sample")
    (done,) = first["disputes"]
    assert (done["outcome"], done["response"], done["decided_by_name"]) == (
        "re_evaluated",
        "I listened again",
        "Eve Sample",
    )
    assert (second["before"], second["disputes"]) == (None, [])


@pytest.mark.feature("N17", "N1", "N2")
def test_of_the_ai_the_model_the_words_and_what_made_it_applicable_are_told(world: World) -> None:
    questions = [
        yes_no("a", answerer="ai"),
        yes_no("b", answerer="ai", check="exact_match", phrases={"all_of": ["recorded for training"]}),
    ]
    card = world.published(content(*questions, start_automatically=True))
    world.model.answers.append({"q1": line("yes")})
    interaction = world.add_interaction(1)
    world.automatic.evaluate(interaction.id)
    (id,) = [each.id for each in world.store.evaluations_of_interaction(interaction.id) if each.scorecard_id == card]
    mine = grounds(world, "kim", id)
    first, second = mine["answers"]
    assert (mine["made_by"]["kind"], mine["made_by"]["model"]) == ("model", "a-model")
    assert first["decided"] | {"prompt_version": ""} == {
        "kind": "model",
        "user_id": None,
        "name": None,
        "model": "a-model",
        "prompt_version": "",
    }
    assert (first["quote"]["turn_index"], first["quote"]["start_ms"]) == (0, 0)
    assert first["opportunity"]["turn_index"] == 1
    assert first["why"] == "Because."
    assert second["decided"]["kind"] == "rule"
    assert "recorded for training" in second["quote"]["text"]


@given(data=st.data())
@settings(max_examples=soaked(60))
@pytest.mark.feature("N17", "S4.2")
def test_what_the_answers_brought_is_the_score(data: st.DataObject) -> None:
    sections, weights = [], data.draw(st.sampled_from([(100,), (60, 40), (50, 30, 20)]))
    answers = []
    for place, weight in enumerate(weights):
        questions = []
        for number in range(data.draw(st.integers(1, 3))):
            id, best = f"{place}.{number}", data.draw(st.integers(1, 9))
            options = (Option(id="yes", label="Yes", points=best, passes=True), Option(id="no", label="No"))
            weighs = data.draw(st.integers(1, 3))
            questions.append(Question(id=id, text=id, kind="yes_no", options=options, allow_na=True, weight=weighs))
            chosen = data.draw(st.sampled_from(["yes", "no", "na"]))
            answers.append(
                Answer(question_id=id, not_applicable=True)
                if chosen == "na"
                else Answer(question_id=id, option_id=chosen)
            )
        sections.append(Section(id=str(place), title=str(place), weight=weight, questions=tuple(questions)))
    points = data.draw(st.booleans())
    if points:
        sections = [each.model_copy(update={"weight": None}) for each in sections]
    version = ScorecardVersion(
        scorecard_id="sc_1", format="points" if points else "percentage", sections=tuple(sections)
    )
    scored = score(version, answers, running=False)
    fields: dict[str, Any] = {"interaction_id": "int_1", "contact_reference": "C", "agent_id": "us_1"}
    fields |= {"channel": "voice", "scorecard_id": "sc_1", "scorecard_name": "Voice", "scorecard_version": 1}
    fields |= {"created_at": START, "completed_at": START, "interaction_started_at": START}
    evaluation = Evaluation(
        id="ev_1", type="manual", status="completed", answers=tuple(answers), score=scored, **fields
    )
    found = grounds_of(version, evaluation, [], [], {}, START)
    if scored.percent is None:
        assert all(each.worth == 0 for each in found)
    else:
        assert sum(each.brought for each in found) == pytest.approx(scored.percent)
        assert sum(each.worth for each in found) == pytest.approx(100)
