"""A question that was disputed with good reason is put more clearly (N15).

It is drafted beside the version in force, and stands as a change in the builder of that scorecard for those who manage
scorecards: they publish it with whatever else they change.
"""

from collections.abc import Sequence

from debrief.kernel.auth import Caller, Permission
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, Forbidden, NotFound, Stale
from debrief.kernel.ids import Ids
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.disputes.repairing import WORDS, NewDefinition, QuestionDraft, drafted_question, upheld_answer
from debrief.quality.disputes.rescoring_store import QuestionDraftStore
from debrief.quality.disputes.service import DisputeService
from debrief.quality.scorecards.given import NewContent, ScorecardChange
from debrief.quality.scorecards.model import Question, ScorecardVersion
from debrief.quality.scorecards.service import Opened, ScorecardService


class Definitions:
    """The use cases of clearer questions, for those who manage scorecards."""

    def __init__(self, disputes: DisputeService, scorecards: ScorecardService, clock: Clock, ids: Ids) -> None:
        self._disputes = disputes
        self._scorecards = scorecards
        self._store = QuestionDraftStore()
        self._clock = clock
        self._ids = ids

    def draft(self, caller: Caller, dispute_id: str, given: NewDefinition) -> QuestionDraft:
        """Draft the question of an upheld dispute in other words; it takes the place of an earlier draft of it.

        Raises:
            NotFound. Forbidden, also to whose dispute it was. Conflict: the question is gone, or somebody drafted it
            meanwhile. RuleBroken: its answer wasn't upheld, or the question would read as it does now.
        """
        caller.require(Permission.SCORECARDS_MANAGE)
        dispute = self._disputes.find(caller, dispute_id)
        if dispute.agent_id == caller.user_id:
            raise Forbidden("Whose dispute it was leaves the question to others")
        upheld = upheld_answer(dispute, given.question_id)
        _, version = self._scorecards.find(caller, upheld.scorecard_id)
        question = _question(version, given.question_id)
        words = drafted_question(question, given)
        before = self._store.draft(upheld.scorecard_id, given.question_id)
        drafted = QuestionDraft(
            revision=before.revision if before else 0,
            scorecard_id=upheld.scorecard_id,
            scorecard_version=version.number,
            question_id=given.question_id,
            words=tuple(name for name in WORDS if words[name] != getattr(question, name)),
            dispute_id=dispute.id,
            evaluation_id=dispute.evaluation_id,
            drafted_by=caller.user_id,
            drafted_at=self._clock.now(),
            **{name: words[name] for name in WORDS},
        )
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, drafted)
        return written(drafted)

    def drafts(self, caller: Caller, scorecard_id: str) -> list[QuestionDraft]:
        """The drafts of a scorecard's questions. Raises NotFound, Forbidden."""
        caller.require(Permission.SCORECARDS_MANAGE)
        self._scorecards.find(caller, scorecard_id)
        return self._store.drafts(scorecard_id)

    def publish(self, caller: Caller, scorecard_id: str, question_id: str, revision: int) -> Opened:
        """Put the drafted words into force: a new version where they are what the AI is asked, else in the same.

        Raises:
            NotFound, Forbidden. Stale: the draft, or the scorecard, was changed meanwhile. Conflict: the question is
            gone.
        """
        drafted = self._find(caller, scorecard_id, question_id)
        expect_revision(drafted, revision)
        scorecard, version = self._scorecards.find(caller, scorecard_id)
        _question(version, question_id)
        words: dict[str, str] = {name: getattr(drafted, name) for name in drafted.words}
        sections = tuple(
            section.model_copy(
                update={
                    "questions": tuple(
                        each.model_copy(update=words) if each.id == question_id else each for each in section.questions
                    )
                }
            )
            for section in version.sections
        )
        kept = version.model_copy(update={"sections": sections}).model_dump(include=set(NewContent.model_fields))
        change = ScorecardChange(content=NewContent.model_validate(kept))

        def also(tx: Transaction) -> None:
            # Together: whoever is told that the draft was changed meanwhile has put nothing into force.
            self._store.remove(tx, drafted)

        return self._scorecards.edit(caller, scorecard_id, scorecard.revision, change, also)

    def take_up(self, caller: Caller, scorecard_id: str, question_ids: Sequence[str]) -> None:
        """Let the drafts of these questions go: whoever builds the scorecard has dealt with them. Raises Forbidden."""
        caller.require(Permission.SCORECARDS_MANAGE)
        for drafted in self._store.drafts(scorecard_id):
            if drafted.question_id in question_ids:
                try:
                    self._remove(drafted)
                except Stale:
                    # Drafted anew at this moment: that is still to be dealt with.
                    continue

    def discard(self, caller: Caller, scorecard_id: str, question_id: str, revision: int) -> None:
        """Let a draft go. Raises NotFound, Forbidden, Stale."""
        drafted = self._find(caller, scorecard_id, question_id)
        expect_revision(drafted, revision)
        self._remove(drafted)

    def _find(self, caller: Caller, scorecard_id: str, question_id: str) -> QuestionDraft:
        caller.require(Permission.SCORECARDS_MANAGE)
        drafted = self._store.draft(scorecard_id, question_id)
        if drafted is None:
            raise NotFound("This question has no draft")
        return drafted

    def _remove(self, drafted: QuestionDraft) -> None:
        with Transaction(self._clock, self._ids) as tx:
            self._store.remove(tx, drafted)


def _question(version: ScorecardVersion, question_id: str) -> Question:
    question = next((each for each in version.questions() if each.id == question_id), None)
    if question is None:
        raise Conflict("The scorecard in force has no such question any more")
    return question
