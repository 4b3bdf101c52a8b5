"""The use cases of attempts: begun, talked, given up and resumed, ended and scored, without limit (S2.6)."""

from collections.abc import Callable

from debrief.coaching.access import CoachingAccess
from debrief.coaching.practice import course
from debrief.coaching.practice.drafts import AgentSays, PersonsScore
from debrief.coaching.practice.events import PRACTICE_ATTEMPTED, attempted_data
from debrief.coaching.practice.failures import NOT_STARTED, attempt_as_seen
from debrief.coaching.practice.judging import score_of
from debrief.coaching.practice.model import Attempt, Scenario, Words
from debrief.coaching.practice.service import PracticeService
from debrief.coaching.practice.sight import attempt_actions
from debrief.coaching.practice.store import PracticeStore
from debrief.coaching.practice.telling import nothing_to_score, tell_of_passed
from debrief.coaching.practice.views import AttemptView
from debrief.coaching.practice.workflow_client import OF_ATTEMPT, Workflow
from debrief.coaching.table_store import CoachingRow
from debrief.interactions.conversations.words import Speaker
from debrief.kernel.auth import Caller
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, DebriefError, FieldError, NotFound, RuleBroken
from debrief.kernel.ids import Ids
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.paging import Cursors, Page, page_limit
from debrief.kernel.workflows import note_unstarted
from debrief.quality.evaluations.model import Answer


class AttemptService:
    """Attempts at scenarios: talked by the agent, read and scored by whoever leads them."""

    def __init__(
        self,
        scenarios: PracticeService,
        store: PracticeStore,
        reach: CoachingAccess,
        workflow: Workflow,
        cursors: Cursors,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._scenarios = scenarios
        self._store = store
        self._reach = reach
        self._workflow = workflow
        self._cursors = cursors
        self._clock = clock
        self._ids = ids

    def page(self, caller: Caller, scenario_id: str, limit: int | None, cursor: str | None) -> Page[AttemptView]:
        """A page of the attempts at a scenario, newest first, without what was said. Raises NotFound, Malformed."""
        scenario = self._scenarios.find(caller, scenario_id)
        binding = ("practice-attempts", caller.user_id, scenario_id)
        size = page_limit(limit)
        found = self._store.attempts(scenario_id, before=self._cursors.decode(cursor, *binding), most=size + 1)
        more = len(found) > size
        items = found[:size]
        last = items[-1].id if more else None
        scorers = {each.score.scored_by for each in items if each.score and each.score.scored_by}
        names = self._reach.names(scorers) if scorers else {}
        return Page(
            items=[self._view(caller, scenario, each, None, names) for each in items],
            next_cursor=self._cursors.encode(last, *binding),
        )

    def get(self, caller: Caller, scenario_id: str, id: str) -> AttemptView:
        """An attempt with what was said. Raises NotFound."""
        scenario, attempt = self._find(caller, scenario_id, id)
        return self._shown(caller, scenario, attempt, self._store.words(scenario_id, id))

    def begin(self, caller: Caller, scenario_id: str) -> AttemptView:
        """Begin an attempt at a scenario of the caller's own. Raises NotFound; Conflict: one is open."""
        before = self._scenarios.find(caller, scenario_id)
        if before.agent_id != caller.user_id:
            raise NotFound("There is no such practice of yours")
        scenario, attempt, words = course.begun(self._ids.new("at"), before, self._clock.now())
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, scenario)
            self._store.put_attempt(tx, attempt)
            self._store.put_words(tx, scenario_id, words)
        return self._shown(caller, written(scenario), written(attempt), words)

    def say(self, caller: Caller, scenario_id: str, id: str, revision: int, said: AgentSays) -> AttemptView:
        """Say something to the customer, who answers after a while; with the last turn the attempt ends.

        What is personal in it is masked before it is stored.

        Raises:
            NotFound. Stale: something was said in another window meanwhile. Conflict: it isn't open, or the customer
            hasn't answered. Throttled, Unavailable: the answer couldn't be asked for, which the attempt says too.
        """
        scenario, before = self._own(caller, scenario_id, id)
        expect_revision(before, revision)
        _check_practised(scenario)
        words = self._store.words(scenario_id, id)
        words, text = self._masked(words, said.text)
        attempt, spoken = course.spoke(before, words, text, self._clock.now())
        after = scenario if attempt.state == "open" else _left(scenario)
        return self._go_on(caller, scenario, after, attempt, spoken)

    def ask_again(self, caller: Caller, scenario_id: str, id: str, revision: int) -> AttemptView:
        """Ask once more for the customer's answer, or for the score. Raises NotFound, Stale, Conflict, Unavailable."""
        scenario, before = self._own(caller, scenario_id, id)
        expect_revision(before, revision)
        attempt = course.asked_again(before, self._clock.now())
        return self._go_on(caller, scenario, scenario, attempt)

    def end(self, caller: Caller, scenario_id: str, id: str, revision: int) -> AttemptView:
        """End an attempt, which is scored then.

        Raises:
            NotFound, Stale, Conflict. RuleBroken: nothing was said. Throttled, Unavailable: it couldn't be asked for.
        """
        scenario, before = self._own(caller, scenario_id, id)
        expect_revision(before, revision)
        _check_practised(scenario)
        attempt = course.ended(before, self._clock.now())
        return self._go_on(caller, scenario, _left(scenario), attempt)

    def give_up(self, caller: Caller, scenario_id: str, id: str, revision: int) -> AttemptView:
        """Leave an attempt, which may be taken up again. Raises NotFound, Stale, Conflict."""
        scenario, before = self._own(caller, scenario_id, id)
        expect_revision(before, revision)
        attempt = course.given_up(before, self._clock.now())
        return self._go_on(caller, scenario, _left(scenario), attempt)

    def resume(self, caller: Caller, scenario_id: str, id: str, revision: int) -> AttemptView:
        """Take an attempt up again where it was left.

        Raises:
            NotFound, Stale. Conflict: it wasn't given up, or another one is open.
        """
        scenario, before = self._own(caller, scenario_id, id)
        expect_revision(before, revision)
        _check_practised(scenario)
        if scenario.open_attempt_id is not None:
            raise Conflict("Another attempt is open: go on with that one, or give it up first")
        attempt = course.resumed(before, self._store.words(scenario_id, id), self._clock.now())
        return self._go_on(caller, scenario, scenario.model_copy(update={"open_attempt_id": id}), attempt)

    def score(self, caller: Caller, scenario_id: str, id: str, revision: int, given: PersonsScore) -> AttemptView:
        """Score an attempt as a person, where the AI left it to one or couldn't.

        Raises:
            NotFound: not there, or not led by the caller. Stale. Conflict: it waits for nobody. RuleBroken: no such
            option, or the criterion always applies.
        """
        scenario, before = self._find(caller, scenario_id, id)
        if not self._scenarios.leads(caller, scenario):
            raise NotFound("There is no such attempt for you to score")
        expect_revision(before, revision)
        if "score" not in attempt_actions(scenario, before, own=False, leads=True):
            raise Conflict("The attempt doesn't wait for a person")
        version, question = self._scenarios.question_of(scenario)
        if given.option_id is not None and question.option(given.option_id) is None:
            wrong = FieldError(pointer="/option_id", message="is no option of the criterion")
            raise RuleBroken("Choose one of the criterion's options", errors=[wrong])
        answer = Answer(
            question_id=question.id,
            option_id=given.option_id,
            not_applicable=given.not_applicable,
            rationale=given.note,
        )
        now = self._clock.now()
        score = score_of(
            version, question, answer, scenario.pass_score or 0, by="person", scored_by=caller.user_id, at=now
        )
        after, attempt = course.scored(scenario, before, score)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after)
            self._store.put_attempt(tx, attempt)
            leaders = self._scenarios.leaders(after)
            if before.state == "to_review" and not after.to_review:
                nothing_to_score(tx, CoachingRow, after, leaders)
            if after.passed_at is not None and scenario.passed_at is None:
                to = self._scenarios.told(after, after.decided_by)
                tell_of_passed(tx, CoachingRow, after, to, caller.user_id)
            tx.announce(CoachingRow, PRACTICE_ATTEMPTED, attempt.id, attempted_data(after, attempt, score))
        return self._shown(caller, written(after), written(attempt), self._store.words(scenario_id, id))

    def _go_on(
        self, caller: Caller, before: Scenario, after: Scenario, attempt: Attempt, words: Words | None = None
    ) -> AttemptView:
        """Write what has come of an attempt in one transaction, and start what is asked for."""
        with Transaction(self._clock, self._ids) as tx:
            if after != before:
                self._store.put(tx, after)
            self._store.put_attempt(tx, attempt)
            if words is not None:
                self._store.put_words(tx, attempt.scenario_id, words)
        attempt = written(attempt)
        self._start(attempt)
        shown = words if words is not None else self._store.words(attempt.scenario_id, attempt.id)
        return self._shown(caller, written(after) if after != before else after, attempt, shown)

    def _start(self, attempt: Attempt) -> None:
        work = attempt.work
        if work is None or work.failed:
            return
        try:
            self._workflow.start(OF_ATTEMPT, attempt.scenario_id, attempt.id, work.number)
        except DebriefError as error:
            note_unstarted(error, attempt, note=self._unstarted, again=self._waiting(attempt, work.number))
            raise

    def _unstarted(self, attempt: Attempt) -> Attempt:
        after = course.failed(attempt, NOT_STARTED)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_attempt(tx, after)
        return written(after)

    def _waiting(self, attempt: Attempt, number: int) -> Callable[[], Attempt | None]:
        def again() -> Attempt | None:
            found = self._store.attempt(attempt.scenario_id, attempt.id)
            waits = found is not None and found.work is not None and found.work.number == number
            return found if waits else None

        return again

    def _masked(self, words: Words, text: str) -> tuple[Words, str]:
        """What was said and what is said now, masked together: a number may be told in several pieces."""
        kinds = self._reach.settings().masking.leaving
        if not kinds:
            return words, text
        from debrief.kernel.masking.kinds import Segment
        from debrief.kernel.masking.masks import masked

        said = [Segment(turn.speaker, turn.text) for turn in words.turns]
        *before, now = masked([*said, Segment(Speaker.AGENT, text)], kinds)
        pairs = zip(words.turns, before, strict=True)
        turns = tuple(turn.model_copy(update={"text": shown}) for turn, shown in pairs)
        return words.model_copy(update={"turns": turns}), now

    def _find(self, caller: Caller, scenario_id: str, id: str) -> tuple[Scenario, Attempt]:
        scenario = self._scenarios.find(caller, scenario_id)
        attempt = self._store.attempt(scenario_id, id)
        if attempt is None:
            raise NotFound("There is no such attempt")
        return scenario, attempt_as_seen(attempt, self._clock.now())

    def _own(self, caller: Caller, scenario_id: str, id: str) -> tuple[Scenario, Attempt]:
        scenario, attempt = self._find(caller, scenario_id, id)
        if scenario.agent_id != caller.user_id:
            raise NotFound("There is no such attempt of yours")
        return scenario, attempt

    def _shown(self, caller: Caller, scenario: Scenario, attempt: Attempt, words: Words) -> AttemptView:
        scorer = attempt.score.scored_by if attempt.score else None
        names = self._reach.names([scorer]) if scorer else {}
        return self._view(caller, scenario, attempt, words, names)

    def _view(
        self, caller: Caller, scenario: Scenario, attempt: Attempt, words: Words | None, names: dict[str, str]
    ) -> AttemptView:
        seen = attempt_as_seen(attempt, self._clock.now())
        own = attempt.agent_id == caller.user_id
        actions = attempt_actions(scenario, seen, own=own, leads=self._scenarios.leads(caller, scenario))
        return AttemptView.of(seen, words, names, actions, own=own)


def _check_practised(scenario: Scenario) -> None:
    if scenario.state != "approved":
        raise Conflict("This isn't practised any more")


def _left(scenario: Scenario) -> Scenario:
    """The scenario without an open attempt."""
    return scenario.model_copy(update={"open_attempt_id": None})
