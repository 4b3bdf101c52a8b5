"""Evaluations deleted for good, however much has happened to them."""

from datetime import timedelta

import pytest

from api.quality_api import wiring
from debrief.kernel.schedules.runner import Runner
from debrief.kernel.schedules.store import DueStore
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.evaluations.deadlines import HISTORY_REMOVED
from debrief.quality.evaluations.history import step
from debrief.quality.evaluations.history_store import HistoryStore
from debrief.quality.evaluations.model import Evaluation
from schedules.run_schedules.work import HANDLERS
from tests.sizes import soaked
from tests.unit.quality.world import World, content, line, table_items, yes_no

pytestmark = pytest.mark.feature("S4.7")


@pytest.fixture
def world(aws: None) -> World:
    return World()


def with_history(world: World, steps: int) -> Evaluation:
    """An automatic evaluation to which so much has happened."""
    world.published(content(yes_no("a", answerer="ai"), start_automatically=True))
    world.model.answers = [{"q1": line("yes")}]
    interaction = world.add_interaction(1)
    world.automatic.evaluate(interaction.id)
    (made,) = world.store.evaluations_of_interaction(interaction.id)
    for number in range(steps):
        with Transaction(world.clock, world.ids) as tx:
            later = made.model_copy(update={"revision": made.revision + number})
            HistoryStore().add(tx, made.id, step("superseded", later, world.clock.now(), by=None))
    return made


def sweep(world: World) -> int:
    """How much the schedule does of it now, run after run."""
    assert HISTORY_REMOVED in HANDLERS
    handlers = {HISTORY_REMOVED: lambda due: HistoryStore().sweep(due.subject, world.clock, world.ids)}
    runner = Runner([DueStore("test-quality")], handlers, world.clock, world.ids, lambda _: pytest.fail("it failed"))
    runs = 0
    while True:
        world.clock.advance(timedelta(minutes=1))
        report = runner.run(lambda: timedelta(minutes=10))
        if not report.done and not report.again:
            return runs
        runs += 1


def rows_of(made: Evaluation) -> list[str]:
    return sorted(item["SK"]["S"] for item in table_items() if item["PK"]["S"] == f"EV#{made.id}")


@pytest.mark.parametrize("steps", [0, 40, 41, 100 + soaked(50)])
def test_the_whole_history_goes_and_nothing_of_it_is_seen_meanwhile(world: World, steps: int) -> None:
    made = with_history(world, steps)
    path = f"/evaluations/{made.id}"
    deleted = world.call("ada", "DELETE", path, if_match=world.call("ada", "GET", path).etag)
    assert deleted.status == 204, deleted.body
    assert [world.call("ada", "GET", f"{path}{more}").status for more in ("", "/history")] == [404, 404]
    runs = sweep(world)
    assert rows_of(made) == ["DELETED"]
    assert (runs > 0) == (steps > 40)


def test_where_it_is_changed_at_that_moment_nothing_of_its_history_is_gone(world: World) -> None:
    made = with_history(world, 60)
    before = wiring.evaluations().history(world.access.caller("us_ada"), made.id)
    path, read = f"/evaluations/{made.id}", wiring.evaluations().find
    etag = world.call("ada", "GET", path).etag

    def read_and_meanwhile(caller: object, id: str) -> Evaluation:
        found = read(caller, id)  # type: ignore[arg-type]
        with Transaction(world.clock, world.ids) as tx:
            world.store.put_evaluation(tx, found, found)
        return found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(wiring.evaluations(), "find", read_and_meanwhile)
        assert world.call("ada", "DELETE", path, if_match=etag).status == 412
    assert wiring.evaluations().history(world.access.caller("us_ada"), made.id) == before
    assert sweep(world) == 0


def test_the_history_of_what_is_there_is_left_alone(world: World) -> None:
    made = with_history(world, 60)
    assert HistoryStore().sweep(made.id, world.clock, world.ids) is None
    assert len(HistoryStore().steps(made.id)) == 60
