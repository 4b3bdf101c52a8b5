"""Every minute: does what is due in the tables of the contexts.

A context's use cases are loaded when something of theirs is due, so that a minute without work costs a few queries.
By hand, `{"given_up": "list"}` tells what failed every try, and `{"given_up": "try_again"}` lets it be tried again;
`{"migrate": "role_rows"}`, `{"migrate": "pairings"}` and `{"migrate": "follow_ups"}` begin what people, pairings and
assignments from before lack.
"""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Literal

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from debrief.coaching.assignments.deadlines import FOLLOW_UPS_MISSING
from debrief.coaching.pairing.deadlines import LAPSES_MISSING
from debrief.kernel.clock import iso
from debrief.kernel.faults import log_fault, log_passing, safely
from debrief.kernel.model import Entity
from debrief.kernel.schedules.runner import NOT_THE_WORK, Runner, Trouble
from debrief.kernel.schedules.store import DueStore
from debrief.kernel.steps import read_event
from debrief.people.organisation.deadlines import ROLE_ROWS_MISSING
from schedules.run_schedules.work import HANDLERS, clock, ids, role_rows

TABLES = (
    *("COACHING_TABLE", "INSIGHTS_TABLE", "INTERACTIONS_TABLE", "NOTICES_TABLE"),
    *("PEOPLE_TABLE", "QUALITY_TABLE", "SUMMARIES_TABLE"),
)
"""The tables that hold due work, by the variables that name them."""

MOST_GIVEN_UP = 200
"""So much of what was given up is counted, listed, and tried again in one go."""


class RunRequest(Entity):
    """What the function is called with: nothing by the clock, one of these by hand.

    migrate: what an account from before has to be given once, which is due work from then on: `role_rows`
    that people lack, ends that open `pairings` lack, keys by which `follow_ups` are found.
    """

    given_up: Literal["list", "try_again"] | None = None
    migrate: Literal["role_rows", "pairings", "follow_ups"] | None = None


_TROUBLES = {
    "put_off": (log_passing, "due work is put off by what keeps it from being done"),
    "failed": (log_fault, "due work failed and is tried again later"),
    "given_up": (log_fault, "due work was given up"),
}

logger = Logger()
metrics = Metrics(namespace="Debrief")


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Do what is due, or deal with what was given up."""
    request = read_event(RunRequest, event)
    if request.given_up == "list":
        return {"given_up": list(_given_up())}
    if request.given_up == "try_again":
        return {"tried_again": _try_again()}
    if request.migrate == "role_rows":
        role_rows().begin()
        return {"begun": ROLE_ROWS_MISSING}
    if request.migrate == "pairings":
        from debrief.coaching.pairing.due_wiring import missing_lapses

        missing_lapses().begin()
        return {"begun": LAPSES_MISSING}
    if request.migrate == "follow_ups":
        from debrief.coaching.assignments.due_wiring import missing_follow_ups

        missing_follow_ups().begin()
        return {"begun": FOLLOW_UPS_MISSING}
    return _run(lambda: timedelta(milliseconds=context.get_remaining_time_in_millis()))


def _run(time_left: Callable[[], timedelta]) -> dict[str, Any]:
    """Do what is due, and measure it.

    Raises:
        Throttled, Unavailable, Misconfigured: a table didn't answer. What the others had is done and measured by then.
    """
    report = Runner(_stores(), HANDLERS, clock, ids, _tell).run(time_left)
    unanswered = dict(report.unanswered)
    waiting = 0
    for store in _stores():
        if store.table in unanswered:
            continue
        try:
            waiting += len(store.given_up(most=MOST_GIVEN_UP))
        except NOT_THE_WORK as error:
            unanswered[store.table] = error
    metrics.set_default_dimensions(environment=os.environ.get("DEBRIEF_ENV", "none"))
    metrics.add_metric("DueLate", MetricUnit.Seconds, report.late.total_seconds())
    metrics.add_metric("DueGivenUp", MetricUnit.Count, waiting)
    metrics.flush_metrics()
    answer = report._asdict() | {"late": report.late.total_seconds()}
    del answer["unanswered"]
    if report.done or report.again or report.put_off or report.failed or report.given_up:
        logger.info("due work", extra=answer)
    for table, told in unanswered.items():
        log_fault("a table with due work doesn't answer", told, table=table)
    if unanswered:
        raise next(iter(unanswered.values()))
    return answer


def _stores() -> list[DueStore]:
    return [DueStore(os.environ[name]) for name in TABLES]


def _tell(trouble: Trouble) -> None:
    tell, what = _TROUBLES[trouble.became]
    tell(what, trouble.error, due=trouble.key, tries=trouble.tries)


def _given_up() -> Iterator[dict[str, str]]:
    for store in _stores():
        for each in store.given_up(most=MOST_GIVEN_UP):
            yield {"due": each.key, "since": iso(each.since), "failure": each.failure}


def _try_again() -> int:
    now = clock.now()
    return sum(store.revive(each.key, now) for store in _stores() for each in store.given_up(most=MOST_GIVEN_UP))
