"""The home page: what waits for whoever is signed in, whom they lead, and how these stand. Nothing is changed here."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Query

from debrief.home.model import Home, Standings
from debrief.home.service import HomeService
from debrief.home.wiring import home_service
from debrief.kernel.auth import Permission
from debrief.kernel.clock import SystemClock
from debrief.kernel.lazy import Lazy
from debrief.kernel.web.api import SIGNED_IN, Api
from debrief.people.access import Access
from debrief.people.store import PeopleStore


def _service() -> HomeService:
    return home_service(people, access, clock)


clock = SystemClock()
people = PeopleStore()
access = Access(people)
service = Lazy(_service)
app = Api(access.caller, access.seen_ids)

Ids = Annotated[list[str] | None, Query()]


@app.on("GET", "/home", allow=SIGNED_IN)
def get_home() -> Home:
    """What waits for the caller, whom they lead, and their part of the account."""
    return service().home(app.caller)


@app.on("GET", "/home/standings", allow=Permission.REPORTS_VIEW)
def list_standings(agent_id: Ids = None, team_id: Ids = None) -> Standings:
    """How agents and teams stand since the last 1-to-1, ten at a time."""
    return service().standings(app.caller, agent_id or [], team_id or [])


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request."""
    return app.resolve(event, context)
