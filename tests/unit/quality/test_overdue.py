"""Silence acknowledges, once each, whatever happens in the same second; reminders come before, and once."""

import sys
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from debrief.kernel.auth import Caller
from debrief.kernel.errors import Conflict, Stale
from debrief.kernel.schedules.runner import Report, Runner
from debrief.kernel.schedules.store import DueStore
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction
from debrief.people.store import PeopleStore
from debrief.quality.disputes.model import DisputedHere, NewDispute
from debrief.quality.evaluations.deadlines import UNANSWERED
from debrief.quality.evaluations.events import EVALUATION_ACKNOWLEDGED
from debrief.quality.evaluations.history_store import HistoryStore
from debrief.quality.evaluations.model import Answer, Evaluation
from debrief.quality.evaluations.review_store import tell_agent
from debrief.quality.evaluations.reviewing import asked_anew
from debrief.quality.scorecards.model import Scorecard, ScorecardVersion
from tests.doubles import Usage, metered
from tests.sizes import soaked
from tests.unit.quality.builders import completed, scorecard, yes_no
from tests.unit.quality.world import World

MINUTE = timedelta(minutes=1)
TOLD, TAKEN_BACK = "debrief.notices.notice.requested.v1", "debrief.notices.notice.withdrawn.v1"


@pytest.fixture
def world(aws: None) -> World:
    made = World()
    made.settle(require_acknowledgement=True)
    return made


def version_in(world: World) -> ScorecardVersion:
    """A scorecard's version that is stored."""
    version = scorecard(yes_no("a"), yes_no("b"))
    now = world.clock.now()
    card = Scorecard(id=version.scorecard_id, name="Voice", status="published", created_at=now, updated_at=now)
    with Transaction(world.clock, world.ids) as tx:
        world.scorecards.put_scorecard(tx, card, version, write_version=True)
    return version


def waiting(world: World, version: ScorecardVersion, number: int, agent: str = "kim") -> Evaluation:
    """An evaluation that waits for its agent's answer, as one that was completed now."""
    answers = [Answer(question_id="a", option_id="yes"), Answer(question_id="b", option_id="no")]
    settings, now = PeopleStore().settings(), world.clock.now()
    made = completed(
        version,
        answers,
        id=f"ev_{number}",
        interaction_id=f"int_{number}",
        agent_id=f"us_{agent}",
        evaluator_id="us_eve",
    )
    made = asked_anew(made, settings, now)
    with Transaction(world.clock, world.ids) as tx:
        world.store.put_evaluation(tx, made)
        tell_agent(tx, made, "completed", by="us_eve", time_zone="UTC", now=now)
    return written(made)


def run(world: World, minutes: float = 60) -> Report:
    """What the schedule does now."""
    store = DueStore("test-quality")
    handlers = {UNANSWERED: lambda due: world.acknowledgements.see_to(due.subject)}
    runner = Runner([store], handlers, world.clock, world.ids, lambda trouble: pytest.fail(str(trouble.error)))
    return runner.run(lambda: timedelta(minutes=minutes))


def kim(world: World) -> Caller:
    return world.access.caller("us_kim")


@pytest.mark.feature("S4.8")
def test_an_agent_is_reminded_once_and_silence_acknowledges(world: World) -> None:
    waiting(world, version_in(world), 1)
    review = world.store.evaluations(["ev_1"])[0].review
    assert review is not None
    # Told on Tuesday 3 March, seven days: until the end of the 10th; reminded two days before, at nine.
    assert review.answer_by == datetime(2026, 3, 11, tzinfo=UTC)
    assert review.remind_at == datetime(2026, 3, 8, 9, tzinfo=UTC)
    assert run(world).done == 0
    world.clock.advance(timedelta(days=5))
    for _ in range(2):
        run(world)
    kinds = [each.data["kind"] for each in world.events(TOLD)]
    assert kinds == ["evaluation_completed", "evaluation_unanswered"]
    world.clock.advance(timedelta(days=2, hours=14, minutes=59))
    assert (run(world).done, world.store.evaluations(["ev_1"])[0].status) == (0, "completed"), "a minute is left"
    world.clock.advance(MINUTE)
    assert run(world).done == 1
    after = world.store.evaluations(["ev_1"])[0]
    assert after.review is not None
    assert (after.status, after.review.by_silence) == ("acknowledged", True)
    (step,) = HistoryStore().steps("ev_1")
    assert (step.kind, step.by, step.by_silence) == ("acknowledged", None, True)
    (event,) = world.events(EVALUATION_ACKNOWLEDGED)
    assert event.data["by_silence"] is True
    assert world.store.awaited_of("us_kim", most=10) == []
    assert world.acknowledgements.see_to("ev_1") is None


@pytest.mark.feature("S4.8")
def test_where_no_acknowledgement_is_required_the_time_to_dispute_ends_and_nothing_else(world: World) -> None:
    world.settle(require_acknowledgement=False)
    waiting(world, version_in(world), 1)
    world.clock.advance(timedelta(days=7, hours=14, minutes=59))
    run(world)
    evaluation = world.store.evaluations(["ev_1"])[0]
    assert world.disputes._evaluations.actions(kim(world), evaluation) == ["acknowledge", "dispute"]
    world.clock.advance(MINUTE)
    run(world)
    assert world.disputes._evaluations.actions(kim(world), evaluation) == ["acknowledge"]
    assert world.store.evaluations(["ev_1"])[0].status == "completed"


def all_overdue(world: World, number: int, first: int = 0) -> tuple[Usage, Report, list[Evaluation]]:
    """What it takes to acknowledge so many; every tenth is disputed before, every seventh answered meanwhile."""
    world.settle(disputes_decided_by="queue")
    version = scorecard(yes_no("a"), yes_no("b"))
    ids = [f"ev_{each}" for each in range(first, first + number)]
    for each in range(first, first + number):
        waiting(world, version, each)
    world.clock.advance(timedelta(days=9))
    given = NewDispute(answers=(DisputedHere(question_id="b", reason="I did"),))
    for id in ids[::10]:
        revision = world.store.evaluations([id])[0].revision
        world.disputes.raise_(kim(world), id, revision, given)
    same_second = {id for id in ids[3::7] if id not in ids[::10]}
    read = world.store.evaluation

    def read_and_meanwhile(id: str) -> Evaluation | None:
        found = read(id)
        if id in same_second and found is not None and found.status == "completed":
            same_second.remove(id)
            world.acknowledgements.acknowledge(kim(world), id, found.revision)
        return found

    with pytest.MonkeyPatch.context() as patched, metered() as usage:
        patched.setattr(world.store, "evaluation", read_and_meanwhile)
        report = run(world)
    return usage, report, world.store.evaluations(ids)


def tell(number: int, usage: Usage) -> None:
    """Print what a run has read and written."""
    sys.stdout.write(
        f"\n{number} overdue: {usage.read_units} read units in {usage.round_trips} round trips, "
        f"{usage.write_units} write units without indexes\n"
    )


def check_all(world: World, number: int, found: list[Evaluation], first: int = 0) -> None:
    disputed = {f"ev_{each}" for each in range(first, first + number, 10)}
    by_status = Counter(each.status for each in found)
    assert by_status == {"disputed": len(disputed), "acknowledged": number - len(disputed)}
    assert {each.id for each in found if each.status == "disputed"} == disputed
    for each in found:
        steps = [step for step in HistoryStore().steps(each.id) if step.kind == "acknowledged"]
        assert len(steps) == (each.status == "acknowledged"), each.id
        silent = each.review is not None and each.review.by_silence
        assert all(step.by_silence == silent for step in steps), each.id


@pytest.mark.feature("S4.8")
def test_all_that_is_overdue_is_acknowledged_once_and_twice_as_many_cost_at_most_twice(world: World) -> None:
    version_in(world)
    number = soaked(10)
    small, report, found = all_overdue(world, number)
    check_all(world, number, found)
    assert (report.failed, report.given_up) == (0, 0)
    large, _, more = all_overdue(world, 2 * number, first=1_000_000)
    check_all(world, 2 * number, more, first=1_000_000)
    tell(number, small)
    tell(2 * number, large)
    # The empty shards of one run cost the same for both.
    assert large.read_units <= 2 * small.read_units
    assert large.round_trips <= 2 * small.round_trips
    assert 0 < large.write_units <= 2 * small.write_units
    acknowledged = sum(each.status == "acknowledged" for each in (*found, *more))
    assert len(world.events(EVALUATION_ACKNOWLEDGED)) == acknowledged


@pytest.mark.soak
@pytest.mark.feature("S4.8")
def test_five_thousand_overdue_evaluations(world: World) -> None:
    version_in(world)
    usage, report, found = all_overdue(world, 5_000)
    check_all(world, 5_000, found)
    assert report.failed == 0
    tell(5_000, usage)


INSTANT = timedelta(milliseconds=1)


def until(world: World, at: datetime | None) -> None:
    """Let it be that instant."""
    assert at is not None
    world.clock.advance(at - world.clock.now())


def now_of(world: World, id: str = "ev_1") -> Evaluation:
    (found,) = world.store.evaluations([id])
    return found


def dispute(world: World, id: str = "ev_1") -> None:
    given = NewDispute(answers=(DisputedHere(question_id="b", reason="I did"),))
    world.disputes.raise_(kim(world), id, now_of(world, id).revision, given)


@pytest.mark.feature("S4.8")
def test_an_instant_before_the_end_nothing_is_acknowledged_and_at_the_end_it_is(world: World) -> None:
    made = waiting(world, version_in(world), 1)
    assert made.review is not None
    until(world, made.review.answer_by - INSTANT)
    run(world)
    assert world.acknowledgements.see_to("ev_1") == made.review.answer_by
    assert now_of(world).status == "completed"
    world.clock.advance(INSTANT)
    run(world)
    assert (now_of(world).status, len(world.events(EVALUATION_ACKNOWLEDGED))) == ("acknowledged", 1)
    assert world.acknowledgements.see_to("ev_1") is None


@pytest.mark.feature("S4.8")
@pytest.mark.parametrize("answer", ["acknowledges", "disputes"])
@pytest.mark.parametrize("late", [-INSTANT, timedelta(), INSTANT])
def test_who_answers_around_the_end_is_heard_while_nobody_has_acknowledged(
    world: World, answer: str, late: timedelta
) -> None:
    """The agent's answer and the schedule's in the same second: whichever is written first holds, and once."""
    version, read = version_in(world), world.store.evaluation
    made = waiting(world, version, 1)
    assert made.review is not None
    until(world, made.review.answer_by + late)

    def read_and_meanwhile(id: str) -> Evaluation | None:
        found = read(id)
        with pytest.MonkeyPatch.context() as unpatched:
            unpatched.setattr(world.store, "evaluation", read)
            if found is not None and found.status == "completed":
                if answer == "disputes":
                    dispute(world)
                else:
                    world.acknowledgements.acknowledge(kim(world), id, found.revision)
        return found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(world.store, "evaluation", read_and_meanwhile)
        assert world.acknowledgements.see_to("ev_1") is None
    run(world)
    after = now_of(world)
    assert after.status == {"acknowledges": "acknowledged", "disputes": "disputed"}[answer]
    assert after.review is not None
    assert not after.review.by_silence
    assert [each.kind for each in HistoryStore().steps("ev_1")] == [after.status]


@pytest.mark.feature("S4.8")
@pytest.mark.parametrize("answer", ["acknowledges", "disputes"])
def test_where_the_schedule_is_faster_than_who_answers_they_are_told_and_nothing_happens_twice(
    world: World, answer: str
) -> None:
    """The other way round: the schedule writes between the agent's reading and their writing."""
    made = waiting(world, version_in(world), 1)
    assert made.review is not None
    until(world, made.review.answer_by)
    # They sent it an instant before the end; the schedule comes while it is worked on.
    world.clock.advance(-INSTANT)
    caller, commit = kim(world), Transaction._commit

    def schedule_first(tx: Transaction) -> None:
        with pytest.MonkeyPatch.context() as unpatched:
            unpatched.setattr(Transaction, "_commit", commit)
            world.clock.advance(INSTANT)
            world.acknowledgements.see_to("ev_1")
        commit(tx)

    def answers() -> None:
        if answer == "disputes":
            dispute(world)
        else:
            world.acknowledgements.acknowledge(caller, "ev_1", made.revision)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Transaction, "_commit", schedule_first)
        with pytest.raises(Stale):
            answers()
    run(world)
    after = now_of(world)
    assert (after.status, after.review is not None and after.review.by_silence) == ("acknowledged", True)
    assert [each.kind for each in HistoryStore().steps("ev_1")] == ["acknowledged"]
    assert sum(each.type == EVALUATION_ACKNOWLEDGED for each in world.events(EVALUATION_ACKNOWLEDGED)) == 1


@pytest.mark.feature("S4.8")
def test_where_silence_says_nothing_a_dispute_ends_with_the_instant_and_acknowledging_does_not(world: World) -> None:
    world.settle(require_acknowledgement=False)
    version = version_in(world)
    first, _ = waiting(world, version, 1), waiting(world, version, 2)
    assert first.review is not None
    until(world, first.review.answer_by - INSTANT)
    dispute(world)
    world.clock.advance(INSTANT)
    with pytest.raises(Conflict, match="the time for it is over"):
        dispute(world, "ev_2")
    world.acknowledgements.acknowledge(kim(world), "ev_2", now_of(world, "ev_2").revision)
    assert [now_of(world, id).status for id in ("ev_1", "ev_2")] == ["disputed", "acknowledged"]


@pytest.mark.feature("S4.8")
def test_a_reminder_comes_at_its_instant_and_once_whoever_looks_how_often(world: World) -> None:
    made = waiting(world, version_in(world), 1)
    assert made.review is not None
    until(world, (made.review.remind_at or made.review.since) - INSTANT)
    run(world)

    def reminders() -> int:
        return sum(each.data["kind"] == "evaluation_unanswered" for each in world.events(TOLD))

    assert (reminders(), world.acknowledgements.see_to("ev_1")) == (0, made.review.remind_at)
    world.clock.advance(INSTANT)
    for _ in range(3):
        run(world)
    # Who answers now is reminded no more, and what they were told is taken back.
    assert reminders() == 1
    world.acknowledgements.acknowledge(kim(world), "ev_1", now_of(world).revision)
    world.clock.advance(timedelta(days=5))
    run(world)
    assert reminders() == 1
    assert [each.data["kind"] for each in world.events(TAKEN_BACK)] == ["evaluation_unanswered"]


@pytest.mark.feature("S4.8")
def test_who_answers_in_the_second_of_the_reminder_isnt_reminded(world: World) -> None:
    made, read = waiting(world, version_in(world), 1), world.store.evaluation
    until(world, made.review.remind_at if made.review else None)

    def read_and_meanwhile(id: str) -> Evaluation | None:
        found = read(id)
        with pytest.MonkeyPatch.context() as unpatched:
            unpatched.setattr(world.store, "evaluation", read)
            if found is not None and found.status == "completed":
                world.acknowledgements.acknowledge(kim(world), id, found.revision)
        return found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(world.store, "evaluation", read_and_meanwhile)
        assert run(world).failed == 0
    assert [each.data["kind"] for each in world.events(TOLD)] == ["evaluation_completed"]
