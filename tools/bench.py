"""`make bench`: the budgets of the design beside what was measured.

    python -m tools.bench [--quick] [--only SECTION ...]

Sections: imports, packages, cloud. `--quick` measures growth up to 20,000 interactions instead of 100,000. Ends with 1
when a budget is exceeded.
"""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from debrief.people.model import User
    from local.cloud import Cloud

ROOT = Path(__file__).resolve().parent.parent
SMALL, LARGE, QUICK = 1_000, 100_000, 20_000
DUE = 2_500
PIPELINE = 300
SAME, STEP = 1.1, 0.5
"""Items differ in size, and units come in steps: so much dearer may a read among many interactions be."""

REPORT_SAME = 1.5
"""A day's rollup row gains a counter when the first conversation of its kind happens, and then grows no more."""

GATHER_TRIPS = 12
SUMMARY_S = 2.0
CALL_USD = 0.002

T = TypeVar("T")


class Line(NamedTuple):
    """One measurement. limit None: shown for its own sake."""

    what: str
    measured: float
    limit: float | None
    unit: str = ""

    @property
    def ok(self) -> bool:
        """Whether the budget holds."""
        return self.limit is None or self.measured <= self.limit

    def text(self) -> str:
        """The line of the table."""
        limit = "" if self.limit is None else _number(self.limit)
        verdict = "" if self.limit is None else "ok" if self.ok else "OVER"
        return f"{self.what:<66} {_number(self.measured):>10} {limit:>10} {self.unit:<14} {verdict}"


def imports() -> Iterator[Line]:
    """Each handler's import in multiples of boto3 with one client."""
    from tools.measure_imports import LIMIT, ROOM_LIMIT, handlers, import_ratio, room_ratio, rooms

    for name in handlers():
        yield Line(f"import of {name}", import_ratio(name), LIMIT, "× boto3")
    for name, root in rooms():
        yield Line(f"import of {name} with its first request to /{root}", room_ratio(name, root), ROOM_LIMIT, "× boto3")


def packages() -> Iterator[Line]:
    """What is deployed, unzipped."""
    from tools.measure_packages import (
        FUNCTIONS_LIMIT_MB,
        LAYER_LIMIT_MB,
        PRINTING_LIMIT_MB,
        WHOLE_LIMIT_MB,
        dependencies,
        functions,
        own_layer,
    )

    own, each = own_layer(), functions()
    yield Line("debrief layer", own, LAYER_LIMIT_MB, "MB")
    yield Line("all functions", sum(each.values()), FUNCTIONS_LIMIT_MB, "MB")
    yield Line("both layers and the largest function", dependencies() + own + max(each.values()), WHOLE_LIMIT_MB, "MB")
    yield Line("printing layer", dependencies("printing.txt"), PRINTING_LIMIT_MB, "MB")


def cloud(large: int) -> Iterator[Line]:
    """What needs a running cloud: workflows first, while the tables are small, then reading as they grow."""
    from debrief.kernel.clock import SystemClock
    from local.cloud import ADMIN_EMAIL
    from local.loading.company import load_sample
    from local.sample import build
    from local.sessions import Sessions
    from local.story.summaries import await_summary
    from local.waiting import Waiter
    from tools import measure_flows as flows
    from tools import measure_reads as reads
    from tools.measure_cloud import own_cloud
    from tools.measure_due import cost_of_due

    with own_cloud() as running:
        waiter = Waiter()
        sample = load_sample(running, build.generate(datetime.now(UTC).date(), size=build.SMALL), _quiet, waiter)
        sessions = Sessions(running)
        yield Line(
            "conversations through the pipeline", flows.per_minute(running, sample, PIPELINE, waiter), None, "a minute"
        )

        directory = sessions.learn()
        agent_id, supervisor_id = (directory[who]["id"] for who in (sample.star.email, sample.star.manager_email))
        stores = reads.Stores(running.content_bucket)
        client = sessions.of(sample.star.manager_email)
        wanted = {"agent_id": agent_id, "period": {"kind": "last_4_weeks"}, "scorecard_type": "all"}
        last: list[str] = []

        def one_summary() -> float:
            made = await_summary(client, wanted, _quiet, waiter)
            last.append(made["id"])
            told = client.get(f"/summaries/{made['id']}/provenance")
            rounds = (told, told["repair"] or {}, told["check"] or {})
            model_s = sum((each.get("provenance") or {}).get("latency_ms", 0) for each in rounds) / 1000
            execution = _there(stores.summaries.summary(made["id"])).execution_name
            return flows.own_seconds(running, execution, model_s)

        yield Line("summary workflow without the model, median of 5", flows.middle(5, one_summary), SUMMARY_S, "s")

        call = flows.cost_of_a_call(running, stores, sample)
        for part, usd in call.parts.items():
            yield Line(f"  of a call: {part}", usd, None, "USD")
        yield Line("own cost of a call (all but Transcribe and the model)", call.usd, CALL_USD, "USD")

        few, many = (cost_of_due(os.environ["INTERACTIONS_TABLE"], number) for number in (DUE, 2 * DUE))
        yield Line(f"{DUE:,} due at once: units", few.units, None, "units")
        yield Line(f"{2 * DUE:,} due at once: units", many.units, 2 * few.units + STEP, "units")
        yield Line(f"{2 * DUE:,} due at once: round trips", many.round_trips, 2 * few.round_trips + STEP, "requests")
        yield Line(f"{2 * DUE:,} due at once, without their work", many.seconds, None, "s")
        yield Line("  of one: scheduled, units", many.scheduled / (2 * DUE), None, "units")

        summary = _there(stores.summaries.summary(last[-1]))
        patterns = stores.interactions.interactions_in(SystemClock().now().year, most=200)[0]
        agents = [
            _there(stores.people.find_user(directory[person.email]["id"]))
            for person in sample.people
            if person.role == "Agent"
        ]
        star, supervisor, admin = (
            _there(stores.people.find_user(user_id))
            for user_id in (agent_id, supervisor_id, directory[ADMIN_EMAIL]["id"])
        )
        who = reads.readers(stores, star, supervisor, admin)
        tables = os.environ["INTERACTIONS_TABLE"], os.environ["INSIGHTS_TABLE"]
        crowd = reads.Crowd(running.boto("dynamodb"), tables, patterns, stores.people.settings().time_zone)
        crowd.grow(SMALL, agents)
        small = reads.page_reads(stores, who)

        reads.fill_for_gather(stores, summary)
        gathered = reads.gather(stores, summary)
        label = f"summary gather, {reads.EVALUATIONS} evaluations + {reads.CONVERSATIONS} conversations"
        yield Line(f"{label}: read units", gathered.read_units, 1.2 * gathered.item_bytes / 8192, "units")
        for what, count in gathered.reads.most_common():
            yield Line(f"  of it: {what}", count, None, "requests")
        yield Line(f"{label}: round trips", gathered.round_trips, GATHER_TRIPS, "requests")

        crowd.grow(large, agents)
        for name, cost in reads.page_reads(stores, who).items():
            before = small[name]
            yield Line(f"{name}, {SMALL:,} interactions", before.read_units, None, "units")
            limit = (REPORT_SAME if "report" in name else SAME) * before.read_units + STEP
            yield Line(f"{name}, {large:,} interactions", cost.read_units, limit, "units")
            limit = SAME * before.round_trips + STEP
            yield Line(f"{name}, {large:,}: round trips", cost.round_trips, limit, "requests")

        yield from _quality(running, large, agents, [supervisor, admin], stores.people.settings().time_zone)


def _quality(
    running: "Cloud", large: int, agents: "Sequence[User]", evaluators: "Sequence[User]", zone: str
) -> Iterator[Line]:
    """Lists and reports of quality among few evaluations, beside them among many; and what there is to do."""
    from tools import measure_quality as quality
    from tools import measure_to_do as to_do
    from tools.measure_cloud import ledger

    tables = os.environ["QUALITY_TABLE"], os.environ["INSIGHTS_TABLE"]
    # The last of them sees everybody.
    who, whose = evaluators[-1], agents[0].id
    crowd = quality.EvaluationCrowd(running.boto("dynamodb"), tables, agents, evaluators, zone)
    work = to_do.WorkCrowd(running.boto("dynamodb"), tables[0], agents, who)
    wanted = {"evaluations": quality.asked(whose, zone), "interactions": to_do.asked(whose)}
    crowd.begin()
    work.begin()
    crowd.grow(SMALL)
    work.grow(SMALL)
    small = {among: quality.costs(who.id, reads, ledger) for among, reads in wanted.items()}
    crowd.grow(large)
    work.grow(large)
    of_many = (
        (among, name, cost)
        for among, reads in wanted.items()
        for name, cost in quality.costs(who.id, reads, ledger).items()
    )
    for among, name, cost in of_many:
        before = small[among][name]
        yield Line(f"{name}, {SMALL:,} {among}", before.read_units, None, "units")
        yield Line(f"{name}, {large:,} {among}", cost.read_units, SAME * before.read_units + STEP, "units")
        yield Line(f"{name}, {large:,}: round trips", cost.round_trips, SAME * before.round_trips + STEP, "requests")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 when a budget is exceeded."""
    parser = argparse.ArgumentParser(prog="make bench", description="The budgets beside what was measured.")
    parser.add_argument("--quick", action="store_true", help="growth up to 20,000 interactions")
    parser.add_argument("--only", nargs="+", choices=("imports", "packages", "cloud"), default=None)
    wanted = parser.parse_args(arguments)
    chosen = wanted.only or ("imports", "packages", "cloud")
    sys.path[:0] = [str(ROOT / "functions"), str(ROOT / "layers" / "debrief" / "python")]
    sections: dict[str, Callable[[], Iterator[Line]]] = {
        "imports": imports,
        "packages": packages,
        "cloud": lambda: cloud(QUICK if wanted.quick else LARGE),
    }
    # So that a cloud of ours is stopped and cleared away also when we are told to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print(f"{'what':<66} {'measured':>10} {'limit':>10}")
    over = 0
    for name in chosen:
        for line in sections[name]():
            print(line.text(), flush=True)
            over += not line.ok
    print(f"{over} over the limit" if over else "all within their limits")
    return 1 if over else 0


def _there(found: T | None) -> T:
    """What was made a moment ago and has to be there."""
    if found is None:
        raise RuntimeError("something of the sample has gone")
    return found


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}" if value < 0.1 else f"{value:.4g}"


def _quiet(_: str) -> None:
    """Loading tells what it does; the table has no room for it."""


if __name__ == "__main__":
    sys.exit(main())
