"""What the evaluations tell of a person or a customer (N8).

| question | key or index | reads |
|---|---|---|
| completed evaluations of a person's work | GSI1 `AGENT#<agent>` | the page |
| superseded ones of their work | GSI1 `AGENT#<agent>#superseded` | the page |
| what was made of their work for calibrations | GSI1 `AGENT#<agent>#calibration` | the page |
| drafts about them | GSI2 `AGENT#<agent>#draft` | the page |
| what they disputed | GSI2 `DISPUTES#AGENT#<agent>` | the page |
| disputes of an evaluation that is erased | `DP#<id>`, by the ids that it has | those |
| drafts of theirs | GSI1 `EVALUATOR#<id>#draft` | the page |
| what they have evaluated | GSI3 `EVALUATOR#<id>` | the page |
| blind checks of their work; those that they were to make | GSI2 `CHECKED#<agent>`; GSI3 `CHECKS_BY#<id>` | the page |
| calibrations of a conversation | GSI3 `INT#<id>#calibrations` | those |
| evaluations of a customer's conversations | GSI3 `INT#<id>` and `INT#<id>#calibration`, one by one | those |
| why an automation took them | `INT#<id>` / `TAKEN` | removed with them |
| what is flagged of a person's work | GSI2 `FLAGS#AGENT#<agent>#unsettled`, `…#settled` | the page |
| what is flagged of a customer's conversations | `INT#<id>` / `FLAG#<flag>` | those |
"""

from functools import partial

from debrief.interactions.conversations.store import FoundBy, InteractionStore
from debrief.interactions.privacy_service import FOUND_BY
from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.privacy import Erased, Exported, Record, Stages, Start, Subject, erased, exported
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.automations.store import AutomationStore
from debrief.quality.calibrations.model import Calibration
from debrief.quality.calibrations.store import CalibrationStore
from debrief.quality.disputes.erasing import dispute_record, without_words
from debrief.quality.disputes.store import DisputeStore
from debrief.quality.earning.exporting import check_record, made_check_record
from debrief.quality.earning.store import EarningStore
from debrief.quality.evaluations.erasing import evaluation_record, made_record, without_texts
from debrief.quality.evaluations.events import EVALUATION_DELETED, evaluation_data
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.opening import began_by_itself
from debrief.quality.evaluations.store import EvaluationStore, Standing
from debrief.quality.flags.erasing import flag_record, without_quotes
from debrief.quality.flags.model import Flag
from debrief.quality.flags.store import FlagStore
from debrief.quality.table_store import QualityRow

_PAGE = 20


class QualityPersonalData:
    """Hands out evaluations of somebody's work, and erases their words: answers and scores stay, and so do reports.

    Who evaluated stays as an id. Drafts count nowhere: those about a subject go, and those of an erased evaluator
    are nobody's from then on, for somebody else to take.
    """

    def __init__(self, evaluations: EvaluationStore, interactions: InteractionStore, clock: Clock, ids: Ids) -> None:
        self._evaluations = evaluations
        self._interactions = interactions
        self._disputes = DisputeStore()
        self._checks = EarningStore()
        self._flags = FlagStore()
        self._calibrations = CalibrationStore()
        self._clock = clock
        self._ids = ids

    def export(self, subject: Subject, position: str | None = None) -> Exported:
        """A page of the evaluations of the person's work, then of those that they made, then of what they disputed, and
        of blind checks of their work and by them.

        Customers have none.
        """

        def about(standing: Standing, start: Start) -> tuple[list[Record], Start]:
            found, following = self._evaluations.page_about(subject.id, standing, limit=_PAGE, start=start)
            return [evaluation_record(each) for each in found], following

        def made(start: Start) -> tuple[list[Record], Start]:
            found, following = self._evaluations.page_by(subject.id, limit=5 * _PAGE, start=start)
            return [made_record(each) for each in found], following

        def disputed(start: Start) -> tuple[list[Record], Start]:
            found, following = self._disputes.page_of_agent(subject.id, limit=_PAGE, start=start)
            return [dispute_record(each) for each in found], following

        def checked(start: Start) -> tuple[list[Record], Start]:
            found, following = self._checks.page_about(subject.id, limit=_PAGE, start=start)
            return [check_record(each) for each in found], following

        def checks_made(start: Start) -> tuple[list[Record], Start]:
            found, following = self._checks.page_by(subject.id, limit=_PAGE, start=start)
            return [made_check_record(each) for each in found], following

        def flagged(unsettled: bool, start: Start) -> tuple[list[Record], Start]:
            found, following = self._flags.page_of_agent(subject.id, unsettled=unsettled, limit=_PAGE, start=start)
            return [flag_record(each) for each in found], following

        stages: Stages[Record] = {
            "completed": partial(about, "completed"),
            "superseded": partial(about, "superseded"),
            "calibrated": partial(about, "calibration"),
            "made": made,
            "disputed": disputed,
            "checked": checked,
            "checks_made": checks_made,
            "flagged": partial(flagged, True),
            "flagged_before": partial(flagged, False),
        }
        return exported(stages if subject.kind == "person" else {}, position)

    def erase(self, subject: Subject, position: str | None = None) -> Erased:
        """Empty a page of evaluations, or remove a page of drafts.

        Raises:
            Stale: one was changed at that moment.
        """

        def about(standing: Standing, start: Start) -> tuple[list[bool], Start]:
            found, following = self._evaluations.page_about(subject.id, standing, limit=_PAGE, start=start)
            held = self._calibrations.calibrations([each.calibration_id for each in found if each.calibration_id])
            return [*self._erase(found), *map(self._erase_calibration, held.values())], following

        def own_drafts(start: Start) -> tuple[list[bool], Start]:
            found, following = self._evaluations.drafts_page(subject.id, limit=_PAGE, start=start)
            drafts = self._evaluations.evaluations([each.id for each in found])
            return [self._let_go(each) for each in drafts if each.evaluator_id == subject.id], following

        def flagged(unsettled: bool, start: Start) -> tuple[list[bool], Start]:
            found, following = self._flags.page_of_agent(subject.id, unsettled=unsettled, limit=_PAGE, start=start)
            return [self._erase_flag(each) for each in found], following

        def of_conversations(by: FoundBy, start: Start) -> tuple[list[bool], Start]:
            found, following = self._interactions.page_of(by, subject.id, limit=_PAGE, start=start)
            store = self._evaluations
            for each in found:
                # Why an automation took it tells what was known of the conversation.
                with Transaction(self._clock, self._ids) as tx:
                    AutomationStore.forget_taken(tx, each.id)
            theirs = (
                [*store.evaluations_of_interaction(each.id), *store.for_calibrations_of(each.id)] for each in found
            )
            held = [calibration for each in found for calibration in self._calibrations.of_interaction(each.id)]
            done = [done for each in theirs for done in self._erase(each)]
            flags = [flag for each in found for flag in self._flags.of_interaction(each.id)]
            return [*done, *map(self._erase_calibration, held), *map(self._erase_flag, flags)], following

        if subject.kind == "person":
            stages: Stages[bool] = {
                "completed": partial(about, "completed"),
                "superseded": partial(about, "superseded"),
                "calibrated": partial(about, "calibration"),
                "drafts_about": partial(about, "draft"),
                "own_drafts": own_drafts,
                "flagged": partial(flagged, True),
                "flagged_before": partial(flagged, False),
            }
            return erased(stages, position)
        return erased({by: partial(of_conversations, by) for by in FOUND_BY[subject.kind]}, position)

    def _erase(self, listed: list[Evaluation]) -> list[bool]:
        # As the table has them: the indexes may be a moment behind.
        return [self._erase_one(each) for each in self._evaluations.evaluations([one.id for one in listed])]

    def _erase_calibration(self, calibration: Calibration) -> bool:
        """Forget what its conversation is called by others; who assessed it, and how it went, stays."""
        if calibration.contact_reference == calibration.interaction_id:
            return False
        with Transaction(self._clock, self._ids) as tx:
            nameless = calibration.model_copy(update={"contact_reference": calibration.interaction_id})
            self._calibrations.put(tx, nameless)
        return True

    def _erase_flag(self, flag: Flag) -> bool:
        """Forget the words that a flag quotes and those that were written to it; that it was, and its outcome, stay."""
        silent = without_quotes(flag)
        if silent == flag:
            return False
        with Transaction(self._clock, self._ids) as tx:
            self._flags.put(tx, silent, flag)
        return True

    def _let_go(self, draft: Evaluation) -> bool:
        if draft.status != "draft":
            return False
        with Transaction(self._clock, self._ids) as tx:
            self._evaluations.put_evaluation(tx, draft.model_copy(update={"evaluator_id": None}), draft)
        return True

    def _erase_one(self, evaluation: Evaluation) -> bool:
        emptied = without_texts(evaluation)
        disputes = self._disputes.disputes(evaluation.review.dispute_ids if evaluation.review else ())
        speaking = [(each, silent) for each in disputes if (silent := without_words(each)) != each]
        keeps = evaluation.status != "draft" or evaluation.calibration_id is not None
        if keeps and emptied == evaluation and not speaking:
            return False
        with Transaction(self._clock, self._ids) as tx:
            if not keeps:
                # For good: an automatic one would else be made anew by a repeated run of the pipeline.
                self._evaluations.delete_evaluation(tx, evaluation, for_good=True)
                if began_by_itself(evaluation):
                    # The blind check that it may have been drawn for is counted no more.
                    tx.announce(QualityRow, EVALUATION_DELETED, evaluation.id, evaluation_data(evaluation))
            else:
                self._evaluations.put_evaluation(tx, emptied, evaluation)
                for _, silent in speaking:
                    self._disputes.put(tx, silent)
        return True
