"""Evaluations given to people to do, by a person, an automation or a goal (S4.7)."""

from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.calendar import day_of, is_reckoned
from debrief.kernel.clock import Clock
from debrief.kernel.errors import FieldError, Forbidden, NotFound, RuleBroken, repeated
from debrief.kernel.ids import Ids
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Found
from debrief.notices.model import NoticeKind
from debrief.notices.telling import tell
from debrief.people.access import Access
from debrief.quality.drawing.lot import WhyPassedOver
from debrief.quality.evaluations.assigned_store import given_by
from debrief.quality.evaluations.assigning import end_of_day
from debrief.quality.evaluations.begun_store import note_begun
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.eligible_reader import Eligible, why_not_again
from debrief.quality.evaluations.listing import EvaluationSummary, summary_of
from debrief.quality.evaluations.model import Assignment, Evaluation
from debrief.quality.evaluations.opening import opened
from debrief.quality.evaluations.scorecard_reader import scorecard_for
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.model import Scorecard, ScorecardVersion
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.table_store import QualityRow

MOST_ASSIGNED = 10
"""Evaluators of one interaction in one request."""

_WHY: dict[WhyPassedOver, str] = {
    "own_conversation": "nobody evaluates their own conversation",
    "not_active": "nobody who is active is called so",
    "not_permitted": "their roles don't let them evaluate",
    "out_of_reach": "they don't see this agent's conversations",
    "has_evaluated": "they have evaluated it with this scorecard",
    "has_draft": "they are at this conversation already",
}


class Asked(NamedTuple):
    """What is to be evaluated, with what, and until when. assignment: by whom."""

    interaction: Interaction
    scorecard: Scorecard
    version: ScorecardVersion
    assignment: Assignment


class Assigning:
    """Gives evaluations to people.

    Each is a draft of theirs, seen by them alone, as those are that they begin themselves, so that several evaluators
    of one interaction don't sway each other.
    """

    def __init__(
        self,
        store: EvaluationStore,
        scorecards: ScorecardStore,
        interactions: InteractionStore,
        access: Access,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._scorecards = scorecards
        self._interactions = interactions
        self._access = access
        self._clock = clock
        self._ids = ids

    def assign(
        self, caller: Caller, interaction_id: str, scorecard_id: str, evaluator_ids: Sequence[str], due_on: date
    ) -> list[Evaluation]:
        """Give an evaluation to each of some people; all of them, or none where one can't have it.

        Raises:
            NotFound: no such interaction in the caller's reach. Forbidden: the permission is missing, or it is the
            caller's own conversation. RuleBroken: the scorecard isn't for this, the day is over, or somebody can't be
            given it, each with their place. Conflict: the scorecard is archived, or somebody began a draft at that
            moment.
        """
        caller.require(Permission.EVALUATIONS_ASSIGN)
        found = self._interactions.interaction(interaction_id)
        interaction = self._access.shown(caller, found, lambda each: each.agent_id)
        if interaction is None or interaction.erased_at is not None:
            raise NotFound("There is no such interaction")
        if interaction.agent_id == caller.user_id:
            raise Forbidden("Nobody has their own conversation evaluated")
        scorecard, version = scorecard_for(self._scorecards, scorecard_id, interaction)
        now = self._clock.now()
        errors = list(_whether_to_come(due_on, day_of(now, caller.time_zone)))
        errors += repeated("/evaluator_ids", list(evaluator_ids), "evaluator")
        there = self._store.evaluations_of_interaction(interaction_id)
        eligible = Eligible(self._access)
        for at, evaluator_id in enumerate(evaluator_ids):
            why = eligible.why_not(evaluator_id, interaction.agent_id)
            if why := why or why_not_again(interaction_id, scorecard_id, evaluator_id, there):
                errors.append(FieldError(pointer=f"/evaluator_ids/{at}", message=_WHY[why]))
        if errors:
            raise RuleBroken("The evaluation can't be assigned so", errors=errors)
        assignment = Assignment(by=caller.user_id, at=now, due_at=end_of_day(due_on, caller.time_zone))
        asked = Asked(interaction, scorecard, version, assignment)
        drafts = [self.draft(self._ids.new("ev"), asked, evaluator_id) for evaluator_id in evaluator_ids]
        with Transaction(self._clock, self._ids) as tx:
            note_begun(tx, interaction.channel, interaction.id, [each.id for each in drafts])
            for draft in drafts:
                self.put(tx, draft, alone=False)
        return [written(each) for each in drafts]

    def draft(self, id: str, asked: Asked, evaluator_id: str) -> Evaluation:
        """A draft that is somebody's to do."""
        begun = opened(id, asked.interaction, asked.scorecard, asked.version, self._clock, evaluator_id=evaluator_id)
        return begun.model_copy(update={"assignment": asked.assignment})

    def put(self, tx: Transaction, draft: Evaluation, *, telling: bool = True, alone: bool = True) -> None:
        """Write a draft and tell its evaluator: five to eight of the transaction's writes.

        telling: not where they are told of several at once. alone: as in `EvaluationStore.put_evaluation`.
        """
        self._store.put_evaluation(tx, draft, alone=alone)
        given = draft.assignment
        if telling and given is not None:
            tell(
                tx,
                QualityRow,
                NoticeKind.EVALUATION_ASSIGNED,
                about=draft.id,
                to=[draft.evaluator_id],
                by=None if given.automation_id else given.by,
                scorecard=draft.scorecard_id,
                agent_id=draft.agent_id,
                started_at=draft.interaction_started_at,
                due_at=given.due_at,
            )

    def given(self, caller: Caller, *, limit: int, after: str | None) -> Found[EvaluationSummary]:
        """A page of what the caller gave others to do by hand, the newest first, open or done.

        Three round trips. It tells no more of a draft than that it is one; what the caller doesn't see any more, or may
        not see while they judge the conversation blindly, is left out.
        """
        caller.require(Permission.EVALUATIONS_ASSIGN)
        placed = list(islice(given_by(caller.user_id, before=after, chunk=limit + 1), limit + 1))
        ids = [id for _, id in placed[:limit]]
        found = {each.id: each for each in self._store.evaluations(ids)}
        there = [found[id] for id in ids if id in found and found[id].superseded_at is None]
        seen = self._access.sight(caller).of(each.agent_id for each in there)
        blind = BlindStore().spots(caller.user_id)
        shown = [summary_of(each) for each in there if each.agent_id in seen and not blind.hide(each)]
        return Found(shown, placed[limit - 1][0] if len(placed) > limit else None)


def _whether_to_come(due_on: date, today: date) -> Sequence[FieldError]:
    if due_on < today or not is_reckoned(due_on):
        return [FieldError(pointer="/due_on", message="is a day that is over" if due_on < today else "is too far away")]
    return []
