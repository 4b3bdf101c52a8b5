"""Much due work at once, done by the deployed function, whose process is killed in the middle: each ends exactly once.

DUE sets how many; without it 200, and 5,000 or more in `make soak`.
`DUE=5000 .venv/bin/python -m pytest tests/integration/test_due_work.py -s` prints how long it takes.
"""

import json
import os
import signal
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from debrief.kernel.clock import parse_instant
from debrief.kernel.schedules.places import partition, place, shard_of
from debrief.summaries.deadlines import UNFINISHED
from local.cloud import CloudError
from local.engine.process import EngineProcess
from tests.integration.driver import Debrief, Json, eventually
from tests.integration.test_branches import asked
from tests.sizes import SOAK, soaked

DUE = int(os.environ.get("DUE") or (200 if SOAK == 1 else max(5_000, soaked(200))))
SECONDS = 120 + DUE / 5
SOME = 60
TABLE = "SummariesTable"


def unfinished(debrief: Debrief, number: int) -> list[str]:
    """So many summaries whose workflow died, and whose deadline is over. Their ids."""
    # One that the API made, and as many like it as are wanted.
    with debrief.broken("summary_gather", "summary_fail"):
        first = asked(debrief, debrief.employee())
        debrief.ended(debrief.execution("PerformanceSummaryArn", f"{first['id']}-1"))
    dynamodb, table = debrief.boto("dynamodb"), debrief.cloud.outputs[TABLE]
    key = {"PK": {"S": f"SUMMARY#{first['id']}"}, "SK": {"S": "SUMMARY"}}
    row = dynamodb.get_item(TableName=table, Key=key)["Item"]
    (due,) = [each for each in debrief.due(TABLE) if first["id"] in each["PK"]["S"]]
    prefix = debrief.name("sm_due")
    ids = [f"{prefix}-{each:05d}" for each in range(number)]

    def renamed(item: Json, id: str) -> Json:
        made: Json = json.loads(json.dumps(item).replace(first["id"], id))
        return made

    at = parse_instant("2026-01-01T00:00:00Z")
    items = []
    for id in ids:
        due_key = f"{UNFINISHED}#{id}"
        index = {"GSI1PK": {"S": partition(shard_of(due_key))}, "GSI1SK": {"S": place(at, due_key)}}
        items += [renamed(row, id), renamed(due, id) | index]
    for start in range(0, len(items), 24):
        puts = [{"PutRequest": {"Item": each}} for each in items[start : start + 24]]
        assert not dynamodb.batch_write_item(RequestItems={table: puts})["UnprocessedItems"]
    return ids


def found(debrief: Debrief, ids: list[str]) -> list[Json]:
    """The summaries' rows."""
    dynamodb, table = debrief.boto("dynamodb"), debrief.cloud.outputs[TABLE]
    rows: list[Json] = []
    for start in range(0, len(ids), 100):
        keys = [{"PK": {"S": f"SUMMARY#{id}"}, "SK": {"S": "SUMMARY"}} for id in ids[start : start + 100]]
        rows += dynamodb.batch_get_item(RequestItems={table: {"Keys": keys, "ConsistentRead": True}})["Responses"][
            table
        ]
    return rows


def failed(debrief: Debrief, ids: list[str]) -> int:
    return sum(json.loads(row["body"]["S"])["status"] == "failed" for row in found(debrief, ids))


def until_it_dies(debrief: Debrief, ids: list[str]) -> None:
    """Run after run, as by the clock: on a slow machine the first one has begun too few when it begins no more."""
    while failed(debrief, ids) < len(ids):
        debrief.run_schedules()


def workers_of(engine: EngineProcess, function: str) -> list[int]:
    """The processes that run a function's handler, by their environment; the engine's children only."""
    pids = []
    wanted = f"AWS_LAMBDA_FUNCTION_NAME=debrief-local-{function}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):
            parent = int(folder.joinpath("stat").read_text().rpartition(")")[2].split()[1])
            if parent == engine.pid and wanted in folder.joinpath("environ").read_bytes().split(b"\0"):
                pids.append(int(folder.name))
    return pids


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="finds the worker by what Linux tells of processes")
@pytest.mark.timeout(SECONDS * 3)
@pytest.mark.feature("S0.8", "N9", "N10")
def test_what_is_due_at_once_ends_exactly_once_also_when_its_worker_is_killed(
    debrief: Debrief, engine: EngineProcess
) -> None:
    ids = unfinished(debrief, DUE)
    before = found(debrief, ids)
    assert Counter(json.loads(row["body"]["S"])["status"] for row in before) == {"generating": DUE}
    revision = {row["PK"]["S"]: int(row["revision"]["N"]) for row in before}

    started = time.monotonic()
    # A short life, so that what a killed worker had begun comes again soon.
    with debrief.hurried("run_schedules", 45), ThreadPoolExecutor(1) as pool:
        run = pool.submit(until_it_dies, debrief, ids)
        eventually(lambda: failed(debrief, ids) >= SOME, "some have ended", SECONDS)
        workers = workers_of(engine, "run_schedules")
        assert workers
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        with pytest.raises(CloudError):
            run.result()
        done_before = failed(debrief, ids)
        assert done_before < DUE, "killed in the middle"

        def ended() -> bool:
            debrief.run_schedules()
            return failed(debrief, ids) == DUE

        eventually(ended, "the others end too", SECONDS)
    seconds = time.monotonic() - started
    sys.stderr.write(f"\ndue work: {DUE} in {seconds:.0f} s, {DUE / seconds:.0f} a second, one worker killed\n")

    for row in found(debrief, ids):
        summary = json.loads(row["body"]["S"])
        assert (summary["status"], summary["failure"]["reason"]) == ("failed", "timed_out")
        assert int(row["revision"]["N"]) == revision[row["PK"]["S"]] + 1, "written once"
    mine = [row for row in debrief.due(TABLE) if row["PK"]["S"].rpartition("#")[2] in set(ids)]
    assert mine == []
