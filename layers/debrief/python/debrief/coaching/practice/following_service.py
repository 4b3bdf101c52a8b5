"""Scenarios kept in step with the coaching logs that they follow from (S2.4).

An event is a hint: the log is read as it is now. While nobody has settled the scenario it follows the log: its lowest
criterion is another one, it is withdrawn, or is back. What somebody has approved or declined stays so.

Further logs of the same agent and criterion join the scenario that waits already, and begin none (0120).
"""

from datetime import timedelta
from typing import Final

from debrief.coaching.access import CoachingAccess
from debrief.coaching.logs.model import CoachingLog
from debrief.coaching.logs.store import LogStore
from debrief.coaching.practice import course
from debrief.coaching.practice.failures import NOT_STARTED
from debrief.coaching.practice.model import MOST_JOINED, JoinedLog, Scenario
from debrief.coaching.practice.service import question_of
from debrief.coaching.practice.store import Pointer, PracticeStore, scenario_id
from debrief.coaching.practice.telling import settled, tell_of_waiting
from debrief.coaching.practice.workflow_client import OF_SCENARIO, Workflow
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, DebriefError, Stale, Unavailable
from debrief.kernel.ids import Ids
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.workflows import note_unstarted
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
        question = self._to_practise(log) if log else None
        before = self._store.of_log(log_id)
        if before is None:
            return self._begun(log, question) if log and question else None
        if before.log_id is None:
            # What it follows from was erased.
            return None
        if before.state not in course.UNDECIDED and not before.log_gone:
            return before
        same = log and question and (before.scorecard_id, before.question_id) == (log.scorecard_id, question.id)
        if len(before.log_ids) > 1:
            if same:
                return before
            self._leave(before, log_id)
            return self._begun(log, question) if log and question else None
        if log is None or question is None:
            return self._write(before, course.log_withdrawn(before, self._clock.now()))
        if not same or before.log_gone:
            other = self._newest(log, question)[1]
            if other is not None and other.id != before.id:
                return self._join(other, log, leaving=before)
        recurring, now = log.looked_at.recurring, self._clock.now()
        after = course.of_criterion(before, log.scorecard_version, question, recurring=recurring, now=now)
        return self._write(before, after, moved=not same, newest=not same or before.log_gone)

    def _begun(self, log: CoachingLog, question: Question) -> Scenario:
        """The scenario that the log joins, or one of its own. Raises Conflict, Stale."""
        pointer, waiting = self._newest(log, question)
        if waiting is not None:
            return self._join(waiting, log)
        scenario = self._new(log, question)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, scenario)
            self._store.put_newest(tx, scenario, pointer)
            if scenario.id != scenario_id(log.id):
                self._store.put_joins(tx, joined_of(log), scenario.id, None)
        return scenario

    def _newest(self, log: CoachingLog, question: Question) -> tuple[Pointer | None, Scenario | None]:
        """What is noted of the newest scenario of the log's agent and criterion, and that one if the log may join."""
        pointer = self._store.newest(log.agent_id, log.scorecard_id, question.id)
        found = self._store.scenario(pointer.scenario_id) if pointer else None
        about = found and (found.agent_id, found.scorecard_id, found.question_id)
        fits = found is not None and course.joins(found) and about == (log.agent_id, log.scorecard_id, question.id)
        return pointer, found if fits else None

    def _join(self, waiting: Scenario, log: CoachingLog, leaving: Scenario | None = None) -> Scenario:
        """One scenario waits for the log as well. leaving: what was made of the log alone before. Raises Stale."""
        quiet = self._clock.now() - log.started_at > TOLD_WITHIN
        joined = joined_of(log)
        after = course.joined(waiting, joined, recurring=log.looked_at.recurring, quiet=quiet)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after)
            self._store.put_joins(tx, joined, waiting.id, self._store.joins(log.id))
            if waiting.quiet and not quiet and after.state == "waiting":
                tell_of_waiting(tx, CoachingRow, after, self._told(after))
            if leaving is not None and not leaving.log_gone:
                self._store.put(tx, course.log_withdrawn(leaving, self._clock.now()))
                settled(tx, CoachingRow, leaving, self._reach.above(leaving.agent_id))
        return written(after)

    def _leave(self, before: Scenario, log_id: str) -> None:
        """The scenario waits for its other logs alone. Raises Stale."""
        after = course.left(before, log_id)
        # What was written, or is being written, from another log's conversation stays as it is.
        anew = before.log_id == log_id
        if anew:
            after = course.asked(after, self._clock.now())
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after)
            self._store.remove_joins(tx, log_id)
            if anew:
                settled(tx, CoachingRow, after, self._reach.above(after.agent_id))
        if anew:
            self._start_or_tell(written(after))

    def _start_or_tell(self, scenario: Scenario) -> None:
        """Start the writing of a scenario that the log which was heard of has left: hearing of that again doesn't lead
        to it any more, so that whoever may ask again is told where it can't be started. Raises Throttled, Unavailable.
        """
        number = scenario.works
        try:
            self._workflow.start(OF_SCENARIO, scenario.id, scenario.id, number)
        except DebriefError as error:
            note_unstarted(error, scenario, note=self._unstarted, again=lambda: self._still(scenario.id, number))
            raise

    def _unstarted(self, scenario: Scenario) -> Scenario:
        after = course.draft_failed(scenario, NOT_STARTED)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after)
            tell_of_waiting(tx, CoachingRow, after, self._told(after))
        return written(after)

    def _still(self, id: str, number: int) -> Scenario | None:
        found = self._store.scenario(id)
        return found if found is not None and found.state == "drafting" and found.works == number else None

    def _write(self, before: Scenario, after: Scenario, *, moved: bool = False, newest: bool = False) -> Scenario:
        """The scenario of one log as it is now. moved: it is of another criterion than it was. newest: further logs of
        its criterion join it from now on. Raises Conflict, Stale.
        """
        if after == before:
            return before
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after)
            if moved:
                self._store.forget_newest(tx, before)
            if newest:
                about = after.agent_id, after.scorecard_id, after.question_id
                self._store.put_newest(tx, after, self._store.newest(*about))
            if after.state == "waiting":
                tell_of_waiting(tx, CoachingRow, after, self._told(after))
            else:
                # Whoever reads it now finds something else, or nothing to settle.
                settled(tx, CoachingRow, after, self._reach.above(after.agent_id))
        return after

    def _told(self, scenario: Scenario) -> list[str]:
        """Who is told that it waits."""
        return self._reach.told(scenario.agent_id, of=scenario.interaction_ids)

    def _new(self, log: CoachingLog, question: Question) -> Scenario:
        now = self._clock.now()
        return course.asked(
            Scenario(
                id=self._free_id(log.id),
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

    def _free_id(self, log_id: str) -> str:
        """The id that follows from the log; a further one where that scenario has become one of other logs."""
        for number in range(MOST_JOINED):
            id = scenario_id(log_id, number)
            if self._store.scenario(id) is None:
                return id
        raise Unavailable("The log has begun too many scenarios", retry_after_s=60)

    def _to_practise(self, log: CoachingLog) -> Question | None:
        """The log's lowest criterion; None where there is nothing, or nobody, to practise it."""
        if not log.holds or log.looked_at.question_id is None:
            return None
        agent = self._reach.person(log.agent_id)
        if agent is None or not agent.active or agent.is_bot:
            return None
        version = self._scorecards.version(log.scorecard_id, log.scorecard_version)
        return question_of(version, log.looked_at.question_id)


def joined_of(log: CoachingLog) -> JoinedLog:
    """The log as a scenario keeps it."""
    return JoinedLog(log_id=log.id, interaction_id=log.interaction_id)
