"""The wiring of the people API: stores, use cases and the app that routes are added to. No AWS call happens here."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds
from debrief.kernel.web.api import Api
from debrief.kernel.web.paging import Cursors
from debrief.kernel.web.secrets import cursor_secret
from debrief.people.access import Access
from debrief.people.account.service import AccountService
from debrief.people.directory_client import Directory
from debrief.people.organisation.evaluators_service import EvaluatorsService
from debrief.people.organisation.people_service import PeopleService
from debrief.people.organisation.structure_service import StructureService
from debrief.people.store import PeopleStore
from debrief.people.view_reader import ViewReader

clock = SystemClock()
ids = UlidIds(clock)
store = PeopleStore()
access = Access(store)
cursors = Cursors(cursor_secret)
people = PeopleService(store, access, Directory(), clock, ids)
evaluators = EvaluatorsService(store)
structure = StructureService(store, clock, ids)
account = AccountService(store, clock, ids)
views = ViewReader(store, people)
app = Api(access.caller, access.seen_ids)

Limit = Annotated[int | None, Query(description="Items on a page: 1 to 100, 25 unless told")]
Cursor = Annotated[str | None, Query(description="next_cursor of the page before")]
