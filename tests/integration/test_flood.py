"""Many conversations dropped at once, and an engine that dies in the middle: none is lost, none comes twice.

FLOOD sets how many; without it 30, and ten times that in `make soak`. `-s` prints what a machine does in a minute.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from local.cloud import bring_up, shut_down
from local.engine.process import EngineProcess
from local.settings import LocalSettings
from tests.integration import documents
from tests.integration.driver import Debrief, eventually
from tests.rights_proof import recorded
from tests.sizes import soaked

FLOOD = int(os.environ.get("FLOOD") or soaked(30))
SECONDS = 300 + FLOOD * 1.5


def objects(debrief: Debrief, prefix: str, number: int) -> dict[str, bytes]:
    """So many small chats by key: of a hundred, five lack their queue and two can't be read."""
    agent = debrief.agent["agent_references"][0]
    made = {}
    for place in range(number):
        key = f"{prefix}/{place:05d}.vcon.json"
        if place % 100 in (7, 57):
            made[key] = b'{"vcon": "0.4.0", "parties": ['
            continue
        queue = None if place % 20 == 3 else "parcels"
        said = (("customer", f"Where is parcel {place}?"), ("agent", "On its way."))
        made[key] = json.dumps(documents.chat(agent, f"{prefix}-{place}", said, queue=queue)).encode()
    return made


def expected(keys: list[str]) -> Counter[str]:
    places = [int(key.rsplit("/", 1)[1].split(".")[0]) for key in keys]
    return Counter("held" if place % 100 in (7, 57) or place % 20 == 3 else "loaded" for place in places)


def statuses(debrief: Debrief, keys: list[str]) -> Counter[str]:
    """What became of the objects so far, read from the table: thousands of questions to the API would be the test."""
    dynamodb, table = debrief.boto("dynamodb"), debrief.cloud.outputs["InteractionsTable"]
    wanted = [{"PK": {"S": f"INTAKE#{debrief.intake_id(key)}"}, "SK": {"S": "ITEM"}} for key in keys]
    found: Counter[str] = Counter()
    for first in range(0, len(wanted), 100):
        rows = dynamodb.batch_get_item(RequestItems={table: {"Keys": wanted[first : first + 100]}})
        assert not rows["UnprocessedKeys"]
        found.update(json.loads(row["body"]["S"])["status"] for row in rows["Responses"][table])
    return found


def interactions(debrief: Debrief) -> list[str]:
    """The ids of all of the agent's interactions, as the API lists them."""
    ids: list[str] = []
    cursor = ""
    while True:
        page = debrief.get(f"/interactions?agent_id={debrief.agent['id']}&limit=100{cursor}")
        ids += [each["id"] for each in page["items"]]
        if page["next_cursor"] is None:
            return ids
        cursor = f"&cursor={page['next_cursor']}"


def ended(debrief: Debrief, keys: list[str]) -> Counter[str]:
    def look() -> Counter[str] | None:
        found = statuses(debrief, keys)
        return found if sum(found.values()) == len(keys) and not found["processing"] else None

    return eventually(look, f"all of {len(keys)} have ended; now {statuses(debrief, keys)}", SECONDS)


def report(title: str, number: int, seconds: float) -> None:
    sys.stderr.write(f"\n{title}: {number} conversations in {seconds:.0f} s, {number / seconds * 60:.0f} a minute\n")


@pytest.fixture(scope="module")
def own(settings_for: Callable[[str], LocalSettings]) -> Iterator[EngineProcess]:
    """An engine that may be killed."""
    engine = EngineProcess(settings_for("flood"))
    yield engine
    shut_down(engine)


@pytest.mark.timeout(SECONDS * 3)
@pytest.mark.feature("S2.1", "N10")
def test_a_flood_is_loaded_held_or_failed_also_when_the_engine_dies_in_the_middle(own: EngineProcess) -> None:
    debrief = Debrief(recorded(bring_up(own, lambda _: None)))
    drops = objects(debrief, debrief.name("flood"), FLOOD)
    keys = list(drops)

    started = time.monotonic()
    debrief.drop_all(drops)
    assert ended(debrief, keys) == expected(keys)
    report("flood", FLOOD, time.monotonic() - started)
    whole = interactions(debrief)
    assert len(whole) == len(set(whole)) == expected(keys)["loaded"]
    eventually(lambda: debrief.messages("IntakeQueueUrl") == 0, "the intake has worked off its queue")
    assert debrief.messages("IntakeDeadLettersUrl") == 0

    more = objects(debrief, debrief.name("crash"), FLOOD // 2)
    started = time.monotonic()
    debrief.drop_all(more)
    half = len(more) // 3
    eventually(lambda: statuses(debrief, list(more))["loaded"] >= half, "a third of the second flood", SECONDS)
    own.kill()
    after = Debrief(bring_up(own, lambda _: None))
    after.agent = debrief.agent

    def all_ended() -> bool:
        # What was in the pipeline when the engine died is started again, two minutes after it was started; or sooner.
        after.hasten("InteractionsTable")
        after.run_schedules()
        found = statuses(after, list(more))
        return sum(found.values()) == len(more) and not found["processing"]

    eventually(all_ended, f"the second flood ends; now {statuses(after, list(more))}", SECONDS)
    report("with a crash in the middle", len(more), time.monotonic() - started)
    assert statuses(after, list(more)) == expected(list(more))
    everything = interactions(after)
    assert len(everything) == len(set(everything)) == expected(keys + list(more))["loaded"]
