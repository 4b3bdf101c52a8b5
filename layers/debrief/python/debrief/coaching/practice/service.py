"""The use cases of scenarios: made by hand, settled by whoever leads the agent (S2.4)."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from debrief.coaching.access import CoachingAccess
from debrief.coaching.logs.store import LogStore
from debrief.coaching.practice import course
from debrief.coaching.practice.drafts import ScenarioApproval, ScenarioDraft, ScenarioRefusal, ScenarioWords
from debrief.coaching.practice.events import (
    PRACTICE_APPROVED,
    PRACTICE_CLOSED,
    approved_data,
    closed_data,
)
from debrief.coaching.practice.failures import NOT_STARTED, scenario_as_seen
from debrief.coaching.practice.model import Scenario
from debrief.coaching.practice.sight import SEEN_BY_AGENT, scenario_actions, tells_what_is_hidden
from debrief.coaching.practice.store import PracticeStore, standing
from debrief.coaching.practice.telling import no_longer_practised, settled, tell_of_approved
from debrief.coaching.practice.views import ScenarioView
from debrief.coaching.practice.workflow_client import OF_SCENARIO, Workflow
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.auth import Caller, Permission, Reach
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, DebriefError, FieldError, NotFound, RuleBroken
from debrief.kernel.ids import Ids
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Placed, chunk_of, looked_at_together, page_of
from debrief.kernel.web.paging import Cursors, Page, page_limit
from debrief.kernel.workflows import note_unstarted
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.scorecards.model import Question, ScorecardVersion
from debrief.quality.scorecards.store import ScorecardStore

MOST_MERGED: Final = 50
"""Agents whose own lists are merged into one; of a longer line everybody's list is narrowed."""

_STORED_AS: Final = {
    "approved": ("approved", "to_review"),
    "waiting": ("waiting", "failed", "drafting"),
    "failed": ("failed", "drafting"),
}
"""Under which standings is looked for one: a run that is lost has failed, and the row doesn't say so yet."""


class PracticeFilter(NamedTuple):
    """Which scenarios a list shows. agent_id: of one agent. standing: those that stand so; None for any.

    log_id: the one that follows from a coaching log.
    """

    agent_id: str | None = None
    standing: str | None = None
    log_id: str | None = None


class PracticeService:
    """Scenarios, seen by their agent once they are approved, and by whoever leads the agent."""

    def __init__(
        self,
        store: PracticeStore,
        scorecards: ScorecardStore,
        reach: CoachingAccess,
        workflow: Workflow,
        blinds: BlindStore,
        cursors: Cursors,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._blinds = blinds
        self._logs = LogStore()
        self._scorecards = scorecards
        self._reach = reach
        self._workflow = workflow
        self._cursors = cursors
        self._clock = clock
        self._ids = ids

    def page(self, caller: Caller, wanted: PracticeFilter, limit: int | None, cursor: str | None) -> Page[ScenarioView]:
        """A page of scenarios, newest first: an agent's, or of all whom the caller leads.

        Without an agent, whoever doesn't coach gets their own; of others those that wait for approval, unless told.

        Raises:
            NotFound: the agent is out of the caller's sight. Malformed: limit or cursor.
        """
        if wanted.log_id is not None:
            return self._of_log(caller, wanted)
        if wanted.agent_id is None and not caller.may(Permission.COACHING_MANAGE):
            wanted = wanted._replace(agent_id=caller.user_id)
        if wanted.agent_id is not None:
            self._reach.require_sight(caller, wanted.agent_id)
        elif wanted.standing is None:
            wanted = wanted._replace(standing="waiting")
        binding = ("practice", caller.user_id, *wanted)
        after, size = self._cursors.decode(cursor, *binding), page_limit(limit)
        seen: set[str] = set()
        sees, blind = self._reach.seen(caller), self._blinds.spots(caller.user_id)

        def look(some: list[Scenario]) -> None:
            seen.update(sees({each.agent_id for each in some}))

        sources = [looked_at_together(each, size + 1, look) for each in self._sources(caller, wanted, size, after)]
        found = page_of(
            sources,
            lambda each: (
                each.agent_id in seen
                and self._shown_in(caller, each, wanted.standing)
                and not tells_what_is_hidden(each, blind)
            ),
            limit=size,
            newest_first=True,
            after=after,
        )
        return Page(items=self._shown(caller, found.items), next_cursor=self._cursors.encode(found.last, *binding))

    def get(self, caller: Caller, id: str) -> ScenarioView:
        """A scenario, with its criterion in more words. Raises NotFound."""
        scenario = self.find(caller, id)
        return self._shown(caller, [scenario], detailed=True)[0]

    def create(self, caller: Caller, draft: ScenarioDraft) -> ScenarioView:
        """Make a scenario by hand for somebody whom the caller leads.

        With a text it is approved, since whoever writes it may approve it; without one the model writes it.

        Raises:
            NotFound: the agent or the scorecard is out of sight. Forbidden: the caller may not coach. RuleBroken: the
            agent is nobody active, or the caller; the scorecard isn't published or has no such question.
            Throttled, Unavailable: the work couldn't be started, which the scenario says too.
        """
        self._reach.check_coachable(caller, draft.agent_id, "/agent_id")
        self._reach.check_another(caller, draft.agent_id, "/agent_id")
        version, question = self._question(draft)
        now = self._clock.now()
        scenario = Scenario(
            id=self._ids.new("ps"),
            agent_id=draft.agent_id,
            created_at=now,
            created_by=caller.user_id,
            scorecard_id=version.scorecard_id,
            scorecard_version=version.number,
            question_id=question.id,
            criterion=question.text,
            state="waiting",
            text=draft.text.text if draft.text else None,
        )
        if draft.text is not None:
            made = course.approved(scenario, caller.user_id, now, self._pass_score(version))
            with Transaction(self._clock, self._ids) as tx:
                self._store.put(tx, made)
                tell_of_approved(tx, CoachingRow, made, ())
                tx.announce(CoachingRow, PRACTICE_APPROVED, made.id, approved_data(made, now))
            return self._shown(caller, [written(made)], detailed=True)[0]
        made = course.asked(scenario, now)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, made)
        return self._shown(caller, [self._started(written(made))], detailed=True)[0]

    def edit(self, caller: Caller, id: str, revision: int, words: ScenarioWords) -> ScenarioView:
        """Change what a scenario says that waits. Raises NotFound, Stale; Conflict: it was settled."""
        before = self._led(caller, id)
        expect_revision(before, revision)
        return self._write(caller, course.edited(before, words.text))

    def approve(self, caller: Caller, id: str, revision: int, given: ScenarioApproval) -> ScenarioView:
        """Let the agent have a scenario, as it is or with other words.

        Raises:
            NotFound, Stale. Conflict: it was settled, or says nothing yet. RuleBroken: the agent isn't active.
        """
        before = self._led(caller, id)
        expect_revision(before, revision)
        self._reach.check_person(before.agent_id, "/agent_id")
        changed = course.edited(before, given.text.text) if given.text else before
        version = self._version(before)
        now = self._clock.now()
        after = course.approved(changed, caller.user_id, now, self._pass_score(version))
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after)
            tell_of_approved(tx, CoachingRow, after, self.leaders(after))
            tx.announce(CoachingRow, PRACTICE_APPROVED, after.id, approved_data(after, now))
        return self._shown(caller, [written(after)], detailed=True)[0]

    def decline(self, caller: Caller, id: str, revision: int, given: ScenarioRefusal) -> ScenarioView:
        """Keep a scenario from the agent, with a reason. Raises NotFound, Stale; Conflict: it was settled."""
        before = self._led(caller, id)
        expect_revision(before, revision)
        after = course.declined(before, caller.user_id, self._clock.now(), given.reason)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after)
            settled(tx, CoachingRow, after, self.leaders(after))
        return self._shown(caller, [written(after)], detailed=True)[0]

    def draft_again(self, caller: Caller, id: str, revision: int) -> ScenarioView:
        """Let the model write a scenario anew that waits. Raises NotFound, Stale, Conflict, Throttled, Unavailable."""
        before = self._led(caller, id)
        expect_revision(before, revision)
        course.check_waits(before)
        after = course.asked(before, self._clock.now())
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after)
        return self._shown(caller, [self._started(written(after))], detailed=True)[0]

    def close(self, caller: Caller, id: str, revision: int) -> ScenarioView:
        """End the practice of a scenario; its scores stay. Raises NotFound, Stale; Conflict: it isn't practised."""
        before = self._led(caller, id)
        expect_revision(before, revision)
        if before.state != "approved":
            raise Conflict("This isn't practised")
        after = course.closed(before)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after)
            tx.announce(CoachingRow, PRACTICE_CLOSED, after.id, closed_data(after, self._clock.now()))
            no_longer_practised(tx, CoachingRow, after)
        return self._shown(caller, [written(after)], detailed=True)[0]

    def find(self, caller: Caller, id: str) -> Scenario:
        """A scenario that the caller sees, as it is to be shown. Raises NotFound."""
        scenario = self._store.scenario(id)
        if not self._reach.sees(caller, scenario.agent_id if scenario else None) or scenario is None:
            raise NotFound("There is no such practice")
        if scenario.agent_id == caller.user_id and scenario.state not in SEEN_BY_AGENT:
            raise NotFound("There is no such practice")
        if self._hidden(caller, scenario):
            raise NotFound("There is no such practice")
        return scenario_as_seen(scenario, self._clock.now())

    def _hidden(self, caller: Caller, scenario: Scenario) -> bool:
        ids = scenario.interaction_ids
        if not ids:
            return False
        spots = self._blinds.spots_at(caller.user_id, ids[0]) if len(ids) == 1 else self._blinds.spots(caller.user_id)
        return tells_what_is_hidden(scenario, spots)

    def leads(self, caller: Caller, scenario: Scenario) -> bool:
        """Whether the caller leads the scenario's agent; nobody leads themselves."""
        return scenario.agent_id != caller.user_id and self._reach.coaches(caller, scenario.agent_id)

    def leaders(self, scenario: Scenario) -> tuple[str | None, ...]:
        """Who may have been told of a scenario: whoever leads its agent, and who made it."""
        return (*self._reach.above(scenario.agent_id), scenario.created_by)

    def told(self, scenario: Scenario, also: str | None = None) -> list[str]:
        """Who is told of a scenario, as far as they may coach its agent: who leads them, who made it, and `also`."""
        return self._reach.told(scenario.agent_id, (scenario.created_by, also), of=scenario.interaction_ids)

    def question_of(self, scenario: Scenario) -> tuple[ScorecardVersion, Question]:
        """The version and the question of a scenario. Raises NotFound: they are gone."""
        version = self._version(scenario)
        question = question_of(version, scenario.question_id)
        if question is None:
            raise NotFound("The criterion of this practice is gone")
        return version, question

    def _of_log(self, caller: Caller, wanted: PracticeFilter) -> Page[ScenarioView]:
        scenario = self._store.of_log(wanted.log_id or "")
        if scenario is not None and scenario.agent_id == caller.user_id and not self._released([wanted.log_id or ""]):
            # That there is a log is told to its agent with its release.
            scenario = None
        sees = scenario is not None and self._reach.sees(caller, scenario.agent_id)
        shown = scenario is not None and sees and self._shown_in(caller, scenario, wanted.standing)
        if scenario is None or not shown or self._hidden(caller, scenario):
            return Page(items=[], next_cursor=None)
        return Page(items=self._shown(caller, [scenario]), next_cursor=None)

    def _led(self, caller: Caller, id: str) -> Scenario:
        scenario = self.find(caller, id)
        if not self.leads(caller, scenario):
            raise NotFound("There is no such practice for you to settle")
        return scenario

    def _started(self, scenario: Scenario) -> Scenario:
        """The scenario once its work was started. Raises Throttled, Unavailable: it wasn't, which is noted."""
        work = scenario.work
        if work is None:
            return scenario
        try:
            self._workflow.start(OF_SCENARIO, scenario.id, scenario.id, work.number)
        except DebriefError as error:
            note_unstarted(error, scenario, note=self._unstarted, again=lambda: self._still(scenario.id, work.number))
            raise
        return scenario

    def _unstarted(self, scenario: Scenario) -> Scenario:
        after = course.draft_failed(scenario, NOT_STARTED)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after)
        return written(after)

    def _still(self, id: str, number: int) -> Scenario | None:
        found = self._store.scenario(id)
        waits = found is not None and found.work is not None and found.work.number == number
        return found if waits else None

    def _write(self, caller: Caller, after: Scenario) -> ScenarioView:
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after)
        return self._shown(caller, [written(after)], detailed=True)[0]

    def _question(self, draft: ScenarioDraft) -> tuple[ScorecardVersion, Question]:
        card = self._scorecards.scorecard(draft.scorecard_id)
        if card is None or card.status != "published":
            wrong = FieldError(pointer="/scorecard_id", message="is no published scorecard")
            raise RuleBroken("Practise a question of a published scorecard", errors=[wrong])
        version = self._scorecards.version(card.id, card.current_version)
        question = question_of(version, draft.question_id)
        if version is None or question is None:
            wrong = FieldError(pointer="/question_id", message="is no question of this scorecard")
            raise RuleBroken("Choose one of the scorecard's questions", errors=[wrong])
        return version, question

    def _version(self, scenario: Scenario) -> ScorecardVersion:
        version = self._scorecards.version(scenario.scorecard_id, scenario.scorecard_version)
        if version is None:
            raise NotFound("The scorecard of this practice is gone")
        return version

    def _pass_score(self, version: ScorecardVersion) -> float:
        """From which score on an attempt passes: what the account has settled, else the scorecard's pass mark."""
        settled = self._reach.settings().practice_pass_score
        return version.pass_mark if settled is None else settled

    def _sources(
        self, caller: Caller, wanted: PracticeFilter, limit: int, after: str | None
    ) -> list[Iterator[Placed[Scenario]]]:
        if wanted.agent_id is not None:
            return [self._store.of_agent(wanted.agent_id, after=after, chunk=limit + 1)]
        line = None if caller.reach is Reach.EVERYONE else self._reach.line(caller, MOST_MERGED)
        if line is None:
            standings = _STORED_AS.get(wanted.standing or "waiting", (wanted.standing or "waiting",))
            return [self._store.of_everybody(each, after=after, chunk=limit + 1) for each in standings]
        chunk = chunk_of(limit, len(line))
        return [self._store.of_agent(each, after=after, chunk=chunk) for each in sorted(line)]

    def _shown_in(self, caller: Caller, stored: Scenario, wanted: str | None) -> bool:
        scenario = scenario_as_seen(stored, self._clock.now())
        if scenario.agent_id == caller.user_id and scenario.state not in SEEN_BY_AGENT:
            return False
        if wanted == "waiting":
            # What the model couldn't write waits for the same people.
            return scenario.state in ("waiting", "failed")
        return wanted is None or wanted in (scenario.state, standing(scenario))

    def _shown(self, caller: Caller, found: list[Scenario], *, detailed: bool = False) -> list[ScenarioView]:
        people = {each.agent_id for each in found}
        people |= {id for each in found for id in (each.created_by, each.decided_by) if id}
        names = self._reach.names(people) if people else {}
        now = self._clock.now()
        own = [id for each in found if each.agent_id == caller.user_id for id in each.log_ids]
        known = _Known(names, self._released(own))
        return [self._view(caller, scenario_as_seen(each, now), known, detailed=detailed) for each in found]

    def _released(self, log_ids: Sequence[str]) -> frozenset[str]:
        """Those of some coaching logs that their agents see."""
        logs = self._logs.logs(log_ids) if log_ids else []
        return frozenset(each.id for each in logs if each.released is not None)

    def _view(self, caller: Caller, scenario: Scenario, known: "_Known", *, detailed: bool) -> ScenarioView:
        own = scenario.agent_id == caller.user_id
        # Everybody in a list is seen; of those who aren't the caller that is as somebody who coaches them.
        actions = scenario_actions(scenario, own=own, leads=caller.may(Permission.COACHING_MANAGE))
        question = None
        if detailed:
            version = self._scorecards.version(scenario.scorecard_id, scenario.scorecard_version)
            question = question_of(version, scenario.question_id)
        return ScenarioView.of(scenario, known.names, actions, own=own, released=known.released, question=question)


class _Known(NamedTuple):
    """What is read at once for all that are shown: names of people, and which of the caller's logs they see."""

    names: dict[str, str]
    released: frozenset[str]


def question_of(version: ScorecardVersion | None, question_id: str) -> Question | None:
    return next((each for each in version.questions() if each.id == question_id), None) if version else None
