"""What is done with summaries once there are any: editing, sharing, deleting, making actions of recommendations."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import Field

from debrief.coaching.actions.drafts import Recommendation as RecommendationDraft
from debrief.coaching.actions.model import LineItemTarget
from debrief.coaching.actions.store import places_of
from debrief.coaching.actions.views import ActionView
from debrief.coaching.fields import NewText, NewTitle
from debrief.kernel.auth import Caller
from debrief.kernel.clock import Clock, Day
from debrief.kernel.errors import Conflict, FieldError, RuleBroken
from debrief.kernel.ids import Ids
from debrief.kernel.model import Entity
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.model import NoticeKind
from debrief.notices.telling import tell
from debrief.summaries import events
from debrief.summaries.model import Sharing, Summary
from debrief.summaries.reading_service import SummaryReadings
from debrief.summaries.removal_service import SummaryRemoval, take_back
from debrief.summaries.report.editing import ReportEdit, with_edits
from debrief.summaries.report.report import Report, number_of
from debrief.summaries.store import SummariesRow, SummaryStore
from debrief.summaries.views import SummaryView
from debrief.summaries.visibility import Act, allowed

if TYPE_CHECKING:
    from debrief.coaching.actions.service import ActionService
    from debrief.coaching.meetings.service import MeetingService


class LinkedActions(Conflict):
    """Deleting needs a second word: actions hang on the summary."""

    type, title = "linked-actions", "Actions are linked to it"


class ActionRequest(Entity):
    """An action out of a recommendation (S0.14).

    recommendation_index: its place in the report as it is now. title, description: what was made of the prefilled ones.
    """

    recommendation_index: Annotated[int, Field(ge=0)]
    due_date: Day | None = None
    title: NewTitle | None = None
    description: NewText | None = None


class Summaries:
    """The use cases that change summaries which exist. Their texts are read through `readings`."""

    def __init__(
        self,
        readings: SummaryReadings,
        store: SummaryStore,
        meetings: "MeetingService",
        actions: "ActionService",
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._readings = readings
        self._store = store
        self._removal = SummaryRemoval(store, clock, ids)
        self._meetings = meetings
        self._actions = actions
        self._clock = clock
        self._ids = ids

    def edit(self, caller: Caller, summary_id: str, edit: ReportEdit, revision: int) -> tuple[SummaryView, int]:
        """Change the report's texts.

        Raises:
            NotFound, Forbidden: not the caller's. Stale: it was changed since it was read. Conflict: there is no
            report. RuleBroken: an index is unknown.
        """
        summary = self._to(caller, summary_id, "edit")
        expect_revision(summary, revision)
        # The places that an edit names are those of the report as it is shown.
        report = with_edits(self._readings.shown(summary, self._readings.ready_report(summary)), edit)
        edited = summary.model_copy(update={"edited_at": self._clock.now(), "edited_by": caller.user_id})
        return self._write(caller, edited, events.EDITED, report)

    def share(self, caller: Caller, summary_id: str) -> tuple[SummaryView, int]:
        """Let the agent read a detached summary. Raises NotFound, Forbidden, Conflict."""
        summary = self._to(caller, summary_id, "share")
        sharing = Sharing(user_ids=(summary.agent_id,), at=self._clock.now(), by=caller.user_id)

        def tell_agent(transaction: Transaction) -> None:
            period = summary.period
            tell(
                transaction,
                SummariesRow,
                NoticeKind.SUMMARY_SHARED,
                about=summary.id,
                to=sharing.user_ids,
                by=caller.user_id,
                first_day=period.first_day,
                last_day=period.last_day,
            )

        shared = summary.model_copy(update={"sharing": sharing})
        return self._write(caller, shared, events.SHARED, also=tell_agent)

    def unshare(self, caller: Caller, summary_id: str) -> tuple[SummaryView, int]:
        """Hide a detached summary from the agent again. Raises NotFound, Forbidden, Conflict."""
        summary = self._to(caller, summary_id, "unshare")
        hidden = summary.model_copy(update={"sharing": None})
        return self._write(caller, hidden, events.UNSHARED, also=lambda transaction: take_back(transaction, summary))

    def delete(self, caller: Caller, summary_id: str, revision: int, *, cascade: bool) -> None:
        """Remove a summary for good; with `cascade` the actions made from it too, all at once (S0.15).

        Its replays and objects can't be reached any more from then on, and are removed soon after.

        Raises:
            NotFound, Forbidden, Stale. Conflict: it is being generated. LinkedActions: there are
            actions, and no cascade.
        """
        summary = self._to(caller, summary_id, "delete")
        expect_revision(summary, revision)
        linked = self._actions.count_attached_to(summary.id)
        if linked and not cascade:
            noun = "action" if linked == 1 else "actions"
            raise LinkedActions(
                f"{linked} {noun} made from this report will be deleted with it; confirm to go on",
                errors=[FieldError(pointer="?cascade", message=f"must be true to delete {linked} linked {noun} too")],
            )
        rows = self._actions.actions_attached_to(summary.id, summary.meeting_id) if linked else []
        report = self._store.report(summary.id)
        with Transaction(self._clock, self._ids) as transaction:
            self._removal.remove(transaction, summary, report, places_of(rows))
            self._actions.delete_actions_in(transaction, summary.id, rows)
            if summary.meeting_id is not None:
                self._meetings.detach_summary(transaction, summary.meeting_id, summary.id)

    def add_action(self, caller: Caller, summary_id: str, request: ActionRequest) -> ActionView:
        """Make an action from a recommendation (S0.14): for whom the report is about, and for nobody else.

        Raises:
            NotFound, Forbidden: not the caller's. Conflict: there is no report, or the meeting is cancelled.
            RuleBroken: there is no such recommendation, or the due date has passed.
        """
        summary = self._to(caller, summary_id, "add_action")
        report = self._readings.shown(summary, self._readings.ready_report(summary))
        if request.recommendation_index >= len(report.recommendations):
            mistake = FieldError(pointer="/recommendation_index", message="names no recommendation of the report")
            raise RuleBroken("There is no such recommendation", errors=[mistake])
        chosen = report.recommendations[request.recommendation_index]
        target = chosen.target
        draft = RecommendationDraft(
            index=number_of(report, request.recommendation_index),
            area=chosen.area.text,
            action=chosen.action.text,
            rationale=chosen.rationale.text,
            title=request.title,
            description=request.description,
            due_date=request.due_date,
            target=LineItemTarget(**target.model_dump()) if target else None,
        )
        return self._actions.create_action_from_recommendation(
            caller,
            draft,
            assignee_id=summary.agent_id,
            summary_id=summary.id,
            meeting_id=summary.meeting_id,
            guard=lambda transaction: self._store.check_exists(transaction, summary),
        )

    def _to(self, caller: Caller, summary_id: str, act: Act) -> Summary:
        """The summary, if the caller owns it and its state allows `act`."""
        summary = self._readings.owned(caller, summary_id)
        if act not in allowed(summary, "owner"):
            raise Conflict(_WHY_NOT.get((act, summary.status), "The report isn't in a state that allows this"))
        return summary

    def _write(
        self,
        caller: Caller,
        summary: Summary,
        event: str,
        report: Report | None = None,
        also: Callable[[Transaction], None] | None = None,
    ) -> tuple[SummaryView, int]:
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put(transaction, summary)
            if report is not None:
                self._store.put_report(transaction, report)
            transaction.announce(SummariesRow, event, summary.id, events.summary_data(summary))
            if also is not None:
                also(transaction)
        return self._readings.view(caller, written(summary))


_WHY_NOT: Final[dict[Any, str]] = {
    ("delete", "generating"): "It is being generated; wait until it is ready",
    ("edit", "generating"): "It is being generated; wait until it is ready",
    ("edit", "failed"): "There is no report to edit",
    ("share", "ready"): "It is shared already, or can't be shared",
    ("unshare", "ready"): "It isn't shared",
}
