"""Asks the automations about a conversation that came in, and does what the one says that takes it (S4.11).

What was decided is kept with the conversation, and a replay goes by it: a card that was changed since doesn't decide
anew. It is decided anew when the conversation has other words, and when it was decided without what only the model's
analysis tells and that has come since. What is assigned has ids that follow from conversation, words and card, so
that repeating it makes nothing twice.
"""

from collections.abc import Sequence

from debrief.interactions.conversations.model import Interaction
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, RuleBroken, Stale
from debrief.kernel.ids import Ids, derived_id
from debrief.kernel.storage.transactions import Transaction
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.automations.choosing import choose
from debrief.quality.automations.model import (
    LONGEST_REASON,
    Action,
    AssignEvaluation,
    Automation,
    Done,
    StartEvaluation,
    Taken,
    WhyNotDone,
)
from debrief.quality.automations.pool_reader import pool_of
from debrief.quality.automations.store import AutomationStore
from debrief.quality.drawing.lot import Lot, WhyPassedOver, drawn
from debrief.quality.evaluations.assigning import due_in
from debrief.quality.evaluations.assigning_service import Asked, Assigning
from debrief.quality.evaluations.eligible_reader import Eligible, theirs_among, why_not_again
from debrief.quality.evaluations.model import Assignment
from debrief.quality.evaluations.scorecard_reader import NotForThis, scorecard_for
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.store import ScorecardStore


class AutomationTaking:
    """Decides and does, for one conversation at a time."""

    def __init__(
        self,
        store: AutomationStore,
        evaluations: EvaluationStore,
        scorecards: ScorecardStore,
        assigning: Assigning,
        people: PeopleStore,
        access: Access,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._evaluations = evaluations
        self._scorecards = scorecards
        self._assigning = assigning
        self._people = people
        self._access = access
        self._clock = clock
        self._ids = ids

    def take(self, interaction: Interaction) -> Taken:
        """Which automation takes the conversation; what it assigns is assigned. Harmless to repeat.

        Where there are no automations nothing is kept, and one query of no rows is all that it costs.

        Raises:
            Stale: another run was at it at the same moment; try again.
        """
        kept = self._store.taken(interaction.id)
        if kept is not None and _still_holds(kept, interaction):
            return kept
        _, cards = self._store.all()
        cards = [card for card in cards if card.enabled]
        taken = Taken(
            revision=kept.revision if kept else 0,
            interaction_id=interaction.id,
            at=self._clock.now(),
            words=interaction.transcript_digest,
            unanalysed=interaction.lacks("analysis"),
        )
        if not cards and kept is None:
            return taken
        choice = choose(cards, interaction)
        looked_at, more = choice.kept
        card = choice.automation
        taken = taken.model_copy(
            update={
                "automation_id": card.id if card else None,
                "automation_name": card.name if card else None,
                "keep_automatic": card.keep_automatic if card else True,
                "looked_at": looked_at,
                "more": more,
                "done": tuple(self._done(card, interaction)) if card else (),
            }
        )
        try:
            with Transaction(self._clock, self._ids) as tx:
                self._store.put_taken(tx, taken)
        except Conflict as error:
            raise Stale("Another run of the workflow was faster; try again") from error
        return taken

    def _done(self, card: Automation, interaction: Interaction) -> Sequence[Done]:
        done: list[Done] = []
        for action in card.then:
            try:
                scorecard_for(self._scorecards, action.scorecard_id, interaction)
            except (Conflict, RuleBroken) as error:
                why: WhyNotDone = "not_for_this" if isinstance(error, NotForThis) else "no_scorecard"
                done.append(_not_done(action, why, error.detail))
                continue
            if isinstance(action, StartEvaluation):
                done.append(Done(kind="start", scorecard_id=action.scorecard_id))
            else:
                done += self._assigned(card, action, interaction)
        return done

    def _assigned(self, card: Automation, action: AssignEvaluation, interaction: Interaction) -> Sequence[Done]:
        there = self._evaluations.evaluations_of_interaction(interaction.id)
        eligible = Eligible(self._access)

        def why_not(evaluator_id: str) -> WhyPassedOver | None:
            if any(each.id == _id_of(interaction, card, action, evaluator_id) for each in there):
                # A run that broke off has assigned it already.
                return None
            why = eligible.why_not(evaluator_id, interaction.agent_id)
            return why or why_not_again(interaction.id, action.scorecard_id, evaluator_id, there)

        pool = pool_of(self._people, action)
        if action.each:
            theirs = [drawn(interaction.id, (evaluator_id,), why_not) for evaluator_id in pool]
        else:
            theirs = [drawn(f"{interaction.id}.{card.id}", pool, why_not)]
        return [self._given(card, action, interaction, lot) for lot in theirs]

    def _given(self, card: Automation, action: AssignEvaluation, interaction: Interaction, lot: Lot) -> Done:
        if lot.chosen is None:
            return _not_done(action, "nobody", None, lot)
        scorecard, version = scorecard_for(self._scorecards, action.scorecard_id, interaction)
        now = self._clock.now()
        due_at = due_in(action.due_days, now, self._people.settings().time_zone)
        assignment = Assignment(by=card.updated_by, at=now, due_at=due_at, automation_id=card.id)
        asked = Asked(interaction, scorecard, version, assignment)
        draft = self._assigning.draft(_id_of(interaction, card, action, lot.chosen), asked, lot.chosen)
        evaluation_id = draft.id
        if not self._evaluations.was_deleted(draft.id):
            try:
                with Transaction(self._clock, self._ids) as tx:
                    self._assigning.put(tx, draft)
            except Conflict:
                # A run that broke off has assigned it, or its evaluator began one of their own at that moment.
                there = self._evaluations.evaluations_of_interaction(interaction.id)
                theirs = theirs_among(scorecard.id, lot.chosen, there)
                evaluation_id = theirs.id if theirs else draft.id
        return Done(
            kind="assign", scorecard_id=scorecard.id, evaluation_id=evaluation_id, evaluator_id=lot.chosen, lot=lot
        )


def _still_holds(kept: Taken, interaction: Interaction) -> bool:
    come_since = kept.unanalysed and not interaction.lacks("analysis")
    return kept.words == interaction.transcript_digest and not come_since


def _id_of(interaction: Interaction, card: Automation, action: AssignEvaluation, evaluator_id: str) -> str:
    words = interaction.transcript_digest or ""
    return derived_id("ev", interaction.id, words, card.id, action.scorecard_id, evaluator_id)


def _not_done(action: Action, why: WhyNotDone, detail: str | None, lot: Lot | None = None) -> Done:
    told = detail[:LONGEST_REASON] if detail else None
    return Done(kind=action.kind, scorecard_id=action.scorecard_id, why_not=why, detail=told, lot=lot)
