"""Gives a freshly deployed account its first state; invoked by hand once, harmless when invoked again.

The event: `{"admin_name": "…", "admin_email": "…"}`, optionally `time_zone`, `flags`, `invite`, and
`further_admin` where the account has an admin already.
"""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from debrief.kernel.clock import SystemClock
from debrief.kernel.faults import safely
from debrief.kernel.ids import UlidIds
from debrief.kernel.steps import read_event
from debrief.people.account.bootstrap_service import FirstState, bootstrap
from debrief.people.directory_client import Directory
from debrief.people.store import PeopleStore

clock = SystemClock()
ids = UlidIds(clock)
store = PeopleStore()
directory = Directory()


@safely
def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Make what is missing, and say who the admin is."""
    first = read_event(FirstState, event)
    return bootstrap(first, store=store, directory=directory, clock=clock, ids=ids).model_dump()
