"""From a figure to the evaluations behind it: kept beside them, found by key, shown to those who may see them."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.insights.projection.packing import SourceKey
from debrief.insights.projection.projector import RollupProjector
from debrief.insights.projection.store import RollupStore
from debrief.kernel.ai.provenance import AiProvenance
from debrief.kernel.clock import iso
from debrief.kernel.errors import NotFound, Unavailable
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import Team
from debrief.people.rows_store import team_row
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.blinding import Blind
from debrief.quality.evaluations.model import Answer, Evaluation
from debrief.quality.evaluations.outcomes import (
    AUTO_FAILED,
    OVERALL,
    OutcomeFilter,
    auto_failed_line,
    outcome_lines,
    section_lines,
)
from debrief.quality.evaluations.scoring import score
from debrief.quality.evaluations.tally import contribution
from debrief.quality.evaluations.tally_keys import TallyKey
from debrief.quality.scorecards.model import Option, Question, ScorecardVersion, Section
from tests.doubles import metered
from tests.sizes import soaked
from tests.unit.quality.world import START, World, content, items, table_items, yes_no


@pytest.fixture
def world(aws: None) -> World:
    return World()


@pytest.fixture
def card(world: World) -> str:
    """A published scorecard: a, and b which may be N/A."""
    return world.published(content(yes_no("a"), yes_no("b", required=False, allow_na=True)))


def _kept(world: World, *ids: str) -> None:
    assert world.outcomes.keep(ids) == {}


def _behind(world: World, who: str, card: str, **query: Any) -> list[tuple[str, str]]:
    answer = world.call(who, "GET", "/evaluations", query={"scorecard_id": card, **query})
    return items(answer, lambda item: (item["id"], item["answer"]["outcome"]))


@pytest.mark.feature("S4.9", "P4")
def test_a_question_leads_to_the_evaluations_that_missed_it(world: World, card: str) -> None:
    missed = world.completed("eve", world.add_interaction(1), card, a="no", b="yes")
    passed = world.completed("eve", world.add_interaction(2), card, a="yes", b="yes")
    others = world.completed("eve", world.add_interaction(3, agent="zoe"), card, a="no")
    _kept(world, missed, passed, others)
    assert _behind(world, "eve", card, question_id="a", outcome="missed") == [(others, "missed"), (missed, "missed")]
    assert _behind(world, "eve", card, question_id="a") == [
        (others, "missed"),
        (passed, "passed"),
        (missed, "missed"),
    ]
    # An open question came out in no way.
    assert _behind(world, "eve", card, question_id="b") == [(passed, "passed"), (missed, "passed")]
    of_kim = {"question_id": "a", "outcome": "missed", "agent_id": "us_kim"}
    (line,) = world.call("sam", "GET", "/evaluations", query={"scorecard_id": card, **of_kim}).body["items"]
    assert line["answer"] == {
        "question_id": "a",
        "question": "Question a?",
        "outcome": "missed",
        "option_id": "no",
        "option": "No",
        "section_id": None,
        "section": None,
        "percent": None,
    }
    assert (line["contact_reference"], line["interaction_started_at"]) == ("C-1", "2026-03-02T10:00:00.000Z")
    # As for evaluations: a supervisor of her line, an agent of their own, and of nobody else.
    assert _behind(world, "sam", card, question_id="a", outcome="missed") == [(missed, "missed")]
    assert _behind(world, "pat", card, question_id="a", outcome="missed") == [(others, "missed")]
    assert _behind(world, "kim", card, question_id="a", outcome="missed") == [(missed, "missed")]
    assert _behind(world, "kim", card, question_id="a", agent_id="us_zoe") == []
    assert _behind(world, "sam", card, question_id="a", outcome="missed", option_id="no") == [(missed, "missed")]
    assert _behind(world, "sam", card, question_id="a", outcome="missed", option_id="yes") == []
    # The evaluations as a whole: 1 of 2 passed.
    assert _behind(world, "sam", card, outcome="passed") == [(passed, "passed")]


def test_it_follows_what_becomes_of_an_evaluation(world: World, card: str) -> None:
    id = world.completed("eve", world.add_interaction(1), card, a="no", b="yes")
    _kept(world, id)
    detail = world.call("eve", "GET", f"/evaluations/{id}")
    change = {"answers": [{"question_id": "a", "option_id": "yes"}, {"question_id": "b"}]}
    assert world.call("eve", "PATCH", f"/evaluations/{id}", change, if_match=detail.etag).status == 200
    _kept(world, id)
    _kept(world, id)
    assert _behind(world, "eve", card, question_id="a") == [(id, "passed")]
    assert _behind(world, "eve", card, question_id="b") == []
    evaluation = world.store.evaluation(id)
    assert evaluation is not None
    with Transaction(world.clock, world.ids) as tx:
        world.store.put_evaluation(tx, evaluation.model_copy(update={"superseded_at": START}), evaluation)
    _kept(world, id)
    assert [each for each in table_items() if each["kind"]["S"] == "outcome"] == []
    # What is gone meanwhile isn't shown, also before that is known here.
    again = world.completed("ida", world.add_interaction(2), card, a="no")
    _kept(world, again)
    found = world.store.evaluation(again)
    assert found is not None
    with Transaction(world.clock, world.ids) as tx:
        world.store.delete_evaluation(tx, found, for_good=True)
    assert _behind(world, "eve", card, question_id="a") == []
    _kept(world, again)
    assert [each for each in table_items() if each["kind"]["S"] == "outcome"] == []


def test_a_slower_worker_does_not_bring_back_what_was(world: World, card: str, monkeypatch: pytest.MonkeyPatch) -> None:
    id = world.completed("eve", world.add_interaction(1), card, a="no")
    before = world.store.evaluation(id)
    detail = world.call("eve", "GET", f"/evaluations/{id}")
    change = {"answers": [{"question_id": "a", "option_id": "yes"}]}
    assert world.call("eve", "PATCH", f"/evaluations/{id}", change, if_match=detail.etag).status == 200
    monkeypatch.setattr(world.store, "evaluations", lambda _: [before])
    _kept(world, id)
    assert _behind(world, "eve", card, question_id="a") == [(id, "passed")]


def test_what_there_is_no_time_for_comes_again(world: World, card: str) -> None:
    id = world.completed("eve", world.add_interaction(1), card, a="no")
    assert list(world.outcomes.keep([id], lambda: 1.0)) == [id]
    # Of the time that there is, half is left for counting what is kept.
    assert list(world.outcomes.keep([id], lambda: 29.0, leave_s=30.0)) == [id]
    assert _behind(world, "eve", card, question_id="a") == []
    missing = world.store.evaluation(id)
    assert missing is not None
    with Transaction(world.clock, world.ids) as tx:
        world.store.put_evaluation(tx, missing.model_copy(update={"scorecard_version": 9}), missing)
    assert isinstance(world.outcomes.keep([id])[id], NotFound)


def test_no_figure_is_ahead_of_its_list(world: World, card: str, monkeypatch: pytest.MonkeyPatch) -> None:
    projector = RollupProjector(
        RollupStore(),
        world.store,
        world.scorecards,
        world.interactions,
        PeopleStore(),
        world.clock,
        world.ids,
        outcomes=world.outcomes,
    )
    id = world.completed("eve", world.add_interaction(1), card, a="no")
    key = SourceKey("EVAL", id)
    with monkeypatch.context() as patched:
        patched.setattr(world.outcomes, "keep", lambda ids, *_, **__: dict.fromkeys(ids, Unavailable("Not now")))
        assert list(projector.count([key]).failed) == [key]
    assert RollupStore().marker(key) is None
    assert projector.count_evaluation(id)
    assert _behind(world, "eve", card, question_id="a") == [(id, "missed")]


def test_a_page_goes_on_where_it_ended_within_its_period(world: World, card: str) -> None:
    ids = [world.completed("eve", world.add_interaction(number), card, a="no") for number in range(1, 8)]
    _kept(world, *ids)
    query = {"scorecard_id": card, "question_id": "a", "outcome": "missed", "limit": "2", "agent_id": "us_kim"}
    query |= {"from": f"{START + timedelta(hours=2):%Y-%m-%dT%H:%M:%SZ}", "to": "2026-03-02T16:00:00Z"}
    found, cursor = [], None
    while True:
        page = world.call("sam", "GET", "/evaluations", query=query | ({"cursor": cursor} if cursor else {}))
        found += items(page)
        cursor = page.body["next_cursor"]
        if cursor is None:
            break
    assert found == ids[5:0:-1]
    other = world.call("sam", "GET", "/evaluations", query={**query, "outcome": "passed", "cursor": "x"})
    assert other.status == 400


def test_what_is_seldom_costs_what_is_shown(world: World, card: str) -> None:
    few = [world.completed("eve", world.add_interaction(number), card, a="no") for number in (1, 2)]
    many = [world.completed("eve", world.add_interaction(number), card, a="yes") for number in range(3, 15)]
    query = {"scorecard_id": card, "question_id": "a", "outcome": "missed", "agent_id": "us_kim"}
    _kept(world, *few)
    with metered() as alone:
        assert len(items(world.call("sam", "GET", "/evaluations", query=query))) == 2
    _kept(world, *many)
    with metered() as among_many:
        assert len(items(world.call("sam", "GET", "/evaluations", query=query))) == 2
    assert among_many.read_units <= alone.read_units


@pytest.mark.feature("S4.9", "P4")
def test_automatic_failures_are_found_over_every_scorecard(world: World, card: str) -> None:
    grave = {"id": "no", "label": "No", "auto_fail": "evaluation"}
    strict = world.published(
        content(yes_no("a", options=[{"id": "yes", "label": "Yes", "points": 10, "passes": True}, grave]))
    )
    failed = world.completed("eve", world.add_interaction(1), strict, a="no")
    kept = world.completed("eve", world.add_interaction(2), strict, a="yes")
    missed = world.completed("eve", world.add_interaction(3), card, a="no")
    others = world.completed("eve", world.add_interaction(4, agent="zoe"), strict, a="no")
    _kept(world, failed, kept, missed, others)
    asked = {"outcome": "auto_failed"}

    def found(who: str, **query: str) -> list[str]:
        return items(world.call(who, "GET", "/evaluations", query=asked | query))

    assert found("eve") == [others, failed]
    assert found("sam") == found("kim") == found("eve", agent_id="us_kim") == [failed]
    assert found("eve", scorecard_id=strict) == [others, failed]
    assert found("eve", scorecard_id=card) == []
    evaluation = world.store.evaluation(failed)
    assert evaluation is not None
    with Transaction(world.clock, world.ids) as tx:
        world.store.put_evaluation(tx, evaluation.model_copy(update={"team_id": "tm_1"}), evaluation)
    _kept(world, failed)
    assert found("eve", team_id="tm_1") == [failed]
    (line,) = world.call("sam", "GET", "/evaluations", query=asked).body["items"]
    assert (line["auto_failed"], line["answer"]["outcome"]) == (True, "auto_failed")
    # It missed as well, and is there once.
    assert _behind(world, "eve", strict, outcome="missed", agent_id="us_kim") == [(failed, "missed")]
    # Once the answer is another, it is failed no more.
    detail = world.call("eve", "GET", f"/evaluations/{failed}")
    change = {"answers": [{"question_id": "a", "option_id": "yes"}]}
    assert world.call("eve", "PATCH", f"/evaluations/{failed}", change, if_match=detail.etag).status == 200
    _kept(world, failed)
    assert found("sam") == []


@pytest.mark.feature("S4.9", "P4")
def test_a_section_leads_to_the_evaluations_that_its_average_is_of(world: World) -> None:
    grave = {"id": "no", "label": "No", "auto_fail": "section"}
    options = [{"id": "yes", "label": "Yes", "points": 10, "passes": True}, grave]
    sections = [
        {"id": "s#1", "title": "Opening", "weight": 50, "questions": [yes_no("a", options=options)]},
        {"id": "s2", "title": "Close", "weight": 50, "questions": [yes_no("b", required=False, allow_na=True)]},
    ]
    card = world.published({"sections": sections})
    failed = world.completed("eve", world.add_interaction(1), card, a="no", b="yes")
    good = world.completed("eve", world.add_interaction(2), card, a="yes", b="no")
    others = world.completed("eve", world.add_interaction(3, agent="zoe"), card, a="yes", b="yes")
    _kept(world, failed, good, others)
    _kept(world, failed)

    def found(who: str, section: str, **query: Any) -> list[tuple[str, float | None]]:
        asked = {"scorecard_id": card, "section_id": section, **query}
        answer = world.call(who, "GET", "/evaluations", query=asked)
        return items(answer, lambda item: (item["id"], item["answer"]["percent"]))

    assert found("eve", "s#1") == [(others, 100), (good, 100), (failed, 0)]
    assert found("eve", "s2") == [(others, 100), (good, 0), (failed, 100)]
    # As for questions: whoever may see an evaluation sees it here.
    assert found("sam", "s2") == found("kim", "s2", outcome="scored") == [(good, 0), (failed, 100)]
    assert found("eve", "s#1", outcome="auto_failed") == [(failed, 0)]
    assert found("eve", "s2", outcome="auto_failed") == found("eve", "s3") == []
    (line,) = world.call("sam", "GET", "/evaluations", query={
        "scorecard_id": card, "section_id": "s#1", "outcome": "auto_failed",
    }).body["items"]  # fmt: skip
    assert (line["answer"]["section"], line["answer"]["question_id"]) == ("Opening", None)
    # An answer that failed a section didn't fail the evaluation, and no question's list has a section's lines.
    assert items(world.call("eve", "GET", "/evaluations", query={"outcome": "auto_failed"})) == []
    assert _behind(world, "eve", card, question_id="a", outcome="missed") == [(failed, "missed")]
    # Once the answer is another, the section is failed no more.
    detail = world.call("eve", "GET", f"/evaluations/{failed}")
    change = {"answers": [{"question_id": "a", "option_id": "yes"}]}
    assert world.call("eve", "PATCH", f"/evaluations/{failed}", change, if_match=detail.etag).status == 200
    _kept(world, failed)
    assert found("eve", "s#1", outcome="auto_failed") == []
    assert found("sam", "s#1") == [(good, 100), (failed, 100)]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"question_id": "a"}, "?scorecard_id"),
        ({"section_id": "s"}, "?scorecard_id"),
        ({"section_id": "s", "outcome": "auto_failed"}, "?scorecard_id"),
        ({"scorecard_id": "sc", "section_id": "s", "question_id": "a"}, "?section_id"),
        ({"scorecard_id": "sc", "section_id": "s", "outcome": "missed"}, "?outcome"),
        ({"scorecard_id": "sc", "question_id": "a", "outcome": "scored"}, "?outcome"),
        ({"team_id": "tm_1"}, "?scorecard_id"),
        ({"scorecard_version": "1"}, "?scorecard_id"),
        ({"model": "vendor/small"}, "?scorecard_id"),
        ({"scorecard_id": "sc", "option_id": "yes"}, "?question_id"),
        ({"outcome": "auto_failed", "question_id": "a"}, "?outcome"),
        ({"outcome": "auto_failed", "status": "draft"}, "?status"),
        ({"scorecard_id": "sc", "question_id": "a", "status": "draft"}, "?status"),
        ({"scorecard_id": "sc", "question_id": "a", "interaction_id": "int_1"}, "?interaction_id"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(world: World, query: dict[str, str], pointer: str) -> None:
    refused = world.call("eve", "GET", "/evaluations", query=query)
    assert refused.status == 400
    assert [error["pointer"] for error in refused.body["errors"]] == [pointer]


_QUESTIONS = tuple(
    Question(
        id=id,
        text=id,
        kind="yes_no",
        allow_na=True,
        options=(
            Option(id="yes", label="Yes", points=1, passes=True),
            Option(id="no", label="No", auto_fail="section" if id == "b" else "none"),
        ),
    )
    for id in ("a", "b", "c#1")
)
_VERSION = ScorecardVersion(scorecard_id="sc", sections=(Section(id="s", title="s", weight=100, questions=_QUESTIONS),))


BY_MODEL = AiProvenance(
    model="vendor/small",
    prompt_version="evaluation.v1",
    prompt_hash="0",
    input_tokens=1,
    output_tokens=1,
    cost_micro_usd=1,
    latency_ms=1,
)


def _made(answers: tuple[Answer, ...]) -> Evaluation:
    return Evaluation(
        id="ev_1",
        interaction_id="int_1",
        contact_reference="C-1",
        agent_id="us_kim",
        channel="voice",  # type: ignore[arg-type]
        scorecard_id="sc",
        scorecard_name="Card",
        scorecard_version=1,
        type="manual",
        status="completed",
        answers=answers,
        score=score(_VERSION, answers, running=False),
        created_at=START,
        completed_at=START,
        interaction_started_at=START,
    )


@pytest.mark.feature("S4.9", "N2")
def test_a_version_and_a_model_lead_to_what_was_made_with_them(world: World, card: str) -> None:
    first = world.completed("eve", world.add_interaction(1), card, a="yes")
    _kept(world, first)
    assert _behind(world, "eve", card, scorecard_version="1", question_id="a") == [(first, "passed")]
    assert _behind(world, "eve", card, scorecard_version="2") == []
    # A person completed it, with whatever help.
    assert _behind(world, "eve", card, model="vendor/small") == []
    whole = tuple(Answer(question_id=each.id, option_id="yes") for each in _QUESTIONS)
    by_model = _made(whole).model_copy(update={"provenance": BY_MODEL})
    line = outcome_lines(_VERSION, by_model)[OVERALL]
    assert line.model == BY_MODEL.model
    assert OutcomeFilter("sc", model=BY_MODEL.model, scorecard_version=1).admits(line)
    assert not OutcomeFilter("sc", model="vendor/large").admits(line)
    assert not OutcomeFilter("sc", model=BY_MODEL.model).admits(line.model_copy(update={"evaluator_id": "us_eve"}))


@pytest.mark.feature("S4.9")
@given(st.tuples(*(st.sampled_from(["yes", "no", "n/a"]) for _ in _QUESTIONS)))
def test_the_lines_are_what_the_reports_count(chosen: tuple[str, ...]) -> None:
    answers = tuple(
        Answer(question_id=question.id, option_id=None if given == "n/a" else given, not_applicable=given == "n/a")
        for question, given in zip(_QUESTIONS, chosen, strict=True)
    )
    evaluation = _made(answers)
    lines, counted = outcome_lines(_VERSION, evaluation), contribution(_VERSION, evaluation)
    for question in _QUESTIONS:
        counters = counted[TallyKey("question", question.id)]
        line = lines[question.id]
        assert counters.get("passed", 0) == (line.outcome == "passed")
        assert counters.get("applicable", 0) == (line.outcome != "not_applicable")
        assert line.option_id is None or counters[f"option.{line.option_id}"] == 1
    assert counted[TallyKey("overall")].get("passed", 0) == (lines[OVERALL].outcome == "passed")
    assert counted[TallyKey("overall")].get("auto_failed", 0) == (auto_failed_line(_VERSION, evaluation) is not None)
    of_sections = Counter(line.outcome for line in section_lines(_VERSION, evaluation))
    for name in ("scored", "not_applicable", AUTO_FAILED):
        assert counted[TallyKey("section", "s")].get(name, 0) == of_sections[name], name


@pytest.mark.feature("S4.9", "P4")
def test_a_list_says_why_it_holds_less_than_its_figure(world: World, card: str) -> None:
    """Who supervises a team is told its whole figures; whoever has moved elsewhere is in them, and isn't listed."""
    team_row(Team(id="tm_1", name="Orders", supervisor_id="us_sam")).save()
    missed = world.completed("eve", world.add_interaction(1), card, a="no")
    moved = world.completed("eve", world.add_interaction(2, agent="zoe"), card, a="no")
    with Transaction(world.clock, world.ids) as tx:
        for id in (missed, moved):
            evaluation = world.store.evaluation(id)
            assert evaluation is not None
            world.store.put_evaluation(tx, evaluation.model_copy(update={"team_id": "tm_1"}), evaluation)
    _kept(world, missed, moved)

    def asked(who: str, **query: str) -> tuple[list[str], bool, int]:
        answer = world.call(who, "GET", "/evaluations", query={"scorecard_id": card, "outcome": "missed", **query})
        return items(answer), answer.body["out_of_sight"], answer.body["blind_days"]

    assert asked("sam", team_id="tm_1") == ([missed], True, 0)
    assert asked("sam", team_id="tm_1", outcome="passed") == ([], False, 0)
    assert asked("pat", team_id="tm_1") == ([moved], False, 0), "to others what they don't see isn't there"
    assert asked("eve", team_id="tm_1") == ([moved, missed], False, 0)
    assert asked("sam") == ([missed], False, 0)


@pytest.mark.feature("S4.12", "P4")
def test_days_that_figures_leave_out_are_told_whatever_the_answer_was(world: World, card: str) -> None:
    one, other = world.add_interaction(1), world.add_interaction(2)
    missed, passed = (world.completed("ida", each, card, a=how, b=how) for each, how in ((one, "no"), (other, "yes")))
    _kept(world, missed, passed)
    hidden = Blind(interaction_id=one.id, agent_id="us_kim", interaction_started_at=one.started_at, by="ca_1")
    with Transaction(world.clock, world.ids) as tx:
        BlindStore().blind(tx, "us_eve", hidden)

    def asked(who: str, outcome: str, **query: str) -> tuple[list[str], int]:
        answer = world.call(who, "GET", "/evaluations", query={"scorecard_id": card, "outcome": outcome, **query})
        return items(answer), answer.body["blind_days"]

    assert [asked("eve", each, agent_id="us_kim") for each in ("missed", "passed")] == [([], 1), ([passed], 1)]
    assert asked("eve", "missed", agent_id="us_zoe")[1] == 0
    after = iso(one.started_at + timedelta(hours=1))
    assert asked("eve", "passed", **{"from": after})[1] == 0
    assert asked("ida", "missed") == ([missed], 0)


@pytest.mark.feature("S4.4")
def test_whoever_completes_one_is_given_the_next(world: World, card: str) -> None:
    for number in range(1, 5):
        world.add_interaction(number)
    world.add_interaction(9, agent="zoe")
    begun = world.call("eve", "POST", "/evaluations/next", {"scorecard_id": card})
    assert (begun.status, begun.body["interaction_id"]) == (201, "int_9")
    # Drafts first: this one, whatever was asked.
    assert world.call("eve", "POST", "/evaluations/next", {}).body["id"] == begun.body["id"]
    following = world.call("eve", "POST", "/evaluations/next", {"after": begun.body["id"]})
    assert (following.status, following.body["interaction_id"], following.body["scorecard_id"]) == (201, "int_4", card)
    # What another person has scored or is at is passed over; what the AI alone has done isn't.
    world.completed("ida", world.interactions.interaction("int_3") or world.add_interaction(3), card, a="yes")
    for draft in (begun, following):
        path = f"/evaluations/{draft.body['id']}"
        answers = {"answers": [{"question_id": "a", "option_id": "yes"}]}
        world.call("eve", "PATCH", f"{path}/answers", answers, if_match=draft.etag)
        assert world.call("eve", "POST", f"{path}/completion").status == 200
    after = {"after": following.body["id"]}
    assert world.call("eve", "POST", "/evaluations/next", after).body["interaction_id"] == "int_2"
    assert world.call("ida", "POST", "/evaluations/next", {"after": "ev_unknown"}).status == 404


def test_nothing_left_is_said(world: World, card: str) -> None:
    assert world.call("eve", "POST", "/evaluations/next", {"scorecard_id": card}).status == 404
    assert world.call("eve", "POST", "/evaluations/next", {}).status == 404
    world.add_interaction(1, agent="kim")
    # A supervisor sees their line alone.
    assert world.call("pat", "POST", "/evaluations/next", {"scorecard_id": card}).status == 404
    assert world.call("kim", "POST", "/evaluations/next", {"scorecard_id": card}).status == 403


def test_a_session_goes_through_conversation_after_conversation(world: World, card: str) -> None:
    many = soaked(6)
    for number in range(1, many + 1):
        world.add_interaction(number)
    taken, body = [], {"scorecard_id": card}
    for _ in range(many):
        draft = world.call("eve", "POST", "/evaluations/next", body)
        taken.append(draft.body["interaction_id"])
        path = f"/evaluations/{draft.body['id']}"
        answers = {"answers": [{"question_id": "a", "option_id": "yes"}]}
        world.call("eve", "PATCH", f"{path}/answers", answers, if_match=draft.etag)
        world.call("eve", "POST", f"{path}/completion")
        body = {"after": draft.body["id"]}
    assert taken == [f"int_{number}" for number in range(many, 0, -1)]
    assert world.call("eve", "POST", "/evaluations/next", body).status == 404
