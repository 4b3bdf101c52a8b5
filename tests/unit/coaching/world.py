"""A small sample organisation, and coaching in it at a chosen time."""

from datetime import UTC, datetime
from typing import Any

from debrief.coaching.actions.drafts import ActionDraft
from debrief.coaching.meetings.drafts import MeetingDraft
from debrief.coaching.table_store import CoachingRow
from debrief.coaching.wiring import Coaching, coaching_services
from debrief.kernel.auth import Caller
from debrief.kernel.storage.outbox import PARTITION
from debrief.kernel.storage.tables import query_all
from debrief.kernel.web.paging import Cursors
from debrief.people.access import Access
from debrief.people.model import User, UserKind, UserStatus
from debrief.people.rows_store import user_row
from debrief.people.store import PeopleStore
from tests.doubles import FixedClock, SequentialIds

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
ADMIN, EVALUATOR = "us_admin", "us_evaluator"
HEAD, LEAD, OTHER_LEAD = "us_head", "us_lead", "us_otherlead"
AGENT, PEER, STRANGER = "us_agent", "us_peer", "us_stranger"
BOT, GONE = "us_bot", "us_gone"

# id, role, manager, direct reports: head > lead > agent, peer, bot, gone; otherlead > stranger
PEOPLE = [
    (ADMIN, "admin", None, 0),
    (EVALUATOR, "evaluator", None, 0),
    (HEAD, "supervisor", None, 1),
    (LEAD, "supervisor", HEAD, 4),
    (OTHER_LEAD, "supervisor", None, 1),
    (AGENT, "agent", LEAD, 0),
    (PEER, "agent", LEAD, 0),
    (BOT, "agent", LEAD, 0),
    (GONE, "agent", LEAD, 0),
    (STRANGER, "agent", OTHER_LEAD, 0),
]


def name_of(user_id: str) -> str:
    return f"Sample {user_id.removeprefix('us_')}"


class World:
    """The services over an empty table, and the people above."""

    def __init__(self) -> None:
        for user_id, role, manager, reports in PEOPLE:
            user = User(
                id=user_id,
                name=name_of(user_id),
                email=f"{user_id}@example.com",
                kind=UserKind.BOT if user_id == BOT else UserKind.HUMAN,
                status=UserStatus.INACTIVE if user_id == GONE else UserStatus.ACTIVE,
                role_ids=frozenset({role}),
                manager_id=manager,
                reports=reports,
            )
            user_row(user).save()
        self.clock, self.ids = FixedClock(NOW), SequentialIds()
        self.people = PeopleStore()
        self.access = Access(self.people)
        self.services: Coaching = coaching_services(
            self.people, self.access, Cursors(lambda: b"secret"), self.clock, self.ids
        )
        self.meetings, self.actions, self.feedback = self.services

    def caller(self, user_id: str, **changes: Any) -> Caller:
        return self.access.caller(user_id).model_copy(update=changes)

    def meeting(self, at: datetime = NOW, by: str = LEAD, participant: str = AGENT, **fields: Any) -> str:
        """Schedule a meeting; its id."""
        draft = MeetingDraft(title="1-to-1", participant_id=participant, scheduled_at=at, **fields)
        return self.meetings.schedule(self.caller(by), draft).id

    def held(self, at: datetime = NOW, **fields: Any) -> str:
        """Schedule a meeting and complete it now; its id."""
        meeting_id = self.meeting(at, **fields)
        self.meetings.move(self.caller(fields.get("by", LEAD)), meeting_id, "complete")
        return meeting_id

    def action(self, by: str = LEAD, assignee: str = AGENT, **fields: Any) -> str:
        """Set an action; its id."""
        return self.actions.create(self.caller(by), ActionDraft(title="Try it", assignee_id=assignee, **fields)).id

    def announced(self) -> list[tuple[str, str]]:
        """Type and subject of all events in the outbox, as they came."""
        import json

        rows = query_all(CoachingRow, PARTITION, index="GSI1")
        events = [json.loads(row.body or "{}") for row in rows]
        return [(event["type"], event["subject"]) for event in sorted(events, key=lambda event: event["id"])]
