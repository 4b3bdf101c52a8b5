"""The steps of the state machine `practice`: what the model is asked for is asked, and what came of it is written down.

Each is harmless when repeated: work that was done, given up or asked for anew meanwhile is `superseded`. What asking
the model has cost is kept with the attempt also then.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal

from debrief.coaching.access import CoachingAccess
from debrief.coaching.practice import asking, course
from debrief.coaching.practice.events import PRACTICE_ATTEMPTED, attempted_data
from debrief.coaching.practice.failures import SPEAKS_TO_AI, sentence_of
from debrief.coaching.practice.judging import conversation_of, score_of, suggestion_of
from debrief.coaching.practice.model import AiCall, Attempt, Scenario, ScoredBy, Words, WorkKind
from debrief.coaching.practice.store import PracticeStore
from debrief.coaching.practice.telling import tell_of_passed, tell_of_review, tell_of_waiting
from debrief.coaching.practice.workflow_client import About
from debrief.coaching.table_store import CoachingRow
from debrief.interactions.conversations.masked import masked_turns
from debrief.interactions.conversations.model import Interaction, Turn
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import Clock
from debrief.kernel.errors import BudgetSpent, NotFound, Stale
from debrief.kernel.ids import Ids
from debrief.kernel.model import Entity
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.workflows import MOST_TRIES
from debrief.quality.evaluations.answers import is_left_open
from debrief.quality.scorecards.model import Question, ScorecardVersion
from debrief.quality.scorecards.store import ScorecardStore

if TYPE_CHECKING:
    from debrief.kernel.ai.model_client import ModelClient
    from debrief.kernel.ai.provenance import AiProvenance
    from debrief.quality.answering.answerer_service import AiAnswerer, AiAnswers
    from debrief.quality.answering.placeholders import Names


_MORE_LOOKS: Final = 2
"""Times that the second look is tried again at once."""


class WorkDone(Entity):
    """What became of a piece of work."""

    id: str
    outcome: Literal["done", "failed", "superseded"]


class PracticeWork:
    """Does the work of scenarios and attempts.

    model, answerer: made when the model is asked. names: what those in a conversation are known by.
    """

    def __init__(
        self,
        store: PracticeStore,
        scorecards: ScorecardStore,
        interactions: InteractionStore,
        reach: CoachingAccess,
        model: "Callable[[], ModelClient]",
        answerer: "Callable[[], AiAnswerer]",
        names: "Callable[[Interaction], Names]",
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._scorecards = scorecards
        self._interactions = interactions
        self._reach = reach
        self._model = model
        self._answerer = answerer
        self._names = names
        self._clock = clock
        self._ids = ids

    def work(self, about: About, scenario_id: str, id: str, number: int) -> WorkDone:
        """Do the work with this number.

        Raises:
            NotFound: the scorecard is gone. Stale: others keep changing it. ModelThrottled, ModelTimedOut,
            ModelUnavailable, ModelRefused, ModelInputTooLong, ModelAnswerInvalid, BudgetSpent.
        """
        if about == "scenario":
            return self._draft(scenario_id, number)
        attempt = self._waiting(scenario_id, id, number)
        if attempt is None or attempt.work is None:
            return WorkDone(id=id, outcome="superseded")
        return self._score(attempt, number) if attempt.work.kind == "score" else self._reply(attempt, number)

    def fail(self, about: About, scenario_id: str, id: str, number: int, error: str) -> WorkDone:
        """Write down why the work couldn't be done. error: the name of what went wrong. Raises Stale."""
        if about == "scenario":
            scenario = self._drafting(scenario_id, number)
            if scenario is None:
                return WorkDone(id=id, outcome="superseded")
            with Transaction(self._clock, self._ids) as tx:
                self._store.put(tx, course.draft_failed(scenario, sentence_of(error)))
                tell_of_waiting(tx, CoachingRow, scenario, self._told(scenario))
            return WorkDone(id=id, outcome="failed")
        attempt = self._waiting(scenario_id, id, number)
        if attempt is None:
            return WorkDone(id=id, outcome="superseded")
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_attempt(tx, course.failed(attempt, sentence_of(error)))
        return WorkDone(id=id, outcome="failed")

    def _draft(self, scenario_id: str, number: int) -> WorkDone:
        scenario = self._drafting(scenario_id, number)
        if scenario is None:
            return WorkDone(id=scenario_id, outcome="superseded")
        _, question = self._question(scenario)
        model = self._model()
        prompt = asking.scenario_prompt(question, self._turns_of(scenario, model)).about(scenario_id)
        said = model.ask(prompt, asking.DRAFT, asking.DraftedScenario)
        inputs = [f"{scenario.scorecard_id}@{scenario.scorecard_version}"]
        call = _call("draft", said.provenance, (*inputs, *filter(None, [scenario.interaction_id])))
        text = asking.kept(said.value)
        for left in reversed(range(MOST_TRIES)):
            found = self._drafting(scenario_id, number)
            if found is None:
                return WorkDone(id=scenario_id, outcome="superseded")
            after = course.drafted(found, text, call, SPEAKS_TO_AI)
            try:
                with Transaction(self._clock, self._ids) as tx:
                    self._store.put(tx, after)
                    tell_of_waiting(tx, CoachingRow, after, self._told(after))
            except Stale:
                if not left:
                    raise
                continue
            return WorkDone(id=scenario_id, outcome="done" if text else "failed")
        raise AssertionError("the last try either writes or raises")

    def _turns_of(self, scenario: Scenario, model: "ModelClient") -> tuple[Turn, ...]:
        """The conversation as the model may read it; nothing of one that is gone, or seems to instruct a model."""
        from debrief.quality.answering.placeholders import Blinded

        interaction = self._interactions.interaction(scenario.interaction_id) if scenario.interaction_id else None
        if interaction is None or interaction.erased_at is not None or interaction.instructs:
            return ()
        transcript = self._interactions.transcript(interaction)
        if transcript is None:
            return ()
        return Blinded(masked_turns(transcript.turns, model.masked()), self._names(interaction)).turns

    def _reply(self, attempt: Attempt, number: int) -> WorkDone:
        scenario = self._scenario(attempt)
        if scenario.text is None:
            return WorkDone(id=attempt.id, outcome="superseded")
        words = self._store.words(attempt.scenario_id, attempt.id)
        prompt = asking.reply_prompt(scenario.text, words.turns).about(attempt.id)
        said = self._model().ask(prompt, asking.PLAY, asking.CustomerReply)
        call = _call("reply", said.provenance, (f"{attempt.id}@{attempt.revision}",))
        for left in reversed(range(MOST_TRIES)):
            found = self._waiting(attempt.scenario_id, attempt.id, number)
            if found is None:
                return self._superseded(attempt, call)
            words = self._store.words(attempt.scenario_id, attempt.id)
            after, spoken = course.replied(found, words, said.value.text, call, self._clock.now())
            try:
                with Transaction(self._clock, self._ids) as tx:
                    self._store.put_attempt(tx, after)
                    self._store.put_words(tx, attempt.scenario_id, spoken)
            except Stale:
                if not left:
                    raise
                continue
            return WorkDone(id=attempt.id, outcome="done")
        raise AssertionError("the last try either writes or raises")

    def _score(self, attempt: Attempt, number: int) -> WorkDone:
        version, question = self._question(self._scenario(attempt))
        words = self._store.words(attempt.scenario_id, attempt.id)
        given = self._answered(version, question, attempt)
        calls = (_call("score", given.provenance, given.provenance.inputs),) if given and given.provenance else ()
        for left in reversed(range(MOST_TRIES)):
            found = self._waiting(attempt.scenario_id, attempt.id, number)
            if found is None:
                return self._superseded(attempt, *calls)
            words = self._store.words(attempt.scenario_id, attempt.id)
            paid, kept = course.paid(found, words, calls)
            try:
                self._settle(version, question, paid, given, kept if calls else None)
            except Stale:
                if not left:
                    raise
                continue
            return WorkDone(id=attempt.id, outcome="done")
        raise AssertionError("the last try either writes or raises")

    def _answered(self, version: ScorecardVersion, question: Question, attempt: Attempt) -> "AiAnswers | None":
        """What the AI answers, as it does in an automatic evaluation; None where people answer the criterion.

        Where only the second look can't be had just now, that is tried again by itself; then a person is asked.
        """
        if question.answerer != "ai":
            return None
        words = self._store.words(attempt.scenario_id, attempt.id)
        answerer, chat = self._answerer(), conversation_of(attempt, words.turns)
        given = answerer.answer(version, *chat, [question])
        for _ in range(_MORE_LOOKS):
            if given.later is None or isinstance(given.later, BudgetSpent):
                break
            given = answerer.check_again(version, *chat, given.answers, given.provenance, given.to_review)
        return given

    def _settle(
        self,
        version: ScorecardVersion,
        question: Question,
        attempt: Attempt,
        given: "AiAnswers | None",
        words: Words | None,
    ) -> None:
        """Write the score, or that a person is asked, with all that follows."""
        scenario = self._scenario(attempt)
        now = self._clock.now()
        answer = next(iter(given.answers), None) if given else None
        # A question that is left open has no answer to count, whatever else there is to say of it.
        open_ = answer is None or is_left_open(answer)
        with Transaction(self._clock, self._ids) as tx:
            if given is None or answer is None or given.to_review or open_:
                why = ("answered_by_people",) if given is None else (given.to_review or ("no_opportunity",))
                suggestion = suggestion_of(answer) if answer else None
                after, done = course.left_to_a_person(scenario, attempt, why, suggestion)
                tell_of_review(tx, CoachingRow, after, self._told(after))
            else:
                by: ScoredBy = "rule" if question.check == "exact_match" else "ai"
                pass_score = scenario.pass_score or 0
                score = score_of(version, question, answer, pass_score, by=by, scored_by=None, at=now)
                after, done = course.scored(scenario, attempt, score)
                if after.passed_at is not None and scenario.passed_at is None:
                    to = self._told(after, after.decided_by)
                    tell_of_passed(tx, CoachingRow, after, to, after.agent_id)
                tx.announce(CoachingRow, PRACTICE_ATTEMPTED, done.id, attempted_data(after, done, score))
            self._store.put(tx, after)
            self._store.put_attempt(tx, done)
            if words is not None:
                self._store.put_words(tx, attempt.scenario_id, words)

    def _superseded(self, attempt: Attempt, *calls: AiCall) -> WorkDone:
        """Keep what asking has cost with an attempt that has moved on; nobody waits for more."""
        found = self._store.attempt(attempt.scenario_id, attempt.id)
        if found is not None and calls:
            words = self._store.words(attempt.scenario_id, attempt.id)
            after, kept = course.paid(found, words, calls)
            with Transaction(self._clock, self._ids) as tx:
                self._store.put_attempt(tx, after)
                self._store.put_words(tx, attempt.scenario_id, kept)
        return WorkDone(id=attempt.id, outcome="superseded")

    def _drafting(self, scenario_id: str, number: int) -> Scenario | None:
        """The scenario, while it waits for this work."""
        found = self._store.scenario(scenario_id)
        waits = found is not None and found.state == "drafting" and found.work is not None
        return found if waits and found is not None and found.works == number else None

    def _waiting(self, scenario_id: str, id: str, number: int) -> Attempt | None:
        """The attempt, while it waits for this work."""
        found = self._store.attempt(scenario_id, id)
        if found is None or found.work is None or found.work.failed:
            return None
        return found if found.work.number == number else None

    def _told(self, scenario: Scenario, also: str | None = None) -> list[str]:
        """Who is told of it, as far as they may coach its agent: who leads them, who made it, and `also`."""
        return self._reach.told(scenario.agent_id, (scenario.created_by, also), of=scenario.interaction_ids)

    def _scenario(self, attempt: Attempt) -> Scenario:
        scenario = self._store.scenario(attempt.scenario_id)
        if scenario is None:
            raise NotFound("The practice is gone")
        return scenario

    def _question(self, scenario: Scenario) -> tuple[ScorecardVersion, Question]:
        version = self._scorecards.version(scenario.scorecard_id, scenario.scorecard_version)
        found = (
            next((each for each in version.questions() if each.id == scenario.question_id), None) if version else None
        )
        if version is None or found is None:
            raise NotFound("The criterion of this practice is gone")
        return version, found


def _call(kind: WorkKind, provenance: "AiProvenance", inputs: tuple[str, ...]) -> AiCall:
    return AiCall(kind=kind, provenance=provenance.model_copy(update={"inputs": tuple(inputs)}))
