"""How assignments stand, where reviews are shown, and how each agent's own is made (S3.1, S3.3, S3.5, S3.6)."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.coaching.assignments.counting import tally_moves
from debrief.coaching.assignments.making import (
    assignment_of,
    check_areas,
    check_content,
    check_dispatchable,
    of_mark,
    with_interactions,
)
from debrief.coaching.assignments.model import (
    Area,
    Assignment,
    BestResponse,
    CoachedInteraction,
    CoachingGroup,
    Content,
    LinkedEvaluation,
    Mark,
    MarkedInteraction,
    ReviewState,
)
from debrief.coaching.assignments.standing import (
    LOOKED,
    STATUSES,
    WAITS,
    Facts,
    closed,
    counted,
    facts_of,
    is_open,
    review_place,
    status_of,
    status_of_group,
    waits_of,
)
from debrief.kernel.errors import Conflict, RuleBroken
from debrief.quality.evaluations.words import EvaluationType

AT = datetime(2026, 3, 10, 9, tzinfo=UTC)
TODAY = AT.date()
CONTENT = Content(name="Listen first", follow_up=TODAY + timedelta(days=7))


def link(type: EvaluationType = "manual", state: ReviewState = "agent", number: int = 1) -> LinkedEvaluation:
    return LinkedEvaluation(evaluation_id=f"ev_{number}", type=type, state=state, revision=1)


def assignment(conversations: int, best: int, opened: int, *links: LinkedEvaluation) -> Assignment:
    """An assignment of which so many things were opened, conversations first; the first one has these evaluations."""
    seen = [AT if place < opened else None for place in range(conversations + best)]
    return Assignment(
        id="ca_1",
        agent_id="us_a",
        name="One",
        areas=(Area(name="Empathy"),),
        interactions=tuple(
            CoachedInteraction(
                interaction_id=f"int_{place}",
                started_at=AT,
                looked_at=seen[place],
                evaluations=links if place == 0 else (),
            )
            for place in range(conversations)
        ),
        best_responses=tuple(
            BestResponse(
                interaction_id=f"best_{place}", agent_id="us_b", started_at=AT, looked_at=seen[conversations + place]
            )
            for place in range(best)
        ),
        follow_up=TODAY,
        assigned_by="us_lead",
        assigned_at=AT,
    )


# Statuses


@pytest.mark.feature("S3.3")
def test_every_way_an_assignment_may_stand_is_in_the_table_once() -> None:
    assert set(STATUSES) == {(on, Facts(looked, waits)) for on, looked, waits in product((False, True), LOOKED, WAITS)}


@pytest.mark.feature("S3.3")
@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        # What happens, one after the other, and how it stands after each with Accept & Dispute on, and off.
        (
            ["given", "opened 1", "opened 2", "opened 3"],
            [
                ("yet_to_start", "yet_to_start"),
                ("in_progress", "in_progress"),
                ("in_progress", "in_progress"),
                ("completed", "completed"),
            ],
        ),
        (
            ["given", "evaluated", "disputed", "decided", "acknowledged"],
            [
                ("yet_to_start", "yet_to_start"),
                ("pending_agent_review", "yet_to_start"),
                ("pending_supervisor_review", "yet_to_start"),
                ("pending_agent_review", "yet_to_start"),
                ("yet_to_start", "yet_to_start"),
            ],
        ),
        (
            ["opened 1", "evaluated", "disputed", "opened 3", "decided", "acknowledged"],
            [
                ("in_progress", "in_progress"),
                ("pending_agent_review", "in_progress"),
                ("pending_supervisor_review", "in_progress"),
                ("pending_supervisor_review", "completed"),
                ("pending_agent_review", "completed"),
                ("completed", "completed"),
            ],
        ),
        (
            ["opened 3", "evaluated", "deleted"],
            [("completed", "completed"), ("pending_agent_review", "completed"), ("completed", "completed")],
        ),
    ],
)
def test_an_assignment_follows_what_is_looked_at_and_what_waits(
    steps: list[str], expected: list[tuple[str, str]]
) -> None:
    opened, links = 0, tuple[LinkedEvaluation, ...]()
    states: dict[str, ReviewState] = {
        "evaluated": "agent",
        "disputed": "supervisor",
        "decided": "agent",
        "acknowledged": "settled",
    }
    for step, (on, off) in zip(steps, expected, strict=True):
        if step.startswith("opened"):
            opened = int(step.split()[1])
        elif step == "deleted":
            links = ()
        elif step in states:
            links = (link(state=states[step]),)
        facts = facts_of(assignment(2, 1, opened, *links))
        assert (status_of(facts, accept_and_dispute=True), status_of(facts, accept_and_dispute=False)) == (on, off)


@pytest.mark.feature("S3.3")
@given(st.sampled_from(LOOKED), st.sampled_from(WAITS), st.lists(st.booleans(), min_size=1, max_size=8))
def test_switching_accept_and_dispute_midway_holds_at_once_and_switching_back_brings_back_what_was(
    looked: str, waits: str, switched: list[bool]
) -> None:
    facts = Facts(looked, waits)  # type: ignore[arg-type]
    first = {on: status_of(facts, accept_and_dispute=on) for on in (True, False)}
    for on in switched:
        assert status_of(facts, accept_and_dispute=on) == first[on]
    assert not first[False].startswith("pending")
    assert first[True].startswith("pending") == (waits != "none" and looked != "closed")


@pytest.mark.feature("S3.3")
@given(st.integers(0, 5), st.integers(0, 5), st.data())
def test_it_is_completed_once_every_conversation_and_every_best_response_was_opened(
    conversations: int, best: int, data: st.DataObject
) -> None:
    opened = data.draw(st.integers(0, conversations + best))
    facts = facts_of(assignment(conversations, best, opened))
    whole = conversations + best
    # Of what was erased nothing is left to open.
    expected = "all" if opened == whole else "none" if opened == 0 else "some"
    assert facts == Facts(expected, "none")  # type: ignore[arg-type]
    assert is_open(facts, accept_and_dispute=False) == (facts.looked != "all")


@pytest.mark.feature("S3.3")
def test_an_automatic_evaluation_waits_for_nobody_until_it_is_disputed() -> None:
    assert waits_of([link("automatic", "agent")]) == "none"
    assert waits_of([link("blended", "agent")]) == "agent"
    assert waits_of([link("automatic", "supervisor")]) == "supervisor"
    assert waits_of([link("manual", "none"), link("manual", "settled", 2)]) == "none"


@pytest.mark.feature("S3.3")
@given(
    st.lists(
        st.tuples(st.sampled_from(["manual", "blended"]), st.sampled_from(["none", "agent", "supervisor", "settled"]))
    )
)
def test_an_open_dispute_comes_before_what_the_agent_may_answer(
    given_: list[tuple[EvaluationType, ReviewState]],
) -> None:
    states = {state for _, state in given_}
    expected = "supervisor" if "supervisor" in states else "agent" if "agent" in states else "none"
    assert waits_of(link(type, state, place) for place, (type, state) in enumerate(given_)) == expected


# Groups as a whole

FACTS = st.builds(Facts, st.sampled_from(LOOKED), st.sampled_from(WAITS))


@pytest.mark.feature("S3.2", "S3.3")
@given(st.dictionaries(FACTS, st.integers(1, 50), max_size=9), st.booleans())
def test_a_group_is_counted_whole_and_stands_as_what_somebody_must_act_on(tallies: dict[Facts, int], on: bool) -> None:
    counts = counted(tallies, accept_and_dispute=on)
    assert sum(counts.values()) == sum(tallies.values())
    status = status_of_group(counts)
    assert (status == "completed") == (set(counts) - {"closed"} == {"completed"})
    for waiting in ("pending_agent_review", "pending_supervisor_review"):
        if counts.get(waiting):
            assert status.startswith("pending")
    if not tallies:
        assert status == "yet_to_start"


@pytest.mark.feature("S3.2")
@given(st.lists(st.one_of(st.none(), FACTS), max_size=20))
def test_moving_what_is_counted_of_a_group_comes_out_as_counting_anew(history: list[Facts | None]) -> None:
    kept: dict[str, int] = {}
    before: Facts | None = None
    for after in history:
        for name, by in tally_moves(before, after).items():
            kept[name] = kept.get(name, 0) + by
        before = after
    left = {name: count for name, count in kept.items() if count}
    assert left == ({f"{before.looked}_{before.waits}": 1} if before else {})


# Reviews


@pytest.mark.feature("S3.6")
@pytest.mark.parametrize(
    ("status", "disputes", "tabs", "word", "rounds"),
    [
        ("completed", 0, ("pending",), "pending_agent_review", 0),
        ("disputed", 1, ("pending", "disputes"), "pending_supervisor_review", 0),
        ("completed", 1, ("pending", "disputes"), "pending_agent_review", 1),
        ("disputed", 2, ("pending", "disputes"), "pending_supervisor_review", 1),
        ("acknowledged", 2, ("resolved",), "resolved", 2),
        ("acknowledged", 0, ("resolved",), "closed", 0),
    ],
)
def test_a_review_stands_in_its_tabs_with_the_rounds_that_are_over(
    status: str, disputes: int, tabs: tuple[str, ...], word: str, rounds: int
) -> None:
    assert review_place(status, disputes, reviewed=True) == (tabs, word, rounds)
    assert review_place(status, disputes, reviewed=False) is None


@pytest.mark.feature("S3.3", "S3.6")
@pytest.mark.parametrize(
    ("status", "disputes", "ended", "place"),
    [
        # Nobody asks the agent any more: what they haven't answered waits nowhere, and what was disputed is over.
        ("completed", 0, False, None),
        ("completed", 2, False, (("resolved",), "resolved", 2)),
        ("completed", 1, True, (("resolved",), "resolved", 1)),
        # Somebody decides it all the same.
        ("disputed", 1, False, (("pending", "disputes"), "pending_supervisor_review", 0)),
        ("acknowledged", 0, False, (("resolved",), "closed", 0)),
        ("acknowledged", 1, False, (("resolved",), "resolved", 1)),
    ],
)
def test_where_agents_have_no_say_no_review_waits_for_one(
    status: str, disputes: int, ended: bool, place: tuple[tuple[str, ...], str, int] | None
) -> None:
    assert review_place(status, disputes, reviewed=True, ended=ended, accept_and_dispute=False) == place


# Making


def mark(**changes: object) -> Mark:
    fields = {
        "id": "cm_1",
        "agent_id": "us_a",
        "marked_by": "us_lead",
        "areas": (Area(name="Empathy"),),
        "marked_at": AT,
    }
    return Mark(**(fields | changes))  # type: ignore[arg-type]


@pytest.mark.feature("S3.1", "S3.5")
def test_an_assignment_of_a_group_differs_from_one_made_by_itself_only_in_what_its_agent_is_not_shown() -> None:
    alone = of_mark(mark(), CONTENT, by="us_lead", at=AT)
    grouped = of_mark(mark(group_id="cg_1"), CONTENT, by="us_lead", at=AT)
    assert grouped.model_copy(update={"group_id": None}) == alone
    assert grouped.id == alone.id, "the id follows from the mark alone"


@pytest.mark.feature("S3.1")
def test_ids_of_assignments_look_alike_and_follow_from_nothing_of_the_group() -> None:
    ids = {
        assignment_of(f"cm_{n}", "us_a", (), (), CONTENT, by="us_l", at=AT, group_id=f"cg_{n % 2}").id
        for n in range(50)
    }
    assert len(ids) == 50
    assert {len(id) for id in ids} == {29}
    assert all(id.startswith("ca_") for id in ids)
    ordered = [assignment_of(f"cm_{n:03d}", "us_a", (), (), CONTENT, by="us_l", at=AT).id for n in range(50)]
    assert ordered != sorted(ordered), "nor does their order tell which were made together"


@pytest.mark.feature("S3.4", "S3.1")
def test_a_follow_up_lies_ahead_and_the_name_of_the_group_is_not_what_agents_read() -> None:
    group = CoachingGroup(id="cg_1", name="Slow starters", areas=(), created_by="us_l", created_at=AT)
    check_content(CONTENT, today=TODAY, group=group)
    with pytest.raises(RuleBroken) as late:
        check_content(CONTENT.model_copy(update={"follow_up": date(2026, 3, 9)}), today=TODAY)
    assert late.value.errors[0].pointer == "/follow_up"
    with pytest.raises(RuleBroken) as told:
        check_content(CONTENT.model_copy(update={"name": " slow   Starters "}), today=TODAY, group=group)
    assert told.value.errors[0].pointer == "/name"


@pytest.mark.feature("S3.5")
def test_a_group_without_conversations_is_not_sent_and_no_group_twice() -> None:
    group = CoachingGroup(id="cg_1", name="G", areas=(), created_by="us_l", created_at=AT)
    check_dispatchable(group, agents=1, conversations=1)
    for state, agents, conversations in (("pending", 3, 0), ("pending", 0, 0), ("sending", 3, 3), ("sent", 3, 3)):
        changed = group.model_copy(update={"state": state})
        with pytest.raises(Conflict):
            check_dispatchable(changed, agents=agents, conversations=conversations)


@pytest.mark.feature("S3.5")
def test_conversations_are_added_to_a_mark_once_and_up_to_twenty() -> None:
    some = [MarkedInteraction(interaction_id=f"int_{n}", started_at=AT) for n in range(20)]
    full = with_interactions(with_interactions(mark(), some[:15]), some)
    assert [each.interaction_id for each in full.interactions] == [f"int_{n}" for n in range(20)]
    with pytest.raises(RuleBroken):
        with_interactions(full, [MarkedInteraction(interaction_id="int_more", started_at=AT)])


@pytest.mark.feature("S3.5")
def test_areas_are_told_apart_by_what_they_are_and_words_whatever_their_case() -> None:
    with pytest.raises(RuleBroken):
        check_areas([Area(name="Empathy"), Area(name="  EMPATHY ")])
    with pytest.raises(RuleBroken):
        check_areas([])
    question = Area(name="Empathy", scorecard_id="sc_1", question_id="qn_1")
    check_areas([Area(name="Empathy"), question, question.model_copy(update={"question_id": "qn_2"})])
    for wrong in (
        {"scorecard_id": "sc_1"},
        {"question_id": "q"},
        {"scorecard_id": "sc_1", "question_id": "q", "section_id": "s"},
    ):
        with pytest.raises(ValueError, match="names a scorecard"):
            Area(name="Empathy", **wrong)


@pytest.mark.feature("S3.3", "S3.8")
@given(st.sampled_from(LOOKED), st.sampled_from(WAITS), st.booleans())
def test_what_is_closed_is_nobody_s_coaching_any_more(looked: str, waits: str, on: bool) -> None:
    facts = Facts(looked, waits)  # type: ignore[arg-type]
    status = status_of(facts, accept_and_dispute=on)
    assert (status == "closed") == (looked == "closed")
    assert is_open(facts, accept_and_dispute=on) == (status not in {"completed", "closed"})


@pytest.mark.feature("S3.3")
def test_an_assignment_is_closed_once_and_not_when_it_is_completed() -> None:
    open_, done = assignment(2, 0, 1), assignment(2, 0, 2)
    after = closed(open_, AT)
    assert (after.closed_at, after.closed_because) == (AT, "agent_left")
    assert closed(after, AT + timedelta(days=1)) == after
    assert closed(done, AT) == done
    waits = assignment(2, 0, 2, link(state="agent"))
    assert closed(waits, AT).closed_at == AT, "a review of it still waits for its agent"
    assert status_of_group({"yet_to_start": 2, "closed": 1}) == "yet_to_start"
    assert status_of_group({"completed": 2, "closed": 1}) == "completed"
    assert status_of_group({"closed": 1}) == "closed"
