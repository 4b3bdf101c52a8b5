"""Asking for a summary: what can be chosen, what there is to analyse, generating, trying again, replaying."""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from pydantic import model_validator

from debrief.coaching.meetings.model import Meeting
from debrief.kernel.auth import Caller
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, DebriefError, NotFound
from debrief.kernel.ids import Ids
from debrief.kernel.model import Entity
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.workflows import note_unstarted
from debrief.people.model import User
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.summaries import events
from debrief.summaries.access import Seen, SummaryAccess
from debrief.summaries.drafting.sources import MOST_ACTIVITY, InsightsReader, sources_of
from debrief.summaries.failures import NOT_STARTED
from debrief.summaries.model import Period, ScorecardType, Sources, Summary, SummaryFailure, SummaryFrame
from debrief.summaries.periods import PeriodChoice, PeriodRequest, choices, resolve
from debrief.summaries.store import SummariesRow, SummaryStore
from debrief.summaries.workflow_client import Workflow

if TYPE_CHECKING:
    from debrief.coaching.history_reader import HistoryReader
    from debrief.coaching.meetings.service import MeetingService


class SummaryRequest(Entity):
    """What a summary is asked for with: either the meeting that it prepares, or the agent it is about."""

    agent_id: str | None = None
    meeting_id: str | None = None
    period: PeriodRequest
    scorecard_type: ScorecardType = "all"

    @model_validator(mode="after")
    def _one_target(self) -> "SummaryRequest":
        if (self.agent_id is None) == (self.meeting_id is None):
            raise ValueError("give either agent_id or meeting_id")
        return self


class _Target(NamedTuple):
    """Whom a summary is about, and the meetings around it; both none on a profile."""

    agent: User
    meeting: Meeting | None
    previous: Meeting | None

    @property
    def previous_at(self) -> datetime | None:
        if self.previous is None:
            return None
        return self.previous.held_at or self.previous.scheduled_at


class Generation:
    """The use cases before there is a report."""

    def __init__(
        self,
        store: SummaryStore,
        reach: SummaryAccess,
        people: PeopleStore,
        meetings: "MeetingService",
        coaching: "HistoryReader",
        insights: InsightsReader,
        workflow: Workflow,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._reach = reach
        self._people = people
        self._meetings = meetings
        self._coaching = coaching
        self._insights = insights
        self._workflow = workflow
        self._clock = clock
        self._ids = ids

    def periods(self, caller: Caller, *, agent_id: str | None, meeting_id: str | None) -> tuple[PeriodChoice, ...]:
        """The periods of the dialog, each available or with the reason why not. Raises as `request`."""
        target = self._target(caller, agent_id, meeting_id)
        return choices(
            now=self._clock.now(),
            time_zone=caller.time_zone,
            previous_meeting_at=target.previous_at,
            detached=target.meeting is None,
        )

    def sources(
        self,
        caller: Caller,
        *,
        agent_id: str | None,
        meeting_id: str | None,
        period: PeriodRequest,
        scorecard_type: ScorecardType,
    ) -> Sources:
        """How much there is to analyse (S0.6). Raises as `request`."""
        target = self._target(caller, agent_id, meeting_id)
        return self._sources(target, self._period(caller, target, period, "?"), scorecard_type)

    def request(self, caller: Caller, wanted: SummaryRequest, *, overnight: bool = False) -> Summary:
        """Ask for a summary and start the work. overnight: for the caller, who didn't ask and is told when it is ready.

        Raises:
            NotFound, Forbidden: not the caller's to ask for. RuleBroken: a bot, or the period can't be used.
            Conflict: one is being generated already, or the meeting has one, or is cancelled; or it would tell the
            caller how a conversation was evaluated that they judge blindly.
        """
        return self.begin(self.prepared(caller, wanted, overnight=overnight))

    def prepared(self, caller: Caller, wanted: SummaryRequest, *, overnight: bool = False) -> Summary:
        """The summary that would be made, as far as that can be known before; nothing is written.

        Raises:
            NotFound, Forbidden, RuleBroken: as `request`. Conflict: the meeting is cancelled.
        """
        target = self._target(caller, wanted.agent_id, wanted.meeting_id)
        if target.meeting is not None and target.meeting.status == "cancelled":
            raise Conflict("The meeting is cancelled")
        period = self._period(caller, target, wanted.period, "/period/")
        _refuse_to_tell(caller, target.agent.id, period)
        settings = self._people.settings()
        now = self._clock.now()
        return Summary(
            id=self._ids.new("sm"),
            agent_id=target.agent.id,
            meeting_id=target.meeting.id if target.meeting else None,
            previous_meeting_id=target.previous.id if target.previous else None,
            requested_by=caller.user_id,
            overnight=overnight,
            period=period,
            scorecard_type=wanted.scorecard_type,
            frame=SummaryFrame(
                agent_name=target.agent.name,
                minimum_sample=settings.minimum_sample,
                agent_sentiment=settings.agent_sentiment,
                second_check=settings.summary_check,
                masked=tuple(sorted(settings.masking.leaving)),
            ),
            sources=self._sources(target, period, wanted.scorecard_type),
            created_at=now,
            attempted_at=now,
        )

    def begin(self, summary: Summary) -> Summary:
        """Write a prepared summary and start the work.

        Raises:
            Conflict: one is being generated already, or the meeting has one, or is cancelled or gone.
        """
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put(transaction, summary)
            self._store.occupy(transaction, summary, summary.attempted_at)
            if summary.meeting_id is not None:
                self._meetings.attach_summary(transaction, summary.meeting_id, summary.id)
            transaction.announce(SummariesRow, events.REQUESTED, summary.id, events.summary_data(summary))
        return self._start(summary.model_copy(update={"revision": 1}))

    def retry(self, caller: Caller, summary_id: str) -> Summary:
        """Try again what failed, over the same period, with what there is by now.

        Raises:
            NotFound, Forbidden: not the caller's. Conflict: it didn't fail.
        """
        summary = self._owned(caller, summary_id).summary
        if summary.status != "failed":
            raise Conflict("Only what failed is tried again")
        _refuse_to_tell(caller, summary.agent_id, summary.period)
        now = self._clock.now()
        frame = summary.frame
        if self._reach.hides_agent_sentiment(summary):
            frame = frame.model_copy(update={"agent_sentiment": False})
        again = summary.model_copy(
            update={
                "frame": frame,
                # From now on somebody has asked for it, and waits.
                "overnight": False,
                "status": "generating",
                "failure": None,
                "progress": None,
                "attempt": summary.attempt + 1,
                "attempted_at": now,
            }
        )
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put(transaction, again)
            self._store.occupy(transaction, again, now)
            transaction.announce(SummariesRow, events.REQUESTED, again.id, events.summary_data(again))
        return self._start(again.model_copy(update={"revision": summary.revision + 1}))

    def replay(self, caller: Caller, summary_id: str) -> Summary:
        """Draft once more from the kept dossier, to compare (N2); the report stays as it is.

        Raises:
            NotFound, Forbidden: not the caller's. Conflict: there is no report, a replay is running, or
            what the model would read holds the sentiment of agents, which was switched off since.
        """
        summary = self._owned(caller, summary_id).summary
        if summary.status != "ready":
            raise Conflict("Only a finished report is replayed")
        if self._reach.hides_agent_sentiment(summary):
            raise Conflict("It was made with the sentiment of agents, which this account has switched off")
        now = self._clock.now()
        replay = summary.model_copy(
            update={
                "id": self._ids.new("sm"),
                "revision": 0,
                "replay_of": summary.id,
                "overnight": False,
                "requested_by": caller.user_id,
                "status": "generating",
                "attempt": 1,
                "sharing": None,
                "provenance": None,
                "repair": None,
                "check": None,
                "created_at": now,
                "attempted_at": now,
                "ready_at": None,
                "edited_at": None,
                "edited_by": None,
            }
        )
        with Transaction(self._clock, self._ids) as transaction:
            # A replay that begins while its summary is deleted would stay for ever.
            self._store.check_exists(transaction, summary)
            self._store.put(transaction, replay)
            self._store.occupy(transaction, replay, now)
            transaction.announce(SummariesRow, events.REQUESTED, replay.id, events.summary_data(replay))
        return self._start(replay.model_copy(update={"revision": 1}))

    # Inside --------------------------------------------------------------------------------------------------------

    def _start(self, summary: Summary) -> Summary:
        try:
            self._workflow.start(summary)
        except DebriefError as error:
            failed = note_unstarted(error, summary, note=self._not_started, again=lambda: self._waiting(summary))
            found = failed or self._store.summary(summary.id)
            if found is None:
                raise
            return found
        return summary

    def _not_started(self, summary: Summary) -> Summary:
        reason, sentence = NOT_STARTED
        failure = SummaryFailure(reason=reason, sentence=sentence, at=self._clock.now())
        failed = summary.model_copy(update={"status": "failed", "failure": failure})
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put(transaction, failed)
            self._store.release(transaction, failed)
            transaction.announce(SummariesRow, events.FAILED, failed.id, events.summary_data(failed))
        return written(failed)

    def _waiting(self, summary: Summary) -> Summary | None:
        """The summary while nothing has come of this attempt; None once it is over, or its run goes on after all."""
        found = self._store.summary(summary.id)
        if found is None or found.status != "generating" or found.attempt != summary.attempt:
            return None
        return found if found.progress is None else None

    def _owned(self, caller: Caller, summary_id: str) -> Seen:
        summary = self._store.summary(summary_id)
        return self._reach.owned(caller, summary if summary and summary.replay_of is None else None)

    def _target(self, caller: Caller, agent_id: str | None, meeting_id: str | None) -> _Target:
        if meeting_id is None:
            return _Target(self._reach.agent_to_summarise(caller, agent_id or caller.user_id), None, None)
        meeting = self._reach.meeting_to_prepare(caller, meeting_id).meeting
        agent = self._reach.user(meeting.participant_id)
        if agent is None:
            raise NotFound("There is no such meeting")
        previous = self._meetings.previous_meeting(agent.id, self._clock.now(), other_than=meeting.id)
        return _Target(agent, meeting, previous)

    def _period(self, caller: Caller, target: _Target, wanted: PeriodRequest, pointer: str) -> Period:
        return resolve(
            wanted,
            now=self._clock.now(),
            time_zone=caller.time_zone,
            previous_meeting_at=target.previous_at,
            detached=target.meeting is None,
            pointer=pointer,
        )

    def _sources(self, target: _Target, period: Period, scorecard_type: ScorecardType) -> Sources:
        agent_id, first, last = target.agent.id, period.first_day, period.last_day
        # Agents get to read summaries; private feedback isn't for them.
        activity = self._coaching.activity(agent_id, period.start, period.end, most=MOST_ACTIVITY, private=False)
        left = 0
        if target.previous is not None:
            left = len(target.previous.goals) + len(self._coaching.attached_actions(target.previous.id))
        return sources_of(
            self._insights.evaluation_totals(agent_id, first, last),
            scorecard_type,
            conversations=self._insights.conversation_totals(agent_id, first, last).count,
            coaching=len(activity.feedback) + len(activity.actions) + len(activity.meetings),
            previous_meeting=left,
        )


def _refuse_to_tell(caller: Caller, agent_id: str, period: Period) -> None:
    """Raises Conflict where a report would tell the caller how a conversation came out that they judge blindly."""
    about = BlindStore().spots(caller.user_id).about([agent_id])
    if any(period.start <= each.interaction_started_at < period.end for each in about.spots):
        raise Conflict("You assess a conversation of these days in a calibration: ask again once that is closed")
