"""The home page: what waits for whoever is signed in, whom they lead, and how these stand. Nothing is changed here."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Query

from debrief.home.model import Home, Standings
from debrief.home.wiring import home_service, standing_service
from debrief.kernel.auth import Permission
from debrief.kernel.clock import SystemClock
from debrief.kernel.lazy import Lazy
from debrief.kernel.web.api import SIGNED_IN, Api
from debrief.people.access import Access
from debrief.people.store import PeopleStore

clock = SystemClock()
people = PeopleStore()
access = Access(people)
screen = Lazy(lambda: home_service(people, access, clock))
standings = Lazy(lambda: standing_service(people, access, clock))
app = Api(access.caller, access.seen_ids)

Ids = Annotated[list[str] | None, Query()]
Among = Annotated[
    int,
    Query(
        ge=1,
        le=500,
        description="How many are shown in one table, these among them: who clearly moved is settled over all of them",
    ),
]


@app.on("GET", "/home", allow=SIGNED_IN)
def get_home() -> Home:
    """What waits for the caller, whom they lead, and their part of the account."""
    return screen().home(app.caller)


@app.on("GET", "/home/standings", allow=Permission.REPORTS_VIEW)
def list_standings(agent_id: Ids = None, team_id: Ids = None, among: Among = 1) -> Standings:
    """How agents and teams stand since the last 1-to-1, ten at a time."""
    return standings().standings(app.caller, agent_id or [], team_id or [], among)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request."""
    return app.resolve(event, context)
