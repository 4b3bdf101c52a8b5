"""Blind checks looked at and answered (N13).

While a check is open nobody is told what the AI answered to it by way of the check, and its checker not at all. What it
came to is counted with the answers, in one transaction and once.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, FieldError, NotFound, RuleBroken, Stale
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.store import unschedule
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.criteria import criterion
from debrief.notices.model import NoticeKind
from debrief.notices.telling import tell
from debrief.people.access import Access
from debrief.quality.earning.deadlines import CHECK_LAPSED
from debrief.quality.earning.earning_service import rules_of
from debrief.quality.earning.events import AI_QUESTION_CHANGED, CHECK_ANSWERED, ai_question_data, blind_check_data
from debrief.quality.earning.lapsing_service import Lapses
from debrief.quality.earning.looked_at import Asked
from debrief.quality.earning.model import BlindAnswer, BlindAnswers, Check, Checked, Result, Sealed
from debrief.quality.earning.standing import with_result
from debrief.quality.earning.store import EarningStore
from debrief.quality.evaluations.answers import check_answers, choice
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.model import Answer
from debrief.quality.scorecards.model import Question, ScorecardVersion
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.table_store import QualityRow

_TRIES: Final = 8
"""Checks of the same question that are answered in the same moment; each time one of them gets through."""


class BlindChecks:
    """The use cases of blind checks.

    Whoever assesses the conversation in a calibration as well reads what the AI answered once that is open, however
    early they have handed in their check: until then their check is answered, and tells no answers.
    """

    def __init__(
        self,
        store: EarningStore,
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
        self._blinds = BlindStore()
        self._lapses = Lapses(store, clock, ids)
        self._clock = clock
        self._ids = ids

    @property
    def now(self) -> datetime:
        """The time by which checks are open or over."""
        return self._clock.now()

    def to_do(self, caller: Caller) -> list[Check]:
        """What the caller has to check, what has to be done first first; of agents whom they still see."""
        caller.require(Permission.EVALUATIONS_PERFORM)
        found = self._store.open_of(caller.user_id, self._clock.now())
        seen = self._access.sight(caller).of(each.agent_id for each in found)
        return [each for each in found if each.agent_id in seen]

    def find(self, caller: Caller, check_id: str) -> Asked:
        """A check: an open one for its checker alone, one that was answered for those who see its questions too.

        Raises NotFound.
        """
        found = self._store.check(check_id)
        check = self._access.shown(caller, found, lambda each: each.agent_id)
        if check is None or not self._may_open(caller, check):
            raise NotFound("There is no such check")
        return Asked(self._as_told(caller, check), self._questions(check))

    def answer(self, caller: Caller, check_id: str, given: BlindAnswers) -> Asked:
        """Hand in the answers to all questions of a check; from then on the checker sees what the AI answered.

        Raises:
            NotFound. Forbidden: the permission is missing. Conflict: it is answered, its time is over, or the
            conversation has other words by now, and the check is let go. RuleBroken: an answer is missing or doesn't
            fit. Stale: others answered checks of the same question at the same moment, several times.
        """
        check, questions = self.find(caller, check_id)
        caller.require(Permission.EVALUATIONS_PERFORM)
        if check.status != "open":
            raise Conflict("This check is answered already")
        if check.until <= self._clock.now():
            raise Conflict("The time for this check is over; it was let go")
        interaction = self._interactions.interaction(check.interaction_id)
        if interaction is None or interaction.erased_at or interaction.transcript_digest != check.transcript_digest:
            self._lapses.let_go(check)
            raise Conflict("The conversation has other words by now, or none: this check no longer tells anything")
        chosen = _chosen(self._version(check), questions, given.answers)
        for left in reversed(range(_TRIES)):
            try:
                counted = self._counted(check, chosen, self._store.sealed(check.id))
            except Stale:
                # Another check of one of these questions; or this one, which is looked at anew.
                now = self._store.check(check.id)
                if now is None or now.revision != check.revision:
                    raise Conflict("This check is answered already") from None
                if not left:
                    raise
            else:
                return Asked(self._as_told(caller, counted), questions)
        raise AssertionError("the last try either counts or raises")

    def _counted(self, check: Check, chosen: dict[str, str], sealed: Sealed) -> Check:
        now, settings = self._clock.now(), self._access.settings()
        checked = tuple(
            Checked(question_id=each, ai=sealed.choices.get(each), human=human) for each, human in chosen.items()
        )
        after = check.model_copy(update={"status": "answered", "answers": checked, "answered_at": now})
        terms = self._store.terms([check.terms[each] for each in chosen])
        results = {
            each.question_id: Result(check_id=check.id, ai=each.ai, human=each.human, at=now) for each in checked
        }
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_answered(tx, after, results)
            self._blinds.lift(tx, check.checker_id, check.interaction_id, check.id)
            unschedule(tx, QualityRow, CHECK_LAPSED, check.id)
            tx.announce(QualityRow, CHECK_ANSWERED, check.id, blind_check_data(after))
            for question_id, result in results.items():
                before = terms[check.terms[question_id]]
                term, kept = with_result(before, self._store.results(before.id), result, rules_of(settings))
                self._store.put_term(tx, term)
                self._store.put_results(tx, term.id, kept)
                if term.state != before.state:
                    tx.announce(QualityRow, AI_QUESTION_CHANGED, term.id, ai_question_data(term))
                    kind, told = NoticeKind.AI_QUESTION_CHANGED, self._not_blind(settings.ai_checker_ids, check)
                    which = criterion(term.scorecard_id, term.question_id)
                    tell(tx, QualityRow, kind, about=term.id, to=told, by=check.checker_id, state=term.state, **which)
        return written(after)

    def _not_blind(self, user_ids: Sequence[str], check: Check) -> list[str]:
        """Those who don't judge the check's conversation themselves: to these, what it changed tells what it came to.

        A small query for each; a standing changes seldom.
        """
        others = [each for each in user_ids if each != check.checker_id]
        return self._blinds.not_blind(others, [check.interaction_id])

    def _as_told(self, caller: Caller, check: Check) -> Check:
        """The check as the caller may read it: without answers while they judge the conversation otherwise."""
        if check.status == "open" or not self._blinds.spots_at(caller.user_id, check.interaction_id).spots:
            return check
        return check.model_copy(update={"answers": ()})

    def _may_open(self, caller: Caller, check: Check) -> bool:
        if check.checker_id == caller.user_id:
            return True
        if check.status == "open" or check.agent_id == caller.user_id or not caller.may(Permission.SCORECARDS_VIEW):
            return False
        return not self._blinds.spots_at(caller.user_id, check.interaction_id).spots

    def _version(self, check: Check) -> ScorecardVersion:
        version = self._scorecards.version(check.scorecard_id, check.scorecard_version)
        if version is None:
            raise NotFound("The scorecard of this check is gone")
        return version

    def _questions(self, check: Check) -> tuple[Question, ...]:
        drawn = set(check.draw.questions)
        return tuple(each for each in self._version(check).questions() if each.id in drawn)


def _chosen(version: ScorecardVersion, questions: Sequence[Question], given: Sequence[BlindAnswer]) -> dict[str, str]:
    """What was chosen, by question. Raises RuleBroken unless it is an answer to each question, and to no other."""
    answers = [
        Answer(question_id=each.question_id, option_id=each.option_id, not_applicable=each.not_applicable)
        for each in given
    ]
    errors: list[FieldError] = list(check_answers(version, answers, completing=False))
    wanted = {each.id for each in questions}
    for number, each in enumerate(answers):
        if each.question_id not in wanted:
            errors.append(FieldError(pointer=f"/answers/{number}/question_id", message="wasn't drawn"))
        elif choice(each) is None:
            message = "is needed: one of the question's options, or that it doesn't apply"
            errors.append(FieldError(pointer=f"/answers/{number}/option_id", message=message))
    missing = wanted - {each.question_id for each in answers}
    errors += [FieldError(pointer="/answers", message=f"the question {each} has no answer") for each in sorted(missing)]
    if errors:
        raise RuleBroken("Each drawn question needs an answer that fits it", errors=errors)
    found = {each.question_id: choice(each) for each in answers}
    return {question: chosen for question, chosen in found.items() if chosen is not None}
