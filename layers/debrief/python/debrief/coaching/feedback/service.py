"""The use cases of feedback, and what happened around an agent in a period (S0.6)."""

from datetime import datetime
from typing import NamedTuple

from debrief.coaching.access import CoachingAccess
from debrief.coaching.feedback import events
from debrief.coaching.feedback.drafts import FeedbackDraft
from debrief.coaching.feedback.model import Feedback
from debrief.coaching.feedback.store import FeedbackStore, feedback_row
from debrief.coaching.feedback.views import FeedbackView
from debrief.coaching.table_store import CoachingRow, rows_of
from debrief.kernel.auth import Caller
from debrief.kernel.clock import Clock
from debrief.kernel.errors import NotFound
from debrief.kernel.ids import Ids
from debrief.kernel.storage.tables import loaded
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.paging import Cursors, Page, page_limit

MOST_ACTIVITY = 500
"""Most feedback and actions, and most meetings, that are looked at in a period."""


class FeedbackFilter(NamedTuple):
    """Which feedback a list shows. since, until: given from then on, before then."""

    agent_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class FeedbackService:
    """Feedback, for whoever calls the API."""

    def __init__(
        self,
        store: FeedbackStore,
        reach: CoachingAccess,
        cursors: Cursors,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._reach = reach
        self._cursors = cursors
        self._clock = clock
        self._ids = ids

    def page(self, caller: Caller, wanted: FeedbackFilter, limit: int | None, cursor: str | None) -> Page[FeedbackView]:
        """A page of the feedback on an agent (the caller unless given), newest first.

        Raises:
            NotFound: the agent is out of the caller's sight. Malformed: limit or cursor.
        """
        agent_id = wanted.agent_id or caller.user_id
        self._reach.require_sight(caller, agent_id)
        where = CoachingRow.kind == "feedback"
        if agent_id == caller.user_id:
            where &= CoachingRow.visibility == "public"
        binding = ("feedback", caller.user_id, *wanted)
        found = rows_of(
            f"AGENT#{agent_id}",
            "GSI1",
            since=wanted.since,
            until=wanted.until,
            where=where,
            limit=page_limit(limit),
            start=self._cursors.decode(cursor, *binding),
        )
        given = [loaded(row, Feedback) for row in found.rows]
        names = self._reach.names(id for each in given for id in (each.agent_id, each.author_id)) if given else {}
        return Page(
            items=[FeedbackView.of(each, names=names) for each in given],
            next_cursor=self._cursors.encode(found.position, *binding),
        )

    def get(self, caller: Caller, feedback_id: str) -> FeedbackView:
        """Feedback that the caller may read. Raises NotFound."""
        feedback = self._store.feedback(feedback_id)
        seen = self._reach.sees(caller, feedback.agent_id if feedback else None)
        if feedback is None or not seen or (feedback.visibility == "private" and feedback.agent_id == caller.user_id):
            raise NotFound("There is no such feedback")
        return self._view(feedback)

    def give(self, caller: Caller, draft: FeedbackDraft) -> FeedbackView:
        """Give feedback to an agent.

        Raises:
            NotFound, Forbidden, RuleBroken: the caller may not coach the agent, or the agent is themselves.
        """
        self._reach.check_coachable(caller, draft.agent_id, "/agent_id")
        self._reach.check_another(caller, draft.agent_id, "/agent_id")
        feedback = Feedback(
            id=self._ids.new("fb"),
            agent_id=draft.agent_id,
            author_id=caller.user_id,
            text=draft.text,
            evaluation_id=draft.evaluation_id,
            interaction_id=draft.interaction_id,
            visibility=draft.visibility,
            created_at=self._clock.now(),
        )
        with Transaction(self._clock, self._ids) as transaction:
            transaction.create(feedback_row(feedback))
            transaction.announce(CoachingRow, events.FEEDBACK_GIVEN, feedback.id, events.feedback_data(feedback))
        return self._view(feedback.model_copy(update={"revision": 1}))

    def _view(self, feedback: Feedback) -> FeedbackView:
        return FeedbackView.of(feedback, names=self._reach.names([feedback.agent_id, feedback.author_id]))
