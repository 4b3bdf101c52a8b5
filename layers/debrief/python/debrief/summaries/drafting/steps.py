"""The steps of the workflow that ask no model, after the first, and what happens when one fails (S0.16)."""

from typing import Final

from debrief.kernel.ai.converse import tokens_of, tool_of
from debrief.kernel.ai.model_client import OFFLINE_PREFIX
from debrief.kernel.errors import NotFound
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.model import NoticeKind
from debrief.notices.telling import tell
from debrief.summaries import events
from debrief.summaries.drafting.asking_steps import AskingSteps, prompt_of
from debrief.summaries.drafting.attempt_step import Done
from debrief.summaries.drafting.capping import NO_DATA, PromptData, data_tokens, prompt_data, worth_reading
from debrief.summaries.drafting.checking import Checked
from debrief.summaries.drafting.draft import TOOL, Answer, WholeDraft
from debrief.summaries.drafting.filtering import report_of
from debrief.summaries.drafting.repairing import Repaired
from debrief.summaries.facts.dossier import Dossier
from debrief.summaries.failures import failure_of, unasked
from debrief.summaries.model import FurtherRound, Step
from debrief.summaries.report.comparing import comparison_of
from debrief.summaries.report.report import Report
from debrief.summaries.store import ANSWER, CHECK, DOSSIER, PROMPT, REPAIR, REPORT, SummariesRow

_REASON, _SENTENCE = unasked(None)
UNREACHED: Final = FurtherRound(status="not_made", reason=_REASON, sentence=_SENTENCE)
"""What became of a round that left nothing: its state gave up on the model, and the workflow went on."""


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
            found = {
                each.interaction_id: transcript
                for each in worth_reading(dossier)
                if (transcript := self._transcript(each.transcript_key)) is not None
            }
            frame = tokens_of(prompt_of(summary, NO_DATA), tool_of(TOOL, WholeDraft))
            data = prompt_data(dossier, found, tokens=data_tokens(self._context_tokens, frame))
        self._store.put_object(summary, PROMPT, data)
        return self._done(summary_id, summary, DOSSIER, PROMPT)

    def filter_chips(self, summary_id: str, attempt: int) -> Done:
        """Leave out what can't be proven, and write out the numbers."""
        summary = self._under_way(summary_id, attempt)
        if summary is None or self._has(summary, REPORT):
            return self._done(summary_id, summary, DOSSIER, PROMPT, ANSWER, REPORT)
        dossier, answer = self._made(summary, DOSSIER, Dossier), self._made(summary, ANSWER, Answer)
        summary = self._progress(summary, Step.FILTERING, "Checking every number, quote and reference")
        offline = answer.provenance.model.startswith(OFFLINE_PREFIX)
        checked = self._store.object(summary, CHECK, Checked)
        transcripts = self._transcripts(dossier)
        report = report_of(
            self._mended(summary, answer, dossier, transcripts),
            dossier,
            transcripts,
            summary_id=summary.id,
            offline=offline,
            doubted=checked.doubted if checked else frozenset(),
        )
        self._store.put_object(summary, REPORT, report)
        return self._done(summary_id, summary, DOSSIER, PROMPT, ANSWER, REPORT)

    def save(self, summary_id: str, attempt: int) -> Done:
        """Make the report readable; of a replay also how it compares."""
        summary = self._under_way(summary_id, attempt)
        if summary is None:
            return Done(summary_id, {})
        report, answer = self._made(summary, REPORT, Report), self._made(summary, ANSWER, Answer)
        summary = self._progress(summary, Step.SAVING, "Saving the report")
        repaired, checked = self._store.object(summary, REPAIR, Repaired), self._store.object(summary, CHECK, Checked)
        ready = summary.model_copy(
            update={
                "status": "ready",
                "progress": None,
                "ready_at": self._clock.now(),
                "provenance": answer.provenance,
                "repair": repaired.round if repaired else UNREACHED,
                "check": checked.round if checked else UNREACHED,
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
            transaction.announce(SummariesRow, events.FAILED, failed.id, events.summary_data(failed))
        return Done(summary_id, {})
