"""A small sample organisation, written through the use cases, and a way to call the handler as one of its people."""

from datetime import UTC, datetime, timedelta
from typing import Any

from api.people_api.handler import lambda_handler
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.workflows import UNKNOWN
from debrief.people.access import Access
from debrief.people.imports.import_steps import ImportSteps
from debrief.people.imports.model import PeopleImport
from debrief.people.imports.service import ImportService
from debrief.people.imports.store import ImportStore
from debrief.people.model import Change, Team, User
from debrief.people.organisation.store import write_users
from debrief.people.rows_store import name_row, team_row
from debrief.people.store import PeopleStore
from tests.doubles import FixedClock, SequentialIds
from tests.unit.helpers import LAMBDA_CONTEXT, Answer, answer_of, api_event

CLOCK = FixedClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
STORE = PeopleStore()
IMPORTS = ImportStore(lambda: ObjectStore("test-content"))
PATIENCE = timedelta(minutes=15)


class Workflow:
    """Notes what is started. states: how runs stand, by name. refusal: what is raised instead of starting one."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.states: dict[str, str] = {}
        self.refusal: Exception | None = None

    def start(self, found: PeopleImport) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.started.append(found.execution_name)

    def state(self, found: PeopleImport) -> str:
        return self.states.get(found.execution_name, UNKNOWN)


class World:
    """ada (admin) › sam (supervisor) › lee (supervisor) › kim, joe (agents); eve (evaluator) and bob (bot) apart."""

    def __init__(self) -> None:
        self.ids = SequentialIds()
        self.workflow = Workflow()
        self.imports = ImportService(STORE, IMPORTS, self.workflow, CLOCK, self.ids, patience=PATIENCE)
        self.steps = ImportSteps(STORE, Access(STORE), IMPORTS, self.workflow, CLOCK, self.ids, patience=PATIENCE)
        with Transaction(CLOCK, self.ids) as tx:
            tx.create(team_row(Team(id="tm_1", name="Sample Team")))
            tx.create(name_row("team", "Sample Team", "tm_1"))
        self.add("ada", "admin")
        self.add("sam", "supervisor", manager="ada")
        self.add("lee", "supervisor", manager="sam")
        self.add("kim", "agent", manager="lee", team_id="tm_1", agent_references=("k-1",))
        self.add("joe", "agent", manager="lee", team_id="tm_1")
        self.add("eve", "evaluator")
        self.add("bob", kind="bot", email=None)

    def add(self, name: str, /, *roles: str, manager: str | None = None, **fields: Any) -> User:
        """Write a user whose id is `us_<name>`."""
        user = User.model_validate(
            {
                "id": f"us_{name}",
                "name": f"{name.title()} Sample",
                "email": f"{name}@example.com",
                "role_ids": roles,
                "manager_id": f"us_{manager}" if manager else None,
            }
            | fields
        )
        with Transaction(CLOCK, self.ids) as tx:
            write_users(tx, [Change(None, user)])
        return user

    def user(self, name: str) -> User:
        """The stored user."""
        user = STORE.find_user(f"us_{name}")
        assert user is not None
        return user

    def call(self, name: str | None, method: str, path: str, body: Any = None, **options: Any) -> Answer:
        """Ask the people API as `name`. if_match: the ETag to send."""
        headers = dict(options.pop("headers", {}))
        if "if_match" in options:
            headers["If-Match"] = options.pop("if_match")
        user_id = f"us_{name}" if name else None
        event = api_event(method, path, user_id, body, headers=headers, **options)
        return answer_of(lambda_handler(event, LAMBDA_CONTEXT))  # type: ignore[arg-type]

    def change(self, name: str, path: str, body: Any, as_: str = "ada") -> Answer:
        """Read, then PATCH with what was read."""
        return self.call(as_, "PATCH", path, body, if_match=self.call(as_, "GET", path).etag)

    def import_people(self, body: Any, *, as_: str = "ada", create_missing: bool = False, **options: Any) -> Answer:
        """Import a file, and let the workflow write it to its end; a refusal is answered at once."""
        query = {"create_missing": "true"} if create_missing else {}
        headers = {} if isinstance(body, dict) else {"content-type": "text/csv"}
        begun = self.call(as_, "POST", "/people/imports", body, query=query, headers=headers, **options)
        return self.written(begun) if begun.status == 202 else begun

    def written(self, begun: Answer) -> Answer:
        """The import, once the steps of its workflow have been gone through."""
        for _ in range(1000):
            found = IMPORTS.find(begun.body["id"])
            assert found is not None
            if not found.running or self.steps.write(found.id, found.attempt).done:
                return self.call("ada", "GET", begun.headers["location"])
        raise AssertionError("the import has no end")
