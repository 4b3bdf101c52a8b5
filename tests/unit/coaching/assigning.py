"""Coaching assignments in the sample organisation of the quality tests, whose evaluations and disputes are real."""

import importlib
import json
from datetime import timedelta
from typing import Any

import boto3

from debrief.coaching.assignments.wiring import Assigning, assigning
from debrief.coaching.table_store import CoachingRow
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.tables import query_all
from debrief.kernel.web.paging import Cursors
from debrief.people.store import PeopleStore
from tests.unit.helpers import LAMBDA_CONTEXT, Answer, answer_of, api_event
from tests.unit.quality.world import World as QualityWorld
from tests.unit.quality.world import content, yes_no

EMPATHY = {"name": "Empathy"}
ROOMS = ("coaching-marks", "coaching-groups", "bookmarks", "assignments")


class World(QualityWorld):
    """kim and joe are sam's, zoe is pat's; eve and ada reach everyone. `card`: a scorecard with questions a and b."""

    def __init__(self) -> None:
        super().__init__()
        wired = importlib.import_module("api.coaching_api.assigning")
        self.services: Assigning = assigning(
            PeopleStore(),
            self.access,
            InteractionStore(ObjectStore("test-content")),
            Cursors(lambda: b"secret"),
            self.clock,
            self.ids,
        )
        # What is sent within a request depends on no machine's speed.
        self.services.groups._stopwatch = lambda: 0.0
        wired.rooms._made = self.services
        self.card = self.published(content(yes_no("a"), yes_no("b", allow_na=True)))
        self.heard: set[str] = set()

    @property
    def follow_up(self) -> str:
        return (self.clock.now() + timedelta(days=7)).date().isoformat()

    def coach(self, name: str | None, method: str, path: str, body: Any = None, **options: Any) -> Answer:
        """Ask the coaching API as `name`."""
        from api.coaching_api.handler import lambda_handler

        headers = dict(options.pop("headers", {}))
        if "if_match" in options:
            headers["If-Match"] = options.pop("if_match")
        event = api_event(method, path, f"us_{name}" if name else None, body, headers=headers, **options)
        return answer_of(lambda_handler(event, LAMBDA_CONTEXT))

    def marked(self, by: str = "sam", agent: str = "kim", *numbers: int, **more: Any) -> Answer:
        """Mark an agent with conversations of theirs, which are made."""
        interactions = [{"interaction_id": self.add_interaction(n, agent).id} for n in numbers]
        body = {"agent_id": f"us_{agent}", "areas": [EMPATHY], "interactions": interactions} | more
        return self.coach(by, "POST", "/coaching-marks", body)

    def group(self, by: str = "eve", name: str = "Slow starters", *areas: str) -> Answer:
        """Make a group."""
        body = {"name": name, "areas": [{"name": each} for each in areas or ("Empathy",)]}
        return self.coach(by, "POST", "/coaching-groups", body)

    def said(self, **more: Any) -> dict[str, Any]:
        """What an assignment says."""
        return {"name": "Listen first", "feedback": "Well done so far", "follow_up": self.follow_up} | more

    def given(self, by: str = "sam", agent: str = "kim", *numbers: int, **more: Any) -> Answer:
        """Give an assignment that is made of no mark."""
        interactions = [{"interaction_id": self.add_interaction(n, agent).id} for n in numbers]
        body = {"agent_id": f"us_{agent}", "areas": [EMPATHY], "interactions": interactions}
        return self.coach(by, "POST", "/assignments", self.said(**(body | more)))

    def dispatched(self, by: str, group: Answer, **more: Any) -> Answer:
        """Send a group as it is now."""
        path = f"/coaching-groups/{group.body['id']}/dispatch"
        return self.coach(by, "POST", path, self.said(**more))

    def look(self, agent: str, assignment: str, interaction: str) -> Answer:
        """Open something of an assignment as the agent."""
        return self.coach(agent, "POST", f"/assignments/{assignment}/looks", {"interaction_id": interaction})

    def own(self, agent: str) -> list[dict[str, Any]]:
        """The agent's own list."""
        page = self.coach(agent, "GET", "/assignments")
        assert page.status == 200, page.body
        return list(page.body["items"])

    def status(self, assignment: str, by: str = "eve") -> str:
        """How it stands."""
        return str(self.coach(by, "GET", f"/assignments/{assignment}").body["status"])

    def coaching_events(self) -> list[Event]:
        """What coaching announced, in order."""
        rows = query_all(CoachingRow, "OUTBOX", index="GSI1")
        return sorted((Event.model_validate_json(row.body or "") for row in rows), key=lambda each: each.id)

    def follow(self, *, again: bool = False) -> int:
        """Let assignments hear what was announced since; how many events that were. again: all of them once more."""
        handler = importlib.import_module("events.follow_reviews.handler")
        importlib.import_module("debrief.coaching.assignments.due_wiring")._services.cache_clear()
        events = [*self.events(), *self.coaching_events()]
        new = [each for each in events if again or each.id not in self.heard]
        new = [each for each in new if each.type in handler.consumer.types]
        for event in new:
            handler.consumer._handlers[event.type](event)
        self.heard |= {each.id for each in new}
        return len(new)


def coaching_items() -> list[dict[str, Any]]:
    """Every item of the coaching table, events aside."""
    found = boto3.client("dynamodb").scan(TableName="test-coaching")["Items"]
    return [item for item in found if item["kind"]["S"] != "outbox"]


def told_in(answer: Answer) -> set[str]:
    """Every string that stands anywhere in an answer, with the names of its fields."""
    found: set[str] = set()

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            for name, each in value.items():
                found.add(name)
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)
        else:
            found.add(json.dumps(value))

    walk(answer.body)
    walk(dict(answer.headers))
    return found
