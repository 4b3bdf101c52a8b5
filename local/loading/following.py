"""Following work that goes on in the cloud, and telling how far it is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar

from local.client import ApiClient
from local.errors import DemoError
from local.waiting import Waiter

Json = dict[str, Any]
Say = Callable[[str], None]
T = TypeVar("T")

STALLED_S: Final = 600.0
"""How long a bulk import may show no progress before something is wrong: a file may have any number of lines, but runs
that were lost are started again long before."""

PEOPLE_S: Final = 600.0
"""How long the people of a file may take to be written."""

SETTLED_S: Final = 300.0
"""How long the reports may lag behind."""


def follow_import(admin: ApiClient, key: str, say: Say, waiter: Waiter) -> Json:
    """Wait until a bulk object has been gone through, telling how far it is; the import as it ended.

    Raises:
        WaitedTooLong. DemoError: the file couldn't be gone through.
    """

    def begun() -> str | None:
        return next((bulk["id"] for bulk in admin.pages("/imports") if bulk["key"] == key), None)

    import_id = waiter.until("The import of the file", begun, seconds=60)
    told, before = -1, None

    def moved() -> Json | None:
        bulk: Json = admin.get(f"/imports/{import_id}")
        return bulk if bulk["status"] != "running" or bulk["counts"] != before else None

    while True:
        bulk = waiter.until("Progress of the import", moved, seconds=STALLED_S, every=1.0)
        before, lines = bulk["counts"], bulk["lines"]
        done = before["loaded"] + before["held"] + before["failed"]
        if lines and (done * 10 // lines > told * 10 // lines or told < 0):
            told = done
            say(f"  conversations loaded {before['loaded']} of {lines}, held {before['held']}")
        if bulk["status"] != "running":
            break
        waiter.sleep(1.0)
    if bulk["status"] == "failed":
        raise DemoError(f"The file couldn't be imported: {bulk['failure']['sentence']}")
    return bulk


def import_people(admin: ApiClient, csv: str, waiter: Waiter) -> Json:
    """Import a file of people, with its teams and groups, and wait until it is written; the import as it ended.

    Raises:
        ApiError: the file was refused. WaitedTooLong. DemoError: rows were left out, or the import broke off.
    """
    begun: Json = admin.post("/people/imports", {"csv": csv}, query={"create_missing": True})

    def ended() -> Json | None:
        found: Json = admin.get(f"/people/imports/{begun['id']}")
        return found if found["status"] != "running" else None

    found = waiter.until("The import of the people", ended, seconds=PEOPLE_S)
    if found["status"] == "failed":
        rows = "; ".join(f"{each['pointer']} {each['message']}" for each in found["errors"][:5])
        raise DemoError(f"The people couldn't be imported: {found['failure']['sentence']} {rows}".rstrip())
    return found


def wait_for_reports(
    client: ApiClient, agent_id: str, period: tuple[date, date], conversations: int, evaluations: int, waiter: Waiter
) -> None:
    """Wait until the reports on an agent count all conversations and evaluations. Raises WaitedTooLong."""
    query = {"agent_id": agent_id, "from": period[0].isoformat(), "to": period[1].isoformat()}

    def settled() -> bool | None:
        counted = client.get("/reports/conversations", query)["totals"]["count"]
        evaluated = sum(client.get("/reports/evaluations", query)["by_type"].values())
        return True if counted >= conversations and evaluated >= evaluations else None

    waiter.until(f"That the reports count all {conversations} conversations", settled, seconds=SETTLED_S, every=1.0)


class Progress:
    """Tells how far work has come that several threads do, at every fifth of it. what: what is counted, in words."""

    PARTS: Final = 5

    def __init__(self, what: str, total: int, say: Say) -> None:
        self._what, self._total, self._say = what, total, say
        self._done = 0
        self._one_at_a_time = threading.Lock()

    def through(self, items: Iterable[T]) -> Iterator[T]:
        """The items; each counts as done when the next one is asked for."""
        for item in items:
            yield item
            with self._one_at_a_time:
                self._done += 1
                if self._done * self.PARTS // self._total > (self._done - 1) * self.PARTS // self._total:
                    self._say(f"{self._what}: {self._done} of {self._total}")


def side_by_side(jobs: Iterable[Callable[[], None]], threads: int = 4) -> None:
    """Do the jobs, a few at a time. Once one has failed none is begun any more; raises what the first one raised.

    The threads are daemons: whoever ends the program in the middle doesn't wait for what they still have to do.
    """
    waiting: SimpleQueue[Callable[[], None]] = SimpleQueue()
    for job in jobs:
        waiting.put(job)
    failures: list[BaseException] = []

    def work() -> None:
        while not failures:
            try:
                job = waiting.get_nowait()
            except Empty:
                return
            try:
                job()
            except BaseException as error:  # also what breaks off: who waits for this thread would never hear of it
                failures.append(error)

    working = [threading.Thread(target=work, daemon=True) for _ in range(min(threads, waiting.qsize()))]
    for thread in working:
        thread.start()
    for thread in working:
        thread.join()
    if failures:
        raise failures[0]
