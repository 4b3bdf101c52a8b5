"""An assessor who hasn't handed in is exchanged for somebody else (S4.12)."""

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, FieldError, NotFound, RuleBroken
from debrief.kernel.ids import Ids
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.people.access import Access
from debrief.quality.calibrations.asking_store import AskingStore, Assessed, blind_of
from debrief.quality.calibrations.assessors_service import Assessors
from debrief.quality.calibrations.course import expect_active
from debrief.quality.calibrations.model import Assessor, Calibration, Exchange
from debrief.quality.calibrations.service import CalibrationService
from debrief.quality.calibrations.store import CalibrationStore
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.flags.telling_store import hide_from
from debrief.quality.scorecards.store import ScorecardStore


class Exchanges:
    """The use case of exchanging an assessor, for those who look after the calibration.

    Whoever comes answers from the beginning, as blind as all others from that moment on. Whoever leaves may see again
    how the conversation was evaluated, and so can't come back.
    """

    def __init__(
        self,
        calibrations: CalibrationService,
        evaluations: EvaluationStore,
        scorecards: ScorecardStore,
        interactions: InteractionStore,
        access: Access,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._calibrations = calibrations
        self._store = CalibrationStore()
        self._asking = AskingStore(evaluations, clock)
        self._assessors = Assessors(access)
        self._evaluations = evaluations
        self._scorecards = scorecards
        self._interactions = interactions
        self._clock = clock
        self._ids = ids

    def exchange(self, caller: Caller, calibration_id: str, revision: int, asked: Exchange) -> Calibration:
        """Let somebody assess in the place of an assessor; they are told by notice and e-mail. An expert's place is an
        expert's again. What the other had begun goes, and what they were told is taken back.

        Raises:
            NotFound, Forbidden. Stale: changed meanwhile, or they handed in or saved at this moment. Conflict: it is
            closed, or they have handed in. RuleBroken: they are no assessor, or the other can't be one.
        """
        before = self._calibrations.managed(caller, calibration_id)
        expect_revision(before, revision)
        expect_active(before)
        leaves = before.assessor(asked.assessor_id)
        if leaves is None:
            raise _refused("/assessor_id", "is no assessor of this calibration")
        if leaves.handed_in_at is not None:
            raise Conflict("What was handed in stays: only who hasn't can be exchanged")
        if before.assessor(asked.by_id) is not None:
            raise _refused("/by_id", "assesses it already")
        if asked.by_id in before.exchanged:
            raise _refused("/by_id", "was exchanged before, and may have seen how others evaluated the conversation")
        interaction = self._interactions.interaction(before.interaction_id)
        scorecard = self._scorecards.scorecard(before.scorecard_id)
        version = self._scorecards.version(before.scorecard_id, before.scorecard_version)
        if interaction is None or interaction.erased_at is not None or scorecard is None or version is None:
            raise NotFound("The conversation or the scorecard of this calibration is gone")
        if why := self._assessors.why_not(asked.by_id, interaction):
            raise _refused("/by_id", why)
        comes = Assessor(user_id=asked.by_id, evaluation_id=self._ids.new("ev"))
        others = (each for each in before.assessors if each.user_id != leaves.user_id)
        after = before.model_copy(
            update={
                "assessors": tuple(sorted((*others, comes), key=lambda each: each.user_id)),
                "expert_id": comes.user_id if before.expert_id == leaves.user_id else before.expert_id,
                "exchanged": (*before.exchanged, leaves.user_id),
            }
        )
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after)
            self._store.exchange(tx, after, leaves.user_id, comes.user_id)
            for each in self._evaluations.evaluations([leaves.evaluation_id]):
                self._evaluations.delete_evaluation(tx, each, for_good=False)
            self._asking.open_to(tx, after, leaves)
            self._asking.ask(tx, after, comes, Assessed(interaction, scorecard, version), by=caller.user_id)
            hide_from(tx, [comes.user_id], blind_of(after, interaction.team_id))
        return written(after)


def _refused(pointer: str, message: str) -> RuleBroken:
    return RuleBroken(
        "The assessor can't be exchanged like this", errors=[FieldError(pointer=pointer, message=message)]
    )
