"""The function that runs every minute: what it does, what it measures, and what can be asked of it by hand."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.kernel.errors import Malformed, RuleBroken, Throttled
from debrief.kernel.schedules.delays import MOST_TRIES
from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.store import DueStore, schedule
from debrief.kernel.storage.transactions import Transaction
from debrief.summaries.store import SummariesRow
from schedules.run_schedules import handler
from schedules.run_schedules.work import HANDLERS
from tests.doubles import FixedClock, SequentialIds
from tests.unit.helpers import LAMBDA_CONTEXT

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
KIND = "sample.thing.due"


class World:
    """The function with a handler of these tests, and what it prints."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.clock, self.capsys = FixedClock(NOW), capsys
        self.done: list[str] = []
        self.error: Exception | None = None
        monkeypatch.setattr(handler, "clock", self.clock)
        monkeypatch.setitem(HANDLERS, KIND, self.work)
        monkeypatch.setenv("DEBRIEF_ENV", "test")

    def work(self, due: Due) -> None:
        if self.error:
            raise self.error
        self.done.append(due.subject)

    def schedule(self, subject: str, row_class: Any = InteractionRow) -> None:
        with Transaction(self.clock, SequentialIds()) as tx:
            schedule(tx, row_class, Due(kind=KIND, subject=subject, at=self.clock.now()))

    def run(self, event: dict[str, Any] | None = None, seconds: float = 60) -> Any:
        context = SimpleNamespace(**vars(LAMBDA_CONTEXT), get_remaining_time=None)
        context.get_remaining_time_in_millis = lambda: seconds * 1000
        return handler.lambda_handler(event or {}, context)

    def printed(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.capsys.readouterr().out.splitlines() if line.startswith("{")]


@pytest.fixture
def world(aws: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> World:
    return World(monkeypatch, capsys)


def test_it_does_what_is_due_in_every_table_and_says_how_much(world: World) -> None:
    world.schedule("a")
    world.schedule("b", SummariesRow)
    world.clock.advance(timedelta(minutes=3))
    assert world.run() == {
        "done": 2,
        "again": 0,
        "put_off": 0,
        "failed": 0,
        "given_up": 0,
        "late": 180.0,
        "unfinished": False,
    }
    assert sorted(world.done) == ["a", "b"]


def test_it_measures_lateness_and_what_was_given_up(world: World) -> None:
    def measured() -> dict[str, Any]:
        (line,) = [each for each in world.printed() if "_aws" in each]
        assert line["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "Debrief"
        assert set(line["_aws"]["CloudWatchMetrics"][0]["Dimensions"][0]) == {"service", "environment"}
        assert line["environment"] == "test"
        return {name: line[name] for name in ("DueLate", "DueGivenUp")}

    world.run()
    assert measured() == {"DueLate": [0.0], "DueGivenUp": [0.0]}, "also when there is nothing: silence is an alarm"
    world.schedule("a")
    world.clock.advance(timedelta(minutes=20))
    assert world.run(seconds=10)["unfinished"]
    assert measured() == {"DueLate": [1200.0], "DueGivenUp": [0.0]}
    world.error = RuleBroken("no")
    for _ in range(MOST_TRIES):
        world.run()
        world.clock.advance(timedelta(hours=1))
    world.printed()
    world.run()
    assert measured()["DueGivenUp"] == [1.0]


@pytest.mark.parametrize("asked", ["due", "given_up"])
def test_a_table_that_does_not_answer_is_told_after_the_others_were_worked_on_and_measured(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, asked: str
) -> None:
    given = getattr(DueStore, asked)

    def of_the_others(store: DueStore, *args: Any, **named: Any) -> Any:
        if store.table == "test-interactions":
            raise Throttled("busy")
        return given(store, *args, **named)

    monkeypatch.setattr(DueStore, asked, of_the_others)
    world.schedule("a", SummariesRow)
    world.clock.advance(timedelta(minutes=3))
    with pytest.raises(Throttled, match="busy"):
        world.run()
    assert world.done == ["a"]
    (measured,) = [each for each in world.printed() if "_aws" in each]
    assert (measured["DueLate"], measured["DueGivenUp"]) == ([180.0], [0.0])
    (line,) = [vars(each) for each in caplog.records if each.levelname == "ERROR"]
    assert (line["table"], line["fault"]) == ("test-interactions", "Throttled")


def test_what_was_given_up_is_listed_and_tried_again_by_hand(world: World) -> None:
    world.schedule("a", SummariesRow)
    world.error = RuleBroken("no")
    for _ in range(MOST_TRIES):
        world.run()
        at = world.clock.now()
        world.clock.advance(timedelta(hours=1))
    listed = {"due": f"{KIND}#a", "since": at.isoformat(timespec="milliseconds").replace("+00:00", "Z")}
    assert world.run({"given_up": "list"}) == {"given_up": [listed | {"failure": "RuleBroken"}]}
    world.error = None
    assert world.run()["done"] == 0
    assert world.run({"given_up": "try_again"}) == {"tried_again": 1}
    assert world.run()["done"] == 1
    assert world.run({"given_up": "list"}) == {"given_up": []}
    with pytest.raises(Malformed, match=r"given_up \(literal_error\)"):
        world.run({"given_up": "delete"})


def test_a_failure_is_logged_with_its_key_and_its_tries(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.schedule("a")
    world.error = RuleBroken("no")
    world.run()
    (line,) = [vars(each) for each in caplog.records if each.levelname == "ERROR"]
    assert (line["due"], line["tries"], line["fault"]) == (f"{KIND}#a", 1, "RuleBroken")
    assert line["places"][-1].startswith("test_run_schedules.py:")


def test_what_is_put_off_is_a_warning_and_counts_as_late(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.schedule("a")
    world.error = Throttled("busy")
    for _ in range(40):
        world.run()
        world.clock.advance(timedelta(minutes=1))
    lines = [vars(each) for each in caplog.records if each.levelname in ("WARNING", "ERROR")]
    assert {(line["levelname"], line["fault"], line["tries"]) for line in lines} == {("WARNING", "Throttled", 0)}
    late = [line["DueLate"] for line in world.printed() if "_aws" in line]
    assert max(late)[0] > 1800
    assert world.run({"given_up": "list"}) == {"given_up": []}


@pytest.mark.feature("N16")
@pytest.mark.parametrize(
    ("lacking", "kind"),
    [
        ("role_rows", "people.role_rows.missing"),
        ("pairings", "coaching.pairing.lapses_missing"),
        ("follow_ups", "coaching.follow_ups.missing"),
    ],
)
def test_what_an_account_from_before_lacks_is_begun_by_hand_and_done_when_due(
    world: World, lacking: str, kind: str
) -> None:
    assert world.run({"migrate": lacking}) == {"begun": kind}
    # It is due as of the machine's own clock.
    world.clock.advance(datetime.now(UTC) - world.clock.now() + timedelta(minutes=1))
    done = world.run()
    assert (done["done"], done["failed"]) == (1, 0)
    assert world.run()["done"] == 0, "once"


def test_kinds_say_which_context_they_belong_to() -> None:
    known = {kind for kind in HANDLERS if kind != KIND}
    contexts = {"coaching", "insights", "interactions", "notices", "people", "quality", "summaries"}
    assert {kind.partition(".")[0] for kind in known} <= contexts
    assert len(known) == 35
