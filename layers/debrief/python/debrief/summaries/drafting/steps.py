"""The steps of the workflow that ask no model, after the first, and what happens when one fails (S0.16)."""

from debrief.kernel.ai.converse import tokens_of, tool_of
from debrief.kernel.errors import NotFound
from debrief.kernel.schedules.store import schedule
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.model import NoticeKind
from debrief.notices.telling import tell
from debrief.summaries import events
from debrief.summaries.deadlines import budget_awaited
from debrief.summaries.drafting.asking_steps import AskingSteps, not_made, prompt_of
from debrief.summaries.drafting.attempt_step import Done
from debrief.summaries.drafting.capping import NO_DATA, PromptData, data_tokens, prompt_data, worth_reading
from debrief.summaries.drafting.checking import Checked, Paid, hash_of
from debrief.summaries.drafting.draft import TOOL, Answer, SummaryDraft, WholeDraft
from debrief.summaries.drafting.filtering import report_of
from debrief.summaries.drafting.people import voices_of
from debrief.summaries.drafting.repairing import Repaired
from debrief.summaries.facts.dossier import Dossier
from debrief.summaries.failures import BUDGET_SPENT, failure_of
from debrief.summaries.model import Step, Summary
from debrief.summaries.report.comparing import comparison_of
from debrief.summaries.report.report import Report
from debrief.summaries.store import ANSWER, CHECK, CHECK_PAID, DOSSIER, PROMPT, REPAIR, REPORT, SummariesRow


class Steps(AskingSteps):
    """The steps after the first over their store."""

    def cap(self, summary_id: str, attempt: int) -> Done:
        """Choose what the model gets to read."""
        summary = self._under_way(summary_id, attempt)
        if summary is None or self._has(summary, PROMPT):
            return self._done(summary_id, summary, DOSSIER, PROMPT)
        dossier = self._made(summary, DOSSIER, Dossier)
        analysed = len(dossier.material.evaluations)
        summary = self._progress(summary, Step.CAPPING, f"Choosing what to quote out of {analysed} evaluations")
        data = self._original(summary, PROMPT, PromptData)
        if data is None:
            read = self._transcripts(summary, dossier)
            found = {
                each.interaction_id: transcript
                for each in worth_reading(dossier)
                if (transcript := read(each.interaction_id)) is not None
            }
            people = voices_of(found.values())
            frame = tokens_of(prompt_of(summary, NO_DATA), tool_of(TOOL, WholeDraft))
            data = prompt_data(dossier, found, tokens=data_tokens(self._context_tokens, frame))
            data = data.model_copy(update={"people": people})
        self._store.put_object(summary, PROMPT, data)
        return self._done(summary_id, summary, DOSSIER, PROMPT)

    def filter_chips(self, summary_id: str, attempt: int, unasked: str | None = None) -> Done:
        """Leave out what can't be proven, and write out the numbers.

        unasked: the name of the error that ended the second look, where that left nothing.
        """
        summary = self._under_way(summary_id, attempt)
        if summary is None or self._has(summary, REPORT):
            return self._done(summary_id, summary, DOSSIER, PROMPT, ANSWER, REPORT)
        dossier, answer = self._made(summary, DOSSIER, Dossier), self._made(summary, ANSWER, Answer)
        summary = self._progress(summary, Step.FILTERING, "Checking every number, quote and reference")
        offline = answer.provenance.offline
        transcripts = self._transcripts(summary, dossier)
        draft = self._mended(summary, answer, dossier, transcripts)
        checked = self._check_of(summary, draft, unasked)
        report = report_of(
            draft,
            dossier,
            transcripts,
            summary_id=summary.id,
            offline=offline,
            people=self._people(summary, dossier),
            doubted=checked.doubted,
        )
        self._store.put_object(summary, REPORT, report)
        return self._done(summary_id, summary, DOSSIER, PROMPT, ANSWER, REPORT)

    def _check_of(self, summary: Summary, draft: SummaryDraft, error_name: str | None) -> Checked:
        """What the second look found of this very draft. Where it left nothing, that is written down."""
        if not self._has(summary, CHECK):
            paid = self._store.object(summary, CHECK_PAID, Paid)
            self._store.put_object(
                summary, CHECK, Checked(round=not_made(error_name, 0, paid.provenance if paid else None))
            )
        checked = self._made(summary, CHECK, Checked)
        if checked.draft_sha256 in {"", hash_of(draft)}:
            return checked
        # It looked at other sentences. What it doubted stays out where it stands here too; the rest wasn't looked at.
        other = checked.model_copy(update={"round": not_made(None, checked.round.asked, checked.round.provenance)})
        self._store.replace_object(summary, CHECK, other)
        return other

    def save(self, summary_id: str, attempt: int) -> Done:
        """Make the report readable; of a replay also how it compares."""
        summary = self._under_way(summary_id, attempt)
        if summary is None:
            return Done(summary_id, {})
        report, answer = self._made(summary, REPORT, Report), self._made(summary, ANSWER, Answer)
        summary = self._progress(summary, Step.SAVING, "Saving the report")
        repaired, checked = self._store.object(summary, REPAIR, Repaired), self._store.object(summary, CHECK, Checked)
        none = not_made(None)
        ready = summary.model_copy(
            update={
                "status": "ready",
                "progress": None,
                "ready_at": self._clock.now(),
                "provenance": answer.provenance,
                "repair": repaired.round if repaired else none,
                "check": checked.round if checked else none,
            }
        )
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put(transaction, ready)
            # A retry after an edit can't happen: only a failed summary is retried, and that has no report.
            self._store.put_report(transaction, report.model_copy(update={"revision": 0}))
            if ready.replay_of is not None:
                original = self._store.summary(ready.replay_of)
                if original is None:
                    raise NotFound("The summary that this replays is gone")
                before = self._made(original, REPORT, Report)
                same = self._made(original, ANSWER, Answer).prompt_sha256 == answer.prompt_sha256
                self._store.put_comparison(transaction, comparison_of(before, report, same_prompt=same))
            self._store.release(transaction, ready)
            transaction.announce(SummariesRow, events.READY, ready.id, events.summary_data(ready))
            if ready.overnight and ready.meeting_id is not None and ready.replay_of is None:
                tell(
                    transaction,
                    SummariesRow,
                    NoticeKind.REPORT_READY,
                    about=ready.meeting_id,
                    to=[ready.requested_by],
                    by=None,
                    agent_id=ready.agent_id,
                )
        return Done(summary_id, {})

    def fail(self, summary_id: str, attempt: int, error_name: str) -> Done:
        """Write down why there is no report. A summary that is ready, gone or at another attempt stays as it is."""
        summary = self._store.summary(summary_id)
        if summary is None or summary.status != "generating" or summary.attempt != attempt:
            return Done(summary_id, {})
        failed = summary.model_copy(
            update={"status": "failed", "progress": None, "failure": failure_of(error_name, self._clock.now())}
        )
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put(transaction, failed)
            self._store.release(transaction, failed)
            if failed.failure is not None and failed.failure.reason == BUDGET_SPENT and failed.replay_of is None:
                schedule(transaction, SummariesRow, budget_awaited(failed, self._clock.now()))
            transaction.announce(SummariesRow, events.FAILED, failed.id, events.summary_data(failed))
        return Done(summary_id, {})
