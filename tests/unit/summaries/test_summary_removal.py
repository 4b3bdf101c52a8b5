"""What is removed is gone: replays and objects too, whatever dies meanwhile (S0.15, N2)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from debrief.coaching.table_store import CoachingRow
from debrief.kernel.errors import NotFound, Stale
from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.places import SHARDS
from debrief.kernel.schedules.removal import LONGEST_INVOCATION
from debrief.kernel.schedules.store import DueStore
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.tables import find, query_all
from debrief.summaries.deadlines import REMOVED, WORKFLOW_TIMEOUT
from debrief.summaries.removal_service import SummaryRemoval
from debrief.summaries.report.report import Report
from debrief.summaries.store import SummariesRow
from tests.unit.coaching.world import LEAD
from tests.unit.summaries.world import World

LAST_LOOK = WORKFLOW_TIMEOUT + LONGEST_INVOCATION
ROWS = ("SUMMARY", "REPORT", "COMPARISON")


def replayed(world: World, id: str, *, run: bool = True) -> str:
    answer = world.call("POST", f"/summaries/{id}/replays", LEAD)
    assert answer.status == 202, answer
    if run:
        world.run(answer.body["id"])
    return str(answer.body["id"])


def delete(world: World, id: str) -> None:
    path = f"/summaries/{id}"
    assert world.call("DELETE", path, LEAD, if_match=world.call("GET", path, LEAD).etag).status == 204


def objects(world: World, *ids: str) -> list[str]:
    return [key for id in ids for key in world.content.list(f"summaries/{id}/", 100)]


def rows(*ids: str) -> list[tuple[str, str]]:
    return [(id, sk) for id in ids for sk in ROWS if find(SummariesRow, f"SUMMARY#{id}", sk) is not None]


def due(at: datetime) -> list[str]:
    return [each.key for shard in range(SHARDS) for each in DueStore("test-summaries").due(shard, at)]


def deleted() -> list[str]:
    events = [Event.model_validate_json(row.body or "") for row in query_all(SummariesRow, "OUTBOX", index="GSI1")]
    return [each.subject for each in events if each.type == "debrief.summaries.summary.deleted.v1"]


@pytest.mark.feature("S0.15", "N2")
def test_a_deleted_summary_takes_its_replays_and_every_object_along(
    filled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = filled.ready(LEAD).body["id"]
    replays = [replayed(filled, id) for _ in range(2)]
    other = filled.ready(LEAD).body["id"]
    kept = objects(filled, other)
    assert len(objects(filled, id, *replays)) == 18
    delete(filled, id)
    assert rows(id) == []
    assert filled.call("GET", f"/summaries/{id}/replays/{replays[0]}", LEAD).status == 404

    assert filled.run_schedules(monkeypatch)["failed"] == 0
    filled.clock.advance(timedelta(minutes=1))
    filled.run_schedules(monkeypatch)
    assert rows(*replays) == []
    assert objects(filled, id, *replays) == []
    assert sorted(deleted()) == sorted([id, *replays])
    assert objects(filled, other) == kept
    assert filled.call("GET", f"/summaries/{other}", LEAD).status == 200

    filled.clock.advance(LAST_LOOK)
    filled.run_schedules(monkeypatch)
    assert due(filled.clock.now() + timedelta(days=400)) == []


@pytest.mark.feature("S0.15")
def test_objects_go_though_the_process_that_deleted_died_at_once(
    filled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = filled.ready(LEAD).body["id"]
    delete(filled, id)
    assert due(filled.clock.now()) == [f"{REMOVED}#{id}"]

    def killed(*_: Any, **__: Any) -> None:
        raise TimeoutError

    with monkeypatch.context() as broken:
        broken.setattr(type(filled.content), "delete", killed)
        assert filled.run_schedules(monkeypatch)["failed"] == 1
    assert len(objects(filled, id)) == 6
    filled.clock.advance(timedelta(minutes=2))
    assert filled.run_schedules(monkeypatch)["again"] == 1
    assert objects(filled, id) == []


@pytest.mark.feature("S0.16", "N2")
@pytest.mark.parametrize("reached", range(5))
def test_a_replay_that_is_being_written_leaves_nothing(
    filled: World, monkeypatch: pytest.MonkeyPatch, reached: int
) -> None:
    id = filled.ready(LEAD).body["id"]
    replay = replayed(filled, id, run=False)
    steps = filled.steps()
    order = (steps.gather, steps.cap, steps.prompt, steps.filter_chips, steps.save)
    for step in order[:reached]:
        step(replay, 1)
    under_way = filled.store.summary(replay)
    assert under_way is not None
    delete(filled, id)
    filled.run_schedules(monkeypatch)
    for step in order:
        with pytest.raises(NotFound):
            step(replay, 1)
    steps.fail(replay, 1, "NotFound")
    # A step that read the row before and was slow writes its object after all.
    filled.store.put_object(under_way, "report", Report(summary_id=replay))
    filled.clock.advance(timedelta(minutes=1))
    filled.run_schedules(monkeypatch)
    filled.clock.advance(LAST_LOOK)
    filled.run_schedules(monkeypatch)
    assert (rows(replay), objects(filled, id, replay)) == ([], [])
    assert find(SummariesRow, f"TARGET#{under_way.target}", "BUSY") is None
    assert due(filled.clock.now() + timedelta(days=400)) == []


@pytest.mark.feature("N2")
def test_a_step_that_read_the_replay_before_cannot_write_its_row_again(
    filled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = filled.ready(LEAD).body["id"]
    replay = replayed(filled, id, run=False)
    before, steps = filled.store.summary(replay), filled.steps()
    for step in (steps.gather, steps.cap, steps.prompt, steps.filter_chips):
        step(replay, 1)
    late = filled.store.summary(replay)
    delete(filled, id)
    filled.run_schedules(monkeypatch)
    for seen in (before, late):
        monkeypatch.setattr(filled.store, "summary", lambda wanted, seen=seen: seen if wanted == replay else None)
        with pytest.raises((Stale, NotFound)):
            steps.save(replay, 1)
    assert rows(replay) == []


@pytest.mark.feature("N2")
def test_no_replay_begins_of_what_is_deleted_at_that_moment(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    id = filled.ready(LEAD).body["id"]
    found = filled.store.summary(id)
    delete(filled, id)
    from api.summaries_api import handler

    store = handler.parts()[0]
    monkeypatch.setattr(store, "summary", lambda wanted: found if wanted == id else None)
    with pytest.raises(NotFound):
        handler.generation().replay(filled.caller(LEAD), id)
    assert query_all(SummariesRow, f"REPLAYS#{id}", index="GSI1") == []


@pytest.mark.feature("N2")
def test_many_replays_and_objects_go_in_several_rounds(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    id = filled.ready(LEAD).body["id"]
    from debrief.summaries import removal_service

    monkeypatch.setattr(removal_service, "_REPLAYS", 2)
    replays = [replayed(filled, id) for _ in range(5)]
    for number in range(210):
        filled.content.put(f"summaries/{id}/9/{number}.json", b"{}", "application/json")
    delete(filled, id)
    rounds = 0
    while rows(*replays) or objects(filled, id, *replays):
        rounds += 1
        filled.run_schedules(monkeypatch)
        filled.clock.advance(timedelta(minutes=1))
    assert 2 <= rounds <= 5


@pytest.mark.feature("S0.15")
def test_sweeping_twice_is_harmless(filled: World) -> None:
    id = filled.ready(LEAD).body["id"]
    replay = replayed(filled, id)
    delete(filled, id)
    removal = SummaryRemoval(filled.store, filled.clock, filled.ids)
    until = (filled.clock.now() + LAST_LOOK).isoformat()
    work = Due(kind=REMOVED, subject=id, at=filled.clock.now(), data={"until": until})
    assert removal.sweep(work) == removal.sweep(work) == filled.clock.now() + LAST_LOOK
    assert rows(id, replay) == []
    filled.clock.advance(LAST_LOOK)
    assert removal.sweep(work) is None


@pytest.mark.feature("S0.14", "S0.15")
@pytest.mark.parametrize("actions", range(3))
def test_no_count_of_actions_is_left(filled: World, actions: int) -> None:
    id = filled.ready(LEAD).body["id"]
    path = f"/summaries/{id}"
    for _ in range(actions):
        assert filled.call("POST", f"{path}/actions", LEAD, {"recommendation_index": 0}).status == 201
    etag = filled.call("GET", path, LEAD).etag
    assert filled.call("DELETE", path, LEAD, if_match=etag, query={"cascade": "true"}).status == 204
    assert find(CoachingRow, f"ANCHOR#{id}", "TALLY") is None
