"""What happened around an agent in a period, across meetings, actions and feedback (S0.6).

| question | key or index | reads |
|---|---|---|
| the meetings held with somebody in a period | GSI1 `HELD#<user>` / `<held_at>#<id>`, sparse | those of the period |
| actions and feedback of an agent in a period | GSI1 `AGENT#<user>` / `<created_at>#<id>` | those, one query |
| which of somebody's actions are overdue | GSI1 `AGENT#<user>` | the newest 100 actions and feedback, one query |
| which of those that somebody has set | GSI2 `CREATOR#<user>` | the newest 100, one query |
"""

from datetime import date, datetime
from typing import Final, NamedTuple

from pynamodb.expressions.condition import Condition

from debrief.coaching.actions.model import Action
from debrief.coaching.actions.store import ActionStore
from debrief.coaching.feedback.model import Feedback
from debrief.coaching.meetings.model import Meeting
from debrief.coaching.meetings.store import MeetingStore
from debrief.coaching.table_store import CoachingRow, rows_between
from debrief.kernel.storage.tables import Index, loaded, query

MOST_LOOKED_AT: Final = 100
"""Of the newest actions, to find those that are overdue."""


class Activity(NamedTuple):
    """What happened around an agent in a period, newest first; `complete` is false where there was more."""

    feedback: list[Feedback]
    actions: list[Action]
    meetings: list[Meeting]
    complete: bool


class Overdue(NamedTuple):
    """Overdue actions. assignee_ids: whose each of them is. more: there are earlier ones that weren't looked at."""

    assignee_ids: tuple[str, ...]
    more: bool


class HistoryReader:
    """Reads what has been agreed with an agent and said to them."""

    def __init__(self) -> None:
        self._meetings = MeetingStore()
        self._actions = ActionStore()

    def activity(self, agent_id: str, since: datetime, until: datetime, *, most: int, private: bool = True) -> Activity:
        """Feedback and actions made, and meetings held, from `since` on and before `until`: two queries.

        most: of feedback and actions together, and of meetings. private: whether private feedback is among them; where
        it isn't, it takes no place of what is.
        """
        made, made_whole = rows_between(
            f"AGENT#{agent_id}", since, until, most, lambda row: private or not _is_private(row)
        )
        held, held_whole = rows_between(f"HELD#{agent_id}", since, until, most)
        return Activity(
            feedback=[loaded(row, Feedback) for row in made if row.kind == "feedback"],
            actions=[loaded(row, Action) for row in made if row.kind == "action"],
            meetings=[loaded(row, Meeting) for row in held],
            complete=made_whole and held_whole,
        )

    def last_held(self, agent_id: str, before: datetime) -> datetime | None:
        """When the last meeting with the agent was held before an instant: one query for one item."""
        meeting = self._meetings.held_before(agent_id, before)
        return (meeting.held_at or meeting.scheduled_at) if meeting else None

    def overdue_of(self, agent_id: str, today: date) -> Overdue:
        """Whose open actions are past their due date: the agent's, among their newest 100 (one query)."""
        return _overdue(f"AGENT#{agent_id}", "GSI1", today)

    def overdue_set_by(self, user_id: str, today: date) -> Overdue:
        """The same of the newest 100 actions that somebody has set for others."""
        return _overdue(f"CREATOR#{user_id}", "GSI2", today)

    def meeting(self, meeting_id: str) -> Meeting | None:
        """The meeting, or None."""
        found = self._meetings.meeting(meeting_id)
        return found[0] if found else None

    def attached_actions(self, anchor_id: str) -> list[Action]:
        """The actions attached to a meeting or a detached report, oldest first: 90 at most, one query."""
        return self._actions.attached_actions(anchor_id)


def _overdue(pk: str, index: Index, today: date) -> Overdue:
    due: Condition = CoachingRow.due_date < today.isoformat()
    where = (CoachingRow.kind == "action") & (CoachingRow.status == "open") & due
    page = query(CoachingRow, pk, index=index, where=where, newest_first=True, limit=MOST_LOOKED_AT)
    whose = tuple(str(row.GSI1PK).removeprefix("AGENT#") for row in page.rows)
    return Overdue(whose, page.last_key is not None)


def _is_private(row: CoachingRow) -> bool:
    return row.kind == "feedback" and loaded(row, Feedback).visibility == "private"
