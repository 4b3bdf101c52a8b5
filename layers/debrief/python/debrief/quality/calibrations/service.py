"""Calibrations begun, looked at, changed, closed and deleted; what assessors hand in (S4.12)."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.store import schedule, unschedule
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Found, Placed, looked_at_together, page_of
from debrief.notices.model import NoticeKind
from debrief.notices.telling import tell
from debrief.people.access import Access
from debrief.quality.calibrations.answers_reader import answers_of
from debrief.quality.calibrations.asking_store import AskingStore, Assessed, blind_of
from debrief.quality.calibrations.assessors_service import Assessors
from debrief.quality.calibrations.course import (
    actions,
    check_new,
    closed,
    due_errors,
    expect_active,
    manages,
    takes_part,
    with_answers_of,
)
from debrief.quality.calibrations.deadlines import REMINDER, reminder
from debrief.quality.calibrations.events import (
    CALIBRATION_CLOSED,
    CALIBRATION_DELETED,
    CALIBRATION_STARTED,
    calibration_data,
)
from debrief.quality.calibrations.model import (
    ActiveCalibration,
    Assessor,
    Calibration,
    CalibrationChange,
    CalibrationStatus,
    NewCalibration,
)
from debrief.quality.calibrations.results import CalibrationResults, results_of
from debrief.quality.calibrations.store import CalibrationStore
from debrief.quality.evaluations.begun_store import note_begun, note_gone
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.scorecard_reader import scorecard_for
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.flags.telling_store import hide_from, tell_no_more
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.table_store import QualityRow

_TOGETHER: Final = 50

_TAKEN_BACK_AT_ONCE: Final = 4
"""Of so many flags what assessors were told is taken back with the start itself, of others right after it: of as many
assessors as there may be it writes some 80 rows, and a transaction holds 100.
"""


class CalibrationService:
    """The use cases of calibrations.

    Looked after by those with `calibrations.manage` who see the agent's work, never about their own conversations. An
    assessor sees that there is one, and their own answers. What was answered opens to all of them at once, when the
    last has handed in or somebody closes it, and then nothing is answered any more.
    """

    def __init__(
        self,
        store: CalibrationStore,
        evaluations: EvaluationStore,
        scorecards: ScorecardStore,
        interactions: InteractionStore,
        access: Access,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._evaluations = evaluations
        self._blinds = BlindStore()
        self._asking = AskingStore(evaluations, clock)
        self._assessors = Assessors(access)
        self._scorecards = scorecards
        self._interactions = interactions
        self._access = access
        self._clock = clock
        self._ids = ids

    # ------------------------------------------------------------------------------------------ reading

    def find(self, caller: Caller, calibration_id: str) -> Calibration:
        """The calibration, where the caller looks after it or takes part, and sees whose work it is about.

        Raises NotFound.
        """
        found = self._store.calibration(calibration_id)
        calibration = self._access.shown(caller, found, lambda each: each.agent_id)
        if calibration is None or not takes_part(caller, calibration):
            raise NotFound("There is no such calibration")
        return calibration

    def page(self, caller: Caller, status: CalibrationStatus, *, limit: int, after: str | None) -> Found[Calibration]:
        """A page of those that the caller knows of, newest first: they look after them, or take part."""
        sight = self._access.sight(caller)
        listed: Iterator[Placed[Calibration]]
        if caller.may(Permission.CALIBRATIONS_MANAGE):
            listed = self._store.everybodys(status, after, chunk=limit + 1)
        else:
            listed = self._taken_part(caller, after)
        seen = looked_at_together(listed, limit + 1, lambda some: sight.of(each.agent_id for each in some))

        def wanted(each: Calibration) -> bool:
            return each.status == status and takes_part(caller, each) and bool(sight.of([each.agent_id]))

        return page_of([seen], wanted, limit=limit, newest_first=True, after=after)

    def results(self, caller: Caller, calibration_id: str) -> CalibrationResults:
        """What a closed calibration came to.

        Raises:
            NotFound. Conflict: it is active, and its answers are nobody's to see; or the caller judges the conversation
            by themselves again, in another calibration or a check of the AI.
        """
        calibration = self.find(caller, calibration_id)
        if calibration.status == "active":
            raise Conflict("What was answered opens to everybody once all have handed in, or it is closed")
        if self._blinds.spots_at(caller.user_id, calibration.interaction_id).spots:
            raise Conflict("You are to judge this conversation by yourself: answer that first, then this opens to you")
        version = self._scorecards.version(calibration.scorecard_id, calibration.scorecard_version)
        if version is None:
            raise NotFound("The scorecard of this calibration is gone")
        return results_of(calibration, version, *answers_of(calibration, self._evaluations))

    def active_of(self, caller: Caller, evaluation: Evaluation) -> ActiveCalibration | None:
        """The active calibration that an evaluation's conversation is in, for those who evaluate; not for the agent."""
        if evaluation.agent_id == caller.user_id or not caller.may(Permission.EVALUATIONS_PERFORM):
            return None
        return self._store.active_of(evaluation.interaction_id)

    def actions(self, caller: Caller, calibration: Calibration) -> list[str]:
        """What the caller may do with a calibration that they know of."""
        return actions(caller, calibration)

    # ------------------------------------------------------------------------------------------ changing

    def begin(self, caller: Caller, new: NewCalibration) -> Calibration:
        """Begin a calibration: each assessor gets an evaluation to answer, and is told with a link that leads there.

        Nothing is preselected in it: what nobody has thought about would count as agreement.

        Raises:
            NotFound: no such conversation in the caller's reach. Forbidden: the permission is missing, or it is their
            own conversation. RuleBroken: the scorecard isn't for it, or somebody can't assess it. Conflict: the
            conversation is in an active calibration already, or the scorecard is archived.
        """
        caller.require(Permission.CALIBRATIONS_MANAGE)
        now = self._clock.now()
        check_new(new, now)
        found = self._interactions.interaction(new.interaction_id)
        interaction = self._access.shown(caller, found, lambda each: each.agent_id)
        if interaction is None or interaction.erased_at is not None:
            raise NotFound("There is no such interaction")
        if interaction.agent_id == caller.user_id:
            raise Forbidden("Nobody calibrates on their own conversation")
        scorecard, version = scorecard_for(self._scorecards, new.scorecard_id, interaction)
        self._assessors.check(new.assessor_ids, interaction)
        calibration = Calibration(
            id=self._ids.new("cal"),
            name=new.name,
            interaction_id=interaction.id,
            contact_reference=interaction.contact_reference,
            channel=interaction.channel,
            inquiry=interaction.inquiry,
            agent_id=interaction.agent_id,
            interaction_started_at=interaction.started_at,
            scorecard_id=scorecard.id,
            scorecard_name=scorecard.name,
            scorecard_version=version.number,
            assessors=tuple(
                Assessor(user_id=each, evaluation_id=self._ids.new("ev")) for each in sorted(new.assessor_ids)
            ),
            expert_id=new.expert_id,
            due_at=new.due_at,
            created_by=caller.user_id,
            created_at=now,
        )
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, calibration)
            self._store.occupy(tx, calibration)
            self._store.assign(tx, calibration)
            note_begun(tx, interaction.channel, interaction.id, [calibration.id])
            for each in calibration.assessors:
                self._asking.ask(tx, calibration, each, Assessed(interaction, scorecard, version), by=caller.user_id)
            blind = blind_of(calibration, interaction.team_id)
            left = hide_from(tx, new.assessor_ids, blind, most=_TAKEN_BACK_AT_ONCE)
            self._remind_later(tx, calibration)
            tx.announce(QualityRow, CALIBRATION_STARTED, calibration.id, calibration_data(calibration))
        with Transaction(self._clock, self._ids) as tx:
            for flag in left:
                tell_no_more(tx, flag)
        return written(calibration)

    def change(self, caller: Caller, calibration_id: str, revision: int, change: CalibrationChange) -> Calibration:
        """Change name or due date of an active calibration.

        Raises:
            NotFound, Forbidden. Stale: changed meanwhile. Conflict: it is closed. RuleBroken: the date won't do.
        """
        before = self.managed(caller, calibration_id)
        expect_revision(before, revision)
        expect_active(before)
        now = self._clock.now()
        named = {name: getattr(change, name) for name in change.model_fields_set}
        if named.get("name", "") is None:
            del named["name"]
        if "due_at" in named and (errors := due_errors(named["due_at"], now)):
            raise RuleBroken("The date won't do", errors=errors)
        after = before.model_copy(update=named)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after)
            if after.name != before.name:
                self._store.rename(tx, after)
            if after.due_at != before.due_at:
                # With another name it is due when it was: who is about to be reminded is.
                self._remind_later(tx, after)
        return written(after)

    def close(self, caller: Caller, calibration_id: str) -> Calibration:
        """Close a calibration: what was handed in opens, and what wasn't goes.

        Raises:
            NotFound, Forbidden. Stale: somebody handed in at this moment. Conflict: it is closed already.
        """
        before = self.managed(caller, calibration_id)
        after = closed(before, caller.user_id, self._clock.now())
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after)
            self._closing(tx, after, by=caller.user_id)
            for draft in self._evaluations.evaluations([each.evaluation_id for each in before.waiting_for]):
                self._evaluations.delete_evaluation(tx, draft, for_good=False)
        return written(after)

    def delete(self, caller: Caller, calibration_id: str, revision: int) -> None:
        """Delete a calibration with all that was answered in it.

        Raises:
            NotFound, Forbidden. Stale: changed meanwhile.
        """
        calibration = self.managed(caller, calibration_id)
        expect_revision(calibration, revision)
        with Transaction(self._clock, self._ids) as tx:
            self._store.delete(tx, calibration)
            note_gone(tx, calibration.channel, calibration.interaction_id, calibration.id)
            if calibration.status == "active":
                self._opening(tx, calibration)
            for each in self._evaluations.evaluations([each.evaluation_id for each in calibration.assessors]):
                self._evaluations.delete_evaluation(tx, each, for_good=False)
            tx.announce(QualityRow, CALIBRATION_DELETED, calibration.id, calibration_data(calibration))

    def hand_in(self, tx: Transaction, evaluation: Evaluation) -> None:
        """Note that an assessor has answered; the last one closes the calibration. See `evaluations.Calibrating`.

        Raises:
            Conflict: the calibration takes no more. (At the end of the transaction:) Stale: others handed in meanwhile.
        """
        before = self._store.calibration(evaluation.calibration_id or "")
        if before is None or evaluation.evaluator_id is None:
            raise Conflict("The calibration is gone")
        after = with_answers_of(before, evaluation.evaluator_id, self._clock.now())
        self._store.put(tx, after)
        if after.status == "closed":
            self._closing(tx, after, by=evaluation.evaluator_id)

    def remind(self, calibration_id: str) -> datetime | None:
        """Tell those who haven't handed in that it is due; when to come again."""
        calibration = self._store.calibration(calibration_id)
        if calibration is None or calibration.status != "active" or calibration.due_at is None:
            return None
        with Transaction(self._clock, self._ids) as tx:
            # As it is now: whoever hands in at this moment isn't reminded, and the work comes again.
            self._store.put(tx, calibration)
            for each in calibration.waiting_for:
                tell(
                    tx,
                    QualityRow,
                    NoticeKind.CALIBRATION_DUE,
                    about=each.evaluation_id,
                    to=[each.user_id],
                    by=None,
                    due_at=calibration.due_at,
                    started_at=calibration.interaction_started_at,
                )
            self._remind_later(tx, calibration)
        return None

    # ------------------------------------------------------------------------------------------

    def managed(self, caller: Caller, calibration_id: str) -> Calibration:
        """The calibration, which the caller looks after. Raises NotFound, Forbidden."""
        calibration = self.find(caller, calibration_id)
        caller.require(Permission.CALIBRATIONS_MANAGE)
        if not manages(caller, calibration):
            raise Forbidden("Nobody looks after a calibration about their own conversation")
        return calibration

    def _taken_part(self, caller: Caller, after: str | None) -> Iterator[Placed[Calibration]]:
        listed = self._store.of_assessor(caller.user_id, after, chunk=_TOGETHER)
        while some := list(islice(listed, _TOGETHER)):
            known = self._store.calibrations([id for _, id in some])
            yield from ((place, known[id]) for place, id in some if id in known)

    def _remind_later(self, tx: Transaction, calibration: Calibration) -> None:
        due = reminder(calibration, self._clock.now())
        if due is not None:
            schedule(tx, QualityRow, due)
        else:
            unschedule(tx, QualityRow, REMINDER, calibration.id)

    def _closing(self, tx: Transaction, calibration: Calibration, *, by: str) -> None:
        """What follows from its being closed: all is open, and everybody is told."""
        self._opening(tx, calibration)
        told = {calibration.created_by, *(each.user_id for each in calibration.assessors)}
        kind, started_at = NoticeKind.CALIBRATION_CLOSED, calibration.interaction_started_at
        tell(tx, QualityRow, kind, about=calibration.id, to=told, by=by, started_at=started_at)
        tx.announce(QualityRow, CALIBRATION_CLOSED, calibration.id, calibration_data(calibration))

    def _opening(self, tx: Transaction, calibration: Calibration) -> None:
        self._store.vacate(tx, calibration)
        unschedule(tx, QualityRow, REMINDER, calibration.id)
        for each in calibration.assessors:
            self._asking.open_to(tx, calibration, each)
