"""The routes of the coaching monitor."""

from datetime import timedelta
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.coaching_api.assigning import monitor
from api.coaching_api.wiring import COACH, app, clock
from debrief.coaching.monitor.model import MonitorDetails, MonitorFilter, MonitorLine
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Day
from debrief.kernel.errors import FieldError, Malformed
from debrief.kernel.web.paging import Page


@app.on("GET", "/coaching-monitor", allow=COACH)
def list_monitored(
    assigned_from: Day | None = None,
    assigned_to: Day | None = None,
    follow_up_from: Day | None = None,
    follow_up_to: Day | None = None,
    area: Annotated[list[str] | None, Query(description="Names of areas, any of which is coached")] = None,
    group_id: Annotated[list[str] | None, Query(description="Groups of people")] = None,
    agent_id: Annotated[list[str] | None, Query()] = None,
    compare: bool = False,
    limit: int | None = None,
    cursor: str | None = None,
) -> Page[MonitorLine]:
    """List assignments with their agents' scores, by assigned date (the past seven days unless told) or follow-up."""
    today = day_of(clock.now(), app.caller.time_zone)
    by_follow_up = follow_up_from is not None or follow_up_to is not None
    if by_follow_up and (assigned_from is not None or assigned_to is not None):
        message = "can't stand beside a follow-up date: one date filters at a time"
        raise Malformed("Choose one date", errors=[FieldError(pointer="?assigned_from", message=message)])
    if by_follow_up:
        first, last = follow_up_from or follow_up_to or today, follow_up_to or follow_up_from or today
    else:
        last = assigned_to or today
        first = assigned_from or last - timedelta(days=6)
    wanted = MonitorFilter(
        "follow_up" if by_follow_up else "assigned",
        first,
        last,
        frozenset(area or ()),
        frozenset(group_id or ()),
        frozenset(agent_id or ()),
        compare,
    )
    return monitor().page(app.caller, wanted, limit, cursor)


@app.on("GET", "/coaching-monitor/<assignment_id>", allow=COACH)
def get_monitored(assignment_id: str) -> MonitorDetails:
    """Get how an agent has come along in each area since an assignment, held against colleagues fixed beforehand."""
    return monitor().details(app.caller, assignment_id)
