"""Evaluations that start by themselves when an interaction was analysed (S4.7, N2).

Each published scorecard that starts automatically and applies gets one evaluation of the interaction for each of its
versions: completed and `automatic` when the AI answers everything, else a `blended` draft with the AI's answers that
waits for a person. A draft for a person it stays, too, where credit rests on no sentence of the agent's that shows it,
the conversation seems to instruct the AI, or nobody could look at the answers again: nothing of that counts before
somebody has completed it (decision 0058). So it stays where the account wants the AI to have earned each question, and
it hasn't (N13, decision 0086). Where the second look alone is missing, a replay asks for that and completes
what it bears out, as long as no person has taken the draft. The id
is derived from interaction, words, scorecard and version, so a replay finds what is there and asks the model nothing;
one that was deleted for good stays away. Where a conversation was replaced by one of other words, what the AI made of
the earlier ones by itself is superseded, before any model is asked (decision 0045).

Where the month's budget is spent, scorecards that ask no model are answered all the same; the interaction waits for the
others, and they are made up for once there is budget again.

Before all that the automations are asked: the first whose conditions hold says what else is started, and whether
scorecards that start by themselves do so beside it (S4.11, decision 0074).
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from debrief.interactions.conversations.model import Interaction, Transcript
from debrief.interactions.conversations.postponed_store import PostponedStore
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import Clock
from debrief.kernel.errors import (
    NOT_ITS_FAULT,
    BudgetSpent,
    Conflict,
    DebriefError,
    ModelAnswerInvalid,
    ModelInputTooLong,
    ModelRefused,
    NotFound,
)
from debrief.kernel.faults import log_fault
from debrief.kernel.ids import Ids
from debrief.kernel.model import Entity
from debrief.kernel.schedules.store import schedule
from debrief.kernel.storage.transactions import Transaction
from debrief.people.store import PeopleStore
from debrief.quality.answering.answerable import why_unanswerable
from debrief.quality.answering.sampling_store import Sampling
from debrief.quality.automations.taking_service import AutomationTaking
from debrief.quality.disputes.deadlines import undecided
from debrief.quality.disputes.store import DisputeStore
from debrief.quality.earning.earning_service import Earning, Standing
from debrief.quality.evaluations.answers import default_answers
from debrief.quality.evaluations.events import (
    EVALUATION_COMPLETED,
    EVALUATION_DELETED,
    EVALUATION_SUPERSEDED,
    evaluation_data,
)
from debrief.quality.evaluations.history import step
from debrief.quality.evaluations.history_store import HistoryStore
from debrief.quality.evaluations.model import Answer, Evaluation
from debrief.quality.evaluations.opening import automatic_id, began_by_itself, opened
from debrief.quality.evaluations.review_store import look_again, tell_agent
from debrief.quality.evaluations.reviewing import asked_anew
from debrief.quality.evaluations.scoring import score
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.model import Scorecard, ScorecardVersion, Trouble
from debrief.quality.scorecards.rules import applies
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.table_store import QualityRow

if TYPE_CHECKING:
    from debrief.quality.answering.answerer_service import AiAnswerer, AiAnswers

Outcome = Literal["completed", "awaiting_person", "exists", "deleted", "failed", "postponed"]


class Started(Entity):
    """What became of one scorecard.

    outcome: `completed` and `awaiting_person` were made now; `exists` was there; `deleted` was deleted for good;
        `failed` couldn't be made for a fault of the scorecard; `postponed` waits for the model's budget.
    dropped_quotes: quotes of the model that nobody said. problem: why it failed.
    """

    scorecard_id: str
    scorecard_version: int
    evaluation_id: str
    outcome: Outcome
    dropped_quotes: int = 0
    problem: str | None = None


class AutomaticResult(Entity):
    """What became of an interaction. reason: why the AI could evaluate nothing of it; None when it could."""

    interaction_id: str
    evaluations: tuple[Started, ...] = ()
    reason: str | None = None


def _id_of(interaction: Interaction, scorecard: Scorecard, version: ScorecardVersion) -> str:
    return automatic_id(interaction.id, scorecard.id, version.number, interaction.transcript_digest)


class AutomaticEvaluations:
    """Evaluates an interaction with every scorecard that starts automatically.

    answerer: made for the first scorecard that something is to be answered of; making it ready takes long.
    """

    def __init__(
        self,
        evaluations: EvaluationStore,
        scorecards: ScorecardStore,
        interactions: InteractionStore,
        answerer: "Callable[[], AiAnswerer]",
        automations: AutomationTaking,
        clock: Clock,
        ids: Ids,
        earning: Earning,
    ) -> None:
        self._automations = automations
        self._earning = earning
        self._evaluations = evaluations
        self._scorecards = scorecards
        self._interactions = interactions
        self._answerer = answerer
        self._clock = clock
        self._ids = ids
        self._postponed = PostponedStore(interactions)
        self._history, self._disputes = HistoryStore(), DisputeStore()
        self._sampling = Sampling(clock, ids)

    def evaluate(self, interaction_id: str) -> AutomaticResult:
        """Make the evaluations that are missing; harmless to repeat.

        One scorecard that the model can't answer doesn't keep the others from being evaluated; its error comes last.
        One that is at fault itself is told in the result and with the scorecard, and keeps nothing else from going on.

        Raises:
            NotFound: no such interaction. Stale: it was changed meanwhile; try again. ModelThrottled, ModelTimedOut,
            ModelUnavailable: try again later.
            ModelRefused, ModelAnswerInvalid, ModelInputTooLong: of the first scorecard that failed so.
        """
        interaction = self._existing(interaction_id)
        if interaction.erased_at is not None:
            # What was made of its words stays counted, though the words are gone.
            return AutomaticResult(interaction_id=interaction_id, reason="The interaction was erased")
        self._supersede(interaction)
        scorecards = self._to_start(interaction)
        transcript = self._interactions.transcript(interaction) if scorecards else None
        reason = why_unanswerable(transcript) if scorecards else None
        if transcript is None or reason:
            self._note(interaction, spent=False)
            return AutomaticResult(interaction_id=interaction_id, reason=reason)
        results: list[Started] = []
        failure: DebriefError | None = None
        for scorecard, version in scorecards:
            try:
                results.append(self._start(interaction, transcript, scorecard, version))
            except BudgetSpent:
                results.append(_told(interaction, scorecard, version, "postponed"))
            except (ModelAnswerInvalid, ModelInputTooLong, ModelRefused) as error:
                failure = failure or error
            except NOT_ITS_FAULT:
                raise
            except Exception as error:
                results.append(self._failed(interaction, scorecard, version, error))
        spent = any(each.outcome == "postponed" for each in results)
        if spent or not failure:
            self._note(interaction, spent=spent)
        if failure:
            raise failure
        return AutomaticResult(interaction_id=interaction_id, evaluations=tuple(results))

    def _to_start(self, interaction: Interaction) -> list[tuple[Scorecard, ScorecardVersion]]:
        """The scorecards to evaluate with: those of the automation that takes the conversation, and, unless that one
        alone decides, those that start by themselves and are for such conversations. Each once; see decision 0074. Of a
        sample, what isn't drawn gets only the former; drawn from is what one of the latter is for, so that no lot is
        spent on what nothing would be evaluated with.
        """
        taken = self._automations.take(interaction)
        begun = self._scorecards.in_force(taken.started)
        found = {card.id: (card, version) for card, version in begun if applies(version, interaction).holds}
        if taken.keep_automatic:
            known = {card.id for card, _ in begun}
            by_themselves = {
                card.id: (card, version)
                for card, version in self._scorecards.automatic_scorecards()
                if card.id not in known and applies(version, interaction).holds
            }
            if by_themselves and self._is_drawn(interaction):
                found |= by_themselves
        return list(found.values())

    def _is_drawn(self, interaction: Interaction) -> bool:
        """Whether scorecards that start by themselves evaluate it: of a sample only what is drawn (decision 0113)."""
        return self._sampling.takes(interaction, PeopleStore().settings())

    def supersede(self, interaction_id: str) -> None:
        """Take out of lists and reports what rests on words that the interaction no longer has; harmless to repeat.

        For the interaction whose new words can't be evaluated, since their analysis has failed.

        Raises:
            NotFound: no such interaction. Stale: it was changed meanwhile; try again.
        """
        interaction = self._existing(interaction_id)
        if interaction.erased_at is None:
            self._supersede(interaction)

    def _existing(self, interaction_id: str) -> Interaction:
        interaction = self._interactions.interaction(interaction_id)
        if interaction is None:
            raise NotFound("There is no such interaction")
        return interaction

    def _failed(
        self, interaction: Interaction, scorecard: Scorecard, version: ScorecardVersion, error: Exception
    ) -> Started:
        """Write down that the scorecard couldn't evaluate the interaction, where those who manage it look.

        What can't be written down either is in the log; the conversation and the other scorecards go on.
        """
        log_fault("a scorecard can't evaluate", error, scorecard_id=scorecard.id, interaction_id=interaction.id)
        told = error.detail if isinstance(error, DebriefError) else f"Something unexpected: {type(error).__name__}"
        trouble = Trouble(
            scorecard_version=version.number, interaction_id=interaction.id, problem=told, at=self._clock.now()
        )
        try:
            with Transaction(self._clock, self._ids) as tx:
                self._scorecards.put_trouble(tx, scorecard.id, trouble)
        except Conflict:
            # Another one was written down within the hour.
            pass
        except Exception as untold:
            log_fault("a scorecard's trouble can't be kept", untold, scorecard_id=scorecard.id)
        return _told(interaction, scorecard, version, "failed").model_copy(update={"problem": told})

    def _note(self, interaction: Interaction, *, spent: bool) -> None:
        """Write down that the interaction waits for answers of the model, or waits no more, where that is news."""
        if spent or interaction.lacks("answers"):
            with Transaction(self._clock, self._ids) as tx:
                self._postponed.keep(tx, interaction, "answers", spent=spent, now=self._clock.now())

    def _start(
        self, interaction: Interaction, transcript: Transcript, scorecard: Scorecard, version: ScorecardVersion
    ) -> Started:
        evaluation_id = _id_of(interaction, scorecard, version)

        def outcome(of: Outcome, dropped: int = 0) -> Started:
            return _told(interaction, scorecard, version, of).model_copy(update={"dropped_quotes": dropped})

        existing = self._evaluations.evaluation(evaluation_id)
        if existing is not None and existing.superseded_at:
            self._hold_again(interaction, existing)
            return outcome("completed")
        if existing is not None and self._waits_for_check(existing):
            # The answers are there and paid for; only the second look at them is missing.
            given = self._answerer().check_again(
                version, interaction, transcript, existing.answers, existing.provenance, existing.to_review
            )
            standing = self._earning.standing(version, given.provenance)
            given = _weighed(given, standing)
            done = self._as_it_counts(existing, version, given, given.answers)
        elif existing is not None:
            return outcome("exists")
        elif self._evaluations.was_deleted(evaluation_id):
            return outcome("deleted")
        else:
            given = self._answerer().answer(version, interaction, transcript)
            standing = self._earning.standing(version, given.provenance)
            given = _weighed(given, standing)
            draft = opened(evaluation_id, interaction, scorecard, version, self._clock, evaluator_id=None)
            done = self._as_it_counts(draft, version, given, (*draft.answers, *given.answers))
        if done != existing:
            now, settings = self._clock.now(), PeopleStore().settings()
            if done.status == "completed":
                done = asked_anew(done, settings, now)
            try:
                with Transaction(self._clock, self._ids) as tx:
                    self._interactions.expect(tx, interaction)
                    self._evaluations.put_evaluation(tx, done, existing)
                    if existing is None:
                        # Whoever is drawn to check it blindly never finds it before they have.
                        self._earning.check(tx, standing, done, version, interaction)
                    if done.status == "completed":
                        tell_agent(tx, done, "completed", by=None, time_zone=settings.time_zone, now=now)
                        tx.announce(QualityRow, EVALUATION_COMPLETED, done.id, evaluation_data(done))
            except Conflict:
                # Another run of the same workflow was faster; what it wrote is as good.
                return outcome("exists")
        if given.later is not None:
            raise given.later
        return outcome("completed" if done.status == "completed" else "awaiting_person", given.dropped_quotes)

    def _waits_for_check(self, evaluation: Evaluation) -> bool:
        """Whether it is still the AI's own draft, of which the second look is missing."""
        waits = evaluation.status == "draft" and any(each.unchecked for each in evaluation.answers)
        return waits and self._made_by_itself(evaluation)

    def _as_it_counts(
        self, draft: Evaluation, version: ScorecardVersion, given: "AiAnswers", answers: Sequence[Answer]
    ) -> Evaluation:
        """The draft with the AI's answers, completed where nobody has to look at it."""
        complete = draft.type == "automatic" and not given.to_review
        changed = {
            "answers": tuple(answers),
            "score": score(version, answers, running=not complete),
            "provenance": given.provenance,
            "to_review": given.to_review,
        }
        if complete:
            changed |= {"status": "completed", "completed_at": self._clock.now()}
        return draft.model_copy(update=changed)

    def _supersede(self, interaction: Interaction) -> None:
        """Take out of lists and reports what the AI made by itself of words that the interaction no longer has.

        What a person has in hand stays theirs. A draft that nobody has taken goes: a new one takes its place.
        """
        for evaluation in self._evaluations.evaluations_of_interaction(interaction.id):
            same_words = interaction.transcript and evaluation.transcript_digest == interaction.transcript_digest
            if same_words or evaluation.superseded_at or not self._made_by_itself(evaluation):
                continue
            with Transaction(self._clock, self._ids) as tx:
                self._interactions.expect(tx, interaction)
                if evaluation.status == "draft":
                    self._evaluations.delete_evaluation(tx, evaluation, for_good=False)
                    # The blind check that it may have been drawn for is counted no more.
                    tx.announce(QualityRow, EVALUATION_DELETED, evaluation.id, evaluation_data(evaluation))
                    continue
                now = self._clock.now()
                superseded = evaluation.model_copy(update={"superseded_at": now})
                self._evaluations.put_evaluation(tx, superseded, evaluation)
                self._history.add(tx, superseded.id, step("superseded", superseded, now, by=None))
                if superseded.status == "disputed":
                    self._disputes.set_aside(tx, superseded)
                tx.announce(QualityRow, EVALUATION_SUPERSEDED, superseded.id, evaluation_data(superseded))

    def _made_by_itself(self, evaluation: Evaluation) -> bool:
        """Whether it began by itself and holds nothing of a person's.

        A draft that is nobody's may have been somebody's who was erased.
        """
        if evaluation.evaluator_id is not None or not began_by_itself(evaluation):
            return False
        if evaluation.comment or any(answer.comment for answer in evaluation.answers):
            return False
        others = [answer for answer in evaluation.answers if answer.answered_by != "ai"]
        version = self._scorecards.version(evaluation.scorecard_id, evaluation.scorecard_version) if others else None
        preselected = default_answers(version) if version else ()
        return all(answer in preselected for answer in others)

    def _hold_again(self, interaction: Interaction, superseded: Evaluation) -> None:
        """Let a superseded evaluation hold again: the words that it was made of have come back.

        The time in which nobody could answer it counts for nothing: its agent has the whole window again, and whoever
        is to decide a dispute is looked after from now on.
        """
        again = superseded.model_copy(update={"superseded_at": None})
        now, settings = self._clock.now(), PeopleStore().settings()
        if again.status == "completed" and again.review is not None:
            again = asked_anew(again, settings, now)
        with Transaction(self._clock, self._ids) as tx:
            self._interactions.expect(tx, interaction)
            self._evaluations.put_evaluation(tx, again, superseded)
            self._history.add(tx, again.id, step("reinstated", again, now, by=None))
            look_again(tx, again, now)
            dispute = self._disputes.take_up(tx, again) if again.status == "disputed" else None
            if dispute and (due := undecided(dispute, now, settings.time_zone)):
                schedule(tx, QualityRow, due)
            tx.announce(QualityRow, EVALUATION_COMPLETED, again.id, evaluation_data(again))


def _weighed(given: "AiAnswers", standing: Standing) -> "AiAnswers":
    """The answers; a person has to look at them where the AI hasn't earned what the account wants it to earn."""
    others = tuple(each for each in given.to_review if each != "not_earned")
    return given._replace(to_review=(*others, "not_earned") if standing.withheld else others)


def _told(interaction: Interaction, scorecard: Scorecard, version: ScorecardVersion, outcome: Outcome) -> Started:
    return Started(
        scorecard_id=scorecard.id,
        scorecard_version=version.number,
        evaluation_id=_id_of(interaction, scorecard, version),
        outcome=outcome,
    )
