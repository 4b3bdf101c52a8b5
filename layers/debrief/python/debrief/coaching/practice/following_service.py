"""Scenarios kept in step with the coaching logs that they follow from (S2.4).

An event is a hint: the log is read as it is now. While nobody has settled the scenario it follows the log: its lowest
criterion is another one, it is withdrawn, or is back. What somebody has approved or declined stays so.
"""

from datetime import timedelta
from typing import Final

from debrief.coaching.access import CoachingAccess
from debrief.coaching.logs.model import CoachingLog
from debrief.coaching.logs.store import LogStore
from debrief.coaching.practice import course
from debrief.coaching.practice.model import Scenario
from debrief.coaching.practice.service import question_of
from debrief.coaching.practice.store import PracticeStore, scenario_id
from debrief.coaching.practice.telling import settled, tell_of_waiting
from debrief.coaching.practice.workflow_client import OF_SCENARIO, Workflow
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, Stale, Unavailable
from debrief.kernel.ids import Ids
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.scorecards.model import Question
from debrief.quality.scorecards.store import ScorecardStore

_TRIES: Final = 5
TOLD_WITHIN: Final = timedelta(days=30)
"""Of older conversations nobody is told one by one, as of their flags and logs."""


class PracticeFollowing:
    """Lets scenarios follow from coaching logs."""

    def __init__(
        self,
        store: PracticeStore,
        logs: LogStore,
        scorecards: ScorecardStore,
        reach: CoachingAccess,
        workflow: Workflow,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._logs = logs
        self._scorecards = scorecards
        self._reach = reach
        self._workflow = workflow
        self._clock = clock
        self._ids = ids

    def log_changed(self, log_id: str) -> None:
        """Make the scenario of a log what it should be; harmless when heard again.

        Nothing follows for somebody who has left, nor from a log without a low criterion, or whose criterion is gone.

        Raises:
            Throttled, Unavailable: the work couldn't be started, or others keep changing it; hearing it again helps.
        """
        for _ in range(_TRIES):
            try:
                scenario = self._followed(log_id)
            except (Conflict, Stale):
                # Heard twice at once, or somebody settles it at this moment.
                continue
            if scenario is not None and scenario.state == "drafting" and scenario.work is not None:
                self._workflow.start(OF_SCENARIO, scenario.id, scenario.id, scenario.work.number)
            return
        raise Unavailable("The practice keeps being changed", retry_after_s=1)

    def _followed(self, log_id: str) -> Scenario | None:
        """The scenario of the log as it is then. Raises Conflict, Stale."""
        log = self._logs.log(log_id)
        before = self._store.scenario(scenario_id(log_id))
        question = self._to_practise(log) if log else None
        if before is None:
            return self._made(log, question) if log and question else None
        if before.log_id is None:
            # What it follows from was erased.
            return None
        now = self._clock.now()
        if log is None or question is None:
            after = course.log_withdrawn(before, now)
        else:
            recurring = log.looked_at.recurring
            after = course.of_criterion(before, log.scorecard_version, question, recurring=recurring, now=now)
        if after != before:
            with Transaction(self._clock, self._ids) as tx:
                self._store.put(tx, after)
                if after.state == "waiting":
                    tell_of_waiting(tx, CoachingRow, after, self._reach.told(after.agent_id))
                else:
                    # Whoever reads it now finds something else, or nothing to settle.
                    settled(tx, CoachingRow, after, self._reach.above(after.agent_id))
        return after

    def _made(self, log: CoachingLog, question: Question) -> Scenario:
        now = self._clock.now()
        scenario = course.asked(
            Scenario(
                id=scenario_id(log.id),
                agent_id=log.agent_id,
                created_at=now,
                log_id=log.id,
                interaction_id=log.interaction_id,
                recurring=log.looked_at.recurring,
                scorecard_id=log.scorecard_id,
                scorecard_version=log.scorecard_version,
                question_id=question.id,
                criterion=question.text,
                state="drafting",
                quiet=now - log.started_at > TOLD_WITHIN,
            ),
            now,
        )
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, scenario)
        return scenario

    def _to_practise(self, log: CoachingLog) -> Question | None:
        """The log's lowest criterion; None where there is nothing, or nobody, to practise it."""
        if not log.holds or log.looked_at.question_id is None:
            return None
        agent = self._reach.person(log.agent_id)
        if agent is None or not agent.active or agent.is_bot:
            return None
        version = self._scorecards.version(log.scorecard_id, log.scorecard_version)
        return question_of(version, log.looked_at.question_id)
