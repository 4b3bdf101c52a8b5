"""A small sample organisation, written through the use cases, and a way to call the handler as one of its people."""

from datetime import UTC, datetime
from typing import Any

from api.people_api.handler import lambda_handler
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import Change, Team, User
from debrief.people.organisation.store import write_users
from debrief.people.store import PeopleStore, name_row, team_row
from tests.doubles import FixedClock, SequentialIds
from tests.unit.helpers import LAMBDA_CONTEXT, Answer, answer_of, api_event

CLOCK = FixedClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
STORE = PeopleStore()


class World:
    """ada (admin) › sam (supervisor) › lee (supervisor) › kim, joe (agents); eve (evaluator) and bob (bot) apart."""

    def __init__(self) -> None:
        self.ids = SequentialIds()
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

    def add(self, name: str, *roles: str, manager: str | None = None, **fields: Any) -> User:
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
