"""What happened around an agent in a period, across meetings, actions and feedback (S0.6).

| question | key or index | reads |
|---|---|---|
| the meetings held with somebody in a period | GSI1 `HELD#<user>` / `<held_at>#<id>`, sparse | those of the period |
| actions and feedback of an agent in a period | GSI1 `AGENT#<user>` / `<created_at>#<id>` | those, one query |
| which of somebody's actions are overdue | see `coaching.open_store` | 100 rows of keys, and those actions |
| which of those of several people | the same | a query for each, and 100 of those actions |
| the same of what has no such row yet | GSI1 `AGENT#<user>`, GSI2 `CREATOR#<user>` | the newest 100 |
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from debrief.coaching.actions.model import Action
from debrief.coaching.actions.store import ActionStore
from debrief.coaching.feedback.model import Feedback
from debrief.coaching.meetings.model import Meeting
from debrief.coaching.meetings.store import MeetingStore
from debrief.coaching.open_store import Walk
from debrief.coaching.table_store import CoachingRow, rows_between
from debrief.kernel.storage.tables import loaded

MOST_COUNTED: Final = 100
"""Overdue actions that are counted; of more it is said that there are as many at least."""

_FEW: Final = 25
"""Rows that are read at a time of each of several people: few have as many overdue."""


class Activity(NamedTuple):
    """What happened around an agent in a period, newest first; `complete` is false where there was more."""

    feedback: list[Feedback]
    actions: list[Action]
    meetings: list[Meeting]
    complete: bool


class Overdue(NamedTuple):
    """How many open actions are past their due date. more: there are as many at least; not all were looked at.

    whose: with whom, and how many each, those with most first.
    """

    known: int
    more: bool
    whose: tuple[tuple[str, int], ...] = ()


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
        """The agent's open actions that are past their due date (two queries and a batch)."""
        earlier = self._actions.overdue_among_newest(agent_id, today, own=True)
        return self._count([Walk(f"TODO#{agent_id}", today.isoformat(), page=MOST_COUNTED)], earlier, today)

    def overdue_of_all(self, agent_ids: Collection[str], set_by: str | None, today: date) -> Overdue:
        """The same of several together, whoever has set them: a query for each, and the actions of these.

        set_by: who has set most of what was last written before actions were found by their due dates.
        """
        earlier = self._actions.overdue_among_newest(set_by, today, own=False) if set_by else []
        walks = (Walk(f"TODO#{each}", today.isoformat(), page=_FEW) for each in sorted(agent_ids))
        return self._count(walks, [each for each in earlier if each.assignee_id in agent_ids], today)

    def _count(self, walks: Iterable[Walk], earlier: Sequence[Action], today: date) -> Overdue:
        """Each as it is now: of one that was settled a moment ago the row may still be there."""
        known: dict[str, Action] = {}
        more = False
        for walk in walks:
            found, left = self._actions.still_due(walk, today, MOST_COUNTED - len(known))
            known |= {each.id: each for each in found}
            more = more or left or walk.cut
            if left:
                break
        known |= {each.id: each for each in earlier}
        whose = Counter(each.assignee_id for each in known.values())
        return Overdue(len(known), more, tuple(sorted(whose.items(), key=lambda each: (-each[1], each[0]))))

    def meeting(self, meeting_id: str) -> Meeting | None:
        """The meeting, or None."""
        found = self._meetings.meeting(meeting_id)
        return found[0] if found else None

    def attached_actions(self, anchor_id: str) -> list[Action]:
        """The actions attached to a meeting or a detached report, oldest first: 90 at most, one query."""
        return self._actions.attached_actions(anchor_id)


def _is_private(row: CoachingRow) -> bool:
    return row.kind == "feedback" and loaded(row, Feedback).visibility == "private"
